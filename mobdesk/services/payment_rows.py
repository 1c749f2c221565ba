"""Instalments as they stand today, gathered in a few queries for a mobility, a project or all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from mobdesk.domain import payments as rules
from mobdesk.domain import people, pricing
from mobdesk.domain.payments import (
    Case,
    Kept,
    Kind,
    Part,
    Standing,
    State,
    Terms,
    Waits,
)
from mobdesk.domain.pricing import Priced
from mobdesk.domain.stages import BEFORE_CHOICE, Stage
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.payments import Instalment, PaymentTerms
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.services.agreements import signed_on
from mobdesk.services.pricing import Cases, gather, price_cases
from mobdesk.services.records import among, as_json

_SLOTS = 8
"""Keys of instalments: those that are kept by their id, the others by member and kind."""


class InstalmentRow(NamedTuple):
    """One instalment. ``key`` names it as long as nothing changes; ``id`` when it is kept.

    ``mobility``: the group, or the town; ``start`` its first day. ``amount`` in cents, None while
    it is not known; ``waits`` says for what. ``pay_by``: of a recovery until when it has to come
    back. ``done_on``: the day on which it was paid or came back.
    """

    key: int
    id: int | None
    member_id: int
    mobility_id: int
    person_id: int | None
    name: str
    mobility: str
    project_id: int | None
    project: str
    kind: Kind
    percent: str | None
    amount: int | None
    pay_by: date | None
    state: State
    done_on: date | None = None
    proof: str | None = None
    note: str | None = None
    waits: Waits | None = None
    start: date | None = None

    @property
    def open(self) -> bool:
        """Not paid, and not come back."""
        return self.state in (State.PLANNED, State.DUE)


class Payable(NamedTuple):
    """One participant with all instalments; ``base`` is what they get in all, in cents."""

    member_id: int
    mobility_id: int
    base: int | None
    paid: int
    rows: tuple[InstalmentRow, ...]


def rows_of(payables: Iterable[Payable]) -> list[InstalmentRow]:
    """All instalments of some participants."""
    return [row for one in payables for row in one.rows]


def key_of(kind: Kind, member_id: int, id_: int | None) -> int:
    """The name of an instalment among all of them."""
    return member_id * _SLOTS + list(Kind).index(kind) if id_ is None else id_ * _SLOTS + _SLOTS - 1


def read(s: Session, wanted: Iterable[ColumnElement[bool]], today: date) -> list[Payable]:
    """Every participant of these mobilities for whom money is planned or was paid.

    Places without a name get none; of who was erased the sums stay.
    """
    conditions = [*wanted, or_(Mobility.stage.not_in(BEFORE_CHOICE), Mobility.id.in_(_WITH_KEPT))]
    cases = gather(s, conditions)
    priced = price_cases(cases)
    facts = {case.member_id: case for case in cases.members}
    unsure = {number for number, case in facts.items() if case.signed_on is None}
    for number, day in signed_on(s, unsure).items():
        facts[number] = facts[number]._replace(signed_on=day)
    kept = _kept(s, conditions)
    terms = {row[0]: Terms(*row[1:]) for row in s.execute(_TERMS)}
    found = []
    for who in s.execute(_MEMBERS.where(*conditions)):
        grant, mine = facts[who.id], kept.get(who.id, [])
        if (grant.stage in BEFORE_CHOICE or who.person_id is None) and not mine:
            continue
        case = _case(grant, priced[who.id], who.money_kept, who.survey_on)
        plan_of = terms.get(who.project_id, Terms())
        parts = rules.plan(case, plan_of, [_rule(one) for one in mine], today)
        if who.person_id is None:  # erased: what was paid stays, without a name
            parts = tuple(part for part in parts if part.done_on is not None)
        elif grant.stage == Stage.CLOSED:  # what nobody wrote down is nobody's task any more
            parts = tuple(p for p in parts if p.id is not None or p.kind is Kind.RECOVERY)
        by_id = {one.id: one for one in mine}
        rows = tuple(_row(who, part, by_id.get(part.id or 0)) for part in parts)
        paid = rules.paid_out([_rule(one) for one in mine])
        found.append(Payable(who.id, who.mobility_id, case.base, paid, rows))
    return found


def base_of(grant: pricing.Case, priced: Priced, money_kept: int | None) -> int | None:
    """All that a participant gets in cents; None while a part of it is not known."""
    return money_kept or 0 if grant.gone else priced.to_participant


def _case(grant: pricing.Case, priced: Priced, money_kept: int | None, survey: date | None) -> Case:
    base = base_of(grant, priced, money_kept)
    return Case(base, grant.signed_on, grant.dates.start, survey, ended=grant.gone)


_MEMBERS = (
    select(
        Member.id, Member.mobility_id, Member.person_id, Member.money_kept,
        Person.first_name, Person.last_name,
        Mobility.kind, Mobility.hosting_city, Mobility.first_day, Mobility.shown_name,
        Mobility.project_id, Mobility.survey_on, Project.code,
    )
    .join(Mobility, Mobility.id == Member.mobility_id)
    .outerjoin(Person, Person.id == Member.person_id)
    .outerjoin(Project, Project.id == Mobility.project_id)
    .order_by(Mobility.day_key, Person.sort_key, Member.id)
)  # fmt: skip
_WITH_KEPT = select(Member.mobility_id).join(Instalment, Instalment.member_id == Member.id)
_TERMS = select(
    PaymentTerms.project_id, PaymentTerms.first_percent, PaymentTerms.pay_by_days,
    PaymentTerms.balance_days,
)  # fmt: skip


def standings(
    s: Session,
    cases: Cases,
    priced: Mapping[int, Priced],
    surveys: Mapping[int, date | None],
    filed: Iterable[int] = (),
) -> dict[int, Standing]:
    """Where the money of these participants stands; ``surveys``: the day of each member's survey.

    For the mark of money: the sums were gathered before. ``filed``: who has the signed agreement
    among the papers, without the day of the signature.
    """
    asked = [case for case in cases.members if case.member_id in surveys]
    if unsure := set(filed):
        days = signed_on(s, unsure)
        asked = [
            case._replace(signed_on=days.get(case.member_id)) if case.member_id in unsure else case
            for case in asked
        ]
    kept: dict[int, list[Kept]] = defaultdict(list)
    ids = as_json(case.member_id for case in asked)
    for row in s.connection().execute(_KEPT_OF_MEMBERS, ids):
        kept[row[0]].append(Kept(*row[1:]))
    terms = {row[0]: Terms(*row[1:]) for row in s.connection().execute(_TERMS)}
    return {
        case.member_id: rules.standing(
            _case(case, priced[case.member_id], None, surveys[case.member_id]),
            terms.get(case.project_id or 0, _USUAL),
            kept.get(case.member_id, ()),
        )
        for case in asked
    }


_USUAL = Terms()
_KEPT_OF_MEMBERS = (
    select(Instalment.member_id, *(getattr(Instalment, name) for name in Kept._fields))
    .where(among(Instalment.member_id))
    .order_by(Instalment.id)
)


class _Stored(NamedTuple):
    member_id: int
    id: int
    kind: str
    percent: str | None
    amount: int | None
    due_on: date | None
    paid_on: date | None
    paid_amount: int | None
    recovered_on: date | None
    proof: str | None
    note: str | None


def _kept(s: Session, conditions: list[ColumnElement[bool]]) -> dict[int, list[_Stored]]:
    columns = [getattr(Instalment, name) for name in _Stored._fields]
    wanted = (
        select(*columns)
        .join(Member, Member.id == Instalment.member_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(*conditions)
        .order_by(Instalment.id)
    )
    found: dict[int, list[_Stored]] = defaultdict(list)
    for row in s.execute(wanted):
        found[row[0]].append(_Stored(*row))
    return found


def _rule(one: _Stored) -> Kept:
    return Kept(*one[1:9])


def _row(w: Any, part: Part, kept: _Stored | None) -> InstalmentRow:
    name = people.display_name(w.first_name or "", w.last_name or "")
    return InstalmentRow(
        key_of(part.kind, w.id, part.id), part.id, w.id, w.mobility_id, w.person_id, name,
        w.shown_name if w.kind == "group" else w.hosting_city or "", w.project_id, w.code or "",
        part.kind, part.percent, part.amount, part.pay_by, part.state, part.done_on,
        kept.proof if kept else None, kept.note if kept else None, part.waits, w.first_day,
    )  # fmt: skip
