"""Subgroups of a mobility: those who travel together, with their dates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from mobdesk.domain import mobilities as rules
from mobdesk.domain import what_if
from mobdesk.domain.done import Done
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import writes
from mobdesk.services.mobilities import done_with
from mobdesk.services.mobility_details import SUBGROUP_FIELDS
from mobdesk.services.mobility_plans import SubgroupPlan, problems, write_subgroup
from mobdesk.services.records import load, refuse_if, set_values
from mobdesk.services.rule_facts import without_new_errors

#: What is planned to the day, in a subgroup.
DAYS = ("start", "end", "leaves", "back")


@writes(Area.MOBILITIES)
def change(
    store: Store, actor: Actor, subgroup_id: int, rev: int, values: Mapping[str, Any]
) -> Done:
    """Change dates and travel of one subgroup. Raises ``Invalid``, ``Stale``."""
    with store.write(Label("mobility_dates_changed"), actor) as s:
        group = load(s, Subgroup, subgroup_id, rev)
        after = {**{n: getattr(group, n) for n in SUBGROUP_FIELDS}, **values}
        refuse_if(rules.validate_dates(after))
        with without_new_errors(s, group.mobility_id):
            set_values(group, values, SUBGROUP_FIELDS)
        return done_with(s, load(s, Mobility, group.mobility_id))


@writes(Area.MOBILITIES)
def shift(store: Store, actor: Actor, mobility_id: int, days: int) -> Done:
    """Move all planned days of every subgroup: so many days later, below 0 earlier; one step.

    Days that were real stay, and so does a month of which the days are not known yet. Raises
    ``Invalid``; ``Refused("no_days_to_move")`` where no day is known.
    """
    refuse_if(what_if.validate_shift(days, "days"))
    with store.write(Label("mobility_dates_changed"), actor) as s:
        record = load(s, Mobility, mobility_id)
        groups = s.scalars(select(Subgroup).filter_by(mobility_id=mobility_id)).all()
        planned = [rules.Dates(**{name: getattr(one, name) for name in DAYS}) for one in groups]
        if not any(any(dates) for dates in planned):
            raise Refused("no_days_to_move")
        with without_new_errors(s, mobility_id):
            for group, dates in zip(groups, planned, strict=True):
                moved = what_if.moved(dates, days, None)
                set_values(group, {name: getattr(moved, name) for name in DAYS}, DAYS)
                after = {name: getattr(group, name) for name in SUBGROUP_FIELDS}
                refuse_if(rules.validate_dates(after))
        return done_with(s, record)


@writes(Area.MOBILITIES)
def add(
    store: Store,
    actor: Actor,
    mobility_id: int,
    plan: SubgroupPlan,
    member_ids: Sequence[int] = (),
) -> Done:
    """Add a subgroup with other dates or another way to travel. Raises ``Invalid``.

    ``member_ids`` of the same mobility go over to the new subgroup.
    """
    refuse_if(problems({}, [plan]))
    with store.write(Label("subgroup_added"), actor) as s:
        with without_new_errors(s, mobility_id):
            group = write_subgroup(s, mobility_id, plan)
            for member_id in member_ids:
                _move(s, load(s, Member, member_id), group)
        return done_with(s, load(s, Mobility, mobility_id))


@writes(Area.MOBILITIES)
def move_members(store: Store, actor: Actor, member_ids: Sequence[int], subgroup_id: int) -> Done:
    """Let members travel with another subgroup of their mobility."""
    with store.write(Label("member_changed"), actor) as s:
        group = load(s, Subgroup, subgroup_id)
        with without_new_errors(s, group.mobility_id):
            for member_id in member_ids:
                _move(s, load(s, Member, member_id), group)
        return done_with(s, load(s, Mobility, group.mobility_id))


@writes(Area.MOBILITIES)
def remove(store: Store, actor: Actor, subgroup_id: int) -> Done:
    """Delete an empty subgroup. Raises ``Refused``: ``subgroup_in_use``, ``subgroup_last``."""
    with store.write(Label("subgroup_removed"), actor) as s:
        group = load(s, Subgroup, subgroup_id)
        record = load(s, Mobility, group.mobility_id)
        of = select(func.count(Subgroup.id)).filter_by(mobility_id=record.id)
        if s.scalar(of) == 1:
            raise Refused("subgroup_last")
        if s.scalar(select(Member.id).filter_by(subgroup_id=subgroup_id).limit(1)) is not None:
            raise Refused("subgroup_in_use")
        s.delete(group)
        return done_with(s, record)


def _move(s: Writing, member: Member, group: Subgroup) -> None:
    if member.mobility_id != group.mobility_id:
        raise Refused("record_missing")
    member.subgroup_id = group.id
