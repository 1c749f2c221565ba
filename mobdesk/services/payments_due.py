"""What has to be paid today and in the next weeks, of everybody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from mobdesk.domain.budget import NOT_GONE
from mobdesk.domain.payments import Kind
from mobdesk.domain.roles import Actor, Area
from mobdesk.domain.stages import Stage
from mobdesk.models.documents import Paper
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.payments import Instalment
from mobdesk.models.projects import Project
from mobdesk.models.store import Store
from mobdesk.services.access import reads
from mobdesk.services.agreements import AGREEMENT
from mobdesk.services.member_facts import MemberFacts
from mobdesk.services.payment_rows import InstalmentRow, read, rows_of
from mobdesk.services.records import among, as_json


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


class DaysAhead:
    """The next day of each project on which money has to go out, in the weeks ahead.

    Made of members that were gathered for their marks: nobody is priced a second time.
    """

    def __init__(self, today: date) -> None:
        self._today, self._until = today, today + AHEAD
        self._found: dict[int, date] = {}

    def add(self, members: Iterable[MemberFacts]) -> None:
        """Take in the days of these members."""
        for member in members:
            if member.to_pay and member.project_id is not None:
                self._take(member.project_id, member.to_pay)

    def days(self, s: Session) -> dict[tuple[int, str], date]:
        """By project (id, code) the next day; what is due already stands with the mobility."""
        beside = s.connection().execute(_BESIDE).scalars().all()
        rows = due_in(s, self._today, self._until, Mobility.id.in_(beside)) if beside else []
        for row in rows:
            if row.project_id and row.pay_by and row.kind is not Kind.RECOVERY:
                self._take(row.project_id, [row.pay_by])
        live = select(Project.id, Project.code).where(~Project.archived, among(Project.id))
        projects = s.connection().execute(live, as_json(self._found))
        return {(number, code): self._found[number] for number, code in projects}

    def _take(self, project: int, days: Iterable[date]) -> None:
        for day in days:
            if self._today < day <= min(self._until, self._found.get(project, day)):
                self._found[project] = day


#: Of whom no mark asks for money, though some may have to be paid: without a signature a day was
#: typed or the survey came early; or money is left to those who do not go.
_TYPED = select(Instalment.member_id).where(
    Instalment.due_on.is_not(None), Instalment.paid_on.is_(None), Instalment.recovered_on.is_(None)
)
_BESIDE = select(Mobility.id).where(
    Mobility.stage.in_(_GOING),
    or_(
        Mobility.survey_on.is_not(None) & (Mobility.stage != Stage.RETURNED.value),
        Mobility.id.in_(
            select(Member.mobility_id).where(
                or_(
                    Member.agreement_signed_on.is_(None) & Member.id.in_(_TYPED),
                    Member.ended.in_(NOT_GONE) & (Member.money_kept > 0),
                )
            )
        ),
    ),
)
