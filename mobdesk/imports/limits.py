"""What is checked before a foreign file is parsed (security.md section 8)."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from mobdesk.errors import Refused

FILE_BYTES = 150 * 1024 * 1024
"""No list of participants is longer; a longer file cannot be held beside its cells."""
ENTRIES = 2_000
INFLATED_BYTES = 300 * 1024 * 1024
RATIO = 200
RATIO_FROM_BYTES = 8 * 1024 * 1024
"""A small part may be squeezed any amount: it cannot hurt."""
CELLS = 5_000_000
"""Of the block from the first to the last cell that holds something, whatever the file claims."""

_STEP = 64 * 1024


class Archive:
    """A ZIP file in memory whose parts are inflated under a common budget.

    Names are never used as paths on disk: parts are only looked up. Only parts that are asked
    for are inflated, so a bomb in a part that nobody reads costs nothing.
    """

    def __init__(self, data: bytes) -> None:
        """Raise ``Refused``: ``damaged_file``, ``over_limit`` or ``unsafe_file``."""
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError) as error:
            raise Refused("damaged_file") from error
        entries = self._zip.infolist()
        if len(entries) > ENTRIES:
            raise Refused("over_limit", limit="entries", allowed=ENTRIES)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            name = _key(entry.filename)
            if name in self._entries:
                raise Refused("unsafe_file", why="twice")
            self._entries[name] = entry
        self._inflated = 0
        self.encrypted = any(entry.flag_bits & 0x1 for entry in entries)

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def names(self) -> list[str]:
        """All names, small letters, with forward slashes."""
        return list(self._entries)

    def written_names(self) -> list[tuple[str, str]]:
        """All names as ``names`` gives them, each with its spelling (slashes put right)."""
        return [
            (key, entry.filename.replace("\\", "/").lstrip("/"))
            for key, entry in self._entries.items()
        ]

    def part(self, name: str) -> bytes:
        """The content of a part; ``KeyError`` without it."""
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of a part in pieces of at most 64 kB."""
        entry = self._entries[_key(name)]
        size = 0
        try:
            with self._zip.open(entry) as stream:
                while piece := stream.read(_STEP):
                    size += len(piece)
                    self._inflated += len(piece)
                    if self._inflated > INFLATED_BYTES:
                        allowed = INFLATED_BYTES // 1024 // 1024
                        raise Refused("over_limit", limit="inflated", allowed=allowed)
                    if size > RATIO_FROM_BYTES and size > RATIO * max(entry.compress_size, 1):
                        raise Refused("over_limit", limit="ratio", allowed=RATIO)
                    yield piece
        except RuntimeError as error:  # zipfile's word for "needs a password"
            raise Refused("encrypted_file") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise Refused("damaged_file") from error


def _key(name: str) -> str:
    """Names differ neither by case nor by kind of slash (some programs write backslashes)."""
    return name.replace("\\", "/").lstrip("/").lower()
