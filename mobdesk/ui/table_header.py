"""The titles of a table's columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView

from mobdesk.i18n import _
from mobdesk.ui import icons, theme

if TYPE_CHECKING:
    from mobdesk.ui.tables import Table


class Header(QHeaderView):
    """Column titles; a click sorts. The sort arrow stands beside the word."""

    def __init__(self, table: Table) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._table = table
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionsMovable(False)
        self.setMinimumSectionSize(theme.current().chars(5))

    def sizeHint(self) -> QSize:
        look = theme.current()
        height = round(look.metrics("caption_strong").height()) + look.px(2.75)
        return QSize(super().sizeHint().width(), height)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._table.keep_layout()

    def paintSection(self, painter: QPainter, rect: Any, section: int) -> None:
        look = theme.current()
        column = self._table.columns[section]
        painter.save()
        painter.fillRect(rect, look.color("surface"))
        line = QRectF(rect.x(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, look.color("line"))
        side = look.px(2) if section == 0 else look.px(1)
        end = look.px(1 if column.align == Qt.AlignmentFlag.AlignRight else 0.5)
        inner = QRectF(rect).adjusted(side, 0, -end, 0)
        words, font = _(column.title), "caption_strong"
        size = round(look.icon_size * 0.75)
        sorted_here = column.key == self._table.sort_key
        if sorted_here and column.align == Qt.AlignmentFlag.AlignRight:
            inner.adjust(0, 0, -size, 0)
        painter.setFont(look.font(font))
        painter.setPen(look.color("text" if sorted_here else "soft"))
        painter.drawText(inner, int(column.align | Qt.AlignmentFlag.AlignVCenter), words)
        if sorted_here:
            arrow = "chevron-down" if self._table.sort_down else "chevron-up"
            wide = look.metrics(font).horizontalAdvance(words)
            x = inner.x() + wide + look.px(0.5)
            if column.align == Qt.AlignmentFlag.AlignRight:
                x = inner.right()
            y = inner.center().y() - size / 2
            icons.paint(painter, arrow, look.color("text"), x, y, size)
        painter.restore()
