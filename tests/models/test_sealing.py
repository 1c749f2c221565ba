"""The formats themselves, opened by hand with other code, and what they refuse."""

from __future__ import annotations

import hashlib
import hmac
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from mobdesk.models import sealing
from mobdesk.models.sealing import Broken, Context, Kdf, Policy
from tests.models.key_support import FAST

KEY = bytes(range(32))
CONTEXT = Context("workspace", "person", "key", "purpose")


def field(text: bytes) -> bytes:
    return len(text).to_bytes(4, "big") + text


def test_the_one_format_opened_by_hand() -> None:
    sealed = sealing.seal(KEY, CONTEXT, b"words")
    parts = (b"workspace", b"person", b"key", b"purpose", b"1")
    aad = b"".join(field(p) for p in parts)
    assert AESGCM(KEY).decrypt(sealed[:12], sealed[12:], aad) == b"words"
    assert len(sealed) == 5 + sealing.OVERHEAD
    assert sealing.unseal(KEY, CONTEXT, sealed) == b"words"


@pytest.mark.parametrize("name", Context._fields)
def test_every_field_of_the_context_counts(name: str) -> None:
    sealed = sealing.seal(KEY, CONTEXT, b"words")
    other = CONTEXT._replace(**{name: 2 if name == "version" else "other"})
    with pytest.raises(Broken):
        sealing.unseal(KEY, other, sealed)


@given(st.lists(st.binary(max_size=3), max_size=4), st.lists(st.binary(max_size=3), max_size=4))
def test_no_two_lists_of_fields_are_joined_alike(one: list[bytes], other: list[bytes]) -> None:
    assert (sealing.joined(*one) == sealing.joined(*other)) == (one == other)


def test_a_nonce_is_new_each_time() -> None:
    nonces = {sealing.seal(KEY, CONTEXT, b"")[:12] for _ in range(200)}
    assert len(nonces) == 200


@pytest.mark.parametrize("size", range(29))
def test_anything_too_short_is_broken(size: int) -> None:
    with pytest.raises(Broken):
        sealing.unseal(KEY, CONTEXT, bytes(size))


def test_derived_keys_are_hkdf_with_a_purpose() -> None:
    info = field(b"mobdesk") + field(b"a") + field(b"b")
    ours = sealing.derive(KEY, "a", "b", salt=b"salt")
    assert ours == HKDF(hashes.SHA256(), 32, b"salt", info).derive(KEY)
    assert sealing.derive(KEY, "a") == HKDF(
        hashes.SHA256(), 32, None, field(b"mobdesk") + field(b"a")
    ).derive(KEY)
    kinds = [("a", "b"), ("ab",), ("b", "a"), ("a", "b", ""), ("key id",), ("mac", "a")]
    assert len({sealing.derive(KEY, *kind) for kind in kinds}) == len(kinds)


def test_a_mac_depends_on_key_purpose_and_data() -> None:
    macs = {
        sealing.mac(key, purpose, data)
        for key in (KEY, bytes(32))
        for purpose in ("a", "b")
        for data in (b"", b"x")
    }
    assert len(macs) == 8
    by_hand = hmac.new(sealing.derive(KEY, "mac", "a"), b"x", hashlib.sha256).digest()
    assert sealing.mac(KEY, "a", b"x") == by_hand


def test_a_key_id_tells_keys_apart_and_is_no_part_of_them() -> None:
    assert sealing.key_id(KEY) != sealing.key_id(bytes(32))
    assert len(sealing.key_id(KEY)) == 16
    assert bytes.fromhex(sealing.key_id(KEY)) not in KEY


# Sealing to a person


def test_only_the_owner_opens_what_is_sealed_to_them() -> None:
    private, public = sealing.new_pair()
    other, _ = sealing.new_pair()
    sealed = sealing.seal_to(public, CONTEXT, b"words")
    assert sealing.open_sealed(private, CONTEXT, sealed) == b"words"
    assert sealing.public_of(private) == public
    with pytest.raises(Broken):
        sealing.open_sealed(other, CONTEXT, sealed)
    with pytest.raises(Broken):
        sealing.open_sealed(private, CONTEXT._replace(purpose="x"), sealed)
    for place in (0, 31, 32, 45, len(sealed) - 1):
        spoiled = bytearray(sealed)
        spoiled[place] ^= 2
        with pytest.raises(Broken):
            sealing.open_sealed(private, CONTEXT, bytes(spoiled))
    for short in (b"", sealed[:31], sealed[:40]):
        with pytest.raises(Broken):
            sealing.open_sealed(private, CONTEXT, short)


def test_sealing_uses_a_new_pair_each_time_and_binds_both_public_keys() -> None:
    private, public = sealing.new_pair()
    one, two = (sealing.seal_to(public, CONTEXT, b"words") for _ in range(2))
    assert one[:32] != two[:32]
    shared = X25519PrivateKey.from_private_bytes(private).exchange(
        X25519PublicKey.from_public_bytes(one[:32])
    )
    info = field(b"mobdesk") + field(b"seal to")
    key = HKDF(hashes.SHA256(), 32, one[:32] + public, info).derive(shared)
    assert AESGCM(key).decrypt(one[32:44], one[44:], CONTEXT.encode()) == b"words"


def test_a_point_that_gives_a_known_secret_is_refused() -> None:
    private, _public = sealing.new_pair()
    with pytest.raises(Broken):
        sealing.open_sealed(private, CONTEXT, bytes(32) + bytes(60))
    with pytest.raises(Broken):
        sealing.seal_to(bytes(32), CONTEXT, b"words")


# Passphrases


def test_stretching_is_argon2id_of_the_tidied_words() -> None:
    kdf = Kdf(32, 1, 1)
    by_hand = Argon2id(
        salt=bytes(16), length=32, iterations=1, lanes=1, memory_cost=32, ad=b"mobdesk passphrase"
    ).derive("sõna kaks".encode())
    assert sealing.stretch(" so\u0303na  kaks\n", bytes(16), kdf, FAST) == by_hand
    assert sealing.stretch("sõna kaks", bytes([1] * 16), kdf, FAST) != by_hand


def test_calibration_stays_between_floor_and_cap() -> None:
    quick = Policy(floor=1024, cap=4096, least=64, rounds=1, lanes=1, aim=1000.0)
    slow = Policy(floor=1024, cap=4096, least=64, rounds=1, lanes=1, aim=0.0)
    assert sealing.calibrated(quick) == Kdf(4096, 1, 1)
    assert sealing.calibrated(slow) == Kdf(1024, 1, 1)


def test_today_s_policy() -> None:
    policy = sealing.POLICY
    assert (policy.rounds, policy.lanes) == (3, 4)
    mib = [n // 1024 for n in (policy.floor, policy.cap, policy.least, policy.most)]
    assert mib == [64, 256, 64, 1024]
    assert (policy.most_rounds, policy.most_lanes) == (10, 8)
    assert 0.5 <= policy.aim <= 1


def test_random_keys_are_long_and_different() -> None:
    made = [sealing.random_key() for _ in range(4)]
    assert {len(k) for k in made} == {32}
    assert all(a != b for a, b in pairwise(sorted(made)))
