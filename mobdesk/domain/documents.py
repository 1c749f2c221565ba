"""Papers of a mobility: which are wanted, by when, and when one counts as done.

The checklist is shipped data (``papers/checklist.json``); an agency's own list outweighs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from mobdesk.domain import activities, checks, shipped
from mobdesk.domain.mobilities import ACCOMPANY, Kind
from mobdesk.domain.stages import End, Stage
from mobdesk.errors import Problem


class Phase(StrEnum):
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


class PaperState(StrEnum):
    WANTED = "wanted"
    FILED = "filed"
    NOT_NEEDED = "not_needed"


class Asked(StrEnum):
    """When a required paper that is not there is asked for."""

    NOW = "now"
    LATER = "later"
    CLOSED = "closed"  # the mobility was closed without it
    NEVER = "never"  # it ended before the journey


class Level(StrEnum):
    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


_PLANNING: Final = (Stage.IDEA, Stage.APPLIED, Stage.SELECTED)
_JOURNEY: Final = (Stage.ABROAD, Stage.RETURNED, Stage.CLOSED)
_OWN: Final = "own"  # the note of the checklist
SENSITIVITIES: Final = ("normal", "sensitive", "protected")
#: Nothing of a paper original is kept but words, so there is nothing to protect with a key.
MARKS_OF_ORIGINALS: Final = ("normal", "sensitive")


class PaperRule(NamedTuple):
    """One row of the checklist.

    ``due_from`` is ``leaves`` or ``end``; ``whole_group``: one paper may serve the whole group;
    ``condition``: green, minor, real_costs or None; ``may_also``: kinds it may fulfil as well.
    """

    kind: str
    phase: Phase
    needs_signatures: bool
    whole_group: bool
    condition: str | None
    due_from: str
    due_days: int
    need: dict[str, Level]
    notes: dict[str, str]
    may_also: tuple[str, ...]
    unconfirmed: bool


class Wanted(NamedTuple):
    """A paper that one member needs (``required``) or may have."""

    rule: PaperRule
    required: bool
    note: str | None

    @property
    def kind(self) -> str:
        """The kind of paper, for example ``learning_agreement``."""
        return self.rule.kind


class PaperFact(NamedTuple):
    """What is known about one paper of one member. ``proof``: a scan, or "binder, place"."""

    kind: str
    state: str = PaperState.WANTED
    signed: bool = False
    proof: bool = False
    also: tuple[str, ...] = ()


@cache
def checklist() -> dict[str, PaperRule]:
    """All rows of the shipped checklist by kind, in their order."""
    return {
        row["kind"]: PaperRule(
            kind=row["kind"],
            phase=Phase(row["phase"]),
            needs_signatures=row["signed"],
            whole_group=row["whole_group"],
            condition=row["condition"],
            due_from=row["due"]["from"],
            due_days=row["due"]["days"],
            need={column: Level(level) for column, level in row["need"].items()},
            notes=row["notes"],
            may_also=tuple(row["may_also"]),
            unconfirmed=row["unconfirmed"],
        )
        for row in shipped.table("papers/checklist.json")["papers"]
    }


@cache
def shared_in(column: str) -> frozenset[str]:
    """The kinds of which one paper serves the members of a group in this column together.

    Counted once, whoever of them holds it. A paper that the checklist notes as their own serves
    nobody else, and another's does not serve them (who accompanies has an own certificate).
    """
    return frozenset(
        kind
        for kind, rule in checklist().items()
        if rule.whole_group and rule.notes.get(column) != _OWN
    )


def validate_signed_on(day: date | None, today: date) -> list[Problem]:
    """What is wrong with the day on which the later one signed: it is still to come."""
    return [Problem("signed_on", "signed_in_future")] if day is not None and day > today else []


def column_for(activity_type: str | None, part: str, kind: str) -> str:
    """The column of the checklist for one member.

    Accompanying persons, preparatory visits, experts and guests first; then group, course, learner.
    """
    if part in ACCOMPANY:
        return "accompanying"
    if activity_type == activities.VISIT:
        return "visit"
    if part == "expert" or activity_type in ("invited-expert", "hosted-teacher"):
        return "expert"
    if kind == Kind.GROUP or activity_type == "group-mobility":
        return "group"
    if part == "staff":
        return "course" if activity_type == activities.COURSE else "staff"
    return "learner"


@lru_cache(maxsize=128)
def wanted(
    column: str, *, green: bool = False, minor: bool = False, real_costs: bool = False
) -> tuple[Wanted, ...]:
    """The papers of one column under these conditions, required and optional, in list order."""
    holds = {None: True, "green": green, "minor": minor, "real_costs": real_costs}
    return tuple(
        Wanted(rule, rule.need[column] is Level.REQUIRED, rule.notes.get(column))
        for rule in checklist().values()
        if rule.need[column] is not Level.NONE and holds[rule.condition]
    )


def needed_by(rule: PaperRule, leaves: date | None, end: date | None) -> date | None:
    """The day by which a paper should be there; None while the date it hangs on is unknown."""
    anchor = leaves if rule.due_from == "leaves" else end
    return anchor + timedelta(days=rule.due_days) if anchor is not None else None


def has_left(stage: str, ended: str | None, out: date | None, today: date) -> bool:
    """Whether the journey began, by its stage or by its day of leaving."""
    gone = stage in _JOURNEY or ended == End.RETURNED_EARLY
    return gone or (out is not None and out <= today)


def asked(phase: Phase, stage: str, ended: str | None, *, left: bool) -> Asked:
    """When papers of a phase are asked for; ``left`` as in ``has_left``.

    Not until Confirmed; then those of before, from leaving on all (answers, section 4). Every
    place that counts missing papers asks here.
    """
    if ended not in (None, End.RETURNED_EARLY):
        return Asked.NEVER
    if stage == Stage.CLOSED:
        return Asked.CLOSED
    if stage in _PLANNING:
        return Asked.LATER
    return Asked.NOW if left or phase is Phase.BEFORE else Asked.LATER


def is_done(fact: PaperFact) -> bool:
    """Signed by all *and* kept somewhere where signatures are needed; else filed is enough."""
    if fact.state == PaperState.NOT_NEEDED:
        return True
    if fact.state != PaperState.FILED:
        return False
    rule = checklist().get(fact.kind)
    return rule is None or not rule.needs_signatures or (fact.signed and fact.proof)


def open_step(fact: PaperFact | None) -> str:
    """What a paper still lacks: ``file``, ``signature``, ``proof``, or empty when done."""
    if fact is None or fact.state == PaperState.WANTED:
        return "file"
    if is_done(fact):
        return ""
    return "signature" if not fact.signed else "proof"


def fulfilled(facts: Iterable[PaperFact]) -> frozenset[str]:
    """The kinds that need nothing more; one filed paper may fulfil several rows (``also``)."""
    kinds: set[str] = set()
    for fact in facts:
        if is_done(fact):
            kinds.add(fact.kind)
            if fact.state == PaperState.FILED:
                kinds.update(fact.also)
    return frozenset(kinds)


class ChecklistRow(NamedTuple):
    """One row as a page shows it. ``step`` as in ``open_step``; ``fulfilled_by`` another kind.

    ``overdue`` is said of what is asked for now.
    """

    kind: str
    phase: Phase
    required: bool
    note: str | None
    due: date | None
    state: PaperState
    step: str
    fulfilled_by: str | None
    overdue: bool
    unconfirmed: bool
    asked: Asked


def rows(
    papers: tuple[Wanted, ...],
    facts: Iterable[PaperFact],
    leaves: date | None,
    end: date | None,
    today: date,
    stage: str,
    ended: str | None = None,
) -> list[ChecklistRow]:
    """The checklist of one member with the state of every row."""
    by_kind: dict[str, PaperFact] = {}
    lent: dict[str, str] = {}
    for fact in facts:  # the own one, or one of the whole group: whichever is done
        if fact.kind not in by_kind or is_done(fact):
            by_kind[fact.kind] = fact
        if fact.state == PaperState.FILED and is_done(fact):
            lent |= dict.fromkeys(fact.also, fact.kind)
    left = has_left(stage, ended, leaves, today)
    result: list[ChecklistRow] = []
    for paper in papers:
        known = by_kind.get(paper.kind)
        lender = lent.get(paper.kind) if known is None or not is_done(known) else None
        due = needed_by(paper.rule, leaves, end)
        step = "" if lender else open_step(known)
        state = PaperState.FILED if lender else PaperState(known.state if known else "wanted")
        when = asked(paper.rule.phase, stage, ended, left=left)
        missed = bool(step) and paper.required and when is Asked.NOW
        late = missed and due is not None and due < today
        result.append(
            ChecklistRow(
                paper.kind,
                paper.rule.phase,
                paper.required,
                paper.note,
                due,
                state,
                step,
                lender,
                late,
                paper.rule.unconfirmed,
                when,
            )
        )
    return result


def validate_original(values: Mapping[str, Any]) -> list[Problem]:
    """Problems of a paper original: what it is and its binder and place are needed."""
    return [
        *checks.needed(values, "title", "place", "sensitivity"),
        *checks.lengths(values, {"title": 200, "place": 200}),
        *checks.choice(values, "sensitivity", MARKS_OF_ORIGINALS),
    ]
