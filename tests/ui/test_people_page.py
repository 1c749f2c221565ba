"""The list of people, the form and the page of one person, on a real store."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from mobdesk.services import mobilities, organisations, people, projects
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.services.records import Query
from mobdesk.ui.pages import Mode
from mobdesk.ui.people.list_page import PeoplePage
from mobdesk.ui.people.page import PersonPage
from tests.stores import COORDINATOR, TRAINER, store, template
from tests.ui.record_window import TODAY, desk, form_of, person, show, stay, texts_of, window

__all__ = ["desk", "store", "template", "window"]


@pytest.fixture
def three(store):
    home = organisations.add(
        store, COORDINATOR, {"name": "Emajõe koolituskeskus", "kind": "partner", "city": "Tartu"}
    ).ids[0]
    maarja = person(store, "Maarja", "Tamm", email="maarja@emajoe.example", organisation_id=home)
    tonu = person(store, "Tõnu", "Sõber", role="learner")
    person(store, "Ελένη", "Παπαδοπούλου", role="learner")
    stay(store, maarja, TODAY + timedelta(4))
    stay(store, maarja, TODAY - timedelta(400), hosting_city="Turku")
    return maarja, tonu


@pytest.fixture
def page(qtbot, desk, three):
    return show(qtbot, PeoplePage(desk))


def test_a_line_says_who_where_next_and_how_far(page) -> None:
    assert texts_of(page, 1) == ["Tamm, Maarja", "Staff", "Tartu", "Črnomelj, 27 Nov", "Idea", "–"]
    assert texts_of(page, 0) == ["Sõber, Tõnu", "Learner", "–", "–", "–", "–"]
    assert page.card.footer.text() == "3 people"
    assert page.table.records.row(1).of.row.name == "Tamm, Maarja"


def test_where_somebody_is_from_is_sorted_by(page, store) -> None:
    far = organisations.add(store, COORDINATOR, {"name": "Võru kool", "city": "Võru"}).ids[0]
    person(store, "Õie", "Männik", organisation_id=far)
    for down in (False, True):
        found = people.find(store, COORDINATOR, Query(sort="home", descending=down))
        names = [row.last_name for row in people.rows(store, COORDINATOR, found)]
        assert names[:2] == (["Männik", "Tamm"] if down else names[:2])
        assert names[-2:] == (names[-2:] if down else ["Tamm", "Männik"])


def test_typing_searches_without_accents(page) -> None:
    QTest.keyClicks(page.search, "tonu")
    assert len(page.table.records.ids) == 1
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    page.search.insert("παπαδ")
    assert len(page.table.records.ids) == 1


def test_chips_filter_by_role_and_count(page) -> None:
    assert [chip.accessibleName() for chip in page.chips] == [
        "Staff 1", "Learners 2", "Accompanying 0", "Something missing 0",
    ]  # fmt: skip
    page.chips[1].click()
    assert len(page.table.records.ids) == 2


def test_call_years_are_offered_where_there_are_some(page, store, three) -> None:
    assert page.year.isHidden()
    code = {"code": "2026-1-EE01-KA121-ADU-000312345"}
    project = projects.add(store, COORDINATOR, code).ids[0]
    page.desk.hub.tell(
        mobilities.add(
            store, COORDINATOR, {"project_id": project},
            [SubgroupPlan({}, [MemberPlan({"person_id": three[1], "part": "learner"})])],
        )
    )  # fmt: skip
    assert not page.year.isHidden()
    page.year.set_value(2026)
    assert list(page.table.records.ids) == [three[1]]
    page.clear_filters()
    assert len(page.table.records.ids) == 3


def test_something_missing_asks_for_a_look(page, store, three) -> None:
    from mobdesk.services import stages

    number = mobilities.find(store, COORDINATOR)[-1]
    done = stages.move(store, COORDINATOR, number, "confirmed", reason="test", today=TODAY)
    page.desk.hub.tell(done)
    assert page.chips[3].accessibleName() == "Something missing 1"
    assert texts_of(page, 1)[4] == "Confirmed"
    assert page.table.records.row(1).marks.tone == "wait"
    page.chips[3].click()
    assert list(page.table.records.ids) == [three[0]]


def test_the_pane_shows_the_chosen_person(page, three, desk, window) -> None:
    page.table.select(three[0])
    assert page.pane.isVisible()
    overview = page.seen
    assert overview.stay.city == "Črnomelj"
    assert [one.city for one in overview.others] == ["Turku"]
    page.pane.open_button.click()
    assert window.opened == [("person", {"id": three[0]})]


def test_the_closed_pane_comes_back_with_enter(page, three) -> None:
    page.table.select(three[0])
    page.close_pane()
    assert not page.pane.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.pane.isVisible()
    assert page.seen.record.id == three[0]


def test_without_room_for_a_pane_enter_opens_the_page(page, three, window) -> None:
    page.set_mode(Mode.MIDDLE)
    page.table.select(three[0])
    assert page.pane.isHidden()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert window.opened == [("person", {"id": three[0]})]


def test_the_selection_is_copied_as_a_table(page, three) -> None:
    page.set_mode(Mode.MIDDLE)
    page.table.select(three[0])
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].startswith("Name\tRole")
    assert lines[1].startswith("Tamm, Maarja\tStaff")


def test_a_person_is_added_by_keyboard_and_chosen(page, window, store) -> None:
    page.add()
    dialog = form_of(page)
    dialog.form.editor("first_name").insert("Špela")
    dialog.form.editor("last_name").insert("Kovačič")
    QTest.keyClick(dialog.form.editor("last_name"), Qt.Key.Key_Return)
    assert window.said == ["Špela Kovačič added"]
    assert (
        texts_of(page, page.table.records.place_of(page.table.current_id()))[0] == "Kovačič, Špela"
    )


def test_a_wrong_address_is_said_at_its_field(page) -> None:
    page.add()
    dialog = form_of(page)
    dialog.form.fill({"first_name": "A", "email": "not an address"})
    dialog.save()
    assert dialog.form.rows["email"].problem.code == "email_unreadable"
    assert dialog.isVisible()
    dialog._leave(keep=False)


def test_the_same_person_is_named_once_and_then_kept(page, store) -> None:
    page.add()
    dialog = form_of(page)
    dialog.form.fill(
        {"first_name": "maarja", "last_name": "TAMM", "email": "Maarja@emajoe.example"}
    )
    dialog.save()
    problem = dialog.form.rows["last_name"].problem
    assert problem.code == "person_maybe_same"
    assert problem.values["names"] == "Maarja Tamm"
    assert len(people.find(store, COORDINATOR)) == 3
    dialog.save()
    assert len(people.find(store, COORDINATOR)) == 4


def test_a_namesake_without_date_and_address_is_no_duplicate(page, store) -> None:
    page.add()
    dialog = form_of(page)
    dialog.form.fill({"first_name": "Maarja", "last_name": "Tamm"})
    dialog.save()
    assert len(people.find(store, COORDINATOR)) == 4


def test_a_change_of_somebody_else_is_merged(page, three, store) -> None:
    page.table.select(three[0])
    page.edit_chosen()
    dialog = form_of(page)
    people.change(store, COORDINATOR, three[0], 1, {"phone": "+372 5550 1429"}, today=TODAY)
    dialog.form.fill({"note": "speaks fast"})
    dialog.save()
    assert dialog.form.values()["phone"] == "+372 5550 1429"
    dialog.save()
    values = people.get(store, COORDINATOR, three[0]).values
    assert (values["phone"], values["note"]) == ("+372 5550 1429", "speaks fast")


def test_del_removes_and_undo_brings_back(page, three, desk, window) -> None:
    page.table.select(three[1])
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert three[1] not in page.table.records.ids
    assert window.said[-1] == "Tõnu Sõber deleted"
    desk.undo()
    assert three[1] in page.table.records.ids


def test_somebody_on_a_mobility_stays_and_the_page_says_why(page, three) -> None:
    page.table.select(three[0])
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert three[0] in page.table.records.ids
    assert "Maarja Tamm" in page.banner.accessibleName()


def test_nobody_yet_says_how_to_start(qtbot, desk, window) -> None:
    made = show(qtbot, PeoplePage(desk))
    assert made.card.empty.isVisible()
    assert made.card.empty.title.text() == "No participants yet"
    made.card.empty.main.click()
    assert window.opened == [("import", {})]
    made.card.empty.second.click()
    form_of(made)._leave(keep=False)


def test_nobody_matches_offers_to_clear(page) -> None:
    QTest.keyClicks(page.search, "zzz")
    assert page.card.filtered.title.text() == "Nobody matches"
    page.card.filtered.main.click()
    assert len(page.table.records.ids) == 3


def test_trainers_read_contacts_and_change_nothing(qtbot, desk, three) -> None:
    desk.actor = TRAINER
    made = show(qtbot, PeoplePage(desk))
    assert not made.header._buttons
    assert [chip.text() for chip in made.chips] == ["Staff", "Learners", "Accompanying"]
    made.table.select(three[0])
    assert made.pane.edit_button.isHidden()
    assert made.seen.stay is None, "stays of others are not a trainer's"
    made.remove_records([three[1]])
    assert three[1] in made.table.records.ids


def test_the_page_of_a_person(qtbot, desk, three, window) -> None:
    made = PersonPage(desk)
    qtbot.addWidget(made)
    made.go(id=three[0])
    made.show()
    assert made.header.title.text() == "Maarja Tamm"
    assert made.stays.count.accessibleName() == "2"
    assert made.files.record == three[0]
    made.remove()
    assert made.banner is not None
    made.go(id=three[1])
    made.remove()
    assert window.opened[-1] == ("people", {})


def test_the_organisation_can_be_added_from_the_form(page, three, store) -> None:
    page.add()
    dialog = form_of(page)
    picker = dialog.form.editor("organisation_id")
    QTest.keyClicks(picker, "Ljudska univerza")
    assert picker.offered() == ["Add Ljudska univerza"]
    picker.take(0)
    assert picker.text() == "Ljudska univerza"
    dialog._leave(keep=False)
    assert len(organisations.find(store, COORDINATOR)) == 2
