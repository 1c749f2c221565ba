"""The sums of a report: what is granted, signed for and done, by member and by category."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from mobdesk.domain import budget
from mobdesk.exports import report as out
from mobdesk.models.mobilities import Mobility
from mobdesk.services import budgets
from mobdesk.services.member_facts import MemberFacts
from mobdesk.services.pricing import price


class Line(NamedTuple):
    """One sum of one member."""

    category: str
    cents: int


class Sums(dict[int, tuple[Line, ...]]):
    """The known sums of each member who has any; of ``incomplete`` ones something is missing."""

    incomplete: frozenset[int] = frozenset()


def sums_of(s: Session, project_id: int) -> Sums:
    """The sums of each member in euro as they count today."""
    found, open_ones = Sums(), set()
    for member, one in price(s, [Mobility.project_id == project_id]).items():
        lines = tuple(
            Line(line.category, line.amount) for line in one.counting if line.amount is not None
        )
        if lines:
            found[member] = lines
        if not lines or any(line.amount is None for line in one.counting):
            open_ones.add(member)
    found.incomplete = frozenset(open_ones)
    return found


def done_cents(members: Sequence[MemberFacts], sums: Sums) -> int:
    """What of the sums of these members is done."""
    return sum(
        line.cents
        for member in members
        for line in sums.get(member.member_id, ())
        if budget.counted(line.category, budget.standing(member.facts)).done
    )


def budget_of(s: Session, project_id: int) -> tuple[out.BudgetLine, ...]:
    """The board of one project by category, as the page Budget shows it."""
    return tuple(
        out.BudgetLine(
            row.name, row.now or 0, row.signed, row.done,
            row.award if row.award != row.now else None, row.expected,
        )
        for row in budgets.board_of(s, project_id).categories
    )  # fmt: skip
