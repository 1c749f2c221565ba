"""The three tables of a KA121 grant request, from what a project plans.

The columns are those of the form as an independent program transcribed it: to be confirmed
against the form of the year. Days are activity days; travel days are counted apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from mobdesk.domain import mobilities
from mobdesk.domain.activities import VISIT
from mobdesk.domain.costs import half_up
from mobdesk.domain.mobilities import ACCOMPANY
from mobdesk.domain.pricing import Case

TARGETS, STAYS = "targets", "stays"


class ActivityRow(NamedTuple):
    """Table 1: one activity type. ``days`` without travel; ``source``: targets or stays.

    ``green`` counts all persons who travel sustainably; None: the target does not say.
    """

    activity: str
    participants: int
    days: int | None
    fewer_opportunities: int | None
    blended: int | None
    green: int | None
    objectives: tuple[str, ...]
    source: str

    @property
    def average(self) -> str | None:
        """Days for each participant as decimal text, one decimal, half up."""
        if not self.days or not self.participants:
            return None
        tenths = half_up(Fraction(10 * self.days, self.participants))
        return f"{tenths // 10}.{tenths % 10}"


class ExpenseRow(NamedTuple):
    """Table 2: what comes beside the participants of one activity type."""

    activity: str
    accompanying: int | None
    accompanying_days: int | None
    travel_days: int | None
    visitors: int | None


class CostRow(NamedTuple):
    """Table 3: one cost; ``amount`` and ``eligible`` in cents, ``percent`` decimal text."""

    category: str
    participants: int | None
    why: str
    amount: int
    percent: str
    eligible: int


class Request(NamedTuple):
    """The three tables."""

    activities: tuple[ActivityRow, ...]
    expenses: tuple[ExpenseRow, ...]
    costs: tuple[CostRow, ...]


class _Sum:
    """What is added up of one activity type."""

    def __init__(self) -> None:
        self.counts: dict[str, int | None] = defaultdict(lambda: None)
        self.objectives: dict[str, None] = {}

    def add(self, name: str, n: int | None) -> None:
        if n is not None:
            self.counts[name] = (self.counts[name] or 0) + n


def request(
    targets: Iterable[Mapping[str, Any]],
    stays: Iterable[Case],
    served: Mapping[int, str],
    objectives: Mapping[int, str],
    costs: Iterable[Mapping[str, Any]],
) -> Request:
    """Build the tables. An activity type with a target is told by its targets, else by its stays.

    ``served`` are the titles of objectives by mobility, ``objectives`` those by id.
    """
    aimed: dict[str, _Sum] = defaultdict(_Sum)
    for target in targets:
        _add_target(aimed[target["activity_type"]], target, objectives)
    planned: dict[str, _Sum] = defaultdict(_Sum)
    for case in stays:
        activity = case.activity_type or ""
        if not case.gone:
            _add_stay(planned[activity], case, activity)
            if case.mobility_id in served:
                planned[activity].objectives[served[case.mobility_id]] = None
    found = {activity: (one, STAYS) for activity, one in planned.items()}
    found |= {activity: (one, TARGETS) for activity, one in aimed.items()}
    rows = sorted(found.items())
    return Request(
        tuple(_activity(name, *one) for name, one in rows if name != VISIT),
        tuple(row for name, (one, _source) in rows if any((row := _expense(name, one))[1:])),
        tuple(map(_cost, costs)),
    )


def _add_target(one: _Sum, target: Mapping[str, Any], objectives: Mapping[int, str]) -> None:
    for name in (
        "participants", "days", "fewer_opportunities", "blended", "green", "accompanying",
        "accompanying_days", "travel_days", "visitors",
    ):  # fmt: skip
        one.add(name, target[name])
    if target["objective_id"] in objectives:
        one.objectives[objectives[target["objective_id"]]] = None


def _add_stay(one: _Sum, case: Case, activity: str) -> None:
    if activity == VISIT:
        one.add("visitors", case.places)
        return
    counted = mobilities.days(
        case.dates, mobilities.MOST_TRAVEL_DAYS[case.green], case.virtual_days
    )
    travel = case.travel_days if case.travel_days is not None else counted and counted.travel
    one.add("travel_days", (travel or 0) * case.places)
    one.add("green", case.places if case.green else 0)
    days = (counted.activity if counted else 0) * case.places
    if case.part in ACCOMPANY:
        one.add("accompanying", case.places)
        one.add("accompanying_days", days)
        return
    one.add("participants", case.places)
    one.add("days", days)
    one.add("fewer_opportunities", case.places if case.fewer_opportunities else 0)
    one.add("blended", case.places if case.virtual_days else 0)


def _activity(name: str, one: _Sum, source: str) -> ActivityRow:
    counts = one.counts
    return ActivityRow(
        name, counts["participants"] or 0, counts["days"], counts["fewer_opportunities"],
        counts["blended"], counts["green"], tuple(one.objectives), source,
    )  # fmt: skip


def _expense(name: str, one: _Sum) -> ExpenseRow:
    counts = one.counts
    return ExpenseRow(
        name, counts["accompanying"], counts["accompanying_days"], counts["travel_days"],
        counts["visitors"],
    )  # fmt: skip


def _cost(values: Mapping[str, Any]) -> CostRow:
    eligible = half_up(Fraction(values["amount"]) * Fraction(values["percent"]) / 100)
    return CostRow(
        values["category"], values["participants"], values["why"] or "", values["amount"],
        values["percent"], eligible,
    )  # fmt: skip
