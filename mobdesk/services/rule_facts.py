"""The facts of one mobility for ``domain.mobility_rules``, and errors kept out of every write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from mobdesk.domain import activities, projects
from mobdesk.domain import mobility_rules as rules
from mobdesk.domain.mobilities import ACCOMPANY, Dates
from mobdesk.domain.mobility_rules import Facts, Going, Limits, Stay
from mobdesk.domain.people import display_name
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Writing
from mobdesk.services import rate_sheets
from mobdesk.services.records import refuse_if

Conditions = Sequence[ColumnElement[bool]]

_GOING = select(
    Member.id, Member.subgroup_id, Member.part, Person.first_name, Person.last_name,
    Member.person_id, Member.places, Subgroup.start, Subgroup.end, Subgroup.leaves, Subgroup.back,
    Member.actual_start, Member.actual_end, Subgroup.green_travel, Member.fewer_opportunities,
    Member.virtual_days, Member.interruption_days, Member.travel_days, Member.travel_days_reason,
    Member.course_days, Person.fewer_opportunities.label("persons_fewer"),
).join(Subgroup, Subgroup.id == Member.subgroup_id).outerjoin(
    Person, Person.id == Member.person_id
).where(Member.ended.is_(None)).order_by(Member.id)  # fmt: skip


class Around(NamedTuple):
    """What a mobility meets: its project, the rate sheet, and where its people are besides.

    ``stays`` and ``course_days`` (of the same e-mail in the project) are by person.
    """

    facts: Facts
    stays: dict[int, tuple[Stay, ...]]
    course_days: dict[int, int]

    def of(self, going: Going) -> Going:
        """A member with what is known of the person besides."""
        return going._replace(
            elsewhere=self.stays.get(going.person_id or 0, ()),
            course_days_elsewhere=self.course_days.get(going.person_id or 0, 0),
        )


def around(
    s: Session,
    project_id: int | None,
    person_ids: Iterable[int],
    mobility_id: int | None = None,
    seen: Conditions = (),
) -> Around:
    """What a mobility of these people in this project meets; ``mobility_id`` itself left out.

    ``seen``: conditions on mobilities that may be told of.
    """
    people = sorted(set(person_ids))
    own = s.scalar(select(Organisation.country).where(Organisation.kind == "own").limit(1))
    facts = Facts(sending_country=own)
    project = s.get(Project, project_id) if project_id else None
    if project is not None:
        facts = facts._replace(
            field=project.field,
            project_first=project.start,
            project_last=projects.last_day(project.end, project.extended_end),
            limits=_limits(s, project.id),
        )
    return Around(
        facts,
        _stays(s, people, mobility_id, seen),
        _course_days(s, project_id, people, mobility_id) if project_id else {},
    )


def gather(s: Session, mobility_id: int, seen: Conditions = ()) -> Facts:
    """The facts of a saved mobility; its members who ended are left out."""
    record = s.get(Mobility, mobility_id)
    if record is None:
        return Facts()
    rows = s.execute(_GOING.where(Member.mobility_id == mobility_id)).all()
    people = [row.person_id for row in rows if row.person_id is not None]
    met = around(s, record.project_id, people, mobility_id, seen)
    sender = _country(s, record.sending_id)
    return met.facts._replace(
        kind=record.kind,
        direction=record.direction,
        activity_type=record.activity_type,
        sending_country=record.sending_country
        or sender
        or (met.facts.sending_country if record.direction == "outgoing" else None),
        hosting_country=record.hosting_country or _country(s, record.host_id),
        going=tuple(met.of(_going(row)) for row in rows),
    )


def of_project(s: Session, project_id: int) -> dict[int, Facts]:
    """The facts of all mobilities of a project in a few queries.

    What their people do elsewhere is left out: see ``elsewhere``.
    """
    sender, host = aliased(Organisation), aliased(Organisation)
    wanted = (
        select(
            Mobility.id, Mobility.kind, Mobility.direction, Mobility.activity_type,
            Mobility.sending_country, sender.country, Mobility.hosting_country, host.country,
        )
        .outerjoin(sender, sender.id == Mobility.sending_id)
        .outerjoin(host, host.id == Mobility.host_id)
        .where(Mobility.project_id == project_id)
    )  # fmt: skip
    here = select(Mobility.id).where(Mobility.project_id == project_id)
    going: dict[int, list[Going]] = defaultdict(list)
    members = _GOING.add_columns(Member.mobility_id).where(Member.mobility_id.in_(here))
    for row in s.connection().execute(members):
        going[row.mobility_id].append(_going(row))
    base = around(s, project_id, ()).facts
    return {
        number: base._replace(
            kind=kind, direction=direction, activity_type=activity,
            sending_country=typed or of_sender
            or (base.sending_country if direction == "outgoing" else None),
            hosting_country=hosting or of_host, going=tuple(going[number]),
        )
        for number, kind, direction, activity, typed, of_sender, hosting, of_host
        in s.connection().execute(wanted)
    }  # fmt: skip


class Elsewhere(NamedTuple):
    """One stay of a person, with the member it is of."""

    person_id: int
    mobility_id: int
    member_id: int
    stay: Stay


def elsewhere(s: Session, project_id: int) -> list[Elsewhere]:
    """All stays of everybody who takes part in a project, in whatever project they are."""
    first = func.coalesce(Member.actual_start, Subgroup.leaves, Subgroup.start)
    last = func.coalesce(Member.actual_end, Subgroup.back, Subgroup.end)
    people = (
        select(Member.person_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(Mobility.project_id == project_id, Member.person_id.is_not(None))
    )
    wanted = (
        select(
            Member.person_id, Member.mobility_id, Member.id, Mobility.hosting_city,
            Mobility.shown_name, first, last,
        )
        .join(Subgroup, Subgroup.id == Member.subgroup_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(
            Member.person_id.in_(people), Member.ended.is_(None), first.is_not(None),
            last.is_not(None),
        )
        .order_by(first)
    )  # fmt: skip
    return [
        Elsewhere(person, mobility, member, Stay(city or name, start, end))
        for person, mobility, member, city, name, start, end in s.execute(wanted)
        if person is not None
    ]


@contextmanager
def without_new_errors(s: Writing, mobility_id: int) -> Iterator[None]:
    """What is written inside brings no error of the rules that was not there before.

    Raises ``Invalid``. What stood there already (from an import) blocks no other change.
    """
    before = rules.errors(rules.check(gather(s, mobility_id)))
    yield
    s.flush()
    after = rules.errors(rules.check(gather(s, mobility_id)))
    refuse_if(problem for problem in after if problem not in before)


def _going(row: Any) -> Going:
    fewer = row.fewer_opportunities
    if fewer is None and row.part not in ACCOMPANY:
        fewer = row.persons_fewer  # what holds for the person, unless the mobility says otherwise
    return Going(
        part=row.part,
        name=display_name(row.first_name or "", row.last_name or ""),
        person_id=row.person_id,
        places=row.places,
        dates=Dates(
            row.start, row.end, row.leaves, row.back, row.actual_start, row.actual_end
        ),
        green=bool(row.green_travel),
        fewer_opportunities=bool(fewer),
        virtual_days=row.virtual_days or 0,
        interruption_days=row.interruption_days or 0,
        travel_days=row.travel_days,
        travel_days_reason=row.travel_days_reason or "",
        course_days=row.course_days,
        member_id=row.id,
        subgroup_id=row.subgroup_id,
    )  # fmt: skip


def _country(s: Session, organisation_id: int | None) -> str | None:
    if organisation_id is None:
        return None
    return s.scalar(select(Organisation.country).where(Organisation.id == organisation_id))


def _limits(s: Session, project_id: int) -> Limits:
    sheet = rate_sheets.sheet_for(s, project_id).sheet
    if sheet is None:
        return Limits()
    countries = frozenset(c for group in sheet.country_groups for c in group.countries)
    return Limits(
        sheet.title or f"{sheet.agency} {sheet.call_year} {sheet.field}",
        sheet.travel_days.standard,
        sheet.travel_days.green,
        sheet.course_fee.max_days,
        countries or None,
    )


def _stays(
    s: Session, people: Sequence[int], mobility_id: int | None, seen: Conditions
) -> dict[int, tuple[Stay, ...]]:
    first = func.coalesce(Member.actual_start, Subgroup.leaves, Subgroup.start)
    last = func.coalesce(Member.actual_end, Subgroup.back, Subgroup.end)
    wanted = (
        select(Member.person_id, Mobility.hosting_city, Mobility.shown_name, first, last)
        .join(Subgroup, Subgroup.id == Member.subgroup_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(
            Member.person_id.in_(people),
            Member.ended.is_(None),
            Member.mobility_id != (mobility_id or 0),
            first.is_not(None),
            last.is_not(None),
            *seen,
        )
        .order_by(first)
    )
    found: dict[int, list[Stay]] = defaultdict(list)
    for person_id, city, name, start, end in s.execute(wanted) if people else ():
        assert person_id is not None  # one of those asked for
        found[person_id].append(Stay(city or name, start, end))
    return {person_id: tuple(stays) for person_id, stays in found.items()}


def _course_days(
    s: Session, project_id: int, people: Sequence[int], mobility_id: int | None
) -> dict[int, int]:
    """Paid course days that the e-mail address of each person has elsewhere in the project."""
    same, address = aliased(Person), func.lower(func.trim(Person.email))
    wanted = (
        select(Person.id, func.sum(Member.course_days))
        .join(same, func.lower(func.trim(same.email)) == address)
        .join(Member, Member.person_id == same.id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(
            Person.id.in_(people),
            address != "",
            Member.ended.is_(None),
            Mobility.project_id == project_id,
            Mobility.activity_type == activities.COURSE,
            Member.mobility_id != (mobility_id or 0),
        )
        .group_by(Person.id)
    )
    return {n: days for n, days in s.execute(wanted) if days} if people else {}
