"""The four marks beside the stage, of one member and of a group, and what a mark is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple


class Glyph(StrEnum):
    READY = "ready"
    ON_THE_WAY = "on_the_way"
    LOOK = "look"
    NOT_YET = "not_yet"
    RATE_MISSING = "rate_missing"
    NONE = "none"


class Aspect(StrEnum):
    PREPARATION = "preparation"
    PAPERS = "papers"
    MONEY = "money"
    REPORTING = "reporting"


ASPECTS: Final = tuple(Aspect)
#: Worst first, for the mark of a group.
_WORST: Final = (
    Glyph.LOOK,
    Glyph.ON_THE_WAY,
    Glyph.NOT_YET,
    Glyph.RATE_MISSING,
    Glyph.READY,
)


class Missing(NamedTuple):
    """One open thing. ``code`` names the item or the kind of paper."""

    aspect: Aspect
    code: str
    due: date | None
    overdue: bool


class Mark(NamedTuple):
    """One of the four marks: how many things are missing of how many; ``since``: not yet until."""

    glyph: Glyph
    missing: int = 0
    of: int = 0
    since: date | None = None


class Readiness(NamedTuple):
    """The marks in the order of ``ASPECTS`` and the next missing thing."""

    marks: tuple[Mark, ...]
    next: Missing | None = None

    @property
    def ready_to_leave(self) -> bool:
        """Preparation, papers and money allow to leave; a missing rate does not block."""
        return all(m.glyph in (Glyph.READY, Glyph.RATE_MISSING) for m in self.marks[:3])

    @property
    def ready_to_close(self) -> bool:
        """All four marks allow to close."""
        return all(m.glyph in (Glyph.READY, Glyph.RATE_MISSING) for m in self.marks)


def earliest(thing: Missing) -> date:
    """The key by which the next of several open things is found."""
    return thing.due or date.max  # ``min`` and ``sorted`` keep the table order of equal days


class GroupMark(NamedTuple):
    """The worst mark of a group, and how many of its members are ready."""

    glyph: Glyph
    ready: int
    of: int


def group(members: Iterable[Readiness]) -> tuple[GroupMark, ...]:
    """The four marks of a group in the order of ``ASPECTS``; ended members do not count."""
    staying = [m for m in members if m.marks[0].glyph is not Glyph.NONE]
    if not staying:
        return tuple(GroupMark(Glyph.NONE, 0, 0) for _ in ASPECTS)
    return tuple(
        GroupMark(
            min((m.marks[i].glyph for m in staying), key=_WORST.index),
            sum(m.marks[i].glyph in (Glyph.READY, Glyph.RATE_MISSING) for m in staying),
            len(staying),
        )
        for i in range(len(ASPECTS))
    )


def group_next(members: Iterable[Readiness]) -> Missing | None:
    """The earliest missing thing of any member of a group."""
    things = [m.next for m in members if m.next is not None]
    return min(things, key=earliest) if things else None
