"""The sums of a report: what is granted, signed for and done, by member and by category."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from mobdesk.domain import budget
from mobdesk.exports import report as out
from mobdesk.models.mobilities import Mobility
from mobdesk.services import awards
from mobdesk.services.member_facts import MemberFacts, member_facts
from mobdesk.services.pricing import price


class Line(NamedTuple):
    """One sum of one member."""

    category: str
    cents: int


class Sums(dict[int, tuple[Line, ...]]):
    """The known sums of each member who has any; of ``incomplete`` ones something is missing."""

    incomplete: frozenset[int] = frozenset()


def sums_of(s: Session, project_id: int) -> Sums:
    """The sums of each member in euro as they count today: of the agreement, else computed."""
    found, open_ones = Sums(), set()
    for member, one in price(s, [Mobility.project_id == project_id]).items():
        lines = tuple(
            Line(line.category, line.amount) for line in one.lines if line.amount is not None
        )
        if lines:
            found[member] = lines
        if one.missing or not lines:
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
    """Awarded, signed for and done of one project, by category."""
    facts = member_facts(s, [Mobility.project_id == project_id])
    return budget_lines(awards.now(s, project_id), facts, sums_of(s, project_id))


def budget_lines(
    awarded: dict[str, int], facts: Iterable[MemberFacts], sums: Sums
) -> tuple[out.BudgetLine, ...]:
    """Awarded, signed for and done by category, counted from members and their sums."""
    signed: dict[str, int] = defaultdict(int)
    done: dict[str, int] = defaultdict(int)
    for member in facts:
        standing = budget.standing(member.facts) if member.member_id in sums else None
        for line in sums.get(member.member_id, ()) if standing else ():
            counts = budget.counted(line.category, standing)  # type: ignore[arg-type]
            signed[line.category] += line.cents if counts.signed else 0
            done[line.category] += line.cents if counts.done else 0
    return tuple(
        out.BudgetLine(category, awarded.get(category, 0), signed[category], done[category])
        for category in sorted({*awarded, *signed})
    )
