"""What the agency awarded: the agreement, its amendments, and what was moved in between.

A version names the whole award, not a difference. An amendment holds from the day that the letter
names; without that day it was only asked for. What may be moved is stated by the user from the
agreement: no rule is shipped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, NamedTuple

from mobdesk.domain import checks
from mobdesk.domain.percents import some_percent
from mobdesk.domain.projects import CATEGORIES
from mobdesk.errors import Problem

AWARD: Final = "award"
AMENDMENT: Final = "amendment"
#: What a percentage of a flexibility rule is taken of.
BASES: Final = ("from_line", "to_line", "total")
_LENGTHS = {"approved_by": 120, "letter": 200}


class Line(NamedTuple):
    """One awarded sum in cents; without an activity type it is for all of them."""

    category: str
    amount: int
    activity_type: str | None = None
    participants: int | None = None
    days: int | None = None


class Version(NamedTuple):
    """The agreement or one amendment, with its lines."""

    id: int
    kind: str
    holds_from: date | None
    lines: tuple[Line, ...] = ()

    @property
    def holds(self) -> bool:
        """The agency agreed."""
        return self.kind == AWARD or self.holds_from is not None

    def sums(self) -> dict[str, int]:
        """Cents by category."""
        found: dict[str, int] = defaultdict(int)
        for line in self.lines:
            found[line.category] += line.amount
        return dict(found)


class Moved(NamedTuple):
    """A transfer between two categories, in cents; not approved without a day."""

    from_category: str
    to_category: str
    amount: int
    approved_on: date | None


class Rule(NamedTuple):
    """At most ``percent`` of ``of`` may go from one category to another (None: to any)."""

    from_category: str
    to_category: str | None
    percent: str
    of: str
    approval: bool = False
    source: str | None = None

    def covers(self, from_category: str, to_category: str) -> bool:
        """Whether the rule speaks of this move."""
        to = self.to_category in (None, to_category)
        return self.from_category == from_category != to_category and to


class Award(NamedTuple):
    """All that was awarded and moved in one project."""

    versions: tuple[Version, ...] = ()
    transfers: tuple[Moved, ...] = ()

    @property
    def in_force(self) -> Version | None:
        """The version that counts: the one that holds from the latest day."""
        held = [version for version in self.versions if version.holds]
        return max(held, key=lambda v: (v.holds_from or date.min, v.id)) if held else None

    @property
    def first(self) -> Version | None:
        """The agreement as it was signed."""
        return next((version for version in self.versions if version.kind == AWARD), None)

    def counting(self) -> list[Moved]:
        """The approved transfers that the version in force does not contain yet."""
        version = self.in_force
        since = version.holds_from if version and version.kind == AMENDMENT else None
        return [
            moved
            for moved in self.transfers
            if moved.approved_on is not None and (since is None or moved.approved_on > since)
        ]

    def now(self) -> dict[str, int]:
        """Cents by category: the version in force with the approved transfers."""
        version = self.in_force
        found = defaultdict(int, version.sums() if version else {})
        for moved in self.counting():
            found[moved.from_category] -= moved.amount
            found[moved.to_category] += moved.amount
        return dict(found)

    def lines_now(self) -> tuple[Line, ...]:
        """The lines of the version in force with the transfers: what an amendment starts from."""
        version = self.in_force
        if version is None:
            return ()
        try:
            return tuple(lines_with(version.lines, self.now()))
        except ValueError:  # more than a line for all activity types was moved away
            return version.lines


def movable(award: Award, rule: Rule, from_category: str, to_category: str, free: int) -> int:
    """Cents that may still go from one category to another under ``rule``; 0 or more.

    ``free``: what of *from* is awarded and not signed for.
    """
    version = award.in_force
    if version is None or not rule.covers(from_category, to_category):
        return 0
    sums = version.sums()
    base = {
        "from_line": sums.get(from_category, 0),
        "to_line": sums.get(to_category, 0),
        "total": sum(sums.values()),
    }[rule.of]
    moved = sum(
        one.amount
        for one in award.counting()
        if one.from_category == from_category and rule.to_category in (None, one.to_category)
    )
    limit = int(base * Fraction(rule.percent) / 100) - moved
    return max(0, min(free, limit))


class Way(NamedTuple):
    """A move that a stated rule allows."""

    from_category: str
    amount: int
    rule: Rule


def ways(
    award: Award, rules: Iterable[Rule], free: Mapping[str, int], to_category: str, lacking: int
) -> list[Way]:
    """How ``lacking`` cents of a category can be covered from others, as far as rules allow.

    The largest moves first; each category gives once.
    """
    found: dict[str, Way] = {}
    for rule in rules:
        source = rule.from_category
        most = movable(award, rule, source, to_category, free.get(source, 0))
        if most > (found[source].amount if source in found else 0):
            found[source] = Way(source, most, rule)
    chosen = []
    for way in sorted(found.values(), key=lambda one: (-one.amount, one.from_category)):
        if lacking <= 0:
            break
        chosen.append(way._replace(amount=min(way.amount, lacking)))
        lacking -= way.amount
    return chosen


def validate_version(
    values: Mapping[str, Any], sums: Mapping[str, int | None], first: date | None
) -> list[Problem]:
    """Return what is wrong with a version; ``first`` is the day from which the agreement holds."""
    problems = checks.lengths(values, _LENGTHS)
    problems += checks.order(values, "asked_on", "holds_from", "approved_before_asked")
    holds = values.get("holds_from")
    if values.get("kind") == AMENDMENT and first and holds and holds < first:
        problems.append(Problem("holds_from", "amendment_before_award", {"day": first}))
    for category, amount in sums.items():
        if category not in CATEGORIES:
            problems.append(Problem("lines", "unknown_choice", {"value": category}))
        elif amount is not None and amount < 0:
            problems.append(Problem("lines", "amount_negative"))
    return problems


def validate_transfer(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with a transfer."""
    problems = checks.needed(values, "from_category", "to_category")
    problems += checks.choice(values, "from_category", CATEGORIES)
    problems += checks.choice(values, "to_category", CATEGORIES)
    problems += checks.lengths(values, _LENGTHS)
    problems += checks.order(values, "asked_on", "approved_on", "approved_before_asked")
    source = values.get("from_category")
    if source and source == values.get("to_category"):
        problems.append(Problem("to_category", "moved_to_itself"))
    amount = values.get("amount")
    if not isinstance(amount, int):
        problems.append(Problem("amount", "needed"))
    elif amount <= 0:
        problems.append(Problem("amount", "amount_not_positive"))
    return problems


def validate_rule(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with a flexibility rule."""
    problems = checks.needed(values, "from_category", "percent", "of")
    problems += checks.choice(values, "from_category", CATEGORIES)
    problems += checks.choice(values, "to_category", CATEGORIES)
    problems += checks.choice(values, "of", BASES)
    problems += checks.lengths(values, {"source": 300})
    if values.get("from_category") and values.get("from_category") == values.get("to_category"):
        problems.append(Problem("to_category", "moved_to_itself"))
    text = checks.text(values, "percent")
    if text and some_percent(text) is None:
        problems.append(Problem("percent", "percent_impossible", {"value": text}))
    return problems


def lines_with(lines: Sequence[Line], sums: Mapping[str, int | None]) -> list[Line]:
    """``lines`` changed so that each category of ``sums`` has its sum; None takes it away.

    What is awarded by activity type stays; the line for all types takes the difference. Raises
    ``ValueError`` with the category whose lines by type are more than its sum.
    """
    kept = [line for line in lines if line.category not in sums]
    for category, amount in sums.items():
        mine = [line for line in lines if line.category == category]
        typed = [line for line in mine if line.activity_type is not None]
        if amount is None:
            continue
        rest = amount - sum(line.amount for line in typed)
        if rest < 0:
            raise ValueError(category)
        whole = next((line for line in mine if line.activity_type is None), Line(category, 0))
        kept += typed
        if rest or not typed:
            kept.append(whole._replace(amount=rest))
    return kept
