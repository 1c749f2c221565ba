"""Columns that only coordinators read: needs, bank accounts, identity documents."""

from __future__ import annotations

from mobdesk.errors import Refused
from mobdesk.models import sealing
from mobdesk.models.keyring import OpenKeys
from mobdesk.models.sealing import Broken, Context

STEP = 64  # bytes; the length of an account number tells its country


def _key(keys: OpenKeys) -> bytes:
    if keys.office_key is None:
        raise Refused("protected_closed")
    return sealing.derive(keys.office_key, "protected columns")


def _context(keys: OpenKeys, key: bytes, purpose: str, record: str) -> Context:
    return Context(keys.workspace_id, record, sealing.key_id(key), f"column {purpose}")


def protect(keys: OpenKeys, purpose: str, record: str, text: str) -> bytes:
    """Encrypt ``text`` for one column (``purpose``) of one record; ``protected_closed``."""
    key = _key(keys)
    raw = text.encode()
    block = len(raw).to_bytes(4, "big") + raw
    padded = block.ljust(-(-len(block) // STEP) * STEP, b"\0")
    return sealing.seal(key, _context(keys, key, purpose, record), padded)


def reveal(keys: OpenKeys, purpose: str, record: str, sealed: bytes) -> str:
    """Decrypt what ``protect`` made; ``protected_closed``, ``protected_damaged``."""
    key = _key(keys)
    try:
        block = sealing.unseal(key, _context(keys, key, purpose, record), sealed)
    except Broken:
        raise Refused("protected_damaged") from None
    length = int.from_bytes(block[:4], "big")
    return block[4 : 4 + length].decode()
