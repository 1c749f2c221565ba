"""Choices in one line: filter chips, segments for views, check boxes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from mobdesk.ui import icons, theme
from mobdesk.ui.parts.base import Pressable, advance, painter_for, rounded, words


class Chip(Pressable):
    """A filter that is on or off; ``count`` says how many rows it would leave."""

    def __init__(
        self,
        text: str,
        count: int | None = None,
        icon: str = "",
        checkable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self.setCheckable(checkable)
        self.set_count(count)
        self.toggled.connect(lambda _on: self.updateGeometry())

    def set_count(self, count: int | None) -> None:
        """Say how many rows match."""
        self._count = "" if count is None else f"{count:,}"
        self.setAccessibleName(f"{self.text()} {self._count}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        width = advance(self.text(), "label") + look.px(2.75)
        if self._sign():
            width += self._sign_size() + look.u
        if self._shown_count():
            width += look.u + advance(self._shown_count(), "label")
        return QSize(round(width), look.chip_height)

    def ring_radius(self) -> float:
        return self.height() / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        on = self.isChecked()
        ground = look.color("accent_soft" if on else "neutral_soft" if self.hovered else "surface")
        frame = look.color("accent" if on else "edge")
        rect = QRectF(self.rect())
        rounded(painter, rect, rect.height() / 2, ground, frame)
        color = look.color("accent_text" if on else "text")
        x = look.px(1.375)
        if self._sign():
            size = self._sign_size()
            icons.paint(painter, self._sign(), color, x, (self.height() - size) / 2, size)
            x += size + look.u
        words(painter, rect.adjusted(x, 0, 0, 0), self.text(), "label", color)
        if self._shown_count():
            x += round(advance(self.text(), "label")) + look.u
            rest = rect.adjusted(x, 0, 0, 0)
            words(painter, rest, self._shown_count(), "label", look.color("soft"))
        painter.end()

    def _sign(self) -> str:
        return "check" if self.isChecked() else self._icon

    def _sign_size(self) -> int:
        return round(theme.current().icon_size * 0.85)

    def _shown_count(self) -> str:
        return "" if self.isChecked() else self._count


class _Segment(Pressable):
    """One view of several; arrows go to its neighbours."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        look = theme.current()
        width = max(advance(self.text(), "label"), advance(self.text(), "strong"))
        return QSize(round(width) + look.px(3), look.control_height - 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        rect = QRectF(self.rect())
        if self.isChecked():
            ground, frame = look.color("accent_soft"), look.color("accent")
            rounded(painter, rect, look.radius - 1, ground, frame)
        elif self.hovered:
            rounded(painter, rect, look.radius - 1, look.color("neutral_soft"))
        color = look.color("accent_text" if self.isChecked() else "soft")
        font = "strong" if self.isChecked() else "label"
        words(painter, rect, self.text(), font, color, Qt.AlignmentFlag.AlignHCenter)
        painter.end()


class Segments(QWidget):
    """One of a few views; ``chosen`` tells its key."""

    chosen = Signal(str)

    def __init__(
        self, choices: Sequence[tuple[str, str]], name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _Segment] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for key, text in choices:
            button = _Segment(text, self)
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)
            button.clicked.connect(lambda _on=False, key=key: self.chosen.emit(key))
        if choices:
            self.choose(choices[0][0])

    def choose(self, key: str) -> None:
        """Show ``key`` as chosen, without telling."""
        self._buttons[key].setChecked(True)

    def current(self) -> str:
        """The key of the chosen view."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def set_possible(self, key: str, possible: bool, why: str = "") -> None:
        """One view cannot be chosen now; its tooltip says why."""
        self._buttons[key].set_possible(possible, why)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        ground, frame = look.color("surface"), look.color("edge")
        rounded(painter, QRectF(self.rect()), look.radius + 1, ground, frame)
        painter.end()


class CheckBox(QCheckBox):
    """A painted check box: any style sheet rule on the indicator removes Fusion's mark."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._hovered = False
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme.current()
        width = self._box() + 2
        if self.text():
            width += look.px(1.25) + round(advance(self.text(), "body")) + 2
        return QSize(width, max(look.body_height, self._box()) + look.u)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return True

    def ring_radius(self) -> float:
        return theme.current().u * 0.5

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        side = self._box()
        box = QRectF(1, round((self.height() - side) / 2), side, side)
        paint_check(painter, box, self.checkState(), self.isEnabled(), self._hovered)
        if self.text():
            rest = QRectF(box.right() + look.px(1.25), 0, self.width(), self.height())
            color = look.color("text" if self.isEnabled() else "quiet")
            words(painter, rest, self.text(), "body", color)
        painter.end()

    def _box(self) -> int:
        return check_side(theme.current())


def check_side(look: theme.Theme) -> int:
    """The side of a check box beside body text."""
    return round(look.body_height * 0.95)


def paint_check(
    painter: QPainter,
    box: QRectF,
    state: Qt.CheckState,
    enabled: bool = True,
    hovered: bool = False,
) -> None:
    """Draw a check box; for tables too."""
    look = theme.current()
    radius = box.width() * 0.25
    if state == Qt.CheckState.Unchecked:
        ground = look.color("neutral_soft" if hovered and enabled else "surface")
        rounded(painter, box, radius, ground, look.color("edge" if enabled else "line"), 1.5)
        return
    fill = "accent_fill" if enabled else "neutral_soft"
    rounded(painter, box, radius, look.color("accent_hover" if hovered and enabled else fill))
    color = look.color("on_accent" if enabled else "quiet")
    if state == Qt.CheckState.PartiallyChecked:
        painter.setPen(QPen(color, max(1.5, box.width() * 0.12)))
        y = box.center().y()
        inset = box.width() * 0.28
        painter.drawLine(QPointF(box.left() + inset, y), QPointF(box.right() - inset, y))
        return
    paint_tick(painter, box, color)


def paint_tick(painter: QPainter, box: QRectF, color: QColor) -> None:
    """A check mark in the middle of ``box``."""
    pen = QPen(color, max(1.4, box.width() * 0.085))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    at = [(0.29, 0.53), (0.44, 0.67), (0.72, 0.36)]
    painter.drawPolyline(
        [QPointF(box.x() + x * box.width(), box.y() + y * box.height()) for x, y in at]
    )
