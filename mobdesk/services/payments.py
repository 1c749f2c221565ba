"""Payments to participants: terms and instalments.

A planned instalment is computed whenever it is shown; it is kept once it is paid or changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mobdesk.domain import payment_checks as typed
from mobdesk.domain import people
from mobdesk.domain.done import Done
from mobdesk.domain.payments import Kind, Terms
from mobdesk.domain.percents import is_percent
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Invalid, Problem, Refused
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.payments import Instalment, PaymentTerms
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import reads, writes
from mobdesk.services.payment_rows import InstalmentRow, Payable, read, rows_of
from mobdesk.services.records import Detail, load, refuse_if, set_values

TERM_FIELDS = ("first_percent", "pay_by_days", "balance_days", "source")
_TYPED = ("percent", "amount", "due_on", "note")


# --- terms --------------------------------------------------------------------------------------


@reads(Area.MOBILITIES)
def terms(store: Store, actor: Actor, project_id: int) -> Detail:
    """Return the terms of a project; ``id`` 0 where nobody stated any: the usual ones."""
    with store.read() as s:
        load(s, Project, project_id)
        kept = s.scalar(select(PaymentTerms).filter_by(project_id=project_id))
        if kept is None:
            return Detail(0, "", 0, {**Terms()._asdict(), "source": None})
        values = {name: getattr(kept, name) for name in TERM_FIELDS}
        return Detail(kept.id, kept.uid, kept.rev, values)


@writes(Area.MOBILITIES)
def set_terms(store: Store, actor: Actor, project_id: int, values: Mapping[str, Any]) -> Done:
    """State what the agreement of a project says about paying. Raises ``Invalid``."""
    refuse_if(typed.validate_terms(values))
    with store.write(Label("payment_terms_stated"), actor) as s:
        project = load(s, Project, project_id)
        kept = s.scalar(select(PaymentTerms).filter_by(project_id=project_id))
        if kept is None:
            kept = PaymentTerms(project_id=project_id)
            s.add(kept)
        set_values(kept, values, TERM_FIELDS)
        s.label_values["code"] = project.code
        return s.done(project_id)


# --- reading ------------------------------------------------------------------------------------


@reads(Area.MOBILITIES)
def find(
    store: Store,
    actor: Actor,
    today: date,
    *,
    project_id: int | None = None,
    mobility_id: int | None = None,
) -> list[InstalmentRow]:
    """Return every instalment of a project, of a mobility, or of all."""
    with store.read() as s:
        return rows_of(read(s, _wanted(project_id, mobility_id), today))


@reads(Area.MOBILITIES)
def of_members(
    store: Store, actor: Actor, today: date, *, project_id: int | None = None
) -> list[Payable]:
    """Return every participant with what they get, what was paid and all instalments."""
    with store.read() as s:
        return read(s, _wanted(project_id, None), today)


def _wanted(project_id: int | None, mobility_id: int | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if project_id is not None:
        found.append(Mobility.project_id == project_id)
    if mobility_id is not None:
        found.append(Mobility.id == mobility_id)
    return found


# --- writing ------------------------------------------------------------------------------------


@writes(Area.MOBILITIES)
def pay(
    store: Store,
    actor: Actor,
    keys: Sequence[int],
    values: Mapping[str, Any],
    today: date,
) -> Done:
    """Write down that instalments were paid, or came back: ``paid_on``, ``proof``; one step.

    ``paid_amount`` may stand in ``values`` for a single one; otherwise each has its own sum.
    Raises ``Invalid``; ``Refused``: ``instalments_changed`` when what was shown is no longer so,
    ``instalment_without_sum``.
    """
    if not keys:
        raise Refused("nobody_chosen")
    typed_sum = values.get("paid_amount") if len(keys) == 1 else None
    with store.write(Label("instalments_paid", {"n": len(keys)}), actor) as s:
        rows = _chosen(s, keys, today)
        for row in rows:
            amount = row.amount if typed_sum is None else typed_sum
            if amount is None:
                raise Refused("instalment_without_sum", name=row.name)
            refuse_if(typed.validate_payment({**values, "paid_amount": amount}, today))
            _write_paid(_record(s, row), row, values, amount)
        if len(rows) == 1:
            came_back = rows[0].kind is Kind.RECOVERY
            code = "recovery_came_back" if came_back else "instalment_paid"
            s.rename(code, {"name": rows[0].name})
        return s.done(*(row.member_id for row in rows))


def _chosen(s: Session, keys: Sequence[int], today: date) -> list[InstalmentRow]:
    members = _members_of(s, keys)
    mobilities = select(Member.mobility_id).where(Member.id.in_(members))
    found = {
        row.key: row for row in rows_of(read(s, [Mobility.id.in_(mobilities)], today)) if row.open
    }
    if any(key not in found for key in keys):
        raise Refused("instalments_changed")
    return [found[key] for key in keys]


def _members_of(s: Session, keys: Iterable[int]) -> set[int]:
    """The members whose instalments these keys name: see ``payment_rows.key_of``."""
    kept = [key // 8 for key in keys if key % 8 == 7]
    found = {key // 8 for key in keys if key % 8 != 7}
    return found | set(s.scalars(select(Instalment.member_id).where(Instalment.id.in_(kept))))


def _record(s: Writing, row: InstalmentRow) -> Instalment:
    if row.id is not None:
        return load(s, Instalment, row.id)
    made = Instalment(member_id=row.member_id, kind=row.kind.value)
    s.add(made)
    return made


def _write_paid(
    record: Instalment, row: InstalmentRow, values: Mapping[str, Any], amount: int
) -> None:
    if row.kind is Kind.RECOVERY:
        record.recovered_on = values["paid_on"]
        record.amount = row.amount
    else:
        record.paid_on = values["paid_on"]
    record.due_on = record.due_on or row.pay_by
    record.percent = record.percent or (row.percent if record.amount is None else None)
    record.paid_amount, record.proof = amount, values.get("proof") or None


@writes(Area.MOBILITIES)
def take_back(store: Store, actor: Actor, ids: Sequence[int]) -> Done:
    """Payments that were written down by mistake are planned again."""
    with store.write(Label("payments_taken_back", {"n": len(ids)}), actor) as s:
        for number in ids:
            record = load(s, Instalment, number)
            if record.paid_on is None and record.recovered_on is None:
                raise Refused("instalments_changed")
            if record.kind == Kind.FURTHER or (record.amount and record.kind == Kind.FIRST):
                record.paid_on = record.paid_amount = record.proof = None
            else:
                s.delete(record)
        return s.done(*ids)


@writes(Area.MOBILITIES)
def change(store: Store, actor: Actor, key: int, values: Mapping[str, Any], today: date) -> Done:
    """Type the sum, percentage, day or note of an instalment that is not paid.

    Empty values follow the terms again. Raises ``Invalid``, ``Refused("instalments_changed")``.
    """
    with store.write(Label("instalment_changed"), actor) as s:
        (row,) = _chosen(s, [key], today)
        _refuse_typed(values)
        record = _record(s, row)
        set_values(record, values, _TYPED)
        if row.kind in (Kind.BALANCE, Kind.RECOVERY):
            record.percent = record.amount = None  # always what is left
        if row.kind is not Kind.FURTHER and not any(getattr(record, n) for n in _TYPED):
            if record in s.new:
                s.expunge(record)
            else:
                s.delete(record)
        s.label_values["name"] = row.name
        return s.done(row.member_id)


@writes(Area.MOBILITIES)
def add_further(store: Store, actor: Actor, member_id: int, values: Mapping[str, Any]) -> Done:
    """Plan one more instalment before the balance: a percentage or a sum, and its day."""
    with store.write(Label("instalment_added"), actor) as s:
        member = load(s, Member, member_id)
        if values.get("amount") is None and not values.get("percent"):
            raise Invalid([Problem("amount", "percent_or_amount")])
        _refuse_typed(values)
        record = Instalment(member_id=member.id, kind=Kind.FURTHER.value)
        set_values(record, values, _TYPED)
        s.add(record)
        s.label_values["name"] = _name_of(s, member.person_id)
        return s.done(member_id)


@writes(Area.MOBILITIES)
def remove(store: Store, actor: Actor, instalment_id: int) -> Done:
    """Take away an instalment that was planned by hand and is not paid."""
    with store.write(Label("instalment_removed"), actor) as s:
        record = load(s, Instalment, instalment_id)
        if record.paid_on is not None or record.recovered_on is not None:
            raise Refused("instalment_is_paid")
        person = s.scalar(select(Member.person_id).where(Member.id == record.member_id))
        s.label_values["name"] = _name_of(s, person)
        s.delete(record)
        return s.done(instalment_id)


def _refuse_typed(values: Mapping[str, Any]) -> None:
    problems = []
    amount, percent = values.get("amount"), values.get("percent")
    if amount is not None and amount <= 0:
        problems.append(Problem("amount", "amount_not_above_zero"))
    if percent and amount is not None:
        problems.append(Problem("amount", "percent_and_amount"))
    if percent and not is_percent(percent):
        problems.append(Problem("percent", "percent_wrong"))
    refuse_if(problems)


def _name_of(s: Session, person_id: int | None) -> str:
    person = s.get(Person, person_id) if person_id is not None else None
    return people.full_name(person.first_name, person.last_name) if person else ""
