"""Rules of a mobility that are checked while typing and again on saving, each with its source.

A warning never stops anybody: agencies decide, and rules change. An error is refused.
What no source establishes is marked ``unconfirmed``. Dates that cannot be (an end before its
start) are ``mobilities.validate_dates``; what a Beneficiary Module wants is ``group_warnings``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from mobdesk.domain import activities
from mobdesk.domain import mobilities as rules
from mobdesk.domain.mobilities import ACCOMPANY, Dates, Direction, GroupMember, Kind
from mobdesk.errors import Problem

#: What follows from dates that a subgroup shares: it names nobody.
_OF_DATES: Final = (
    "before_project", "after_project", "activity_not_in_field", "duration_unusual",
    "duration_unusual_unconfirmed",
)  # fmt: skip
_TRAVEL: Final = "https://wikis.ec.europa.eu/x/UINTC; https://erasmusplus.oead.at"
_COURSE: Final = "https://iky.gr/en/?p=44734"
_FLAG: Final = "https://wikis.ec.europa.eu, pageId=143429955"


class Level(StrEnum):
    WARNING = "warning"
    ERROR = "error"


class Finding(NamedTuple):
    """One thing to look at; ``source`` is where the rule was read, empty where nowhere.

    ``who`` names the members it is about; empty where it is about all of them.
    """

    code: str
    field: str
    values: dict[str, Any]
    level: Level = Level.WARNING
    source: str = ""
    unconfirmed: bool = False
    who: tuple[str, ...] = ()

    @property
    def problem(self) -> Problem:
        """For the field of a form."""
        return Problem(self.field, self.code, self.values)


class Limits(NamedTuple):
    """What the project's rate sheet says; None where it says nothing. ``source``: its name."""

    source: str = ""
    travel_standard: int | None = None
    travel_green: int | None = None
    course_days: int | None = None
    countries: frozenset[str] | None = None


class Stay(NamedTuple):
    """Another mobility of the same person, not ended."""

    place: str
    first: date
    last: date


class Going(NamedTuple):
    """One member; ``name`` is told only where several go.

    ``travel_days`` is typed (None: they follow from the dates). ``course_days_elsewhere`` are
    those of the same e-mail address in other mobilities of the project.
    """

    part: str
    name: str = ""
    person_id: int | None = None
    places: int = 1
    dates: Dates = Dates()
    green: bool = False
    fewer_opportunities: bool = False
    virtual_days: int = 0
    interruption_days: int = 0
    travel_days: int | None = None
    travel_days_reason: str = ""
    course_days: int | None = None
    course_days_elsewhere: int = 0
    elsewhere: tuple[Stay, ...] = ()
    member_id: int = 0
    subgroup_id: int = 0


class Facts(NamedTuple):
    """One mobility, saved or still typed; ``going`` are the members who did not end."""

    kind: str = Kind.INDIVIDUAL.value
    direction: str = Direction.OUTGOING.value
    field: str | None = None
    activity_type: str | None = None
    sending_country: str | None = None
    hosting_country: str | None = None
    project_first: date | None = None
    project_last: date | None = None
    going: tuple[Going, ...] = ()
    limits: Limits = Limits()


def check(facts: Facts) -> list[Finding]:
    """All there is to look at, errors first; the same thing of several members once."""
    found = [*_places(facts), *_group(facts)]
    about: dict[Any, list[str]] = {}
    shared: dict[Any, Finding] = {}
    for going in facts.going:
        for one in _member(facts, going):
            key = (one.code, repr(one.values), one.level)
            shared.setdefault(key, one)
            about.setdefault(key, []).append(going.name)
    for key, one in shared.items():
        everybody = len(about[key]) == len(facts.going) or one.code in _OF_DATES
        found.append(one if everybody else one._replace(who=tuple(about[key])))
    return sorted(found, key=lambda one: one.level is not Level.ERROR)


def errors(findings: Iterable[Finding]) -> list[Problem]:
    """What a service refuses."""
    return [one.problem for one in findings if one.level is Level.ERROR]


def most_travel_days(field: str | None, limits: Limits, *, green: bool) -> Finding:
    """The most funded travel days (value ``most``), with where that was read."""
    given = limits.travel_green if green else limits.travel_standard
    if given is not None:
        return Finding("travel_days_most", "travel_days", {"most": given}, source=limits.source)
    return Finding(
        "travel_days_most",
        "travel_days",
        {"most": rules.MOST_TRAVEL_DAYS[green]},
        source=_TRAVEL,
        unconfirmed=field not in ("VET", "SCH"),
    )


def _places(facts: Facts) -> Iterator[Finding]:
    sending, hosting = facts.sending_country, facts.hosting_country
    if sending and sending == hosting:
        yield Finding(
            "sending_is_receiving", "hosting_country", {"country": hosting}, unconfirmed=True
        )
    known = facts.limits.countries
    outgoing = facts.direction == Direction.OUTGOING
    if outgoing and hosting and known is not None and hosting not in known:
        yield Finding(
            "country_not_in_sheet", "hosting_country", {"country": hosting},
            source=facts.limits.source,
        )  # fmt: skip


def _group(facts: Facts) -> Iterator[Finding]:
    if facts.kind != Kind.GROUP or not facts.going:
        return
    members = [GroupMember(one.part, one.person_id, one.places) for one in facts.going]
    for problem in rules.group_warnings(members, facts.field):
        if problem.code == "group_too_small":
            yield _warned(problem, _read_in("group-mobility", facts.field))


def _member(facts: Facts, going: Going) -> Iterator[Finding]:
    for rule in (_flag, _outside, _lengths, _overlaps, _interruption, _travel, _course):
        yield from rule(facts, going)


def _flag(facts: Facts, going: Going) -> Iterator[Finding]:
    if going.fewer_opportunities and going.part in ACCOMPANY:
        yield Finding("flag_of_accompanying", "fewer_opportunities", {}, Level.ERROR, _FLAG)


def _outside(facts: Facts, going: Going) -> Iterator[Finding]:
    found = rules.date_warnings(going.dates, facts.project_first, facts.project_last)
    yield from (_warned(problem) for problem in found if not problem.code.startswith("days_"))


def _overlaps(facts: Facts, going: Going) -> Iterator[Finding]:
    first, last = going.dates.out, going.dates.home
    if first is None or last is None:
        return
    for stay in going.elsewhere:
        if stay.first <= last and first <= stay.last:
            yield Finding("stay_overlaps", "start", stay._asdict())


def _lengths(facts: Facts, going: Going) -> Iterator[Finding]:
    days = rules.days(going.dates, virtual=going.virtual_days)
    source = _read_in(facts.activity_type, facts.field)
    found = activities.warnings(
        facts.activity_type, facts.field, going.part, days.activity if days else None
    )
    for problem in found:
        if problem.code == "duration_unusual" and _may_be_short(facts, going, problem):
            yield Finding("duration_short_with_reason", "end", problem.values, source=source)
        else:
            yield _warned(problem, source)


def _interruption(facts: Facts, going: Going) -> Iterator[Finding]:
    days = rules.days(going.dates, virtual=going.virtual_days)
    if days and going.interruption_days > days.activity:
        values = {"n": going.interruption_days, "most": days.activity}
        yield Finding("interruption_over_activity", "interruption_days", values, Level.ERROR)


def _read_in(activity: str | None, field: str | None) -> str:
    """Where the days of an activity were read for a field."""
    known = activities.activities().get(activity or "")
    limits = known.lengths.get(field or "") if known else None
    return limits.source if limits else ""


def _may_be_short(facts: Facts, going: Going, problem: Problem) -> bool:
    """Pupils with fewer opportunities: from two days on, with a reason (funding rules, 6)."""
    pupil = (facts.field, facts.activity_type) == ("SCH", "short-term-learner")
    short = 2 <= problem.values["days"] < problem.values["least"]
    return pupil and going.fewer_opportunities and short


def _travel(facts: Facts, going: Going) -> Iterator[Finding]:
    days = rules.days(going.dates)
    by_dates = days.travel if days else None
    counted = going.travel_days if going.travel_days is not None else by_dates
    if counted is None:
        return
    limit = most_travel_days(facts.field, facts.limits, green=going.green)
    most = limit.values["most"]
    if counted > most:
        typed = going.travel_days is not None and limit.source == facts.limits.source
        code = "travel_days_over" if going.travel_days is not None else "travel_days_cut"
        yield Finding(
            code,
            "travel_days" if going.travel_days is not None else "leaves",
            {"n": counted, "most": most},
            Level.ERROR if typed else Level.WARNING,
            limit.source,
            limit.unconfirmed,
        )
    differs = going.travel_days is not None and going.travel_days != min(by_dates or 0, most)
    if differs and not going.travel_days_reason.strip():
        values = {"n": counted, "by_dates": min(by_dates or 0, most)}
        yield Finding("travel_days_need_reason", "travel_days_reason", values, Level.ERROR)


def _course(facts: Facts, going: Going) -> Iterator[Finding]:
    if not going.course_days:
        return
    values: dict[str, Any] = {"n": going.course_days}
    if facts.activity_type != activities.COURSE:
        yield Finding("course_days_elsewhere", "course_days", values)
        return
    days = rules.days(going.dates, virtual=going.virtual_days)
    if days and going.course_days > days.activity:
        yield Finding("course_days_too_many", "course_days", {**values, "most": days.activity})
    most = facts.limits.course_days
    source = facts.limits.source if most is not None else _COURSE
    most = rules.MOST_COURSE_DAYS if most is None else most
    if going.course_days + going.course_days_elsewhere > most:
        values |= {"most": most, "elsewhere": going.course_days_elsewhere}
        code = "course_days_shared" if going.course_days_elsewhere else "course_days_cut"
        yield Finding(code, "course_days", values, source=source)


def _warned(problem: Problem, source: str = "") -> Finding:
    unconfirmed = problem.code.endswith("_unconfirmed")
    return Finding(
        problem.code, problem.field, problem.values,
        source="" if unconfirmed else source, unconfirmed=unconfirmed,
    )  # fmt: skip
