"""Small signs that are read, not pressed: badge, initials, date, icon on a tile."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mobdesk.i18n import N_, _
from mobdesk.ui import icons, theme
from mobdesk.ui.parts.base import Painted, advance, painter_for, rounded, words

_MONTHS = tuple(
    map(N_, ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"))
)


class Badge(Painted):
    """A pill on a soft ground: icon and words, or a plain number."""

    def __init__(
        self, text: str, tone: str = "plain", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(text, tone, icon)

    def set(self, text: str, tone: str = "plain", icon: str = "") -> None:
        """Show other words."""
        self.text, self.tone, self.icon = text, tone, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(round(badge_width(self.text, self.icon)), badge_height(look))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        paint_badge(painter, QRectF(self.rect()), self.text, self.tone, self.icon)
        painter.end()


def badge_height(look: theme.Theme) -> int:
    """The height of a badge."""
    return round(look.metrics("caption_strong").height()) + max(2, round(look.u * 0.5))


def _badge_icon(look: theme.Theme) -> int:
    return round(look.metrics("caption_strong").capHeight() * 1.65)


def badge_width(text: str, icon: str = "") -> float:
    """The width of a badge with these words."""
    look = theme.current()
    width = advance(text, "caption_strong") + 2 * look.u + 1
    return width + (_badge_icon(look) + look.u * 0.625 if icon else 0)


def paint_badge(painter: QPainter, rect: QRectF, text: str, tone: str, icon: str = "") -> None:
    """Draw a badge into ``rect``; for tables, which have no widgets in cells."""
    look = theme.current()
    roles = look.tone(tone)
    rounded(painter, rect, rect.height() / 2, look.color(roles.soft))
    x = rect.x() + look.u
    color = look.color(roles.text)
    if icon:
        size = _badge_icon(look)
        icons.paint(painter, icon, color, x, rect.y() + (rect.height() - size) / 2, size)
        x += size + look.u * 0.625
    words(
        painter, QRectF(x, rect.y(), rect.right() - x, rect.height()), text, "caption_strong", color
    )


def initials(name: str) -> str:
    """The first letters of the first and the last word."""
    parts = [part for part in name.replace(",", " ").split() if part[:1].isalnum()]
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


class Avatar(Painted):
    """Initials on a circle."""

    def __init__(self, name: str, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent, name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._small = small
        self.set_name(name)

    def set_name(self, name: str) -> None:
        """Show another person."""
        self._initials = initials(name)
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        side = look.body_height + look.px(1.75 if self._small else 3.25)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        rect = QRectF(self.rect())
        rounded(painter, rect, rect.width() / 2, look.color("neutral_soft"))
        font = "caption_strong" if self._small else "section"
        words(
            painter, rect, self._initials, font, look.color("soft"), Qt.AlignmentFlag.AlignHCenter
        )
        painter.end()


class DateBlock(Painted):
    """Day and month on a soft ground."""

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_day(day)

    def set_day(self, day: date) -> None:
        """Show another day."""
        self._day, self._month = str(day.day), _(_MONTHS[day.month - 1])
        self.setAccessibleName(f"{day.day} {self._month} {day.year}")
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        widest = max(advance(_(month), "caption") for month in _MONTHS)
        height = look.metrics("section").height() + look.metrics("caption").height()
        return QSize(round(widest) + look.px(2), round(height) + look.px(1))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        rect = QRectF(self.rect())
        rounded(painter, rect, look.radius, look.color("neutral_soft"))
        top = rect.adjusted(0, look.u * 0.5, 0, 0)
        top.setHeight(look.metrics("section").height())
        middle = Qt.AlignmentFlag.AlignHCenter
        words(painter, top, self._day, "section", look.color("text"), middle)
        below = QRectF(0, top.bottom(), rect.width(), look.metrics("caption").height())
        words(painter, below, self._month, "caption", look.color("soft"), middle)
        painter.end()


class IconTile(Painted):
    """An icon on a soft square, in a tone."""

    def __init__(
        self, icon: str, tone: str = "accent", large: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._icon, self._tone, self._large = icon, tone, large

    def set(self, icon: str, tone: str) -> None:
        """Show another icon or tone."""
        self._icon, self._tone = icon, tone
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        side = look.body_height + look.px(2.5 if self._large else 1.25)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        paint_icon_tile(painter, QRectF(self.rect()), self._icon, self._tone)
        painter.end()


def paint_icon_tile(painter: QPainter, rect: QRectF, icon: str, tone: str) -> None:
    """Draw an icon on a soft square."""
    look = theme.current()
    roles = look.tone(tone)
    rounded(painter, rect, look.radius, look.color(roles.soft))
    size = look.icon_size if rect.width() < look.px(4.25) else round(look.icon_size * 1.15)
    x, y = rect.x() + (rect.width() - size) / 2, rect.y() + (rect.height() - size) / 2
    icons.paint(painter, icon, look.color(roles.text), x, y, size)


class IconLabel(Painted):
    """An icon beside words, in its tone."""

    def __init__(self, icon: str, role: str = "soft", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._icon, self._role = icon, role

    def set(self, icon: str, role: str) -> None:
        """Show another icon or colour."""
        self._icon, self._role = icon, role
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.icon_size, max(look.icon_size, look.body_height))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        size = look.icon_size
        icons.paint(
            painter, self._icon, look.color(self._role), 0, (self.height() - size) / 2, size
        )
        painter.end()
