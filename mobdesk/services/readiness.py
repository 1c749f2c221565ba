"""Ready to leave, ready to close: facts of members gathered in one query, judged by the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from mobdesk.domain import documents, readiness
from mobdesk.domain import marks as mark_rules
from mobdesk.domain.marks import GroupMark, Missing, Readiness
from mobdesk.domain.roles import Actor, Area
from mobdesk.models.mobilities import Mobility
from mobdesk.models.store import Store
from mobdesk.services.access import reads
from mobdesk.services.finding import kept_of
from mobdesk.services.member_facts import (
    MemberFacts,
    facts_in_parts,
    facts_of_mobilities,
    member_facts,
)
from mobdesk.services.mobilities import visible


class Marks(NamedTuple):
    """The four marks of a mobility and what comes next."""

    marks: tuple[GroupMark, ...]
    next: Missing | None


class _Marked(NamedTuple):
    """The marks of the mobility ``id``."""

    id: int
    marks: Marks


class MissingRow(NamedTuple):
    """One open thing of one member."""

    mobility_id: int
    member_id: int
    name: str
    mobility: str
    project_id: int | None
    thing: Missing
    back: bool = False
    """Everything about the stay itself is behind."""
    shared: bool = False
    """A paper of which one serves the group."""


@reads(Area.OWN_MOBILITIES)
def marks(store: Store, actor: Actor, ids: Sequence[int], today: date) -> dict[int, Marks]:
    """Return the marks of the mobilities ``ids``."""
    with store.read() as s:
        kept = kept_of(store, s, Mobility)
        found = kept.lines((actor, today), ids, lambda some: _marked(s, actor, some, today))
    return {line.id: line.marks for line in found}


def _marked(s: Session, actor: Actor, ids: Sequence[int], today: date) -> Iterator[_Marked]:
    judged: dict[int, list[Readiness]] = defaultdict(list)
    for member in facts_of_mobilities(s, ids, visible(actor)):
        judged[member.mobility_id].append(readiness.assess(member.facts, today))
    for i, each in judged.items():
        yield _Marked(i, Marks(mark_rules.group(each), mark_rules.group_next(each)))


@reads(Area.OWN_MOBILITIES)
def members(store: Store, actor: Actor, mobility_id: int, today: date) -> dict[int, Readiness]:
    """Return the readiness of each member of one mobility."""
    with store.read() as s:
        found = member_facts(s, [Mobility.id == mobility_id, *visible(actor)])
    return {m.member_id: readiness.assess(m.facts, today) for m in found}


@reads(Area.OWN_MOBILITIES)
def missing(
    store: Store, actor: Actor, today: date, *, project_id: int | None = None
) -> list[MissingRow]:
    """Return every open thing of running mobilities, the earliest due first."""
    with store.read() as s:
        parts = running_in_parts(s, actor, project_id=project_id)
        return sorted((row for part in parts for row in missing_of(part, today)), key=_by_day)


def running_in_parts(
    s: Session,
    actor: Actor,
    *,
    project_id: int | None = None,
    everybody: bool = False,
) -> Iterator[list[MemberFacts]]:
    """Members of running mobilities, some mobilities at a time; ``everybody``: for counts.

    The facts of all members at once would take hundreds of megabytes in a large workspace.
    """
    wanted: list[ColumnElement[bool]] = [Mobility.stage.not_in(("idea", "applied", "closed"))]
    if project_id is not None:
        wanted.append(Mobility.project_id == project_id)
    return facts_in_parts(s, actor, wanted, everybody=everybody)


def missing_of(members: Iterable[MemberFacts], today: date) -> list[MissingRow]:
    """Every open thing of these members, the earliest due first."""
    rows = [
        MissingRow(
            m.mobility_id, m.member_id, m.name, m.mobility, m.project_id, thing,
            m.facts.stage == "returned", thing.code in documents.shared_in(m.facts.column),
        )
        for m in members
        for thing in readiness.missing_things(m.facts, today)
    ]  # fmt: skip
    return sorted(rows, key=_by_day)


def _by_day(row: MissingRow) -> tuple[date, int, int]:
    return row.thing.due or date.max, row.mobility_id, row.member_id
