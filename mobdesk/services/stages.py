"""Stages and ends of a mobility: each change says what it needs; one may go on with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from mobdesk.domain import readiness
from mobdesk.domain import stages as rules
from mobdesk.domain.done import Done
from mobdesk.domain.roles import Actor, Area
from mobdesk.domain.stages import Stage, StageFacts
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import writes
from mobdesk.services.member_facts import MemberFacts, member_facts
from mobdesk.services.mobility_details import END_FIELDS
from mobdesk.services.records import load, refuse_if, set_values


class StageStep(NamedTuple):
    """One step of the stage line: what it still needs, and whether the dates propose it today."""

    stage: Stage
    missing: tuple[str, ...]
    proposed: bool


def line_of(record: Mobility, members: list[MemberFacts], today: date) -> list[StageStep]:
    """The stage line of a mobility whose members are read already."""
    facts = _stage_facts(record, members, today)
    proposed = _proposed(record, members, today)
    return [
        StageStep(Stage(s), rules.missing_for(record.stage, s, facts), s == proposed)
        for s in rules.STAGES
    ]


def _proposed(record: Mobility, members: list[MemberFacts], today: date) -> Stage | None:
    out = min((m.dates.out for m in members if m.dates.out), default=None)
    home = max((m.dates.home for m in members if m.dates.home), default=None)
    ended = bool(members) and all(m.facts.ended for m in members)
    return rules.proposed(record.stage, out, home, ended, today)


@writes(Area.MOBILITIES)
def move(
    store: Store, actor: Actor, mobility_id: int, stage: str, today: date, reason: str = ""
) -> Done:
    """Change the stage. Raises ``stage_needs_reason`` with what is missing and no reason given."""
    with store.write(Label("stage_changed", {"stage": stage}), actor) as s:
        record = load(s, Mobility, mobility_id)
        facts = _stage_facts(record, member_facts(s, [Mobility.id == mobility_id]), today)
        change = rules.move(record.stage, stage, facts, reason)
        record.stage, record.stage_reason = change.after.value, change.reason or None
        return _done(s, record)


@writes(Area.MOBILITIES)
def end(
    store: Store,
    actor: Actor,
    member_id: int,
    ending: str,
    values: Mapping[str, Any],
    *,
    today: date | None = None,
) -> Done:
    """End one member's mobility: not selected, withdrawn, cancelled, returned early.

    ``values``: ended_reason, ended_by, force_majeure, ended_on, money_kept. With ``today``
    an early return cannot lie ahead. Raises ``Invalid``.
    """
    with store.write(Label("member_ended", {"end": ending}), actor) as s:
        member = load(s, Member, member_id)
        record = load(s, Mobility, member.mobility_id)
        refuse_if(rules.check_end(record.stage, ending, values, today))
        _end(member, ending, values)
        return _done(s, record)


@writes(Area.MOBILITIES)
def end_all(
    store: Store,
    actor: Actor,
    mobility_id: int,
    ending: str,
    values: Mapping[str, Any],
    *,
    today: date | None = None,
) -> Done:
    """End a mobility for all of its members who did not end before; ``values`` as in ``end``."""
    with store.write(Label("member_ended", {"end": ending}), actor) as s:
        record = load(s, Mobility, mobility_id)
        refuse_if(rules.check_end(record.stage, ending, values, today))
        for member in s.scalars(select(Member).filter_by(mobility_id=mobility_id, ended=None)):
            _end(member, ending, values)
        return _done(s, record)


def _end(member: Member, ending: str, values: Mapping[str, Any]) -> None:
    set_values(member, values, END_FIELDS)
    member.ended = ending
    if ending == rules.End.RETURNED_EARLY:
        member.actual_end = values.get("ended_on")


@writes(Area.MOBILITIES)
def reopen(store: Store, actor: Actor, member_id: int) -> Done:
    """Take back the end of one member's mobility."""
    with store.write(Label("member_reopened"), actor) as s:
        member = load(s, Member, member_id)
        if member.ended == rules.End.RETURNED_EARLY:
            member.actual_end = None
        member.ended = None
        set_values(member, dict.fromkeys(END_FIELDS), END_FIELDS)
        return _done(s, load(s, Mobility, member.mobility_id))


def _stage_facts(record: Mobility, members: list[MemberFacts], today: date) -> StageFacts:
    going = [m for m in members if not m.facts.ended]
    judged = [readiness.assess(m.facts, today) for m in going]
    return StageFacts(
        person_or_places=bool(members),
        activity_type=record.activity_type is not None,
        project=record.project_id is not None,
        # The decision itself is kept by selection, a room of its own: until then a reason is asked.
        selection=rules.position(record.stage) >= rules.position(Stage.SELECTED),
        host_agreed=record.host_confirmed_on is not None,
        exact_dates=bool(going) and all(m.dates.exact for m in going),
        ready_to_leave=bool(judged) and all(j.ready_to_leave for j in judged),
        actual_dates=bool(going) and all(m.dates.actual_end is not None for m in going),
        ready_to_close=rules.group_may_close(
            (readiness.assess(m.facts, today).ready_to_close, bool(m.facts.ended)) for m in members
        ),
    )


def _done(s: Writing, record: Mobility) -> Done:
    s.label_values["place"] = record.hosting_city
    s.label_values["name"] = record.shown_name
    return s.done(record.id)
