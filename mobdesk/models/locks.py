"""A secret locked by a passphrase; a commitment tells a wrong passphrase from tampering."""

from __future__ import annotations

import os

from mobdesk.errors import Refused
from mobdesk.models import sealing
from mobdesk.models.keys_file import Wrap
from mobdesk.models.sealing import Broken, Context, Policy


def lock(passphrase: str, context: Context, secret: bytes, policy: Policy) -> Wrap:
    """Lock ``secret`` by a passphrase with a new salt and today's parameters."""
    salt = os.urandom(sealing.SALT)
    kdf = sealing.calibrated(policy)
    root = sealing.stretch(passphrase, salt, kdf, policy)
    return Wrap(kdf, salt, commitment(root), sealing.seal(_wrapping(root), context, secret))


def unlock(wrap: Wrap, passphrase: str, context: Context, policy: Policy) -> bytes:
    """Open what ``lock`` made: ``keys_out_of_bounds``, ``wrong_passphrase``, ``keys_tampered``."""
    root = sealing.stretch(passphrase, wrap.salt, wrap.kdf, policy)
    if not sealing.same(commitment(root), wrap.commitment):
        raise Refused("wrong_passphrase")
    return opened(_wrapping(root), context, wrap.sealed)


def commitment(root: bytes) -> bytes:
    """A value that tells a wrong key from a changed ciphertext."""
    return sealing.derive(root, "commitment")


def _wrapping(root: bytes) -> bytes:
    return sealing.derive(root, "wrap")


def opened(key: bytes, context: Context, sealed: bytes) -> bytes:
    """Decrypt a part of the key file; ``keys_tampered`` if it was changed."""
    try:
        return sealing.unseal(key, context, sealed)
    except Broken:
        raise Refused("keys_tampered") from None
