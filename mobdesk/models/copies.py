"""Disposable encrypted copies of a database, and what is read from them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mobdesk.errors import Refused
from mobdesk.models import attachments, database, files


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A path for an encrypted copy that goes afterwards; a killed program's is swept at start."""
    files.make_private_folder(folder)
    path = folder / f".copy-{secrets.token_hex(6)}{files.TEMPORARY}"
    try:
        yield path
    finally:
        with suppress(Refused):
            files.delete(path)


def open_scratch(path: Path, file_key: bytes, *, new: bool = False) -> database.Raw:
    """Open a disposable copy: its journal stays in memory, nothing waits for the disk."""
    raw = database.connect(path, file_key, new=new)
    raw.execute("PRAGMA journal_mode = MEMORY").fetchall()
    raw.execute("PRAGMA synchronous = OFF")
    return raw


def copy_database(live: Path, live_key: bytes, target: Path, target_key: bytes) -> None:
    """Copy a database through the backup API, into another key if wanted; reads every page.

    Works while others read and write. Raises ``database_damaged`` for most damaged pages: use
    ``check_file`` to be sure.
    """
    source = database.connect(live, live_key, read_only=True)
    try:
        copy = open_scratch(target, target_key, new=True)
        try:
            source.backup(copy)
        except database.driver.DatabaseError as err:
            known = database.known_error(err)
            raise (known or err) from err
        finally:
            copy.close()
    finally:
        source.close()


def check_file(path: Path, file_key: bytes) -> None:
    """Read every page and reference of a database file; ``database_damaged``."""
    raw = database.connect(path, file_key, read_only=True)
    try:
        if database.check(raw):
            raise Refused("database_damaged")
    finally:
        raw.close()


def counts(raw: database.Raw) -> dict[str, int]:
    """The number of rows of every table."""
    names = [
        row[0]
        for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not row[0].startswith("sqlite_")
    ]
    return {n: raw.execute(f'SELECT count(*) FROM "{n}"').fetchone()[0] for n in sorted(names)}


def attachment_names(raw: database.Raw) -> set[str]:
    """The names of all encrypted files that a database or its history needs."""
    engine = database.engine(lambda: raw, "BEGIN")
    with engine.connect() as connection:
        return attachments.referenced(connection)


def last_change(raw: database.Raw) -> int:
    """The newest step of the history."""
    return int(raw.execute("SELECT coalesce(max(id), 0) FROM changes").fetchone()[0])


def vault_digests(raw: database.Raw) -> dict[str, str]:
    """A digest of each private container, which is encrypted: it tells only whether it changed."""
    rows = raw.execute("SELECT slot_id, container FROM vaults").fetchall()
    return {slot: hashlib.blake2b(bytes(c), digest_size=16).hexdigest() for slot, c in rows}


def ledger(raw: database.Raw) -> tuple[str, ...]:
    """The erasure ledger of a database."""
    return tuple(row[0] for row in raw.execute("SELECT uid FROM erasures ORDER BY uid"))
