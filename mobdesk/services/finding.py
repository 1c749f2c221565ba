"""Searching as somebody types: orders, search keys and lines are kept between two keys.

What is kept belongs to one state of the file: SQLite counts the commits of others
(``PRAGMA data_version``), and everything is forgotten when that number moved. It lives in the
store and goes with it when the workspace is locked.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import compress, repeat
from operator import contains
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from mobdesk.domain.fold import fold, typed_words
from mobdesk.models.base import Base
from mobdesk.models.store import Store

_MOST_ORDERS = 4
_MOST_LINES = 1000
_BETWEEN = "\n"  # stands in no folded key
_LAST = "\uffff"


class Asked(NamedTuple):
    """Which records of a table, in which order.

    ``seen``: who asks, and all else on which the records without filters depend; ``filters`` tells
    ``conditions`` from others (they are made only where the answer is not kept).
    """

    seen: Hashable
    sort: str
    filters: Hashable
    conditions: Callable[[], Sequence[ColumnElement[bool]]]
    columns: Sequence[Any]
    # By a text of every record, where no index has it; those without one stand last. Within one
    # text as ``within`` asks.
    texts: Callable[[Session], Mapping[int, str]] | None = None
    within: Asked | None = None

    @property
    def name(self) -> Hashable:
        """What tells this order from others."""
        return self.seen, self.sort, self.filters


class Kept:
    """Of one table: the search key of every record, the orders and the lines asked for lately."""

    def __init__(self, version: int) -> None:
        self.version = version
        self._keys: dict[int, str] = {}
        self._orders: dict[Hashable, list[int]] = {}
        self._beside: tuple[Hashable, list[str]] = (None, [])  # the keys of one order
        self._last: tuple[Hashable, str, list[int], list[str]] = (None, "", [], [])
        self._lines: tuple[Hashable, dict[int, Any]] = (None, {})

    def order(self, name: Hashable) -> list[int] | None:
        """The order ``name`` where it is kept."""
        found = self._orders.pop(name, None)
        if found is not None:
            self._orders[name] = found  # the one asked last stands last
        return found

    def keep(self, name: Hashable, ids: list[int]) -> list[int]:
        """Keep an order that was read."""
        self._orders[name] = ids
        if len(self._orders) > _MOST_ORDERS:
            del self._orders[next(iter(self._orders))]
        return ids

    def search(
        self, s: Session, kind: type[Base], name: Hashable, ids: list[int], text: str
    ) -> list[int]:
        """Those of ``ids`` (the order ``name``) whose search key has every word of ``text``."""
        typed = fold(text)
        if not typed:
            return ids
        last, before, found, keys = self._last
        # Each word of the text before stands in one of the longer text: only those can match.
        if last != name or not before or not typed.startswith(before):
            found, keys = ids, self.keys(s, kind, name, ids)
        for word in typed_words(text):
            hits = list(map(contains, keys, repeat(word)))
            found, keys = list(compress(found, hits)), list(compress(keys, hits))
        self._last = name, typed, found, keys
        return found

    def keys(self, s: Session, kind: type[Base], name: Hashable, ids: list[int]) -> list[str]:
        """The search keys of ``ids`` beside them, read once."""
        if not self._keys:
            known = _keys_of(s, kind)
            # Made anew in this order: going through them in the order of the memory takes a third.
            here = _BETWEEN.join(map(known.__getitem__, ids)).split(_BETWEEN) if ids else []
            self._keys = {**known, **dict(zip(ids, here, strict=True))}
        if self._beside[0] != name:
            self._beside = name, list(map(self._keys.__getitem__, ids))
        return self._beside[1]

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
    """The search key of every record. As two long texts: a row each would take six times longer."""
    table = kind.__table__.c
    ids, keys = s.connection().execute(
        select(func.group_concat(table.id, ","), func.group_concat(table.search_key, _BETWEEN))
    ).one()  # fmt: skip
    if ids is None:
        return {}
    return dict(zip(map(int, ids.split(",")), keys.split(_BETWEEN), strict=True))


def kept_of(store: Store, s: Session, kind: type[Base]) -> Kept:
    """What is kept of the table of ``kind``; nothing after a change of the file."""
    version = s.connection().exec_driver_sql("PRAGMA data_version").scalar_one()
    kept = store.kept.get(kind)
    if not isinstance(kept, Kept) or kept.version != version:
        kept = store.kept[kind] = Kept(version)
    return kept


def ids_found(
    store: Store, kind: type[Base], asked: Asked, text: str, descending: bool
) -> list[int]:
    """The ids asked for that have every word of ``text``, by ``columns``, then id.

    ``descending`` is the same list backwards. Do not change the list.
    """
    found = _searched(store, kind, asked, text, None)
    if found is None:  # outside of the read: a condition may ask the store itself
        found = _searched(store, kind, asked, text, asked.conditions())
    assert found is not None
    return found[::-1] if descending else found


def prepare(store: Store, kind: type[Base], asked: Asked) -> None:
    """Read the search keys of an order that is shown, before the first letter is typed."""
    with store.read() as s:
        kept = kept_of(store, s, kind)
        ids = kept.order(asked.name)
        if ids is not None:
            kept.keys(s, kind, asked.name, ids)


def _searched(
    store: Store,
    kind: type[Base],
    asked: Asked,
    text: str,
    conditions: Sequence[ColumnElement[bool]] | None,
) -> list[int] | None:
    """The ids; None where they are not kept and the ``conditions`` were not given."""
    with store.read() as s:
        kept = kept_of(store, s, kind)
        ids = kept.order(asked.name)
        if ids is None and conditions is not None:
            ids = _ordered(s, kept, kind, asked, conditions)
        return None if ids is None else kept.search(s, kind, asked.name, ids, text)


def _ordered(
    s: Session,
    kept: Kept,
    kind: type[Base],
    asked: Asked,
    conditions: Sequence[ColumnElement[bool]],
) -> list[int]:
    """The ids in their order, kept from now on."""
    if asked.texts is not None and asked.within is not None:
        ids = kept.order(asked.within.name)
        if ids is None:
            ids = _ordered(s, kept, kind, asked.within, conditions)
        text = asked.texts(s)
        return kept.keep(asked.name, sorted(ids, key=lambda i: text.get(i, _LAST)))
    whole = kept.order(asked._replace(filters=()).name)
    return kept.keep(asked.name, _read(s, kind, asked, conditions, whole))


def _read(
    s: Session,
    kind: type[Base],
    asked: Asked,
    conditions: Sequence[ColumnElement[bool]],
    whole: list[int] | None,
) -> list[int]:
    number = kind.__table__.c.id
    wanted: Select[Any] = select(number).where(*conditions)
    if whole is None:
        ordered = wanted.order_by(*(c.asc() for c in asked.columns), number)
        return list(s.connection().execute(ordered).scalars().all())
    # The order is known: finding the records without it is a third of the work.
    some = set(s.connection().execute(wanted).scalars().all())
    return [i for i in whole if i in some]
