"""Organisational support: one sum per activity type and project, by who counts for it.

Counted are those of ``domain.project_support`` in stages from *selected* on who did not end before
the journey. The share of one person is information only.
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
from mobdesk.domain.pricing import FROZEN
from mobdesk.domain.project_support import OWN_SUM, ProjectSupport
from mobdesk.domain.rate_sheets import RateSheet
from mobdesk.domain.stages import BEFORE_CHOICE
from mobdesk.models.grants import GrantLine
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.services.rate_sheets import sheet_for


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
    """One who counts, or of whom no source establishes it."""

    member_id: int
    activity_type: str
    places: int
    established: bool


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
    return _in_order(rows, _own_sums(s, project_id), sheet_for(s, project_id).sheet)


def _own_sums(s: Session, project_id: int) -> set[int]:
    """Members whose lines say it already; a frozen agreement is whole without a later total."""
    wanted = (
        select(GrantLine.member_id, GrantLine.category, GrantLine.kind)
        .join(Member, Member.id == GrantLine.member_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(Mobility.project_id == project_id, GrantLine.currency == "EUR")
        .where(GrantLine.category.in_(OWN_SUM) | (GrantLine.kind == FROZEN))
    )
    lines = s.connection().execute(wanted).all()
    frozen = {member for member, _category, kind in lines if kind == FROZEN}
    return {
        member
        for member, category, kind in lines
        if category in OWN_SUM and not (category == TOTAL and kind != FROZEN and member in frozen)
    }


def _in_order(
    rows: Iterable[Sequence[Any]], own: Container[int], sheet: RateSheet | None
) -> list[Counting]:
    """Who of the members counts: id, places, part, ended, activity, stage, first day of each."""
    rules = ProjectSupport(sheet)
    found = []
    for member, places, part, ended, activity, stage, first in rows:
        if ended in NOT_GONE or stage in BEFORE_CHOICE or member in own:
            continue
        code = activities.recognise(activity) or ""
        counts = rules.counts(code, part)
        if counts is not False:
            one = Counting(member, code, places, counts is True)
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
    return Support(activity, n, sum(line.amount or 0 for line in lines), lines)


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
