"""Pairs of timings, alternated, and the table that shows them."""

from __future__ import annotations

import gc
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import NamedTuple

PAIRS = 7


class Line(NamedTuple):
    """One row of the table; times in milliseconds unless ``unit`` says otherwise."""

    what: str
    ours: float
    raw: float | None
    ratio: float | None
    spread: str
    promise: str
    kept: bool | None
    unit: str = "ms"


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one run."""
    gc.collect()
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def paired(
    what: str,
    ours: Callable[[], float],
    raw: Callable[[], float],
    promise: str,
    most_ratio: float,
    pairs: int = PAIRS,
) -> Line:
    """Alternate both sides; the ratio is the median of the pairs' ratios, with its spread.

    ``ours`` and ``raw`` return the milliseconds they took, so that setting up does not count.
    """
    ours(), raw()
    taken = [(ours(), raw()) for _ in range(pairs)]
    ratios = sorted(a / b for a, b in taken)
    ratio = median(ratios)
    return Line(
        what,
        median(a for a, _ in taken),
        median(b for _, b in taken),
        ratio,
        f"{ratios[0]:.2f}–{ratios[-1]:.2f}",
        promise,
        ratio <= most_ratio,
    )


def absolute(
    what: str,
    times: list[float],
    raw: list[float],
    promise: str,
    *,
    most_median: float,
    most_worst: float | None = None,
) -> Line:
    """Promised in milliseconds: the median, and the worst where that is promised too."""
    middle, worst = median(times), max(times)
    kept = middle <= most_median and (most_worst is None or worst <= most_worst)
    raw_middle = median(raw) if raw else None
    ratio = middle / raw_middle if raw_middle else None
    return Line(what, middle, raw_middle, ratio, f"worst {worst:.1f}", promise, kept)


def show(lines: list[Line]) -> str:
    """The table as text."""
    head = (
        f"{'what':<46} {'ours':>10} {'raw':>10} {'ratio':>6}  {'spread':<14} {'promise':<26} kept"
    )
    rows = [head, "-" * len(head)]
    for line in lines:
        raw = "–" if line.raw is None else f"{line.raw:,.1f}"
        ratio = "–" if line.ratio is None else f"{line.ratio:.2f}"
        kept = "" if line.kept is None else "yes" if line.kept else "NO"
        ours = f"{line.ours:,.1f} {line.unit}"
        rows.append(
            f"{line.what:<46} {ours:>10} {raw:>10} {ratio:>6}  {line.spread:<14} "
            f"{line.promise:<26} {kept}"
        )
    return "\n".join(rows)
