"""Projects: code, dates and award. The grammar of the code: ``project_codes``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from mobdesk.domain import checks
from mobdesk.domain.project_codes import CodePart, ParsedCode, parse_code
from mobdesk.errors import Problem

__all__ = [
    "CATEGORIES",
    "OF_THE_PROJECT",
    "REAL_COSTS",
    "CodePart",
    "ParsedCode",
    "last_day",
    "parse_code",
    "report_due",
    "validate",
    "validate_award",
]

#: Budget categories, as in rate sheets; the order of tables.
CATEGORIES: Final = (
    "organisational_support",
    "travel",
    "individual_support",
    "inclusion_organisation",
    "inclusion_participant",
    "preparatory_visit",
    "course_fees",
    "linguistic_support",
    "exceptional_costs",
)
#: Never a line of a member: one sum of the project, by activity type.
OF_THE_PROJECT: Final = "organisational_support"
#: Paid on what was really spent, with invoice and proof of payment.
REAL_COSTS: Final = ("inclusion_participant", "exceptional_costs")
#: Days from the end of the project to the report; the date of the agency wins.
REPORT_DAYS: Final = 60
MOST: Final = {"title": 300, "agreement_number": 60}


def validate(values: Mapping[str, Any]) -> list[Problem]:
    """Return what stops a project from being saved; an odd but whole code does not.

    What to look at in the code stands in ``parse_code(...).problems``.
    """
    problems = checks.needed(values, "code")
    text = checks.text(values, "code")
    if text:
        parsed = parse_code(text)
        if parsed.code is None:
            problems += parsed.problems
        elif parsed.accreditation:
            problems.append(Problem("code", "project_is_accreditation"))
    problems += checks.order(values, "start", "end")
    problems += checks.order(values, "end", "extended_end", "extended_end_too_early")
    problems += checks.lengths(values, MOST)
    years = values.get("keep_years")
    if years is not None and not (isinstance(years, int) and 1 <= years <= 30):
        problems.append(Problem("keep_years", "keep_years_impossible", {"value": years}))
    return problems


def validate_award(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with one awarded sum (``amount`` in cents)."""
    problems = checks.needed(values, "category")
    problems += checks.choice(values, "category", CATEGORIES)
    amount = values.get("amount")
    if not isinstance(amount, int):
        problems.append(Problem("amount", "needed"))
    elif amount < 0:
        problems.append(Problem("amount", "amount_negative"))
    return problems


def last_day(end: date | None, extended_end: date | None) -> date | None:
    """The last day of a project, with its extension."""
    return extended_end or end


def report_due(last: date | None, given: date | None) -> date | None:
    """When the report is due: the date of the agency, else 60 days after the end."""
    return given or (last + timedelta(days=REPORT_DAYS) if last else None)
