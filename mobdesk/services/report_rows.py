"""What the files to send say about one project, read in few queries whatever its size."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from mobdesk.domain import budget, documents, mobilities, readiness
from mobdesk.exports import report as out
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.services.member_facts import MemberFacts, member_facts
from mobdesk.services.records import load
from mobdesk.services.report_money import Sums, budget_of, sums_of
from mobdesk.services.report_papers import (
    Flagged,
    Supporting,
    flagged_lines,
    mobility_number,
    supporting_files,
)


class Facts(NamedTuple):
    """Everything that was found; ``numbers`` are ids of mobilities by what the report calls them"""

    project: out.Project
    organisation: out.Organisation
    people: tuple[out.PersonRow, ...]
    mobilities: tuple[out.MobilityRow, ...]
    budget: tuple[out.BudgetLine, ...]
    missing: tuple[out.MissingPaper, ...]
    not_due: tuple[out.MissingPaper, ...]
    supporting: tuple[Supporting, ...]
    flagged: tuple[Flagged, ...]
    numbers: dict[str, int]


def gather(s: Session, project_id: int, today: date) -> Facts:
    """Read one project. Raises ``Refused("record_missing")``."""
    project = load(s, Project, project_id)
    tail = project.code.rpartition("-")[2]
    facts = member_facts(s, [Mobility.project_id == project_id])
    sums = sums_of(s, project_id)
    rows, numbers = _mobilities(s, project_id, tail, facts, sums)
    papers = _papers(facts, rows, numbers, today)
    return Facts(
        project=_project(project),
        organisation=_own(s),
        people=_from_senders(_people(s, project_id), rows),
        mobilities=rows,
        budget=budget_of(s, project_id),
        missing=tuple(p for p in papers if p.asked != documents.Asked.LATER),
        not_due=tuple(p for p in papers if p.asked == documents.Asked.LATER),
        supporting=supporting_files(s, project_id, tail),
        flagged=flagged_lines(project.title or "", rows, numbers),
        numbers=numbers,
    )


# --- project and people -------------------------------------------------------------------------


def _project(project: Project) -> out.Project:
    return out.Project(
        code=project.code,
        title=project.title or "",
        agreement_number=project.agreement_number or "",
        action=project.action or "",
        field=project.field or "",
        call_year=project.call_year,
        start=project.start,
        end=project.end,
        extended_to=project.extended_end,
    )


def _own(s: Session) -> out.Organisation:
    found = s.execute(
        select(Organisation.name, Organisation.oid, Organisation.city, Organisation.country)
        .where(Organisation.kind == "own")
        .order_by(Organisation.id)
    ).first()
    return out.Organisation(*(value or "" for value in found)) if found else out.Organisation("")


def _people(s: Session, project_id: int) -> tuple[out.PersonRow, ...]:
    here = (
        select(Member.person_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(Mobility.project_id == project_id)
    )
    wanted = (
        select(
            Person.uid, Person.last_name, Person.first_name, Person.role, Person.birth_date,
            Person.gender, Person.nationality, Organisation.name, Organisation.city,
            Organisation.country, Person.email, Person.phone, Person.fewer_opportunities,
        )
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Person.id.in_(here))
        .order_by(Person.id)
    )  # fmt: skip
    found = []
    for row in s.execute(wanted):
        values: list[Any] = [e if v is None else v for v, e in zip(row, _EMPTY, strict=True)]
        found.append(out.PersonRow(*values))
    return tuple(found)


def _from_senders(
    people: Sequence[out.PersonRow], rows: Iterable[out.MobilityRow]
) -> tuple[out.PersonRow, ...]:
    """Guests of whom no organisation is known come from the one that sends them."""
    home = {key: row for row in rows if row.is_guest for key in row.person_keys}
    return tuple(
        replace(one, organisation=sent.sender, city=sent.sending_city, country=sent.sending_country)
        if (sent := home.get(one.key)) and not (one.organisation or one.city or one.country)
        else one
        for one in people
    )


#: What stands for an unknown value in each column of a person.
_EMPTY = ("", "", "", "", None, "", "", "", "", "", "", "", None)


# --- mobilities ---------------------------------------------------------------------------------


def _mobilities(
    s: Session, project_id: int, tail: str, facts: Sequence[MemberFacts], sums: Sums
) -> tuple[tuple[out.MobilityRow, ...], dict[str, int]]:
    members: dict[int, list[MemberFacts]] = defaultdict(list)
    for member in facts:
        members[member.mobility_id].append(member)
    who = _who(s, project_id)
    travel, own = _travel(s, project_id), _own(s)
    sender = aliased(Organisation)
    rows, numbers = [], {}
    wanted = (
        select(
            Mobility.id, Mobility.uid, Mobility.title, Mobility.direction, Mobility.activity_type,
            Mobility.stage, Mobility.hosting_city, Mobility.hosting_country, Mobility.note,
            Organisation.name, Organisation.city, Organisation.country, Mobility.sending_city,
            Mobility.sending_country, sender.name, sender.city, sender.country,
        )
        .outerjoin(Organisation, Organisation.id == Mobility.host_id)
        .outerjoin(sender, sender.id == Mobility.sending_id)
        .where(Mobility.project_id == project_id)
        .order_by(Mobility.id)
    )  # fmt: skip
    for row in s.execute(wanted):
        number = mobility_number(tail, row[0])
        numbers[number] = row[0]
        rows.append(
            _mobility(
                row, number, members[row[0]], who, travel.get(row[0], _NOTHING_KNOWN), sums, own
            )  # fmt: skip
        )
    return tuple(rows), numbers


def _mobility(
    row: Any,
    number: str,
    members: Sequence[MemberFacts],
    who: dict[int, _Who],
    travel: _Travel,
    sums: Sums,
    own: out.Organisation,
) -> out.MobilityRow:
    (_id, uid, title, direction, activity, stage, city, country, note, host, at, of, *sends) = row
    sender = _sender(direction, sends, own)
    staying = [m for m in members if m.facts.ended not in budget.NOT_GONE]
    counted = staying or list(members)
    starts = [m.dates.first for m in counted if m.dates.first]
    ends = [m.dates.last for m in counted if m.dates.last]
    leaves = [m.dates.out for m in counted if m.dates.out]
    back = [m.dates.home for m in counted if m.dates.home]
    days = {mobilities.days(m.dates) for m in counted}
    same = days.pop() if len(days) == 1 else None
    money = sums.by_mobility.get(_id)
    return out.MobilityRow(
        key=uid,
        number=number,
        title=title or "",
        person_keys=tuple(uid for m in counted if (uid := who[m.member_id].uid)),
        participants=sum(who[m.member_id].places for m in counted),
        direction=direction,
        activity_type=activity or "",
        stage=stage,
        end_kind=_end_kind(members),
        sender=sender.name,
        sending_city=sender.city,
        sending_country=sender.country,
        host=host or "",
        city=city or at or "",
        country=country or of or "",
        start=min(starts, default=None),
        end=max(ends, default=None),
        month="" if starts else travel.month,
        end_month="" if ends else travel.end_month,
        leaves=min(leaves, default=None),
        back=max(back, default=None),
        activity_days=same.activity if same else None,
        travel_days=same.travel if same else None,
        green_travel=travel.green,
        granted_cents=money.granted if money else None,
        done_cents=money.done if money else None,
        kept_cents=sum(kept) if (kept := _kept(members, who)) else None,
        rate_missing=_rate_missing(stage, staying, sums),
        note=note or "",
    )


def _sender(direction: str, sends: Sequence[str | None], own: out.Organisation) -> out.Organisation:
    """Who sends: the place as typed, else where the organisation is; we send who goes out."""
    city, country, name, at, of = sends
    if name is None and direction == mobilities.Direction.OUTGOING:
        name, at, of = own.name, own.city, own.country
    if city or country:
        at, of = city, country
    return out.Organisation(name or "", "", at or "", of or "")


def _kept(members: Sequence[MemberFacts], who: dict[int, _Who]) -> list[int]:
    """What stays paid, of those who ended and of whom it is known."""
    each = (who[m.member_id].kept for m in members if m.facts.ended)
    return [cents for cents in each if cents is not None]


def _end_kind(members: Sequence[MemberFacts]) -> str:
    """The end of a mobility: that of all its members; who came back early did go."""
    ends = {m.facts.ended for m in members}
    if not ends or None in ends:
        return ""
    return min((e for e in ends if e), key=lambda e: (e in budget.NOT_GONE, e))


def _rate_missing(stage: str, staying: Sequence[MemberFacts], sums: Sums) -> bool:
    if stage in ("idea", "applied", "selected"):
        return False
    return any(m.member_id in sums.incomplete for m in staying)


class _Who(NamedTuple):
    """A member: a person (``uid``), or places without names."""

    places: int
    uid: str | None
    kept: int | None


def _who(s: Session, project_id: int) -> dict[int, _Who]:
    wanted = (
        select(Member.id, Member.places, Person.uid, Member.money_kept)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(Mobility.project_id == project_id)
    )
    return {i: _Who(places, uid, kept) for i, places, uid, kept in s.execute(wanted)}


class _Travel(NamedTuple):
    """What the subgroups of a mobility say together; None where they differ or say nothing."""

    month: str = ""
    end_month: str = ""
    green: bool | None = None


_NOTHING_KNOWN = _Travel()


def _travel(s: Session, project_id: int) -> dict[int, _Travel]:
    """First and last month where days are not known, and whether all travel is green."""
    wanted = (
        select(
            Subgroup.mobility_id, Subgroup.start_month, Subgroup.end_month, Subgroup.green_travel
        )  # fmt: skip
        .join(Mobility, Mobility.id == Subgroup.mobility_id)
        .where(Mobility.project_id == project_id)
    )
    found: dict[int, _Travel] = {}
    for mobility, month, end_month, green in s.execute(wanted):
        other = found.get(mobility)
        if other is None:
            found[mobility] = _Travel(month or "", end_month or "", green)
        else:
            months = [m for m in (month, other.month) if m]
            same = green if green == other.green else None
            last = max(end_month or "", other.end_month)
            found[mobility] = _Travel(min(months, default=""), last, same)
    return found


# --- papers ---------------------------------------------------------------------------------------


def _papers(
    facts: Sequence[MemberFacts],
    rows: Iterable[out.MobilityRow],
    numbers: dict[str, int],
    today: date,
) -> list[out.MissingPaper]:
    """Every paper that is not there, with when it is asked for; of a whole group once."""
    keys = {numbers[row.number]: row for row in rows}
    rules = documents.checklist()
    together = {i for i, n in Counter(m.mobility_id for m in facts).items() if n > 1}
    found: dict[tuple[int, int, str], out.MissingPaper] = {}
    for m in facts:
        row = keys[m.mobility_id]
        shared = documents.shared_in(m.facts.column)
        for paper in readiness.open_papers(m.facts, today):
            once = m.mobility_id in together and paper.kind in shared
            listed = out.MissingPaper(
                row.key, row.number, paper.kind, "" if once else m.name,
                rules[paper.kind].phase.value, paper.due, paper.asked.value,
            )  # fmt: skip
            found.setdefault((m.mobility_id, 0 if once else m.member_id, paper.kind), listed)
    return list(found.values())
