"""People with their stays: what lists and panes show, in a few queries for a whole page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, case, exists, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from mobdesk.domain import documents, readiness
from mobdesk.domain.documents import ChecklistRow
from mobdesk.domain.marks import Glyph, Readiness
from mobdesk.domain.mobilities import Direction
from mobdesk.domain.people import display_name
from mobdesk.domain.roles import Access, Actor, Area, access
from mobdesk.domain.stages import End, Stage
from mobdesk.domain.stays import is_over, standing
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Need, Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Store
from mobdesk.services import people
from mobdesk.services.access import reads
from mobdesk.services.finding import kept_of
from mobdesk.services.member_facts import MemberFacts, facts_in_parts, facts_of_members
from mobdesk.services.mobilities import visible
from mobdesk.services.people import PersonRow
from mobdesk.services.records import Detail, among, as_json

#: Stages in which something can be missing that somebody should look at.
_RUNNING = ("selected", "confirmed", "abroad", "returned")
#: Stages in their order, then the ends.
_PLACES = {state.value: f"{place:02}" for place, state in enumerate((*Stage, *End))}


class Stay(NamedTuple):
    """One stay of one person."""

    mobility_id: int
    member_id: int
    person_id: int
    activity_type: str | None
    city: str | None
    country: str | None
    start: date | None
    end: date | None
    stage: str
    ended: str | None


class PersonLine(NamedTuple):
    """One line of the list of people; ``ready`` belongs to ``stay``."""

    id: int
    row: PersonRow
    home: str | None
    stay: Stay | None
    ready: Readiness | None


class Overview(NamedTuple):
    """One person as the pane and the page show it. ``needs_until``: None where none are kept."""

    record: Detail
    organisation: str | None
    stay: Stay | None
    ready: Readiness | None
    papers: tuple[ChecklistRow, ...]
    others: tuple[Stay, ...]
    needs_until: date | None


@reads(Area.CONTACTS)
def listed(store: Store, actor: Actor, ids: Sequence[int], today: date) -> list[PersonLine]:
    """Return the lines of ``ids`` in the same order, each with the stay that is next."""
    with store.read() as s:
        kept = kept_of(store, s, Person)
        return kept.lines((actor, today), ids, lambda some: _lines(s, actor, some, today))


def _lines(s: Session, actor: Actor, ids: Sequence[int], today: date) -> Iterator[PersonLine]:
    shown = {who: stays[0] for who, stays in _stays(s, actor, ids, today).items()}
    facts = _facts_of(s, actor, shown.values())
    ready = {m.member_id: readiness.assess(m.facts, today) for m in facts}
    for home, *person in s.connection().execute(_PEOPLE, as_json(ids)).all():
        row = PersonRow(*person)
        stay = shown.get(row.id)
        yield PersonLine(row.id, row, home, stay, ready.get(stay.member_id) if stay else None)


@reads(Area.CONTACTS)
def overview(store: Store, actor: Actor, person_id: int, today: date) -> Overview:
    """Return one person with the next stay, its papers and all other stays, the newest first.

    Raises ``Refused("record_missing")``.
    """
    record = people.get(store, actor, person_id)
    with store.read() as s:
        stays = _stays(s, actor, [person_id], today).get(person_id, [])
        stay = stays[0] if stays else None
        mine = [m for m in _facts_of(s, actor, stays[:1]) if stay and m.member_id == stay.member_id]
        home = s.scalar(
            select(Organisation.name).where(Organisation.id == record.values["organisation_id"])
        )
        until = None
        if access(actor.role, Area.PROTECTED) is not Access.NONE:
            until = s.scalar(select(Need.erase_on).where(Need.person_id == person_id))
    facts = mine[0] if mine else None
    return Overview(
        record,
        home,
        stay,
        readiness.assess(facts.facts, today) if facts else None,
        _papers(facts, today)
        if facts and stay and stay.ended in (None, End.RETURNED_EARLY)
        else (),
        tuple(sorted(stays[1:], key=lambda one: one.start or date.min, reverse=True)),
        until,
    )


def shown_texts(s: Session, actor: Actor, today: date, sort: str) -> dict[int, str]:
    """Of every person with a stay what a list is sorted by: its start, or the place of its stage.

    Of the stay that lists show: the ranks are those of ``domain.stays.standing``; a test holds them
    together. SQLite takes the other columns from the row of the smallest rank.
    """
    day = today.toordinal() + 1_721_424.5  # as julianday() counts
    last = func.coalesce(Subgroup.end, Subgroup.start)
    over = or_(Member.ended.is_not(None), Mobility.stage.in_(("returned", "closed")), last < today)
    ago = func.ifnull(day - func.julianday(last), 10_000)
    rank = case(
        (Member.ended.is_not(None), 4e6 + ago),
        (over, 3e6 + ago),
        (Subgroup.start.is_(None), 2e6),
        (Subgroup.start <= today, day - func.julianday(Subgroup.start)),
        else_=1e6 + func.julianday(Subgroup.start) - day,
    )
    state = func.coalesce(Member.ended, Mobility.stage)
    shown = type_coerce(Subgroup.start, String) if sort == "stay" else state
    best = (
        select(Member.person_id.label("who"), shown.label("shown"), func.min(rank))
        .join(Subgroup, Subgroup.id == Member.subgroup_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(Member.person_id.is_not(None), *visible(actor))
        .group_by(Member.person_id)
        .subquery()
    )
    # As two long texts: a row each would take twice as long.
    known = best.c.shown.is_not(None)
    columns = (func.group_concat(best.c.who, ","), func.group_concat(best.c.shown, ","))
    ids, texts = s.connection().execute(select(*columns).where(known)).one()
    found = zip(map(int, ids.split(",")), texts.split(","), strict=True) if ids else ()
    return dict(found) if sort == "stay" else {who: _PLACES[state] for who, state in found}


@reads(Area.MOBILITIES)
def missing_people(store: Store, actor: Actor, today: date) -> frozenset[int]:
    """Return the people with a mark that asks for a look: something is missing and it is time."""
    # Places without a name, of which foreign statistics bring 50,000, are nobody's.
    named = Mobility.id.in_(select(Member.mobility_id).where(Member.person_id.is_not(None)))
    with store.read() as s:
        return frozenset(
            m.person_id
            for part in facts_in_parts(s, actor, [Mobility.stage.in_(_RUNNING), named])
            for m in part
            if m.person_id is not None
            and any(mark.glyph is Glyph.LOOK for mark in readiness.assess(m.facts, today).marks)
        )


@reads(Area.CONTACTS)
def call_years(store: Store, actor: Actor) -> list[int]:
    """Return the call years of the projects in which people take part, the newest first."""
    wanted = (
        select(Project.call_year)
        .where(
            Project.call_year.is_not(None),
            exists().where(Mobility.project_id == Project.id, *visible(actor)),
        )
        .distinct()
    )
    with store.read() as s:
        return sorted((year for year in s.scalars(wanted) if year is not None), reverse=True)


@reads(Area.CONTACTS)
def at_organisation(
    store: Store, actor: Actor, organisation_id: int, today: date, *, most: int = 50
) -> list[tuple[Stay, str]]:
    """Return who stayed or will stay at an organisation, with names, the newest stay first."""
    with store.read() as s:
        return _with_names(s, [Mobility.host_id == organisation_id, *visible(actor)], most)


@reads(Area.CONTACTS)
def from_organisation(
    store: Store, actor: Actor, organisation_id: int, today: date, *, most: int = 50
) -> list[tuple[Stay, str]]:
    """Return whom an organisation sends, as ``at_organisation``.

    Our own organisation sends who goes out without another sender (answers, section 2).
    """
    own = select(Organisation.id).where(
        Organisation.id == organisation_id, Organisation.kind == "own"
    )
    unsaid = Mobility.sending_id.is_(None) & (Mobility.direction == Direction.OUTGOING.value)
    here = (Mobility.sending_id == organisation_id) | (unsaid & own.exists())
    with store.read() as s:
        return _with_names(s, [here, *visible(actor)], most)


def _with_names(
    s: Session, wanted: Sequence[ColumnElement[bool]], most: int
) -> list[tuple[Stay, str]]:
    rows = s.execute(
        _columns()
        .add_columns(Person.first_name, Person.last_name)
        .join(Person, Person.id == Member.person_id)
        .where(*wanted)
        .order_by(Subgroup.start.desc(), Member.id)
        .limit(most)
    )
    return [(Stay(*r[:-2]), display_name(r[-2], r[-1])) for r in rows]


def in_call(year: int) -> ColumnElement[bool]:
    """The condition: the person is on a mobility of a project of this call."""
    mobility = select(Member.person_id).join(Mobility, Mobility.id == Member.mobility_id)
    return Person.id.in_(
        mobility.join(Project, Project.id == Mobility.project_id).where(
            Project.call_year == year, Member.person_id.is_not(None)
        )
    )


def _columns() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Member.mobility_id, Member.id, Member.person_id, Mobility.activity_type,
            Mobility.hosting_city, Mobility.hosting_country, Subgroup.start, Subgroup.end,
            Mobility.stage, Member.ended,
        )
        .join(Subgroup, Subgroup.id == Member.subgroup_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
    )  # fmt: skip


def _of_people(*conditions: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The stays of the people handed over; without conditions (all may be seen) built once."""
    return _columns().where(among(Member.person_id), *conditions) if conditions else _OF_PEOPLE


def _stays(s: Session, actor: Actor, ids: Sequence[int], today: date) -> dict[int, list[Stay]]:
    """All stays of the people ``ids``, of each the one to show first."""
    found: dict[int, list[Stay]] = defaultdict(list)
    for row in s.connection().execute(_of_people(*visible(actor)), as_json(ids)).all():
        stay = Stay(*row)
        found[stay.person_id].append(stay)
    for stays in found.values():
        stays.sort(key=lambda one: standing(one.stage, one.ended, one.start, one.end, today))
    return found


def is_behind(stay: Stay, today: date) -> bool:
    """Whether a stay is over or came to another end."""
    return is_over(standing(stay.stage, stay.ended, stay.start, stay.end, today))


_OF_PEOPLE = _columns().where(among(Member.person_id))
_PEOPLE = (
    select(Organisation.city, *(getattr(Person, name) for name in PersonRow._fields))
    .outerjoin_from(Person, Organisation, Organisation.id == Person.organisation_id)
    .where(among(Person.id))
)


def _facts_of(s: Session, actor: Actor, stays: Iterable[Stay]) -> list[MemberFacts]:
    """The facts of these members."""
    members = [stay.member_id for stay in stays]
    return facts_of_members(s, members, visible(actor)) if members else []


def _papers(member: MemberFacts, today: date) -> tuple[ChecklistRow, ...]:
    facts = member.facts
    wanted = documents.wanted(
        facts.column, green=facts.green, minor=facts.minor, real_costs=facts.real_costs
    )
    found = documents.rows(
        wanted, member.papers, facts.out, facts.last, today, facts.stage, facts.ended
    )
    return tuple(found)
