"""A project copied as next year's plan, and the three tables of its grant request."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest

from mobdesk.errors import Invalid
from mobdesk.services import (
    grant_requests,
    history,
    members,
    mobilities,
    next_year,
    plans,
    projects,
)
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.services.plans import of_project
from mobdesk.services.records import Query
from tests.services.offices import Office, add_person, add_project, empty_office, office

__all__ = ["empty_office", "office"]

PEOPLE = (
    {"part": "learner", "places": 8},
    {"part": "learner", "places": 2, "fewer_opportunities": True},
    {"part": "lead"},
)


def group(office: Office, project: int, **more: object) -> int:
    dates = {
        "start": date(2026, 3, 9), "end": date(2026, 3, 13), "leaves": date(2026, 3, 8),
        "back": date(2026, 3, 14), "green_travel": True, "travel_means": "train",
    }  # fmt: skip
    values = {
        "project_id": project, "kind": "group", "activity_type": "group-mobility",
        "hosting_city": "Ljubljana", "hosting_country": "SI", **more,
    }  # fmt: skip
    planned = [SubgroupPlan(dates, [MemberPlan(values) for values in PEOPLE])]
    return mobilities.add(office.store, office.actor, values, planned).ids[0]


def crafts(office: Office, project: int) -> int:
    aim = {"number": 1, "title": "Crafts"}
    return plans.add(office.store, office.actor, "objective", of_project(project), aim).ids[0]


def request_of(office: Office, project: int) -> grant_requests.RequestOf:
    return grant_requests.of_project(office.store, office.actor, project)


def test_stays_are_counted_as_the_form_asks(office: Office) -> None:
    project = add_project(office)
    group(office, project)
    tables = request_of(office, project).request
    (row,) = tables.activities
    assert (row.activity, row.participants, row.days) == ("group-mobility", 10, 50)
    assert (row.average, row.fewer_opportunities, row.green) == ("5.0", 2, 11)
    assert row.source == "stays"
    (extra,) = tables.expenses
    assert extra[1:] == (1, 5, 22, None)


def test_a_target_speaks_for_its_activity_type(office: Office) -> None:
    project, store, actor = add_project(office), office.store, office.actor
    group(office, project)
    aim = crafts(office, project)
    plans.add(
        store, actor, "target", of_project(project),
        {"activity_type": "group-mobility", "participants": 24, "days": 130, "accompanying": 3,
         "objective_id": aim},
    )  # fmt: skip
    plans.add(
        store, actor, "planned_cost", of_project(project),
        {"category": "exceptional_costs", "participants": 1, "why": "Island ferry",
         "amount": 33_333, "percent": "80"},
    )  # fmt: skip
    tables = request_of(office, project).request
    (row,) = tables.activities
    assert (row.participants, row.days, row.green, row.objectives) == (24, 130, None, ("Crafts",))
    assert tables.expenses[0][1:] == (3, None, None, None)
    assert (tables.costs[0].amount, tables.costs[0].eligible) == (33_333, 26_666)
    made = grant_requests.as_pdf(store, actor, project, date(2026, 11, 22))
    text = "".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(made))
    for said in ("Crafts", "24", "5.4", "Island ferry", "266.66"):
        assert said in text


def test_the_plan_has_places_instead_of_people_a_year_later(office: Office) -> None:
    store, actor = office.store, office.actor
    project = add_project(office, title="River", start=date(2025, 6, 1), end=date(2026, 8, 31))
    stay = group(office, project, title="Crafts")
    person = add_person(office, "Ülle", "Žagar-Järvekülg", fewer_opportunities=True)
    found = mobilities.get(store, actor, stay).subgroups[0]
    members.name_place(store, actor, found.members[0].id, person)
    gone = group(office, project, title="Called off")
    for one in mobilities.get(store, actor, gone).subgroups[0].members:
        members.remove(store, actor, one.id)
    asked = next_year.proposal(store, actor, project)
    assert asked.values["code"].endswith("-000000000")
    assert asked.values["start"] == date(2026, 6, 1)
    assert asked.stays == 1
    plan = next_year.copy(store, actor, project, asked.values, stays=True).ids[0]
    (copied,) = mobilities.find(store, actor, Query("", {"project_id": plan}))
    new = mobilities.get(store, actor, copied)
    assert new.stage == "idea"
    assert new.subgroups[0].values["start"] == date(2027, 3, 8)
    places = {
        (m.values["part"], bool(m.values["fewer_opportunities"])): m.values["places"]
        for m in new.subgroups[0].members
    }
    assert places == {("learner", False): 7, ("learner", True): 3, ("lead", False): 1}
    assert all(m.values["person_id"] is None for m in new.subgroups[0].members)
    before = request_of(office, project).request
    assert request_of(office, plan).request == before


def test_own_objectives_and_targets_come_along_and_undo_takes_all_back(office: Office) -> None:
    store, actor = office.store, office.actor
    project = add_project(office)
    aim = crafts(office, project)
    plans.add(
        store, actor, "target", of_project(project),
        {"activity_type": "job-shadowing", "participants": 4, "objective_id": aim},
    )  # fmt: skip
    group(office, project, objective_id=aim)
    values = next_year.proposal(store, actor, project).values
    plan = next_year.copy(store, actor, project, values, stays=True).ids[0]
    made = plans.plan(store, actor, of_project(plan))
    (own,) = made.own_objectives
    assert own.id != aim
    assert made.targets[0].values["objective_id"] == own.id
    served = {row.objectives for row in request_of(office, plan).request.activities}
    assert served == {("Crafts",)}
    history.undo(store, actor)
    assert plan not in projects.find(store, actor)
    assert len(mobilities.find(store, actor)) == 1


def test_a_second_plan_of_the_same_call_is_refused(office: Office) -> None:
    store, actor = office.store, office.actor
    project = add_project(office)
    values = next_year.proposal(store, actor, project).values
    next_year.copy(store, actor, project, values, stays=False)
    with pytest.raises(Invalid) as refused:
        next_year.copy(store, actor, project, values, stays=False)
    assert refused.value.problems[0].code == "project_already_there"
