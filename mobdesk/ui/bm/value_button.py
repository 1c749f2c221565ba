"""A value of the BM sheet that copies itself."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QTextLayout, QTextOption

from mobdesk.ui import icons, theme
from mobdesk.ui.parts.base import Pressable, advance, painter_for, rounded, wraps
from mobdesk.ui.parts.base import words as write

COPIED_MS = 2000


class ValueButton(Pressable):
    """A value with a copy sign; pressing copies it, for two seconds the sign is a check."""

    space_pressed = Signal()
    arrow_pressed = Signal(int)

    def __init__(self) -> None:
        super().__init__("")
        wraps(self)
        self.said = ""
        self.fresh = False  # copied just now
        self._stop = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COPIED_MS)
        self._timer.timeout.connect(lambda: self.set_fresh(False))
        self._then: Callable[[bool], object] = lambda _fresh: None

    def tell(self, then: Callable[[bool], object]) -> None:
        """``then`` hears when "copied" begins and ends."""
        self._then = then

    def set_fresh(self, fresh: bool) -> None:
        """Copied just now, or no more."""
        self.fresh = fresh
        self._timer.stop()
        if fresh:
            self._timer.start()
        self.update()
        self._then(fresh)

    def set_stop(self, stop: bool) -> None:
        """Whether Tab comes here; where the focus is, it always goes on from here."""
        self._stop = stop
        self._take_policy(here=self.hasFocus())

    def _take_policy(self, *, here: bool) -> None:
        tab, click = Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(tab if self._stop or here else click)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._take_policy(here=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        comes_back = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
        self._take_policy(here=event.reason() in comes_back)

    def say(self, said: str) -> None:
        """Show a value; a long one goes on in a next line, so that it can be read whole."""
        if said != self.said:
            self.said = said
            self.updateGeometry()
            self.update()

    def _beside(self) -> int:
        """The room of the sign and of the edges."""
        look = theme.current()
        return self._sign() + look.px(1.25) + 2 * look.px(0.75)

    def sizeHint(self) -> QSize:
        across = math.ceil(advance(self.said, "strong")) + 2 + self._beside()
        return QSize(across, self.heightForWidth(across))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        least = min(hint.width(), theme.current().chars(14))
        return QSize(least, theme.current().body_height + theme.current().px(1))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        look = theme.current()
        lines = len(self._lines(width))
        return lines * look.body_height + look.px(1)

    def _lines(self, width: int) -> list[str]:
        room = max(1, width - self._beside())
        if advance(self.said, "strong") <= room:
            return [self.said]
        layout = QTextLayout(self.said, theme.current().font("strong"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        found = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(room)
            found.append(self.said[line.textStart() : line.textStart() + line.textLength()])
        layout.endLayout()
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self.arrow_pressed.emit(step)
        elif event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.space_pressed.emit()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Space:  # a button would press itself
            super().keyReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        if self.fresh:
            ground, frame = look.color("accent_soft"), look.color("accent")
            rounded(painter, QRectF(self.rect()), look.radius, ground, frame)
        elif self.hovered or self.isDown():
            ground = look.color("line" if self.isDown() else "neutral_soft")
            rounded(painter, QRectF(self.rect()), look.radius, ground)
        sign, left = self._sign(), look.px(0.75)
        role = "accent_text" if self.fresh else "text" if self.isEnabled() else "quiet"
        lines = self._lines(self.width())
        high = look.body_height
        top = (self.height() - len(lines) * high) / 2
        for number, line in enumerate(lines):
            rect = QRectF(left, top + number * high, self.width() - left, high)
            write(painter, rect, line, "strong", look.color(role))
        if self.isEnabled():
            x = left + max(advance(line, "strong") for line in lines) + look.px(1.25)
            icon = "check" if self.fresh else "copy"
            color = look.color("accent_text" if self.fresh or self.hovered else "soft")
            icons.paint(painter, icon, color, x, (self.height() - sign) / 2, sign)
        painter.end()

    def _sign(self) -> int:
        return round(theme.current().icon_size * 0.85)
