"""Activity types of KA121 and KA122 and the lengths that sources name for each field."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from mobdesk.domain import shipped
from mobdesk.domain.fold import fold
from mobdesk.errors import Problem

#: Codes that rules ask for by themselves.
COURSE: Final = "courses-and-training"
VISIT: Final = "preparatory-visit"


class Lengths(NamedTuple):
    """Days of activity without travel; None where nothing is established.

    ``source``: where they were read, empty where they are inferred.
    """

    least: int | None
    most: int | None
    unconfirmed: bool
    source: str = ""


class Activity(NamedTuple):
    """``parts`` are the types of participants who usually do it."""

    code: str
    parts: tuple[str, ...]
    group: bool
    lengths: dict[str, Lengths]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that have this activity: ADU, SCH, VET."""
        return tuple(self.lengths)


@cache
def activities() -> dict[str, Activity]:
    """All activity types by code, in the order of lists."""
    return {
        entry["code"]: Activity(
            entry["code"],
            tuple(entry["parts"]),
            entry["group"],
            {
                field: Lengths(
                    limits["min"], limits["max"], limits["unconfirmed"], limits["source"]
                )
                for field, limits in entry["fields"].items()
            },
        )
        for entry in shipped.table("activities/types.json")["types"]
    }


def for_field(field: str | None) -> tuple[str, ...]:
    """The codes that a project of ``field`` can choose; all when the field is not known."""
    return tuple(c for c, a in activities().items() if field is None or field in a.lengths)


@cache
def _names() -> dict[str, str]:
    table = shipped.table("activities/types.json")["types"]
    return {
        _key(name): entry["code"] for entry in table for name in (entry["code"], *entry["aliases"])
    }


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))


@lru_cache(maxsize=1024)
def recognise(text: str | None) -> str | None:
    """The code that a text of a foreign list means, or None: the text then stays as it is.

    The words that the program itself shows are among the names.
    """
    return _names().get(_key(text)) if text else None


def warnings(code: str | None, field: str | None, part: str, days: int | None) -> list[Problem]:
    """What is unusual about an activity. Only warnings: agencies decide, and rules change."""
    activity = activities().get(code or "")
    if activity is None:
        return []
    found: list[Problem] = []
    if field and field not in activity.lengths:
        found.append(Problem("activity_type", "activity_not_in_field", {"field": field}))
    if part in ("staff", "learner", "expert") and part not in activity.parts:
        found.append(Problem("part", "pair_unusual", {"part": part, "activity": code}))
    limits = activity.lengths.get(field or "")
    if limits and days is not None and limits.least is not None and limits.most is not None:
        outside = not limits.least <= days <= limits.most
        values = {"days": days, "least": limits.least, "most": limits.most}
        code_ = "duration_unusual_unconfirmed" if limits.unconfirmed else "duration_unusual"
        found += [Problem("end", code_, values)] if outside else []
    return found
