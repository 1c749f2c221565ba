"""The small cards of the room: from the agency, terms, pocket money, where the money stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from mobdesk import texts
from mobdesk.domain.payment_checks import unusual
from mobdesk.domain.payments import Kind
from mobdesk.i18n import _, ngettext
from mobdesk.services.agency_payments import AgencyRow
from mobdesk.services.pocket_lists import PocketRow
from mobdesk.services.records import Detail
from mobdesk.ui import rows, shown, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner, Card
from mobdesk.ui.parts.labels import Paragraph
from mobdesk.ui.payments import words
from mobdesk.ui.record_pages import fill


class AgencyCard(Card):
    """Instalments of the agency."""

    opened = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("From the agency"), link=_("Add"))
        self.desk = desk

    def show_rows(self, found: Sequence[AgencyRow], today: date) -> None:
        """Show them, each opens its form."""
        block = rows.Block(0.5)
        for row in found:
            name, second = words.agency(row, today)
            icon = "check" if row.received_on else "clock"
            press = lambda number=row.id: self.opened.emit(number)  # noqa: E731
            block.body.addWidget(rows.LinkRow(icon, name, second, press))
        if not found:
            says = _("Nothing noted yet. The agreement says when the agency pays how much.")
            block.body.addWidget(Paragraph(says, "body", "soft"))
        fill(self, block)


class TermsCard(Card):
    """What the agreement says about paying."""

    def __init__(self) -> None:
        super().__init__(_("Terms of payment"), link=_("Change"))

    def show_terms(self, terms: Detail) -> None:
        """Say them in sentences."""
        values = terms.values
        block = rows.Block(1)
        first = _("{percent} % first: {days} days after the signature, or on the first day if that "
                  "is earlier.")  # fmt: skip
        block.body.addWidget(Paragraph(first.format(
            percent=words.plain(values["first_percent"]), days=values["pay_by_days"])))  # fmt: skip
        rest = _("The balance: {days} days after the participant's survey.")
        block.body.addWidget(Paragraph(rest.format(days=values["balance_days"])))
        if values["source"]:
            source = _("Source: {source}").format(source=values["source"])
        elif terms.id:
            source = _("No source stated.")
        else:
            source = _("These are the usual figures. Compare them with your grant agreement.")
        block.body.addWidget(Paragraph(source, "caption", "soft"))
        for problem in unusual(values["first_percent"]):
            block.body.addWidget(Banner("wait", *texts.error(problem)))
        fill(self, block)


class PocketCard(Card):
    """Pocket money of learners whose costs the centre pays itself."""

    stated = Signal(object, object)
    printed = Signal()

    def __init__(self) -> None:
        super().__init__(_("Pocket money"))

    def show_rows(self, found: Sequence[PocketRow]) -> None:
        """Show each mobility with its people and sums."""
        block = rows.Block(1)
        by_stay: dict[int, list[PocketRow]] = {}
        for row in found:
            by_stay.setdefault(row.mobility_id, []).append(row)
        for group in by_stay.values():
            members = [row.member_id for row in group]
            amounts = {row.amount for row in group}
            now = next(iter(amounts)) if len(amounts) == 1 else None
            n = len(group)
            press = lambda m=members, a=now: self.stated.emit(m, a)  # noqa: E731
            second = ngettext("{n} person", "{n} people", n) + f", {_sum(group)}"
            block.body.addWidget(rows.LinkRow("group", group[0].mobility, second, press))
        if any(row.amount for row in found):
            line = QHBoxLayout()
            theme.space(line, 0, 1)
            show = Button(_("Open the list to sign"), "second", "printer")
            show.setObjectName("pocket list")
            show.clicked.connect(lambda: self.printed.emit())
            line.addWidget(show)
            line.addStretch(1)
            block.body.addLayout(line)
        if not found:
            says = _("Learners of a group stand here: the centre pays beds and tickets for them.")
            block.body.addWidget(Paragraph(says, "body", "soft"))
        fill(self, block)


def _sum(group: Sequence[PocketRow]) -> str:
    amounts = [row.amount for row in group if row.amount]
    if not amounts:
        return _("no sum yet")
    if len(set(amounts)) == 1 and len(amounts) == len(group):
        return _("{sum} each").format(sum=shown.money(amounts[0]))
    return _("{sum} in all").format(sum=shown.money(sum(amounts)))


class SumsCard(Card):
    """Where the money of the project stands; the workbook has the same sums."""

    def __init__(self) -> None:
        super().__init__(_("Where the money stands"), link=_("Accountant's workbook"))
        self.facts = rows.Facts()
        self.add(self.facts)
        self.finish()

    def show_sums(self, room: Any) -> None:
        """Awarded, received, grants, paid, to come back, real costs."""
        every = room.instalments
        back = sum(r.amount or 0 for r in every if r.kind is Kind.RECOVERY and r.open)
        known = [one.base for one in room.payables if one.base is not None]
        unknown = len(room.payables) - len(known)
        grants = shown.money(sum(known))
        if unknown:
            missing = ngettext("{n} person without a sum", "{n} people without a sum", unknown)
            grants = f"{grants}, {missing}"
        euros = [row.euros for row in room.costs if row.euros is not None]
        self.facts.set([
            (_("Awarded"), shown.money(room.awarded)),
            (_("Received"), shown.money(sum(r.received_amount or 0 for r in room.agency))),
            (_("Grants to participants"), grants),
            (_("Paid to participants"), shown.money(sum(one.paid for one in room.payables))),
            (_("To come back"), shown.money(back)),
            (_("Real costs"), shown.money(sum(euros))),
        ])  # fmt: skip
