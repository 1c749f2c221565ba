"""Painted parts: small, themed, pressable by key and pointer. Import them from here.

A part is loaded when it is first asked for: the unlock screen needs few of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mobdesk.ui.parts.arcs import Arcs, Mark, NightPanel
    from mobdesk.ui.parts.barchart import BarChartView, BarLegend
    from mobdesk.ui.parts.base import Painted, Pressable
    from mobdesk.ui.parts.buttons import Button, IconButton
    from mobdesk.ui.parts.cards import Banner, Card, Hairline
    from mobdesk.ui.parts.chartcard import ChartCard, ChartTable
    from mobdesk.ui.parts.chips import CheckBox, Chip, Segments
    from mobdesk.ui.parts.drop import DropZone
    from mobdesk.ui.parts.empty import EmptyState
    from mobdesk.ui.parts.focus import FocusRing
    from mobdesk.ui.parts.labels import (
        Elided,
        Label,
        Paragraph,
        body,
        caption,
        figure,
        label,
        section,
        strong,
        title,
    )
    from mobdesk.ui.parts.linechart import LineChartView
    from mobdesk.ui.parts.marks import Avatar, Badge, DateBlock, IconLabel, IconTile
    from mobdesk.ui.parts.progress import ProgressLine, Share, ShareBar, Working
    from mobdesk.ui.parts.quietbar import QuietBar
    from mobdesk.ui.parts.stageline import StageLine, Step
    from mobdesk.ui.parts.stages import ReadinessMark, ReadinessMarks, StageGlyph
    from mobdesk.ui.parts.tiles import Answers, ChoiceTile, CodePart, CodeTiles, NicknameTiles

_PLACES = {
    "arcs": "Arcs Mark NightPanel",
    "barchart": "BarChartView BarLegend",
    "base": "Painted Pressable",
    "buttons": "Button IconButton",
    "cards": "Banner Card Hairline",
    "chartcard": "ChartCard ChartTable",
    "chips": "CheckBox Chip Segments",
    "drop": "DropZone",
    "empty": "EmptyState",
    "focus": "FocusRing",
    "labels": "Elided Label Paragraph body caption figure label section strong title",
    "linechart": "LineChartView",
    "marks": "Avatar Badge DateBlock IconLabel IconTile",
    "progress": "ProgressLine Share ShareBar Working",
    "quietbar": "QuietBar",
    "stageline": "StageLine Step",
    "stages": "ReadinessMark ReadinessMarks StageGlyph",
    "tiles": "Answers ChoiceTile CodePart CodeTiles NicknameTiles",
}
_PLACE_OF = {name: place for place, names in _PLACES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    place = _PLACE_OF.get(name)
    if place is None:
        raise AttributeError(name)
    found = globals()[name] = getattr(import_module(f"{__name__}.{place}"), name)
    return found


__all__ = [
    "Answers",
    "Arcs",
    "Avatar",
    "Badge",
    "Banner",
    "BarChartView",
    "BarLegend",
    "Button",
    "Card",
    "ChartCard",
    "ChartTable",
    "CheckBox",
    "Chip",
    "ChoiceTile",
    "CodePart",
    "CodeTiles",
    "DateBlock",
    "DropZone",
    "Elided",
    "EmptyState",
    "FocusRing",
    "Hairline",
    "IconButton",
    "IconLabel",
    "IconTile",
    "Label",
    "LineChartView",
    "Mark",
    "NicknameTiles",
    "NightPanel",
    "Painted",
    "Paragraph",
    "Pressable",
    "ProgressLine",
    "QuietBar",
    "ReadinessMark",
    "ReadinessMarks",
    "Segments",
    "Share",
    "ShareBar",
    "StageGlyph",
    "StageLine",
    "Step",
    "Working",
    "body",
    "caption",
    "figure",
    "label",
    "section",
    "strong",
    "title",
]
