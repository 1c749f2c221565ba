"""A BM workbook with some cells filled: one sheet is changed where the cells stand.

The sheet is never written anew. A parser tells the places of rows and cells in its bytes, and only
those cells are replaced; new texts stand inside their cells, so that the shared texts stay as they
are. All other parts of the package are copied as they lie there, still compressed.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from mobdesk.errors import Refused
from mobdesk.exports.bm_places import Cell, Places, Row, column_number, letters
from mobdesk.exports.bm_zip import read_part, with_part

Value = tuple[str, str]
"""``("s", text)``, ``("n", number as text)`` or ``("b", "1" or "0")``."""
_PIECE = 3 * 1024 * 1024
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def task(
    arguments: Any, progress: Callable[[int, int, str], None], emit: Callable[[Any], None]
) -> Any:
    """The task of the child process: the file's path, part and edits in, its bytes out."""
    edits = {
        int(row): {int(column): (kind, text) for column, kind, text in cells}
        for row, cells in arguments["edits"]
    }
    made = edited(
        Path(arguments["path"]).read_bytes(), arguments["part"], edits,
        frozenset(arguments["left_out"]), arguments["like"],
    )  # fmt: skip
    for start in range(0, len(made), _PIECE):
        emit(b64encode(made[start : start + _PIECE]).decode())
    return len(made)


def edited(
    data: bytes, part: str, edits: Mapping[int, Mapping[int, Value]],
    left_out: frozenset[int] = frozenset(), like: int | None = None,
) -> bytes:  # fmt: skip
    """The workbook with other cells in one sheet; rows and columns count from 1.

    ``left_out``: rows that are emptied; ``like``: the row whose styles a new row takes. Raises
    ``Refused``: ``damaged_file``, ``unsafe_file``, ``bm_cannot_edit``.
    """
    return with_part(data, part, edited_sheet(read_part(data, part), edits, left_out, like))


# ---- the new bytes ------------------------------------------------------------------------------


class _Change(NamedTuple):
    first: int
    last: int
    new: bytes


def edited_sheet(
    sheet: bytes, edits: Mapping[int, Mapping[int, Value]],
    left_out: frozenset[int] = frozenset(), like: int | None = None,
) -> bytes:  # fmt: skip
    """The bytes of a sheet with other cells; all other bytes stay."""
    if sheet.startswith((b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")) or not _is_utf8(sheet):
        raise Refused("bm_cannot_edit", why="encoding")
    places = Places(sheet, {*edits, *left_out, like or 0})
    changes: list[_Change] = []
    new_rows: dict[int, bytes] = {}
    for number, cells in edits.items():
        row = places.rows.get(number)
        if row is None:
            new_rows[number] = _new_row(places, number, cells, places.rows.get(like or 0))
        else:
            changes += _changed_row(places, number, row, cells)
    for number in left_out & places.rows.keys():
        changes += [_bare(places, number, c, p) for c, p in places.rows[number].cells.items()]
    changes += _inserted(places, new_rows)
    changes += _dimension(places, edits)
    pieces, place = [], 0
    for change in sorted(changes, key=lambda change: (change.first, change.last)):
        pieces += [sheet[place : change.first], change.new]
        place = change.last
    return b"".join([*pieces, sheet[place:]])


def _is_utf8(sheet: bytes) -> bool:
    declared = re.match(rb"\s*(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=[\"']([^\"']+)", sheet)
    return declared is None or declared.group(1).lower() in (b"utf-8", b"utf8", b"us-ascii")


def _element(prefix: str, number: int, column: int, style: str, value: Value | None) -> bytes:
    place = f'<{prefix}c r="{letters(column)}{number}"' + (f' s="{style}"' if style else "")
    if value is None:
        return f"{place}/>".encode()
    kind, text = value
    if kind == "s":
        safe = escape(_FORBIDDEN.sub("", text), quote=False).replace("\r", "&#13;")
        kept = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        inside = f"<{prefix}is><{prefix}t{kept}>{safe}</{prefix}t></{prefix}is>"
        return f'{place} t="inlineStr">{inside}</{prefix}c>'.encode()
    typed = ' t="b"' if kind == "b" else ""
    return f"{place}{typed}><{prefix}v>{text}</{prefix}v></{prefix}c>".encode()


def _changed_row(
    places: Places, number: int, row: Row, cells: Mapping[int, Value]
) -> list[_Change]:
    changes = []
    missing: dict[int, bytes] = {}
    for column, value in cells.items():
        old = row.cells.get(column)
        style = old.style if old else _style(row) or places.column_styles.get(column, "")
        new = _element(places.prefix, number, column, style, value)
        if old is not None:
            changes.append(_Change(old.first, old.last, new))
        else:
            missing[column] = new
    if row.empty and missing:  # <row …/> gets a body
        tag = places.sheet[row.first : row.last]
        body = b"".join(new for _, new in sorted(missing.items()))
        opened = tag[: tag.rindex(b"/")].rstrip() + b">"
        return [_Change(row.first, row.last, opened + body + f"</{places.prefix}row>".encode())]
    for place, new in _before_next(row, missing):
        changes.append(_Change(place, place, new))
    return changes


def _before_next(row: Row, missing: Mapping[int, bytes]) -> list[tuple[int, bytes]]:
    """Where missing cells go: behind the last cell to their left, several in their order."""
    found: dict[int, bytes] = {}
    for column, new in sorted(missing.items()):
        left = [cell.last for c, cell in row.cells.items() if c < column]
        place = max(left, default=row.tag)
        found[place] = found.get(place, b"") + new
    return list(found.items())


def _style(row: Row) -> str:
    """The style of the whole row, where it has one."""
    return (
        row.attributes.get("s", "") if row.attributes.get("customFormat") in ("1", "true") else ""
    )


def _new_row(places: Places, number: int, cells: Mapping[int, Value], like: Row | None) -> bytes:
    """A row below the last, with the styles of the row ``like``, else of the columns."""
    kept = {} if like is None else {c: cell.style for c, cell in like.cells.items() if cell.style}
    styles = places.column_styles | kept
    tag = f'<{places.prefix}row r="{number}"'
    for name, text in ({} if like is None else like.attributes).items():
        if name not in ("r", "spans", "hidden", "collapsed"):
            tag += f' {name}="{escape(text)}"'
    body = b"".join(
        _element(places.prefix, number, column, styles.get(column, ""), cells.get(column))
        for column in sorted({*kept, *cells})
    )
    return f"{tag}>".encode() + body + f"</{places.prefix}row>".encode()


def _inserted(places: Places, rows: Mapping[int, bytes]) -> list[_Change]:
    assert places.data is not None
    opened, closing, empty = places.data
    if not rows:
        return []
    if empty:  # <sheetData/>
        body = b"".join(new for _, new in sorted(rows.items()))
        name = f"{places.prefix}sheetData"
        whole = f"<{name}>".encode() + body + f"</{name}>".encode()
        return [_Change(opened, places.tag_end(opened), whole)]
    found: dict[int, bytes] = {}
    for number, new in sorted(rows.items()):
        before = [row.last for n, row in places.rows.items() if n < number]
        after = [row.first for n, row in places.rows.items() if n > number]
        place = max(before) if before else min(after, default=closing)
        found[place] = found.get(place, b"") + new
    return [_Change(place, place, new) for place, new in found.items()]


def _bare(places: Places, number: int, column: int, cell: Cell) -> _Change:
    return _Change(cell.first, cell.last, _element(places.prefix, number, column, cell.style, None))


def _dimension(places: Places, edits: Mapping[int, Mapping[int, Value]]) -> list[_Change]:
    """The used range grows with new rows: some readers believe it."""
    if places.dimension is None or not edits:
        return []
    first, last, reference = places.dimension
    found = re.fullmatch(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?", reference)
    if found is None:
        return []
    left, top, right, bottom = found.groups()
    columns = [column for cells in edits.values() for column in cells]
    wide = max(column_number(right or left), max(columns, default=0))
    deep = max(int(bottom or top), *edits)
    low, narrow = min(int(top), *edits), min([column_number(left), *columns])
    new = f"{letters(narrow)}{low}:{letters(wide)}{deep}"
    if new in (reference, f"{left}{top}:{right or left}{bottom or top}"):
        return []
    tag = places.sheet[first:last].replace(reference.encode(), new.encode(), 1)
    return [_Change(first, last, tag)]
