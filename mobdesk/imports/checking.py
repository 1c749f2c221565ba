"""Check a foreign list: read it apart, find its table, turn cells into values, name problems.

A row is refused only when there is nothing to make a record of: no value at all
(``nothing_usable``), no name where people are made (``no_name``), no organisation where
organisations are made (``no_organisation``). Everything else that is wrong, impossible dates
included, empties or flags its own field, and the row goes in.
"""

from __future__ import annotations

import gc
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from typing import Any

from mobdesk.domain.progress import Progress
from mobdesk.imports import child, transfer
from mobdesk.imports.duplicates import find_in_file
from mobdesk.imports.headers import FIELDS, FULL_NAME, meanings, normal
from mobdesk.imports.mapping import Choices, Column, Table, find_table
from mobdesk.imports.reading import ReadChoices, read
from mobdesk.imports.result import (
    REFUSING,
    CheckedFile,
    Duplicate,
    Packed,
    Preview,
    RowProblem,
    SheetInfo,
    Skipped,
    Source,
)
from mobdesk.imports.table import Book, Cell, Sheet
from mobdesk.imports.totals import find_skipped
from mobdesk.imports.values import Context, Converted, converter, split_name

_BLOCK = 200
_PREVIEW_ROWS, _PREVIEW_COLUMNS, _PREVIEW_TEXT, _SAMPLES = 15, 40, 120, 3

child.register("check", "mobdesk.imports.checking:check_task")


def check_file(
    path: Path | str,
    choices: Choices | None = None,
    known: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> CheckedFile:
    """Read, map and check a file in a child process.

    ``known``: ``duplicates.identity_keys`` of the people of the workspace -> their uid; it never
    goes to the child. Raises ``Refused`` with a code of ``reading.read``, ``child.run`` or
    ``mapping.find_table``; a table without a column that makes records comes back with
    ``refusal`` set.
    """
    receiver = transfer.Receiver()
    arguments = {"path": str(Path(path).absolute()), "choices": asdict(choices or Choices())}
    child.run("check", arguments, progress=progress, batch=receiver.take)
    return receiver.result().with_known(known or {})


def check_task(
    arguments: Any, progress: Callable[[int, int, str], None], emit: Callable[[Any], None]
) -> None:
    """The task ``check`` of the child process."""
    gc.disable()  # the process ends with this task; looking for cycles takes a third of its time
    choices = Choices(**arguments["choices"])
    wanted = ReadChoices(choices.encoding, choices.separator, choices.sheet)
    book = read(arguments["path"], wanted, progress)
    file, packed = check_packed(book, choices)
    transfer.send(file, packed, emit)


def check_book(book: Book, choices: Choices | None = None) -> CheckedFile:
    """Map and check a book that was read already."""
    file, packed = check_packed(book, choices or Choices())
    return replace(file, rows=packed)


def check_packed(book: Book, choices: Choices) -> tuple[CheckedFile, Packed]:
    """The checked file without its rows, and the rows by column."""
    table = find_table(book, choices)
    rows, numbers, skipped = _records(table)
    listed = len(rows)
    if table.refusal:
        rows, numbers = [], []
    check = _Check(table, rows, numbers, choices, book.date1904, book.format == "csv")
    packed = check.packed()
    file = CheckedFile(
        source=Source(
            book.format,
            book.encoding,
            book.separator,
            table.sheet.name if book.format != "csv" else None,
            table.header_row,
            table.other_sheets,
        ),
        columns=table.columns,
        fields=tuple(check.fields),
        rows=Packed([], [], [], [], []),
        skipped=skipped,
        notes=book.notes,
        ambiguous=tuple(check.ambiguous),
        languages=table.languages,
        preview=_preview(book, table),
        listed=listed,
        refusal=table.refusal,
    )
    return file, packed


def _records(table: Table) -> tuple[list[list[Cell]], list[int], tuple[Skipped, ...]]:
    """The rows below the header that are records, and those that are not."""
    sheet, first = table.sheet, table.header_position + 1
    rows, numbers = sheet.rows[first:], sheet.numbers[first:]
    if sheet.merged:
        rows = [row for _, row in islice(sheet.filled(), first, None)]
    filled = [len(row) - row.count(None) for row in rows]
    if 0 in filled:
        formulas = {row for row, _ in sheet.blanks}
        full = [i for i, count in enumerate(filled) if count or numbers[i] in formulas]
        rows, numbers = [rows[i] for i in full], [numbers[i] for i in full]
        filled = [filled[i] for i in full]
    header = sheet.rows[table.header_position]
    found = find_skipped(rows, numbers, table.columns, header, sheet.blanks, filled)
    if found:
        skipped = tuple(Skipped(numbers[index], found[index]) for index in sorted(found))
        kept = [index for index in range(len(rows)) if index not in found]
        return [rows[i] for i in kept], [numbers[i] for i in kept], skipped
    return rows, list(numbers), ()


class _Check:
    """One pass over the columns of one table; ``plain``: every cell is a text."""

    def __init__(
        self,
        table: Table,
        rows: list[list[Cell]],
        numbers: list[int],
        choices: Choices,
        date1904: bool,
        plain: bool,
    ) -> None:
        self._table = table
        self._rows = rows
        self._numbers = numbers
        self._choices = choices
        self._date1904 = date1904
        self._values: dict[str, list[str | None]] = {}
        self._places: dict[str, Sequence[int]] = {}
        self._columns: dict[str, Column] = {}
        self._problem_columns: list[tuple[list[tuple[RowProblem, ...]], list[int]]] = []
        self._more: dict[int, list[RowProblem]] = {}
        self.ambiguous: list[str] = []
        used = [column for column in table.columns if column.field]
        numbered = _numbered(rows, used, plain)
        for column, (cells, places) in zip(used, numbered, strict=True):
            if column.field == FULL_NAME:
                self._take_names(column, cells, places)
            elif column.field:
                self._take(column, column.field, cells, places)
        self.fields = [name for name in FIELDS if name in self._values]

    # ---- by column

    def _context(self, column: Column) -> Context:
        dates: Any = self._choices.dates
        return Context(column.header, self._table.languages, dates, self._date1904)

    def _take(self, column: Column, name: str, cells: list[Cell], places: Sequence[int]) -> None:
        converted = list(map(converter(name, cells, self._context(column)), cells))
        self._keep(column, name, converted, places)
        if any(code == "ambiguous_date" for found in converted for code, _ in found.problems):
            self.ambiguous.append(column.header)

    def _take_names(self, column: Column, cells: list[Cell], places: Sequence[int]) -> None:
        last_first = _last_name_first(column.header, self._table.languages)
        first: list[Converted] = []
        last: list[Converted] = []
        for found in map(converter(FULL_NAME, cells, self._context(column)), cells):
            if found.value is None:
                first.append(Converted(None))
                last.append(found)
                continue
            first_name, last_name, code = split_name(found.value, last_first)
            first.append(Converted(first_name))
            problems = (*found.problems, (code, {"text": found.value}))
            last.append(Converted(last_name, problems))
        self._keep(column, "first_name", first, places)
        self._keep(column, "last_name", last, places)

    def _keep(
        self, column: Column, name: str, converted: list[Converted], places: Sequence[int]
    ) -> None:
        """Keep the values of the different cells, and number their different problems."""
        self._values[name] = [found.value for found in converted]
        self._places[name] = places
        self._columns[name] = column
        numbers: dict[str, int] = {"()": 0}
        sets: list[tuple[RowProblem, ...]] = [()]
        number_of = [0] * len(converted)
        for place, found in enumerate(converted):
            if not found.problems:
                continue
            key = repr(found.problems)
            if key not in numbers:
                numbers[key] = len(sets)
                made = (RowProblem(name, column.header, code, v) for code, v in found.problems)
                sets.append(tuple(made))
            number_of[place] = numbers[key]
        if len(sets) > 1:
            self._problem_columns.append((sets, list(map(number_of.__getitem__, places))))

    # ---- by row

    def packed(self) -> Packed:
        """All rows, with the problems that need more than one cell."""
        self._look_at_rows()
        self._look_at_sheet()
        problem_sets, problems = self._combined()
        refused = frozenset(
            number
            for number, found in enumerate(problem_sets)
            if any(problem.code in REFUSING for problem in found)
        )
        return Packed(
            numbers=self._numbers,
            values=[self._values[name] for name in self.fields],
            places=[self._places[name] for name in self.fields],
            problem_sets=problem_sets,
            problems=problems,
            refused=refused,
            duplicates=self._duplicates(),
        )

    def _combined(self) -> tuple[list[tuple[RowProblem, ...]], Sequence[int]]:
        """One list of different problem sets, and its number for each row."""
        sets: list[tuple[RowProblem, ...]] = [()]
        numbers = array("I", bytes(4 * len(self._numbers)))
        if self._problem_columns:
            lists = [problems for problems, _ in self._problem_columns]
            seen: dict[tuple[int, ...], int] = {(0,) * len(lists): 0}
            for row, key in enumerate(
                zip(*(where for _, where in self._problem_columns), strict=True)
            ):
                number = seen.get(key)
                if number is None:
                    number = seen[key] = len(sets)
                    sets.append(tuple(p for i, n in enumerate(key) for p in lists[i][n]))
                numbers[row] = number
        for row, more in self._more.items():
            sets.append((*sets[numbers[row]], *more))
            numbers[row] = len(sets) - 1
        return sets, numbers

    def _column_values(self, name: str) -> list[str | None]:
        if name not in self._values:
            return [None] * len(self._numbers)
        return list(map(self._values[name].__getitem__, self._places[name]))

    def _add(self, row: int, name: str, code: str, **values: Any) -> None:
        column = self._columns[name].header if name in self._columns else ""
        self._more.setdefault(row, []).append(RowProblem(name, column, code, values))

    def _look_at_rows(self) -> None:
        # Mostly one column is always filled: then no row can be empty.
        if self._values and all(None in values for values in self._values.values()):
            columns = map(self._column_values, self._values)
            for row, values in enumerate(zip(*columns, strict=True)):
                if values.count(None) == len(values):
                    self._add(row, "", "nothing_usable")
        kind = self._choices.kind
        if kind == "people":
            self._need(("first_name", "last_name"), "no_name")
        if kind == "organisations":
            self._need(("sending_organisation", "hosting_organisation"), "no_organisation")
        self._look_at_names()
        self._look_at_dates()

    def _need(self, names: tuple[str, str], code: str) -> None:
        one, other = (self._column_values(name) for name in names)
        for row, (a, b) in enumerate(zip(one, other, strict=True)):
            if not a and not b and not self._is_empty(row):
                self._add(row, "", code)

    def _is_empty(self, row: int) -> bool:
        return any(problem.code == "nothing_usable" for problem in self._more.get(row, ()))

    def _look_at_names(self) -> None:
        if not {"first_name", "last_name"} & self._values.keys():
            return
        first, last = self._column_values("first_name"), self._column_values("last_name")
        counts = self._column_values("participants")
        for row, (a, b, count) in enumerate(zip(first, last, counts, strict=True)):
            if bool(a) != bool(b):
                self._add(row, "last_name" if a else "first_name", "name_incomplete")
            if count and int(count) > 1 and (a or b):
                self._add(row, "participants", "name_in_group")

    def _look_at_dates(self) -> None:
        self._compare("start", "end", "end_before_start", lambda start, end: end < start)
        self._compare("birth_date", "start", "born_after_start", lambda born, start: start <= born)

    def _compare(self, one: str, other: str, code: str, wrong: Callable[[str, str], bool]) -> None:
        """Compare two dates of each row as exactly as the less exact of them is known."""
        if one not in self._values or other not in self._values:
            return
        pairs = list(zip(self._places[one], self._places[other], strict=True))
        bad = set()
        for pair in set(pairs):
            a, b = self._values[one][pair[0]], self._values[other][pair[1]]
            if a and b and wrong(a[: len(b)], b[: len(a)]):
                bad.add(pair)
        if bad:
            for row, pair in enumerate(pairs):
                if pair in bad:
                    self._add(row, "birth_date" if one == "birth_date" else other, code)

    def _duplicates(self) -> dict[int, Duplicate]:
        if not {"first_name", "last_name"} & self._values.keys():
            return {}
        names = ("first_name", "last_name", "birth_date", "email")
        people = zip(*map(self._column_values, names), strict=True)
        stay = ("start", "project_code", "hosting_organisation", "hosting_city", "hosting_country")
        stays = zip(*map(self._column_values, stay), strict=True)
        return {
            self._numbers[row]: Duplicate(self._numbers[first.position], None, first.same_stay)
            for row, first in find_in_file(people, stays).items()
        }

    def _look_at_sheet(self) -> None:
        """What only the sheet knows: hidden rows, merged cells, formulas without a value."""
        sheet = self._table.sheet
        if not (sheet.hidden_rows or sheet.merged or sheet.blanks) or not self._numbers:
            return
        row_of = {number: row for row, number in enumerate(self._numbers)}
        by_place = {column.place: column for column in self._table.columns}
        for number in sorted(sheet.hidden_rows & row_of.keys()):
            self._add(row_of[number], "", "hidden_row")
        self._look_at_merges(sheet, by_place)
        for (number, place), code in sorted(sheet.blanks.items()):
            column = by_place.get(place - 1)
            if number in row_of and column is not None:
                problem = RowProblem(column.field or "", column.header, code)
                self._more.setdefault(row_of[number], []).append(problem)

    def _look_at_merges(self, sheet: Sheet, by_place: Mapping[int, Column]) -> None:
        for merge in sheet.merged:
            first = bisect_left(self._numbers, merge.first_row)
            last = bisect_right(self._numbers, merge.last_row)
            for row in range(first, last):
                for place in range(merge.first_column - 1, merge.last_column):
                    if place >= len(self._rows[row]):
                        break
                    column = by_place.get(place)
                    anchor = (self._numbers[row], place + 1) == (
                        merge.first_row,
                        merge.first_column,
                    )
                    if (
                        column
                        and column.field
                        and not anchor
                        and self._rows[row][place] is not None
                    ):
                        problem = RowProblem(column.field, column.header, "merged_value")
                        self._more.setdefault(row, []).append(problem)


class _Numbering(dict[Cell, int]):
    """Numbers keys in the order in which they are first asked for."""

    def __missing__(self, key: Cell) -> int:
        number = self[key] = len(self)
        return number


def _numbered(
    rows: Sequence[Sequence[Cell]], columns: Sequence[Column], plain: bool
) -> list[tuple[list[Cell], Sequence[int]]]:
    """For each column its different cells, and for each row the number of its cell.

    Every cell is looked at once, some rows at a time: they are then still in the processor's
    cache, which makes this twice as fast as one column after the other.
    """
    numberings = [_Numbering() for _ in columns]
    numbers: list[list[int]] = [[] for _ in columns]
    width = max((column.place for column in columns), default=-1) + 1
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        if min(map(len, block)) < width:
            block = [[*row, *[None] * (width - len(row))] for row in block]
        across = list(zip(*block, strict=False))
        for column, numbering, places in zip(columns, numberings, numbers, strict=True):
            cells = across[column.place]
            if not plain and bool in map(type, cells):
                # True is 1 for a dictionary.
                cells = tuple(("no", "yes")[c] if isinstance(c, bool) else c for c in cells)
            places.extend(map(numbering.__getitem__, cells))
    return [(list(n), p) for n, p in zip(numberings, numbers, strict=True)]


def _last_name_first(header: str, languages: Sequence[str]) -> bool:
    """The order in which the header names the two halves; Hungarian puts the last name first."""
    tokens = normal(header).split()
    for length in (2, 1):
        for meaning in meanings(" ".join(tokens[:length])) if len(tokens) > length else ():
            if meaning.field in ("first_name", "last_name"):
                return meaning.field == "last_name"
    return languages[:1] == ("hu",)


def _preview(book: Book, table: Table) -> Preview:
    sheet = table.sheet
    lines = tuple(
        (number, tuple(_shown(cell) for cell in row[:_PREVIEW_COLUMNS]))
        for number, row in zip(
            sheet.numbers[:_PREVIEW_ROWS], sheet.rows[:_PREVIEW_ROWS], strict=True
        )
    )
    below = sheet.rows[table.header_position + 1 : table.header_position + 101]
    samples = []
    for column in table.columns:
        cells = (row[column.place] for row in below if column.place < len(row))
        different = dict.fromkeys(_shown(cell) for cell in cells if cell is not None)
        samples.append(tuple(different)[:_SAMPLES])
    return Preview(
        sheets=tuple(SheetInfo(s.name, s.visible, len(s.rows)) for s in book.sheets),
        lines=lines,
        candidates=table.candidates,
        samples=tuple(samples),
    )


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)[:_PREVIEW_TEXT]
