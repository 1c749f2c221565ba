"""Today: who leaves and returns, what is missing, what is due, where the year stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from mobdesk.domain import projects as project_rules
from mobdesk.domain.marks import Missing
from mobdesk.domain.roles import Access, Actor, Area, access, overlooks
from mobdesk.domain.stages import Stage
from mobdesk.models.mobilities import Mobility, Subgroup
from mobdesk.models.projects import Project
from mobdesk.models.store import Store
from mobdesk.services import mobilities, readiness
from mobdesk.services.access import reads
from mobdesk.services.mobilities import MobilityRow, visible
from mobdesk.services.payments_due import DaysAhead
from mobdesk.services.readiness import Marks, MissingRow

#: How far ahead the list of leaving and coming back looks.
AHEAD = timedelta(days=180)
#: A report or a date of a project is shown as due from so many days before.
DUE_AHEAD = timedelta(days=60)
#: What was due longer ago than this stands last and is not called urgent.
LONG_AGO = timedelta(days=365)


class Trip(NamedTuple):
    """One line of "Leaving and coming back"."""

    mobility: MobilityRow
    day: date
    returning: bool
    marks: Marks | None


class MissingGroup(NamedTuple):
    """What is missing of one mobility, the earliest due first; ``name``: a person or a group."""

    mobility_id: int
    name: str
    things: tuple[Missing, ...]


class Due(NamedTuple):
    """One thing of a project with its day; ``code`` names it."""

    code: str
    day: date
    project_id: int
    project: str


class OpenThing(NamedTuple):
    """In how many mobilities one thing is missing, and of how many it was due; nobody is named."""

    aspect: str
    code: str
    mobilities: int
    overdue: int


class YearCount(NamedTuple):
    """How many mobilities of a year stand where."""

    year: int
    back: int
    abroad: int
    confirmed: int
    open: int


class TodayView(NamedTuple):
    """Everything on the page; ``missing_count`` and ``overdue_count`` count mobilities.

    Who may see no mobility has ``open`` in the place of ``trips`` and ``missing``.
    """

    trips: tuple[Trip, ...]
    missing: tuple[MissingGroup, ...]
    missing_count: int
    overdue_count: int
    due: tuple[Due, ...]
    year: YearCount
    open: tuple[OpenThing, ...] = ()


@reads(Area.STATUS)
def view(store: Store, actor: Actor, today: date, *, most: int = 5) -> TodayView:
    """Return what the page shows; lists have at most ``most`` lines."""
    if access(actor.role, Area.OWN_MOBILITIES) is Access.NONE:
        return _without_names(store, actor, today)
    ahead = DaysAhead(today)
    with store.read() as s:
        days = _days(s, actor, today, most)
        groups, count, overdue = _most_urgent(s, actor, today, most, ahead)
        due = _due(s, actor, today, ahead)
        year = _year(s, actor, today)
    trips = _trips(store, actor, today, days)
    return TodayView(trips, groups, count, overdue, due, year)


def _without_names(store: Store, actor: Actor, today: date) -> TodayView:
    """What the role reads who answers for the centre and sees nobody's mobility: numbers."""
    missing: Counter[tuple[str, str]] = Counter()
    late: Counter[tuple[str, str]] = Counter()
    count = overdue = 0
    ahead = DaysAhead(today)
    with store.read() as s:
        for members in readiness.running_in_parts(s, actor, everybody=True):
            ahead.add(members)
            for rank, group in _missing(readiness.missing_of(members, today), today):
                urgent = _urgent(rank, group)
                count, overdue = count + 1, overdue + urgent
                missing.update({(one.aspect.value, one.code) for one in group.things})
                if urgent:
                    late.update({(o.aspect.value, o.code) for o in group.things if o.overdue})
        dates, year = _due(s, actor, today, ahead), _year(s, actor, today)
    found = [OpenThing(*key, number, late[key]) for key, number in missing.items()]
    found.sort(key=lambda one: (-one.overdue, -one.mobilities, one.code))
    return TodayView((), (), count, overdue, dates, year, tuple(found))


_BEFORE, _AFTER, _OLD = range(3)
_Rank = tuple[int, int]


def _most_urgent(
    s: Session, actor: Actor, today: date, most: int, ahead: DaysAhead
) -> tuple[tuple[MissingGroup, ...], int, int]:
    """The first mobilities where something is missing, how many there are, how many overdue."""
    first: list[tuple[_Rank, MissingGroup]] = []
    count = overdue = 0
    for members in readiness.running_in_parts(s, actor):
        ahead.add(members)
        found = _missing(readiness.missing_of(members, today), today)
        count += len(found)
        overdue += sum(_urgent(rank, group) for rank, group in found)
        first = sorted([*first, *found[:most]], key=lambda pair: pair[0])[:most]
    return tuple(group for _rank, group in first), count, overdue


def _missing(rows: Sequence[MissingRow], today: date) -> list[tuple[_Rank, MissingGroup]]:
    """By mobility, most urgent first: before and during a stay, after it, then long ago."""
    by_mobility: dict[int, list[MissingRow]] = {}
    for row in rows:  # the earliest due first: so are the rows of one mobility
        by_mobility.setdefault(row.mobility_id, []).append(row)
    found = []
    for number, open_rows in by_mobility.items():
        first = open_rows[0]
        one = all(row.member_id == first.member_id for row in open_rows)
        name = first.name if one and first.name else first.mobility
        group = MissingGroup(number, name, _things(open_rows))
        found.append((_rank(first, today), group))
    return sorted(found, key=lambda pair: pair[0])


def _urgent(rank: _Rank, group: MissingGroup) -> bool:
    return rank[0] < _OLD and group.things[0].overdue


def _things(rows: Sequence[MissingRow]) -> tuple[Missing, ...]:
    """What is missing; a paper that serves the whole group once, not for each member."""
    seen = set[str]()
    found: list[Missing] = []
    for row in rows:
        if not (row.shared and row.thing.code in seen):
            found.append(row.thing)
        if row.shared:
            seen.add(row.thing.code)
    return tuple(found)


def _rank(first: MissingRow, today: date) -> _Rank:
    day = first.thing.due or date.max
    if day < today - LONG_AGO:
        return _OLD, -day.toordinal()  # the newest of what is old
    return (_AFTER if first.back else _BEFORE), day.toordinal()


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


def _due(s: Session, actor: Actor, today: date, ahead: DaysAhead) -> tuple[Due, ...]:
    if not overlooks(actor.role):
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
    found += [Due("pay_by", day, *of) for of, day in ahead.days(s).items()]
    return tuple(sorted(found, key=lambda d: (d.day, d.project)))


def _year(s: Session, actor: Actor, today: date) -> YearCount:
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    seen = [] if overlooks(actor.role) else visible(actor)
    wanted = (
        select(Mobility.stage, func.count())
        .where(Mobility.first_day.between(first, last), *seen)
        .group_by(Mobility.stage)
    )
    by_stage = dict(s.execute(wanted).all())
    back = by_stage.get(Stage.RETURNED, 0) + by_stage.get(Stage.CLOSED, 0)
    abroad, confirmed = by_stage.get(Stage.ABROAD, 0), by_stage.get(Stage.CONFIRMED, 0)
    rest = sum(by_stage.values()) - back - abroad - confirmed
    return YearCount(today.year, back, abroad, confirmed, rest)
