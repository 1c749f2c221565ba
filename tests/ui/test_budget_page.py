"""The budget page: figures, bars, what is over, forms; with nothing, a few and very many stays."""

from __future__ import annotations

from datetime import date

import pytest

from mobdesk.domain.roles import Actor, Role
from mobdesk.services import awards, documents, grants, projects
from mobdesk.ui.budget.page import BudgetPage
from tests.stores import COORDINATOR, store, template
from tests.ui.record_window import TODAY, desk, form_of, person, show, stay, window

__all__ = ["desk", "store", "template", "window"]

CODE = "2026-1-EE01-KA121-ADU-000312345"


@pytest.fixture
def project(store) -> int:
    values = {"code": CODE, "title": "Across", "start": date(2026, 6, 1), "end": date(2027, 8, 31)}
    sums = {"travel": 100_00, "course_fees": 1_000_00}
    return projects.add(store, COORDINATOR, values, sums).ids[0]


@pytest.fixture
def page(qtbot, desk, project):
    return show(qtbot, BudgetPage(desk))


def signed_stay(store, project, **sums: int) -> int:
    """A stay of somebody whose agreement is signed."""
    one = stay(store, person(store, "A", "B"), TODAY, project_id=project)
    member = documents_member(store, one)
    for category, amount in sums.items():
        grants.set_grants(store, COORDINATOR, [member], category, amount, "x")
    documents.file_paper(
        store, COORDINATOR, member, "grant_agreement", on=TODAY, signed=True, place="B"
    )
    return one


def documents_member(store, mobility: int) -> int:
    from sqlalchemy import select

    from mobdesk.models.mobilities import Member

    with store.read() as s:
        return s.scalars(select(Member.id).where(Member.mobility_id == mobility)).one()


def figures(page) -> list[str]:
    return [one.text() for one in page.figures.sums]


def test_without_a_project_the_page_says_where_to_begin(qtbot, desk) -> None:
    page = show(qtbot, BudgetPage(desk))
    assert page.empty.isVisible()
    assert not page.all.isVisible()
    page.empty.main_pressed.emit()
    assert desk.window.opened == [("projects", {"new": True})]


def test_four_figures_and_bars(page, store, project) -> None:
    assert figures(page) == ["1,100.00 €", "0.00 €", "0.00 €", "1,100.00 €"]
    page.desk.hub.tell(projects.change(store, COORDINATOR, project, 1, {"note": "x"}))
    signed_stay(store, project, travel=60_00)
    page.mark_stale()
    assert figures(page) == ["1,100.00 €", "60.00 €", "0.00 €", "1,040.00 €"]
    assert not page.verdict.isVisible()
    said = page.board.bars.accessibleDescription()
    assert "Travel: 0.00 € done  ·  60.00 € signed for, 40.00 € free of 100.00 €" in said


def test_what_is_over_says_so_and_shows_how_only_under_a_rule(page, store, project) -> None:
    signed_stay(store, project, travel=420_00)
    page.mark_stale()
    assert page.verdict.accessibleName() == (
        "Travel: 320.00 € over the award You have not stated what may be moved."
    )
    assert not page.verdict.button.isVisible()
    rule = {"from_category": "course_fees", "percent": "40", "of": "from_line", "approval": True}
    page.desk.hub.tell(awards.add_rule(store, COORDINATOR, project, rule))
    assert page.verdict.button.isVisible()
    page.verdict.button.click()
    form = form_of(page)
    assert form.form.values()["amount"] == 320_00
    form.form.fill({"approved_on": TODAY, "letter": "7/1"})
    form.save()
    assert not page.verdict.isVisible()
    assert figures(page)[0] == "1,100.00 €"
    (transfer,) = awards.of_project(store, COORDINATOR, project).transfers
    assert transfer.values["why"] == "Travel: 320.00 € over the award"


def test_an_amendment_starts_from_what_holds_now(qapp, page, store, project) -> None:
    page.amendment_button.click()
    form = form_of(page)
    assert form.form.editor("lines").value() == {"travel": 100_00, "course_fees": 1_000_00}
    form.form.editor("lines").lines["travel"].set_value(500_00)
    form.form.fill({"holds_from": TODAY})
    form.save()
    assert figures(page)[0] == "1,500.00 €"
    page.board.views._buttons["table"].click()
    qapp.processEvents()
    shown = [
        one.text() for one in page.board.table.findChildren(type(page.figures.sums[0]))
        if one.isVisible()
    ]  # fmt: skip
    assert {"Amendment", "500.00 €", "100.00 €"} <= set(shown)


def test_a_sum_for_one_activity_is_part_of_its_category(page, store, project) -> None:
    page.amendment_button.click()
    form = form_of(page)
    editor = form.form.editor("by_activity")
    editor.add_button.click()
    row = editor.rows[0]
    row.category.set_value("travel")
    form.save()
    assert form.isVisible()  # the line is not whole yet
    row.activity.set_value("job-shadowing")
    row.amount.set_value(140_00)
    row.participants.set_value(3)
    form.save()
    assert form.isVisible()  # more than its category
    row.category.set_value("exceptional_costs")
    form.save()
    assert form.isVisible()  # its category has no sum
    row.category.set_value("travel")
    row.amount.set_value(40_00)
    form.form.fill({"holds_from": TODAY})
    form.save()
    (_first, version) = awards.of_project(store, COORDINATOR, project).versions
    assert {(one.category, one.activity_type, one.amount) for one in version.lines} == {
        ("travel", "job-shadowing", 40_00), ("travel", None, 60_00),
        ("course_fees", None, 1_000_00),
    }  # fmt: skip
    assert figures(page)[0] == "1,100.00 €"
    page.board.views._buttons["activity"].click()
    assert "Job shadowing: 0.00 € done" in page.board.bars.accessibleDescription()
    assert "40.00 € free of 40.00 €" in page.board.bars.accessibleDescription()


def test_a_record_is_changed_and_deleted_with_undo(page, store, project) -> None:
    (version,) = awards.of_project(store, COORDINATOR, project).versions
    page._change("version", version)
    form = form_of(page)
    form.form.fill({"letter": "Agreement 12"})
    form.save()
    page._delete("version", version.id)
    assert figures(page) == ["–", "0.00 €", "0.00 €", "–"]
    assert page.verdict.button.text() == "Record the award"
    page.desk.undo()
    assert figures(page)[0] == "1,100.00 €"


def test_without_an_award_it_is_recorded_from_the_banner(page, store) -> None:
    other = projects.add(store, COORDINATOR, {"code": CODE.replace("345", "346")}).ids[0]
    page.go(id=other)
    page.verdict.button.click()
    form = form_of(page)
    form.form.editor("lines").lines["travel"].set_value(5_00)
    form.save()
    assert figures(page)[0] == "5.00 €"


def test_the_chosen_project_stays_chosen(page, store, project) -> None:
    other = projects.add(store, COORDINATOR, {"code": CODE.replace("345", "346")}).ids[0]
    page.mark_stale()
    page.project.set_value(other)
    assert page.seen.overview.project_id == other
    page.mark_stale()
    assert page.seen.overview.project_id == other


def test_the_last_of_several_projects_is_read_once(qtbot, desk, store, project) -> None:
    older = [
        projects.add(store, COORDINATOR, {"code": f"{year}-1-EE01-KA121-ADU-000312346"}).ids[0]
        for year in (2023, 2024)
    ]
    page = BudgetPage(desk)
    read = []
    refresh = page.refresh
    page.refresh = lambda: (read.append(1), refresh())
    page.go(id=older[0])
    show(qtbot, page)
    assert page.seen.overview.project_id == older[0]
    assert page.project.value() == older[0]
    assert len(read) == 1


def test_by_activity_type(page, store, project) -> None:
    signed_stay(store, project, travel=60_00)
    page.mark_stale()
    page.board.views._buttons["activity"].click()
    assert "Job shadowing: 0.00 € done" in page.board.bars.accessibleDescription()


def test_a_director_reads_and_has_no_buttons(qtbot, desk, store, project) -> None:
    desk.actor = Actor(3, "director", Role.DIRECTOR)
    page = show(qtbot, BudgetPage(desk))
    assert figures(page)[0] == "1,100.00 €"
    for button in (page.amendment_button, page.transfer_button, page.rule_button):
        assert not button.isVisible()
