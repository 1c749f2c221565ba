"""A project as next year's plan, and its grant request to read and copy."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from mobdesk.services import mobilities, plans, projects
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.services.plans import of_project
from mobdesk.services.records import Query
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.projects.page import ProjectPage
from mobdesk.ui.projects.request_page import GrantRequestPage
from tests.stores import COORDINATOR, store, template
from tests.ui.record_window import desk, form_of, show, window

__all__ = ["desk", "store", "template", "window"]

CODE = "2026-1-EE01-KA121-ADU-000312345"


@pytest.fixture
def project(store) -> int:
    made = projects.add(store, COORDINATOR, {"code": CODE, "start": date(2026, 6, 1)}).ids[0]
    dates = {"start": date(2026, 9, 7), "end": date(2026, 9, 11)}
    values = {"project_id": made, "activity_type": "job-shadowing", "hosting_country": "FI"}
    mobilities.add(
        store, COORDINATOR, values,
        [SubgroupPlan(dates, [MemberPlan({"part": "staff", "places": 3})])],
    )  # fmt: skip
    return made


def press(page, words: str) -> None:
    next(b for b in page.findChildren(Button) if b.text().startswith(words)).click()


def words_of(page) -> str:
    return " | ".join(label.text() for label in page.findChildren(QLabel))


def test_the_plan_of_the_next_call_is_made_from_a_form(qtbot, desk, window, store, project) -> None:
    page = show(qtbot, ProjectPage(desk))
    page.go(id=project)
    press(page, "Plan of the next call")
    dialog = form_of(page)
    assert dialog.form.editor("code").value() == "2027-1-EE01-KA121-ADU-000000000"
    dialog.save()
    plan = next(i for i in projects.find(store, COORDINATOR) if i != project)
    assert window.opened[-1] == ("project", {"id": plan})
    (stay,) = mobilities.find(store, COORDINATOR, Query("", {"project_id": plan}))
    assert mobilities.get(store, COORDINATOR, stay).stage == "idea"


def test_the_request_is_read_and_copied(qtbot, desk, store, project) -> None:
    plans.add(
        store, COORDINATOR, "planned_cost", of_project(project),
        {"category": "exceptional_costs", "why": "Island ferry", "amount": 10_000, "percent": "80"},
    )  # fmt: skip
    page = show(qtbot, GrantRequestPage(desk))
    page.go(id=project)
    said = words_of(page)
    for words in ("Job shadowing", "15", "5.0", "Island ferry", "80.00 €", "has no target"):
        assert words in said
    press(page, "Copy")
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0] == "1 List of activities"
    assert lines[2].split("\t")[:3] == ["Job shadowing", "3", "15"]
