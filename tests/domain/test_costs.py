"""Real costs: rates, rounding, what is covered, what may be typed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobdesk.domain import costs
from mobdesk.domain.costs import Cost

TODAY = date(2026, 11, 22)
GOOD = {"what": "Interpreter", "category": "exceptional_costs", "amount": 1, "currency": "EUR"}


@pytest.mark.parametrize(
    ("cost", "cents"),
    [
        (Cost(123_45), 123_45),
        (Cost(100_00, "PLN", "4.2650"), 23_45),
        (Cost(100_00, "BGN", "1.95583"), 51_13),
        (Cost(15_000, "ISK", "149.5"), 100_33),
        (Cost(1, "SEK", "2"), 1),
        (Cost(100_00, "SEK"), None),
        (Cost(100_00, "SEK", "0"), None),
    ],
)
def test_a_rate_is_foreign_units_for_one_euro(cost: Cost, cents: int | None) -> None:
    assert costs.euros(cost) == cents


def test_what_is_covered_is_rounded_half_up() -> None:
    assert costs.covered(Cost(100_01, covered_percent="80")) == 80_01
    assert costs.covered(Cost(1, covered_percent="50")) == 1
    assert costs.covered(Cost(100_00)) == 100_00
    assert costs.covered(Cost(100_00, "SEK", covered_percent="80")) is None


@given(st.integers(0, 10**11), st.decimals("0.001", 100_000, places=5))
def test_it_agrees_with_decimal_arithmetic(amount: int, rate: Decimal) -> None:
    wanted = (Decimal(amount) / rate).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    assert costs.euros(Cost(amount, "SEK", format(rate, "f"))) == int(wanted)


def codes(**values: object) -> list[tuple[str, str]]:
    return [(p.field, p.code) for p in costs.validate({**GOOD, **values}, TODAY)]


def test_what_may_be_typed() -> None:
    assert codes() == []
    assert codes(currency="SEK", rate="11.2345", rate_on=TODAY) == []
    assert codes(currency="SEK") == [("rate", "rate_needed"), ("rate_on", "needed")]
    assert codes(currency="SEK", rate="0", rate_on=TODAY) == [("rate", "rate_wrong")]
    assert codes(currency="SEK", rate="1,5", rate_on=TODAY) == [("rate", "rate_wrong")]
    assert codes(rate="1.5") == [("rate", "rate_of_euro")]
    assert codes(currency="kr") == [
        ("currency", "currency_letters"), ("rate", "rate_needed"), ("rate_on", "needed"),
    ]  # fmt: skip
    assert codes(amount=0) == [("amount", "amount_not_above_zero")]
    assert codes(what="") == [("what", "needed")]
    assert codes(category="sums") == [("category", "unknown_choice")]
    assert codes(covered_percent="101") == [("covered_percent", "percent_wrong")]
    later = TODAY + timedelta(days=1)
    assert codes(dated=later) == [("dated", "payment_ahead")]
    assert codes(dated=later, estimate=True) == []
