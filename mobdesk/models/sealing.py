"""The few cryptographic operations of the program, each in one format.

AES-256-GCM with a random 96-bit nonce before the ciphertext; its additional data are the fields of
a ``Context``, each with its length in front, so that no two contexts look alike. HKDF-SHA256 for
keys from keys, Argon2id for keys from passphrases, X25519 for sealing to a person.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from mobdesk.domain.fold import tidy
from mobdesk.errors import Refused

KEY = 32
SALT = 16
NONCE = 12
TAG = 16
OVERHEAD = NONCE + TAG
FORMAT = 1
_MIB = 1024  # in KiB, the unit of Argon2


class Broken(Exception):
    """A ciphertext that was not made by this key for this context."""


class Context(NamedTuple):
    """What a ciphertext is for; it opens only under the same words."""

    workspace_id: str
    person: str
    key_id: str
    purpose: str
    version: int = FORMAT

    def encode(self) -> bytes:
        """Return the additional data: every field with its length in front."""
        return joined(self.workspace_id, self.person, self.key_id, self.purpose, str(self.version))


def joined(*fields: str | bytes) -> bytes:
    """Return ``fields`` one after the other, each behind its length in four bytes."""
    raw = [f.encode() if isinstance(f, str) else f for f in fields]
    return b"".join(len(f).to_bytes(4, "big") + f for f in raw)


def random_key() -> bytes:
    """Return 256 random bits."""
    return os.urandom(KEY)


def derive(key: bytes, *purpose: str | bytes, salt: bytes = b"") -> bytes:
    """Return a 32-byte key made from ``key`` for ``purpose`` (HKDF-SHA256, RFC 5869)."""
    secret = hmac.digest(salt or bytes(32), key, "sha256")
    return hmac.digest(secret, joined("mobdesk", *purpose) + b"\x01", "sha256")


def key_id(key: bytes) -> str:
    """Return the public name of ``key``: 16 hexadecimal digits that tell nothing about it."""
    return derive(key, "key id")[:8].hex()


def mac(key: bytes, purpose: str, data: bytes) -> bytes:
    """Return the authentication code of ``data`` under a key derived for ``purpose``."""
    return hmac.digest(derive(key, "mac", purpose), data, "sha256")


def same(one: bytes, other: bytes) -> bool:
    """Compare without telling by time where they differ."""
    return hmac.compare_digest(one, other)


def fingerprint(public: bytes) -> str:
    """Return a short public name of a public key."""
    return hashlib.sha256(joined("mobdesk public key", public)).hexdigest()[:32]


def seal_bytes(key: bytes, data: bytes, associated: bytes) -> bytes:
    """Encrypt under a fresh nonce; ``associated`` is additional data already joined."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, associated)


def unseal_bytes(key: bytes, sealed: bytes, associated: bytes) -> bytes:
    """Decrypt what ``seal_bytes`` made; raise ``Broken`` for anything else."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(sealed) < OVERHEAD:
        raise Broken
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], associated)
    except InvalidTag:
        raise Broken from None


def seal(key: bytes, context: Context, data: bytes) -> bytes:
    """Encrypt ``data`` for ``context``; ``OVERHEAD`` bytes longer."""
    return seal_bytes(key, data, context.encode())


def unseal(key: bytes, context: Context, sealed: bytes) -> bytes:
    """Decrypt what ``seal`` made for the same context; raise ``Broken`` for anything else."""
    return unseal_bytes(key, sealed, context.encode())


def new_pair() -> tuple[bytes, bytes]:
    """Return a new X25519 pair: private, public."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_of(private: bytes) -> bytes:
    """Return the public half of an X25519 private key."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def _shared(private: bytes, public: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

    try:
        return X25519PrivateKey.from_private_bytes(private).exchange(
            X25519PublicKey.from_public_bytes(public)
        )
    except ValueError:  # a wrong length, or a point that gives a known secret
        raise Broken from None


def seal_to(public: bytes, context: Context, data: bytes) -> bytes:
    """Encrypt ``data`` so that only the owner of ``public`` opens it (a fresh pair each time)."""
    once, once_public = new_pair()
    key = derive(_shared(once, public), "seal to", salt=once_public + public)
    return once_public + seal(key, context, data)


def open_sealed(private: bytes, context: Context, sealed: bytes) -> bytes:
    """Decrypt what ``seal_to`` made; raise ``Broken`` for anything else."""
    once_public, rest = sealed[:KEY], sealed[KEY:]
    shared = _shared(private, once_public)
    key = derive(shared, "seal to", salt=once_public + public_of(private))
    return unseal(key, context, rest)


class Kdf(NamedTuple):
    """Parameters of one Argon2id: memory in KiB, rounds, lanes."""

    memory: int
    rounds: int
    lanes: int


@dataclass(frozen=True)
class Policy:
    """What is accepted from a file, and what is used for new passphrases.

    ``floor`` and ``cap`` (KiB) bound the calibration; ``least``, ``most``, ``most_rounds`` and
    ``most_lanes`` bound what a file may ask for. Tests hand in a small one; no file chooses it.
    """

    floor: int = 64 * _MIB
    cap: int = 256 * _MIB
    rounds: int = 3
    lanes: int = 4
    aim: float = 0.7  # seconds, within the promised 0.5 to 1
    least: int = 64 * _MIB
    most: int = 1024 * _MIB
    most_rounds: int = 10
    most_lanes: int = 8

    def check(self, kdf: Kdf) -> None:
        """Refuse parameters outside the bounds, before any memory is taken."""
        if not (
            self.least <= kdf.memory <= self.most
            and 1 <= kdf.rounds <= self.most_rounds
            and 1 <= kdf.lanes <= self.most_lanes
        ):
            raise Refused("keys_out_of_bounds")


POLICY = Policy()


def stretch(passphrase: str, salt: bytes, kdf: Kdf, policy: Policy) -> bytes:
    """Return 32 bytes from a passphrase (tidied: NFC, single spaces), slowly; checks the bounds."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    policy.check(kdf)
    argon = Argon2id(
        salt=salt,
        length=KEY,
        iterations=kdf.rounds,
        lanes=kdf.lanes,
        memory_cost=kdf.memory,
        ad=b"mobdesk passphrase",
    )
    return argon.derive(tidy(passphrase).encode())


@cache
def calibrated(policy: Policy) -> Kdf:
    """Return today's parameters: from the floor upwards until one takes about ``aim`` seconds."""
    kdf = Kdf(policy.floor, policy.rounds, policy.lanes)
    if policy.floor >= policy.cap:
        return kdf
    start = time.perf_counter()
    stretch("calibration", bytes(SALT), kdf, policy)
    taken = max(time.perf_counter() - start, 0.001)
    wanted = int(policy.floor * policy.aim / taken) // (8 * _MIB) * (8 * _MIB)
    return kdf._replace(memory=min(max(policy.floor, wanted), policy.cap))
