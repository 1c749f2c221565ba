"""The page of the Beneficiary Module, outlines with their answers, and the order of fields."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from mobdesk.domain.outlines import parse
from mobdesk.services import bm_sheet, bm_tallies, history, outlines, projects, stages
from mobdesk.ui.bm.order_dialog import OrderDialog
from mobdesk.ui.bm.outline_page import OutlinePage
from mobdesk.ui.bm.page import BmPage
from mobdesk.ui.bm.sheet_page import BmSheetPage
from tests.stores import COORDINATOR, store, template
from tests.ui.record_window import TODAY, desk, form_of, person, show, stay, window

__all__ = ["desk", "store", "template", "window"]

CODE = "2025-1-EE01-KA121-ADU-000005151"
PASTED = "# Context\nWhat did you do? (20 characters)\nHow many participants took part?\t500"


@pytest.fixture
def project(store) -> int:
    return projects.add(store, COORDINATOR, {"code": CODE}).ids[0]


@pytest.fixture
def one(store, project: int) -> int:
    who = person(store, "Maarja", "Tamm", fewer_opportunities=True)
    number = stay(store, who, date(2026, 10, 5), project_id=project)
    stages.move(store, COORDINATOR, number, "returned", TODAY, "agreed")
    return number


@pytest.fixture
def page(qtbot, desk, one) -> BmPage:
    return show(qtbot, BmPage(desk))


@pytest.fixture
def outline(store) -> int:
    return outlines.add(store, COORDINATOR, {"title": "Final report"}, parse(PASTED)).ids[0]


@pytest.fixture
def answers(qtbot, desk, one, project, outline) -> OutlinePage:
    made = show(qtbot, OutlinePage(desk))
    made.go(id=outline, project=project)
    return made


def test_without_a_project_it_says_what_to_do(qtbot, desk, window) -> None:
    page = show(qtbot, BmPage(desk))
    assert page.empty.isVisible()
    assert not page.next.isVisible()
    page.empty.main.click()
    assert window.opened == [("projects", {"new": True})]


def test_what_is_open_and_the_next_sheet(page, store, one, window, project) -> None:
    assert page.open.count.accessibleName() == "1"
    page.next.click()
    member = bm_sheet.get(store, COORDINATOR, one).record.member_id
    assert window.opened == [("bm_sheet", {"id": one, "member": member})]
    other = projects.add(store, COORDINATOR, {"code": CODE.replace("5151", "5152")}).ids[0]
    page.mark_stale()
    assert page.choice.value() == project
    page.choice.set_value(other)
    assert page.project == other
    assert page.open.count.accessibleName() == "0"
    assert not page.next.isEnabled()


def test_reasons_are_typed_as_numbers(page, store, project) -> None:
    page.count_reasons()
    dialog = form_of(page)
    dialog.form.fill({"reason0": "Disability", "new0": 1})
    dialog.save()
    assert bm_tallies.tallies(store, COORDINATOR, project).numbers == (("Disability", 1),)
    page.count_reasons()
    dialog = form_of(page)
    dialog.form.fill({"n0": None})
    dialog.save()
    assert bm_tallies.tallies(store, COORDINATOR, project).numbers == ()


def test_questions_are_pasted_and_seen_before_they_are_kept(page, store, project, window) -> None:
    page.paste()
    dialog = form_of(page)
    editor = dialog.form.editor("questions")
    dialog.form.fill({"title": "Final report", "questions": PASTED})
    assert editor.seen.text().splitlines()[:3] == [
        "2 questions", "— Context", "What did you do? · 20",
    ]  # fmt: skip
    dialog.form.fill({"questions": "Only a heading"})
    dialog.save()
    assert dialog.form.rows["questions"].problem.code == "outline_no_question"
    dialog.form.fill({"questions": PASTED})
    dialog.save()
    (row,) = outlines.of_project(store, COORDINATOR, project)
    assert window.opened[-1] == ("bm_outline", {"id": row.id, "project": project})


def test_an_answer_is_counted_as_one_types_and_kept_on_leaving(answers, store, project) -> None:
    first, second = answers.cards.values()
    first.answer.setFocus()
    QTest.keyClicks(first.answer, "We learned very much.")
    assert first.length.text() == "21 of 20 characters, 1 too many"
    second.answer.setFocus()
    found = outlines.get(store, COORDINATOR, answers.outline, project)
    assert found.questions[0].answer == "We learned very much."
    assert answers.words.text() == "1 of 2 answered"
    first.copy.click()
    assert QGuiApplication.clipboard().text() == "We learned very much."
    history.undo(store, COORDINATOR)
    answers.mark_stale()
    assert first.typed == ""


def test_facts_from_records_are_put_in(answers, store, project) -> None:
    _first, second = answers.cards.values()
    assert second.block.value() == "participants"
    second.use.click()
    assert second.typed == "1 participant went abroad."
    second.block.set_value("fewer")
    assert second.facts.text() == "1 of 1 participants had fewer opportunities."
    second.block.set_value("objectives")
    assert not second.use.isEnabled(), "there are no objectives"


def test_what_is_typed_is_kept_when_the_page_is_left(answers, store, project) -> None:
    first, _second = answers.cards.values()
    first.answer.setFocus()
    QTest.keyClicks(first.answer, "Much.")
    assert answers.may_leave()
    assert outlines.get(store, COORDINATOR, answers.outline, project).questions[0].answer == "Much."


def test_questions_are_changed_and_deleted(answers, store, project, window) -> None:
    first, _second = answers.cards.values()
    first.answer.set_value("Much.")
    first.keep()
    answers.edit()
    dialog = form_of(answers)
    assert dialog.form.editor("questions").value() == (
        "# Context\nWhat did you do?\t20\nHow many participants took part?\t500"
    )
    dialog.form.fill({"questions": "What did you do?\t30"})
    dialog.save()
    (card,) = answers.cards.values()
    assert (card.typed, card.length.text()) == ("Much.", "5 of 30 characters")
    answers.remove()
    assert window.opened[-1] == ("bm", {"project": project})


def test_the_order_of_fields_by_keys(qtbot, desk, store, one) -> None:
    page = show(qtbot, BmSheetPage(desk))
    page.go(id=one)
    page.change_order()
    (dialog,) = page.findChildren(OrderDialog)
    dialog.list.setFocus()
    dialog.list.setCurrentRow(1)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    dialog.list.setCurrentRow(0)
    dialog.name.set_value("As in BM")
    dialog.add_heading()
    assert dialog.order()[:3] == ["#As in BM", "#participant", "first_name"]
    dialog.save_button.click()
    order = bm_sheet.screen(store, COORDINATOR, "individual")
    assert order.dated == TODAY
    assert "last_name" not in order.fields
    assert page.order.since.text() == "As on your BM screen in November 2026"
    assert next(iter(page.lines.rows)) == "first_name"


def test_an_order_without_fields_is_refused_in_the_dialog(qtbot, desk, store, one) -> None:
    page = show(qtbot, BmSheetPage(desk))
    page.go(id=one)
    page.change_order()
    (dialog,) = page.findChildren(OrderDialog)
    for n in range(dialog.list.count()):
        dialog.list.item(n).setCheckState(Qt.CheckState.Unchecked)
    dialog.save_button.click()
    assert dialog.banner.isVisible()
    dialog.fill(bm_sheet.screen(store, COORDINATOR, "individual").fields)
    dialog.save_button.click()
    assert bm_sheet.screen(store, COORDINATOR, "individual").dated == TODAY
