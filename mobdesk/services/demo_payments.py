"""Payments in the demo: most first instalments paid, some due, balances after the survey."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import func, select

from mobdesk.domain.payments import FIRST_PERCENT, Terms, pay_by, share
from mobdesk.domain.pricing import FROZEN, PARTICIPANT, USUAL_PAYEE
from mobdesk.domain.stages import Stage
from mobdesk.models.grants import GrantLine
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.payments import AgencyInstalment, Instalment, RealCost
from mobdesk.models.projects import Project
from mobdesk.models.store import Writing
from mobdesk.services import awards

_TO_PARTICIPANTS: Final = tuple(c for c, payee in USUAL_PAYEE.items() if payee == PARTICIPANT)
_PAID: Final = (
    "member_id", "kind", "percent", "due_on", "paid_on", "paid_amount", "proof",
)  # fmt: skip
_AGENCY: Final = (
    "project_id", "title", "percent", "due_on", "received_on", "received_amount", "proof",
)  # fmt: skip
_COSTS: Final = (
    "project_id", "category", "what", "supplier", "dated", "amount", "currency", "rate", "rate_on",
    "covered_percent", "estimate", "paid_on", "proof",
)  # fmt: skip
#: Of so many first instalments one is not paid on its day.
_LATE: Final = 9
_POCKET_MONEY: Final = 50_00


def add_payments(s: Writing, today: date) -> None:
    """Pay what was agreed with those who signed; the agency pays of the award that holds now."""
    rows = [row for member in s.execute(_SIGNED) for row in _paid(member, today)]
    if rows:
        s.insert_many(Instalment, _PAID, rows)
    _pocket_money(s)
    agency = [row for one in _begun(s) for row in _from_agency(s, one, today)]
    if agency:
        s.insert_many(AgencyInstalment, _AGENCY, agency)


def add_real_costs(s: Writing, today: date) -> None:
    """A few of each project that has started."""
    spent = [row for one in _begun(s) if one.start < today for row in _costs(one)]
    if spent:
        s.insert_many(RealCost, _COSTS, spent)


def _begun(s: Writing) -> list[Any]:
    """Projects whose start is known."""
    wanted = select(Project.id, Project.start, Project.end).where(Project.start.is_not(None))
    return list(s.execute(wanted.order_by(Project.id)))


_AGREED = (
    select(GrantLine.member_id, func.sum(GrantLine.amount).label("total"))
    .where(GrantLine.kind == FROZEN, GrantLine.category.in_(_TO_PARTICIPANTS))
    .group_by(GrantLine.member_id)
    .subquery()
)
_SIGNED = (
    select(
        Member.id, Member.ended, Member.agreement_signed_on, Subgroup.start, Mobility.stage,
        Mobility.survey_on, _AGREED.c.total,
    )
    .join(_AGREED, _AGREED.c.member_id == Member.id)
    .join(Mobility, Mobility.id == Member.mobility_id)
    .join(Subgroup, Subgroup.id == Member.subgroup_id)
    .where(~((Mobility.kind == "group") & (Member.part == "learner")))
    .order_by(Member.id)
)  # fmt: skip


def _paid(member: Any, today: date) -> list[tuple[Any, ...]]:
    """The instalments of one member that were paid; the others are planned from the terms."""
    due = pay_by(member.agreement_signed_on, member.start, Terms())
    closed = member.stage == Stage.CLOSED
    if due is None or due > today or (member.id % _LATE == 0 and not closed):
        return []
    first = share(member.total, FIRST_PERCENT)
    day = due - timedelta(days=member.id % 4)
    found = [_row(member.id, "first", FIRST_PERCENT, due, day, first)]
    if closed and member.survey_on is not None and member.ended is None:
        last = member.survey_on + timedelta(days=10 + member.id % 20)
        if last <= today and member.total > first:
            due_on = member.survey_on + timedelta(days=Terms().balance_days)
            found.append(_row(member.id, "balance", None, due_on, last, member.total - first))
    return found


def _row(
    member: int, kind: str, percent: str | None, due: date, day: date, amount: int
) -> tuple[Any, ...]:
    proof = f"Bank statement {day.year}/{day.month:02d}"
    return member, kind, percent, due.isoformat(), day.isoformat(), amount, proof


def _pocket_money(s: Writing) -> None:
    """Learners of groups that are on their way get pocket money from the centre."""
    going = (
        select(Member)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(Mobility.kind == "group", Member.part == "learner", Member.ended.is_(None))
        .where(Mobility.stage.in_((Stage.SELECTED, Stage.CONFIRMED)))
    )
    for member in s.scalars(going):
        member.pocket_money = _POCKET_MONEY


def _from_agency(s: Writing, project: Any, today: date) -> list[tuple[Any, ...]]:
    total = sum(awards.now(s, project.id).values())
    got = project.start + timedelta(days=20)
    later = project.end - timedelta(days=120) if project.end else got + timedelta(days=300)
    found = []
    for title, percent, day in (("First", "40", got), ("Second", "40", later)):
        there = day <= today
        found.append((
            project.id, f"{title} instalment", percent, day.isoformat(),
            day.isoformat() if there else None, share(total, percent) if there else None,
            f"Bank statement {day.year}/{day.month:02d}" if there else None,
        ))  # fmt: skip
    return found


def _costs(project: Any) -> list[tuple[Any, ...]]:
    day = (project.start + timedelta(days=60)).isoformat()
    proof = f"Binder {project.start.year}"
    return [
        (
            project.id, "inclusion_participant", "Interpreter for sign language", "Viiped OÜ",
            day, 240_00, "EUR", None, None, None, 0, day, proof,
        ),
        (
            project.id, "exceptional_costs", "Visa for one participant", "Consulate, Stockholm",
            day, 900_00, "SEK", "11.4250", day, "80", 0, day, proof,
        ),
    ]  # fmt: skip
