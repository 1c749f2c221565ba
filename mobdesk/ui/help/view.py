"""The cards of the help page, with and without signing in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mobdesk.i18n import _
from mobdesk.ui import keys, shown, theme
from mobdesk.ui.help.words import HOW_TOS, LOCK, WHOM
from mobdesk.ui.modes import Mode, mode_of
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Card, Hairline
from mobdesk.ui.parts.labels import Paragraph, caption, figure, strong
from mobdesk.ui.parts.marks import Badge, IconLabel

if TYPE_CHECKING:
    from mobdesk.services.help import HelpRow

EMERGENCY = "112"


class EmergencyCard(Card):
    """112 first, then people. The same for everybody, whatever was answered elsewhere."""

    def __init__(self) -> None:
        super().__init__(_("In an emergency"))
        row = QHBoxLayout()
        theme.space(row, 0, 2)
        number = figure(EMERGENCY)
        number.setAccessibleName(_("Emergency number 1 1 2"))
        row.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(
            Paragraph(_("One number in every country of the European Union, from every phone, "
                        "free, day and night. Police, fire, ambulance.")), 1,
        )  # fmt: skip
        self.add(row)
        self.add_line()
        self.add(strong(_("If something weighs on you")))
        for words in WHOM:
            self.add(_line("chevron-right", _(words), "soft"))
        self.add(Paragraph(_("Mobdesk calls nobody and tells nobody."), "caption", "soft"))
        self.finish()


class ContactsCard(Card):
    """The local contacts. ``may_edit``: the coordinator adds, changes and takes away."""

    add_asked = Signal()
    change_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self, *, may_edit: bool = False, signed_in: bool = True) -> None:
        super().__init__(_("Contacts of the centre"))
        self._may_edit, self._signed_in = may_edit, signed_in
        if may_edit:
            button = Button(_("Add a contact"), "second", "plus")
            button.clicked.connect(lambda: self.add_asked.emit())
            self.header.addWidget(button)
        self._rows = QWidget()
        self.add(self._rows)
        self.finish()

    def show_rows(self, rows: Sequence[HelpRow], today: date) -> None:
        """Show these contacts."""
        place = self.body.indexOf(self._rows)
        self.body.removeWidget(self._rows)
        self._rows.hide()
        self._rows.setParent(None)
        self._rows.deleteLater()
        self._rows = QWidget()
        column = QVBoxLayout(self._rows)
        theme.space(column, 0, 1.25)
        for number, row in enumerate(rows):
            if number:
                column.addWidget(Hairline())
            column.addWidget(self._row(row, today))
        if not rows:
            column.addWidget(Paragraph(self._nothing(), "body", "soft"))
        self.body.insertWidget(place, self._rows)

    def _nothing(self) -> str:
        if not self._signed_in:
            return _("None may be read without signing in. After signing in there may be more.")
        if self._may_edit:
            return _("None yet. Add the help line of your country and whom your staff can call.")
        return _("None yet. The coordinator adds them here.")

    def _row(self, row: HelpRow, today: date) -> QWidget:
        from mobdesk.services.help import to_check

        holder = QWidget()
        both = QHBoxLayout(holder)
        theme.space(both, 0, 1)
        column = QVBoxLayout()
        theme.space(column, 0, 0.25)
        head = QHBoxLayout()
        theme.space(head, 0, 1)
        head.addWidget(Paragraph(row.name, "strong"), 1)
        column.addLayout(head)
        if row.phone:
            column.addWidget(_line("phone", row.phone, "text"))
        if row.text:
            column.addWidget(Paragraph(row.text))
        foot = QHBoxLayout()
        theme.space(foot, 0, 1)
        if to_check(row, today):
            said = _("Try this number again") if row.checked_on else _("Not checked yet")
            foot.addWidget(Badge(said, "wait", "warning"))
        if row.checked_on:
            day = shown.long_date(row.checked_on)
            foot.addWidget(caption(_("Last checked on {day}").format(day=day)))
        if row.public and self._signed_in:
            foot.addWidget(Badge(_("Readable without signing in"), "plain", "eye"))
        foot.addStretch(1)
        column.addLayout(foot)
        both.addLayout(column, 1)
        if self._may_edit:
            change = IconButton("pen", _("Change {name}").format(name=row.name))
            change.clicked.connect(lambda: self.change_asked.emit(row))
            remove = IconButton("trash", _("Remove {name}").format(name=row.name))
            remove.clicked.connect(lambda: self.remove_asked.emit(row))
            for button in (change, remove):
                both.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return holder


class HowToCard(Card):
    """How the main things are done."""

    def __init__(self) -> None:
        super().__init__(_("How to …"))
        for number, how in enumerate(HOW_TOS):
            if number:
                self.add_line()
            self.add(strong(_(how.question)))
            self.add(Paragraph("\n".join(f"{n}. {_(s)}" for n, s in enumerate(how.steps, 1))))
        self.finish()


class LockCard(Card):
    """What the lock holds, and what it does not."""

    def __init__(self) -> None:
        super().__init__(_("What the lock protects, and what not"))
        for icon, words in LOCK:
            self.add(_line(icon, _(words), "mine_text" if icon == "diary" else "soft"))
        self.finish()


class KeysCard(Card):
    """Every shortcut of the program."""

    def __init__(self) -> None:
        super().__init__(_("Keys"))
        for title, listed in (
            (_("Everywhere"), keys.KEYS),
            (_("In tables and forms"), keys.ELSEWHERE),
        ):
            self.add(strong(title))
            grid = QGridLayout()
            theme.space(grid, 0, 0.75)
            for row, key in enumerate(listed):
                grid.addWidget(strong(_pressed(key), "soft"), row, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(Paragraph(_(key.words)), row, 1)
            grid.setColumnStretch(1, 1)
            self.add(grid)
        self.finish()


class HelpView(QWidget):
    """All cards in two columns, or one. Without signing in: only what may be read by anybody."""

    def __init__(self, folder: Path | None = None, contacts: ContactsCard | None = None) -> None:
        super().__init__()
        self.setObjectName("page")
        self.contacts = contacts or ContactsCard(signed_in=False)
        if contacts is None:
            from mobdesk.services import help as service

            rows = service.public_contacts(folder) if folder is not None else []
            self.contacts.show_rows(rows, datetime.now().astimezone().date())
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        theme.space(self._row, 0, 2)
        for cards in ((EmergencyCard(), self.contacts, LockCard()), (HowToCard(), KeysCard())):
            column = QVBoxLayout()
            theme.space(column, 0, 2)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            self._row.addLayout(column, 1)

    def set_mode(self, mode: Mode) -> None:
        """Two columns, or one."""
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if mode is Mode.NARROW else right)


class _Scrolled(QScrollArea):
    """The help page where there is no window page around it. Arrow keys scroll."""

    def __init__(self, view: HelpView) -> None:
        super().__init__()
        self._view = view
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Help and contacts"))
        self.setWidget(view)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._view.set_mode(mode_of(self.width()))


def without_signing_in(folder: Path | None) -> QWidget:
    """The help page for everybody at this computer."""
    return _Scrolled(HelpView(folder))


def _line(icon: str, words: str, role: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    theme.space(row, 0, 1)
    row.addWidget(IconLabel(icon, "soft" if role == "text" else role), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Paragraph(words), 1)
    return holder


def _pressed(key: keys.Key) -> str:
    """``Ctrl+F, Ctrl+K`` as this system writes it; Ctrl+1 … Ctrl+9 in short."""
    native = QKeySequence.SequenceFormat.NativeText
    if key.code == "page":
        first, last = (QKeySequence(k).toString(native) for k in (key.keys[0], key.keys[-1]))
        return f"{first} … {last}"
    return ", ".join(QKeySequence(k).toString(native) for k in key.keys)
