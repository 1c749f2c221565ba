"""Pocket money from the centre's hand: stated for members, and its list to sign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, or_, select

from mobdesk.domain import people
from mobdesk.domain.done import Done
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Invalid, Problem, Refused
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store
from mobdesk.services import organisations
from mobdesk.services.access import reads, writes
from mobdesk.services.records import load


class PocketRow(NamedTuple):
    """Pocket money of one member, in cents; None: none stated."""

    member_id: int
    mobility_id: int
    name: str
    mobility: str
    amount: int | None


@reads(Area.MOBILITIES)
def pocket_money(store: Store, actor: Actor, project_id: int) -> list[PocketRow]:
    """Return the members who get pocket money from the centre's hand, and learners in groups."""
    wanted = (
        select(
            Member.id, Member.mobility_id, Person.first_name, Person.last_name,
            Mobility.shown_name, Member.pocket_money,
        )
        .join(Mobility, Mobility.id == Member.mobility_id)
        .join(Person, Person.id == Member.person_id)
        .where(Mobility.project_id == project_id, Member.ended.is_(None))
        .where(or_(
            Member.pocket_money.is_not(None),
            (Mobility.kind == "group") & (Member.part == "learner")
            & func.coalesce(Member.paid_by_centre, True),
        ))
        .order_by(Mobility.day_key, Mobility.id, Person.sort_key)
    )  # fmt: skip
    with store.read() as s:
        return [
            PocketRow(number, stay, people.display_name(first or "", last or ""), shown, amount)
            for number, stay, first, last, shown, amount in s.execute(wanted)
        ]


@writes(Area.MOBILITIES)
def set_pocket_money(
    store: Store, actor: Actor, member_ids: Sequence[int], amount: int | None
) -> Done:
    """State the same pocket money in cents for members; None takes it away."""
    if amount is not None and amount <= 0:
        raise Invalid([Problem("amount", "amount_not_above_zero")])
    with store.write(Label("pocket_money_stated", {"n": len(member_ids)}), actor) as s:
        for number in member_ids:
            load(s, Member, number).pocket_money = amount
        return s.done(*member_ids)


@reads(Area.EXPORT)
def pocket_list(store: Store, actor: Actor, project_id: int, today: date) -> bytes:
    """Return the PDF with everybody who has a sum. Raises ``nobody_with_pocket_money``."""
    from mobdesk.exports.money_lists import PocketList, Signer, make_pocket_list

    found = pocket_money(store, actor, project_id)
    signers = tuple(Signer(row.name, row.mobility, row.amount) for row in found if row.amount)
    if not signers:
        raise Refused("nobody_with_pocket_money")
    own = organisations.own(store, actor)
    with store.read() as s:
        code = s.scalar(select(Project.code).where(Project.id == project_id)) or ""
    demo = bool(store.setting("demo", False))
    return make_pocket_list(PocketList(own.name if own else "", code, signers, today, demo))
