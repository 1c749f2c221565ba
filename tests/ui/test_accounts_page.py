"""Accounts in the window: added with words shown once, changed, removed with new keys."""

from __future__ import annotations

import pytest

from mobdesk.domain.roles import Role
from mobdesk.services import accounts, sheet, workspaces
from mobdesk.ui.accounts.page import AccountsPage, make_menu
from mobdesk.ui.accounts.passphrase import PassphrasePage
from mobdesk.ui.accounts.shown_once import OneTimeDialog
from mobdesk.ui.desk import Desk
from mobdesk.ui.dialogs import Dialog
from mobdesk.ui.form_dialog import FormDialog
from tests.ui.workspaces import FAST, PHRASE


@pytest.fixture
def page(desk: Desk, qtbot) -> AccountsPage:
    made = AccountsPage(desk)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def add(page: AccountsPage, nickname: str) -> str:
    """Add a trainer as a person does; return the words that were shown once."""
    page.add()
    dialog = page.findChild(FormDialog)
    assert dialog is not None
    dialog.form.fill({"nickname": nickname})
    dialog.save()
    once = page.findChild(OneTimeDialog)
    assert once is not None
    words = once.words.text()
    once.accept()
    return words


def answer(page: AccountsPage) -> None:
    """Press the button that does it."""
    asked = [d for d in page.findChildren(Dialog) if type(d) is Dialog and d.isVisible()]
    button = asked[-1].findChild(object, "do")
    button.click()


def test_an_account_is_added_and_its_words_open_the_workspace(
    page: AccountsPage, desk: Desk
) -> None:
    words = add(page, "mets7")
    assert [row.nickname for row in page.rows] == ["coordinator", "mets7"]
    assert page.rows[1].one_time
    folder = desk.store.folder
    other = workspaces.open_(folder, "mets7", words, read_only=True, policy=FAST)
    assert other.actor.role is Role.TRAINER
    assert other.must_replace_passphrase
    other.close()


def test_a_taken_nickname_is_said_and_nothing_typed_is_lost(page: AccountsPage) -> None:
    page.add()
    dialog = page.findChild(FormDialog)
    assert dialog is not None
    dialog.form.fill({"nickname": "Coordinator"})
    dialog.save()
    assert dialog.banner.isVisible()
    assert dialog.form.values()["nickname"] == "Coordinator"
    dialog._leave(keep=False)


def test_the_own_account_cannot_be_removed_here(page: AccountsPage) -> None:
    own = [action.text() for action in make_menu(page, page.rows[0]).actions()]
    assert "Remove the account" not in own
    assert "Change my passphrase" in own


def test_removing_makes_new_keys_and_asks_for_a_new_sheet(page: AccountsPage, desk: Desk) -> None:
    words = add(page, "mets7")
    sheet.set_printed(desk.store, desk.actor)
    before = desk.store.keys.key_id
    page.ask_remove(page.rows[1])
    answer(page)
    assert desk.store.keys.key_id != before
    assert page.banner is not None
    assert not page.rows[1].active
    assert not sheet.state(desk.store, desk.actor).printed
    folder = desk.store.folder
    with pytest.raises(Exception, match="account_unknown"):
        workspaces.open_(folder, "mets7", words, read_only=True, policy=FAST)


def test_somebody_who_lost_it_gets_a_one_time_passphrase(page: AccountsPage, desk: Desk) -> None:
    old = add(page, "mets7")
    page.ask_one_time(page.rows[1])
    answer(page)
    once = [d for d in page.findChildren(OneTimeDialog) if d.isVisible()][-1]
    assert once.words.text() != old
    once.accept()


def test_the_own_passphrase_is_changed_after_the_old_one_was_typed(desk: Desk, qtbot) -> None:
    page = PassphrasePage(desk)
    qtbot.addWidget(page)
    page.show()
    assert not page.button.isEnabled()
    new = page.words.value()
    page.words.written.click()
    page.words.known.click()
    page.old.editor.setText("not this one")
    page.button.click()
    assert page.old.error.text()
    page.old.editor.setText(PHRASE)
    page.button.click()
    assert page.old.error.text() == ""
    folder = desk.store.folder
    workspaces.open_(folder, "coordinator", new, read_only=True, policy=FAST).close()
    assert [row.own for row in accounts.rows(desk.store, desk.actor)] == [True]


def test_an_own_phrase_must_be_strong_and_typed_twice(desk: Desk, qtbot) -> None:
    page = PassphrasePage(desk)
    qtbot.addWidget(page)
    words = page.words
    words.set_own(True)
    words.first.editor.setText("password")
    assert words.value() == ""
    assert words.first.error.text()
    words.first.editor.setText("violin harbour meadow copper lantern")
    words.second.editor.setText("violin harbour meadow copper")
    assert words.value() == ""
    assert words.second.error.text()
    words.second.editor.setText("violin harbour meadow copper lantern")
    assert words.value() == "violin harbour meadow copper lantern"
