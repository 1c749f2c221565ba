"""Searching as somebody types: orders, search keys and lines are kept between two keys.

What is kept belongs to one state of the file: SQLite counts the commits of others
(``PRAGMA data_version``), and everything is forgotten when that number moved. It lives in the
store and goes with it when the workspace is locked.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mobdesk.domain.fold import fold
from mobdesk.models.base import Base
from mobdesk.models.store import Store

_MOST_ORDERS = 4
_MOST_LINES = 1000


class Kept:
    """Of one table: the search key of every record, the orders and the lines asked for lately."""

    def __init__(self, version: int) -> None:
        self.version = version
        self._keys: dict[int, str] = {}
        self._orders: dict[Hashable, list[int]] = {}
        self._last: tuple[Hashable, str, list[int]] = (None, "", [])
        self._lines: tuple[Hashable, dict[int, Any]] = (None, {})

    def knows(self, name: Hashable) -> bool:
        """Whether the order ``name`` is kept."""
        return name in self._orders

    def order(self, s: Session, name: Hashable, statement: Select[Any] | None) -> list[int]:
        """The ids that ``statement`` gives, asked once; ``name`` tells it from others."""
        found = self._orders.pop(name, None)
        if found is None:
            assert statement is not None
            found = list(s.connection().execute(statement).scalars().all())
        self._orders[name] = found  # the one asked last stands last
        if len(self._orders) > _MOST_ORDERS:
            del self._orders[next(iter(self._orders))]
        return found

    def search(
        self, s: Session, kind: type[Base], name: Hashable, ids: list[int], text: str
    ) -> list[int]:
        """Those of ``ids`` (the order ``name``) whose search key has every word of ``text``."""
        typed = fold(text)
        words = typed.split()
        if not words:
            return ids
        if not self._keys:
            self._keys = _keys_of(s, kind)
        last, before, narrowed = self._last
        # Each word of the text before stands in one of the longer text: only those found can match.
        found = narrowed if last == name and before and typed.startswith(before) else ids
        keys = self._keys
        for word in words:
            found = [i for i in found if word in keys[i]]
        self._last = name, typed, found
        return found

    def lines(
        self, name: Hashable, ids: Sequence[int], read: Callable[[list[int]], Iterable[Any]]
    ) -> list[Any]:
        """The lines of ``ids`` in this order; ``read`` brings those that are not kept.

        A line has an ``id``; one that is gone is left out. ``name`` tells what else they hang on.
        """
        last, kept = self._lines
        if last != name or len(kept) + len(ids) > _MOST_LINES:
            kept = {}
        lacking = [i for i in ids if i not in kept]
        if lacking:
            kept.update((line.id, line) for line in read(lacking))
        self._lines = name, kept if len(kept) <= _MOST_LINES else {}
        return [kept[i] for i in ids if i in kept]


def _keys_of(s: Session, kind: type[Base]) -> dict[int, str]:
    table = kind.__table__.c
    rows = s.connection().execute(select(table.id, table.search_key)).all()
    return {row[0]: row[1] for row in rows}


def kept_of(store: Store, s: Session, kind: type[Base]) -> Kept:
    """What is kept of the table of ``kind``; nothing after a change of the file."""
    version = s.connection().exec_driver_sql("PRAGMA data_version").scalar_one()
    kept = store.kept.get(kind)
    if not isinstance(kept, Kept) or kept.version != version:
        kept = store.kept[kind] = Kept(version)
    return kept


def ids_found(
    store: Store,
    kind: type[Base],
    text: str,
    name: Hashable,
    conditions: Callable[[], Sequence[Any]],
    columns: Sequence[Any],
    descending: bool,
) -> list[int]:
    """The ids that meet the conditions and have every word of ``text``, by ``columns``, then id.

    ``name`` tells conditions and order from all others of this table. Do not change the list.
    """
    statement: Select[Any] | None = None
    while True:
        with store.read() as s:
            kept = kept_of(store, s, kind)
            if statement is not None or kept.knows(name):
                return kept.search(s, kind, name, kept.order(s, name, statement), text)
        # Outside of the read: a condition may ask the store itself.
        number = kind.__table__.c.id
        order = [c.desc() if descending else c.asc() for c in columns]
        statement = select(number).where(*conditions()).order_by(*order, number)
