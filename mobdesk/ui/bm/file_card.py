"""The card where a file from BM is chosen: what to do, for which project, with which dictionary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.chips import Segments
from mobdesk.ui.parts.drop import DropZone
from mobdesk.ui.parts.labels import Paragraph

FILL, COMPARE = "fill", "compare"


class FileCard(Card):
    """``file_chosen`` and ``dictionary_chosen`` tell a path."""

    file_chosen = Signal(Path)
    dictionary_chosen = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("File"))
        self._place = ""
        self._add_top()
        self.drop = DropZone(
            _("Drop the file from BM here, or press to choose it"),
            lambda n: _("Let go to read the file"),
        )
        self.drop.dropped.connect(lambda files: self.file_chosen.emit(Path(files[0])))
        self.drop.clicked.connect(self._choose_file)
        self.add(self.drop)
        foot = QHBoxLayout()
        self.add(foot)
        theme.space(foot, 0, 2)
        self.names = Paragraph("", "caption", "soft")
        foot.addWidget(self.names, 1)
        self.dictionary = Button("", "link")
        self.dictionary.clicked.connect(self._choose_dictionary)
        foot.addWidget(self.dictionary, 0, Qt.AlignmentFlag.AlignTop)
        self.finish()

    def _add_top(self) -> None:
        top = QHBoxLayout()
        self.add(top)
        theme.space(top, 0, 2)
        self.segments = Segments(
            [(FILL, _("Fill a BM file")), (COMPARE, _("Compare with BM"))], _("What to do")
        )
        self.project = Choice([])
        self.project.setAccessibleName(_("Project"))
        top.addWidget(self.segments)
        top.addStretch(1)

    def say(self, file: Path | None, dictionary: Path | None) -> None:
        """Name what was chosen."""
        if file is not None:
            self._place = str(file.parent)
        none = _("Export a template or a list from BM, as XLSX or CSV. It is only read.")
        self.names.setText(file.name if file else none)
        self.dictionary.setText(
            _("Dictionary: {name}").format(name=dictionary.name)
            if dictionary
            else _("Add the data dictionary")
        )

    def _choose_file(self) -> None:
        kinds = _("Files from BM") + " (*.xlsx *.csv)"
        self._choose(_("Choose the file from BM"), kinds, self.file_chosen)

    def _choose_dictionary(self) -> None:
        kinds = _("Data dictionary") + " (*.xlsx)"
        self._choose(_("Choose the data dictionary"), kinds, self.dictionary_chosen)

    def _choose(self, title: str, kinds: str, tell: Any) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, title, self._place, kinds)
        if name:
            tell.emit(Path(name))
