"""How cells are drawn: one paint for all kinds, no widgets in cells, ground and bar in one place.

Kinds (``Column.paint``): first, text, soft, sum, stage, marks, check, badge. The value of a
``stage`` is its code; of ``marks`` a ``Marks``; of ``check`` a bool; of ``badge`` a ``CellBadge``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mobdesk import texts
from mobdesk.ui import theme
from mobdesk.ui.parts.chips import check_side, paint_tick
from mobdesk.ui.parts.marks import badge_height, badge_width, paint_badge
from mobdesk.ui.parts.stages import ENDS, glyph_size, paint_readiness_row, paint_stage
from mobdesk.ui.shown import NOTHING
from mobdesk.ui.table_model import ROW, VALUE, Column, Index

BAR = 3


class Marks(NamedTuple):
    """Four readiness states in their order, the one thing that comes next, its tone."""

    states: tuple[str, ...]
    next: str
    tone: str = "plain"


class CellBadge(NamedTuple):
    """A badge in a cell."""

    text: str
    tone: str = "plain"
    icon: str = ""


class RowDelegate(QStyledItemDelegate):
    """Draws every cell of a table of ``columns``."""

    def __init__(self, columns: tuple[Column, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.current().chars(8), theme.current().control_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = theme.current()
        column = self._columns[index.column()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, look.color("accent_soft"))
            if index.column() == 0:
                bar = QRectF(rect.x(), rect.y(), BAR, rect.height())
                painter.fillRect(bar, look.color("accent"))
        painter.fillRect(QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), look.color("line"))
        row = index.data(ROW)
        side = look.px(2) if index.column() == 0 else look.px(1)
        inner = rect.adjusted(side, 0, -look.px(0.5), -1)
        if row is not None:
            _cell(painter, inner, column, row, index)
        painter.restore()


def _cell(painter: QPainter, rect: QRectF, column: Column, row: Any, index: Index) -> None:
    draw = _KINDS.get(column.paint, _text)
    words = index.data(Qt.ItemDataRole.DisplayRole) or NOTHING
    value = index.data(VALUE) if column.paint in _KINDS else None
    draw(painter, rect, column, words, value)


Draw = Callable[[QPainter, QRectF, Column, str, Any], None]


def _text(painter: QPainter, rect: QRectF, column: Column, words: str, _value: Any) -> None:
    font = {"first": "strong", "sum": "body"}.get(column.paint, "body")
    role = "soft" if column.paint == "soft" or words == NOTHING else "text"
    _words(painter, rect, words, font, role, column.align, equal=column.paint == "sum")


def _stage(painter: QPainter, rect: QRectF, column: Column, words: str, value: Any) -> None:
    if not value:
        _text(painter, rect, column, NOTHING, None)
        return
    look = theme.current()
    side = glyph_size(look)
    y = rect.y() + round((rect.height() - side) / 2)
    paint_stage(painter, QRectF(round(rect.x()), y, side, side), str(value))
    beside = rect.adjusted(side + look.u, 0, 0, 0)
    role = "soft" if value in ENDS else "text"
    _words(painter, beside, words, "body", role, Qt.AlignmentFlag.AlignLeft)


def _marks(painter: QPainter, rect: QRectF, column: Column, words: str, value: Any) -> None:
    if not value:
        _text(painter, rect, column, NOTHING, None)
        return
    look = theme.current()
    end = paint_readiness_row(painter, rect, value.states)
    role = "soft" if value.tone == "plain" else look.tone(value.tone).text
    font = "strong" if value.tone == "wait" else "body"
    rest = rect.adjusted(end - rect.x() + look.u, 0, 0, 0)
    _words(painter, rest, value.next, font, role, Qt.AlignmentFlag.AlignLeft)


def _check(painter: QPainter, rect: QRectF, column: Column, words: str, value: Any) -> None:
    if not value:
        _text(painter, rect, column, NOTHING, None)
        return
    side = check_side(theme.current())
    y = rect.y() + round((rect.height() - side) / 2)
    paint_tick(painter, QRectF(rect.x(), y, side, side), theme.current().color("ok_text"))


def _badge(painter: QPainter, rect: QRectF, column: Column, words: str, value: Any) -> None:
    if not value:
        _text(painter, rect, column, NOTHING, None)
        return
    high = badge_height(theme.current())
    wide = min(badge_width(value.text, value.icon), rect.width())
    pill = QRectF(rect.x(), rect.y() + round((rect.height() - high) / 2), wide, high)
    paint_badge(painter, pill, value.text, value.tone, value.icon)


_KINDS: dict[str, Draw] = {"stage": _stage, "marks": _marks, "check": _check, "badge": _badge}


def _words(
    painter: QPainter,
    rect: QRectF,
    words: str,
    font: str,
    role: str,
    align: Qt.AlignmentFlag,
    equal: bool = False,
) -> None:
    look = theme.current()
    metrics = look.metrics(font, equal)
    painter.setFont(look.font(font, equal))
    painter.setPen(look.color(role))
    line = words.replace("\n", " ")
    painter.drawText(
        rect,
        int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine),
        metrics.elidedText(line, Qt.TextElideMode.ElideRight, rect.width()),
    )


def column_width(column: Column) -> int:
    """The width of a column: by its known words, or in characters."""
    look = theme.current()
    if not column.words:
        return look.chars(column.width or 18)
    metrics = look.metrics("body")
    words = max(metrics.horizontalAdvance(_known(word)) for word in column.words)
    head = look.metrics("caption_strong").horizontalAdvance(_known(column.title))
    extra = {
        "stage": glyph_size(look) + look.u,
        "marks": 4 * (glyph_size(look) * 0.95 + look.u * 0.375) + look.u,
        "badge": 2.625 * look.u + glyph_size(look),
    }.get(column.paint, 0)
    return round(max(words + extra, head + look.u * 2) + look.px(2.5))


def _known(word: str) -> str:
    """A code of ``texts.WORDS`` in its words, any other marked text translated."""
    from mobdesk.i18n import _

    return texts.word(word) if word in texts.tables().words else _(word)
