"""Accounts and their keys: make, open, add, change, reset. The way into all of the key room.

New keys for everybody are in ``rotation``, sheet and backups in ``recovery``, the private
container's key in ``vault_keys``; their public names are here too.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from mobdesk.domain.fold import fold, tidy
from mobdesk.errors import NotAllowed, Refused
from mobdesk.models import keys_file, sealing
from mobdesk.models.keyring import (
    OpenKeys,
    checked_nickname,
    coordinator_only,
    create,
    current,
    edit,
    lock_private,
    new_slot,
    office_key_of,
    own_slot,
    policy_or_real,
    reset_slot,
    unlock_file,
    unlock_private,
    with_keys,
)
from mobdesk.models.keys_file import KeyFile, database_name, use_good_copy
from mobdesk.models.recovery import (
    SheetKey,
    install,
    open_content,
    open_with_sheet,
    recreate_keys,
    reset_with_sheet,
    sheet,
)
from mobdesk.models.rotation import Rotation, commit, remove_slot, removed_slots, rotate
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
    return create(
        folder,
        os.urandom(16).hex(),
        sealing.random_key(),
        name,
        passphrase,
        policy,
        coordinator=role_is_coordinator,
    )


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


def add_slot(
    keys: OpenKeys, nickname: str, passphrase: str, coordinator: bool, one_time: bool = True
) -> str:
    """Add an account and return its slot id; ``nickname_taken`` and the like."""
    coordinator_only(keys)
    office_key = office_key_of(keys) if coordinator else None
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
        coordinator_only(keys)

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
    coordinator_only(keys)
    if slot_id == keys.slot_id:
        raise Refused("own_account")

    def change(file: KeyFile) -> KeyFile:
        old = file.slot(slot_id)
        office_key = office_key_of(keys) if old.coordinator else None
        slot, _private = reset_slot(
            file, old, one_time_passphrase, keys.policy, keys.file_key, office_key, one_time=True
        )
        return file.with_slot(slot)

    edit(keys, change)


def give_office_key(keys: OpenKeys, slot_id: str) -> None:
    """Give the office key to a coordinator who lost it by a reset with the sheet."""
    coordinator_only(keys)
    office_key = office_key_of(keys)

    def change(file: KeyFile) -> KeyFile:
        slot = file.slot(slot_id)
        if not slot.coordinator:
            raise NotAllowed("not_allowed", area="protected")
        return file.with_slot(with_keys(file, slot, keys.file_key, office_key))

    edit(keys, change)
