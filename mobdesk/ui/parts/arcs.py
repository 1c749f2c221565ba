"""The one ornament: the line from home to a place and back; and the mark made of it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mobdesk.ui import theme
from mobdesk.ui.parts.base import Painted, painter_for, rounded
from mobdesk.ui.parts.labels import Label, Paragraph

#: places on the ground line: how far from home, how high the arc (shares of the longest)
_PLACES = ((0.19, 0.21), (0.365, 0.395), (0.55, 0.59), (0.75, 0.775), (1.0, 1.0))


def paint_arcs(
    painter: QPainter,
    home: QPointF,
    reach: float,
    height: float,
    line: QColor,
    chosen: QColor,
    ground: QColor,
    places: int = 5,
) -> None:
    """Draw the arcs from ``home``: ``reach`` to the farthest place, ``height`` of its arc."""
    thin, thick = max(1.2, reach / 420), max(2.0, reach / 260)
    dot = max(4.2, reach / 110)
    for distance, share in _PLACES[-places:]:
        last = distance == 1.0
        end = home + QPointF(reach * distance, 0)
        top = -height * share * 4 / 3
        path = QPainterPath(home)
        path.cubicTo(
            home + QPointF(reach * distance * 0.31, top),
            end + QPointF(-reach * distance * 0.31, top),
            end,
        )
        painter.setPen(QPen(chosen if last else line, thick if last else thin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)
        if last:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(chosen)
            painter.drawEllipse(end, dot * 1.15, dot * 1.15)
        else:
            painter.setPen(QPen(line, thin * 1.5))
            painter.setBrush(ground)
            painter.drawEllipse(end, dot, dot)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(chosen)
    painter.drawEllipse(home, dot * 1.15, dot * 1.15)


class Arcs(Painted):
    """The drawing of an empty page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(57), look.px(17))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        width, height = self.width(), self.height()
        y = height - look.px(1.5) + 0.5
        painter.setPen(QPen(look.color("line"), 1.0))
        painter.drawLine(QPointF(0, y), QPointF(width, y))
        home = QPointF(width * 0.16, y)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for i in (1, 2, 3):
            radius = look.px(2.9) * i
            painter.drawArc(
                QRectF(home.x() - radius, y - radius, radius * 2, radius * 2), 0, 180 * 16
            )
        line = look.mixed("quiet", "canvas", 0.7)
        paint_arcs(
            painter,
            home,
            width * 0.74,
            y - look.px(1),
            line,
            look.color("accent"),
            look.color("canvas"),
            4,
        )
        painter.end()


class NightPanel(QWidget):
    """The deep blue half of the unlock screen and the first start: mark, arcs, greeting."""

    def __init__(self, headline: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        column = QVBoxLayout(self)
        theme.space(column, 6, 1)
        top = QHBoxLayout()
        theme.space(top, gap=1.5)
        top.addWidget(Mark(on_night=True))
        top.addWidget(Label("Mobdesk", "section", "night_text"))
        top.addStretch(1)
        column.addLayout(top)
        column.addStretch(4)
        self._headline = Paragraph(headline, "display", "night_text", most=60)
        self._sentence = Paragraph(sentence, "lead", "night_soft", most=60)
        column.addWidget(self._headline)
        column.addWidget(self._sentence)
        column.addStretch(1)

    def show_words(self, shown: bool) -> None:
        """A narrow panel has the drawing alone."""
        self._headline.setVisible(shown)
        self._sentence.setVisible(shown)
        self.update()

    def say(self, headline: str, sentence: str) -> None:
        """Greet in other words."""
        self._headline.setText(headline)
        self._sentence.setText(sentence)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        width, height = self.width(), self.height()
        night = QLinearGradient(0, 0, width, height)
        night.setColorAt(0, look.color("night_top"))
        night.setColorAt(1, look.color("night_bottom"))
        painter.fillRect(self.rect(), night)
        margin = look.px(7.5)
        ground = height * 0.74 if self._headline.isHidden() else self._headline.y() - look.px(5)
        y = round(min(height * (0.74 if self._headline.isHidden() else 0.62), ground)) + 0.5
        home = QPointF(margin, y)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("night_line", 0.16), 1.2))
        for i in range(1, 9):
            radius = width * 0.135 * i
            around = QRectF(home.x() - radius, y - radius, radius * 2, radius * 2)
            painter.drawArc(around, 0, 180 * 16)
        painter.setPen(QPen(look.color("night_line", 0.5), 1.0))
        painter.drawLine(QPointF(0, y), QPointF(width, y))
        top = max(look.px(10), height * 0.25)
        if y - top > look.px(4):
            paint_arcs(
                painter,
                home,
                width - margin * 2,
                y - top,
                look.color("night_line", 0.75),
                look.color("night_gold"),
                look.color("night_bottom"),
            )
        painter.end()


class Mark(Painted):
    """The program's mark: the line there and back on a blue tile."""

    def __init__(self, on_night: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent, "Mobdesk")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._on_night = on_night

    def sizeHint(self) -> QSize:
        look = theme.current()
        side = look.body_height + look.px(1.5)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        paint_mark(painter, QRectF(self.rect()), self._on_night)
        painter.end()


def paint_mark(painter: QPainter, rect: QRectF, on_night: bool = False) -> None:
    """Draw the mark: home, the arc, the place."""
    look = theme.current()
    side = min(rect.width(), rect.height())
    tile = look.color("night_tile" if on_night else "night_top")
    rounded(painter, rect, side * 0.22, tile)

    def at(x: float, y: float) -> QPointF:
        return QPointF(rect.x() + x * side, rect.y() + y * side)

    arc = QPainterPath(at(0.25, 0.70))
    arc.cubicTo(at(0.30, 0.12), at(0.70, 0.12), at(0.75, 0.70))
    pen = QPen(look.color("night_text"), side * 0.095)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(arc)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("night_text"))
    painter.drawEllipse(at(0.25, 0.70), side * 0.105, side * 0.105)
    painter.setBrush(look.color("night_gold"))
    painter.drawEllipse(at(0.75, 0.70), side * 0.105, side * 0.105)
