"""How cells are drawn: one paint for all kinds, no widgets in cells, ground and bar in one place.

Kinds (``Column.paint``): first, text, soft, sum, stage, marks, check, badge. The value of a
``stage`` is its code; of ``marks`` a ``Marks``; of ``check`` a bool; of ``badge`` a ``CellBadge``.

A page of a table is a few hundred cells, painted at every key of a search: colours, fonts and
signs are prepared once per theme, texts are laid out once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, cast

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap, QStaticText
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from mobdesk import texts
from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.parts.chips import check_side, paint_tick
from mobdesk.ui.parts.marks import badge_height, badge_width, paint_badge
from mobdesk.ui.parts.stages import ENDS, glyph_size, paint_readiness, paint_stage
from mobdesk.ui.shown import NOTHING
from mobdesk.ui.table_model import Column, Index, TableModel

BAR = 3
_MOST_TEXTS = 6000


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


class Cell(NamedTuple):
    """Where a cell is drawn, and what it says."""

    x: float
    y: int
    width: float
    height: int
    words: str
    value: Any
    right: bool


class Prepared:
    """Colours, fonts, laid out texts and drawn signs of one theme."""

    def __init__(self, look: theme.Theme) -> None:
        self.look = look
        self.u, self.half, self.two = look.u, look.px(0.5), look.px(2)
        self.glyph = glyph_size(look)
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[tuple[str, bool], QFont] = {}
        self._texts: dict[tuple[str, str, bool, int], tuple[QStaticText, float, float]] = {}
        self._signs: dict[tuple[str, str, float], QPixmap] = {}

    def colour(self, role: str) -> QColor:
        """The colour of a role."""
        found = self._colours.get(role)
        if found is None:
            found = self._colours[role] = self.look.color(role)
        return found

    def font(self, role: str, equal: bool) -> QFont:
        """The font of a role."""
        found = self._fonts.get((role, equal))
        if found is None:
            found = self._fonts[role, equal] = self.look.font(role, equal)
        return found

    def text(
        self, words: str, font: str, equal: bool, room: int
    ) -> tuple[QStaticText, float, float]:
        """``words`` laid out, with dots where ``room`` is too small; its width and height."""
        key = (words, font, equal, room)
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) > _MOST_TEXTS:
                self._texts.clear()
            metrics = self.look.metrics(font, equal)
            line = " ".join(words.splitlines()) if "\n" in words else words
            text = QStaticText(metrics.elidedText(line, Qt.TextElideMode.ElideRight, room))
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(font=self.font(font, equal))
            size = text.size()
            found = self._texts[key] = (text, size.width(), size.height())
        return found

    def sign(self, painter: QPainter, kind: str, state: str, side: float) -> QPixmap:
        """The sign of a stage (``stage``) or of readiness (``marks``) as a pixmap."""
        device = painter.device()
        ratio = device.devicePixelRatioF() if device else 1.0
        key = (kind, state, side * 1000 + ratio)
        found = self._signs.get(key)
        if found is None:
            room = round(side * 1.1) + 1
            found = QPixmap(round(room * ratio), round(room * ratio))
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.transparent)
            own = QPainter(found)
            own.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw = paint_stage if kind == "stage" else paint_readiness
            draw(own, QRectF(0, 0, side, side), state)
            own.end()
            self._signs[key] = found
        return found

    def words(
        self, painter: QPainter, cell: Cell, font: str, role: str, equal: bool = False
    ) -> None:
        """One line of text in the middle of the cell."""
        text, width, height = self.text(cell.words, font, equal, int(cell.width))
        painter.setFont(self.font(font, equal))
        painter.setPen(self.colour(role))
        x = cell.x + cell.width - width if cell.right else cell.x
        painter.drawStaticText(QPointF(x, cell.y + (cell.height - height) / 2), text)


class RowDelegate(QStyledItemDelegate):
    """Draws every cell of a table of ``columns``."""

    def __init__(self, columns: tuple[Column, ...], model: TableModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns, self._model = columns, model
        self._kinds = [_KINDS.get(column.paint, _text) for column in columns]
        self._right = [column.align == Qt.AlignmentFlag.AlignRight for column in columns]
        self._prepared: Prepared | None = None
        #: first and last row of each chosen stretch; asking the option's state costs more
        self.chosen: list[tuple[int, int]] = []

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.current().chars(8), theme.current().control_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, ready = theme.current(), self._prepared
        if ready is None or ready.look is not look:
            ready = self._prepared = Prepared(look)
        place, number = index.row(), index.column()
        x, y, width, height = cast("tuple[int, int, int, int]", option.rect.getRect())
        if self.chosen and any(top <= place <= end for top, end in self.chosen):
            painter.fillRect(x, y, width, height, ready.colour("accent_soft"))
            if number == 0:
                painter.fillRect(x, y, BAR, height, ready.colour("accent"))
        painter.fillRect(x, y + height - 1, width, 1, ready.colour("line"))
        words, value = self._model.cell(place, number)
        if words is None:
            return
        side = ready.two if number == 0 else ready.u
        right = self._right[number]
        room = width - side - (ready.u if right else ready.half)
        cell = Cell(x + side, y, room, height - 1, words, value, right)
        self._kinds[number](ready, painter, cell, self._columns[number])


Draw = Callable[[Prepared, QPainter, Cell, Column], None]


def _text(ready: Prepared, painter: QPainter, cell: Cell, column: Column) -> None:
    font = "strong" if column.paint == "first" else "body"
    role = "soft" if column.paint == "soft" or cell.words == NOTHING else "text"
    ready.words(painter, cell, font, role, column.paint == "sum")


def _stage(ready: Prepared, painter: QPainter, cell: Cell, column: Column) -> None:
    if not cell.value:
        _text(ready, painter, cell, column)
        return
    side = ready.glyph
    state = str(cell.value)
    top = cell.y + round((cell.height - side) / 2)
    painter.drawPixmap(QPointF(round(cell.x), top), ready.sign(painter, "stage", state, side))
    shift = side + ready.u
    rest = cell._replace(x=cell.x + shift, width=cell.width - shift)
    ready.words(painter, rest, "body", "soft" if state in ENDS else "text")


def _marks(ready: Prepared, painter: QPainter, cell: Cell, column: Column) -> None:
    value = cell.value
    if not value:
        _text(ready, painter, cell, column)
        return
    side = ready.glyph * 0.95
    step = side + ready.u * 0.375
    top = cell.y + round((cell.height - side) / 2)
    for number, state in enumerate(value.states):
        at = QPointF(round(cell.x + number * step), top)
        painter.drawPixmap(at, ready.sign(painter, "marks", state, side))
    shift = len(value.states) * step + ready.u
    rest = cell._replace(words=value.next, x=cell.x + shift, width=cell.width - shift)
    role = "soft" if value.tone == "plain" else ready.look.tone(value.tone).text
    ready.words(painter, rest, "strong" if value.tone == "wait" else "body", role)


def _check(ready: Prepared, painter: QPainter, cell: Cell, column: Column) -> None:
    if not cell.value:
        _text(ready, painter, cell._replace(words=NOTHING), column)
        return
    side = check_side(ready.look)
    top = cell.y + round((cell.height - side) / 2)
    _smooth(painter)
    paint_tick(painter, QRectF(cell.x, top, side, side), ready.colour("ok_text"))


def _badge(ready: Prepared, painter: QPainter, cell: Cell, column: Column) -> None:
    value = cell.value
    if not value:
        _text(ready, painter, cell._replace(words=NOTHING), column)
        return
    high = badge_height(ready.look)
    wide = min(badge_width(value.text, value.icon), cell.width)
    top = cell.y + round((cell.height - high) / 2)
    _smooth(painter)
    paint_badge(painter, QRectF(cell.x, top, wide, high), value.text, value.tone, value.icon)


def _smooth(painter: QPainter) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


_KINDS: dict[str, Draw] = {"stage": _stage, "marks": _marks, "check": _check, "badge": _badge}


def column_width(column: Column) -> int:
    """The width of a column: by its known words, or in characters."""
    look = theme.current()
    if not column.words:
        return look.chars(column.width or 18)
    metrics = look.metrics("strong" if column.paint in ("marks", "first") else "body")
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
    return texts.word(word) if word in texts.tables().words else _(word)
