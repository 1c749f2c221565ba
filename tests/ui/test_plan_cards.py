"""Objectives and targets on the pages of a project and an accreditation."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from mobdesk.services import accreditations, mobilities, organisations, plans, projects
from mobdesk.services.plans import of_accreditation, of_project
from mobdesk.ui.accreditations.page import AccreditationPage
from mobdesk.ui.mobilities.choosing import read_known
from mobdesk.ui.mobilities.plan_fields import objective_fields
from mobdesk.ui.parts.labels import Paragraph
from mobdesk.ui.projects.page import ProjectPage
from tests.stores import COORDINATOR, store, template
from tests.ui.record_window import TODAY, desk, form_of, person, show, stay, window

__all__ = ["desk", "store", "template", "window"]


@pytest.fixture
def accreditation(store) -> int:
    values = {"code": "2021-1-EE01-KA120-ADU-000012345"}
    return accreditations.add(store, COORDINATOR, values).ids[0]


@pytest.fixture
def project(store, accreditation) -> int:
    values = {"code": "2026-1-EE01-KA121-ADU-000312345", "accreditation_id": accreditation}
    return projects.add(store, COORDINATOR, values).ids[0]


def page_of(qtbot, desk, kind, record):
    page = show(qtbot, kind(desk))
    page.go(id=record)
    return page


def said(card) -> list[str]:
    QApplication.processEvents()
    return [one.text() for one in card.list.findChildren(Paragraph) if one.isVisible()]


def test_an_objective_is_added_and_a_target_of_the_project_names_it(
    qapp, qtbot, desk, store, accreditation, project
) -> None:
    page = page_of(qtbot, desk, AccreditationPage, accreditation)
    assert said(page.plan.objectives) == ["No objective is written down yet."]
    page.plan._ask("objective")
    form = form_of(page)
    form.form.fill({"title": "More languages"})
    form.save()
    assert "1 · More languages" in said(page.plan.objectives)
    (served,) = plans.objectives(store, COORDINATOR, project)
    page = page_of(qtbot, desk, ProjectPage, project)
    assert said(page.plan.objectives)[:2] == [
        "1 · More languages",
        "no mobility names it yet · of the accreditation",
    ]
    page.plan._ask("target")
    form = form_of(page)
    form.form.fill({"activity_type": "job-shadowing", "participants": 4, "objective_id": served.id})
    form.save()
    assert said(page.plan.targets)[:2] == [
        "Job shadowing: 4 participants", "0 planned, 4 still to plan · 1 · More languages",
    ]  # fmt: skip


def test_what_has_no_target_is_told_too(qtbot, desk, store, project) -> None:
    one = stay(store, person(store, "A", "B"), TODAY, project_id=project)
    from mobdesk.services import stages

    stages.move(store, COORDINATOR, one, "applied", TODAY, "x")
    page = page_of(qtbot, desk, ProjectPage, project)
    assert said(page.plan.targets) == ["Job shadowing", "1 planned · no target"]


def test_members_of_the_consortium_stand_on_the_accreditation(
    qtbot, desk, store, accreditation
) -> None:
    school = organisations.add(store, COORDINATOR, {"name": "Kolpa", "kind": "partner"}).ids[0]
    owner = of_accreditation(accreditation)
    made = plans.add(
        store, COORDINATOR, "consortium_member", owner,
        {"organisation_id": school, "since": TODAY},
    ).ids[0]  # fmt: skip
    page = page_of(qtbot, desk, AccreditationPage, accreditation)
    assert said(page.plan.more) == ["Kolpa", "since 23 November 2026"]
    page.plan._delete("consortium_member", made)
    assert said(page.plan.more) == ["None. You are alone under this accreditation."]


def test_a_mobility_chooses_among_the_objectives_of_its_project(
    qtbot, desk, store, project
) -> None:
    served = plans.add(
        store, COORDINATOR, "objective", of_project(project), {"number": 1, "title": "Digital"}
    ).ids[0]
    known = read_known(store, COORDINATOR, project_id=project)
    (field,) = objective_fields(known)
    editor = field.editor()
    qtbot.addWidget(editor)
    assert [editor.itemText(n) for n in range(editor.count())][1:] == ["1 · Digital"]
    one = stay(store, person(store, "A", "B"), TODAY, project_id=project)
    rev = mobilities.get(store, COORDINATOR, one).record.rev
    mobilities.change(store, COORDINATOR, one, rev, {"objective_id": served})
    assert mobilities.get(store, COORDINATOR, one).record.values["objective_id"] == served
    assert objective_fields(read_known(store, COORDINATOR)) == ()
