"""Papers of a mobility: what is wanted, filed or not needed here, and where the original is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mobdesk.domain import documents as rules
from mobdesk.domain import readiness as ready_rules
from mobdesk.domain.done import Done
from mobdesk.domain.people import full_name
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Invalid, Problem, Refused
from mobdesk.models.documents import Attachment, Paper
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.people import Person
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import reads, writes
from mobdesk.services.agreements import AGREEMENT, follow, sign
from mobdesk.services.member_facts import MemberFacts
from mobdesk.services.mobilities import may_touch, visible
from mobdesk.services.records import load, refuse_if


class PaperRow(NamedTuple):
    """What is known of one paper: where the original is, how many scans there are."""

    id: int
    filed_on: date | None
    signed: bool
    place: str | None
    reason: str | None
    scans: int


@reads(Area.OWN_MOBILITIES)
def known(store: Store, actor: Actor, mobility_id: int) -> dict[tuple[int, str], PaperRow]:
    """Return the papers of a mobility of which something is known, by member and kind."""
    scans = (
        select(func.count(Attachment.id)).where(Attachment.paper_id == Paper.id).scalar_subquery()
    )
    wanted = (
        select(
            Paper.member_id, Paper.kind, Paper.id, Paper.filed_on, Paper.signed, Paper.place,
            Paper.reason, scans,
        )
        .join(Member, Member.id == Paper.member_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(Mobility.id == mobility_id, *visible(actor))
    )  # fmt: skip
    with store.read() as s:
        return {(who, kind): PaperRow(*rest) for who, kind, *rest in s.execute(wanted)}


def papers_of(found: Sequence[MemberFacts], today: date) -> dict[int, list[rules.ChecklistRow]]:
    """The checklists of members that are read already; unnamed places have none."""
    return {
        m.member_id: rules.rows(
            rules.wanted(
                m.facts.column,
                green=m.facts.green,
                minor=m.facts.minor,
                real_costs=m.facts.real_costs,
            ),
            m.papers,
            m.facts.out,
            m.facts.last,
            today,
            m.facts.stage,
            m.facts.ended,
        )
        for m in found
        if m.facts.named
    }


@writes(Area.OWN_MOBILITIES)
def file_paper(
    store: Store,
    actor: Actor,
    member_id: int,
    kind: str,
    *,
    on: date,
    signed: bool = False,
    place: str | None = None,
    signed_on: date | None = None,
    today: date | None = None,
) -> Done:
    """Say that a paper is there: signed by all, and where the original is (binder and place).

    ``signed_on``: of a grant agreement, when the later of both signed; not after ``today``. Left
    out, a day typed before stays as long as the paper is signed.
    """
    if kind not in rules.checklist():
        raise Invalid([Problem("kind", "unknown_choice", {"value": kind})])
    refuse_if(rules.validate_signed_on(signed_on, today or on))
    with store.write(Label("paper_filed", {"paper": kind}), actor) as s:
        paper = _paper(s, actor, member_id, kind)
        paper.state, paper.filed_on = rules.PaperState.FILED.value, on
        paper.signed, paper.place, paper.reason = signed, place or None, None
        _follow(s, kind, [member_id], signed=signed, on=signed_on)
        return _done(s, paper)


@writes(Area.OWN_MOBILITIES)
def file_papers(
    store: Store,
    actor: Actor,
    member_ids: Sequence[int],
    kind: str,
    *,
    on: date,
    signed: bool = False,
    place: str | None = None,
    signed_on: date | None = None,
    today: date | None = None,
) -> Done:
    """Say for several members of one mobility at once that a paper is there; one step.

    ``signed_on`` as in ``file_paper``: one day for all of them.
    """
    if kind not in rules.checklist():
        raise Invalid([Problem("kind", "unknown_choice", {"value": kind})])
    refuse_if(rules.validate_signed_on(signed_on, today or on))
    with store.write(Label("papers_filed", {"paper": kind, "n": len(member_ids)}), actor) as s:
        touched = [_paper(s, actor, member_id, kind) for member_id in member_ids]
        if not touched:
            raise Refused("nobody_chosen")
        for paper in touched:
            paper.state, paper.filed_on = rules.PaperState.FILED.value, on
            paper.signed, paper.place, paper.reason = signed, place or None, None
        _follow(s, kind, member_ids, signed=signed, on=signed_on)
        return _done(s, touched[-1])


@writes(Area.OWN_MOBILITIES)
def set_aside(store: Store, actor: Actor, member_id: int, kind: str, reason: str) -> Done:
    """Say that a paper, or a thing to prepare, is not needed here; a reason is asked."""
    if kind not in rules.checklist() and kind not in ready_rules.ITEMS:
        raise Invalid([Problem("kind", "unknown_choice", {"value": kind})])
    if not reason.strip():
        raise Invalid([Problem("reason", "needed")])
    with store.write(Label("paper_set_aside", {"paper": kind}), actor) as s:
        paper = _paper(s, actor, member_id, kind)
        paper.state, paper.reason = rules.PaperState.NOT_NEEDED.value, reason
        paper.filed_on = paper.place = None
        paper.signed = False
        _follow(s, kind, [member_id])
        return _done(s, paper)


@writes(Area.OWN_MOBILITIES)
def want_again(store: Store, actor: Actor, member_id: int, kind: str) -> Done:
    """Take back that a paper is filed or not needed; its files stay attached."""
    with store.write(Label("paper_wanted", {"paper": kind}), actor) as s:
        paper = _paper(s, actor, member_id, kind)
        paper.state = rules.PaperState.WANTED.value
        paper.filed_on = paper.place = paper.reason = None
        paper.signed = False
        _follow(s, kind, [member_id])
        return _done(s, paper)


def _follow(
    s: Writing,
    kind: str,
    member_ids: Sequence[int],
    *,
    signed: bool = False,
    on: date | None = None,
) -> None:
    """A grant agreement that is signed now freezes the sums, one that no longer is thaws them.

    With the paper goes the day of the signature.
    """
    if kind != AGREEMENT:
        return
    if signed and on is None:
        follow(s, member_ids)
    else:
        sign(s, member_ids, on if signed else None)


def _paper(s: Session, actor: Actor, member_id: int, kind: str) -> Paper:
    member = load(s, Member, member_id)
    may_touch(s, actor, member.mobility_id)
    paper = s.scalar(select(Paper).filter_by(member_id=member_id, kind=kind))
    if paper is None:
        paper = Paper(member_id=member_id, kind=kind)
        s.add(paper)
    return paper


def _done(s: Writing, paper: Paper) -> Done:
    member = load(s, Member, paper.member_id)
    person = s.get(Person, member.person_id or 0)
    s.label_values["name"] = full_name(person.first_name, person.last_name) if person else ""
    return s.done(member.mobility_id)
