"""The key of a person's private container: locked by the own passphrase and by a printed code.

Nobody else's passphrase ever reaches it: an account whose passphrase was set by somebody else must
first replace it, and then shows the old passphrase or the private code once.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace

from mobdesk.domain import sheetcode
from mobdesk.errors import Refused
from mobdesk.models import sealing
from mobdesk.models.keyring import OpenKeys, current, edit, own_slot, unlock_private
from mobdesk.models.keys_file import CodeWrap, KeyFile, Slot, Vault, Wrap
from mobdesk.models.locks import commitment, lock, opened, unlock
from mobdesk.models.sealing import Context


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class VaultKey:
    """The key of one person's container, in memory only."""

    workspace_id: str
    person: str
    key_id: str
    secret: bytes
    cover_lock: bytes
    """Of the sign-in, which makes covers anew while the notes are locked: see ``vault_box``."""

    def __repr__(self) -> str:
        return "<VaultKey>"

    def __reduce__(self) -> str:
        raise TypeError("keys are never written")


def _context(file: KeyFile, slot_id: str, key_id: str, purpose: str) -> Context:
    return Context(file.workspace_id, slot_id, key_id, purpose)


def lock_by_passphrase(
    keys: OpenKeys, file: KeyFile, key_id: str, secret: bytes, passphrase: str
) -> Wrap:
    """Lock a vault key by the account's passphrase under a salt of its own."""
    words = _context(file, keys.slot_id, key_id, "vault key by passphrase")
    return lock(passphrase, words, secret, keys.policy)


def unlock_by_passphrase(keys: OpenKeys, file: KeyFile, vault: Vault, passphrase: str) -> bytes:
    """Return the vault key; ``wrong_passphrase`` or ``keys_tampered``."""
    words = _context(file, keys.slot_id, vault.key_id, "vault key by passphrase")
    return _named(vault, unlock(vault.passphrase, passphrase, words, keys.policy))


def _lock_by_code(file: KeyFile, slot_id: str, key_id: str, secret: bytes, code: bytes) -> CodeWrap:
    salt = os.urandom(sealing.SALT)
    root = sealing.derive(code, "private code", salt=salt)
    words = _context(file, slot_id, key_id, "vault key by code")
    sealed = sealing.seal(sealing.derive(root, "wrap"), words, secret)
    return CodeWrap(salt, commitment(root), sealed)


def _unlock_by_code(file: KeyFile, slot: Slot, vault: Vault, typed: str) -> bytes:
    code = sheetcode.read(sheetcode.PRIVATE, typed)
    root = sealing.derive(code, "private code", salt=vault.code.salt)
    if not sealing.same(commitment(root), vault.code.commitment):
        raise Refused("wrong_private_code")
    words = _context(file, slot.slot_id, vault.key_id, "vault key by code")
    return _named(vault, opened(sealing.derive(root, "wrap"), words, vault.code.sealed))


def _named(vault: Vault, secret: bytes) -> bytes:
    if sealing.key_id(secret) != vault.key_id:
        raise Refused("keys_tampered")
    return secret


def _own(keys: OpenKeys) -> tuple[KeyFile, Slot]:
    file = current(keys)
    return file, own_slot(keys, file)


def _own_vault(keys: OpenKeys) -> tuple[KeyFile, Slot, Vault]:
    file, slot = _own(keys)
    if slot.vault is None:
        raise Refused("vault_missing")
    return file, slot, slot.vault


def _check_own_passphrase(keys: OpenKeys, file: KeyFile, slot: Slot, passphrase: str) -> None:
    """Refuse a passphrase that is not the account's, or that somebody else chose."""
    if slot.one_time:
        raise Refused("passphrase_must_be_replaced")
    unlock_private(file, slot, passphrase, keys.policy)


def vault_state(keys: OpenKeys) -> str:
    """``none``, ``ready``, or ``asks_old`` (old passphrase or private code needed once)."""
    vault = _own(keys)[1].vault
    if vault is None:
        return "none"
    return "asks_old" if vault.asks_old else "ready"


def create_vault(
    keys: OpenKeys, passphrase: str, *, checked: bool = False, anew: bool = False
) -> tuple[VaultKey, str]:
    """Make the person's vault key; return it and the private code, to be printed once.

    ``checked``: the passphrase has just made or opened the account. ``anew``: in the place of a
    vault that nobody can open any more. Errors: ``vault_exists``,
    ``passphrase_must_be_replaced``, ``wrong_passphrase``.
    """
    file, slot = _own(keys)
    if slot.vault is not None and not anew:
        raise Refused("vault_exists")
    if not checked:
        _check_own_passphrase(keys, file, slot, passphrase)
    secret, code = sealing.random_key(), os.urandom(sheetcode.PRIVATE.size)
    name = sealing.key_id(secret)
    vault = Vault(
        name,
        lock_by_passphrase(keys, file, name, secret, passphrase),
        _lock_by_code(file, slot.slot_id, name, secret, code),
        asks_old=False,
    )
    _put(keys, vault)
    return _key(keys, vault, secret), sheetcode.write(sheetcode.PRIVATE, code)


def open_vault(keys: OpenKeys, passphrase: str) -> VaultKey:
    """Open the person's vault with the passphrase that locked it last.

    Errors: ``vault_missing``, ``wrong_passphrase``, ``vault_asks_old`` when the passphrase of the
    account was set by somebody else since: see ``rewrap_vault``.
    """
    file, _slot, vault = _own_vault(keys)
    try:
        return _key(keys, vault, unlock_by_passphrase(keys, file, vault, passphrase))
    except Refused as problem:
        if problem.code == "wrong_passphrase" and vault.asks_old:
            raise Refused("vault_asks_old") from None
        raise


def open_vault_with_code(keys: OpenKeys, code: str) -> VaultKey:
    """Open the person's vault with the printed code; ``wrong_private_code``, or a typing error."""
    file, slot, vault = _own_vault(keys)
    return _key(keys, vault, _unlock_by_code(file, slot, vault, code))


def rewrap_vault(
    keys: OpenKeys, passphrase: str, *, old_passphrase: str | None = None, code: str | None = None
) -> VaultKey:
    """Lock the vault by the account's own new passphrase, opening it by the old one or the code."""
    file, slot, vault = _own_vault(keys)
    _check_own_passphrase(keys, file, slot, passphrase)
    if code is not None:
        secret = _unlock_by_code(file, slot, vault, code)
    else:
        secret = unlock_by_passphrase(keys, file, vault, old_passphrase or "")
    wrap = lock_by_passphrase(keys, file, vault.key_id, secret, passphrase)
    _put(keys, replace(vault, passphrase=wrap, asks_old=False))
    return _key(keys, vault, secret)


def new_private_code(keys: OpenKeys, vault_key: VaultKey) -> str:
    """Make a new private code for an open vault; the old one is void from then on."""
    file, slot, vault = _own_vault(keys)
    _named(vault, vault_key.secret)
    code = os.urandom(sheetcode.PRIVATE.size)
    wrap = _lock_by_code(file, slot.slot_id, vault.key_id, vault_key.secret, code)
    _put(keys, replace(vault, code=wrap))
    return sheetcode.write(sheetcode.PRIVATE, code)


def _key(keys: OpenKeys, vault: Vault, secret: bytes) -> VaultKey:
    return VaultKey(keys.workspace_id, keys.slot_id, vault.key_id, secret, cover_lock(keys))


def cover_lock(keys: OpenKeys) -> bytes:
    """The key by which a signed-in person, and nobody else, opens the cover of the container."""
    return sealing.derive(keys.private_key, "vault cover lock")


def _put(keys: OpenKeys, vault: Vault) -> None:
    edit(keys, lambda file: file.with_slot(replace(own_slot(keys, file), vault=vault)))
