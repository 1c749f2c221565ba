"""Organisational support: one sum of the project by activity type; shares are information."""

from __future__ import annotations

from datetime import date

from mobdesk.models.grants import GrantLine
from mobdesk.models.mobilities import Mobility
from mobdesk.models.store import Label, Store
from mobdesk.services import organisational_support as support
from tests.services.test_pricing import only, person, plan, project, set_member
from tests.stores import COORDINATOR

assert project  # the fixture of a project with a sheet


def selected(store: Store, project: int, members: list, dates=None, **values) -> int:
    stay = plan(store, project, members, dates or {}, **values)
    with store.write(Label("stage_changed"), COORDINATOR) as s:
        s.get(Mobility, stay).stage = "selected"
    return stay


def found(store: Store, project: int) -> dict[str, support.Support]:
    with store.read() as s:
        return support.organisational_support_of(s, project)


def shares(store: Store, project: int) -> list[tuple[int, int, int | None]]:
    with store.read() as s:
        return [(x.first, x.last, x.cents) for x in support.shares_of(s, project).values()]


def test_the_sum_takes_the_steps_of_the_sheet_and_shares_add_up(store: Store, project: int) -> None:
    late = {"start": date(2022, 5, 1), "end": date(2022, 5, 5)}
    early = {"start": date(2022, 3, 1), "end": date(2022, 3, 5)}
    selected(store, project, [{"places": 99, "part": "staff"}], late)
    selected(store, project, [{"places": 1, "part": "staff"}])  # undated: the last one
    selected(store, project, [{"places": 2, "part": "staff"}], early)
    one = found(store, project)["job-shadowing"]
    assert (one.members, one.cents) == (102, 100 * 35_000 + 2 * 20_000)
    assert shares(store, project) == [
        (1, 2, 70_000), (3, 101, 98 * 35_000 + 20_000), (102, 102, 20_000),
    ]  # fmt: skip


def test_who_counts(store: Store, project: int) -> None:
    plan(store, project, [{"person_id": person(store, "Idea"), "part": "staff"}])
    for values in ({"ended": "cancelled"}, {"organisational_support_requested": False}):
        stay = selected(store, project, [{"part": "staff"}])
        set_member(store, stay, **values)
    for values in ({"ended": "returned_early"}, {"zero_grant": True}):
        stay = selected(store, project, [{"part": "staff"}])
        set_member(store, stay, **values)
    selected(store, project, [{"part": "accompanying"}, {"part": "lead"}], kind="group")
    assert found(store, project)["job-shadowing"].members == 2


def test_a_sum_typed_with_the_member_is_not_counted_twice(store: Store, project: int) -> None:
    stay = selected(store, project, [{"part": "staff"}])
    selected(store, project, [{"part": "staff"}])
    member = only(store, stay).member_id
    with store.write(Label("grant_typed"), COORDINATOR) as s:
        s.add(GrantLine(member_id=member, category="organisational_support", amount=40_000))
    one = found(store, project)["job-shadowing"]
    assert (one.members, one.cents) == (1, 35_000)


def test_what_the_sheet_does_not_say_is_not_guessed(store: Store, project: int) -> None:
    selected(store, project, [{"part": "expert"}], activity_type="invited-expert")
    one = found(store, project)["invited-expert"]
    assert (one.cents, one.code) == (None, "not_established_for_type")
