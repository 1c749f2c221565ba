"""Accounts and their keys: make, open, add, change, reset, and new keys for everybody.

``rotate`` prepares; the caller makes the new database under the new name, checks it, and then calls
``commit``: one replace of ``keys.json``. Killed before it, the old state opens, after it, the new.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from mobdesk.domain import sheetcode
from mobdesk.domain.fold import fold, tidy
from mobdesk.errors import NotAllowed, Refused
from mobdesk.models import files, keys_file, sealing
from mobdesk.models.keyring import (
    OpenKeys,
    check_genuine,
    checked_nickname,
    current,
    edit,
    find_slot,
    holds_office,
    keys_of,
    lock_private,
    new_slot,
    own_slot,
    policy_or_real,
    signed,
    unlock_file,
    unlock_private,
    with_keys,
)
from mobdesk.models.keys_file import KeyFile, Removed, Slot, database_name, use_good_copy
from mobdesk.models.sealing import Policy
from mobdesk.models.vault_keys import (
    VaultKey,
    create_vault,
    lock_by_passphrase,
    new_private_code,
    open_vault,
    open_vault_with_code,
    rewrap_vault,
    unlock_by_passphrase,
    vault_state,
)

__all__ = [
    "OpenKeys",
    "Rotation",
    "SheetKey",
    "SlotInfo",
    "VaultKey",
    "add_slot",
    "change_passphrase",
    "check_passphrase",
    "commit",
    "create_keys",
    "create_vault",
    "database_name",
    "give_office_key",
    "install",
    "list_slots",
    "new_private_code",
    "open_content",
    "open_keys",
    "open_vault",
    "open_vault_with_code",
    "open_with_sheet",
    "recreate_keys",
    "remove_slot",
    "removed_slots",
    "rename_slot",
    "reset_passphrase",
    "reset_with_sheet",
    "rewrap_vault",
    "rotate",
    "sheet",
    "use_good_copy",
    "vault_state",
]


class SlotInfo(NamedTuple):
    """What anybody at the computer may know of an account, to choose it at sign-in."""

    slot_id: str
    nickname: str
    kind: str  # "coordinator" or "account"
    needs_replacing: bool


@dataclass(frozen=True, eq=False, repr=False)
class SheetKey:
    """What a workspace sheet opens."""

    key_id: str
    file_key: bytes

    @property
    def database(self) -> str:
        """The name of the database file that the sheet opens."""
        return database_name(self.key_id)

    def __repr__(self) -> str:
        return "<SheetKey>"


# Making and opening


def create_keys(
    folder: Path,
    nickname: str,
    passphrase: str,
    *,
    role_is_coordinator: bool = True,
    kdf: Policy | None = None,
) -> OpenKeys:
    """Make the keys of a new workspace with its first account; ``workspace_exists``.

    Passphrases are judged by ``domain.passphrases``, not here. ``kdf`` is for tests.
    """
    policy = policy_or_real(kdf)
    if keys_file.exists(folder):
        raise Refused("workspace_exists")
    name = checked_nickname(None, nickname)
    return _create(
        folder,
        os.urandom(16).hex(),
        sealing.random_key(),
        name,
        passphrase,
        policy,
        coordinator=role_is_coordinator,
    )


def _create(
    folder: Path,
    workspace_id: str,
    file_key: bytes,
    nickname: str,
    passphrase: str,
    policy: Policy,
    *,
    coordinator: bool,
) -> OpenKeys:
    office_key = sealing.random_key()
    file = KeyFile(workspace_id, 1, sealing.key_id(file_key), sealing.key_id(office_key), slots=())
    slot, private = new_slot(
        file, nickname, passphrase, policy, coordinator=coordinator, one_time=False
    )
    slot = with_keys(file, slot, file_key, office_key if coordinator else None)
    file = signed(replace(file, slots=(slot,)), file_key)
    files.make_private_folder(folder)
    keys_file.store(folder, keys_file.to_bytes(file))
    return keys_of(file, folder, slot, private, policy)


def open_keys(
    folder: Path, nickname: str, passphrase: str, *, kdf: Policy | None = None
) -> OpenKeys:
    """Sign in.

    Errors, in this order: ``not_a_workspace``, ``keys_damaged`` (value ``good_copy``),
    ``keys_newer``, ``keys_out_of_bounds``, ``account_unknown``, ``wrong_passphrase``,
    ``keys_tampered``. A good key file repairs its mirror.
    """
    file = keys_file.load(folder)
    keys = unlock_file(file, folder, nickname, passphrase, policy_or_real(kdf))
    keys_file.mirror(folder, keys_file.to_bytes(file))
    return keys


def list_slots(folder: Path) -> tuple[SlotInfo, ...]:
    """The accounts of a workspace by nickname, before anybody signed in."""
    return tuple(
        SlotInfo(s.slot_id, s.nickname, "coordinator" if s.coordinator else "account", s.one_time)
        for s in sorted(keys_file.load(folder).slots, key=lambda s: fold(s.nickname))
    )


def check_passphrase(keys: OpenKeys, passphrase: str) -> None:
    """Ask again before a grave step: ``wrong_passphrase`` unless it is the account's."""
    file = current(keys)
    unlock_private(file, own_slot(keys, file), passphrase, keys.policy)


# Accounts


def _coordinator_only(keys: OpenKeys) -> None:
    if not keys.coordinator:
        raise NotAllowed("not_allowed", area="accounts")


def _office_key(keys: OpenKeys) -> bytes:
    if keys.office_key is None:
        raise Refused("office_key_missing")
    return keys.office_key


def add_slot(
    keys: OpenKeys, nickname: str, passphrase: str, coordinator: bool, one_time: bool = True
) -> str:
    """Add an account and return its slot id; ``nickname_taken`` and the like."""
    _coordinator_only(keys)
    office_key = _office_key(keys) if coordinator else None
    file = current(keys)
    slot, _private = new_slot(
        file,
        checked_nickname(file, nickname),
        passphrase,
        keys.policy,
        coordinator=coordinator,
        one_time=one_time,
    )
    slot = with_keys(file, slot, keys.file_key, office_key)
    edit(keys, lambda now: replace(now, slots=(*now.slots, slot)))
    return slot.slot_id


def rename_slot(keys: OpenKeys, slot_id: str, nickname: str) -> None:
    """Give an account another nickname: a coordinator any, others their own."""
    if slot_id != keys.slot_id:
        _coordinator_only(keys)

    def change(file: KeyFile) -> KeyFile:
        slot = file.slot(slot_id)
        others = replace(file, slots=tuple(s for s in file.slots if s is not slot))
        return file.with_slot(replace(slot, nickname=checked_nickname(others, nickname)))

    edit(keys, change)
    if slot_id == keys.slot_id:
        keys.nickname = tidy(nickname)


def change_passphrase(keys: OpenKeys, old: str, new: str) -> None:
    """Change the own passphrase: account and vault in one replace of the key file.

    A vault that still waits for an older passphrase is left as it is. Errors:
    ``wrong_passphrase``, ``passphrase_same``.
    """
    file = current(keys)
    slot = own_slot(keys, file)
    private = unlock_private(file, slot, old, keys.policy)
    if tidy(new) == tidy(old):
        raise Refused("passphrase_same")
    wrap = lock_private(file, slot.slot_id, slot.public, private, new, keys.policy)
    vault = slot.vault
    if vault is not None and not vault.asks_old:
        secret = unlock_by_passphrase(keys, file, vault, old)
        vault = replace(vault, passphrase=lock_by_passphrase(keys, file, vault.key_id, secret, new))
    edit(
        keys,
        lambda now: now.with_slot(
            replace(own_slot(keys, now), private=wrap, vault=vault, one_time=False)
        ),
    )
    keys.one_time = False


def reset_passphrase(keys: OpenKeys, slot_id: str, one_time_passphrase: str) -> None:
    """Give another person a one-time passphrase; their vault will ask for the old one.

    The account gets a new pair, since its private key is not ours to know.
    """
    _coordinator_only(keys)
    if slot_id == keys.slot_id:
        raise Refused("own_account")

    def change(file: KeyFile) -> KeyFile:
        old = file.slot(slot_id)
        office_key = _office_key(keys) if old.coordinator else None
        slot, _private = _reset(
            file, old, one_time_passphrase, keys.policy, keys.file_key, office_key, one_time=True
        )
        return file.with_slot(slot)

    edit(keys, change)


def _reset(
    file: KeyFile,
    old: Slot,
    passphrase: str,
    policy: Policy,
    file_key: bytes,
    office_key: bytes | None,
    *,
    one_time: bool,
) -> tuple[Slot, bytes]:
    slot, private = new_slot(
        file,
        old.nickname,
        passphrase,
        policy,
        coordinator=old.coordinator,
        one_time=one_time,
        slot_id=old.slot_id,
    )
    slot = with_keys(file, slot, file_key, office_key)
    if old.vault is not None:
        slot = replace(slot, vault=replace(old.vault, asks_old=True))
    return slot, private


def give_office_key(keys: OpenKeys, slot_id: str) -> None:
    """Give the office key to a coordinator who lost it by a reset with the sheet."""
    _coordinator_only(keys)
    office_key = _office_key(keys)

    def change(file: KeyFile) -> KeyFile:
        slot = file.slot(slot_id)
        if not slot.coordinator:
            raise NotAllowed("not_allowed", area="protected")
        return file.with_slot(with_keys(file, slot, keys.file_key, office_key))

    edit(keys, change)


# New keys for everybody


@dataclass(frozen=True, eq=False, repr=False)
class Rotation:
    """New keys, prepared and not yet valid. ``content`` is the key file to come."""

    old: OpenKeys
    new: OpenKeys
    content: bytes
    removed: tuple[str, ...]

    def __repr__(self) -> str:
        return "<Rotation>"


def rotate(
    keys: OpenKeys, *, remove: Collection[str] = (), without_protected: bool = False
) -> Rotation:
    """Prepare new file and office keys for all accounts but those to ``remove``.

    The caller makes the database ``rotation.new.database`` and re-encrypts protected columns,
    attachments and backups, then calls ``commit``. Passphrases and vaults stay as they are.
    ``without_protected`` makes a new office key where the old one is lost: what it protected stays
    unreadable. Errors: ``own_account``, ``account_unknown``, ``office_key_missing``.
    """
    _coordinator_only(keys)
    if keys.slot_id in remove:
        raise Refused("own_account")
    if not without_protected:
        _office_key(keys)
    before = current(keys)
    own = own_slot(keys, before)
    for slot_id in remove:
        before.slot(slot_id)
    generation = before.generation + 1
    file_key, office_key = sealing.random_key(), sealing.random_key()
    file = replace(
        before,
        generation=generation,
        key_id=sealing.key_id(file_key),
        office_key_id=sealing.key_id(office_key),
        removed=(*before.removed, *(Removed(slot_id, generation) for slot_id in remove)),
    )

    def renewed(slot: Slot) -> Slot:
        # The office key goes on only to those whom a holder of the old one had given it.
        trusted = slot.slot_id == own.slot_id or (
            keys.office_key is not None and holds_office(slot, keys.office_key)
        )
        office = office_key if slot.coordinator and trusted else None
        return with_keys(file, slot, file_key, office)

    kept = tuple(renewed(s) for s in before.slots if s.slot_id not in remove)
    file = signed(replace(file, slots=kept), file_key)
    new = keys_of(file, keys.folder, file.slot(own.slot_id), keys.private_key, keys.policy)
    return Rotation(keys, new, keys_file.to_bytes(file), tuple(remove))


def remove_slot(keys: OpenKeys, slot_id: str) -> Rotation:
    """Prepare the removal of an account, which always means new keys: see ``rotate``."""
    return rotate(keys, remove=(slot_id,))


def commit(rotation: Rotation) -> OpenKeys:
    """Make a rotation valid by one replace of the key file; return the new keys.

    ``keys_changed`` if the key file is another than when the rotation was prepared.
    """
    if current(rotation.old).generation + 1 != rotation.new.generation:
        raise Refused("keys_changed")
    keys_file.store(rotation.new.folder, rotation.content)
    return rotation.new


def removed_slots(keys: OpenKeys) -> frozenset[str]:
    """The removal ledger: slot ids that no restored copy may bring back."""
    return frozenset(r.slot_id for r in current(keys).removed)


# The workspace sheet


def sheet(keys: OpenKeys) -> str:
    """The code of the workspace sheet, to be printed from memory."""
    return sheetcode.write(sheetcode.SHEET, keys.file_key)


def open_with_sheet(folder: Path, code: str) -> SheetKey:
    """Return the file key of a typed sheet, checked with the key file where there is one.

    With no good key file left the sheet alone opens the database of its name. Errors: those of
    ``sheetcode.read``, ``sheet_of_other_keys``, ``keys_damaged`` (with a good copy to use first),
    ``keys_tampered``.
    """
    key = _sheet_key(code)
    if not _lost(folder):
        _file_of_sheet(folder, key)
    return key


def _lost(folder: Path) -> bool:
    """Whether neither the key file nor its mirror can be used any more."""
    try:
        keys_file.load(folder)
    except Refused as problem:
        return problem.code == "not_a_workspace" or problem.values.get("good_copy") is False
    return False


def _sheet_key(code: str) -> SheetKey:
    file_key = sheetcode.read(sheetcode.SHEET, code)
    return SheetKey(sealing.key_id(file_key), file_key)


def _file_of_sheet(folder: Path, key: SheetKey) -> KeyFile:
    file = keys_file.load(folder)
    if file.key_id != key.key_id:
        raise Refused("sheet_of_other_keys")
    check_genuine(file, key.file_key)
    return file


def reset_with_sheet(
    folder: Path, code: str, nickname: str, passphrase: str, *, kdf: Policy | None = None
) -> OpenKeys:
    """Give an account a new passphrase by the sheet, and open it.

    The sheet holds the file key only: a coordinator has no office key afterwards (another one gives
    it back, see ``give_office_key``), and a vault asks for the old passphrase or the private code.
    """
    policy = policy_or_real(kdf)
    key = _sheet_key(code)
    file = _file_of_sheet(folder, key)
    keys_file.check_bounds(file, policy)
    old = find_slot(file, nickname)
    slot, private = _reset(file, old, passphrase, policy, key.file_key, None, one_time=False)
    file = replace(file.with_slot(slot), generation=file.generation + 1)
    file = signed(file, key.file_key)
    keys_file.store(folder, keys_file.to_bytes(file))
    return keys_of(file, folder, slot, private, policy)


def recreate_keys(
    folder: Path,
    code: str,
    workspace_id: str,
    nickname: str,
    passphrase: str,
    *,
    kdf: Policy | None = None,
) -> OpenKeys:
    """Make a key file anew from the sheet, when it and its mirror are lost.

    ``workspace_id`` stands in the database that the sheet opened. Other accounts, the old office
    key and the vaults' locks are lost with the file. ``workspace_exists`` while a key file or its
    mirror is good.
    """
    if not _lost(folder):
        raise Refused("workspace_exists")
    key = _sheet_key(code)
    return _create(
        folder,
        workspace_id,
        key.file_key,
        checked_nickname(None, nickname),
        passphrase,
        policy_or_real(kdf),
        coordinator=True,
    )


# Key files of backups


def open_content(
    content: bytes, folder: Path, nickname: str, passphrase: str, *, kdf: Policy | None = None
) -> OpenKeys:
    """Open the key file inside a backup; ``folder`` is where it is to be restored."""
    return unlock_file(keys_file.parse(content), folder, nickname, passphrase, policy_or_real(kdf))


def install(keys: OpenKeys, content: bytes, removed: Iterable[str] = ()) -> None:
    """Put the key file of a backup into a new place, without the accounts in ``removed``.

    ``removed`` is the ledger of every living copy within reach. Errors: ``workspace_exists``,
    ``own_account`` when the one who restores was removed, ``keys_tampered``.
    """
    if keys_file.exists(keys.folder):
        raise Refused("workspace_exists")
    file = keys_file.parse(content)
    check_genuine(file, keys.file_key)
    gone = frozenset(removed) | {r.slot_id for r in file.removed}
    if keys.slot_id in gone:
        raise Refused("own_account")
    known = {r.slot_id for r in file.removed}
    after = file.generation + 1
    ledger = [Removed(slot_id, after) for slot_id in sorted(gone - known)]
    file = replace(
        file,
        generation=after,
        slots=tuple(s for s in file.slots if s.slot_id not in gone),
        removed=(*file.removed, *ledger),
    )
    files.make_private_folder(keys.folder)
    keys_file.store(keys.folder, keys_file.to_bytes(signed(file, keys.file_key)))
    keys.generation = after
