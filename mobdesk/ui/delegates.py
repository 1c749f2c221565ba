"""How rows are drawn: one paint for all kinds, no widgets in cells, ground and bar in one place.

Kinds (``Column.paint``): first, person, text, soft, sum, stage, marks, check, badge. The value of a
``stage`` is its code; of ``marks`` a ``Marks``; of ``check`` a bool; of ``badge`` a ``CellBadge``.

A page of a table is a few hundred cells, painted at every key of a search: the table draws column
by column, so that font and colour are set once; colours, fonts and signs are prepared once per
theme, texts are laid out once. No picture of a row is kept: nothing drawn can be out of date.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap, QStaticText

from mobdesk import texts
from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.parts.chips import check_side, paint_tick
from mobdesk.ui.parts.marks import badge_height, badge_width, paint_badge
from mobdesk.ui.parts.stages import ENDS, glyph_size, paint_readiness, paint_stage
from mobdesk.ui.shown import NOTHING
from mobdesk.ui.table_model import Column, TableModel

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


class Strip(NamedTuple):
    """Where a visible column stands."""

    number: int
    x: int
    width: int


class Lines(NamedTuple):
    """The rows to draw: ``places`` in the table, the top of the first one, the height of each."""

    places: range
    top: int
    height: int


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
        self._signs: dict[tuple[tuple[str, ...], float, float], QPixmap] = {}

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
            line = " ".join(words.splitlines()) if "\n" in words else words
            text = self._laid_out(line, font, equal)
            if text.size().width() > room:
                dots = Qt.TextElideMode.ElideRight
                cut = self.look.metrics(font, equal).elidedText(line, dots, room)
                text = self._laid_out(cut, font, equal)
            size = text.size()
            found = self._texts[key] = (text, size.width(), size.height())
        return found

    def person(self, words: str, room: int) -> str:
        """ "Last, First" cut in the last name, so that the letter of the first name stays."""
        last, comma, first = words.partition(", ")
        metrics = self.look.metrics("strong")
        if not comma or metrics.horizontalAdvance(words) <= room:
            return words
        end = f", {first[:1]}."
        rest = room - metrics.horizontalAdvance(end)
        return metrics.elidedText(last, Qt.TextElideMode.ElideRight, rest) + end

    def signs(self, states: tuple[str, ...], side: float, step: float, ratio: float) -> QPixmap:
        """Readiness beside each other, ``step`` apart, or the ring of one stage (step 0)."""
        key = (states, side, ratio if step else -ratio)
        found = self._signs.get(key)
        if found is None:
            high = round(side * 1.1) + 1
            wide = round(step * (len(states) - 1)) + high
            found = QPixmap(round(wide * ratio), round(high * ratio))
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw = paint_readiness if step else paint_stage
            for number, state in enumerate(states):
                draw(painter, QRectF(round(number * step), 0, side, side), state)
            painter.end()
            self._signs[key] = found
        return found

    def _laid_out(self, words: str, font: str, equal: bool) -> QStaticText:
        text = QStaticText(words)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.prepare(font=self.font(font, equal))
        return text


class Hand:
    """A painter with what is prepared; fonts and colours are set only where they change."""

    def __init__(self, painter: QPainter, ready: Prepared) -> None:
        self.painter, self.ready = painter, ready
        device = painter.device()
        self.ratio = device.devicePixelRatioF() if device else 1.0
        self._font: tuple[str, bool] | None = None
        self._role = ""

    def words(self, cell: Cell, font: str, role: str, equal: bool = False) -> None:
        """One line of text in the middle of the cell."""
        ready, painter = self.ready, self.painter
        text, width, height = ready.text(cell.words, font, equal, int(cell.width))
        if self._font != (font, equal):
            self._font = font, equal
            painter.setFont(ready.font(font, equal))
        if self._role != role:
            self._role = role
            painter.setPen(ready.colour(role))
        x = cell.x + cell.width - width if cell.right else cell.x
        painter.drawStaticText(QPointF(x, cell.y + (cell.height - height) / 2), text)

    def free(self) -> QPainter:
        """The painter itself, for what sets its own pen and font; with smooth edges."""
        self._font, self._role = None, ""
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return self.painter


class RowPainter:
    """Draws the rows of a table of ``columns``."""

    def __init__(self, columns: tuple[Column, ...], model: TableModel) -> None:
        self._columns, self._model = columns, model
        self._kinds = [_KINDS.get(column.paint, _text) for column in columns]
        self._right = [column.align == Qt.AlignmentFlag.AlignRight for column in columns]
        self._prepared: Prepared | None = None
        #: first and last row of each chosen stretch
        self.chosen: list[tuple[int, int]] = []

    def draw(self, painter: QPainter, lines: Lines, strips: Sequence[Strip]) -> None:
        """Draw the rows ``lines`` in the columns ``strips``, from left to right."""
        if not strips or not lines.places:
            return
        look, ready = theme.current(), self._prepared
        if ready is None or ready.look is not look:
            ready = self._prepared = Prepared(look)
        self._grounds(painter, ready, lines, strips)
        hand = Hand(painter, ready)
        for strip in strips:
            self._column(hand, lines, strip)

    def _grounds(
        self, painter: QPainter, ready: Prepared, lines: Lines, strips: Sequence[Strip]
    ) -> None:
        height, left = lines.height, strips[0].x
        wide = strips[-1].x + strips[-1].width - left
        line, chosen = ready.colour("line"), self.chosen
        for place, y in _each(lines):
            if chosen and any(first <= place <= last for first, last in chosen):
                painter.fillRect(left, y, wide, height, ready.colour("accent_soft"))
                if strips[0].number == 0:
                    painter.fillRect(left, y, BAR, height, ready.colour("accent"))
            painter.fillRect(left, y + height - 1, wide, 1, line)

    def is_cut(self, number: int, words: str, width: int) -> bool:
        """Whether words of the column ``number`` end in dots where it is ``width`` pixels wide."""
        look, paint = theme.current(), self._columns[number].paint
        if paint in _KINDS and paint != "person":
            return False
        font = "strong" if paint in ("first", "person") else "body"
        room = width - (look.px(2) if number == 0 else look.u) - look.px(0.5)
        return look.metrics(font).horizontalAdvance(words) > room

    def _column(self, hand: Hand, lines: Lines, strip: Strip) -> None:
        ready, number = hand.ready, strip.number
        column, right, draw = self._columns[number], self._right[number], self._kinds[number]
        side = ready.two if number == 0 else ready.u
        x, height = strip.x + side, lines.height - 1
        room = strip.width - side - (ready.u if right else ready.half)
        cell_of = self._model.cell
        for place, y in _each(lines):
            words, value = cell_of(place, number)
            if words is not None:
                draw(hand, Cell(x, y, room, height, words, value, right), column)


def _each(lines: Lines) -> zip[tuple[int, int]]:
    """The place in the table and the top of every row."""
    tops = range(lines.top, lines.top + lines.height * len(lines.places), lines.height)
    return zip(lines.places, tops, strict=True)


Draw = Callable[[Hand, Cell, Column], None]


def _text(hand: Hand, cell: Cell, column: Column) -> None:
    font = "strong" if column.paint == "first" else "body"
    role = "soft" if column.paint == "soft" or cell.words == NOTHING else "text"
    hand.words(cell, font, role, column.paint == "sum")


def _person(hand: Hand, cell: Cell, column: Column) -> None:
    words = hand.ready.person(cell.words, int(cell.width))
    hand.words(cell._replace(words=words), "strong", "text")


def _stage(hand: Hand, cell: Cell, column: Column) -> None:
    if not cell.value:
        _text(hand, cell, column)
        return
    side, state = hand.ready.glyph, str(cell.value)
    top = cell.y + round((cell.height - side) / 2)
    ring = hand.ready.signs((state,), side, 0, hand.ratio)
    hand.painter.drawPixmap(QPointF(round(cell.x), top), ring)
    shift = side + hand.ready.u
    rest = cell._replace(x=cell.x + shift, width=cell.width - shift)
    hand.words(rest, "body", "soft" if state in ENDS else "text")


def _marks(hand: Hand, cell: Cell, column: Column) -> None:
    value = cell.value
    if not value:
        _text(hand, cell, column)
        return
    ready = hand.ready
    side = ready.glyph * 0.95
    step = side + ready.u * 0.375
    top = cell.y + round((cell.height - side) / 2)
    glyphs = ready.signs(value.states, side, step, hand.ratio)
    hand.painter.drawPixmap(QPointF(round(cell.x), top), glyphs)
    shift = len(value.states) * step + ready.u
    rest = cell._replace(words=value.next, x=cell.x + shift, width=cell.width - shift)
    role = "soft" if value.tone == "plain" else ready.look.tone(value.tone).text
    hand.words(rest, "strong" if value.tone == "wait" else "body", role)


def _check(hand: Hand, cell: Cell, column: Column) -> None:
    if not cell.value:
        _text(hand, cell._replace(words=NOTHING), column)
        return
    side = check_side(hand.ready.look)
    top = cell.y + round((cell.height - side) / 2)
    paint_tick(hand.free(), QRectF(cell.x, top, side, side), hand.ready.colour("ok_text"))


def _badge(hand: Hand, cell: Cell, column: Column) -> None:
    value = cell.value
    if not value:
        _text(hand, cell._replace(words=NOTHING), column)
        return
    high = badge_height(hand.ready.look)
    wide = min(badge_width(value.text, value.icon), cell.width)
    top = cell.y + round((cell.height - high) / 2)
    place = QRectF(cell.x, top, wide, high)
    paint_badge(hand.free(), place, value.text, value.tone, value.icon)


_KINDS: dict[str, Draw] = {
    "person": _person, "stage": _stage, "marks": _marks, "check": _check, "badge": _badge,
}  # fmt: skip


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
