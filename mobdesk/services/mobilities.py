"""Mobilities, individual and group: find, show, plan, change, remove.

One code path: an individual mobility is a group of one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from mobdesk.domain import mobilities as rules
from mobdesk.domain import people as people_rules
from mobdesk.domain.done import Done
from mobdesk.domain.projects import CATEGORIES
from mobdesk.domain.roles import Access, Actor, Area, access
from mobdesk.domain.stages import STAGES, Stage
from mobdesk.errors import Invalid, NotAllowed, Problem, Refused
from mobdesk.models.documents import Attachment, Paper
from mobdesk.models.mobilities import GrantLine, Member, Mobility, Subgroup
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import reads, writes
from mobdesk.services.finding import Asked, ids_found, prepare
from mobdesk.services.records import (
    Detail,
    Query,
    among,
    as_json,
    detail,
    load,
    refuse_if,
    remove_files,
    set_values,
)

FIELDS = (
    "project_id", "kind", "direction", "title", "activity_type", "sending_id", "sending_city",
    "sending_country", "host_id", "host_confirmed_on", "hosting_city", "hosting_country",
    "language", "bm_id", "insurance_from", "insurance_to", "insurance_phone", "travel_booked_on",
    "survey_on", "note",
)  # fmt: skip
SUBGROUP_FIELDS = (
    "title", "start", "end", "leaves", "back", "start_month", "end_month", "travel_means",
    "green_travel", "distance_km",
)  # fmt: skip
MEMBER_FIELDS = (
    "person_id", "part", "places", "age", "gender", "fewer_opportunities", "actual_start",
    "actual_end", "agreement_signed_on",
)  # fmt: skip
END_FIELDS = ("ended_on", "ended_reason", "ended_by", "force_majeure", "money_kept")


class MobilityRow(NamedTuple):
    """One line of the list; ``name`` is the person's or the group's."""

    id: int
    uid: str
    name: str
    kind: str
    direction: str
    activity_type: str | None
    hosting_city: str | None
    hosting_country: str | None
    start: date | None
    end: date | None
    places: int
    stage: str
    ended: str | None
    project: str | None
    day_key: str = rules.NO_DAY

    @property
    def month(self) -> str | None:
        """The month (YYYY-MM), where only that is known."""
        return self.day_key if len(self.day_key) == 7 else None


class GrantRow(NamedTuple):
    """One sum of one member, in minor units, with its source."""

    id: int
    category: str
    kind: str
    amount: int
    currency: str
    source: str | None


class MemberDetail(NamedTuple):
    """One member; ``name`` is empty for unnamed places. ``end`` says how and why it ended."""

    id: int
    rev: int
    name: str
    values: dict[str, Any]
    ended: str | None
    grants: tuple[GrantRow, ...]
    end: dict[str, Any]


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


class MemberPlan(NamedTuple):
    """A member to add; ``values`` has names of ``MEMBER_FIELDS``."""

    values: Mapping[str, Any]


class SubgroupPlan(NamedTuple):
    """A subgroup to add; ``values`` has names of ``SUBGROUP_FIELDS``."""

    values: Mapping[str, Any] = {}
    members: Sequence[MemberPlan] = ()


_STAGE_ORDER = case({stage: n for n, stage in enumerate(STAGES)}, value=Mobility.stage)
_SORTS = {
    "name": (Mobility.shown_key,),
    "start": (Mobility.day_key, Mobility.shown_key),
    "end": (Mobility.last_day, Mobility.shown_key),
    "stage": (_STAGE_ORDER, Mobility.shown_key),
    "place": (Mobility.hosting_city, Mobility.shown_key),
    "activity_type": (Mobility.activity_type, Mobility.shown_key),
    "places": (Mobility.places, Mobility.shown_key),
}
_ENDED = (
    select(func.min(Member.ended))
    .where(Member.mobility_id == Mobility.id)
    .having(func.count() == func.count(Member.ended))
    .scalar_subquery()
)


_ROWS = (
    select(
        Mobility.id, Mobility.uid, Mobility.shown_name, Mobility.kind, Mobility.direction,
        Mobility.activity_type, Mobility.hosting_city, Mobility.hosting_country,
        Mobility.first_day, Mobility.last_day, Mobility.places, Mobility.stage, _ENDED,
        Project.code, Mobility.day_key,
    )
    .outerjoin(Project, Project.id == Mobility.project_id)
    .where(among(Mobility.id))
)  # fmt: skip


def visible(actor: Actor) -> list[ColumnElement[bool]]:
    """Conditions that leave only what the actor may see: all, or the own mobilities."""
    if access(actor.role, Area.MOBILITIES) is not Access.NONE:
        return []
    # An alias: a query that joins members itself must not lend its own to this condition.
    mine = aliased(Member)
    own = and_(mine.mobility_id == Mobility.id, mine.person_id == (actor.person_id or 0))
    return [exists().where(own)]


@reads(Area.OWN_MOBILITIES)
def find(store: Store, actor: Actor, query: Query = Query()) -> list[int]:
    """Return matching ids in order.

    Filters: ``stage``, ``kind``, ``direction``, ``project_id``, ``call_year``, ``person_id``,
    ``host_id``, ``away_on`` (a date: between leaving and coming back, not ended).
    """
    return ids_found(store, Mobility, _asked(actor, query), query.text, query.descending)


@reads(Area.OWN_MOBILITIES)
def get_ready(store: Store, actor: Actor, query: Query = Query()) -> None:
    """Prepare the search in what ``find`` shows, so that the first letter is answered at once."""
    prepare(store, Mobility, _asked(actor, query))


def _asked(actor: Actor, query: Query) -> Asked:
    sort = query.sort or "start"
    filters = tuple(sorted((name, value) for name, value in query.filters.items() if value))

    def conditions() -> list[ColumnElement[bool]]:
        return [*visible(actor), *(_condition(name, value) for name, value in filters)]

    return Asked(actor, sort, filters, conditions, _SORTS[sort])


def _condition(name: str, value: Any) -> ColumnElement[bool]:
    if name == "call_year":
        return Mobility.project_id.in_(select(Project.id).where(Project.call_year == value))
    if name == "person_id":
        return Mobility.id.in_(select(Member.mobility_id).where(Member.person_id == value))
    if name == "away_on":
        return _away(value)
    column: Any = getattr(Mobility, name)
    if name not in ("stage", "kind", "direction", "project_id", "host_id"):
        raise KeyError(f"no such filter: {name}")
    return column == value  # type: ignore[no-any-return]


def _away(day: date) -> ColumnElement[bool]:
    """Somebody is away on ``day``, as ``domain.mobilities.is_abroad`` says it of one member."""
    leaves = func.coalesce(Subgroup.leaves, Subgroup.start)
    back = func.coalesce(Subgroup.back, Subgroup.end)
    staying = exists().where(Member.subgroup_id == Subgroup.id, Member.ended.is_(None))
    here = Subgroup.mobility_id == Mobility.id
    within = exists().where(here, leaves <= day, back >= day, staying)
    gone = or_(leaves.is_(None), leaves <= day)
    not_over = exists().where(here, gone, or_(back.is_(None), back >= day), staying)
    return or_(
        and_(Mobility.stage == Stage.CONFIRMED.value, within),
        and_(Mobility.stage == Stage.ABROAD.value, not_over),
    )


@reads(Area.OWN_MOBILITIES)
def rows(store: Store, actor: Actor, ids: Sequence[int]) -> list[MobilityRow]:
    """Return the lines of ``ids`` in the same order; an id that is gone is left out."""
    with store.read() as s:
        asked = _ROWS.where(*visible(actor))
        found: Sequence[Any] = s.connection().execute(asked, as_json(ids)).all()
    by_id = {row[0]: MobilityRow(*row) for row in found}
    return [by_id[i] for i in ids if i in by_id]


@reads(Area.OWN_MOBILITIES)
def counts(store: Store, actor: Actor, today: date | None = None) -> dict[str, int]:
    """Return how many mobilities there are by stage, ``group``, ``incoming`` and ``all``.

    With ``today`` also ``away``: how many are abroad on that day.
    """
    seen = visible(actor)
    wanted = select(Mobility.stage, func.count()).where(*seen).group_by(Mobility.stage)
    others = {
        "group": Mobility.kind == rules.Kind.GROUP.value,
        "incoming": Mobility.direction == rules.Direction.INCOMING.value,
        **({"away": _away(today)} if today else {}),
    }
    with store.read() as s:
        found = dict(s.execute(wanted).all())
        found["all"] = sum(found.values())
        for name, condition in others.items():
            found[name] = s.scalar(select(func.count(Mobility.id)).where(condition, *seen)) or 0
    return found


@reads(Area.OWN_MOBILITIES)
def call_years(store: Store, actor: Actor) -> list[int]:
    """Return the call years of the projects that have mobilities, the newest first."""
    wanted = (
        select(Project.call_year)
        .join(Mobility, Mobility.project_id == Project.id)
        .where(Project.call_year.is_not(None), *visible(actor))
        .distinct()
    )
    with store.read() as s:
        return sorted((year for year in s.scalars(wanted) if year is not None), reverse=True)


@reads(Area.OWN_MOBILITIES)
def get(store: Store, actor: Actor, mobility_id: int) -> MobilityDetail:
    """Return one mobility. Raises ``Refused("record_missing")``, ``NotAllowed``."""
    with store.read() as s:
        record = detail(s, Mobility, mobility_id, FIELDS)
        if s.scalar(select(Mobility.id).where(Mobility.id == mobility_id, *visible(actor))) is None:
            raise NotAllowed("not_allowed", area=Area.MOBILITIES.value)
        values = record.values
        mobility = load(s, Mobility, mobility_id)
        sender = s.execute(
            select(Organisation.name, Organisation.city, Organisation.country).where(
                Organisation.id == values["sending_id"]
            )
        ).first()
        typed = values["sending_city"], values["sending_country"]
        return MobilityDetail(
            record,
            mobility.shown_name,
            mobility.stage,
            mobility.stage_reason,
            s.scalar(select(Project.code).where(Project.id == values["project_id"])),
            s.scalar(select(Organisation.name).where(Organisation.id == values["host_id"])),
            sender.name if sender else None,
            _subgroups(s, mobility_id),
            *(typed if any(typed) or sender is None else (sender.city, sender.country)),
        )


def _subgroups(s: Session, mobility_id: int) -> tuple[SubgroupDetail, ...]:
    members: dict[int, list[MemberDetail]] = {}
    grants = _grants(s, mobility_id)
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
        made = MemberDetail(member.id, member.rev, name, values, member.ended, lines, end)
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


@writes(Area.MOBILITIES)
def add(
    store: Store, actor: Actor, values: Mapping[str, Any], subgroups: Sequence[SubgroupPlan]
) -> Done:
    """Plan a mobility with its subgroups and members. Raises ``Invalid``."""
    refuse_if(_problems(values, subgroups))
    with store.write(Label("mobility_planned"), actor) as s:
        record = Mobility()
        set_values(record, values, FIELDS)
        s.add(record)
        s.flush()
        for plan in subgroups or (SubgroupPlan(),):
            _add_subgroup(s, record.id, plan)
        return done_with(s, record)


def _problems(values: Mapping[str, Any], subgroups: Sequence[SubgroupPlan]) -> list[Problem]:
    found = rules.validate(values)
    for plan in subgroups:
        found += rules.validate_dates(plan.values)
        for member in plan.members:
            found += rules.validate_member(member.values)
    people = [p for plan in subgroups for m in plan.members if (p := m.values.get("person_id"))]
    if len(people) != len(set(people)):
        found.append(Problem("person_id", "person_already_in_group"))
    return found


def _add_subgroup(s: Writing, mobility_id: int, plan: SubgroupPlan) -> Subgroup:
    group = Subgroup(mobility_id=mobility_id)
    set_values(group, plan.values, SUBGROUP_FIELDS)
    s.add(group)
    s.flush()
    for member in plan.members:
        _add_member(s, group, member)
    return group


def _add_member(s: Writing, group: Subgroup, plan: MemberPlan) -> None:
    member = Member(subgroup_id=group.id, mobility_id=group.mobility_id)
    set_values(member, plan.values, MEMBER_FIELDS)
    s.add(member)


@writes(Area.MOBILITIES)
def change(
    store: Store, actor: Actor, mobility_id: int, rev: int, values: Mapping[str, Any]
) -> Done:
    """Change the named values of one mobility. Raises ``Invalid``, ``Stale``."""
    with store.write(Label("mobility_changed"), actor) as s:
        record = load(s, Mobility, mobility_id, rev)
        refuse_if(rules.validate({**{n: getattr(record, n) for n in FIELDS}, **values}))
        set_values(record, values, FIELDS)
        return done_with(s, record)


@writes(Area.MOBILITIES)
def change_subgroup(
    store: Store, actor: Actor, subgroup_id: int, rev: int, values: Mapping[str, Any]
) -> Done:
    """Change dates and travel of one subgroup. Raises ``Invalid``, ``Stale``."""
    with store.write(Label("mobility_dates_changed"), actor) as s:
        group = load(s, Subgroup, subgroup_id, rev)
        after = {**{n: getattr(group, n) for n in SUBGROUP_FIELDS}, **values}
        refuse_if(rules.validate_dates(after))
        set_values(group, values, SUBGROUP_FIELDS)
        return done_with(s, load(s, Mobility, group.mobility_id))


@writes(Area.MOBILITIES)
def add_subgroup(
    store: Store,
    actor: Actor,
    mobility_id: int,
    plan: SubgroupPlan,
    member_ids: Sequence[int] = (),
) -> Done:
    """Add a subgroup with other dates or another way to travel. Raises ``Invalid``.

    ``member_ids`` of the same mobility go over to the new subgroup.
    """
    refuse_if(_problems({}, [plan]))
    with store.write(Label("subgroup_added"), actor) as s:
        group = _add_subgroup(s, mobility_id, plan)
        for member_id in member_ids:
            _move(s, load(s, Member, member_id), group)
        return done_with(s, load(s, Mobility, mobility_id))


@writes(Area.MOBILITIES)
def move_members(store: Store, actor: Actor, member_ids: Sequence[int], subgroup_id: int) -> Done:
    """Let members travel with another subgroup of their mobility."""
    with store.write(Label("member_changed"), actor) as s:
        group = load(s, Subgroup, subgroup_id)
        for member_id in member_ids:
            _move(s, load(s, Member, member_id), group)
        return done_with(s, load(s, Mobility, group.mobility_id))


@writes(Area.MOBILITIES)
def remove_subgroup(store: Store, actor: Actor, subgroup_id: int) -> Done:
    """Delete an empty subgroup. Raises ``Refused``: ``subgroup_in_use``, ``subgroup_last``."""
    with store.write(Label("subgroup_removed"), actor) as s:
        group = load(s, Subgroup, subgroup_id)
        record = load(s, Mobility, group.mobility_id)
        of = select(func.count(Subgroup.id)).filter_by(mobility_id=record.id)
        if s.scalar(of) == 1:
            raise Refused("subgroup_last")
        if s.scalar(select(Member.id).filter_by(subgroup_id=subgroup_id).limit(1)) is not None:
            raise Refused("subgroup_in_use")
        s.delete(group)
        return done_with(s, record)


def _move(s: Writing, member: Member, group: Subgroup) -> None:
    if member.mobility_id != group.mobility_id:
        raise Refused("record_missing")
    member.subgroup_id = group.id


@writes(Area.MOBILITIES)
def add_members(store: Store, actor: Actor, subgroup_id: int, plans: Sequence[MemberPlan]) -> Done:
    """Add people or unnamed places to a subgroup; a person already in the group is refused."""
    refuse_if(p for plan in plans for p in rules.validate_member(plan.values))
    with store.write(Label("members_added", {"n": len(plans)}), actor) as s:
        group = load(s, Subgroup, subgroup_id)
        wanted = [p for plan in plans if (p := plan.values.get("person_id")) is not None]
        twice = select(Member.id).where(
            Member.mobility_id == group.mobility_id, Member.person_id.in_(wanted)
        )
        if s.scalar(twice) is not None or len(wanted) != len(set(wanted)):
            raise Invalid([Problem("person_id", "person_already_in_group")])
        for plan in plans:
            _add_member(s, group, plan)
        return done_with(s, load(s, Mobility, group.mobility_id))


@writes(Area.MOBILITIES)
def change_member(
    store: Store, actor: Actor, member_id: int, rev: int, values: Mapping[str, Any]
) -> Done:
    """Change one member: the part, actual dates, or who takes an unnamed place."""
    with store.write(Label("member_changed"), actor) as s:
        member = load(s, Member, member_id, rev)
        after = {**{n: getattr(member, n) for n in MEMBER_FIELDS}, **values}
        refuse_if(rules.validate_member(after))
        set_values(member, values, MEMBER_FIELDS)
        return done_with(s, load(s, Mobility, member.mobility_id))


@writes(Area.MOBILITIES)
def remove_member(store: Store, actor: Actor, member_id: int) -> Done:
    """Take a member out of a mobility, with papers and sums; Undo brings all back."""
    with store.write(Label("member_removed"), actor) as s:
        member = load(s, Member, member_id)
        mobility = load(s, Mobility, member.mobility_id)
        _delete_members(s, [member])
        return done_with(s, mobility)


@writes(Area.DELETE)
def remove(store: Store, actor: Actor, ids: Sequence[int]) -> Done:
    """Delete mobilities with all that is theirs, files included; Undo brings all back."""
    with store.write(Label("mobilities_removed", {"n": len(ids)}), actor) as s:
        for mobility_id in ids:
            record = load(s, Mobility, mobility_id)
            if len(ids) == 1:
                s.rename("mobility_removed", _values(s, record))
            _delete_members(s, s.scalars(select(Member).filter_by(mobility_id=mobility_id)).all())
            for group in s.scalars(select(Subgroup).filter_by(mobility_id=mobility_id)):
                s.delete(group)
            remove_files(s, "mobilities", mobility_id)
            s.delete(record)
        return s.done(*ids)


def _delete_members(s: Writing, members: Sequence[Member]) -> None:
    """Delete members with what is theirs, scans of their papers included."""
    for member in members:
        papers = select(Paper.id).where(Paper.member_id == member.id)
        for scan in s.scalars(select(Attachment).where(Attachment.paper_id.in_(papers))):
            s.delete(scan)
        for kind in (GrantLine, Paper):
            for line in s.scalars(select(kind).where(kind.member_id == member.id)):
                s.delete(line)
        s.delete(member)


@writes(Area.MOBILITIES)
def set_grant(
    store: Store,
    actor: Actor,
    member_id: int,
    category: str,
    amount: int | None,
    source: str | None,
) -> Done:
    """Type one sum in cents with its source; None takes the line away."""
    return set_grants(store, actor, [member_id], category, amount, source)


@writes(Area.MOBILITIES)
def set_grants(
    store: Store,
    actor: Actor,
    member_ids: Sequence[int],
    category: str,
    amount: int | None,
    source: str | None,
) -> Done:
    """Type the same sum for each of several members of one mobility; one step."""
    if amount is not None and amount < 0:
        raise Invalid([Problem("amount", "amount_negative")])
    if category not in CATEGORIES:
        raise Invalid([Problem("category", "unknown_choice", {"value": category})])
    if not member_ids:
        raise Refused("nobody_chosen")
    with store.write(Label("grant_typed"), actor) as s:
        for member_id in member_ids:
            member = load(s, Member, member_id)
            _set_line(s, member_id, category, amount, source)
        return done_with(s, load(s, Mobility, member.mobility_id))


def _set_line(
    s: Writing, member_id: int, category: str, amount: int | None, source: str | None
) -> None:
    line = s.scalar(select(GrantLine).filter_by(member_id=member_id, category=category))
    if amount is None:
        if line is not None:
            s.delete(line)
        return
    if line is None:
        line = GrantLine(member_id=member_id, category=category)
        s.add(line)
    line.amount, line.source, line.kind = amount, source or None, "typed"


def _values(s: Writing, record: Mobility) -> dict[str, Any]:
    s.flush()
    person = s.execute(
        select(Person.first_name, Person.last_name)
        .join(Member, Member.person_id == Person.id)
        .where(Member.mobility_id == record.id)
        .limit(1)
    ).first()
    name = record.title or (people_rules.full_name(*person) if person else "")
    return {"name": name, "place": record.hosting_city, "day": _first_day(s, record)}


def _first_day(s: Writing, record: Mobility) -> date | None:
    return s.scalar(select(func.min(Subgroup.start)).where(Subgroup.mobility_id == record.id))


def done_with(s: Writing, record: Mobility) -> Done:
    """Finish a write about one mobility: its label says name, place and first day."""
    s.label_values.update(_values(s, record))
    return s.done(record.id)


def may_touch(s: Session, actor: Actor, mobility_id: int) -> None:
    """Raise ``NotAllowed`` unless the mobility is the actor's own or the actor may see all."""
    wanted = select(Mobility.id).where(Mobility.id == mobility_id, *visible(actor))
    if s.scalar(wanted) is None:
        raise NotAllowed("not_allowed", area=Area.OWN_MOBILITIES.value)
