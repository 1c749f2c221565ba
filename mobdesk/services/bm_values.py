"""Our values of what the Beneficiary Module (BM) holds: one record per person, or one per group.

Read for many mobilities in a few statements. Fields are those of ``resources/bm/fields.json``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from mobdesk.domain import activities, bm_sheet
from mobdesk.domain import mobilities as rules
from mobdesk.domain.budget import NOT_GONE
from mobdesk.domain.mobilities import Dates, Direction, GroupMember, Kind, Part
from mobdesk.domain.people import display_name
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.services import pricing
from mobdesk.services.records import among, as_json

#: Budget category -> field of BM.
SUMS = {
    "travel": "travel_grant",
    "individual_support": "individual_support",
    "organisational_support": "organisational_support",
    "linguistic_support": "linguistic_support",
    "course_fees": "course_grant",
    "inclusion_participant": "inclusion_participant",
    "inclusion_organisation": "inclusion_organisation",
    "exceptional_costs": "exceptional_costs",
}


class Record(NamedTuple):
    """What BM keeps as one: a member, or a whole group (``member_id`` None).

    ``subgroups``: values by the number of each subgroup; None for one person. ``wanted``: it is
    to be entered now (confirmed or later, not ended before).
    """

    mobility_id: int
    member_id: int | None
    project_id: int | None
    name: str
    city: str | None
    country: str | None
    wanted: bool
    values: dict[str, Any]
    subgroups: dict[int, dict[str, Any]] | None
    subgroup_titles: dict[int, str | None]
    bm_status: str | None
    report_status: str | None
    incoming: bool = False
    members: tuple[GroupMember, ...] = ()
    """Of a whole group, for its rules."""

    @property
    def kind(self) -> str:
        """The kind of its screen."""
        return Kind.INDIVIDUAL.value if self.subgroups is None else Kind.GROUP.value


class _Sides(NamedTuple):
    """An organisation as one side of the journey."""

    name: str | None
    oid: str | None
    country: str | None
    city: str | None


@cache
def _asking() -> Select[*tuple[Any, ...]]:
    sender, host = aliased(Organisation), aliased(Organisation)
    return (
        select(
            Member.id.label("member_id"), Member.mobility_id, Member.person_id, Member.part,
            Member.places, Member.ended, Member.actual_start, Member.actual_end,
            Member.gender.label("place_gender"), Member.fewer_opportunities,
            Member.interruption_days, Member.virtual_days, Member.travel_days, Member.course_days,
            Member.bm_id.label("member_bm_id"), Member.bm_participant_id,
            Member.bm_status.label("member_bm_status"),
            Member.report_status.label("member_report_status"),
            Person.first_name, Person.last_name, Person.birth_date, Person.gender,
            Person.nationality, Person.email,
            Person.fewer_opportunities.label("persons_fewer"),
            Subgroup.id.label("subgroup_id"), Subgroup.title.label("subgroup_title"),
            Subgroup.start, Subgroup.end, Subgroup.leaves, Subgroup.back, Subgroup.travel_means,
            Subgroup.green_travel, Subgroup.distance_km,
            Mobility.kind, Mobility.direction, Mobility.stage, Mobility.activity_type,
            Mobility.shown_name, Mobility.project_id, Mobility.sending_city,
            Mobility.sending_country, Mobility.hosting_city, Mobility.hosting_country,
            Mobility.bm_id, Mobility.bm_unique_id, Mobility.bm_status, Mobility.report_status,
            Project.code, Project.field,
            sender.name.label("sender_name"), sender.oid.label("sender_oid"),
            sender.country.label("sender_country"), sender.city.label("sender_city"),
            host.name.label("host_name"), host.oid.label("host_oid"),
            host.country.label("host_country"), host.city.label("host_city"),
        )
        .join(Subgroup, Subgroup.id == Member.subgroup_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .outerjoin(Person, Person.id == Member.person_id)
        .outerjoin(Project, Project.id == Mobility.project_id)
        .outerjoin(sender, sender.id == Mobility.sending_id)
        .outerjoin(host, host.id == Mobility.host_id)
        .where(among(Mobility.id))
        .order_by(Mobility.id, Subgroup.id, Member.id)
    )  # fmt: skip


def records(s: Session, ids: Iterable[int]) -> list[Record]:
    """The records of these mobilities, in the order of mobilities, subgroups and members.

    Of who ended before the journey, and of unnamed places entered one by one, there is none
    unless nothing else is left of the mobility.
    """
    numbers = list(ids)
    own = _own(s)
    sums = _sums(s, numbers)
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in s.connection().execute(_asking(), as_json(numbers)):
        rows[row.mobility_id].append(row)
    return [record for each in rows.values() for record in _of_mobility(each, own, sums)]


def _own(s: Session) -> _Sides:
    """The centre itself: it sends or hosts where no other organisation is named."""
    columns = (Organisation.name, Organisation.oid, Organisation.country, Organisation.city)
    found = s.execute(
        select(*columns).where(Organisation.kind == "own").order_by(Organisation.id).limit(1)
    ).first()
    return _Sides(*found) if found else _Sides(None, None, None, None)


def _sums(s: Session, ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Each member's grant by budget category, in cents, as today's data say.

    BM computes from the same data, so what an agreement froze is not compared. A category of
    which a line is missing is not known.
    """
    found: dict[int, dict[str, int]] = {}
    for member, priced in pricing.price_mobilities(s, ids).items():
        lines = priced.today or priced.lines
        gaps = {line.category for line in lines if line.amount is None}
        each: dict[str, int] = defaultdict(int)
        for line in lines:
            if line.category not in gaps:
                each[line.category] += line.amount or 0
        found[member] = each
    return found


def _of_mobility(
    rows: Sequence[Any], own: _Sides, sums: dict[int, dict[str, int]]
) -> Iterator[Record]:
    first = rows[0]
    going = [row for row in rows if row.ended not in NOT_GONE]
    if not bm_sheet.one_by_one(first.kind, first.field):
        yield _group(going or rows, own, sums)
        return
    named = [row for row in going if row.person_id is not None]
    for row in named or (going or rows)[:1]:
        yield _single(row, own, sums)


def _single(row: Any, own: _Sides, sums: dict[int, dict[str, int]]) -> Record:
    alone = row.kind == Kind.INDIVIDUAL
    accompanying = row.part in rules.ACCOMPANY
    values = {
        **_common(row, own),
        **_travel(row, [row]),
        "mobility_id": row.bm_id if alone else row.member_bm_id,
        "participant_id": row.bm_participant_id,
        "first_name": row.first_name,
        "last_name": row.last_name,
        "birth_date": row.birth_date,
        "gender": row.gender or row.place_gender,
        "nationality": row.nationality,
        "email": row.email,
        "participant": not accompanying,
        "accompanying": accompanying,
        # The flag is off on BM's form until somebody sets it.
        "fewer_opportunities": _has_fewer(row),
        "interruption_days": row.interruption_days,
        "course_days": row.course_days if row.activity_type == activities.COURSE else None,
        **_grants([row], sums),
    }
    name = display_name(row.first_name or "", row.last_name or "") or row.shown_name
    if not alone:
        name = f"{name} ({row.shown_name})" if row.shown_name != name else name
    status, report = (
        (row.bm_status or row.member_bm_status, row.report_status or row.member_report_status)
        if alone
        else (row.member_bm_status, row.member_report_status)
    )
    return Record(
        row.mobility_id, row.member_id, row.project_id, name, row.hosting_city,
        row.hosting_country, _wanted(row) and row.person_id is not None, values, None, {},
        status, report, row.direction == Direction.INCOMING,
    )  # fmt: skip


def _group(rows: Sequence[Any], own: _Sides, sums: dict[int, dict[str, int]]) -> Record:
    """A group is known to BM by its lead, dates and counts, without any other name."""
    first = rows[0]
    lead = next((row for row in rows if row.part == Part.LEAD and row.person_id), None)
    by_group: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_group[row.subgroup_id].append(row)
    values = {
        **_common(first, own),
        "mobility_id": first.bm_id,
        **_grants(rows, sums),
    }
    if lead is not None:
        values["lead_name"] = f"{lead.first_name} {lead.last_name}".strip()
        values["lead_email"] = lead.email
    subgroups = {
        number: {**_travel(each[0], each), **_counts(each)} for number, each in by_group.items()
    }
    return Record(
        first.mobility_id, None, first.project_id, first.shown_name, first.hosting_city,
        first.hosting_country, any(map(_wanted, rows)), values, subgroups,
        {number: each[0].subgroup_title for number, each in by_group.items()},
        first.bm_status, first.report_status, first.direction == Direction.INCOMING,
        tuple(
            GroupMember(row.part, row.person_id, row.places, row.ended is not None,
                        row.sending_country)
            for row in rows
        ),
    )  # fmt: skip


def _wanted(row: Any) -> bool:
    return row.project_id is not None and bm_sheet.enters(row.stage, row.ended)


def _common(row: Any, own: _Sides) -> dict[str, Any]:
    """Project, activity and both sides, the centre's own where nothing else is said."""
    incoming = row.direction == Direction.INCOMING
    nobody = _Sides(None, None, None, None)
    sender, host = (nobody, own) if incoming else (own, nobody)
    if row.sender_name:
        sender = _Sides(row.sender_name, row.sender_oid, row.sender_country, row.sender_city)
    if row.host_name:
        host = _Sides(row.host_name, row.host_oid, row.host_country, row.host_city)
    return {
        "grant_agreement": row.code,
        "unique_mobility_id": row.bm_unique_id,
        "activity_type": row.activity_type,
        "sending_name": sender.name,
        "sending_oid": sender.oid,
        "sending_country": row.sending_country or sender.country,
        "sending_city": row.sending_city or sender.city,
        "receiving_name": host.name,
        "receiving_oid": host.oid,
        "receiving_country": row.hosting_country or host.country,
        "receiving_city": row.hosting_city or host.city,
    }


def _travel(first: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """Dates and journey of those who travel together; real dates count where all have the same."""
    each = {_dates(row) for row in rows}
    dates = (
        each.pop() if len(each) == 1 else _dates(first)._replace(actual_start=None, actual_end=None)
    )
    green = first.green_travel
    if green is None and first.travel_means is not None:
        green = False
    days = rules.days(dates, rules.MOST_TRAVEL_DAYS[bool(green)])
    travel = first.travel_days if first.travel_days is not None else days and days.travel
    return {
        "start_date": dates.first,
        "end_date": dates.last,
        "travel_days": travel,
        "transport": first.travel_means,
        "green": green,
        "distance_band": first.distance_km,
    }


def _dates(row: Any) -> Dates:
    return Dates(row.start, row.end, row.leaves, row.back, row.actual_start, row.actual_end)


def _counts(rows: Sequence[Any]) -> dict[str, int]:
    with_them = [row for row in rows if row.part in rules.ACCOMPANY]
    going = [row for row in rows if row.part not in rules.ACCOMPANY]
    return {
        "participants": sum(row.places for row in going),
        "accompanying_persons": sum(row.places for row in with_them),
        "with_fewer_opportunities": sum(r.places for r in going if _has_fewer(r)),
    }


def _has_fewer(row: Any) -> bool:
    """As marked on this mobility, else with the person; never of who accompanies."""
    if row.part in rules.ACCOMPANY:
        return False
    flag = row.fewer_opportunities
    return bool(row.persons_fewer if flag is None else flag)


def _grants(rows: Sequence[Any], sums: dict[int, dict[str, int]]) -> dict[str, int]:
    """The sums of all rows together, by field; a category nobody has is left out."""
    found: dict[str, int] = {}
    for row in rows:
        for category, cents in sums.get(row.member_id, {}).items():
            if name := SUMS.get(category):
                found[name] = found.get(name, 0) + cents
    return found
