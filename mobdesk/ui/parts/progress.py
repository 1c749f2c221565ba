"""Bars without axes: how far a long work is, how a number is shared out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.parts.base import Painted, advance, painter_for, rounded, words, wraps
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import Elided, Label


class ProgressLine(Painted):
    """A bar of one unit; ``total`` 0 means that the end is not known."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._share = 0.0

    def set_progress(self, done: int, total: int) -> None:
        """Show ``done`` of ``total``."""
        self._share = max(0.0, min(1.0, done / total)) if total > 0 else 0.0
        self.setAccessibleDescription(f"{round(self._share * 100)} %")
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.chars(20), look.u)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        rect = QRectF(self.rect())
        rounded(painter, rect, rect.height() / 2, look.color("sunk"), look.color("edge"))
        if self._share > 0:
            painter.save()
            whole = QPainterPath()
            whole.addRoundedRect(rect, rect.height() / 2, rect.height() / 2)
            painter.setClipPath(whole)
            filled = QRectF(0, 0, max(rect.height(), rect.width() * self._share), rect.height())
            painter.fillRect(filled, look.color("accent_fill"))
            painter.restore()
        painter.end()


class Working(QWidget):
    """Task, "row 18,240 of 50,000", bar, Cancel, and what Cancel leaves behind."""

    def __init__(self, task: str, cancel_says: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        theme.space(row, 0, 2.5)
        column = QVBoxLayout()
        theme.space(column, gap=0.75)
        line = QHBoxLayout()
        theme.space(line, gap=2)
        self._task = Elided(task, "strong")
        self._words = Label("", "body", "soft", equal_digits=True)
        line.addWidget(self._task, 1)
        line.addWidget(self._words)
        self._bar = ProgressLine(task)
        column.addLayout(line)
        column.addWidget(self._bar)
        self._says = Label(cancel_says, "caption", "soft")
        column.addWidget(self._says)
        if not cancel_says:
            self._says.hide()
        row.addLayout(column, 1)
        self.cancel = Button(_("Cancel"))
        row.addWidget(self.cancel)

    def set_progress(self, done: int, total: int, said: str = "") -> None:
        """Show how far the work is, in words too."""
        self._words.setText(said)
        self._bar.set_progress(done, total)


class Share(NamedTuple):
    """A part of the whole: number, word, kind (ok, accent, tint, empty)."""

    number: int
    word: str
    kind: str


class ShareBar(Painted):
    """One bar that is shared out, with its words below."""

    def __init__(self, shares: Sequence[Share] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        wraps(self)
        self.set(shares)

    def set(self, shares: Sequence[Share]) -> None:
        """Show other shares."""
        self._shares = tuple(Share(*share) for share in shares)
        self.setAccessibleName(", ".join(f"{share.number} {share.word}" for share in self._shares))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        width = sum(self._legend_width(share) for share in self._shares) - look.px(2)
        width = min(math.ceil(width) + 1, look.chars(60))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().chars(20), self.heightForWidth(self.sizeHint().width()))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        look = theme.current()
        rows = max(1, len(self._legend_rows(width)))
        line = look.metrics("caption").height()
        return math.ceil(look.px(3) + rows * line + (rows - 1) * look.px(0.5))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        bar = QRectF(0, 0, self.width(), look.px(2))
        self._paint_bar(painter, bar)
        y = bar.bottom() + look.px(1)
        height = look.metrics("caption").height()
        for row in self._legend_rows(self.width()):
            x = 0.0
            for share in row:
                side = round(look.metrics("caption").capHeight())
                tile = QRectF(round(x), round(y + (height - side) / 2), side, side)
                frame = look.color("edge" if share.kind == "empty" else "accent")
                if share.kind == "ok":
                    frame = look.color("ok")
                rounded(painter, tile, side * 0.3, self._color(share.kind), frame)
                x += side + look.px(0.625)
                number = f"{share.number:,}"
                line = QRectF(x, y, self.width(), height)
                words(painter, line, number, "caption_strong", look.color("text"))
                x += advance(number + " ", "caption_strong")
                line.setLeft(x)
                words(painter, line, share.word, "caption", look.color("soft"))
                x += advance(share.word, "caption") + look.px(2)
            y += height + look.px(0.5)
        painter.end()

    def _paint_bar(self, painter: QPainter, bar: QRectF) -> None:
        look = theme.current()
        total = sum(share.number for share in self._shares)
        radius = look.u * 0.5
        rounded(painter, bar, radius, look.color("surface"))
        painter.save()
        shape = QPainterPath()
        shape.addRoundedRect(bar, radius, radius)
        painter.setClipPath(shape)
        x = bar.left()
        for share in self._shares:
            width = bar.width() * share.number / total if total else 0.0
            painter.fillRect(
                QRectF(round(x), 0, round(x + width) - round(x), bar.height()),
                self._color(share.kind),
            )
            x += width
            if share.number and x < bar.right() - 1:
                painter.fillRect(QRectF(round(x) - 1, 0, 1, bar.height()), look.color("surface"))
        painter.restore()
        rounded(painter, bar, radius, None, look.color("edge"))

    def _color(self, kind: str) -> QColor:
        look = theme.current()
        if kind == "tint":
            return look.mixed("accent_fill", "surface", 0.3)
        return look.color({"ok": "ok", "accent": "accent_fill"}.get(kind, "surface"))

    def _legend_width(self, share: Share) -> float:
        look = theme.current()
        number = advance(f"{share.number:,} ", "caption_strong")
        side = look.metrics("caption").capHeight() + look.px(0.625)
        return side + number + advance(share.word, "caption") + look.px(2)

    def _legend_rows(self, width: float) -> list[list[Share]]:
        rows: list[list[Share]] = []
        left = 0.0
        for share in self._shares:
            needed = self._legend_width(share)
            if not rows or left < needed - theme.current().px(2):
                rows.append([])
                left = width
            rows[-1].append(share)
            left -= needed
        return rows
