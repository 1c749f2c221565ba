"""Buttons: main, second, quiet and link; and signs that stand alone (close, more)."""

from __future__ import annotations

from typing import Literal, NamedTuple

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from mobdesk.ui import icons, theme
from mobdesk.ui.parts.base import Pressable, painter_for, rounded
from mobdesk.ui.theme import Theme

Kind = Literal["main", "second", "quiet", "link"]

#: font role, space at the left and right in u
_SHAPE: dict[str, tuple[str, float]] = {
    "main": ("strong", 2.125),
    "second": ("label", 2.125),
    "quiet": ("strong", 1.125),
    "link": ("strong", 0.0),
}


class _Look(NamedTuple):
    words: QColor
    ground: QColor | None
    frame: QColor | None


class Button(QPushButton):
    """A button with words, verb and object. A main one stands once on a page."""

    def __init__(
        self, text: str, kind: Kind = "second", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.kind: Kind = kind
        self._icon = icon
        self._hovered = False
        theme.set_font(self, _SHAPE[kind][0])
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)

    def set_possible(self, possible: bool, why: str = "") -> None:
        """Not possible now: the button turns quiet and its tooltip says why."""
        self.setEnabled(possible)
        self.setToolTip("" if possible else why)
        self.setAccessibleDescription("" if possible else why)

    def set_icon(self, name: str) -> None:
        """Show another icon left of the words."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        across = look.px(_SHAPE[self.kind][1]) * 2 + self._content_width(look)
        height = look.body_height + look.u if self.kind == "link" else look.control_height
        return QSize(round(across), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def ring_radius(self) -> float:
        return theme.current().radius

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
        colors = self._colors(look)
        painter = painter_for(self)
        if colors.ground is not None or colors.frame is not None:
            rounded(painter, QRectF(self.rect()), look.radius, colors.ground, colors.frame)
        content = self._content_width(look)
        x = 0.0 if self.kind == "link" else (self.width() - content) / 2
        if self.kind == "link":
            x = self.width() - content
        if self._icon:
            size = look.icon_size
            icons.paint(painter, self._icon, colors.words, x, (self.height() - size) / 2, size)
            x += size + (look.u if self.text() else 0)
        painter.setFont(self.font())
        painter.setPen(colors.words)
        painter.drawText(
            QRectF(x, 0, self.width() - x, self.height()),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic),
            self.text(),
        )
        if self.kind == "link" and (self._hovered or self.isDown()) and self.isEnabled():
            line = (self.height() + look.metrics("strong").height()) / 2 - 1
            painter.fillRect(QRectF(x, round(line), self.width() - x, 1), colors.words)
        painter.end()

    def _content_width(self, look: Theme) -> float:
        width = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text()).width()
        if self._icon:
            width += look.icon_size + (look.u if self.text() else 0)
        return width + 1

    def _colors(self, look: Theme) -> _Look:
        down, over = self.isDown() or self.isChecked(), self._hovered
        if not self.isEnabled():
            return {
                "main": _Look(look.color("quiet"), look.color("neutral_soft"), None),
                "second": _Look(look.color("quiet"), look.color("surface"), look.color("line")),
            }.get(self.kind, _Look(look.color("quiet"), None, None))
        if self.kind == "main":
            fill = "accent_pressed" if down else "accent_hover" if over else "accent_fill"
            return _Look(look.color("on_accent"), look.color(fill), None)
        if self.kind == "second":
            ground = look.color("neutral_soft" if over else "surface")
            if down:
                ground = look.color("line")
            return _Look(look.color("text"), ground, look.color("edge"))
        words = look.color("accent_text")
        if self.kind == "link" or not (down or over):
            return _Look(words, None, None)
        soft = look.color("accent_soft")
        return _Look(words, look.mixed("accent", "accent_soft", 0.15) if down else soft, None)


class IconButton(Pressable):
    """A sign alone: close, more, copy. ``name`` is its tooltip and accessible name."""

    def __init__(
        self,
        icon: str,
        name: str,
        role: str = "soft",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self._icon = icon
        self._role = role
        self._small = small
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Say in tooltip and name what pressing does."""
        self.setToolTip(name)
        self.setAccessibleName(name)

    def set_icon(self, icon: str, role: str | None = None) -> None:
        """Show another sign."""
        self._icon, self._role = icon, role or self._role
        self.update()

    def set_possible(self, possible: bool, why: str = "") -> None:
        name = self.accessibleName()
        super().set_possible(possible, why)
        self.setToolTip(why if why and not possible else name)

    def sizeHint(self) -> QSize:
        look = theme.current()
        side = look.body_height + look.u if self._small else look.control_height
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        if self.isEnabled() and (self.hovered or self.isDown()):
            ground = look.color("line" if self.isDown() else "neutral_soft")
            rounded(painter, QRectF(self.rect()), look.radius, ground)
        role = self._role if self.isEnabled() else "quiet"
        if self.isEnabled() and self.hovered and role == "soft":
            role = "text"
        size = look.icon_size
        x, y = (self.width() - size) / 2, (self.height() - size) / 2
        icons.paint(painter, self._icon, look.color(role), x, y, size)
        painter.end()
