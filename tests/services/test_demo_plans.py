"""The demo shows every part of a budget: one category over, a way, an amendment, objectives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mobdesk.services import accreditations, budgets, demo, plans
from tests.services import slow_boards
from tests.ui.workspaces import FAST

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("plans") / "Demo.mobdesk"
    opened = demo.create(folder, 300, 7, TODAY, policy=FAST)
    yield opened
    opened.close()


def overviews(made) -> list[budgets.Overview]:
    found = budgets.choices(made.store, made.actor)
    return [budgets.overview(made.store, made.actor, one.id) for one in found]


def test_one_category_of_the_newest_project_is_over_and_a_rule_shows_how(made) -> None:
    newest, *older = overviews(made)
    over = [row for row in newest.board.categories if row.over]
    assert [row.over for row in over] == [320_00]
    assert newest.ways(over[0].name)[0].amount == 320_00
    assert len(newest.awards.transfers) == 1
    assert all(not row.over for one in older for row in one.board.categories)


def test_an_older_project_was_amended(made) -> None:
    kinds = [[v.values["kind"] for v in one.awards.versions] for one in overviews(made)]
    assert kinds.count(["award", "amendment"]) == 1
    assert all(v.values["letter"] for one in overviews(made) for v in one.awards.versions)


def test_objectives_estimates_and_targets_are_there(made) -> None:
    (accreditation,) = accreditations.find(made.store, made.actor)
    plan = plans.plan(made.store, made.actor, plans.of_accreditation(accreditation))
    assert (len(plan.objectives), len(plan.members)) == (3, 1)
    assert any(one.planned and one.going for one in plan.compared)
    newest = budgets.choices(made.store, made.actor)[0].id
    served = plans.plan(made.store, made.actor, plans.of_project(newest)).compared
    assert any(one.planned and one.going for one in served)


def test_every_board_is_the_sum_of_its_bills(made) -> None:
    for one in overviews(made):
        slow = slow_boards.of_bills(made.store, made.actor, one.project_id)
        assert slow_boards.of_board(one.board) == slow
        assert len(slow) > 3
