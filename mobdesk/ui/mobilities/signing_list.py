"""The list of participants to sign: its card, opened to print, saved as PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from mobdesk import texts
from mobdesk.i18n import _, ngettext
from mobdesk.services import lists
from mobdesk.ui import theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.cards import link
from mobdesk.ui.mobilities.facts import Sheet
from mobdesk.ui.opened import opened_copies, show_outside
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner, Card
from mobdesk.ui.parts.labels import Paragraph


class SigningList:
    """Opens and saves the list of the mobility that ``page`` shows; ``record`` is its id."""

    def __init__(self, desk: Desk, page: QWidget, record: Callable[[], int]) -> None:
        self.desk, self.page, self._record = desk, page, record

    def open(self) -> None:
        """Show the list in the program of the system, from a private folder."""
        number, day = self._record(), self.desk.today()
        opened, name = opened_copies(self.desk), _("List of participants") + ".pdf"

        def make(store: Any, actor: Any) -> Path:
            return opened.put(name, lists.participant_list(store, actor, number, day))

        self.desk.read(self.page, make, then=show_outside)

    def save(self) -> None:
        """Ask where the list is kept."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self.page.window(), _("Save the list of participants"), folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(_("List of participants") + ".pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.save_at)
        dialog.open()

    def save_at(self, names: Sequence[str]) -> None:
        """Write the list to the chosen place, all of it or nothing."""
        self.desk.read(
            self.page, lists.save_participant_list, self._record(), self.desk.today(),
            Path(names[0]), then=lambda _none: self.desk.say(_("The list is saved.")),
        )  # fmt: skip


class ListCard(Card):
    """The list of participants to sign."""

    def __init__(
        self,
        sheet: Sheet,
        save: Callable[[], object],
        show: Callable[[], object],
        problems: Sequence[Any],
    ) -> None:
        super().__init__(_("List of participants"))
        named = [m for m in sheet.staying if m.name]
        if not named:
            self.add(Paragraph(_("Nobody has a name yet."), "body", "soft"))
            return
        if problems:
            what, advice = texts.error(problems[0])
            self.add(Banner("wait", what, advice))
        else:
            dates = words.long_dates(sheet.dates.first, sheet.dates.last)
            names = ngettext("{n} name", "{n} names", len(named))
            self.add(Banner("ok", _("Ready to print and sign"), f"{names}, {dates}"))
        row = QHBoxLayout()
        theme.space(row, 0, 1)
        view = Button(_("Open the list"), "second", "printer")
        view.setObjectName("open list")
        view.clicked.connect(lambda: show())
        row.addWidget(view)
        row.addWidget(link(_("Save as PDF"), "save list", save))
        row.addStretch(1)
        self.add(row)
