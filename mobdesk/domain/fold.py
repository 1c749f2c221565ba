"""One way to compare and search words: without accents, case and stray spaces."""

from __future__ import annotations

import unicodedata

FOLD_VERSION = 1

# Letters that Unicode does not take apart but that people type without their stroke.
_BY_HAND = str.maketrans(
    {
        "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n",
        "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ß": "ss", "ς": "σ",
    }
)  # fmt: skip


def tidy(text: str) -> str:
    """Return ``text`` in NFC, trimmed, with runs of spaces joined to one."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Return the search key of ``text``: no accents, no case, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    parts = unicodedata.normalize("NFKD", text).casefold().translate(_BY_HAND)
    bare = "".join(c for c in unicodedata.normalize("NFKD", parts) if not unicodedata.combining(c))
    return " ".join(bare.split())


def typed_words(text: str) -> list[str]:
    """The folded words of a search; a comma ends a word: names are shown as ``Tamm, Maarja``."""
    return fold(text).replace(",", " ").split()
