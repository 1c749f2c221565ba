"""Checks of single values that many records share. Each returns a problem or None."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from mobdesk.domain.countries import CODES
from mobdesk.errors import Problem

_PLAIN_EMAIL = re.compile(
    r"[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*\.)+[A-Za-z]{2,24}"
)
_UNUSABLE_ENDS = (".test", ".invalid", ".local", ".localhost")
_PLAIN_PHONE = re.compile(r"\+?\d[\d ]{6,13}\d")  # 8 to 15 digits and spaces, the usual case
_PHONE_SIGNS = re.compile(r"[\d\s+\-–().,;/]+|(?:ext|int|доб|wew|tel)\.?", re.IGNORECASE)


def text(values: Mapping[str, Any], field: str) -> str:
    """The text of a field, trimmed; empty when there is none."""
    value = values.get(field)
    return "" if value is None else value.strip() if isinstance(value, str) else str(value)


def needed(values: Mapping[str, Any], *fields: str) -> list[Problem]:
    """A problem for every field without a value."""
    return [Problem(field, "needed") for field in fields if not text(values, field)]


def lengths(values: Mapping[str, Any], most: Mapping[str, int]) -> list[Problem]:
    """A problem for every text longer than its column."""
    found: list[Problem] = []
    for field, limit in most.items():
        value = values.get(field)
        if value is not None and len(value) > limit and len(value.strip()) > limit:
            found.append(Problem(field, "too_long", {"most": limit}))
    return found


def choice(values: Mapping[str, Any], field: str, allowed: tuple[str, ...]) -> list[Problem]:
    """A problem when a value is none of ``allowed``; an empty value passes."""
    value = text(values, field)
    return (
        [Problem(field, "unknown_choice", {"value": value})] if value not in ("", *allowed) else []
    )


def email(values: Mapping[str, Any], field: str = "email") -> list[Problem]:
    """A problem when the address cannot be one. Nothing is looked up."""
    value = text(values, field)
    if not value:
        return []
    if _PLAIN_EMAIL.fullmatch(value) and len(value) < 200:
        if not value.lower().endswith(_UNUSABLE_ENDS):
            return []
        return [Problem(field, "email_unreadable", {"value": value})]
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(value, check_deliverability=False)
    except EmailNotValidError:
        return [Problem(field, "email_unreadable", {"value": value})]
    return []


def phone(values: Mapping[str, Any], field: str = "phone") -> list[Problem]:
    """A problem when there are letters, or too few or too many digits (a number has 5 to 15).

    The text stays as it was typed: several numbers in one field are common.
    """
    value = text(values, field)
    if not value or _PLAIN_PHONE.fullmatch(value):
        return []
    digits = [len(re.sub(r"\D", "", part)) for part in re.split(r"[,;/]", value)]
    if _PHONE_SIGNS.sub("", value).strip() or not any(5 <= n <= 15 for n in digits):
        return [Problem(field, "phone_unreadable", {"value": value})]
    return []


def country(values: Mapping[str, Any], field: str) -> list[Problem]:
    """A problem unless the value is an ISO 3166 alpha-2 code; ``EL``, ``UK`` are edge forms."""
    value = text(values, field)
    if not value or value in CODES:
        return []
    return [Problem(field, "country_letters", {"value": value})]


def order(
    values: Mapping[str, Any], first: str, last: str, code: str = "dates_turned"
) -> list[Problem]:
    """A problem at ``last`` when it lies before ``first``; missing dates pass."""
    start, end = values.get(first), values.get(last)
    if isinstance(start, date) and isinstance(end, date) and end < start:
        return [Problem(last, code, {"first": start, "last": end})]
    return []
