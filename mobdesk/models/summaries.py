"""What lists show of a mobility, gathered from its subgroups, members and their people.

Kept in the mobility's own row so that a list of 100,000 is sorted and searched from one index;
refreshed at the end of every write that touches what it follows from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from mobdesk.domain.fold import fold
from mobdesk.domain.mobilities import day_key
from mobdesk.domain.people import display_name
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person

Span = tuple[str, int, int]

_MANY = 5_000
_NO_DAYS = (None, None, None)


class _Summary(NamedTuple):
    number: int
    shown_name: str
    shown_key: str
    first_day: Any
    last_day: Any
    day_key: str
    places: int
    search_key: str


def affected(connection: Connection, spans: Iterable[Span]) -> set[int]:
    """Return the mobilities that follow from records in ``spans`` (table, first id, last id)."""
    owners = {
        "mobilities": (Mobility.id, Mobility.id),
        "subgroups": (Subgroup.mobility_id, Subgroup.id),
        "members": (Member.mobility_id, Member.id),
        "people": (Member.mobility_id, Member.person_id),
        "organisations": (Mobility.id, Mobility.host_id),
    }
    found: set[int] = set()
    for table, first, last in spans:
        if table in owners:
            owner, key = owners[table]
            found.update(connection.scalars(select(owner).where(key.between(first, last))))
    return found


def refresh(connection: Connection, spans: Sequence[Span], also: Iterable[int] = ()) -> None:
    """Write the summaries of all mobilities that follow from ``spans``, and of ``also``."""
    numbers = sorted(affected(connection, spans) | set(also))
    for first in range(0, len(numbers), _MANY):
        _refresh_some(connection, numbers[first : first + _MANY])


def _refresh_some(connection: Connection, numbers: Sequence[int]) -> None:
    summaries = _gather(connection, numbers)
    if summaries:
        table = Mobility.__table__
        names = _Summary._fields[1:]
        connection.execute(
            update(table)  # type: ignore[arg-type]
            .where(table.c.id == bindparam("number"))
            .values({name: bindparam(f"_{name}") for name in names}),
            [{"number": s.number, **{f"_{n}": getattr(s, n) for n in names}} for s in summaries],
        )


def _gather(connection: Connection, numbers: Sequence[int]) -> list[_Summary]:
    days = {
        row[0]: row[1:]
        for row in connection.execute(
            select(
                Subgroup.mobility_id,
                func.min(Subgroup.start),
                func.max(Subgroup.end),
                func.min(func.coalesce(Subgroup.start_month, Subgroup.end_month)),
            )  # fmt: skip
            .where(Subgroup.mobility_id.in_(numbers))
            .group_by(Subgroup.mobility_id)
        )
    }
    members: dict[int, list[Any]] = {}
    for row in connection.execute(
        select(Member.mobility_id, Member.places, Person.last_name, Person.first_name)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(Member.mobility_id.in_(numbers))
        .order_by(Member.id)
    ):
        members.setdefault(row[0], []).append(row)
    mobilities = connection.execute(
        select(
            Mobility.id, Mobility.kind, Mobility.title, Mobility.hosting_city,
            Mobility.project_code_text, Mobility.bm_id, Organisation.name,
        )
        .outerjoin(Organisation, Organisation.id == Mobility.host_id)
        .where(Mobility.id.in_(numbers))
    )  # fmt: skip
    return [_summary(m, members.get(m.id, []), *days.get(m.id, _NO_DAYS)) for m in mobilities]


def _summary(
    mobility: Any, members: list[Any], first_day: Any, last_day: Any, month: str | None
) -> _Summary:
    named = [m for m in members if m.last_name is not None]
    names = [display_name(m.first_name, m.last_name) for m in named]
    shown = mobility.title or (names[0] if len(names) == 1 and mobility.kind != "group" else "")
    words = [
        shown, *names, mobility.hosting_city, mobility.name, mobility.project_code_text,
        mobility.bm_id,
    ]  # fmt: skip
    search = " ".join(fold(word.replace(",", " ")) for word in words if word)
    places = sum(m.places for m in members)
    key = day_key(first_day.isoformat() if first_day else None, month)
    return _Summary(mobility.id, shown, fold(shown), first_day, last_day, key, places, search)
