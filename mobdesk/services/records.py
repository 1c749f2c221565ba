"""What all subjects do alike: ask for ids in order, load for change, set values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, String, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mobdesk.domain.fold import typed_words
from mobdesk.errors import Invalid, Problem, Refused, Stale
from mobdesk.models import schema
from mobdesk.models.base import OWNED, Base
from mobdesk.models.documents import Attachment, PaperOriginal
from mobdesk.models.store import Store

B = TypeVar("B", bound=Base)
R = TypeVar("R")

# SQLite takes 32,766 values in one statement.
_MOST_VALUES = 30_000


class Query(NamedTuple):
    """What a list shows: typed words, filters by name, order."""

    text: str = ""
    filters: Mapping[str, Any] = {}
    sort: str = ""
    descending: bool = False


class Detail(NamedTuple):
    """One record as its form shows it; ``values`` has the names of the subject's ``FIELDS``."""

    id: int
    uid: str
    rev: int
    values: dict[str, Any]


def ids_in_order(
    store: Store,
    kind: type[Base],
    wanted: Iterable[ColumnElement[bool]],
    columns: Sequence[Any],
    descending: bool,
) -> list[int]:
    """Return the ids of the records that meet all conditions, ordered by ``columns``, then id."""
    number = kind.__table__.c.id
    order = [c.desc() if descending else c.asc() for c in columns]
    statement = select(number).where(*wanted).order_by(*order, number)
    with store.read() as s:
        return [row[0] for row in s.connection().execute(statement)]


def rows_by_id(
    store: Store,
    statement: Select[*tuple[Any, ...]],
    number: Any,
    ids: Sequence[int],
    make: Callable[..., R],
) -> list[R]:
    """Return ``make(*row)`` for each of ``ids`` in their order; the first column is the id.

    An id that is gone is left out.
    """
    found: dict[int, R] = {}
    with store.read() as s:
        for first in range(0, len(ids), _MOST_VALUES):
            some = ids[first : first + _MOST_VALUES]
            for row in s.connection().execute(statement.where(number.in_(some))):
                found[row[0]] = make(*row)
    return [found[i] for i in ids if i in found]


def among(column: Any) -> ColumnElement[bool]:
    """The condition that ``column`` is one of the ids handed over with ``as_json``.

    One text for any number of ids: a statement with it is built and compiled once.
    """
    ids = func.json_each(bindparam("ids", type_=String)).table_valued("value")
    wanted: ColumnElement[bool] = column.in_(select(ids.c.value))
    return wanted


def as_json(ids: Iterable[int]) -> dict[str, str]:
    """The ids for a statement with ``among``."""
    return {"ids": json.dumps(list(ids))}


def load(session: Session, kind: type[B], record_id: int, rev: int | None = None) -> B:
    """Return the record to change it.

    Raises ``Refused("record_missing")`` or, when ``rev`` is not today's, ``Stale``.
    """
    record = session.get(kind, record_id)
    if record is None:
        raise Refused("record_missing")
    if rev is not None and record.rev != rev:  # type: ignore[attr-defined]
        raise Stale("record_changed", id=record_id)
    return record


def detail(session: Session, kind: type[Base], record_id: int, fields: Iterable[str]) -> Detail:
    """Return the record's values for its form. Raises ``Refused("record_missing")``."""
    record: Any = load(session, kind, record_id)
    values = {name: getattr(record, name) for name in fields}
    return Detail(record.id, record.uid, record.rev, values)


def set_values(record: Base, values: Mapping[str, Any], allowed: Iterable[str]) -> None:
    """Take the named values into the record; a name that is not allowed is a bug."""
    unknown = values.keys() - set(allowed)
    if unknown:
        raise KeyError(f"not a field here: {sorted(unknown)}")
    for name, value in values.items():
        setattr(record, name, None if value == "" else value)


def remove_files(session: Session, table: str, record_id: int) -> None:
    """Delete files and paper originals of a record about to be deleted; Undo brings all back."""
    for kind in (Attachment, PaperOriginal):
        of_record = select(kind).filter_by(record_table=table, record_id=record_id)
        for row in session.scalars(of_record):
            session.delete(row)


def remove_owned(session: Session, record: Any) -> None:
    """Delete what belongs to a record about to be deleted; Undo brings all back."""
    for kind, column in schema.owned_by(record.__tablename__):
        for row in session.scalars(select(kind).where(column == record.id)):
            remove_owned(session, row)
            session.delete(row)


def refuse_if_used(session: Session, record: Base) -> None:
    """Raise ``Refused("still_used_by")`` with how many records of each table point at ``record``.

    What belongs to it goes with it and is not counted.
    """
    number, name = record.id, record.__tablename__  # type: ignore[attr-defined]
    found: dict[str, int] = {}
    for table in Base.metadata.sorted_tables:
        columns = [
            key.parent
            for key in table.foreign_keys
            if key.column.table.name == name and not key.parent.info.get(OWNED)
        ]
        if columns:
            here = or_(*(column == number for column in columns))
            found[table.name] = session.scalar(select(func.count()).where(here)) or 0
    used = {table: n for table, n in found.items() if n}
    if used:
        raise Refused("still_used_by", records=used)


def refuse_if(problems: Iterable[Problem]) -> None:
    """Raise ``Invalid`` when there is any problem."""
    found = tuple(problems)
    if found:
        raise Invalid(found)


def matches(key: InstrumentedAttribute[str], text: str) -> list[ColumnElement[bool]]:
    """One condition per typed word: each must stand somewhere in the folded search key."""
    return [key.contains(word, autoescape=True) for word in typed_words(text)]
