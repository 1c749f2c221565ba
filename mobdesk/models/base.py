"""What all mapped classes share: names of constraints, column types, marks and search keys."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, MetaData, String, event
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    MappedColumn,
    Mapper,
    declared_attr,
    mapped_column,
)
from sqlalchemy.types import TypeDecorator

from mobdesk.domain.fold import fold, tidy

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Tidy(TypeDecorator[str]):
    """Text in NFC, trimmed, single spaces."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else tidy(value)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, kept as text ``2026-11-22T15:04:05.123456Z`` that sorts by time."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


def instant_text(value: datetime) -> str:
    """Return ``value`` as stored; a naive moment is a bug."""
    if value.tzinfo is None:
        raise ValueError("a naive datetime cannot be stored")
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def now() -> datetime:
    """This moment in UTC."""
    return datetime.now(UTC)


def new_uid() -> str:
    """A random name for a record, the same on every computer that ever holds it."""
    return uuid.uuid4().hex


def new_uids(n: int) -> list[str]:
    """``n`` random names at once: as ``new_uid``, twenty times faster."""
    raw = os.urandom(16 * n).hex()
    return [
        f"{raw[i : i + 12]}4{raw[i + 13 : i + 16]}{_VARIANT[raw[i + 16]]}{raw[i + 17 : i + 32]}"
        for i in range(0, 32 * n, 32)
    ]


# Of a version 4 name two bits are fixed.
_VARIANT = {c: "89ab"[int(c, 16) % 4] for c in "0123456789abcdef"}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)

    journal: ClassVar[bool] = True
    """Whether changes of this table stand in the history and can be undone."""


class Row:
    """Columns of every journalled record; ``rev`` refuses a save over somebody else's change."""

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), default=new_uid, unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    created_by: Mapped[int | None]
    updated_at: Mapped[datetime] = mapped_column(Instant, default=now)
    updated_by: Mapped[int | None]
    rev: Mapped[int]
    origin: Mapped[str | None] = mapped_column(String(40))

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy calls it with the class
        return {"version_id_col": cls.__table__.c.rev}  # type: ignore[attr-defined]


OWNED = "owned"


def owned(target: str, *, unique: bool = False) -> MappedColumn[Any]:
    """A column that points at the record which this one belongs to: it is deleted with it."""
    key = ForeignKey(target)
    return mapped_column(key, index=not unique, unique=unique or None, info={OWNED: True})


class Searchable:
    """A record found by typing; the key is refreshed whenever the record is written."""

    search_key: Mapped[str] = mapped_column(default="")

    def search_words(self) -> Iterator[str | None]:
        """The texts by which this record is found."""
        raise NotImplementedError


@event.listens_for(Searchable, "before_insert", propagate=True)
@event.listens_for(Searchable, "before_update", propagate=True)
def _refresh_search_key(mapper: Mapper[Any], connection: object, target: Searchable) -> None:
    target.search_key = search_key(*target.search_words())


def search_key(*words: str | None) -> str:
    """The folded words of a record, joined."""
    return fold(" ".join(w for w in words if w))
