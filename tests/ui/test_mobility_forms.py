"""Rules, distances and what counts for the grant: in the forms and on the page of a mobility."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mobdesk.domain import cities
from mobdesk.models.store import Store
from mobdesk.services import history, members, mobilities, organisations, projects, subgroups
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.ui.mobilities.look_card import LookCard
from mobdesk.ui.mobilities.page import MobilityPage
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import Paragraph
from tests.stores import COORDINATOR
from tests.ui.record_window import desk, form_of, person, show, window  # noqa: F401

MON = date(2027, 3, 1)
CODE = "2026-1-EE01-KA121-ADU-000012345"


@pytest.fixture
def mobility(store: Store) -> int:
    own = {"name": "Oma", "kind": "own", "city": "Tartu", "country": "EE"}
    organisations.add(store, COORDINATOR, own)
    project = projects.add(
        store, COORDINATOR, {"code": CODE, "start": date(2026, 9, 1), "end": date(2027, 11, 30)}
    ).ids[0]
    host = {"name": "Kolpa", "kind": "partner", "city": "Ljubljana", "country": "SI"}
    number = organisations.add(store, COORDINATOR, host).ids[0]
    values = {"project_id": project, "host_id": number, "hosting_city": "Ljubljana",
              "hosting_country": "SI", "activity_type": "job-shadowing"}  # fmt: skip
    dates = {"start": MON, "end": MON + timedelta(4), "leaves": MON - timedelta(1),
             "back": MON + timedelta(5), "travel_means": "plane"}  # fmt: skip
    who = person(store, "Mari", "Tamm")
    plan = SubgroupPlan(dates, [MemberPlan({"person_id": who, "part": "staff"})])
    return mobilities.add(store, COORDINATOR, values, [plan]).ids[0]


@pytest.fixture
def page(qtbot, desk, mobility) -> MobilityPage:  # noqa: F811
    made = MobilityPage(desk)
    show(qtbot, made)
    made.go(id=mobility)
    made.refresh()
    return made


def reread(page: MobilityPage) -> None:
    page.refresh()


def change(store: Store, mobility: int, **values: Any) -> None:
    rev = mobilities.get(store, COORDINATOR, mobility).record.rev
    mobilities.change(store, COORDINATOR, mobility, rev, values)


def told(widget: Any) -> str:
    return " ".join(one.text() for one in widget.findChildren(Paragraph))


def test_the_page_says_what_to_look_at_and_nothing_without_a_finding(page, store, mobility) -> None:
    assert page.findChildren(LookCard) == []
    change(store, mobility, hosting_country="EE")
    reread(page)
    (card,) = page.findChildren(LookCard)
    assert "They leave from and go to the same country." in told(card)
    assert "This rule is not confirmed." in told(card)


def test_a_length_is_told_with_its_source(page, store, mobility) -> None:
    page.ask.change_dates()
    form = form_of(page)
    form.form.editor("end").set_value(MON + timedelta(days=80))
    form.form.editor("back").set_value(None)
    assert "81 days are unusual for this activity: 2 to 60 are usual." in form.notes.text()
    assert "Source: iky.gr." in form.notes.text()
    form.form.editor("end").set_value(MON + timedelta(days=4))
    assert form.notes.text() == ""
    form.form.editor("leaves").set_value(MON - timedelta(days=3))
    assert "At most 2 are paid." in form.notes.text()
    form.form.editor("green_travel").set_value(True)
    assert form.notes.text() == ""


def distance_form(page):
    page.findChild(Button, f"distance {page.sheet.detail.subgroups[0].id}").click()
    return form_of(page)


def values_of(store, mobility):
    return mobilities.get(store, COORDINATOR, mobility).subgroups[0].values


def test_a_distance_is_proposed_from_town_to_town(page, store, mobility) -> None:
    form = distance_form(page)
    assert form.form.editor("distance_from").text() == "Tartu, Estonia"
    assert form.form.editor("distance_to").text() == "Ljubljana, Slovenia"
    assert form.days.text() == "We compute 1,598.43 km. Proposed band: 500 to 1,999 km."
    assert form.notes.text() == "No rate sheet of the project: these are the usual bands."
    assert not form.form.rows["distance_reason"].isVisible()
    form.save()
    values = values_of(store, mobility)
    assert values["distance_km"] == values["distance_own_km"] == "1598.43"
    assert (values["distance_from"], values["distance_to"]) == ("Tartu, EE", "Ljubljana, SI")
    assert values["distance_official"] is None
    reread(page)
    assert "1,598.43 km one way, computed" in told(page)


def test_the_official_figure_wins_and_is_marked(page, store, mobility) -> None:
    form = distance_form(page)
    QTest.keyClicks(form.form.editor("distance_km"), "1 538,5")
    assert "The official figure counts: band 500 to 1,999 km." in form.days.text()
    form.save()
    values = values_of(store, mobility)
    assert (values["distance_km"], values["distance_official"]) == ("1538.5", True)
    assert values["distance_own_km"] == "1598.43"
    reread(page)
    assert "1,538.5 km one way, official figure" in told(page)
    form = distance_form(page)
    assert form.form.editor("distance_km").text() == "1538.5"
    form.form.editor("distance_km").set_value("1997")
    assert "within 5 km of 2,000 km" in form.notes.text()


def test_another_town_needs_a_reason(page, store, mobility) -> None:
    form = distance_form(page)
    form.form.editor("distance_from").set_value(cities.only("Tallinn", "EE"))
    form.form.editor("distance_from").changed.emit()
    assert form.form.rows["distance_reason"].isVisible()
    form.save()
    assert form.form.rows["distance_reason"].problem.code == "distance_reason_needed"
    form.form.editor("distance_reason").set_value("They live there")
    form.save()
    assert values_of(store, mobility)["distance_reason"] == "They live there"


def test_a_town_is_chosen_by_keyboard_in_any_spelling(page) -> None:
    form = distance_form(page)
    field = form.form.editor("distance_to")
    field.clear()
    QTest.keyClicks(field, "Wien")
    assert field.offered()[0].startswith("Vienna, Austria")
    field._settle()
    assert field.value().name == "Vienna"
    assert field.text() == "Vienna, Austria"
    field.clear()
    QTest.keyClicks(field, "Qqqq")
    assert field.problem() == "choose_from_list"
    field.clear()
    assert form.days.text() == "Choose both towns, or type the official figure."
    form.save()
    assert form.form.rows["distance_km"].problem.code == "distance_half"


def test_where_the_formulas_disagree_nothing_is_taken(page, store, mobility) -> None:
    form = distance_form(page)
    one, other = cities.City("A", "EE", 0, 0, 1), cities.City("B", "EE", 0, 4.4966, 1)
    form.form.editor("distance_from").set_value(one)
    form.form.editor("distance_to").set_value(other)
    form.form.editor("distance_reason").set_value("A test")
    assert "The formulas disagree about the band at 500 km." in form.notes.text()
    assert "ellipsoid WGS 84: 500.56 km" in form.notes.text()
    assert "Proposed band" not in form.days.text()
    form.save()
    assert values_of(store, mobility)["distance_km"] is None
    assert values_of(store, mobility)["distance_own_km"] == "500"


def members_of(store, mobility):
    found = mobilities.get(store, COORDINATOR, mobility)
    return [m for group in found.subgroups for m in group.members]


def test_what_counts_for_one_counts_the_paid_days(page, store, mobility) -> None:
    page.ask.counting()
    form = form_of(page)
    assert form.days.text() == "5 activity + 2 travel = 7 paid days"
    assert "members" not in form.form.rows
    form.form.editor("travel_days").set_value(1)
    assert form.days.text() == "5 activity + 1 travel = 6 paid days"
    assert "Travel days: 1 typed, 2 by the dates." in form.notes.text()
    form.save()
    assert form.form.rows["travel_days_reason"].problem.code == "travel_days_need_reason"
    form.form.editor("travel_days_reason").set_value("Comes back with a colleague by car")
    form.form.editor("interruption_days").set_value(2)
    form.form.editor("real_fare").set_value(38_000)
    form.form.editor("zero_grant").set_value(True)
    assert form.days.text() == "3 activity + 1 travel = 4 paid days"
    form.save()
    (member,) = members_of(store, mobility)
    wanted = {"travel_days": 1, "interruption_days": 2, "real_fare": 38_000, "zero_grant": True,
              "linguistic_support": False, "course_days": None}  # fmt: skip
    assert {key: member.values[key] for key in wanted} == wanted


def test_several_get_only_what_was_typed(page, store, mobility) -> None:
    found = mobilities.get(store, COORDINATOR, mobility)
    mobilities.change(store, COORDINATOR, mobility, found.record.rev, {"kind": "group"})
    others = [
        MemberPlan({"person_id": person(store, "Mare", "Kask"), "part": "lead", "course_days": 3}),
        MemberPlan({"places": 4, "part": "learner"}),
    ]
    members.add(store, COORDINATOR, found.subgroups[0].id, others)
    reread(page)
    page.findChild(Button, "counting").click()
    form = form_of(page)
    ticks = form.form.editor("members")
    ids = [m.id for m in members_of(store, mobility)]
    assert ticks.value() == tuple(ids)
    assert ticks.said.text() == "3 chosen"
    assert form.form.editor("course_days").value() is None  # they differ
    QTest.keyClick(ticks.list, Qt.Key.Key_Space)  # the first is taken out
    assert ticks.value() == tuple(ids[1:])
    form.form.editor("linguistic_support").set_value(True)
    form.save()
    now = members_of(store, mobility)
    assert [m.values["linguistic_support"] for m in now] == [False, True, True]
    assert [m.values["course_days"] for m in now] == [None, 3, None]


def test_nobody_chosen_is_told(page, store, mobility) -> None:
    found = mobilities.get(store, COORDINATOR, mobility)
    mobilities.change(store, COORDINATOR, mobility, found.record.rev, {"kind": "group"})
    plan = MemberPlan({"places": 4, "part": "learner"})
    members.add(store, COORDINATOR, found.subgroups[0].id, [plan])
    reread(page)
    page.ask.counting()
    form = form_of(page)
    form.form.editor("members").none_button.click()
    form.save()
    assert form.form.rows["members"].problem.code == "needed"


def test_a_subgroup_of_its_own_keeps_the_way_and_one_form_sets_all(page, store, mobility) -> None:
    distance_form(page).save()
    reread(page)
    page.ask.other_dates([])
    form = form_of(page)
    form.form.editor("title").set_value("Later")
    form.save()
    reread(page)
    first, second = mobilities.get(store, COORDINATOR, mobility).subgroups
    assert second.values["distance_km"] == first.values["distance_km"] == "1598.43"
    page.ask.distance(second)
    form = form_of(page)
    form.form.editor("distance_km").set_value("1600")
    assert form.form.editor("for_all").value() is True  # so far both are alike
    form.save()
    found = mobilities.get(store, COORDINATOR, mobility).subgroups
    assert [group.values["distance_km"] for group in found] == ["1600", "1600"]


def test_a_distance_by_keyboard_alone(page, store, mobility) -> None:
    button = page.findChild(Button, f"distance {page.sheet.detail.subgroups[0].id}")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    form = form_of(page)
    field = form.form.editor("distance_from")
    field.selectAll()
    QTest.keyClicks(field, "riia")
    rows = field._list.popup()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert field.value().name == "Riga"
    QTest.keyClicks(form.form.editor("distance_reason"), "They leave from there")
    QTest.keyClick(form.save_button, Qt.Key.Key_Space)
    values = values_of(store, mobility)
    assert (values["distance_from"], values["distance_to"]) == ("Riga, LV", "Ljubljana, SI")
    assert values["distance_km"] == values["distance_own_km"] != "1598.43"


def test_a_figure_that_a_list_brought_is_not_lost(page, store, mobility) -> None:
    group = mobilities.get(store, COORDINATOR, mobility).subgroups[0]
    subgroups.change(store, COORDINATOR, group.id, group.rev, {"distance_km": "1623"})
    reread(page)
    form = distance_form(page)
    assert form.form.editor("distance_km").text() == "1623"
    form.save()
    assert values_of(store, mobility)["distance_km"] == "1623"


def test_all_subgroups_move_by_days_with_the_keyboard(page, store, mobility) -> None:
    later = SubgroupPlan({"start": MON + timedelta(1), "end": MON + timedelta(4)})
    subgroups.add(store, COORDINATOR, mobility, later)
    reread(page)
    before = [group.values for group in mobilities.get(store, COORDINATOR, mobility).subgroups]
    page.ask.change_dates()
    form = form_of(page)
    way = form.findChild(Button, "move all")
    assert way.text() == "Move all subgroups by days"
    form.form.fill({"green_travel": True})
    assert not way.isEnabled()  # what was typed is not left behind
    form.form.fill({"green_travel": None})
    way.setFocus()
    QTest.keyClick(way, Qt.Key.Key_Return)
    form = form_of(page)
    assert form.days.text() == "New: 7–13 March 2027"
    field = form.form.editor("days")
    field.selectAll()
    field.insert("−300")  # as the help writes it
    assert "before the project" in form.notes.text()
    field.selectAll()
    QTest.keyClicks(field, "0")
    form.save()
    assert form.form.rows["days"].problem.code == "needed"
    field.selectAll()
    QTest.keyClicks(field, "14")
    QTest.keyClick(form.save_button, Qt.Key.Key_Space)
    after = [group.values for group in mobilities.get(store, COORDINATOR, mobility).subgroups]
    for old, new in zip(before, after, strict=True):
        for name in subgroups.DAYS:
            assert new[name] == (old[name] and old[name] + timedelta(14))
    history.undo(store, COORDINATOR)
    again = [group.values for group in mobilities.get(store, COORDINATOR, mobility).subgroups]
    assert again == before
