"""What all subjects do alike: load for change, set values, ask for ids in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute, Session

from mobdesk.domain.fold import fold
from mobdesk.errors import Invalid, Problem, Refused, Stale
from mobdesk.models.base import Base

R = TypeVar("R", bound=Base)


class Query(NamedTuple):
    """What a list shows: typed words, filters by name, order."""

    text: str = ""
    filters: Mapping[str, Any] = {}
    sort: str = ""
    descending: bool = False


def load(session: Session, kind: type[R], record_id: int, rev: int | None = None) -> R:
    """Return the record to change it.

    Raises ``Refused("record_missing")`` or, when ``rev`` is not today's, ``Stale``.
    """
    record = session.get(kind, record_id)
    if record is None:
        raise Refused("record_missing")
    if rev is not None and record.rev != rev:  # type: ignore[attr-defined]
        raise Stale("record_changed", id=record_id)
    return record


def set_values(record: Base, values: Mapping[str, Any], allowed: Iterable[str]) -> None:
    """Take the named values into the record; a name that is not allowed is a bug."""
    unknown = values.keys() - set(allowed)
    if unknown:
        raise KeyError(f"not a field here: {sorted(unknown)}")
    for name, value in values.items():
        setattr(record, name, None if value == "" else value)


def refuse_if(problems: Iterable[Problem]) -> None:
    """Raise ``Invalid`` when there is any problem."""
    found = tuple(problems)
    if found:
        raise Invalid(found)


def matches(key: InstrumentedAttribute[str], text: str) -> list[ColumnElement[bool]]:
    """One condition per typed word: each must stand somewhere in the folded search key."""
    return [key.contains(word, autoescape=True) for word in fold(text).split()]
