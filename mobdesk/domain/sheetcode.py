"""Codes on paper: a secret as groups of four base32 characters, the last group a check.

The workspace sheet carries 32 bytes (52 characters and the check), the private code 16 bytes
(26 characters and a longer check). The alphabet is that of RFC 4648: no 0, 1, 8, 9.
"""

from __future__ import annotations

import base64
import hashlib
from typing import NamedTuple

from mobdesk.errors import Refused

GROUP = 4

# What people write or read instead of a letter of the alphabet.
_READ_AS = str.maketrans("018", "OIB")
_IGNORED = str.maketrans("", "", " \t\r\n-–—‑.·_\u00a0\u202f")


class Kind(NamedTuple):
    """One kind of code: its name in errors, bytes of the secret, characters of the check."""

    name: str
    size: int
    check: int

    @property
    def body(self) -> int:
        """Characters of the secret itself."""
        return -(-self.size * 8 // 5)

    @property
    def length(self) -> int:
        """Characters in all, without spaces."""
        return self.body + self.check


SHEET = Kind("sheet", 32, 4)
PRIVATE = Kind("private_code", 16, 6)


def _check(kind: Kind, body: str) -> str:
    digest = hashlib.sha256(f"mobdesk {kind.name} check:{body}".encode()).digest()
    return base64.b32encode(digest).decode()[: kind.check]


def write(kind: Kind, secret: bytes) -> str:
    """Return ``secret`` as a code in groups of four, with single spaces."""
    if len(secret) != kind.size:
        raise ValueError("a secret of another size")
    body = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(groups(body + _check(kind, body)))


def groups(code: str) -> list[str]:
    """Return the groups of four of ``code``, as printed; part of it is typed again to prove it."""
    bare = plain(code)
    return [bare[i : i + GROUP] for i in range(0, len(bare), GROUP)]


def plain(typed: str) -> str:
    """Return ``typed`` in capitals, without spaces and dashes, and with 0, 1, 8 as O, I, B."""
    return typed.translate(_IGNORED).upper().translate(_READ_AS)


def read(kind: Kind, typed: str) -> bytes:
    """Return the secret of a typed code.

    Errors: ``code_length`` (values expected, found), ``code_letter`` (values letter, group),
    ``code_mistyped`` when the check does not fit.
    """
    code = plain(typed)
    for place, letter in enumerate(code):
        if letter not in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567":
            raise Refused("code_letter", letter=letter, group=place // GROUP + 1)
    if len(code) != kind.length:
        raise Refused("code_length", expected=kind.length, found=len(code))
    body = code[: kind.body]
    secret = base64.b32decode(body + "=" * (-len(body) % 8))
    # The spare bits of the last character are zero in every code that was ever printed.
    spare = base64.b32encode(secret).decode().rstrip("=") != body
    if spare or code[kind.body :] != _check(kind, body):
        raise Refused("code_mistyped")
    return secret
