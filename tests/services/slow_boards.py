"""A second opinion on the board: its sums from the bills, line by line, member by member."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain import activities, budget, costs, grants, pricing
from mobdesk.domain.board import Board
from mobdesk.domain.budget import Counted, Standing
from mobdesk.domain.mobilities import ACCOMPANY
from mobdesk.domain.projects import REAL_COSTS
from mobdesk.domain.roles import Actor
from mobdesk.domain.stages import STAGES
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.payments import RealCost
from mobdesk.models.store import Store
from mobdesk.services import bills
from mobdesk.services.member_facts import member_facts
from mobdesk.services.organisational_support import organisational_support_of
from mobdesk.services.rate_sheets import sheet_for

SUPPORT = "organisational_support"
DONE, AGREED, PLANNED, IDEAS = range(4)
Sums = dict[str, tuple[int, int, int, int]]


def of_board(board: Board) -> Sums:
    """Signed for, done, expected and ideas of each category that has any."""
    found = {row.name: (row.signed, row.done, row.expected, row.ideas) for row in board.categories}
    assert board.total[4:8] == tuple(
        sum(row[at] for row in board.categories) for at in range(4, 8)
    ), "the total is the sum of its lines"
    return {name: sums for name, sums in found.items() if any(sums)}


def of_bills(store: Store, actor: Actor, project: int) -> Sums:
    """The same from the bill of every mobility, the real costs, and who counts."""
    with store.read() as s:
        ids = s.scalars(select(Mobility.id).where(Mobility.project_id == project)).all()
        slow = _Slow(s, project)
    for mobility in ids:
        slow.add(bills.bill(store, actor, mobility))
    slow.add_support()
    return {
        name: (done + agreed, done, done + agreed + planned, ideas)
        for name, (done, agreed, planned, ideas) in slow.sums.items()
        if done or agreed or planned or ideas
    }


class _Slow:
    def __init__(self, s: Session, project: int) -> None:
        self.sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self.sheet = sheet_for(s, project).sheet
        self.reported = organisational_support_of(s, project)
        self.facts = {
            one.member_id: one for one in member_facts(s, [Mobility.project_id == project])
        }
        kept = select(Member).join(Mobility).where(Mobility.project_id == project)
        self.members = {one.id: one for one in s.scalars(kept)}
        self.costs = s.scalars(select(RealCost).where(RealCost.project_id == project)).all()
        self.heads: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
        self.counted: Counter[str] = Counter()
        self.unclear: set[str] = set()
        for cost in self.costs:
            if cost.member_id is None and cost.mobility_id is None:
                self._cost(cost)
        self.members_of: dict[int, list[int]] = defaultdict(list)
        for one in self.members.values():
            self.members_of[one.mobility_id].append(one.id)

    def add(self, bill: bills.Bill) -> None:
        for member in bill.members:
            mine = [cost for cost in self.costs if cost.member_id == member.member_id]
            standing = self._standing(member.member_id, mine)
            if standing.ended in budget.NOT_GONE:
                self._kept(self.members[member.member_id], mine)
                continue
            lines = self._lines(member)
            recorded = {cost.category for cost in mine} & set(REAL_COSTS)
            for line in lines:
                if line.category in recorded and line.rule != "expensive_travel":
                    continue
                self._put(line.category, line.amount or 0, standing)
            for cost in mine:
                self._cost(cost)
            self._head(bill, member, lines, standing)
        going = [m for m in bill.members if not m.case.gone]
        for cost in self.costs:
            if cost.mobility_id == bill.mobility_id and cost.member_id is None and going:
                self._cost(cost)

    def _standing(self, number: int, mine: list[RealCost]) -> Standing:
        booked = any(cost.category == "course_fees" for cost in mine)
        return budget.standing(self.facts[number].facts, booked=booked)

    @staticmethod
    def _lines(member: bills.BillMember) -> list[pricing.PricedLine]:
        """Of the agreement; of today for somebody who is back, unless it was chosen to keep it."""
        priced = member.priced
        if member.case.back and priced.difference is not None and priced.choice != pricing.KEEP:
            return list(priced.today)
        return [line for line in member.lines if line.rule != bills.SHARE_RULE]

    def _put(self, category: str, cents: int, standing: Standing) -> None:
        self.sums[category][_state(budget.counted(category, standing), standing)] += cents

    def _cost(self, cost: RealCost) -> None:
        if cost.category in REAL_COSTS:
            proved = not cost.estimate and cost.paid_on is not None and bool(cost.proof)
            self.sums[cost.category][DONE if proved else AGREED] += _covered(cost)

    def _kept(self, member: Member, mine: list[RealCost]) -> None:
        left = (member.money_kept or 0) if member.force_majeure else 0
        assert not (left and mine), "a case for the tests of tallies"
        self.sums["kept"][AGREED] += left

    def _head(
        self,
        bill: bills.Bill,
        member: bills.BillMember,
        lines: list[pricing.PricedLine],
        standing: Standing,
    ) -> None:
        activity = activities.recognise(bill.activity_type)
        case = member.case
        own = any(line.category in (SUPPORT, "total") for line in lines)
        if own or activity in (None, "preparatory-visit") or case.part in ACCOMPANY:
            return
        if not case.support_requested or self.sheet is None:
            return
        pays = [one.categories for one in self.sheet.pays if one.activity_type == activity]
        if pays and SUPPORT not in pays[0]:
            return
        if not pays and (case.part == "expert" or activity in ("invited-expert", "hosted-teacher")):
            self.unclear.add(activity)
            return
        state = _state(budget.counted(SUPPORT, standing), standing)
        self.heads[activity][state] += case.places
        if STAGES.index(standing.stage) >= STAGES.index("selected"):
            self.counted[activity] += case.places

    def add_support(self) -> None:
        """The steps of the sheet are taken up by who is done first, then signed for, then on."""
        for activity, heads in self.heads.items():
            for state in range(4):
                upto, below = sum(heads[: state + 1]), sum(heads[:state])
                self.sums[SUPPORT][state] += self._support(activity, upto) - self._support(
                    activity, below
                )
        for activity, reported in self.reported.items():
            if activity not in self.unclear and self.sheet is not None:
                assert reported.members == self.counted[activity]
                assert (reported.cents or 0) == self._support(activity, reported.members)

    def _support(self, activity: str, people: int) -> int:
        assert self.sheet is not None
        lines = grants.organisational_support(self.sheet, activity, people)
        return 0 if any(x.amount is None for x in lines) else sum(x.amount or 0 for x in lines)


def _state(counted: Counted, standing: Standing) -> int:
    if counted.done:
        return DONE
    if counted.signed:
        return AGREED
    return IDEAS if standing.stage == "idea" else PLANNED


def _covered(cost: RealCost) -> int:
    euros = costs.euros(costs.Cost(cost.amount, cost.currency, cost.rate))
    share = Fraction(cost.covered_percent or "100") / 100
    return 0 if euros is None else costs.half_up(euros * share)
