"""The layout of a page, by the width of its window in characters."""

from __future__ import annotations

from enum import StrEnum

from mobdesk.ui import theme


class Mode(StrEnum):
    """The layout, by the width of the window in characters."""

    WIDE = "wide"
    MIDDLE = "middle"
    NARROW = "narrow"


def mode_of(width: int) -> Mode:
    """The layout of a window of ``width`` pixels."""
    characters = width / theme.current().c
    if characters >= 165:
        return Mode.WIDE
    return Mode.MIDDLE if characters >= 110 else Mode.NARROW
