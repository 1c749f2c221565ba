"""The private code, shown until it is on paper: printed from memory or written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.i18n import _
from mobdesk.ui import printing, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.entering import Enters
from mobdesk.ui.parts.labels import Label, Paragraph

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from mobdesk.services.vault import Notes
    from mobdesk.ui.private import PrivateNotes

_PER_ROW = 4


class CodeView(Enters, QWidget):
    """Every private page shows it until the code is on paper, or is wanted later."""

    def __init__(self, desk: Desk, private: PrivateNotes, notes: Notes) -> None:
        super().__init__()
        from mobdesk.services import vault

        self._desk, self._private, self._vault = desk, private, vault
        self._notes: Notes | None = notes
        column = QVBoxLayout(self)
        theme.space(column, 0, 0)
        row = QHBoxLayout()
        column.addLayout(row)
        column.addStretch(1)
        card = Card(_("Your private code"), padding=(3, 2.5))
        row.addWidget(card)
        row.addStretch(1)
        card.add(Paragraph(_(
            "This code opens your notes when your passphrase is forgotten or was set anew. Nobody "
            "else has it. Print it or write it down, and keep it where only you find it."
        )))  # fmt: skip
        self._grid = QGridLayout()
        theme.space(self._grid, (0, 1), 2)
        self.groups = vault.code_to_show(notes)
        for number, group in enumerate(self.groups):
            label = Label(group, "title", equal_digits=True)
            label.setAccessibleName(_("Group {n}: {letters}").format(
                n=number + 1, letters=" ".join(group)
            ))  # fmt: skip
            self._grid.addWidget(label, number // _PER_ROW, number % _PER_ROW)
        self._grid.setColumnStretch(_PER_ROW, 1)
        card.add(self._grid)
        card.add(Paragraph(
            _("It is not shown again once you have it. You can make a new one at any time."),
            "caption", "soft",
        ))  # fmt: skip
        card.add_line()
        foot = QHBoxLayout()
        theme.space(foot, 0, 1)
        self.later = Button(_("Later"), "quiet")
        self.later.clicked.connect(lambda: self._wait())
        self.print_button = Button(_("Print"), "second", "printer")
        self.print_button.clicked.connect(lambda: self._print())
        self.kept = Button(_("I have it on paper"), "main", "check")
        self.kept.clicked.connect(lambda: self._on_paper())
        foot.addWidget(self.later)
        foot.addStretch(1)
        foot.addWidget(self.print_button)
        foot.addWidget(self.kept)
        card.add(foot)
        card.finish()
        self.setFocusProxy(self.kept)

    def forget(self) -> None:
        """Take the code out of the window."""
        self._notes = None
        self.groups = []
        for label in self.findChildren(Label):
            label.setText("")
            label.setAccessibleName("")

    def _wait(self) -> None:
        self._private.code_later = True
        self._private.code_changed.emit()

    def _on_paper(self) -> None:
        if self._notes is not None:
            self._vault.code_is_on_paper(self._notes)
            self._private.code_changed.emit()

    def _print(self) -> None:
        """Ask for the printer, then print from memory."""
        printing.ask_printer(self, self._print_on)

    def _print_on(self, printer: QPrinter) -> None:
        def draw(picture: Any) -> None:
            printing.print_pages(printer, [picture])
            self._desk.say(_("Sent to the printer. Look at the paper before you go on."))

        if self._notes is not None:
            today = self._desk.today()
            self._desk.read(
                self, self._vault.code_picture, self._notes, today, printing.PAPER_DPI, then=draw
            )
