"""Restoring a backup: into the workspace that is open, into a damaged one, or to a new place."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Actor, Area, Role
from mobdesk.errors import Refused
from mobdesk.models import (
    backup_container,
    backups,
    database,
    files,
    keys_file,
    room,
    upgrade,
)
from mobdesk.models import keys as key_room
from mobdesk.models.backups import Found
from mobdesk.models.carrying import SlotOf, carry_over, fit_accounts
from mobdesk.models.copies import (
    attachment_names,
    check_file,
    copy_database,
    counts,
    open_scratch,
    scratch,
)
from mobdesk.models.journal import NOTE, write_change
from mobdesk.models.keyring import OpenKeys
from mobdesk.models.rekeying import reseal_database
from mobdesk.models.sealing import Policy
from mobdesk.models.store import Store
from mobdesk.services import backup_places as places
from mobdesk.services import backup_upkeep as upkeep
from mobdesk.services import restoring_ledgers as ledgers
from mobdesk.services.access import writes
from mobdesk.services.restoring_files import bring_attachments

_DAMAGED = "damaged-"


class Inside(NamedTuple):
    """What anybody can see of a backup: who may open it."""

    workspace_id: str
    nicknames: tuple[str, ...]


class Restored(NamedTuple):
    """What a restore did. ``people`` and ``mobilities`` are those that are there now.

    ``before``: the backup of the state it replaced. ``unsure_since``: who was erased or removed
    after this moment may be back, for nobody within reach knew; None where all are known.
    """

    made_at: datetime
    people: int
    mobilities: int
    missing_attachments: int
    before: Path | None
    unsure_since: datetime | None = None


class Finished(NamedTuple):
    """What a restored database holds once everybody was erased again; files it needs by name."""

    people: int
    mobilities: int
    files: set[str]


def inspect(path: Path) -> Inside:
    """Who may open a backup. Raises ``Refused``: ``not_a_backup``, ``backup_newer``."""
    head = backup_container.read_head(path)
    file = backup_container.key_file_of(head)
    return Inside(head.workspace_id, tuple(slot.nickname for slot in file.slots))


# Into the open workspace


@writes(Area.BACKUPS)
def restore(
    store: Store,
    actor: Actor,
    path: Path,
    *,
    now: datetime,
    nickname: str = "",
    passphrase: str = "",
    with_notes: bool = False,
    policy: Policy | None = None,
    progress: Progress | None = None,
) -> Restored:
    """Put the content of a backup into the open workspace, after a backup of today's state.

    Accounts, keys, the erasure ledger and private notes stay as they are today (``with_notes``
    takes the notes of the backup, but not of who began new ones since). A backup under keys that
    nobody kept opens with the nickname and passphrase of its time. Raises ``Refused``:
    ``backup_of_other_workspace``, ``backup_of_other_keys``, ``backup_damaged``,
    ``workspace_newer``, ``disk_full``; nothing
    is changed then.
    """
    progress = progress or Progress()
    found, old = _opened(store, path, nickname, passphrase, policy)
    size = found.opened[1].database_size
    room.need_space(store.folder, 3 * max(size, store.path.stat().st_size))
    with store.still(), scratch(places.local(store).folder) as copy:
        before = _safety(store, now, progress)
        progress.step(0, 4, "database")
        content_of(found, old, store.keys, copy)
        carried = _carry(store, copy, with_notes, found)
        known = ledgers.gather(found, store.keys, passphrase=passphrase)
        ledgers.add_erased(copy, store.keys, known.erased)
        fit_to_keys(copy, store.keys, keys_file.load(store.folder))
        there = finish(copy, store.keys, actor, found)
        progress.step(2, 4, "attachments")
        missing = bring_attachments(found, old, store.keys, there.files)
        progress.step(3, 4, "database")
        if before.name.startswith(_DAMAGED):
            _over_damaged(copy, store)
        else:
            _into_live(copy, store)
    places.remember_source(store, found, now)
    return told(found, there, missing, before, None if carried else known.unsure_since)


def _opened(
    store: Store, path: Path, nickname: str, passphrase: str, policy: Policy | None
) -> tuple[Found, OpenKeys]:
    head = backup_container.read_head(path)
    if head.workspace_id != store.keys.workspace_id:
        raise Refused("backup_of_other_workspace")
    known = places.known_keys(store)
    if all(keys.key_id != head.key_id for keys in known) and passphrase:
        known.append(
            key_room.open_content(head.keys, store.folder, nickname, passphrase, kdf=policy)
        )
    found = backups.look(path, known)
    if not found.good:
        raise Refused(found.problem or "backup_damaged", name=path.name)
    return found, next(keys for keys in known if keys.key_id == head.key_id)


def put_aside_name(folder: Path, now: datetime) -> Path:
    """Where a damaged database is put, for somebody who can still read parts of it."""
    return folder / backups.FOLDER / f"{_DAMAGED}{now:%Y-%m-%d-%H%M%S}.db"


def _safety(store: Store, now: datetime, progress: Progress) -> Path:
    """The backup of today's state; of a damaged one its bytes are put aside."""
    target = places.local(store).folder / backups.file_name(now, "before_restore")
    try:
        made = backups.make(
            store.path, store.keys, target, "before_restore", now, progress=progress
        )
        return made.path
    except Refused as problem:
        if problem.code != "database_damaged":
            raise
    aside = put_aside_name(store.folder, now)
    backups.copy_file(store.path, aside)
    return aside


def content_of(found: Found, old: OpenKeys, new: OpenKeys, copy: Path) -> None:
    """The database of a backup at ``copy``, under today's keys and with today's schema."""
    head, facts = found.opened
    if old.key_id == new.key_id:
        backup_container.extract(head, facts, old, copy)
    else:
        with scratch(copy.parent) as first:
            backup_container.extract(head, facts, old, first)
            copy_database(first, old.file_key, copy, new.file_key)
        reseal_database(copy, old, new)
    if upgrade.needed(copy, new.file_key):
        upgrade.upgrade(copy, new.file_key)


def _carry(store: Store, copy: Path, with_notes: bool, found: Found) -> bool:
    """Today's facts go into ``copy``; from a live file that is damaged nothing is taken: False."""
    raw = open_scratch(copy, store.keys.file_key)
    try:
        with database.engine(lambda: raw, "BEGIN IMMEDIATE").begin():
            live = database.connect(store.path, store.keys.file_key, read_only=True)
            try:
                needs_removed = found.opened[1].needs_removed
                notes_of = _same_vaults(store, found) if with_notes else ()
                carry_over(live, raw, notes_of=notes_of, needs_removed=needs_removed)
            finally:
                live.close()
        return True
    except Refused as problem:
        if problem.code != "database_damaged":
            raise
        return False
    except database.driver.DatabaseError as err:
        known = database.known_error(err)
        if known is None or known.code != "database_damaged":
            raise
        return False
    finally:
        raw.close()


def _same_vaults(store: Store, found: Found) -> frozenset[str]:
    """Slots whose private notes still have the key of then.

    Whoever began new notes since has another key: the old ones would open for nobody.
    """
    then = backup_container.key_file_of(found.opened[0])
    keys = {slot.slot_id: slot.vault.key_id for slot in then.slots if slot.vault is not None}
    return frozenset(
        slot.slot_id
        for slot in keys_file.load(store.folder).slots
        if slot.vault is not None and keys.get(slot.slot_id) == slot.vault.key_id
    )


def fit_to_keys(copy: Path, keys: OpenKeys, file: keys_file.KeyFile) -> None:
    """Accounts of ``copy`` become those of a key file."""
    slots = [
        SlotOf(s.slot_id, s.nickname, (Role.COORDINATOR if s.coordinator else Role.TRAINER).value)
        for s in file.slots
    ]
    raw = open_scratch(copy, keys.file_key)
    try:
        fit_accounts(raw, slots)
    finally:
        raw.close()


def finish(copy: Path, keys: OpenKeys, actor: Actor, found: Found) -> Finished:
    """Erase again who was erased, write the step into the history, check every page."""
    raw = open_scratch(copy, keys.file_key)
    try:
        uids = dict(raw.execute('SELECT uid, "on" FROM erasures').fetchall())
        with database.engine(lambda: raw, "BEGIN IMMEDIATE").begin() as connection:
            day = found.opened[1].made_at[:10]
            write_change(connection, actor, "backup_restored", {"day": day}, NOTE)
    finally:
        raw.close()
    upkeep.erase_in(copy, keys.file_key, {u: date.fromisoformat(on) for u, on in uids.items()})
    raw = open_scratch(copy, keys.file_key)
    try:
        if uids:
            raw.execute("VACUUM")  # what slack pages still hold of them
        there = counts(raw)
        finished = Finished(there["people"], there["mobilities"], attachment_names(raw))
    finally:
        raw.close()
    check_file(copy, keys.file_key)
    return finished


def _into_live(copy: Path, store: Store) -> None:
    """One transaction of the backup API: no rename over a file that is open."""
    source = database.connect(copy, store.keys.file_key, read_only=True)
    try:
        with store.exclusive() as raw:
            source.backup(raw)
    finally:
        source.close()


def _over_damaged(copy: Path, store: Store) -> None:
    """A damaged file takes no transaction any more: it is closed and replaced."""

    def write() -> None:
        take_journal_away(store.path)
        backups.copy_file(copy, store.path)

    store.put_in_place(write)


def take_journal_away(live: Path) -> None:
    """A rollback journal that is left would be played into the restored file."""
    files.delete(live.with_name(live.name + "-journal"))


def told(
    found: Found,
    there: Finished,
    missing: int,
    before: Path | None,
    unsure_since: datetime | None,
) -> Restored:
    """The result of a restore; ``there``: what ``finish`` counted."""
    made_at = datetime.fromisoformat(found.opened[1].made_at)
    return Restored(made_at, there.people, there.mobilities, missing, before, unsure_since)
