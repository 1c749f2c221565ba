"""The grants of members, gathered in a few queries for one mobility, a project or all.

Reads rows, no mapped objects: a list must not wait for the mapper. The rules: ``domain.pricing``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from mobdesk.domain import activities, pricing
from mobdesk.domain.activities import COURSE
from mobdesk.domain.budget import NOT_GONE
from mobdesk.domain.computed_grants import Computed, Course, SheetUsed, compute
from mobdesk.domain.costs import Cost, covered
from mobdesk.domain.mobilities import ACCOMPANY, Dates, Direction
from mobdesk.domain.pricing import FROZEN, Case, Priced, PricedLine, Stored
from mobdesk.domain.projects import REAL_COSTS
from mobdesk.models.grants import GrantLine, Payee
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.organisations import Organisation
from mobdesk.models.payments import RealCost
from mobdesk.models.people import Person
from mobdesk.services.rate_sheets import sheets_for_projects
from mobdesk.services.records import among, as_json

__all__ = [
    "Cases",
    "gather",
    "gather_mobilities",
    "prepare",
    "price",
    "price_cases",
    "price_mobilities",
    "sheets_used",
]

_NOBODY: Mapping[str, str] = {}
_NOTHING = Computed((), ())


class Cases(NamedTuple):
    """What grants are computed from. Edit ``members`` and price again for a what-if."""

    members: tuple[Case, ...]
    stored: Mapping[int, tuple[Stored, ...]]
    payees: Mapping[int, Mapping[str, str]]
    sheets: Mapping[int, SheetUsed]
    others: tuple[Course, ...] = ()
    """Course days of members of the same projects that were not asked for."""


def price(s: Session, wanted: Iterable[ColumnElement[bool]]) -> dict[int, Priced]:
    """Return the grant of each member of the mobilities that meet the conditions."""
    return price_cases(gather(s, wanted))


def price_mobilities(s: Session, ids: Iterable[int]) -> dict[int, Priced]:
    """Return the grant of each member of these mobilities."""
    return price_cases(gather_mobilities(s, ids))


def price_cases(cases: Cases) -> dict[int, Priced]:
    """Price what was gathered; nothing is read.

    Without a sheet the lines that are kept are the grant, and nothing beside them is missed.
    """
    computed = compute(cases.members, cases.sheets, cases.others)
    alike: dict[tuple[int, bool], Priced] = {}
    found = {}
    for case in cases.members:
        number = case.member_id
        kept = cases.stored.get(number, ())
        payees = cases.payees.get(number, _NOBODY)
        lines, warnings = one = computed.get(number, _NOTHING)
        if kept or payees or case.gone:
            priced = _priced(cases, case, lines, kept, payees)._replace(warnings=warnings)
        else:
            key = id(one), pricing.centre_pays(case)
            priced = alike.get(key) or _priced(cases, case, lines, kept, payees)
            alike[key] = priced = priced._replace(member_id=number, warnings=warnings)
        found[number] = priced
    return found


def _priced(
    cases: Cases,
    case: Case,
    lines: Sequence[PricedLine],
    kept: Sequence[Stored],
    payees: Mapping[str, str],
) -> Priced:
    using = cases.sheets.get(case.project_id or 0)
    sheet = using.sheet if using else None
    if sheet is None and any(line.kind != FROZEN and line.currency == "EUR" for line in kept):
        lines = ()
    return pricing.merge(case, lines, kept, payees)._replace(
        sheet_sha256=sheet.sha256 if sheet else None, confirmed=bool(using and using.confirmed)
    )


def gather(s: Session, wanted: Iterable[ColumnElement[bool]]) -> Cases:
    """Read what the grants of members of these mobilities are computed from."""
    return _gather(s, _asking(list(wanted)), {})


def gather_mobilities(s: Session, ids: Iterable[int]) -> Cases:
    """As ``gather``, of mobilities by id."""
    return _gather(s, _by_id(), as_json(ids))


def prepare() -> None:
    """Build what asks for mobilities by id, so that the first page does not wait for it."""
    _by_id()


class _Asking(NamedTuple):
    members: Select[*tuple[Any, ...]]
    lines: Select[*tuple[Any, ...]]
    payees: Select[*tuple[Any, ...]]
    costs: Select[*tuple[Any, ...]]


@cache
def _by_id() -> _Asking:
    return _asking([among(Mobility.id)])


def _asking(conditions: list[ColumnElement[bool]]) -> _Asking:
    here = Member.mobility_id.in_(select(Mobility.id).where(*conditions))
    lines = [getattr(GrantLine, name) for name in Stored._fields]
    return _Asking(
        _members().where(*conditions),
        select(GrantLine.member_id, *lines)
        .join(Member, Member.id == GrantLine.member_id)
        .where(here)
        .order_by(GrantLine.id),
        select(Payee.member_id, Payee.category, Payee.payee)
        .join(Member, Member.id == Payee.member_id)
        .where(here),
        select(
            RealCost.member_id, RealCost.category, RealCost.amount, RealCost.currency,
            RealCost.rate, RealCost.covered_percent,
        )
        .join(Member, Member.id == RealCost.member_id)
        .where(here, RealCost.category.in_(REAL_COSTS)),
    )  # fmt: skip


def _members() -> Select[*tuple[Any, ...]]:
    host = aliased(Organisation)
    columns = select(
        Member.id, Member.mobility_id, Mobility.project_id, Mobility.kind, Mobility.direction,
        Mobility.stage, Member.ended, Member.part, Member.places, Mobility.activity_type,
        Mobility.hosting_country, host.country,
        Subgroup.distance_km, Subgroup.green_travel,
        Subgroup.start, Subgroup.end, Subgroup.leaves, Subgroup.back, Member.actual_start,
        Member.actual_end, Subgroup.start_month, Subgroup.end_month,
        Member.virtual_days, Member.interruption_days, Member.travel_days, Member.course_days,
        Member.fewer_opportunities, Person.fewer_opportunities,
        Member.zero_grant, Member.linguistic_support, Member.organisational_support_requested,
        Member.real_fare, Person.email, Member.paid_by_centre, Member.agreement_signed_on,
        Member.difference_choice, Member.difference_of,
    )  # fmt: skip
    return (
        columns.join(Subgroup, Subgroup.id == Member.subgroup_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .outerjoin(Person, Person.id == Member.person_id)
        .outerjoin(host, host.id == Mobility.host_id)
        .order_by(Member.id)
    )


def _gather(s: Session, asking: _Asking, values: dict[str, str]) -> Cases:
    ask = s.connection()
    members = _with_own_country(
        s, [_case(*row) for row in ask.execute(asking.members, values).all()]
    )
    stored: dict[int, list[Stored]] = defaultdict(list)
    for member_id, *line in ask.execute(asking.lines, values).all():
        stored[member_id].append(Stored._make(line))
    payees: dict[int, dict[str, str]] = defaultdict(dict)
    for member_id, category, payee in ask.execute(asking.payees, values).all():
        payees[member_id][category] = payee
    costs = ask.execute(asking.costs, values).all()
    projects = {case.project_id for case in members if case.project_id is not None}
    return Cases(
        tuple(_with_costs(members, costs) if costs else members),
        {member: tuple(lines) for member, lines in stored.items()},
        payees,
        sheets_used(s, projects),
        _other_courses(s, members, projects),
    )


def sheets_used(s: Session, projects: Iterable[int]) -> dict[int, SheetUsed]:
    """The rate sheet of each project; without one, why there is none."""
    return {
        number: SheetUsed(one.sheet, one.confirmation is not None, one.code or "no_sheet")
        for number, one in sheets_for_projects(s, set(projects)).items()
    }


def _with_own_country(s: Session, members: list[Case]) -> list[Case]:
    """Guests come to us: where no country is typed, it is ours."""
    if not any(_of_guest(case) for case in members):
        return members
    wanted = select(Organisation.country).where(Organisation.kind == "own").order_by("id")
    ours = s.connection().execute(wanted).scalar()
    return [case._replace(country=ours) if _of_guest(case) else case for case in members]


def _of_guest(case: Case) -> bool:
    return case.country is None and case.direction == Direction.INCOMING


def _with_costs(members: Iterable[Case], costs: Iterable[Any]) -> Iterator[Case]:
    """The cases with what is covered of their real costs; one without its rate counts nothing."""
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for member_id, category, *cost in costs:
        sums[member_id, category] += covered(Cost(*cost)) or 0
    for case in members:
        yield case._replace(
            inclusion_costs=sums.get((case.member_id, "inclusion_participant")),
            exceptional_costs=sums.get((case.member_id, "exceptional_costs")),
        )


def _other_courses(
    s: Session, members: Iterable[Case], projects: Iterable[int]
) -> tuple[Course, ...]:
    """Course days under the same e-mails elsewhere in the projects."""
    here = {case.member_id for case in members}
    emails = {case.email for case in members if case.email and case.course_days}
    if not emails:
        return ()
    asked = (
        select(
            Mobility.project_id, Person.email, func.coalesce(Member.actual_start, Subgroup.start),
            Member.id, Member.course_days, Mobility.activity_type,
        )
        .join(Subgroup, Subgroup.id == Member.subgroup_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .join(Person, Person.id == Member.person_id)
        .where(
            among(Mobility.project_id), Member.course_days > 0, ~Member.zero_grant,
            or_(Member.ended.is_(None), Member.ended.not_in(NOT_GONE)),
        )
    )  # fmt: skip
    rows = s.connection().execute(asked, as_json(projects)).all()
    return tuple(
        Course(project, folded, first, member, days or 0)
        for project, email, first, member, days, activity in rows
        if member not in here
        and (folded := _folded(email)) in emails
        and folded is not None
        and activities.recognise(activity) == COURSE
    )


def _folded(email: str | None) -> str | None:
    return email.strip().casefold() or None if email else None


def _case(
    member_id: int, mobility_id: int, project_id: int | None, kind: str, direction: str,
    stage: str, ended: str | None, part: str, places: int, activity_type: str | None,
    country: str | None, host_country: str | None, distance: str | None, green: bool | None,
    start: Any, end: Any, leaves: Any, back: Any, actual_start: Any, actual_end: Any,
    start_month: str | None, end_month: str | None,
    virtual: int | None, interruption: int | None, travel_days: int | None,
    course_days: int | None, fewer: bool | None, persons_fewer: bool | None,
    zero: bool, linguistic: bool, requested: bool, fare: int | None, email: str | None,
    by_centre: bool | None, signed: Any, choice: str | None, choice_of: int | None,
) -> Case:  # fmt: skip
    if fewer is None and part not in ACCOMPANY:
        fewer = persons_fewer
    return Case(
        member_id, mobility_id, project_id, kind, direction, stage, ended, part, places,
        activities.recognise(activity_type), country or host_country, distance, bool(green),
        Dates(start, end, leaves, back, actual_start, actual_end, start_month, end_month),
        virtual or 0, interruption or 0, travel_days, course_days or 0, bool(fewer), zero,
        linguistic, requested, fare, None, None, _folded(email), by_centre, signed,
        choice, choice_of,
    )  # fmt: skip
