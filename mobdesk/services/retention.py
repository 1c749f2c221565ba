"""How long everybody's data are kept, who is due, and who is kept for checks only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mobdesk.domain import people as people_rules
from mobdesk.domain import retention as rules
from mobdesk.domain.done import Done
from mobdesk.domain.retention import Keeping, ProofDuty, Stay
from mobdesk.domain.roles import Actor, Area
from mobdesk.domain.stages import End, Stage
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.people import Need, Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store
from mobdesk.services import awards, protected
from mobdesk.services.access import reads, writes
from mobdesk.services.records import load

_MOST_VALUES = 30_000
_OVER = (Stage.CLOSED, Stage.RETURNED)


class ProjectRow(NamedTuple):
    """The proof duty of one project; ``unconfirmed`` years are the usual ones."""

    project_id: int
    code: str
    title: str | None
    final_payment_on: date | None
    duty: ProofDuty


class PersonRow(NamedTuple):
    """Until when a person is kept. ``by_hand``: the date was typed, not reckoned."""

    person_id: int
    name: str
    keep_until: date | None
    by_hand: bool
    keeping: Keeping
    restricted: bool
    stays: int


@reads(Area.ERASURE)
def projects(store: Store, actor: Actor) -> list[ProjectRow]:
    """The proof duty of every project, by code."""
    with store.read() as s:
        return _projects(s)


def _projects(s: Session) -> list[ProjectRow]:
    totals = awards.totals(s)
    return [
        ProjectRow(
            p.id, p.code, p.title, p.final_payment_on,
            rules.proof_duty(p.final_payment_on, p.keep_years, totals.get(p.id)),
        )
        for p in s.scalars(select(Project).order_by(Project.code))
    ]  # fmt: skip


def proof_ends(store: Store) -> dict[str, date | None]:
    """The end of the proof duty of every project, by code; for protocols of other services."""
    with store.read() as s:
        return {row.code: row.duty.end for row in _projects(s)}


def proofs_over(store: Store, today: date) -> list[int]:
    """Projects whose proof duty has ended; for the history, whoever is signed in."""
    with store.read() as s:
        return [r.project_id for r in _projects(s) if r.duty.end is not None and r.duty.end < today]


@reads(Area.ERASURE)
def of_people(
    store: Store, actor: Actor, ids: Sequence[int] | None = None, *, today: date
) -> list[PersonRow]:
    """Until when the people (or all) are kept, and what their data are today."""
    with store.read() as s:
        return _people(s, ids, today)


@reads(Area.ERASURE)
def due(store: Store, actor: Actor, *, today: date) -> list[PersonRow]:
    """The list to approve: people whose last day of keeping has passed, oldest first."""
    with store.read() as s:
        found = [row for row in _people(s, None, today) if row.keeping is Keeping.DUE]
    return sorted(found, key=lambda row: (row.keep_until or today, row.name))


@reads(Area.ERASURE)
def restricted(store: Store, actor: Actor, *, today: date) -> list[PersonRow]:
    """People whom only the proof duty keeps, and whoever is hidden from lists, by name."""
    with store.read() as s:
        found = [
            row
            for row in _people(s, None, today)
            if row.keeping is Keeping.RESTRICTED
            or (row.restricted and row.keeping is not Keeping.DUE)
        ]
    return sorted(found, key=lambda row: row.name)


@reads(Area.ERASURE)
def due_needs(store: Store, actor: Actor, *, today: date) -> int:
    """How many needs are due to be destroyed: see ``protected.destroy_due_needs``."""
    with store.read() as s:
        return s.scalar(select(func.count()).where(Need.erase_on < today)) or 0


@writes(Area.ERASURE)
def restrict(store: Store, actor: Actor, ids: Sequence[int]) -> Done:
    """Hide people from lists: their data wait for checks only; undoable."""
    return _hide(store, actor, ids, hidden=True)


@writes(Area.ERASURE)
def open_for_check(
    store: Store, actor: Actor, ids: Sequence[int], *, why: str, now: datetime
) -> Done:
    """Show hidden people again, for an audit say; who, whose, when and why are logged first.

    Raises ``Invalid`` without a reason.
    """
    for person_id in ids:
        protected.log_check(store, actor, person_id, why=why, now=now)
    return _hide(store, actor, ids, hidden=False)


def _hide(store: Store, actor: Actor, ids: Sequence[int], *, hidden: bool) -> Done:
    code = "people_restricted" if hidden else "people_shown_again"
    with store.write(Label(code, {"n": len(ids)}), actor) as s:
        for person_id in ids:
            load(s, Person, person_id).restricted = hidden
        return s.done(*ids)


def _people(s: Session, ids: Sequence[int] | None, today: date) -> list[PersonRow]:
    columns = (
        Person.id, Person.first_name, Person.last_name, Person.keep_until, Person.restricted,
        Person.updated_at,
    )  # fmt: skip
    stays = _stays(s, today)
    return [
        _person_row(row, stays.get(row.id, []), today)
        for some in _portions(ids)
        for row in s.execute(select(*columns) if some is None else _some(columns, some))
    ]


def _some(columns: Iterable[Any], ids: Sequence[int]) -> Any:
    return select(*columns).where(Person.id.in_(ids))


def _portions(ids: Sequence[int] | None) -> list[Sequence[int] | None]:
    if ids is None:
        return [None]
    return [ids[i : i + _MOST_VALUES] for i in range(0, len(ids), _MOST_VALUES)]


def _person_row(row: Any, stays: list[Stay], today: date) -> PersonRow:
    used: datetime = row.updated_at
    until = row.keep_until or rules.person_keep_until(stays, used.date())
    return PersonRow(
        row.id, people_rules.display_name(row.first_name, row.last_name), until,
        row.keep_until is not None, rules.keeping(until, stays, today), row.restricted, len(stays),
    )  # fmt: skip


def _stays(s: Session, today: date) -> dict[int, list[Stay]]:
    """All stays by person. Whoever was not selected has the date of applicants, not of proofs."""
    ends: dict[int | None, date | None] = {row.project_id: row.duty.end for row in _projects(s)}
    found: dict[int, list[Stay]] = {}
    rows = s.execute(
        select(
            Member.person_id, Member.ended, Member.ended_on,
            Mobility.stage, Mobility.last_day, Mobility.project_id,
        )
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(Member.person_id.is_not(None))
    )  # fmt: skip
    for person, ended, ended_on, stage, last, project in rows:
        over = stage in _OVER or ended is not None or (last is not None and last < today)
        proof = ends.get(project)
        if ended == End.NOT_SELECTED:
            proof = rules.applicant_erase_on(ended_on) if ended_on is not None else None
        if person is not None:
            found.setdefault(person, []).append(Stay(last, proof, running=not over))
    return found
