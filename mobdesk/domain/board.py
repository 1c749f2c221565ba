"""The budget board: awarded, signed for, done, free and expected, by category and activity type.

All sums are integer cents; the counting of mobilities is in ``tallies``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from mobdesk.domain.awards import Award
from mobdesk.domain.budget import TOTAL
from mobdesk.domain.projects import CATEGORIES, OF_THE_PROJECT, REAL_COSTS
from mobdesk.domain.tallies import AGREED, DONE, KEPT, MISSING, PEOPLE, WIDTH, Cost, Tally

#: Rows that have no award of their own.
LOOSE: Final = (TOTAL, KEPT)
#: Activity type of what belongs to no mobility.
NO_ACTIVITY: Final = ""
_ORDER = {category: n for n, category in enumerate((*CATEGORIES, TOTAL, KEPT))}

#: Cents for so many participants of an activity type; None where no sheet says it.
Support = Callable[[str, int], int | None]


class Row(NamedTuple):
    """One category or activity type. ``award`` as it was signed, ``amendment`` in force, ``now``
    with transfers; None where nothing is said about it.

    ``signed`` includes ``done``; ``planned`` is what will be signed for if all goes as planned;
    ``missing`` lines have no sum yet; ``people`` are signed for.
    """

    name: str
    award: int | None
    amendment: int | None
    now: int | None
    signed: int
    done: int
    planned: int
    ideas: int
    missing: int = 0
    people: int = 0

    @property
    def free(self) -> int | None:
        """Awarded less signed for; may be negative."""
        return None if self.now is None else self.now - self.signed

    @property
    def expected(self) -> int:
        """What the end of the project will see, without ideas."""
        return self.signed + self.planned

    @property
    def left(self) -> int | None:
        """What is left of the award if all goes as planned; negative: too little."""
        return None if self.now is None else self.now - self.expected

    @property
    def over(self) -> int:
        """So many cents are signed for beyond the award; never of a row without one."""
        return max(0, -(self.free or 0)) if self.name not in LOOSE else 0


class Board(NamedTuple):
    """The whole board of one project."""

    categories: tuple[Row, ...]
    activities: tuple[Row, ...]
    total: Row
    agreements: int
    finished: int
    missing: int

    @property
    def free(self) -> dict[str, int]:
        """What of each category is awarded and not signed for."""
        return {row.name: row.free for row in self.categories if row.free is not None}


def board(
    total: Tally, award: Award, support: Support, project_costs: Iterable[Cost] = ()
) -> Board:
    """Set the tally of all mobilities against the award.

    ``project_costs`` belong to no mobility. ``support`` says what so many people bring.
    """
    whole = Tally()
    whole.add(total)
    for cost in project_costs:
        if cost.category in REAL_COSTS and cost.cents is not None:
            cell = whole.cell(cost.category, NO_ACTIVITY)
            cell[DONE if cost.proved else AGREED] += cost.cents
    for activity, heads in total.heads.items():
        _add_support(whole.cell(OF_THE_PROJECT, activity), activity, heads, support)
    return Board(
        _by_category(whole, award), _by_activity(whole, award), _total(whole, award),
        *total.counts,
    )  # fmt: skip


def _add_support(cell: list[int], activity: str, heads: list[int], support: Support) -> None:
    """The change of the project's one sum, state by state: the steps of the sheet are taken up
    by those who are done first, then by those signed for, planned, and ideas."""
    before, people = 0, 0
    for state, here in enumerate(heads):
        if not here:
            continue
        people += here
        amount = support(activity, people)
        if amount is None:
            cell[MISSING] += 1
            continue
        cell[state] += amount - before
        before = amount
    cell[PEOPLE] += heads[DONE] + heads[AGREED]


def _by_category(whole: Tally, award: Award) -> tuple[Row, ...]:
    sums: dict[str, list[int]] = {}
    for (category, _activity), values in whole.cells.items():
        _into(sums, category, values)
    first, amended, now = _awarded(award)
    names = {*sums, *first, *(amended or {}), *now}
    return tuple(
        _row(
            name,
            sums.get(name),
            None if name in LOOSE else first.get(name, 0),
            None if name in LOOSE or amended is None else amended.get(name, 0),
            None if name in LOOSE or award.in_force is None else now.get(name, 0),
        )
        for name in sorted(names, key=lambda one: (_ORDER.get(one, len(_ORDER)), one))
        if any(sums.get(name, ())) or first.get(name) or now.get(name)
    )


def _by_activity(whole: Tally, award: Award) -> tuple[Row, ...]:
    """By activity type; awarded where the award says sums for one."""
    sums: dict[str, list[int]] = {}
    for (_category, activity), values in whole.cells.items():
        _into(sums, activity, values)
    version = award.in_force
    said: dict[str, int] = {}
    for line in version.lines if version else ():
        if line.activity_type:
            said[line.activity_type] = said.get(line.activity_type, 0) + line.amount
    return tuple(
        _row(name, sums.get(name), None, None, said.get(name))._replace(
            people=whole.people.get(name, [0])[0]
        )
        for name in sorted({*sums, *said}, key=lambda one: (one == NO_ACTIVITY, one))
        if any(sums.get(name, ())) or said.get(name)
    )


def _total(whole: Tally, award: Award) -> Row:
    sums: dict[str, list[int]] = {}
    for values in whole.cells.values():
        _into(sums, "", values)
    first, amended, now = _awarded(award)
    return _row(
        "", sums.get(""),
        sum(first.values()) if award.first else None,
        None if amended is None else sum(amended.values()),
        sum(now.values()) if award.in_force else None,
    )._replace(people=whole.agreements)  # fmt: skip


def _awarded(award: Award) -> tuple[dict[str, int], dict[str, int] | None, dict[str, int]]:
    """By category: as first signed, as amended (None: it is not), now."""
    version = award.in_force
    amended = version.sums() if version and version is not award.first else None
    return award.first.sums() if award.first else {}, amended, award.now()


def _into(sums: dict[str, list[int]], name: str, values: list[int]) -> None:
    have = sums.setdefault(name, [0] * WIDTH)
    for at, value in enumerate(values):
        have[at] += value


def _row(
    name: str, values: list[int] | None, first: int | None, amended: int | None, now: int | None
) -> Row:
    done, agreed, planned, ideas, missing, people = values or [0] * WIDTH
    return Row(
        name, first, amended, now, done + agreed, done, planned, ideas, missing, people
    )  # fmt: skip
