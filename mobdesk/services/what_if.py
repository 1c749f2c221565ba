"""What-if: the effect of edits on every budget line and target, from a scratch copy of the plan.

Nothing here writes: ``what_if_keeping`` makes edits the plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from mobdesk.domain import what_if as rules
from mobdesk.domain.board import Board, Row
from mobdesk.domain.plans import Compared
from mobdesk.domain.pricing import Case, Priced
from mobdesk.domain.roles import Actor, Area
from mobdesk.domain.what_if import Edit, MoreStays, Plan
from mobdesk.errors import Problem
from mobdesk.models.store import Store
from mobdesk.services import what_if_rules
from mobdesk.services.access import reads
from mobdesk.services.what_if_rules import Told
from mobdesk.services.what_if_scratch import Scratch, start_in, totals


class Line(NamedTuple):
    """One category, activity type or the total, before and after."""

    before: Row
    after: Row

    @property
    def name(self) -> str:
        """The category or activity type; empty for the total."""
        return self.after.name

    @property
    def changes(self) -> bool:
        """Some sum of it is another one."""
        return self.before != self.after

    @property
    def difference(self) -> int:
        """What is expected more, in cents; negative: less."""
        return self.after.expected - self.before.expected


class AimLine(NamedTuple):
    """One target before and after."""

    before: Compared
    after: Compared


class Agreements(NamedTuple):
    """Signed agreements that today's data no longer give; ``cents`` is the sum of differences."""

    members: int
    cents: int


class Effect(NamedTuple):
    """What edits do. ``refused``: place in the list of edits and why it changes nothing."""

    before: Board
    after: Board
    categories: tuple[Line, ...]
    activities: tuple[Line, ...]
    total: Line
    aims: tuple[AimLine, ...]
    agreements: Agreements
    told: tuple[Told, ...]
    refused: tuple[tuple[int, Problem], ...]

    @property
    def missing(self) -> int:
        """So many more mobilities wait for a rate, a distance or days."""
        return self.after.missing - self.before.missing


# --- reading ------------------------------------------------------------------------------------


@reads(Area.MOBILITIES)
def start(store: Store, actor: Actor, project_id: int) -> Scratch:
    """Read the plan of one project. Raises ``Refused("record_missing")``."""
    with store.read() as s:
        return start_in(s, project_id)


# --- computing ----------------------------------------------------------------------------------


def effect(scratch: Scratch, edits: Sequence[Edit]) -> Effect:
    """What the edits do to every budget line and target; nothing is read, nothing is written."""
    before = scratch.before or totals(scratch, scratch.plan.cases)
    cases, refused, objectives = _applied(scratch.plan, edits)
    after = totals(scratch._replace(objectives={**scratch.objectives, **objectives}), cases)
    good = [edit for at, edit in enumerate(edits) if at not in dict(refused)]
    return Effect(
        before.board, after.board,
        _lines(before.board.categories, after.board.categories),
        _lines(before.board.activities, after.board.activities),
        Line(before.board.total, after.board.total),
        _aim_lines(before.compared, after.compared),
        _agreements(before.priced, after.priced),
        what_if_rules.told(scratch.met, scratch.plan.cases, cases, good),
        tuple(refused),
    )  # fmt: skip


def _applied(
    plan: Plan, edits: Iterable[Edit]
) -> tuple[tuple[Case, ...], list[tuple[int, Problem]], dict[int, int | None]]:
    """The members after the edits, what is refused, and the objectives of new stays."""
    refused = []
    objectives: dict[int, int | None] = {}
    for at, edit in enumerate(edits):
        problem = rules.problem(edit, plan.cases, plan.named)
        if problem is not None:
            refused.append((at, problem))
            continue
        cases = rules.apply(plan, [edit])
        if isinstance(edit, MoreStays):
            new = cases[len(plan.cases) :]
            objectives.update((case.mobility_id, edit.objective_id) for case in new)
        plan = plan._replace(cases=cases)
    return plan.cases, refused, objectives


def _lines(before: Iterable[Row], after: Iterable[Row]) -> tuple[Line, ...]:
    """Each that stands before or after, in the order of the board."""
    old, new = ({row.name: row for row in rows} for rows in (before, after))
    names = list(new) + [name for name in old if name not in new]
    return tuple(
        Line(old.get(name) or _nothing(new[name]), new.get(name) or _nothing(old[name]))
        for name in names
    )


def _nothing(row: Row) -> Row:
    """The same line with nothing in it."""
    return Row(row.name, row.award, row.amendment, row.now, 0, 0, 0, 0)


def _aim_lines(before: Iterable[Compared], after: Iterable[Compared]) -> tuple[AimLine, ...]:
    old, new = ({one.key: one for one in each} for each in (before, after))
    return tuple(
        AimLine(old.get(key) or _none(new[key]), new.get(key) or _none(old[key]))
        for key in [*new, *(key for key in old if key not in new)]
    )


def _none(one: Compared) -> Compared:
    return Compared(one.key, one.planned, one.planned_days, 0, 0, 0)


def _agreements(before: Mapping[int, Priced], after: Mapping[int, Priced]) -> Agreements:
    cents = [
        (now.difference or 0) - (was.difference or 0)
        for number, now in after.items()
        if now.frozen and (was := before.get(number)) and now.difference != was.difference
    ]
    return Agreements(len(cents), sum(cents))
