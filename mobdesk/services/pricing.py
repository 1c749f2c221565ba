"""The grants of members, gathered in a few queries for one mobility, a project or all.

Reads rows, no mapped objects: a list must not wait for the mapper. The rules: ``domain.pricing``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, aliased

from mobdesk.domain import activities, pricing
from mobdesk.domain.mobilities import ACCOMPANY, Dates
from mobdesk.domain.pricing import Case, Priced, Stored
from mobdesk.models.grants import GrantLine, Payee
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.services.records import among, as_json

__all__ = ["Cases", "gather", "gather_mobilities", "price", "price_cases", "price_mobilities"]


class Cases(NamedTuple):
    """What grants are computed from. Edit ``members`` and price again for a what-if."""

    members: tuple[Case, ...]
    stored: Mapping[int, tuple[Stored, ...]]
    payees: Mapping[int, Mapping[str, str]]


def price(s: Session, wanted: Iterable[ColumnElement[bool]]) -> dict[int, Priced]:
    """Return the grant of each member of the mobilities that meet the conditions."""
    return price_cases(gather(s, wanted))


def price_mobilities(s: Session, ids: Iterable[int]) -> dict[int, Priced]:
    """Return the grant of each member of these mobilities."""
    return price_cases(gather_mobilities(s, ids))


def price_cases(cases: Cases) -> dict[int, Priced]:
    """Price what was gathered; nothing is read."""
    return {
        case.member_id: pricing.merge(
            case,
            (),
            cases.stored.get(case.member_id, ()),
            cases.payees.get(case.member_id, {}),
        )
        for case in cases.members
    }


def gather(s: Session, wanted: Iterable[ColumnElement[bool]]) -> Cases:
    """Read what the grants of members of these mobilities are computed from."""
    return _gather(s, _asking(list(wanted)), {})


def gather_mobilities(s: Session, ids: Iterable[int]) -> Cases:
    """As ``gather``, of mobilities by id."""
    return _gather(s, _by_id(), as_json(ids))


class _Asking(NamedTuple):
    members: Select[*tuple[Any, ...]]
    lines: Select[*tuple[Any, ...]]
    payees: Select[*tuple[Any, ...]]


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
    )


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
    members = tuple(_case(*row) for row in ask.execute(asking.members, values).all())
    stored: dict[int, list[Stored]] = defaultdict(list)
    for member_id, *line in ask.execute(asking.lines, values).all():
        stored[member_id].append(Stored._make(line))
    payees: dict[int, dict[str, str]] = defaultdict(dict)
    for member_id, category, payee in ask.execute(asking.payees, values).all():
        payees[member_id][category] = payee
    return Cases(members, {m: tuple(lines) for m, lines in stored.items()}, payees)


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
        linguistic, requested, fare, None, email.strip().casefold() if email else None,
        by_centre, signed, choice, choice_of,
    )  # fmt: skip
