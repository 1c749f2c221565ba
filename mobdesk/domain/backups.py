"""Which copies of the database are kept: a rule over times and sizes, knowing no files."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

DAYS: Final = 7
WEEKS: Final = 8
MONTHS: Final = 12
#: The copies of so many newest days are all kept: one before an import, one before a restore.
WHOLE_DAYS: Final = 2
#: Never fewer good copies than these, whatever their size.
LEAST: Final = 3
#: What the copies of the database may take together, in bytes.
CAP: Final = 500 * 1024 * 1024
#: After so long a copy loses the private containers, unless it is the newest good one.
VAULTS_FOR: Final = timedelta(days=90)


class Copy(NamedTuple):
    """One copy: its name, when it was made, the bytes it takes, and whether it is good."""

    name: str
    made_at: datetime
    size: int
    good: bool = True


class Plan(NamedTuple):
    """Names of copies to delete, and of those to rewrite without needs or without containers."""

    delete: frozenset[str]
    without_needs: frozenset[str]
    without_vaults: frozenset[str]


def thin(copies: Iterable[Copy], now: datetime, cap: int = CAP) -> Plan:
    """Decide about all copies of one place.

    Kept: all of the newest two days, the newest of 7 days, of 8 more weeks and of 12 more months,
    the oldest of these going first where they take more than ``cap`` together. Good copies are
    judged alone; one that is not good goes once three newer good ones are there.
    """
    newest_first = sorted(copies, key=lambda c: (c.made_at, c.name), reverse=True)
    good = [c for c in newest_first if c.good]
    daily, longer = _kept(good, now)
    kept = _capped([c for c in good if c.name in daily | longer], cap)
    bad = [c.name for c in newest_first if not c.good and _is_old(c, good)]
    names = frozenset(c.name for c in kept)
    old = {c.name for c in kept[1:] if now - c.made_at > VAULTS_FOR}
    return Plan(
        delete=frozenset(c.name for c in good if c.name not in names) | frozenset(bad),
        without_needs=names - frozenset(daily),
        without_vaults=frozenset(old),
    )


def too_old(made_at: datetime, newest: datetime | None, now: datetime) -> tuple[bool, bool]:
    """Whether a copy that nothing thins (a file on a stick) may hold needs and containers no more.

    ``newest``: when the newest good copy was made; that one keeps both, however old it is.
    """
    if newest is None or newest <= made_at:
        return False, False
    age = now - made_at
    return age > timedelta(days=DAYS), age > VAULTS_FOR


def _kept(good: Sequence[Copy], now: datetime) -> tuple[set[str], set[str]]:
    """The names kept for their day, and those kept for their week or month."""
    days: list[date] = sorted({_day(c, now) for c in good}, reverse=True)
    daily = {c.name for c in good if _day(c, now) in days[:WHOLE_DAYS]}
    daily |= {c.name for c in good[:1]}
    _newest_of_each(good, daily, lambda c: _day(c, now), DAYS, set(days[:WHOLE_DAYS]))
    longer: set[str] = set()
    rest = [c for c in good if c.name not in daily and _day(c, now) not in days[:DAYS]]
    _newest_of_each(rest, longer, lambda c: _day(c, now).isocalendar()[:2], WEEKS, set())
    rest = [c for c in rest if not any(_same_week(c, k, now) for k in rest if k.name in longer)]
    _newest_of_each(rest, longer, lambda c: (_day(c, now).year, _day(c, now).month), MONTHS, set())
    for copy in good[:LEAST]:
        if copy.name not in daily:
            longer.add(copy.name)
    return daily, longer


def _newest_of_each(
    copies: Sequence[Copy],
    chosen: set[str],
    period: Callable[[Copy], Hashable],
    most: int,
    seen: set[Hashable],
) -> None:
    for copy in copies:
        if len(seen) == most:
            return
        if period(copy) not in seen:
            seen.add(period(copy))
            chosen.add(copy.name)


def _day(copy: Copy, now: datetime) -> date:
    return copy.made_at.astimezone(now.tzinfo).date()


def _same_week(one: Copy, other: Copy, now: datetime) -> bool:
    return _day(one, now).isocalendar()[:2] == _day(other, now).isocalendar()[:2]


def _capped(kept: Sequence[Copy], cap: int) -> list[Copy]:
    staying = list(kept)
    while len(staying) > LEAST and sum(c.size for c in staying) > cap:
        staying.pop()
    return staying


def _is_old(copy: Copy, good: Sequence[Copy]) -> bool:
    return sum(c.made_at > copy.made_at for c in good) >= LEAST
