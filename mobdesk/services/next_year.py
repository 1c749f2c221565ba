"""A project copied as the plan of the next call: aims and stays, no people, no money, no papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select

from mobdesk.domain import projects as rules
from mobdesk.domain.budget import NOT_GONE
from mobdesk.domain.done import Done
from mobdesk.domain.project_codes import parse_code
from mobdesk.domain.roles import Actor, Area
from mobdesk.models.budgets import Objective, PlannedCost, Target
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services import plans
from mobdesk.services.access import reads, writes
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan, write_subgroup
from mobdesk.services.projects import take
from mobdesk.services.records import load, refuse_if

#: The same weekday a year later.
_YEAR = timedelta(weeks=52)
#: The number of a code that is not known before the agency answers.
NO_NUMBER = "0" * 9
_STAY = (
    "kind", "direction", "title", "activity_type", "sending_id", "sending_city", "sending_country",
    "host_id", "hosting_city", "hosting_country", "language",
)  # fmt: skip
_TRAVEL = (
    "title", "travel_means", "green_travel", "distance_km", "distance_official", "distance_own_km",
    "distance_from", "distance_to", "distance_reason",
)  # fmt: skip
_DAYS = ("start", "end", "leaves", "back")
_MONTHS = ("start_month", "end_month")
_COUNTS = ("virtual_days", "interruption_days", "course_days", "linguistic_support")


class Proposal(NamedTuple):
    """What a copy starts from; each value can be changed. ``stays`` would be copied."""

    values: dict[str, Any]
    stays: int


@reads(Area.STATUS)
def proposal(store: Store, actor: Actor, project_id: int) -> Proposal:
    """Return code, title and dates of the plan of the next call."""
    with store.read() as s:
        project = load(s, Project, project_id)
        values = {
            "code": next_code(project.code),
            "title": project.title,
            "accreditation_id": project.accreditation_id,
            "start": _a_year_on(project.start),
            "end": _a_year_on(project.end),
        }
        return Proposal(values, len(_going(s, project_id)))


def next_code(code: str) -> str:
    """The code of the next call without its number; ``code`` itself where it cannot be read."""
    parsed = parse_code(code)
    if parsed.year is None or parsed.field is None:
        return code
    head = (str(parsed.year + 1), str(parsed.round), parsed.agency, parsed.action, parsed.field)
    return "-".join((*head, NO_NUMBER))


def _a_year_on(day: date | None) -> date | None:
    """The same date of the next year; 29 February becomes the 28th."""
    if day is None:
        return None
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


@writes(Area.MOBILITIES)
def copy(
    store: Store, actor: Actor, project_id: int, values: Mapping[str, Any], *, stays: bool
) -> Done:
    """Add the plan as a project of its own, in one step.

    Copied are own objectives, targets, planned costs and, with ``stays``, every mobility that was
    not called off: as an idea a year later, with places instead of people. Raises ``Invalid``.
    """
    refuse_if(rules.validate(values))
    with store.write(Label("project_copied"), actor) as s:
        old = load(s, Project, project_id)
        plan = Project()
        take(s, plan, values)
        s.add(plan)
        s.flush()
        same = plan.accreditation_id == old.accreditation_id
        moved = _copy_aims(s, project_id, plan.id, shared=same)
        for mobility in _going(s, project_id) if stays else []:
            _copy_stay(s, mobility, plan.id, moved, shared=same)
        s.label_values.update(code=plan.code, old=old.code)
        return s.done(plan.id)


def _copy_aims(s: Writing, old: int, new: int, *, shared: bool) -> dict[int, int]:
    """Copy objectives, targets, costs; return the new ids of objectives by the old."""
    moved: dict[int, int] = {}
    for one in s.scalars(select(Objective).filter_by(project_id=old).order_by(Objective.id)):
        made = Objective(project_id=new, number=one.number, title=one.title, measure=one.measure)
        s.add(made)
        s.flush()
        moved[one.id] = made.id
    for target in s.scalars(select(Target).filter_by(project_id=old).order_by(Target.id)):
        values = {name: getattr(target, name) for name in plans.FIELDS["target"]}
        values["objective_id"] = _served(values["objective_id"], moved, shared=shared)
        values["year"] = values["year"] and values["year"] + 1
        s.add(Target(project_id=new, **values))
    for cost in s.scalars(select(PlannedCost).filter_by(project_id=old).order_by(PlannedCost.id)):
        values = {name: getattr(cost, name) for name in plans.FIELDS["planned_cost"]}
        s.add(PlannedCost(project_id=new, **values))
    return moved


def _served(objective: int | None, moved: Mapping[int, int], *, shared: bool) -> int | None:
    """The objective in the plan: a copied one, or that of the same accreditation."""
    if objective is None:
        return None
    return moved.get(objective, objective if shared else None)


def _going(s: Any, project_id: int) -> list[Mobility]:
    """The mobilities of a project of which anybody goes or went."""
    goes = select(Member.mobility_id).where(
        Member.ended.is_(None) | Member.ended.not_in(NOT_GONE), Member.mobility_id == Mobility.id
    )
    wanted = select(Mobility).where(Mobility.project_id == project_id, goes.exists())
    return list(s.scalars(wanted.order_by(Mobility.id)))


def _copy_stay(
    s: Writing, old: Mobility, project_id: int, moved: Mapping[int, int], *, shared: bool
) -> None:
    new = Mobility(project_id=project_id, **{name: getattr(old, name) for name in _STAY})
    new.objective_id = _served(old.objective_id, moved, shared=shared)
    s.add(new)
    s.flush()
    groups = s.scalars(select(Subgroup).filter_by(mobility_id=old.id).order_by(Subgroup.id)).all()
    for group in groups:
        values = {name: getattr(group, name) for name in _TRAVEL}
        values |= {name: _weeks_on(getattr(group, name)) for name in _DAYS}
        values |= {name: _month_on(getattr(group, name)) for name in _MONTHS}
        members = _places(s, group.id)
        if members:
            write_subgroup(s, new.id, SubgroupPlan(values, members))


def _weeks_on(day: date | None) -> date | None:
    return day + _YEAR if day is not None else None


def _month_on(month: str | None) -> str | None:
    return f"{int(month[:4]) + 1}{month[4:]}" if month else None


def _places(s: Writing, subgroup_id: int) -> list[MemberPlan]:
    """Those who go, as places without names: one for all who are alike."""
    wanted = (
        select(Member, Person.fewer_opportunities)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(
            Member.subgroup_id == subgroup_id,
            Member.ended.is_(None) | Member.ended.not_in(NOT_GONE),
        )
        .order_by(Member.id)
    )
    alike: dict[tuple[Any, ...], int] = defaultdict(int)
    for member, persons in s.execute(wanted):
        fewer = persons if member.fewer_opportunities is None else member.fewer_opportunities
        counts = tuple(getattr(member, name) for name in _COUNTS)
        alike[member.part, fewer, counts] += member.places
    return [
        MemberPlan(
            {"part": part, "places": n, "fewer_opportunities": fewer}
            | dict(zip(_COUNTS, counts, strict=True))
        )
        for (part, fewer, counts), n in alike.items()
    ]
