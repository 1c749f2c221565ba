"""Numbers that are only offered: each has its status, and its path is a place of the form."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mobdesk.domain.rate_sheet_form import path_of, places, shaped
from mobdesk.domain.rate_suggestions import STATUSES, suggested
from mobdesk.domain.shipped import table

ROWS = table("suggestions/rates.json")["suggestions"]


def test_every_suggestion_belongs_to_a_place_of_the_form() -> None:
    content = shaped()
    known = {path_of(content, place) for place in places(content)}
    types = ("job-shadowing", "teaching-assignment", "courses-and-training", "invited-expert")
    more = {f"organisational_support.{name}" for name in (*types, "hosted-teacher")}
    stray = {row["path"] for row in ROWS} - known
    assert {path.rpartition(".")[0] for path in stray} <= more


def test_none_stands_without_where_it_comes_from() -> None:
    for row in ROWS:
        assert row["status"] in STATUSES
        if row["status"] != "unconfirmed":
            assert row["source"].startswith(("https://", "http://")), row
        if "value" in row and not row["path"].startswith("country_groups"):
            assert Decimal(row["value"]) >= 0


@pytest.mark.parametrize(
    ("path", "year", "field", "value", "status"),
    [
        ("travel.500.standard", 2024, "ADU", "309", "read_other_action"),
        ("travel.500.standard", 2022, "VET", "275", "read_other_action"),
        ("travel.500.standard", 2026, "ADU", "309", "inferred"),
        ("travel.10.green", 2024, "SCH", "56", "read_other_action"),
        ("inclusion_organisation", 2022, "SCH", "100", "read_elsewhere"),
        ("preparatory_visit.amount", 2025, "ADU", "680", "unconfirmed"),
    ],
)
def test_the_surest_of_a_call_is_offered(
    path: str, year: int, field: str, value: str, status: str
) -> None:
    found = suggested(path, year, field)
    assert found is not None
    assert (found.value, found.status) == (value, status)


def test_nothing_is_offered_where_nothing_was_read() -> None:
    assert suggested("travel.10.green", 2022, "ADU") is None
    assert suggested("travel.500.standard", 2027, "ADU") is None
    assert suggested("travel.500.standard", None, "ADU") is None
    assert suggested("individual_support.staff.1.later", 2024, "ADU") is None


def test_a_range_is_told_and_has_no_value_to_take() -> None:
    found = suggested("individual_support.staff.1.first", 2024, "ADU")
    assert found is not None
    assert (found.value, found.low, found.high) == ("", "107", "191")


def test_where_sources_disagree_it_is_said() -> None:
    for path, year, disputed in (
        ("country_groups.1", 2024, True),
        ("country_groups.1", 2022, False),
        ("course_fee.per_day", 2024, True),
    ):
        found = suggested(path, year, "SCH")
        assert found is not None
        assert found.disputed is disputed
