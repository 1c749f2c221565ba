"""What painted widgets share: antialiased painting, the theme, and pressing by key or pointer.

A widget that keeps something made from the theme (a fixed width, a document) has a method
``theme_changed``; ``theme.apply`` calls it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from mobdesk.ui import theme


def painter_for(widget: QWidget) -> QPainter:
    """A painter with smooth edges. End it before the paint event returns."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def rounded(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None = None,
    frame: QColor | None = None,
    width: float = 1.0,
) -> None:
    """A rounded ground with a frame that lies inside ``rect`` on whole pixels."""
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if frame is None:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        painter.setPen(QPen(frame, width))
        half = width / 2
        rect = rect.adjusted(half, half, -half, -half)
        radius = max(0.0, radius - half)
    painter.drawRoundedRect(rect, radius, radius)


def words(
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: str | QFont,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line of text, in the middle of ``rect`` from top to bottom."""
    painter.setFont(theme.current().font(font) if isinstance(font, str) else font)
    painter.setPen(color)
    painter.drawText(
        rect, int(align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text
    )


def advance(text: str, font: str) -> float:
    """The width of ``text`` in the font of a role."""
    return theme.current().metrics(font).horizontalAdvance(text)


def wraps(widget: QWidget) -> None:
    """The widget's height follows from its width."""
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)


class Painted(QWidget):
    """A painted widget that keeps its hinted height; ``name`` is what a screen reader says."""

    def __init__(self, parent: QWidget | None = None, name: str = "") -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if name:
            self.setAccessibleName(name)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Pressable(QAbstractButton):
    """A painted control that can be pressed: Space and Enter, pointer, hover, name."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hovered = False

    def set_possible(self, possible: bool, why: str = "") -> None:
        """Not possible now: the tooltip says why."""
        self.setEnabled(possible)
        self.setToolTip("" if possible else why)
        self.setAccessibleDescription("" if possible else why)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered = False
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def ring_radius(self) -> float:
        """The corner of this widget's shape, for the focus ring."""
        return theme.current().radius
