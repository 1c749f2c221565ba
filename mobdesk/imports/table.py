"""What a foreign file holds once it is read: a book of sheets of plain cells.

Nothing is interpreted here: a number stays a number, a text a text. What a column means, and
whether a bare number is a date, is for the mapping.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from mobdesk.errors import Problem

Cell = None | str | int | float | bool | date | datetime | time
"""An empty cell is ``None``. A number that the file formats as a date is a ``date``, a
``datetime`` or a ``time``; a number without such a format stays ``int`` or ``float``."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A block of merged cells: 1-based sheet rows and columns, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, or the one table of a text file.

    ``rows`` are as wide as the file wrote them (not padded); ``numbers[i]`` is the row number of
    ``rows[i]`` as a person counts: the line on which the record starts (CSV), or the sheet row.
    Blank rows at the end are left out. Keys of ``hidden_rows``, ``hidden_columns``, ``merged`` and
    ``blanks`` use the same numbers; columns count from 1.
    """

    name: str
    rows: list[list[Cell]]
    numbers: list[int]
    visible: bool = True
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Merge, ...] = ()
    blanks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """(row number, column) -> why the cell is empty: ``no_cached_value`` or ``excel_error``."""

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)

    def filled(self) -> Iterator[tuple[int, list[Cell]]]:
        """Row number and cells, every merged block filled with the value of its first cell."""
        anchors = {(m.first_row, m.first_column): m for m in self.merged}
        if not anchors:
            yield from zip(self.numbers, self.rows, strict=True)
            return
        active: list[tuple[Merge, Cell]] = []
        starts: dict[int, list[Merge]] = {}
        for merge in anchors.values():
            starts.setdefault(merge.first_row, []).append(merge)
        for number, row in zip(self.numbers, self.rows, strict=True):
            for merge in starts.get(number, ()):
                column = merge.first_column - 1
                active.append((merge, row[column] if column < len(row) else None))
            active = [(merge, cell) for merge, cell in active if merge.last_row >= number]
            yield number, _spread(row, active)


def _spread(row: list[Cell], active: list[tuple[Merge, Cell]]) -> list[Cell]:
    if not active:
        return row
    # A merge can name every column of a sheet: no wider than what it covers in real cells.
    spread = list(row)
    for merge, cell in active:
        if cell is None:
            continue
        if merge.last_column - merge.first_column < 200:
            spread += [None] * (merge.last_column - len(spread))
        for index in range(merge.first_column - 1, min(merge.last_column, len(spread))):
            spread[index] = cell
    return spread


@dataclass(frozen=True, slots=True)
class Book:
    """A file that was read. ``encoding`` and ``separator`` are of text files only."""

    format: str
    """``csv`` (any text table), ``xlsx``, ``xls`` or ``ods``."""
    sheets: tuple[Sheet, ...]
    encoding: str | None = None
    separator: str | None = None
    date1904: bool = False
    """Bare serial numbers count from 1904-01-01 (real dates are right already)."""
    notes: tuple[Problem, ...] = ()
    """Said once per file, with ``field`` empty: ``guessed_encoding``, ``format_hides`` …"""

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
