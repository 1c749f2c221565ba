"""The history: every write with before and after, in the same transaction.

Undo, redo, the History page and the audit trail are this one mechanism.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import (
    JSON,
    Connection,
    Date,
    Index,
    String,
    Table,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, UOWTransaction, attributes, mapped_column, object_mapper
from sqlalchemy.orm.base import PassiveFlag
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlalchemy.types import TypeEngine

from mobdesk.domain.fold import tidy
from mobdesk.domain.roles import Actor
from mobdesk.errors import Refused
from mobdesk.models import runs, summaries
from mobdesk.models.base import Base, Instant, Tidy, instant_text, new_uids, now
from mobdesk.models.mobilities import SUMMARIES, Mobility

Image = dict[str, Any]

# Marks that a change of a record always moves; a comparison of content leaves them out.
_MARKS = ("rev", "updated_at", "updated_by", "search_key")

# Rows of a run that are made ready in one go.
_AT_ONCE = 1_000

# Columns that follow from other records are refreshed, not kept.
_DERIVED = {Mobility.__tablename__: frozenset(SUMMARIES)}


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


def pack(value: Any) -> bytes:
    """An image as stored."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, default=_plain).encode(), 1)


def unpack(data: bytes) -> Any:
    """An image as a dictionary of plain values."""
    return json.loads(zlib.decompress(data))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return {"b64": base64.b64encode(value).decode()}
    raise TypeError(type(value).__name__)


def _stored(table: Table, image: Image) -> Image:
    """Values of an image as the columns of ``table`` take them."""
    return {key: _typed(table.c[key].type, value) for key, value in image.items()}


def _typed(kind: TypeEngine[Any], value: Any) -> Any:
    if isinstance(value, dict) and "b64" in value:
        return base64.b64decode(value["b64"])
    if isinstance(value, str) and isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(kind, Date):
        return date.fromisoformat(value)
    return value


def _content_hash(image: Image) -> str:
    content = {k: v for k, v in image.items() if k not in _MARKS}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


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
            _entry(table, row, before, self._after.get((table, row)))
            for (table, row), before in self._before.items()
            if before is not None or self._after.get((table, row)) is not None
        ]
        entries += [_run_entry(table, ids) for table, ids in self._runs]
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
            values=json.loads(json.dumps(values, default=_plain)),
            undone=False,
        )  # fmt: skip
    )
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def _entry(table: str, row: int, before: Image | None, after: Image | None) -> dict[str, Any]:
    inserted = before is None and after is not None
    return {
        "record_table": table,
        "first_id": row,
        "last_id": row,
        "before": None if before is None else pack(before),
        "after": None if after is None or inserted else pack(after),
        "after_hash": _content_hash(after) if inserted and after is not None else None,
    }


def _run_entry(table: str, ids: range) -> dict[str, Any]:
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
    derived = _DERIVED.get(record.__tablename__, frozenset())
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


class Reversed(NamedTuple):
    """What an undo or redo did."""

    change_id: int
    code: str
    values: dict[str, Any]
    tables: frozenset[str]


def next_undo(connection: Connection, actor: Actor) -> int | None:
    """The actor's newest step that can be taken back."""
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
    if newest is None or newest.kind == "do":
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
    derived = _DERIVED.get(table.name, frozenset())
    current = None if found is None else {k: v for k, v in found.items() if k not in derived}
    _refuse_if_moved(current, entry)
    before = None if entry.before is None else _stored(table, unpack(entry.before))
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
        **_entry(table.name, row, current, after),
        "after": None if after is None else pack(after),
        "after_hash": None,
    }


def _refuse_if_moved(current: Image | None, entry: Any) -> None:
    if entry.after_hash is not None:
        moved = current is None or _content_hash(current) != entry.after_hash
    elif entry.after is None:
        moved = current is not None
    else:
        was = unpack(entry.after)
        moved = current is None or _content_hash(current) != _content_hash(was)
    if moved:
        raise Refused("undo_stale")


def _take_run(connection: Connection, table: Table, entry: Any) -> dict[str, Any]:
    before = runs.take(connection, table, entry.first_id, entry.last_id)
    made = _run_entry(table.name, range(entry.first_id, entry.last_id + 1))
    return {**made, "before": before, "after_hash": "taken"}


def _restore_run(connection: Connection, table: Table, entry: Any) -> dict[str, Any]:
    chosen = table.c.id.between(entry.first_id, entry.last_id)
    if connection.scalar(select(func.count()).select_from(table).where(chosen)):
        raise Refused("undo_stale")
    runs.restore(connection, table, entry.before)
    return _run_entry(table.name, range(entry.first_id, entry.last_id + 1))
