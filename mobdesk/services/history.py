"""History, Undo and Redo: what was done, by whom, with old and new values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from mobdesk.domain.done import Done
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.models import undoing
from mobdesk.models.accounts import Account
from mobdesk.models.journal import Change, Entry
from mobdesk.models.store import Store
from mobdesk.services import history_fields
from mobdesk.services.access import reads, writes
from mobdesk.services.history_fields import FieldChange

__all__ = [
    "ChangeRow", "FieldChange", "Steps", "fields", "find", "redo", "rows", "steps", "undo",
]  # fmt: skip


class ChangeRow(NamedTuple):
    """One step of the history."""

    id: int
    at: datetime
    account_id: int
    nickname: str
    code: str
    values: dict[str, Any]
    kind: str
    undone: bool


class Steps(NamedTuple):
    """The labels of the next Undo and Redo, or None."""

    undo: ChangeRow | None
    redo: ChangeRow | None


@reads(Area.HISTORY)
def find(
    store: Store,
    actor: Actor,
    *,
    since: datetime | None = None,
    account_id: int | None = None,
    record: tuple[str, int] | None = None,
) -> list[int]:
    """Return the ids of all steps (of one account, of one record: table and id), newest first."""
    wanted = select(Change.id).order_by(Change.id.desc())
    if since is not None:
        wanted = wanted.where(Change.at >= since)
    if account_id is not None:
        wanted = wanted.where(Change.account_id == account_id)
    if record is not None:
        table, number = record
        touched = select(Entry.change_id).where(
            Entry.record_table == table, Entry.first_id <= number, Entry.last_id >= number
        )
        wanted = wanted.where(Change.id.in_(touched))
    with store.read() as s:
        return list(s.scalars(wanted))


@reads(Area.HISTORY)
def rows(store: Store, actor: Actor, ids: Sequence[int]) -> list[ChangeRow]:
    """Return the steps ``ids`` in the same order."""
    return _rows(store, ids)


def _rows(store: Store, ids: Sequence[int]) -> list[ChangeRow]:
    columns = (
        Change.id, Change.at, Change.account_id, func.coalesce(Account.nickname, "–"),
        Change.code, Change.values, Change.kind, Change.undone,
    )  # fmt: skip
    wanted = select(*columns).outerjoin(Account, Account.id == Change.account_id)
    with store.read() as s:
        found = {r[0]: ChangeRow(*r) for r in s.execute(wanted.where(Change.id.in_(ids)))}
    return [found[i] for i in ids if i in found]


@reads(Area.HISTORY)
def fields(store: Store, actor: Actor, change_id: int) -> list[FieldChange]:
    """Return every value that the step changed; of a long step its first records."""
    with store.read() as s:
        return history_fields.of_step(s, change_id)


@reads(Area.UNDO)
def steps(store: Store, actor: Actor) -> Steps:
    """Return what Undo and Redo would do now for this actor."""
    with store.read() as s:
        wanted = [
            undoing.next_undo(s.connection(), actor),
            undoing.next_redo(s.connection(), actor),
        ]
    found = {row.id: row for row in _rows(store, [i for i in wanted if i])}
    return Steps(*(found.get(i or 0) for i in wanted))


@writes(Area.UNDO)
def undo(store: Store, actor: Actor, change_id: int | None = None) -> Done:
    """Take back the actor's newest step, which must be ``change_id`` where one is given.

    Raises ``Refused``: ``nothing_to_undo``, ``undo_not_newest``, ``undo_stale``.
    """
    return _reverse(store, actor, "undo", change_id)


@writes(Area.UNDO)
def redo(store: Store, actor: Actor) -> Done:
    """Bring back what was undone last. Raises ``Refused``: ``nothing_to_redo``, ``undo_stale``."""
    return _reverse(store, actor, "redo", None)


def _reverse(store: Store, actor: Actor, kind: str, change_id: int | None) -> Done:
    next_step = undoing.next_undo if kind == "undo" else undoing.next_redo
    with store.quietly() as s:
        connection = s.connection()
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        newest = next_step(connection, actor)
        if newest is None:
            raise Refused("nothing_to_undo" if kind == "undo" else "nothing_to_redo")
        if change_id is not None and change_id != newest:
            raise Refused("undo_not_newest")
        made = undoing.reverse(connection, actor, newest, kind)
    return Done(
        made.change_id,
        "step_undone" if kind == "undo" else "step_redone",
        {"code": made.code, **made.values},
        made.tables,
    )
