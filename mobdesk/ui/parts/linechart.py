"""The own line on screen: painted from the same description as in the PDF."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from mobdesk.domain.charts import LineChart, curve
from mobdesk.ui import theme
from mobdesk.ui.parts.base import Painted, advance, painter_for, rounded, words

_RIGHT = Qt.AlignmentFlag.AlignRight


class LineChartView(Painted):
    """The own line: plum, gaps open, "your usual range" as a band; never red."""

    def __init__(
        self, chart: LineChart, small: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._small = small
        vertical = QSizePolicy.Policy.Fixed if small else QSizePolicy.Policy.Expanding
        self.setSizePolicy(QSizePolicy.Policy.Expanding, vertical)
        self.set(chart)

    def set(self, chart: LineChart) -> None:
        """Show another line."""
        self._chart = chart.on_own_scale() if self._small else chart
        self.setAccessibleName(chart.title)
        self.setAccessibleDescription(chart.sentence)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        if self._small:
            return QSize(look.chars(24), look.px(4))
        return QSize(look.chars(60), look.px(16) + self._below(look))

    def minimumSizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.chars(16 if self._small else 32), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        if self._chart.points:
            plot = self._plot()
            if not self._small:
                self._paint_scale(painter, plot)
            self._paint_band(painter, plot)
            self._paint_line(painter, plot)
            if not self._small:
                self._paint_axis(painter, plot)
        painter.end()

    def _plot(self) -> QRectF:
        look = theme.current()
        rect = QRectF(self.rect())
        if self._small:
            return rect.adjusted(look.px(0.75), look.px(0.75), -look.px(0.75), -look.px(0.75))
        names = max((advance(word, "caption") for _v, word in self._chart.scale), default=0.0)
        half = look.metrics("caption").height() / 2
        left = names + look.px(2)
        return rect.adjusted(left, half, -look.px(1), -self._below(look))

    def _at(self, plot: QRectF, x: float, y: float) -> QPointF:
        return QPointF(plot.left() + plot.width() * x, plot.bottom() - plot.height() * y)

    def _paint_scale(self, painter: QPainter, plot: QRectF) -> None:
        look = theme.current()
        height = look.metrics("caption").height()
        for value, word in self._chart.scale:
            y = self._at(plot, 0, self._chart.y(value)).y()
            start = plot.left() - look.px(1)
            painter.fillRect(QRectF(start, round(y), self.width() - start, 1), look.color("line"))
            place = QRectF(0, y - height / 2, plot.left() - look.px(2), height)
            words(painter, place, word, "caption", look.color("soft"), _RIGHT)

    def _paint_band(self, painter: QPainter, plot: QRectF) -> None:
        if self._chart.band is None:
            return
        look = theme.current()
        low, high = sorted(self._chart.band)
        top, bottom = (self._at(plot, 0, self._chart.y(v)).y() for v in (high, low))
        more = look.px(0.75)
        band = QRectF(plot.left() - more, top, plot.width() + 2 * more, max(2.0, bottom - top))
        rounded(painter, band, look.u * 0.5, look.color("mine_soft"))

    def _paint_line(self, painter: QPainter, plot: QRectF) -> None:
        look = theme.current()
        mine, ground = look.color("mine"), look.color("surface")
        pen = QPen(mine, max(1.8, look.u * 0.24))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        dot = look.u * 0.45
        runs = self._chart.runs()
        for run in runs:
            path = QPainterPath(self._at(plot, *run[0]))
            for first, second, end in curve(run):
                path.cubicTo(*(self._at(plot, *point) for point in (first, second, end)))
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)
            if self._small and len(run) > 1:
                continue
            painter.setBrush(ground)
            painter.setPen(QPen(mine, max(1.5, look.u * 0.2)))
            for point in run:
                painter.drawEllipse(self._at(plot, *point), dot, dot)
        if runs:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mine)
            last = dot * (0.85 if self._small else 1.25)
            painter.drawEllipse(self._at(plot, *runs[-1][-1]), last, last)

    def _paint_axis(self, painter: QPainter, plot: QRectF) -> None:
        look = theme.current()
        chart = self._chart
        height = look.metrics("caption").height()
        top = plot.bottom() + look.px(1.25)
        before = -1.0
        for day, word in chart.ticks:
            wide = advance(word, "caption")
            x = min(max(0.0, self._at(plot, chart.x(day), 0).x() - wide / 2), self.width() - wide)
            if x > before:
                words(
                    painter, QRectF(x, top, wide + 1, height), word, "caption", look.color("soft")
                )
                before = x + wide + look.u
        top += height + look.px(0.25)
        first, last = chart.days()
        for span in chart.spans:
            if span.last < first or span.first > last:
                continue
            left, right = (self._at(plot, chart.x(day), 0).x() for day in (span.first, span.last))
            right = max(right, left + look.px(2))
            y = top + height / 2
            painter.setPen(QPen(look.color("accent"), max(2.0, look.u / 4)))
            painter.drawLine(QPointF(left, y), QPointF(right, y))
            wide = advance(span.word, "caption")
            x = left - look.px(0.75) - wide
            if x < plot.left():
                x = right + look.px(0.75)
            words(
                painter,
                QRectF(x, top, wide + 1, height),
                span.word,
                "caption",
                look.color("accent_text"),
            )
        if chart.spans and chart.band_word:
            top += height
        if chart.band is not None and chart.band_word:
            place = QRectF(plot.left(), top, self.width(), height)
            words(painter, place, chart.band_word, "caption", look.color("mine_text"))

    def _below(self, look: theme.Theme) -> int:
        rows = 1 + bool(self._chart.spans) + bool(self._chart.band_word)
        return round(rows * look.metrics("caption").height()) + look.px(2)
