"""A lock opened by hand: what stands in the file must not be what opens it."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mobdesk.errors import Refused
from mobdesk.models import sealing
from mobdesk.models.locks import lock, unlock
from mobdesk.models.sealing import Context
from tests.models.key_support import FAST

CONTEXT = Context("w", "p", "k", "test")


def test_commitment_and_wrapping_key_are_two_keys_derived_from_the_stretched_words() -> None:
    wrap = lock("alpha beta", CONTEXT, b"secret", FAST)
    root = sealing.stretch("alpha beta", wrap.salt, wrap.kdf, FAST)
    wrapping = sealing.derive(root, "wrap")
    assert wrap.commitment == sealing.derive(root, "commitment")
    assert wrap.commitment not in (root, wrapping)
    nonce, ciphertext = wrap.sealed[:12], wrap.sealed[12:]
    assert AESGCM(wrapping).decrypt(nonce, ciphertext, CONTEXT.encode()) == b"secret"


def test_the_commitment_opens_nothing() -> None:
    wrap = lock("alpha beta", CONTEXT, b"secret", FAST)
    for key in (wrap.commitment, sealing.derive(wrap.commitment, "wrap")):
        with pytest.raises(sealing.Broken):
            sealing.unseal(key, CONTEXT, wrap.sealed)


def test_each_lock_has_its_own_salt_and_its_own_errors() -> None:
    one, two = (lock("alpha", CONTEXT, b"secret", FAST) for _ in range(2))
    assert one.salt != two.salt
    assert len(one.salt) == 16
    assert unlock(one, "alpha", CONTEXT, FAST) == b"secret"
    with pytest.raises(Refused, match="wrong_passphrase"):
        unlock(one, "beta", CONTEXT, FAST)
    with pytest.raises(Refused, match="keys_tampered"):
        unlock(one, "alpha", CONTEXT._replace(purpose="other"), FAST)
