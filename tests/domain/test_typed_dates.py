from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobdesk.domain.typed_dates import parse_date, parse_month

TODAY = date(2026, 11, 23)
FOURTH = date(2026, 12, 4)


@pytest.mark.parametrize(
    "text",
    [
        "4.12.2026", "4.12.2026.", "04.12.2026", "4/12/2026", "4-12-2026", "4 12 2026", "4.12.26",
        "4/12", "4.12.", "2026-12-04", "2026/12/4", "04122026", "4 December 2026", "4 dec 26",
        "4dec", " 4. Dec.  2026 ", "Fri, 4 December 2026", "Friday 4 Dec",
    ],
)  # fmt: skip
def test_ways_to_type_one_day(text):
    assert parse_date(text, TODAY) == FOURTH


@pytest.mark.parametrize(
    "text",
    ["", "tomorrow", "31.2.2026", "2026-13-01", "4.13", "12", "4 ma 2026", "4 foo", "1.1.0026",
     "4.12.202", "29.2.2027", "٤/١٢٣"],
)  # fmt: skip
def test_what_is_no_day(text):
    assert parse_date(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [("15.1", date(2027, 1, 15)), ("1.9", date(2026, 9, 1)), ("29.2", None)],
)
def test_without_a_year_the_nearest_is_meant(text, found):
    assert parse_date(text, TODAY) == found


def test_two_digits_of_a_birth_year_lie_in_the_past():
    assert parse_date("1.2.62", TODAY) == date(1962, 2, 1)
    assert parse_date("1.2.05", TODAY) == date(2005, 2, 1)
    assert parse_date("1.2.30", TODAY) == date(2030, 2, 1)


@settings(max_examples=60)
@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_every_date_comes_back_however_it_is_written(day):
    for text in (day.isoformat(), f"{day.day}.{day.month}.{day.year}", f"{day:%d %B %Y}"):
        assert parse_date(text, TODAY) == day


@settings(max_examples=200)
@given(st.text(max_size=20))
def test_nothing_typed_breaks_it(text):
    parse_date(text, TODAY)


@pytest.mark.parametrize(
    "typed",
    ["March 2027", "mar 2027", "Mar. 2027", "3.2027", "03/2027", "2027-03", "2027.3", "3 2027"],
)
def test_a_month_alone_is_a_month(typed: str) -> None:
    assert parse_month(typed) == "2027-03"
    assert parse_date(typed, date(2026, 11, 23)) is None


@pytest.mark.parametrize(
    "typed", ["", "March", "13.2027", "2027-13", "5 March 2027", "ma 2027", "2027"]
)
def test_what_is_no_month_is_none(typed: str) -> None:
    assert parse_month(typed) is None
