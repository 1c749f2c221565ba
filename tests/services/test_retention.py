"""Everybody has a day; who is due stands on a list, who is kept for checks is hidden."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mobdesk.domain.retention import Keeping
from mobdesk.errors import Invalid, NotAllowed
from mobdesk.models.store import Store
from mobdesk.services import history, mobilities, people, projects, protected, retention
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from tests.stores import COORDINATOR, TRAINER

CODE = "2018-1-EE01-KA104-046974"
START = date(2019, 3, 4)


def person(store: Store, name: str, **values: object) -> int:
    given = {"first_name": name, "last_name": "Tamm", "role": "staff", **values}
    return people.add(store, COORDINATOR, given, today=START).ids[0]


def project(store: Store, **values: object) -> int:
    return projects.add(store, COORDINATOR, {"code": CODE, **values}).ids[0]


def stay(store: Store, who: int, day: date, project_id: int | None = None) -> int:
    plan = SubgroupPlan(
        {"start": day, "end": day}, [MemberPlan({"person_id": who, "part": "staff"})]
    )
    return mobilities.add(store, COORDINATOR, {"project_id": project_id}, [plan]).ids[0]


def due(store: Store, today: date) -> list[int]:
    return [row.person_id for row in retention.due(store, COORDINATOR, today=today)]


def test_somebody_is_due_the_day_after_the_proof_duty(store: Store) -> None:
    paid = project(store, final_payment_on=date(2020, 6, 30), keep_years=5)
    mari = person(store, "Mari")
    stay(store, mari, START, paid)
    (duty,) = retention.projects(store, COORDINATOR)
    assert (duty.duty.end, duty.duty.unconfirmed) == (date(2025, 6, 30), False)
    assert due(store, date(2025, 6, 30)) == []
    assert [
        r.person_id for r in retention.restricted(store, COORDINATOR, today=date(2025, 6, 30))
    ] == [mari]
    assert due(store, date(2025, 7, 1)) == [mari]


def test_the_usual_years_are_marked_unconfirmed(store: Store) -> None:
    project(store, final_payment_on=date(2020, 6, 30))
    (row,) = retention.projects(store, COORDINATOR)
    assert row.duty.unconfirmed
    assert row.duty.end == date(2025, 6, 30)


@pytest.mark.parametrize("final", [None, date(2020, 6, 30)])
def test_nobody_is_due_while_something_is_open(store: Store, final: date | None) -> None:
    paid = project(store, final_payment_on=final, keep_years=5)
    mari = person(store, "Mari")
    stay(store, mari, START, paid)
    if final is not None:
        stay(store, mari, date(2031, 3, 4), paid)
    (row,) = retention.of_people(store, COORDINATOR, [mari], today=date(2030, 1, 1))
    assert row.keeping is (Keeping.UNKNOWN if final is None else Keeping.IN_USE)
    assert due(store, date(2030, 1, 1)) == []


def test_a_typed_date_wins_and_is_told(store: Store) -> None:
    mari = person(store, "Mari", keep_until=date(2021, 1, 1))
    assert due(store, date(2021, 1, 2)) == [mari]
    (row,) = retention.of_people(store, COORDINATOR, [mari], today=date(2021, 1, 2))
    assert row.by_hand


def test_restricted_people_leave_the_lists_until_shown_again(store: Store) -> None:
    mari = person(store, "Mari")
    retention.restrict(store, COORDINATOR, [mari])
    assert people.find(store, COORDINATOR) == []
    (row,) = retention.restricted(store, COORDINATOR, today=START)
    assert row.restricted
    now = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    with pytest.raises(Invalid):
        retention.open_for_check(store, COORDINATOR, [mari], why=" ", now=now)
    assert people.find(store, COORDINATOR) == []
    retention.open_for_check(store, COORDINATOR, [mari], why="audit of 2024", now=now)
    assert people.find(store, COORDINATOR) == [mari]
    (entry,) = protected.access_log(store, COORDINATOR, mari)
    assert (entry.action, entry.why) == ("opened_for_check", "audit of 2024")
    history.undo(store, COORDINATOR)
    assert people.find(store, COORDINATOR) == []


def test_a_trainer_sees_no_list(store: Store) -> None:
    with pytest.raises(NotAllowed):
        retention.due(store, TRAINER, today=START)
