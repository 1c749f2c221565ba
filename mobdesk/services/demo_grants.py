"""Grants in the demo: distances between its towns, and the sums of signed agreements frozen."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import select

from mobdesk.domain import cities, distances
from mobdesk.domain.pricing import Case
from mobdesk.models.grants import GrantLine
from mobdesk.models.mobilities import Member
from mobdesk.models.store import Writing
from mobdesk.services.agreements import frozen_values
from mobdesk.services.pricing import gather_mobilities, price_cases

#: So many mobilities are priced at a time.
_PART: Final = 500
_COLUMNS: Final = (
    "member_id", "category", "rule", "kind", "amount", "rate", "quantity", "inputs", "source",
    "dated", "sheet_sha256",
)  # fmt: skip


@cache
def way(start: str, start_country: str, end: str, end_country: str) -> str | None:
    """Kilometres between two towns, None where one of them is not in the table."""
    one, other = cities.only(start, start_country), cities.only(end, end_country)
    if one is None or other is None:
        return None
    return distances.as_text(round(distances.own_km(one.point, other.point)))


def freeze_signed(s: Writing) -> None:
    """Freeze what was agreed with everybody who signed, as far as every line is known.

    Agreed were the planned dates: who came back early has a difference to answer.
    """
    signed: dict[int, date] = {}
    places: dict[int, None] = {}
    wanted = select(Member.id, Member.mobility_id, Member.agreement_signed_on).where(
        Member.agreement_signed_on.is_not(None)
    )
    for member, mobility, day in s.execute(wanted.order_by(Member.id)):
        if day is not None:
            signed[member], places[mobility] = day, None
    ids = list(places)
    rows: list[tuple[Any, ...]] = []
    for start in range(0, len(ids), _PART):
        cases = gather_mobilities(s, ids[start : start + _PART])
        planned = cases._replace(members=tuple(map(_as_planned, cases.members)))
        for member, one in price_cases(planned).items():
            if member in signed and one.complete:
                rows += (
                    tuple(_plain(values[name]) for name in _COLUMNS)
                    for values in frozen_values(one, signed[member])
                )
    if rows:
        s.insert_many(GrantLine, _COLUMNS, rows)


def _as_planned(case: Case) -> Case:
    return case._replace(dates=case.dates._replace(actual_start=None, actual_end=None))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
