"""All subgroups of a mobility move together, in one step."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mobdesk.errors import Invalid, NotAllowed, Refused
from mobdesk.models.store import Store
from mobdesk.services import history, members, mobilities, subgroups
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from tests.stores import COORDINATOR, TRAINER

MON, FRI = date(2026, 3, 2), date(2026, 3, 6)
ONE, WEEK = timedelta(days=1), timedelta(days=7)


def days(store: Store, number: int) -> list[tuple[date | None, ...]]:
    groups = mobilities.get(store, COORDINATOR, number).subgroups
    return [tuple(group.values[name] for name in subgroups.DAYS) for group in groups]


@pytest.fixture
def group(store: Store) -> int:
    """By plane, by train a day longer, and some of whom only the month is known."""
    plane = SubgroupPlan({"start": MON, "end": FRI}, [MemberPlan({"places": 6})])
    train = {"start": MON, "end": FRI, "leaves": MON - ONE, "back": FRI + ONE}
    later = SubgroupPlan({"start_month": "2026-05"}, [MemberPlan({"places": 1})])
    plans = [plane, SubgroupPlan(train, [MemberPlan({"places": 2})]), later]
    values = {"kind": "group", "title": "Käsitöö"}
    return mobilities.add(store, COORDINATOR, values, plans).ids[0]


def test_all_move_in_one_step_and_months_stay(store: Store, group: int) -> None:
    before = days(store, group)
    done = subgroups.shift(store, COORDINATOR, group, 7)
    assert tuple(done.ids) == (group,)
    assert days(store, group) == [
        (MON + WEEK, FRI + WEEK, None, None),
        (MON + WEEK, FRI + WEEK, MON + WEEK - ONE, FRI + WEEK + ONE),
        (None, None, None, None),
    ]
    (*_, later) = mobilities.get(store, COORDINATOR, group).subgroups
    assert later.values["start_month"] == "2026-05"
    history.undo(store, COORDINATOR)
    assert days(store, group) == before
    subgroups.shift(store, COORDINATOR, group, -7)
    assert days(store, group)[0] == (MON - WEEK, FRI - WEEK, None, None)


def test_what_was_real_stays(store: Store, group: int) -> None:
    first = mobilities.get(store, COORDINATOR, group).subgroups[0]
    members.set_actual_dates(store, COORDINATOR, first.id, MON, FRI, today=FRI)
    subgroups.shift(store, COORDINATOR, group, 7)
    (real,) = mobilities.get(store, COORDINATOR, group).subgroups[0].members
    assert (real.values["actual_start"], real.values["actual_end"]) == (MON, FRI)


def test_nothing_to_move_is_said(store: Store, group: int) -> None:
    for wrong, code in ((0, "needed"), (5_000, "what_if_number_outside")):
        with pytest.raises(Invalid) as told:
            subgroups.shift(store, COORDINATOR, group, wrong)
        assert [(p.field, p.code) for p in told.value.problems] == [("days", code)]
    with pytest.raises(NotAllowed):
        subgroups.shift(store, TRAINER, group, 7)
    month = SubgroupPlan({"start_month": "2026-05"}, [MemberPlan({"places": 1})])
    idea = mobilities.add(store, COORDINATOR, {"title": "x", "kind": "group"}, [month]).ids[0]
    with pytest.raises(Refused, match="no_days_to_move"):
        subgroups.shift(store, COORDINATOR, idea, 7)
