"""What something else would change: other travel, a course day more, home a day later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from mobdesk.domain.activities import COURSE, VISIT
from mobdesk.domain.mobilities import Dates
from mobdesk.domain.pricing import Case
from mobdesk.services.pricing import Cases, price_cases

Edit = Callable[[Case], Case]


class Change(NamedTuple):
    """What something else would change: ``cents`` more or less, None while a rate is missing."""

    code: str
    cents: int | None


def changes(cases: Cases, member_id: int | None = None) -> tuple[Change, ...]:
    """What other travel, one course day more, or one day more would change, for one or for all."""
    going = [case for case in cases.members if not case.gone]
    chosen = [case for case in going if case.member_id == member_id] or going
    if not chosen or any(case.activity_type == VISIT for case in chosen):
        return ()
    green = all(case.green for case in chosen)
    edits = [("by_plane", _by_plane) if green else ("by_train", _by_train)]
    if any(case.activity_type == COURSE for case in chosen):
        edits.append(("course_day_more", _course_day_more))
    if all(case.dates.exact for case in chosen):
        edits.append(("home_later", _home_later))
    touched = {case.member_id for case in chosen}
    before = _today(cases, touched)
    return tuple(
        Change(code, None if before is None or after is None else after - before)
        for code, edit in edits
        for after in (_today(cases, touched, edit),)
    )


def _today(cases: Cases, touched: set[int], edit: Edit | None = None) -> int | None:
    """Today's sum of those who are touched; None while a line is missing."""
    members = cases.members
    if edit is not None:
        members = tuple(edit(one) if one.member_id in touched else one for one in members)
    total = 0
    for number, one in price_cases(cases._replace(members=members)).items():
        lines = one.today if one.frozen else one.lines
        for line in lines if number in touched else ():
            if line.amount is None:
                return None
            total += line.amount
    return total


def _by_plane(case: Case) -> Case:
    return case._replace(green=False)


def _by_train(case: Case) -> Case:
    return case._replace(green=True)


def _course_day_more(case: Case) -> Case:
    return case._replace(course_days=case.course_days + 1)


def _home_later(case: Case) -> Case:
    return case._replace(dates=_one_day_longer(case.dates))


def _one_day_longer(dates: Dates) -> Dates:
    def later(day: date | None) -> date | None:
        return day + timedelta(1) if day else None

    if dates.actual_end:
        return dates._replace(actual_end=later(dates.actual_end))
    return dates._replace(end=later(dates.end), back=later(dates.back))
