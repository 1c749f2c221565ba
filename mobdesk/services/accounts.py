"""Accounts: who may sign in, with which role; removal and new keys for everybody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain.fold import fold
from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Actor, Area, Role
from mobdesk.errors import Refused
from mobdesk.models import attachments, database, files, keys, keys_file, rekeying, room, words
from mobdesk.models.accounts import Account
from mobdesk.models.backups import FOLDER as BACKUPS
from mobdesk.models.backups import containers
from mobdesk.models.copies import open_scratch
from mobdesk.models.journal import write_change
from mobdesk.models.keyring import OpenKeys
from mobdesk.models.people import Person
from mobdesk.models.rotation import Rotation
from mobdesk.models.store import Store
from mobdesk.services import backup_places as places
from mobdesk.services import backup_upkeep as upkeep
from mobdesk.services import vault
from mobdesk.services.access import reads, writes
from mobdesk.services.backup_places import CopyAway
from mobdesk.services.records import load


class AccountRow(NamedTuple):
    """One account. ``one_time``: its passphrase must still be replaced."""

    id: int
    rev: int
    nickname: str
    role: Role
    person_id: int | None
    person: str
    active: bool
    one_time: bool
    own: bool


class NewAccount(NamedTuple):
    """An account that was made; ``passphrase`` is shown once and kept nowhere."""

    id: int
    nickname: str
    passphrase: str


class NewKeys(NamedTuple):
    """What new keys did. ``away``: copies that still open with the old keys; destroy or bring them.

    A new workspace sheet must be printed: the old one opens nothing any more.
    """

    removed: tuple[str, ...]
    backups_not_changed: tuple[str, ...]
    damaged_attachments: int
    away: tuple[CopyAway, ...]


@reads(Area.ACCOUNTS)
def rows(store: Store, actor: Actor) -> list[AccountRow]:
    """All accounts, removed ones last."""
    slots = {slot.slot_id: slot for slot in keys.list_slots(store.folder)}
    wanted = select(Account, Person.first_name, Person.last_name).outerjoin(
        Person, Person.id == Account.person_id
    )
    with store.read() as s:
        found = [
            AccountRow(
                a.id, a.rev, a.nickname, Role(a.role), a.person_id,
                f"{first or ''} {last or ''}".strip(), a.active,
                a.slot_id in slots and slots[a.slot_id].needs_replacing,
                a.id == actor.account_id,
            )
            for a, first, last in s.execute(wanted)
        ]  # fmt: skip
    return sorted(found, key=lambda row: (not row.active, row.nickname.casefold()))


@writes(Area.ACCOUNTS)
def add(
    store: Store, actor: Actor, nickname: str, role: Role, person_id: int | None = None
) -> NewAccount:
    """Make an account with a one-time passphrase, to be replaced at the first sign-in.

    Raises ``Refused``: ``nickname_needed``, ``nickname_taken``, ``nickname_too_long``,
    ``office_key_missing``, ``demo_accounts_fixed``.
    """
    _not_demo(store)
    passphrase = words.new_passphrase()
    slot = _left_slot(store, nickname, role)
    if slot is None:
        slot = keys.add_slot(store.keys, nickname, passphrase, role is Role.COORDINATOR)
    else:
        keys.reset_passphrase(store.keys, slot, passphrase)
    name = next(s.nickname for s in keys.list_slots(store.folder) if s.slot_id == slot)
    with store.quietly() as s:
        account = Account(slot_id=slot, nickname=name, role=role.value, person_id=person_id)
        s.add(account)
        s.flush()
        _note(s, actor, "account_added", {"nickname": name})
        return NewAccount(account.id, name, passphrase)


def _left_slot(store: Store, nickname: str, role: Role) -> str | None:
    """A place in the key file whose row was never written, because the program ended between."""
    with store.read() as s:
        known = set(s.scalars(select(Account.slot_id)))
    kind = "coordinator" if role is Role.COORDINATOR else "account"
    for slot in keys.list_slots(store.folder):
        if slot.slot_id not in known and (fold(slot.nickname), slot.kind) == (fold(nickname), kind):
            return slot.slot_id
    return None


def _note(s: Session, actor: Actor, code: str, values: dict[str, str]) -> None:
    """Write a step of accounts into the history: there is no undo of keys, and it blocks none."""
    write_change(s.connection(), actor, code, values, kind="note")


def _not_demo(store: Store) -> None:
    if store.setting("demo", False):
        raise Refused("demo_accounts_fixed")


@writes(Area.ACCOUNTS)
def change(
    store: Store, actor: Actor, account_id: int, rev: int, *, role: Role, person_id: int | None
) -> None:
    """Change role and person of an account.

    Who becomes a coordinator needs the office key, who stops being one must lose it: both take a
    new account or new keys, so that change is refused: ``coordinator_changes_by_new_account``.
    """
    with store.quietly() as s:
        account = load(s, Account, account_id, rev)
        was = Role(account.role)
        if (was is Role.COORDINATOR) != (role is Role.COORDINATOR):
            raise Refused("coordinator_changes_by_new_account", nickname=account.nickname)
        account.role, account.person_id = role.value, person_id
        values = {"nickname": account.nickname, "role": role.value}
        _note(s, actor, "account_changed", values)


@writes(Area.ACCOUNTS)
def rename(store: Store, actor: Actor, account_id: int, rev: int, nickname: str) -> None:
    """Give an account another nickname; raises as ``add``."""
    with store.read() as s:
        slot = _slot(load(s, Account, account_id, rev))
    keys.rename_slot(store.keys, slot, nickname)
    name = next(s.nickname for s in keys.list_slots(store.folder) if s.slot_id == slot)
    with store.quietly() as s:
        account = load(s, Account, account_id, rev)
        values = {"nickname": account.nickname, "new": name}
        account.nickname = name
        _note(s, actor, "account_renamed", values)


def _slot(account: Account) -> str:
    if account.slot_id is None:
        raise Refused("account_gone")
    return account.slot_id


@writes(Area.ACCOUNTS)
def new_one_time_passphrase(store: Store, actor: Actor, account_id: int) -> NewAccount:
    """Give somebody a new one-time passphrase; their private notes ask for the old one.

    Raises ``Refused``: ``own_account``, ``account_gone``, ``demo_accounts_fixed``.
    """
    _not_demo(store)
    passphrase = words.new_passphrase()
    with store.read() as s:
        account = load(s, Account, account_id)
        slot, nickname = _slot(account), account.nickname
    keys.reset_passphrase(store.keys, slot, passphrase)
    with store.quietly() as s:
        _note(s, actor, "account_passphrase_reset", {"nickname": nickname})
    return NewAccount(account_id, nickname, passphrase)


@writes(Area.ACCOUNTS)
def give_office_key(store: Store, actor: Actor, account_id: int) -> None:
    """Let a coordinator who came back with the sheet open protected data again."""
    with store.read() as s:
        slot = _slot(load(s, Account, account_id))
    keys.give_office_key(store.keys, slot)


@writes(Area.PRIVATE)
def change_passphrase(store: Store, actor: Actor, old: str, new: str) -> None:
    """Change the own passphrase, for the account and the private notes in one step.

    Raises ``Invalid`` (too easy), ``Refused``: ``wrong_passphrase``, ``passphrase_same``,
    ``demo_accounts_fixed``.
    """
    _not_demo(store)
    words.check_own(new, actor.nickname)
    keys.change_passphrase(store.keys, old, new)
    vault.ensure(store, actor, new, checked=True)


# New keys


@writes(Area.ACCOUNTS)
def remove(
    store: Store, actor: Actor, account_id: int, *, now: datetime, progress: Progress | None = None
) -> NewKeys:
    """Remove an account, which makes new keys for everybody else. Not undoable.

    Their private notes go as well: nobody else can read them. The open store goes on under the new
    keys. Raises ``Refused``: ``own_account``, ``account_gone``, ``office_key_missing``,
    ``database_damaged``, ``disk_full``; the old state stays then.
    """
    _not_demo(store)
    if account_id == actor.account_id:
        raise Refused("own_account")
    with store.read() as s:
        account = load(s, Account, account_id)
        slot, nickname = _slot(account), account.nickname
    return _new_keys(store, actor, {slot: nickname}, now, progress or Progress())


@writes(Area.ACCOUNTS)
def new_keys(
    store: Store, actor: Actor, *, now: datetime, progress: Progress | None = None
) -> NewKeys:
    """ "Somebody knows it": new keys for everybody, nobody is removed. Raises as ``remove``."""
    return _new_keys(store, actor, {}, now, progress or Progress())


def _new_keys(
    store: Store, actor: Actor, gone: dict[str, str], now: datetime, progress: Progress
) -> NewKeys:
    """The steps of a rotation; a soak test may end the program between any two of them.

    1. keys are prepared in memory; 2. attachments are written again under new names; 3. the new
    database is written beside the old one and checked; 4. ``keys.json`` is replaced: the commit;
    5. the store goes on with the new file; 6. the old file and old attachments go; 7. backups
    within reach are rewritten. What 6 and 7 did not finish is done at the next opening and backup.
    """
    rotation = keys.rotate(store.keys, remove=gone)
    _need_room(store)
    try:
        progress.step(0, 4, "attachments")
        rekeying.renew_attachments(rotation.old, rotation.new, progress)
        progress.step(1, 4, "database")
        with store.still():
            # Files that came meanwhile; nobody adds more from here on.
            damaged = rekeying.renew_attachments(rotation.old, rotation.new, Progress())
            _prepare_database(store, rotation, actor, gone)
            progress.step(2, 4, "database")
            new = keys.commit(rotation)
            store.switch(new.folder / new.database, new)
    except BaseException:
        if store.keys is rotation.old and not _is_committed(rotation):
            take_back(rotation.new)
        raise
    sweep_old(store)
    failed = _renew_backups(store, now)
    away = places.away(store, key_id=new.key_id)
    return NewKeys(tuple(gone.values()), tuple(failed), damaged, tuple(away))


def _renew_backups(store: Store, now: datetime) -> list[str]:
    """The new keys stand already: a backup that cannot be rewritten now is named, no error."""
    try:
        return upkeep.bring_up_to_date(store, now, Progress())
    except Refused:
        found = containers(places.local(store), places.known_keys(store))
        return [f.path.name for f in found if f.head and f.head.key_id != store.keys.key_id]


def _is_committed(rotation: Rotation) -> bool:
    return keys_file.load(rotation.new.folder).key_id == rotation.new.key_id


def _prepare_database(store: Store, rotation: Rotation, actor: Actor, gone: dict[str, str]) -> None:
    old, new = rotation.old, rotation.new
    rekeying.new_database(store.path, old, new, gone, lambda path: _finish(path, new, actor, gone))


def take_back(new: OpenKeys) -> None:
    """Delete what was prepared under keys that never became valid."""
    files.delete(new.folder / new.database)
    for file in attachments.stored(new.folder):
        if file.key_id == new.key_id:
            files.delete(file.path)


def sweep_old(store: Store) -> None:
    """After a good opening: databases and attachments of keys that went."""
    for path in store.folder.glob("workspace-*.db"):
        if path != store.path:
            files.delete(path)
    attachments.sweep_other_keys(store.folder, store.keys.key_id)


def _need_room(store: Store) -> None:
    stored = sum(file.path.stat().st_size for file in attachments.stored(store.folder))
    room.need_space(store.folder, 3 * store.path.stat().st_size + stored)
    files.make_private_folder(store.folder / BACKUPS)


def _finish(path: Path, new: OpenKeys, actor: Actor, gone: Collection[str]) -> None:
    """In the new database the removed accounts have no key, and the history says what was done."""
    raw = open_scratch(path, new.file_key)
    try:
        nicknames = [
            row[0]
            for slot in gone
            for row in raw.execute("SELECT nickname FROM accounts WHERE slot_id = ?", (slot,))
        ]
        raw.executemany(
            "UPDATE accounts SET slot_id = NULL, active = 0, rev = rev + 1 WHERE slot_id = ?",
            [(slot,) for slot in gone],
        )
        with database.engine(lambda: raw, "BEGIN IMMEDIATE").begin() as connection:
            code = "account_removed" if gone else "keys_renewed"
            # A note, as below: Undo goes past it.
            values = {"nickname": ", ".join(nicknames)}
            write_change(connection, actor, code, values, kind="note")
    finally:
        raw.close()
