"""Bars on screen: painted from the same description as in the PDF."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mobdesk.domain.charts import MOST_OVER, Bar, BarChart
from mobdesk.ui import theme
from mobdesk.ui.parts.base import Painted, advance, painter_for, rounded, words
from mobdesk.ui.parts.marks import badge_height, badge_width, paint_badge

_RIGHT = Qt.AlignmentFlag.AlignRight


def paint_bar(painter: QPainter, track: QRectF, bar: Bar) -> None:
    """Track = awarded, solid = done, tint with end line = signed for, hatched beyond = over."""
    look = theme.current()
    lengths = bar.lengths()
    radius = min(look.u * 0.5, track.height() / 2)
    if bar.awarded > 0:
        rounded(painter, track, radius, look.color("neutral_soft"))
        painter.save()
        shape = QPainterPath()
        shape.addRoundedRect(track, radius, radius)
        painter.setClipPath(shape)
        done, signed = track.width() * lengths.done, track.width() * lengths.signed
        tint = look.mixed("accent_fill", "surface", 0.3)
        painter.fillRect(QRectF(track.x(), track.y(), round(signed), track.height()), tint)
        solid = QRectF(track.x(), track.y(), round(done), track.height())
        painter.fillRect(solid, look.color("accent_fill"))
        if done < signed < track.width():
            line = max(1.6, look.u * 0.2)
            end = QRectF(track.x() + round(signed) - line, track.y(), line, track.height())
            painter.fillRect(end, look.color("accent"))
        painter.restore()
        rounded(painter, track, radius, None, look.color("edge"))
    if lengths.over > 0:
        gap = look.px(0.25)
        start = track.right() + gap if bar.awarded > 0 else track.left()
        width = max(float(look.u), track.width() * lengths.over - gap)
        paint_hatched(painter, QRectF(start, track.y(), width, track.height()))


def paint_hatched(painter: QPainter, rect: QRectF) -> None:
    """What is over: amber lines in an amber frame."""
    look = theme.current()
    radius = min(look.u * 0.5, rect.height() / 2)
    color = look.color("wait")
    rounded(painter, rect, radius, look.color("surface"))
    painter.save()
    shape = QPainterPath()
    shape.addRoundedRect(rect, radius, radius)
    painter.setClipPath(shape)
    painter.setPen(QPen(color, max(1.0, look.u / 8)))
    step, x = max(5.0, look.u * 0.75), rect.left() - rect.height()
    while x < rect.right():
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
        x += step
    painter.restore()
    rounded(painter, rect, radius, None, color, max(1.2, look.u / 7))


def _legend_items(chart: BarChart) -> list[tuple[str, str]]:
    items = [
        ("done", chart.done_word),
        ("signed", chart.signed_word),
        ("free", chart.free_word),
    ]
    if chart.has_over:
        items.append(("over", chart.over_word))
    return items


def paint_legend(painter: QPainter, right: float, chart: BarChart) -> float:
    """Words and samples, ending at ``right``; returns where they begin."""
    look = theme.current()
    height = look.metrics("caption").height()
    x = right
    wide, high = look.px(2.75), round(look.metrics("caption").capHeight() * 1.15)
    for kind, text in reversed(_legend_items(chart)):
        x -= advance(text, "caption")
        words(painter, QRectF(x, 0, right - x, height), text, "caption", look.color("soft"))
        x -= wide + look.px(0.75)
        tile = QRectF(round(x), round((height - high) / 2), wide, high)
        if kind == "over":
            paint_hatched(painter, tile)
        elif kind == "signed":
            tint = look.mixed("accent_fill", "surface", 0.3)
            rounded(painter, tile, high * 0.35, tint, look.color("accent"))
        elif kind == "free":
            rounded(painter, tile, high * 0.35, look.color("neutral_soft"), look.color("edge"))
        else:
            rounded(painter, tile, high * 0.35, look.color("accent_fill"))
        x -= look.px(2)
    return x + look.px(2)


class BarLegend(Painted):
    """What the parts of the bars mean, for the right end of a card's title."""

    def __init__(self, chart: BarChart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._chart = chart

    def sizeHint(self) -> QSize:
        look = theme.current()
        shown = _legend_items(self._chart)
        width = sum(advance(word, "caption") for _kind, word in shown)
        each = look.px(2.75) + look.px(0.75) + look.px(2)
        return QSize(round(width + len(shown) * each), round(look.metrics("caption").height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        paint_legend(painter, float(self.width()), self._chart)
        painter.end()


class BarChartView(Painted):
    """Awarded, signed for, done and free: one row per category, sums in words."""

    def __init__(self, chart: BarChart, legend: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._legend = legend
        self._stacked = False  # narrow: the bar stands below its name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set(chart)

    def set(self, chart: BarChart) -> None:
        """Show another chart."""
        self._chart = chart
        self.setAccessibleName(chart.title)
        said = "; ".join(f"{b.name}: {b.words}, {b.result} {b.of}".strip() for b in chart.bars)
        self.setAccessibleDescription(f"{chart.sentence} {said}")
        self._arrange()
        self.updateGeometry()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def theme_changed(self) -> None:
        """The words are wider or narrower now."""
        self._arrange()
        self.updateGeometry()

    def _arrange(self) -> None:
        """Bars beside their names as long as the words below them keep clear of the sums."""
        left, right = self._columns(theme.current())
        needed = max((advance(bar.words, "caption") for bar in self._chart.bars), default=0)
        stacked = self.width() - left - right < needed
        if stacked != self._stacked:
            self._stacked = stacked
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        look = theme.current()
        rows = len(self._chart.bars)
        height = self._legend_height(look) + rows * self._row_height(look)
        return QSize(look.chars(90), round(height))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().chars(40), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        if self._legend:
            paint_legend(painter, float(self.width()), self._chart)
        y = float(self._legend_height(look))
        columns = (0.0, 0.0) if self._stacked else self._columns(look)
        for i, bar in enumerate(self._chart.bars):
            if i:
                painter.fillRect(QRectF(0, round(y), self.width(), 1), look.color("line"))
            self._paint_row(painter, bar, y, columns)
            y += self._row_height(look)
        painter.end()

    def _paint_row(
        self, painter: QPainter, bar: Bar, y: float, columns: tuple[float, float]
    ) -> None:
        look = theme.current()
        first, second = look.metrics("strong").height(), look.metrics("caption").height()
        top = y + (self._row_height(look) - first - second) / 2
        left, right = columns
        if self._stacked:
            top = y + look.px(1.5)
        upper = QRectF(0, top, self.width(), first)
        lower = QRectF(0, top + first, self.width(), second)
        words(painter, upper, bar.name, "strong", look.color("text"))
        words(painter, lower, bar.note, "caption", look.color("soft"))
        if bar.is_over:
            wide, high = badge_width(bar.result, "warning"), badge_height(look)
            place = QRectF(self.width() - wide, upper.center().y() - high / 2, wide, high)
            paint_badge(painter, place, bar.result, "wait", "warning")
        else:
            digits = look.font("strong", equal_digits=True)
            words(painter, upper, bar.result, digits, look.color("text"), _RIGHT)
        words(painter, lower, bar.of, "caption", look.color("soft"), _RIGHT)
        room = self.width() - left - right
        share = 1 / (1 + MOST_OVER) if self._chart.has_over else 1.0
        height = round(look.body_height * 0.9)
        middle = upper.center().y()
        if self._stacked:
            middle = lower.bottom() + look.px(0.75) + height / 2
            lower.moveTop(middle + height / 2)
        track = QRectF(left, round(middle - height / 2), round(room * share), height)
        paint_bar(painter, track, bar)
        lower.setLeft(left)
        words(painter, lower, bar.words, "caption", look.color("soft"))

    def _columns(self, look: theme.Theme) -> tuple[float, float]:
        """Where the bars begin, and how much stays free at their right."""
        bars = self._chart.bars
        names = max(
            (max(advance(b.name, "strong"), advance(b.note, "caption")) for b in bars), default=0
        )
        sums = max(
            (
                max(
                    badge_width(b.result, "warning") if b.is_over else advance(b.result, "strong"),
                    advance(b.of, "caption"),
                )
                for b in bars
            ),
            default=0,
        )
        return math.ceil(names + look.px(4)), math.ceil(sums + look.px(4))

    def _legend_height(self, look: theme.Theme) -> int:
        return round(look.metrics("caption").height()) + look.px(0.5) if self._legend else 0

    def _row_height(self, look: theme.Theme) -> int:
        text = look.metrics("strong").height() + look.metrics("caption").height()
        if self._stacked:
            text += look.body_height * 0.9 + look.metrics("caption").height() + look.px(0.5)
        return round(text) + look.px(3.75)
