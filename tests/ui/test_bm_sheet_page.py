"""The BM sheet: copy, tick, go on; by pointer and by keys alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mobdesk.models.mobilities import Subgroup
from mobdesk.models.store import Label
from mobdesk.services import bm_sheet, projects, stages
from mobdesk.ui import layouts
from mobdesk.ui.bm import words
from mobdesk.ui.bm.sheet_page import BmSheetPage
from mobdesk.ui.bm.side import OpenLink
from tests.stores import COORDINATOR, store, template
from tests.ui.record_window import TODAY, desk, form_of, person, show, stay, window
from tests.ui.workspaces import demo_folder, demo_once, start

__all__ = ["demo_folder", "demo_once", "desk", "start", "store", "template", "window"]

CODE = "2025-1-EE01-KA121-ADU-000005151"


@pytest.fixture
def project(store) -> int:
    return projects.add(store, COORDINATOR, {"code": CODE}).ids[0]


def planned(store, project: int, first: str, last: str, start: date) -> int:
    who = person(store, first, last, email=f"{first}@example.org".lower())
    number = stay(store, who, start, project_id=project)
    stages.move(store, COORDINATOR, number, "confirmed", TODAY, "agreed")
    return number


@pytest.fixture
def one(store, project: int) -> int:
    return planned(store, project, "Maarja", "Tamm", date(2026, 11, 27))


@pytest.fixture
def page(qtbot, desk, one) -> BmSheetPage:
    made = show(qtbot, BmSheetPage(desk))
    made.go(id=one)
    return made


def focused(page: BmSheetPage) -> str:
    """The key of the row that has the focus."""
    return next(key for key, row in page.lines.rows.items() if row.value is page.focusWidget())


def press(page: BmSheetPage, key: Qt.Key) -> None:
    QTest.keyClick(page.focusWidget(), key)


def test_a_click_copies_a_value_and_says_so(page) -> None:
    row = page.lines.rows["start_date"]
    assert row.value.said == "27/11/2026"
    QTest.mouseClick(row.value, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "27/11/2026"
    assert row.copied.isVisible()
    assert row.value.fresh
    row.value._timer.timeout.emit()
    assert not row.copied.isVisible()
    assert not row.value.fresh


def test_the_header_and_the_card_say_how_far_it_is(page) -> None:
    assert page.header.title.text() == "BM sheet: Maarja Tamm"
    of = page.seen.sheet.tally.of
    assert page.progress.words.text() == f"0 of {of} entered"
    page.tick_all()
    assert page.progress.words.text() == f"{of} of {of} entered"
    assert not page.progress.all.isVisible()


def test_by_keys_alone(page, desk, store, one) -> None:
    page.enter()
    assert focused(page) == "last_name"
    press(page, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "Tamm"
    press(page, Qt.Key.Key_Space)
    assert page.lines.rows["last_name"].box.isChecked()
    assert focused(page) == "last_name", "ticking leaves the focus where it is"
    press(page, Qt.Key.Key_Down)
    assert focused(page) == "first_name"
    press(page, Qt.Key.Key_Up)
    press(page, Qt.Key.Key_Space)
    assert not page.lines.rows["last_name"].box.isChecked()
    tally = bm_sheet.get(store, COORDINATOR, one).tally
    assert tally.entered == 0


def test_tab_comes_only_to_what_is_open(page) -> None:
    stops = [
        k for k, r in page.lines.rows.items() if r.value.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops[:2] == ["last_name", "first_name"]
    page.lines.rows["last_name"].box.click()
    stops = [
        k for k, r in page.lines.rows.items() if r.value.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops[0] == "first_name"
    assert "last_name" not in stops
    page.tick_all()
    stops = [
        k for k, r in page.lines.rows.items() if r.value.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stops == ["last_name"], "one stop leads to the others by arrows"


def test_a_value_that_changed_says_what_bm_still_has(page, store, desk) -> None:
    page.tick_all()
    with store.write(Label("mobility_changed"), COORDINATOR) as s:
        s.get(Subgroup, 1).start += timedelta(1)
        done = s.done()
    desk.finished(done, quiet=True)
    row = page.lines.rows["start_date"]
    assert (row.value.said, row.was.words.text()) == ("28/11/2026", "was 27/11/2026")
    assert row.box.text() == "enter again"
    assert not row.box.isChecked()
    assert page.progress.again.accessibleName() == "1 opened again"
    assert page.lines.next_open() is row.value


def test_what_is_not_known_cannot_be_ticked(page) -> None:
    row = page.lines.rows["birth_date"]
    assert not row.value.isEnabled()
    assert not row.box.isEnabled()
    assert row.box.text() == "not known here"


def test_next_goes_through_what_bm_does_not_know(page, store, project, desk, window, one) -> None:
    assert not page.next.isEnabled()
    second = planned(store, project, "Liis", "Õunapuu", date(2027, 1, 11))
    page.mark_stale()
    assert page.next.isEnabled()
    links = [w for w in layouts.widgets(page.open.body) if isinstance(w, OpenLink)]
    assert [link.said for link in links] == ["Maarja Tamm, Črnomelj", "Liis Õunapuu, Črnomelj"]
    page.next.click()
    member = bm_sheet.get(store, COORDINATOR, second).record.member_id
    assert window.opened == [("bm_sheet", {"id": second, "member": member})]


def test_what_bm_says_is_typed_in(page, store, one) -> None:
    page.change_status()
    dialog = form_of(page)
    values = {"bm_status": "complete", "report_status": "requested", "bm_id": "005151-MOB-00001"}
    dialog.form.fill(values)
    dialog.save()
    QApplication.processEvents()
    assert page.header.badge.accessibleName() == "Complete"
    assert page.lines.rows["mobility_id"].value.said == "005151-MOB-00001"


def test_the_sheet_is_printed_as_it_is_shown(page, store) -> None:
    parts = words.on_paper(page.seen.sheet)
    made = bm_sheet.on_paper(store, COORDINATOR, "BM sheet", CODE, ("a", "b", "c"), parts, TODAY)
    assert made.startswith(b"%PDF")
    assert ("Start date", "27/11/2026", "to enter") in [line for _head, of in parts for line in of]


def test_tab_goes_through_what_is_left_in_the_real_window(start, demo_folder) -> None:
    one = start(demo_folder, demo=True)
    desk_ = one.window.desk
    row = next(r for r in bm_sheet.not_known(desk_.store, desk_.actor) if r.tally.again)
    one.window.open_page("bm_sheet", {"id": row.mobility_id, "member": row.member_id})
    QApplication.processEvents()
    here = one.window.page
    assert focused(here) == "start_date"
    QTest.keyClick(one.window.focusWidget(), Qt.Key.Key_Space)
    QApplication.processEvents()
    assert focused(here) == "start_date"
    QTest.keyClick(one.window.focusWidget(), Qt.Key.Key_Tab)
    assert focused(here) == "end_date"
    QTest.keyClick(one.window.focusWidget(), Qt.Key.Key_Space)
    QTest.keyClick(one.window.focusWidget(), Qt.Key.Key_Tab)
    assert not here.lines.isAncestorOf(one.window.focusWidget()), "nothing is left in the lines"
    assert here.progress.words.text().startswith("24 of 24") or here.lines.next_open() is None
