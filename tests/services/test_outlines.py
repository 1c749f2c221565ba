"""Outlines of reports and tallies of a project against a real store."""

from __future__ import annotations

from datetime import date

import pytest

from mobdesk import texts
from mobdesk.domain.outlines import Question, parse
from mobdesk.errors import Invalid
from mobdesk.models.bm import OutlineAnswer
from mobdesk.models.store import Store
from mobdesk.services import (
    bm_sheet,
    bm_tallies,
    history,
    mobilities,
    outlines,
    people,
    projects,
    stages,
)
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from tests.stores import COORDINATOR

TODAY = date(2026, 11, 22)
CODE = "2025-1-EE01-KA122-ADU-000005151"
VALUES = {"title": "Final report, KA122", "action": "KA122", "source": "BM, October 2026"}
PASTED = "What did you do? (300 characters)\nHow many participants took part? (40 characters)"


@pytest.fixture
def project(store: Store) -> int:
    return projects.add(store, COORDINATOR, {"code": CODE}).ids[0]


@pytest.fixture
def outline(store: Store) -> int:
    return outlines.add(store, COORDINATOR, VALUES, parse(PASTED)).ids[0]


def stay(store: Store, project: int, stage: str = "returned", **member) -> int:
    values = {"first_name": "Mari", "last_name": f"Tamm{project}", "role": "learner"}
    who = people.add(store, COORDINATOR, values, today=TODAY).ids[0]
    dates = {"start": date(2026, 5, 4), "end": date(2026, 5, 8), "green_travel": True}
    plan = SubgroupPlan(dates, [MemberPlan({"person_id": who, "part": "learner", **member})])
    given = {"project_id": project, "activity_type": "short-term-learner", "hosting_country": "SI"}
    number = mobilities.add(store, COORDINATOR, given, [plan]).ids[0]
    stages.move(store, COORDINATOR, number, stage, TODAY, "agreed")
    return number


def seen(store: Store, outline: int, project: int) -> outlines.Answered:
    return outlines.get(store, COORDINATOR, outline, project)


def test_an_outline_is_answered_by_each_project(store: Store, project: int, outline: int) -> None:
    found = seen(store, outline, project)
    assert [(q.text, q.most, q.block) for q in found.questions] == [
        ("What did you do?", 300, None),
        ("How many participants took part?", 40, "participants"),
    ]
    assert len(found.unfilled) == 2
    first = found.questions[0].id
    done = outlines.answer(store, COORDINATOR, project, first, "We learned. " * 30)
    assert texts.label(done.label, done.values) == f"Answer in a report changed: {CODE}"
    found = seen(store, outline, project)
    assert found.questions[0].over == 60
    assert [q.text for q in found.unfilled] == ["How many participants took part?"]
    (row,) = outlines.of_project(store, COORDINATOR, project)
    assert (row.answered, row.questions) == (1, 2)
    other = projects.add(store, COORDINATOR, {"code": CODE.replace("5151", "5152")}).ids[0]
    assert len(seen(store, outline, other).unfilled) == 2
    outlines.answer(store, COORDINATOR, project, first, " ")
    assert len(seen(store, outline, project).unfilled) == 2


def test_an_outline_of_another_action_is_not_offered(store: Store, outline: int) -> None:
    code = CODE.replace("KA122", "KA121")
    other = projects.add(store, COORDINATOR, {"code": code}).ids[0]
    assert outlines.of_project(store, COORDINATOR, other) == []


def test_pasting_again_keeps_answers_of_the_same_questions(
    store: Store, project: int, outline: int
) -> None:
    found = seen(store, outline, project)
    outlines.answer(store, COORDINATOR, project, found.questions[0].id, "We learned.")
    outlines.answer(store, COORDINATOR, project, found.questions[1].id, "Ten.")
    again = [Question("New?", 10), Question("What did you do?", 500)]
    outlines.change(store, COORDINATOR, outline, found.record.rev, VALUES, again)
    assert [(q.text, q.most, q.answer) for q in seen(store, outline, project).questions] == [
        ("New?", 10, ""), ("What did you do?", 500, "We learned."),
    ]  # fmt: skip
    history.undo(store, COORDINATOR)
    assert [q.answer for q in seen(store, outline, project).questions] == ["We learned.", "Ten."]


def test_a_deleted_outline_takes_its_answers_along(
    store: Store, project: int, outline: int
) -> None:
    first = seen(store, outline, project).questions[0].id
    outlines.answer(store, COORDINATOR, project, first, "We learned.")
    outlines.remove(store, COORDINATOR, [outline])
    with store.read() as s:
        assert s.query(OutlineAnswer).count() == 0
    history.undo(store, COORDINATOR)
    assert seen(store, outline, project).questions[0].answer == "We learned."
    with pytest.raises(Invalid):
        outlines.add(store, COORDINATOR, {"title": ""}, [])
    with pytest.raises(Invalid):
        outlines.set_block(store, COORDINATOR, first, "weather")


def test_the_facts_count_who_was_away(store: Store, project: int, outline: int) -> None:
    stay(store, project, fewer_opportunities=True)
    stay(store, project)
    stay(store, project, "confirmed")
    found = seen(store, outline, project).facts
    assert (found.participants, found.confirmed, found.accompanying) == (2, 1, 0)
    assert (found.days, found.with_days, found.fewer, found.green) == (10, 2, 1, 2)
    assert found.activities == (("short-term-learner", 2),)
    assert found.countries == (("SI", 2),)


def test_reasons_are_numbers_of_a_project(store: Store, project: int) -> None:
    with pytest.raises(Invalid):
        bm_tallies.set_tallies(store, COORDINATOR, project, {"Disability": 1})
    stay(store, project, fewer_opportunities=True)
    bm_tallies.set_tallies(store, COORDINATOR, project, {"Disability": 1, "Refugee": 2})
    found = bm_tallies.tallies(store, COORDINATOR, project)
    assert (found.flagged, found.numbers, found.told) == (1, (("Disability", 1), ("Refugee", 2)), 3)
    bm_tallies.set_tallies(store, COORDINATOR, project, {"Disability": 1, "Refugee": None})
    assert bm_tallies.tallies(store, COORDINATOR, project).numbers == (("Disability", 1),)


def test_participant_reports_are_counted_by_status(store: Store, project: int) -> None:
    one, _two = stay(store, project), stay(store, project)
    member = bm_sheet.get(store, COORDINATOR, one).record.member_id
    bm_sheet.set_status(store, COORDINATOR, one, member, {"report_status": "undelivered"})
    assert bm_tallies.reports(store, COORDINATOR, project) == {"undelivered": 1, "": 1}
