"""Rates: the list, one sheet, the form of an agency's table, suggestions, two sheets compared."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from mobdesk.domain.rate_sheet_form import filled, shaped
from mobdesk.domain.rate_sheets import source_of, to_dict
from mobdesk.services import projects, rate_sheet_edits, rate_sheets
from mobdesk.ui.parts.marks import Badge
from mobdesk.ui.rates import saving, words
from mobdesk.ui.rates.compare import ComparePage
from mobdesk.ui.rates.list_page import RatesPage
from mobdesk.ui.rates.page import RatePage
from tests.stores import COORDINATOR, store, template
from tests.ui.record_window import TODAY, desk, form_of, show, texts_of, window

__all__ = ["desk", "store", "template", "window"]


@pytest.fixture
def ours(store) -> int:
    content = shaped()
    content |= {"agency": "EE01", "call_year": 2024, "field": "ADU", "actions": ["KA121"]}
    typed = filled(content, {"travel[3].standard": "309"})
    done = rate_sheet_edits.add(
        store, COORDINATOR, typed, document="Annex 3, page 2", url="", today=TODAY
    )
    return done.ids[0]


def sheet_page(qtbot, desk, number: int) -> RatePage:
    page = show(qtbot, RatePage(desk))
    page.go(id=number)
    return page


def typing(page) -> tuple:
    """The form with its head filled, and its document."""
    page.add()
    dialog = form_of(page)
    head = {"agency": "ee01", "call_year": 2024, "field": "ADU", "document": "Annex 3, page 2"}
    dialog.form.fill(head)
    return dialog, dialog.form


def test_the_list_says_how_much_is_known_and_who_confirmed(qtbot, desk, ours, store) -> None:
    detail = rate_sheets.get(store, COORDINATOR, ours)
    sha = detail.sheet.sha256
    rate_sheet_edits.confirm(store, COORDINATOR, ours, sha, "Annex 3", TODAY, TODAY)
    page = show(qtbot, RatesPage(desk))
    first, second = texts_of(page, 0), texts_of(page, 1)
    assert first[:3] == ["EE01", "2024", "Adult education"]
    assert first[-1] == "coordinator, 23 Nov"
    assert second[-2:] == ["35 of 38 numbers", "not confirmed"]


def test_typed_by_keyboard_in_the_order_of_the_table(qtbot, desk, store, window) -> None:
    page = show(qtbot, RatesPage(desk))
    dialog, form = typing(page)
    form.focus("travel[0].standard")
    for typed in ("0", "0", "28", "56", "211", "285", "309,50", "417"):
        QTest.keyClicks(dialog.focusWidget(), typed)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    assert dialog.focusWidget() is form.editor("travel[4].standard").editor
    dialog.save()
    assert window.opened[-1][0] == "rate_sheet"
    sheet = rate_sheets.get(store, COORDINATOR, window.opened[-1][1]["id"]).sheet
    assert (sheet.agency, sheet.call_year, sheet.field) == ("EE01", 2024, "ADU")
    assert str(sheet.travel[3].standard) == "309.5"
    assert sheet.travel[4].standard is None
    assert source_of(sheet, "travel").note == "Annex 3, page 2"


def test_nothing_is_taken_until_it_is_pressed(qtbot, desk, store, window) -> None:
    dialog, form = typing(show(qtbot, RatesPage(desk)))
    field = form.editor("travel[3].standard")
    assert (field.take.text(), field.says.text()) == ("Take 309", "read for another action")
    assert form.editor("individual_support.staff.1.first").take.isHidden()
    says = form.editor("individual_support.staff.1.first").says.text()
    assert says == "107 to 191, read for another action"
    assert field.value() is None
    field.take.click()
    assert (field.value(), field.take.isHidden()) == ("309", True)
    visit = form.editor("preparatory_visit.amount")
    assert "unconfirmed" in visit.editor.accessibleDescription()
    QTest.keyClick(visit.editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    form.editor("expensive_travel.threshold").take.click()
    form.editor("expensive_travel.covers").take.click()
    form.editor("country_groups.1").take.click()
    form.editor("course_fee.max_days").take.click()
    dialog.save()
    sheet = rate_sheets.get(store, COORDINATOR, window.opened[-1][1]["id"]).sheet
    assert str(sheet.preparatory_visit.amount) == "680"
    assert str(sheet.expensive_travel.covers) == "0.80"
    assert (sheet.course_fee.max_days, sheet.linguistic_support) == (10, None)
    assert "FI" in sheet.country_groups[0].countries
    assert [s.note for s in sheet.source] == ["Annex 3, page 2"]


def test_what_is_suggested_follows_the_call(qtbot, desk) -> None:
    _dialog, form = typing(show(qtbot, RatesPage(desk)))
    form.fill({"call_year": 2022})
    assert form.editor("travel[3].standard").take.text() == "Take 275"
    assert form.editor("travel[1].green").says.isHidden()
    form.fill({"call_year": None})
    assert form.editor("travel[3].standard").take.isHidden()


def test_problems_stand_at_their_fields(qtbot, desk) -> None:
    dialog, form = typing(show(qtbot, RatesPage(desk)))
    form.fill({"document": ""})
    form.editor("travel[0].green").editor.setText("many")
    dialog.save()
    assert form.rows["document"].problem.code == "needed"
    assert form.rows["travel[0].green"].problem.code == "not_a_sum"
    form.fill({"document": "Annex", "travel[0].green": "0", "agency": "Eesti"})
    form.fill({"agency": "EST", "country_groups.2": ["EE", "QQ"]})
    dialog.save()
    assert form.rows["agency"].problem.code == "sheet_not_agency"
    assert form.rows["country_groups.2"].problem.code == "country_letters"
    assert form.editor("country_groups.2").editor.property("wrong")


def test_typing_is_kept_when_the_program_locks(qtbot, desk) -> None:
    page = show(qtbot, RatesPage(desk))
    dialog, form = typing(page)
    form.fill({"course_fee.per_day": "80"})
    assert dialog.keep_typing()
    dialog._leave(keep=True)
    desk.drafts = json.loads(json.dumps(desk.drafts))  # as they are sealed
    page.add()
    dialog = form_of(page)
    assert dialog.form.editor("course_fee.per_day").value() == "80"
    assert dialog.form.editor("agency").value() == "ee01"
    assert dialog.form.editor("actions").count() == 3


def test_a_shipped_sheet_is_duplicated_to_be_changed(qtbot, desk, window) -> None:
    page = sheet_page(qtbot, desk, -1)
    assert page.pen.isHidden()
    assert page.delete.isHidden()
    missing = [b for b in page.findChildren(Badge) if b.text == "rate missing"]
    assert len(missing) == 3
    page.edit()
    number = window.opened[-1][1]["id"]
    page.go(id=number)
    assert page.header.title.text() == "PL01, call 2021, School education, revision 2"
    page.edit()
    dialog = form_of(page)
    assert dialog.form.editor("full_rate_days_include_travel").value() is False
    dialog.form.fill({"linguistic_support": "150"})
    dialog.save()
    assert dialog.form.rows["document"].problem.code == "needed"
    dialog.form.fill({"document": "Letter of the agency"})
    dialog.save()
    sheet = page.seen.detail.sheet
    assert source_of(sheet, "linguistic_support").note == "Letter of the agency"
    assert [s.what for s in sheet.source if s.status == "typed"] == ["linguistic support"]


def test_one_missing_rate_is_typed_from_where_it_misses(qtbot, desk, ours) -> None:
    page = show(qtbot, RatePage(desk))
    page.go(id=ours, place="individual_support.staff.2.first")
    dialog = form_of(page)
    wanted = dialog.form.editor("individual_support.staff.2.first").editor
    assert dialog.focusWidget() is wanted


def test_confirmed_and_taken_back(qtbot, desk, ours, store) -> None:
    page = sheet_page(qtbot, desk, ours)
    assert page.header.badge.accessibleName() == "Not confirmed"
    page.confirm()
    dialog = form_of(page)
    dialog.save()
    assert dialog.form.rows["document"].problem.code == "needed"
    dialog.form.fill({"document": "Grant agreement, Annex 3, page 2"})
    dialog.save()
    assert page.header.badge.accessibleName() == "Confirmed"
    newest = page.seen.detail.confirmations[0]
    assert (newest.confirmed_by, newest.confirmed_on) == ("coordinator", TODAY)
    rate_sheet_edits.take_back(store, COORDINATOR, newest.id)
    page.mark_stale()
    assert page.header.badge.accessibleName() == "Not confirmed"


def test_brought_in_by_drop_it_names_what_it_concerns(
    qtbot, desk, ours, store, window, tmp_path
) -> None:
    code = "2024-1-EE01-KA121-ADU-000312345"
    project = projects.add(store, COORDINATOR, {"code": code, "title": "Green paths"}).ids[0]
    path = tmp_path / "sheet.json"
    body = to_dict(rate_sheets.get(store, COORDINATOR, ours).sheet)
    path.write_text(json.dumps({**body, "title": "Corrected"}), "utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    page = show(qtbot, RatesPage(desk))
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, none))
    where = window.opened[-1]
    assert where[0] == "rate_sheet"
    one = show(qtbot, RatePage(desk))
    one.go(**where[1])
    assert [a.project_id for a in one.seen.affected] == [project]
    saving.bring_in(desk, page, path)
    assert page.banner.accessibleName().startswith("This sheet is already here, as revision 2")
    path.write_text("{", "utf-8")
    saving.bring_in(desk, page, path)
    assert "not JSON" in page.banner.accessibleName()


def test_saved_under_the_name_that_sheets_have(qtbot, desk, window, tmp_path) -> None:
    page = sheet_page(qtbot, desk, -1)
    assert saving.file_name(page.seen.detail.sheet, "csv") == "PL01-2021-SCH-1.csv"
    saving.save_at(desk, page, -1, "csv", tmp_path / "sheet.csv")
    assert window.said == ["The rate sheet is saved."]
    assert (tmp_path / "sheet.csv").read_bytes().startswith(b"part,what,value")


def test_two_sheets_show_only_what_differs(qtbot, desk) -> None:
    page = show(qtbot, ComparePage(desk))
    page.go(first=-1)
    assert page.card.count.accessibleName() == "0"
    page.second.set_value(-2)
    assert page.card.count.accessibleName() == "3"
    page.second.set_value(-1)
    assert page.card.count.accessibleName() == "0"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("travel.500.green", "Travel from 500 km, green"),
        ("individual_support.staff.2.later", "Staff, group 2, later days"),
        ("organisational_support.job-shadowing+teaching-assignment.100",
         "Organisational support, Job shadowing, Teaching or training assignment, up to 100"),
        ("course_fee.per_day", "Course fee per day"),
        ("call_year", "Call year"),
        ("source.travel", "Source of: travel"),
    ],
)  # fmt: skip
def test_every_place_has_a_name(path: str, name: str) -> None:
    assert words.place(path) == name
