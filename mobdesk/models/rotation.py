"""New file and office keys for everybody, always when an account is removed.

``rotate`` prepares; the caller makes the new database under the new name, checks it, and then calls
``commit``: one replace of ``keys.json``. Killed before it, the old state opens, after it, the new.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from mobdesk.errors import Refused
from mobdesk.models import keys_file, sealing
from mobdesk.models.keyring import (
    OpenKeys,
    coordinator_only,
    current,
    holds_office,
    keys_of,
    office_key_of,
    own_slot,
    signed,
    with_keys,
)
from mobdesk.models.keys_file import Removed, Slot


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
    coordinator_only(keys)
    if keys.slot_id in remove:
        raise Refused("own_account")
    if not without_protected:
        office_key_of(keys)
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
