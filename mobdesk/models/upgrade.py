"""Schema steps: a copy is migrated and checked, then written back into the live file.

Alembic on SQLite is not safe by itself: with foreign keys on, a batch change deletes child rows,
and a failing step leaves half a schema. So the live file sees only finished, checked content.

Alembic is loaded when there is a step to make: a workspace of today's schema opens without it.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from mobdesk.errors import Refused
from mobdesk.models import database, room

if TYPE_CHECKING:
    from alembic.config import Config

_SCRIPTS = Path(__file__).parent / "migrations"
#: Folders of schema steps; their files are called ``<revision>_<what>.py``, in their order.
STEPS = [_SCRIPTS / "versions"]


def _config(connection: Connection | None = None) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _escaped(str(_SCRIPTS)))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", _escaped(os.pathsep.join(map(str, STEPS))))
    config.attributes["connection"] = connection
    return config


def _escaped(path: str) -> str:
    return path.replace("%", "%%")


def known() -> list[str]:
    """The schemas this program knows, the oldest first."""
    return sorted(file.name.partition("_")[0] for at in STEPS for file in at.glob("[0-9]*_*.py"))


def head() -> str:
    """The newest schema this program knows."""
    return known()[-1]


def revision(raw: database.Raw) -> str | None:
    """The schema of an open file; None for an empty one."""
    if not raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
        return None
    row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def create(path: Path, file_key: bytes) -> None:
    """Make a new encrypted database with today's schema at ``path``, which must not exist."""
    if path.exists():
        raise Refused("already_there")
    raw = database.connect(path, file_key, new=True)
    try:
        _run(raw)
    finally:
        raw.close()


def needed(path: Path, file_key: bytes) -> bool:
    """Whether the file has an older schema.

    Raises ``Refused``: ``database_damaged`` (nothing in it, or nothing to be read),
    ``workspace_newer`` (nothing is opened), and what else ``database.known_error`` knows.
    """
    raw = database.connect(path, file_key, read_only=True)
    try:
        found = revision(raw)
    except database.driver.Error as err:  # the first page was sound, a later one is not
        raise database.known_error(err) or err from err
    finally:
        raw.close()
    if found is None:
        raise Refused("database_damaged")
    if found not in known():
        raise Refused("workspace_newer", schema=found)
    return found != head()


def upgrade(path: Path, file_key: bytes, before: Callable[[], object] = lambda: None) -> None:
    """Bring the live file to today's schema; ``before`` makes the backup of the old state.

    Raises ``Refused``: ``upgrade_failed``, ``disk_full``, with the live file as it was.
    """
    room.need_space(path.parent, 3 * path.stat().st_size)
    before()
    copy = path.with_name(f"{path.stem}-{secrets.token_hex(4)}.upgrading")
    try:
        _copy(path, copy, file_key)
        _migrate_copy(copy, file_key)
        copy_back(copy, path, file_key)
    except (DBAPIError, database.driver.Error) as err:
        raise database.known_error(err) or Refused("upgrade_failed") from err
    finally:
        for leftover in (copy, copy.with_name(copy.name + "-journal")):
            leftover.unlink(missing_ok=True)


def _copy(path: Path, copy: Path, file_key: bytes) -> None:
    source = database.connect(path, file_key)
    target = database.connect(copy, file_key, new=True)
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()


def _migrate_copy(copy: Path, file_key: bytes) -> None:
    raw = database.connect(copy, file_key)
    try:
        before = _counts(raw)
        _run(raw)
        after = _counts(raw)
        lost = [t for t, n in before.items() if t in after and after[t] != n]
        allowed = _may_change()
        problems = [*database.check(raw), *(t for t in lost if t not in allowed)]
    finally:
        raw.close()
    if problems:
        raise Refused("upgrade_failed")


def copy_back(copy: Path, path: Path, file_key: bytes) -> None:
    """Write the checked content of ``copy`` into the live file in one transaction."""
    source = database.connect(copy, file_key, read_only=True)
    target = database.connect(path, file_key)
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()


def _run(raw: database.Raw) -> None:
    from alembic import command

    # Foreign keys must be off before BEGIN: a batch change drops and remakes the table.
    raw.execute("PRAGMA foreign_keys = OFF")
    engine = database.engine(lambda: raw, "BEGIN IMMEDIATE")
    try:
        with engine.connect() as connection, connection.begin():
            command.upgrade(_config(connection), "head")
    finally:
        raw.execute("PRAGMA foreign_keys = ON")


def _counts(raw: database.Raw) -> dict[str, int]:
    tables = [
        r[0]
        for r in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if r[0] != "alembic_version"
    ]
    return {t: raw.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in tables}


def _may_change() -> set[str]:
    from alembic.script import ScriptDirectory

    steps = ScriptDirectory.from_config(_config()).walk_revisions()
    return {t for s in steps for t in getattr(s.module, "counts_may_change", ())}


def differences(connection: Connection) -> list[Any]:
    """What the mapped classes and the migrated schema disagree about; a test wants none."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from mobdesk.models.schema import metadata

    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))
