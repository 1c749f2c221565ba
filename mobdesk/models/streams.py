"""Files of any size, encrypted in pieces of 64 KiB in constant memory.

A file is a mark, a random salt and its pieces, each sealed under the key of this one file with its
number and whether it is the last in the additional data: nothing can be cut, moved, doubled or
taken from another file.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from mobdesk.domain.progress import Progress
from mobdesk.errors import Refused
from mobdesk.models import files, sealing
from mobdesk.models.sealing import OVERHEAD, Broken

PIECE = 64 * 1024
_MARK = b"MOBDESK\x01"
_SALT = 32
_HEADER = len(_MARK) + _SALT


class Sink(Protocol):
    """Something that takes bytes."""

    def write(self, data: bytes, /) -> object:
        """Take ``data``."""


def attachment_key(secret: bytes, name: str) -> bytes:
    """The key of one attachment, from the file key or, when protected, the office key."""
    return sealing.derive(secret, "attachment", name)


def backup_key(file_key: bytes, name: str) -> bytes:
    """The key of one backup container."""
    return sealing.derive(file_key, "backup", name)


def encrypted_size(size: int) -> int:
    """The size of ``size`` bytes when encrypted."""
    return _HEADER + size + max(1, -(-size // PIECE)) * OVERHEAD


def _pieces(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bool]]:
    """Read pieces of ``size`` bytes, each with whether it is the last; at least one."""
    piece = _full(source, size)
    while True:
        following = _full(source, size) if len(piece) == size else b""
        yield piece, not following
        if not following:
            return
        piece = following


def _full(source: BinaryIO, size: int) -> bytes:
    """Read ``size`` bytes unless the source ends: a pipe may give fewer at a time."""
    parts: list[bytes] = []
    while size and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _associated(aad: bytes, number: int, last: bool) -> bytes:
    return sealing.joined(aad, number.to_bytes(8, "big"), b"last" if last else b"more")


def encrypt_stream(
    source: BinaryIO, sink: Sink, key: bytes, aad: bytes, progress: Progress | None = None
) -> int:
    """Encrypt all of ``source`` into ``sink``; return the bytes read."""
    salt = os.urandom(_SALT)
    own = sealing.derive(key, "file", salt=salt)
    sink.write(_MARK + salt)
    done = 0
    for number, (piece, last) in enumerate(_pieces(source, PIECE)):
        sink.write(sealing.seal_bytes(own, piece, _associated(aad, number, last)))
        done += len(piece)
        if progress is not None:
            progress.step(done, 0)
    return done


def decrypted(source: BinaryIO, key: bytes, aad: bytes) -> Iterator[bytes]:
    """Give the pieces of an encrypted stream, each checked; ``attachment_damaged``.

    The end is checked with the last piece: keep nothing unless the iterator is exhausted.
    """
    header = _full(source, _HEADER)
    if len(header) < _HEADER or not header.startswith(_MARK):
        raise Refused("attachment_damaged")
    own = sealing.derive(key, "file", salt=header[len(_MARK) :])
    for number, (sealed, last) in enumerate(_pieces(source, PIECE + OVERHEAD)):
        try:
            yield sealing.unseal_bytes(own, sealed, _associated(aad, number, last))
        except Broken:
            raise Refused("attachment_damaged") from None


def encrypt_file(
    source: Path, target: Path, key: bytes, aad: bytes, progress: Progress | None = None
) -> int:
    """Encrypt a file into ``target``, whole and flushed or not at all; return its plain size."""
    with open_to_read(source) as plain, files.writing(target) as out:
        return encrypt_stream(plain, out, key, aad, progress)


def decrypt_file(
    source: Path, target: Path, key: bytes, aad: bytes, progress: Progress | None = None
) -> int:
    """Decrypt a file into the private ``target``; nothing is left unless all of it is genuine."""
    done = 0
    with open_to_read(source) as sealed, files.writing(target) as out:
        for piece in decrypted(sealed, key, aad):
            out.write(piece)
            done += len(piece)
            if progress is not None:
                progress.step(done, 0)
    return done


def encrypt_bytes(data: bytes, key: bytes, aad: bytes) -> bytes:
    """Encrypt ``data`` in the same format."""
    sink = io.BytesIO()
    encrypt_stream(io.BytesIO(data), sink, key, aad)
    return sink.getvalue()


def decrypt_bytes(data: bytes, key: bytes, aad: bytes) -> bytes:
    """Decrypt what ``encrypt_bytes`` or ``encrypt_file`` made."""
    return b"".join(decrypted(io.BytesIO(data), key, aad))


def open_to_read(path: Path) -> BinaryIO:
    """Open a file to read; known errors as in ``files``."""
    try:
        return path.open("rb")
    except OSError as problem:
        raise files.known_error(problem, path) from problem
