"""Lists of codes from the data-dictionary workbook that a user downloaded beside a BM template.

Its layout is not established. Three shapes are read: a sheet per list, named like the field; a
column per list, headed like the field; rows that name their list in a first column.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mobdesk.domain import bm
from mobdesk.domain.bm_forms import Option
from mobdesk.domain.progress import Progress
from mobdesk.errors import Refused
from mobdesk.imports.reading import read_apart
from mobdesk.imports.table import Book, Cell, Sheet

_CODES = frozenset({"code", "id", "key", "value", "dictionary code", "code value"})
_LABELS = frozenset({"label", "name", "description", "text", "translation", "meaning", "english"})
_NAMES = frozenset({"dictionary", "list", "field", "code list", "data field", "dictionary name"})
_HEADER_WITHIN = 10


def read(path: Path, progress: Progress | None = None) -> dict[str, tuple[Option, ...]]:
    """The lists of a dictionary by field. Raises ``Refused``: ``bm_no_lists``, and of reading."""
    found = lists(read_apart(path, progress=progress))
    if not found:
        raise Refused("bm_no_lists")
    return found


def lists(book: Book) -> dict[str, tuple[Option, ...]]:
    """The lists of a dictionary by field; the first list of a field counts."""
    found: dict[str, tuple[Option, ...]] = {}
    for sheet in book.sheets:
        for field, options in _of_sheet(sheet).items():
            found.setdefault(field, tuple(dict.fromkeys(options)))
    return found


def _of_sheet(sheet: Sheet) -> Mapping[str, Sequence[Option]]:
    rows = [[_text(cell) for cell in row] for row in sheet.rows]
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        words = [bm.normalised(text) for text in row]
        code = next((i for i, word in enumerate(words) if word in _CODES), None)
        label = next((i for i, word in enumerate(words) if word in _LABELS), None)
        named = next((i for i, word in enumerate(words) if word in _NAMES), None)
        below = rows[place + 1 :]
        if code is not None and named is not None:
            return _named(below, named, code, label)
        if code is not None or label is not None:
            return _one(sheet.name, below, code, label)
        fields = bm.recognise(row)
        if any(fields):
            return _columns(below, fields)
    return _one(sheet.name, rows, 0, 1)


def _named(
    rows: Sequence[Sequence[str]], named: int, code: int, label: int | None
) -> dict[str, list[Option]]:
    found: dict[str, list[Option]] = {}
    for row in rows:
        field = bm.recognise([_at(row, named)])[0]
        if field is not None:
            found.setdefault(field, []).extend(_options([row], code, label))
    return found


def _one(
    name: str, rows: Sequence[Sequence[str]], code: int | None, label: int | None
) -> dict[str, list[Option]]:
    """A sheet that is one list; without a column of codes the words are the codes."""
    field = bm.recognise([name])[0]
    if field is None:
        return {}
    first = label if code is None else code
    return {field: list(_options(rows, first or 0, None if code is None else label))}


def _columns(
    rows: Sequence[Sequence[str]], fields: Sequence[str | None]
) -> dict[str, list[Option]]:
    return {
        field: list(_options(rows, column, None))
        for column, field in enumerate(fields)
        if field is not None
    }


def _options(rows: Sequence[Sequence[str]], code: int, label: int | None) -> Iterator[Option]:
    for row in rows:
        if text := _at(row, code):
            yield Option(text, "" if label is None else _at(row, label))


def _at(row: Sequence[str], place: int) -> str:
    return row[place] if place < len(row) else ""


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()
