"""Objectives, estimates, targets: what was aimed at, and what came of it."""

from __future__ import annotations

from datetime import date

import pytest

from mobdesk.errors import Invalid, Refused
from mobdesk.models.store import Store
from mobdesk.services import (
    accreditations,
    history,
    mobilities,
    organisations,
    plans,
    projects,
    stages,
)
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.services.plans import of_accreditation, of_project
from tests.stores import COORDINATOR

TODAY = date(2026, 11, 22)


@pytest.fixture
def accreditation(store: Store) -> int:
    code = "2021-1-EE01-KA120-ADU-000012345"
    return accreditations.add(store, COORDINATOR, {"code": code}).ids[0]


@pytest.fixture
def project(store: Store, accreditation: int) -> int:
    values = {"code": "2026-1-EE01-KA121-ADU-000312345", "accreditation_id": accreditation}
    return projects.add(store, COORDINATOR, values).ids[0]


def objective(store: Store, owner: plans.Owner, number: int = 1) -> int:
    values = {"number": number, "title": f"Objective {number}"}
    return plans.add(store, COORDINATOR, "objective", owner, values).ids[0]


def goes(store: Store, project: int, places: int = 3, **values: object) -> int:
    plan = SubgroupPlan(
        {"start": date(2026, 9, 7), "end": date(2026, 9, 11)}, [MemberPlan({"places": places})]
    )
    given = {"project_id": project, "activity_type": "job-shadowing", **values}
    stay = mobilities.add(store, COORDINATOR, given, [plan]).ids[0]
    stages.move(store, COORDINATOR, stay, "applied", TODAY, "x")
    return stay


def test_a_project_serves_the_objectives_of_its_accreditation(
    store: Store, accreditation: int, project: int
) -> None:
    first = objective(store, of_accreditation(accreditation))
    own = objective(store, of_project(project), 2)
    found = plans.objectives(store, COORDINATOR, project)
    assert [one.id for one in found] == [first, own]
    other = projects.add(store, COORDINATOR, {"code": "2026-1-EE01-KA122-VET-000312346"}).ids[0]
    with pytest.raises(Invalid) as refused:
        target = {"activity_type": "job-shadowing", "participants": 1, "objective_id": own}
        plans.add(store, COORDINATOR, "target", of_project(other), target)
    assert refused.value.problems[0].code == "objective_elsewhere"


def test_plan_against_actual_by_objective(store: Store, accreditation: int, project: int) -> None:
    served = objective(store, of_accreditation(accreditation))
    target = {
        "activity_type": "job-shadowing", "participants": 5, "days": 25, "objective_id": served,
    }  # fmt: skip
    plans.add(store, COORDINATOR, "target", of_project(project), target)
    stay = goes(store, project, objective_id=served)
    goes(store, project, 1)
    named, rest = plans.plan(store, COORDINATOR, of_project(project)).compared
    assert named.key == (served, None, "job-shadowing")
    assert named[1:] == (5, 25, 3, 15, 0)
    assert named.missing == 2
    assert rest[1:] == (None, None, 1, 5, 0)
    stages.move(store, COORDINATOR, stay, "returned", TODAY, "x")
    assert plans.plan(store, COORDINATOR, of_project(project)).compared[0].back == 3


def test_a_target_without_objective_counts_what_no_other_does(
    store: Store, accreditation: int, project: int
) -> None:
    first, second = (objective(store, of_accreditation(accreditation), n) for n in (1, 2))
    for served, participants in ((first, 4), (None, 9)):
        target = {
            "activity_type": "job-shadowing", "participants": participants,
            "objective_id": served,
        }  # fmt: skip
        plans.add(store, COORDINATOR, "target", of_project(project), target)
    goes(store, project, 3, objective_id=first)
    goes(store, project, 2, objective_id=second)
    goes(store, project, 1)
    goes(store, project, 5, objective_id=second, activity_type="courses-and-training")
    found = plans.plan(store, COORDINATOR, of_project(project))
    assert [(one.key.objective_id, one.planned, one.going) for one in found.compared] == [
        (first, 4, 3), (None, None, 5), (None, 9, 3),
    ]  # fmt: skip
    assert found.served == {first: (3, 0), second: (7, 0)}


def test_estimates_of_an_accreditation_are_by_year(
    store: Store, accreditation: int, project: int
) -> None:
    for year in (2026, 2027):
        target = {"activity_type": "job-shadowing", "participants": 4, "year": year}
        plans.add(store, COORDINATOR, "target", of_accreditation(accreditation), target)
    goes(store, project)
    now, later = plans.plan(store, COORDINATOR, of_accreditation(accreditation)).compared
    assert (now.key.year, now.planned, now.going) == (2026, 4, 3)
    assert (later.key.year, later.planned, later.going) == (2027, 4, 0)


def test_ideas_and_accompanying_persons_reach_no_target(store: Store, project: int) -> None:
    values = {"project_id": project, "activity_type": "job-shadowing"}
    mobilities.add(store, COORDINATOR, values, [SubgroupPlan({}, [MemberPlan({"places": 2})])])
    members = [MemberPlan({"part": "lead", "places": 1}), MemberPlan({"places": 2})]
    group = {**values, "kind": "group", "activity_type": "group-mobility"}
    stay = mobilities.add(store, COORDINATOR, group, [SubgroupPlan({}, members)]).ids[0]
    stages.move(store, COORDINATOR, stay, "applied", TODAY, "x")
    (found,) = plans.plan(store, COORDINATOR, of_project(project)).compared
    assert (found.key.activity, found.going) == ("group-mobility", 2)


def test_an_objective_that_is_served_stays(store: Store, accreditation: int, project: int) -> None:
    served = objective(store, of_accreditation(accreditation))
    goes(store, project, objective_id=served)
    with pytest.raises(Refused, match="still_used_by"):
        plans.remove(store, COORDINATOR, "objective", served)


def test_members_of_the_consortium(store: Store, accreditation: int) -> None:
    school = organisations.add(store, COORDINATOR, {"name": "Kolpa", "kind": "partner"}).ids[0]
    owner = of_accreditation(accreditation)
    values = {"organisation_id": school, "since": date(2022, 2, 1)}
    made = plans.add(store, COORDINATOR, "consortium_member", owner, values).ids[0]
    with pytest.raises(Invalid):
        plans.add(store, COORDINATOR, "consortium_member", owner, values)
    plans.change(
        store, COORDINATOR, "consortium_member", made, 1, {"until": date(2025, 1, 1)}
    )  # fmt: skip
    (found,) = plans.plan(store, COORDINATOR, owner).members
    assert (found.name, found.values["until"]) == ("Kolpa", date(2025, 1, 1))


@pytest.mark.parametrize(
    ("what", "values", "field"),
    [
        ("objective", {"number": 0, "title": "x"}, "number"),
        ("objective", {"number": 1, "title": " "}, "title"),
        ("target", {"activity_type": "x", "participants": 2, "blended": 3}, "blended"),
        ("target", {"activity_type": "x", "participants": -1}, "participants"),
        ("target", {"activity_type": "x", "participants": 1, "year": 26}, "year"),
        ("planned_cost", {"category": "travel", "amount": 0, "percent": "80"}, "amount"),
        ("planned_cost", {"category": "travel", "amount": 1, "percent": "800"}, "percent"),
    ],
)
def test_refusals(store: Store, project: int, what: str, values: dict, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        plans.add(store, COORDINATOR, what, of_project(project), values)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_the_plan_goes_with_its_project_and_comes_back(store: Store, project: int) -> None:
    served = objective(store, of_project(project))
    target = {"activity_type": "job-shadowing", "participants": 5, "objective_id": served}
    plans.add(store, COORDINATOR, "target", of_project(project), target)
    cost = {"category": "exceptional_costs", "amount": 300_00, "percent": "80", "why": "Visa"}
    plans.add(store, COORDINATOR, "planned_cost", of_project(project), cost)
    projects.remove(store, COORDINATOR, [project])
    history.undo(store, COORDINATOR)
    found = plans.plan(store, COORDINATOR, of_project(project))
    assert len(found.own_objectives) == len(found.targets) == len(found.planned_costs) == 1
