"""What is to become of one row whose person was met before: skip, merge or keep both."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from mobdesk import texts
from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.importing.findings import Again
from mobdesk.ui.parts.chips import Segments
from mobdesk.ui.parts.labels import Label, Paragraph

ANSWERS = ("skip", "merge", "keep")


class RowAnswer(QWidget):
    """Stays as it is while rows are shown in it, so that the focus is not lost.

    ``wide``: one below the other, in a pane; else a line below the table, in fewer words.
    ``chosen(row number, answer)``.
    """

    chosen = Signal(int, str)

    def __init__(self, *, wide: bool) -> None:
        super().__init__()
        self._row = 0
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        column = QBoxLayout(down if wide else across, self)
        theme.space(column, 0, 0.5 if wide else 1.5)
        self.says = Paragraph("", "strong")
        self._label = Label(_("This row"), "label")
        column.addWidget(self.says, 0 if wide else 1)
        column.addWidget(self._label)
        self._of_row, self._of_person = _segments("skip"), _segments("leave")
        for segments in (self._of_row, self._of_person):
            column.addWidget(segments)
            segments.chosen.connect(lambda key: self.chosen.emit(self._row, key))
        self._of_person.hide()
        self.segments = self._of_row
        self.means = Paragraph("", "caption", "soft")
        if wide:
            column.addWidget(self.means)
        else:
            self.means.setParent(self)
            self.means.hide()

    def show_row(self, row: int, again: Again, met: str) -> None:
        """Show the answer for row number ``row``; ``met``: where its person was met."""
        self._row = row
        self.says.setText(met)
        both = (self._of_row, self._of_person)
        self.segments, other = both if again.stay else both[::-1]
        self.segments.choose(again.how)
        other.hide()  # first: the two beside each other would make a narrow window wider
        self.segments.show()
        self._label.setText(_("This row") if again.stay else _("The person of this row"))
        self.means.setText(_meaning(again))


def _segments(first: str) -> Segments:
    words = [(key, texts.word(f"duplicates.{first if key == 'skip' else key}")) for key in ANSWERS]
    return Segments(words, _("This row"))


def _meaning(again: Again) -> str:
    if again.how == "keep":
        return _("A second person of this name is made.")
    if again.how == "merge" and again.stay and not again.people:
        return _("Empty fields of the person are filled in. The mobility stays as it is.")
    if again.how == "merge":
        return _("Empty fields of the person are filled in. Other values stay as they are.")
    if again.stay:
        return _("Nothing of this row is brought in.")
    return _("The mobility is new and is brought in. The person stays as it is.")
