"""Where the wizard begins and ends: a file is dropped or chosen, and what came in is told."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.i18n import _, ngettext
from mobdesk.services.importing import Counts
from mobdesk.ui import theme
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.drop import DropZone
from mobdesk.ui.parts.labels import Paragraph


def _over(count: int) -> str:
    return ngettext("Let go to read {n} file", "Let go to read {n} files", count)


class FileStep(QWidget):
    """The place for a list, and which lists can be read."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        theme.space(column, 0, 2)
        self.drop = DropZone(_("Drop a list here, or press to choose it"), _over)
        column.addWidget(self.drop, 1)
        said = _(
            "Excel (XLSX, XLS), LibreOffice (ODS) and text tables (CSV, TSV) in any language. "
            "Your file is only read, never changed."
        )
        column.addWidget(Paragraph(said, "body", "soft"))


class DoneStep(QWidget):
    """The list is in: how many rows, and the ways to them."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        theme.space(column, 0, 2)
        card = Card(_("The list is in"))
        self._words = Paragraph("", "body")
        card.add(self._words)
        row = QHBoxLayout()
        theme.space(row, 0, 1)
        self.to_people = Button(_("Participants"), "second", "people")
        self.to_mobilities = Button(_("Mobilities"), "second", "mobilities")
        row.addWidget(self.to_people)
        row.addWidget(self.to_mobilities)
        row.addStretch(1)
        card.add(row)
        column.addWidget(card)
        column.addStretch(1)

    def show_counts(self, counts: Counts, *, people_only: bool) -> None:
        """Tell what became of the rows."""
        said = [ngettext("{n} row is in.", "{n} rows are in.", counts.new + counts.merged)]
        if counts.skipped:
            said.append(
                ngettext(
                    "{n} row was there already.", "{n} rows were there already.", counts.skipped
                )
            )
        if counts.refused:
            said.append(
                ngettext("{n} row was left out.", "{n} rows were left out.", counts.refused)
            )
        said.append(_("One Undo takes the whole list back."))
        self._words.setText(" ".join(said))
        self.to_mobilities.setVisible(not people_only)
