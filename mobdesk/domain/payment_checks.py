"""What may be typed about payments: terms, payments, instalments of the agency."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from mobdesk.domain import checks
from mobdesk.domain.percents import is_percent
from mobdesk.errors import Problem

#: A first instalment outside these percents is asked about.
USUAL_PERCENT: Final = (70, 100)
MOST_DAYS: Final = 365
MOST: Final = {"source": 300, "proof": 200, "title": 120, "note": 2000}


def validate_terms(values: Mapping[str, Any]) -> list[Problem]:
    """Return what stops terms from being saved."""
    problems = []
    percent = values.get("first_percent")
    if percent in (None, ""):
        problems.append(Problem("first_percent", "needed"))
    elif not is_percent(str(percent)):
        problems.append(Problem("first_percent", "percent_wrong"))
    for name in ("pay_by_days", "balance_days"):
        days = values.get(name)
        if not isinstance(days, int):
            problems.append(Problem(name, "needed"))
        elif not 0 <= days <= MOST_DAYS:
            problems.append(Problem(name, "days_of_payment_wrong", {"most": MOST_DAYS}))
    return problems + checks.lengths(values, MOST)


def unusual(percent: str) -> list[Problem]:
    """Return what to look at in a percentage that may be saved."""
    least, most = USUAL_PERCENT
    if is_percent(percent) and not least <= Fraction(percent) <= most:
        return [Problem("first_percent", "percent_unusual", {"least": least, "most": most})]
    return []


def validate_payment(values: Mapping[str, Any], today: date) -> list[Problem]:
    """Return what stops a payment from being written down: its day, sum and proof."""
    problems = []
    day, amount = values.get("paid_on"), values.get("paid_amount")
    if day is None:
        problems.append(Problem("paid_on", "needed"))
    elif day > today:
        problems.append(Problem("paid_on", "payment_ahead"))
    if amount is None:
        problems.append(Problem("paid_amount", "needed"))
    elif amount <= 0:
        problems.append(Problem("paid_amount", "amount_not_above_zero"))
    return problems + checks.lengths(values, MOST)


def validate_agency(values: Mapping[str, Any], today: date) -> list[Problem]:
    """Return what stops an instalment of the agency from being saved: percent *or* amount."""
    problems = []
    percent, amount = values.get("percent"), values.get("amount")
    if percent in (None, "") and amount is None:
        problems.append(Problem("amount", "percent_or_amount"))
    elif percent not in (None, "") and amount is not None:
        problems.append(Problem("amount", "percent_and_amount"))
    if percent not in (None, "") and not is_percent(str(percent)):
        problems.append(Problem("percent", "percent_wrong"))
    if amount is not None and amount <= 0:
        problems.append(Problem("amount", "amount_not_above_zero"))
    got, on = values.get("received_amount"), values.get("received_on")
    if on is not None and on > today:
        problems.append(Problem("received_on", "payment_ahead"))
    if got is not None and on is None:
        problems.append(Problem("received_on", "needed"))
    if on is not None and got is None:
        problems.append(Problem("received_amount", "needed"))
    elif got is not None and got <= 0:
        problems.append(Problem("received_amount", "amount_not_above_zero"))
    return problems + checks.lengths(values, MOST)
