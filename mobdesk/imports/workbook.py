"""Workbooks: cells through calamine; what it does not show, through the XML before that."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from mobdesk.errors import Problem, Refused
from mobdesk.imports.facts import BookFacts, SheetFacts
from mobdesk.imports.limits import CELLS, Archive
from mobdesk.imports.table import Book, Cell, Merge, Sheet

Step = Callable[[int, int, str], None]


def read_workbook(
    data: bytes, kind: str, archive: Archive | None, wanted: str | None, step: Step
) -> Book:
    """Read ``xlsx``, ``xls`` or ``ods``; with ``wanted`` only that sheet has rows."""
    facts = _facts(data, kind, archive, wanted)
    if archive is not None:
        data = _readable(data, kind, archive, facts)
    workbook = _open(data)
    names = workbook.sheet_names
    if wanted is not None and wanted not in names:
        raise Refused("sheet_unknown", sheet=wanted)
    sheets = []
    for index, meta in enumerate(workbook.sheets_metadata):
        step(index, len(names), "reading")
        if str(meta.typ).rpartition(".")[2] == "WorkSheet":
            skipped = wanted not in (None, meta.name)
            sheets.append(_sheet(workbook, meta, facts.of(index, meta.name), skipped))
    if not any(sheet.rows for sheet in sheets):
        raise Refused("empty_file")
    return Book(kind, tuple(sheets), date1904=facts.date1904, notes=_notes(kind, facts))


def _facts(data: bytes, kind: str, archive: Archive | None, wanted: str | None) -> BookFacts:
    if archive is None:
        from mobdesk.imports.xls_facts import xls_facts

        return xls_facts(data)
    if kind == "ods":
        from mobdesk.imports.ods_facts import ods_facts

        return ods_facts(archive, wanted)
    from mobdesk.imports.xlsx_facts import xlsx_facts

    return xlsx_facts(archive, wanted)


def _readable(data: bytes, kind: str, archive: Archive, facts: BookFacts) -> bytes:
    """The package, written anew when calamine would stumble over how it is wrapped."""
    from mobdesk.imports.package import rewritten, stumbles

    return rewritten(archive, kind) if stumbles(data, kind, archive, facts.parts) else data


def _open(data: bytes) -> Any:
    import python_calamine as calamine

    try:
        return calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    except calamine.PasswordError as error:
        raise Refused("encrypted_file") from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise Refused("damaged_file") from error


def _sheet(workbook: Any, meta: Any, facts: SheetFacts, skipped: bool) -> Sheet:
    import python_calamine as calamine

    visible = str(meta.visible).rpartition(".")[2] == "Visible"
    if skipped:
        return Sheet(meta.name, [], [], visible)
    try:
        found = workbook.get_sheet_by_name(meta.name)
        merged = facts.merged or [
            Merge(top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in found.merged_cell_ranges or ()
        ]
        rows, numbers = _rows(found, facts)
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise Refused("damaged_file") from error
    return Sheet(
        name=meta.name,
        rows=rows,
        numbers=numbers,
        visible=visible,
        hidden_rows=frozenset(facts.hidden_rows),
        hidden_columns=frozenset(facts.hidden_columns),
        merged=tuple(merged),
        blanks=facts.blanks,
    )


def _rows(sheet: Any, facts: SheetFacts) -> tuple[list[list[Cell]], list[int]]:
    """Rows from the first to the last that holds something, and their numbers."""
    rows: list[list[Cell]] = []
    first = min((row for row, _ in facts.blanks), default=0)
    if sheet.end is not None:
        (top, left), (bottom, right) = sheet.start, sheet.end
        if (bottom - top + 1) * (right - left + 1) > CELLS:
            raise Refused("over_limit", limit="cells", allowed=CELLS)
        for cells in sheet.to_python(skip_empty_area=True):
            row: list[Cell] = [None] * left
            row += map(_cell, cells)
            rows.append(row)
        earlier = max(top + 1 - first, 0) if first else 0
        first = top + 1 - earlier
        rows[:0] = [[] for _ in range(earlier)]
    for (row_number, column), code in list(facts.blanks.items()):
        if not _make_room(rows, row_number - first, column, code):
            del facts.blanks[row_number, column]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1] and not facts.blanks:
        rows.pop()
    return rows, list(range(first, first + len(rows)))


def _make_room(rows: list[list[Cell]], index: int, column: int, code: str) -> bool:
    """A cell that is empty for a reason: the row exists, and an error is no value.

    False when a formula has a value after all.
    """
    while len(rows) <= index:
        rows.append([])
    if column <= len(rows[index]) and rows[index][column - 1] is not None:
        if code == "no_cached_value":
            return False
        rows[index][column - 1] = None
    return True


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, timedelta):
        return _duration(value)
    return value  # type: ignore[no-any-return]


def _duration(value: timedelta) -> str:
    """A length of time as hours, minutes and seconds, as a spreadsheet shows it."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _notes(kind: str, facts: BookFacts) -> tuple[Problem, ...]:
    """An XLS file stores 0 for a formula that was never calculated: that is said once."""
    return (Problem("", "format_hides", {"format": kind}),) if facts.formulas else ()
