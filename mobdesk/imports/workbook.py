"""Workbooks: XLSX, XLS and ODS through calamine, and through their XML what it does not show."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from mobdesk.errors import Refused
from mobdesk.imports.limits import CELLS, Archive
from mobdesk.imports.table import Book, Cell, Merge, Sheet

Step = Callable[[int, int, str], None]


def read_workbook(
    data: bytes, kind: str, archive: Archive | None, wanted: str | None, step: Step
) -> Book:
    """Read ``xlsx``, ``xls`` or ``ods``; with ``wanted`` only that sheet has rows."""
    import python_calamine as calamine

    try:
        workbook = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    except calamine.PasswordError as error:
        raise Refused("encrypted_file") from error
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise Refused("damaged_file") from error
    sheets = []
    names = workbook.sheet_names
    if wanted is not None and wanted not in names:
        raise Refused("sheet_unknown", sheet=wanted)
    for index, meta in enumerate(workbook.sheets_metadata):
        step(index, len(names), "reading")
        if str(meta.typ).endswith("ChartSheet"):
            continue
        visible = str(meta.visible).endswith(".Visible")
        if wanted is not None and meta.name != wanted:
            sheets.append(Sheet(meta.name, [], [], visible))
            continue
        try:
            sheet = workbook.get_sheet_by_name(meta.name)
        except (calamine.CalamineError, ValueError, OSError) as error:
            raise Refused("damaged_file") from error
        rows, numbers = _rows(sheet)
        merged = tuple(
            Merge(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in (sheet.merged_cell_ranges or [])
        )
        sheets.append(Sheet(meta.name, rows, numbers, visible, merged=merged))
    if not any(sheet.rows for sheet in sheets):
        raise Refused("empty_file")
    return Book(kind, tuple(sheets))


def _rows(sheet: Any) -> tuple[list[list[Cell]], list[int]]:
    if sheet.end is None:
        return [], []
    (top, left), (bottom, right) = sheet.start, sheet.end
    if (bottom - top + 1) * (right - left + 1) > CELLS:
        raise Refused("over_limit", limit="cells", allowed=CELLS)
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    for number, cells in enumerate(sheet.to_python(skip_empty_area=True), start=top + 1):
        row: list[Cell] = [None] * left
        row += [_cell(value) for value in cells]
        while row and row[-1] is None:
            row.pop()
        rows.append(row)
        numbers.append(number)
    while rows and not rows[-1]:
        rows.pop()
        numbers.pop()
    return rows, numbers


def _cell(value: Any) -> Cell:
    if value == "":
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, timedelta):
        return value.total_seconds() / 86_400
    return value  # type: ignore[no-any-return]
