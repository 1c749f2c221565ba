"""What a table of workbook and CSV is made of.

Values are text, whole numbers, ``Decimal`` (money), dates, or None for what is not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from mobdesk.exports.wording import Words

Value = str | int | Decimal | date | None
Rows = Callable[[], Iterator[tuple[Value, ...]]]


class Field(NamedTuple):
    """One column: its code (also the header in CSV), and its width in characters."""

    code: str
    width: int


class Table(NamedTuple):
    """A table; ``rows`` makes them anew each time, one by one."""

    name: str
    fields: tuple[Field, ...]
    rows: Rows


def table(
    name: str, fields: str, rows: Sequence[Any], cells: Callable[[Any], tuple[Value, ...]]
) -> Table:
    """A table of ``rows``, each made into ``cells``; ``fields`` as ``code:width`` pairs."""
    return Table(name, as_fields(fields), lambda: map(cells, rows))


def money(cents: int | None) -> Decimal | None:
    """Cents as an exact amount with two decimals."""
    return None if cents is None else Decimal(cents).scaleb(-2)


def as_fields(text: str) -> tuple[Field, ...]:
    """Fields from ``code:width`` pairs."""
    return tuple(Field(code, int(width)) for code, width in (p.split(":") for p in text.split()))


def named(words: Words, group: str, value: str) -> str | None:
    """The name of a value, None of none."""
    return words.name(group, value) if value else None
