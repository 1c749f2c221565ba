"""What is kept apart about a person: bank account and needs. Opening asks why and is logged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from mobdesk.domain.retention import NEED_DAYS
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import protected as service
from mobdesk.services.protected import Held, NeedRow
from mobdesk.ui import dialogs, rows, shown, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.fields import Date, LongText, Text
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.parts.marks import IconLabel
from mobdesk.ui.record_pages import fill


def _now() -> datetime:
    return datetime.now().astimezone()


class ProtectedCard(Card):
    """For coordinators only; closed again whenever another person is shown."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Kept apart"))
        self.desk = desk
        self.person = 0

    def show_person(self, person: int) -> None:
        """Say what there is, without opening it."""
        self.person = person
        self.desk.read(self, service.held, person, then=self._show_closed, key="held")

    def ask_why(self, then: Callable[[str], object]) -> None:
        """The reason comes first: it is kept in the log."""
        field = Field(
            "why", N_("Why do you open this?"), lambda: Text(_("to pay the first instalment"), 200),
            wide=True, help=N_("Who, whose, when and why are kept in the log."),
        )  # fmt: skip

        def save(_store: Any, _actor: Any, values: dict[str, Any], _rev: int | None) -> str:
            return str(values["why"])

        dialog = FormDialog(
            self.desk, self, _("Open what is kept apart"), (field,), save, columns=1,
            main=_("Open"),
        )  # fmt: skip
        dialog.saved.connect(then)
        dialog.open()

    # bank account
    def open_bank_account(self) -> None:
        """Show the account after a reason; it can be changed there."""
        self.ask_why(
            lambda why: self.desk.write(
                self,
                service.bank_account,
                self.person,
                why=why,
                now=_now(),
                then=self._edit_bank_account,
            )  # fmt: skip
        )

    def _edit_bank_account(self, text: str) -> None:
        person = self.person

        def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Any:
            return service.set_bank_account(store, actor, person, values["bank_account"])

        field = Field(
            "bank_account", N_("Bank account"), lambda: Text("EE38 2200 2210 2014 5685", 80),
            required=False, wide=True,
            help=N_("It never goes into a list, a search or a file to send."),
        )  # fmt: skip
        dialog = FormDialog(
            self.desk, self, _("Bank account"), (field,), save, columns=1,
            record=Loaded(0, {"bank_account": text}),
        )  # fmt: skip
        dialog.saved.connect(lambda _done: self.show_person(person))
        dialog.open()

    # needs
    def open_needs(self) -> None:
        """Show the needs after a reason."""
        self.ask_why(
            lambda why: self.desk.write(
                self, service.needs, self.person, why=why, now=_now(), then=self._show_needs
            )
        )

    def edit_need(self, need: NeedRow | None = None) -> None:
        """Write a need, with the day on which it is destroyed."""
        person = self.person

        def save(store: Any, actor: Any, values: dict[str, Any], rev: int | None) -> None:
            dated = {"erase_on": values["erase_on"], "now": _now()}
            if need is None:
                service.add_need(store, actor, person, values["text"], **dated)
            else:
                service.change_need(store, actor, need.id, rev or 0, values["text"], **dated)

        fields = (
            Field(
                "text", N_("Need"), lambda: LongText(_("vegetarian; ground floor")), wide=True,
                help=N_("Health, diet, access: only what the host must know."),
            ),
            Field(
                "erase_on", N_("Destroy on"), Date, wide=True,
                help=N_("Two weeks after the stay is usual."),
            ),
        )  # fmt: skip
        late = self.desk.today() + timedelta(days=90 + NEED_DAYS)
        values = {"text": need.text, "erase_on": need.erase_on} if need else {"erase_on": late}
        dialog = FormDialog(
            self.desk, self, _("Need"), fields, save, columns=1,
            record=Loaded(need.rev, values) if need else None,
            defaults=None if need else values,
        )  # fmt: skip
        dialog.saved.connect(lambda _none: self.show_person(person))
        dialog.open()

    def remove_need(self, need: NeedRow) -> None:
        """Destroy a need; asked first, since nothing brings it back."""
        dialogs.confirm(
            self, _("Destroy this need?"), _("This cannot be undone."), _("Destroy it"),
            lambda: self.desk.write(
                self, service.remove_need, need.id, now=_now(),
                then=lambda _none: self.show_person(self.person),
            ),
        )  # fmt: skip

    # inside
    def _show_closed(self, held: Held) -> None:
        block = rows.Block(1.25)
        block.body.addWidget(
            Paragraph(_("Only coordinators can open this. Opening asks for a reason."),
                      "caption", "soft")
        )  # fmt: skip
        bank = _("on file") if held.bank_account else _("none yet")
        needs = ngettext("{n} need", "{n} needs", held.needs) if held.needs else _("none yet")
        more = Button(_("Add a need"), "link")
        more.clicked.connect(lambda: self.edit_need())
        block.body.addLayout(self._line(_("Bank account"), bank, self.open_bank_account))
        block.body.addLayout(self._line(_("Needs"), needs, self.open_needs, held.needs > 0, more))
        fill(self, block)

    def _line(
        self, name: str, words: str, open_: Callable[[], None], able: bool = True,
        more: Button | None = None,
    ) -> QHBoxLayout:  # fmt: skip
        line = QHBoxLayout()
        theme.space(line, 0, 1)
        line.addWidget(IconLabel("lock", "mine_text"))
        line.addWidget(Label(name))
        line.addWidget(Label(words, "caption", "soft"), 1)
        if more is not None:
            line.addWidget(more)
        if able:
            button = Button(_("Open"), "link")
            button.setAccessibleName(_("Open: {name}").format(name=name))
            button.clicked.connect(lambda: open_())
            line.addWidget(button)
        return line

    def _show_needs(self, needs: list[NeedRow]) -> None:
        block = rows.Block(1.25)
        for need in needs:
            block.body.addWidget(Paragraph(need.text))
            line = QHBoxLayout()
            theme.space(line, 0, 1)
            day = _("Destroyed on {day}").format(day=shown.long_date(need.erase_on))
            line.addWidget(Label(day, "caption", "soft"), 1)
            for words, act in (
                (_("Edit"), partial(self.edit_need, need)),
                (_("Destroy"), partial(self.remove_need, need)),
            ):
                button = Button(words, "link")
                button.clicked.connect(lambda _on=False, act=act: act())
                line.addWidget(button)
            block.body.addLayout(line)
        close = Button(_("Close again"), "second", "lock")
        close.clicked.connect(lambda: self.show_person(self.person))
        block.body.addWidget(close)
        fill(self, block)
