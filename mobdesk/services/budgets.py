"""The budget board of a project: read once, then only what changed is counted again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mobdesk.domain import awards as award_rules
from mobdesk.domain.awards import Way
from mobdesk.domain.board import Board, board
from mobdesk.domain.project_support import ProjectSupport
from mobdesk.domain.roles import Actor, Area
from mobdesk.domain.tallies import Tally, tally
from mobdesk.models.mobilities import Mobility
from mobdesk.models.projects import Project
from mobdesk.models.store import Store
from mobdesk.services import awards, rate_sheets
from mobdesk.services import pricing as prices
from mobdesk.services.access import reads
from mobdesk.services.awards import Awards
from mobdesk.services.board_facts import board_facts, costs_of, places_of
from mobdesk.services.changed import mobilities_since, newest_step
from mobdesk.services.records import among, as_json, load

_MOST_BOARDS = 3


class Overview(NamedTuple):
    """A project's board with what was awarded, moved and stated. ``sheet``: there are rates."""

    project_id: int
    code: str
    title: str | None
    call_year: int | None
    end: date | None
    awards: Awards
    board: Board
    sheet: bool
    mobilities: int

    def ways(self, category: str) -> list[Way]:
        """How what is over in a category can be covered under the stated rules."""
        row = next((one for one in self.board.categories if one.name == category), None)
        if row is None or not row.over:
            return []
        return award_rules.ways(
            self.awards.award, self.awards.flexibility, self.board.free, category, row.over
        )

    def movable(self) -> list[tuple[award_rules.Rule, int]]:
        """Every stated rule with the cents that may still be moved under it."""
        award, free = self.awards.award, self.board.free
        return [
            (
                rule,
                max(
                    award_rules.movable(
                        award, rule, rule.from_category, to, free.get(rule.from_category, 0)
                    )
                    for to in ([rule.to_category] if rule.to_category else [*free, ""])
                    if to != rule.from_category
                ),
            )
            for rule in self.awards.flexibility
        ]


class ProjectChoice(NamedTuple):
    """A project that a board can be shown of."""

    id: int
    code: str
    title: str | None
    start: date | None = None
    end: date | None = None

    def runs_on(self, day: date) -> bool:
        """Whether it runs on ``day``, as far as its dates are known."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass
class _Kept:
    """What was counted of one project, as of one step of the history."""

    version: int
    step: int
    total: Tally = field(default_factory=Tally)
    tallies: dict[int, Tally] = field(default_factory=dict)


@reads(Area.STATUS)
def choices(store: Store, actor: Actor, *, also: int | None = None) -> list[ProjectChoice]:
    """Return the projects that are not in the archive (and ``also``), the newest first."""
    last = func.coalesce(Project.extended_end, Project.end)
    wanted = select(Project.id, Project.code, Project.title, Project.start, last).where(
        or_(~Project.archived, Project.id == also)
    )
    with store.read() as s:
        found = s.execute(wanted.order_by(Project.call_year.desc(), Project.code)).all()
    return [ProjectChoice(*row) for row in found]


@reads(Area.STATUS)
def overview(store: Store, actor: Actor, project_id: int) -> Overview:
    """Return the board of one project. Raises ``Refused("record_missing")``."""
    with store.read() as s:
        return overview_in(s, project_id, _kept(store, s, project_id))


def overview_in(s: Session, project_id: int, kept: _Kept | None = None) -> Overview:
    """As ``overview`` inside a read; without ``kept`` everything is counted."""
    project = load(s, Project, project_id)
    if kept is None:
        kept = _count_all(s, project_id, 0)
    recorded = awards.read(s, project_id)
    sheet = rate_sheets.sheet_for(s, project_id).sheet
    found = board(
        kept.total,
        recorded.award,
        ProjectSupport(sheet).cents,
        costs_of(s, project_id, None).get(None, ()),
    )
    end = project.extended_end or project.end
    return Overview(
        project.id, project.code, project.title, project.call_year, end, recorded, found,
        sheet is not None, len(kept.tallies),
    )  # fmt: skip


def board_of(s: Session, project_id: int) -> Board:
    """The board of one project inside a read, counted anew."""
    return overview_in(s, project_id).board


# --- counting -----------------------------------------------------------------------------------


def _kept(store: Store, s: Session, project_id: int) -> _Kept:
    """What was counted of the project, brought up to the newest step."""
    version = s.connection().exec_driver_sql("PRAGMA data_version").scalar_one()
    boards: dict[int, _Kept] = store.kept.setdefault("boards", {})
    kept = boards.pop(project_id, None)
    if kept is None or kept.version != version:
        kept = _brought_up(s, project_id, kept)
        kept.version = version
    boards[project_id] = kept
    while len(boards) > _MOST_BOARDS:
        del boards[next(iter(boards))]
    return kept


def _brought_up(s: Session, project_id: int, kept: _Kept | None) -> _Kept:
    changed = mobilities_since(s, kept.step) if kept is not None else None
    step = newest_step(s)
    if kept is None or changed is None:
        return _count_all(s, project_id, step)
    here = Mobility.project_id == project_id
    there = s.connection().execute(
        select(Mobility.id).where(here, among(Mobility.id)), as_json(changed)
    )
    fresh = tallies_of(s, project_id, there.scalars().all()) if changed else {}
    for mobility in changed:
        old, new = kept.tallies.pop(mobility, None), fresh.get(mobility)
        if old is not None:
            kept.total.add(old, -1)
        if new is not None:
            kept.total.add(new)
            kept.tallies[mobility] = new
    kept.step = step
    return kept


def _count_all(s: Session, project_id: int, step: int) -> _Kept:
    ids = select(Mobility.id).where(Mobility.project_id == project_id)
    found = tallies_of(s, project_id, s.connection().execute(ids).scalars().all())
    kept = _Kept(0, step, tallies=found)
    for one in found.values():
        kept.total.add(one)
    return kept


def tallies_of(s: Session, project_id: int, ids: Sequence[int]) -> dict[int, Tally]:
    """The tally of each of these mobilities of a project."""
    if not ids:
        return {}
    support = ProjectSupport(rate_sheets.sheet_for(s, project_id).sheet)
    found = places_of(board_facts(s, ids), prices.price_mobilities(s, ids), support, ids)
    return {mobility: tally(places) for mobility, places in found.items()}
