"""Choosing many people by typing their names."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mobdesk.ui.mobilities.people_list import PeopleList
from tests.ui.record_window import desk, person, show, window  # noqa: F401


def test_enter_before_the_search_answered_takes_who_was_typed(qtbot, desk, store) -> None:  # noqa: F811
    person(store, "Anu", "Aas")
    mari = person(store, "Mari", "Tamm")
    people = PeopleList(desk)
    show(qtbot, people)
    qtbot.waitUntil(lambda: len(people.model.rows) == 2)
    waiting = []
    read = desk.read
    desk.read = lambda *given, **more: waiting.append((given, more))
    people.search.setText("Tamm, Mari")
    QTest.keyClick(people.search, Qt.Key.Key_Return)
    desk.read = read
    for given, more in waiting:
        desk.read(*given, **more)
    qtbot.waitUntil(lambda: people.value() == (mari,))
    assert people.search.text() == ""


def test_a_search_that_finds_nobody_says_so(qtbot, desk, store) -> None:  # noqa: F811
    person(store, "Anu", "Aas")
    people = PeopleList(desk)
    show(qtbot, people)
    people.search.setText("Tamm")
    qtbot.waitUntil(lambda: people.said.text() == "Nobody found. 0 chosen.")
