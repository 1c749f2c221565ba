"""What a kept what-if makes outdated: what was agreed, signed, paid or entered before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain import documents
from mobdesk.domain import what_if as rules
from mobdesk.domain.pricing import Case
from mobdesk.domain.what_if import Edit, OtherMeans
from mobdesk.models.payments import Instalment
from mobdesk.services import bm_sheet
from mobdesk.services.member_facts import MemberFacts, facts_of_mobilities
from mobdesk.services.records import among, as_json
from mobdesk.services.what_if_scratch import Scratch, start_in

_PAID = select(Instalment.member_id).where(
    among(Instalment.member_id), Instalment.paid_on.is_not(None), Instalment.recovered_on.is_(None)
)


class Outdated(NamedTuple):
    """Something that was agreed, signed or entered for the plan as it was.

    ``code``: ``paper`` (``value``: its kind), ``host``, ``travel``, ``insurance``, ``agreement``
    (its sums are frozen, and today's data give others), ``paid`` (to somebody who does not go, or
    by such an agreement), ``bm``.
    """

    code: str
    mobility_id: int
    name: str
    value: str = ""


def touched_by(cases: Iterable[Case], edits: Iterable[Edit]) -> dict[int, list[Case]]:
    """The members that the edits change, by mobility."""
    each = [rules.touches(edit) for edit in edits]
    found: dict[int, list[Case]] = {}
    for case in cases:
        if any(touches(case) for touches in each):
            found.setdefault(case.mobility_id, []).append(case)
    return found


def bm_again(s: Session, scratch: Scratch, edits: Iterable[Edit]) -> set[int]:
    """The mobilities of which BM has a value that is another one by now."""
    touched = list(touched_by(scratch.plan.cases, edits))
    return {row.mobility_id for row in bm_sheet.open_rows(s, touched) if row.tally.again}


def outdated(
    s: Session, scratch: Scratch, edits: Sequence[Edit], again: set[int]
) -> Iterator[Outdated]:
    """By mobility, in the order of the project's list."""
    touched = touched_by(scratch.plan.cases, edits)
    names = {one.mobility_id: one.name for one in scratch.stays}
    after = start_in(s, scratch.project_id)
    now = {case.member_id: case for case in after.plan.cases}
    by_means = touched_by(scratch.plan.cases, [e for e in edits if isinstance(e, OtherMeans)])
    facts: dict[int, list[MemberFacts]] = {}
    for one in facts_of_mobilities(s, list(touched), []):
        facts.setdefault(one.mobility_id, []).append(one)
    entered = bm_again(s, scratch, edits) - again
    differing = _differing(scratch, after)
    ids = [case.member_id for cases in touched.values() for case in cases]
    paid = set(s.connection().execute(_PAID, as_json(ids)).scalars())
    for number in (one.mobility_id for one in scratch.stays if one.mobility_id in touched):
        cases = touched[number]
        found = _of_mobility(cases, now, facts.get(number, ()), number in by_means)
        found |= {("agreement", "") for case in cases if case.member_id in differing}
        found |= {
            ("paid", "")
            for case in cases
            if case.member_id in paid
            and (case.member_id in differing or case.ended != now[case.member_id].ended)
        }
        found |= {("bm", "")} if number in entered else set()
        yield from (Outdated(code, number, names[number], value) for code, value in sorted(found))


def _differing(before: Scratch, after: Scratch) -> set[int]:
    """The members whose agreement says another sum than today's data, and did not before."""
    was, now = (one.before.priced if one.before else {} for one in (before, after))
    return {
        number for number, one in now.items()
        if one.difference is not None and (number not in was
                                           or was[number].difference != one.difference)
    }  # fmt: skip


def _of_mobility(
    cases: Iterable[Case], now: Mapping[int, Case], facts: Iterable[MemberFacts], means: bool
) -> set[tuple[str, str]]:
    gone = {case.member_id for case in cases if case.ended != now[case.member_id].ended}
    dated = {case.member_id for case in cases if case.dates != now[case.member_id].dates}
    found: set[tuple[str, str]] = set()
    for one in facts:
        mine = one.facts
        if one.member_id not in gone | dated:
            if means and mine.travel_booked:
                found.add(("travel", ""))
            continue
        found |= {("host", "")} if mine.host_confirmed else set()
        found |= {("travel", "")} if mine.travel_booked else set()
        found |= {("paper", kind) for kind in _signed(one, ended=one.member_id in gone)}
        if one.member_id in dated and _uncovered(one):
            found.add(("insurance", ""))
    return found


def _signed(one: MemberFacts, *, ended: bool) -> Iterator[str]:
    """Papers of before the journey that everybody signed; of who does not go, the agreement."""
    for paper in one.papers:
        rule = documents.checklist().get(paper.kind)
        if rule is None or not rule.needs_signatures or rule.phase is not documents.Phase.BEFORE:
            continue
        filed = paper.state == documents.PaperState.FILED and documents.is_done(paper)
        if filed and (not ended or paper.kind == "grant_agreement"):
            yield paper.kind


def _uncovered(one: MemberFacts) -> bool:
    """Insured, but not on all days of the new journey."""
    first, last = one.facts.insurance_from, one.facts.insurance_to
    if first is None or last is None:
        return False
    out, home = one.dates.out, one.dates.home
    return (out is not None and out < first) or (home is not None and home > last)
