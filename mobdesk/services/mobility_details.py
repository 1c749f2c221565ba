"""One mobility in full: its subgroups, their members, and the sums of each."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain import mobilities as rules
from mobdesk.domain import people as people_rules
from mobdesk.domain.pricing import Priced
from mobdesk.models.grants import GrantLine
from mobdesk.models.mobilities import Member, Subgroup
from mobdesk.models.people import Person
from mobdesk.services.pricing import price_mobilities
from mobdesk.services.records import Detail

SUBGROUP_FIELDS = (
    "title", "start", "end", "leaves", "back", "start_month", "end_month", "travel_means",
    "green_travel", "distance_km", "distance_official", "distance_own_km", "distance_from",
    "distance_to", "distance_reason",
)  # fmt: skip
#: What counts for the grant of a member beside the dates.
COUNTING = (
    "fewer_opportunities", "virtual_days", "interruption_days", "travel_days",
    "travel_days_reason", "course_days", "zero_grant", "linguistic_support",
    "organisational_support_requested", "real_fare", "paid_by_centre",
)  # fmt: skip
MEMBER_FIELDS = (
    "person_id", "part", "places", "age", "gender", "actual_start", "actual_end",
    "agreement_signed_on", *COUNTING,
)  # fmt: skip
END_FIELDS = ("ended_on", "ended_reason", "ended_by", "force_majeure", "money_kept")


class GrantRow(NamedTuple):
    """One sum of one member, in minor units, with its source."""

    id: int
    category: str
    kind: str
    amount: int
    currency: str
    source: str | None


class MemberDetail(NamedTuple):
    """One member; ``name`` is empty for unnamed places. ``end`` says how and why it ended.

    ``grants`` are the sums that are kept, ``priced`` is the grant as it counts today.
    """

    id: int
    rev: int
    name: str
    values: dict[str, Any]
    ended: str | None
    grants: tuple[GrantRow, ...]
    end: dict[str, Any]
    priced: Priced


class SubgroupDetail(NamedTuple):
    """Those who travel together, with their dates."""

    id: int
    rev: int
    values: dict[str, Any]
    members: tuple[MemberDetail, ...]


class MobilityDetail(NamedTuple):
    """Everything about one mobility.

    ``sending_city``, ``sending_country``: from where they leave, as typed, else the sender's.
    """

    record: Detail
    name: str
    stage: str
    stage_reason: str | None
    project: str | None
    host: str | None
    sender: str | None
    subgroups: tuple[SubgroupDetail, ...]
    sending_city: str | None = None
    sending_country: str | None = None

    @property
    def incoming(self) -> bool:
        """Guests: they come to us."""
        return bool(self.record.values["direction"] == rules.Direction.INCOMING)


def subgroups_of(s: Session, mobility_id: int) -> tuple[SubgroupDetail, ...]:
    """Return the subgroups of a mobility with their members, in the order they were added."""
    members: dict[int, list[MemberDetail]] = {}
    grants = _grants(s, mobility_id)
    priced = price_mobilities(s, [mobility_id])
    wanted = (
        select(Member, Person.first_name, Person.last_name)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(Member.mobility_id == mobility_id)
        .order_by(Member.id)
    )
    for member, first, last in s.execute(wanted):
        name = people_rules.display_name(first or "", last or "")
        values = {field: getattr(member, field) for field in MEMBER_FIELDS}
        end = {field: getattr(member, field) for field in END_FIELDS}
        lines = tuple(grants.get(member.id, ()))
        made = MemberDetail(
            member.id, member.rev, name, values, member.ended, lines, end, priced[member.id]
        )
        members.setdefault(member.subgroup_id, []).append(made)
    found = s.scalars(
        select(Subgroup).where(Subgroup.mobility_id == mobility_id).order_by(Subgroup.id)
    )
    return tuple(
        SubgroupDetail(
            g.id,
            g.rev,
            {field: getattr(g, field) for field in SUBGROUP_FIELDS},
            tuple(members.get(g.id, ())),
        )
        for g in found
    )


def _grants(s: Session, mobility_id: int) -> dict[int, list[GrantRow]]:
    columns = [getattr(GrantLine, name) for name in GrantRow._fields]
    wanted = (
        select(GrantLine.member_id, *columns)
        .join(Member, Member.id == GrantLine.member_id)
        .where(Member.mobility_id == mobility_id)
        .order_by(GrantLine.id)
    )
    found: dict[int, list[GrantRow]] = {}
    for member_id, *values in s.execute(wanted):
        found.setdefault(member_id, []).append(GrantRow(*values))
    return found
