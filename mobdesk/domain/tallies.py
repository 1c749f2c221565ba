"""What one mobility brings to the budget board: sums by category and activity type.

Tallies add up: when one mobility changes, its old tally is taken away and the new one added, and
nothing else is counted again. Organisational support alone follows from how many people count in
the whole project, never from one mobility.

All sums are integer cents. Every amount stands in exactly one of ``done``, ``agreed`` (signed for,
not done), ``planned`` and ``ideas``. No probabilities.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from mobdesk.domain.budget import NOT_GONE, TOTAL, Standing, counted
from mobdesk.domain.projects import CATEGORIES, OF_THE_PROJECT, REAL_COSTS
from mobdesk.domain.stages import Stage

K = TypeVar("K", bound=Hashable)

#: Where money is counted that was kept after an end and that no recorded cost explains.
KEPT: Final = "kept"

#: Places in the list of a cell; heads have the first four.
DONE, AGREED, PLANNED, IDEAS, MISSING, PEOPLE = range(6)
WIDTH: Final = 6


class Sum(NamedTuple):
    """One line of a member's grant; ``cents`` None while its rate is missing."""

    category: str
    cents: int | None
    expensive: bool = False
    """Part of a fare, counted beside the costs that were recorded."""


class Cost(NamedTuple):
    """A real cost that the grant covers; ``proved``: invoice and proof of payment are filed."""

    category: str
    cents: int | None
    proved: bool


class Place(NamedTuple):
    """One member of a mobility, or several places without names, as the board counts it.

    ``lines`` are those that count today: of somebody who is back, on the actual dates. ``heads``
    count for organisational support. ``kept``: cents kept under force majeure, as the agency wrote.
    """

    standing: Standing
    activity: str
    lines: tuple[Sum, ...] = ()
    costs: tuple[Cost, ...] = ()
    places: int = 1
    heads: int = 0
    kept: int = 0


class Tally:
    """Sums by category and activity type, heads by activity type, and a few counts."""

    __slots__ = ("cells", "counts", "heads", "people")

    def __init__(self) -> None:
        self.cells: dict[tuple[str, str], list[int]] = {}
        self.heads: dict[str, list[int]] = {}
        self.people: dict[str, list[int]] = {}  # with a signed agreement, by activity type
        self.counts = [0, 0, 0]

    def add(self, other: Tally, sign: int = 1) -> None:
        """Add another tally, or take it away."""
        _add(self.cells, other.cells, sign)
        _add(self.heads, other.heads, sign)
        _add(self.people, other.people, sign)
        self.counts = [a + sign * b for a, b in zip(self.counts, other.counts, strict=True)]

    def cell(self, category: str, activity: str) -> list[int]:
        """The sums of one category and activity type."""
        return self.cells.setdefault((category, activity), [0] * WIDTH)

    @property
    def agreements(self) -> int:
        """So many people's agreements are signed."""
        return self.counts[0]

    @property
    def finished(self) -> int:
        """So many people's mobilities are done: back, with their papers."""
        return self.counts[1]

    @property
    def missing(self) -> int:
        """So many mobilities wait for a rate, a distance or days."""
        return self.counts[2]


def _add(mine: dict[K, list[int]], theirs: dict[K, list[int]], sign: int) -> None:
    for key, values in theirs.items():
        have = mine.get(key)
        if have is None:
            mine[key] = [sign * value for value in values]
        else:
            for at, value in enumerate(values):
                have[at] += sign * value


def tally(places: Iterable[Place]) -> Tally:
    """Count one mobility."""
    found = Tally()
    waits = False
    for place in places:
        if place.standing.ended in NOT_GONE:
            _kept(found, place)
        else:
            waits = _count(found, place) or waits
    found.counts[2] = int(waits)
    return found


def _kept(found: Tally, place: Place) -> None:
    """Money kept after an end: first what recorded costs explain, the rest by itself."""
    left = place.kept
    for cost in place.costs:
        part = min(left, cost.cents or 0)
        if part:
            found.cell(cost.category, place.activity)[DONE if cost.proved else AGREED] += part
        left -= part
    if left:
        found.cell(KEPT, place.activity)[AGREED] += left


def _count(found: Tally, place: Place) -> bool:
    """Count one who goes, stays or came back; whether something of it is not known."""
    standing, activity, places = place.standing, place.activity, place.places
    idea = standing.stage == Stage.IDEA.value
    states = _states(standing)
    recorded = {cost.category for cost in place.costs if cost.category in REAL_COSTS}
    waits = finished = False
    for category, cents, expensive in place.lines:
        if category in recorded and not expensive:
            continue  # the recorded costs themselves count
        state = states[category]
        cell = found.cell(category, activity)
        if cents is None:
            cell[MISSING] += 1
            waits = waits or not idea
        else:
            cell[state] += cents
        if state <= AGREED:
            cell[PEOPLE] += places
            finished = finished or (state == DONE and category not in REAL_COSTS)
    for cost in place.costs:
        if cost.category in REAL_COSTS and cost.cents is not None:
            found.cell(cost.category, activity)[DONE if cost.proved else AGREED] += cost.cents
    if place.heads:
        heads = found.heads.setdefault(activity, [0, 0, 0, 0])
        heads[states[OF_THE_PROJECT]] += place.heads
    if standing.agreement_signed or "grant_agreement" in standing.fulfilled:
        found.counts[0] += places
        found.people.setdefault(activity, [0])[0] += places
    found.counts[1] += places * finished
    return waits


@lru_cache(maxsize=4096)  # a few hundred different ones, however many people there are
def _states(standing: Standing) -> dict[str, int]:
    """For each category, in which state a sum of it is."""
    idea = standing.stage == Stage.IDEA.value
    return {
        category: _state(*counted(category, standing), idea) for category in (*CATEGORIES, TOTAL)
    }


def _state(signed: bool, done: bool, idea: bool) -> int:
    if done:
        return DONE
    return AGREED if signed else IDEAS if idea else PLANNED
