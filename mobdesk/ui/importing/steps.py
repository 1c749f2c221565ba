"""The line of steps above the wizard: File, Table, Columns, Check."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.parts.base import Painted, advance, painter_for, rounded, words
from mobdesk.ui.parts.chips import paint_tick


class Steps(Painted):
    """Numbers with their words; what is done has a check mark. Back and the main button move."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._names = tuple(names)
        self.show_step(0)

    def show_step(self, now: int) -> None:
        """Mark the step that is worked on."""
        self.now = now
        said = _("Step {n} of {all}: {name}")
        self.setAccessibleName(
            said.format(n=now + 1, all=len(self._names), name=self._names[now])
        )  # fmt: skip
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        wide = sum(advance(name, "strong") for name in self._names)
        gaps = len(self._names) * (self._side() + look.px(1)) + (len(self._names) - 1) * look.px(6)
        return QSize(round(wide + gaps), self._side() + 2)

    def _side(self) -> int:
        return theme.current().body_height + theme.current().px(0.5)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        side, x = self._side(), 1.0
        for number, name in enumerate(self._names):
            ring = QRectF(x, 1, side, side)
            middle = Qt.AlignmentFlag.AlignHCenter
            if number < self.now:
                rounded(painter, ring, side / 2, look.color("accent_soft"))
                paint_tick(painter, ring, look.color("accent_text"))
            elif number == self.now:
                rounded(painter, ring, side / 2, look.color("accent_fill"))
                words(
                    painter,
                    ring,
                    str(number + 1),
                    "caption_strong",
                    look.color("on_accent"),
                    middle,
                )
            else:
                rounded(painter, ring, side / 2, look.color("surface"), look.color("edge"), 1.5)
                words(painter, ring, str(number + 1), "caption_strong", look.color("soft"), middle)
            x += side + look.px(1)
            font = "strong" if number == self.now else "body"
            role = "soft" if number > self.now else "text"
            words(painter, QRectF(x, 0, self.width(), side + 2), name, font, look.color(role))
            x += advance(name, font) + look.px(1.5)
            if number + 1 < len(self._names):
                rule = QRectF(round(x), round((side + 2) / 2), look.px(3), 2)
                painter.fillRect(rule, look.color("edge"))
                x += look.px(4.5)
        painter.end()
