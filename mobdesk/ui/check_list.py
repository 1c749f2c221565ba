"""A list of rows with check boxes: one stop of Tab, arrows and Space."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from mobdesk.ui import theme
from mobdesk.ui.parts.chips import check_side, paint_check

Index = QModelIndex | QPersistentModelIndex


class CheckRows(QAbstractListModel):
    """The rows offered now, each with ``id`` and ``name``; what is chosen stays chosen.

    ``second`` words what tells two of one name apart.
    """

    def __init__(self, second: Callable[[Any], str]) -> None:
        super().__init__()
        self.second = second
        self.rows: list[Any] = []
        self.chosen: dict[int, Any] = {}

    def show(self, rows: Sequence[Any]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def toggle(self, place: int) -> None:
        self.toggle_row(self.rows[place])
        index = self.index(place)
        self.dataChanged.emit(index, index)

    def toggle_row(self, row: Any) -> None:
        """Choose or leave out a row that need not be offered now."""
        if self.chosen.pop(row.id, None) is None:
            self.chosen[row.id] = row

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.name
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if row.id in self.chosen else Qt.CheckState.Unchecked
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable


class CheckLine(QStyledItemDelegate):
    """Check box, name, and in soft what tells people of one name apart."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        look = theme.current()
        return QSize(look.chars(20), look.body_height + look.px(1.25))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        model: Any = index.model()
        row = model.rows[index.row()]
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.color("accent_soft"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = check_side(look)
        top = rect.y() + round((rect.height() - side) / 2)
        box = QRectF(rect.x() + look.px(1), top, side, side)
        paint_check(painter, box, index.data(Qt.ItemDataRole.CheckStateRole))
        left = box.right() + look.px(1.25)
        metrics = look.metrics("body")
        name = metrics.elidedText(
            row.name, Qt.TextElideMode.ElideRight, int(rect.right() - left - look.px(1))
        )
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        painter.setFont(look.font("body"))
        painter.setPen(look.color("text"))
        painter.drawText(QRectF(left, rect.y(), rect.width(), rect.height()), middle, name)
        second = model.second(row)
        after = left + metrics.horizontalAdvance(name) + look.px(2)
        if second and after < rect.right():
            room = rect.right() - after - look.px(1)
            rest = look.metrics("caption").elidedText(
                second, Qt.TextElideMode.ElideRight, int(room)
            )
            painter.setFont(look.font("caption"))
            painter.setPen(look.color("soft"))
            right = int(Qt.AlignmentFlag.AlignRight) | middle
            painter.drawText(QRectF(after, rect.y(), room, rect.height()), right, rest)


class CheckList(QListView):
    """Space or a click checks; letters are typed into the search field, where there is one."""

    toggled = Signal(int)

    def __init__(self, name: str, search: QLineEdit | None = None) -> None:
        super().__init__()
        self._search = search
        self.setItemDelegate(CheckLine(self))
        self.setUniformItemSizes(True)
        self.setAccessibleName(name)
        self.setObjectName("choices")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.toggled.emit(self.currentIndex().row())
        elif self._search and _typed(event):
            self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._search.setText(self._search.text() + event.text())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.toggled.emit(index.row())


def _typed(event: QKeyEvent) -> bool:
    return bool(event.text().strip()) and event.text().isprintable() and not event.modifiers()
