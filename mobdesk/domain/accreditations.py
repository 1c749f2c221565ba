"""Accreditations: a KA120 code and the time it holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from mobdesk.domain import checks
from mobdesk.domain.project_codes import parse_code
from mobdesk.errors import Problem


def validate(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with an accreditation."""
    problems = checks.needed(values, "code")
    text = checks.text(values, "code")
    if text:
        parsed = parse_code(text)
        problems += parsed.problems
        if parsed.code is not None and not parsed.accreditation:
            problems.append(Problem("code", "not_an_accreditation", {"action": parsed.action}))
    problems += checks.order(values, "valid_from", "valid_to")
    return problems


def valid_on(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    """Whether the accreditation holds on ``day``; an open end holds."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)
