"""Sums of members typed by hand in place of what the rules say, and who gets them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from mobdesk.domain.budget import TOTAL
from mobdesk.domain.done import Done
from mobdesk.domain.pricing import FROZEN, PAYEES, TYPED
from mobdesk.domain.projects import CATEGORIES
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Problem, Refused
from mobdesk.models.grants import GrantLine, Payee
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import writes
from mobdesk.services.mobilities import done_with
from mobdesk.services.records import load, refuse_if


class _Typed(NamedTuple):
    category: str
    rule: str | None
    amount: int
    reason: str | None
    typed_by: str
    on: date | None


@writes(Area.MOBILITIES)
def set_grants(
    store: Store,
    actor: Actor,
    member_ids: Sequence[int],
    category: str,
    amount: int | None,
    source: str | None,
    *,
    today: date | None = None,
) -> Done:
    """Type the same sum in cents for members of one mobility, in one step; None takes it away."""
    refuse_if(_problems(category, amount))
    with store.write(Label("grant_typed"), actor) as s:
        if amount is None:
            return _take_back(s, member_ids, category, None)
        typed = _Typed(category, None, amount, source or None, actor.nickname, today)
        return _type(s, member_ids, typed)


@writes(Area.MOBILITIES)
def override(
    store: Store,
    actor: Actor,
    member_ids: Sequence[int],
    category: str,
    rule: str | None,
    amount: int,
    reason: str,
    *,
    today: date,
    payee: str | None = None,
) -> Done:
    """Type a sum in cents in place of a computed line, with the reason; one step.

    ``rule`` None is the whole category. ``payee``: who gets it from now on, None: as before.
    Raises ``Invalid``.
    """
    problems = _problems(category, amount) + _payee_problems(payee)
    if not reason.strip():
        problems.append(Problem("reason", "needed"))
    refuse_if(problems)
    with store.write(Label("grant_changed_by_hand"), actor) as s:
        if payee is not None:
            _set_payee(s, member_ids, category, payee)
        typed = _Typed(category, rule, amount, reason.strip(), actor.nickname, today)
        return _type(s, member_ids, typed)


@writes(Area.MOBILITIES)
def take_back(
    store: Store, actor: Actor, member_ids: Sequence[int], category: str, rule: str | None
) -> Done:
    """Take typed sums away: what the rules say counts again."""
    with store.write(Label("grant_by_rules_again"), actor) as s:
        return _take_back(s, member_ids, category, rule)


@writes(Area.MOBILITIES)
def set_payee(
    store: Store, actor: Actor, member_ids: Sequence[int], category: str, payee: str | None
) -> Done:
    """Say who gets a category: ``participant``, ``centre``, ``provider``; None: as usual."""
    refuse_if(_payee_problems(payee) + _problems(category, 0))
    with store.write(Label("payee_changed"), actor) as s:
        mobility = _mobility(s, member_ids)
        _set_payee(s, member_ids, category, payee)
        return done_with(s, mobility)


def _payee_problems(payee: str | None) -> list[Problem]:
    return [] if payee is None or payee in PAYEES else [_unknown("payee", payee)]


def _set_payee(s: Writing, member_ids: Sequence[int], category: str, payee: str | None) -> None:
    for number in member_ids:
        kept = s.scalar(select(Payee).filter_by(member_id=number, category=category))
        if payee is None:
            if kept is not None:
                s.delete(kept)
        elif kept is None:
            s.add(Payee(member_id=number, category=category, payee=payee))
        else:
            kept.payee = payee


def _problems(category: str, amount: int | None) -> list[Problem]:
    problems = []
    if amount is not None and amount < 0:
        problems.append(Problem("amount", "amount_negative"))
    if category not in (*CATEGORIES, TOTAL):
        problems.append(_unknown("category", category))
    return problems


def _unknown(field: str, value: str) -> Problem:
    return Problem(field, "unknown_choice", {"value": value})


def _mobility(s: Writing, member_ids: Sequence[int]) -> Mobility:
    """The mobility of these members. Raises ``Refused("nobody_chosen")``."""
    if not member_ids:
        raise Refused("nobody_chosen")
    return load(s, Mobility, load(s, Member, member_ids[0]).mobility_id)


def _kept(s: Writing, member_id: int, category: str, rule: str | None) -> list[GrantLine]:
    """The typed or imported lines that a sum for this line stands in place of."""
    wanted = select(GrantLine).where(
        GrantLine.member_id == member_id, GrantLine.category == category, GrantLine.kind != FROZEN
    )
    return [line for line in s.scalars(wanted) if rule is None or line.rule in (None, rule)]


def _type(s: Writing, member_ids: Sequence[int], typed: _Typed) -> Done:
    mobility = _mobility(s, member_ids)
    for number in member_ids:
        load(s, Member, number)
        kept = _kept(s, number, typed.category, typed.rule)
        line = kept[0] if kept else GrantLine(member_id=number, category=typed.category)
        for other in kept[1:]:
            s.delete(other)
        s.add(line)
        line.rule, line.kind, line.amount = typed.rule, TYPED, typed.amount
        line.source, line.typed_by, line.dated = typed.reason, typed.typed_by, typed.on
        line.currency = "EUR"
    return done_with(s, mobility)


def _take_back(s: Writing, member_ids: Sequence[int], category: str, rule: str | None) -> Done:
    mobility = _mobility(s, member_ids)
    for number in member_ids:
        for line in _kept(s, number, category, rule):
            s.delete(line)
    return done_with(s, mobility)
