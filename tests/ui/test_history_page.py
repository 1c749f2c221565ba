"""History: grouped by day, old and new values, Undo only where it works."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from mobdesk.services import people
from mobdesk.ui.desk import Desk
from mobdesk.ui.history.listing import Day
from mobdesk.ui.history.page import HistoryPage
from mobdesk.ui.history.pane import StepSheet
from mobdesk.ui.pages import Mode

TODAY = date(2026, 11, 23)


@pytest.fixture
def person(desk: Desk) -> int:
    values = {"first_name": "Maarja", "last_name": "Tamm", "role": "staff"}
    return people.add(desk.store, desk.actor, values, today=TODAY).ids[0]


@pytest.fixture
def page(desk: Desk, person: int, qtbot) -> HistoryPage:
    rev = people.get(desk.store, desk.actor, person).rev
    values = {"first_name": "Maarja", "last_name": "Tamm", "email": "maarja@example.org"}
    people.change(desk.store, desk.actor, person, rev, values, today=TODAY)
    made = HistoryPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def told(page: HistoryPage) -> list[str]:
    return [page.model.index(row).data() for row in range(page.model.rowCount())]


def test_steps_stand_under_their_day_newest_first(page: HistoryPage) -> None:
    _first, *rest = told(page)
    assert isinstance(page.model.lines[0], Day)
    assert page.model.lines[0].changes == len(rest)
    assert "Maarja Tamm changed" in rest[0]
    assert "Maarja Tamm added" in rest[1]


def test_undo_stands_only_where_it_works(page: HistoryPage) -> None:
    _first, changed, added, *_rest = told(page)
    assert changed.endswith("Undo")
    assert added.endswith("newest first")


def test_the_pane_shows_the_value_before_and_after(page: HistoryPage) -> None:
    names = [w.accessibleName() for w in page.pane.findChildren(QWidget)]
    assert "E-mail: was –, now maarja@example.org" in names
    assert page.pane.undo.isVisible()


def test_the_pane_shows_what_a_record_was_made_with(page: HistoryPage) -> None:
    page.list.setCurrentIndex(page.model.index(2))
    names = [w.accessibleName() for w in page.pane.findChildren(QWidget)]
    assert "First name: Maarja" in names
    assert "E-mail: maarja@example.org" not in names, "it came later"
    said = [label.text() for label in page.pane.findChildren(QLabel)]
    assert "Participant or colleague, new" in said


def test_a_click_on_undo_takes_back(page: HistoryPage, desk: Desk, person: int) -> None:
    rect = page.list.visualRect(page.model.index(1))
    at = QPoint(page.list.viewport().width() - 40, rect.center().y())
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert people.get(desk.store, desk.actor, person).values["email"] is None
    assert "Taken back: Maarja Tamm changed" in told(page)[1]


def test_the_button_of_the_pane_takes_back(page: HistoryPage, desk: Desk, person: int) -> None:
    page.pane.undo.click()
    assert people.get(desk.store, desk.actor, person).values["email"] is None
    changed = [line for line in told(page) if "Maarja Tamm changed" in line]
    assert changed[1].endswith("taken back")


def test_up_and_down_walk_over_the_steps(page: HistoryPage) -> None:
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert "added" in page.pane.findChildren(QLabel)[0].text()
    assert not page.pane.undo.isVisible()


def test_more_steps_than_fit_are_read_when_asked_for(
    page: HistoryPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mobdesk.ui.history import listing

    monkeypatch.setattr(listing, "AT_ONCE", 1)
    page.hide()  # a visible list asks by itself for what it has room for
    page.refresh()
    before = page.model.rowCount()
    assert page.model.canFetchMore()
    page.model.fetchMore()
    assert page.model.rowCount() == before + 1


def test_the_making_of_the_workspace_is_never_taken_back(page: HistoryPage, desk: Desk) -> None:
    assert told(page)[-1].endswith("Workspace made, read only")
    desk.undo()
    desk.undo()
    from mobdesk.services import organisations

    assert organisations.own(desk.store, desk.actor) is not None
    from mobdesk.services import history

    assert history.steps(desk.store, desk.actor).undo is None


def test_the_history_of_one_record_until_its_chip_is_pressed(
    page: HistoryPage, desk: Desk, person: int
) -> None:
    values = {"first_name": "Jaan", "last_name": "Kask", "role": "staff"}
    other = people.add(desk.store, desk.actor, values, today=TODAY).ids[0]
    page.mark_stale()
    everything = len(told(page))
    page.go(table="people", id=other)
    assert ["Jaan Kask" in line for line in told(page)[1:]] == [True]
    assert page.one.isVisible()
    QTest.mouseClick(page.one, Qt.MouseButton.LeftButton)
    assert not page.one.isVisible()
    assert len(told(page)) == everything
    page.go(table="people", id=person)
    assert len(told(page)) == 3


@pytest.fixture(params=[Mode.MIDDLE, Mode.NARROW])
def slim(page: HistoryPage, request: pytest.FixtureRequest) -> HistoryPage:
    """The page in a window without room for a pane beside the list."""
    page.set_mode(request.param)
    assert not page.pane.isVisible()
    return page


def sheets(page: HistoryPage) -> list[StepSheet]:
    return [sheet for sheet in page.findChildren(StepSheet) if sheet.isVisible()]


def test_without_room_for_the_pane_return_shows_the_values(slim: HistoryPage) -> None:
    slim.list.setFocus()
    QTest.keyClick(slim.list, Qt.Key.Key_Return)
    (sheet,) = sheets(slim)
    names = [w.accessibleName() for w in sheet.findChildren(QWidget)]
    assert "E-mail: was –, now maarja@example.org" in names
    assert "Maarja Tamm changed" in sheet.accessibleName()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheets(slim) == []


def test_without_room_for_the_pane_a_click_shows_the_values(slim: HistoryPage) -> None:
    rect = slim.list.visualRect(slim.model.index(2))
    QTest.mouseClick(slim.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    (sheet,) = sheets(slim)
    names = [w.accessibleName() for w in sheet.findChildren(QWidget)]
    assert "First name: Maarja" in names
    assert not sheet.undo.isVisible()
    sheet.reject()


def test_walking_with_the_arrows_opens_no_sheet(slim: HistoryPage) -> None:
    slim.list.setFocus()
    QTest.keyClick(slim.list, Qt.Key.Key_Down)
    assert sheets(slim) == []


def test_the_sheet_takes_back_and_goes(slim: HistoryPage, desk: Desk, person: int) -> None:
    slim.list.setFocus()
    QTest.keyClick(slim.list, Qt.Key.Key_Return)
    (sheet,) = sheets(slim)
    sheet.undo.click()
    assert people.get(desk.store, desk.actor, person).values["email"] is None
    assert sheets(slim) == []


def test_the_sheet_is_no_higher_than_its_window(slim: HistoryPage) -> None:
    slim.resize(700, 420)
    slim.list.setCurrentIndex(slim.model.index(2))
    QTest.keyClick(slim.list, Qt.Key.Key_Return)
    (sheet,) = sheets(slim)
    assert sheet.height() <= slim.window().height()
    sheet.reject()


def test_a_closed_pane_comes_back_with_a_click(page: HistoryPage) -> None:
    page.pane.closed.click()
    assert not page.pane.isVisible()
    rect = page.list.visualRect(page.model.index(1))
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert page.pane.isVisible()
