"""One backup as one file: key slots in the open, all else encrypted and authenticated.

    mark (8) | length (4) + head | length (4) + sealed facts | encrypted stream

The *head* is JSON that anybody may read, as with ``keys.json``: name, workspace, key id, and the
whole key file of that moment, so that the container opens on another computer with a passphrase.
The *facts* (when, why, counts, the list of attachments) and the *stream* (the encrypted database,
then attachments if the container is to stand alone) are under a key of this container alone; the
head is their additional data, so that no part can be exchanged.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from mobdesk.domain.progress import Progress
from mobdesk.errors import Refused
from mobdesk.models import files, keys_file, sealing, streams
from mobdesk.models.keyring import OpenKeys
from mobdesk.models.sealing import Broken

ENDING = ".mobdesk-backup"
FORMAT = 1
_MARK = b"MOBDESKB"
_MOST_HEAD = 2 << 20
_MOST_FACTS = 64 << 20


@dataclass(frozen=True)
class Facts:
    """What a backup says of itself, once its key is there."""

    made_at: str
    reason: str
    program: str
    schema: str
    counts: Mapping[str, int]
    database_size: int
    attachments: tuple[tuple[str, int], ...]
    """Name and encrypted size of every file that this state needs."""
    standing_alone: bool = False
    """Whether the attachments are inside; otherwise they stand beside it."""
    last_change: int = 0
    vaults: Mapping[str, str] = field(default_factory=dict)
    """Account and digest of each private container inside."""
    needs_removed: bool = False
    vaults_removed: bool = False
    erased: tuple[str, ...] = ()
    """The erasure ledger that was applied to it."""


class Head(NamedTuple):
    """What anybody can read of a container."""

    path: Path
    name: str
    workspace_id: str
    key_id: str
    keys: bytes
    raw: bytes
    facts: bytes
    start: int


class Source(NamedTuple):
    """A file to be put into a container, with the size it will have there."""

    path: Path
    size: int


def new_name() -> str:
    """A random name for a container: its key is made from it."""
    return secrets.token_hex(16)


def write(
    path: Path,
    keys: OpenKeys,
    key_file: bytes,
    facts: Facts,
    parts: Sequence[Source],
    progress: Progress | None = None,
) -> None:
    """Write a container, whole and flushed or not at all, under a new name and key."""
    name = new_name()
    head = json.dumps(
        {
            "format": FORMAT, "name": name, "workspace": keys.workspace_id, "key_id": keys.key_id,
            "keys": base64.b64encode(key_file).decode(),
        }
    ).encode()  # fmt: skip
    key = streams.backup_key(keys.file_key, name)
    told = json.dumps(asdict(facts), ensure_ascii=False).encode()
    sealed = sealing.seal_bytes(sealing.derive(key, "facts"), told, head)
    with files.writing(path) as out:
        out.write(_MARK + len(head).to_bytes(4, "big") + head)
        out.write(len(sealed).to_bytes(4, "big") + sealed)
        source: BinaryIO = io.BufferedReader(_Joined(parts))
        streams.encrypt_stream(source, out, key, _bound(head, sealed), progress)


def read_head(path: Path) -> Head:
    """Read the open part. Raises ``Refused``: ``not_a_backup``, ``backup_newer``, ``file_gone``."""
    with streams.open_to_read(path) as source:
        try:
            if source.read(len(_MARK)) != _MARK:
                raise ValueError("another kind of file")
            head = _block(source, _MOST_HEAD)
            facts = _block(source, _MOST_FACTS)
            told = json.loads(head)
            if told["format"] > FORMAT:
                raise Refused("backup_newer")
            key_file = base64.b64decode(told["keys"], validate=True)
            name, workspace, key_id = (told[word] for word in ("name", "workspace", "key_id"))
            if not all(isinstance(word, str) for word in (name, workspace, key_id)):
                raise ValueError("another type")
            return Head(path, name, workspace, key_id, key_file, head, facts, source.tell())
        except (ValueError, KeyError, TypeError) as problem:
            raise Refused("not_a_backup", name=path.name) from problem


def read_facts(head: Head, keys: OpenKeys) -> Facts:
    """Open the facts. Raises ``Refused``: ``backup_of_other_keys``, ``backup_damaged``."""
    if head.key_id != keys.key_id or head.workspace_id != keys.workspace_id:
        raise Refused("backup_of_other_keys")
    key = sealing.derive(streams.backup_key(keys.file_key, head.name), "facts")
    try:
        told = json.loads(sealing.unseal_bytes(key, head.facts, head.raw))
    except Broken:
        raise Refused("backup_damaged", name=head.path.name) from None
    told["attachments"] = tuple((name, size) for name, size in told["attachments"])
    told["erased"] = tuple(told["erased"])
    return Facts(**told)


def extract(
    head: Head,
    facts: Facts,
    keys: OpenKeys,
    database: Path,
    attachments: Mapping[str, Path] | None = None,
    progress: Progress | None = None,
) -> None:
    """Write the encrypted database to ``database`` and wanted inner attachments to their paths.

    Everything is authenticated up to the last byte, or nothing stays: ``backup_damaged``.
    """
    targets: list[tuple[Path | None, int]] = [(database, facts.database_size)]
    if facts.standing_alone:
        targets += [((attachments or {}).get(name), size) for name, size in facts.attachments]
    pieces = _pieces(head, keys, progress)
    made: list[Path] = []
    try:
        for path, size in targets:
            if path is None:
                _skip(pieces, size)
            else:
                files.write_atomically(path, pieces.take(size))
                made.append(path)
        pieces.finish()
    except BaseException:
        for path in made:
            files.delete(path)
        raise


def check(head: Head, keys: OpenKeys, progress: Progress | None = None) -> None:
    """Read and authenticate every byte of the stream; ``backup_damaged``."""
    pieces = _pieces(head, keys, progress)
    while pieces.more():
        pass


# Reading and writing streams


class _Joined(io.RawIOBase):
    """Several files one after the other, each with exactly the promised size."""

    def __init__(self, parts: Sequence[Source]) -> None:
        self._parts = iter(parts)
        self._file: BinaryIO | None = None
        self._left = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while self._file is None or not self._left:
            if self._file is not None:
                self._file.close()
                self._file = None
            part = next(self._parts, None)
            if part is None:
                return 0
            self._file, self._left = streams.open_to_read(part.path), part.size
        data = self._file.read(min(len(buffer), self._left))
        if not data:
            raise Refused("file_gone", name="")
        buffer[: len(data)] = data
        self._left -= len(data)
        return len(data)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()


class _Pieces:
    """A decrypted stream, handed out in runs of wanted sizes."""

    def __init__(self, source: Iterator[bytes], name: str, progress: Progress | None) -> None:
        self._source, self._name, self._progress = source, name, progress
        self._rest = b""
        self._done = 0

    def more(self) -> bytes:
        """The next decrypted piece; empty at the end, which is authenticated as well."""
        try:
            piece = next(self._source, b"")
        except Refused:
            raise Refused("backup_damaged", name=self._name) from None
        self._done += len(piece)
        if self._progress is not None:
            self._progress.step(self._done, 0)
        return piece

    def take(self, size: int) -> Iterator[bytes]:
        """Give exactly ``size`` bytes."""
        while size:
            piece = self._rest or self.more()
            if not piece:
                raise Refused("backup_damaged", name=self._name)
            yield piece[:size]
            self._rest = piece[size:]
            size -= min(size, len(piece))

    def finish(self) -> None:
        """Reach the end; bytes left over are damage."""
        if self._rest or self.more():
            raise Refused("backup_damaged", name=self._name)


def _pieces(head: Head, keys: OpenKeys, progress: Progress | None) -> _Pieces:
    key = streams.backup_key(keys.file_key, head.name)
    return _Pieces(_decrypted(head, key, _bound(head.raw, head.facts)), head.path.name, progress)


def _decrypted(head: Head, key: bytes, bound: bytes) -> Iterator[bytes]:
    with streams.open_to_read(head.path) as source:
        source.seek(head.start)
        yield from streams.decrypted(source, key, bound)


def _skip(pieces: _Pieces, size: int) -> None:
    for _piece in pieces.take(size):
        pass


def _bound(head: bytes, facts: bytes) -> bytes:
    return hashlib.sha256(sealing.joined("backup", head, facts)).digest()


def _block(source: BinaryIO, most: int) -> bytes:
    size = int.from_bytes(source.read(4), "big")
    if size > most:
        raise ValueError("too large")
    data = source.read(size)
    if len(data) != size:
        raise ValueError("cut")
    return data


def key_file_of(head: Head) -> keys_file.KeyFile:
    """The key slots inside; ``keys_damaged``."""
    return keys_file.parse(head.keys)
