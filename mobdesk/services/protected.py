"""Protected data of a person: bank account and needs. Every opening is logged with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain.done import Done
from mobdesk.domain.fold import tidy
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Invalid, Problem
from mobdesk.models.accounts import Account
from mobdesk.models.base import instant_text
from mobdesk.models.people import AccessEntry, Need, Person
from mobdesk.models.protected import protect, reveal
from mobdesk.models.rekeying import BANK, NEED
from mobdesk.models.store import Label, Store
from mobdesk.services.access import reads, writes
from mobdesk.services.records import load

_LONGEST_BANK = 60
_LONGEST_NEED = 4000


class NeedRow(NamedTuple):
    """One need, opened."""

    id: int
    rev: int
    text: str
    erase_on: date


class AccessRow(NamedTuple):
    """Who opened whose protected data, when and why."""

    id: int
    at: datetime
    nickname: str
    person_id: int | None
    person: str
    action: str
    why: str | None


class Held(NamedTuple):
    """Whether there is anything protected about a person; tells no content, needs no reason."""

    bank_account: bool
    needs: int


@reads(Area.PROTECTED)
def held(store: Store, actor: Actor, person_id: int) -> Held:
    """Return what is kept about a person without opening it."""
    with store.read() as s:
        person = load(s, Person, person_id)
        needs = s.scalars(select(Need.id).where(Need.person_id == person_id)).all()
        return Held(person.bank_account is not None, len(needs))


@writes(Area.PROTECTED)
def bank_account(store: Store, actor: Actor, person_id: int, *, why: str, now: datetime) -> str:
    """Open the bank account of a person; logged first. Empty when there is none.

    Raises ``Invalid`` without a reason, ``Refused``: ``protected_closed``, ``protected_damaged``.
    """
    _log(store, actor, person_id, "bank_account_opened", why, now)
    with store.read() as s:
        person = load(s, Person, person_id)
        if person.bank_account is None:
            return ""
        return reveal(store.keys, BANK, person.uid, person.bank_account)


@writes(Area.PROTECTED)
def bank_accounts(
    store: Store, actor: Actor, person_ids: Sequence[int], *, why: str, now: datetime
) -> dict[int, str]:
    """Open the bank accounts of those who are to be paid; one entry each, logged first.

    Empty texts where none is kept. Raises as ``bank_account``.
    """
    reason = tidy(why)
    if not reason:
        raise Invalid([Problem("why", "reason_needed")])
    with store.quietly() as s:
        for person_id in person_ids:
            load(s, Person, person_id)
            _entry(s, actor, person_id, "payment_order_made", reason, now)
    with store.read() as s:
        found = {n: load(s, Person, n) for n in person_ids}
        return {
            n: reveal(store.keys, BANK, p.uid, p.bank_account) if p.bank_account else ""
            for n, p in found.items()
        }


@writes(Area.PROTECTED)
def set_bank_account(store: Store, actor: Actor, person_id: int, text: str) -> Done:
    """Keep a bank account, sealed; an empty text removes it. Undo brings the old one back."""
    text = tidy(text)
    _refuse_long("bank_account", text, _LONGEST_BANK)
    with store.write(Label("bank_account_changed"), actor) as s:
        person = load(s, Person, person_id)
        person.bank_account = protect(store.keys, BANK, person.uid, text) if text else None
        s.label_values["name"] = f"{person.first_name} {person.last_name}".strip()
        return s.done(person_id)


@writes(Area.PROTECTED)
def needs(store: Store, actor: Actor, person_id: int, *, why: str, now: datetime) -> list[NeedRow]:
    """Open all needs of a person; logged first. Raises as ``bank_account``."""
    _log(store, actor, person_id, "needs_opened", why, now)
    wanted = select(Need).where(Need.person_id == person_id).order_by(Need.id)
    with store.read() as s:
        return [
            NeedRow(n.id, n.rev, reveal(store.keys, NEED, n.uid, n.sealed), n.erase_on)
            for n in s.scalars(wanted)
        ]


@writes(Area.PROTECTED)
def add_need(
    store: Store, actor: Actor, person_id: int, text: str, *, erase_on: date, now: datetime
) -> int:
    """Keep a need until ``erase_on``; in no history. Returns its id."""
    _check_need(text)
    with store.quietly() as s:
        load(s, Person, person_id)
        need = Need(person_id=person_id, sealed=b"", erase_on=erase_on)
        s.add(need)
        s.flush()
        need.sealed = protect(store.keys, NEED, need.uid, text)
        _entry(s, actor, person_id, "need_written", None, now)
        s.flush()
        return need.id


@writes(Area.PROTECTED)
def change_need(
    store: Store, actor: Actor, need_id: int, rev: int, text: str, *, erase_on: date, now: datetime
) -> None:
    """Write a need anew. Raises ``Stale``, ``Invalid``."""
    _check_need(text)
    with store.quietly() as s:
        need = load(s, Need, need_id, rev)
        need.sealed, need.erase_on = protect(store.keys, NEED, need.uid, text), erase_on
        _entry(s, actor, need.person_id, "need_written", None, now)


@writes(Area.PROTECTED)
def remove_need(store: Store, actor: Actor, need_id: int, *, now: datetime) -> None:
    """Destroy a need; not undoable."""
    with store.quietly() as s:
        need = load(s, Need, need_id)
        _entry(s, actor, need.person_id, "need_destroyed", None, now)
        s.delete(need)


@writes(Area.ERASURE)
def destroy_due_needs(store: Store, actor: Actor, today: date, *, now: datetime) -> int:
    """Destroy needs whose last day has passed; return how many."""
    with store.quietly() as s:
        due = s.scalars(select(Need).where(Need.erase_on < today)).all()
        for need in due:
            _entry(s, actor, need.person_id, "need_destroyed", None, now)
            s.delete(need)
        return len(due)


@writes(Area.ERASURE)
def log_check(store: Store, actor: Actor, person_id: int, *, why: str, now: datetime) -> None:
    """Write down that data which only a proof duty keeps are opened. ``Invalid`` without why."""
    _log(store, actor, person_id, "opened_for_check", why, now)


@reads(Area.PROTECTED)
def access_log(
    store: Store, actor: Actor, person_id: int | None = None, *, most: int = 500
) -> list[AccessRow]:
    """The log, newest first; of one person or of all."""
    wanted = (
        select(
            AccessEntry.id, AccessEntry.at, Account.nickname, AccessEntry.person_id,
            Person.first_name, Person.last_name, AccessEntry.action, AccessEntry.why,
        )
        .outerjoin(Account, Account.id == AccessEntry.account_id)
        .outerjoin(Person, Person.id == AccessEntry.person_id)
        .order_by(AccessEntry.id.desc())
        .limit(most)
    )  # fmt: skip
    if person_id is not None:
        wanted = wanted.where(AccessEntry.person_id == person_id)
    with store.read() as s:
        return [
            AccessRow(
                r[0], datetime.fromisoformat(r[1]), r[2] or "–", r[3],
                f"{r[4] or ''} {r[5] or ''}".strip(), r[6], r[7],
            )
            for r in s.execute(wanted)
        ]  # fmt: skip


def _log(store: Store, actor: Actor, person_id: int, action: str, why: str, now: datetime) -> None:
    reason = tidy(why)
    if not reason:
        raise Invalid([Problem("why", "reason_needed")])
    with store.quietly() as s:
        load(s, Person, person_id)
        _entry(s, actor, person_id, action, reason, now)


def _entry(
    s: Session, actor: Actor, person_id: int, action: str, why: str | None, now: datetime
) -> None:
    s.add(
        AccessEntry(
            at=instant_text(now), account_id=actor.account_id, person_id=person_id,
            action=action, why=why,
        )
    )  # fmt: skip


def _check_need(text: str) -> None:
    if not text.strip():
        raise Invalid([Problem("text", "needed")])
    _refuse_long("text", text, _LONGEST_NEED)


def _refuse_long(field: str, text: str, most: int) -> None:
    if len(text) > most:
        raise Invalid([Problem(field, "too_long", {"most": most})])
