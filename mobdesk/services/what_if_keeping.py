"""Keeping a what-if: its edits become the plan in one step, by the rules of the forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from mobdesk.domain import mobilities as checks
from mobdesk.domain import what_if as rules
from mobdesk.domain.done import Done
from mobdesk.domain.mobilities import Dates
from mobdesk.domain.roles import Actor, Area
from mobdesk.domain.stages import End
from mobdesk.domain.what_if import (
    Cancel,
    CourseDays,
    Edit,
    MoreStays,
    NewDates,
    OtherMeans,
    OtherPlaces,
)
from mobdesk.errors import Stale
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services import what_if
from mobdesk.services.access import writes
from mobdesk.services.changed import mobilities_since, newest_step
from mobdesk.services.mobility_details import END_FIELDS, SUBGROUP_FIELDS
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan, problems, write_subgroup
from mobdesk.services.records import among, as_json, refuse_if, set_values
from mobdesk.services.what_if_outdated import Outdated, bm_again, outdated, touched_by
from mobdesk.services.what_if_scratch import Scratch, start_in

_DAYS = ("start", "end", "leaves", "back")


class Kept(NamedTuple):
    """What was written, and what became outdated by it."""

    done: Done
    stale: tuple[Outdated, ...]


@writes(Area.MOBILITIES)
def keep(store: Store, actor: Actor, project_id: int, edits: Sequence[Edit], step: int) -> Kept:
    """Make the edits the plan, as one step that Undo takes back.

    ``step`` is that of the scratch the edits were made on. Raises ``Invalid``,
    ``Stale("what_if_changed_meanwhile")`` when somebody changed what the edits are about.
    """
    with store.write(Label("what_if_kept", {"n": len(edits)}), actor) as s:
        scratch = start_in(s, project_id)
        _refuse_changed(s, scratch, edits, step)
        found = what_if.effect(scratch, edits)
        refuse_if(
            [problem for _at, problem in found.refused]
            + [problem for edit in edits for problem in rules.reason_problems(edit)]
            + [told.finding.problem for told in found.told if told.refused]
        )
        s.label_values["code"] = scratch.code
        again = bm_again(s, scratch, edits)
        ids = [number for edit in edits for number in _write(s, project_id, edit)]
        s.flush()
        stale = tuple(outdated(s, scratch, edits, again))
        return Kept(s.done(*dict.fromkeys(ids)), stale)


def _refuse_changed(s: Writing, scratch: Scratch, edits: Iterable[Edit], step: int) -> None:
    changed = mobilities_since(s, step) if newest_step(s) != step else set()
    if changed is None or changed & touched_by(scratch.plan.cases, edits).keys():
        raise Stale("what_if_changed_meanwhile")


# --- writing ------------------------------------------------------------------------------------


def _write(s: Writing, project_id: int, edit: Edit) -> Iterator[int]:
    """Write one edit; yield the mobilities it is about."""
    if isinstance(edit, MoreStays):
        for _n in range(edit.n):
            yield _plan(s, project_id, edit)
    elif isinstance(edit, NewDates | OtherMeans):
        for group in s.scalars(select(Subgroup).where(among(Subgroup.mobility_id)),
                               as_json(edit.mobilities)):  # fmt: skip
            _change_subgroup(group, edit)
            yield group.mobility_id
    else:
        for member in _members(s, edit):
            _change_member(member, edit)
            yield member.mobility_id


def _plan(s: Writing, project_id: int, edit: MoreStays) -> int:
    """Plan one new mobility without names."""
    dates = {name: getattr(edit.dates, name) for name in _DAYS}
    travel = {"travel_means": edit.means, "green_travel": edit.green or None}
    values = {
        "project_id": project_id, "kind": edit.kind, "direction": "outgoing",
        "activity_type": edit.activity_type, "hosting_country": edit.country,
    }  # fmt: skip
    members = [
        MemberPlan({"part": part, "places": places, "course_days": _days_of(edit, n)})
        for n, (part, places) in enumerate(edit.members)
    ]
    plan = SubgroupPlan({**dates, **travel, "distance_km": edit.distance_km}, members)
    refuse_if(problems(values, [plan]))
    record = Mobility(stage=edit.stage, objective_id=edit.objective_id, **values)
    s.add(record)
    s.flush()
    write_subgroup(s, record.id, plan)
    return record.id


def _days_of(edit: MoreStays, place: int) -> int | None:
    """Course days of those who take part, the first of its members."""
    return (edit.course_days or None) if place == 0 else None


def _change_subgroup(group: Subgroup, edit: NewDates | OtherMeans) -> None:
    dates = Dates(*(getattr(group, name) for name in _DAYS))
    values: dict[str, Any] = {}
    if isinstance(edit, OtherMeans):
        dates = rules.travelled(dates, edit.before, edit.after)
        values = {"travel_means": edit.means, "green_travel": edit.green}
    else:
        dates = rules.moved(dates, edit.shift, edit.days)
    values |= {name: getattr(dates, name) for name in _DAYS}
    refuse_if(checks.validate_dates(values))
    set_values(group, values, SUBGROUP_FIELDS)


def _members(s: Writing, edit: Cancel | OtherPlaces | CourseDays) -> list[Member]:
    column = Member.id if getattr(edit, "members", ()) else Member.mobility_id
    ids = getattr(edit, "members", ()) or getattr(edit, "mobilities", ())
    found = list(s.scalars(select(Member).where(among(column)), as_json(ids)))
    if isinstance(edit, Cancel) and edit.members and edit.mobilities:
        found += _members(s, edit._replace(members=()))
    return found


def _change_member(member: Member, edit: Cancel | OtherPlaces | CourseDays) -> None:
    if isinstance(edit, Cancel):
        if member.ended is None:
            values = {"ended_reason": edit.reason, "ended_by": edit.by, "force_majeure": False}
            set_values(member, values, END_FIELDS)
            member.ended = End.CANCELLED.value
    elif isinstance(edit, OtherPlaces):
        member.places = edit.places
    else:
        now = member.course_days or 0
        after = rules.course_days(now, member.part, member.ended, edit.change)
        if after != now:
            member.course_days = after
