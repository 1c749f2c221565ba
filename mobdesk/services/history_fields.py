"""The values of one step of the history: made with, before and after, deleted with.

Of people who are kept for checks only, no value is told.

An inserted record keeps no image of its own: what it was made with is the image before its next
change, or what its row holds now. A long step tells its first records and how many more there are,
so that an import of 50,000 people costs no more than one of fifty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from mobdesk.domain.rate_sheet_files import parse
from mobdesk.domain.rate_sheet_numbers import compare
from mobdesk.models import schema
from mobdesk.models.images import pack, unpack
from mobdesk.models.journal import Entry
from mobdesk.models.mobilities import SUMMARIES, Member
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.rate_sheets import RateSheet

#: Records of one step whose values are told.
MOST = 30

_MARKS = frozenset({
    "id", "uid", "rev", "origin", "search_key", "sort_key", "name_key",
    "created_at", "created_by", "updated_at", "updated_by", *SUMMARIES,
})  # fmt: skip

Kind = Literal["made", "changed", "deleted", "more"]
Image = dict[str, Any]


class FieldChange(NamedTuple):
    """One value before and after; None stands for nothing.

    A value that points at a person, an organisation or a project is told by its name of today.
    ``more``: so many further records (``after``) of the table were made or deleted.
    """

    table: str
    record_id: int
    field: str
    before: Any
    after: Any
    kind: Kind = "changed"


@dataclass
class _Step:
    session: Session
    told: list[FieldChange] = field(default_factory=list)
    records: int = 0
    more: dict[str, int] = field(default_factory=dict)

    def add(self, table: str, record: int, before: Image, after: Image, kind: Kind) -> None:
        """Tell a record, or count it where enough were told."""
        if self.records >= MOST:
            self.count(table, 1)
            return
        self.records += 1
        self.told += [
            FieldChange(table, record, name, before.get(name), after.get(name), kind)
            for name in (before or after)
            if name not in _MARKS and _value(before, name) != _value(after, name)
        ]

    def count(self, table: str, records: int) -> None:
        """Only count."""
        if records:
            self.more[table] = self.more.get(table, 0) + records


def _value(image: Image, name: str) -> Any:
    """The value; who is not kept for checks only is as somebody of whom nothing is said."""
    return image.get(name) or None if name == "restricted" else image.get(name)


def of_step(session: Session, change_id: int) -> list[FieldChange]:
    """Every value that a step changed, record by record; see ``MOST``."""
    step = _Step(session)
    wanted = select(Entry.id, Entry.record_table, Entry.first_id, Entry.last_id, Entry.after_hash)
    entries = session.execute(wanted.where(Entry.change_id == change_id).order_by(Entry.id)).all()
    for entry in entries:
        if entry.after_hash in ("run", "taken") or entry.first_id != entry.last_id:
            _tell_run(step, entry)
        elif step.records >= MOST:
            step.count(entry.record_table, 1)
        elif not _is_restricted(session, entry.record_table, entry.first_id):
            _tell_one(step, entry)
    told = _named(session, [one for change in step.told for one in _sheet_numbers(change)])
    return told + [
        FieldChange(table, 0, "", None, count, "more") for table, count in step.more.items()
    ]


def _tell_one(step: _Step, entry: Any) -> None:
    table, record = entry.record_table, entry.first_id
    found = step.session.execute(
        select(Entry.before, Entry.after).where(Entry.id == entry.id)
    ).one()
    before = unpack(found.before) if found.before else {}
    after = unpack(found.after) if found.after else {}
    if before and after:
        step.add(table, record, before, after, "changed")
    elif before:
        step.add(table, record, before, {}, "deleted")
    else:
        made = after or _made_with(step.session, table, record, entry.id)
        step.add(table, record, {}, made, "made")


def _tell_run(step: _Step, entry: Any) -> None:
    """A run of inserted records: the first are told, a run that was taken back is counted."""
    total = entry.last_id - entry.first_id + 1
    shown = 0
    if entry.after_hash == "run":
        shown = max(0, min(total, MOST - step.records))
        for record in range(entry.first_id, entry.first_id + shown):
            if _is_restricted(step.session, entry.record_table, record):
                continue
            made = _made_with(step.session, entry.record_table, record, entry.id)
            step.add(entry.record_table, record, {}, made, "made")
    step.count(entry.record_table, total - shown)


def _is_restricted(session: Session, table: str, record: int) -> bool:
    if table != Person.__tablename__:
        return False
    return bool(session.scalar(select(Person.restricted).where(Person.id == record)))


def _made_with(session: Session, table: str, record: int, entry_id: int) -> Image:
    """The first content of a record: the image before its next change, else its row of now."""
    before = session.scalar(
        select(Entry.before).where(
            Entry.record_table == table, Entry.first_id == record, Entry.last_id == record,
            Entry.id > entry_id, Entry.before.is_not(None),
        ).order_by(Entry.id).limit(1)
    )  # fmt: skip
    if before:
        found: Image = unpack(before)
        return found if "rows" not in found else {}
    mapped = schema.metadata.tables[table]
    row = session.execute(select(mapped).where(mapped.c.id == record)).mappings().first()
    plain: Image = unpack(pack(dict(row))) if row is not None else {}
    return {name: value for name, value in plain.items() if value is not None}


def _sheet_numbers(change: FieldChange) -> Iterable[FieldChange]:
    """A changed rate sheet tells its numbers, not its text; its other columns tell themselves."""
    if (change.table, change.field, change.kind) != (RateSheet.__tablename__, "body", "changed"):
        return (change,)
    columns = schema.metadata.tables[change.table].c
    return [
        change._replace(field=one.path, before=one.before, after=one.after)
        for one in compare(parse(change.before), parse(change.after))
        if one.path not in columns
    ]


# Names of what a value points at


def _named(session: Session, changes: Sequence[FieldChange]) -> list[FieldChange]:
    """Numbers of other records become their names; those that no name tells are left out."""
    wanted: dict[str, set[int]] = {}
    for change in changes:
        target = _target(change)
        if target:
            wanted.setdefault(target, set()).update(_numbers(change.before, change.after))
    names = {target: _names(session, target, ids) for target, ids in wanted.items()}
    told = []
    for change in changes:
        target = _target(change)
        if target is None:
            told.append(change)
        elif target in _NAMES:
            before, after = (names[target].get(v, v) for v in (change.before, change.after))
            told.append(change._replace(before=before, after=after))
    return told


def _target(change: FieldChange) -> str | None:
    """The table that a field points into."""
    column = schema.metadata.tables[change.table].c.get(change.field)
    if column is None:
        return None
    return next((key.column.table.name for key in column.foreign_keys), None)


def _numbers(*values: Any) -> Iterable[int]:
    return (value for value in values if isinstance(value, int))


_NAMES = {
    "people": (Person.__table__, Person.first_name + literal(" ") + Person.last_name),
    "organisations": (Organisation.__table__, Organisation.name),
    "projects": (Project.__table__, Project.code),
    "members": (
        Member.__table__.join(Person.__table__, Person.id == Member.person_id),
        Person.first_name + literal(" ") + Person.last_name,
    ),
}


def _names(session: Session, target: str, ids: set[int]) -> dict[Any, str]:
    if target not in _NAMES or not ids:
        return {}
    source, name = _NAMES[target]
    key = (Member.__table__ if target == "members" else source).c.id
    found = session.execute(select(key, name).select_from(source).where(key.in_(ids)))
    return {number: words for number, words in found}  # noqa: C416
