"""The list of accounts: add with a one-time passphrase, role and person, removal with new keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Role
from mobdesk.i18n import N_, _
from mobdesk.services import accounts as service
from mobdesk.services import people
from mobdesk.services.records import Query
from mobdesk.ui import dialogs, icons, theme
from mobdesk.ui.accounts.shown_once import OneTimeDialog
from mobdesk.ui.choices import Choice
from mobdesk.ui.desk import Desk
from mobdesk.ui.fields import Text
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field
from mobdesk.ui.pages import Page
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Card, Hairline
from mobdesk.ui.parts.labels import Elided, Paragraph
from mobdesk.ui.parts.marks import Avatar, Badge
from mobdesk.ui.pickers import Found, Picker

if TYPE_CHECKING:
    from mobdesk.services.accounts import AccountRow, NewAccount, NewKeys


class AccountsPage(Page):
    """Only coordinators see it; every act is one call of the service."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Accounts"))
        self.header.set_line(_("Everybody has their own nickname and their own passphrase."))
        self.header.set_crumbs((_("Settings"), lambda: desk.open("settings")))
        keys = Button(_("New keys for everybody"), "second", "key")
        keys.clicked.connect(lambda: self.ask_new_keys())
        add = Button(_("Add an account"), "main", "plus")
        add.clicked.connect(lambda: self.add())
        self.header.add_action(keys)
        self.header.add_action(add)
        self.card = Card()
        self.body.addWidget(self.card)
        self.body.addStretch(1)
        self.rows: list[AccountRow] = []

    def refresh(self) -> None:
        self.desk.read(self, service.rows, then=self._show, key="list")

    # what can be done
    def add(self) -> None:
        """Ask for nickname, role and person; then the one-time passphrase is shown once."""

        def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Any:
            return service.add(
                store, actor, values["nickname"], Role(values["role"]), values["person_id"]
            )

        nickname = Field(
            "nickname", N_("Nickname"), lambda: Text("mets7", 40), wide=True,
            help=N_("It stands unencrypted in the key file. Do not use a real name."),
        )  # fmt: skip
        dialog = FormDialog(
            self.desk, self, _("Add an account"), (nickname, *self._fields()), save,
            columns=1, main=_("Add the account"), defaults={"role": Role.TRAINER.value},
        )  # fmt: skip
        dialog.saved.connect(self._show_once)
        dialog.open()

    def change(self, row: AccountRow) -> None:
        """Role and person of an account."""

        def save(store: Any, actor: Any, values: dict[str, Any], rev: int | None) -> Any:
            role = Role(values["role"])
            service.change(
                store, actor, row.id, rev or row.rev, role=role, person_id=values["person_id"]
            )

        values = {"role": row.role.value, "person_id": row.person_id}
        dialog = FormDialog(
            self.desk, self, _("Role and person"), self._fields(row), save, context=row.nickname,
            record=Loaded(row.rev, values), columns=1,
        )  # fmt: skip
        dialog.saved.connect(lambda _none: self.refresh())
        dialog.open()

    def rename(self, row: AccountRow) -> None:
        """Another nickname."""

        def save(store: Any, actor: Any, values: dict[str, Any], rev: int | None) -> Any:
            service.rename(store, actor, row.id, rev or row.rev, values["nickname"])

        dialog = FormDialog(
            self.desk, self, _("Another nickname"),
            (Field("nickname", N_("Nickname"), lambda: Text("", 40), wide=True),), save,
            record=Loaded(row.rev, {"nickname": row.nickname}), columns=1,
        )  # fmt: skip
        dialog.saved.connect(lambda _none: self.refresh())
        dialog.open()

    def ask_one_time(self, row: AccountRow) -> None:
        """A new one-time passphrase for somebody who lost theirs."""
        dialogs.confirm(
            self,
            _("A one-time passphrase for {name}?").format(name=row.nickname),
            _(
                "The passphrase of now stops working. Private notes stay locked: they ask once "
                "for the old passphrase or the private code."
            ),
            _("Make a one-time passphrase"),
            lambda: self.desk.write(
                self, service.new_one_time_passphrase, row.id, then=self._show_once, quiet=True
            ),
        )

    def ask_remove(self, row: AccountRow) -> None:
        """Removing makes new keys for everybody else."""
        dialogs.confirm(
            self,
            _("Remove {name}?").format(name=row.nickname),
            _(
                "This cannot be undone. Private notes of this person go as well. Everybody else "
                "gets new keys: the workspace sheet on paper is void, print a new one."
            ),
            _("Remove the account"),
            partial(self._new_keys, row.id),
        )

    def ask_new_keys(self) -> None:
        """Somebody knows the sheet or the files: new keys for everybody."""
        dialogs.confirm(
            self,
            _("New keys for everybody?"),
            _(
                "Do this when somebody may know the workspace sheet. Passphrases stay. The sheet "
                "on paper is void afterwards, print a new one."
            ),
            _("Make new keys"),
            partial(self._new_keys, None),
        )

    def _new_keys(self, account: int | None) -> None:
        desk = self.desk
        now = datetime.now().astimezone()

        def work(progress: Progress) -> NewKeys:
            if account is None:
                return service.new_keys(desk.store, desk.actor, now=now, progress=progress)
            return service.remove(desk.store, desk.actor, account, now=now, progress=progress)

        desk.long(self, work, then=self._told_new_keys, label="job.keys")

    # answers
    def _show_once(self, made: NewAccount) -> None:
        OneTimeDialog(self, made).open()
        self.refresh()

    def _told_new_keys(self, told: NewKeys) -> None:
        left = [f"{copy.name}, {copy.place}" for copy in told.away]
        left += told.backups_not_changed
        reason = _("Print a new workspace sheet. The old one opens nothing any more.")
        if left:
            away = _("These copies still open with the old keys. Bring them here or destroy them:")
            reason = f"{reason} {away} {'; '.join(left)}"
        self.show_banner(
            "wait", _("Everybody has new keys."), reason, _("Print the sheet"),
            lambda: self.desk.open("sheet"),
        )  # fmt: skip
        self.refresh()

    def _show(self, rows: list[AccountRow]) -> None:
        self.rows = rows
        while (item := self.card.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, row in enumerate(rows):
            if number:
                self.card.body.addWidget(Hairline())
            self.card.body.addWidget(_Account(self, row))
        self.header.set_count(sum(row.active for row in rows))

    # forms
    def _fields(self, row: AccountRow | None = None) -> tuple[Field, ...]:
        roles = [(role.value, texts.word(f"role.{role.value}")) for role in Role]
        return (
            Field("role", N_("Role"), lambda: Choice(roles), wide=True),
            Field(
                "person_id", N_("Person"), partial(self._picker, row), required=False, wide=True,
                help=N_("Who it is in the list of people. Own mobilities follow from it."),
            ),
        )  # fmt: skip

    def _picker(self, row: AccountRow | None) -> Picker:
        store, actor = self.desk.store, self.desk.actor

        def search(text: str) -> Sequence[Found]:
            ids = people.find(store, actor, Query(text))[:50]
            return [Found(one.id, one.name, _second(one)) for one in people.rows(store, actor, ids)]

        def name_of(_value: Any) -> str:
            return row.person if row is not None else ""

        return Picker(search, name_of, jobs=self.desk.jobs)


def _second(row: Any) -> str:
    return str(getattr(row, "city", "") or getattr(row, "email", "") or "")


class _Account(QWidget):
    """One row: who, role, state, and the menu of what can be done."""

    def __init__(self, page: AccountsPage, row: AccountRow) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        theme.space(line, 0, 1.5)
        line.addWidget(Avatar(row.nickname, small=True))
        names = QVBoxLayout()
        theme.space(names, 0, 0)
        names.addWidget(Elided(row.nickname, "strong"))
        role = texts.word(f"role.{row.role.value}")
        second = ", ".join(part for part in (role, row.person) if part)
        names.addWidget(Paragraph(second, "caption", "soft"))
        line.addLayout(names, 1)
        if not row.active:
            line.addWidget(Badge(_("Removed")))
        elif row.one_time:
            line.addWidget(Badge(_("One-time passphrase"), "wait", "key"))
        if row.own:
            line.addWidget(Badge(_("You"), "accent"))
        self.menu_button = IconButton("more", _("What can be done with {name}").format(
            name=row.nickname))  # fmt: skip
        self.menu_button.clicked.connect(lambda: self._menu(page, row))
        line.addWidget(self.menu_button)
        self.menu_button.setVisible(row.active)

    def _menu(self, page: AccountsPage, row: AccountRow) -> None:
        menu = make_menu(page, row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))


def make_menu(page: AccountsPage, row: AccountRow) -> QMenu:
    """What can be done with an account; what ends it stands last."""
    menu = QMenu(page)
    menu.addAction(icons.icon("pen"), _("Role and person"), lambda: page.change(row))
    menu.addAction(icons.icon("person"), _("Another nickname"), lambda: page.rename(row))
    if row.own:
        act = lambda: page.desk.open("passphrase")  # noqa: E731
        menu.addAction(icons.icon("key"), _("Change my passphrase"), act)
        return menu
    menu.addAction(icons.icon("key"), _("New one-time passphrase"), lambda: page.ask_one_time(row))
    menu.addSeparator()
    menu.addAction(icons.icon("trash"), _("Remove the account"), lambda: page.ask_remove(row))
    return menu
