"""A template or a list exported from the Beneficiary Module: its columns, rows, lists and forms.

``read_apart`` is what the program calls: the file is read in a child process. Nothing is decided
here about what may be written; that is for the service.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mobdesk.domain import bm, bm_forms
from mobdesk.domain.progress import Progress
from mobdesk.errors import Refused
from mobdesk.imports import child
from mobdesk.imports.bm_facts import SheetFacts, sheet_facts
from mobdesk.imports.limits import Archive
from mobdesk.imports.reading import ReadChoices, cell_from_json, cell_to_json, read
from mobdesk.imports.table import Book, Cell, Sheet

TASK = "bm_template"
_HEADER_WITHIN = 20
Step = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Template:
    """One table of a BM file. Rows and columns count from 1, as a person counts.

    ``rows``: row number -> cells, of the rows below headers and hints that hold something.
    ``lists``: column -> what its data validation allows. ``date_cells``: columns whose cells are
    formatted as dates. ``formulas``: cells that compute themselves. ``next_row``: where new rows
    begin. ``part``: the sheet inside the package; empty for CSV.
    """

    format: str
    sheet: str
    part: str
    header_row: int
    hint_row: int | None
    headers: tuple[str, ...]
    hints: tuple[str, ...]
    rows: Mapping[int, tuple[Cell, ...]]
    lists: Mapping[int, tuple[str, ...]]
    date_cells: frozenset[int]
    formulas: frozenset[tuple[int, int]]
    next_row: int
    encoding: str | None = None
    separator: str | None = None
    date1904: bool = False

    @property
    def fields(self) -> list[str | None]:
        """The field of each column."""
        return bm.recognise(self.headers)

    def column(self, number: int) -> list[Cell]:
        """The cells of a column, counted from 1, over all rows."""
        return [cells[number - 1] for cells in self.rows.values() if number <= len(cells)]


def read_apart(path: Path, progress: Progress | None = None) -> Template:
    """Read a BM file in a child process.

    Raises ``Refused`` with the codes of ``imports.reading``, ``bm_format`` for another format
    than XLSX and CSV, ``no_known_columns``.
    """
    child.register(TASK, "mobdesk.imports.bm_template:task")
    answer = child.run(TASK, {"path": str(path.absolute())}, progress=progress)
    try:
        return _from_json(answer)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused("reader_died") from error


def task(arguments: Any, progress: Step, emit: Callable[[Any], None]) -> Any:
    """The task of the child process."""
    return _to_json(read_template(Path(arguments["path"]), progress))


def read_template(path: Path, step: Step | None = None) -> Template:
    """Read a BM file; in the child process only."""
    book = read(path, ReadChoices(), step)
    if book.format not in ("xlsx", "csv"):
        raise Refused("bm_format", format=book.format)
    sheet, header = _table(book)
    index = sheet.numbers.index(header)
    headers = _texts(sheet.rows[index])
    hint = _hint_row(sheet, index, headers)
    rows = {
        number: tuple(cells)
        for number, cells in zip(sheet.numbers, sheet.rows, strict=True)
        if number > (hint or header) and any(cell not in (None, "") for cell in cells)
    }
    hints = _texts(sheet.rows[sheet.numbers.index(hint)]) if hint is not None else ()
    facts = SheetFacts("", {}, frozenset(), frozenset())
    if book.format == "xlsx":
        facts = sheet_facts(Archive(path.read_bytes()), book, sheet.name, hint or header)
        rows = {n: cells for n, cells in rows.items() if _holds(n, cells, facts.formulas)}
    return Template(
        book.format, sheet.name, facts.part, header, hint, headers, hints, rows,
        facts.lists, facts.date_cells, facts.formulas,
        max([hint or header, *rows]) + 1, book.encoding, book.separator, book.date1904,
    )  # fmt: skip


def _holds(number: int, cells: tuple[Cell, ...], formulas: frozenset[tuple[int, int]]) -> bool:
    """Whether a row holds more than formulas that were copied down."""
    return any(
        cell not in (None, "") and (number, column) not in formulas
        for column, cell in enumerate(cells, 1)
    )


def _texts(row: list[Cell]) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell).strip() for cell in row)


def _table(book: Book) -> tuple[Sheet, int]:
    """The sheet with most known columns, a visible one first, and the row of its headers."""
    best: tuple[bool, int, Sheet, int] | None = None
    for sheet in book.sheets:
        for number, row in list(zip(sheet.numbers, sheet.rows, strict=True))[:_HEADER_WITHIN]:
            texts = _texts(row)
            if not bm.is_header(texts):
                continue
            known = sum(field is not None for field in bm.recognise(texts))
            if best is None or (sheet.visible, known) > best[:2]:
                best = (sheet.visible, known, sheet, number)
    if best is None:
        raise Refused("no_known_columns")
    return best[2], best[3]


def _hint_row(sheet: Sheet, index: int, headers: tuple[str, ...]) -> int | None:
    """The row below the headers when it explains them; a blank one only before more rows."""
    if index + 1 >= len(sheet.rows):
        return None
    texts = _texts(sheet.rows[index + 1])
    if not bm.is_hint(texts):
        return None
    cells = zip(bm.recognise(headers), sheet.rows[index + 1], strict=False)
    if any(_is_value(field, cell) for field, cell in cells):
        return None
    return sheet.numbers[index + 1]


def _is_value(field: str | None, cell: Cell) -> bool:
    """Whether a cell can only be somebody's value, and no explanation."""
    if field is None or cell in (None, ""):
        return False
    kind = bm.fields()[field].kind
    if kind == "date":
        return bm_forms.any_date(cell) is not None
    if kind == "email":
        return "@" in str(cell)
    return field in ("mobility_id", "participant_id") and not bm.is_hint([str(cell)])


# ---- as JSON -------------------------------------------------------------------------------------


def _to_json(found: Template) -> Any:
    return {
        "format": found.format,
        "sheet": found.sheet,
        "part": found.part,
        "header_row": found.header_row,
        "hint_row": found.hint_row,
        "headers": list(found.headers),
        "hints": list(found.hints),
        "rows": [[n, [cell_to_json(cell) for cell in cells]] for n, cells in found.rows.items()],
        "lists": [[column, list(texts)] for column, texts in found.lists.items()],
        "date_cells": sorted(found.date_cells),
        "formulas": sorted(map(list, found.formulas)),
        "next_row": found.next_row,
        "encoding": found.encoding,
        "separator": found.separator,
        "date1904": found.date1904,
    }


def _from_json(value: Any) -> Template:
    return Template(
        format=str(value["format"]),
        sheet=str(value["sheet"]),
        part=str(value["part"]),
        header_row=int(value["header_row"]),
        hint_row=None if value["hint_row"] is None else int(value["hint_row"]),
        headers=tuple(map(str, value["headers"])),
        hints=tuple(map(str, value["hints"])),
        rows={int(n): tuple(map(cell_from_json, cells)) for n, cells in value["rows"]},
        lists={int(column): tuple(map(str, texts)) for column, texts in value["lists"]},
        date_cells=frozenset(map(int, value["date_cells"])),
        formulas=frozenset((int(row), int(column)) for row, column in value["formulas"]),
        next_row=int(value["next_row"]),
        encoding=value["encoding"],
        separator=value["separator"],
        date1904=bool(value["date1904"]),
    )
