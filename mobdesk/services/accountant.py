"""One workbook for the accountant: what was paid, received, granted and spent in a project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk import __version__
from mobdesk.domain import people
from mobdesk.domain.board import Board
from mobdesk.domain.costs import hundredths
from mobdesk.domain.payments import Kind
from mobdesk.domain.pricing import PARTICIPANT
from mobdesk.domain.projects import CATEGORIES, REAL_COSTS
from mobdesk.domain.roles import Actor, Area
from mobdesk.domain.stages import BEFORE_CHOICE
from mobdesk.domain.tallies import KEPT
from mobdesk.models.files import write_atomically
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.payments import RealCost
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Store
from mobdesk.services import agency_payments, awards, budgets, costs, payment_rows
from mobdesk.services.access import reads
from mobdesk.services.costs import CostRow
from mobdesk.services.payment_rows import InstalmentRow, Payable
from mobdesk.services.pricing import gather, price_cases
from mobdesk.services.records import load
from mobdesk.services.report_papers import mobility_number

if TYPE_CHECKING:
    from mobdesk.exports import accountant as out


@reads(Area.EXPORT)
def book(store: Store, actor: Actor, project_id: int, today: date) -> out.Book:
    """Return everything the workbook says, as it stands today."""
    from mobdesk.exports import accountant as out
    from mobdesk.exports.report_money import ReceivedRow

    demo = bool(store.setting("demo", False))
    with store.read() as s:
        project = load(s, Project, project_id)
        tail = project.code.rpartition("-")[2]
        payables = payment_rows.read(s, [Mobility.project_id == project_id], today)
        spent = costs.rows(s, [RealCost.project_id == project_id])
        agency = agency_payments.rows(s, project_id)
        grants = _grants(s, project_id, tail)
        board = budgets.board_of(s, project_id)
        awarded = sum(awards.now(s, project_id).values())
    every = payment_rows.rows_of(payables)
    return out.Book(
        code=project.code,
        title=project.title or "",
        program=f"Mobdesk {__version__}",
        made_on=today,
        payments=(*_paid(every, tail), *_paid_costs(spent, tail)),
        received=tuple(
            ReceivedRow(
                r.title or "", r.expected, r.requested_on, r.due_on, r.received_on,
                r.received_amount, r.proof or "",
            )
            for r in agency
        ),
        grants=grants,
        costs=tuple(_cost(row, tail) for row in spent),
        recoveries=tuple(_recovery(r, tail) for r in every if r.kind is Kind.RECOVERY),
        board=tuple(
            out.BoardLine(row.name, row.now, row.signed, row.done, row.free, row.expected)
            for row in board.categories
        ),
        compared=_compared(
            payables, awarded, sum(r.received_amount or 0 for r in agency), spent, grants, board
        ),
        demo=demo,
    )  # fmt: skip


@reads(Area.EXPORT)
def workbook(store: Store, actor: Actor, project_id: int, today: date) -> bytes:
    """Return the bytes of the workbook."""
    from mobdesk.exports.accountant import make_workbook

    return make_workbook(book(store, actor, project_id, today))


@reads(Area.EXPORT)
def save(store: Store, actor: Actor, project_id: int, today: date, path: Path) -> None:
    """Write the workbook to ``path``, all of it or nothing."""
    write_atomically(path, workbook(store, actor, project_id, today))


def _paid(rows: Iterable[InstalmentRow], tail: str) -> list[out.Payment]:
    from mobdesk.exports.accountant import Payment

    found = [
        Payment(
            row.pay_by, row.done_on, mobility_number(tail, row.mobility_id), row.name, "",
            row.kind.value, row.amount, cents=row.amount, proof=row.proof or "",
        )
        for row in rows
        if row.kind is not Kind.RECOVERY
    ]  # fmt: skip
    return sorted(found, key=lambda p: (p.paid_on or p.due or date.max, p.payee))


def _paid_costs(spent: Iterable[CostRow], tail: str) -> list[out.Payment]:
    from mobdesk.exports.accountant import Payment

    return [
        Payment(
            row.dated, row.paid_on, _number(row, tail), row.supplier or "", row.category, "cost",
            hundredths(row.amount, row.currency), row.currency, row.rate or "", row.euros,
            row.proof or "", row.account_code or "",
        )
        for row in spent
        if not row.estimate
    ]  # fmt: skip


def _number(row: CostRow, tail: str) -> str:
    return mobility_number(tail, row.mobility_id) if row.mobility_id else ""


def _cost(row: CostRow, tail: str) -> out.Cost:
    from mobdesk.exports.accountant import Cost

    return Cost(
        row.dated, row.supplier or "", row.what, hundredths(row.amount, row.currency),
        row.currency, row.rate or "", row.rate_on, row.euros, row.category, row.covered,
        _number(row, tail), row.name or row.mobility, row.estimate, row.paid_on, row.proof or "",
        row.account_code or "",
    )  # fmt: skip


def _recovery(row: InstalmentRow, tail: str) -> out.Recovery:
    from mobdesk.exports.accountant import Recovery

    back = None if row.open else row.amount
    return Recovery(
        mobility_number(tail, row.mobility_id), row.name, row.amount, row.pay_by, row.done_on,
        back, row.note or "",
    )  # fmt: skip


def _grants(s: Session, project_id: int, tail: str) -> tuple[out.Grant, ...]:
    """Every line of every grant that is more than applied for, and what is kept after an end."""
    from mobdesk.exports.accountant import Grant

    here = [Mobility.project_id == project_id]
    cases = gather(s, here)
    priced = price_cases(cases)
    named = (
        select(Member.id, Member.money_kept, Person.first_name, Person.last_name)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(*here)
    )
    about = {
        number: (people.display_name(first or "", last or ""), kept)
        for number, kept, first, last in s.execute(named)
    }
    found = []
    for case in cases.members:
        if case.stage in BEFORE_CHOICE:
            continue
        name, kept = about[case.member_id]
        number = mobility_number(tail, case.mobility_id)
        found += [
            Grant(
                number, name, line.category, line.payee, line.quantity or "", line.rate or "",
                line.amount, line.by_hand, line.reason or "", case.signed_on,
            )
            for line in priced[case.member_id].counting
        ]  # fmt: skip
        if case.gone and kept:
            line = (number, name, KEPT, PARTICIPANT, "", "", kept, True, "", case.signed_on)
            found.append(Grant(*line))
    return tuple(found)


def _compared(
    payables: Iterable[Payable],
    awarded: int,
    received: int,
    spent: Iterable[CostRow],
    grants: Iterable[out.Grant],
    board: Board,
) -> tuple[out.Compared, ...]:
    """Sums that have to agree at the end; the first sides are those of the window.

    What is paid on real costs is granted as the board says, also for a group or the project.
    """
    from mobdesk.exports.accountant import Compared

    every = list(payables)
    back = [r for one in every for r in one.rows if r.kind is Kind.RECOVERY]
    real: dict[str, int] = defaultdict(int)
    for cost in spent:
        real[cost.category] += cost.euros or 0
    granted: dict[str, int] = defaultdict(int)
    for line in grants:
        granted[line.category] += line.cents or 0
    granted |= {row.name: row.signed for row in board.categories if row.name in REAL_COSTS}
    order = {category: n for n, category in enumerate(CATEGORIES)}
    return (
        Compared("received", awarded, received),
        Compared("paid", sum(one.base or 0 for one in every), sum(one.paid for one in every)),
        Compared(
            "back", sum(r.amount or 0 for r in back), sum(r.amount or 0 for r in back if not r.open)
        ),
        *(
            Compared("costs", real[category], granted[category], category)
            for category in sorted(real, key=lambda one: order.get(one, 99))
        ),
    )
