"""Erasing people for good: from the live file, its history, its files, and every copy in reach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain import people as rules
from mobdesk.domain.fold import fold
from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.models import attachments, backups, database, erasure
from mobdesk.models.accounts import Account
from mobdesk.models.documents import Attachment, Paper, PaperOriginal
from mobdesk.models.erasure import Erased
from mobdesk.models.grants import GrantLine
from mobdesk.models.journal import NOTE, write_change
from mobdesk.models.mobilities import Member
from mobdesk.models.people import Need, Person
from mobdesk.models.store import Store
from mobdesk.services import backup_places as places
from mobdesk.services import backup_upkeep as upkeep
from mobdesk.services import retention
from mobdesk.services.access import reads, writes
from mobdesk.services.backup_places import CopyAway


class Plan(NamedTuple):
    """What erasing a person would do; ``concerns`` are codes (``word`` ``concern.*``)."""

    person_id: int
    name: str
    mobilities: int
    papers: int
    attachments: int
    originals: int
    grant_lines: int
    needs: int
    keep_until: date | None
    concerns: tuple[str, ...]


class FrozenCopy(NamedTuple):
    """Files that were sent and may name the person; they go with their project's date."""

    name: str
    project: str
    sent_on: date | None
    kept_until: date | None


class Protocol(NamedTuple):
    """What was done, without any name: to be shown and printed once.

    ``counts`` by kind (``word`` ``erased.*``); ``copies_cleaned`` backups were rewritten;
    ``copies_away`` must be destroyed or brought; ``copies_failed`` could not be opened.
    ``look_at``: other places where a person has to look (``word`` ``look_at.*`` with a count).
    """

    people: int
    at: datetime
    counts: dict[str, int]
    frozen: tuple[FrozenCopy, ...]
    copies_cleaned: int
    copies_failed: tuple[str, ...]
    copies_away: tuple[CopyAway, ...]
    look_at: dict[str, int]


class Named(NamedTuple):
    """Somebody whom words may mean; ``name`` as lists show it."""

    id: int
    name: str
    birth_date: date | None


@reads(Area.ERASURE)
def named(store: Store, actor: Actor, words: str) -> tuple[list[Named], list[Named]]:
    """Who is named whole by ``words``, and who is near: their words are in it.

    Whole is a number, a uid, a name in either order, an e-mail address or a person code. People
    kept for checks only are found as well.
    """
    asked = fold(words.replace(",", " "))
    columns = (
        Person.id, Person.first_name, Person.last_name, Person.birth_date,
        Person.uid, Person.email, Person.person_code,
    )  # fmt: skip
    whole, near = [], []
    with store.read() as s:
        everybody = s.execute(select(*columns).order_by(Person.sort_key, Person.id)).all()
    for p in everybody:
        name = rules.display_name(p.first_name, p.last_name)
        orders = (f"{p.first_name} {p.last_name}", f"{p.last_name} {p.first_name}")
        signs = {fold(t.replace(",", " ")) for t in (*orders, p.uid, p.email or "")}
        signs |= {str(p.id), fold(p.person_code or "")}
        row = Named(p.id, name, p.birth_date)
        if asked and asked in signs:
            whole.append(row)
        elif asked and all(word in fold(" ".join(signs)) for word in asked.split()):
            near.append(row)
    return whole, near


@reads(Area.ERASURE)
def plan(store: Store, actor: Actor, ids: Sequence[int], *, today: date) -> list[Plan]:
    """Say before what erasing would do. Raises ``Refused("record_missing")``."""
    kept = {row.person_id: row for row in retention.of_people(store, actor, ids, today=today)}
    with store.read() as s:
        return [_plan(s, person_id, kept[person_id]) for person_id in ids]


def _plan(s: Session, person_id: int, kept: retention.PersonRow) -> Plan:
    members = s.execute(
        select(Member.id, Member.mobility_id).where(Member.person_id == person_id)
    ).all()
    numbers = [row.id for row in members]
    papers = s.scalars(select(Paper.id).where(Paper.member_id.in_(numbers))).all()
    of_person = (Attachment.record_table == "people") & (Attachment.record_id == person_id)
    files = s.scalars(select(Attachment.id).where(of_person | Attachment.paper_id.in_(papers)))
    noted = select(PaperOriginal.id).filter_by(record_table="people", record_id=person_id)
    originals = s.scalars(noted).all()
    grants = s.scalars(select(GrantLine.id).where(GrantLine.member_id.in_(numbers)))
    needs = s.scalars(select(Need.id).where(Need.person_id == person_id))
    concerns = [f"keeping_{kept.keeping.value}"] if kept.keeping.value != "due" else []
    if _account_of(s, person_id) is not None:
        concerns.append("has_account")
    return Plan(
        person_id, kept.name, len({row.mobility_id for row in members}), len(papers),
        len(files.all()), len(originals), len(grants.all()), len(needs.all()), kept.keep_until,
        tuple(concerns),
    )  # fmt: skip


def _account_of(s: Session, person_id: int) -> str | None:
    return s.scalar(
        select(Account.nickname).where(Account.person_id == person_id, Account.active).limit(1)
    )


@writes(Area.ERASURE)
def erase(
    store: Store,
    actor: Actor,
    ids: Sequence[int],
    *,
    now: datetime,
    progress: Progress | None = None,
) -> Protocol:
    """Erase people from everything within reach. Not undoable.

    Ended early, the rest is done by the next automatic backup: the ledger knows. Raises
    ``Refused``: ``record_missing``, ``person_has_account`` (remove the account first),
    ``database_damaged`` (nothing is erased by halves).
    """
    progress = progress or Progress()
    uids = _uids(store, ids)
    before = _copies(store)
    progress.step(0, 3, "database")
    _refuse_damaged(store)
    done = _erase_live(store, actor, uids, upkeep.today(now))
    progress.step(1, 3, "backups")
    failed = upkeep.bring_up_to_date(store, now)
    progress.step(2, 3, "attachments")
    upkeep.collect_attachments(store)
    return _protocol(store, done, len(uids), before, failed, now)


def _uids(store: Store, ids: Sequence[int]) -> list[str]:
    with store.read() as s:
        found = []
        for person_id in ids:
            person = s.get(Person, person_id)
            if person is None:
                raise Refused("record_missing")
            nickname = _account_of(s, person_id)
            if nickname is not None:
                raise Refused("person_has_account", nickname=nickname)
            found.append(person.uid)
        return found


def _refuse_damaged(store: Store) -> None:
    """Rewriting the file (VACUUM) meets every page, when the rows are already gone."""
    raw = database.connect(store.path, store.keys.file_key, read_only=True)
    try:
        if database.check(raw):
            raise Refused("database_damaged")
    finally:
        raw.close()


def _copies(store: Store) -> int:
    known = places.known_keys(store)
    found = sum(len(backups.containers(place, known)) for place in places.reachable(store))
    return found + len(places.single_files(store))


def _erase_live(store: Store, actor: Actor, uids: Sequence[str], on: date) -> Erased:
    with store.exclusive() as raw:
        with database.engine(lambda: raw, "BEGIN IMMEDIATE").begin() as connection:
            done = erasure.erase(connection, uids, on)
            write_change(connection, actor, "people_erased", {"n": len(uids)}, NOTE)
        # Deleted rows were overwritten (secure_delete); this takes what slack pages still hold.
        raw.execute("VACUUM")
    return done


def _protocol(
    store: Store, done: Erased, people: int, copies: int, failed: list[str], now: datetime
) -> Protocol:
    duty = retention.proof_ends(store)
    frozen = tuple(FrozenCopy(name, code, sent, duty.get(code)) for name, code, sent in done.frozen)
    look_at = {
        "contacts": done.also_contact,
        "next_of_kin": done.also_next_of_kin,
        "on_paper": done.on_paper,
        "attachments": _left_files(store, done),
    }
    return Protocol(
        people, now, done.counts, frozen, copies - len(failed), tuple(failed),
        tuple(places.away(store)), {code: n for code, n in look_at.items() if n},
    )  # fmt: skip


def _left_files(store: Store, done: Erased) -> int:
    """Files that could not be deleted, because a copy that does not open may need them."""
    there = {file.storage for file in attachments.stored(store.folder)}
    return sum(name in there for name in done.files)
