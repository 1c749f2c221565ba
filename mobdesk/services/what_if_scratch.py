"""The scratch copy of a project's plan: read once, then counted without reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain import budget, documents, plans
from mobdesk.domain.awards import Award
from mobdesk.domain.board import Board, board
from mobdesk.domain.budget import Standing
from mobdesk.domain.mobilities import ACCOMPANY
from mobdesk.domain.plans import Aim, Compared, Goes
from mobdesk.domain.pricing import Case, Priced
from mobdesk.domain.project_support import ProjectSupport
from mobdesk.domain.tallies import Cost, Tally, tally
from mobdesk.domain.what_if import Plan
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.projects import Project
from mobdesk.services import awards, rate_sheets, rule_facts
from mobdesk.services.board_facts import BoardFacts, Known, board_facts, costs_of, places_of
from mobdesk.services.changed import newest_step
from mobdesk.services.plans import aims_of, objectives_of
from mobdesk.services.pricing import Cases, gather_mobilities, price_cases, sheets_used
from mobdesk.services.records import load
from mobdesk.services.what_if_rules import Met


class Choosable(NamedTuple):
    """One mobility that edits can be about, as its list shows it.

    ``unnamed`` are its members without names who take part; ``over``: nothing can change any more.
    """

    mobility_id: int
    name: str
    place: str | None
    activity: str
    stage: str
    ended: bool
    first: date | None
    last: date | None
    places: int
    green: bool
    over: bool
    unnamed: tuple[int, ...] = ()


class Totals(NamedTuple):
    """Everything that is counted of a plan."""

    priced: Mapping[int, Priced]
    board: Board
    compared: tuple[Compared, ...]


class Scratch(NamedTuple):
    """The plan of one project, read once. ``step``: how far the history was."""

    project_id: int
    code: str
    title: str | None
    start: date | None
    end: date | None
    step: int
    stays: tuple[Choosable, ...]
    plan: Plan
    cases: Cases
    facts: BoardFacts
    known: Mapping[int, Known]
    award: Award
    support: ProjectSupport
    project_costs: tuple[Cost, ...]
    aims: tuple[Aim, ...]
    objectives: Mapping[int, int | None]
    objective_names: Mapping[int, str]
    met: Met
    before: Totals | None = None


# --- reading ------------------------------------------------------------------------------------


def start_in(s: Session, project_id: int) -> Scratch:
    """Read the plan of one project. Raises ``Refused("record_missing")``."""
    project = load(s, Project, project_id)
    here = select(Mobility.id).where(Mobility.project_id == project_id)
    ids = s.connection().execute(here).scalars().all()
    # Also of a project without any mobility: its first ones are priced by the same sheet.
    cases = gather_mobilities(s, ids)._replace(sheets=sheets_used(s, {project_id}))
    facts = board_facts(s, ids)
    named = s.scalars(
        select(Member.id).where(Member.mobility_id.in_(here), Member.person_id.is_not(None))
    )
    plan = Plan(project_id, cases.members, frozenset(named))
    objectives = select(Mobility.id, Mobility.objective_id).where(Mobility.id.in_(here))
    scratch = Scratch(
        project_id, project.code, project.title, project.start,
        project.extended_end or project.end, newest_step(s),
        _choosable(s, project_id, plan),
        plan, cases, facts, {one.member_id: one for one in facts.members},
        awards.read(s, project_id).award,
        ProjectSupport(rate_sheets.sheet_for(s, project_id).sheet),
        tuple(costs_of(s, project_id, None).get(None, ())),
        aims_of(s, project_id),
        {row[0]: row[1] for row in s.connection().execute(objectives)},
        {one.id: f"{one.number}. {one.title}" for one in objectives_of(s, project_id)},
        Met(
            rule_facts.around(s, project_id, ()).facts, rule_facts.of_project(s, project_id),
            rule_facts.elsewhere(s, project_id),
        ),
    )  # fmt: skip
    return scratch._replace(before=totals(scratch, plan.cases))


def _choosable(s: Session, project_id: int, plan: Plan) -> tuple[Choosable, ...]:
    wanted = (
        select(
            Mobility.id, Mobility.shown_name, Mobility.hosting_city, Mobility.first_day,
            Mobility.last_day,
        )
        .where(Mobility.project_id == project_id)
        .order_by(Mobility.day_key, Mobility.shown_key, Mobility.id)
    )  # fmt: skip
    members: dict[int, list[Case]] = {}
    for case in plan.cases:
        members.setdefault(case.mobility_id, []).append(case)
    found = []
    for number, name, place, first, last in s.connection().execute(wanted):
        mine = members.get(number, [])
        if mine:
            found.append(_one(number, name, place, first, last, mine, plan.named))
    return tuple(found)


def _one(
    number: int, name: str, place: str | None, first: date | None, last: date | None,
    mine: Sequence[Case], named: frozenset[int],
) -> Choosable:  # fmt: skip
    one = mine[0]
    return Choosable(
        number, name, place, one.activity_type or "", one.stage, all(c.ended for c in mine),
        first, last, sum(c.places for c in mine if not c.ended), all(c.green for c in mine),
        one.back,
        tuple(
            c.member_id for c in mine
            if c.member_id not in named and not c.ended and c.part not in ACCOMPANY
        ),
    )  # fmt: skip


# --- computing ----------------------------------------------------------------------------------


def totals(scratch: Scratch, cases: tuple[Case, ...]) -> Totals:
    """Everything of these members, counted from nothing."""
    priced = price_cases(scratch.cases._replace(members=cases))
    facts = scratch.facts._replace(members=tuple(_known(scratch.known, case) for case in cases))
    whole = Tally()
    for places in places_of(facts, priced, scratch.support).values():
        whole.add(tally(places))
    found = board(whole, scratch.award, scratch.support.cents, scratch.project_costs)
    return Totals(priced, found, tuple(plans.compare(scratch.aims, _goes(scratch, facts, cases))))


def _known(known: Mapping[int, Known], case: Case) -> Known:
    """What the board asks of a member, with what an edit changes; of a new one: nothing is done."""
    have = known.get(case.member_id)
    if have is None:
        column = documents.column_for(case.activity_type, case.part, case.kind)
        wanted = budget.agreement_wanted(column)
        standing = Standing(case.stage, case.ended, wanted, False, False, frozenset())
        return Known(
            case.member_id, case.mobility_id, standing, case.activity_type or "", case.part,
            case.places, True, 0,
        )  # fmt: skip
    if have.standing.ended == case.ended and have.places == case.places:
        return have
    return have._replace(standing=have.standing._replace(ended=case.ended), places=case.places)


def _goes(scratch: Scratch, facts: BoardFacts, cases: Iterable[Case]) -> Iterable[Goes]:
    for case, known in zip(cases, facts.members, strict=True):
        days = plans.days_of(case.dates.first, case.dates.last, case.virtual_days)
        yield Goes(
            known.activity, case.stage, case.ended, case.part, case.places,
            scratch.objectives.get(case.mobility_id), None, days,
        )  # fmt: skip
