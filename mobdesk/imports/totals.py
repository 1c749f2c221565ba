"""Rows that are no records: totals at the end of a list, headers repeated on each page.

A totals row is known by where it stands and by what it holds, not by one word: it names no
person and no project, most of its cells are empty, and it either says so in one of 17 languages
with a number beside it or at the end of the list, or holds the sum of the column above it, or
nothing but formulas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mobdesk.domain import money
from mobdesk.imports.headers import words
from mobdesk.imports.mapping import Column, folded, is_header_row
from mobdesk.imports.table import Cell

_TAIL = 6
"""A totals row without a word stands among the last rows of the list."""
_IDENTITY = frozenset(
    {"first_name", "last_name", "full_name", "birth_date", "email", "person_code"}
)
_RECORD = frozenset(
    {"project_code", "start", "end", "hosting_organisation", "sending_organisation"}
)


def find_skipped(
    rows: Sequence[Sequence[Cell]],
    numbers: Sequence[int],
    columns: Sequence[Column],
    header: Sequence[Cell],
    blanks: Mapping[tuple[int, int], str],
    filled: Sequence[int],
) -> dict[int, str]:
    """Index of each row that is no record -> ``totals_row`` or ``repeated_header``.

    ``header`` are the cells of the header row, ``blanks`` the cells without a value, ``filled``
    the number of filled cells of each row.
    """
    if not rows:
        return {}
    formulas = {row for row, _ in blanks}
    tail = _tail(rows, numbers, formulas)
    found = {
        index: "totals_row"
        for index in sorted({*_worded(rows, filled), *tail})
        if _is_totals(index, rows, numbers[index] in formulas, columns, index in tail)
    }
    for index in _like_header(rows, columns, header):
        found[index] = "repeated_header"
    return found


def _filled(row: Sequence[Cell]) -> list[int]:
    return [i for i, cell in enumerate(row) if cell is not None and cell != ""]


def _tail(rows: Sequence[Sequence[Cell]], numbers: Sequence[int], formulas: set[int]) -> list[int]:
    """The last rows that are not empty."""
    found = []
    for index in range(len(rows) - 1, -1, -1):
        if _filled(rows[index]) or numbers[index] in formulas:
            found.append(index)
            if len(found) == _TAIL:
                break
    return found


def _total_word(cell: Cell) -> bool:
    text = folded(cell).strip(" :=.-")
    return text in words().totals or (":" in text and text.partition(":")[0] in words().totals)


def _worded(rows: Sequence[Sequence[Cell]], filled: Sequence[int]) -> list[int]:
    """Rows that are mostly empty and have a word for "total"."""
    most = _few(filled[0])
    return [
        index
        for index, count in enumerate(filled)
        if count <= most and any(map(_total_word, rows[index]))
    ]


def _like_header(
    rows: Sequence[Sequence[Cell]], columns: Sequence[Column], header: Sequence[Cell]
) -> list[int]:
    """The first known header again, and then most of the others too."""
    place = next((column.place for column in columns if column.field), None)
    if place is None or place >= len(header) or header[place] is None:
        return []
    word = header[place]
    return [
        index
        for index, row in enumerate(rows)
        if place < len(row) and row[place] == word and is_header_row(row, columns)
    ]


def _few(usual: int) -> int:
    """How many cells a row of mostly empty cells may have."""
    return max(usual // 2, min(usual - 1, 2))


def _is_totals(
    index: int,
    rows: Sequence[Sequence[Cell]],
    formulas: bool,
    columns: Sequence[Column],
    at_end: bool,
) -> bool:
    row = rows[index]
    filled = _filled(row)
    worded = [place for place in filled if _total_word(row[place])]
    fields = {column.place: column.field for column in columns}
    named = [p for p in filled if p not in worded and _says_who(row[p], fields.get(p))]
    if named:
        return False
    numbers = [place for place in filled if _cents(row[place]) is not None]
    if index and len(filled) > _few(len(_filled(rows[0]))):
        return bool(worded) and at_end and any(_is_sum(place, index, rows) for place in numbers)
    if worded:
        return at_end or bool(numbers) or formulas
    if not at_end or not index:
        return False
    if not filled:
        return formulas
    if len(filled) > len(numbers) + 1 or not numbers:
        return False
    return any(_is_sum(place, index, rows) for place in numbers)


def _says_who(cell: Cell, field: str | None) -> bool:
    """A cell that belongs to a record: a person or a project, not a sum or a count."""
    if field not in _IDENTITY and field not in _RECORD:
        return False
    return field not in ("first_name", "last_name", "full_name") or _cents(cell) is None


def _cents(cell: Cell) -> int | None:
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, (int, float)):
        return money.from_number(cell)
    return money.parse_amount(cell).cents if isinstance(cell, str) else None


def _is_sum(place: int, index: int, rows: Sequence[Sequence[Cell]]) -> bool:
    above = [_cents(row[place]) for row in rows[:index] if place < len(row)]
    amounts = [cents for cents in above if cents is not None]
    return len(amounts) >= 2 and sum(amounts) == _cents(rows[index][place])
