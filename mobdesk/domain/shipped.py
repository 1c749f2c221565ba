"""Shipped tables (checklists, prompts, activity types): constants of a version, kept as data.

The only files that ``domain`` reads; nothing here depends on a workspace or a clock.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from mobdesk.paths import resource


@cache
def table(name: str) -> dict[str, Any]:
    """Return the shipped JSON table ``name``, for example ``papers/checklist.json``."""
    content: dict[str, Any] = json.loads(resource(name).read_text(encoding="utf-8"))
    return content


def content(name: str) -> bytes:
    """Return a shipped file as it is, read anew each time: for what is large and seldom asked."""
    return resource(name).read_bytes()


def names(pattern: str) -> tuple[str, ...]:
    """The shipped files of a pattern such as ``rates/*.json``, in order."""
    folder, _, wanted = pattern.rpartition("/")
    return tuple(f"{folder}/{path.name}" for path in sorted(resource(folder).glob(wanted)))
