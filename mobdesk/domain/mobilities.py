"""Mobilities: dates, days, groups. One code path: an individual mobility has one member.

Activity dates (``start``, ``end``) go to certificates and agreements; travel dates (``leaves``,
``back``) serve insurance, lists and "who is abroad now". Both are plain local dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, NamedTuple

from mobdesk.domain import checks
from mobdesk.errors import Problem


class Kind(StrEnum):
    INDIVIDUAL = "individual"
    GROUP = "group"


class Direction(StrEnum):
    OUTGOING = "outgoing"
    INCOMING = "incoming"


class Part(StrEnum):
    """What somebody is on this mobility; ``lead`` is the one lead accompanying person."""

    LEARNER = "learner"
    STAFF = "staff"
    EXPERT = "expert"
    ACCOMPANYING = "accompanying"
    LEAD = "lead"


KINDS: Final = tuple(kind.value for kind in Kind)
DIRECTIONS: Final = tuple(direction.value for direction in Direction)
PARTS: Final = tuple(part.value for part in Part)
ACCOMPANY: Final = (Part.ACCOMPANYING.value, Part.LEAD.value)
MEANS: Final = ("plane", "train", "bus", "car", "car_pooling", "ship", "bike", "walk", "other")
NO_DAY: Final = "9999"
"""Sorts after every day: a mobility without dates stands last."""
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_KM = re.compile(r"\d{1,5}(?:\.\d{1,3})?")
_MOST_KM = 20_100
MOST_DAYS: Final = 400
"""More days than any activity has."""


class Dates(NamedTuple):
    """All dates of one member: planned, of the subgroup, and actual once typed."""

    start: date | None = None
    end: date | None = None
    leaves: date | None = None
    back: date | None = None
    actual_start: date | None = None
    actual_end: date | None = None
    start_month: str | None = None
    end_month: str | None = None

    @property
    def first(self) -> date | None:
        """First day of the activity: actual once known, else planned."""
        return self.actual_start or self.start

    @property
    def last(self) -> date | None:
        """Last day of the activity: actual once known, else planned."""
        return self.actual_end or self.end

    @property
    def out(self) -> date | None:
        """The day of leaving; an actual start moves it along."""
        return _shifted(self.first, self.start, self.leaves)

    @property
    def home(self) -> date | None:
        """The day of coming back; an actual end moves it along."""
        return _shifted(self.last, self.end, self.back)

    @property
    def exact(self) -> bool:
        """Both activity dates are known to the day."""
        return self.first is not None and self.last is not None


def _shifted(counted: date | None, planned: date | None, travel: date | None) -> date | None:
    if counted is None or planned is None or travel is None:
        return counted or travel
    return counted + (travel - planned)


def day_key(*firsts: str | None) -> str:
    """What a mobility is sorted by: the first of days and months (both in ISO form).

    A month stands before its days; without any it is ``NO_DAY``.
    """
    return min((first for first in firsts if first), default=NO_DAY)


#: Funded travel days at most where no rate sheet says it: standard, and green. Read for VET and SCH
#: and in the tool of the Commission; the same for ADU is inferred.
MOST_TRAVEL_DAYS: Final = (2, 6)
#: Paid course days of one e-mail address in one project, where no rate sheet says it.
MOST_COURSE_DAYS: Final = 10


class Days(NamedTuple):
    """``travel`` are funded travel days; ``over`` is how many the maximum cut off."""

    activity: int
    travel: int
    over: int = 0

    @property
    def paid(self) -> int:
        """Activity and travel days together."""
        return self.activity + self.travel


def activity_days(start: date, end: date, virtual: int = 0) -> int:
    """Calendar days of the activity, both ends included, without days that were virtual."""
    return max(0, (end - start).days + 1 - virtual)


def days(dates: Dates, most_travel: int | None = None, virtual: int = 0) -> Days | None:
    """The days that are paid, or None: "days missing" (a month is not a date).

    ``most_travel`` is the maximum of the rate sheet; None where there is no sheet.
    """
    first, last = dates.first, dates.last
    if first is None or last is None or last < first:
        return None
    planned_out = dates.start - dates.leaves if dates.start and dates.leaves else timedelta(0)
    planned_home = dates.back - dates.end if dates.back and dates.end else timedelta(0)
    travel = max(0, planned_out.days) + max(0, planned_home.days)
    funded = travel if most_travel is None else min(travel, most_travel)
    return Days(activity_days(first, last, virtual), funded, travel - funded)


def validate(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with a mobility itself (not its subgroups and members)."""
    problems = checks.choice(values, "kind", KINDS)
    problems += checks.choice(values, "direction", DIRECTIONS)
    problems += checks.country(values, "sending_country")
    problems += checks.country(values, "hosting_country")
    problems += checks.order(values, "insurance_from", "insurance_to")
    problems += checks.phone(values, "insurance_phone")
    problems += checks.lengths(
        values,
        {"title": 200, "activity_type": 80, "sending_city": 120, "hosting_city": 120, "bm_id": 80},
    )
    return problems


def validate_dates(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with the dates of a subgroup or the actual dates of a member."""
    problems = checks.order(values, "start", "end")
    problems += checks.order(values, "actual_start", "actual_end")
    problems += checks.order(values, "leaves", "back", "back_before_leaving")
    problems += _months_turned(values)
    start, end = values.get("start"), values.get("end")
    leaves, back = values.get("leaves"), values.get("back")
    if isinstance(start, date) and isinstance(leaves, date) and leaves > start:
        problems.append(Problem("leaves", "leaves_after_start", {"leaves": leaves, "start": start}))
    if isinstance(end, date) and isinstance(back, date) and back < end:
        problems.append(Problem("back", "back_before_end", {"back": back, "end": end}))
    for field in ("start_month", "end_month"):
        month = checks.text(values, field)
        if month and not _MONTH.fullmatch(month):
            problems.append(Problem(field, "month_unreadable", {"value": month}))
    distance = checks.text(values, "distance_km")
    if distance and not (_KM.fullmatch(distance) and Decimal(distance) <= _MOST_KM):
        problems.append(Problem("distance_km", "distance_impossible", {"value": distance}))
    return problems


def validate_actual(values: Mapping[str, Any], today: date) -> list[Problem]:
    """Return what is wrong with actual dates: turned, or days that are still to come."""
    return validate_dates(values) + [
        Problem(field, "actual_in_future")
        for field in ("actual_start", "actual_end", "ended_on")
        if isinstance(day := values.get(field), date) and day > today
    ]


def _months_turned(values: Mapping[str, Any]) -> list[Problem]:
    """A problem where a month (planned day or month) lies after the end's."""
    start, end = (
        day.isoformat()
        if isinstance(day := values.get(side), date)
        else values.get(f"{side}_month")
        for side in ("start", "end")
    )
    if not start or not end or len(start) == len(end) == 10 or start[:7] <= end[:7]:
        return []
    return [Problem("end", "months_turned")]


def validate_member(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with a member: a person, or a number of unnamed places."""
    problems = checks.choice(values, "part", PARTS)
    places = values.get("places", 1)
    if not isinstance(places, int) or places < 1:
        problems.append(Problem("places", "places_impossible", {"value": places}))
    elif values.get("person_id") is not None and places > 1:
        problems.append(Problem("places", "person_is_one_place", {"value": places}))
    age = values.get("age")
    if age is not None and not (isinstance(age, int) and 0 < age <= 110):
        problems.append(Problem("age", "age_impossible", {"value": age}))
    problems += validate_counting(values)
    problems += validate_dates(values)
    return problems


def validate_counting(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with what counts for a grant: days, the fare (in cents), marks.

    What follows from dates and the rate sheet: ``mobility_rules``.
    """
    problems = [
        Problem(field, "days_impossible", {"value": value})
        for field in ("virtual_days", "interruption_days", "travel_days", "course_days")
        if (value := values.get(field)) is not None
        and not (type(value) is int and 0 <= value <= MOST_DAYS)
    ]
    fare = values.get("real_fare")
    if fare is not None and not (type(fare) is int and fare >= 0):
        problems.append(Problem("real_fare", "amount_negative"))
    problems += [
        Problem(field, "needed")
        for field in ("zero_grant", "linguistic_support", "organisational_support_requested")
        if field in values and not isinstance(values[field], bool)
    ]
    return problems + checks.lengths(values, {"travel_days_reason": 500})


def date_warnings(
    dates: Dates, project_start: date | None, project_end: date | None
) -> list[Problem]:
    """What to look at about the dates: the activity lies outside the project, days are missing."""
    found: list[Problem] = []
    if dates.first is None and dates.last is None:
        code = "days_missing_month" if dates.start_month or dates.end_month else "days_missing"
        found.append(Problem("start", code, {"month": dates.start_month or dates.end_month}))
    if dates.first and project_start and dates.first < project_start:
        found.append(Problem("start", "before_project", {"first": project_start}))
    if dates.last and project_end and dates.last > project_end:
        found.append(Problem("end", "after_project", {"last": project_end}))
    return found


class GroupMember(NamedTuple):
    """What the rules of a group need to know about one member."""

    part: str
    person_id: int | None = None
    places: int = 1
    ended: bool = False
    sending_country: str | None = None


def group_warnings(
    members: Iterable[GroupMember], field: str | None, at_bm: bool = False
) -> list[Problem]:
    """Rules of a group: errors for the Beneficiary Module (``at_bm``), warnings while planning."""
    staying = [member for member in members if not member.ended]
    found: list[Problem] = []
    leads = sum(member.part == Part.LEAD for member in staying)
    if leads != 1:
        found.append(Problem("part", "lead_missing" if leads == 0 else "lead_twice", {"n": leads}))
    learners = sum(member.places for member in staying if member.part == Part.LEARNER)
    if learners < 2:
        found.append(Problem("members", "group_too_small", {"n": learners, "least": 2}))
    if len({m.sending_country for m in staying if m.sending_country}) > 1:
        found.append(Problem("sending_country", "group_of_two_countries"))
    if field == "VET":
        found.append(Problem("kind", "no_groups_in_vet"))
    unnamed = sum(member.places for member in staying if member.person_id is None)
    if unnamed and not at_bm:
        found.append(Problem("members", "places_without_name", {"n": unnamed}))
    return found


def head_count(members: Iterable[GroupMember]) -> tuple[int, int]:
    """Participants and accompanying persons, as in "8 + 2"; places count, ended members do not."""
    participants = accompanying = 0
    for member in members:
        if member.ended:
            continue
        if member.part in ACCOMPANY:
            accompanying += member.places
        else:
            participants += member.places
    return participants, accompanying


def is_abroad(stage: str, ended: bool, dates: Dates, today: date) -> bool:
    """Whether somebody is away today: leaves ≤ today ≤ back, from *confirmed* on.

    With the stage *abroad* a date that is not known does not speak against it.
    """
    if ended or stage not in ("confirmed", "abroad"):
        return False
    out, home = dates.out, dates.home
    if stage == "abroad":
        return (out is None or out <= today) and (home is None or today <= home)
    return out is not None and home is not None and out <= today <= home
