"""From a passphrase or a sheet to the keys of a workspace, and every change of ``keys.json``.

The order of checks is a promise (security.md section 2): checksum, bounds, commitment, AEAD, then a
mac under the file key over the whole file, so that no slot was added or swapped.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from mobdesk.domain.fold import fold, tidy
from mobdesk.errors import NotAllowed, Refused
from mobdesk.models import files, keys_file, sealing
from mobdesk.models.keys_file import KeyFile, Slot, Wrap
from mobdesk.models.locks import lock, unlock
from mobdesk.models.sealing import POLICY, Broken, Context, Policy

MOST_NICKNAME = 40


@dataclass(eq=False, repr=False, slots=True)
class OpenKeys:
    """The keys of a signed-in account, in memory only. ``office_key`` is a coordinator's."""

    folder: Path
    workspace_id: str
    generation: int
    key_id: str
    file_key: bytes
    office_key: bytes | None
    slot_id: str
    nickname: str
    coordinator: bool
    one_time: bool
    private_key: bytes
    policy: Policy

    @property
    def database(self) -> str:
        """The name of the database file that the file key opens."""
        return keys_file.database_name(self.key_id)

    def __repr__(self) -> str:
        return "<OpenKeys>"

    def __reduce__(self) -> str:
        raise TypeError("keys are never written")


# Slots


def _opened_by(private: bytes, context: Context, sealed: bytes) -> bytes:
    try:
        return sealing.open_sealed(private, context, sealed)
    except Broken:
        raise Refused("keys_tampered") from None


def _private_context(workspace_id: str, slot_id: str, public: bytes) -> Context:
    return Context(workspace_id, slot_id, sealing.fingerprint(public), "account private key")


def _office_proof(office_key: bytes, slot_id: str, public: bytes) -> bytes:
    """Proof, by a holder of the office key, that this public key may be given it."""
    return sealing.mac(office_key, "office holder", sealing.joined(slot_id, public))


def lock_private(
    file: KeyFile, slot_id: str, public: bytes, private: bytes, passphrase: str, policy: Policy
) -> Wrap:
    """Lock the private key of an account by its passphrase."""
    context = _private_context(file.workspace_id, slot_id, public)
    return lock(passphrase, context, private, policy)


def unlock_private(file: KeyFile, slot: Slot, passphrase: str, policy: Policy) -> bytes:
    """Return the private key of an account, see ``unlock``."""
    context = _private_context(file.workspace_id, slot.slot_id, slot.public)
    return unlock(slot.private, passphrase, context, policy)


def with_keys(file: KeyFile, slot: Slot, file_key: bytes, office_key: bytes | None) -> Slot:
    """Seal the keys of ``file`` to an account; without an office key it gets none."""

    def context(key_id: str, purpose: str) -> Context:
        return Context(file.workspace_id, slot.slot_id, key_id, purpose)

    sealed = sealing.seal_to(slot.public, context(file.key_id, "file key"), file_key)
    office = proof = None
    if office_key is not None:
        words = context(file.office_key_id, "office key")
        office = sealing.seal_to(slot.public, words, office_key)
        proof = _office_proof(office_key, slot.slot_id, slot.public)
    return replace(slot, file=sealed, office=office, office_proof=proof)


def holds_office(slot: Slot, office_key: bytes) -> bool:
    """Whether a holder of ``office_key`` gave it to this account's present public key."""
    proof = _office_proof(office_key, slot.slot_id, slot.public)
    return slot.office_proof is not None and sealing.same(slot.office_proof, proof)


def new_slot(
    file: KeyFile,
    nickname: str,
    passphrase: str,
    policy: Policy,
    *,
    coordinator: bool,
    one_time: bool,
    slot_id: str = "",
) -> tuple[Slot, bytes]:
    """Return a slot with a new pair and no keys yet, and its private key."""
    private, public = sealing.new_pair()
    slot_id = slot_id or os.urandom(16).hex()
    wrap = lock_private(file, slot_id, public, private, passphrase, policy)
    slot = Slot(slot_id, nickname, coordinator, one_time, public, wrap, b"", None, None, vault=None)
    return slot, private


def checked_nickname(file: KeyFile | None, nickname: str) -> str:
    """Return ``nickname`` tidied; ``nickname_needed nickname_too_long nickname_taken``."""
    name = tidy(nickname)
    if not fold(name):
        raise Refused("nickname_needed")
    if len(name) > MOST_NICKNAME:
        raise Refused("nickname_too_long", most=MOST_NICKNAME)
    if file is not None and any(fold(s.nickname) == fold(name) for s in file.slots):
        raise Refused("nickname_taken", nickname=name)
    return name


def find_slot(file: KeyFile, nickname: str) -> Slot:
    """The slot of a nickname, accents and case ignored; ``account_unknown``."""
    for slot in file.slots:
        if fold(slot.nickname) == fold(nickname):
            return slot
    raise Refused("account_unknown", nickname=tidy(nickname))


def reset_slot(
    file: KeyFile,
    old: Slot,
    passphrase: str,
    policy: Policy,
    file_key: bytes,
    office_key: bytes | None,
    *,
    one_time: bool,
) -> tuple[Slot, bytes]:
    """Return an account with a new pair and passphrase, and its private key; the vault stays."""
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


# Opening


def signed(file: KeyFile, file_key: bytes) -> KeyFile:
    """Return ``file`` with its mac."""
    return replace(file, mac=_mac(file, file_key))


def _mac(file: KeyFile, file_key: bytes) -> bytes:
    return sealing.mac(file_key, "keys.json", file.authenticated())


def check_genuine(file: KeyFile, file_key: bytes) -> None:
    """Refuse a file in which anything was changed, added or swapped without the file key."""
    if not sealing.same(file.mac, _mac(file, file_key)):
        raise Refused("keys_tampered")


def unlock_file(
    file: KeyFile, folder: Path, nickname: str, passphrase: str, policy: Policy
) -> OpenKeys:
    """Open ``file`` (already checked by ``keys_file.parse``) with a passphrase."""
    keys_file.check_bounds(file, policy)
    slot = find_slot(file, nickname)
    private = unlock_private(file, slot, passphrase, policy)
    return keys_of(file, folder, slot, private, policy)


def keys_of(file: KeyFile, folder: Path, slot: Slot, private: bytes, policy: Policy) -> OpenKeys:
    """Open the sealed keys of ``slot`` and check the whole file with them."""

    def context(key_id: str, purpose: str) -> Context:
        return Context(file.workspace_id, slot.slot_id, key_id, purpose)

    file_key = _opened_by(private, context(file.key_id, "file key"), slot.file)
    if sealing.key_id(file_key) != file.key_id:
        raise Refused("keys_tampered")
    check_genuine(file, file_key)
    office_key = None
    if slot.office is not None:
        words = context(file.office_key_id, "office key")
        office_key = _opened_by(private, words, slot.office)
        named = sealing.key_id(office_key) == file.office_key_id
        if not named or not holds_office(slot, office_key):
            raise Refused("keys_tampered")
    return OpenKeys(
        folder=folder,
        workspace_id=file.workspace_id,
        generation=file.generation,
        key_id=file.key_id,
        file_key=file_key,
        office_key=office_key,
        slot_id=slot.slot_id,
        nickname=slot.nickname,
        coordinator=slot.coordinator,
        one_time=slot.one_time,
        private_key=private,
        policy=policy,
    )


# Changing


def current(keys: OpenKeys) -> KeyFile:
    """Read the key file again and check it; ``keys_changed`` if it is not that of ``keys``."""
    file = keys_file.load(keys.folder)
    keys_file.check_bounds(file, keys.policy)
    if file.key_id != keys.key_id or file.generation < keys.generation:
        raise Refused("keys_changed")
    check_genuine(file, keys.file_key)
    return file


def own_slot(keys: OpenKeys, file: KeyFile) -> Slot:
    """The slot of the signed-in account; ``keys_changed`` if its pair is another by now."""
    slot = file.slot(keys.slot_id)
    if slot.public != sealing.public_of(keys.private_key):
        raise Refused("keys_changed")
    return slot


def edit(keys: OpenKeys, change: Callable[[KeyFile], KeyFile]) -> None:
    """Change the key file in one replace, as the next generation under the same keys."""
    before = current(keys)
    after = replace(change(before), generation=before.generation + 1)
    keys_file.store(keys.folder, keys_file.to_bytes(signed(after, keys.file_key)))
    keys.generation = after.generation


def create(
    folder: Path,
    workspace_id: str,
    file_key: bytes,
    nickname: str,
    passphrase: str,
    policy: Policy,
    *,
    coordinator: bool,
) -> OpenKeys:
    """Write a first key file with one account, around a given file key and a new office key."""
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


def coordinator_only(keys: OpenKeys) -> None:
    """Refuse anybody but a coordinator: ``not_allowed``."""
    if not keys.coordinator:
        raise NotAllowed("not_allowed", area="accounts")


def office_key_of(keys: OpenKeys) -> bytes:
    """The office key; ``office_key_missing`` after a reset with the sheet."""
    if keys.office_key is None:
        raise Refused("office_key_missing")
    return keys.office_key


def policy_or_real(policy: Policy | None) -> Policy:
    """The policy of the program, unless a test hands in its own."""
    return POLICY if policy is None else policy
