"""A small project with people who travel, for tests of payments and costs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from mobdesk.domain.roles import Actor
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.store import Label, Store
from mobdesk.services import grants, mobilities, people, projects
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan

TODAY = date(2026, 11, 22)
START = date(2026, 11, 30)
SIGNED = date(2026, 11, 2)
CODE = "2024-1-EE01-KA122-ADU-000214921"


def add_project(store: Store, actor: Actor, code: str = CODE, **sums: int) -> int:
    awarded = {"travel": 2000_00, "individual_support": 8000_00, **sums}
    return projects.add(store, actor, {"code": code}, awarded).ids[0]


def add_person(store: Store, actor: Actor, first: str, last: str, **values: Any) -> int:
    given = {"first_name": first, "last_name": last, "role": "staff", **values}
    return people.add(store, actor, given, today=TODAY).ids[0]


def add_stay(
    store: Store,
    actor: Actor,
    project: int,
    who: list[int],
    *,
    start: date = START,
    stage: str = "confirmed",
    signed: date | None = SIGNED,
    part: str = "staff",
    **values: Any,
) -> list[int]:
    """A mobility; returns the ids of its members."""
    plans = [MemberPlan({"person_id": one, "part": part}) for one in who]
    group = SubgroupPlan({"start": start, "end": start + timedelta(days=4)}, plans)
    kind = "group" if len(who) > 1 else "individual"
    given = {"project_id": project, "kind": kind, "activity_type": "job-shadowing", **values}
    stay = mobilities.add(store, actor, given, [group]).ids[0]
    with store.write(Label("stage_changed", {"stage": stage}), actor) as s:
        s.get_one(Mobility, stay).stage = stage
        members = list(s.scalars(select(Member).filter_by(mobility_id=stay).order_by(Member.id)))
        for member in members:
            member.agreement_signed_on = signed
        return [member.id for member in members]


def grant(store: Store, actor: Actor, members: list[int], amount: int) -> None:
    """One sum for the participant, typed."""
    grants.set_grants(store, actor, members, "individual_support", amount, "Test")


def change(store: Store, actor: Actor, table: type, number: int, **values: Any) -> None:
    with store.write(Label("member_changed"), actor) as s:
        record = s.get_one(table, number)
        for name, value in values.items():
            setattr(record, name, value)
