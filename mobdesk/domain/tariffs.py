"""A rate sheet made ready for computing: whole millionths of a euro, looked up by what is asked.

Made once per sheet; nothing of a mobility is kept here.
"""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from mobdesk.domain.activities import Activity, activities
from mobdesk.domain.distances import NEAR_KM
from mobdesk.domain.projects import CATEGORIES
from mobdesk.domain.rate_sheets import ANY, Amount, RateSheet, source_of

_EXPERTS: Final = frozenset({"invited-expert", "hosted-teacher"})


class Rate(NamedTuple):
    """An amount of the sheet: as it is written, and in millionths of a euro."""

    text: Decimal
    millionths: int


class Step(NamedTuple):
    """A travel band."""

    from_km: int
    standard: Rate | None
    green: Rate | None


def rate(amount: Amount) -> Rate | None:
    """An amount of the sheet, ready for computing."""
    return None if amount is None else Rate(amount, millionths(amount))


def millionths(amount: Decimal) -> int:
    """An exact number of at most six decimals, times a million."""
    return int(amount.scaleb(6))


def cents(amount: int) -> int:
    """Millionths of a euro as cents, rounded once, half up."""
    return (amount + 5_000) // 10_000


class Tariff:
    """What the engine asks of one sheet."""

    def __init__(self, sheet: RateSheet) -> None:
        self.sheet = sheet
        self.steps = [
            Step(band.from_km, rate(band.standard), rate(band.green)) for band in sheet.travel
        ]
        self._edges = [step.from_km for step in self.steps]
        self.most_days = sheet.travel_days
        self.full_days = sheet.full_rate_days
        self.include_travel = sheet.full_rate_days_include_travel
        self.group_of = {
            country: group.name for group in sheet.country_groups for country in group.countries
        }
        self.daily = {
            (d.part, d.group): (rate(d.first), rate(d.later)) for d in sheet.individual_support
        }
        self._tiers = {
            name: [(tier.up_to, rate(tier.amount)) for tier in entry.tiers]
            for entry in sheet.organisational_support
            for name in entry.activity_types
        }
        self.inclusion = rate(sheet.inclusion_organisation)
        self.course_fee = rate(sheet.course_fee.per_day)
        self.course_days = sheet.course_fee.max_days
        self.visit = rate(sheet.preparatory_visit.amount)
        self.visitors = sheet.preparatory_visit.max_people
        self.linguistic = rate(sheet.linguistic_support)
        self.threshold, self.covers = _shares(sheet)
        self.sources = {category: _source(sheet, category) for category in CATEGORIES}
        self.activities: dict[str, Activity] = activities()
        self._pays = {entry.activity_type: frozenset(entry.categories) for entry in sheet.pays}

    def band(self, km: Decimal | int) -> tuple[int, Step]:
        """The band of a distance and its number; the last one is open."""
        number = bisect_right(self._edges, km) - 1
        return number, self.steps[number]

    def near_edge(self, km: Decimal | int, number: int) -> int | None:
        """As ``distances.near_edge`` of one figure, for computing: 5 km are near."""
        below, above = self._edges[number], self._edges[number + 1 : number + 2]
        if above and above[0] - km <= NEAR_KM:
            return above[0]
        return below if below and km - below <= NEAR_KM else None

    def tiers(self, activity_type: str) -> list[tuple[int | None, Rate | None]] | None:
        """The steps of an activity type: its own entry, else that of ``*``, else None."""
        own = self._tiers.get(activity_type)
        return self._tiers.get(ANY) if own is None else own

    def tier(self, activity_type: str, number: int) -> tuple[bool, Rate | None]:
        """Whether there is an entry, and what it pays for the participant of this number."""
        found = self.tiers(activity_type)
        if found is None:
            return False, None
        for up_to, amount in found:
            if up_to is None or number <= up_to:
                return True, amount
        return True, None

    def paid(self, category: str, activity_type: str, participant: str) -> bool | None:
        """Whether the sheet pays ``category`` at all; None: not established."""
        named = self._pays.get(activity_type)
        if named is not None:
            return category in named
        is_expert = participant == "expert" or activity_type in _EXPERTS
        return None if is_expert else True


def _shares(sheet: RateSheet) -> tuple[int | None, Rate | None]:
    found = sheet.expensive_travel
    return (None, None) if found is None else (millionths(found.threshold), rate(found.covers))


def _source(sheet: RateSheet, category: str) -> str:
    found = source_of(sheet, category)
    if found is None and category == "exceptional_costs":
        found = source_of(sheet, "expensive_travel")
    return (found.url or found.note or found.what if found else sheet.title)[:300]


@lru_cache(maxsize=32)
def tariff(sheet: RateSheet) -> Tariff:
    """The sheet made ready, once."""
    return Tariff(sheet)
