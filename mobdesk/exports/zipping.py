"""A ZIP whose bytes depend on nothing but the names and contents put into it.

Fixed date, no attributes, sizes and checksums known before they are written (no data descriptors),
so that ``verify`` can account for every single byte of the container.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from mobdesk.errors import Refused

# 1 January 1980, the first day a ZIP can name.
_TIME, _DATE = 0, 0x21
_VERSION = 20
_UTF8 = 0x800
STORED, DEFLATED = 0, 8
_MOST = 0xFFFFFFFF
LOCAL_SIZE, CENTRAL_SIZE, END_SIZE = 30, 46, 22


class Sink(Protocol):
    """Where bytes go: a file, a ``BytesIO``, a cipher."""

    def write(self, data: bytes, /) -> object:
        """Take ``data``."""


class Member(NamedTuple):
    """One file inside, as the container describes it."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    offset: int


def local_header(member: Member) -> bytes:
    """The bytes that stand before the contents of ``member``."""
    name = member.name.encode()
    return (
        struct.pack(
            "<4s5H3L2H", b"PK\3\4", _VERSION, _UTF8, member.method, _TIME, _DATE,
            member.crc, member.packed, member.size, len(name), 0,
        )
        + name
    )  # fmt: skip


def directory(members: Iterable[Member], at: int, comment: bytes = b"") -> bytes:
    """The central directory and the end record of a container whose contents end at ``at``."""
    entries = []
    for member in members:
        name = member.name.encode()
        head = struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", _VERSION, _VERSION, _UTF8, member.method, _TIME, _DATE,
            member.crc, member.packed, member.size, len(name), 0, 0, 0, 0, 0, member.offset,
        )  # fmt: skip
        entries.append(head + name)
    body = b"".join(entries)
    n = len(entries)
    return (
        body + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, n, n, len(body), at, len(comment)) + comment
    )


#: A sealed container ends with this and the SHA-256 of all its members. Deflated
#: data has bits that no reader looks at; the seal sees a change there as well.
SEAL = b"mobdesk sha256 "
SEAL_SIZE = len(SEAL) + 64


def pack(content: bytes) -> tuple[int, bytes]:
    """Return method and packed bytes: deflated where that is shorter, else stored."""
    deflater = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = deflater.compress(content) + deflater.flush()
    return (DEFLATED, packed) if len(packed) < len(content) else (STORED, content)


class ZipOut:
    """Writes members one after the other to ``sink``; ``close`` writes the directory."""

    def __init__(self, sink: Sink, *, sealed: bool = False) -> None:
        self._sink = sink
        self._seal = hashlib.sha256() if sealed else None
        self._at = 0
        self._members: list[Member] = []

    def add(self, name: str, content: bytes, *, store: bool = False) -> None:
        """Add one file; ``store`` leaves what is already compressed as it is."""
        method, packed = (STORED, content) if store else pack(content)
        self.add_packed(name, method, zlib.crc32(content), len(content), [packed])

    def add_packed(
        self, name: str, method: int, crc: int, size: int, packed: Iterable[bytes]
    ) -> None:
        """Add contents that are packed already, in pieces."""
        pieces = list(packed)
        length = sum(map(len, pieces))
        member = Member(name, method, crc, length, size, self._at)
        header = local_header(member)
        after = self._at + len(header) + length
        if after > _MOST or size > _MOST or len(self._members) >= 0xFFFF:
            raise Refused("package_too_large", name=name)
        self._write(header)
        for piece in pieces:
            self._write(piece)
        self._members.append(member)
        self._at = after

    def close(self) -> None:
        """Write what comes after the last member."""
        comment = SEAL + self._seal.hexdigest().encode() if self._seal else b""
        self._sink.write(directory(self._members, self._at, comment))

    def _write(self, data: bytes) -> None:
        if self._seal:
            self._seal.update(data)
        self._sink.write(data)
