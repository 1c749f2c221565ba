"""The bill of a group: subgroup by subgroup, kind by kind, and everybody's own sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from mobdesk.i18n import _
from mobdesk.services.bills import Bill, BillMember
from mobdesk.ui import icons, shown, theme
from mobdesk.ui.grants import words
from mobdesk.ui.grants.lines_card import SumBox
from mobdesk.ui.parts.base import Pressable, advance, painter_for, rounded
from mobdesk.ui.parts.base import words as write
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Label, Paragraph

_KINDS = ("learner", "staff", "expert", "accompanying", "unnamed")


class GroupCard(Card):
    """One row per subgroup and kind, with everybody below; a press opens the own bill."""

    def __init__(self, bill: Bill, open_member: Callable[[int], object]) -> None:
        super().__init__("")
        heading = words.heading(bill, None)
        self.setAccessibleName(heading)
        self.add(Paragraph(heading, "section"))
        below = words.line_below(bill, None)
        if below:
            self.add(Paragraph(below, "caption", "soft"))
        for at, group in enumerate(bill.groups, start=1):
            self.add_line()
            if len(bill.groups) > 1 or group.title:
                self.add(Label(words.subgroup(group, at), "caption_strong", "soft"))
            for kind, members in _by_kind(group.members):
                self._kind(kind, members)
                for member in members:
                    row = MemberRow(member)
                    row.clicked.connect(lambda _on=False, n=member.member_id: open_member(n))
                    self.add(row)
        self.add(SumBox(bill.known, [], open_=bill.open))

    def _kind(self, kind: str, members: list[BillMember]) -> None:
        """``8 learners × 1,003.00 €`` where they are alike, and their sum."""
        n = sum(member.case.places for member in members if not member.case.gone)
        each = {(m.known, m.open) for m in members if not m.case.gone and m.case.places == 1}
        row = QHBoxLayout()
        theme.space(row, 0, 1)
        text = words.kind_of(kind, n)
        alike = len(each) == 1 and all(m.case.places == 1 for m in members) and n > 1
        if alike and not next(iter(each))[1]:
            text = f"{text} × {shown.money(next(iter(each))[0])}"
        row.addWidget(Paragraph(text, "strong"), 1)
        total = sum(member.known for member in members)
        row.addWidget(Label(shown.money(total), "strong", equal_digits=True))
        self.add(row)


def _by_kind(members: Iterable[BillMember]) -> list[tuple[str, list[BillMember]]]:
    def place(member: BillMember) -> int:
        return _KINDS.index(member.kind)

    return [(_KINDS[n], list(some)) for n, some in groupby(sorted(members, key=place), place)]


class MemberRow(Pressable):
    """A name, what is special about the sum, the sum, and the way to its bill."""

    def __init__(self, member: BillMember) -> None:
        super().__init__(words.who(member))
        self._note = _note(member)
        self._sum = _("0.00 €") if member.case.gone else shown.money(member.known)
        self.setObjectName(f"member {member.member_id}")
        self.setAccessibleName(_("Open the bill of {name}").format(name=words.who(member)))
        self.setAccessibleDescription(", ".join(p for p in (self._sum, self._note) if p))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme.current()
        wide = advance(self.text(), "body") + advance(self._note, "caption")
        wide += advance(self._sum, "body") + look.icon_size + look.px(5)
        return QSize(round(wide), look.body_height + look.px(1))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().chars(24), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        if self.hovered or self.isDown():
            ground = look.color("accent_soft" if self.isDown() else "sunk")
            rounded(painter, QRectF(self.rect()), look.radius, ground)
        height, size = self.height(), look.icon_size
        right: float = self.width() - size
        icons.paint(painter, "chevron-right", look.color("soft"), right, (height - size) / 2, size)
        right -= look.px(0.5)
        wide = advance(self._sum, "body") + 1
        box = QRectF(right - wide, 0, wide, height)
        write(painter, box, self._sum, "body", look.color("text"))
        right -= wide + look.px(1)
        left = look.px(1.5)
        note = min(advance(self._note, "caption") + 1, (right - left) / 2) if self._note else 0
        dots = Qt.TextElideMode.ElideRight
        if self._note:
            said = look.metrics("caption").elidedText(self._note, dots, int(note))
            place = QRectF(right - note, 0, note, height)
            write(painter, place, said, "caption", look.color("soft"))
            right -= note + look.px(1)
        name = look.metrics("body").elidedText(self.text(), dots, int(right - left))
        write(painter, QRectF(left, 0, right - left, height), name, "body", look.color("text"))
        painter.end()
        self.setToolTip(self.text() if name != self.text() else "")


def _note(member: BillMember) -> str:
    if member.case.gone:
        return _("ended before the journey")
    said = []
    if member.open:
        lacking = next((x for x in member.lines if x.amount is None), None)
        said.append(words.missing(lacking).lower() if lacking else _("rate missing"))
    if member.priced.asks:
        said.append(_("differs from the agreement"))
    if member.by_hand:
        said.append(_("changed by hand"))
    return ", ".join(said)
