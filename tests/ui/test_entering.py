"""Where the focus lands on every page: where the person goes on, never on the way back."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mobdesk.app import ROOMS, Program
from mobdesk.services import (
    accreditations,
    mobilities,
    organisations,
    people,
    projects,
    rate_sheets,
)
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card

Start = Callable[..., Program]

#: Page and the name of what has the focus there for a coordinator. Every new page says it here.
ENTRIES = {
    "today": "Plan a mobility",
    "projects": "Search",
    "project": "Files to send",
    "grant_request": "Print",
    "accreditations": "Search",
    "accreditation": "Edit",
    "mobilities": "Search",
    "mobility": "Next: ",
    "grant": "Print",
    "people": "Search",
    "person": "Edit",
    "organisations": "Search",
    "organisation": "Edit",
    "import": "Participants",  # a demo takes no lists
    "budget": "Project",
    "what_if": "More stays",
    "bm": "Open the next sheet",
    "bm_outline": "Change the questions",  # none is chosen there
    "bm_sheet": "Last name",
    "bm_files": "Drop the file from BM here",
    "payments": "Instalments",
    "rates": "Search",
    "rate_sheet": "Duplicate to change",
    "rate_compare": "Second sheet",
    "packages": "Project",
    "diary": "Passphrase",
    "checkin": "Passphrase",
    "history": "History",
    "backups": "Backups",
    "accounts": "Add an account",
    "passphrase": "Your passphrase now",
    "settings": "As the system",
    "keeping": "",
    "sheet": "Print the sheet",
    "code": "Project code",
    "help": "Help",
}


class Later(Page):
    """Shows nothing to press before it has read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "Later")
        self.header.set_crumbs(("Before", lambda: None))
        self.added: list[Button] = []

    def add(self, words: str) -> None:
        self.added.append(Button(words))
        self.body.addWidget(self.added[-1])
        self.added[-1].show()


def name_of(widget: QWidget) -> str:
    return widget.accessibleName() or getattr(widget, "text", str)()


def some_record(one: Program, spec: PageSpec) -> dict:
    """A page of one record needs one."""
    desk = one.window.desk
    services = {
        "person": people, "organisation": organisations, "project": projects,
        "grant_request": projects,
        "mobility": mobilities, "bm_sheet": mobilities, "grant": mobilities,
        "rate_sheet": rate_sheets, "accreditation": accreditations,
    }  # fmt: skip
    if spec.key not in services:
        return {}
    return {"id": services[spec.key].find(desk.store, desk.actor)[-1]}


@pytest.mark.parametrize("room", ROOMS)
def test_the_focus_lands_where_the_person_goes_on(room, start: Start, demo_folder: Path) -> None:
    one = start(demo_folder, demo=True)
    for spec in import_module(f"mobdesk.ui.{room}").SPECS:
        one.window.sidebar.focus()
        one.window.open_page(spec.key, some_record(one, spec))
        QApplication.processEvents()
        here = one.window.focusWidget()
        if not ENTRIES[spec.key]:  # nothing is due there: the focus stays where it was
            assert one.window.sidebar.isAncestorOf(here)
            continue
        assert one.window.page.isAncestorOf(here), spec.key
        assert name_of(here).startswith(ENTRIES[spec.key])


def test_what_is_read_later_may_take_the_focus(qtbot, desk: Desk) -> None:
    page = desk.window = Later(desk)
    qtbot.addWidget(page)
    page.show()
    assert not page.enter()
    desk.read(page, lambda _store, _actor: "Add", then=page.add)
    assert page.focusWidget() is page.added[0]


def test_the_focus_stays_where_the_person_took_it(qtbot, desk: Desk) -> None:
    page = desk.window = Later(desk)
    qtbot.addWidget(page)
    page.show()
    page.enter()
    page.add("First")
    page.add("Second")
    page.added[1].setFocus()
    desk.read(page, lambda _store, _actor: "Third", then=page.add)
    assert page.focusWidget() is page.added[1]


def test_buttons_beside_a_main_one_are_no_entry(qtbot, desk: Desk) -> None:
    page = desk.window = Later(desk)
    qtbot.addWidget(page)
    page.header.add_action(Button("Print"))
    page.add("First")
    page.show()
    assert page.entry() is page.added[0]
    page.header.add_action(main := Button("Save", "main"))
    main.show()
    assert page.entry() is main
    main.set_possible(False, "First type a name.")
    assert page.entry() is page.added[0]


def test_a_link_in_the_title_of_a_card_is_no_entry(qtbot, desk: Desk) -> None:
    page = desk.window = Later(desk)
    qtbot.addWidget(page)
    page.body.addWidget(card := Card("Leaving", link="All mobilities"))
    card.add(row := Button("Maarja Tamm"))
    page.show()
    assert page.entry() is row
    row.set_possible(False, "Not now.")
    assert page.entry() is card.link


def test_help_is_scrolled_by_keys_at_once(start: Start, demo_folder: Path) -> None:
    one = start(demo_folder, demo=True)
    one.window.resize(1000, 640)
    one.window.open_page("help", {})
    QApplication.processEvents()
    QTest.keyClick(one.window.focusWidget(), Qt.Key.Key_PageDown)
    assert one.window.page.scroller.verticalScrollBar().value() > 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_F6])
def test_a_scrolled_page_shows_what_gets_the_focus(
    key, start: Start, demo_folder: Path, qtbot
) -> None:
    window = start(demo_folder, demo=True).window
    window.resize(1280, 800)
    number = next(spec for spec in import_module("mobdesk.ui.mobilities").SPECS[1:])
    window.open_page(number.key, {"id": mobilities.find(window.desk.store, window.desk.actor)[-1]})
    QApplication.processEvents()
    bar = window.page.scroller.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    bar.setValue(bar.maximum())
    window.sidebar.focus()
    for _stop in range(30):
        QTest.keyClick(window, key)
        if window.page.isAncestorOf(window.focusWidget()):
            break
    assert not window.focusWidget().visibleRegion().isEmpty()
