"""Scenarios: what a grant is computed from, one mobility of one person, read from JSON.

An absent field has its usual value. Nothing is guessed for a kind of activity or of participant,
and days that are negative, not whole, or less than the interruption are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from mobdesk.domain import strict_json
from mobdesk.domain.activities import activities
from mobdesk.domain.countries import iso_code
from mobdesk.errors import Refused

PARTICIPANTS: Final = ("staff", "learner", "accompanying", "expert")
TRAVEL: Final = ("standard", "green", "other-sustainable")
DAYS: Final = ("activity_days", "travel_days", "interruption_days", "course_days")
_SWITCHES: Final = ("fewer_opportunities", "zero_grant", "linguistic_support",
                    "organisational_support_requested")  # fmt: skip
_SUMS: Final = ("real_fare", "inclusion_real_costs")
_SUM: Final = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?", re.ASCII)
_DISTANCE: Final = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,9})?", re.ASCII)
_MOST: Final = 100_000
_MOST_TEXT: Final = 320


class Wanted(NamedTuple):
    """The sheet that a scenario names."""

    agency: str
    call_year: int
    field: str


class Scenario(NamedTuple):
    """One mobility. Days are counted as a calendar does; None: not known (planning only).

    ``activity_days`` include the interruption. Sums are in euro, exact.
    """

    activity_type: str
    participant_type: str
    receiving_country: str | None = None
    distance_km: Decimal | int | None = None
    travel: str = "standard"
    activity_days: int | None = 0
    travel_days: int = 0
    interruption_days: int = 0
    course_days: int = 0
    fewer_opportunities: bool = False
    zero_grant: bool = False
    linguistic_support: bool = False
    visit_people: int = 0
    real_fare: Decimal | None = None
    inclusion_real_costs: Decimal | None = None
    organisational_support_requested: bool = True
    participant_number_in_type: int = 1
    email: str | None = None
    sheet: Wanted | None = None


def parse(content: str | bytes) -> tuple[list[Scenario | Refused], bool]:
    """The scenarios of a file, each read or refused, and whether the file holds a list.

    Raises ``Refused`` for what is not JSON, and ``scenario_needed`` for what is neither.
    """
    found = strict_json.read(content)
    if isinstance(found, list):
        return [_read_or_refused(member) for member in found], True
    if not isinstance(found, Mapping):
        raise Refused("scenario_needed")
    return [_read_or_refused(found)], False


def _read_or_refused(values: Any) -> Scenario | Refused:
    try:
        return read(values)
    except Refused as err:
        return err


def read(values: Any) -> Scenario:
    """One scenario. Raises ``Refused``: unknown_field, unknown_value or days_invalid."""
    if not isinstance(values, Mapping):
        raise Refused("unknown_value", field="scenario", value=_short(values))
    for name in values:
        if name not in Scenario._fields:
            raise Refused("unknown_field", field=_short(name))
    given = dict(values)
    found: dict[str, Any] = {
        "activity_type": _choice(given, "activity_type", tuple(activities())),
        "participant_type": _choice(given, "participant_type", PARTICIPANTS),
        "travel": _choice(given, "travel", TRAVEL, "standard"),
        "receiving_country": _country(given),
        "distance_km": _distance(given),
        "visit_people": _count(given, "visit_people", 0),
        "participant_number_in_type": _count(given, "participant_number_in_type", 1),
        "email": _email(given),
        "sheet": _wanted(given.get("sheet")),
    }
    found |= {name: _switch(given, name) for name in _SWITCHES}
    found |= {name: _sum(given, name) for name in _SUMS}
    found |= {name: _days(given, name) for name in DAYS}
    if found["interruption_days"] > found["activity_days"]:
        raise Refused("days_invalid", field="interruption_days", value=found["interruption_days"])
    return Scenario(**found)


def _unknown(field: str, value: Any) -> Refused:
    return Refused("unknown_value", field=field, value=_short(value))


def _short(value: Any) -> str:
    return str(value)[:60]


def _choice(
    given: Mapping[str, Any], name: str, allowed: tuple[str, ...], usual: str | None = None
) -> str:
    value = given.get(name)
    if value is None and usual is not None:
        return usual
    if not isinstance(value, str) or value not in allowed:
        raise _unknown(name, value)
    return value


def _country(given: Mapping[str, Any]) -> str | None:
    """Two letters; what no country has stays, and is outside every group."""
    value = given.get("receiving_country")
    if value is None:
        return None
    if not isinstance(value, str) or not re.fullmatch(r"\s*[A-Za-z]{2}\s*", value, re.ASCII):
        raise _unknown("receiving_country", value)
    return iso_code(value) or value.strip().upper()


def _distance(given: Mapping[str, Any]) -> Decimal | None:
    value = given.get("distance_km")
    if value is None:
        return None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        value = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if not isinstance(value, str) or not _DISTANCE.fullmatch(value):
        raise _unknown("distance_km", value)
    return Decimal(value)


def _sum(given: Mapping[str, Any], name: str) -> Decimal | None:
    value = given.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not _SUM.fullmatch(value):
        raise _unknown(name, value)
    return Decimal(value)


def _switch(given: Mapping[str, Any], name: str) -> bool:
    usual = bool(Scenario._field_defaults[name])
    value = given.get(name)
    if value is None:
        return usual
    if not isinstance(value, bool):
        raise _unknown(name, value)
    return value


def _count(given: Mapping[str, Any], name: str, least: int) -> int:
    value = given.get(name)
    if value is None:
        return int(Scenario._field_defaults[name])
    if not _is_whole(value) or not least <= value <= _MOST:
        raise _unknown(name, value)
    return int(value)


def _days(given: Mapping[str, Any], name: str) -> int:
    value = given.get(name, 0)
    if not _is_whole(value) or not 0 <= value <= _MOST:
        raise Refused("days_invalid", field=name, value=_short(value))
    return int(value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _email(given: Mapping[str, Any]) -> str | None:
    value = given.get("email")
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > _MOST_TEXT:
        raise _unknown("email", "…")
    return value.strip() or None


def _wanted(value: Any) -> Wanted | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise _unknown("sheet", value)
    for name in value:
        if name not in Wanted._fields:
            raise Refused("unknown_field", field=f"sheet.{_short(name)}")
    agency, year, field = (value.get(name) for name in Wanted._fields)
    year = year if _is_whole(year) else None
    if not isinstance(agency, str) or not isinstance(field, str) or not isinstance(year, int):
        raise _unknown("sheet", " ".join(map(_short, (agency, year, field))))
    return Wanted(agency, year, field)
