"""Opening the encrypted file: one way, checked, with the pragmas of the contract."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlalchemy.util import LRUCache
from sqlcipher3 import dbapi2 as driver

from mobdesk.errors import MobdeskError, Refused
from mobdesk.models import files

__all__ = [
    "BUSY_MS",
    "Raw",
    "check",
    "connect",
    "driver",
    "engine",
    "forget_statements",
    "known_error",
    "versions",
]

Raw = Any  # a connection of the driver, which has no types

BUSY_MS = 5_000
# The SQL of statements, for both lanes of every open store. It holds the values they were first
# asked with, so it is emptied when a store closes.
_COMPILED: LRUCache[Any, Any] = LRUCache(1_000)
registry.register("sqlite.mobdesk", "mobdesk.models.dialect", "SharedDialect")

_PLAIN = b"SQLite format 3\x00"

# Primary result codes of SQLite that are no fault of ours.
_KNOWN = {
    5: "database_busy",
    6: "database_busy",
    8: "folder_read_only",
    9: "cancelled",
    10: "disk_trouble",
    11: "database_damaged",
    13: "disk_full",
    14: "folder_gone",
    26: "database_damaged",
}


# The backup call of the driver gives no code, only SQLite's own words, which are never translated.
_TOLD = {
    "database is locked": 5,
    "attempt to write a readonly database": 8,
    "disk I/O error": 10,
    "database disk image is malformed": 11,
    "database or disk is full": 13,
    "unable to open database file": 14,
    "file is not a database": 26,
}


def known_error(err: BaseException) -> MobdeskError | None:
    """Return the known error behind a driver error, or None when it is a bug."""
    original = err.orig if isinstance(err, DBAPIError) else err
    code = getattr(original, "sqlite_errorcode", None)
    if code is None and isinstance(original, driver.Error):
        code = _TOLD.get(str(original))
    if code is None:
        return None
    word = _KNOWN.get(code & 0xFF)
    return Refused(word) if word else None


def versions() -> tuple[str, str]:
    """The versions of SQLCipher and of the SQLite inside it, which every workspace is read with."""
    raw = driver.connect(":memory:")
    try:
        return raw.execute("PRAGMA cipher_version").fetchone()[0], driver.sqlite_version
    finally:
        raw.close()


def connect(path: Path, file_key: bytes, *, read_only: bool = False, new: bool = False) -> Raw:
    """Open the database with the raw 256-bit ``file_key``.

    Raises ``Refused``: ``folder_gone`` (no such file), ``folder_read_only`` (for a new one),
    ``database_not_encrypted``,
    ``database_damaged`` (also for a key of another database).
    """
    if not new and not path.is_file():
        raise Refused("folder_gone")
    if not new:
        with path.open("rb") as file:
            if file.read(16) == _PLAIN:
                raise Refused("database_not_encrypted")
    if new:
        try:
            path.touch(mode=0o600)  # SQLite would make it readable for all
        except OSError as problem:
            raise files.known_error(problem, path) from problem
    raw = driver.connect(
        f"{path.resolve().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_MS / 1000,
    )
    try:
        _prepare(raw, file_key, read_only)
    except BaseException as err:
        raw.close()
        known = known_error(err)
        if known is None:
            raise
        raise known from err
    return raw


def _prepare(raw: Raw, file_key: bytes, read_only: bool) -> None:
    if len(file_key) != 32:
        raise ValueError("a file key has 32 bytes")
    raw.execute("PRAGMA cipher_log_level = NONE")
    raw.execute(f"PRAGMA key = \"x'{file_key.hex()}'\"")
    raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
    # Without a key SQLCipher would silently write a plain file.
    if str(raw.execute("PRAGMA cipher_status").fetchone()[0]) != "1":
        raise RuntimeError("the database is not encrypted")
    if not _keeps_temporary_data_in_memory():
        raise RuntimeError("the library would write temporary tables to the disk, unencrypted")
    for pragma in (
        "foreign_keys = ON",
        "secure_delete = ON",
        "journal_mode = DELETE",
        "synchronous = EXTRA",
        "temp_store = MEMORY",
        "cache_size = -65536",
        f"query_only = {'ON' if read_only else 'OFF'}",
        # A long transaction keeps its pages in memory, so that readers are not locked out.
        f"cache_spill = {'ON' if read_only else 'OFF'}",
    ):
        raw.execute(f"PRAGMA {pragma}").fetchall()


@cache
def _keeps_temporary_data_in_memory() -> bool:
    """Whether the library obeys ``temp_store``; compiled with 0, it writes files all the same."""
    raw = driver.connect(":memory:")
    try:
        options = {row[0] for row in raw.execute("PRAGMA compile_options")}
        raw.execute("PRAGMA temp_store = MEMORY").fetchall()
        obeys = raw.execute("PRAGMA temp_store").fetchone()[0] == 2
    finally:
        raw.close()
    return obeys and "TEMP_STORE=0" not in options


def engine(open_connection: Callable[[], Raw], begin: str) -> Engine:
    """An engine over one kept connection; transactions start with ``begin``."""
    made = create_engine(
        "sqlite+mobdesk://",
        module=driver,
        creator=open_connection,
        poolclass=StaticPool,
        hide_parameters=True,
        execution_options={"compiled_cache": _COMPILED},
    )

    @event.listens_for(made, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return made


def forget_statements() -> None:
    """Keep nothing of what was asked: the workspace is locked."""
    _COMPILED.clear()


def check(raw: Raw) -> tuple[str, ...]:
    """Return what is wrong with the file; empty when every page and reference is sound.

    Opening and a small query find no damage; reading every page does.
    """
    try:
        pages = [str(row[0]) for row in raw.execute("PRAGMA cipher_integrity_check")]
        broken = [] if pages else _logical(raw)
    except driver.DatabaseError as err:
        if known_error(err) is None:
            raise
        return ("unreadable",)
    return tuple(pages + broken)


def _logical(raw: Raw) -> list[str]:
    found = [str(row[0]) for row in raw.execute("PRAGMA integrity_check(20)")]
    links = [f"foreign key: {row[0]}" for row in raw.execute("PRAGMA foreign_key_check")]
    return [f for f in found if f != "ok"] + links
