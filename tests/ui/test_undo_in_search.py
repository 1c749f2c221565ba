"""Ctrl+Z where the focus stands: a search field gives it to the program, a form keeps it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mobdesk.app import Program
from mobdesk.services import people
from mobdesk.ui.fields import Text
from mobdesk.ui.search_field import SearchField
from tests.ui.test_app import unlock


def press(keys: str) -> None:
    """Press keys where the focus stands, as a person does."""
    wanted = QKeySequence(keys)[0]
    where = QApplication.focusWidget()
    assert where is not None
    QTest.keyClick(where, wanted.key(), wanted.keyboardModifiers())


@pytest.fixture
def one(start: Callable[..., Program], folder: Path) -> Program:
    program = start(folder)
    unlock(program)
    assert program.workspace is not None
    store, actor = program.workspace.store, program.workspace.actor
    who = {"first_name": "Maarja", "last_name": "Tamm", "role": "staff"}
    people.add(store, actor, who, today=date(2026, 11, 23))
    program.window.activateWindow()
    program.window.open_page("people", {})
    return program


@pytest.mark.parametrize("redo", ["Ctrl+Shift+Z", "Ctrl+Y"])
def test_a_removed_person_is_back_although_the_search_has_the_focus(
    one: Program, redo: str
) -> None:
    page = one.window.pages["people"]
    QTest.keyClicks(page.search, "maarja")
    (maarja,) = page.table.records.ids
    page.search.clear()
    page.remove_records([maarja])
    assert not page.table.records.ids
    page.search.setFocus()
    assert isinstance(QApplication.focusWidget(), SearchField)
    press("Ctrl+Z")
    assert page.search.text() == ""
    assert list(page.table.records.ids) == [maarja]
    press(redo)
    assert not page.table.records.ids


def test_in_a_field_of_a_form_it_takes_back_typing(qtbot, one: Program) -> None:
    field = Text()
    one.window.page.body.addWidget(field)
    field.show()
    field.setFocus()
    QTest.keyClicks(field, "typed")
    press("Ctrl+Z")
    assert field.text() == ""
    assert one.window.page.table.records.ids
