"""Stages and ends of a mobility: what a change needs. People may go on with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from mobdesk.domain import checks
from mobdesk.errors import Problem, Refused


class Stage(StrEnum):
    IDEA = "idea"
    APPLIED = "applied"
    SELECTED = "selected"
    CONFIRMED = "confirmed"
    ABROAD = "abroad"
    RETURNED = "returned"
    CLOSED = "closed"


class End(StrEnum):
    NOT_SELECTED = "not_selected"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    RETURNED_EARLY = "returned_early"


STAGES: Final = tuple(stage.value for stage in Stage)
ENDS: Final = tuple(end.value for end in End)
#: Nobody was chosen yet: nothing of it is a grant.
BEFORE_CHOICE: Final = (Stage.IDEA.value, Stage.APPLIED.value)
_BEFORE_ABROAD = (Stage.IDEA, Stage.APPLIED, Stage.SELECTED, Stage.CONFIRMED)
_AFTER_ABROAD: Final = (Stage.RETURNED.value, Stage.CLOSED.value)
#: From which stages an end is possible.
ENDS_FROM: Final[dict[End, tuple[Stage, ...]]] = {
    End.NOT_SELECTED: (Stage.APPLIED,),
    End.WITHDRAWN: _BEFORE_ABROAD,
    End.CANCELLED: _BEFORE_ABROAD,
    End.RETURNED_EARLY: (Stage.ABROAD,),
}
#: What each stage needs before it, in the order in which it is shown.
NEEDS: Final[dict[Stage, tuple[str, ...]]] = {
    Stage.IDEA: (),
    Stage.APPLIED: ("person_or_places", "activity_type", "project"),
    Stage.SELECTED: ("selection",),
    Stage.CONFIRMED: ("host_agreed", "exact_dates"),
    Stage.ABROAD: ("ready_to_leave",),
    Stage.RETURNED: ("actual_dates",),
    Stage.CLOSED: ("ready_to_close",),
}


def is_back(stage: str, ended: str | None) -> bool:
    """The journey is over, early or as planned: what counts now are its actual dates."""
    return stage in _AFTER_ABROAD or ended == End.RETURNED_EARLY


class StageFacts(NamedTuple):
    """What is known when a stage is about to change; the names are those of ``NEEDS``."""

    person_or_places: bool = False
    activity_type: bool = False
    project: bool = False
    selection: bool = False
    host_agreed: bool = False
    exact_dates: bool = False
    ready_to_leave: bool = False
    actual_dates: bool = False
    ready_to_close: bool = False


class Move(NamedTuple):
    """An allowed change of stage; ``missing`` is what was still open (``reason`` says why)."""

    before: Stage
    after: Stage
    missing: tuple[str, ...]
    reason: str

    @property
    def backwards(self) -> bool:
        """The stage goes back."""
        return position(self.after) < position(self.before)


def position(stage: str) -> int:
    """Place in the line, 0 = idea."""
    return STAGES.index(stage)


def missing_for(current: str, target: str, facts: StageFacts) -> tuple[str, ...]:
    """What stages after ``current`` up to ``target`` still need; nothing on the way back."""
    passed = STAGES[position(current) + 1 : position(target) + 1]
    return tuple(
        need for stage in passed for need in NEEDS[Stage(stage)] if not getattr(facts, need)
    )


def move(current: str, target: str, facts: StageFacts, reason: str = "") -> Move:
    """Return the change, or raise ``Refused("stage_needs_reason")``.

    A reason is asked when something is missing and on the way back.
    """
    missing = missing_for(current, target, facts)
    change = Move(Stage(current), Stage(target), missing, reason.strip())
    if (missing or change.backwards) and not change.reason:
        code = "stage_back_needs_reason" if change.backwards else "stage_needs_reason"
        raise Refused(code, stage=target, missing=missing)
    return change


def proposed(
    stage: str, out: date | None, home: date | None, ended: bool, today: date
) -> Stage | None:
    """The stage to propose today: abroad on the day of leaving, returned the day after ``back``.

    Never changed by itself; somebody says yes.
    """
    if ended:
        return None
    over = home is not None and today > home
    if stage == Stage.CONFIRMED and out is not None and today >= out:
        return Stage.RETURNED if over else Stage.ABROAD
    return Stage.RETURNED if stage == Stage.ABROAD and over else None


def ends_from(stage: str) -> tuple[End, ...]:
    """The ends that are possible from ``stage``."""
    return tuple(end for end, stages in ENDS_FROM.items() if stage in stages)


def check_end(
    stage: str, end: str, values: Mapping[str, Any], today: date | None = None
) -> list[Problem]:
    """Return what an end still asks: reason, who decided, force majeure, for early return its day.

    ``values`` has the columns of a member: ended_reason, ended_by, force_majeure, ended_on, and
    money_kept (cents), which may not be known yet. An early return is not after ``today``.
    """
    problems = checks.choice({"ended": end}, "ended", ENDS)
    if problems:
        return problems
    if stage not in ENDS_FROM[End(end)]:
        return [Problem("ended", "end_not_from_here", {"stage": stage, "end": end})]
    problems = checks.needed(values, "ended_reason", "ended_by")
    if values.get("force_majeure") is None:
        problems.append(Problem("force_majeure", "needed"))
    if end == End.RETURNED_EARLY:
        day = values.get("ended_on")
        if not isinstance(day, date):
            problems.append(Problem("ended_on", "needed"))
        elif today is not None and day > today:
            problems.append(Problem("ended_on", "actual_in_future"))
    if (values.get("money_kept") or 0) < 0:
        problems.append(Problem("money_kept", "amount_negative"))
    return problems


def group_may_close(members: Iterable[tuple[bool, bool]]) -> bool:
    """A group closes when each member is (ready to close, ended) one or the other."""
    return all(ready or ended for ready, ended in members)
