"""Paper originals of any record: what is on paper only, and in which binder and place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from mobdesk.domain import documents as rules
from mobdesk.domain.done import Done
from mobdesk.domain.roles import Actor, Area
from mobdesk.models.documents import PaperOriginal
from mobdesk.models.store import Label, Store
from mobdesk.services.access import reads, writes
from mobdesk.services.attachments import RECORDS, check_record
from mobdesk.services.records import load, refuse_if, set_values

FIELDS = ("title", "place", "dated", "sensitivity")


class OriginalRow(NamedTuple):
    """One paper original of a record; ``dated`` is the date written on it."""

    id: int
    rev: int
    title: str
    place: str
    dated: date | None
    sensitivity: str


@reads(Area.OWN_MOBILITIES)
def of_record(store: Store, actor: Actor, table: str, record_id: int) -> list[OriginalRow]:
    """Return the paper originals of one record, oldest note first."""
    columns = [getattr(PaperOriginal, name) for name in OriginalRow._fields]
    wanted = select(*columns).filter_by(record_table=table, record_id=record_id)
    with store.read() as s:
        check_record(s, actor, table, record_id)
        return [OriginalRow(*row) for row in s.execute(wanted.order_by(PaperOriginal.id))]


@reads(Area.OWN_MOBILITIES)
def get(store: Store, actor: Actor, original_id: int) -> OriginalRow:
    """Return one paper original. Raises ``Refused("record_missing")``."""
    with store.read() as s:
        record = load(s, PaperOriginal, original_id)
        check_record(s, actor, record.record_table, record.record_id)
        return OriginalRow(*(getattr(record, name) for name in OriginalRow._fields))


@writes(Area.OWN_MOBILITIES)
def note(store: Store, actor: Actor, table: str, record_id: int, values: Mapping[str, Any]) -> Done:
    """Note on a record where a paper is; ``values`` by ``FIELDS``.

    Raises ``Invalid``, ``Refused("record_missing")``.
    """
    values = {"sensitivity": "normal", **values}
    refuse_if(rules.validate_original(values))
    with store.write(Label("original_noted", {"title": values["title"]}), actor) as s:
        check_record(s, actor, table, record_id)
        load(s, RECORDS[table], record_id)
        record = PaperOriginal(record_table=table, record_id=record_id)
        set_values(record, values, FIELDS)
        s.add(record)
        return s.done(record_id)


@writes(Area.OWN_MOBILITIES)
def change(
    store: Store, actor: Actor, original_id: int, rev: int, values: Mapping[str, Any]
) -> Done:
    """Set the named values of one paper original. Raises ``Invalid``, ``Stale``."""
    with store.write(Label("original_changed"), actor) as s:
        record = load(s, PaperOriginal, original_id, rev)
        check_record(s, actor, record.record_table, record.record_id)
        refuse_if(rules.validate_original({**{n: getattr(record, n) for n in FIELDS}, **values}))
        set_values(record, values, FIELDS)
        s.label_values["title"] = record.title
        return s.done(record.record_id)


@writes(Area.OWN_MOBILITIES)
def remove(store: Store, actor: Actor, original_id: int) -> Done:
    """Take the note off its record; Undo brings it back. The paper stays where it is."""
    with store.write(Label("original_removed"), actor) as s:
        record = load(s, PaperOriginal, original_id)
        check_record(s, actor, record.record_table, record.record_id)
        s.label_values["title"] = record.title
        s.delete(record)
        return s.done(record.record_id)
