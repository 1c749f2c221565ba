"""Organisational support: one sum per activity type and project, by who counts for it.

Counted are learners, staff and guests of stages from *selected* on who did not end before the
journey and for whom it was not "not requested". The share of one person is information only.
A member with a typed or imported sum for it, or for everything, has it there: the share of that
place in the order is then not part of the project's sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mobdesk.domain import activities, grants
from mobdesk.domain.budget import NOT_GONE, TOTAL
from mobdesk.domain.grant_lines import Line
from mobdesk.domain.grant_rules import VISIT
from mobdesk.domain.mobilities import ACCOMPANY
from mobdesk.domain.pricing import FROZEN, OF_THE_PROJECT
from mobdesk.domain.rate_sheets import RateSheet
from mobdesk.domain.stages import STAGES, Stage
from mobdesk.domain.tariffs import tariff
from mobdesk.models.grants import GrantLine
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.services.rate_sheets import sheet_for

_COUNTS = frozenset(STAGES[STAGES.index(Stage.SELECTED) :])


class Support(NamedTuple):
    """The sum of one activity type: so many participants; ``cents`` None while ``code`` waits."""

    activity_type: str
    members: int
    cents: int | None
    lines: tuple[Line, ...]
    code: str | None = None


class Share(NamedTuple):
    """What the place of one member in the order adds; ``first`` to ``last`` of unnamed places."""

    activity_type: str
    first: int
    last: int
    cents: int | None
    code: str | None = None


class Counting(NamedTuple):
    """One who counts; ``own``: the sum is typed or imported with the member."""

    member_id: int
    activity_type: str
    places: int
    established: bool
    own: bool


def organisational_support_of(s: Session, project_id: int) -> dict[str, Support]:
    """Return the sums of a project by activity type."""
    return sums(counting(s, project_id), sheet_for(s, project_id).sheet)


def shares_of(
    s: Session, project_id: int, wanted: Container[int] | None = None
) -> dict[int, Share]:
    """Return what each member who counts adds, in the order of start and id, undated last.

    ``wanted``: only of these members.
    """
    return shares(counting(s, project_id), sheet_for(s, project_id).sheet, wanted)


def counting(s: Session, project_id: int) -> list[Counting]:
    """Read who counts, in order."""
    first = func.coalesce(Member.actual_start, Subgroup.start)
    wanted = (
        select(
            Member.id, Member.places, Member.part, Member.ended, Mobility.activity_type,
            Mobility.stage, first,
        )
        .join(Subgroup, Subgroup.id == Member.subgroup_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(Mobility.project_id == project_id, Member.organisational_support_requested)
    )  # fmt: skip
    rows = s.connection().execute(wanted).all()
    typed = (
        select(GrantLine.member_id)
        .join(Member, Member.id == GrantLine.member_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(
            Mobility.project_id == project_id, GrantLine.category.in_((OF_THE_PROJECT, TOTAL)),
            GrantLine.kind != FROZEN,
        )
    )  # fmt: skip
    own = set(s.connection().execute(typed).scalars())
    return in_order(rows, own, sheet_for(s, project_id).sheet)


def in_order(
    rows: Iterable[Sequence[Any]], own: Iterable[int], sheet: RateSheet | None
) -> list[Counting]:
    """Who of the members counts: id, places, part, ended, activity, stage, first day of each."""
    having = set(own)
    found = []
    for member, places, part, ended, activity, stage, first in rows:
        code = activities.recognise(activity)
        if part in ACCOMPANY or ended in NOT_GONE or stage not in _COUNTS:
            continue
        if code is None or code == VISIT:
            continue
        paid = tariff(sheet).paid(OF_THE_PROJECT, code, part) if sheet else True
        if paid is False:
            continue
        one = Counting(member, code, places, paid is True, member in having)
        found.append((first or date.max, member, one))
    return [one for _first, _member, one in sorted(found, key=lambda f: f[:2])]


def sums(members: Iterable[Counting], sheet: RateSheet | None) -> dict[str, Support]:
    """Add up by activity type."""
    found: dict[str, list[Counting]] = defaultdict(list)
    for one in members:
        found[one.activity_type].append(one)
    return {activity: _sum(activity, ones, sheet) for activity, ones in sorted(found.items())}


def _sum(activity: str, members: list[Counting], sheet: RateSheet | None) -> Support:
    n = sum(one.places for one in members)
    if sheet is None:
        return Support(activity, n, None, (), "no_sheet")
    lines = grants.organisational_support(sheet, activity, n)
    code = next((line.code for line in lines if line.amount is None), None)
    if not all(one.established for one in members):
        code = "not_established_for_type"
    if code:
        return Support(activity, n, None, lines, code)
    own = {one.member_id for one in members if one.own}
    cents = sum(line.amount or 0 for line in lines)
    if own:
        mine = shares(members, sheet)
        cents -= sum(mine[number].cents or 0 for number in own)
    return Support(activity, n, cents, lines)


def shares(
    members: Iterable[Counting], sheet: RateSheet | None, wanted: Container[int] | None = None
) -> dict[int, Share]:
    """What each (of those ``wanted``) adds: the sum with the place less the sum without it."""
    before: dict[str, int] = defaultdict(int)
    found = {}
    for one in members:
        first = before[one.activity_type] + 1
        last = before[one.activity_type] = first + one.places - 1
        if wanted is not None and one.member_id not in wanted:
            continue
        cents, code = _between(sheet, one, first, last)
        found[one.member_id] = Share(one.activity_type, first, last, cents, code)
    return found


def _between(
    sheet: RateSheet | None, one: Counting, first: int, last: int
) -> tuple[int | None, str | None]:
    if sheet is None:
        return None, "no_sheet"
    if not one.established:
        return None, "not_established_for_type"
    upto, below = (
        grants.organisational_support(sheet, one.activity_type, n) for n in (last, first - 1)
    )
    code = next((line.code for line in (*upto, *below) if line.amount is None), None)
    if code:
        return None, code
    return sum(x.amount or 0 for x in upto) - sum(x.amount or 0 for x in below), None


def total(found: Mapping[str, Support]) -> int:
    """What is known of all activity types, in cents."""
    return sum(one.cents or 0 for one in found.values())
