"""A person's private container: all entries in one sealed block of a size that tells little.

The block grows in steps of 64 KiB and gets a fresh nonce at every writing, so that neither its size
nor an unchanged byte tells whether anything was typed. Growth beyond a step is what remains.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from mobdesk.errors import Refused
from mobdesk.models import sealing
from mobdesk.models.sealing import OVERHEAD, Broken, Context
from mobdesk.models.vault_keys import VaultKey

STEP = 64 * 1024
_LENGTH = 8


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
    return sealing.seal(key.secret, _context(key), block.ljust(size, b"\0"))


def open_box(key: VaultKey, container: bytes) -> dict[str, Entry]:
    """Return the entries of a container; ``vault_damaged`` if it is not whole or not this one's."""
    try:
        block = sealing.unseal(key.secret, _context(key), container)
        length = int.from_bytes(block[:_LENGTH], "big")
        raw = json.loads(block[_LENGTH : _LENGTH + length])
        return {uid: Entry(*fields) for uid, fields in raw.items()}
    except (Broken, ValueError, TypeError, AttributeError) as problem:
        raise Refused("vault_damaged") from problem
