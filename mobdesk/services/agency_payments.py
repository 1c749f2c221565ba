"""Instalments from the agency: requested, due, received; a percentage or a sum."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain import payment_checks as typed
from mobdesk.domain.done import Done
from mobdesk.domain.payments import share
from mobdesk.domain.roles import Actor, Area
from mobdesk.models.payments import AgencyInstalment
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store
from mobdesk.services import awards
from mobdesk.services.access import reads, writes
from mobdesk.services.records import Detail, detail, load, refuse_if, set_values

FIELDS = (
    "title", "percent", "amount", "requested_on", "due_on", "received_on", "received_amount",
    "proof", "note",
)  # fmt: skip


class AgencyRow(NamedTuple):
    """One instalment of the agency; ``expected`` in cents, of a percentage that of today's award.

    ``expected`` is None while no award is known.
    """

    id: int
    rev: int
    project_id: int
    title: str | None
    percent: str | None
    expected: int | None
    requested_on: date | None
    due_on: date | None
    received_on: date | None
    received_amount: int | None
    proof: str | None


@reads(Area.MOBILITIES)
def of_project(store: Store, actor: Actor, project_id: int) -> list[AgencyRow]:
    """Return the instalments of the agency for one project, by day."""
    with store.read() as s:
        return rows(s, project_id)


def rows(s: Session, project_id: int) -> list[AgencyRow]:
    """As ``of_project``, inside a read that is under way."""
    total = sum(awards.now(s, project_id).values())
    wanted = select(AgencyInstalment).filter_by(project_id=project_id)
    found = [
        AgencyRow(
            one.id, one.rev, project_id, one.title, one.percent, _expected(one, total),
            one.requested_on, one.due_on, one.received_on, one.received_amount, one.proof,
        )
        for one in s.scalars(wanted)
    ]  # fmt: skip
    return sorted(found, key=lambda r: (r.received_on or r.due_on or date.max, r.id))


def _expected(one: AgencyInstalment, total: int) -> int | None:
    if one.amount is not None:
        return one.amount
    return share(total, one.percent) if one.percent and total else None


@reads(Area.MOBILITIES)
def get(store: Store, actor: Actor, number: int) -> Detail:
    """Return one instalment for its form."""
    with store.read() as s:
        return detail(s, AgencyInstalment, number, FIELDS)


@writes(Area.MOBILITIES)
def add(
    store: Store, actor: Actor, project_id: int, values: Mapping[str, Any], today: date
) -> Done:
    """Note an instalment of the agency. Raises ``Invalid``."""
    refuse_if(typed.validate_agency(values, today))
    with store.write(Label("agency_instalment_added"), actor) as s:
        project = load(s, Project, project_id)
        record = AgencyInstalment(project_id=project_id)
        set_values(record, values, FIELDS)
        s.add(record)
        s.flush()
        s.label_values["code"] = project.code
        return s.done(record.id)


@writes(Area.MOBILITIES)
def change(
    store: Store, actor: Actor, number: int, rev: int, values: Mapping[str, Any], today: date
) -> Done:
    """Change an instalment of the agency. Raises ``Invalid``, ``Stale``."""
    with store.write(Label("agency_instalment_changed"), actor) as s:
        record = load(s, AgencyInstalment, number, rev)
        complete = {**{n: getattr(record, n) for n in FIELDS}, **values}
        refuse_if(typed.validate_agency(complete, today))
        set_values(record, values, FIELDS)
        s.label_values["code"] = load(s, Project, record.project_id).code
        return s.done(number)


@writes(Area.MOBILITIES)
def remove(store: Store, actor: Actor, number: int) -> Done:
    """Take an instalment of the agency away; Undo brings it back."""
    with store.write(Label("agency_instalment_removed"), actor) as s:
        record = load(s, AgencyInstalment, number)
        s.label_values["code"] = load(s, Project, record.project_id).code
        s.delete(record)
        return s.done(number)
