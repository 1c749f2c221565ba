"""Real costs: an amount in any currency, the rate that was typed, and what of it is covered.

A rate is decimal text: so many foreign units for 1 EUR, as the European Central Bank writes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final, NamedTuple

from mobdesk.domain import checks
from mobdesk.domain.money import MOST_CENTS
from mobdesk.domain.percents import is_percent
from mobdesk.domain.projects import CATEGORIES
from mobdesk.errors import Problem

EURO: Final = "EUR"
#: Currencies without two decimals (ISO 4217).
_DIGITS: Final = {
    "BHD": 3, "CLP": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3, "LYD": 3,
    "OMR": 3, "PYG": 0, "RWF": 0, "TND": 3, "UGX": 0, "VND": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip
_DECIMAL: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
MOST: Final = {"what": 200, "supplier": 200, "proof": 200, "account_code": 40}


class Cost(NamedTuple):
    """A sum as it was paid; ``amount`` in minor units of ``currency``."""

    amount: int
    currency: str = EURO
    rate: str | None = None
    covered_percent: str | None = None


def is_decimal(text: str) -> bool:
    """Whether ``text`` is a plain decimal number with a point and no sign."""
    return _DECIMAL.fullmatch(text) is not None


def digits(currency: str) -> int:
    """How many decimals the currency has."""
    return _DIGITS.get(currency, 2)


def half_up(exact: Fraction) -> int:
    """The nearest whole number, half up; for sums that are not below zero."""
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def euros(cost: Cost) -> int | None:
    """The sum in cents of a euro, half a cent up; None while the rate is missing."""
    if cost.currency == EURO:
        return cost.amount
    if not cost.rate or not is_decimal(cost.rate) or not Fraction(cost.rate):
        return None
    units = Fraction(cost.amount, 10 ** digits(cost.currency))
    return half_up(units * 100 / Fraction(cost.rate))


def covered(cost: Cost) -> int | None:
    """What the grant covers of it in cents; all of it where no percentage is typed."""
    whole = euros(cost)
    if whole is None or not cost.covered_percent:
        return whole
    return half_up(whole * Fraction(cost.covered_percent) / 100)


def validate(values: Mapping[str, Any], today: date) -> list[Problem]:
    """Return what stops a real cost from being saved."""
    problems = checks.needed(values, "what", "category", "currency")
    problems += checks.choice(values, "category", CATEGORIES)
    amount, currency = values.get("amount"), checks.text(values, "currency")
    if amount is None:
        problems.append(Problem("amount", "needed"))
    elif not 0 < amount <= MOST_CENTS:
        problems.append(Problem("amount", "amount_not_above_zero"))
    if currency and not _CURRENCY.fullmatch(currency):
        problems.append(Problem("currency", "currency_letters", {"value": currency}))
    problems += _rate(values, currency, today)
    percent = checks.text(values, "covered_percent")
    if percent and not is_percent(percent):
        problems.append(Problem("covered_percent", "percent_wrong"))
    for field in ("dated", "paid_on"):
        if (day := values.get(field)) is not None and day > today and not values.get("estimate"):
            problems.append(Problem(field, "payment_ahead"))
    return problems + checks.lengths(values, MOST)


def _rate(values: Mapping[str, Any], currency: str, today: date) -> list[Problem]:
    """A foreign sum needs its rate with the day of the rate; a sum in euros has none."""
    rate, day = checks.text(values, "rate"), values.get("rate_on")
    if currency in ("", EURO):
        return [Problem("rate", "rate_of_euro")] if rate else []
    problems = []
    if not rate:
        problems.append(Problem("rate", "rate_needed", {"currency": currency}))
    elif not is_decimal(rate) or not Fraction(rate):
        problems.append(Problem("rate", "rate_wrong", {"currency": currency}))
    if day is None:
        problems.append(Problem("rate_on", "needed"))
    elif day > today:
        problems.append(Problem("rate_on", "payment_ahead"))
    return problems


def minor(hundredths: int, currency: str) -> int:
    """A sum typed with two decimals, in minor units of its currency."""
    return half_up(Fraction(hundredths, 100) * 10 ** digits(currency))


def hundredths(amount: int, currency: str) -> int:
    """Minor units of a currency as a sum with two decimals."""
    return half_up(Fraction(amount * 100, 10 ** digits(currency)))
