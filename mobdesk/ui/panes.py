"""The pane beside a list, which shows the chosen record."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from mobdesk.ui import theme
from mobdesk.ui.parts.base import painter_for, rounded


class Pane(QWidget):
    """The card at the right of a list; ``body`` holds what the subject shows of a record."""

    reads_as_one = True  # for Tab: see stops.py

    def __init__(self) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        theme.space(self.body, (2, 2), 1.5)
        self.theme_changed()

    def theme_changed(self) -> None:
        """Width in characters."""
        self.setFixedWidth(theme.current().chars(42))

    def paintEvent(self, _event: object) -> None:
        look = theme.current()
        painter = painter_for(self)
        ground, frame = look.color("surface"), look.color("line")
        rounded(painter, self.rect().toRectF(), look.card_radius, ground, frame)
        painter.end()
