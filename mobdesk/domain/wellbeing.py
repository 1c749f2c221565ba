"""The check-in "How am I?": items, score, own line, and the gentle flag. Nothing is compared.

The items are the program's own wording and are not validated: no cut-offs, no norms, no diagnosis.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from statistics import fmean, median
from typing import Any, Final, NamedTuple

from mobdesk.domain import shipped
from mobdesk.errors import Problem

TOTAL: Final = "total"
#: How often a check-in is offered, unless the writer sets another rhythm.
INTERVAL_DAYS: Final = 14
#: A pause longer than this leaves the line open.
GAP_DAYS: Final = 28
#: "Not now" keeps the flag quiet for eight weeks.
QUIET_DAYS: Final = 56
JUDGED: Final = 3
LEAST_BEFORE: Final = 6
MOST_BEFORE: Final = 26
LEAST_SPREAD: Final = 5.0
SPREAD_FACTOR: Final = 1.5


class Item(NamedTuple):
    """One sentence; ``team_topic``: may become a question to the team, on paper.

    Its words: ``checkin.item.<key>``, its short name: ``checkin.topic.<key>``.
    """

    key: str
    team_topic: bool


class CheckIn(NamedTuple):
    """Answers 0-4 by item; None or absent is skipped and never counts as zero."""

    day: date
    answers: Mapping[str, int | None]


class LinePoint(NamedTuple):
    """One day of the line, 0-100; None is a gap that stays open."""

    day: date
    value: float | None


class OwnLine(NamedTuple):
    """What a chart of one topic needs. ``sentence`` is a label code, filled with ``values``."""

    topic: str
    points: tuple[LinePoint, ...]
    band: tuple[float, float] | None
    sentence: str
    values: dict[str, Any]


@cache
def items() -> tuple[Item, ...]:
    """The seven items in their order."""
    return tuple(Item(row["id"], row["team_topic"]) for row in _table()["items"])


def topics() -> tuple[str, ...]:
    """What a line can show: each item, then the total."""
    return (*(item.key for item in items()), TOTAL)


def options() -> tuple[int, ...]:
    """The answers 0-4; their words: ``checkin.option.<n>``."""
    return tuple(range(_table()["answers"]))


def lines() -> tuple[str, ...]:
    """The two optional lines; their words: ``checkin.line.<key>``."""
    return tuple(_table()["lines"])


def revision() -> tuple[str, int]:
    """Identifier and revision of the items, kept with every answer."""
    return str(_table()["id"]), int(_table()["revision"])


def _table() -> dict[str, Any]:
    return shipped.table("wellbeing/items.json")


def validate(answers: Mapping[str, int | None]) -> list[Problem]:
    """Return what is wrong with answers; skipping anything is fine."""
    known = {item.key for item in items()}
    return [
        Problem(key, "answer_unknown", {"value": value})
        for key, value in answers.items()
        if key not in known
        or (value is not None and (isinstance(value, bool) or value not in options()))
    ]


def score(answers: Mapping[str, int | None]) -> float | None:
    """Mean of the answered items × 25 (0-100); None with fewer than five answers."""
    given = [value for item in items() if (value := answers.get(item.key)) is not None]
    if len(given) < _table()["least_answered"]:
        return None
    return fmean(given) * float(_table()["multiply"])


def _value(checkin: CheckIn, topic: str) -> float | None:
    if topic == TOTAL:
        return score(checkin.answers)
    answer = checkin.answers.get(topic)
    return None if answer is None else float(answer) * 25


def by_day(checkins: Iterable[CheckIn], topic: str = TOTAL) -> list[LinePoint]:
    """Values of a topic in order of days; several entries of one day become their mean."""
    days: dict[date, list[float | None]] = {}
    for checkin in checkins:
        days.setdefault(checkin.day, []).append(_value(checkin, topic))
    points: list[LinePoint] = []
    for day, values in sorted(days.items()):
        given = [value for value in values if value is not None]
        points.append(LinePoint(day, fmean(given) if given else None))
    return points


def usual_range(values: Sequence[float]) -> tuple[float, float] | None:
    """Median ± 1.5 × median absolute deviation (at least 5 points), within 0-100.

    From at most the last 26 values; None with fewer than six.
    """
    if len(values) < LEAST_BEFORE:
        return None
    recent = values[-MOST_BEFORE:]
    middle = median(recent)
    spread = max(LEAST_SPREAD, median(abs(value - middle) for value in recent))
    reach = SPREAD_FACTOR * spread
    return max(0.0, middle - reach), min(100.0, middle + reach)


def harder_than_usual(
    checkins: Iterable[CheckIn], today: date, not_now_on: date | None = None
) -> bool:
    """Whether to ask gently: the last three totals are all below the range of those before them.

    Quiet for eight weeks after "Not now". Only the writer ever sees it.
    """
    if not_now_on is not None and today < not_now_on + timedelta(days=QUIET_DAYS):
        return False
    values = [point.value for point in by_day(checkins) if point.value is not None]
    before, judged = values[:-JUDGED], values[-JUDGED:]
    band = usual_range(before)
    return band is not None and all(value < band[0] for value in judged)


def own_line(checkins: Iterable[CheckIn], topic: str = TOTAL) -> OwnLine:
    """The line of one topic: points with gaps, the usual range before the last one, a sentence."""
    days = by_day(checkins, topic)
    values = [point.value for point in days if point.value is not None]
    band = usual_range(values[:-1])
    return OwnLine(topic, _with_gaps(days), band, *_sentence(values, band))


def _with_gaps(days: Sequence[LinePoint]) -> tuple[LinePoint, ...]:
    points: list[LinePoint] = []
    for point in days:
        if points and (point.day - points[-1].day).days > GAP_DAYS:
            points.append(LinePoint(points[-1].day + timedelta(days=INTERVAL_DAYS), None))
        points.append(point)
    return tuple(points)


def _sentence(
    values: Sequence[float], band: tuple[float, float] | None
) -> tuple[str, dict[str, Any]]:
    if not values:
        return "own_line.empty", {}
    if band is None:
        return "own_line.few", {"n": len(values), "least": LEAST_BEFORE + 1}
    last = values[-1]
    if last < band[0]:
        return "own_line.below", {}
    if last > band[1]:
        return "own_line.above", {}
    if len(values) > 1 and values[-2] < band[0]:
        return "own_line.back", {}
    return "own_line.within", {}


def next_offer(
    last: date | None, today: date, interval_days: int = INTERVAL_DAYS, paused: bool = False
) -> date | None:
    """The day on which the next check-in is offered; None while paused."""
    if paused:
        return None
    return today if last is None else max(today, last + timedelta(days=interval_days))
