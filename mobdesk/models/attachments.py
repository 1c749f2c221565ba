"""Files on records: immutable, encrypted, in ``attachments/<random name>.<key id>``.

Each is written and flushed before its row. Rows come and go with Undo; the file is collected when
neither a row nor the history nor a backup names it. The key id in the name lets the same file stand
there under old and new keys while keys are changed: no step of that replaces a file in place.
"""

from __future__ import annotations

import hashlib
import io
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, select

from mobdesk.errors import Refused
from mobdesk.models import files, streams
from mobdesk.models.documents import Attachment
from mobdesk.models.images import unpack
from mobdesk.models.journal import Entry
from mobdesk.models.keyring import OpenKeys
from mobdesk.models.reports import SentPackage

FOLDER = "attachments"
MOST_BYTES = 25 * 1024 * 1024


class Kept(NamedTuple):
    """Where the bytes are, and what they were."""

    storage: str
    size: int
    sha256: str


def _secret(keys: OpenKeys, protected: bool) -> bytes:
    if not protected:
        return keys.file_key
    if keys.office_key is None:
        raise Refused("protected_closed")
    return keys.office_key


def path_of(folder: Path, storage: str, key_id: str) -> Path:
    """Where the file ``storage`` is in ``folder`` (of a workspace, or of copies elsewhere)."""
    return folder / FOLDER / f"{storage}.{key_id}"


def keep(
    keys: OpenKeys,
    data: bytes,
    *,
    protected: bool = False,
    most: int = MOST_BYTES,
    name: str = "",
) -> Kept:
    """Encrypt ``data`` into the workspace and flush it; ``name`` is for the refusal only.

    Raises ``Refused``: ``attachment_too_large``, ``disk_full``, ``protected_closed``.
    """
    if len(data) > most:
        raise Refused("attachment_too_large", name=name, most=most // (1024 * 1024))
    storage = secrets.token_hex(16)
    key = streams.attachment_key(_secret(keys, protected), storage)
    files.make_private_folder(keys.folder / FOLDER)
    with files.writing(path_of(keys.folder, storage, keys.key_id)) as out:
        streams.encrypt_stream(io.BytesIO(data), out, key, storage.encode())
    return Kept(storage, len(data), hashlib.sha256(data).hexdigest())


def read(keys: OpenKeys, storage: str, *, protected: bool = False) -> bytes:
    """Return the bytes kept under ``storage``.

    Raises ``Refused``: ``attachment_gone``, ``attachment_damaged``, ``protected_closed``.
    """
    path = path_of(keys.folder, storage, keys.key_id)
    if not path.is_file():
        raise Refused("attachment_gone")
    key = streams.attachment_key(_secret(keys, protected), storage)
    with streams.open_to_read(path) as sealed:
        return b"".join(streams.decrypted(sealed, key, storage.encode()))


def referenced(connection: Connection) -> set[str]:
    """All names that a row or the history needs."""
    names = set(connection.scalars(select(Attachment.storage)))
    names.update(connection.scalars(select(SentPackage.frozen_storage)))
    entries = select(Entry.before, Entry.after).where(
        Entry.record_table.in_((Attachment.__tablename__, SentPackage.__tablename__))
    )
    for images in connection.execute(entries):
        names.update(_names_in(images))
    return names


def _names_in(images: Iterable[bytes | None]) -> Iterator[str]:
    for image in images:
        if image is not None:
            values = unpack(image)
            for column in ("storage", "frozen_storage"):
                if column in values:
                    yield values[column]


class Stored(NamedTuple):
    """One encrypted file in a folder of attachments."""

    storage: str
    key_id: str
    path: Path


def stored(folder: Path) -> list[Stored]:
    """All encrypted files in ``folder``."""
    place = folder / FOLDER
    if not place.is_dir():
        return []
    found = [p for p in place.iterdir() if not p.name.startswith(".")]
    return [Stored(p.name.partition(".")[0], p.name.partition(".")[2], p) for p in found]


def collect(folder: Path, needed: set[str]) -> int:
    """Delete what nothing needs any more; return how many files went."""
    gone = [file.path for file in stored(folder) if file.storage not in needed]
    for path in gone:
        files.delete(path)
    return len(gone)


def sweep_other_keys(folder: Path, key_id: str) -> int:
    """Delete what stands there under other keys, where it stands under ``key_id`` as well.

    Called after a good opening with ``key_id``; return how many files went.
    """
    all_files = stored(folder)
    ours = {file.storage for file in all_files if file.key_id == key_id}
    gone = [f.path for f in all_files if f.key_id != key_id and f.storage in ours]
    for path in gone:
        files.delete(path)
    return len(gone)
