"""The list of words for generated passphrases, read once from the resources."""

from __future__ import annotations

from functools import cache

from mobdesk.domain import passphrases
from mobdesk.paths import resource


@cache
def words() -> tuple[str, ...]:
    """All words of the list."""
    return tuple(resource("words/en.txt").read_text("utf-8").split())


def new_passphrase() -> str:
    """Five words, chosen by the system's random source."""
    return passphrases.generate(words())


def check_own(passphrase: str, *personal: str) -> None:
    """Raise ``Invalid`` unless an own passphrase is good enough; see ``domain.passphrases``."""
    passphrases.check(passphrase, words(), personal)
