"""What a BM workbook tells beside its values: lists of codes, date formats, formulas."""

from __future__ import annotations

import posixpath
import re
from typing import NamedTuple

from mobdesk.errors import Refused
from mobdesk.imports.facts import LAST_ROW
from mobdesk.imports.limits import Archive
from mobdesk.imports.markup import attributes, local, walk
from mobdesk.imports.table import Book, Sheet

_REFERENCE = re.compile(
    r"^=?(?:'((?:[^']|'')+)'!|([^'!()]+)!)?\$?([A-Z]{1,3})\$?(\d*)(?::\$?([A-Z]{1,3})\$?(\d*))?$"
)
_MOST_ENTRIES = 5_000
_BUILT_IN_DATES = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
_NO_SIGNS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class SheetFacts(NamedTuple):
    """Of one sheet: its part, lists by column, date columns, cells with formulas."""

    part: str
    lists: dict[int, tuple[str, ...]]
    date_cells: frozenset[int]
    formulas: frozenset[tuple[int, int]]


def sheet_facts(archive: Archive, book: Book, sheet: str, above: int) -> SheetFacts:
    """Walk through the sheet once more, for what a reader of values does not show.

    ``above``: the row of headers, or of hints, below which cells are somebody's.
    """
    part, names = _sheet_part(archive, sheet)
    dates = _date_styles(archive, posixpath.join(posixpath.dirname(part), "../styles.xml"))
    walked = _Walked(above, dates)
    walk(archive.pieces(part), walked.start, walked.end, walked.text)
    lists: dict[int, tuple[str, ...]] = {}
    for reference, formula in walked.lists:
        entries = _entries(formula, book, sheet, names)
        for column in _columns(reference) if entries else ():
            lists.setdefault(column, entries)
    return SheetFacts(part, lists, frozenset(walked.date_cells), frozenset(walked.formulas))


def _sheet_part(archive: Archive, wanted: str) -> tuple[str, dict[str, str]]:
    """The part of a sheet, and the defined names of the workbook."""
    workbook = next(n for n in archive.names() if n.rpartition("/")[2] == "workbook.xml")
    folder = posixpath.dirname(workbook)
    found: dict[str, str] = {}
    names: dict[str, str] = {}
    inside = ""

    def start(name: str, values: dict[str, str]) -> None:
        nonlocal inside
        own, kind = attributes(values), local(name)
        if kind == "sheet":
            found.setdefault(own.get("name", ""), own.get("id", ""))
        inside = own.get("name", "") if kind == "definedName" else ""

    def text(words: str) -> None:
        if inside:
            names[inside] = names.get(inside, "") + words

    walk(archive.pieces(workbook), start, None, text)
    targets: dict[str, str] = {}

    def relation(name: str, values: dict[str, str]) -> None:
        own = attributes(values)
        target = own.get("Target", "").replace("\\", "/")
        whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        targets[own.get("Id", "")] = posixpath.normpath(whole)

    walk(archive.pieces(posixpath.join(folder, "_rels/workbook.xml.rels")), relation)
    part = targets.get(found.get(wanted, ""), "")
    if part not in archive:
        raise Refused("damaged_file")
    return part, names


def _date_styles(archive: Archive, part: str) -> set[int]:
    """Numbers of the cell formats that show dates."""
    part = posixpath.normpath(part)
    if part not in archive:
        return set()
    codes: dict[str, str] = {}
    dates: set[int] = set()
    here, number = False, 0

    def start(name: str, values: dict[str, str]) -> None:
        nonlocal here, number
        kind = local(name)
        if kind == "numFmt":
            codes[values.get("numFmtId", "")] = values.get("formatCode", "")
        elif kind == "cellXfs":
            here = True
        elif kind == "xf" and here:
            format_id = values.get("numFmtId", "0")
            if is_date_format(format_id, codes.get(format_id, "")):
                dates.add(number)
            number += 1

    def end(name: str) -> None:
        nonlocal here
        here = here and local(name) != "cellXfs"

    walk(archive.pieces(part), start, end)
    return dates


def is_date_format(number: str, code: str) -> bool:
    """Whether a number format shows a day: one of the built-in ones, or by the signs it uses."""
    if _number(number) in _BUILT_IN_DATES:
        return True
    signs = _NO_SIGNS.sub("", code).lower()
    return "y" in signs and ("m" in signs or "d" in signs)


class _Walked:
    """Handlers for one sheet: data validations (of both kinds), styles of cells, formulas."""

    def __init__(self, above: int, dates: set[int]) -> None:
        self.lists: list[tuple[str, str]] = []
        self.date_cells: set[int] = set()
        self.formulas: set[tuple[int, int]] = set()
        self._above, self._dates = above, dates
        self._row = self._column = 0
        self._list = False
        self._inside = ""
        self._said = {"sqref": "", "formula1": ""}

    def start(self, name: str, values: dict[str, str]) -> None:
        kind = local(name)
        if kind == "row":
            self._row, self._column = max(_number(values.get("r")), self._row + 1), 0
        elif kind == "c":
            self._cell(values)
        elif kind == "f" and not self._list:
            self.formulas.add((self._row, self._column))
        elif kind == "col":
            self._col(values)
        elif kind == "dataValidation":
            self._list = values.get("type") == "list"
            self._said = {"sqref": values.get("sqref", ""), "formula1": ""}
        elif self._list and kind in ("formula1", "sqref"):
            self._inside = kind

    def _cell(self, values: dict[str, str]) -> None:
        reference = values.get("r")
        self._column = column_number(reference) if reference else self._column + 1
        if self._row > self._above and _number(values.get("s")) in self._dates:
            self.date_cells.add(self._column)

    def _col(self, values: dict[str, str]) -> None:
        if _number(values.get("style")) in self._dates:
            first, last = _number(values.get("min")), _number(values.get("max"))
            if 0 < first <= last < first + 1000:
                self.date_cells.update(range(first, last + 1))

    def text(self, words: str) -> None:
        if self._inside:
            self._said[self._inside] += words

    def end(self, name: str) -> None:
        kind = local(name)
        if kind == self._inside:
            self._inside = ""
        elif kind == "dataValidation":
            if self._list and self._said["sqref"].strip():
                self.lists.append((self._said["sqref"], self._said["formula1"].strip()))
            self._list = False


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else -1


def column_number(reference: str) -> int:
    """The column of a reference such as ``AB12``, counted from 1."""
    number = 0
    for letter in re.sub(r"[^A-Z]", "", reference.upper())[:3]:
        number = number * 26 + ord(letter) - 64
    return number


def _columns(reference: str) -> set[int]:
    """The columns of ``C3:C900 E3``; a rule for very many columns is none for a column."""
    found: set[int] = set()
    for part in reference.split():
        first, _, last = part.partition(":")
        low, high = column_number(first), column_number(last or first)
        if 0 < low <= high < low + 50:
            found.update(range(low, high + 1))
    return found


def _entries(formula: str, book: Book, sheet: str, names: dict[str, str]) -> tuple[str, ...]:
    """What a list allows: typed with commas, or standing in cells."""
    if formula.startswith('"') and formula.endswith('"'):
        texts = formula[1:-1].replace('""', '"').split(",")
        return tuple(text.strip() for text in texts if text.strip())
    found = _REFERENCE.match(names.get(formula.lstrip("="), formula))
    if found is None:
        return ()
    quoted, plain, left, top, right, bottom = found.groups()
    name = quoted.replace("''", "'") if quoted else plain or sheet
    table = book.sheet(name)
    if table is None or (right is not None and right != left):
        return ()
    last = int(bottom or (LAST_ROW if right else top or LAST_ROW))
    return _listed(table, column_number(left), int(top or 1), last)


def _listed(table: Sheet, column: int, first: int, last: int) -> tuple[str, ...]:
    entries = [
        str(row[column - 1]).strip()
        for number, row in zip(table.numbers, table.rows, strict=True)
        if first <= number <= last and len(row) >= column and row[column - 1] not in (None, "")
    ]
    return tuple(dict.fromkeys(entries[:_MOST_ENTRIES]))
