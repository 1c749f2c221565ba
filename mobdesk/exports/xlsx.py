"""The workbook to check: overview, participants, mobilities, budget, missing papers, binders.

openpyxl in write-only mode; each sheet is deflated while it is written, so that neither a temporary
file on disk (names in plain text) nor a large table in memory comes into being. The same report
gives the same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

from mobdesk import i18n
from mobdesk.domain.neutral import printable, would_run
from mobdesk.exports.report import Report
from mobdesk.exports.tables import overview, tables
from mobdesk.exports.tables_parts import Table, Value
from mobdesk.exports.wording import Words
from mobdesk.exports.zipping import DEFLATED, ZipOut

_DAY = "yyyy-mm-dd"
_MONEY = "#,##0.00"


def make_xlsx(report: Report, catalogue: i18n.Catalogue = i18n.ENGLISH) -> bytes:
    """Return the workbook's bytes."""
    words = Words(catalogue)
    book = Workbook(write_only=True)
    _properties(book, report, words)
    styles = _Styles(book)
    _overview(book, report, words, styles)
    for table in tables(report, words):
        _sheet(book, table, words, styles)
    return _saved(book)


def make_book(
    title: str, creator: str, made_on: date, tables: Iterable[Table], words: Words
) -> bytes:
    """Return the bytes of a workbook of these tables."""
    book = Workbook(write_only=True)
    moment = datetime.combine(made_on, time())
    _name(book, title, creator, moment, words)
    styles = _Styles(book)
    for table in tables:
        _sheet(book, table, words, styles)
    return _saved(book)


class _Styles:
    """The few looks of the workbook, registered once."""

    def __init__(self, book: Workbook) -> None:
        self.head = NamedStyle(
            "head",
            font=Font(bold=True, color="FF22262A"),
            fill=PatternFill("solid", fgColor="FFE8EEF2"),
            alignment=Alignment(wrap_text=True, vertical="top"),
        )
        self.day = NamedStyle("day", number_format=_DAY)
        self.money = NamedStyle("sum", number_format=_MONEY)
        for style in (self.head, self.day, self.money):
            book.add_named_style(style)


class _Rows:
    """Turns rows of values into cells: four cell objects are used again and again.

    Text is always typed as text, so that none becomes a formula, and dates and sums get their
    format, without openpyxl's guessing for each cell.
    """

    def __init__(self, sheet: Any, styles: _Styles) -> None:
        self._head = self._cell(sheet, styles.head)
        self._day = self._cell(sheet, styles.day, "d")
        self._sum = self._cell(sheet, styles.money, "n")
        self._text = self._cell(sheet)
        self._number = self._cell(sheet, kind="n")
        # Excel keeps such a cell a text also when somebody edits it.
        self._quoted = self._cell(sheet)
        self._quoted._style = StyleArray()
        self._quoted._style.quotePrefix = 1
        #: The first row is the header.
        sheet._values_to_row = self

    @staticmethod
    def _cell(sheet: Any, style: NamedStyle | None = None, kind: str = "s") -> Any:
        cell = WriteOnlyCell(sheet)
        if style is not None:
            cell.style = style.name
        cell.data_type = kind
        return cell

    def __call__(self, values: list[Value], row: int) -> Iterator[Any]:
        """The cells of one row, as openpyxl's writer takes them one after the other."""
        for column, value in enumerate(values, 1):
            if value is None:
                continue
            if isinstance(value, str):
                value = printable(value)
                if row == 1:
                    cell = self._head
                else:
                    cell = self._quoted if would_run(value) else self._text
            elif isinstance(value, date):
                cell = self._day
            elif isinstance(value, Decimal):
                cell = self._sum
            else:
                cell = self._number
            cell._value = value
            cell.row = row
            cell.column = column
            yield cell


def _properties(book: Workbook, report: Report, words: Words) -> None:
    moment = report.frozen_at.astimezone(UTC).replace(tzinfo=None)
    title = f"{words.name('kind', report.kind)}: {report.project.title or report.project.code}"
    _name(book, f"DEMO · {title}" if report.demo else title, report.program, moment, words)


def _name(book: Workbook, title: str, creator: str, moment: datetime, words: Words) -> None:
    """The properties of the workbook; ``moment`` is naive UTC."""
    book.properties.title = printable(title)
    book.properties.creator = creator
    book.properties.lastModifiedBy = None
    book.properties.created = book.properties.modified = moment
    book.properties.language = words.catalogue.language


def _start(sheet: Any) -> None:
    """Begin the sheet's stream; widths, frozen rows and paper must be set before."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet._writer = _DeflatedSheet(sheet)
    sheet._writer.write_top()


def _overview(book: Workbook, report: Report, words: Words, styles: _Styles) -> None:
    sheet = book.create_sheet(words("sheet.overview")[:31])
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 30, 70
    sheet.freeze_panes = "A2"
    _start(sheet)
    _Rows(sheet, styles)
    sheet.append([words("col.what"), words("col.value")])
    for label, value in overview(report, words):
        sheet.append([label, value])


def _sheet(book: Workbook, table: Table, words: Words, styles: _Styles) -> None:
    sheet = book.create_sheet(words(f"sheet.{table.name}")[:31])
    for i, field in enumerate(table.fields, 1):
        sheet.column_dimensions[get_column_letter(i)].width = field.width
    sheet.freeze_panes = "A2" if table.name in ("budget",) else "B2"
    _start(sheet)
    _Rows(sheet, styles)
    sheet.append([words(f"col.{field.code}") for field in table.fields])
    n = 1
    for row in table.rows():
        sheet.append(row)
        n += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.fields))}{n}"


# --- deterministic saving -----------------------------------------------------------------------


class _Deflater:
    """A file-like end of the sheet's stream: keeps the deflated bytes and their checksum."""

    def __init__(self) -> None:
        self._deflater = zlib.compressobj(6, zlib.DEFLATED, -15)
        self.pieces: list[bytes] = []
        self.crc = 0
        self.size = 0

    def write(self, data: bytes) -> int:
        self.crc = zlib.crc32(data, self.crc)
        self.size += len(data)
        piece = self._deflater.compress(data)
        if piece:
            self.pieces.append(piece)
        return len(data)

    def finish(self) -> None:
        self.pieces.append(self._deflater.flush())


class _DeflatedSheet(WorksheetWriter):  # type: ignore[misc]
    """openpyxl's sheet writer without its temporary file."""

    def __init__(self, sheet: Any) -> None:
        super().__init__(sheet, out=_Deflater())

    def cleanup(self) -> None:
        """Nothing to remove: there is no temporary file."""


class _Archive:
    """What ``ExcelWriter`` needs of an archive, with our deterministic container behind it."""

    def __init__(self, out: ZipOut) -> None:
        self._out = out
        self._names: list[str] = []

    def namelist(self) -> list[str]:
        """What is inside so far; the list of content types is made from it."""
        return self._names

    def writestr(self, name: str, data: str | bytes) -> None:
        self._names.append(name)
        self._out.add(name, data.encode() if isinstance(data, str) else data)

    def write(self, sheet: _Deflater, name: str) -> None:
        self._names.append(name)
        sheet.finish()
        self._out.add_packed(name, DEFLATED, sheet.crc, sheet.size, sheet.pieces)


def _saved(book: Workbook) -> bytes:
    target = BytesIO()
    out = ZipOut(target)
    ExcelWriter(book, _Archive(out)).write_data()
    out.close()
    return target.getvalue()
