"""The list of steps, grouped by day; more are read when the user scrolls down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from mobdesk.i18n import _, ngettext
from mobdesk.ui import icons, theme
from mobdesk.ui.history import words
from mobdesk.ui.parts.base import advance
from mobdesk.ui.parts.base import words as draw

if TYPE_CHECKING:
    from mobdesk.services.history import ChangeRow

Index = QModelIndex | QPersistentModelIndex
AT_ONCE = 200


class Day(NamedTuple):
    """The line above the steps of one day."""

    day: date
    title: str
    changes: int


class HistoryModel(QAbstractListModel):
    """Days and steps, newest first. ``more`` asks for the rows of the next ids."""

    def __init__(self, more: Callable[[Sequence[int]], object]) -> None:
        super().__init__()
        self._more = more
        self._ids: Sequence[int] = ()
        self._asked = 0
        self.rows: list[ChangeRow] = []
        self.lines: list[Day | ChangeRow] = []
        self.account = 0
        self.undo: int | None = None
        self.today = date.min

    def start(self, ids: Sequence[int], account: int, undo: int | None, today: date) -> None:
        """Show other steps from the top."""
        self.beginResetModel()
        self._ids, self._asked = ids, 0
        self.account, self.undo, self.today = account, undo, today
        self.rows, self.lines = [], []
        self.endResetModel()
        self.fetchMore()

    def add(self, rows: Sequence[ChangeRow]) -> None:
        """Append the next steps."""
        self.rows.extend(rows)
        lines = self._grouped()
        first = len(self.lines)
        self.beginInsertRows(QModelIndex(), first, len(lines) - 1)
        self.lines = lines
        self.endInsertRows()
        if first:
            self.dataChanged.emit(self.index(0), self.index(first - 1))

    def canFetchMore(self, parent: Index = QModelIndex()) -> bool:
        return not parent.isValid() and self._asked < len(self._ids)

    def fetchMore(self, parent: Index = QModelIndex()) -> None:
        if self.canFetchMore(parent):
            wanted = self._ids[self._asked : self._asked + AT_ONCE]
            self._asked += len(wanted)
            self._more(wanted)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.lines[index.row()], Day):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(line, Day):
                return line.title
            told = (words.time_of(line.at), line.nickname, words.step(line), self.reason(line))
            return ", ".join(told)
        return None

    def reason(self, row: ChangeRow) -> str:
        """Undo, or why not."""
        return words.why_not(row, self.account, self.undo) or _("Undo")

    def row_of(self, change_id: int) -> int:
        """Where a step stands, or -1."""
        for number, line in enumerate(self.lines):
            if not isinstance(line, Day) and line.id == change_id:
                return number
        return -1

    def _grouped(self) -> list[Day | ChangeRow]:
        lines: list[Day | ChangeRow] = []
        counts: dict[date, int] = {}
        for row in self.rows:
            day = row.at.astimezone().date()
            counts[day] = counts.get(day, 0) + 1
        seen: date | None = None
        for row in self.rows:
            day = row.at.astimezone().date()
            if day != seen:
                lines.append(Day(day, words.day_title(day, self.today), counts[day]))
                seen = day
            lines.append(row)
        return lines


class HistoryDelegate(QStyledItemDelegate):
    """Time, who, what, and at the right Undo or why not."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, theme.current().control_height)

    def right_width(self) -> int:
        """The room of the last column: the widest reason."""
        reasons = (_("Undo"), _("newest first"), _("taken back"), _("read only"))
        widest = max(advance(reason, "body") for reason in reasons)
        name = advance(_("only by {name}").format(name="x" * 10), "body")
        look = theme.current()
        return round(max(widest + look.icon_size + look.px(1), name)) + look.px(3)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        line = index.data(Qt.ItemDataRole.UserRole)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(line, Day):
            self._paint_day(painter, rect, line)
        else:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_step(painter, rect, line, index, chosen)
        painter.fillRect(QRectF(rect.x(), rect.bottom(), rect.width(), 1), look.color("line"))
        painter.restore()

    def _paint_day(self, painter: QPainter, rect: QRectF, day: Day) -> None:
        look = theme.current()
        painter.fillRect(rect, look.color("sunk"))
        inner = rect.adjusted(look.px(2.5), 0, -look.px(2.5), 0)
        draw(painter, inner, day.title, "strong", look.color("text"))
        count = ngettext("{n} change", "{n} changes", day.changes)
        right = Qt.AlignmentFlag.AlignRight
        draw(painter, inner, count, "caption", look.color("soft"), right)

    def _paint_step(
        self, painter: QPainter, rect: QRectF, row: ChangeRow, index: Index, chosen: bool
    ) -> None:
        look = theme.current()
        if chosen:
            painter.fillRect(rect, look.color("accent_soft"))
            painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), look.color("accent"))
        model = index.model()
        assert isinstance(model, HistoryModel)
        undone = row.undone or row.kind in ("undo", "redo")
        x = rect.x() + look.px(2.5)
        for width, text, role in (
            (look.chars(8), words.time_of(row.at), "soft"),
            (look.chars(14), row.nickname, "soft"),
        ):
            self._cell(painter, QRectF(x, rect.y(), width, rect.height()), text, "body", role)
            x += width
        end = rect.right() - self.right_width()
        what = QRectF(x, rect.y(), end - x - look.px(1), rect.height())
        self._cell(painter, what, words.step(row), "body" if undone else "strong", "text")
        last = QRectF(end, rect.y(), rect.right() - end - look.px(1), rect.height())
        if row.id == model.undo:
            size = look.icon_size
            y = rect.y() + (rect.height() - size) / 2
            icons.paint(painter, "undo", look.color("accent_text"), end, y, size)
            last.adjust(size + look.px(0.75), 0, 0, 0)
            self._cell(painter, last, _("Undo"), "strong", "accent_text")
        else:
            self._cell(painter, last, model.reason(row), "body", "soft")

    @staticmethod
    def _cell(painter: QPainter, rect: QRectF, text: str, font: str, role: str) -> None:
        look = theme.current()
        cut = look.metrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        draw(painter, rect, cut, font, look.color(role))


class HistoryList(QListView):
    """Up and Down go over the steps; Return or a click opens one; a click on Undo takes back."""

    undo_asked = Signal(int)
    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, model: HistoryModel) -> None:
        super().__init__()
        self.setModel(model)
        self._delegate = HistoryDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("History"))
        self.selectionModel().currentChanged.connect(self._tell)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        line = self.indexAt(event.position().toPoint()).data(Qt.ItemDataRole.UserRole)
        if line is None or isinstance(line, Day) or event.button() != Qt.MouseButton.LeftButton:
            return
        model = self.model()
        assert isinstance(model, HistoryModel)
        at_right = event.position().x() > self.viewport().width() - self._delegate.right_width()
        if at_right and line.id == model.undo:
            self.undo_asked.emit(line.id)
        else:
            self.opened.emit(line)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        press = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in press and line is not None and not isinstance(line, Day):
            self.opened.emit(line)
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def _tell(self, index: QModelIndex, _before: QModelIndex) -> None:
        line = index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None
        if not isinstance(line, Day):
            self.chosen.emit(line)
