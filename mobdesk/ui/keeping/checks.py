"""People whom only a proof duty keeps: hidden from lists, opened for a check with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import retention
from mobdesk.services.retention import PersonRow
from mobdesk.ui import rows, shown, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.fields import Text
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.forms import Field
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.chips import CheckBox
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.record_pages import fill

_MOST = 60


class ChecksCard(Card):
    """Nobody is hidden by itself: the list is proposed, and one button hides the ticked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Kept for checks only"))
        self.desk = desk
        self.ticks: dict[int, CheckBox] = {}

    def show_people(self, people: Sequence[PersonRow]) -> None:
        """First who can be hidden, then who is hidden."""
        block = rows.Block(1)
        self.ticks = {}
        seen = [row for row in people if not row.restricted]
        for row in seen[:_MOST]:
            tick = CheckBox(_("{name}, kept until {day}").format(
                name=row.name, day=shown.long_date(row.keep_until)))  # fmt: skip
            tick.setChecked(True)
            self.ticks[row.person_id] = tick
            block.body.addWidget(tick)
        if seen:
            hide = Button(_("Hide the ticked people from lists"), "second", "eye-off")
            hide.clicked.connect(lambda: self._hide())
            block.body.addLayout(_left(hide))
        hidden = [row for row in people if row.restricted]
        if hidden:
            words = ngettext("{n} person is hidden.", "{n} people are hidden.", len(hidden))
            block.body.addWidget(Paragraph(words, "body", "soft"))
        for row in hidden[:_MOST]:
            block.body.addLayout(self._hidden_line(row))
        if not people:
            words = _("Nobody. Here stand people whose stays are over and paid: only checks may "
                      "still ask for their data.")  # fmt: skip
            block.body.addWidget(Paragraph(words, "body", "soft"))
        self.set_count(len(people))
        fill(self, block)

    def ask_why(self, row: PersonRow) -> None:
        """The reason comes first: it is kept in the log."""
        field = Field(
            "why", N_("Why do you open this?"), lambda: Text(_("audit of the project"), 200),
            wide=True, help=N_("Who, whose, when and why are kept in the log."),
        )  # fmt: skip

        def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Any:
            now = datetime.now().astimezone()
            return retention.open_for_check(
                store, actor, [row.person_id], why=values["why"] or "", now=now
            )

        title = _("Open the data of {name}").format(name=row.name)
        dialog = FormDialog(self.desk, self, title, (field,), save, columns=1, main=_("Open"))
        dialog.open()

    # inside
    def _hide(self) -> None:
        chosen = [person for person, tick in self.ticks.items() if tick.isChecked()]
        if chosen:
            self.desk.write(self, retention.restrict, chosen)

    def _hidden_line(self, row: PersonRow) -> QHBoxLayout:
        line = QHBoxLayout()
        theme.space(line, 0, 1)
        line.addWidget(Label(row.name), 1)
        button = Button(_("Open for a check"), "quiet", "eye")
        button.setAccessibleName(_("Open for a check: {name}").format(name=row.name))
        button.clicked.connect(lambda: self.ask_why(row))
        line.addWidget(button)
        return line


def _left(button: Button) -> QHBoxLayout:
    line = QHBoxLayout()
    theme.space(line, 0, 1)
    line.addWidget(button)
    line.addWidget(Label(""), 1)
    return line
