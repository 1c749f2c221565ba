"""The list of days: a small model that is emptied when the notes lock, painted rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate
from PySide6.QtWidgets import QStyleOptionViewItem as Option

from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.parts.base import rounded, words

if TYPE_CHECKING:
    from mobdesk.services.reflections import DiaryEntry

Index = QModelIndex | QPersistentModelIndex
_RIGHT = Qt.AlignmentFlag.AlignRight


class DayRow(NamedTuple):
    """One entry in words: the day, the place at the right, the first line."""

    entry: DiaryEntry
    day: str
    place: str
    first: str

    def said(self) -> str:
        """What a screen reader says."""
        return ". ".join(part for part in (self.day, self.place, self.first) if part)


class _Days(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[DayRow] = []

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        said = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return row.said() if role in said else None

    def show(self, rows: Sequence[DayRow]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: Option, index: Index) -> QSize:
        look = theme.current()
        high = look.metrics("strong").height() + look.metrics("body").height()
        return QSize(look.chars(20), round(high) + look.px(2))

    def paint(self, painter: QPainter, option: Option, index: Index) -> None:
        look = theme.current()
        row: DayRow = index.data(Qt.ItemDataRole.UserRole)
        rect = QRectF(option.rect).adjusted(0, 0, 0, -look.px(0.5))
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            rounded(painter, rect, look.radius * 0.75, look.color("mine_soft"))
            bar = QRectF(rect.x(), rect.y() + look.u, 3, rect.height() - 2 * look.u)
            rounded(painter, bar, 1.5, look.color("mine"))
        elif state & QStyle.StateFlag.State_MouseOver:
            rounded(painter, rect, look.radius * 0.75, look.color("neutral_soft"))
        inside = rect.adjusted(look.px(1.5), look.px(0.75), -look.px(1.5), -look.px(0.75))
        strong = look.metrics("strong")
        top = QRectF(inside.x(), inside.y(), inside.width(), strong.height())
        words(painter, top, row.day, "strong", look.color("text"))
        room = inside.width() - strong.horizontalAdvance(row.day) - look.px(1)
        caption = look.metrics("caption")
        place = caption.elidedText(row.place, Qt.TextElideMode.ElideRight, max(0.0, room))
        words(painter, top, place, "caption", look.color("soft"), _RIGHT)
        below = QRectF(inside.x(), top.bottom(), inside.width(), look.metrics("body").height())
        first = look.metrics("body").elidedText(
            row.first, Qt.TextElideMode.ElideRight, inside.width()
        )
        words(painter, below, first, "body", look.color("soft" if row.entry.uid else "quiet"))
        painter.restore()


class DayList(QListView):
    """``chosen`` tells the row that the writer went to."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._model = _Days()
        self.setModel(self._model)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(_("Days"))
        self.setProperty("bare", True)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self._quiet = False
        self.selectionModel().currentChanged.connect(self._tell)

    def rows(self) -> list[DayRow]:
        """The rows shown."""
        return list(self._model.rows)

    def show_rows(self, rows: Sequence[DayRow]) -> None:
        """Show other rows; nothing is told."""
        self._quiet = True
        self._model.show(rows)
        self._quiet = False

    def change(self, row: DayRow) -> None:
        """Other words for one entry."""
        for number, each in enumerate(self._model.rows):
            if each.entry.uid == row.entry.uid:
                self._model.rows[number] = row
                index = self._model.index(number)
                self._model.dataChanged.emit(index, index)

    def mark(self, wanted: Callable[[DayRow], bool]) -> None:
        """Mark the first row that is wanted, without telling; none if there is none."""
        self._quiet = True
        self.clearSelection()
        for number, row in enumerate(self._model.rows):
            if wanted(row):
                self.setCurrentIndex(self._model.index(number))
                break
        self._quiet = False

    def theme_changed(self) -> None:
        """Rows are as high as their words."""
        self.scheduleDelayedItemsLayout()

    def _tell(self, index: QModelIndex) -> None:
        if not self._quiet and index.isValid():
            self.chosen.emit(self._model.rows[index.row()])
