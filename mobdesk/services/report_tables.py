"""The tables of money in the files to send: plan, grants, payments, costs, changes, answers."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain import awards as award_rules
from mobdesk.domain import free_text, people
from mobdesk.domain.pricing import COMPUTED, FROZEN, Priced, PricedLine
from mobdesk.domain.projects import OF_THE_PROJECT
from mobdesk.domain.stages import BEFORE_CHOICE
from mobdesk.exports import report_money as out
from mobdesk.exports.report import Report
from mobdesk.models.bm import OutlineAnswer, OutlineQuestion
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.payments import RealCost
from mobdesk.models.people import Person
from mobdesk.services import agency_payments, awards, costs, payment_rows, plans, pricing
from mobdesk.services.organisational_support import Support, organisational_support_of
from mobdesk.services.rate_sheets import SheetOf, sheet_for
from mobdesk.services.report_papers import Flagged


class _Who(NamedTuple):
    """How a report calls a member."""

    number: str
    name: str
    agreement_on: date | None


def tables_of(
    s: Session, project_id: int, numbers: Mapping[str, int], today: date
) -> dict[str, Any]:
    """Every table of money of one project, by its name in the report.

    ``numbers`` are ids of mobilities by what the report calls them.
    """
    called = {mobility: number for number, mobility in numbers.items()}
    who = _members(s, project_id, called)
    return {
        "rates": _rates(sheet_for(s, project_id)),
        "grants": tuple(_grants(s, project_id, who)),
        "payments": tuple(_payments(s, project_id, who, today)),
        "received": tuple(_received(s, project_id)),
        "costs": tuple(_costs(s, project_id, called)),
        "changes": tuple(_changes(awards.read(s, project_id))),
        "plan": tuple(_plan(plans.plan_in(s, plans.of_project(project_id)))),
        "answers": tuple(_answers(s, project_id)),
    }


#: The free text of each table, looked at before it leaves.
FREE_TEXT = {"grants": "reason", "costs": "what", "changes": "why", "answers": "text"}


def flagged_in(tables: Mapping[str, Any], numbers: Mapping[str, int]) -> tuple[Flagged, ...]:
    """Lines of the tables that may tell of health, belief or union membership."""
    found = {
        Flagged(numbers.get(number), number, table, line, hints): None
        for table, field in FREE_TEXT.items()
        for row in tables[table]
        for number in (getattr(row, "number", ""),)
        for line in getattr(row, field).splitlines()
        if (hints := free_text.hints(line))
    }
    return tuple(found)


def without(
    report: Report, gone: Mapping[tuple[str, str], Container[str]]
) -> dict[str, tuple[Any, ...]]:
    """The tables without the lines in ``gone``, by number of the mobility and table."""
    return {
        table: tuple(
            replace(row, **{field: free_text.without(getattr(row, field), lines)})
            if (lines := gone.get((getattr(row, "number", ""), table)))
            else row
            for row in getattr(report, table)
        )
        for table, field in FREE_TEXT.items()
    }


def _members(s: Session, project_id: int, called: Mapping[int, str]) -> dict[int, _Who]:
    wanted = (
        select(
            Member.id, Member.mobility_id, Member.agreement_signed_on, Person.first_name,
            Person.last_name,
        )
        .join(Mobility, Mobility.id == Member.mobility_id)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(Mobility.project_id == project_id)
    )  # fmt: skip
    return {
        member: _Who(called[mobility], people.display_name(first or "", last or ""), signed)
        for member, mobility, signed, first, last in s.execute(wanted)
    }


def _grants(s: Session, project_id: int, who: Mapping[int, _Who]) -> Iterator[out.GrantRow]:
    """Every line of who is more than applied for, then the organisational support."""
    wanted = [Mobility.project_id == project_id, Mobility.stage.not_in(BEFORE_CHOICE)]
    for member, priced in pricing.price(s, wanted).items():
        yield from (_grant(who[member], priced, line) for line in priced.counting)
    sheet = sheet_for(s, project_id).sheet
    title = sheet.title if sheet is not None and sheet.title else ""
    for support in organisational_support_of(s, project_id).values():
        yield from _support(support, title)


def _rates(found: SheetOf) -> out.Rates | None:
    sheet, confirmed = found.sheet, found.confirmation
    if sheet is None:
        return None
    rates = out.Rates(sheet.title or "", sheet.agency, sheet.call_year, sheet.sha256)
    if confirmed is None:
        return rates
    return replace(
        rates, confirmed_on=confirmed.confirmed_on, confirmed_by=confirmed.confirmed_by,
        document=confirmed.document,
    )  # fmt: skip


def _grant(who: _Who, priced: Priced, line: PricedLine) -> out.GrantRow:
    signed = who.agreement_on if priced.frozen and line.kind == FROZEN else None
    return out.GrantRow(
        who.number, who.name, line.category, line.rule or "", line.quantity or "", line.rate or "",
        line.amount, line.kind, line.reason or "", line.source or "", signed,
    )  # fmt: skip


def _support(support: Support, source: str) -> Iterator[out.GrantRow]:
    if support.cents is None:
        yield out.GrantRow(
            "", "", OF_THE_PROJECT, support.activity_type, str(support.members), source=source
        )
        return
    yield out.GrantRow(
        "", "", OF_THE_PROJECT, support.activity_type, str(support.members), "", support.cents,
        COMPUTED, source=source,
    )  # fmt: skip


def _payments(
    s: Session, project_id: int, who: Mapping[int, _Who], today: date
) -> Iterator[out.PaymentRow]:
    for one in payment_rows.read(s, [Mobility.project_id == project_id], today):
        for row in one.rows:
            done = None if row.open else row.amount
            yield out.PaymentRow(
                who[row.member_id].number, row.name, row.kind.value, row.pay_by, row.amount,
                row.done_on, done, row.state.value, row.proof or "",
            )  # fmt: skip


def _received(s: Session, project_id: int) -> Iterator[out.ReceivedRow]:
    for row in agency_payments.rows(s, project_id):
        title = row.title or (f"{row.percent} %" if row.percent else "")
        yield out.ReceivedRow(
            title, row.expected, row.requested_on, row.due_on, row.received_on,
            row.received_amount, row.proof or "",
        )  # fmt: skip


def _costs(s: Session, project_id: int, called: Mapping[int, str]) -> Iterator[out.CostRow]:
    for row in costs.rows(s, [RealCost.project_id == project_id]):
        yield out.CostRow(
            called.get(row.mobility_id or 0, ""), row.name, row.category, row.what, row.amount,
            row.currency, row.rate or "", row.rate_on, row.euros, row.dated, row.supplier or "",
            row.covered_percent or "", row.estimate, row.proof or "",
        )  # fmt: skip


def _changes(recorded: awards.Awards) -> Iterator[out.ChangeRow]:
    """Amendments with their whole new sum, and what was moved between categories."""
    for version in recorded.versions:
        if version.values["kind"] == award_rules.AMENDMENT:
            total = sum(line.amount for line in version.lines)
            yield _change(version.values, version.values["holds_from"], total)
    for moved in recorded.transfers:
        values = moved.values
        yield _change(values, values["approved_on"], values["amount"])


def _plan(found: plans.Plan) -> Iterator[out.PlanRow]:
    titles = {one.id: one.title for one in found.objectives}
    for one in found.compared:
        key = one.key
        yield out.PlanRow(
            titles.get(key.objective_id or 0, ""), key.activity, key.year, one.planned, one.going,
            one.back, one.planned_days, one.going_days,
        )  # fmt: skip


def _answers(s: Session, project_id: int) -> Iterator[out.AnswerRow]:
    """Every question of the outlines that the project has begun to answer."""
    mine = (OutlineAnswer.question_id == OutlineQuestion.id) & (
        OutlineAnswer.project_id == project_id
    )
    begun = (
        select(OutlineQuestion.outline_id)
        .join(OutlineAnswer, OutlineAnswer.question_id == OutlineQuestion.id)
        .where(OutlineAnswer.project_id == project_id)
    )
    wanted = (
        select(
            OutlineQuestion.section, OutlineQuestion.text, OutlineAnswer.text,
            OutlineQuestion.most_characters,
        )
        .outerjoin(OutlineAnswer, mine)
        .where(OutlineQuestion.outline_id.in_(begun))
        .order_by(OutlineQuestion.outline_id, OutlineQuestion.position)
    )  # fmt: skip
    for section, question, text, most in s.execute(wanted):
        yield out.AnswerRow(section or "", question, text or "", most)


def _change(values: Mapping[str, Any], approved_on: date | None, cents: int) -> out.ChangeRow:
    return out.ChangeRow(
        values.get("kind") or "transfer", values.get("from_category") or "",
        values.get("to_category") or "", cents, values["asked_on"], approved_on,
        values["approved_by"] or "", values["letter"] or "", values["why"] or "",
    )  # fmt: skip
