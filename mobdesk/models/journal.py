"""The history: every write with before and after, in the same transaction.

Undo and redo (``undoing``), the History page and the audit trail are this one mechanism.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    Connection,
    Index,
    String,
    Table,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, Session, UOWTransaction, attributes, mapped_column, object_mapper
from sqlalchemy.orm.base import PassiveFlag
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from mobdesk.domain.fold import tidy
from mobdesk.domain.roles import Actor
from mobdesk.models import runs, summaries
from mobdesk.models.base import Base, Instant, Tidy, instant_text, new_uids, now
from mobdesk.models.images import Image, content_hash, pack, plain
from mobdesk.models.mobilities import SUMMARIES, Mobility

# Rows of a run that are made ready in one go.
_AT_ONCE = 1_000

#: The kind of a step that stays in the history and is never taken back.
NOTE = "note"

# Columns that follow from other records are refreshed, not kept.
DERIVED = {Mobility.__tablename__: frozenset(SUMMARIES)}


class Change(Base):
    """One step: who, when, what it is called, and whether it was taken back."""

    __tablename__ = "changes"
    journal: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    account_id: Mapped[int]
    code: Mapped[str] = mapped_column(String(60))
    values: Mapped[Any] = mapped_column(JSON)
    kind: Mapped[str] = mapped_column(String(4), default="do")
    target_id: Mapped[int | None]
    """The step that an undo or redo acted on."""
    undone: Mapped[bool] = mapped_column(default=False)
    latest_id: Mapped[int | None]
    """The newest undo or redo of this step: taking that back moves this step again."""

    __table_args__ = (Index("ix_changes_account", "account_id", "id"),)


class Entry(Base):
    """One record, or one run of inserted records, that a change touched."""

    __tablename__ = "change_entries"
    journal: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(index=True)
    record_table: Mapped[str] = mapped_column(String(30))
    first_id: Mapped[int]
    last_id: Mapped[int]
    before: Mapped[bytes | None]
    after: Mapped[bytes | None]
    after_hash: Mapped[str | None] = mapped_column(String(32))
    """Of an inserted record: its content need not be kept twice."""

    __table_args__ = (Index("ix_change_entries_record", "record_table", "first_id", "last_id"),)


class Recorder:
    """Collects what one write does to journalled tables."""

    def __init__(self, session: Session, code: str, values: dict[str, Any], actor: Actor) -> None:
        self._session = session
        self._actor = actor
        self.code, self.values = code, values
        self._change: int | None = None
        self._before: dict[tuple[str, int], Image | None] = {}
        self._after: dict[tuple[str, int], Image | None] = {}
        self._runs: list[tuple[str, range]] = []
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "after_flush", self._after_flush)
        event.listen(session, "do_orm_execute", _refuse_bulk)

    @property
    def touched(self) -> frozenset[str]:
        """Names of the tables that this write changed so far."""
        return frozenset(t for t, _ in self._after) | {t for t, _ in self._runs}

    def _before_flush(self, session: Session, context: UOWTransaction, given: object) -> None:
        if self._change is not None:
            raise RuntimeError("nothing may be changed after done()")
        for record in (*session.new, *session.dirty):
            _tidy_texts(record)
        for record in session.new:
            if record.journal:
                record.created_by = record.updated_by = self._actor.account_id
        for record in list(session.dirty):
            if record.journal and session.is_modified(record):
                self._keep_before(record)
                record.updated_at, record.updated_by = now(), self._actor.account_id
        for record in session.deleted:
            if record.journal:
                self._keep_before(record)

    def _keep_before(self, record: Base) -> None:
        key = (record.__tablename__, record.id)  # type: ignore[attr-defined]
        if key not in self._before:
            self._before[key] = _image_before(record)

    def _after_flush(self, session: Session, context: UOWTransaction) -> None:
        for record in (*session.new, *session.dirty):
            key = (record.__tablename__, getattr(record, "id", 0))
            if record.journal and (key in self._before or record in session.new):
                self._before.setdefault(key, None)
                self._after[key] = _image_now(record)
        for record in session.deleted:
            if record.journal:
                self._after[record.__tablename__, record.id] = None

    def next_id(self, mapped: type) -> int:
        """The id that the next inserted row of a table gets."""
        table: Table = mapped.__table__  # type: ignore[attr-defined]
        return (self._session.connection().scalar(select(func.max(table.c.id))) or 0) + 1

    def insert_many(
        self, mapped: type, columns: Sequence[str], rows: Sequence[Sequence[Any]]
    ) -> range:
        """The one sanctioned bulk path; see ``Writing.insert_many``."""
        table: Table = mapped.__table__  # type: ignore[attr-defined]
        connection = self._session.connection()
        first = self.next_id(mapped)
        ids = range(first, first + len(rows))
        if rows:
            _insert_rows(connection, table, columns, rows, ids, self._actor.account_id)
            before = self._runs[-1] if self._runs else ("", range(0))
            if before[0] == table.name and before[1].stop == first:
                self._runs[-1] = (table.name, range(before[1].start, ids.stop))
            else:
                self._runs.append((table.name, ids))
        return ids

    def finish(self) -> int | None:
        """Write the change and its entries once; return its id, or None if nothing was changed."""
        if self._change is not None:
            return self._change
        entries = [
            entry_of(table, row, before, self._after.get((table, row)))
            for (table, row), before in self._before.items()
            if before is not None or self._after.get((table, row)) is not None
        ]
        entries += [entry_of_run(table, ids) for table, ids in self._runs]
        connection = self._session.connection()
        summaries.refresh(connection, [(table, row, row) for table, row in self._before])
        if entries:
            self._change = write_change(connection, self._actor, self.code, self.values)
            connection.execute(insert(Entry), [{"change_id": self._change, **e} for e in entries])
        return self._change


def _insert_rows(
    connection: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    ids: range,
    account: int,
) -> None:
    at = instant_text(now())
    fixed = {
        c.name: c.default.arg
        for c in table.columns
        if c.name not in columns and isinstance(c.default, ScalarElementColumnDefault)
    }
    fixed |= {"created_at": at, "updated_at": at, "created_by": account, "updated_by": account}
    fixed["rev"] = 1
    tail = tuple(fixed.values())
    for first in range(0, len(rows), _AT_ONCE):
        some = rows[first : first + _AT_ONCE]
        marks = zip(ids[first : first + _AT_ONCE], new_uids(len(some)), some, strict=True)
        full = [(n, uid, *row, *tail) for n, uid, row in marks]
        runs.insert(connection, table, ("id", "uid", *columns, *fixed), full)


def write_change(
    connection: Connection,
    actor: Actor,
    code: str,
    values: dict[str, Any],
    kind: str = "do",
    target: int | None = None,
) -> int:
    """Add a row to the history and return its id."""
    result = connection.execute(
        insert(Change).values(
            at=now(),
            account_id=actor.account_id,
            code=code,
            kind=kind,
            target_id=target,
            values=json.loads(json.dumps(values, default=plain)),
            undone=False,
        )  # fmt: skip
    )
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def entry_of(table: str, row: int, before: Image | None, after: Image | None) -> dict[str, Any]:
    """The row of the history for one record."""
    inserted = before is None and after is not None
    return {
        "record_table": table,
        "first_id": row,
        "last_id": row,
        "before": None if before is None else pack(before),
        "after": None if after is None or inserted else pack(after),
        "after_hash": content_hash(after) if inserted and after is not None else None,
    }


def entry_of_run(table: str, ids: range) -> dict[str, Any]:
    """The row of the history for a run of inserted records."""
    return {
        "record_table": table,
        "first_id": ids.start,
        "last_id": ids.stop - 1,
        "before": None,
        "after": None,
        "after_hash": "run",
    }


def _tidy_texts(record: Base) -> None:
    # Before the image is taken, so that it holds what the table will hold.
    for attr in object_mapper(record).column_attrs:
        value = getattr(record, attr.key)
        if (
            isinstance(value, str)
            and isinstance(attr.columns[0].type, Tidy)
            and value != tidy(value)
        ):
            setattr(record, attr.key, tidy(value))


def _columns(record: Base) -> list[str]:
    derived = DERIVED.get(record.__tablename__, frozenset())
    return [a.key for a in object_mapper(record).column_attrs if a.key not in derived]


def _image_now(record: Base) -> Image:
    return {name: getattr(record, name) for name in _columns(record)}


def _image_before(record: Base) -> Image:
    image = {}
    for name in _columns(record):
        old = attributes.get_history(record, name, PassiveFlag.PASSIVE_OFF)
        image[name] = (old.deleted or old.unchanged or (None,))[0]
    return image


def _refuse_bulk(state: Any) -> None:
    if state.is_update or state.is_delete or state.is_insert:
        mapper = state.bind_mapper
        if mapper is not None and mapper.class_.journal:
            raise RuntimeError("bulk statements would bypass the history")
