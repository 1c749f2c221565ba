"""The sums of a report: what is granted and done by mobility, and the board by category."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain.budget import NOT_GONE
from mobdesk.domain.project_support import ProjectSupport
from mobdesk.domain.tallies import DONE, MISSING, Place, tally
from mobdesk.exports import report as out
from mobdesk.models.mobilities import Mobility
from mobdesk.services import budgets, rate_sheets
from mobdesk.services.board_facts import board_facts, places_of
from mobdesk.services.pricing import price_mobilities


class Money(NamedTuple):
    """What those who go, or went, get in cents; ``granted`` includes ``done``."""

    granted: int
    done: int


class Sums(NamedTuple):
    """By mobility where anything is known; something is missing of the members ``incomplete``."""

    by_mobility: dict[int, Money]
    incomplete: frozenset[int]


def sums_of(s: Session, project_id: int) -> Sums:
    """The sums of a project as its board counts them, without the project's one sum."""
    here = select(Mobility.id).where(Mobility.project_id == project_id)
    ids: Sequence[int] = s.scalars(here.order_by(Mobility.id)).all()
    priced = price_mobilities(s, ids)
    support = ProjectSupport(rate_sheets.sheet_for(s, project_id).sheet)
    found = {}
    for mobility, places in places_of(board_facts(s, ids), priced, support, ids).items():
        going = [place for place in places if place.standing.ended not in NOT_GONE]
        if any(_known(place) for place in going):
            cells = tally(going).cells.values()
            granted = sum(sum(values[:MISSING]) for values in cells)
            found[mobility] = Money(granted, sum(values[DONE] for values in cells))
    incomplete = (
        member
        for member, one in priced.items()
        if not one.lines or any(line.amount is None for line in one.counting)
    )
    return Sums(found, frozenset(incomplete))


def _known(place: Place) -> bool:
    sums = [line.cents for line in place.lines] + [cost.cents for cost in place.costs]
    return any(cents is not None for cents in sums)


def budget_of(s: Session, project_id: int) -> tuple[out.BudgetLine, ...]:
    """The board of one project by category, as the page Budget shows it."""
    return tuple(
        out.BudgetLine(
            row.name, row.now, row.signed, row.done,
            row.award if row.award != row.now else None, row.expected,
        )
        for row in budgets.board_of(s, project_id).categories
    )  # fmt: skip
