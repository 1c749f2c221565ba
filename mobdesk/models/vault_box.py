"""A person's private container: all entries in one sealed block of a size that tells little.

The block grows in steps of 64 KiB and gets a fresh nonce at every writing, so that neither its size
nor an unchanged byte tells whether anything was typed. Growth beyond a step is what remains.

    cover key, locked by the sign-in (60) | cover (the entries, sealed by the vault key)

The container is to change on every beat while its person is signed in, notes open or not: a change
must not tell that a diary was opened. But without the vault key, which goes when the notes lock,
nobody can seal entries anew. So there are two layers. The inner one needs the vault key and alone
holds what was written. The outer one, the *cover*, is made anew by the private key of the account,
which the person has while signed in and nobody else ever has. Who holds the file key sees only the
cover: other bytes at every beat, the same entries inside or others. The vault key opens the cover
as well, so that a new pair (a passphrase set by somebody else) locks nobody out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from mobdesk.errors import Refused
from mobdesk.models import sealing
from mobdesk.models.keyring import OpenKeys
from mobdesk.models.sealing import KEY, Broken, Context
from mobdesk.models.vault_keys import VaultKey, cover_lock

STEP = 64 * 1024
_LENGTH = 8
_WRAP = KEY + sealing.OVERHEAD
#: What a container has besides its steps.
OVERHEAD = _WRAP + 2 * sealing.OVERHEAD


class Entry(NamedTuple):
    """One entry: ``version`` counts its changes, ``payload`` is JSON."""

    version: int
    kind: str
    payload: Any


def _context(key: VaultKey) -> Context:
    return Context(key.workspace_id, key.person, key.key_id, "vault container")


def sealed_size(content: int) -> int:
    """The bytes of a sealed container whose entries take ``content`` bytes."""
    return -(-(content + _LENGTH) // STEP) * STEP + OVERHEAD


def seal(key: VaultKey, entries: Mapping[str, Entry]) -> bytes:
    """Return the container with ``entries`` by id: a whole number of steps and ``OVERHEAD``."""
    content = json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode()
    block = len(content).to_bytes(_LENGTH, "big") + content
    size = sealed_size(len(content)) - OVERHEAD
    inner = sealing.seal(key.secret, _context(key), block.ljust(size, b"\0"))
    return _covered(key.workspace_id, key.person, key.cover_lock, _cover_key(key), inner)


def open_box(key: VaultKey, container: bytes) -> dict[str, Entry]:
    """Return the entries of a container; ``vault_damaged`` if it is not whole or not this one's."""
    try:
        inner = _uncovered(key.workspace_id, key.person, _cover_key(key), container)
        block = sealing.unseal(key.secret, _context(key), inner)
        length = int.from_bytes(block[:_LENGTH], "big")
        raw = json.loads(block[_LENGTH : _LENGTH + length])
        return {uid: Entry(*fields) for uid, fields in raw.items()}
    except (Broken, ValueError, TypeError, AttributeError) as problem:
        raise Refused("vault_damaged") from problem


def renew(keys: OpenKeys, container: bytes) -> bytes | None:
    """The same entries under a new cover, made by the sign-in alone, without the vault key.

    None where this sign-in does not open the cover: its passphrase was set by somebody else, and
    the notes were not opened since.
    """
    lock, workspace, person = cover_lock(keys), keys.workspace_id, keys.slot_id
    try:
        key = sealing.unseal(lock, _wrap_context(workspace, person), container[:_WRAP])
        inner = _uncovered(workspace, person, key, container)
    except Broken:
        return None
    return _covered(workspace, person, lock, key, inner)


# The cover


def _cover_key(key: VaultKey) -> bytes:
    return sealing.derive(key.secret, "vault cover")


def _wrap_context(workspace: str, person: str) -> Context:
    return Context(workspace, person, "", "vault cover key")


def _cover_words(workspace: str, person: str, wrap: bytes) -> bytes:
    """The additional data of a cover: nobody puts another wrap in front of it."""
    return sealing.joined(Context(workspace, person, "", "vault cover").encode(), wrap)


def _covered(workspace: str, person: str, lock: bytes, key: bytes, inner: bytes) -> bytes:
    wrap = sealing.seal(lock, _wrap_context(workspace, person), key)
    return wrap + sealing.seal_bytes(key, inner, _cover_words(workspace, person, wrap))


def _uncovered(workspace: str, person: str, key: bytes, container: bytes) -> bytes:
    wrap, cover = container[:_WRAP], container[_WRAP:]
    return sealing.unseal_bytes(key, cover, _cover_words(workspace, person, wrap))
