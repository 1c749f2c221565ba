"""Erasing people from the history: images of their records go, other images lose the name."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, or_, select, update

from mobdesk.models.bm import LEAD_FIELDS
from mobdesk.models.images import pack, unpack
from mobdesk.models.journal import NOTE, Change, Entry
from mobdesk.models.redaction import GAP

if TYPE_CHECKING:
    from mobdesk.models.erasure import Subjects


# Their titles may tell of the person without any name, and labels of steps repeat them.
_TITLED = ("attachments", "paper_originals")


def images_of_people(
    connection: Connection, uids: frozenset[str], known: frozenset[int]
) -> list[dict[str, Any]]:
    """All images of the people in the history: former names, or someone deleted meanwhile."""
    entries = select(Entry.first_id, Entry.before, Entry.after).where(
        Entry.record_table == "people"
    )
    if len(known) == len(uids):
        entries = entries.where(Entry.first_id == Entry.last_id, Entry.first_id.in_(known))
    found = []
    for _first, *images in connection.execute(entries):
        for image in images:
            if image is not None:
                found += [row for row in _rows(unpack(image)) if row.get("uid") in uids]
    return found


def _rows(image: Any) -> list[dict[str, Any]]:
    """The records of an image, which is one record or a run of them."""
    if set(image) == {"columns", "rows"}:
        return [dict(zip(image["columns"], row, strict=True)) for row in image["rows"]]
    return [image]


def clean_history(connection: Connection, who: Subjects) -> int:
    """Delete entries of the people's records, clean all others; return how many were touched."""
    titled = _steps_with_titles(connection, who)
    _end_undo(connection, who)
    touched = _delete_entries(connection, who)
    for row in connection.execute(
        select(Entry.id, Entry.record_table, Entry.before, Entry.after).where(
            or_(Entry.before.is_not(None), Entry.after.is_not(None))
        )
    ).all():
        touched += _clean_entry(connection, who, row)
    for row in connection.execute(select(Change.id, Change.values)).all():
        clean = who.redactor.clean_json(row.values)
        if row.id in titled and "title" in clean:
            clean = {**clean, "title": GAP}
        if clean != row.values:
            connection.execute(update(Change).where(Change.id == row.id).values(values=clean))
            touched += 1
    return touched


def _steps_with_titles(connection: Connection, who: Subjects) -> set[int]:
    """Steps whose label may tell the title of a file or paper of theirs, there or removed.

    A number that was given again takes the title of another file out of a label as well.
    """
    steps: set[int] = set()
    for table, ids in (("attachments", who.attachments), ("paper_originals", who.originals)):
        entries = connection.execute(
            select(Entry.change_id, Entry.first_id, Entry.before, Entry.after).where(
                Entry.record_table == table
            )
        ).all()
        images = [(e.first_id, i) for e in entries for i in (e.before, e.after) if i is not None]
        theirs = ids | {n for n, image in images if _is_theirs(who, table, unpack(image))}
        steps.update(entry.change_id for entry in entries if entry.first_id in theirs)
    return steps


def _records(who: Subjects) -> Iterator[tuple[str, list[int]]]:
    """Tables and the numbers of the records that go, in order."""
    for table, ids in (
        ("people", who.people),
        ("members", who.members),
        ("papers", who.papers),
        ("attachments", who.attachments),
        ("paper_originals", who.originals),
        ("mobilities", who.alone),
        ("subgroups", who.ways),
    ):
        if ids:
            yield table, sorted(ids)


def _end_undo(connection: Connection, who: Subjects) -> None:
    """Steps that touched a record of theirs cannot be taken back whole any more: they are notes."""
    steps: set[int] = set()
    for table, ids in _records(who):
        entries = connection.execute(
            select(Entry.change_id, Entry.first_id, Entry.last_id).where(
                Entry.record_table == table
            )
        )
        steps.update(e.change_id for e in entries if _any_between(ids, e.first_id, e.last_id))
    wanted = sorted(steps)
    for first in range(0, len(wanted), 500):
        some = wanted[first : first + 500]
        theirs = or_(Change.id.in_(some), Change.latest_id.in_(some))
        connection.execute(update(Change).where(Change.kind == "do", theirs).values(kind=NOTE))


def _any_between(ids: list[int], first: int, last: int) -> bool:
    """Whether one of the ordered ``ids`` lies in the run."""
    place = bisect_left(ids, first)
    return place < len(ids) and ids[place] <= last


def _delete_entries(connection: Connection, who: Subjects) -> int:
    gone = 0
    for table, ids in _records(who):
        for first in range(0, len(ids), 500):
            gone += connection.execute(
                delete(Entry).where(
                    Entry.record_table == table,
                    Entry.first_id == Entry.last_id,
                    Entry.first_id.in_(ids[first : first + 500]),
                )
            ).rowcount
    return gone


def _clean_entry(connection: Connection, who: Subjects, entry: Any) -> int:
    images = [None if i is None else unpack(i) for i in (entry.before, entry.after)]
    cleaned = [None if i is None else _clean_image(who, entry.record_table, i) for i in images]
    if cleaned == images:
        return 0
    if all(image is None for image in cleaned):
        connection.execute(delete(Entry).where(Entry.id == entry.id))
    else:
        before, after = (None if i is None else pack(i) for i in cleaned)
        connection.execute(
            update(Entry).where(Entry.id == entry.id).values(before=before, after=after)
        )
    return 1


def _clean_image(who: Subjects, table: str, image: Any) -> Any:
    """The image without the people; None when it was a record of theirs."""
    if set(image) == {"columns", "rows"}:
        columns = image["columns"]
        kept = [
            row
            for row in image["rows"]
            if not _is_theirs(who, table, dict(zip(columns, row, strict=True)))
        ]
        return {"columns": columns, "rows": who.redactor.clean_json(kept)}
    if _is_theirs(who, table, image):
        return None
    return who.redactor.clean_json(image)


def _is_theirs(who: Subjects, table: str, record: dict[str, Any]) -> bool:
    """Whether a record of the history, which may be deleted by now, was about the people."""
    if table == "people":
        return record.get("uid") in who.uids
    if table == "members":
        return record.get("person_id") in who.people
    if table == "subgroups":
        return record.get("mobility_id") in who.alone
    if table == "papers":
        return record.get("member_id") in who.members
    if table == "bm_ticks":
        of_lead = record.get("mobility_id") in who.led and record.get("field") in LEAD_FIELDS
        return of_lead or record.get("member_id") in who.members
    if table in _TITLED:
        of_person = record.get("record_table") == "people" and record["record_id"] in who.people
        of_trip = record.get("record_table") == "mobilities" and record["record_id"] in who.alone
        return of_person or of_trip or (table == "attachments" and _is_named_file(who, record))
    return False


def _is_named_file(who: Subjects, record: dict[str, Any]) -> bool:
    return who.redactor.names(record.get("title") or "") or record.get("paper_id") in who.papers
