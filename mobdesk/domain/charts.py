"""Charts as plain descriptions: the window and the PDF draw the same words and lengths.

A builder gives finished words (in the reader's language); the description gives the geometry as
fractions between 0 and 1, so that both renderers only multiply.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

#: The part beyond the end of a track is drawn at most this long (share of the track).
MOST_OVER = 0.15

Pair = tuple[float, float]


class BarLengths(NamedTuple):
    """Lengths as shares of the track; ``signed`` reaches from 0, ``over`` starts at the end."""

    done: float
    signed: float
    over: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One category. Sums in cents; ``signed`` includes ``done`` (answers, section 6)."""

    name: str
    note: str
    awarded: int
    signed: int
    done: int
    words: str
    result: str
    of: str = ""

    @property
    def free(self) -> int:
        """Awarded minus signed for, in cents; negative when over."""
        return self.awarded - self.signed

    @property
    def is_over(self) -> bool:
        """More is signed for than awarded."""
        return self.free < 0

    def lengths(self) -> BarLengths:
        """The lengths to draw. Without an award there is no track, only what is over."""
        if self.awarded <= 0:
            return BarLengths(0.0, 0.0, MOST_OVER if self.signed > 0 else 0.0)
        done, signed = (
            max(0.0, min(1.0, sum_ / self.awarded)) for sum_ in (self.done, self.signed)
        )
        over = max(0.0, self.signed / self.awarded - 1)
        return BarLengths(done, max(done, signed), min(over, MOST_OVER))


@dataclass(frozen=True, slots=True)
class BarChart:
    """Awarded, signed for, done and free by category; ``rows`` are the same facts as a table."""

    title: str
    sentence: str
    bars: tuple[Bar, ...]
    done_word: str
    signed_word: str
    free_word: str
    over_word: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def has_over(self) -> bool:
        """Some category is over its award: room beyond the track and a fourth legend word."""
        return any(bar.is_over for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Point:
    """One value on a day; ``None`` is a gap that stays open."""

    day: date
    value: float | None


@dataclass(frozen=True, slots=True)
class Span:
    """A stay abroad under the axis."""

    first: date
    last: date
    word: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """One own line over time. ``scale`` names values from low to high, ``ticks`` names days."""

    title: str
    sentence: str
    points: tuple[Point, ...]
    scale: tuple[tuple[float, str], ...]
    ticks: tuple[tuple[date, str], ...] = ()
    band: tuple[float, float] | None = None
    band_word: str = ""
    spans: tuple[Span, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def days(self) -> tuple[date, date]:
        """The first and last day of the axis: points and ticks (stays outside are cut)."""
        days = [point.day for point in self.points] + [day for day, _word in self.ticks]
        if not days:
            raise ValueError("a line chart needs a point or a tick")
        return min(days), max(days)

    def x(self, day: date) -> float:
        """Where a day stands, 0 at the left and 1 at the right; days outside are cut."""
        first, last = self.days()
        length = (last - first).days
        if length <= 0:
            return 0.5
        return max(0.0, min(1.0, (day - first).days / length))

    def y(self, value: float) -> float:
        """Where a value stands, 0 at the bottom and 1 at the top of the scale."""
        values = [value for value, _word in self.scale]
        low, high = min(values, default=0.0), max(values, default=0.0)
        return 0.5 if high == low else max(0.0, min(1.0, (value - low) / (high - low)))

    def on_own_scale(self) -> LineChart:
        """The same line from its lowest to its highest value, without words at the scale."""
        values = [point.value for point in self.points if point.value is not None]
        values += list(self.band or ())
        return replace(self, scale=tuple((value, "") for value in sorted(values)))

    def runs(self) -> list[list[Pair]]:
        """The line in pieces between gaps, each a list of (x, y)."""
        runs: list[list[Pair]] = [[]]
        for point in sorted(self.points, key=lambda point: point.day):
            if point.value is None:
                runs.append([])
            else:
                runs[-1].append((self.x(point.day), self.y(point.value)))
        return [run for run in runs if run]


def curve(points: Sequence[Pair]) -> list[tuple[Pair, Pair, Pair]]:
    """Bézier pieces (two control points and an end) through ``points`` from left to right.

    The slopes are limited after Fritsch and Carlson: the line never rises above or falls below
    the values it joins, so it shows no answer that nobody gave.
    """
    if len(points) < 2:
        return []
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
    slopes = [dy / dx if dx else 0.0 for dx, dy in steps]
    tangents = [slopes[0]]
    for before, after in pairwise(slopes):
        same_way = before * after > 0
        tangents.append(2 * before * after / (before + after) if same_way else 0.0)
    tangents.append(slopes[-1])
    pieces = []
    for i, ((x0, y0), (x1, y1)) in enumerate(pairwise(points)):
        third = (x1 - x0) / 3
        first = (x0 + third, y0 + tangents[i] * third)
        second = (x1 - third, y1 - tangents[i + 1] * third)
        pieces.append((first, second, (x1, y1)))
    return pieces
