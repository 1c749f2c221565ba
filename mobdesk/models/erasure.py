"""Erasing people from one database: the live one, or the copy inside a backup.

What counts stays without a name: places of a mobility, sums. What tells about the person goes:
the row, needs, papers, files, history. Texts that name the person lose the name. Not undoable; the
caller makes free pages go (VACUUM) and deletes the files that are named in the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import JSON, Connection, String, Table, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from mobdesk.domain.mobilities import Part
from mobdesk.models import schema, summaries
from mobdesk.models.base import Base
from mobdesk.models.bm import LEAD_FIELDS, BmTick
from mobdesk.models.documents import Attachment, Paper, PaperOriginal
from mobdesk.models.erasure_history import clean_history, images_of_people
from mobdesk.models.mobilities import SUMMARIES, Member, Mobility, Subgroup
from mobdesk.models.organisations import Contact
from mobdesk.models.people import AccessEntry, Person
from mobdesk.models.projects import Project
from mobdesk.models.redaction import Redactor, redactor
from mobdesk.models.reports import SentPackage
from mobdesk.models.workspace import Erasure

assert schema.SUBJECTS  # every table is known before the loops below

_MANY = 500

# Columns of a member that tell about the person and not about the place.
_OF_THE_PERSON = (
    "person_id", "age", "gender", "fewer_opportunities", "ended_reason", "ended_by",
    "agreement_signed_on", "bm_id", "bm_participant_id", "report_status", "travel_days_reason",
)  # fmt: skip

# Tables whose texts are facts of other people, of the log, or no free text.
_NOT_SEARCHED = frozenset(
    "accounts access_entries changes change_entries contacts erasures help_contacts organisations"
    " vaults".split()
)
_KEYS = frozenset({*SUMMARIES, "search_key", "sort_key", "name_key"})
_NAMES_OF_OTHERS = frozenset({"first_name", "last_name", "email", "phone", "next_of_kin"})
_LEAST_LENGTH = 60  # shorter columns hold codes, not sentences


@dataclass
class Subjects:
    """Who is erased from one database, and what is theirs there."""

    uids: frozenset[str]
    people: frozenset[int]
    redactor: Redactor
    members: frozenset[int] = frozenset()
    mobilities: frozenset[int] = frozenset()
    alone: frozenset[int] = frozenset()
    """Mobilities of nobody else."""
    ways: frozenset[int] = frozenset()
    """Their subgroups: why another place counts may tell of the person."""
    papers: frozenset[int] = frozenset()
    attachments: frozenset[int] = frozenset()
    originals: frozenset[int] = frozenset()
    led: frozenset[int] = frozenset()
    """Groups that they led: name and address of the lead are values of the group."""


@dataclass
class Erased:
    """What was done to one database; counts by kind, never a name of the person."""

    counts: dict[str, int] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    """Names of encrypted files that no row needs any more."""
    frozen: tuple[tuple[str, str, date | None], ...] = ()
    """Sent files that may hold the person: name, project, sent on."""
    on_paper: int = 0
    """Papers of theirs that a binder may still hold."""
    also_contact: int = 0
    also_next_of_kin: int = 0

    def add(self, kind: str, n: int) -> None:
        """Count something."""
        if n:
            self.counts[kind] = self.counts.get(kind, 0) + n


def erase(connection: Connection, uids: Iterable[str], on: date) -> Erased:
    """Erase people by uid inside the caller's transaction, and write the ledger.

    Somebody who is not there (any more) is only written into the ledger and looked for in the
    history.
    """
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    done = Erased()
    who = _subjects(connection, frozenset(uids))
    if who.people:
        done.frozen = _frozen(connection, who)
        done.files = _delete_files(connection, who, done)
        _delete_originals(connection, who, done)
        _delete_of_members(connection, who, done)
        _let_go(connection, who, done)
    if who.redactor:
        done.add("texts", _clean_texts(connection, who.redactor))
        done.also_contact = _named_in(connection, Contact.__table__, "name", who.redactor)
        done.also_next_of_kin = _named_in(connection, Person.__table__, "next_of_kin", who.redactor)
        done.add("history", clean_history(connection, who))
    summaries.refresh(connection, (), who.mobilities)
    _write_ledger(connection, who.uids, on)
    return done


def _subjects(connection: Connection, uids: frozenset[str]) -> Subjects:
    rows = [
        dict(row)
        for row in connection.execute(
            select(Person.__table__).where(Person.uid.in_(uids))
        ).mappings()
    ]
    images = images_of_people(connection, uids, frozenset(r["id"] for r in rows))
    # Ids of deleted rows are given again by SQLite: only rows that are there lend theirs.
    people = frozenset(row["id"] for row in rows)
    who = Subjects(uids, people, redactor((*rows, *images)))
    found = connection.execute(
        select(Member.id, Member.mobility_id, Member.part).where(Member.person_id.in_(people))
    ).all()
    who.members = frozenset(row.id for row in found)
    who.mobilities = frozenset(row.mobility_id for row in found)
    who.led = frozenset(row.mobility_id for row in found if row.part == Part.LEAD)
    others = connection.scalars(
        select(Member.mobility_id).where(
            Member.mobility_id.in_(who.mobilities), Member.id.not_in(who.members)
        )
    )
    who.alone = who.mobilities - frozenset(others)
    who.ways = frozenset(
        connection.scalars(select(Subgroup.id).where(Subgroup.mobility_id.in_(who.alone)))
    )
    who.papers = frozenset(
        connection.scalars(select(Paper.id).where(Paper.member_id.in_(who.members)))
    )
    return who


def _frozen(connection: Connection, who: Subjects) -> tuple[tuple[str, str, date | None], ...]:
    wanted = (
        select(SentPackage.name, Project.code, SentPackage.sent_on)
        .join(Project, Project.id == SentPackage.project_id)
        .join(Mobility, Mobility.project_id == Project.id)
        .where(Mobility.id.in_(who.mobilities))
        .distinct()
        .order_by(SentPackage.name)
    )
    return tuple((name, code, sent) for name, code, sent in connection.execute(wanted))


def _delete_files(connection: Connection, who: Subjects, done: Erased) -> tuple[str, ...]:
    """Files of the person, of their papers, of mobilities of nobody else, or named after them."""
    theirs = or_(
        (Attachment.record_table == "people") & Attachment.record_id.in_(who.people),
        (Attachment.record_table == "mobilities") & Attachment.record_id.in_(who.alone),
        Attachment.paper_id.in_(who.papers),
    )
    rows = connection.execute(
        select(Attachment.id, Attachment.storage, Attachment.title, theirs.label("theirs"))
    )
    gone = [row for row in rows if row.theirs or who.redactor.names(row.title)]
    who.attachments = frozenset(row.id for row in gone)
    _delete(connection, Attachment.__table__, "id", who.attachments)
    done.add("attachments", len(gone))
    return tuple(row.storage for row in gone)


def _delete_originals(connection: Connection, who: Subjects, done: Erased) -> None:
    """Notes of papers of the person and of mobilities of nobody else; others lose the name."""
    theirs = or_(
        (PaperOriginal.record_table == "people") & PaperOriginal.record_id.in_(who.people),
        (PaperOriginal.record_table == "mobilities") & PaperOriginal.record_id.in_(who.alone),
    )
    who.originals = frozenset(connection.scalars(select(PaperOriginal.id).where(theirs)))
    done.add("paper_originals", _delete(connection, PaperOriginal.__table__, "id", who.originals))
    placed = Paper.member_id.in_(who.members) & Paper.place.is_not(None)
    filed = connection.scalar(select(func.count(Paper.id)).where(placed)) or 0
    done.on_paper = len(who.originals) + filed


def _delete_of_members(connection: Connection, who: Subjects, done: Erased) -> None:
    table = Paper.__table__
    done.add("papers", _delete(connection, table, "member_id", who.members))
    _delete(connection, BmTick.__table__, "member_id", who.members)
    of_lead = BmTick.mobility_id.in_(who.led) & BmTick.field.in_(LEAD_FIELDS)
    connection.execute(delete(BmTick).where(of_lead))
    connection.execute(
        update(Member)
        .where(Member.id.in_(who.members))
        .values({**dict.fromkeys(_OF_THE_PERSON), "rev": Member.rev + 1})
    )
    done.add("places", len(who.members))
    connection.execute(
        update(Mobility)
        .where(Mobility.id.in_(who.alone))
        .values(note=None, stage_reason=None, rev=Mobility.rev + 1)
    )
    connection.execute(
        update(Subgroup)
        .where(Subgroup.id.in_(who.ways))
        .values(distance_reason=None, rev=Subgroup.rev + 1)
    )


def _let_go(connection: Connection, who: Subjects, done: Erased) -> None:
    """Every other row that points at the person is let go of, or deleted where it cannot be."""
    connection.execute(
        update(AccessEntry)
        .where(AccessEntry.person_id.in_(who.people))
        .values(person_id=None, why=None)
    )
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column is not Person.__table__.c.id:
                continue
            column = key.parent
            if column.nullable:
                values: dict[str, Any] = {column.name: None}
                if "rev" in table.c:
                    values["rev"] = table.c.rev + 1
                connection.execute(update(table).where(column.in_(who.people)).values(values))
            else:
                done.add(table.name, _delete(connection, table, column.name, who.people))
    done.add("people", _delete(connection, Person.__table__, "id", who.people))


def _delete(connection: Connection, table: Any, column: str, ids: Iterable[int]) -> int:
    wanted, gone = sorted(ids), 0
    for first in range(0, len(wanted), _MANY):
        some = wanted[first : first + _MANY]
        gone += connection.execute(delete(table).where(table.c[column].in_(some))).rowcount
    return gone


# Free text


def _text_columns(table: Table) -> list[str]:
    found = []
    for column in table.columns:
        kind = getattr(column.type, "impl", column.type)
        length = getattr(column.type, "length", None) or getattr(kind, "length", None)
        is_text = isinstance(kind, String) and (length is None or length >= _LEAST_LENGTH)
        skipped = column.name in _KEYS or (
            table.name == Person.__tablename__ and column.name in _NAMES_OF_OTHERS
        )
        if (is_text or isinstance(kind, JSON)) and not skipped:
            found.append(column.name)
    return found


def _clean_texts(connection: Connection, find: Redactor) -> int:
    """Take the people out of all free texts; search keys and summaries follow."""
    cleaned = 0
    changed: list[tuple[str, int, int]] = []
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        for mapper in Base.registry.mappers:
            table: Any = mapper.local_table
            columns = _text_columns(table)
            if table.name in _NOT_SEARCHED or not columns:
                continue
            for key in _rows_that_name(connection, table, columns, find):
                record: Any = session.get(mapper.class_, key)
                for name in columns:
                    value = getattr(record, name)
                    if value is not None and (clean := find.clean_json(value)) != value:
                        setattr(record, name, clean)
                        cleaned += 1
                if isinstance(key, int):
                    changed.append((table.name, key, key))
        session.commit()
    summaries.refresh(connection, changed)
    return cleaned


def _rows_that_name(
    connection: Connection, table: Table, columns: Sequence[str], find: Redactor
) -> list[Any]:
    key = next(iter(table.primary_key.columns))
    texts = [table.c[name] for name in columns]
    wanted = select(key, *texts).where(or_(*(t.is_not(None) for t in texts)))
    return [
        row[0]
        for row in connection.execute(wanted)
        if any(v is not None and find.clean_json(v) != v for v in row[1:])
    ]


def _named_in(connection: Connection, table: Any, column: str, find: Redactor) -> int:
    texts = connection.scalars(select(table.c[column]).where(table.c[column].is_not(None)))
    return sum(find.names(text) for text in texts)


# Ledger


def _write_ledger(connection: Connection, uids: Iterable[str], on: date) -> None:
    known = set(connection.scalars(select(Erasure.uid)))
    new = [{"uid": uid, "on": on} for uid in sorted(uids) if uid not in known]
    if new:
        connection.execute(insert(Erasure), new)


def ledger(connection: Connection) -> dict[str, date]:
    """Everybody who was erased, by uid, with the day."""
    return {row.uid: row.on for row in connection.execute(select(Erasure.uid, Erasure.on))}
