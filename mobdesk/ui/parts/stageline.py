"""The stage line: what is done, what is now, what is to come. Each step can be pressed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.parts.base import Pressable, advance, painter_for, words
from mobdesk.ui.parts.chips import paint_tick


class Step(NamedTuple):
    """A stage: its key, its word, and what it needs (said in tooltip and description)."""

    key: str
    word: str
    needs: str = ""


class _StepButton(Pressable):
    """One ring with its word below. ``state``: done, now, later or ended."""

    def __init__(self, step: Step, parent: StageLine) -> None:
        super().__init__(step.word, parent)
        self.key = step.key
        self.line = parent
        self.set(step, "later")

    def set(self, step: Step, state: str) -> None:
        said = {"done": _("done"), "now": _("now"), "ended": _("ended"), "later": _("to come")}
        self.key, self.state = step.key, state
        self.setText(step.word)
        self.setAccessibleName(f"{step.word}, {said[state]}")
        self.setAccessibleDescription(step.needs)
        self.setToolTip(step.needs)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        height = ring_side(look) + look.px(0.5) + look.metrics("caption_strong").height()
        return QSize(round(advance(self.text(), "caption_strong")) + look.px(1), round(height))

    def ring_shape(self) -> QRect:
        return self.ring_rect().toRect()

    def ring_radius(self) -> float:
        return ring_side(theme.current()) / 2

    def ring_rect(self) -> QRectF:
        side = ring_side(theme.current())
        return QRectF(round((self.width() - side) / 2), 0, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        ring = self.ring_rect()
        painter.setPen(Qt.PenStyle.NoPen)
        if self.state == "done":
            painter.setBrush(look.mixed("accent", "accent_soft", 0.15 if self.hovered else 0.0))
            painter.drawEllipse(ring)
            paint_tick(painter, ring, look.color("accent_text"))
        elif self.state == "now":
            painter.setBrush(look.color("accent_hover" if self.hovered else "accent_fill"))
            painter.drawEllipse(ring)
            painter.setBrush(look.color("on_accent"))
            dot = ring.width() * 0.17
            painter.drawEllipse(ring.center(), dot, dot)
        else:
            line = max(1.4, ring.width() * 0.07)
            ended = self.state == "ended"
            role = "soft" if ended else "accent" if self.hovered else "edge"
            painter.setPen(QPen(look.color(role), line))
            painter.setBrush(look.color("surface"))
            inner = ring.adjusted(line / 2, line / 2, -line / 2, -line / 2)
            painter.drawEllipse(inner)
            if ended:
                off = inner.width() / 2 * 0.707
                middle = inner.center()
                painter.drawLine(middle + QPointF(-off, off), middle + QPointF(off, -off))
        here = self.state in ("now", "ended")
        font = "caption_strong" if here else "caption"
        below = QRectF(0, ring.bottom(), self.width(), self.height() - ring.height())
        below.adjust(0, look.px(0.5), 0, 0)
        color = look.color("text" if here else "soft")
        words(painter, below, self.text(), font, color, Qt.AlignmentFlag.AlignHCenter)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self.line.move_focus(self, step)
            return
        super().keyPressEvent(event)


class StageLine(QWidget):
    """Seven steps in a row; an end replaces what was to come."""

    step_pressed = Signal(str)

    def __init__(
        self,
        steps: Sequence[Step] = (),
        now: str = "",
        ended: Step | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        theme.space(self._row, 0, 0.5)
        self._buttons: list[_StepButton] = []
        self.set(steps, now, ended)

    def set(self, steps: Sequence[Step], now: str, ended: Step | None = None) -> None:
        """Show ``now``; with ``ended`` it is the last stage that was reached."""
        keys = [step.key for step in steps]
        at = keys.index(now) if now in keys else -1
        shown: list[tuple[Step, str]] = []
        for i, step in enumerate(steps):
            if ended is not None and i > at:
                break
            here = i == at and ended is None
            last = here and i == len(steps) - 1
            shown.append(
                (
                    step,
                    "done" if i < at or last or (ended and i == at) else "now" if here else "later",
                )
            )
        if ended is not None:
            shown.append((ended, "ended"))
        while len(self._buttons) > len(shown):
            button = self._buttons.pop()
            self._row.removeWidget(button)
            button.deleteLater()
        for i, (step, state) in enumerate(shown):
            if i == len(self._buttons):
                button = _StepButton(step, self)
                button.clicked.connect(
                    lambda _on=False, button=button: self.step_pressed.emit(button.key)
                )
                self._buttons.append(button)
                self._row.addWidget(button, 1, Qt.AlignmentFlag.AlignHCenter)
            self._buttons[i].set(step, state)
        names: Mapping[str, str] = {state: step.word for step, state in shown}
        self.setAccessibleName(names.get("ended") or names.get("now") or names.get("done", ""))
        self.update()

    def move_focus(self, button: _StepButton, by: int) -> None:
        """Left and right go along the line."""
        i = self._buttons.index(button) + by
        if 0 <= i < len(self._buttons):
            self._buttons[i].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        for before, after in zip(self._buttons, self._buttons[1:], strict=False):
            left, right = before.ring_rect(), after.ring_rect()
            start = before.mapTo(self, left.center().toPoint()).x() + left.width() / 2
            end = after.mapTo(self, right.center().toPoint()).x() - right.width() / 2
            y = round(before.y() + left.center().y()) + 0.5
            reached = after.state in ("done", "now")
            pen = QPen(look.color("accent" if reached else "edge"))
            pen.setWidthF(max(2.0, look.u / 4) if reached else max(1.0, look.u / 8))
            if not reached:
                pen.setDashPattern([2.0, 2.0])
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            space = look.px(0.5)
            painter.drawLine(QPointF(start + space, y), QPointF(end - space, y))
        painter.end()


def ring_side(look: theme.Theme) -> int:
    """The side of a step's circle."""
    return round(look.body_height * 1.3)
