"""Organisational support of a project: who counts for it, and what so many people bring.

One rule for the board, the bills and the files to send. Counted are learners, staff and guests for
whom it was not "not requested". Who has a typed or imported sum for it, or for everything, has it
there and is not counted again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mobdesk.domain import grants
from mobdesk.domain.activities import VISIT, activities
from mobdesk.domain.budget import TOTAL
from mobdesk.domain.mobilities import ACCOMPANY
from mobdesk.domain.projects import OF_THE_PROJECT
from mobdesk.domain.rate_sheets import RateSheet
from mobdesk.domain.tariffs import tariff

#: A sum of a member in one of these is instead of a place among those who count.
OWN_SUM: Final = (OF_THE_PROJECT, TOTAL)


def has_own_sum(categories: Iterable[str]) -> bool:
    """Whether the lines of a member say it already."""
    return any(category in OWN_SUM for category in categories)


class ProjectSupport:
    """The rules of one sheet; without one everybody counts, and no sum is known."""

    def __init__(self, sheet: RateSheet | None) -> None:
        self.sheet = sheet
        self._known: dict[tuple[str, str], bool | None] = {}

    def counts(self, activity: str, part: str) -> bool | None:
        """Whether somebody of this activity type counts; None where no source establishes it."""
        key = activity, part
        if key not in self._known:
            self._known[key] = self._counts(activity, part)
        return self._known[key]

    def _counts(self, activity: str, part: str) -> bool | None:
        if part in ACCOMPANY or activity == VISIT or activity not in activities():
            return False
        return tariff(self.sheet).paid(OF_THE_PROJECT, activity, part) if self.sheet else True

    def cents(self, activity: str, people: int) -> int | None:
        """The sum of an activity type for so many people; None where no sheet says it."""
        if self.sheet is None:
            return None
        lines = grants.organisational_support(self.sheet, activity, people)
        known = [line.amount for line in lines if line.amount is not None]
        return sum(known) if len(known) == len(lines) else None
