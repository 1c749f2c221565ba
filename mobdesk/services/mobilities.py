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
from mobdesk.domain.roles import Access, Actor, Area, access
from mobdesk.domain.stages import STAGES, Stage
from mobdesk.errors import NotAllowed, Refused
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import reads, writes
from mobdesk.services.finding import Asked, ids_found, prepare
from mobdesk.services.mobility_details import MobilityDetail, subgroups_of
from mobdesk.services.mobility_plans import SubgroupPlan, problems, write_subgroup
from mobdesk.services.paid import refuse_paid_mobility
from mobdesk.services.records import (
    Query,
    among,
    as_json,
    detail,
    load,
    refuse_if,
    remove_files,
    remove_owned,
    set_values,
)
from mobdesk.services.rule_facts import without_new_errors

FIELDS = (
    "project_id", "objective_id", "kind", "direction", "title", "activity_type", "sending_id",
    "sending_city", "sending_country", "host_id", "host_confirmed_on", "hosting_city",
    "hosting_country", "language", "bm_id", "insurance_from", "insurance_to", "insurance_phone",
    "travel_booked_on", "survey_on", "note",
)  # fmt: skip


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
            subgroups_of(s, mobility_id),
            *(typed if any(typed) or sender is None else (sender.city, sender.country)),
        )


@writes(Area.MOBILITIES)
def add(
    store: Store, actor: Actor, values: Mapping[str, Any], subgroups: Sequence[SubgroupPlan]
) -> Done:
    """Plan a mobility with its subgroups and members. Raises ``Invalid``."""
    refuse_if(problems(values, subgroups))
    with store.write(Label("mobility_planned"), actor) as s:
        record = Mobility()
        set_values(record, values, FIELDS)
        s.add(record)
        s.flush()
        with without_new_errors(s, record.id):
            for plan in subgroups or (SubgroupPlan(),):
                write_subgroup(s, record.id, plan)
        return done_with(s, record)


@writes(Area.MOBILITIES)
def change(
    store: Store, actor: Actor, mobility_id: int, rev: int, values: Mapping[str, Any]
) -> Done:
    """Change the named values of one mobility. Raises ``Invalid``, ``Stale``."""
    with store.write(Label("mobility_changed"), actor) as s:
        record = load(s, Mobility, mobility_id, rev)
        refuse_if(rules.validate({**{n: getattr(record, n) for n in FIELDS}, **values}))
        with without_new_errors(s, mobility_id):
            set_values(record, values, FIELDS)
        return done_with(s, record)


@writes(Area.DELETE)
def remove(store: Store, actor: Actor, ids: Sequence[int]) -> Done:
    """Delete mobilities with all that is theirs, files included; Undo brings all back.

    Raises ``Refused``: ``member_has_money``, ``member_has_costs``.
    """
    with store.write(Label("mobilities_removed", {"n": len(ids)}), actor) as s:
        for mobility_id in ids:
            record = load(s, Mobility, mobility_id)
            if len(ids) == 1:
                s.rename("mobility_removed", _values(s, record))
            refuse_paid_mobility(s, mobility_id)
            remove_owned(s, record)
            remove_files(s, "mobilities", mobility_id)
            s.delete(record)
        return s.done(*ids)


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
    """Raise ``NotAllowed`` unless the mobility is the actor's own or the actor may see all.

    Who may see all is told ``Refused("record_missing")`` of one that is not there.
    """
    limits = visible(actor)
    wanted = select(Mobility.id).where(Mobility.id == mobility_id, *limits)
    if s.scalar(wanted) is None:
        if not limits:
            raise Refused("record_missing")
        raise NotAllowed("not_allowed", area=Area.OWN_MOBILITIES.value)
