"""The page of a mobility and of a person say alike whether a paper is asked for by now."""

from __future__ import annotations

from datetime import date

import pytest

from mobdesk.services import mobilities, people, stages
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.ui.mobilities.page import MobilityPage
from mobdesk.ui.mobilities.papers_card import VerdictCard
from mobdesk.ui.parts.labels import Label
from mobdesk.ui.people.page import PersonPage
from tests.stores import COORDINATOR, store, template
from tests.ui.record_window import TODAY, desk, show, window

__all__ = ["desk", "store", "template", "window"]

START = date(2027, 5, 10)


def plan(store, *names: str) -> tuple[list[int], int]:
    ids = [
        people.add(
            store, COORDINATOR, {"first_name": name, "last_name": "Tamm", "role": "learner"},
            today=TODAY,
        ).ids[0]
        for name in names
    ]  # fmt: skip
    members = [MemberPlan({"person_id": i, "part": "learner"}) for i in ids]
    days = {"start": START, "end": date(2027, 5, 14)}
    values = {"kind": "group" if len(names) > 1 else "individual"}
    return ids, mobilities.add(store, COORDINATOR, values, [SubgroupPlan(days, members)]).ids[0]


def said(widget) -> list[str]:
    return [label.text() for label in widget.findChildren(Label)]


def papers_of(qtbot, desk, mobility: int) -> list[str]:
    page = show(qtbot, MobilityPage(desk))
    page.go(id=mobility)
    return said(page.findChild(VerdictCard))


@pytest.mark.parametrize(
    ("stage", "insurance", "on_person"),
    [
        ("idea", "not due yet, by 10 Apr 2027", "not due yet"),
        ("applied", "not due yet, by 10 Apr 2027", "not due yet"),
        ("selected", "not due yet, by 10 Apr 2027", "not due yet"),
        ("confirmed", "due 10 Apr 2027", "missing"),
        ("closed", "closed without it", "closed without it"),
    ],
)
def test_both_pages_use_the_same_words(
    qtbot, desk, store, stage: str, insurance: str, on_person: str
) -> None:
    (person,), mobility = plan(store, "Mare")
    if stage != "idea":
        stages.move(store, COORDINATOR, mobility, stage, TODAY, "agreed")
    assert insurance in papers_of(qtbot, desk, mobility)
    page = show(qtbot, PersonPage(desk))
    page.go(id=person)
    assert on_person in said(page.papers)


def test_a_group_that_is_only_an_idea_counts_nothing_as_missing(qtbot, desk, store) -> None:
    _ids, mobility = plan(store, "Anu", "Liis", "Mare")
    words = papers_of(qtbot, desk, mobility)
    assert "not due yet, by 10 Apr 2027" in words
    assert not [word for word in words if word.startswith("0 of")]
    stages.move(store, COORDINATOR, mobility, "confirmed", TODAY, "agreed")
    assert "0 of 3" in papers_of(qtbot, desk, mobility)
