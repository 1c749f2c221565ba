"""Readiness: four marks beside the stage, and the one thing that comes next.

Computed from plain facts, so that one query can feed ten thousand members. Due days of items are
defaults of the program. "Rate missing" is a gap in our knowledge: it blocks nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Final, NamedTuple

from mobdesk.domain.activities import VISIT
from mobdesk.domain.documents import Asked, Phase, asked, has_left, wanted
from mobdesk.domain.marks import Aspect, Glyph, Mark, Missing, Readiness, earliest
from mobdesk.domain.mobilities import Kind, Part

#: From so many days before leaving on, what is missing asks for a look.
LOOK_DAYS: Final = 14


class Facts(NamedTuple):
    """Everything that is asked about one member, whoever reads it from where.

    ``column`` is the column of the checklist; ``fulfilled`` the kinds of papers that are done,
    those of the whole group included. ``out``/``home`` are the days of leaving and coming back.
    """

    stage: str
    ended: str | None = None
    named: bool = True
    column: str = "staff"
    out: date | None = None
    last: date | None = None
    home: date | None = None
    host_confirmed: bool = False
    travel_booked: bool = False
    insurance_from: date | None = None
    insurance_to: date | None = None
    document_valid_to: date | None = None
    next_of_kin: bool = False
    green: bool = False
    minor: bool = False
    real_costs: bool = False
    fulfilled: frozenset[str] = frozenset()
    not_needed: frozenset[str] = frozenset()
    """Items of preparation, money and reporting that somebody set aside with a reason."""
    agreement_signed: bool = False
    grant_known: bool = False
    pay_by: date | None = None
    """The earliest day of what is open between the centre and the participant."""
    settled: bool = True
    """Nothing is left to pay to the participant, or to come back."""
    survey_wanted: bool = True
    survey_done: bool = False
    bm_wanted: bool = False
    bm_done: bool = False
    """Complete in BM, and nothing that was entered there has changed since."""


class OpenPaper(NamedTuple):
    """A required paper that is not there, and when it is asked for."""

    kind: str
    due: date | None
    overdue: bool
    asked: Asked


_READY = Mark(Glyph.READY)
_NOT_YET = Mark(Glyph.NOT_YET)
_RATE_MISSING = Mark(Glyph.RATE_MISSING)
_NOTHING_YET = Readiness((_NOT_YET,) * 4)
_ALL_READY = Readiness((_READY,) * 4)
_NO_MARKS = Readiness((Mark(Glyph.NONE),) * 4)
_EARLY_RETURN = "returned_early"

#: Items of preparation in table order with their days before leaving.
_PREPARATION: Final = (
    ("person_named", -14),
    ("host_confirmed", -45),
    ("travel_booked", -40),
    ("insurance_covers", -30),
    ("document_valid", -30),
    ("next_of_kin", -14),
)
_AGREEMENT_DAYS: Final = -30
_SURVEY_DAYS: Final = 30  # asked for at 7 days after the end, chased to 30
_BM_DAYS: Final = 10

PREPARATION_ITEMS: Final = tuple(code for code, _days in _PREPARATION)
MONEY_ITEMS: Final = ("agreement_signed", "instalment_paid", "balance_settled")
ITEMS: Final = (*PREPARATION_ITEMS, *MONEY_ITEMS, "survey_done", "bm_complete")


@cache
def _needs(days: int) -> timedelta:
    return timedelta(days=days)


@lru_cache(maxsize=256)
def _papers(
    column: str, green: bool, minor: bool, real_costs: bool
) -> tuple[tuple[tuple[str, Phase, bool, timedelta], ...], frozenset[str], frozenset[str]]:
    """Required papers as (kind, phase, due from leaving, days), all kinds, kinds of before."""
    rules = [
        w.rule
        for w in wanted(column, green=green, minor=minor, real_costs=real_costs)
        if w.required
    ]
    rows = tuple((r.kind, r.phase, r.due_from == "leaves", _needs(r.due_days)) for r in rules)
    before = frozenset(r.kind for r in rules if r.phase is Phase.BEFORE)
    return rows, frozenset(r.kind for r in rules), before


def survey_wanted(kind: str, part: str, activity_type: str | None) -> bool:
    """Who is asked for the participant report: individuals, and the lead of a group.

    Preparatory visits: not established, so not asked.
    """
    if activity_type == VISIT:
        return False
    if kind == Kind.GROUP:
        return part == Part.LEAD
    return part not in (Part.ACCOMPANYING, Part.LEAD)


def assess(facts: Facts, today: date) -> Readiness:
    """The four marks of one member on ``today`` and the one missing thing that comes next."""
    stage = facts.stage
    if facts.ended is not None and facts.ended != _EARLY_RETURN:
        return _NO_MARKS
    if stage == "closed":
        return _ALL_READY
    if stage in ("idea", "applied"):
        return _NOTHING_YET
    missing: list[Missing] = []
    back = stage == "returned" or facts.ended == _EARLY_RETURN
    near = facts.out is not None and (facts.out - today).days <= LOOK_DAYS
    confirmed = stage != "selected"
    marks = (
        _READY if back else _preparation(facts, today, stage == "abroad", near, missing),
        _paper_mark(facts, today, near, missing) if confirmed else _NOT_YET,
        _money(facts, today, near, missing) if confirmed else _NOT_YET,
        _reporting(facts, today, missing) if confirmed else _NOT_YET,
    )
    return Readiness(marks, min(missing, key=earliest) if missing else None)


def missing_things(facts: Facts, today: date) -> list[Missing]:
    """All open things of one member, earliest due first, then in table order."""
    if facts.stage in ("idea", "applied", "closed"):
        return []
    if facts.ended is not None and facts.ended != _EARLY_RETURN:
        return []
    found: list[Missing] = []
    back = facts.stage == "returned" or facts.ended == _EARLY_RETURN
    if not back:
        _preparation(facts, today, facts.stage == "abroad", False, found)
    if facts.stage != "selected":
        _paper_mark(facts, today, False, found)
        _money(facts, today, False, found)
        _reporting(facts, today, found)
    return sorted(found, key=earliest)


def _mark(found: Sequence[Missing], of: int, near: bool) -> Mark:
    if not found:
        return _READY
    look = near or any(thing.overdue for thing in found)
    return Mark(Glyph.LOOK if look else Glyph.ON_THE_WAY, len(found), of)


def _preparation(facts: Facts, today: date, away: bool, near: bool, missing: list[Missing]) -> Mark:
    """Host, travel, insurance, identity document, next of kin; once away only what must hold."""
    out, home = facts.out, facts.home or facts.last
    known = out is not None and home is not None
    insured = (
        known
        and facts.insurance_from is not None
        and facts.insurance_to is not None
        and facts.insurance_from <= out  # type: ignore[operator]
        and facts.insurance_to >= home  # type: ignore[operator]
    )
    valid = facts.document_valid_to
    met = (
        facts.named,
        facts.host_confirmed or away,
        facts.travel_booked or away,
        insured,
        valid is not None and (home is None or valid >= home),
        facts.next_of_kin or away,
    )
    if all(met):
        return _READY
    found = [
        Missing(Aspect.PREPARATION, code, due, due is not None and due < today)
        for (code, days), ok in zip(_PREPARATION, met, strict=True)
        if not ok and code not in facts.not_needed
        for due in ((out + _needs(days)) if out is not None else None,)
    ]
    missing += found
    return _mark(found, len(_PREPARATION), near)


def open_papers(facts: Facts, today: date) -> list[OpenPaper]:
    """Every required paper of one member that is not there, in table order.

    Those that are asked for now are missing; the others are not due yet, or the mobility was
    closed without them. Unnamed places are counted, never papered.
    """
    rows, kinds, _before = _papers(facts.column, facts.green, facts.minor, facts.real_costs)
    if not facts.named or kinds <= facts.fulfilled:
        return []
    left = has_left(facts.stage, facts.ended, facts.out, today)
    found: list[OpenPaper] = []
    for kind, phase, from_leaving, days in rows:
        when = asked(phase, facts.stage, facts.ended, left=left)
        if kind in facts.fulfilled or when is Asked.NEVER:
            continue
        anchor = facts.out if from_leaving else facts.last
        due = anchor + days if anchor is not None else None
        late = when is Asked.NOW and due is not None and due < today
        found.append(OpenPaper(kind, due, late, when))
    return found


def _paper_mark(facts: Facts, today: date, near: bool, missing: list[Missing]) -> Mark:
    """Required papers: those due before until leaving, then the others as well."""
    if not facts.named:
        return _NOT_YET
    _rows, every, before = _papers(facts.column, facts.green, facts.minor, facts.real_costs)
    left = has_left(facts.stage, facts.ended, facts.out, today)
    kinds = every if left else before
    if kinds <= facts.fulfilled:
        return _READY
    found = [
        Missing(Aspect.PAPERS, paper.kind, paper.due, paper.overdue)
        for paper in open_papers(facts, today)
        if paper.asked is Asked.NOW
    ]
    missing += found
    return _mark(found, len(kinds), near and not left)


def _money(facts: Facts, today: date, near: bool, missing: list[Missing]) -> Mark:
    """The agreement where one is required, what is due today, whether the grant is known.

    After the return the balance as well: "paid 80 %" is ready until then.
    """
    required = "grant_agreement" in _papers(facts.column, False, False, False)[1]
    signed = facts.agreement_signed or "grant_agreement" in facts.fulfilled
    found: list[Missing] = []
    if required and facts.named and not signed and "agreement_signed" not in facts.not_needed:
        due = facts.out + _needs(_AGREEMENT_DAYS) if facts.out is not None else None
        found.append(_open_money("agreement_signed", due, today))
    back = facts.stage == "returned" or facts.ended == _EARLY_RETURN
    if facts.pay_by is not None and facts.pay_by <= today:
        found.append(_open_money("instalment_paid", facts.pay_by, today))
    elif back and facts.grant_known and not facts.settled:
        found.append(_open_money("balance_settled", facts.pay_by, today))
    found = [thing for thing in found if thing.code not in facts.not_needed]
    if not found:
        return _READY if facts.grant_known else _RATE_MISSING
    missing += found
    return _mark(found, len(found), near and found[0].code == "agreement_signed")


def _open_money(code: str, due: date | None, today: date) -> Missing:
    return Missing(Aspect.MONEY, code, due, due is not None and due < today)


def _reporting(facts: Facts, today: date, missing: list[Missing]) -> Mark:
    """The participant's report and the record in BM, from the last day of the activity on."""
    last = facts.last
    if last is None or today < last:
        return Mark(Glyph.NOT_YET, since=last) if last is not None else _NOT_YET
    items = (
        ("survey_done", _SURVEY_DAYS, facts.survey_wanted, facts.survey_done),
        ("bm_complete", _BM_DAYS, facts.bm_wanted, facts.bm_done),
    )
    wanted = [item for item in items if item[2] and item[0] not in facts.not_needed]
    found = [
        Missing(Aspect.REPORTING, code, due, due < today)
        for code, days, _wanted, done in wanted
        for due in (last + _needs(days),)
        if not done
    ]
    missing += found
    return _mark(found, len(wanted), near=False)


def bm_wanted(kind: str, part: str, one_by_one: bool) -> bool:
    """Who answers for the record in BM: everybody entered alone, else the lead of the group."""
    return part == Part.LEAD if kind == Kind.GROUP and not one_by_one else True
