"""The board of a project: what a change moves, counted again equals counted anew."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from mobdesk.errors import Invalid, Refused
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.store import Store
from mobdesk.services import (
    awards,
    budgets,
    costs,
    documents,
    grants,
    history,
    members,
    mobilities,
    people,
    pricing,
    projects,
    stages,
    subgroups,
)
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from tests import large_boards
from tests.services import slow_boards
from tests.stores import COORDINATOR

TODAY = date(2026, 11, 22)
DAY = date(2021, 10, 4)


@pytest.fixture
def project(store: Store) -> int:
    return large_boards.fill(store, 60, 20)


def board(store: Store, project: int) -> budgets.Board:
    return budgets.overview(store, COORDINATOR, project).board


def anew(store: Store, project: int) -> budgets.Board:
    with store.read() as s:
        return budgets.board_of(s, project)


def some(store: Store, random: Random, table: Any) -> Any:
    with store.read() as s:
        return random.choice(s.scalars(select(table).order_by(table.id)).all())


def edits(store: Store, project: int, random: Random) -> list[Callable[[], object]]:
    """One of each kind of change, on records of the project."""
    member = some(store, random, Member)
    stay = some(store, random, Mobility)
    group = some(store, random, Subgroup)
    cost = {
        "category": random.choice(("exceptional_costs", "course_fees")), "what": "Visa",
        "amount": 80_00, "currency": "EUR", "member_id": member.id,
    }  # fmt: skip
    return [
        lambda: stages.move(store, COORDINATOR, stay.id, "confirmed", TODAY, "Because"),
        lambda: subgroups.change(store, COORDINATOR, group.id, group.rev, {"distance_km": "1500"}),
        lambda: grants.set_grants(store, COORDINATOR, [member.id], "travel", 123_45, "x"),
        lambda: costs.add(store, COORDINATOR, project, cost, TODAY),
        lambda: documents.file_paper(
            store, COORDINATOR, member.id, "certificate", on=TODAY, signed=True, place="B"
        ),
        lambda: members.set_counting(store, COORDINATOR, [member.id], {"course_days": 7}),
        lambda: mobilities.add(
            store, COORDINATOR,
            {"project_id": project, "activity_type": "job-shadowing", "hosting_country": "FI"},
            [SubgroupPlan({"start": DAY, "end": DAY}, [MemberPlan({"places": 3})])],
        ),
        lambda: mobilities.remove(store, COORDINATOR, [stay.id]),
        lambda: people.change(
            store, COORDINATOR, member.person_id,
            people.get(store, COORDINATOR, member.person_id).rev,
            {"fewer_opportunities": True}, today=TODAY,
        ),
        lambda: history.undo(store, COORDINATOR),
    ]  # fmt: skip


def test_counting_what_changed_equals_counting_anew(store: Store, project: int) -> None:
    random = Random(3)
    for _n in range(4):
        for at in range(10):
            with suppress(Refused, Invalid):  # a record may be gone, or not be ready
                edits(store, project, random)[at]()
            assert board(store, project) == anew(store, project)


def test_a_change_reads_only_its_mobility(
    store: Store, project: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    board(store, project)
    read: list[int] = []
    real = pricing.price_mobilities
    monkeypatch.setattr(
        pricing, "price_mobilities", lambda s, ids, *more: read.extend(ids) or real(s, ids, *more)
    )
    stay = some(store, Random(1), Mobility)
    mobilities.change(store, COORDINATOR, stay.id, stay.rev, {"hosting_city": "Vaasa"})
    board(store, project)
    assert 1 <= len(read) <= 6  # itself, and courses under the same e-mail
    read.clear()
    board(store, project)
    assert read == []


def test_rates_and_awards_come_to_the_board(store: Store, project: int) -> None:
    found = budgets.overview(store, COORDINATOR, project)
    assert (found.sheet, found.code) == (True, large_boards.CODE)
    rows = {row.name: row for row in found.board.categories}
    assert rows["travel"].now == 700_000_00
    assert rows["individual_support"].signed > 0
    assert rows["organisational_support"].signed > 0
    assert found.board.missing > 0
    values = {"from_category": "travel", "to_category": "course_fees", "amount": 100_00}
    agreed = {**values, "approved_on": date(2021, 12, 1)}
    awards.add_transfer(store, COORDINATOR, project, agreed)
    rows = {row.name: row for row in board(store, project).categories}
    assert (rows["travel"].award, rows["travel"].now) == (700_000_00, 699_900_00)


def test_the_over_is_covered_only_by_a_stated_rule(store: Store) -> None:
    sums = {"travel": 100_00, "course_fees": 1_000_00}
    project = projects.add(store, COORDINATOR, {"code": large_boards.CODE}, sums).ids[0]
    plan = SubgroupPlan({"start": DAY, "end": DAY}, [MemberPlan({"places": 1})])
    values = {"project_id": project, "activity_type": "job-shadowing"}
    stay = mobilities.add(store, COORDINATOR, values, [plan]).ids[0]
    with store.read() as s:
        member = s.scalars(select(Member.id).where(Member.mobility_id == stay)).one()
    grants.set_grants(store, COORDINATOR, [member], "travel", 420_00, "x")
    documents.file_paper(
        store, COORDINATOR, member, "grant_agreement", on=DAY, signed=True, place="B"
    )
    found = budgets.overview(store, COORDINATOR, project)
    assert next(row.over for row in found.board.categories if row.name == "travel") == 320_00
    assert (found.ways("travel"), found.ways("course_fees"), found.movable()) == ([], [], [])
    rule = {"from_category": "course_fees", "percent": "20", "of": "from_line"}
    awards.add_rule(store, COORDINATOR, project, rule)
    found = budgets.overview(store, COORDINATOR, project)
    assert [(way.from_category, way.amount) for way in found.ways("travel")] == [
        ("course_fees", 200_00)
    ]
    assert [cents for _rule, cents in found.movable()] == [200_00]


def test_the_sums_of_lines_equal_a_slow_sum(store: Store, project: int) -> None:
    """Every priced line once more, member by member, as fractions."""
    found = board(store, project)
    whole = Fraction(0)
    with store.read() as s:
        ids = s.scalars(select(Mobility.id)).all()
        priced = pricing.price_mobilities(s, ids)
        ended = dict(s.execute(select(Member.id, Member.ended)).all())
    for member, one in priced.items():
        for line in one.lines:
            if line.amount is not None and ended[member] is None:
                whole += Fraction(line.amount)
    support = next(row for row in found.categories if row.name == "organisational_support")
    counted = found.total.signed + found.total.planned + found.total.ideas
    mine = support.signed + support.planned + support.ideas
    assert counted - mine == whole


def test_the_board_is_the_sum_of_its_bills(store: Store, project: int) -> None:
    random = Random(11)
    for category in ("total", "organisational_support"):
        member = some(store, random, Member)
        grants.set_grants(store, COORDINATOR, [member.id], category, 900_00, "x")
    plan = [SubgroupPlan({"start": DAY, "end": DAY}, [MemberPlan({"places": 3, "part": "expert"})])]
    values = {"project_id": project, "activity_type": "invited-expert"}
    mobilities.add(store, COORDINATOR, values, plan)
    for at, member in enumerate((some(store, random, Member), some(store, random, Member))):
        cost = {
            "category": ("exceptional_costs", "inclusion_participant")[at], "what": "Visa",
            "amount": 80_01, "currency": "EUR", "covered_percent": "80", "member_id": member.id,
        }  # fmt: skip
        costs.add(store, COORDINATOR, project, cost, TODAY)
    found = board(store, project)
    assert slow_boards.of_board(found) == slow_boards.of_bills(store, COORDINATOR, project)


def test_a_director_sees_the_board_and_changes_nothing(store: Store, project: int) -> None:
    from mobdesk.domain.roles import Actor, Role

    director = Actor(3, "director", Role.DIRECTOR)
    assert budgets.overview(store, director, project).board.total.now == sum(
        large_boards.SUMS.values()
    )
