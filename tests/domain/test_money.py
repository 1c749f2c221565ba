from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobdesk.domain import money


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1234.50", 123450),
        ("1234,5", 123450),
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("1 234,50 €", 123450),
        ("EUR 1'234.50", 123450),
        ("1.234", 123400),
        ("1.234.567", 123456700),
        ("12,-", 1200),
        ("−5,00", -500),
        ("(12.00)", -1200),
        ("484.0800000001", 48408),
        ("0", 0),
    ],
)
def test_amounts_as_people_write_them(text, cents):
    assert money.parse_amount(text).cents == cents


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "1,23,4", "12 or 13", "1e5"])
def test_what_is_no_amount(text):
    assert money.parse_amount(text).cents is None


def test_three_digits_after_the_known_decimal_sign_are_unclear():
    assert money.parse_amount("1.234", decimal=",").cents == 123400
    amount = money.parse_amount("1.234", decimal=".")
    assert amount.cents is None
    assert amount.unclear


def test_a_currency_is_named_not_converted():
    assert money.parse_amount("1 200 zł") == money.Amount(120000, "PLN")
    assert money.parse_amount("20 CHF").currency == "CHF"


_CENTS = st.integers(min_value=-(10**11), max_value=10**11)


@settings(max_examples=60, deadline=None)
@given(_CENTS, st.sampled_from(["", ".", " ", "\u00a0"]), st.sampled_from(["", " €"]))
def test_what_is_written_is_read_again(cents, thousands, sign):
    grouped = f"{abs(cents) // 100:,}".replace(",", thousands)
    text = f"{'-' if cents < 0 else ''}{grouped},{abs(cents) % 100:02d}{sign}"
    assert money.parse_amount(text).cents == cents
    assert money.parse_amount(money.plain(cents)).cents == cents


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=10**9))
def test_numbers_of_a_spreadsheet(cents):
    assert money.from_number(cents / 100) == cents
