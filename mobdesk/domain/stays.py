"""Which of a person's stays a list shows: the one under way or ahead, else the last one."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mobdesk.domain.stages import Stage

_OVER = frozenset({Stage.RETURNED.value, Stage.CLOSED.value})


class Standing(NamedTuple):
    """How near a stay is; the smallest one is shown."""

    place: int
    days: int


def standing(
    stage: str, ended: str | None, start: date | None, end: date | None, today: date
) -> Standing:
    """Under way, then ahead (the nearest first), then without dates, then over (the last first)."""
    last = end or start
    if ended is not None or stage in _OVER or (last is not None and last < today):
        away = (today - last).days if last is not None else 10_000
        return Standing(4 if ended is not None else 3, away)
    if start is None:
        return Standing(2, 0)
    if start <= today:
        return Standing(0, (today - start).days)
    return Standing(1, (start - today).days)


def is_over(standing_now: Standing) -> bool:
    """Whether the stay lies behind, or came to another end."""
    return standing_now.place >= 3
