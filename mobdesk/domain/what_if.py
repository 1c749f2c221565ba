"""What-if: edits of a plan as values, applied to what grants are computed from; nothing is read.

Dates belong to whole mobilities: an edit moves everybody on them, as the forms do. What an edit
cannot do is told by ``problem``; such an edit changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from mobdesk.domain import activities, stages
from mobdesk.domain.mobilities import (
    ACCOMPANY,
    MEANS,
    MOST_DAYS,
    Dates,
    Kind,
    Part,
    validate,
    validate_dates,
)
from mobdesk.domain.pricing import Case
from mobdesk.domain.stages import ENDS_FROM, End, Stage
from mobdesk.errors import Problem

MOST_STAYS: Final = 500
"""So many stays can one edit add."""
MOST_PLACES: Final = 500
MOST_SHIFT: Final = 3 * 366
_OVER: Final = frozenset({Stage.RETURNED.value, Stage.CLOSED.value})


class MoreStays(NamedTuple):
    """``n`` new mobilities alike, each with ``places`` without names.

    ``days`` of activity from ``first`` on; ``before`` and ``after`` are travel days. An idea is
    not expected; ``applied`` is.
    """

    n: int
    activity_type: str
    first: date
    days: int
    part: str = Part.STAFF.value
    places: int = 1
    accompanying: int = 0
    before: int = 0
    after: int = 0
    country: str | None = None
    distance_km: str | None = None
    means: str | None = None
    green: bool = False
    course_days: int = 0
    objective_id: int | None = None
    stage: str = Stage.APPLIED.value

    @property
    def kind(self) -> str:
        """A group where the activity is one, or where several go together."""
        known = activities.activities().get(self.activity_type)
        together = self.places > 1 or self.accompanying > 0 or (known is not None and known.group)
        return Kind.GROUP.value if together else Kind.INDIVIDUAL.value

    @property
    def dates(self) -> Dates:
        """The planned dates."""
        last = self.first + timedelta(days=self.days - 1)
        return Dates(
            self.first, last, self.first - timedelta(days=self.before),
            last + timedelta(days=self.after),
        )  # fmt: skip

    @property
    def members(self) -> tuple[tuple[str, int], ...]:
        """Part and places of its members."""
        more = ((Part.ACCOMPANYING.value, self.accompanying),) if self.accompanying else ()
        return ((self.part, self.places), *more)


class OtherMeans(NamedTuple):
    """Another means of transport; ``before`` and ``after`` are then the travel days.

    None leaves the travel days as they are.
    """

    mobilities: tuple[int, ...]
    means: str
    green: bool
    before: int | None = None
    after: int | None = None


class Cancel(NamedTuple):
    """Everybody on these mobilities, or these members alone, does not go."""

    mobilities: tuple[int, ...] = ()
    members: tuple[int, ...] = ()
    reason: str = ""
    by: str = ""


class NewDates(NamedTuple):
    """All dates later (or earlier) by ``shift`` days; ``days`` of activity, None: as many."""

    mobilities: tuple[int, ...]
    shift: int = 0
    days: int | None = None


class OtherPlaces(NamedTuple):
    """So many places without names for each of these members."""

    members: tuple[int, ...]
    places: int


class CourseDays(NamedTuple):
    """So many paid course days more or less for each participant of these courses."""

    mobilities: tuple[int, ...]
    change: int


Edit = MoreStays | OtherMeans | Cancel | NewDates | OtherPlaces | CourseDays


class Plan(NamedTuple):
    """What is edited: the members of one project; ``named`` are those with a person."""

    project_id: int
    cases: tuple[Case, ...]
    named: frozenset[int] = frozenset()


def apply(plan: Plan, edits: Iterable[Edit]) -> tuple[Case, ...]:
    """The members after the edits, in order; an edit with a problem changes nothing."""
    cases = plan.cases
    for edit in edits:
        if problem(edit, cases, plan.named) is None:
            cases = _apply(edit, plan.project_id, cases)
    return cases


def _apply(edit: Edit, project_id: int, cases: tuple[Case, ...]) -> tuple[Case, ...]:
    if isinstance(edit, MoreStays):
        return cases + tuple(_stays(edit, project_id, cases))
    touched = touches(edit)
    change = _change(edit)
    return tuple(change(case) if touched(case) else case for case in cases)


def touches(edit: Edit) -> Callable[[Case], bool]:
    """Whether an edit changes a member; new stays change nobody."""
    if isinstance(edit, MoreStays):
        return lambda case: False
    mobilities = frozenset(getattr(edit, "mobilities", ()))
    members = frozenset(getattr(edit, "members", ()))
    return lambda case: case.mobility_id in mobilities or case.member_id in members


def _change(edit: Edit) -> Callable[[Case], Case]:
    if isinstance(edit, OtherMeans):
        return lambda case: case._replace(
            green=edit.green, dates=travelled(case.dates, edit.before, edit.after)
        )
    if isinstance(edit, NewDates):
        return lambda case: case._replace(dates=moved(case.dates, edit.shift, edit.days))
    if isinstance(edit, Cancel):
        return lambda case: case._replace(ended=case.ended or End.CANCELLED.value)
    if isinstance(edit, OtherPlaces):
        return lambda case: case._replace(places=edit.places)
    assert isinstance(edit, CourseDays)
    return lambda case: case._replace(
        course_days=course_days(case.course_days, case.part, case.ended, edit.change)
    )


def course_days(now: int, part: str, ended: str | None, change: int) -> int:
    """The course days of one member after a change; who accompanies or ended has none to change."""
    return now if part in ACCOMPANY or ended else max(0, now + change)


def moved(dates: Dates, shift: int, days: int | None) -> Dates:
    """Planned dates moved; the travel days stay what they were. Actual dates stay."""
    by = timedelta(days=shift)
    start = dates.start + by if dates.start else None
    end = dates.end + by if dates.end else None
    if start and days is not None:
        end = start + timedelta(days=days - 1)
    back = dates.back + by if dates.back else None
    if end and dates.end and dates.back:
        back = end + (dates.back - dates.end)
    leaves = dates.leaves + by if dates.leaves else None
    return dates._replace(start=start, end=end, leaves=leaves, back=back)


def validate_shift(days: int, field: str) -> list[Problem]:
    """What is wrong with a number of days by which dates move: none, or more than three years."""
    if not days:
        return [Problem(field, "needed")]
    if abs(days) > MOST_SHIFT:
        outside = {"least": -MOST_SHIFT, "most": MOST_SHIFT}
        return [Problem(field, "what_if_number_outside", outside)]
    return []


def travelled(dates: Dates, before: int | None, after: int | None) -> Dates:
    """Dates with other travel days around the activity; unknown days stay unknown."""
    leaves, back = dates.leaves, dates.back
    if before is not None and dates.start:
        leaves = dates.start - timedelta(days=before)
    if after is not None and dates.end:
        back = dates.end + timedelta(days=after)
    return dates._replace(leaves=leaves, back=back)


def _stays(edit: MoreStays, project_id: int, cases: Sequence[Case]) -> Iterable[Case]:
    member = max((case.member_id for case in cases), default=0)
    mobility = max((case.mobility_id for case in cases), default=0)
    for _n in range(edit.n):
        mobility += 1
        for part, places in edit.members:
            member += 1
            participant = part not in ACCOMPANY
            yield Case(
                member, mobility, project_id, edit.kind, "outgoing", edit.stage, None, part,
                places, activities.recognise(edit.activity_type), edit.country, edit.distance_km,
                edit.green, edit.dates, course_days=edit.course_days if participant else 0,
            )  # fmt: skip


# --- what an edit cannot do ---------------------------------------------------------------------


def problem(
    edit: Edit, cases: Sequence[Case], named: frozenset[int] = frozenset()
) -> Problem | None:
    """Why an edit cannot be applied; None where it can."""
    own = _own_problem(edit)
    if own is not None or isinstance(edit, MoreStays):
        return own
    touched = touches(edit)
    here = [case for case in cases if touched(case)]
    if not here:
        return Problem("mobilities", "what_if_nothing_chosen")
    return next((found for case in here if (found := _of_member(edit, case, named))), None)


def _own_problem(edit: Edit) -> Problem | None:
    """What is wrong with an edit whatever it is applied to."""
    limits: Mapping[str, tuple[int, int]] = {
        "n": (1, MOST_STAYS), "places": (1, MOST_PLACES), "accompanying": (0, MOST_PLACES),
        "days": (1, MOST_DAYS), "before": (0, 30), "after": (0, 30),
        "shift": (-MOST_SHIFT, MOST_SHIFT), "course_days": (0, MOST_DAYS),
        "change": (-MOST_DAYS, MOST_DAYS),
    }  # fmt: skip
    for name, (least, most) in limits.items():
        value = getattr(edit, name, None)
        if value is not None and not least <= value <= most:
            values = {"least": least, "most": most}
            return Problem(name, "what_if_number_outside", values)
    if isinstance(edit, MoreStays):
        if edit.activity_type not in activities.activities():
            return Problem("activity_type", "needed")
        if edit.stage not in (Stage.IDEA, Stage.APPLIED):
            return Problem("stage", "unknown_choice", {"value": edit.stage})
        distance = {"distance_km": edit.distance_km}
        found = validate({"hosting_country": edit.country}) + validate_dates(distance)
        return found[0] if found else None
    means = getattr(edit, "means", None)
    if means and means not in MEANS:
        return Problem("means", "unknown_choice", {"value": means})
    return None


def _of_member(edit: Edit, case: Case, named: frozenset[int]) -> Problem | None:
    if isinstance(edit, Cancel):
        if case.ended is None and Stage(case.stage) not in ENDS_FROM[End.CANCELLED]:
            values = {"stage": case.stage, "end": End.CANCELLED.value}
            return Problem("ended", "end_not_from_here", values)
        return None
    if case.stage in _OVER:
        return Problem("mobilities", "what_if_over")
    if isinstance(edit, OtherPlaces) and case.member_id in named and edit.places > 1:
        return Problem("places", "person_is_one_place", {"value": edit.places})
    return None


def reason_problems(edit: Edit) -> list[Problem]:
    """What is asked before a cancellation can be kept; the effect is known without it."""
    if not isinstance(edit, Cancel):
        return []
    values = {"ended_reason": edit.reason, "ended_by": edit.by, "force_majeure": False}
    return stages.check_end(Stage.CONFIRMED.value, End.CANCELLED.value, values)
