"""Projects and awards (their codes: ``test_project_codes``)."""

from __future__ import annotations

from datetime import date

import pytest

from mobdesk import texts
from mobdesk.domain import projects

CODE = "2024-1-EE01-KA122-ADU-000214921"


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"code": ""}, "code", "needed"),
        ({"code": "2024-EE01-KA122-ADU-000214921"}, "code", "code_round_missing"),
        ({"code": "2021-1-FR01-KA120-VET-000016557"}, "code", "project_is_accreditation"),
        ({"start": date(2026, 6, 2), "end": date(2026, 6, 1)}, "end", "dates_turned"),
        (
            {"end": date(2026, 6, 2), "extended_end": date(2026, 6, 1)},
            "extended_end",
            "extended_end_too_early",
        ),
        ({"keep_years": 0}, "keep_years", "keep_years_impossible"),
        ({"title": "x" * 301}, "title", "too_long"),
    ],
)
def test_a_wrong_value_is_named_at_its_field(
    values: dict[str, object], field: str, code: str
) -> None:
    found = projects.validate({"code": CODE, **values})
    assert [(p.field, p.code) for p in found] == [(field, code)]
    assert texts.error(found[0]).what


def test_an_odd_but_whole_code_may_be_saved() -> None:
    assert projects.validate({"code": "2024-1-ES01-KA121-ADU-00020559"}) == []


def test_an_award_is_a_known_category_and_no_negative_sum() -> None:
    assert projects.validate_award({"category": "travel", "amount": 120_000}) == []
    found = projects.validate_award({"category": "food", "amount": -1})
    assert [p.code for p in found] == ["unknown_choice", "amount_negative"]
    assert [p.code for p in projects.validate_award({"category": "travel"})] == ["needed"]


def test_the_report_is_due_60_days_after_the_extended_end_unless_the_agency_says() -> None:
    last = projects.last_day(date(2025, 8, 31), date(2025, 11, 30))
    assert projects.report_due(last, None) == date(2026, 1, 29)
    assert projects.report_due(last, date(2026, 2, 2)) == date(2026, 2, 2)
    assert projects.report_due(None, None) is None


def test_every_category_has_a_name() -> None:
    assert all(texts.word(f"category.{category}") for category in projects.CATEGORIES)
