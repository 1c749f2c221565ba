"""Instalments to participants: what is paid when, what is left, what has to come back.

All sums are integer cents. Nothing that was paid ever moves: whatever changes goes into the
balance, and a balance below zero is a recovery. Percentages and days are defaults of the program;
the agreement's own figures outweigh them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Final, NamedTuple

from mobdesk.domain.costs import half_up


class Kind(StrEnum):
    FIRST = "first"
    FURTHER = "further"
    BALANCE = "balance"
    RECOVERY = "recovery"


class State(StrEnum):
    PLANNED = "planned"
    DUE = "due"
    PAID = "paid"
    RECOVERED = "recovered"


class Waits(StrEnum):
    """What a day or a sum of an instalment still waits for."""

    RATE = "rate"
    SIGNATURE = "signature"
    SURVEY = "survey"
    DAY = "day"


FIRST_PERCENT: Final = "80"
PAY_BY_DAYS: Final = 30
BALANCE_DAYS: Final = 45


class Terms(NamedTuple):
    """What the agreement says about paying; ``first_percent`` is decimal text."""

    first_percent: str = FIRST_PERCENT
    pay_by_days: int = PAY_BY_DAYS
    balance_days: int = BALANCE_DAYS


class Kept(NamedTuple):
    """An instalment that is kept: paid, or with something typed by hand.

    Of a recovery ``amount`` has to come back, and ``paid_amount`` came back on ``recovered_on``.
    """

    id: int
    kind: str
    percent: str | None = None
    amount: int | None = None
    due_on: date | None = None
    paid_on: date | None = None
    paid_amount: int | None = None
    recovered_on: date | None = None


class Case(NamedTuple):
    """One participant: ``base`` is all they get in cents, None while a rate is missing.

    ``ended``: the journey does not take place, so that no first instalment is planned any more.
    """

    base: int | None
    signed: date | None = None
    start: date | None = None
    survey: date | None = None
    ended: bool = False


class Part(NamedTuple):
    """One instalment as it stands today; ``id`` is None while it follows from the terms alone."""

    kind: Kind
    id: int | None
    percent: str | None
    amount: int | None
    pay_by: date | None
    state: State
    done_on: date | None = None
    waits: Waits | None = None


@cache
def _part(percent: str) -> Fraction:
    """Thousands of grants have the same percentage."""
    return Fraction(percent) / 100


def share(base: int, percent: str) -> int:
    """``percent`` of ``base`` in cents, half a cent up."""
    return half_up(base * _part(percent))


def pay_by(signed: date | None, start: date | None, terms: Terms) -> date | None:
    """The earlier of signature + so many days and the start; without a signature no day."""
    if signed is None:
        return None
    last = signed + timedelta(days=terms.pay_by_days)
    return min(last, start) if start is not None else last


def balance_by(survey: date | None, terms: Terms) -> date | None:
    """The day of the participant's survey + so many days."""
    return survey + timedelta(days=terms.balance_days) if survey is not None else None


def paid_out(kept: Iterable[Kept]) -> int:
    """What went to the participant, less what came back."""
    return sum(_moved(one) for one in kept)


def _moved(one: Kept) -> int:
    if one.kind == Kind.RECOVERY:
        return -(one.paid_amount or 0) if one.recovered_on else 0
    return one.paid_amount or 0 if one.paid_on else 0


def _is_over(one: Kept) -> bool:
    return one.recovered_on is not None if one.kind == Kind.RECOVERY else one.paid_on is not None


def plan(case: Case, terms: Terms, kept: Sequence[Kept], today: date) -> tuple[Part, ...]:
    """Every instalment of one participant, in the order in which they are paid.

    With a known ``base``: paid − recovered + what is open = base, to the cent.
    """
    over = [_over(one) for one in kept if _is_over(one)]
    open_ = {k: [o for o in kept if o.kind == k and not _is_over(o)] for k in Kind}
    rest = None if case.base is None else case.base - paid_out(kept)
    parts: list[Part] = []
    for kind, one in _upcoming(case, kept, open_):
        percent = one.percent if one else None
        if kind is Kind.FIRST and percent is None and not (one and one.amount is not None):
            percent = terms.first_percent
        amount = _wanted(case.base, percent, one, rest)
        if rest is not None and amount is not None:
            rest -= amount
        if amount != 0:
            day = one.due_on if one and one.due_on else _day(kind, case, terms)
            parts.append(_open(kind, one, percent, amount, day, today))
    parts += _last(case, terms, open_, rest, today)
    order = list(Kind)
    return tuple(sorted([*over, *parts], key=lambda p: (order.index(p.kind), p.done_on is None)))


def _over(one: Kept) -> Part:
    back = one.kind == Kind.RECOVERY
    state = State.RECOVERED if back else State.PAID
    day = one.recovered_on if back else one.paid_on
    return Part(Kind(one.kind), one.id, one.percent, one.paid_amount or 0, one.due_on, state, day)


def _upcoming(
    case: Case, kept: Sequence[Kept], open_: Mapping[Kind, Sequence[Kept]]
) -> list[tuple[Kind, Kept | None]]:
    """The instalments before the balance that are not paid."""
    found: list[tuple[Kind, Kept | None]] = [(Kind.FIRST, one) for one in open_[Kind.FIRST]]
    if not found and not any(one.kind == Kind.FIRST for one in kept):
        found = [(Kind.FIRST, None)]
    if case.ended:
        return []
    return found + [(Kind.FURTHER, one) for one in open_[Kind.FURTHER]]


def _wanted(
    base: int | None, percent: str | None, one: Kept | None, rest: int | None
) -> int | None:
    """The sum of an instalment before the balance: never more than what is left."""
    if one is not None and one.amount is not None:
        amount: int | None = one.amount
    elif base is not None and percent is not None:
        amount = share(base, percent)
    else:
        amount = None
    if amount is None or rest is None:
        return amount
    return max(0, min(amount, rest))


def _last(
    case: Case, terms: Terms, open_: Mapping[Kind, Sequence[Kept]], rest: int | None, today: date
) -> list[Part]:
    """The balance, or what has to come back."""
    if rest == 0:
        return []
    kind = Kind.RECOVERY if rest is not None and rest < 0 else Kind.BALANCE
    one = next(iter(open_[kind]), None)
    day = one.due_on if one and one.due_on else None
    if kind is Kind.BALANCE and day is None:
        day = balance_by(case.survey, terms)
    return [_open(kind, one, None, None if rest is None else abs(rest), day, today)]


def _day(kind: Kind, case: Case, terms: Terms) -> date | None:
    return pay_by(case.signed, case.start, terms) if kind is Kind.FIRST else None


def _open(
    kind: Kind, one: Kept | None, percent: str | None, amount: int | None, day: date | None,
    today: date,
) -> Part:  # fmt: skip
    due = amount is not None and day is not None and day <= today
    waits = Waits.RATE if amount is None else None if day is not None else _WAITS[kind]
    state = State.DUE if due else State.PLANNED
    return Part(kind, one.id if one else None, percent, amount, day, state, None, waits)


_WAITS: Final = {
    Kind.FIRST: Waits.SIGNATURE,
    Kind.FURTHER: Waits.DAY,
    Kind.BALANCE: Waits.SURVEY,
    Kind.RECOVERY: Waits.DAY,
}


class Standing(NamedTuple):
    """Where the money of one participant stands: ``pay_by`` is the earliest day of what is open.

    ``settled``: nothing is left to pay or to come back. ``to_pay``: the days on which a known sum
    has to go out, also those that are over.
    """

    pay_by: date | None
    settled: bool
    paid: int
    base: int | None
    to_pay: tuple[date, ...] = ()


def standing(case: Case, terms: Terms, kept: Sequence[Kept]) -> Standing:
    """What is open, whatever day it is; a sum that is not known is not due."""
    parts = [p for p in plan(case, terms, kept, date.min) if p.done_on is None]
    days = [(p.pay_by, p.kind) for p in parts if p.pay_by is not None and p.amount is not None]
    first = min((day for day, _kind in days), default=None)
    out = tuple(day for day, kind in days if kind is not Kind.RECOVERY)
    return Standing(first, not parts, paid_out(kept), case.base, out)
