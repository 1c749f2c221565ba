"""Facts of an XLSX workbook: hidden rows, merged cells, formulas without values, errors, 1904."""

from __future__ import annotations

import posixpath

from mobdesk.errors import Refused
from mobdesk.imports.facts import LAST_COLUMN, LAST_ROW, BookFacts, SheetFacts
from mobdesk.imports.limits import Archive
from mobdesk.imports.markup import attributes, feed, local, new_parser, walk
from mobdesk.imports.table import Merge

_TRUE = ("1", "true", "on")
_MOST_MERGES = 100_000


def xlsx_facts(archive: Archive, wanted: str | None) -> BookFacts:
    """Walk through workbook, styles, shared strings and (wanted) sheets once, within limits."""
    book = BookFacts()
    workbook = _workbook_part(archive)
    targets = _targets(archive, workbook, book)
    sheets: list[tuple[str, str]] = []

    def start(name: str, values: dict[str, str]) -> None:
        kind = local(name)
        if kind == "sheet":
            own = attributes(values)
            sheets.append((own.get("name", ""), own.get("id", "")))
        elif kind == "workbookPr":
            book.date1904 = attributes(values).get("date1904", "") in _TRUE

    walk(archive.pieces(workbook), start)
    book.parts.append(workbook)
    for target in targets.values():
        if target.lower().endswith(("styles.xml", "sharedstrings.xml")) and target in archive:
            walk(archive.pieces(target), _nothing)
            book.parts.append(target)
    for name, relation in sheets:
        part = targets.get(relation, "")
        if part not in archive:
            continue  # calamine tells whether the sheet can be read without it
        book.parts.append(part)
        if wanted is None or name == wanted:
            book.sheets[name] = _sheet_facts(archive, part)
    return book


def _nothing(name: str, values: dict[str, str]) -> None:
    return None


def _workbook_part(archive: Archive) -> str:
    found: list[str] = []

    def start(name: str, values: dict[str, str]) -> None:
        own = attributes(values)
        if local(name) == "Relationship" and own.get("Type", "").endswith("/officeDocument"):
            found.append(own.get("Target", "").replace("\\", "/").lstrip("/"))

    if "_rels/.rels" in archive:
        walk(archive.pieces("_rels/.rels"), start)
    found += [name for name in archive.names() if name.endswith("workbook.xml")]
    part = next((name for name in found if name in archive), None)
    if part is None:
        raise Refused("damaged_file")
    return part


def _targets(archive: Archive, workbook: str, book: BookFacts) -> dict[str, str]:
    """Relation id -> part name, of the workbook part."""
    folder, _, name = workbook.rpartition("/")
    rels = posixpath.join(folder, "_rels", name + ".rels")
    targets: dict[str, str] = {}

    def start(element: str, values: dict[str, str]) -> None:
        own = attributes(values)
        if local(element) != "Relationship" or own.get("TargetMode") == "External":
            return
        target = own.get("Target", "").replace("\\", "/")
        absolute = target.startswith("/")
        path = target.lstrip("/") if absolute else posixpath.join(folder, target)
        targets[own.get("Id", "")] = posixpath.normpath(path)

    if rels in archive:
        walk(archive.pieces(rels), start)
        book.parts.append(rels)
    return targets


def _sheet_facts(archive: Archive, part: str) -> SheetFacts:
    reader = _SheetReader()
    feed(reader.parser, archive.pieces(part))
    reader.end_of_row()
    reader.facts.refuse_large()
    return reader.facts


class _SheetReader:
    """Handlers for one sheet. ``start`` is called for every element of millions of cells, so ends
    and text are listened to only inside a cell with a formula."""

    def __init__(self) -> None:
        self.facts = SheetFacts()
        self.parser = new_parser()
        self.parser.StartElementHandler = self.start
        self._row = 0
        self._column = 0
        self._first = 0
        self._last = 0
        self._type: str | None = None
        self._text = False

    def start(self, name: str, values: dict[str, str]) -> None:
        kind = name.rpartition(":")[2] if ":" in name else name
        if kind == "c":
            ref = values.get("r")
            self._column = _column_of(ref, 0) if ref else self._column + 1
            self._type = values.get("t")
        elif kind == "v" or kind == "is":
            self._filled()
        elif kind == "f":
            self._filled()
            self._text = self._type in ("str", "inlineStr")  # an empty text is a value too
            self.parser.EndElementHandler = self._end
            self.parser.CharacterDataHandler = None
        elif kind == "row":
            self._start_row(values)
        elif kind == "col":
            if values.get("hidden", "") in _TRUE:
                first, last = _number(values.get("min")), _number(values.get("max"))
                self.facts.hidden_columns.update(range(first, min(last, LAST_COLUMN) + 1))
        elif kind == "mergeCell":
            self._merge(values.get("ref", ""))

    def _filled(self) -> None:
        """This cell holds something."""
        column = self._column
        if column > self._last:
            self._last = column
        if column < self._first or not self._first:
            self._first = column
        if self._type == "e":
            self.facts.blanks[self._row, column] = "excel_error"

    def end_of_row(self) -> None:
        """Count the filled cells of the row."""
        if self._first:
            self.facts.reach(self._row, self._first)
            self.facts.reach(self._row, self._last)
        self._first = self._last = 0

    def _end(self, name: str) -> None:
        """Inside a cell with a formula: its text is that of ``v``, which follows ``f``."""
        kind = name.rpartition(":")[2]
        if kind == "f":
            self.parser.CharacterDataHandler = self._heard
        elif kind == "c":
            self.parser.EndElementHandler = None
            self.parser.CharacterDataHandler = None
            if not self._text and self._type != "e":
                self.facts.blanks[self._row, self._column] = "no_cached_value"

    def _heard(self, text: str) -> None:
        if text.strip():
            self._text = True

    def _start_row(self, values: dict[str, str]) -> None:
        self.end_of_row()
        self._row = _number(values.get("r")) or self._row + 1
        self._column = 0
        if self._row > LAST_ROW:
            raise Refused("damaged_file")
        flat = values.get("ht") in ("0", "0.0") and values.get("customHeight", "") in _TRUE
        if values.get("hidden", "") in _TRUE or flat:
            self.facts.hidden_rows.add(self._row)

    def _merge(self, ref: str) -> None:
        first, _, last = ref.replace("$", "").partition(":")
        top, left = _number(first.lstrip(_LETTERS)), _column_of(first, 0)
        bottom, right = _number(last.lstrip(_LETTERS)), _column_of(last, 0)
        if top and left and bottom >= top and right >= left and (bottom, right) != (top, left):
            if len(self.facts.merged) >= _MOST_MERGES:
                raise Refused("over_limit", limit="merges", allowed=_MOST_MERGES)
            self.facts.merged.append(Merge(top, left, min(bottom, LAST_ROW), right))


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS = "0123456789"
_COLUMNS: dict[str, int] = {}


def _column_of(ref: str, otherwise: int) -> int:
    """The column of a reference like ``AB12``."""
    letters = ref.rstrip(_DIGITS)
    if not letters:
        return otherwise
    known = _COLUMNS.get(letters)
    if known is None:
        known = 0
        for letter in letters[:4].upper():
            known = known * 26 + _LETTERS.find(letter) + 1
        if not 0 < known <= LAST_COLUMN:
            raise Refused("damaged_file")
        _COLUMNS[letters] = known
    return known


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
