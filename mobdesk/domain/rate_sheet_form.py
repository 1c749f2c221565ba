"""A rate sheet as the places of a form: shaped like an agency's table, filled one by one.

A place is named as problems of a sheet name it: ``travel[1].green``. What the form has no place
for (what experts are paid, other rates) stays in the sheet as it is.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from mobdesk.domain.distances import USUAL_EDGES

GROUPS: Final = ("1", "2", "3")
#: The lines of the table of organisational support, as guides group the activities; the second
#: value says after which participant another amount is paid.
_ORGANISATIONAL: Final = (
    (("group-mobility", "courses-and-training", "invited-expert", "hosted-teacher"), None),
    (
        ("short-term-learner", "job-shadowing", "teaching-assignment", "skills-competition"),
        100,
    ),
    (("long-term-learner",), None),
)
#: Places that hold whole numbers; the others hold amounts, parts of one or texts.
WHOLE: Final = frozenset(
    {"travel_days.standard", "travel_days.green", "full_rate_days", "course_fee.max_days",
     "preparatory_visit.max_people"}
)  # fmt: skip
SHARES: Final = ("expensive_travel.threshold", "expensive_travel.covers")
_PARTS: Final = {
    "travel": "travel", "travel_days": "travel days", "full_rate_days": "full rate days",
    "full_rate_days_include_travel": "full rate days", "country_groups": "country groups",
    "individual_support": "individual support", "inclusion_organisation": "inclusion organisation",
    "organisational_support": "organisational support", "course_fee": "course fees",
    "preparatory_visit": "preparatory visit", "linguistic_support": "linguistic support",
    "expensive_travel": "expensive travel",
}  # fmt: skip
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


def shaped(sheet: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The content of ``sheet`` (or of none) with every place of the form; unknown is None."""
    content = copy.deepcopy(dict(sheet or {"format": "mobdesk-rate-sheet/1"}))
    content["travel"] = content.get("travel") or [
        {"from_km": km, "standard": None, "green": None} for km in USUAL_EDGES
    ]
    groups = content.get("country_groups") or {name: [] for name in GROUPS}
    content["country_groups"] = groups
    support = content.setdefault("individual_support", {})
    for part in ("staff", "learner"):
        rates = support.setdefault(part, {})
        for name in groups:
            rates.setdefault(name, {"first": None, "later": None})
    content["organisational_support"] = content.get("organisational_support") or [
        {
            "activity_types": list(types),
            "tiers": [
                *([{"up_to": up_to, "amount": None}] if up_to else []),
                {"up_to": None, "amount": None},
            ],
        }
        for types, up_to in _ORGANISATIONAL
    ]
    for name, keys in (
        ("travel_days", ("standard", "green")),
        ("course_fee", ("per_day", "max_days")),
        ("preparatory_visit", ("amount", "max_people")),
        ("expensive_travel", ("threshold", "covers")),
    ):
        content[name] = {**dict.fromkeys(keys), **(content.get(name) or {})}
    for name in (
        "full_rate_days", "full_rate_days_include_travel", "inclusion_organisation",
        "linguistic_support",
    ):  # fmt: skip
        content.setdefault(name, None)
    return content


def places(content: Mapping[str, Any]) -> Iterator[str]:
    """The places of numbers and country groups of a shaped sheet, in the order of the table."""
    for n, _band in enumerate(content["travel"]):
        yield from (f"travel[{n}].standard", f"travel[{n}].green")
    yield from ("travel_days.standard", "travel_days.green")
    yield from ("full_rate_days", "full_rate_days_include_travel")
    for name in content["country_groups"]:
        yield f"country_groups.{name}"
        for part in ("staff", "learner"):
            above = f"individual_support.{part}.{name}"
            yield from (f"{above}.first", f"{above}.later")
    for n, entry in enumerate(content["organisational_support"]):
        for tier, _ in enumerate(entry["tiers"]):
            yield f"organisational_support[{n}].tiers[{tier}].amount"
    yield "inclusion_organisation"
    yield from ("course_fee.per_day", "course_fee.max_days")
    yield from ("preparatory_visit.amount", "preparatory_visit.max_people")
    yield "linguistic_support"
    yield from SHARES


def get(content: Mapping[str, Any], place: str) -> Any:
    """What stands at a place."""
    found: Any = content
    for step in _steps(place):
        found = found[step]
    return found


def filled(content: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the shaped ``content`` with ``values`` by place; "" is None, of groups nothing."""
    made = copy.deepcopy(dict(content))
    for place, value in values.items():
        *way, last = _steps(place)
        found: Any = made
        for step in way:
            found = found[step]
        found[last] = None if value == "" else value
    for name, codes in made["country_groups"].items():
        made["country_groups"][name] = codes or []
    if all(value is None for value in (made["expensive_travel"] or {}).values()):
        made["expensive_travel"] = None
    return made


def path_of(content: Mapping[str, Any], place: str) -> str:
    """The name of a place that does not hang on the order of the sheet: ``travel.10.green``.

    Of organisational support the first activity type names it.
    """
    steps = _steps(place)
    if steps[0] == "travel":
        return f"travel.{content['travel'][steps[1]]['from_km']}.{steps[2]}"
    if steps[0] == "organisational_support":
        entry = content["organisational_support"][steps[1]]
        up_to = entry["tiers"][steps[3]]["up_to"] or "more"
        return f"organisational_support.{entry['activity_types'][0]}.{up_to}"
    return place


def row_of(problem_place: str) -> str:
    """The place of the form to which a problem belongs: one country is told at its group."""
    return re.sub(r"^(country_groups\.[^.\[]+)\[\d+\]$", r"\1", problem_place)


def with_sources(
    sheet: Mapping[str, Any], changed: set[str], document: str, url: str, read: str
) -> dict[str, Any]:
    """The sheet with ``document`` as the source of its changed parts (of all, where it had none).

    ``changed`` are paths of ``rate_sheet_numbers.compare``; ``read`` is the day as ISO text.
    """
    made = dict(sheet)
    source = {"url": url, "read": read, "status": "typed", "note": document}
    parts = {_PARTS[part] for path in changed if (part := path.split(".")[0]) in _PARTS}
    old = list(made.get("source") or [])
    if not old:
        made["source"] = [{"what": "all", **source}]
        return made
    gone = parts | {f"{part} green" for part in parts}
    kept = [row for row in old if row.get("what") not in gone]
    made["source"] = [*({"what": part, **source} for part in sorted(parts)), *kept]
    return made


def _steps(place: str) -> list[Any]:
    return [int(index) if index else name for index, name in _STEP.findall(place)]
