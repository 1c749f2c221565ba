"""The numbers of a rate sheet one by one: how many are known, what differs, rows for a table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from mobdesk.domain.rate_sheets import RateSheet, source_of, to_dict


class Number(NamedTuple):
    """One number; ``path`` names it (``travel.10.green``), ``value`` is None while missing."""

    category: str
    path: str
    value: str | None


class Difference(NamedTuple):
    """What stands at ``path`` in the first sheet and in the second."""

    path: str
    before: str | None
    after: str | None


def each(sheet: RateSheet) -> list[Number]:
    """Every number that the sheet has a place for, in the order of an agency's table."""
    return [Number(category, path, _text(value)) for category, path, value in _each(sheet)]


def _each(sheet: RateSheet) -> Iterator[tuple[str, str, Decimal | int | None]]:
    for band in sheet.travel:
        yield "travel", f"travel.{band.from_km}.standard", band.standard
        yield "travel", f"travel.{band.from_km}.green", band.green
    yield "travel_days", "travel_days.standard", sheet.travel_days.standard
    yield "travel_days", "travel_days.green", sheet.travel_days.green
    yield "individual_support", "full_rate_days", sheet.full_rate_days
    for daily in sheet.individual_support:
        above = f"individual_support.{daily.part}.{daily.group}"
        yield "individual_support", f"{above}.first", daily.first
        yield "individual_support", f"{above}.later", daily.later
    for entry in sheet.organisational_support:
        above = f"organisational_support.{'+'.join(entry.activity_types)}"
        for tier in entry.tiers:
            yield "organisational_support", f"{above}.{tier.up_to or 'more'}", tier.amount
    yield "inclusion_organisation", "inclusion_organisation", sheet.inclusion_organisation
    yield "course_fees", "course_fee.per_day", sheet.course_fee.per_day
    yield "course_fees", "course_fee.max_days", sheet.course_fee.max_days
    yield "preparatory_visit", "preparatory_visit.amount", sheet.preparatory_visit.amount
    yield "preparatory_visit", "preparatory_visit.max_people", sheet.preparatory_visit.max_people
    yield "linguistic_support", "linguistic_support", sheet.linguistic_support
    expensive = sheet.expensive_travel
    yield "expensive_travel", "expensive_travel.threshold", expensive and expensive.threshold
    yield "expensive_travel", "expensive_travel.covers", expensive and expensive.covers


def numbers(sheet: RateSheet) -> tuple[int, int]:
    """How many numbers are on the sheet, of how many.

    Green travel is not counted where it is missing: the standard amount stands for it.
    """
    counted = [n for n in each(sheet) if not (n.value is None and n.path.endswith(".green"))]
    counted += [n for n in each(sheet) if n.value is None and n.path == "travel_days.green"]
    return sum(n.value is not None for n in counted), len(counted)


def compare(before: RateSheet, after: RateSheet) -> list[Difference]:
    """What differs: numbers, countries of groups, validity, title and sources; 70 is 70.00."""
    old, new = _flat(before), _flat(after)
    return [
        Difference(path, old.get(path), new.get(path))
        for path in dict.fromkeys((*old, *new))
        if not _same(old.get(path), new.get(path))
    ]


def to_csv_rows(sheet: RateSheet) -> list[tuple[str, ...]]:
    """The sheet as rows: part, what, value (empty: not established), source, read on, status."""
    rows: list[tuple[str, ...]] = [("part", "what", "value", "source", "read", "status")]
    for path, value in _facts(sheet).items():
        rows.append(("sheet", path, value or "", "", "", ""))
    for number in each(sheet):
        source = source_of(sheet, number.category)
        where = (source.url, source.read, source.status) if source else ("", "", "")
        rows.append((number.category, number.path, number.value or "", *where))
    return rows


def _flat(sheet: RateSheet) -> dict[str, str | None]:
    sources = {
        f"source.{s.what}": " ".join(filter(None, (s.url, s.read, s.status, s.note)))
        for s in sheet.source
    }
    return {**_facts(sheet), **{n.path: n.value for n in each(sheet)}, **sources}


def _facts(sheet: RateSheet) -> dict[str, str | None]:
    """What a sheet says besides numbers, each as text."""
    whole = to_dict(sheet)
    names = ("agency", "call_year", "field", "actions", "revision", "valid_from", "valid_to")
    found = {name: _text(whole[name]) for name in (*names, "title")}
    found["full_rate_days_include_travel"] = _text(sheet.full_rate_days_include_travel)
    found |= {f"country_groups.{g.name}": " ".join(g.countries) for g in sheet.country_groups}
    found |= {f"pays.{p.activity_type}": " ".join(p.categories) for p in sheet.pays}
    return found


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value) if isinstance(value, list) else str(value)


def _same(before: str | None, after: str | None) -> bool:
    if before == after:
        return True
    if before is None or after is None:
        return False
    return _number(before) is not None and _number(before) == _number(after)


def _number(text: str) -> Decimal | None:
    plain = text.replace(".", "", 1)
    return Decimal(text) if plain.isascii() and plain.isdigit() else None
