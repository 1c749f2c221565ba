"""A BM file in CSV with some cells filled: everything else stays byte for byte.

Nothing is written anew: the places of the cells are found in the text, and only they are replaced.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mobdesk.errors import Refused

_SEP_LINE = re.compile(r'"?sep=(.)"?[ \t]*(\r\n|\r|\n|$)', re.IGNORECASE)
_BOMS = {
    "utf-8": codecs.BOM_UTF8, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE,
}  # fmt: skip


class _Field(NamedTuple):
    """Where a cell stands in the text, its quotes included."""

    first: int
    last: int
    quoted: bool


class Record(NamedTuple):
    """A row: the line on which it starts, its cells, and where its line end stands."""

    line: int
    fields: list[_Field]
    end: int
    after: int


def edited(
    data: bytes, encoding: str, separator: str, edits: Mapping[int, Mapping[int, str]],
    added: Sequence[Mapping[int, str]] = (), left_out: frozenset[int] = frozenset(),
    width: int = 0,
) -> bytes:  # fmt: skip
    """The file with other cells; rows by the line on which they start, columns from 1.

    ``added``: new rows at the end, ``width`` cells wide; ``left_out``: rows that go. Raises
    ``Refused``: ``bm_letters`` when the encoding lacks a letter, ``bm_cannot_edit``.
    """
    bom = _BOMS.get(encoding, b"")
    bom = bom if data.startswith(bom) else b""
    try:
        text = data[len(bom) :].decode(encoding)
        same = text.encode(encoding) == data[len(bom) :]
    except (UnicodeError, LookupError) as error:
        raise Refused("bm_cannot_edit", why="encoding") from error
    if not same:
        raise Refused("bm_cannot_edit", why="encoding")
    said = _SEP_LINE.match(text)
    records = records_of(text, separator, said.end() if said else 0, 2 if said else 1)
    pieces: list[str] = []
    place = 0
    style = _Style(text, records, separator)
    for record in records:
        if record.line in left_out:
            pieces.append(text[place : record.fields[0].first])
            place = record.after
            continue
        for column, value in sorted(edits.get(record.line, {}).items()):
            if column > len(record.fields):
                raise Refused("bm_cannot_edit", why="row")
            field = record.fields[column - 1]
            pieces += [text[place : field.first], style.cell(value, quoted=field.quoted)]
            place = field.last
    pieces.append(text[place:])
    whole = "".join(pieces)
    new = [style.row(row, width) for row in added]
    if new:
        whole = style.with_rows(whole, new)
    try:
        return bom + whole.encode(encoding)
    except UnicodeEncodeError as error:
        letter = error.object[error.start : error.end]
        raise Refused("bm_letters", letters=letter, encoding=encoding) from error


def records_of(text: str, separator: str, start: int, line: int) -> list[Record]:
    """All rows, blank ones too; raises ``Refused`` where a quote is left open."""
    records: list[Record] = []
    fields: list[_Field] = []
    at, first_line = start, line
    while at <= len(text):
        if at == len(text) and not fields:
            break
        field = _field(text, separator, at)
        fields.append(field)
        line += _line_ends(text[field.first : field.last])
        at = field.last
        if text[at : at + 1] == separator:
            at += 1
            if at == len(text):
                fields.append(_Field(at, at, quoted=False))
            else:
                continue
        after = at + (2 if text[at : at + 2] == "\r\n" else 1 if at < len(text) else 0)
        records.append(Record(first_line, fields, at, after))
        fields, line = [], line + 1
        first_line, at = line, after
        if after == len(text):
            break
    return records


def _field(text: str, separator: str, at: int) -> _Field:
    if text[at : at + 1] == '"':
        end = at + 1
        while True:
            end = text.find('"', end)
            if end < 0:
                raise Refused("bm_cannot_edit", why="quote")
            if text[end + 1 : end + 2] != '"':
                break
            end += 2
        last = end + 1
        if text[last : last + 1] not in ("", separator, "\r", "\n"):
            raise Refused("bm_cannot_edit", why="quote")
        return _Field(at, last, quoted=True)
    last = at
    while last < len(text) and text[last] not in (separator, "\r", "\n"):
        last += 1
    return _Field(at, last, quoted=False)


def plain(cell: str) -> str:
    """What a cell says, without the quotes around it."""
    return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell


def _line_ends(text: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", text))


class _Style:
    """How this file writes: line ends, quotes, and whether its last line ends."""

    def __init__(self, text: str, records: Sequence[Record], separator: str) -> None:
        self.separator = separator
        ends = [text[r.end : r.after] for r in records if r.after > r.end]
        self.end = max(dict.fromkeys(ends), key=ends.count, default="\r\n")
        self._final = bool(records) and records[-1].after > records[-1].end
        # The newest row shows best how rows are quoted; an empty cell is often bare all the same.
        last = next((r for r in reversed(records) if len(r.fields) > 1), None)
        fields = [] if last is None else [f for f in last.fields if f.last > f.first]
        self._all = bool(fields) and all(field.quoted for field in fields)
        empty = [] if last is None else [f for f in last.fields if f.last - f.first <= 2 * f.quoted]
        self._empty = '""' if self._all and all(field.quoted for field in empty) else ""

    def cell(self, value: str, *, quoted: bool) -> str:
        """A cell, with quotes where it had them or needs them."""
        needs = any(sign in value for sign in (self.separator, '"', "\r", "\n"))
        if quoted or self._all or needs or value != value.strip():
            return '"' + value.replace('"', '""') + '"'
        return value

    def row(self, cells: Mapping[int, str], width: int) -> str:
        """A new row, as wide as the headers."""
        return self.separator.join(
            self.cell(cells[column], quoted=False) if cells.get(column) else self._empty
            for column in range(1, width + 1)
        )

    def with_rows(self, text: str, rows: Sequence[str]) -> str:
        """The text with rows at its end; its last line ends as it did before."""
        joined = self.end.join(rows)
        if self._final or not text:
            return text + joined + self.end
        return text + self.end + joined
