"""Other ways to read the same files, to compare with: openpyxl, and XML by hand."""

from __future__ import annotations

import csv
import io
import math
import posixpath
import re
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from mobdesk.imports.table import Book, Sheet

Cells = dict[tuple[int, int], Any]
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - spreadsheets know no zones


def plain(value: Any) -> Any:
    """A cell as all readers can agree on it: numbers, midnights and line ends in one way.

    Space at the edges is dropped: XML that does not say ``xml:space="preserve"`` has none.
    """
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return float(f"{value:.12g}")
    if isinstance(value, int):
        return float(value)
    if isinstance(value, datetime):
        value = (value.replace(tzinfo=None) + timedelta(microseconds=500_000)).replace(
            microsecond=0
        )
        return value.date() if value.time() == time() else value
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}:{value.second:02}"
    if isinstance(value, str):
        return value.replace("_x000D_", "\r").replace("\r\n", "\n").strip() or None
    return value


def cells_of(sheet: Sheet) -> Cells:
    """The cells of a sheet that hold something."""
    return {
        (number, column): plain(cell)
        for number, row in zip(sheet.numbers, sheet.rows, strict=True)
        for column, cell in enumerate(row, start=1)
        if plain(cell) is not None
    }


def cells_of_book(book: Book) -> dict[str, Cells]:
    """All cells by sheet name."""
    return {sheet.name: cells_of(sheet) for sheet in book.sheets}


def csv_rows(path: Path, encoding: str, separator: str) -> list[list[str]]:
    """A text table by Python's own reader, blank rows at the end left out."""
    text = path.read_bytes().decode(encoding).lstrip("\ufeff")
    if text.lower().startswith("sep="):
        text = text.split("\n", 1)[1]
    csv.field_size_limit(10_000_000)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def openpyxl_cells(path: Path) -> dict[str, Cells]:
    """A workbook by openpyxl: values, errors as nothing."""
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(path, data_only=True)
        found = {}
        for sheet in workbook.worksheets:
            found[sheet.title] = {
                (cell.row, cell.column): _openpyxl_value(cell)
                for row in sheet.iter_rows()
                for cell in row
                if _openpyxl_value(cell) is not None
            }
        workbook.close()
    return found


def _openpyxl_value(cell: Any) -> Any:
    if cell.data_type == "e":
        return None
    if isinstance(cell.value, timedelta):
        seconds = round(cell.value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return plain(cell.value)


def xlsx_text_and_numbers(path: Path) -> list[Cells]:
    """A workbook by hand, sheet by sheet in file order; numbers as stored."""
    with zipfile.ZipFile(path) as package:
        parts = {name.replace("\\", "/").lstrip("/"): name for name in package.namelist()}
        roots = {
            name: ElementTree.fromstring(package.read(original))
            for name, original in parts.items()
            if name.endswith((".xml", ".rels"))
        }
    workbook = next(name for name in roots if posixpath.basename(name) == "workbook.xml")
    folder = posixpath.dirname(workbook)
    relations = {
        item.get("Id"): (item.get("Target") or "").replace("\\", "/")
        for item in roots[posixpath.join(folder, "_rels/workbook.xml.rels")]
    }
    strings: list[str] = []
    for name, root in roots.items():
        if posixpath.basename(name).lower() == "sharedstrings.xml":
            strings = [_shared(item) for item in root]
    sheets = []
    for element in roots[workbook].iter():
        if _local(element.tag) == "sheet":
            ids = [value for key, value in element.attrib.items() if _local(key) == "id"]
            target = relations[ids[0]]
            part = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            sheets.append(_sheet_cells(roots[posixpath.normpath(part)], strings))
    return sheets


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _shared(item: ElementTree.Element) -> str:
    """Text of a string: its runs, not the reading aids of Japanese."""
    found = []
    for child in item:
        if _local(child.tag) == "t":
            found.append(child.text or "")
        elif _local(child.tag) == "r":
            found += [part.text or "" for part in child if _local(part.tag) == "t"]
    return "".join(found)


def _sheet_cells(root: ElementTree.Element, strings: list[str]) -> Cells:
    cells: Cells = {}
    row = column = 0
    for cell in root.iter():
        if _local(cell.tag) == "row":
            row, column = int(cell.get("r", row + 1)), 0
        if _local(cell.tag) != "c":
            continue
        place = re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r", ""))
        column = _column(place[1]) if place else column + 1
        value: Any = None
        for child in cell:
            if _local(child.tag) == "v":
                value = child.text
            elif _local(child.tag) == "is" and value is None:
                value = _shared(child)
        kind = cell.get("t", "n")
        if value is None or kind == "e":
            continue
        if kind == "s":
            value = strings[int(value)]
        elif kind == "b":
            value = value == "1"
        elif kind == "n":
            value = float(value)
        if plain(value) is not None:
            cells[row, column] = plain(value)
    return cells


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column


def as_stored(cells: Cells) -> Cells:
    """Dates and times as the serial numbers that the file stores."""
    found: Cells = {}
    for place, value in cells.items():
        if isinstance(value, datetime):
            value = (value - _DAY_ZERO) / timedelta(days=1)
        elif isinstance(value, date):
            value = float((value - date(1899, 12, 30)).days)
        found[place] = value
    return found


def ods_cells(path: Path) -> dict[str, Cells]:
    """An ODS workbook by hand."""
    with zipfile.ZipFile(path) as package:
        root = ElementTree.fromstring(package.read("content.xml"))
    found: dict[str, Cells] = {}
    for table in root.iter():
        if _local(table.tag) != "table":
            continue
        own = {_local(key): value for key, value in table.attrib.items()}
        if own.get("name") is None:
            continue
        found[own["name"]] = cells = {}
        row = 0
        for line in _rows_of(table):
            times = int(_of(line, "number-rows-repeated", "1"))
            column = 0
            for cell in line:
                if not _local(cell.tag).endswith("table-cell"):
                    continue
                across = int(_of(cell, "number-columns-repeated", "1"))
                value = _ods_value(cell)
                if value is not None:
                    for down in range(times):
                        for right in range(across):
                            cells[row + down + 1, column + right + 1] = value
                column += across
            row += times
    return found


def _rows_of(table: ElementTree.Element) -> list[ElementTree.Element]:
    rows = []
    for child in table:
        if _local(child.tag) == "table-row":
            rows.append(child)
        elif _local(child.tag) in ("table-rows", "table-header-rows", "table-row-group"):
            rows += _rows_of(child)
    return rows


def _of(element: ElementTree.Element, name: str, otherwise: str = "") -> str:
    return next((v for k, v in element.attrib.items() if _local(k) == name), otherwise)


def _ods_value(cell: ElementTree.Element) -> Any:
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    kind = cell.get(office + "value-type")
    if kind in ("float", "percentage", "currency"):
        return plain(float(cell.get(office + "value", "nan")))
    if kind == "date":
        text = cell.get(office + "date-value", "")
        return plain(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text))
    if kind == "boolean":
        return cell.get(office + "boolean-value") == "true"
    if kind == "time":
        numbers = [float(n) for n in re.findall(r"[\d.]+", cell.get(office + "time-value", ""))]
        hours, minutes, seconds = [*numbers, 0.0, 0.0, 0.0][:3]
        return f"{int(hours)}:{int(minutes):02}:{int(seconds):02}"
    paragraphs = [_ods_text(child) for child in cell if _local(child.tag) == "p"]
    return plain("\n".join(paragraphs)) if paragraphs else None


def _ods_text(element: ElementTree.Element) -> str:
    text = element.text or ""
    for child in element:
        if _local(child.tag) == "s":
            text += " " * int(_of(child, "c", "1"))
        elif _local(child.tag) == "tab":
            text += "\t"
        elif _local(child.tag) == "line-break":
            text += "\n"
        else:
            text += _ods_text(child)
        text += child.tail or ""
    return text
