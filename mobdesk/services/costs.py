"""Real costs beside the unit grant: of a traveller, of a group, of the project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from mobdesk.domain import costs as rules
from mobdesk.domain import people
from mobdesk.domain.costs import Cost
from mobdesk.domain.done import Done
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.payments import RealCost
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import reads, writes
from mobdesk.services.records import Detail, detail, load, refuse_if, set_values

FIELDS = (
    "mobility_id", "member_id", "category", "what", "supplier", "dated", "amount", "currency",
    "rate", "rate_on", "covered_percent", "estimate", "paid_on", "proof", "account_code",
)  # fmt: skip


class CostRow(NamedTuple):
    """One real cost; ``amount`` in minor units of ``currency``, ``euros``/``covered`` in cents."""

    id: int
    rev: int
    project_id: int
    mobility_id: int | None
    member_id: int | None
    name: str
    mobility: str
    category: str
    what: str
    supplier: str | None
    dated: date | None
    amount: int
    currency: str
    rate: str | None
    rate_on: date | None
    covered_percent: str | None
    estimate: bool
    paid_on: date | None
    proof: str | None
    account_code: str | None
    euros: int | None
    covered: int | None


class Traveller(NamedTuple):
    """Whom a cost can be for: a mobility, or one member of it."""

    mobility_id: int
    member_id: int | None
    name: str
    mobility: str


@reads(Area.MOBILITIES)
def of_project(store: Store, actor: Actor, project_id: int) -> list[CostRow]:
    """Return the real costs of one project, the newest first."""
    with store.read() as s:
        return rows(s, [RealCost.project_id == project_id])


def rows(s: Session, wanted: Iterable[ColumnElement[bool]]) -> list[CostRow]:
    """The real costs that meet the conditions."""
    found = s.execute(
        select(RealCost, Person.first_name, Person.last_name, Mobility.shown_name)
        .outerjoin(Member, Member.id == RealCost.member_id)
        .outerjoin(Person, Person.id == Member.person_id)
        .outerjoin(Mobility, Mobility.id == RealCost.mobility_id)
        .where(*wanted)
        .order_by(RealCost.dated.desc(), RealCost.id.desc())
    )
    return [_row(*row) for row in found]


def _row(one: RealCost, first: str | None, last: str | None, mobility: str | None) -> CostRow:
    cost = Cost(one.amount, one.currency, one.rate, one.covered_percent)
    return CostRow(
        one.id, one.rev, one.project_id, one.mobility_id, one.member_id,
        people.display_name(first or "", last or ""), mobility or "", one.category, one.what,
        one.supplier, one.dated, one.amount, one.currency, one.rate, one.rate_on,
        one.covered_percent, one.estimate, one.paid_on, one.proof, one.account_code,
        rules.euros(cost), rules.covered(cost),
    )  # fmt: skip


@reads(Area.MOBILITIES)
def travellers(store: Store, actor: Actor, project_id: int) -> list[Traveller]:
    """Return the mobilities of a project and, of groups, their named members."""
    wanted = (
        select(Mobility.id, Mobility.kind, Mobility.shown_name, Member.id,
               Person.first_name, Person.last_name)
        .join(Member, Member.mobility_id == Mobility.id)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(Mobility.project_id == project_id)
        .order_by(Mobility.day_key.desc(), Mobility.id, Person.sort_key)
    )  # fmt: skip
    found: list[Traveller] = []
    with store.read() as s:
        for stay, kind, shown, member, first, last in s.execute(wanted):
            if kind == "group" and (not found or found[-1].mobility_id != stay):
                found.append(Traveller(stay, None, "", shown))
            if first or last:
                found.append(Traveller(stay, member, people.display_name(first, last), shown))
    return found


@reads(Area.MOBILITIES)
def get(store: Store, actor: Actor, number: int) -> Detail:
    """Return one real cost for its form."""
    with store.read() as s:
        return detail(s, RealCost, number, FIELDS)


@writes(Area.MOBILITIES)
def add(
    store: Store, actor: Actor, project_id: int, values: Mapping[str, Any], today: date
) -> Done:
    """Add a real cost. Raises ``Invalid``; ``Refused("cost_elsewhere")`` of another project."""
    values = _tidy(values)
    refuse_if(rules.validate(values, today))
    with store.write(Label("real_cost_added"), actor) as s:
        load(s, Project, project_id)
        record = RealCost(project_id=project_id)
        _take(s, record, values)
        s.add(record)
        s.flush()
        return s.done(record.id)


@writes(Area.MOBILITIES)
def change(
    store: Store, actor: Actor, number: int, rev: int, values: Mapping[str, Any], today: date
) -> Done:
    """Change a real cost. Raises ``Invalid``, ``Stale``, ``Refused("cost_elsewhere")``."""
    with store.write(Label("real_cost_changed"), actor) as s:
        record = load(s, RealCost, number, rev)
        values = _tidy({**{n: getattr(record, n) for n in FIELDS}, **values})
        refuse_if(rules.validate(values, today))
        _take(s, record, values)
        return s.done(number)


@writes(Area.MOBILITIES)
def remove(store: Store, actor: Actor, number: int) -> Done:
    """Take a real cost away; Undo brings it back."""
    with store.write(Label("real_cost_removed"), actor) as s:
        record = load(s, RealCost, number)
        s.label_values["what"] = record.what
        s.delete(record)
        return s.done(number)


def _tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    """A sum in euros has no rate, whatever stood there before."""
    found = {**values, "estimate": bool(values.get("estimate"))}
    found["currency"] = (found.get("currency") or rules.EURO).strip().upper()
    if found["currency"] == rules.EURO:
        found["rate"] = found["rate_on"] = None
    return found


def _take(s: Writing, record: RealCost, values: Mapping[str, Any]) -> None:
    set_values(record, values, FIELDS)
    if record.member_id is not None:
        record.mobility_id = load(s, Member, record.member_id).mobility_id
    if record.mobility_id is not None:
        project = load(s, Mobility, record.mobility_id).project_id
        if project != record.project_id:
            raise Refused("cost_elsewhere")
    s.label_values["what"] = record.what
