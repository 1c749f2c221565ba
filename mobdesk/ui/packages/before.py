"""What was made before: when, how, whether and to whom it was sent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain import checks
from mobdesk.errors import Problem
from mobdesk.i18n import N_, _
from mobdesk.services import packages
from mobdesk.services.packages import SentRow
from mobdesk.ui import fields, shown, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field
from mobdesk.ui.packages.cards import MOST_ROWS, size_words
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Elided, caption
from mobdesk.ui.parts.marks import Badge
from mobdesk.ui.rows import clear


class Before(Card):
    """The frozen copies of one project. ``asked`` for another saving of one; ``marked`` as sent."""

    asked = Signal(object)
    marked = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Made before"), 0)
        self._rows = QVBoxLayout()
        theme.space(self._rows, 0, 1)
        self.add(self._rows)
        self.finish()
        self.hide()

    def show_rows(self, rows: Sequence[SentRow]) -> None:
        """List them, the newest first."""
        clear(self._rows)
        self.setVisible(bool(rows))
        self.set_count(len(rows))
        for row in rows[:MOST_ROWS]:
            self._rows.addLayout(self._row(row))

    def _row(self, row: SentRow) -> QHBoxLayout:
        line = QHBoxLayout()
        theme.space(line, 0, 1.5)
        words = QVBoxLayout()
        theme.space(words, 0, 0)
        words.addWidget(Elided(row.name, "strong"))
        form = texts.word(f"package_form.{row.shape}")
        at = row.made_at.astimezone()
        made = _("made on {day}, {time}").format(day=shown.long_date(at.date()), time=f"{at:%H:%M}")
        words.addWidget(caption(f"{made} · {form} · {size_words(row.size)}"))
        line.addLayout(words, 1)
        if row.sent_on is not None:
            day = shown.long_date(row.sent_on)
            said = (
                _("sent on {day} to {who}").format(day=day, who=row.recipient)
                if row.recipient
                else _("sent on {day}").format(day=day)
            )
            line.addWidget(Badge(said, "ok", "check"), 0, Qt.AlignmentFlag.AlignVCenter)
        mark = Button(_("Change") if row.sent_on else _("Mark as sent"), "link")
        mark.setAccessibleDescription(row.name)
        mark.clicked.connect(lambda: self.marked.emit(row))
        again = Button(_("Save again"), "link")
        again.setAccessibleDescription(row.name)
        again.setToolTip(_("The same files from the frozen copy"))
        again.clicked.connect(lambda: self.asked.emit(row))
        for link in (again, mark):
            line.addWidget(link, 0, Qt.AlignmentFlag.AlignVCenter)
        return line


def _address(value: object, values: dict[str, object]) -> Problem | None:
    found = checks.email({"recipient": value}, "recipient")
    return found[0] if found else None


def ask_when_sent(desk: Desk, page: QWidget, row: SentRow) -> FormDialog:
    """Ask for the day and the address; the frozen copy itself never changes."""
    fields_ = (
        Field("sent_on", N_("Sent on"), fields.Date, required=False),
        Field("recipient", N_("To"), fields.Text, required=False, check=_address),
    )
    record = Loaded(row.rev, {"sent_on": row.sent_on or desk.today(), "recipient": row.recipient})

    def save(store, actor, values, rev):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        return packages.mark_sent(store, actor, row.id, rev, values["sent_on"], values["recipient"])

    dialog = FormDialog(
        desk, page, _("When was it sent?"), fields_, save,
        context=row.name, record=record, columns=1, main=_("Mark as sent"),
    )  # fmt: skip
    dialog.open()
    return dialog
