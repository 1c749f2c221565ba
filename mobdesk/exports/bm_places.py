"""Where rows and cells stand in the bytes of one sheet of a workbook."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from mobdesk.errors import Refused

_MOST_COLUMNS = 1_000
_TAG = re.compile(rb"<[^\"'>]*(?:\"[^\"]*\"[^\"'>]*|'[^']*'[^\"'>]*)*>")


class Cell(NamedTuple):
    """A cell from its first byte to behind its last, and the number of its style."""

    first: int
    last: int
    style: str


@dataclass(slots=True)
class Row:
    """``tag`` is behind its opening tag, ``last`` behind the row; ``empty``: ``<row …/>``."""

    first: int
    tag: int = 0
    empty: bool = False
    last: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    cells: dict[int, Cell] = field(default_factory=dict)


class Places:
    """One pass over a sheet; the cells of ``wanted`` rows are kept.

    ``data``: opening and closing tag of the rows, and whether that is one tag; ``dimension``: tag
    and reference; ``column_styles``: what an empty cell of a column looks like. Raises
    ``Refused``: ``damaged_file``, ``unsafe_file``.
    """

    def __init__(self, sheet: bytes, wanted: Set[int]) -> None:
        self.sheet, self._wanted = sheet, wanted
        self.rows: dict[int, Row] = {}
        self.prefix = ""
        self.data: tuple[int, int, bool] | None = None
        self.dimension: tuple[int, int, str] | None = None
        self.column_styles: dict[int, str] = {}
        self._row, self._number, self._column = Row(0), 0, 0
        self._opened = -1
        self._cell: tuple[int, int, str] = (0, 0, "")
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            self._parser.Parse(sheet, True)
        except expat.ExpatError as error:
            raise Refused("damaged_file") from error
        if self.data is None:
            raise Refused("damaged_file")

    def tag_end(self, start: int) -> int:
        """Behind the tag at ``start``."""
        found = _TAG.match(self.sheet, start)
        if found is None:
            raise Refused("damaged_file")
        return found.end()

    def _is_empty(self, end: int) -> bool:
        return self.sheet[end - 2 : end] == b"/>"

    def _start(self, name: str, values: dict[str, str]) -> None:
        prefix, _, kind = name.rpartition(":")
        here = self._parser.CurrentByteIndex
        if self._opened >= 0 and self.data is None:
            if kind == "row":
                self._start_row(here, values)
            elif kind == "c":
                reference = values.get("r")
                self._column = column_number(reference) if reference else self._column + 1
                self._cell = (here, self.tag_end(here), values.get("s", ""))
        elif kind == "sheetData":
            self._opened = here
            self.prefix = f"{prefix}:" if prefix else ""
        elif kind == "col" and self._opened < 0:
            first, last = _number(values.get("min")), _number(values.get("max"))
            if values.get("style") and 0 < first <= last < first + _MOST_COLUMNS:
                self.column_styles.update(dict.fromkeys(range(first, last + 1), values["style"]))
        elif kind == "dimension" and self.dimension is None:
            self.dimension = (here, self.tag_end(here), values.get("ref", ""))

    def _start_row(self, here: int, values: dict[str, str]) -> None:
        self._number, self._column = _number(values.get("r")) or self._number + 1, 0
        end = self.tag_end(here)
        self._row = Row(here, end, self._is_empty(end), end)
        if self._number in self._wanted:
            self._row.attributes = dict(values)
        self.rows[self._number] = self._row

    def _end(self, name: str) -> None:
        """An element ends here: at its closing tag, or (one tag) behind itself."""
        kind = name.rpartition(":")[2]
        if self._opened < 0 or self.data is not None:
            return
        here = self._parser.CurrentByteIndex
        if kind == "c" and self._number in self._wanted:
            first, end, style = self._cell
            last = end if self._is_empty(end) else self.tag_end(here)
            self._row.cells[self._column] = Cell(first, last, style)
        elif kind == "row" and not self._row.empty:
            self._row.last = self.tag_end(here)
        elif kind == "sheetData":
            end = self.tag_end(self._opened)
            empty = self._is_empty(end)
            self.data = (self._opened, self._opened if empty else here, empty)


def _refuse_doctype(*_: object) -> None:
    raise Refused("unsafe_file", why="doctype")


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def column_number(reference: str) -> int:
    """The column of a reference such as ``AB12``, counted from 1."""
    number = 0
    for letter in re.sub("[^A-Z]", "", reference.upper())[:3]:
        number = number * 26 + ord(letter) - 64
    return number


def letters(column: int) -> str:
    """The letters of a column counted from 1."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
