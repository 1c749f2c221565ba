"""Grants of many members by their sheets: each a scenario, what is alike computed once.

Organisational support is no part of it: that is one sum of the project. Course days are shared by
e-mail over a project, in the order of start and id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final, NamedTuple

from mobdesk.domain import grants
from mobdesk.domain.activities import COURSE, VISIT
from mobdesk.domain.grant_lines import Line
from mobdesk.domain.mobilities import ACCOMPANY, days
from mobdesk.domain.pricing import COMPUTED, Case, PricedLine
from mobdesk.domain.rate_sheets import RateSheet
from mobdesk.domain.scenarios import Scenario
from mobdesk.errors import Problem

#: What a line says of itself without a sheet; everything else is then the missing sheet.
_OWN_CODES: Final = frozenset({"days_missing", "distance_missing", "activity_missing"})
_NO_SHEET: Final = RateSheet(agency="", call_year=0, field="", actions=())
_PARTS: Final = dict.fromkeys(ACCOMPANY, "accompanying")
_DECIMALS: Final = -2


class SheetUsed(NamedTuple):
    """The sheet of a project; without one ``code`` says why."""

    sheet: RateSheet | None
    confirmed: bool = False
    code: str = "no_sheet"


class Course(NamedTuple):
    """Course days that one member asks for; ``email`` folded."""

    project_id: int | None
    email: str
    first: date | None
    member_id: int
    days: int


class Computed(NamedTuple):
    """The lines of one member for all places, and what to look at."""

    lines: tuple[PricedLine, ...]
    warnings: tuple[Problem, ...]


def compute(
    cases: Sequence[Case], sheets: Mapping[int, SheetUsed], others: Iterable[Course] = ()
) -> dict[int, Computed]:
    """Compute each case by the sheet of its project.

    ``others``: course days of members that are not among the cases.
    """
    used = _course_days_used(cases, sheets, others)
    visitors = _visitors(cases)
    known: dict[tuple[Any, ...], Computed] = {}
    found = {}
    for case in cases:
        if case.gone:
            continue
        using = sheets.get(case.project_id or 0, SheetUsed(None))
        made = scenario(case, using.sheet, visitors.get(case.mobility_id, 0))
        key = (made, using.code, using.sheet, used.get(case.member_id, 0), case.places,
               case.exceptional_costs, case.project_id)  # fmt: skip
        computed = known.get(key)
        if computed is None:
            computed = known[key] = _compute(case, made, using, used.get(case.member_id, 0))
        found[case.member_id] = computed
    return found


def scenario(case: Case, sheet: RateSheet | None, visitors: int = 0) -> Scenario | None:
    """What the engine is asked about one place of ``case``; None without an activity."""
    if case.activity_type is None:
        return None
    travel = "green" if case.green else "standard"
    most = _most_travel(sheet, green=case.green)
    counted = days(case.dates, most, case.virtual_days)
    activity = counted.activity if counted else None
    over = counted.travel if counted else 0
    people = case.places
    limit = sheet.preparatory_visit.max_people if sheet else None
    if limit is not None and visitors > limit:
        people = visitors
    return Scenario(
        case.activity_type,
        _PARTS.get(case.part, case.part),
        case.country,
        Decimal(case.distance_km) if case.distance_km else None,
        travel,
        activity,
        over if case.travel_days is None else case.travel_days,
        min(case.interruption_days, activity or 0),
        case.course_days,
        case.fewer_opportunities,
        case.zero_grant,
        case.linguistic_support,
        people if case.activity_type == VISIT else 0,
        _euros(case.real_fare),
        _euros(case.inclusion_costs),
        organisational_support_requested=False,
    )


def _most_travel(sheet: RateSheet | None, *, green: bool) -> int | None:
    if sheet is None:
        return None
    return sheet.travel_days.green if green else sheet.travel_days.standard


@cache
def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents).scaleb(_DECIMALS)


def _compute(case: Case, made: Scenario | None, using: SheetUsed, used: int) -> Computed:
    if made is None:
        lacking = PricedLine(
            "individual_support", None, COMPUTED, None, "activity_missing", inputs={}
        )
        return Computed((lacking, *_exceptional(case)), ())
    grant = grants.grant(made, using.sheet or _NO_SHEET, course_days_used=used)
    times = 1 if made.activity_type == VISIT else case.places
    lines = [_priced(line, times) for line in grant.lines]
    if using.sheet is None:
        lines = [_without_sheet(line, using.code) for line in lines]
    warnings = list(grant.warnings) if using.sheet else []
    cut = days(case.dates, _most_travel(using.sheet, green=case.green), case.virtual_days)
    if cut and cut.over and case.travel_days is None:
        values = {"n": cut.travel + cut.over, "most": cut.travel}
        warnings.append(Problem("travel_days", "travel_days_cut", values))
    return Computed((*lines, *_exceptional(case)), tuple(warnings))


def _exceptional(case: Case) -> tuple[PricedLine, ...]:
    """Costs that are covered as they are, whatever the sheet says."""
    if case.exceptional_costs is None:
        return ()
    return (PricedLine("exceptional_costs", "real_costs", COMPUTED, case.exceptional_costs),)


def _priced(line: Line, times: int) -> PricedLine:
    return PricedLine(
        line.category, line.rule, COMPUTED,
        None if line.amount is None else line.amount * times,
        line.code, _text(line.rate), _text(line.quantity), line.inputs, line.source,
    )  # fmt: skip


def _text(number: Decimal | int | None) -> str | None:
    if number is None:
        return None
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def _without_sheet(line: PricedLine, code: str) -> PricedLine:
    if line.amount is not None or line.code in _OWN_CODES:
        return line
    return line._replace(code=code)


def _visitors(cases: Iterable[Case]) -> dict[int, int]:
    """How many go on each preparatory visit."""
    found: dict[int, int] = defaultdict(int)
    for case in cases:
        if case.activity_type == VISIT and not case.gone:
            found[case.mobility_id] += case.places
    return found


def _course_days_used(
    cases: Iterable[Case], sheets: Mapping[int, SheetUsed], others: Iterable[Course]
) -> dict[int, int]:
    """By member: the course days that the same e-mail took before, in the same project."""
    asked = [
        Course(c.project_id, c.email, c.dates.first, c.member_id, c.course_days)
        for c in cases
        if c.email and c.course_days and c.activity_type == COURSE
        and not c.gone and not c.zero_grant
    ]  # fmt: skip
    if not asked:
        return {}
    asked += others
    asked.sort(key=lambda c: (c.first or date.max, c.member_id))
    taken: dict[tuple[int | None, str], int] = defaultdict(int)
    found = {}
    for course in asked:
        using = sheets.get(course.project_id or 0)
        most = using.sheet.course_fee.max_days if using and using.sheet else None
        before = taken[course.project_id, course.email]
        found[course.member_id] = before
        left = course.days if most is None else max(0, most - before)
        taken[course.project_id, course.email] += min(course.days, left)
    return found
