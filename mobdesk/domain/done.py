"""What a write hands back, so that pages know what to read again and the user can undo it."""

from __future__ import annotations

from typing import Any, NamedTuple


class Done(NamedTuple):
    """One finished change; ``label`` is a code of ``texts.label`` and ``values`` fill it."""

    change_id: int | None
    label: str
    values: dict[str, Any] = {}
    tables: frozenset[str] = frozenset()
    ids: tuple[int, ...] = ()
