from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from PySide6.QtCore import QEvent, QEventLoop, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest

from mobdesk.settings import SettingsFile
from mobdesk.ui import clipboard, theme
from mobdesk.ui.delegates import CellBadge, Marks, Prepared, column_width
from mobdesk.ui.tables import Column, Table, TableModel


class Person(NamedTuple):
    id: int
    name: str
    stage: str
    papers: Marks | None
    note: str = ""


COLUMNS = (
    Column("name", "Name", paint="first", width=22),
    Column("stage", "Stage", lambda r: r.stage.capitalize(), paint="stage", words=("Confirmed",)),
    Column("papers", "Ready?", lambda r: r.papers.next if r.papers else "", paint="marks",
           sort=False, spoken=lambda r: "four marks", words=("next of kin",), priority=2),
    Column("note", "Note", paint="soft", width=0, tip=lambda r: r.note, priority=3),
)  # fmt: skip


def person(number: int, **more) -> Person:
    marks = Marks(("ready", "look", "rate_missing", "not_yet"), "insurance", "wait")
    return Person(number, f"Person {number}", "confirmed", marks, **more)


@pytest.fixture
def asked() -> list[list[int]]:
    return []


@pytest.fixture
def table(qtbot, asked):
    def fetch(ids, then):
        asked.append(list(ids))
        then([person(i) for i in ids])

    table = Table(COLUMNS, "People", fetch=fetch)
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.show()
    return table


def test_the_model_keeps_qts_promises(qtmodeltester):
    model = TableModel(COLUMNS, fetch=lambda ids: [person(i) for i in ids])
    qtmodeltester.check(model)
    model.set_ids(list(range(1, 30)))
    model.need(0, 29)
    qtmodeltester.check(model)


def test_a_cell_speaks_with_its_title(table):
    table.set_ids([1])
    index = table.records.index(0, 2)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Ready?: four marks"
    assert table.records.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Name: Person 1"
    assert table.records.index(0, 3).data() == "–"
    assert table.accessibleName() == "People"


def test_a_hundred_thousand_rows_are_there_at_once_and_only_some_are_read(table, asked):
    ids = list(range(100_000))
    table.set_ids(ids)
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    table.set_ids(ids[::-1])
    assert sum(map(len, asked)) < 1500
    assert table.records.row(0) is not None


def test_rows_come_ahead_of_the_view(table, asked):
    table.set_ids(list(range(1000)))
    asked.clear()
    table.verticalScrollBar().setValue(500)
    assert table.records.row(500) is not None
    assert table.records.row(530) is not None


def test_data_never_raises_and_reports_a_broken_column_once():
    bugs = []
    model = TableModel([Column("gone", "Gone")], lambda ids: [person(i) for i in ids], bugs.append)
    model.set_ids([1, 2])
    model.need(0, 1)
    assert [model.index(row, 0).data() for row in (0, 1)] == ["–", "–"]
    assert [type(bug) for bug in bugs] == [AttributeError]


def test_a_record_that_is_gone_leaves_an_empty_row():
    model = TableModel(COLUMNS, lambda ids: [person(i) for i in ids if i != 2])
    model.set_ids([1, 2, 3])
    model.need(0, 2)
    assert [model.row(row) is None for row in range(3)] == [False, True, False]
    assert model.index(1, 0).data() is None


def test_an_answer_to_an_older_question_is_not_shown(qtbot):
    waiting = []
    table = Table(COLUMNS, "People", fetch=lambda ids, then: waiting.append((ids, then)))
    qtbot.addWidget(table)
    table.show()
    table.set_ids([1])
    table.set_ids([1])
    (_, old), (_, new) = waiting
    new([person(1, note="new")])
    old([person(1, note="old")])
    assert table.records.row(0).note == "new"


def test_selection_and_current_record_stay_by_id(table):
    table.set_ids(list(range(100)))
    table.select(40)
    said = []
    table.current_changed.connect(said.append)
    table.set_ids(list(reversed(range(100))))
    assert table.selected_ids() == (40,)
    assert table.current_id() == 40
    assert said == []
    table.set_ids([1, 2])
    assert table.selected_ids() == ()
    assert said == [None]


def test_choosing_a_record_does_not_look_at_keys_held_down(table):
    table.set_ids(list(range(100)))
    QTest.keyPress(table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert table.select(40)
    assert table.selected_ids() == (40,)
    assert table.select(41)
    assert table.selected_ids() == (41,)
    QTest.keyRelease(table, Qt.Key.Key_F)


def test_the_place_on_screen_stays_by_id(table):
    ids = list(range(1000))
    table.set_ids(ids)
    table.verticalScrollBar().setValue(300)
    table.set_ids([-1, -2, *ids])
    assert table.rowAt(0) == 302
    table.set_ids(ids, top=True)
    assert table.rowAt(0) == 0


def test_enter_opens_del_asks_and_letters_go_to_the_search(table):
    heard = []
    table.opened.connect(lambda record: heard.append(("open", record)))
    table.delete_asked.connect(lambda ids: heard.append(("delete", ids)))
    table.typed.connect(lambda text: heard.append(("typed", text)))
    table.set_ids([5, 6, 7])
    QTest.keyClick(table, Qt.Key.Key_Delete)
    table.select(6)
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    QTest.keyClick(table, Qt.Key.Key_M)
    assert heard == [("open", 6), ("delete", (6, 7)), ("typed", "m")]


def test_copy_is_a_table_with_header_and_no_formulas(qtbot):
    rows = {1: Person(1, "=1+1", "idea", None, "+372 5"), 2: Person(2, "Aas\tMare", "idea", None)}
    table = Table(COLUMNS, "People", fetch=lambda ids, then: then([rows[i] for i in ids]))
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    table.set_ids([1, 2])
    table.selectAll()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == (
        "Name\tStage\tReady?\tNote\n'=1+1\tIdea\t\t'+372 5\nAas Mare\tIdea\t\t"
    )
    clipboard.forget()
    assert QGuiApplication.clipboard().text() == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_starts_like_a_formula_is_text(start):
    assert clipboard.cell(f"{start}x").startswith("'")


def test_copying_rows_that_were_never_seen_fetches_them(table, asked):
    table.set_ids(list(range(3000)))
    table.selectAll()
    table.copy()
    assert QGuiApplication.clipboard().text().count("\n") == 3000


def test_what_another_program_copied_stays(qapp):
    clipboard.copy("ours")
    QGuiApplication.clipboard().setText("theirs")
    clipboard.forget()
    assert QGuiApplication.clipboard().text() == "theirs"


def test_a_click_on_a_header_asks_for_the_order_and_back(table):
    asked_for = []
    table.sort_asked.connect(lambda key, down: asked_for.append((key, down)))
    table.horizontalHeader().sectionClicked.emit(0)
    table.horizontalHeader().sectionClicked.emit(0)
    table.horizontalHeader().sectionClicked.emit(2)
    assert asked_for == [("name", False), ("name", True)]


def test_the_menu_orders_and_copies_by_keyboard(table, qtbot):
    table.set_ids([1])
    table.select(1)
    menu = table.make_menu()
    assert [a.text() for a in menu.actions()] == ["Open", "Copy as a table", "Order by"]
    order = menu.actions()[-1].menu()
    assert [a.text() for a in order.actions()] == ["Name", "Stage", "Note"]
    menu.deleteLater()


def test_narrow_hides_the_lowest_rank_first_and_never_the_first(table):
    widths = [column_width(column) for column in COLUMNS]
    table.resize(1200, 300)
    assert len(table.shown_columns()) == 4
    table.resize(sum(widths) - 10, 300)
    assert [c.key for c in table.shown_columns()] == ["name", "stage", "papers"]
    table.resize(sum(widths[:3]) - 10, 300)
    assert [c.key for c in table.shown_columns()] == ["name", "stage"]
    table.resize(200, 300)
    assert [c.key for c in table.shown_columns()] == ["name", "stage"]
    table.resize(1200, 300)
    table.show_priorities(1)
    assert [c.key for c in table.shown_columns()] == ["name", "stage"]


def test_widths_and_order_are_remembered_in_characters(qtbot, tmp_path):
    settings = SettingsFile(tmp_path / "settings.json")

    def make() -> Table:
        table = Table(COLUMNS, "People", settings=settings, key="people")
        qtbot.addWidget(table)
        table.resize(1200, 300)
        table.show()
        return table

    first = make()
    first.setColumnWidth(0, 333)
    first.horizontalHeader().sectionClicked.emit(1)
    again = make()
    assert abs(again.columnWidth(0) - 333) <= 1
    assert (again.sort_key, again.sort_down) == ("stage", False)
    settings.keep_columns("people", {"layout": 1, "widths": {"name": "x"}, "sort": [1]})
    assert make().columnWidth(0) != 333


def test_a_column_that_takes_the_rest_keeps_the_width_it_was_dragged_to(qtbot, tmp_path):
    settings = SettingsFile(tmp_path / "settings.json")
    columns = (Column("name", "Name", paint="first", width=0), Column("role", "Role", width=12),
               Column("stay", "Stay", width=0))  # fmt: skip

    def make() -> Table:
        table = Table(columns, "People", settings=settings, key="people")
        qtbot.addWidget(table)
        table.resize(1200, 300)
        table.show()
        return table

    def widths(table: Table) -> list[int]:
        return [table.columnWidth(n) for n in range(3)]

    first = make()
    before = widths(first)
    first.setColumnWidth(0, before[0] + 90)
    first.horizontalHeader().sectionClicked.emit(1)
    again = make()
    assert abs(widths(again)[0] - before[0] - 90) <= 1
    assert sum(widths(again)) == sum(before)  # the other one took what was left
    again.setColumnWidth(2, 150)
    again.horizontalHeader().sectionClicked.emit(1)
    last = make()
    assert abs(widths(last)[0] - before[0] - 90) <= 1
    assert sum(widths(last)) == sum(before)  # nothing is left empty


def test_every_kind_of_cell_is_drawn_also_without_a_value(qtbot, qapp):
    kinds = ("first", "text", "soft", "sum", "stage", "marks", "check", "badge")
    value = {"stage": "withdrawn", "marks": person(1).papers, "check": True,
             "badge": CellBadge("1 missing", "wait", "warning")}  # fmt: skip
    columns = [
        Column(
            kind, kind, lambda r: "words", kind, lambda r, k=kind: value.get(k) if r.note else None
        )
        for kind in kinds
    ]
    table = Table(columns, "Kinds", fetch=lambda ids, then: then(
        [person(i, note="x" if i else "") for i in ids]))  # fmt: skip
    qtbot.addWidget(table)
    table.resize(1200, 200)
    table.show()
    table.set_ids([0, 1])
    table.select(1)
    assert not table.grab().isNull()


def test_the_menu_key_opens_the_menu(table, qapp):
    from PySide6.QtWidgets import QMenu

    table.set_ids([1])
    table.select(1)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    assert event.type() == QEvent.Type.ContextMenu
    table.contextMenuEvent(event)
    menu = table.findChild(QMenu)
    assert menu.isVisible()
    menu.close()


def test_a_long_name_keeps_the_letter_of_the_first_name_and_is_told_whole(qtbot, qapp):
    ready = Prepared(theme.current())
    whole = "Τριανταφυλλοπούλου-Χατζηκωνσταντίνου, Κωνσταντίνα"
    room = theme.current().chars(22)
    cut = ready.person(whole, room)
    assert cut.startswith("Τριανταφυλ")
    assert cut.endswith("…, Κ.")
    assert theme.current().metrics("strong").horizontalAdvance(cut) <= room
    assert ready.person("Tamm, Maarja", room) == "Tamm, Maarja"
    columns = (Column("name", "Name", paint="person", width=22), Column("note", "Note", width=60))
    table = Table(columns, "People")
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    table.set_ids([1, 2], [person(1)._replace(name=whole), person(2)])
    tips = [table.records.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in (0, 1)]
    assert tips == [whole, None]


# What is prepared for painting is never out of date: a table looks as one that was just made.


def picture(table: Table, ratio: float = 1.0) -> QImage:
    """The rows as they are painted now, on a screen of ``ratio``."""
    seen = table.viewport().rect()
    image = QImage(seen.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    table._drawn.draw(painter, table._lines(seen), table._strips(seen))
    painter.end()
    return image


def anew(table: Table, ratio: float = 1.0) -> QImage:
    """The same with nothing prepared."""
    table._drawn._prepared = None
    return picture(table, ratio)


@pytest.fixture
def rows() -> dict[int, Person]:
    return {number: person(number, note=f"note {number}") for number in range(60)}


@pytest.fixture
def made(qtbot, qapp, rows) -> Callable[..., Table]:
    """Makes a table of all rows, choosing ``chosen``."""

    def make(chosen: int | None = None) -> Table:
        table = Table(COLUMNS, "People", fetch=lambda ids, then: then([rows[i] for i in ids]))
        qtbot.addWidget(table)
        table.resize(900, 400)
        table.show()
        table.set_ids(list(rows))
        table.select(chosen)
        qtbot.waitExposed(table)
        qapp.processEvents()
        return table

    return make


def test_a_row_that_was_edited_elsewhere_is_painted_new(made, rows):
    table = made(2)
    before = picture(table)
    marks = Marks(("look", "ready", "ready", "not_yet"), "ready", "ok")
    rows[3] = Person(3, "Another name", "abroad", marks, "short")
    table.set_ids(list(rows))
    assert picture(table) != before
    assert picture(table) == picture(made(2))


def test_other_colours_and_another_text_size_are_painted_at_once(made, qapp):
    table = made(2)
    try:
        for look in ({"scheme": "dark"}, {"scale": 2.0}, {"scheme": "light", "scale": 1.0}):
            theme.apply(qapp, **look)
            assert picture(table) == picture(made(2)), look
    finally:
        theme.apply(qapp, scheme="light", scale=1.0)


def test_a_narrower_column_cuts_its_words_and_a_wider_one_shows_them_again(made):
    table = made()
    before, width = picture(table), table.columnWidth(0)
    table.setColumnWidth(0, 50)
    narrow = picture(table)
    assert narrow == anew(table) != before
    table.setColumnWidth(0, width)
    assert picture(table) == before


def test_signs_are_as_sharp_as_the_screen(made):
    table = made()
    picture(table)
    fine = picture(table, 2.0)
    assert fine == anew(table, 2.0)
    assert picture(table) == anew(table)


def test_the_chosen_rows_and_hidden_columns_are_those_of_now(made):
    table = made(2)
    table.select(5)
    table.show_priorities(1)
    other = made(5)
    other.show_priorities(1)
    assert picture(table) == picture(other) != picture(made(5))
    table.verticalScrollBar().setValue(7)
    other.verticalScrollBar().setValue(7)
    assert picture(table) == picture(other)


def test_only_rows_that_are_exposed_are_drawn(made):
    table = made()
    high = table.verticalHeader().defaultSectionSize()
    lines = table._lines(QRect(0, 2 * high + 1, 10, high + high // 2))
    assert (lines.places, lines.top, lines.height) == (range(2, 4), 2 * high, high)
    table.set_ids([1, 2])
    assert table._lines(QRect(0, high, 10, 9 * high)).places == range(1, 2)
    assert not table._lines(QRect(0, 3 * high, 10, high)).places  # below the last row


def test_a_search_paints_the_rows_once(made, rows, qapp):
    table = made()
    table.clearFocus()  # it is in the search field; a ring around a cell would move and paint
    qapp.processEvents()
    draw = table._drawn.draw
    painted: list[int] = []
    table._drawn.draw = lambda *how: painted.append(1) or draw(*how)
    for last in (50, 20, 55):  # Qt asks to lay out and paint again where the number of rows changed
        painted.clear()
        table.set_ids(list(rows)[:last], [rows[i] for i in range(last)], top=True)
        table.viewport().repaint()
        rest = QEventLoop()
        QTimer.singleShot(0, rest.quit)
        rest.exec()
        qapp.processEvents()
        assert painted == [1]
