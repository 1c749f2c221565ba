"""A card with rows: a name, what is said below it, something at the right, a tick before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.i18n import ngettext
from mobdesk.ui import theme
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.chips import CheckBox
from mobdesk.ui.parts.labels import Elided, Label, Paragraph
from mobdesk.ui.rows import clear

#: Rows of a long list that are shown; the rest is counted.
MOST_ROWS = 60


class Listed(Card):
    """A card with rows; it is hidden while it has none."""

    def __init__(self, title: str, line: str = "") -> None:
        super().__init__(title, 0)
        self.line = Paragraph(line, "body", "soft")
        self.add(self.line)
        self.line.setVisible(bool(line))
        self._rows = QVBoxLayout()
        theme.space(self._rows, 0, 1)
        self.add(self._rows)
        self.finish()
        self.hide()

    def fill(self, rows: Sequence[Callable[[], QWidget]]) -> None:
        """Show these rows, made one by one."""
        clear(self._rows)
        for make in rows[:MOST_ROWS]:
            self._rows.addWidget(make())
        if len(rows) > MOST_ROWS:
            rest = len(rows) - MOST_ROWS
            more = ngettext("and {n} more", "and {n} more", rest).format(n=f"{rest:,}")
            self._rows.addWidget(Label(more, "caption", "soft"))
        self.set_count(len(rows))
        self.setVisible(bool(rows))


def line(
    name: str, what: str, right: QWidget | None = None, box: CheckBox | None = None
) -> QWidget:
    """A name, what is said below it, something at the right, a tick before it."""
    made = QWidget()
    across = QHBoxLayout(made)
    theme.space(across, 0, 1)
    if box is not None:
        box.setAccessibleName(f"{name}, {what}" if what else name)
        across.addWidget(box, 0, Qt.AlignmentFlag.AlignVCenter)
    lines = QVBoxLayout()
    across.addLayout(lines, 1)
    theme.space(lines, 0, 0)
    lines.addWidget(Elided(name, "strong"))
    if what:
        lines.addWidget(Paragraph(what, "caption", "soft"))
    if right is not None:
        across.addWidget(right, 0, Qt.AlignmentFlag.AlignVCenter)
    return made
