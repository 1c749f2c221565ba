"""Every cent explained: the bill of one person, of a group, and the paper it can become."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.domain.pricing import PAYEES, PricedLine
from mobdesk.domain.project_codes import parse_code
from mobdesk.errors import Problem
from mobdesk.i18n import N_, _
from mobdesk.services import agreements, bills, grants
from mobdesk.services.bills import Bill, BillGroup, BillMember
from mobdesk.ui import clipboard, shown
from mobdesk.ui.choices import Choice
from mobdesk.ui.columns import Columns
from mobdesk.ui.desk import Desk
from mobdesk.ui.fields import Date, Money, Text
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.forms import Field
from mobdesk.ui.grants import copies, words
from mobdesk.ui.grants.group_card import GroupCard
from mobdesk.ui.grants.lines_card import BillCard, Doing
from mobdesk.ui.grants.side import (
    AgreementCard,
    ChangesCard,
    DistanceCard,
    FreezeCard,
    LookCard,
    SheetCard,
)
from mobdesk.ui.opened import opened_copies, show_outside
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card


class BillPage(Page):
    """``go(id=…)`` shows the bill of a mobility, ``member=…`` that of one of a group."""

    tables = frozenset({
        "mobilities", "subgroups", "members", "people", "organisations", "projects",
        "grant_lines", "payees", "rate_sheets", "rate_confirmations", "real_costs", "papers",
        "attachments",
    })  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Every cent explained"))
        self.record: int | None = None
        self.who: int | None = None
        self.bill: Bill | None = None
        self.shown_who: int | None = None
        self.header.set_line(
            _("Read it like a bill: what is counted, times what, from which page.")
        )
        self.copy_button = Button(_("Copy as a table"), "second", "copy", self)
        self.copy_button.clicked.connect(lambda: self.copy())
        self.print_button = Button(_("Print"), "second", "printer", self)
        self.print_button.clicked.connect(lambda: self.print_())
        self.rate_button = Button(_("Type the rate"), "main", "", self)
        self.rate_button.clicked.connect(lambda: self.open_sheet())
        self.rate_button.hide()
        for button in (self.copy_button, self.print_button, self.rate_button):
            self.header.add_action(button)
        self.columns = Columns((2, 1))
        self.body.addWidget(self.columns)
        self.body.addStretch(1)

    # what the window asks
    def entry(self) -> QWidget | None:
        """The rate that is missing, else the first action."""
        return self.header.outermost_action() or self.first_stop()

    def go(self, **where: Any) -> None:
        """``id``: the mobility; ``member``: one of a group, None the whole group."""
        if where.get("id") != self.record:
            self.bill = None
        self.record, self.who = where.get("id"), where.get("member")
        self.scroller.verticalScrollBar().setValue(0)
        self.mark_stale()

    def refresh(self) -> None:
        if self.record is not None:
            self.desk.read(
                self, bills.bill, self.record, self.who,
                then=self._show, fail=lambda err: self.desk.show_error(self, err), key="bill",
            )  # fmt: skip

    def mode_changed(self) -> None:
        self.columns.set_one(self.mode is Mode.NARROW)

    # showing
    def member(self) -> BillMember | None:
        """Whose bill it is; None of a whole group."""
        if self.bill is None:
            return None
        members = self.bill.members
        if len(members) == 1:
            return members[0]
        return next((one for one in members if one.member_id == self.who), None)

    def _show(self, bill: Bill) -> None:
        if bill == self.bill and self.who == self.shown_who:
            return
        self.bill, self.shown_who = bill, self.who
        member = self.member()
        self._show_header(bill, member)
        focused = self.focusWidget()
        name = focused.objectName() if focused is not None else ""
        self.setUpdatesEnabled(False)
        left: list[Card] = []
        if member is None:
            left.append(GroupCard(bill, self.open_member))
        else:
            doing = Doing(self.change, self.take_back, self.complete)
            today = self.desk.today()
            left.append(BillCard(bill, self._group_of(bill, member), member, doing, today))
        right = self._side(bill, member)
        for card in (*left, *right):
            card.finish()
        self.columns.set_cards(left, right)
        self.setUpdatesEnabled(True)
        if name:
            QTimer.singleShot(0, self, lambda: self._focus_again(name))

    def _show_header(self, bill: Bill, member: BillMember | None) -> None:
        crumbs = [
            (_("Mobilities"), lambda: self.desk.open("mobilities")),
            (words.called(bill), lambda: self.desk.open("mobility", id=bill.mobility_id)),
        ]
        here = _("Grant")
        if member is not None and len(bill.members) > 1:
            crumbs.append((_("Grant"), lambda: self.desk.open("grant", id=bill.mobility_id)))
            here = words.who(member)
        self.header.set_crumbs(*crumbs, here=here)
        lines = member.lines if member else [x for m in bill.members for x in m.lines]
        rates = [x for x in lines if x.amount is None and x.code not in words.ON_THE_MOBILITY]
        self.rate_button.setVisible(bool(rates))

    def _side(self, bill: Bill, member: BillMember | None) -> list[Card]:
        cards: list[Card] = []
        chosen = [member] if member else [m for m in bill.members if not m.case.gone]
        differing = [m for m in chosen if m.priced.difference is not None]
        if differing:
            cards.append(self._agreement(differing))
        unfrozen = [m for m in chosen if m.signed and not m.priced.frozen and not m.case.gone]
        if unfrozen:
            whole = all(m.priced.complete for m in unfrozen)
            ids = [m.member_id for m in unfrozen]
            cards.append(FreezeCard(whole, lambda: self.desk.write(self, agreements.freeze, ids)))
        cards.append(SheetCard(bill, self.open_sheet))
        groups = [self._group_of(bill, member)] if member else list(bill.groups)
        cards.append(DistanceCard(groups, self.open_mobility))
        if bill.changes:
            number = bill.members[0].case.project_id if bill.members else None
            try_ = (lambda: self.desk.open("what_if", id=number)) if number else None
            cards.append(ChangesCard(bill.changes, try_))
        found = {(p.field, p.code, str(p.values)): p for m in chosen for p in m.priced.warnings}
        if found:
            cards.append(LookCard(_of_all(list(found.values()))))
        return cards

    def _agreement(self, differing: list[BillMember]) -> Card:
        ids = [one.member_id for one in differing]
        choices = {one.priced.choice for one in differing}
        return AgreementCard(
            sum(one.priced.known for one in differing),
            sum(one.priced.today_sum for one in differing),
            choices.pop() if len(choices) == 1 else None,
            lambda: self.amend(ids),
            lambda choice: self.desk.write(self, agreements.choose, ids, choice),
            back=all(one.case.back for one in differing),
        )

    def _group_of(self, bill: Bill, member: BillMember) -> BillGroup:
        return next(g for g in bill.groups if member in g.members)

    def _focus_again(self, name: str) -> None:
        again = self.findChild(QWidget, name)
        if again is not None and again.isVisible():
            again.setFocus(Qt.FocusReason.TabFocusReason)
        elif (entry := self.entry()) is not None:
            entry.setFocus(Qt.FocusReason.TabFocusReason)

    # doing
    def open_member(self, member_id: int) -> None:
        """The bill of one of the group."""
        self.desk.open("grant", id=self.record, member=member_id)

    def open_mobility(self) -> None:
        """Where days and distance are typed."""
        self.desk.open("mobility", id=self.record)

    def open_sheet(self) -> None:
        """The sheet of the project; where it has none, the form of one that fits it."""
        bill = self.bill
        if bill is not None and bill.sheet_id is not None:
            self.desk.open("rate_sheet", id=bill.sheet_id)
            return
        code = parse_code(bill.project) if bill is not None and bill.project else None
        if code is None or not code.agency or bill is None or bill.sheet.code != "no_sheet":
            self.desk.open("rates")
        else:
            known = {"agency": code.agency, "call_year": code.year, "field": code.field}
            self.desk.open("rates", add=known)

    def complete(self, line: PricedLine) -> None:
        """Go where the missing thing is typed."""
        if line.code in words.ON_THE_MOBILITY:
            self.open_mobility()
        else:
            self.open_sheet()

    def take_back(self, member: BillMember, line: PricedLine) -> None:
        """What the rules say counts again."""
        self.desk.write(self, grants.take_back, [member.member_id], line.category, line.rule)

    def change(self, member: BillMember, line: PricedLine) -> None:
        """Another sum than the rules give, with the reason; and who gets it."""
        ids, today = [member.member_id], self.desk.today()
        declared = (
            Field("amount", N_("Sum"), Money),
            Field("payee", N_("Paid to"),
                  lambda: Choice([(p, texts.word(f"payee.{p}")) for p in PAYEES])),
            Field("reason", N_("Reason"), lambda: Text(N_("The fourth day is free of charge")),
                  wide=True),
        )  # fmt: skip
        computed = line.computed if line.by_hand else line.amount
        context = f"{words.who(member)}: {words.name(line)}"
        if computed is not None:
            said = _("by the rates {sum}").format(sum=shown.money(computed))
            context = f"{context}, {said}"
        FormDialog(
            self.desk, self, _("Change a sum by hand"), declared,
            lambda s, a, v, _rev: grants.override(
                s, a, ids, line.category, line.rule, _needed(v["amount"]), v["reason"] or "",
                today=today, payee=v["payee"] if v["payee"] != line.payee else None,
            ),
            context=context,
            defaults={"amount": line.amount, "payee": line.payee, "reason": line.reason},
        ).open()  # fmt: skip

    def amend(self, ids: list[int]) -> None:
        """Take over today's lines: the day of the amendment is asked."""
        today = self.desk.today()
        declared = (Field("on", N_("Amendment signed on"), lambda: Date(near=lambda: today)),)
        FormDialog(
            self.desk, self, _("Amend the agreement"), declared,
            lambda s, a, v, _rev: agreements.amend(s, a, ids, on=v["on"]),
            context=_("Today’s lines are frozen in place of the old ones."),
            defaults={"on": today}, columns=1, main=_("Freeze today’s lines"),
        ).open()  # fmt: skip

    def copy(self) -> None:
        """Put all lines on the clipboard, for a spreadsheet."""
        if self.bill is None:
            return
        member = self.member()
        chosen = [member] if member else self.bill.members
        rows = copies.table(self.bill, {m.member_id: m for m in chosen}, self.desk.today())
        clipboard.copy(clipboard.tsv(rows))
        self.desk.say(_("Copied as a table."))

    def print_(self) -> None:
        """Show the bill in the program of the system, from a private folder."""
        if self.bill is None:
            return
        title, facts, rows = copies.paper(self.bill, self.member(), self.desk.today())
        opened, name = opened_copies(self.desk), _("Grant") + ".pdf"
        today = self.desk.today()

        def make(store: Any, actor: Any) -> Path:
            return opened.put(name, bills.as_pdf(store, actor, title, facts, rows, today))

        self.desk.read(self, make, then=show_outside)


def _needed(amount: int | None) -> int:
    if amount is None:
        from mobdesk.errors import Invalid

        raise Invalid([Problem("amount", "needed")])
    return amount


def _of_all(problems: list[Problem], most: int = 4) -> list[Problem]:
    """The first few: what is the same of everybody stands once."""
    seen: dict[str, Problem] = {}
    for problem in problems:
        seen.setdefault(problem.code, problem)
    return list(seen.values())[:most]
