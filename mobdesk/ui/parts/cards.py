"""Cards, hairlines and banners (verdicts, known errors)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLayout,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from mobdesk.ui import theme
from mobdesk.ui.parts.base import Painted, painter_for, rounded, wraps
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.parts.marks import Badge, IconLabel

_ICONS = {
    "ok": "check",
    "wait": "warning",
    "stop": "warning",
    "mine": "lock",
    "accent": "info",
    "plain": "info",
}


class Hairline(Painted):
    """A line of one pixel; decoration only."""

    def __init__(self, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._upright = upright
        fixed, wide = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(fixed if upright else wide, wide if upright else fixed)

    def sizeHint(self) -> QSize:
        return QSize(1, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        color = theme.current().color("line")
        painter.fillRect(0, 0, *((1, self.height()) if self._upright else (self.width(), 1)), color)
        painter.end()


class Card(QWidget):
    """A surface with a line around it: title, count, link at the right, then ``body``."""

    reads_as_one = True  # Tab goes through it before it goes on
    link_pressed = Signal()

    def __init__(
        self,
        title: str = "",
        count: int | None = None,
        link: str = "",
        *,
        padding: tuple[float, float] = (2.5, 2.0),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        theme.space(column, padding, 1.25)
        self.title: Label | None = None
        self.count: Badge | None = None
        self.link: Button | None = None
        self.header = QHBoxLayout()
        theme.space(self.header, gap=1.25)
        if title:
            self.title = Label(title, "section")
            self.header.addWidget(self.title)
            self.setAccessibleName(title)
            if count is not None:
                self.set_count(count)
            self.header.addStretch(1)
            if link:
                self.link = Button(link, "link")
                self.link.clicked.connect(lambda: self.link_pressed.emit())
                self.header.addWidget(self.link)
            column.addLayout(self.header)
        self.body = QVBoxLayout()
        theme.space(self.body, gap=1.25)
        # Rows that cannot grow leave the rest to the space below them, never to the title.
        # (A stretch would make the whole card want more room than it needs.)
        column.addLayout(self.body, 1000)
        _rest(column)

    def set_title(self, title: str) -> None:
        """Head a card that has a title otherwise."""
        assert self.title is not None
        self.title.setText(title)
        self.setAccessibleName(title)

    def set_count(self, count: int) -> None:
        """The number beside the title."""
        if self.count is None:
            self.count = Badge("")
            self.header.insertWidget(1, self.count)
        self.count.set(f"{count:,}")

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Add a row."""
        if isinstance(part, QWidget):
            self.body.addWidget(part, stretch)
        else:
            self.body.addLayout(part, stretch)

    def add_line(self) -> None:
        """Add a hairline."""
        self.body.addWidget(Hairline())

    def finish(self) -> None:
        """Rows keep their height when the card gets more room than it needs."""
        _rest(self.body)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        ground, frame = look.color("surface"), look.color("line")
        rounded(painter, QRectF(self.rect()), look.card_radius, ground, frame)
        painter.end()


def _rest(layout: QBoxLayout) -> None:
    policy = QSizePolicy.Policy
    layout.addItem(QSpacerItem(0, 0, policy.Minimum, policy.Preferred))
    layout.setStretch(layout.count() - 1, 1)


class Banner(QWidget):
    """A verdict on a soft ground: icon, one bold sentence, a line of reason, one button."""

    reads_as_one = True
    pressed = Signal()

    def __init__(
        self,
        tone: str,
        sentence: str,
        reason: str = "",
        button: str = "",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        wraps(self)
        row = QHBoxLayout(self)
        theme.space(row, (2, 1.25), 1.75)
        self._icon = IconLabel("info")
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        text = QVBoxLayout()
        theme.space(text, gap=0)
        self._sentence = Paragraph("", "strong")
        self._reason = Paragraph("", "body")
        text.addWidget(self._sentence)
        text.addWidget(self._reason)
        row.addLayout(text, 1)
        self.button = Button(button or " ", "second")
        self.button.clicked.connect(lambda: self.pressed.emit())
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.set(tone, sentence, reason, button, icon)

    def set(
        self, tone: str, sentence: str, reason: str = "", button: str = "", icon: str = ""
    ) -> None:
        """Say something else."""
        self._tone = tone
        role = theme.current().tone(tone).text
        self._icon.set(icon or _ICONS[tone], role)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._sentence.set_role("text" if tone == "plain" else role)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setAccessibleName(f"{sentence} {reason}".strip())
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        soft = look.color(look.tone(self._tone).soft)
        rounded(painter, QRectF(self.rect()), look.radius, soft)
        painter.end()
