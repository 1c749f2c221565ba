"""Which mobilities a few steps of the history touched, so that the rest need not be read again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mobdesk.models.images import unpack
from mobdesk.models.journal import Change, Entry
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.people import Person
from mobdesk.models.schema import metadata
from mobdesk.services.records import among, as_json

#: More steps, or more records in them, than this are not followed: reading all is as fast.
_MOST_ENTRIES = 400

#: By table, the column that leads to a member or a mobility.
_LEADS = {
    "members": "mobility_id", "subgroups": "mobility_id", "grant_lines": "member_id",
    "payees": "member_id", "papers": "member_id", "instalments": "member_id",
}  # fmt: skip
#: Tables that change nothing about any mobility's sums or readiness.
_ELSEWHERE = frozenset({
    "award_versions", "awards", "budget_transfers", "flexibility_rules", "objectives", "targets",
    "planned_costs", "accreditation_members", "accreditations", "contacts", "needs",
    "agency_instalments", "payment_terms", "sent_packages", "help_contacts", "paper_originals",
    "attachments_unfiled", "bm_ticks",
})  # fmt: skip


def newest_step(s: Session) -> int:
    """The number of the newest step of the history; 0 before the first."""
    return s.connection().execute(select(func.max(Change.id))).scalar() or 0


def mobilities_since(s: Session, step: int) -> set[int] | None:
    """The mobilities that steps after ``step`` touched; None where that cannot be told.

    It cannot after an erasure, a change of rates or of a project, or very many changes. A mobility
    that is gone is among them.
    """
    ask = s.connection()
    found = ask.execute(
        select(
            Change.id, Entry.record_table, Entry.first_id, Entry.last_id, Entry.before, Entry.after
        )
        .outerjoin(Entry, Entry.change_id == Change.id)
        .where(Change.id > step)
        .limit(_MOST_ENTRIES + 1)
    ).all()
    if len(found) > _MOST_ENTRIES or newest_step(s) < step:
        return None
    members: set[int] = set()
    mobilities: set[int] = set()
    people: set[int] = set()
    for row in found:
        table = row.record_table
        if table is None or row.last_id - row.first_id > _MOST_ENTRIES:
            return None  # a note about something that stands in no history, or an import
        if table in _ELSEWHERE:
            continue
        ids = range(row.first_id, row.last_id + 1)
        if table == "mobilities":
            mobilities.update(ids)
        elif table == "members":
            members.update(ids)
            mobilities.update(_values(row, "mobility_id"))
            people.update(_values(row, "person_id"))
        elif table in _LEADS:
            column = _LEADS[table]
            target = members if column == "member_id" else mobilities
            target.update(_values(row, column))
            target.update(_column(s, table, column, ids))
        elif table == "real_costs":
            for name, target in (("member_id", members), ("mobility_id", mobilities)):
                target.update(_values(row, name))
                target.update(_column(s, table, name, ids))
        elif table == "attachments":
            mobilities.update(_of_files(s, row, ids))
        elif table == "people":
            if _changed(row, "email"):
                return None  # who shared the old address shared a maximum of course days
            mobilities.update(_of_people(s, ids))
        else:
            return None
    if members:
        mobilities.update(_column(s, "members", "mobility_id", members))
    return mobilities | _sharing_course_days(s, mobilities, people)


def _values(row: Any, name: str) -> set[int]:
    """What the images of an entry say of a column; a deleted record stands nowhere else."""
    images = [unpack(image) for image in (row.before, row.after) if image]
    found = {image.get(name) for image in images if "rows" not in image}
    return {value for value in found if isinstance(value, int)}


def _changed(row: Any, name: str) -> bool:
    before, after = (unpack(image) if image else {} for image in (row.before, row.after))
    return bool(before and after) and before.get(name) != after.get(name)


def _sharing_course_days(s: Session, mobilities: Iterable[int], people: set[int]) -> set[int]:
    """Courses under the e-mails of those who are touched: one maximum of days is theirs."""
    ask = s.connection()
    here = select(Member.person_id).where(among(Member.mobility_id))
    touched = people | {one for one in ask.execute(here, as_json(mobilities)).scalars() if one}
    emails = select(Person.email).where(among(Person.id), Person.email.is_not(None))
    wanted = {one.casefold() for one in ask.execute(emails, as_json(touched)).scalars() if one}
    if not wanted:
        return set()
    courses = (
        select(Member.mobility_id, Person.email)
        .join(Person, Person.id == Member.person_id)
        .where(Member.course_days > 0, Person.email.is_not(None))
    )
    return {one for one, email in ask.execute(courses) if email and email.casefold() in wanted}


def _column(s: Session, table: str, column: str, ids: Iterable[int]) -> set[int]:
    mapped = metadata.tables[table].c
    wanted = select(mapped[column]).where(among(mapped.id))
    found = s.connection().execute(wanted, as_json(ids)).scalars()
    return {value for value in found if value is not None}


def _of_files(s: Session, row: Any, ids: Iterable[int]) -> set[int]:
    mapped = metadata.tables["attachments"].c
    wanted = select(mapped.record_id).where(among(mapped.id), mapped.record_table == "mobilities")
    found = set(s.connection().execute(wanted, as_json(ids)).scalars())
    return found | _values(row, "record_id")


def _of_people(s: Session, ids: Iterable[int]) -> set[int]:
    wanted = (
        select(Mobility.id)
        .join(Subgroup, Subgroup.mobility_id == Mobility.id)
        .join(Member, Member.subgroup_id == Subgroup.id)
        .where(among(Member.person_id))
    )
    return set(s.connection().execute(wanted, as_json(ids)).scalars())
