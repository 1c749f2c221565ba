"""Grants and the agreement: frozen when it is signed, compared with today, changed only by choice.

Frozen lines are a copy of all lines of the day of the signature. What is typed or imported stays
beside them and counts as today's data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from mobdesk.domain import documents
from mobdesk.domain.done import Done
from mobdesk.domain.pricing import AT_RETURN, BY_HAND, FROZEN, KEEP, Priced
from mobdesk.domain.projects import OF_THE_PROJECT
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Invalid, Problem, Refused
from mobdesk.models.documents import Attachment, Paper
from mobdesk.models.grants import GrantLine
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import writes
from mobdesk.services.mobilities import done_with
from mobdesk.services.pricing import price_mobilities
from mobdesk.services.records import among, as_json, load

AGREEMENT = "grant_agreement"


def follow(s: Writing, member_ids: Iterable[int]) -> None:
    """Inside any write that may sign an agreement or take a signature back.

    A signature freezes the sums of who has complete ones; without a signature nothing is frozen.
    """
    s.flush()
    chosen = set(member_ids)
    signed = signed_on(s, chosen)
    frozen = set(s.scalars(_frozen_ones(chosen)))
    _thaw(s, frozen - signed.keys())
    wanted = signed.keys() - frozen
    for number, one in _priced(s, wanted).items():
        if one.complete:
            _freeze(s, one, signed[number])


def sign(s: Writing, member_ids: Sequence[int], day: date | None) -> None:
    """Inside a write of the paper: the later of both signed on ``day``; None: not signed.

    Sums that were frozen on the day known before are dated anew; an amendment keeps its own day.
    """
    before = signed_on(s, member_ids)
    for number in member_ids:
        load(s, Member, number).agreement_signed_on = day
    follow(s, member_ids)
    for line in s.scalars(
        select(GrantLine).where(GrantLine.kind == FROZEN, GrantLine.member_id.in_(member_ids))
    ):
        if day is not None and line.dated == before.get(line.member_id):
            line.dated = day


@writes(Area.MOBILITIES)
def freeze(store: Store, actor: Actor, member_ids: Sequence[int]) -> Done:
    """Freeze sums that were not complete when the agreement was signed.

    Raises ``Refused``: ``agreement_not_signed``, ``grant_incomplete``.
    """
    with store.write(Label("grant_frozen"), actor) as s:
        signed = signed_on(s, set(member_ids))
        if not signed:
            raise Refused("agreement_not_signed")
        frozen = set(s.scalars(_frozen_ones(set(member_ids))))
        for number, one in _priced(s, signed.keys() - frozen).items():
            _refuse_incomplete(one)
            _freeze(s, one, signed[number])
        return _done(s, member_ids)


@writes(Area.MOBILITIES)
def amend(store: Store, actor: Actor, member_ids: Sequence[int], *, on: date) -> Done:
    """Take over today's lines as the agreement, amended ``on`` that day.

    Raises ``Refused``: ``grant_not_frozen``, ``grant_incomplete``.
    """
    with store.write(Label("grant_amended"), actor) as s:
        for one in _frozen_priced(s, member_ids):
            _thaw(s, {one.member_id})
            _freeze(s, one._replace(lines=one.today), on)
        return _done(s, member_ids)


@writes(Area.MOBILITIES)
def choose(store: Store, actor: Actor, member_ids: Sequence[int], choice: str) -> Done:
    """Answer a difference without changing a sum: ``keep`` the agreement, or ``at_return``.

    Another difference asks again. Raises ``Invalid``, ``Refused`` as ``amend``.
    """
    if choice not in (KEEP, AT_RETURN):
        raise Invalid([Problem("choice", "unknown_choice", {"value": choice})])
    with store.write(Label(f"difference_{choice}"), actor) as s:
        for one in _frozen_priced(s, member_ids):
            member = load(s, Member, one.member_id)
            member.difference_choice, member.difference_of = choice, one.today_sum
        return _done(s, member_ids)


def signed_on(s: Session, member_ids: Iterable[int]) -> dict[int, date | None]:
    """Who of these signed, with the day: as typed, else when the paper was filed."""
    signed: dict[int, date | None] = {}
    for row in s.connection().execute(_SIGNATURES, as_json(member_ids)):
        number, typed, state, by_all, place, scanned, filed = row
        if typed is not None or _proves(state, by_all, place, scanned):
            signed[number] = typed or filed
    return signed


#: One question for any number of members: the day typed, and what is known of the paper.
_SIGNATURES = (
    select(
        Member.id, Member.agreement_signed_on, Paper.state, Paper.signed, Paper.place,
        exists().where(Attachment.paper_id == Paper.id), Paper.filed_on,
    )
    .outerjoin(Paper, and_(Paper.member_id == Member.id, Paper.kind == AGREEMENT))
    .where(among(Member.id))
)  # fmt: skip


def _proves(state: str | None, by_all: bool | None, place: str | None, scan: bool) -> bool:
    """Whether the paper alone shows that the agreement is signed."""
    if state is None or not by_all:
        return False
    fact = documents.PaperFact(AGREEMENT, state, by_all, bool(place) or scan)
    return AGREEMENT in documents.fulfilled((fact,))


def _frozen_ones(member_ids: set[int]) -> Any:
    return (
        select(GrantLine.member_id)
        .where(GrantLine.kind == FROZEN, GrantLine.member_id.in_(member_ids))
        .distinct()
    )


def _priced(s: Session, member_ids: Iterable[int]) -> dict[int, Priced]:
    wanted = set(member_ids)
    if not wanted:
        return {}
    here = set(s.scalars(select(Member.mobility_id).where(Member.id.in_(wanted))))
    return {number: one for number, one in price_mobilities(s, here).items() if number in wanted}


def _frozen_priced(s: Writing, member_ids: Sequence[int]) -> list[Priced]:
    found = [one for one in _priced(s, member_ids).values() if one.frozen]
    if not found:
        raise Refused("grant_not_frozen")
    for one in found:
        _refuse_incomplete(one)
    return found


def _refuse_incomplete(one: Priced) -> None:
    lines = one.today if one.frozen else one.lines
    if not lines or any(line.amount is None for line in lines):
        raise Refused("grant_incomplete")


def _thaw(s: Writing, member_ids: set[int]) -> None:
    if not member_ids:
        return
    for line in s.scalars(
        select(GrantLine).where(GrantLine.kind == FROZEN, GrantLine.member_id.in_(member_ids))
    ):
        s.delete(line)
    for number in member_ids:
        member = load(s, Member, number)
        member.difference_choice = member.difference_of = None
    s.flush()


def _freeze(s: Writing, one: Priced, on: date | None) -> None:
    for values in frozen_values(one, on):
        s.add(GrantLine(**values))
    s.flush()


def frozen_values(one: Priced, on: date | None) -> Iterator[dict[str, Any]]:
    """The columns of a frozen copy of each line that has a sum, but for the project's one sum."""
    for line in one.lines:
        if line.category == OF_THE_PROJECT or line.amount is None:
            continue
        inputs = dict(line.inputs)
        if line.by_hand:
            inputs[BY_HAND] = {"reason": line.reason, "typed_by": line.typed_by}
        yield {
            "member_id": one.member_id, "category": line.category, "rule": line.rule,
            "kind": FROZEN, "amount": line.amount, "rate": line.rate, "quantity": line.quantity,
            "inputs": json.dumps(inputs, ensure_ascii=False, default=_plain) if inputs else None,
            "source": line.source, "dated": on, "sheet_sha256": one.sheet_sha256,
        }  # fmt: skip


def _plain(value: Any) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _done(s: Writing, member_ids: Sequence[int]) -> Done:
    if not member_ids:
        raise Refused("nobody_chosen")
    member = load(s, Member, member_ids[0])
    return done_with(s, load(s, Mobility, member.mobility_id))
