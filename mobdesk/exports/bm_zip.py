"""One part of a ZIP replaced; all other parts are copied as they lie, not even unpacked."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from itertools import pairwise
from zipfile import BadZipFile, ZipFile, ZipInfo

from mobdesk.errors import Refused

_CENTRAL, _END = struct.Struct("<4s4B4HL2L5H2L"), struct.Struct("<4s4H2LH")
_MOST_BYTES = 300 * 1024 * 1024
_RATIO, _RATIO_FROM = 200, 8 * 1024 * 1024
_BIG = 0xFFFFFFFF


def read_part(data: bytes, name: str) -> bytes:
    """The content of a part, within the limits of foreign files."""
    entry = _entry(data, name)
    with ZipFile(BytesIO(data)) as package, package.open(entry) as stream:
        content = stream.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise Refused("over_limit", limit="inflated", allowed=_MOST_BYTES // 1024 // 1024)
    if len(content) > _RATIO_FROM and len(content) > _RATIO * max(entry.compress_size, 1):
        raise Refused("over_limit", limit="ratio", allowed=_RATIO)
    return content


def _entry(data: bytes, name: str) -> ZipInfo:
    """The entry of a part; names differ neither by case nor by kind of slash."""
    try:
        entries = ZipFile(BytesIO(data)).infolist()
    except (BadZipFile, ValueError, OSError) as error:
        raise Refused("damaged_file") from error
    found = [e for e in entries if _key(e.filename) == _key(name)]
    if len(found) != 1:
        raise Refused("damaged_file" if not found else "unsafe_file", why="twice")
    return found[0]


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The package with another content of one part; the order and all other bytes stay."""
    target = _entry(data, name)
    end, central = _ends(data)
    entries = _central(data, central)
    starts = sorted({offset for _, offset in entries} | {central})
    squeezer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = squeezer.compress(content) + squeezer.flush()
    pieces, moved, length = [data[: starts[0]]], {}, starts[0]
    for first, last in pairwise(starts):
        moved[first] = length
        own = first == target.header_offset
        piece = _local(data, first, content, packed) if own else data[first:last]
        pieces.append(piece)
        length += len(piece)
    listed = []
    for record, offset in entries:
        fields = list(_CENTRAL.unpack_from(record))
        if offset == target.header_offset:
            fields[5] &= ~0x8  # sizes stand before the content now
            fields[6], fields[9] = 8, zlib.crc32(content)
            fields[10], fields[11] = len(packed), len(content)
        fields[18] = moved[offset]
        listed.append(_CENTRAL.pack(*fields) + record[_CENTRAL.size :])
    directory = b"".join(listed)
    tail = list(_END.unpack_from(data, end))
    tail[5], tail[6] = len(directory), length
    return b"".join([*pieces, directory, _END.pack(*tail), data[end + _END.size :]])


def _ends(data: bytes) -> tuple[int, int]:
    """Where the end record and the directory stand. Very large packages are not edited."""
    end = data.rfind(b"PK\x05\x06")
    if end < 0 or end + _END.size > len(data):
        raise Refused("damaged_file")
    fields = _END.unpack_from(data, end)
    size, central = fields[5], fields[6]
    if _BIG in (size, central) or fields[4] == 0xFFFF:
        raise Refused("bm_cannot_edit", why="zip64")
    if central + size != end:  # something stands before or between: offsets cannot be trusted
        raise Refused("bm_cannot_edit", why="zip")
    return end, central


def _central(data: bytes, place: int) -> list[tuple[bytes, int]]:
    """The records of the directory, each with the place of its entry."""
    found = []
    while data[place : place + 4] == b"PK\x01\x02":
        fields = _CENTRAL.unpack_from(data, place)
        size = _CENTRAL.size + fields[12] + fields[13] + fields[14]
        if _BIG in (fields[10], fields[11], fields[18]):
            raise Refused("bm_cannot_edit", why="zip64")
        found.append((data[place : place + size], fields[18]))
        place += size
    if not found:
        raise Refused("damaged_file")
    return found


def _local(data: bytes, place: int, content: bytes, packed: bytes) -> bytes:
    """A new entry with the old one's name and date."""
    signature, version, flags, _, clock, day, *_rest, names, _more = struct.unpack_from(
        "<4s5H3L2H", data, place
    )
    if signature != b"PK\x03\x04":
        raise Refused("damaged_file")
    head = struct.pack(
        "<4s5H3L2H", signature, max(version, 20), flags & ~0x8, 8, clock, day,
        zlib.crc32(content), len(packed), len(content), names, 0,
    )  # fmt: skip
    return head + data[place + 30 : place + 30 + names] + packed
