"""What has to be paid today and in the next weeks, of everybody."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from mobdesk.domain import payment_checks as typed
from mobdesk.domain.payments import Kind
from mobdesk.domain.roles import Actor, Area
from mobdesk.domain.stages import Stage
from mobdesk.models.documents import Paper
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.payments import Instalment
from mobdesk.models.projects import Project
from mobdesk.models.store import Store
from mobdesk.services.access import reads
from mobdesk.services.agreements import AGREEMENT
from mobdesk.services.payment_rows import InstalmentRow, read, rows_of


@reads(Area.MOBILITIES)
def due(
    store: Store, actor: Actor, today: date, *, until: date | None = None
) -> list[InstalmentRow]:
    """Return what has to be paid by ``until`` (default: today), the earliest first."""
    with store.read() as s:
        return due_in(s, today, until or today)


#: Today looks so far ahead for days on which money is due.
AHEAD = timedelta(days=14)
_GOING = (Stage.CONFIRMED.value, Stage.ABROAD.value, Stage.RETURNED.value)


def due_in(s: Session, today: date, until: date, *more: ColumnElement[bool]) -> list[InstalmentRow]:
    """As ``due``, inside a read that is under way; of mobilities that meet ``more`` as well."""
    paid_here = select(Member.mobility_id).where(
        or_(
            Member.agreement_signed_on.is_not(None),
            Member.id.in_(select(Paper.member_id).where(Paper.kind == AGREEMENT, Paper.signed)),
            Member.id.in_(select(Instalment.member_id)),
        )
    )
    live = select(Project.id).where(~Project.archived)
    wanted = [
        Mobility.stage.in_(_GOING),
        Mobility.id.in_(paid_here),
        or_(Mobility.project_id.is_(None), Mobility.project_id.in_(live)),
        *more,
    ]
    found = [
        row
        for row in rows_of(read(s, wanted, today))
        if row.open and row.amount is not None and row.pay_by is not None and row.pay_by <= until
    ]
    return sorted(found, key=lambda row: (row.pay_by or today, row.name, row.key))


def next_days(s: Session, today: date) -> dict[tuple[int, str], date]:
    """By project (id, code) the next day on which money has to go out, in the weeks ahead.

    What is due already stands with the mobility.
    """
    found: dict[tuple[int, str], date] = {}
    # A day ahead needs a start ahead, a survey, or a day that was typed: the rest is not priced.
    starts = select(Subgroup.mobility_id).where(Subgroup.start > today)
    typed_days = (
        select(Member.mobility_id)
        .join(Instalment, Instalment.member_id == Member.id)
        .where(Instalment.due_on.between(today, today + AHEAD), Instalment.paid_on.is_(None))
    )
    surveyed = Mobility.survey_on > today - timedelta(days=typed.MOST_DAYS)
    ahead = or_(Mobility.id.in_(starts), Mobility.id.in_(typed_days), surveyed)
    for row in due_in(s, today, today + AHEAD, ahead):
        if row.project_id is None or row.pay_by is None or row.kind is Kind.RECOVERY:
            continue
        if row.pay_by > today:
            found.setdefault((row.project_id, row.project), row.pay_by)
    return found
