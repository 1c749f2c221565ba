"""Undo and redo: a step of the history is taken back, unless a record moved on since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, func, insert, select, update

from mobdesk.domain.roles import Actor
from mobdesk.errors import Refused
from mobdesk.models import runs, summaries
from mobdesk.models.base import now
from mobdesk.models.images import Image, content_hash, pack, stored, unpack
from mobdesk.models.journal import (
    DERIVED,
    NOTE,
    Change,
    Entry,
    entry_of,
    entry_of_run,
    write_change,
)
from mobdesk.models.mobilities import Mobility


class Reversed(NamedTuple):
    """What an undo or redo did."""

    change_id: int
    code: str
    values: dict[str, Any]
    tables: frozenset[str]


def next_undo(connection: Connection, actor: Actor) -> int | None:
    """The actor's newest step that can be taken back; notes (a restore, say) are passed over."""
    return connection.scalar(
        select(func.max(Change.id)).where(
            Change.account_id == actor.account_id, Change.kind == "do", ~Change.undone
        )
    )


def next_redo(connection: Connection, actor: Actor) -> int | None:
    """The actor's step undone last, unless something was done after the undo."""
    newest = connection.execute(
        select(Change.kind, Change.id).where(Change.account_id == actor.account_id)
        .order_by(Change.id.desc())
    ).first()  # fmt: skip
    if newest is None or newest.kind in ("do", NOTE):
        return None
    return connection.scalar(
        select(Change.id).where(
            Change.account_id == actor.account_id, Change.kind == "do", Change.undone
        ).order_by(Change.latest_id.desc())
    )  # fmt: skip


def reverse(connection: Connection, actor: Actor, change_id: int, kind: str) -> Reversed:
    """Take back (``undo``) or bring back (``redo``) a step; refuse if a record moved on since.

    Raises ``Refused("undo_stale")`` with nothing changed.
    """
    target = connection.execute(select(Change.__table__).where(Change.id == change_id)).one()
    source = target.latest_id or change_id
    entries = connection.execute(
        select(Entry.__table__).where(Entry.change_id == source).order_by(Entry.id.desc())
    ).all()
    if not entries:
        raise Refused("undo_gone")
    spans = _followed(connection, entries, source)
    touched = summaries.affected(connection, spans)
    made = [_reverse_entry(connection, actor, entry) for entry in entries]
    summaries.refresh(connection, spans, touched)
    new = write_change(connection, actor, target.code, target.values, kind, change_id)
    connection.execute(insert(Entry), [{"change_id": new, **e} for e in made])
    connection.execute(
        update(Change).where(Change.id == change_id).values(undone=kind == "undo", latest_id=new)
    )
    tables = frozenset(e.record_table for e in entries)
    return Reversed(new, target.code, target.values, tables)


def _followed(connection: Connection, entries: Sequence[Any], source: int) -> list[summaries.Span]:
    """The records of ``entries`` whose mobilities have to be summed up again.

    A run carries the summaries of its mobilities, which are right as long as nothing was written
    since; taken away, they need none. Runs of other tables belong to these mobilities.
    """
    newest = connection.scalar(select(func.max(Change.id)))
    spans = [(e.record_table, e.first_id, e.last_id) for e in entries]
    runs = [e for e in entries if e.after_hash == "run" or _is_taken(e)]
    if newest == source and any(e.record_table == Mobility.__tablename__ for e in runs):
        whole = {id(e) for e in runs}
        return [s for s, e in zip(spans, entries, strict=True) if id(e) not in whole]
    return spans


def _reverse_entry(connection: Connection, actor: Actor, entry: Any) -> dict[str, Any]:
    from mobdesk.models.schema import metadata  # all tables, also those nobody used yet

    table = metadata.tables[entry.record_table]
    if entry.after_hash == "run":
        return _take_run(connection, table, entry)
    if _is_taken(entry):
        return _restore_run(connection, table, entry)
    return _reverse_one(connection, actor, table, entry)


def _is_taken(entry: Any) -> bool:
    """Whether the entry holds a run that was taken back."""
    return bool(entry.after_hash == "taken" or entry.first_id != entry.last_id)


def _reverse_one(connection: Connection, actor: Actor, table: Table, entry: Any) -> dict[str, Any]:
    row = entry.first_id
    found = connection.execute(select(table).where(table.c.id == row)).mappings().first()
    derived = DERIVED.get(table.name, frozenset())
    current = None if found is None else {k: v for k, v in found.items() if k not in derived}
    _refuse_if_moved(current, entry)
    before = None if entry.before is None else stored(table, unpack(entry.before))
    after = None
    if before is None:
        connection.execute(table.delete().where(table.c.id == row))
    else:
        rev = before["rev"] + 1 if current is None else current["rev"] + 1
        after = {**before, "rev": rev, "updated_at": now(), "updated_by": actor.account_id}
        if current is None:
            connection.execute(table.insert().values(after))
        else:
            connection.execute(table.update().where(table.c.id == row).values(after))
    return {
        **entry_of(table.name, row, current, after),
        "after": None if after is None else pack(after),
        "after_hash": None,
    }


def _refuse_if_moved(current: Image | None, entry: Any) -> None:
    if entry.after_hash is not None:
        moved = current is None or content_hash(current) != entry.after_hash
    elif entry.after is None:
        moved = current is not None
    else:
        was = unpack(entry.after)
        moved = current is None or content_hash(current) != content_hash(was)
    if moved:
        raise Refused("undo_stale")


def _take_run(connection: Connection, table: Table, entry: Any) -> dict[str, Any]:
    before = runs.take(connection, table, entry.first_id, entry.last_id)
    made = entry_of_run(table.name, range(entry.first_id, entry.last_id + 1))
    return {**made, "before": before, "after_hash": "taken"}


def _restore_run(connection: Connection, table: Table, entry: Any) -> dict[str, Any]:
    chosen = table.c.id.between(entry.first_id, entry.last_id)
    if connection.scalar(select(func.count()).select_from(table).where(chosen)):
        raise Refused("undo_stale")
    runs.restore(connection, table, entry.before)
    return entry_of_run(table.name, range(entry.first_id, entry.last_id + 1))
