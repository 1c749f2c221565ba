"""Locking takes everything out of the window and loses no typing of its writer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel

from mobdesk.app import Program
from mobdesk.domain.roles import Role
from mobdesk.services import accounts
from mobdesk.ui.fields import Text
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.forms import Field
from tests.ui.record_window import form_of
from tests.ui.test_app import unlock
from tests.ui.test_undo_in_search import press
from tests.ui.workspaces import shown

Start = Callable[..., Program]


@pytest.fixture
def one(start: Start, folder: Path) -> Program:
    program = start(folder)
    unlock(program)
    program.window.activateWindow()
    program.window.open_page("people", {})
    program.window.page.add()
    return program


def type_a_name(one: Program, name: str = "Maarja") -> FormDialog:
    form = form_of(one.window.page)
    form.form.editor("first_name").setText(name)
    return form


def said(one: Program) -> str:
    labels = one.window.messages.quiet.findChildren(QLabel)
    return " ".join(label.text() for label in labels if label.isVisible())


def again(one: Program, passphrase: str | None = None) -> FormDialog:
    unlock(one, *([passphrase] if passphrase else []))
    one.window.open_page("people", {})
    one.window.page.add()
    return form_of(one.window.page)


def test_ctrl_l_locks_with_a_dialog_open_and_keeps_what_is_typed(one: Program) -> None:
    type_a_name(one)
    press("Ctrl+L")
    QCoreApplication.processEvents()
    assert one.window.locked
    assert not one.window.findChildren(FormDialog)
    form = again(one)
    assert form.form.editor("first_name").text() == "Maarja"
    assert "Your draft is back" in form.banner.accessibleName()


def test_nobody_there_keeps_it_too_and_says_so(one: Program) -> None:
    type_a_name(one)
    one._idle.idle.emit()
    unlock(one)
    assert "kept as a draft" in said(one)


def test_a_draft_that_was_kept_before_is_there_after_locking(one: Program) -> None:
    form = type_a_name(one)
    form.reject()
    form.draft_button.click()
    one.lock()
    assert again(one).form.editor("first_name").text() == "Maarja"


def test_while_locked_nothing_of_it_can_be_read(one: Program) -> None:
    type_a_name(one, "Katariina")
    one.lock()
    (kept,) = one._typing._sealed.values()
    assert b"Katariina" not in kept


def test_another_account_never_sees_it_and_it_waits_for_its_writer(one: Program) -> None:
    assert one.workspace is not None
    store, actor = one.workspace.store, one.workspace.actor
    other = accounts.add(store, actor, "jaan", Role.COORDINATOR)
    type_a_name(one)
    one.lock()
    page = shown(one)
    page.tiles.choose("jaan")
    unlock(one, other.passphrase)
    page = shown(one)
    page.words.written.click()
    page.words.known.click()
    page.old.editor.setText(other.passphrase)
    page.button.click()
    assert "draft" not in said(one)
    one.window.open_page("people", {})
    one.window.page.add()
    assert form_of(one.window.page).form.editor("first_name").text() == ""
    one.lock()
    page = shown(one)
    page.tiles.choose("coordinator")
    assert again(one).form.editor("first_name").text() == "Maarja"


def test_after_saving_nothing_is_kept(one: Program) -> None:
    form = type_a_name(one)
    form.form.editor("last_name").setText("Tamm")
    form.form.editor("role").set_value("staff")
    form.save()
    assert form.result() == FormDialog.DialogCode.Accepted
    one.lock()
    unlock(one)
    assert "draft" not in said(one)
    assert one.window.desk is not None
    assert one.window.desk.drafts == {}


def test_protected_typing_is_kept_nowhere_and_that_is_said(one: Program) -> None:
    form_of(one.window.page).reject()
    field = Field("iban", "Bank account", Text)
    dialog = FormDialog(one.window.desk, one.window.page, "Bank", (field,), lambda *_a: None)
    dialog.open()
    dialog.form.editor("iban").setText("EE382200221020145685")
    one.lock()
    assert not one._typing._sealed
    unlock(one)
    assert "was not kept" in said(one)
    one.lock()
    unlock(one)
    assert "not kept" not in said(one)
