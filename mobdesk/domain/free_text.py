"""Free text before it leaves: lines that may tell of health, belief or union membership.

A hint for the eye: the word lists are small, and every line is decided by a person.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from typing import Final, NamedTuple

from mobdesk.domain import shipped
from mobdesk.domain.fold import fold

KINDS: Final = ("health", "belief", "union")
_LISTS: Final = "privacy/free_text.json"


class Hint(NamedTuple):
    """Why a line is shown: the kind of data it may tell, and the word as it was written."""

    kind: str
    word: str


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = shipped.table(_LISTS)
    return tuple((kind, _pattern(" ".join(table[kind].values()))) for kind in KINDS)


def _pattern(words: str) -> re.Pattern[str]:
    found = []
    for word in sorted(set(words.split())):
        parts = [re.escape(fold(part)) for part in word.removesuffix("*").split("_")]
        found.append(r"\W+".join(parts) + (r"\w*" if word.endswith("*") else ""))
    return re.compile(rf"\b(?:{'|'.join(found)})\b")


def hints(line: str) -> tuple[Hint, ...]:
    """What in ``line`` may tell of health, belief or union membership; empty for most lines."""
    folded = fold(line)
    return tuple(
        Hint(kind, word)
        for kind, pattern in _patterns()
        for word in dict.fromkeys(found.group(0) for found in pattern.finditer(folded))
    )


def without(text: str, left_out: Container[str]) -> str:
    """``text`` without those of its lines that are in ``left_out``."""
    lines = text.splitlines()
    kept = [line for line in lines if line not in left_out]
    return text if len(kept) == len(lines) else "\n".join(kept).strip()
