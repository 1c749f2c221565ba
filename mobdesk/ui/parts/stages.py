"""Stages and readiness: the line of seven, the ring that fills like a clock, the four marks.

Glyphs differ by shape, so they are read without colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mobdesk.ui import icons, theme
from mobdesk.ui.parts.base import Painted, advance, painter_for, words
from mobdesk.ui.parts.chips import paint_tick

#: stage -> how much of the ring is filled, colour role
_CLOCK: dict[str, tuple[float, str]] = {
    "idea": (0.0, "quiet"),
    "applied": (0.125, "quiet"),
    "selected": (0.25, "accent"),
    "confirmed": (0.5, "accent"),
    "abroad": (0.66, "accent"),
    "returned": (0.85, "ok"),
    "closed": (1.0, "ok"),
}
ENDS = ("not_selected", "withdrawn", "cancelled", "returned_early")

#: state of a readiness mark -> the role of its words
_WORDS = {
    "ready": "soft",
    "under_way": "soft",
    "look": "wait_text",
    "not_yet": "soft",
    "rate_missing": "soft",
}


class ReadinessMark(NamedTuple):
    """One mark: name ("Papers"), state, one or two words ("1 missing")."""

    name: str
    state: str
    words: str


def glyph_size(look: theme.Theme) -> int:
    """The side of a stage ring or a small readiness glyph beside body text."""
    return max(12, round(look.body_height * 0.78))


def paint_stage(painter: QPainter, rect: QRectF, stage: str) -> None:
    """Draw the ring of a stage or an end."""
    look = theme.current()
    line = max(1.4, rect.width() * 0.115)
    ring = rect.adjusted(line / 2, line / 2, -line / 2, -line / 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if stage in ENDS:
        _slashed(painter, ring, look.color("quiet"), line)
        return
    share, role = _CLOCK[stage]
    color = look.color(role)
    if share >= 1.0:
        _full(painter, rect, color, look.color("surface"))
        return
    painter.setPen(QPen(color, line))
    painter.drawEllipse(ring)
    if share > 0:
        inset = line * 1.45
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPie(
            ring.adjusted(inset, inset, -inset, -inset), 90 * 16, -round(share * 360 * 16)
        )


def paint_readiness(painter: QPainter, rect: QRectF, state: str) -> None:
    """Draw the glyph of a readiness state."""
    look = theme.current()
    side = rect.width()
    if state == "look":
        size = round(side * 1.06)
        icons.paint(painter, "warning", look.color("wait_text"), rect.x(), rect.y(), size)
        return
    if state == "ready":
        _full(painter, rect, look.color("ok"), look.color("surface"))
        return
    line = max(1.4, side * 0.1)
    ring = rect.adjusted(line / 2 + 0.5, line / 2 + 0.5, -line / 2 - 0.5, -line / 2 - 0.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state == "under_way":
        painter.setPen(QPen(look.color("accent"), line))
        painter.drawEllipse(ring)
        inset = line * 1.45
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("accent"))
        painter.drawPie(ring.adjusted(inset, inset, -inset, -inset), 90 * 16, -180 * 16)
        return
    missing = state == "rate_missing"
    pen = QPen(look.color("soft" if missing else "quiet"), line)
    # A whole number of dashes, so that the ring closes without a seam.
    count = 10
    dash = ring.width() * 3.14159 / line / count
    pen.setDashPattern([dash * 0.58, dash * 0.42])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawEllipse(ring)
    if missing:
        color = look.color("soft")
        x, width = rect.center().x(), max(1.3, side * 0.1)
        painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(x, rect.y() + side * 0.31), QPointF(x, rect.y() + side * 0.54))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawEllipse(QPointF(x, rect.y() + side * 0.69), width * 0.6, width * 0.6)


def _full(painter: QPainter, rect: QRectF, color: QColor, tick: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    paint_tick(painter, rect, tick)


def _slashed(painter: QPainter, ring: QRectF, color: QColor, line: float) -> None:
    painter.setPen(QPen(color, line))
    painter.drawEllipse(ring)
    off = ring.width() / 2 * 0.707
    middle = ring.center()
    painter.drawLine(middle + QPointF(-off, off), middle + QPointF(off, -off))


class StageGlyph(Painted):
    """Ring and word of a stage."""

    def __init__(self, stage: str, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(stage, word)

    def set(self, stage: str, word: str) -> None:
        """Show another stage."""
        self._stage, self._word = stage, word
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        width = glyph_size(look) + look.px(0.75) + round(advance(self._word, "body")) + 2
        return QSize(width, look.body_height)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        side = glyph_size(look)
        paint_stage(painter, QRectF(0, round((self.height() - side) / 2), side, side), self._stage)
        rest = QRectF(side + look.px(0.75), 0, self.width(), self.height())
        role = "soft" if self._stage in ENDS else "text"
        words(painter, rest, self._word, "body", look.color(role))
        painter.end()


class ReadinessMarks(Painted):
    """The four marks beside the stage, with names and words; ``columns`` 4 or 2."""

    def __init__(
        self,
        marks: Sequence[ReadinessMark] = (),
        columns: int = 4,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = columns
        self.set(marks)

    def set(self, marks: Sequence[ReadinessMark]) -> None:
        """Show other marks."""
        self._marks = tuple(ReadinessMark(*mark) for mark in marks)
        self.setAccessibleName("; ".join(f"{mark.name}: {mark.words}" for mark in self._marks))
        self.updateGeometry()
        self.update()

    def set_columns(self, columns: int) -> None:
        """Two by two where the page is narrow."""
        self._columns = columns
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        rows = -(-len(self._marks) // self._columns)
        height = rows * self._row_height(look) + max(0, rows - 1) * look.px(1.5)
        return QSize(round(self._column_width(look) * self._columns - look.px(2)), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        across = max(self._column_width(look), self.width() / self._columns)
        side = self._side(look)
        for i, mark in enumerate(self._marks):
            x = round(i % self._columns * across)
            y = (i // self._columns) * (self._row_height(look) + look.px(1.5))
            top = y + (self._row_height(look) - side) / 2
            paint_readiness(painter, QRectF(x, round(top), side, side), mark.state)
            left = x + side + look.u
            name = look.metrics("strong").height()
            words(painter, QRectF(left, y, across, name), mark.name, "strong", look.color("text"))
            rest = QRectF(left, y + name, across, look.metrics("caption").height())
            color = look.color(_WORDS[mark.state])
            words(painter, rest, mark.words, "caption", color)
        painter.end()

    @staticmethod
    def _side(look: theme.Theme) -> int:
        return round(look.body_height * 1.05)

    @staticmethod
    def _row_height(look: theme.Theme) -> int:
        return round(look.metrics("strong").height() + look.metrics("caption").height())

    def _column_width(self, look: theme.Theme) -> float:
        widest = max(
            (max(advance(m.name, "strong"), advance(m.words, "caption")) for m in self._marks),
            default=0.0,
        )
        return self._side(look) + look.u + widest + look.px(2)
