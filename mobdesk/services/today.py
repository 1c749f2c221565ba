"""Today: who leaves and returns, what is missing, what is due, where the year stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from mobdesk.domain import projects as project_rules
from mobdesk.domain.roles import Access, Actor, Area, access
from mobdesk.domain.stages import Stage
from mobdesk.models.mobilities import Mobility, Subgroup
from mobdesk.models.projects import Project
from mobdesk.models.store import Store
from mobdesk.services import mobilities, readiness
from mobdesk.services.access import reads
from mobdesk.services.mobilities import MobilityRow, visible
from mobdesk.services.readiness import Marks, MissingRow

#: How far ahead the list of leaving and coming back looks.
AHEAD = timedelta(days=180)
#: A report or a date of a project is shown as due from so many days before.
DUE_AHEAD = timedelta(days=60)


class Trip(NamedTuple):
    """One line of "Leaving and coming back"."""

    mobility: MobilityRow
    day: date
    returning: bool
    marks: Marks | None


class Due(NamedTuple):
    """One thing of a project with its day; ``code`` names it."""

    code: str
    day: date
    project_id: int
    project: str


class YearCount(NamedTuple):
    """How many mobilities of a year stand where."""

    year: int
    back: int
    abroad: int
    confirmed: int
    open: int


class TodayView(NamedTuple):
    """Everything on the page."""

    trips: tuple[Trip, ...]
    missing: tuple[MissingRow, ...]
    missing_count: int
    overdue_count: int
    due: tuple[Due, ...]
    year: YearCount


@reads(Area.OWN_MOBILITIES)
def view(store: Store, actor: Actor, today: date, *, most: int = 5) -> TodayView:
    """Return what the page shows; lists have at most ``most`` lines."""
    with store.read() as s:
        days = _days(s, actor, today, most)
        due = _due(s, actor, today)
        year = _year(s, actor, today)
    found = readiness.missing(store, actor, today)
    overdue = sum(row.thing.overdue for row in found)
    trips = _trips(store, actor, today, days)
    return TodayView(trips, tuple(found[:most]), len(found), overdue, due, year)


def _days(s: Session, actor: Actor, today: date, most: int) -> list[tuple[date, int, bool]]:
    """The next days on which somebody leaves or comes back: (day, mobility, returning)."""
    leaves = func.coalesce(func.min(Subgroup.leaves), func.min(Subgroup.start))
    back = func.coalesce(func.max(Subgroup.back), func.max(Subgroup.end))
    near = and_(Mobility.first_day <= today + AHEAD, Mobility.last_day >= today - timedelta(days=7))
    wanted = (
        select(Mobility.id, Mobility.stage, leaves, back)
        .join(Subgroup, Subgroup.mobility_id == Mobility.id)
        .where(near, Mobility.stage.not_in((Stage.RETURNED, Stage.CLOSED)), *visible(actor))
        .group_by(Mobility.id)
    )
    found: list[tuple[date, int, bool]] = []
    for number, stage, out, home in s.execute(wanted):
        away = stage == Stage.ABROAD or (out is not None and out < today)
        day = home if away else out
        if day is not None and day >= today:
            found.append((day, number, away))
    return sorted(found)[:most]


def _trips(
    store: Store, actor: Actor, today: date, days: Sequence[tuple[date, int, bool]]
) -> tuple[Trip, ...]:
    numbers = [number for _, number, _ in days]
    rows = {row.id: row for row in mobilities.rows(store, actor, numbers)}
    marks = readiness.marks(store, actor, numbers, today)
    return tuple(
        Trip(rows[number], day, returning, marks.get(number))
        for day, number, returning in days
        if number in rows
    )


def _due(s: Session, actor: Actor, today: date) -> tuple[Due, ...]:
    if access(actor.role, Area.MOBILITIES) is Access.NONE:
        return ()
    wanted = select(Project).where(
        ~Project.archived, or_(Project.end.is_not(None), Project.report_due.is_not(None))
    )
    found: list[Due] = []
    for project in s.scalars(wanted):
        last = project_rules.last_day(project.end, project.extended_end)
        report = project_rules.report_due(last, project.report_due)
        for code, day in (("project_ends", last), ("report_due", report)):
            if day is not None and today <= day <= today + DUE_AHEAD:
                found.append(Due(code, day, project.id, project.code))
    return tuple(sorted(found, key=lambda d: (d.day, d.project)))


def _year(s: Session, actor: Actor, today: date) -> YearCount:
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    wanted = (
        select(Mobility.stage, func.count())
        .where(Mobility.first_day.between(first, last), *visible(actor))
        .group_by(Mobility.stage)
    )
    by_stage = dict(s.execute(wanted).all())
    back = by_stage.get(Stage.RETURNED, 0) + by_stage.get(Stage.CLOSED, 0)
    abroad, confirmed = by_stage.get(Stage.ABROAD, 0), by_stage.get(Stage.CONFIRMED, 0)
    rest = sum(by_stage.values()) - back - abroad - confirmed
    return YearCount(today.year, back, abroad, confirmed, rest)
