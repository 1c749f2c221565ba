"""Objectives, estimates per year, targets of projects, planned costs, members of consortia."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mobdesk.domain import plans as rules
from mobdesk.domain.activities import recognise
from mobdesk.domain.done import Done
from mobdesk.domain.percents import tidied
from mobdesk.domain.plans import Aim, Compared, Goes, Served
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Invalid, Problem
from mobdesk.models.accreditations import Accreditation
from mobdesk.models.budgets import AccreditationMember, Objective, PlannedCost, Target
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import reads, writes
from mobdesk.services.records import load, refuse_if, refuse_if_used, remove_owned, set_values

FIELDS: dict[str, tuple[str, ...]] = {
    "objective": ("number", "title", "measure"),
    "target": ("objective_id", "year", "activity_type", "participants", *rules.COUNTS),
    "planned_cost": ("category", "participants", "why", "amount", "percent"),
    "consortium_member": ("organisation_id", "since", "until"),
}
_KINDS: dict[str, Any] = {
    "objective": Objective, "target": Target, "planned_cost": PlannedCost,
    "consortium_member": AccreditationMember,
}  # fmt: skip
_CHECKS: dict[str, Callable[[Mapping[str, Any]], list[Problem]]] = {
    "objective": rules.validate_objective, "target": rules.validate_target,
    "planned_cost": rules.validate_cost, "consortium_member": rules.validate_member,
}  # fmt: skip


_ORDERS = {"objective": ("number",), "target": ("year", "objective_id", "activity_type")}


class Owner(NamedTuple):
    """Whose plan: ``accreditation_id`` or ``project_id``."""

    column: str
    id: int


class Record(NamedTuple):
    """One objective, target, planned cost or member, as its form shows it."""

    id: int
    rev: int
    values: dict[str, Any]
    name: str = ""
    """Of a member the organisation."""


class ObjectiveRow(NamedTuple):
    """An objective that a mobility can serve."""

    id: int
    number: int
    title: str


class Plan(NamedTuple):
    """Everything planned of an accreditation or a project, set against its mobilities.

    ``objectives`` are those that its rows can name: a project's also of its accreditation.
    """

    own_objectives: tuple[Record, ...]
    objectives: tuple[ObjectiveRow, ...]
    targets: tuple[Record, ...]
    planned_costs: tuple[Record, ...]
    members: tuple[Record, ...]
    compared: tuple[Compared, ...]
    served: Mapping[int, Served] = {}


def of_accreditation(accreditation_id: int) -> Owner:
    """The plan of an accreditation."""
    return Owner("accreditation_id", accreditation_id)


def of_project(project_id: int) -> Owner:
    """The plan of a project."""
    return Owner("project_id", project_id)


# --- reading ------------------------------------------------------------------------------------


@reads(Area.STATUS)
def plan(store: Store, actor: Actor, owner: Owner) -> Plan:
    """Return the plan of an accreditation or a project, with what came of it."""
    with store.read() as s:
        return plan_in(s, owner)


def plan_in(s: Session, owner: Owner) -> Plan:
    """As ``plan``, inside a read."""
    own = _records(s, "objective", owner)
    targets = _records(s, "target", owner)
    by_project = owner.column == "project_id"
    goes = list(_goes(s, owner, by_year=not by_project))
    return Plan(
        own,
        objectives_of(s, owner.id) if by_project else tuple(map(_as_row, own)),
        targets,
        _records(s, "planned_cost", owner) if by_project else (),
        () if by_project else _members(s, owner.id),
        tuple(rules.compare(map(_aim, targets), goes)),
        rules.served(goes),
    )


def objectives_of(s: Session, project_id: int) -> tuple[ObjectiveRow, ...]:
    """The objectives that the mobilities of a project can serve: its own, its accreditation's."""
    under = select(Project.accreditation_id).where(Project.id == project_id).scalar_subquery()
    wanted = select(Objective.id, Objective.number, Objective.title).where(
        or_(Objective.project_id == project_id, Objective.accreditation_id == under)
    )
    order = (Objective.project_id.is_not(None), Objective.number, Objective.id)
    return tuple(ObjectiveRow(*row) for row in s.execute(wanted.order_by(*order)))


@reads(Area.STATUS)
def objectives(store: Store, actor: Actor, project_id: int) -> tuple[ObjectiveRow, ...]:
    """Return the objectives that the mobilities of a project can serve."""
    with store.read() as s:
        return objectives_of(s, project_id)


def _records(s: Session, what: str, owner: Owner) -> tuple[Record, ...]:
    kind, fields = _KINDS[what], FIELDS[what]
    order = [getattr(kind, name) for name in _ORDERS.get(what, ())]
    wanted = select(kind).where(getattr(kind, owner.column) == owner.id).order_by(*order, kind.id)
    return tuple(
        Record(one.id, one.rev, {name: getattr(one, name) for name in fields})
        for one in s.scalars(wanted)
    )


def _members(s: Session, accreditation_id: int) -> tuple[Record, ...]:
    wanted = (
        select(AccreditationMember, Organisation.name)
        .join(Organisation, Organisation.id == AccreditationMember.organisation_id)
        .where(AccreditationMember.accreditation_id == accreditation_id)
        .order_by(Organisation.name_key)
    )
    return tuple(
        Record(one.id, one.rev, {n: getattr(one, n) for n in FIELDS["consortium_member"]}, name)
        for one, name in s.execute(wanted)
    )


def _as_row(one: Record) -> ObjectiveRow:
    return ObjectiveRow(one.id, one.values["number"], one.values["title"])


def aims_of(s: Session, project_id: int) -> tuple[Aim, ...]:
    """The targets of a project."""
    return tuple(map(_aim, _records(s, "target", of_project(project_id))))


def _aim(one: Record) -> Aim:
    values = one.values
    return Aim(
        values["activity_type"], values["participants"], values["days"], values["objective_id"],
        values["year"],
    )  # fmt: skip


def _goes(s: Session, owner: Owner, *, by_year: bool) -> Iterable[Goes]:
    """The members of all mobilities; of an accreditation by the call year of their project."""
    wanted = (
        select(
            Mobility.activity_type, Mobility.stage, Member.ended, Member.part, Member.places,
            Mobility.objective_id, Project.call_year, Member.actual_start, Subgroup.start,
            Member.actual_end, Subgroup.end, Member.virtual_days, Member.fewer_opportunities,
            Person.fewer_opportunities, Subgroup.green_travel,
        )
        .join(Subgroup, Subgroup.id == Member.subgroup_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .join(Project, Project.id == Mobility.project_id)
        .outerjoin(Person, Person.id == Member.person_id)
    )  # fmt: skip
    here = Project.id if owner.column == "project_id" else Project.accreditation_id
    for (
        activity, stage, ended, part, places, objective, year, actual_start, start, actual_end,
        end, virtual, fewer, persons_fewer, green,
    ) in s.connection().execute(wanted.where(here == owner.id)):  # fmt: skip
        yield Goes(
            recognise(activity) or activity or "", stage, ended, part, places, objective,
            year if by_year else None,
            rules.days_of(_day(actual_start or start), _day(actual_end or end), virtual),
            bool(persons_fewer if fewer is None else fewer), bool(virtual), bool(green),
        )  # fmt: skip


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


# --- writing ------------------------------------------------------------------------------------


@writes(Area.MOBILITIES)
def add(store: Store, actor: Actor, what: str, owner: Owner, values: Mapping[str, Any]) -> Done:
    """Add an objective, target, planned cost or member of a consortium. Raises ``Invalid``."""
    tidy = tidied(values)
    refuse_if(_CHECKS[what](tidy))
    with store.write(Label(f"{what}_added"), actor) as s:
        s.label_values["code"] = _code_of(s, owner)
        record = _KINDS[what](**{owner.column: owner.id})
        _take(s, what, owner, record, tidy)
        s.add(record)
        s.flush()
        return s.done(record.id)


@writes(Area.MOBILITIES)
def change(
    store: Store, actor: Actor, what: str, record_id: int, rev: int, values: Mapping[str, Any]
) -> Done:
    """Change one of them. Raises ``Invalid``, ``Stale``."""
    tidy = tidied(values)
    with store.write(Label(f"{what}_changed"), actor) as s:
        record = load(s, _KINDS[what], record_id, rev)
        refuse_if(_CHECKS[what]({**{n: getattr(record, n) for n in FIELDS[what]}, **tidy}))
        owner = _owner_of(record)
        _take(s, what, owner, record, tidy)
        s.label_values["code"] = _code_of(s, owner)
        return s.done(record_id)


@writes(Area.MOBILITIES)
def remove(store: Store, actor: Actor, what: str, record_id: int) -> Done:
    """Delete one of them; Undo brings it back. Raises ``still_used_by`` of an objective."""
    with store.write(Label(f"{what}_removed"), actor) as s:
        record = load(s, _KINDS[what], record_id)
        s.label_values["code"] = _code_of(s, _owner_of(record))
        refuse_if_used(s, record)
        remove_owned(s, record)
        s.delete(record)
        return s.done(record_id)


def _take(s: Writing, what: str, owner: Owner, record: Any, values: Mapping[str, Any]) -> None:
    objective = values.get("objective_id")
    if objective is not None and objective not in _choosable(s, owner):
        raise Invalid([Problem("objective_id", "objective_elsewhere")])
    organisation = values.get("organisation_id")
    if what == "consortium_member" and organisation is not None:
        twice = select(AccreditationMember.id).where(
            AccreditationMember.accreditation_id == owner.id,
            AccreditationMember.organisation_id == organisation,
            AccreditationMember.id != (record.id or 0),
        )
        if s.scalar(twice) is not None:
            raise Invalid([Problem("organisation_id", "member_already_there")])
    set_values(record, values, FIELDS[what])


def _choosable(s: Writing, owner: Owner) -> set[int]:
    if owner.column == "project_id":
        return {one.id for one in objectives_of(s, owner.id)}
    wanted = select(Objective.id).where(Objective.accreditation_id == owner.id)
    return set(s.scalars(wanted))


def _owner_of(record: Any) -> Owner:
    accreditation = getattr(record, "accreditation_id", None)
    if accreditation is not None:
        return of_accreditation(accreditation)
    return of_project(record.project_id)


def _code_of(s: Writing, owner: Owner) -> str:
    if owner.column == "project_id":
        return load(s, Project, owner.id).code
    return load(s, Accreditation, owner.id).code
