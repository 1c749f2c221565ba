from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mobdesk.errors import Problem
from mobdesk.ui import fields, pickers
from mobdesk.ui.choices import Choice, YesNo
from mobdesk.ui.forms import Field, Form
from mobdesk.ui.pickers import Found
from tests.walks.eyes import Strays

TODAY = date(2026, 11, 23)
PEOPLE = {1: "Maarja Tamm", 2: "Tõnu Sõber", 3: "Mare Aas"}


def _search(text: str) -> list[Found]:
    return [Found(n, name) for n, name in PEOPLE.items() if text.lower() in name.lower()]


def _before_start(value: date | None, values: dict) -> Problem | None:
    if value and values["start"] and value < values["start"]:
        return Problem("end", "changed_meanwhile", {"theirs": "x", "suggestion": TODAY})
    return None


FIELDS = (
    Field("who", "Who", lambda: pickers.Picker(_search, PEOPLE.__getitem__, add="Add “{text}”")),
    Field("kind", "Kind", lambda: Choice((("js", "Job shadowing"), ("co", "Course")))),
    Field("start", "From", lambda: fields.Date(near=lambda: TODAY)),
    Field("end", "To", lambda: fields.Date(near=lambda: TODAY), check=_before_start),
    Field("sum", "Grant", fields.Money, required=False),
    Field("days", "Days", lambda: fields.Number(least=1, most=365), required=False),
    Field("green", "Green travel", lambda: YesNo("Not known"), required=False),
    Field("country", "Country", pickers.Country, required=False, help="Where it happens"),
    Field("note", "What for", fields.LongText, required=False, wide=True),
    Field("place", "Place", fields.Text, required=False),
)
VALUES = {
    "who": 1, "kind": "co", "start": TODAY, "end": date(2026, 12, 4), "sum": 123450, "days": 12,
    "green": None, "country": "EE", "note": "To see\nhow", "place": "Tartu",
}  # fmt: skip


@pytest.fixture
def form(qtbot):
    form = Form(FIELDS, columns=2)
    qtbot.addWidget(form)
    form.show()
    return form


def test_values_come_back_as_they_were_loaded(form):
    form.load(VALUES)
    assert form.values() == VALUES
    assert not form.dirty


def test_a_fresh_form_is_empty_and_not_dirty(form):
    assert not form.dirty
    assert form.values()["start"] is None


def test_typing_makes_it_dirty_and_taking_it_back_does_not(form):
    form.load(VALUES)
    form.editor("place").setText("Tartuu")
    assert form.edited() == {"place": "Tartuu"}
    assert form.editor("place").property("edited")
    form.editor("place").setText("Tartu")
    assert not form.dirty


def test_typing_that_is_not_understood_is_dirty_too(form):
    form.editor("start").setText("31.2.")
    assert form.dirty


def test_every_editor_has_a_name_and_its_label_leads_to_it(form):
    for key, row in form.rows.items():
        field = row.field
        assert row.editor.accessibleName().startswith(field.label), key
        assert row.label.buddy() is row.editor
        assert ("optional" in row.editor.accessibleName()) is not field.required
    assert form.editor("country").accessibleDescription() == "Where it happens"


def test_check_shows_every_gap_and_focuses_the_first(form, qtbot):
    form.activateWindow()
    form.editor("start").setText("31.2.2026")
    found = form.check()
    assert [(p.field, p.code) for p in found] == [
        ("who", "needed"),
        ("start", "not_a_date"),
        ("end", "needed"),
    ]
    assert form.focusWidget() is form.editor("who")
    assert form.rows["start"].error.isVisible()
    assert "not a date" in form.editor("start").accessibleDescription()
    assert form.editor("start").property("wrong")


def test_problems_without_a_field_come_back_for_the_banner(form):
    stray = Problem("", "invalid_input")
    assert form.show_errors([stray, Problem("end", "needed")]) == [stray]
    form.show_errors([])
    assert not form.rows["end"].error.isVisible()


def test_the_rule_of_a_field_speaks_on_leaving_it_and_its_suggestion_is_taken(form, qtbot):
    form.load({**VALUES, "start": date(2026, 11, 27)})
    form.activateWindow()
    form.focus("end")
    form.editor("end").setText("4 Oct 2026")
    assert not form.rows["end"].take.isVisible()
    form.rows["end"].left.emit("end")
    assert form.rows["end"].take.text() == "Use 23 November 2026"
    form.rows["end"].take.click()
    assert form.values()["end"] == TODAY
    assert not form.rows["end"].error.isVisible()


def test_leaving_an_empty_field_says_nothing(form):
    form.rows["who"].left.emit("who")
    assert not form.rows["who"].error.isVisible()


@pytest.mark.parametrize("typed", ["4.12.2026", "4/12", "2026-12-04"])
def test_a_date_is_written_out_and_shows_its_weekday(form, typed):
    editor = form.editor("end")
    QTest.keyClicks(editor, typed)
    assert editor._weekday.text() == "Fri"
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.text() == "4 December 2026"


def test_arrows_move_a_date_and_step_a_number(form):
    form.load(VALUES)
    QTest.keyClick(form.editor("start"), Qt.Key.Key_Up)
    QTest.keyClick(form.editor("days"), Qt.Key.Key_Down)
    assert form.values()["start"] == date(2026, 11, 24)
    assert form.values()["days"] == 11


def test_a_day_of_the_calendar_is_taken(form):
    from PySide6.QtCore import QDate

    from mobdesk.ui.calendar import open_calendar

    calendar = open_calendar(form.editor("end"))
    calendar.month.activated.emit(QDate(2026, 12, 5))
    assert form.values()["end"] == date(2026, 12, 5)
    assert not calendar.isVisible()


def test_esc_leaves_the_calendar_and_the_date(form):
    from mobdesk.ui.calendar import open_calendar

    form.load(VALUES)
    calendar = open_calendar(form.editor("end"))
    QTest.keyClick(calendar, Qt.Key.Key_Escape)
    assert not calendar.isVisible()
    assert form.values()["end"] == VALUES["end"]


@pytest.mark.parametrize("typed", ["1234,50", "1 234.50", "1,234.50 €"])
def test_sums_are_cents(form, typed):
    form.editor("sum").setText(typed)
    form.editor("sum").editingFinished.emit()
    assert form.values()["sum"] == 123450
    assert form.editor("sum").text() == "1,234.50"


@pytest.mark.parametrize(
    ("key", "typed", "code"),
    [("sum", "much", "not_a_sum"), ("sum", "10 GBP", "not_a_sum"), ("days", "400", "not_a_number"),
     ("days", "x", "not_a_number"), ("country", "Atlantis", "choose_from_list")],
)  # fmt: skip
def test_what_cannot_be_read_is_a_problem_and_no_value(form, key, typed, code):
    editor = form.editor(key)
    QTest.keyClicks(editor, typed)
    assert editor.value() is None
    assert editor.problem() == code


def test_a_person_is_found_by_typing_and_taken_from_the_list(form):
    editor = form.editor("who")
    QTest.keyClicks(editor, "ma")
    assert editor.offered() == ["Maarja Tamm", "Mare Aas", "Add “ma”"]
    assert editor.problem() == "choose_from_list"
    editor.take(1)
    assert editor.value() == 3
    assert editor.text() == "Mare Aas"
    QTest.keyClicks(editor, "x")
    assert editor.value() is None


def test_the_last_row_asks_to_add(form):
    asked = []
    editor = form.editor("who")
    editor.add_asked.connect(asked.append)
    QTest.keyClicks(editor, "Ülle")
    editor.take(0)
    assert asked == ["Ülle"]


def test_countries_are_found_by_code_and_by_names_in_other_languages(form):
    editor = form.editor("country")
    for typed in ("Eesti", "EE", "estonia"):
        editor.setText("")
        QTest.keyClicks(editor, typed)
        assert editor.offered()[0] == "Estonia"
    editor._settle()
    assert editor.value() == "EE"


def test_the_wheel_never_changes_a_closed_list(form, qtbot):
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    form.load(VALUES)
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(form.editor("kind"), event)
    assert form.values()["kind"] == "co"


def test_a_choice_keeps_and_shows_a_value_that_it_does_not_know(form):
    form.load({**VALUES, "kind": "Working visit"})
    kind = form.editor("kind")
    assert kind.value() == "Working visit"
    assert not form.dirty
    assert kind.currentText() == "Working visit (as in the list)"
    assert kind.shown("Sailing") == "Sailing (as in the list)"
    kind.set_options((("co", "Course"),), keep=True)  # another project offers others
    assert kind.value() == "Working visit"
    assert not form.dirty
    kind.set_options((("js", "Job shadowing"), ("co", "Course")))
    assert kind.value() == "js"  # of another list nothing is kept


def test_a_choice_takes_what_is_offered_again_for_what_it_did_not_know(form):
    kind = form.editor("kind")
    kind.set_value("xx")
    kind.set_options((("js", "Job shadowing"), ("xx", "Experts")), keep=True)
    assert (kind.value(), kind.currentText(), kind.count()) == ("xx", "Experts", 2)
    kind.set_value(None)
    assert kind.value() == "js"


def test_text_is_tidied(form):
    form.editor("place").setText("  A\u0308  b ")
    assert form.values()["place"] == "Ä b"


def test_making_a_form_shows_no_window(qtbot, qapp):
    form = Form((), columns=1)
    qtbot.addWidget(form)
    strays = Strays(qapp, form)
    try:
        table = Field("cell", "In a table", fields.Text, bare=True)
        qtbot.addWidget(Form((*FIELDS, table), columns=2))
        assert strays.found == []
    finally:
        qapp.removeEventFilter(strays)
        strays.deleteLater()
