"""Restoring where no workspace is open: over a damaged database, or to a new place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Actor, Area, Role
from mobdesk.errors import Refused
from mobdesk.models import attachments, backup_container, backups, files, keys_file, room
from mobdesk.models import keys as key_room
from mobdesk.models.backups import Found
from mobdesk.models.base import now as this_moment
from mobdesk.models.copies import open_scratch, scratch
from mobdesk.models.keyring import OpenKeys
from mobdesk.models.lock import Lock
from mobdesk.models.sealing import Policy
from mobdesk.services import backup_places as places
from mobdesk.services import restoring_ledgers as ledgers
from mobdesk.services.restoring import (
    Restored,
    content_of,
    finish,
    fit_to_keys,
    put_aside_name,
    take_journal_away,
    told,
)
from mobdesk.services.restoring_files import bring_attachments
from mobdesk.services.workspaces import check_free

# Into a workspace whose database cannot be opened


def restore_damaged(
    folder: Path,
    path: Path,
    nickname: str,
    passphrase: str,
    *,
    now: datetime,
    take_over: bool = False,
    policy: Policy | None = None,
) -> Restored:
    """Restore where the live database does not open any more; the damaged file is put aside.

    Today's key file stays. Raises as ``restore``, and ``in_use``,
    ``workspace_left_open`` (``take_over`` goes on).
    """
    opened = key_room.open_keys(folder, nickname, passphrase, kdf=policy)
    if not opened.coordinator:
        raise Refused("not_allowed", area=Area.BACKUPS.value)
    lock = Lock(folder)
    lock.take(take_over=take_over)
    try:
        return _restore_damaged(folder, path, opened, passphrase, now)
    finally:
        lock.release()


def newest_good(
    folder: Path, nickname: str, passphrase: str, *, policy: Policy | None = None
) -> Path:
    """The newest backup of the workspace itself that opens with these keys.

    Raises ``Refused("no_good_backup")`` where there is none, and what signing in says.
    """
    opened = key_room.open_keys(folder, nickname, passphrase, kdf=policy)
    for found in backups.containers(backups.local_place(folder), [opened]):
        if found.good:
            return found.path
    raise Refused("no_good_backup")


def _restore_damaged(
    folder: Path, path: Path, keys: OpenKeys, passphrase: str, now: datetime
) -> Restored:
    head = backup_container.read_head(path)
    if head.workspace_id != keys.workspace_id:
        raise Refused("backup_of_other_workspace")
    found = backups.look(path, [keys])
    facts = found.opened[1]
    room.need_space(folder, 3 * facts.database_size)
    live = folder / keys.database
    with scratch(folder / backups.FOLDER) as copy:
        content_of(found, keys, keys, copy)
        known = ledgers.gather(found, keys, passphrase=passphrase)
        ledgers.add_erased(copy, keys, known.erased)
        fit_to_keys(copy, keys, keys_file.load(folder))
        actor = Actor(0, keys.nickname, Role.COORDINATOR)
        there = finish(copy, keys, actor, found)
        missing = bring_attachments(found, keys, keys, there.files)
        aside = put_aside_name(folder, now)
        if live.exists():
            files.replace(live, aside)
        take_journal_away(live)
        backups.copy_file(copy, live)
    put_aside = aside if aside.exists() else None
    return told(found, there, missing, put_aside, known.unsure_since)


# To a new place


def restore_new(
    path: Path,
    folder: Path,
    nickname: str,
    passphrase: str,
    *,
    near: Sequence[Path] = (),
    policy: Policy | None = None,
    progress: Progress | None = None,
) -> Restored:
    """Make a new workspace in ``folder`` from a backup and a passphrase of its time.

    People and accounts that a ledger within reach names do not come back: of the workspaces
    ``near``, of those beside the backup or the new place, of the copies beside it. The result
    tells up to which day that is known. The key file is written last: without it there is no
    workspace.
    Raises ``Refused``: what ``check_free`` says, ``near_of_other_workspace``, ``account_unknown``,
    ``wrong_passphrase``, ``own_account``, ``backup_damaged``, ``workspace_newer``, ``disk_full``.
    """
    progress = progress or Progress()
    head = backup_container.read_head(path)
    check_free(folder)
    ledgers.refuse_others(near, head.workspace_id)
    keys = key_room.open_content(head.keys, folder, nickname, passphrase, kdf=policy)
    found = backups.look(path, [keys])
    if not found.good:
        raise Refused(found.problem or "backup_damaged", name=path.name)
    made_here = not folder.exists()
    try:
        known = ledgers.gather(found, keys, passphrase=passphrase, folder=folder, near=near)
        return _restore_new(found, keys, head, known, progress)
    except BaseException:
        _take_back(folder, made_here)
        raise


def _restore_new(
    found: Found,
    keys: OpenKeys,
    head: backup_container.Head,
    known: ledgers.Known,
    progress: Progress,
) -> Restored:
    folder = keys.folder
    for place in (folder, folder / backups.FOLDER, folder / attachments.FOLDER):
        files.make_private_folder(place)
    room.need_space(folder, 3 * found.opened[1].database_size)
    file = backup_container.key_file_of(head)
    kept = tuple(s for s in file.slots if s.slot_id not in known.removed)
    with scratch(folder / backups.FOLDER) as copy:
        progress.step(0, 3, "database")
        content_of(found, keys, keys, copy)
        ledgers.add_erased(copy, keys, known.erased)
        fit_to_keys(copy, keys, replace(file, slots=kept))
        _know_places(copy, keys, found)
        there = finish(copy, keys, Actor(0, keys.nickname, Role.COORDINATOR), found)
        progress.step(1, 3, "attachments")
        missing = bring_attachments(found, keys, keys, there.files)
        progress.step(2, 3, "database")
        backups.copy_file(copy, folder / keys.database)
    key_room.install(keys, head.keys, known.removed)
    return told(found, there, missing, None, known.unsure_since)


def _know_places(copy: Path, keys: OpenKeys, found: Found) -> None:
    """A new place has no second one yet; copies elsewhere are named, the restored one as well."""
    raw = open_scratch(copy, keys.file_key)
    try:
        raw.execute("DELETE FROM settings WHERE name = ?", (places.SECOND,))
        row = raw.execute("SELECT value FROM settings WHERE name = ?", (places.KNOWN,)).fetchone()
        known = places.with_source(
            json.loads(row[0]) if row else {}, found, keys.folder, this_moment()
        )
        raw.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)",
                    (places.KNOWN, json.dumps(known)))  # fmt: skip
    finally:
        raw.close()


def _take_back(folder: Path, made_here: bool) -> None:
    for place in (folder / backups.FOLDER, folder / attachments.FOLDER, folder):
        if place.is_dir():
            for left in place.iterdir():
                if left.is_file():
                    left.unlink()
            if place != folder or made_here:
                place.rmdir()
