"""The wizard from a file to one step that can be undone, as a person walks through it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from mobdesk.domain.progress import Progress
from mobdesk.errors import Cancelled
from mobdesk.models.store import Store
from mobdesk.services import history, importing, mobilities, people, projects
from mobdesk.settings import SettingsFile
from mobdesk.ui.desk import Desk
from mobdesk.ui.importing import SPECS
from mobdesk.ui.importing.page import CHECK, COLUMNS, DONE, FILE, TABLE, ImportPage
from mobdesk.ui.jobs import InlineJobs
from mobdesk.ui.shell import MainWindow
from tests.stores import COORDINATOR

TODAY = date(2026, 11, 22)
HEAD = "Eesnimi;Perekonnanimi;Sünniaeg;Algus;Lõpp;Sihtlinn;Lemmik"
MAARJA = "Maarja;Tamm;14.03.1984;27.11.2026;03.12.2026;Črnomelj;buss"
TONU = "Tõnu;Sõber;02.11.1971;30.11.2026;05.12.2026;Sevilla;"
EMPTY = ";;31.02.1990;;;;"
CODE = "2024-1-EE01-KA122-ADU-000214921"


@pytest.fixture(autouse=True)
def _no_backup(monkeypatch: pytest.MonkeyPatch) -> None:
    """These stores have no keys to make a backup with; ``tests/cli`` makes real ones."""
    monkeypatch.setattr(importing, "_back_up", lambda *_args: None)


@pytest.fixture
def page(store: Store, jobs: InlineJobs) -> Iterator[ImportPage]:
    desk = Desk(store, COORDINATOR, jobs, SettingsFile(), today=lambda: TODAY)
    window = MainWindow(desk, SPECS, organisation="Kool")
    window.resize(1280, 800)
    window.show()
    window.open_page("import", {})
    found = window.page
    assert isinstance(found, ImportPage)
    yield found
    window.close()
    window.deleteLater()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "osalejad.csv"
    path.write_text("\n".join([HEAD, MAARJA, TONU]) + "\n", "utf-8")
    return path


def settle() -> None:
    for _round in range(10):
        QApplication.processEvents()


def names(store: Store) -> list[str]:
    return [r.name for r in people.rows(store, COORDINATOR, people.find(store, COORDINATOR))]


def test_a_dropped_list_comes_in_with_three_presses(
    page: ImportPage, store: Store, sheet: Path
) -> None:
    page.desk.open("import", files=[sheet])
    settle()
    assert page.step == COLUMNS
    assert page.columns.understood.text == "6 of 7 columns understood"
    assert page.main.text() == "Check 2 rows"
    QTest.mouseClick(page.main, Qt.MouseButton.LeftButton)
    assert page.step == CHECK
    assert page.check.counts.text() == "2 rows are new."
    assert page.main.text() == "Bring in 2 rows"
    assert names(store) == []
    QTest.mouseClick(page.main, Qt.MouseButton.LeftButton)
    assert page.step == DONE
    assert names(store) == ["Sõber, Tõnu", "Tamm, Maarja"]
    assert len(mobilities.find(store, COORDINATOR)) == 2
    page.desk.undo()
    assert names(store) == []


def test_the_whole_walk_by_keyboard(
    page: ImportPage, store: Store, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(sheet), ""))
    page.main.setFocus()
    for step in (COLUMNS, CHECK, DONE):
        QTest.keyClick(page.main, Qt.Key.Key_Return)
        settle()
        assert page.step == step
        page.main.setFocus()
    assert len(names(store)) == 2


def test_a_column_chosen_by_hand_is_taken_and_remembered(
    page: ImportPage, store: Store, sheet: Path
) -> None:
    page.go(files=[sheet])
    settle()
    row = next(row for row in page.columns._rows if row.header == "Lemmik")
    assert row.field.value() is None
    row.field.set_value("note")
    page.main.click()
    page.main.click()
    found = mobilities.find(store, COORDINATOR)
    notes = {mobilities.get(store, COORDINATOR, one).record.values["note"] for one in found}
    assert notes == {"buss", None}
    page.go(files=[sheet])
    settle()
    row = next(row for row in page.columns._rows if row.header == "Lemmik")
    assert row.field.value() == "note"


def test_a_field_goes_to_one_column_only(page: ImportPage, sheet: Path) -> None:
    page.go(files=[sheet])
    settle()
    rows = {row.header: row for row in page.columns._rows}
    rows["Lemmik"].field.set_value("hosting_city")
    assert rows["Sihtlinn"].field.value() is None


def test_people_only_and_the_project_of_all_rows(
    page: ImportPage, store: Store, sheet: Path
) -> None:
    projects.add(store, COORDINATOR, {"code": CODE})
    page.mark_stale()
    page.go(files=[sheet])
    page.columns.project.set_value(CODE)
    page.main.click()
    page.main.click()
    found = mobilities.rows(store, COORDINATOR, mobilities.find(store, COORDINATOR))
    assert {row.project for row in found} == {CODE}
    history.undo(store, COORDINATOR)
    page.go(files=[sheet])
    page.columns.people_only.setChecked(True)
    page.main.click()
    page.main.click()
    assert len(names(store)) == 2
    assert mobilities.find(store, COORDINATOR) == []


def test_a_list_without_any_stay_is_proposed_as_people_only(
    page: ImportPage, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Eesnimi;Perekonnanimi;E-post\nMari;Aas;mari@example.org\n", "utf-8")
    page.go(files=[path])
    assert page.columns.people_only.isChecked()
    page.main.click()
    page.main.click()
    assert len(people.find(store, COORDINATOR)) == 1
    assert mobilities.find(store, COORDINATOR) == []


def test_an_unclear_order_of_dates_is_asked(page: ImportPage, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Eesnimi;Perekonnanimi;Sünniaeg\nMari;Aas;03/04/1990\n", "utf-8")
    page.go(files=[path])
    page.main.click()
    assert page.step == COLUMNS
    assert page.banner is not None
    page.columns.dates.set_value("dmy")
    page.main.click()
    page.main.click()
    (person,) = people.find(store, COORDINATOR)
    assert people.get(store, COORDINATOR, person).values["birth_date"] == date(1990, 4, 3)


def test_every_row_with_its_problem_and_what_becomes_of_it(
    page: ImportPage, store: Store, sheet: Path
) -> None:
    people.add(
        store, COORDINATOR,
        {"first_name": "Maarja", "last_name": "Tamm", "birth_date": date(1984, 3, 14),
         "role": "staff"}, today=TODAY,
    )  # fmt: skip
    sheet.write_text("\n".join([HEAD, MAARJA, TONU, EMPTY]) + "\n", "utf-8")
    page.go(files=[sheet])
    page.columns.people_only.setChecked(True)
    page.main.click()
    assert page.check.counts.text() == "1 row is new, 1 is skipped, 1 is left out."
    shown = page.found.views(range(3))
    assert [row.outcome for row in shown] == ["skipped", "new", "refused"]
    assert shown[2].look.startswith("Sünniaeg: This is not a date: 31.02.1990")
    QTest.mouseClick(page.check.filter._buttons["refused"], Qt.MouseButton.LeftButton)
    assert list(page.check.table.records.ids) == [2]
    page.check.duplicates.set_value("merge")
    assert page.check.counts.text() == "1 row is new, 1 is merged, 1 is left out."
    page.check.duplicates.set_value("keep")
    assert page.check.counts.text() == "2 rows are new, 1 is left out."


KNOWN = {"first_name": "Maarja", "last_name": "Tamm", "birth_date": date(1984, 3, 14),
         "phone": "+372 555", "role": "staff"}  # fmt: skip


@pytest.fixture
def known(page: ImportPage, store: Store, tmp_path: Path) -> Path:
    """A list at its check: row 2 and row 4 are known to the workspace, row 3 is new."""
    people.add(store, COORDINATOR, KNOWN, today=TODAY)
    people.add(store, COORDINATOR, KNOWN | {"first_name": "Tõnu"}, today=TODAY)
    path = tmp_path / "list.csv"
    head = "Eesnimi;Perekonnanimi;Sünniaeg;Telefon"
    rows = ("Maarja;Tamm;14.03.1984;+372 999", "Liis;Aas;01.01.1990;+372 1",
            "Tõnu;Tamm;14.03.1984;+372 998")  # fmt: skip
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    page.go(files=[path])
    page.main.click()
    assert page.step == CHECK
    return path


def chosen_row(page: ImportPage, place: int) -> None:
    page.check.table.select(place)
    page.check._show_row()  # not 20 ms later
    settle()


def marks(page: ImportPage) -> list[tuple[str, bool]]:
    return [(row.outcome, row.own) for row in page.found.views(range(len(page.found.file.rows)))]


def words_of_pane(page: ImportPage) -> str:
    return "\n".join(label.text() for label in page.check.pane.findChildren(QLabel))


def test_one_row_is_merged_by_mouse_and_the_mark_says_so(page: ImportPage, known: Path) -> None:
    assert marks(page) == [("skipped", False), ("new", False), ("skipped", False)]
    chosen_row(page, 1)
    assert not page.check.answer.isVisible()  # nobody was met
    chosen_row(page, 0)
    assert page.check.answer.segments.current() == "skip"
    merge = page.check.answer.segments._buttons["merge"]
    QTest.mouseClick(merge, Qt.MouseButton.LeftButton)
    assert marks(page) == [("merged", True), ("new", False), ("skipped", False)]
    assert page.check.counts.text() == "1 row is new, 1 is merged, 1 is skipped."
    assert page.check.duplicates.value() == "skip"


def test_one_row_is_answered_by_keyboard_and_the_focus_stays(page: ImportPage, known: Path) -> None:
    chosen_row(page, 2)
    segments = page.check.answer.segments
    segments._buttons["skip"].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    settle()
    assert segments.current() == "keep"
    assert QApplication.focusWidget() is segments._buttons["keep"]
    assert marks(page) == [("skipped", False), ("new", False), ("kept", True)]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert marks(page)[2] == ("skipped", False)  # as the list: no answer of its own


def test_the_answer_of_a_row_goes_into_the_workspace(
    page: ImportPage, store: Store, known: Path
) -> None:
    chosen_row(page, 0)
    page.check.answer.segments._buttons["keep"].click()
    page.main.click()
    assert page.step == DONE
    assert names(store) == ["Aas, Liis", "Tamm, Maarja", "Tamm, Maarja", "Tamm, Tõnu"]


def test_what_differs_is_told_with_both_values(page: ImportPage, known: Path) -> None:
    chosen_row(page, 0)
    assert "+372 555" not in words_of_pane(page)
    page.check.answer.segments._buttons["merge"].click()
    page.check._show_row()
    said = "Telefon: The list says +372 999, the workspace says +372 555."
    assert said in words_of_pane(page)
    assert page.found.views([0])[0].look == said
    assert list(page.found.to_look_at) == [0]


def test_answers_outlive_another_check_of_the_list(page: ImportPage, known: Path) -> None:
    page.check.duplicates.set_value("merge")
    chosen_row(page, 0)
    page.check.answer.segments._buttons["keep"].click()
    page.back.click()
    row = next(row for row in page.columns._rows if row.header == "Telefon")
    row.field.set_value(None)
    page.main.click()
    assert page.step == CHECK
    assert marks(page) == [("kept", True), ("new", False), ("merged", False)]
    assert page.check.duplicates.value() == "merge"


def test_the_next_list_knows_nothing_of_the_answers_for_the_last(
    page: ImportPage, known: Path
) -> None:
    page.check.duplicates.set_value("merge")
    chosen_row(page, 0)
    page.check.answer.segments._buttons["keep"].click()
    page.go(files=[known])
    page.main.click()
    assert page.check.duplicates.value() == "skip"
    assert marks(page) == [("skipped", False), ("new", False), ("skipped", False)]


def test_another_stay_comes_in_whatever_becomes_of_its_person(
    page: ImportPage, store: Store, sheet: Path
) -> None:
    people.add(store, COORDINATOR, KNOWN, today=TODAY)
    page.go(files=[sheet])
    page.main.click()
    chosen_row(page, 0)
    answer = page.check.answer
    assert (answer.segments._buttons["skip"].text(), marks(page)[0]) == ("As it is", ("new", False))
    assert answer.means.text().startswith("The mobility is new")
    answer.segments._buttons["keep"].click()
    assert page.found.views([0])[0].outcome == "kept"


def test_a_row_is_answered_in_a_narrow_window_too(page: ImportPage, known: Path) -> None:
    page.check.set_wide(False)
    chosen_row(page, 0)
    assert page.check.answer.isVisible()
    page.check.answer.segments._buttons["merge"].click()
    assert marks(page)[0] == ("merged", True)
    page.check._show_row()
    assert "+372 555" in page.check.answer.says.text()


def test_the_line_below_the_rows_does_not_hide_the_row(page: ImportPage, known: Path) -> None:
    page.check.set_wide(False)
    rows = "\n".join(f"P{n};Tamm;14.03.1984;" for n in range(40))
    known.write_text(f"Eesnimi;Perekonnanimi;Sünniaeg;Telefon\n{rows}\n{rows}\n", "utf-8")
    page.go(files=[known])
    page.main.click()
    settle()
    table = page.check.table
    for step in range(70):
        QTest.keyClick(table, Qt.Key.Key_Down)
        if step > 30:  # the line appears where the second half begins
            page.check._show_row()
            settle()
            place = table.visualRect(table.currentIndex())
            assert table.viewport().rect().contains(place), step


def test_answers_that_could_not_be_tried_do_not_stand(
    page: ImportPage, known: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_args: object, **_named: object) -> None:
        raise Cancelled

    with monkeypatch.context() as patched:
        patched.setattr(importing, "trial", stop)
        page.check.duplicates.set_value("merge")
    assert page.check.duplicates.value() == "skip"
    assert page.asked.duplicates == "skip"


def test_an_answer_given_while_the_last_one_is_tried_is_tried_next(
    page: ImportPage, known: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial = importing.trial

    def slow(*args: object, **named: object) -> importing.Trial:
        monkeypatch.setattr(importing, "trial", trial)
        page.check.row_chosen.emit(4, "merge")
        return trial(*args, **named)

    monkeypatch.setattr(importing, "trial", slow)
    page.check.duplicates.set_value("keep")
    assert marks(page) == [("kept", False), ("new", False), ("merged", True)]


def test_another_separator_or_header_row_is_read_again(page: ImportPage, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Eesnimi,Perekonnanimi;Sünniaeg\nMari,Aas;1990-04-03\n", "utf-8")
    page.go(files=[path])
    page.back.click()
    assert page.step == TABLE
    page.table_step.separator.set_value(",")
    settle()
    assert page.step == TABLE
    assert [c.header for c in page.found.file.columns] == ["Eesnimi", "Perekonnanimi;Sünniaeg"]
    page.table_step.separator.set_value(";")
    page.table_step.header_row.set_value(2)
    assert page.found.file.source.header_row == 2


def test_a_table_without_known_headers_can_be_matched_by_hand(
    page: ImportPage, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "fruit.csv"
    path.write_text("Fruit;Colour\nApple;Red\n", "utf-8")
    page.go(files=[path])
    settle()
    assert page.step == COLUMNS
    assert page.banner is not None
    assert page.columns.about.text().startswith("Header in row 1, 1 row.")
    assert page.main.text() == "Check 1 row"
    page.columns._rows[0].field.set_value("last_name")
    page.main.click()
    page.main.click()
    assert names(store) == ["Apple"]


def test_what_cannot_be_read_is_said_in_the_page(page: ImportPage, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"PK\x03\x04 this is no workbook")
    page.go(files=[path])
    assert page.step == FILE
    assert page.banner is not None


def test_a_refused_file_leaves_the_focus_at_the_button(page: ImportPage, tmp_path: Path) -> None:
    page.main.setFocus()
    page.go(files=[tmp_path])
    settle()
    assert QApplication.focusWidget() is page.main


def test_a_list_that_is_in_makes_room_for_the_next(page: ImportPage, sheet: Path) -> None:
    page.go(files=[sheet])
    page.main.click()
    page.main.click()
    assert page.step == DONE
    page.hide()  # as when another page is opened
    page.show()
    assert page.step == FILE


def test_values_are_said_in_words(page: ImportPage, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    head = "First name;Last name;Nationality;Receiving country;Role;Fewer opportunities"
    path.write_text(f"{head}\nMari;Aas;EE;SI;staff;yes\n", "utf-8")
    page.go(files=[path])
    said = dict(page.found.facts(0))
    assert said["Receiving country"] == "Slovenia"
    assert (said["Nationality"], said["Role"]) == ("Estonia", "Staff")
    assert said["Fewer opportunities"] == "Yes"


def test_cancel_puts_the_list_away(page: ImportPage, store: Store, sheet: Path) -> None:
    page.go(files=[sheet])
    page.main.click()
    page.cancel.click()
    assert page.step == FILE
    assert names(store) == []


def test_stopping_while_rows_come_in_keeps_nothing(
    page: ImportPage, store: Store, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.go(files=[sheet])
    page.main.click()
    step = Progress.step

    def stop(self: Progress, done: int, total: int, word: str = "") -> None:
        if word == "import.writing":
            self.cancel()
        step(self, done, total, word)

    monkeypatch.setattr(Progress, "step", stop)
    page.main.click()
    assert page.step == CHECK
    assert names(store) == []


def test_several_lists_wait_for_their_turn(page: ImportPage, store: Store, sheet: Path) -> None:
    other = sheet.with_name("more.csv")
    other.write_text(f"{HEAD}\n{MAARJA.replace('Maarja', 'Mari')}\n", "utf-8")
    page.go(files=[sheet, other])
    page.main.click()
    page.main.click()
    assert page.main.text() == "Import the next list"
    page.main.click()
    page.main.click()
    page.main.click()
    assert len(names(store)) == 3


def test_the_page_fits_into_the_smallest_window(page: ImportPage, sheet: Path) -> None:
    page.go(files=[sheet])
    settle()
    for _step in range(2):
        hint = page.minimumSizeHint()
        assert hint.width() <= 1040
        assert hint.height() <= 700
        page.main.click()
