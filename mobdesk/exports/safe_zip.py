"""Foreign ZIPs are looked at before anything is inflated, and inflated within limits, in memory.

The container must be exactly the one ``zipping`` writes: every byte outside the contents is
compared, so that a change anywhere is seen.
"""

from __future__ import annotations

import hashlib
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO, NamedTuple

from mobdesk.errors import Refused
from mobdesk.exports.zipping import DEFLATED, SEAL, STORED, Member, directory, local_header

MOST_ENTRIES = 2_000
MOST_INFLATED = 300_000_000
MOST_RATIO = 200
_CHUNK = 1 << 20
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10)}
#: Everything that a broken or hostile container makes the standard library raise.
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError,
    struct.error, UnicodeDecodeError, OverflowError, OSError, IndexError, KeyError,
)  # fmt: skip


class Found(NamedTuple):
    """Something wrong with one file; ``code`` is worded in ``texts``."""

    file: str
    code: str


def unsafe_name(name: str) -> bool:
    """The name could leave the folder, hide, or be no file name on some system."""
    if not name or len(name) > 250 or "\\" in name or ":" in name or name.startswith("/"):
        return True
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in name):
        return True
    for part in name.split("/"):
        if part in ("", ".", "..") or part[-1] in ". " or part.startswith(" "):
            return True
        if part.split(".")[0].lower() in _RESERVED or any(c in '<>"|?*' for c in part):
            return True
    return False


def shown(name: str) -> str:
    """A foreign name that is safe to print."""
    return "".join(c if c.isprintable() else "�" for c in name)[:250]


def same_name(name: str) -> str:
    """Names with equal keys are one file on some computers."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


def check_names(names: Sequence[str]) -> Iterator[Found]:
    """Names that must not be used, and names that two files share."""
    seen: set[str] = set()
    for name in names:
        if unsafe_name(name):
            yield Found(shown(name), "name_unsafe")
        key = same_name(name)
        if key in seen:
            yield Found(shown(name), "file_twice")
        seen.add(key)


class SafeZip:
    """An opened container: ``problems`` of the container itself, ``read`` for its files.

    Raises Refused ``package_over_limit``; a container that cannot be opened at all has the one
    problem ``container_damaged`` and no names.
    """

    def __init__(self, file: BinaryIO, label: str) -> None:
        self._label = label
        self._left = MOST_INFLATED
        self.problems: list[Found] = []
        self._infos: dict[str, zipfile.ZipInfo] = {}
        self._names: list[str] = []
        try:
            self._zip = zipfile.ZipFile(file)
            infos = self._zip.infolist()
        except BROKEN:
            self.problems.append(Found(label, "container_damaged"))
            return
        self._check_limits(infos)
        self._names = [info.orig_filename for info in infos]
        self.problems += check_names(self._names)
        for info in infos:
            if stat.S_ISLNK(info.external_attr >> 16):
                self.problems.append(Found(shown(info.orig_filename), "name_unsafe"))
            self._infos.setdefault(info.orig_filename, info)
        try:
            if not is_ours(file, infos):
                self.problems.append(Found(label, "container_changed"))
        except BROKEN:
            self.problems.append(Found(label, "container_damaged"))

    @property
    def names(self) -> list[str]:
        """The names as they stand in the container."""
        return self._names

    def _check_limits(self, infos: list[zipfile.ZipInfo]) -> None:
        total = sum(info.file_size for info in infos)
        if len(infos) > MOST_ENTRIES or total > MOST_INFLATED:
            raise Refused("package_over_limit", file=self._label)
        for info in infos:
            if info.file_size > _CHUNK and info.file_size > MOST_RATIO * info.compress_size:
                raise Refused("package_over_limit", file=self._label)

    def chunks(self, name: str) -> Iterator[bytes]:
        """The contents of ``name`` in pieces; raises one of ``BROKEN`` where it is damaged.

        What is really inflated counts, not what the header says. Raises Refused
        ``package_over_limit``.
        """
        info = self._infos[name]
        if info.flag_bits & 1:
            raise zipfile.BadZipFile("encrypted inside")
        with self._zip.open(info) as file:
            while chunk := file.read(_CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise Refused("package_over_limit", file=self._label)
                yield chunk


def is_ours(file: BinaryIO, infos: Sequence[zipfile.ZipInfo]) -> bool:
    """Every byte of the container outside the contents is as ``zipping`` writes it."""
    at = 0
    members = []
    for info in infos:
        if info.compress_type not in (STORED, DEFLATED) or info.header_offset != at:
            return False
        member = Member(
            info.orig_filename, info.compress_type, info.CRC, info.compress_size,
            info.file_size, info.header_offset,
        )  # fmt: skip
        header = local_header(member)
        file.seek(at)
        if file.read(len(header)) != header:
            return False
        members.append(member)
        at += len(header) + info.compress_size
    tail = directory(members, at, SEAL + _digest(file, at))
    return file.read(len(tail) + 1) == tail


def _digest(file: BinaryIO, length: int) -> bytes:
    """The SHA-256 of the first ``length`` bytes; leaves the file there."""
    file.seek(0)
    digest = hashlib.sha256()
    while length > 0 and (piece := file.read(min(_CHUNK, length))):
        digest.update(piece)
        length -= len(piece)
    return digest.hexdigest().encode()


def read_limited(read: Callable[[int], bytes], most: int, label: str) -> bytes:
    """Read to the end, refusing more than ``most`` bytes."""
    pieces, total = [], 0
    while piece := read(_CHUNK):
        total += len(piece)
        if total > most:
            raise Refused("package_over_limit", file=label)
        pieces.append(piece)
    return b"".join(pieces)
