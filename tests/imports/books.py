"""Small books, as the reader would give them."""

from __future__ import annotations

from mobdesk.imports.checking import check_book
from mobdesk.imports.mapping import Choices
from mobdesk.imports.result import CheckedFile, CheckedRow
from mobdesk.imports.table import Book, Cell, Merge, Sheet


def sheet(*rows: list[Cell], name: str = "List", **facts) -> Sheet:
    return Sheet(name, [list(row) for row in rows], list(range(1, len(rows) + 1)), **facts)


def book(*rows: list[Cell], form: str = "xlsx", date1904: bool = False, **facts) -> Book:
    return Book(form, (sheet(*rows, **facts),), date1904=date1904)


def check(*rows: list[Cell], merged: tuple[Merge, ...] = (), **choices) -> CheckedFile:
    return check_book(book(*rows, merged=merged), Choices(**choices))


def codes(row: CheckedRow, field: str | None = None) -> list[str]:
    return [p.code for p in row.problems if field is None or p.field == field]


def column(file: CheckedFile, field: str) -> list[str | None]:
    return [file.values_of(row)[field] for row in file.rows]
