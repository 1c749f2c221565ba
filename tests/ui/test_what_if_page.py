"""The what-if page: changes, their effect while typing, keeping and throwing away."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mobdesk.services import history, members, mobilities, plans, projects, stages
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.services.what_if_outdated import Outdated
from mobdesk.ui.budget import words
from mobdesk.ui.budget.what_if_look import OutdatedCard, look_at
from mobdesk.ui.budget.what_if_page import WhatIfPage
from mobdesk.ui.rows import LinkRow
from tests.large_boards import CODE
from tests.stores import COORDINATOR, store, template
from tests.ui.record_window import TODAY, desk, person, show, stay, window

__all__ = ["desk", "store", "template", "window"]

START = date(2027, 3, 1)


@pytest.fixture
def project(store) -> int:
    values = {"code": CODE, "title": "Across", "start": date(2026, 6, 1), "end": date(2027, 8, 31)}
    sums = {"travel": 1_000_00, "individual_support": 2_000_00}
    return projects.add(store, COORDINATOR, values, sums).ids[0]


@pytest.fixture
def liis(store, project) -> int:
    who = person(store, "Liis", "Tamm")
    return stay(store, who, START, 4, project_id=project, hosting_country="SI")


@pytest.fixture
def page(qtbot, desk, project, liis):
    return show(qtbot, WhatIfPage(desk))


def total(page) -> int:
    assert page.seen is not None
    return page.seen.effect.total.difference


def test_without_a_project_the_page_says_where_to_begin(qtbot, desk) -> None:
    page = show(qtbot, WhatIfPage(desk))
    assert page.empty.isVisible()
    assert not page.columns.isVisible()
    page.empty.main_pressed.emit()
    assert desk.window.opened == [("projects", {"new": True})]


def test_nothing_is_changed_yet(page) -> None:
    assert (page.keep_button.isEnabled(), page.throw_button.isEnabled()) == (False, False)
    assert page.effect_card.sentence.text().startswith("As much is expected as now.")
    assert not page.kind_buttons["places"].isEnabled()  # nobody travels without a name
    assert page.kind_buttons["dates"].isEnabled()


def test_more_stays_show_their_effect_while_one_types(page, store) -> None:
    block = page.add("more")
    block.form.fill({"country": "SI", "distance_km": "800"})
    one = total(page)
    assert one > 0
    block.form.fill({"n": 2})
    assert total(page) > one
    assert block.title.text() == "2 more: Job shadowing"
    assert page.effect_card.sentence.text().endswith("of the award would be left.")
    assert "now  →" in page.effect_card.bars.accessibleDescription()
    block.form.fill({"n": None})
    assert not page.keep_button.isEnabled()
    assert page.keep_button.toolTip() == "A change is not complete yet."
    block.form.fill({"n": 3})
    page.keep()
    assert len(mobilities.find(store, COORDINATOR)) == 4
    assert page.blocks == []
    assert page.desk.window.said == [f"A what-if kept as the plan of {CODE}"]
    page.desk.hub.tell(history.undo(store, COORDINATOR))
    assert len(mobilities.find(store, COORDINATOR)) == 1


def test_mobilities_are_chosen_from_the_list_by_searching(page, store, liis) -> None:
    block = page.add("dates")
    chooser = block.form.editor("mobilities")
    assert page.keep_button.toolTip() == "A change is not complete yet."
    chooser.search.setText("nobody")
    assert (chooser.model.rows, chooser.said.text()) == ([], "No mobility fits.")
    chooser.search.setText("tamm job")
    chooser.list.toggled.emit(0)
    assert block.title.text() == "1 mobility: 7 days later"
    page.keep()
    group = mobilities.get(store, COORDINATOR, liis).subgroups[0]
    assert group.values["start"] == date(2027, 3, 8)


def test_a_cancellation_asks_for_its_reason_when_it_is_kept(page, store, liis) -> None:
    block = page.add("cancel")
    block.form.fill({"mobilities": (liis,)})
    assert page.keep_button.isEnabled()
    page.keep()
    assert block.form.rows["ended_reason"].problem.code == "needed"
    block.form.fill({"ended_reason": "Flu", "ended_by": "Kersti"})
    page.keep()
    member = mobilities.get(store, COORDINATOR, liis).subgroups[0].members[0]
    assert (member.ended, member.end["ended_by"]) == ("cancelled", "Kersti")


def test_changes_are_kept_while_the_program_is_open(qtbot, page, desk, liis, store) -> None:
    page.add("means").form.fill({"mobilities": (liis,)})
    page.add("more").form.fill({"n": 4})
    again = show(qtbot, WhatIfPage(desk))
    assert [block.title.text() for block in again.blocks] == [
        "Train for 1 mobility", "4 more: Job shadowing",
    ]  # fmt: skip
    assert [block.is_open for block in again.blocks] == [True, False]
    assert total(again) == total(page)
    again.remove(again.blocks[1])
    assert len(again.blocks) == 1
    again.throw_away()
    assert (again.blocks, desk.drafts) == ([], {})
    assert mobilities.get(store, COORDINATOR, liis).subgroups[0].values["green_travel"] is None


def test_what_was_agreed_for_the_plan_before_is_listed(page, store, liis) -> None:
    detail = mobilities.get(store, COORDINATOR, liis)
    confirmed = {"host_confirmed_on": TODAY}
    done = mobilities.change(store, COORDINATOR, liis, detail.record.rev, confirmed)
    page.desk.hub.tell(done)
    page.add("dates").form.fill({"mobilities": (liis,)})
    page.keep()
    card = page.outdated.body.itemAt(0).widget()
    assert page.outdated.isVisible()
    row = next(one for one in card.findChildren(object) if hasattr(one, "_second"))
    assert row._second == "The host agreed to the plan before"
    row.click()
    assert page.desk.window.opened[-1] == ("mobility", {"id": liis})


def test_somebody_changed_it_meanwhile(page, store, liis) -> None:
    page.add("dates").form.fill({"mobilities": (liis,)})
    stages.move(store, COORDINATOR, liis, "applied", TODAY)
    page.keep()
    assert page.banner.accessibleName().startswith("Somebody changed one of these mobilities")
    page.keep()  # it was read again
    assert page.blocks == []


def test_targets_and_what_to_look_at(page, store, project) -> None:
    owner = plans.of_project(project)
    aim = {"activity_type": "job-shadowing", "participants": 3, "days": 15}
    page.desk.hub.tell(plans.add(store, COORDINATOR, "target", owner, aim))
    block = page.add("more")
    block.form.fill({"n": 2, "days": 90})
    said = [one for one in page.targets.facts._facts if one[0] == "Job shadowing"]
    assert said == [("Job shadowing", "0 → 2 of 3 participants, 0 → 180 of 15 days")]
    assert page.look.isVisible()
    block.form.fill({"distance_km": "far"})
    assert block.form.rows["distance_km"].problem.code == "distance_impossible"
    assert not page.keep_button.isEnabled()


def test_places_without_names(page, store, project) -> None:
    values = {"project_id": project, "kind": "group", "activity_type": "group-mobility"}
    plan = SubgroupPlan({"start": START, "end": START}, [MemberPlan({"places": 8})])
    page.desk.hub.tell(mobilities.add(store, COORDINATOR, values, [plan]))
    assert page.kind_buttons["places"].isEnabled()
    block = page.add("places")
    block.form.editor("mobilities")._all()
    block.form.fill({"places": 12})
    assert block.title.text() == "12 places without names"
    page.keep()
    found = mobilities.rows(store, COORDINATOR, mobilities.find(store, COORDINATOR))
    assert sorted(row.places for row in found) == [1, 12]


def test_a_signed_agreement_keeps_its_sums(page, store, project) -> None:
    values = {"project_id": project, "activity_type": "job-shadowing", "hosting_country": "DE"}
    days = {"start": date(2022, 3, 7), "end": date(2022, 3, 11), "distance_km": "800"}
    who = person(store, "Anu", "Kask")
    plan = SubgroupPlan(days, [MemberPlan({"person_id": who, "part": "staff"})])
    signed = mobilities.add(store, COORDINATOR, values, [plan]).ids[0]
    one = mobilities.get(store, COORDINATOR, signed).subgroups[0].members[0]
    page.desk.hub.tell(
        members.change(store, COORDINATOR, one.id, one.rev, {"agreement_signed_on": TODAY})
    )
    block = page.add("dates")
    block.form.fill({"mobilities": (signed,), "shift": 0, "days": 7})
    assert total(page) == 0
    said = "1 signed agreement keeps its sums. Today’s data give {} {}."
    found = look_at(page.seen.effect, str)
    assert (False, said.format(words.euros(208_00), "more")) in found
    block.form.fill({"days": 4})
    found = look_at(page.seen.effect, str)
    assert (False, said.format(words.euros(104_00), "less")) in found


def test_very_many_out_of_date_are_counted_not_listed(qtbot) -> None:
    many = [Outdated(code, n, f"Group {n}") for n in range(400) for code in ("host", "travel")]
    opened: list[int] = []
    card = OutdatedCard(many, opened.append)
    qtbot.addWidget(card)
    links = card.findChildren(LinkRow)
    assert len(links) == 25
    assert links[1].accessibleDescription() == (
        "The host agreed to the plan before · Tickets were booked for the plan before"
    )
    links[1].click()
    assert opened == [1]


def press(window, *keys) -> None:
    """Keys for whatever has the focus."""
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(window.focusWidget(), key)
        else:
            QTest.keyClick(window.focusWidget(), key)
        QApplication.processEvents()


def tab_to(window, words: str, key=Qt.Key.Key_Tab) -> None:
    """Tab until something with these words has the focus."""
    for _n in range(80):
        here = window.focusWidget()
        if words in (getattr(here, "text", str)(), here.accessibleName()):
            return
        press(window, key)
    raise AssertionError(f"{words} is not reached")


def test_by_keyboard_alone(start, demo_folder) -> None:
    one = start(demo_folder, demo=True)
    window, desk = one.window, one.window.desk
    window.resize(1280, 800)
    before = mobilities.counts(desk.store, desk.actor)["all"]
    window.open_page("budget", {})
    QApplication.processEvents()
    tab_to(window, "Try a what-if", Qt.Key.Key_Backtab)
    press(window, Qt.Key.Key_Space)
    page = window.page
    assert isinstance(page, WhatIfPage)
    assert window.focusWidget().text() == "More stays"
    press(window, Qt.Key.Key_Space)
    assert window.focusWidget().accessibleName() == "How many"
    press(window, Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert page.blocks[0].title.text() == "3 more: Job shadowing"
    tab_to(window, "New dates")
    press(window, Qt.Key.Key_Space)
    assert window.focusWidget().accessibleName() == "Mobilities"
    press(window, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert page.blocks[1].title.text() == "1 mobility: 7 days later"
    tab_to(window, "Keep as the plan", Qt.Key.Key_Backtab)
    press(window, Qt.Key.Key_Space)
    assert mobilities.counts(desk.store, desk.actor)["all"] == before + 3
    assert page.blocks == []
    assert window.focusWidget().text() == "More stays"
