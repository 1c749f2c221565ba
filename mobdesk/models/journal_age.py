"""The end of the history: it is kept as long as its record, and no longer than the proof duty.

A deleted record can be brought back for some weeks; then every image of it goes. The steps whose
last entry went go as well, with their labels, which may name a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, func, select, update

from mobdesk.models import schema
from mobdesk.models.images import unpack
from mobdesk.models.journal import NOTE, Change, Entry
from mobdesk.models.mobilities import Mobility
from mobdesk.models.payments import RealCost
from mobdesk.models.projects import Project

_MANY = 500


def forget(connection: Connection, before: datetime, over: Collection[int] = ()) -> int:
    """Delete what may not be kept any more; return the number of entries.

    ``before``: steps of that moment and later stay, for Undo. ``over``: projects whose proof duty
    has ended.
    """
    gone = {n for entry in _ends(connection, before) for n in _former(connection, entry)}
    gone |= set(_of_projects(connection, over, before))
    steps = _delete(connection, gone)
    _delete_steps(connection, steps)
    return len(gone)


def _ends(connection: Connection, before: datetime) -> list[Any]:
    """Entries that took a record or a run away, and of which nothing came back."""
    found = connection.execute(
        select(Entry.__table__)
        .join(Change, Change.id == Entry.change_id)
        .where(Entry.before.is_not(None), Entry.after.is_(None), Change.at < before)
    ).all()
    return [entry for entry in found if not _is_back(connection, entry)]


def _is_back(connection: Connection, entry: Any) -> bool:
    """Whether a record of the image is there; ids are given again, a uid never is."""
    table = schema.metadata.tables[entry.record_table]
    there = set(
        connection.scalars(
            select(table.c.uid).where(table.c.id.between(entry.first_id, entry.last_id))
        )
    )
    return bool(there) and not there.isdisjoint(_uids(unpack(entry.before)))


def _uids(image: dict[str, Any]) -> set[str]:
    if set(image) == {"columns", "rows"}:
        place = image["columns"].index("uid")
        return {row[place] for row in image["rows"]}
    return {image["uid"]}


def _former(connection: Connection, end: Any) -> Iterable[int]:
    """Every entry of the record up to its end; of a run those of its records as well."""
    return connection.scalars(
        select(Entry.id).where(
            Entry.record_table == end.record_table,
            Entry.first_id >= end.first_id,
            Entry.last_id <= end.last_id,
            Entry.id <= end.id,
        )
    )


def _of_projects(
    connection: Connection, projects: Collection[int], before: datetime
) -> Iterator[int]:
    if not projects:
        return
    stays = select(Mobility.id).where(Mobility.project_id.in_(projects))
    costs = select(RealCost.id).where(RealCost.project_id.in_(projects))
    records: list[tuple[Any, Any]] = [
        (Project, select(Project.id).where(Project.id.in_(projects))),
        (Mobility, stays),
        (RealCost, costs),
    ]
    for mapped, ids in records:  # grows: what belongs to a record has records of its own
        records += [
            (kind, select(kind.__table__.c.id).where(column.in_(ids)))
            for kind, column in schema.owned_by(mapped.__tablename__)
        ]
    for mapped, ids in records:
        yield from connection.scalars(
            select(Entry.id)
            .join(Change, Change.id == Entry.change_id)
            .where(
                Entry.record_table == mapped.__tablename__,
                Entry.first_id == Entry.last_id,
                Entry.first_id.in_(ids),
                Change.at < before,
            )
        )


def _delete(connection: Connection, entries: Collection[int]) -> set[int]:
    """Delete entries; return the steps that they were of."""
    wanted, steps = sorted(entries), set[int]()
    for first in range(0, len(wanted), _MANY):
        some = wanted[first : first + _MANY]
        steps |= set(connection.scalars(select(Entry.change_id).where(Entry.id.in_(some))))
        connection.execute(delete(Entry).where(Entry.id.in_(some)))
    return steps


def _delete_steps(connection: Connection, steps: Collection[int]) -> None:
    newest = connection.scalar(select(func.max(Change.id)))
    wanted = sorted(steps)
    for first in range(0, len(wanted), _MANY):
        empty = Change.id.in_(wanted[first : first + _MANY]) & ~exists().where(
            Entry.change_id == Change.id
        )
        # The newest stays, without its words: its number must not be given again.
        connection.execute(
            update(Change).where(empty, Change.id == newest).values(kind=NOTE, values={})
        )
        connection.execute(delete(Change).where(empty, Change.id != newest))
