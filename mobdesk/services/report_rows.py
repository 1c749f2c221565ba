"""What the files to send say about one project, read in few queries whatever its size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain import budget, documents, free_text, mobilities, readiness
from mobdesk.domain.documents import Level
from mobdesk.exports import report as out
from mobdesk.models.documents import Attachment, Paper
from mobdesk.models.mobilities import GrantLine, Member, Mobility, Subgroup
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.models.projects import Award, Project
from mobdesk.services.readiness import MemberFacts, member_facts
from mobdesk.services.records import load

_EURO = "EUR"


class Flagged(NamedTuple):
    """A line that may tell of health, belief or union membership; a person decides.

    ``field`` is ``note`` or ``title``; ``number`` the mobility's, empty for the project itself.
    """

    mobility_id: int | None
    number: str
    field: str
    line: str
    hints: tuple[free_text.Hint, ...]


class Supporting(NamedTuple):
    """A file that can go along; only those with the mark *normal* may. ``name``: as it is sent."""

    id: int
    mobility_id: int | None
    number: str
    paper: str
    title: str
    name: str
    size: int
    sha256: str
    storage: str
    sensitivity: str

    @property
    def may_leave(self) -> bool:
        """Sensitive and protected files stay here."""
        return self.sensitivity == "normal"


class Facts(NamedTuple):
    """Everything that was found; ``numbers`` are ids of mobilities by what the report calls them"""

    project: out.Project
    organisation: out.Organisation
    people: tuple[out.PersonRow, ...]
    mobilities: tuple[out.MobilityRow, ...]
    budget: tuple[out.BudgetLine, ...]
    missing: tuple[out.MissingPaper, ...]
    supporting: tuple[Supporting, ...]
    flagged: tuple[Flagged, ...]
    numbers: dict[str, int]


def gather(s: Session, project_id: int, today: date) -> Facts:
    """Read one project. Raises ``Refused("record_missing")``."""
    project = load(s, Project, project_id)
    tail = project.code.rpartition("-")[2]
    facts = member_facts(s, [Mobility.project_id == project_id])
    sums = _sums(s, project_id)
    awards = {
        a.category: a.amount for a in s.scalars(select(Award).filter_by(project_id=project_id))
    }
    rows, numbers = _mobilities(s, project_id, tail, facts, sums)
    return Facts(
        project=_project(project),
        organisation=_own(s),
        people=_people(s, project_id),
        mobilities=rows,
        budget=_budget(awards, facts, sums),
        missing=_missing(facts, rows, numbers, today),
        supporting=_supporting(s, project_id, tail),
        flagged=_flagged(project.title or "", rows, numbers),
        numbers=numbers,
    )


def mobility_number(tail: str, mobility_id: int) -> str:
    """What files and lists call a mobility: never a person's name, the same in every report."""
    return f"{tail}-MOB-{mobility_id:05d}"


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


#: What stands for an unknown value in each column of a person.
_EMPTY = ("", "", "", "", None, "", "", "", "", "", "", "", None)


# --- mobilities ---------------------------------------------------------------------------------


def _mobilities(
    s: Session, project_id: int, tail: str, facts: Sequence[MemberFacts], sums: _Sums
) -> tuple[tuple[out.MobilityRow, ...], dict[str, int]]:
    members: dict[int, list[MemberFacts]] = defaultdict(list)
    for member in facts:
        members[member.mobility_id].append(member)
    who = _who(s, project_id)
    travel = _travel(s, project_id)
    rows, numbers = [], {}
    wanted = (
        select(
            Mobility.id, Mobility.uid, Mobility.title, Mobility.direction, Mobility.activity_type,
            Mobility.stage, Mobility.hosting_city, Mobility.hosting_country, Mobility.note,
            Organisation.name, Organisation.city, Organisation.country,
        )
        .outerjoin(Organisation, Organisation.id == Mobility.host_id)
        .where(Mobility.project_id == project_id)
        .order_by(Mobility.id)
    )  # fmt: skip
    for row in s.execute(wanted):
        number = mobility_number(tail, row[0])
        numbers[number] = row[0]
        rows.append(
            _mobility(row, number, members[row[0]], who, travel.get(row[0], _NOTHING_KNOWN), sums)
        )
    return tuple(rows), numbers


def _mobility(
    row: Any,
    number: str,
    members: Sequence[MemberFacts],
    who: dict[int, _Who],
    travel: _Travel,
    sums: _Sums,
) -> out.MobilityRow:
    (_id, uid, title, direction, activity, stage, city, country, note, host, at, of) = row
    staying = [m for m in members if m.facts.ended not in budget.NOT_GONE]
    counted = staying or list(members)
    starts = [m.dates.first for m in counted if m.dates.first]
    ends = [m.dates.last for m in counted if m.dates.last]
    leaves = [m.dates.out for m in counted if m.dates.out]
    back = [m.dates.home for m in counted if m.dates.home]
    days = {mobilities.days(m.dates) for m in counted}
    same = days.pop() if len(days) == 1 else None
    lines = [line for m in staying for line in sums.get(m.member_id, ())]
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
        host=host or "",
        city=city or at or "",
        country=country or of or "",
        start=min(starts, default=None),
        end=max(ends, default=None),
        month="" if starts else travel.month,
        leaves=min(leaves, default=None),
        back=max(back, default=None),
        activity_days=same.activity if same else None,
        travel_days=same.travel if same else None,
        green_travel=travel.green,
        granted_cents=sum(line.cents for line in lines) if lines else None,
        done_cents=_done_cents(staying, sums) if lines else None,
        rate_missing=_rate_missing(stage, staying, sums),
        note=note or "",
    )


def _end_kind(members: Sequence[MemberFacts]) -> str:
    """The end of a mobility: that of all its members; who came back early did go."""
    ends = {m.facts.ended for m in members}
    if not ends or None in ends:
        return ""
    return min((e for e in ends if e), key=lambda e: (e in budget.NOT_GONE, e))


def _rate_missing(stage: str, staying: Sequence[MemberFacts], sums: _Sums) -> bool:
    if stage in ("idea", "applied", "selected"):
        return False
    return any(m.member_id not in sums for m in staying)


class _Who(NamedTuple):
    """A member: a person (``uid``), or places without names."""

    places: int
    uid: str | None


def _who(s: Session, project_id: int) -> dict[int, _Who]:
    wanted = (
        select(Member.id, Member.places, Person.uid)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(Mobility.project_id == project_id)
    )
    return {member: _Who(places, uid) for member, places, uid in s.execute(wanted)}


class _Travel(NamedTuple):
    """What the subgroups of a mobility say together; None where they differ or say nothing."""

    month: str = ""
    green: bool | None = None


_NOTHING_KNOWN = _Travel()


def _travel(s: Session, project_id: int) -> dict[int, _Travel]:
    """The first month where days are not known, and whether all travel is green."""
    wanted = (
        select(Subgroup.mobility_id, Subgroup.start_month, Subgroup.green_travel)
        .join(Mobility, Mobility.id == Subgroup.mobility_id)
        .where(Mobility.project_id == project_id)
    )
    found: dict[int, _Travel] = {}
    for mobility, month, green in s.execute(wanted):
        other = found.get(mobility)
        if other is None:
            found[mobility] = _Travel(month or "", green)
        else:
            months = [m for m in (month, other.month) if m]
            same = green if green == other.green else None
            found[mobility] = _Travel(min(months, default=""), same)
    return found


# --- money and papers ---------------------------------------------------------------------------


class _Line(NamedTuple):
    category: str
    cents: int


_Sums = dict[int, tuple[_Line, ...]]


def _sums(s: Session, project_id: int) -> _Sums:
    """The sums of each member in euro; another currency is a sum not known yet."""
    wanted = (
        select(GrantLine.member_id, GrantLine.category, GrantLine.amount)
        .join(Member, Member.id == GrantLine.member_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(Mobility.project_id == project_id, GrantLine.currency == _EURO)
        .order_by(GrantLine.id)
    )
    found: dict[int, list[_Line]] = defaultdict(list)
    for member, category, amount in s.execute(wanted):
        found[member].append(_Line(category, amount))
    return {member: tuple(lines) for member, lines in found.items()}


def _standing(member: MemberFacts) -> budget.Standing:
    rule = documents.checklist().get("grant_agreement")
    wanted = rule is not None and rule.need[member.facts.column] is Level.REQUIRED
    facts = member.facts
    return budget.Standing(
        facts.stage, facts.ended, wanted, facts.agreement_signed, facts.host_confirmed,
        facts.fulfilled,
    )  # fmt: skip


def _done_cents(members: Sequence[MemberFacts], sums: _Sums) -> int:
    return sum(
        line.cents
        for member in members
        for line in sums.get(member.member_id, ())
        if budget.counted(line.category, _standing(member)).done
    )


def budget_of(s: Session, project_id: int) -> tuple[out.BudgetLine, ...]:
    """Awarded, signed for and done of one project, by category."""
    wanted = select(Award.category, Award.amount).where(
        Award.project_id == project_id, Award.currency == _EURO
    )
    facts = member_facts(s, [Mobility.project_id == project_id])
    awards: dict[str, int] = dict(s.execute(wanted).all())
    return _budget(awards, facts, _sums(s, project_id))


def _budget(
    awards: dict[str, int], facts: Iterable[MemberFacts], sums: _Sums
) -> tuple[out.BudgetLine, ...]:
    signed: dict[str, int] = defaultdict(int)
    done: dict[str, int] = defaultdict(int)
    for member in facts:
        standing = _standing(member) if member.member_id in sums else None
        for line in sums.get(member.member_id, ()) if standing else ():
            counts = budget.counted(line.category, standing)  # type: ignore[arg-type]
            signed[line.category] += line.cents if counts.signed else 0
            done[line.category] += line.cents if counts.done else 0
    return tuple(
        out.BudgetLine(category, awards.get(category, 0), signed[category], done[category])
        for category in sorted({*awards, *signed})
    )


def _missing(
    facts: Iterable[MemberFacts],
    rows: Iterable[out.MobilityRow],
    numbers: dict[str, int],
    today: date,
) -> tuple[out.MissingPaper, ...]:
    keys = {numbers[row.number]: row for row in rows}
    rules = documents.checklist()
    return tuple(
        out.MissingPaper(
            keys[m.mobility_id].key,
            keys[m.mobility_id].number,
            thing.code,
            m.name,
            rules[thing.code].phase.value,
            thing.due,
        )
        for m in facts
        for thing in readiness.missing_things(m.facts, today)
        if thing.aspect is readiness.Aspect.PAPERS
    )


# --- files and free text ------------------------------------------------------------------------


def _supporting(s: Session, project_id: int, tail: str) -> tuple[Supporting, ...]:
    """Files of the project and of its mobilities, with the names that they get."""
    of_project = (Attachment.record_table == "projects") & (Attachment.record_id == project_id)
    here = select(Mobility.id).where(Mobility.project_id == project_id)
    of_mobility = (Attachment.record_table == "mobilities") & Attachment.record_id.in_(here)
    wanted = (
        select(
            Attachment.id, Attachment.record_table, Attachment.record_id, Paper.kind,
            Attachment.title, Attachment.size, Attachment.sha256, Attachment.storage,
            Attachment.sensitivity,
        )
        .outerjoin(Paper, Paper.id == Attachment.paper_id)
        .where(of_project | of_mobility)
        .order_by(Attachment.record_table.desc(), Attachment.record_id, Attachment.id)
    )  # fmt: skip
    counts: dict[tuple[str, str], int] = defaultdict(int)
    found = []
    for i, table, record, kind, title, size, digest, storage, mark in s.execute(wanted):
        mobility = record if table == "mobilities" else None
        number = mobility_number(tail, record) if mobility else tail
        paper = kind or "document"
        counts[number, paper] += 1
        ending = title.rpartition(".")[2] if "." in title else ""
        name = out.paper_name(number, paper, counts[number, paper], ending)
        found.append(
            Supporting(i, mobility, number, kind or "", title, name, size, digest, storage, mark)
        )
    return tuple(found)


def _flagged(
    title: str, rows: Iterable[out.MobilityRow], numbers: dict[str, int]
) -> tuple[Flagged, ...]:
    found = [
        Flagged(None, "", "title", line, hints)
        for line in title.splitlines()
        if (hints := free_text.hints(line))
    ]
    for row in rows:
        for field, text in (("title", row.title), ("note", row.note)):
            found += [
                Flagged(numbers[row.number], row.number, field, line, hints)
                for line in (text.splitlines() if text else ())
                if (hints := free_text.hints(line))
            ]
    return tuple(found)
