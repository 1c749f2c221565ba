"""The rows of Today: a date or an icon, two lines, and at the right a badge or what can be done."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from mobdesk.ui import icons, theme
from mobdesk.ui.parts.base import Pressable, advance, painter_for, rounded, words
from mobdesk.ui.parts.marks import (
    DateBlock,
    badge_height,
    badge_width,
    paint_badge,
    paint_icon_tile,
)


class Sign(NamedTuple):
    """The badge at the right of a row."""

    words: str
    tone: str = "plain"
    icon: str = ""


class TodayRow(Pressable):
    """Pressing it opens what the row is about; a ``still`` one only tells.

    Long lines end in dots; their name is whole.
    """

    def __init__(
        self,
        first: str,
        second: str = "",
        *,
        day: date | None = None,
        icon: str = "",
        tone: str = "wait",
        sign: Sign | None = None,
        link: str = "",
        note: str = "",
        still: bool = False,
    ) -> None:
        super().__init__(first)
        self.still = still
        if still:  # nothing opens for this role: no stop on the way of Tab, no answer to a pointer
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._second, self._icon, self._tone = second, icon, tone
        self._sign, self._link, self._note = sign, link, note
        self._block = DateBlock(day, self) if day is not None else None
        if self._block is not None:
            self._block.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        when = self._block.accessibleName() if self._block is not None else ""
        spoken = (when, first, second, sign.words if sign else "", note, link)
        self.setAccessibleName(", ".join(part for part in spoken if part))

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.chars(30), self._height(look))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        rect = QRectF(self.rect())
        if self.hovered or self.isDown():
            side = look.px(0.75)
            rounded(painter, rect.adjusted(-side, 0, side, 0), look.radius, look.color("sunk"))
        left = self._paint_left(look, rect, painter)
        right = self._paint_right(look, rect, painter)
        high = look.metrics("strong").height()
        room = right - left - look.px(1.5)
        top = (rect.height() - high) / 2
        if self._second:
            below = look.metrics("body").height()
            top = (rect.height() - high - below - look.px(0.25)) / 2
            second = QRectF(left, top + high + look.px(0.25), room, below)
            self._line(painter, second, self._second, "body", "soft")
        font = "strong" if self._second else "body"
        self._line(painter, QRectF(left, top, room, high), self.text(), font, "text")
        painter.end()

    def _line(self, painter: QPainter, rect: QRectF, text: str, font: str, role: str) -> None:
        look = theme.current()
        cut = look.metrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        words(painter, rect, cut, font, look.color(role))

    def _paint_left(self, look: theme.Theme, rect: QRectF, painter: QPainter) -> float:
        if self._block is not None:
            size = self._block.sizeHint()
            self._block.setGeometry(
                0, round((rect.height() - size.height()) / 2), size.width(), size.height()
            )
            return size.width() + look.px(1.5)
        if not self._icon:
            return 0.0
        if not self._second:
            sign = look.icon_size
            y = (rect.height() - sign) / 2
            color = look.color(look.tone(self._tone).text)
            icons.paint(painter, self._icon, color, 0, y, sign)
            return sign + look.px(1.25)
        side = look.body_height + look.px(1.25)
        tile = QRectF(0, round((rect.height() - side) / 2), side, side)
        paint_icon_tile(painter, tile, self._icon, self._tone)
        return side + look.px(1.5)

    def _paint_right(self, look: theme.Theme, rect: QRectF, painter: QPainter) -> float:
        x = rect.right()
        if self._link:
            width = advance(self._link, "strong")
            x -= width
            place = QRectF(x, 0, width + 1, rect.height())
            words(painter, place, self._link, "strong", look.color("accent_text"))
        if self._note:
            width = advance(self._note, "body")
            x -= width
            place = QRectF(x, 0, width + 1, rect.height())
            words(painter, place, self._note, "body", look.color("soft"))
        if self._sign is not None:
            width, high = badge_width(self._sign.words, self._sign.icon), badge_height(look)
            x -= width
            place = QRectF(x, round((rect.height() - high) / 2), width, high)
            paint_badge(painter, place, *self._sign)
        return x

    def _height(self, look: theme.Theme) -> int:
        if not self._second:
            return look.body_height + look.px(1)
        lines = look.metrics("strong").height() + look.metrics("body").height()
        return round(lines) + look.px(1)
