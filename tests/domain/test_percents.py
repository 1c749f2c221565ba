"""Percentages as they are typed and as they are kept."""

from __future__ import annotations

from mobdesk.domain.percents import is_percent, some_percent, tidied


def test_percentages_are_tidied() -> None:
    typed = ("10", " 7,5 %", "100", "0", "101", "x", "1.2.3", "", "1/2", "²")
    found = [some_percent(one) for one in typed]
    assert found == ["10", "7.5", "100", None, None, None, None, None, None, None]


def test_what_is_kept_is_decimal_text_from_0_to_100() -> None:
    assert [is_percent(one) for one in ("0", "80", "12.5", "100", "100.1", "12,5", " 5", "-1")] == [
        True, True, True, True, False, False, False, False,
    ]  # fmt: skip


def test_what_is_none_stays_as_it_was_typed() -> None:
    assert tidied({"percent": "20 %", "of": "total"}) == {"percent": "20", "of": "total"}
    assert tidied({"percent": "much"}) == {"percent": "much"}
    assert tidied({"of": "total"}) == {"of": "total"}
