"""Projects: the code explained while typed, sums to the cent, the archive, one project."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from mobdesk.domain.roles import Actor, Role
from mobdesk.errors import Stale
from mobdesk.services import history, projects
from mobdesk.services.records import Query
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.project_code import CodeField
from mobdesk.ui.projects.list_page import ProjectsPage
from mobdesk.ui.projects.page import ProjectPage, money_chart
from tests.stores import COORDINATOR, store, template
from tests.ui.record_window import TODAY, desk, form_of, person, show, stay, texts_of, window

__all__ = ["desk", "store", "template", "window"]

CODE = "2026-1-EE01-KA121-ADU-000312345"


@pytest.fixture
def project(store) -> int:
    values = {
        "code": CODE, "title": "Learning across borders", "start": date(2026, 6, 1),
        "end": date(2027, 8, 31),
    }  # fmt: skip
    return projects.add(store, COORDINATOR, values, {"travel": 1234550}).ids[0]


@pytest.fixture
def page(qtbot, desk, project):
    return show(qtbot, ProjectsPage(desk))


def test_a_line_says_code_name_and_sum(page, store, project) -> None:
    stay(store, person(store, "A", "B"), TODAY, project_id=project)
    page.mark_stale()
    assert texts_of(page, 0) == [
        CODE, "Learning across borders", "2026", "1", "12,345.50 €", "Jun 2026 – Aug 2027",
    ]  # fmt: skip


def test_the_archive_is_out_of_the_list_until_asked_for(page, store, project) -> None:
    values = {"code": "2023-1-EE01-KA122-ADU-000111222", "archived": True}
    page.desk.hub.tell(projects.add(store, COORDINATOR, values))
    assert list(page.table.records.ids) == [project]
    assert page.chips[0].accessibleName() == "With the archive 1"
    page.chips[0].click()
    assert len(page.table.records.ids) == 2


def test_stays_and_sums_are_sorted_by(page, store, project) -> None:
    for code, awarded, many in (("2024", 99, 2), ("2025", 20_000_000, 0)):
        values = {"code": f"{code}-1-EE01-KA122-ADU-000111222"}
        made = projects.add(store, COORDINATOR, values, {"travel": awarded}).ids[0]
        for n in range(many):
            stay(store, person(store, "Mare", "AÕ"[n] + "as"), TODAY, project_id=made)
    stay(store, person(store, "A", "B"), TODAY, project_id=project)
    for key, years in (("mobilities", "2025 2026 2024"), ("awarded", "2024 2026 2025")):
        for down in (False, True):
            found = projects.find(store, COORDINATOR, Query(sort=key, descending=down))
            rows = projects.rows(store, COORDINATOR, found)
            said = [row.code[:4] for row in rows]
            assert said == (years.split()[::-1] if down else years.split())
    assert all(column.sort for column in page.columns)


def test_letters_that_look_like_digits_are_read_and_said(qtbot) -> None:
    field = CodeField()
    qtbot.addWidget(field)
    field.line.setText("2026-1-EE01-KA121-ADU-OOO312345")
    assert field.explained.said == ["A letter became the digit it looks like: O is 0, I is 1."]
    assert "Estonia" in field.explained.tiles.accessibleName()
    field.line.editingFinished.emit()
    assert field.line.text() == CODE
    assert field.explained.said, "what was tidied stays said"
    assert field.problem() == ""


def test_what_would_need_a_guess_is_only_offered(qtbot) -> None:
    field = CodeField()
    qtbot.addWidget(field)
    field.line.setText("2026-1-EE1-KA121-ADU-000312345")
    assert field.problem() == "code_not_whole"
    assert any("EE1 is not whole" in words for words in field.explained.said)
    field.explained.suggestion.click()
    assert field.value() == CODE
    assert field.problem() == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("E10356237", "OID"),
        ("949012345", "PIC"),
        ("2023-1-EE01-KA121-000312345", "field is missing"),
        ("31.12.2026", "is a date"),
    ],
)
def test_other_numbers_are_named(qtbot, typed, said) -> None:
    field = CodeField()
    qtbot.addWidget(field)
    field.line.setText(typed)
    assert field.problem() == "code_not_whole"
    assert any(said in words for words in field.explained.said)


def test_a_project_is_added_and_opened(page, store, window) -> None:
    page.add()
    dialog = form_of(page)
    dialog.form.fill({"code": " 2024–1–ee01–ka122–adu–000214921 ", "title": "Õpime koos"})
    dialog.form.fill({"awards": {"travel": 100, "individual_support": 20050}})
    assert dialog.form.editor("awards").total.text() == "201.50 €"
    dialog.save()
    key, where = window.opened[-1]
    assert key == "project"
    (row,) = projects.rows(store, COORDINATOR, [where["id"]])
    assert (row.code, row.call_year, row.awarded) == (
        "2024-1-EE01-KA122-ADU-000214921",
        2024,
        20150,
    )


def test_a_code_that_is_there_already_is_said_at_the_field(page) -> None:
    page.add()
    dialog = form_of(page)
    dialog.form.fill({"code": CODE})
    dialog.save()
    assert dialog.form.rows["code"].problem.code == "project_already_there"
    dialog._leave(keep=False)


def test_an_accreditation_is_no_project(page) -> None:
    page.add()
    dialog = form_of(page)
    dialog.form.fill({"code": "2021-1-EE01-KA120-ADU-000012345"})
    dialog.save()
    assert dialog.form.rows["code"].problem.code == "project_is_accreditation"
    dialog._leave(keep=False)


def test_dates_in_the_wrong_order_are_said(page) -> None:
    page.add()
    dialog = form_of(page)
    dialog.form.fill({"code": "2025-1-EE01-KA122-ADU-000214921", "start": TODAY})
    dialog.form.fill({"end": date(2025, 1, 1)})
    dialog.save()
    assert dialog.form.rows["end"].problem.code == "dates_turned"
    dialog._leave(keep=False)


def test_sums_and_project_change_as_one_step(qtbot, desk, project, store) -> None:
    made = show(qtbot, ProjectPage(desk))
    made.go(id=project)
    made._edit()
    dialog = form_of(made)
    dialog.form.editor("awards").lines["travel"].setText("")
    dialog.form.editor("awards").lines["course_fees"].setText("1 000,05")
    dialog.form.fill({"title": "Another name"})
    dialog.save()
    assert [tuple(row) for row in projects.awards(store, COORDINATOR, project)] == [
        ("course_fees", 100005, "EUR")
    ]
    history.undo(store, COORDINATOR)
    assert [tuple(row) for row in projects.awards(store, COORDINATOR, project)] == [
        ("travel", 1234550, "EUR")
    ]
    with pytest.raises(Stale):
        projects.change(store, COORDINATOR, project, 99, {"title": "x"})


def test_the_page_of_a_project(qtbot, desk, project, store, window) -> None:
    stay(store, person(store, "Maarja", "Tamm"), TODAY, project_id=project)
    made = show(qtbot, ProjectPage(desk))
    made.go(id=project)
    assert made.header.title.text() == "Learning across borders"
    assert made.header.line.text() == "Runs until 31 August 2027."
    assert made.stays.footer.text() == "1 mobility"
    due = dict(made.facts._facts)["Report due"]
    assert due == "30 October 2027, 60 days after the end"
    made.table.select(made.table.records.ids[0])
    made.table._open()
    assert window.opened[-1][0] == "mobility"
    made.remove()
    assert made.banner is not None, "a project with mobilities stays"


def test_the_money_of_a_project_in_words() -> None:
    chart = money_chart([projects.Sums("travel", 10000, 12000, 5000)])
    assert chart.sentence == "Of 100.00 € awarded, 120.00 € is signed for; 50.00 € of that is done."
    assert chart.bars[0].result == "20.00 € over"


def test_without_an_award_nothing_is_over(qtbot, desk, project) -> None:
    made = show(qtbot, ProjectPage(desk))
    made.go(id=project)
    made._show_money([projects.Sums("travel", None, 12000, 5000)])
    said = [label.text() for label in made.money.findChildren(QLabel)]
    assert "No award is recorded. 120.00 € is signed for; 50.00 € of that is done." in said


def test_directors_look_and_change_nothing(qtbot, desk, project) -> None:
    desk.actor = Actor(3, "director", Role.DIRECTOR)
    listed = show(qtbot, ProjectsPage(desk))
    assert [button.text() for button in listed.header._buttons] == ["Accreditations"]
    made = show(qtbot, ProjectPage(desk))
    made.go(id=project)
    assert made.header.title.text() == "Learning across borders"
    assert made.below.isHidden()
    assert made.files is None
    assert not made.header._buttons


def test_no_project_yet_asks_for_the_code(qtbot, desk) -> None:
    made = show(qtbot, ProjectsPage(desk))
    assert made.card.empty.title.text() == "No projects yet"
    assert not made.search.isVisible()
    ways = [way.text() for way in made.findChildren(Button) if way.isVisible() and way.text()]
    assert ways == ["Add a project", "Accreditations"]
    made.card.empty.main.click()
    form_of(made)._leave(keep=False)


def test_deleting_brings_files_and_sums_back_with_undo(store, project) -> None:
    projects.remove(store, COORDINATOR, [project])
    assert projects.find(store, COORDINATOR, Query()) == []
    history.undo(store, COORDINATOR)
    assert len(projects.awards(store, COORDINATOR, project)) == 1
