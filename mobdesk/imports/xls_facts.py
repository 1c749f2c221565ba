"""Facts of an XLS workbook, from its binary records: hidden rows, used range, errors, 1904.

Layout: an OLE file holds the stream ``Workbook`` (or ``Book``), a chain of records of two bytes
type, two bytes length, content; BOUNDSHEET records say where each sheet begins.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from mobdesk.errors import Refused
from mobdesk.imports.facts import BookFacts, SheetFacts

_END_OF_CHAIN = 0xFFFFFFFA  # this and above: free, end, or a table of the file itself
_SMALL_STREAM = 4096

_BOF, _EOF, _FILEPASS, _DATEMODE, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0022, 0x0085
_ROW, _COLINFO, _FORMULA, _BOOLERR, _MULRK = 0x0208, 0x007D, 0x0006, 0x0205, 0x00BD
# number, three kinds of text, a short number, truth or error, formula
_ONE_CELL = frozenset((0x0203, 0x0204, 0x00FD, 0x00D6, 0x027E, _BOOLERR, _FORMULA))


def xls_facts(data: bytes) -> BookFacts:
    """The facts of every sheet, in the order of the book (``in_order``).

    Raises ``encrypted_file``, ``damaged_file`` or ``over_limit``.
    """
    try:
        stream = _stream(data)
        book = BookFacts()
        for offset in _sheet_offsets(stream, book):
            sheet = SheetFacts()
            book.in_order.append(sheet)
            _read_sheet(stream, offset, sheet, book)
            sheet.refuse_large()
    except (struct.error, IndexError) as error:
        raise Refused("damaged_file") from error
    return book


def _sheet_offsets(stream: bytes, book: BookFacts) -> list[int]:
    offsets = []
    for kind, content in _records(stream, 0):
        if kind == _FILEPASS:
            raise Refused("encrypted_file")
        if kind == _DATEMODE:
            book.date1904 = content[:1] == b"\x01"
        elif kind == _BOUNDSHEET:
            offsets.append(struct.unpack_from("<I", content)[0])
    return offsets


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream; charts inside it are passed over."""
    depth = 0
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, offset)
        content = stream[offset + 4 : offset + 4 + length]
        offset += 4 + length
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, content


def _read_sheet(stream: bytes, offset: int, sheet: SheetFacts, book: BookFacts) -> None:
    for kind, content in _records(stream, offset):
        if kind in _ONE_CELL:
            row, column = struct.unpack_from("<HH", content)
            sheet.reach(row + 1, column + 1)
            if kind == _FORMULA:
                book.formulas = True
            if _is_error(kind, content):
                sheet.blanks[row + 1, column + 1] = "excel_error"
        elif kind == _MULRK:
            row, first = struct.unpack_from("<HH", content)
            sheet.reach(row + 1, first + 1)
            sheet.reach(row + 1, struct.unpack_from("<H", content, len(content) - 2)[0] + 1)
        elif kind == _ROW:
            (row,) = struct.unpack_from("<H", content)
            if struct.unpack_from("<H", content, 12)[0] & 0x20:
                sheet.hidden_rows.add(row + 1)
        elif kind == _COLINFO:
            first, last, _, _, options = struct.unpack_from("<5H", content)
            if options & 1:
                sheet.hidden_columns.update(range(first + 1, min(last, 255) + 2))


def _is_error(kind: int, content: bytes) -> bool:
    if kind == _BOOLERR:
        return content[7] == 1
    return kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == 2


def _stream(data: bytes) -> bytes:
    """The stream of the workbook out of the OLE file."""
    sector = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    directory_start, _, cutoff, mini_start = struct.unpack_from("<4I", data, 48)
    table = _allocation(data, sector)
    directory = _chain(data, table, directory_start, sector)
    entries = [directory[at : at + 128] for at in range(0, len(directory) - 127, 128)]
    named = {_name(entry): entry for entry in reversed(entries)}
    found = named.get("workbook") or named.get("book")
    if found is None:
        raise Refused("not_a_table")
    start, size = struct.unpack_from("<II", found, 116)
    if size >= min(cutoff, _SMALL_STREAM):
        return _chain(data, table, start, sector)[:size]
    root_start = struct.unpack_from("<I", entries[0], 116)[0]
    container = _chain(data, table, root_start, sector)
    minis = _chain(data, table, mini_start, sector)
    mini_table = struct.unpack(f"<{len(minis) // 4}I", minis[: len(minis) // 4 * 4])
    return _chain(container, mini_table, start, 64, header=0)[:size]


def _name(entry: bytes) -> str:
    length = min(struct.unpack_from("<H", entry, 64)[0], 64)
    return entry[: max(length - 2, 0)].decode("utf-16-le", "replace").lower()


def _allocation(data: bytes, sector: int) -> tuple[int, ...]:
    """The table that says which sector follows which."""
    following, count = struct.unpack_from("<II", data, 68)
    sectors = list(struct.unpack_from("<109I", data, 76))
    per = sector // 4
    for _ in range(min(count, len(data) // sector + 1)):
        if following >= _END_OF_CHAIN:
            break
        more = struct.unpack_from(f"<{per}I", data, (following + 1) * sector)
        sectors += more[:-1]
        following = more[-1]
    table: list[int] = []
    for number in sectors:
        if number < _END_OF_CHAIN:
            piece = data[(number + 1) * sector : (number + 2) * sector]
            table += struct.unpack(f"<{len(piece) // 4}I", piece[: len(piece) // 4 * 4])
    return tuple(table)


def _chain(data: bytes, table: tuple[int, ...], start: int, sector: int, header: int = 1) -> bytes:
    """The sectors from ``start`` on; a chain that bites its own tail is damaged."""
    pieces: list[bytes] = []
    while start < _END_OF_CHAIN:
        if len(pieces) > len(table):
            raise Refused("damaged_file")
        pieces.append(data[(start + header) * sector : (start + header + 1) * sector])
        start = table[start]
    return b"".join(pieces)
