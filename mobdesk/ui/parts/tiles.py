"""Tiles: the first choice, nicknames, answers, and a project code in its parts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QGridLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mobdesk.ui import icons, theme
from mobdesk.ui.parts.base import Painted, Pressable, advance, painter_for, rounded, words, wraps
from mobdesk.ui.parts.marks import paint_icon_tile


class ChoiceTile(Pressable):
    """A tall tile: icon, title, one line, chevron. The usual one carries the accent frame."""

    def __init__(
        self,
        icon: str,
        title: str,
        line: str,
        usual: bool = False,
        tone: str = "accent",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self._icon, self._line, self._usual, self._tone = icon, line, usual, tone
        self.setAccessibleName(title)
        self.setAccessibleDescription(line)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme.current()
        text = max(advance(self.text(), "section"), advance(self._line, "body"))
        height = look.metrics("section").height() + look.metrics("body").height()
        across = self._tile(look) + look.px(2) * 3 + text + look.icon_size + look.px(1)
        return QSize(round(across), round(height) + look.px(4))

    def ring_radius(self) -> float:
        return theme.current().card_radius

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        rect = QRectF(self.rect())
        ground = look.color("line" if self.isDown() else "sunk" if self.hovered else "surface")
        frame, width = ("accent", look.u / 4) if self._usual else ("edge", 1.0)
        rounded(painter, rect, look.card_radius, ground, look.color(frame), width)
        side = self._tile(look)
        tile = QRectF(look.px(2), round((rect.height() - side) / 2), side, side)
        paint_icon_tile(painter, tile, self._icon, self._tone)
        left = tile.right() + look.px(2)
        first, second = look.metrics("section").height(), look.metrics("body").height()
        top = (rect.height() - first - second - look.px(0.25)) / 2
        words(
            painter,
            QRectF(left, top, rect.width(), first),
            self.text(),
            "section",
            look.color("text"),
        )
        below = QRectF(left, top + first + look.px(0.25), rect.width(), second)
        words(painter, below, self._line, "body", look.color("soft"))
        size = look.icon_size
        x, y = rect.right() - look.px(2) - size, (rect.height() - size) / 2
        icons.paint(painter, "chevron-right", look.color("text"), x, y, size)
        painter.end()

    @staticmethod
    def _tile(look: theme.Theme) -> int:
        return look.body_height + look.px(2.5)


class _Choice(Pressable):
    """A tile that is one of several; arrows go to its neighbours."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def ground(self, painter: QPainter, tone: str) -> None:
        """Ground and frame, by state and tone."""
        look = theme.current()
        on = self.isChecked()
        roles = look.tone(tone)
        ground = roles.soft if on else "neutral_soft" if self.hovered else "surface"
        frame, width = (roles.graphic, look.u / 4) if on else ("edge", 1.0)
        rounded(
            painter, QRectF(self.rect()), look.radius, look.color(ground), look.color(frame), width
        )


class _Nickname(_Choice):
    def sizeHint(self) -> QSize:
        look = theme.current()
        width = advance(self.text(), "strong") + self._dot(look) + look.px(3.5)
        return QSize(round(width), look.control_height + look.px(0.5))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        self.ground(painter, "accent")
        side = self._dot(look)
        ring = QRectF(look.px(1.25), round((self.height() - side) / 2), side, side)
        on = self.isChecked()
        line = max(1.4, side * 0.11)
        painter.setBrush(look.color("surface"))
        painter.setPen(QPen(look.color("accent" if on else "edge"), line))
        painter.drawEllipse(ring.adjusted(line / 2, line / 2, -line / 2, -line / 2))
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent"))
            painter.drawEllipse(ring.center(), side * 0.24, side * 0.24)
        rest = QRectF(self.rect()).adjusted(ring.right() + look.px(1), 0, 0, 0)
        words(painter, rest, self.text(), "strong" if on else "body", look.color("text"))
        painter.end()

    @staticmethod
    def _dot(look: theme.Theme) -> int:
        return round(look.body_height * 0.88)


class NicknameTiles(QWidget):
    """Who is there, in alphabetical order, three in a row; ``chosen`` tells the nickname."""

    chosen = Signal(str)

    def __init__(
        self, names: Sequence[str], columns: int = 3, name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(self)
        theme.space(grid, 0, 1)
        self._group = QButtonGroup(self)
        for i, each in enumerate(sorted(names, key=str.casefold)):
            tile = _Nickname(each, self)
            self._group.addButton(tile)
            grid.addWidget(tile, i // columns, i % columns)
            tile.clicked.connect(lambda _on=False, each=each: self.chosen.emit(each))
        for column in range(columns):
            grid.setColumnStretch(column, 1)

    def choose(self, name: str) -> None:
        """Show ``name`` as chosen, without telling."""
        for tile in self._group.buttons():
            if tile.text() == name:
                tile.setChecked(True)

    def current(self) -> str:
        """The chosen nickname, or nothing."""
        tile = self._group.checkedButton()
        return tile.text() if tile is not None else ""


class _Answer(_Choice):
    def __init__(self, number: int, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.number = number
        self.setAccessibleName(f"{number} {text}")

    def sizeHint(self) -> QSize:
        look = theme.current()
        width = advance(self.text(), "strong") + look.icon_size * 2 + look.px(6)
        return QSize(round(width), look.body_height + look.px(2.75))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        self.ground(painter, "mine")
        on = self.isChecked()
        side = look.body_height + round(look.u * 0.375)
        tile = QRectF(look.px(1.25), round((self.height() - side) / 2), side, side)
        fill, frame = (look.color("mine"), None) if on else (look.color("sunk"), look.color("line"))
        rounded(painter, tile, look.u * 0.5, fill, frame)
        color = look.color("surface" if on else "soft")
        middle = Qt.AlignmentFlag.AlignHCenter
        words(painter, tile, str(self.number), "caption_strong", color, middle)
        rest = QRectF(self.rect()).adjusted(tile.right() + look.px(1.25), 0, 0, 0)
        words(painter, rest, self.text(), "strong" if on else "body", look.color("text"))
        if on:
            size = look.icon_size
            x, y = self.width() - look.px(1.5) - size, (self.height() - size) / 2
            icons.paint(painter, "check", look.color("mine_text"), x, y, size)
        painter.end()


class Answers(QWidget):
    """The answers of one question, numbered; a digit chooses, ``chosen`` tells the number."""

    chosen = Signal(int)

    def __init__(
        self, answers: Sequence[str], name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        theme.space(column, 0, 1)
        self._group = QButtonGroup(self)
        for number, text in enumerate(answers, 1):
            tile = _Answer(number, text, self)
            self._group.addButton(tile, number)
            column.addWidget(tile)
            tile.clicked.connect(lambda _on=False, number=number: self.chosen.emit(number))

    def choose(self, number: int | None) -> None:
        """Show an answer (None: none) as chosen, without telling."""
        self._group.setExclusive(False)
        for tile in self._group.buttons():
            tile.setChecked(self._group.id(tile) == number)
        self._group.setExclusive(True)

    def button(self, number: int) -> QAbstractButton:
        """The tile of an answer, for the focus."""
        return self._group.button(number)

    def current(self) -> int | None:
        """The chosen number, or None."""
        number = self._group.checkedId()
        return number if number > 0 else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        tile = self._group.button(int(text)) if text.isdecimal() and len(text) == 1 else None
        if tile is None:
            super().keyPressEvent(event)
            return
        tile.setFocus(Qt.FocusReason.ShortcutFocusReason)
        tile.click()


class CodePart(NamedTuple):
    """A part of a project code: as written, what it is, what it means here."""

    part: str
    name: str
    meaning: str


class CodeTiles(Painted):
    """A project code in its parts, each with a short line down to its meaning."""

    def __init__(self, parts: Sequence[CodePart] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        wraps(self)
        self.set(parts)

    def set(self, parts: Sequence[CodePart]) -> None:
        """Explain another code; an unknown meaning is said by the caller, never left out."""
        self._parts = tuple(CodePart(*part) for part in parts)
        self.setAccessibleName(
            "; ".join(f"{part.name} {part.part}: {part.meaning}" for part in self._parts)
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        widths = [self._width(part) for part in self._parts]
        gaps = look.px(2) * max(0, len(widths) - 1)
        width = min(math.ceil(sum(widths)) + gaps, look.chars(150))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        least = max((self._width(part) for part in self._parts), default=0)
        return QSize(math.ceil(least), self._height(theme.current()))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        look = theme.current()
        rows = max(1, len(self._rows(width)))
        return rows * self._height(look) + (rows - 1) * look.px(2)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        y = 0.0
        rows = self._rows(self.width())
        columns = self._columns(rows)
        gap = min(look.px(6), (self.width() - sum(columns)) / max(1, len(columns) - 1))
        for row in rows:
            x = 0.0
            for part, wide in zip(row, columns, strict=False):
                self._paint(painter, round(x), y, part)
                x += wide + gap
            y += self._height(look) + look.px(2)
        painter.end()

    def _paint(self, painter: QPainter, x: float, y: float, part: CodePart) -> None:
        look = theme.current()
        height = look.metrics("title").height() + look.px(0.75)
        tile = QRectF(x, y, advance(part.part, "title") + look.px(2), height)
        rounded(painter, tile, look.u * 0.5, look.color("accent_soft"))
        middle, accent = Qt.AlignmentFlag.AlignHCenter, look.color("accent_text")
        words(painter, tile, part.part, "title", accent, middle)
        left = x + look.px(1.5)
        painter.setPen(QPen(look.color("accent"), max(1.5, look.u * 0.19)))
        top = tile.bottom() + look.px(0.625)
        painter.drawLine(QPointF(left, top), QPointF(left, top + look.px(1.5)))
        line = QRectF(x + look.px(0.5), top + look.px(2), self.width(), 0)
        for text, font, role in ((part.name, "strong", "text"), (part.meaning, "caption", "soft")):
            line.setHeight(look.metrics(font).height())
            words(painter, line, text, font, look.color(role))
            line.translate(0, line.height())

    def _width(self, part: CodePart) -> float:
        look = theme.current()
        below = max(advance(part.name, "strong"), advance(part.meaning, "caption"))
        return max(advance(part.part, "title") + look.px(2), below + look.px(1))

    def _height(self, look: theme.Theme) -> int:
        text = sum(look.metrics(font).height() for font in ("title", "strong", "caption"))
        return round(text) + look.px(3.5)

    def _rows(self, width: float) -> list[list[CodePart]]:
        """As few rows as fit; more than one are as even as they can be, in columns."""
        gap = theme.current().px(2)
        for count in range(1, len(self._parts) + 1):
            long = math.ceil(len(self._parts) / count)
            rows = [list(self._parts[at : at + long]) for at in range(0, len(self._parts), long)]
            columns = self._columns(rows)
            if sum(columns) + gap * (len(columns) - 1) <= width:
                return rows
        return [[part] for part in self._parts]

    def _columns(self, rows: Sequence[Sequence[CodePart]]) -> list[float]:
        """The width of each column."""
        return [
            max(map(self._width, (part for part in column if part is not None)))
            for column in zip_longest(*rows)
        ]
