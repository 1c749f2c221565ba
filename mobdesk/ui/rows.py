"""Rows of panes and record pages: facts, links to other records, states of papers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from mobdesk.i18n import _
from mobdesk.ui import icons, shown, theme
from mobdesk.ui.parts.base import Pressable, advance, painter_for, rounded, words
from mobdesk.ui.parts.labels import Elided, Label, Paragraph
from mobdesk.ui.parts.marks import IconLabel


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
            inner.deleteLater()


_LONG_NAME = 30  # characters of a label over a value that stay in one line


class Block(QWidget):
    """Rows below each other."""

    def __init__(self, gap: float = 1) -> None:
        super().__init__()
        self.body = QVBoxLayout(self)
        theme.space(self.body, 0, gap)


class LinkRow(Pressable):
    """A row that opens another record: icon, name, second line, chevron."""

    def __init__(
        self, icon: str, name: str, second: str = "", press: Callable[[], object] | None = None
    ) -> None:
        super().__init__(name)
        self._icon, self._second = icon, second
        self.setAccessibleName(_("Open {name}").format(name=name))
        self.setAccessibleDescription(second)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if press is not None:
            self.clicked.connect(lambda: press())

    def sizeHint(self) -> QSize:
        look = theme.current()
        wide = max(advance(self.text(), "strong"), advance(self._second, "caption"))
        high = look.metrics("strong").height()
        if self._second:
            high += look.metrics("caption").height()
        across = round(wide) + 2 * look.icon_size + look.px(3)
        return QSize(across, round(high) + look.px(0.5))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().chars(16), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        if self.hovered or self.isDown():
            ground = look.color("accent_soft" if self.isDown() else "sunk")
            rounded(painter, QRectF(self.rect()), look.radius, ground)
        size = look.icon_size
        middle = (self.height() - size) / 2
        icons.paint(painter, self._icon, look.color("accent_text"), 0, middle, size)
        end = self.width() - size
        icons.paint(painter, "chevron-right", look.color("soft"), end, middle, size)
        left = size + look.px(1.25)
        room = int(end - left - look.px(0.5))
        first = look.metrics("strong").height()
        dots = Qt.TextElideMode.ElideRight
        name = look.metrics("strong").elidedText(self.text(), dots, room)
        second = look.metrics("caption").elidedText(self._second, dots, room)
        below = look.metrics("caption").height() if self._second else 0
        top = (self.height() - first - below) / 2
        words(painter, QRectF(left, top, room, first), name, "strong", look.color("text"))
        if second:
            line = QRectF(left, top + first, room, below)
            words(painter, line, second, "caption", look.color("soft"))
        painter.end()
        self.setToolTip(self.text() if name != self.text() else "")


def contact(icon: str, text: str) -> QHBoxLayout:
    """An address, a number: icon and a text that can be marked and copied."""
    row = QHBoxLayout()
    theme.space(row, 0, 1.25)
    row.addWidget(IconLabel(icon))
    said = Elided(text)
    row.addWidget(said, 1)
    return row


def state(icon: str, role: str, name: str, words_: str) -> QHBoxLayout:
    """A paper or another thing with its state at the right."""
    row = QHBoxLayout()
    theme.space(row, 0, 1.25)
    row.addWidget(IconLabel(icon, role))
    row.addWidget(Elided(name), 1)
    row.addWidget(Label(words_, "caption", "soft" if role == "ok_text" else role))
    return row


def heading(text: str, right: str = "") -> QHBoxLayout:
    """The small title of a part of a pane, with a count or a word at its right."""
    row = QHBoxLayout()
    theme.space(row, 0, 1)
    row.addWidget(Label(text, "caption_strong", "soft"))
    row.addStretch(1)
    if right:
        row.addWidget(Label(right, "caption", "soft"))
    return row


Fact = tuple[str, str]


def _fact_name(name: str) -> QWidget:
    """The label over a value; one that tells a whole aim goes on in a next line."""
    long = len(name) > _LONG_NAME
    return Paragraph(name, "caption", "soft") if long else Label(name, "caption", "soft")


class Facts(QWidget):
    """Labels and values; in ``columns`` beside each other, long values wrap."""

    def __init__(self, facts: Sequence[Fact] = (), columns: int = 2) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._columns = columns
        self._facts: tuple[Fact, ...] = ()
        theme.space(self._grid, 0, 1.5)
        self.set(facts)

    def set(self, facts: Sequence[Fact]) -> None:
        """Show other facts."""
        self._facts = tuple(facts)
        clear(self._grid)
        for number, (name, value) in enumerate(self._facts):
            cell = QVBoxLayout()
            theme.space(cell, 0, 0)
            cell.addWidget(_fact_name(name))
            cell.addWidget(Paragraph(value or shown.NOTHING))
            cell.addStretch(1)
            self._grid.addLayout(cell, number // self._columns, number % self._columns)
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 1)

    def set_columns(self, columns: int) -> None:
        """Beside each other, or below each other where the page is narrow."""
        if columns != self._columns:
            for column in range(self._columns):
                self._grid.setColumnStretch(column, 0)
            self._columns = columns
            self.set(self._facts)
