"""People: what a record must hold, how a name is shown, when two records are the same person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final

from mobdesk.domain import checks
from mobdesk.domain.fold import fold
from mobdesk.errors import Problem


class PersonRole(StrEnum):
    """What somebody usually is on a mobility; the types of participants of a rate sheet."""

    STAFF = "staff"
    LEARNER = "learner"
    ACCOMPANYING = "accompanying"
    EXPERT = "expert"


class Gender(StrEnum):
    FEMALE = "F"
    MALE = "M"
    OTHER = "X"


ROLES: Final = tuple(role.value for role in PersonRole)
GENDERS: Final = tuple(gender.value for gender in Gender)
_DIGIT = re.compile(r"\d")
OLDEST: Final = 110
ADULT: Final = 18
MOST: Final = {
    "first_name": 120, "last_name": 120, "email": 254, "phone": 60, "person_code": 40,
    "languages": 100, "next_of_kin": 300,
}  # fmt: skip


def validate(values: Mapping[str, Any], today: date) -> list[Problem]:
    """Return what is wrong with a person; keys are the canonical field names.

    One of the two names is enough: some people have a single name. Dates are ``date`` or None.
    """
    problems: list[Problem] = []
    if not checks.text(values, "first_name") and not checks.text(values, "last_name"):
        problems.append(Problem("last_name", "name_needed"))
    for field in ("first_name", "last_name"):
        name = checks.text(values, field)
        if name and not any(c.isalpha() for c in name):
            problems.append(Problem(field, "name_without_letters", {"value": name}))
    problems += birth_date(values.get("birth_date"), today)
    problems += checks.choice(values, "role", ROLES)
    problems += checks.choice(values, "gender", GENDERS)
    problems += checks.country(values, "nationality")
    problems += checks.email(values)
    problems += checks.phone(values)
    problems += checks.lengths(values, MOST)
    languages = checks.text(values, "languages")
    if _DIGIT.search(languages):
        problems.append(Problem("languages", "language_unreadable", {"value": languages}))
    return problems


def birth_date(born: object, today: date) -> list[Problem]:
    """A birth date lies in the past and within a human life."""
    if not isinstance(born, date):
        return []
    if born > today:
        return [Problem("birth_date", "birth_date_future", {"value": born})]
    if age_on(born, today) > OLDEST:
        return [Problem("birth_date", "birth_date_implausible", {"value": born, "most": OLDEST})]
    return []


def age_on(born: date, day: date) -> int:
    """Whole years on ``day``; a birthday on 29 February counts from 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_minor(born: date | None, day: date | None, age: int | None = None) -> bool:
    """Under 18 on ``day``; without a birth date the age of a list counts, otherwise no."""
    if born is not None and day is not None:
        return age_on(born, day) < ADULT
    return age is not None and age < ADULT


def display_name(first_name: str, last_name: str) -> str:
    """``Last, First`` as lists show it; one name stands alone."""
    return ", ".join(part for part in (last_name.strip(), first_name.strip()) if part)


def full_name(first_name: str, last_name: str) -> str:
    """``First Last`` as sentences and papers show it."""
    return " ".join(part for part in (first_name.strip(), last_name.strip()) if part)


def name_key(first_name: str, last_name: str) -> str:
    """Folded words of the name in one order, so that swapped columns still meet."""
    return " ".join(sorted(re.findall(r"\w+", fold(f"{first_name} {last_name}"))))


def duplicate_keys(
    first_name: str, last_name: str, birth_date: date | None, email: str | None
) -> tuple[str, ...]:
    """Two people with one of these keys in common are proposed as the same.

    The name alone is no key: two people may share it.
    """
    name = name_key(first_name, last_name)
    if not name:
        return ()
    keys: list[str] = []
    if birth_date is not None:
        keys.append(f"{name}|{birth_date.isoformat()}")
    if email and email.strip():
        keys.append(f"{name}|{email.strip().casefold()}")
    return tuple(keys)
