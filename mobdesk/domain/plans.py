"""What is aimed at, and what came of it: objectives, targets, and mobilities counted against them.

A target is so many mobilities of one activity type: estimated for a year of an accreditation, or
planned in a project. Ideas and who ended before the journey do not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from mobdesk.domain import checks
from mobdesk.domain.budget import NOT_GONE
from mobdesk.domain.mobilities import ACCOMPANY
from mobdesk.domain.percents import some_percent
from mobdesk.domain.projects import CATEGORIES
from mobdesk.domain.stages import Stage, is_back
from mobdesk.errors import Problem

#: Counts of a target beside the participants.
COUNTS: Final = (
    "days", "fewer_opportunities", "blended", "green", "accompanying", "accompanying_days",
    "travel_days", "visitors",
)  # fmt: skip
#: Costs that a grant request estimates one by one.
_MOST = 100_000


class Goes(NamedTuple):
    """One member (or several places) as the plan counts it. ``days`` without travel."""

    activity: str
    stage: str
    ended: str | None = None
    part: str = "staff"
    places: int = 1
    objective_id: int | None = None
    year: int | None = None
    days: int = 0
    fewer_opportunities: bool = False
    blended: bool = False
    green: bool = False


class Aim(NamedTuple):
    """One target."""

    activity: str
    participants: int
    days: int | None = None
    objective_id: int | None = None
    year: int | None = None


class Key(NamedTuple):
    """What is compared: one objective, one year, one activity type; None: not said."""

    objective_id: int | None
    year: int | None
    activity: str


class Compared(NamedTuple):
    """Aimed at (None: no target), going (planned mobilities and those back), and back."""

    key: Key
    planned: int | None
    planned_days: int | None
    going: int
    going_days: int
    back: int

    @property
    def missing(self) -> int:
        """So many participants are still to be planned."""
        return max(0, (self.planned or 0) - self.going)


def compare(aims: Iterable[Aim], goes: Iterable[Goes]) -> list[Compared]:
    """Set mobilities against targets, by objective, year and activity type.

    A mobility counts for the target of its objective; where there is none, for the target that
    names no objective. What no target speaks of stands by year and activity type alone.
    Accompanying persons are in no target of participants.
    """
    planned: dict[Key, int] = defaultdict(int)
    planned_days: dict[Key, int | None] = {}
    for aim in aims:
        key = Key(aim.objective_id, aim.year, aim.activity)
        planned[key] += aim.participants
        if aim.days is not None:
            planned_days[key] = (planned_days.get(key) or 0) + aim.days
    sums: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in goes:
        if not _counts(one):
            continue
        key = Key(one.objective_id, one.year, one.activity)
        found = sums[key if key in planned else key._replace(objective_id=None)]
        found[0] += one.places
        found[1] += one.days * one.places
        found[2] += one.places * is_back(one.stage, one.ended)
    return [
        Compared(key, planned.get(key), planned_days.get(key), *sums.get(key, (0, 0, 0)))
        for key in sorted({*planned, *sums}, key=_order)
    ]


class Served(NamedTuple):
    """How many go for an objective, and how many of them are back."""

    going: int
    back: int


def served(goes: Iterable[Goes]) -> dict[int, Served]:
    """What each objective was served by."""
    found: dict[int, Served] = {}
    for one in goes:
        if one.objective_id is not None and _counts(one):
            going, back = found.get(one.objective_id, Served(0, 0))
            back += one.places * is_back(one.stage, one.ended)
            found[one.objective_id] = Served(going + one.places, back)
    return found


def _counts(one: Goes) -> bool:
    """Neither an idea, nor ended before the journey, nor somebody who accompanies."""
    gone = one.stage == Stage.IDEA.value or one.ended in NOT_GONE
    return not gone and one.part not in ACCOMPANY


def _order(key: Key) -> tuple[Any, ...]:
    """By objective, year, activity; what is not said stands last."""
    objective, year = key.objective_id, key.year
    return (objective is None, objective or 0, year is None, year or 0, key.activity)


def validate_objective(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with an objective."""
    problems = checks.needed(values, "title") + checks.lengths(values, {"title": 300})
    number = values.get("number")
    if not isinstance(number, int) or not 1 <= number <= 99:
        problems.append(Problem("number", "needed"))
    return problems


def validate_target(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with a target."""
    problems = checks.needed(values, "activity_type")
    problems += checks.lengths(values, {"activity_type": 80})
    for field in ("participants", *COUNTS):
        value = values.get(field)
        if value is not None and not (isinstance(value, int) and 0 <= value <= _MOST):
            problems.append(Problem(field, "count_impossible", {"value": value}))
    people = values.get("participants")
    people = max(0, people) if isinstance(people, int) else 0
    for field in ("fewer_opportunities", "blended"):
        if isinstance(values.get(field), int) and values[field] > people:
            problems.append(Problem(field, "more_than_participants", {"n": people}))
    year = values.get("year")
    if year is not None and not (isinstance(year, int) and 2014 <= year <= 2100):
        problems.append(Problem("year", "year_impossible", {"value": year}))
    return problems


def validate_cost(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with a planned cost of a grant request."""
    problems = checks.needed(values, "category") + checks.choice(values, "category", CATEGORIES)
    amount = values.get("amount")
    if not isinstance(amount, int):
        problems.append(Problem("amount", "needed"))
    elif amount <= 0:
        problems.append(Problem("amount", "amount_not_positive"))
    typed = str(values.get("percent") or "")
    if some_percent(typed) is None:
        problems.append(Problem("percent", "percent_impossible", {"value": typed}))
    return problems


def validate_member(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with an organisation of a consortium."""
    problems = checks.needed(values, "organisation_id")
    return problems + checks.order(values, "since", "until")


def days_of(start: date | None, end: date | None, virtual: int | None) -> int:
    """Days of the activity, without travel; 0 while they are not known."""
    if start is None or end is None or end < start:
        return 0
    return max(0, (end - start).days + 1 - (virtual or 0))
