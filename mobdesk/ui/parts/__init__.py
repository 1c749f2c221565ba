"""Painted parts: small, themed, pressable by key and pointer. Import them from here."""

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
