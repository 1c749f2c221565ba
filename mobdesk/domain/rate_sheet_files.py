"""Rate sheets as files: read strictly, with every problem at its place.

A place reads ``travel[1].green``: the name of the part, then the number in its list from 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final

from mobdesk.domain import shipped, strict_json
from mobdesk.domain.activities import activities
from mobdesk.domain.countries import iso_code
from mobdesk.domain.project_codes import FIELDS
from mobdesk.domain.rate_sheet_values import Reader, short
from mobdesk.domain.rate_sheets import (
    ACTIONS,
    ANY,
    FORMAT,
    PAYABLE,
    RATED,
    Band,
    CourseFee,
    Daily,
    Expensive,
    Group,
    Organisational,
    Pays,
    RateSheet,
    Source,
    Tier,
    TravelDays,
    Visit,
    sha256,
    to_json,
)
from mobdesk.errors import Invalid, Problem

_NEEDED: Final = ("agency", "call_year", "field", "actions")
_KEYS: Final = frozenset({
    "format", *_NEEDED, "revision", "valid_from", "valid_to", "title", "source", "travel",
    "travel_days", "full_rate_days", "full_rate_days_include_travel", "country_groups",
    "individual_support", "organisational_support", "inclusion_organisation", "course_fee",
    "preparatory_visit", "linguistic_support", "expensive_travel", "pays",
})  # fmt: skip


def parse(content: str | bytes | Mapping[str, Any]) -> RateSheet:
    """Read a sheet from the text of a file, or from values put together in a form.

    Raises ``Invalid`` with every problem and its place; ``Refused`` for what is not JSON.
    """
    if isinstance(content, Mapping):
        sheet = _sheet(content)
        return _signed(sheet, to_json(sheet))
    return _signed(_sheet(strict_json.read(content)), content)


@cache
def shipped_sheets() -> tuple[RateSheet, ...]:
    """The sheets that came with the program, in the order of their names."""
    return tuple(parse(text) for text in shipped_texts())


@cache
def shipped_texts() -> tuple[bytes, ...]:
    """Their texts, of which each SHA-256 is made."""
    return tuple(shipped.content(name) for name in shipped.names("rates/*-*-*.json"))


def _signed(sheet: RateSheet, text: str | bytes) -> RateSheet:
    return replace(sheet, sha256=sha256(text))


def _sheet(content: Any) -> RateSheet:
    read = Reader()
    if not isinstance(content, Mapping) or content.get("format") != FORMAT:
        raise Invalid([Problem("format", "sheet_format", {"wanted": FORMAT})])
    values = read.record(content, "", _KEYS)
    for name in _NEEDED:
        if values.get(name) in (None, "", []):
            read.fault(name, "needed")
    sheet = _parts(read, values)
    if read.problems:
        raise Invalid(read.problems)
    return sheet


def _parts(read: Reader, values: Mapping[str, Any]) -> RateSheet:
    groups = _groups(read, values.get("country_groups"))
    valid_from, valid_to = (read.day(values.get(k), k) for k in ("valid_from", "valid_to"))
    if valid_from and valid_to and valid_to < valid_from:
        read.fault("valid_to", "dates_turned", first=valid_from, last=valid_to)
    include = values.get("full_rate_days_include_travel")
    if include is not None and not isinstance(include, bool):
        read.fault("full_rate_days_include_travel", "not_yes_or_no", value=include)
        include = None
    return RateSheet(
        agency=read.pattern(values.get("agency"), "agency", r"[A-Z]{2}[0-9]{2}"),
        call_year=read.whole(values.get("call_year"), "call_year", 2014, 2099) or 0,
        field=read.one_of(values.get("field"), "field", FIELDS),
        actions=read.several(values.get("actions"), "actions", ACTIONS),
        revision=1 if (r := read.whole(values.get("revision"), "revision", 1)) is None else r,
        valid_from=valid_from,
        valid_to=valid_to,
        title=read.text(values.get("title"), "title"),
        source=_sources(read, values.get("source")),
        travel=_bands(read, values.get("travel")),
        travel_days=_travel_days(read, values.get("travel_days")),
        full_rate_days=read.whole(values.get("full_rate_days"), "full_rate_days"),
        full_rate_days_include_travel=include,
        country_groups=groups,
        individual_support=_support(read, values.get("individual_support"), groups),
        organisational_support=_organisational(read, values.get("organisational_support")),
        inclusion_organisation=read.amount(
            values.get("inclusion_organisation"), "inclusion_organisation"
        ),
        course_fee=_course_fee(read, values.get("course_fee")),
        preparatory_visit=_visit(read, values.get("preparatory_visit")),
        linguistic_support=read.amount(values.get("linguistic_support"), "linguistic_support"),
        expensive_travel=_expensive(read, values.get("expensive_travel")),
        pays=_pays(read, values.get("pays")),
    )


def _sources(read: Reader, value: Any) -> tuple[Source, ...]:
    found = []
    for place, row in read.rows(value, "source"):
        values = read.record(row, place, frozenset(Source._fields))
        found.append(
            Source(
                **{name: read.text(values.get(name), f"{place}.{name}") for name in Source._fields}
            )
        )
    return tuple(found)


def _bands(read: Reader, value: Any) -> tuple[Band, ...]:
    found: list[Band] = []
    for place, row in read.rows(value, "travel"):
        values = read.record(row, place, frozenset(Band._fields))
        start = read.whole(values.get("from_km"), f"{place}.from_km", 0, 50_000)
        if values.get("from_km") is None:
            read.fault(f"{place}.from_km", "needed")
        elif start is not None and not found and start:
            read.fault(f"{place}.from_km", "band_not_from_zero")
        elif start is not None and found and start <= found[-1].from_km:
            read.fault(f"{place}.from_km", "bands_not_ascending")
        amounts = (read.amount(values.get(k), f"{place}.{k}") for k in ("standard", "green"))
        found.append(Band(start or 0, *amounts))
    return tuple(found)


def _travel_days(read: Reader, value: Any) -> TravelDays:
    values = read.record(value, "travel_days", frozenset(TravelDays._fields))
    return TravelDays(
        *(
            read.whole(values.get(name), f"travel_days.{name}", 0, 366)
            for name in TravelDays._fields
        )
    )


def _groups(read: Reader, value: Any) -> tuple[Group, ...]:
    seen: set[str] = set()
    found = []
    for name, rows in read.record(value, "country_groups", None).items():
        codes = []
        for place, text in read.rows(rows, f"country_groups.{name}"):
            code = iso_code(text) if isinstance(text, str) else None
            if code is None:
                read.fault(place, "country_letters", value=short(text))
            elif code in seen:
                read.fault(place, "country_twice", country=code)
            else:
                seen.add(code)
                codes.append(code)
        found.append(Group(name, tuple(codes)))
    return tuple(found)


def _support(read: Reader, value: Any, groups: tuple[Group, ...]) -> tuple[Daily, ...]:
    names = {group.name for group in groups}
    found = []
    for part, rows in read.record(value, "individual_support", frozenset(RATED)).items():
        above = f"individual_support.{part}"
        for group, row in read.record(rows, above, None).items():
            place = f"{above}.{group}"
            values = read.record(row, place, frozenset({"first", "later"}))
            first, later = (read.amount(values.get(k), f"{place}.{k}") for k in ("first", "later"))
            if values.get("later") is not None and values.get("first") is None:
                read.fault(f"{place}.first", "later_without_first")
            if group not in names:
                read.fault(place, "group_unknown", group=short(group))
            found.append(Daily(part, group, first, later))
    return tuple(found)


def _organisational(read: Reader, value: Any) -> tuple[Organisational, ...]:
    known, seen = (ANY, *activities()), set[str]()
    found = []
    for place, row in read.rows(value, "organisational_support"):
        values = read.record(row, place, frozenset(Organisational._fields))
        types = read.several(values.get("activity_types"), f"{place}.activity_types", known)
        if not values.get("activity_types"):
            read.fault(f"{place}.activity_types", "needed")
        for name in filter(None, types):
            if name in seen:
                read.fault(f"{place}.activity_types", "activity_twice", activity_type=name)
            seen.add(name)
        found.append(Organisational(types, _tiers(read, values.get("tiers"), f"{place}.tiers")))
    return tuple(found)


def _tiers(read: Reader, value: Any, above: str) -> tuple[Tier, ...]:
    rows = read.rows(value, above)
    if not rows:
        read.fault(above, "needed")
    found: list[Tier] = []
    for n, (place, row) in enumerate(rows, start=1):
        values = read.record(row, place, frozenset(Tier._fields))
        up_to = read.whole(values.get("up_to"), f"{place}.up_to", 1)
        if up_to is None and n < len(rows):
            read.fault(f"{place}.up_to", "tier_open_not_last")
        elif up_to is not None and found and up_to <= (found[-1].up_to or 0):
            read.fault(f"{place}.up_to", "tiers_not_ascending")
        found.append(Tier(up_to, read.amount(values.get("amount"), f"{place}.amount")))
    return tuple(found)


def _course_fee(read: Reader, value: Any) -> CourseFee:
    values = read.record(value, "course_fee", frozenset(CourseFee._fields))
    return CourseFee(
        read.amount(values.get("per_day"), "course_fee.per_day"),
        read.whole(values.get("max_days"), "course_fee.max_days", 0, 366),
    )


def _visit(read: Reader, value: Any) -> Visit:
    values = read.record(value, "preparatory_visit", frozenset(Visit._fields))
    return Visit(
        read.amount(values.get("amount"), "preparatory_visit.amount"),
        read.whole(values.get("max_people"), "preparatory_visit.max_people", 0, 1000),
    )


def _expensive(read: Reader, value: Any) -> Expensive | None:
    values = read.record(value, "expensive_travel", frozenset(Expensive._fields))
    if value is None:
        return None
    return Expensive(
        *(read.share(values.get(name), f"expensive_travel.{name}") for name in Expensive._fields)
    )


def _pays(read: Reader, value: Any) -> tuple[Pays, ...]:
    return tuple(
        Pays(name, read.several(rows, f"pays.{name}", PAYABLE))
        for name, rows in read.record(value, "pays", frozenset(activities())).items()
    )
