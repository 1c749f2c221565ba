"""Charts on paper: draws the descriptions of ``domain.charts``, which hold words and lengths."""

from __future__ import annotations

from collections.abc import Sequence

from mobdesk.domain.charts import Bar, BarChart
from mobdesk.exports.pdf_parts import AMBER, FILL, FRAME, INK, SOFT, TINT, Pen

BAR_HEIGHT = 9.0
FULL_STEP = 34.0
COVER_BAR = 9.0


def _label_width(pen: Pen, names: Sequence[str], size: float, *, strong: bool = False) -> float:
    """The room for the names at the left: as wide as the widest, within reason."""
    widest = max((pen.width(name, size, strong=strong) for name in names), default=0)
    return min(max(widest + 12, 130), 210)


def draw_frames(
    pen: Pen, bars: Sequence[Bar], x: float, top: float, width: float, step: float
) -> float:
    """The bars of the cover: awarded as frame (to one scale), done as fill, sums in words."""
    most = max((bar.awarded for bar in bars), default=0)
    label = _label_width(pen, [bar.name for bar in bars], 9.5)
    left, room = x + label, width - label - 114
    y = top
    for bar in bars:
        frame = room * bar.awarded / most if most > 0 else 0.0
        base = y - step / 2 - 3
        name = pen.short(bar.name, label - 8, 9.5)
        pen.text(x, base, name, 9.5)
        if frame:
            pen.box(left, base - 1.5, frame, COVER_BAR, fill="#F6F1E8", line=FRAME)
            done = frame * bar.lengths().done
            if done:
                pen.box(left, base - 1.5, done, COVER_BAR, fill=FILL)
        pen.text(x + width - 60, base, bar.result, 9.5, strong=True, right=True)
        pen.text(x + width, base, bar.of, 9.5, color=SOFT, right=True)
        y -= step
    return y


def full_height(chart: BarChart) -> float:
    """The height that ``draw_bars`` needs, in points."""
    return len(chart.bars) * FULL_STEP + 28


def draw_bars(pen: Pen, chart: BarChart, x: float, top: float, width: float) -> float:
    """Track = awarded, solid = done, tint with end line = signed for, hatched beyond = over."""
    most_over = 0.15 if chart.has_over else 0.0
    track = width / (1 + most_over)
    label = _label_width(pen, [bar.name for bar in chart.bars], 9.5, strong=True)
    y = top
    for bar in chart.bars:
        lengths = bar.lengths()
        base = y - 11
        pen.text(x, base, pen.short(bar.name, label - 8, 9.5, strong=True), 9.5, strong=True)
        pen.text(x + label, base, bar.words, 8.5, color=SOFT)
        pen.text(
            x + width, base, bar.result, 9.5, strong=True, right=True,
            color=AMBER if bar.is_over else INK,
        )  # fmt: skip
        low = base - 6 - BAR_HEIGHT
        if bar.awarded > 0:
            pen.box(x, low, track, BAR_HEIGHT, line=FRAME)
        if lengths.signed > lengths.done:
            start, end = x + track * lengths.done, x + track * lengths.signed
            pen.box(start, low, end - start, BAR_HEIGHT, fill=TINT)
            pen.upright([end], low, low + BAR_HEIGHT, FILL, 1.4)
        if lengths.done:
            pen.box(x, low, track * lengths.done, BAR_HEIGHT, fill=FILL)
        if lengths.over:
            start = x + (track if bar.awarded > 0 else 0)
            _hatch(pen, start, low, track * lengths.over, BAR_HEIGHT)
        y -= FULL_STEP
    _legend(pen, chart, x, y - 8)
    return y - 28


def _legend(pen: Pen, chart: BarChart, x: float, y: float) -> None:
    """What the parts mean, in the words of the description."""
    words = [chart.done_word, chart.signed_word, chart.free_word]
    if chart.has_over:
        words.append(chart.over_word)
    for i, word in enumerate(words):
        if i == 3:
            _hatch(pen, x, y, 14, 7)
        else:
            pen.box(x, y, 14, 7, fill=(FILL, TINT, "")[i], line=FRAME)
        pen.text(x + 18, y, word, 8.5, color=SOFT)
        x += 18 + pen.width(word, 8.5) + 16


def _hatch(pen: Pen, x: float, y: float, width: float, height: float) -> None:
    """Slanted lines instead of a tint: seen in greyscale as well."""
    canvas = pen.canvas
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(x, y, width, height)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setStrokeColor(AMBER)
    canvas.setLineWidth(0.9)
    at = x - height
    while at < x + width:
        canvas.line(at, y, at + height, y + height)
        at += 3.2
    canvas.restoreState()
    pen.box(x, y, width, height, line=AMBER)


def counts_height(n: int) -> float:
    """The height that ``draw_counts`` needs for ``n`` rows, in points."""
    return n * 17.0 + 4


def draw_counts(
    pen: Pen, counts: Sequence[tuple[str, int]], x: float, top: float, width: float
) -> float:
    """How many of what: a name, a bar to one scale, the number."""
    most = max((n for _name, n in counts), default=0)
    label = _label_width(pen, [name for name, _n in counts], 9.5)
    left, room = x + label, width - label - 40
    y = top
    for name, n in counts:
        base = y - 12
        pen.text(x, base, pen.short(name, label - 8, 9.5), 9.5)
        if n:
            pen.box(left, base - 1.5, room * n / most, BAR_HEIGHT, fill=FILL)
        pen.text(x + width, base, f"{n:,}", 9.5, strong=True, right=True)
        y -= 17
    return y - 4
