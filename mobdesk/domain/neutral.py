"""Text that a spreadsheet would run is made harmless (security, section 8)."""

from __future__ import annotations

import re

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Control characters that XML cannot hold.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
MOST_IN_CELL = 32_767


def would_run(text: str) -> bool:
    """A spreadsheet might take ``text`` for a formula or a command."""
    return text.startswith(_RUNS)


def printable(text: str) -> str:
    """``text`` with control characters shown as ``�``, no longer than a cell can be."""
    text = _CONTROL.sub("\ufffd", text) if _CONTROL.search(text) else text
    return text if len(text) <= MOST_IN_CELL else f"{text[: MOST_IN_CELL - 1]}…"


def neutral(text: str) -> str:
    """``text`` for CSV and the clipboard: an apostrophe keeps it from being run."""
    return f"'{text}" if would_run(text) else text
