"""Facts of an ODS workbook: hidden rows, merged cells, formulas without values, errors, 1904."""

from __future__ import annotations

from mobdesk.errors import Refused
from mobdesk.imports.facts import LAST_COLUMN, LAST_ROW, BookFacts, SheetFacts
from mobdesk.imports.limits import Archive
from mobdesk.imports.markup import attributes, local, walk
from mobdesk.imports.table import Merge

_MOST_MERGES = 100_000


def ods_facts(archive: Archive, wanted: str | None) -> BookFacts:
    """Walk through the content once, within limits. Repeated cells count as often as repeated."""
    reader = _ContentReader()
    walk(archive.pieces("content.xml"), reader.start, reader.end, reader.text)
    for sheet in reader.book.sheets.values():
        sheet.refuse_large()
    reader.book.parts.append("content.xml")
    return reader.book


class _ContentReader:
    def __init__(self) -> None:
        self.book = BookFacts()
        self._tables = 0
        self._sheet = SheetFacts()
        self._row = 0
        self._rows = 1
        self._column = 0
        self._columns = 0
        self._cell: dict[str, str] | None = None
        self._has_text = False
        self._in_note = 0

    def start(self, name: str, values: dict[str, str]) -> None:
        kind = local(name)
        if kind == "table-cell" or kind == "covered-table-cell":
            if self._tables == 1:
                self._cell = attributes(values)
                self._has_text = False
        elif kind == "table-row" and self._tables == 1:
            self._start_row(attributes(values))
        elif kind == "table-column" and self._tables == 1:
            self._column_group(attributes(values))
        elif kind == "annotation":
            self._in_note += 1
        elif kind == "table" and name.startswith("table:"):
            self._tables += 1
            if self._tables == 1:
                self._sheet = SheetFacts()
                self.book.sheets[attributes(values).get("name", "")] = self._sheet
                self._row, self._rows, self._columns = 0, 1, 0
        elif kind == "null-date":
            self.book.date1904 = attributes(values).get("date-value", "").startswith("1904")

    def text(self, text: str) -> None:
        if self._cell is not None and not self._in_note and text.strip():
            self._has_text = True

    def end(self, name: str) -> None:
        kind = local(name)
        if kind == "annotation":
            self._in_note -= 1
        elif (kind == "table-cell" or kind == "covered-table-cell") and self._tables == 1:
            self._end_cell()
        elif kind == "table-row" and self._tables == 1:
            self._row += self._rows - 1
        elif kind == "table" and name.startswith("table:"):
            self._tables -= 1

    def _start_row(self, own: dict[str, str]) -> None:
        self._row += 1
        self._rows = _times(own.get("number-rows-repeated"))
        self._column = 0
        if own.get("visibility") in ("collapse", "filter"):
            last = min(self._row + self._rows - 1, LAST_ROW)
            if last < LAST_ROW:  # the endless empty rest of a sheet is no hidden row
                self._sheet.hidden_rows.update(range(self._row, last + 1))

    def _column_group(self, own: dict[str, str]) -> None:
        times = _times(own.get("number-columns-repeated"))
        if own.get("visibility") == "collapse":
            last = min(self._columns + times, LAST_COLUMN)
            self._sheet.hidden_columns.update(range(self._columns + 1, last + 1))
        self._columns += times

    def _end_cell(self) -> None:
        own, self._cell = self._cell or {}, None
        first = self._column + 1
        times = _times(own.get("number-columns-repeated"))
        self._column += times
        formula = "formula" in own
        value = "value-type" in own or self._has_text
        if not value and not formula:
            return
        self._sheet.reach(self._row, first)
        self._sheet.reach(self._row + self._rows - 1, self._column)
        self._sheet.refuse_large()
        self._merge(own, first)
        if formula or own.get("value-type") == "error":
            code = _why_blank(own, self._has_text)
            if code:
                for row in range(self._row, self._row + self._rows):
                    for column in range(first, self._column + 1):
                        self._sheet.blanks[row, column] = code

    def _merge(self, own: dict[str, str], first: int) -> None:
        down = _times(own.get("number-rows-spanned"))
        across = _times(own.get("number-columns-spanned"))
        if down > 1 or across > 1:
            if len(self._sheet.merged) >= _MOST_MERGES:
                raise Refused("over_limit", limit="merges", allowed=_MOST_MERGES)
            bottom = min(self._row + down - 1, LAST_ROW)
            right = min(first + across - 1, LAST_COLUMN)
            self._sheet.merged.append(Merge(self._row, first, bottom, right))


def _why_blank(own: dict[str, str], has_text: bool) -> str | None:
    kind = own.get("value-type")
    if kind == "error":
        return "excel_error"
    if kind is None and not has_text:
        return "no_cached_value"
    return None


def _times(text: str | None) -> int:
    if not text or not text.isascii() or not text.isdigit() or len(text) > 8:
        return 1
    return max(int(text), 1)
