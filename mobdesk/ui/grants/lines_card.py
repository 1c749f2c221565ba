"""The bill itself: numbered lines, the multiplication in full, the source, and the sum."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.domain.pricing import TYPED, PricedLine
from mobdesk.domain.projects import OF_THE_PROJECT
from mobdesk.i18n import _, ngettext
from mobdesk.services.bills import Bill, BillGroup, BillMember
from mobdesk.ui import shown, theme
from mobdesk.ui.grants import words
from mobdesk.ui.parts.base import painter_for, rounded, wraps
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Label, Paragraph, figure
from mobdesk.ui.parts.marks import Badge, IconLabel


class Doing(NamedTuple):
    """What the buttons of the lines do."""

    change: Callable[[BillMember, PricedLine], object]
    take_back: Callable[[BillMember, PricedLine], object]
    complete: Callable[[PricedLine], object]


class BillCard(Card):
    """The lines of one member."""

    def __init__(
        self, bill: Bill, group: BillGroup, member: BillMember, doing: Doing, today: date
    ) -> None:
        super().__init__("")
        heading = words.heading(bill, member)
        self.setAccessibleName(heading)
        self.add(Paragraph(heading, "section"))
        below = words.line_below(bill, member)
        if below:
            self.add(Paragraph(below, "caption", "soft"))
        self.add_line()
        if member.case.gone:
            self.add(Paragraph(_("Ended before the journey: nothing is paid."), "body", "soft"))
        for n, line in enumerate(member.lines, start=1):
            self.add(LineRow(n, line, bill, group, member, doing, today))
            if n < len(member.lines):
                self.add_line()
        waiting = [n for n, line in enumerate(member.lines, start=1) if line.amount is None]
        self.add(SumBox(member.known, waiting, open_=member.open and not member.case.gone))


class LineRow(QWidget):
    """One line: number, name, how, source; the sum or why there is none at the right."""

    def __init__(
        self,
        n: int,
        line: PricedLine,
        bill: Bill,
        group: BillGroup,
        member: BillMember,
        doing: Doing,
        today: date,
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        theme.space(row, (0, 0.75), 1.25)
        number = Label(str(n), "body", "soft", equal_digits=True)
        number.setFixedWidth(theme.current().chars(2))
        row.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._said(line, bill, group, member, today), 1)
        row.addLayout(self._right(n, line, member, doing), 0)
        amount = shown.money(line.amount) if line.amount is not None else words.missing(line)
        self.setAccessibleName(f"{words.name(line)}: {amount}")

    def _said(
        self, line: PricedLine, bill: Bill, group: BillGroup, member: BillMember, today: date
    ) -> QVBoxLayout:
        column = QVBoxLayout()
        theme.space(column, 0, 0.25)
        head = QHBoxLayout()
        theme.space(head, 0, 1)
        head.addWidget(Label(words.name(line), "strong"))
        if line.by_hand:
            head.addWidget(Badge(_("changed by hand"), "accent", "pen"))
        head.addStretch(1)
        column.addLayout(head)
        how = words.how(line, bill, group, member.case.places)
        if how:
            column.addWidget(Paragraph(how))
        if line.by_hand:
            column.addLayout(_noted("pen", words.by_hand(line, today), "text"))
        source = words.source(line, bill, today)
        if source and not (line.kind == TYPED and not line.source):
            column.addLayout(_noted("documents", words.site(source), "soft"))
        column.addStretch(1)  # a line of one word stands beside its number
        return column

    def _right(self, n: int, line: PricedLine, member: BillMember, doing: Doing) -> QVBoxLayout:
        column = QVBoxLayout()
        theme.space(column, 0, 0.5)
        right = Qt.AlignmentFlag.AlignRight
        top = QHBoxLayout()
        theme.space(top, 0, 1)
        top.addStretch(1)
        if line.category != OF_THE_PROJECT or line.kind == TYPED:
            pen = IconButton("pen", _("Change {sum}").format(sum=words.name(line)))
            pen.setObjectName(f"change {n}")
            pen.clicked.connect(lambda: doing.change(member, line))
            top.addWidget(pen)
        if line.amount is None:
            top.addWidget(Badge(words.missing(line).lower(), "plain", "rate-missing"))
        else:
            top.addWidget(Label(shown.money(line.amount), "section", equal_digits=True))
        column.addLayout(top)
        if line.amount is None:
            word = _("Type it in") if line.code in words.ON_THE_MOBILITY else _("Type the rate")
            column.addWidget(_link(word, f"complete {n}", lambda: doing.complete(line)), 0, right)
        if line.kind == TYPED:
            word = _("By the rates again")
            column.addWidget(
                _link(word, f"back {n}", lambda: doing.take_back(member, line)), 0, right
            )
        column.addStretch(1)
        return column


def _link(text: str, name: str, press: Callable[[], object]) -> Button:
    button = Button(text, "link")
    button.setObjectName(name)
    button.clicked.connect(lambda: press())
    return button


def _noted(icon: str, text: str, role: str) -> QHBoxLayout:
    row = QHBoxLayout()
    theme.space(row, 0, 0.75)
    row.addWidget(IconLabel(icon), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Paragraph(text, "caption", role), 1)
    return row


class SumBox(QWidget):
    """``Sum of what is known`` while something is missing, ``Total`` otherwise."""

    def __init__(self, cents: int, waiting: list[int], *, open_: bool) -> None:
        super().__init__()
        wraps(self)
        row = QHBoxLayout(self)
        theme.space(row, (2, 1.25), 1.25)
        both = QVBoxLayout()
        theme.space(both, 0, 0)
        word = _("Sum of what is known") if open_ else _("Total")
        both.addWidget(Paragraph(word, "strong"))
        if waiting:
            said = ngettext(
                "Line {which} is added as soon as it is known. Nothing waits for it.",
                "Lines {which} are added as soon as they are known. Nothing waits for them.",
                len(waiting),
            )
            both.addWidget(
                Paragraph(said.format(which=", ".join(map(str, waiting))), "caption", "soft")
            )
        row.addLayout(both, 1)
        row.addWidget(figure(shown.money(cents)), 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(f"{word}: {shown.money(cents)}")

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        box = QRectF(self.rect())
        rounded(painter, box, look.radius, look.color("sunk"), look.color("line"))
        painter.end()
