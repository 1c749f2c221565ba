"""The list of mobilities and planning, by keyboard, against a real store."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mobdesk.domain.roles import Actor, Role
from mobdesk.models.people import Person
from mobdesk.models.store import Label
from mobdesk.services import history, mobilities, organisations, people, projects, stages
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.settings import SettingsFile
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.mobilities import SPECS
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.shell import MainWindow
from tests.stores import COORDINATOR, TRAINER

TODAY = date(2026, 11, 23)
NOW = datetime(2036, 11, 23, tzinfo=UTC)
CODE = "2026-1-EE01-KA121-ADU-000312345"


def person(store, first: str, last: str, role: str = "learner") -> int:
    values = {"first_name": first, "last_name": last, "role": role}
    return people.add(store, COORDINATOR, values, today=TODAY).ids[0]


def stay(store, who: int, city: str, start: date, **values) -> int:
    plan = SubgroupPlan(
        {"start": start, "end": start}, [MemberPlan({"person_id": who, "part": "staff"})]
    )
    return mobilities.add(store, COORDINATOR, {"hosting_city": city, **values}, [plan]).ids[0]


@pytest.fixture
def window(qtbot, jobs, store, tmp_path):
    def make(actor=COORDINATOR) -> MainWindow:
        settings = SettingsFile(tmp_path / "settings.json")
        desk = Desk(store, actor, jobs, settings, today=lambda: TODAY)
        made = MainWindow(desk, SPECS)
        made.resize(1280, 800)
        qtbot.addWidget(made)
        made.show()
        return made

    return make


def dialog(window: MainWindow) -> FormDialog:
    found = [d for d in window.findChildren(FormDialog) if d.isVisible()]
    assert len(found) == 1
    return found[0]


def shown(page) -> list[list[str]]:
    model = page.table.records
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_line_says_who_where_when_and_what_comes_next(window, store) -> None:
    number = stay(store, person(store, "Maarja", "Tamm"), "Črnomelj", date(2026, 12, 1),
                  hosting_country="SI", activity_type="job-shadowing")  # fmt: skip
    stages.move(store, COORDINATOR, number, "confirmed", TODAY, "agreed")
    page = window().page
    (line,) = shown(page)
    assert line == [
        "Tamm, Maarja", "Črnomelj, Slovenia", "Job shadowing", "1 Dec", "1", "Confirmed", "host",
    ]  # fmt: skip


def test_chips_search_and_years_narrow_the_list(window, store) -> None:
    code = projects.add(store, COORDINATOR, {"code": CODE}).ids[0]
    mine = stay(store, person(store, "Mare", "Aas"), "Rovaniemi", TODAY, project_id=code)
    guest = stay(store, person(store, "Nejc", "Žagar"), "Tartu", TODAY, direction="incoming")
    page = window().page
    assert page.header.count.text() == "2"
    QTest.keyClicks(page.search, "zagar")
    assert list(page.table.records.ids) == [guest]
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    page.year.set_value(2026)
    assert list(page.table.records.ids) == [mine]
    page.clear_filters()
    incoming = next(c for c in page.chips if c.text() == "Coming to us")
    assert incoming.accessibleName() == "Coming to us 1"
    incoming.click()
    assert list(page.table.records.ids) == [guest]


def test_away_now_follows_the_travel_dates(window, store) -> None:
    number = stay(store, person(store, "Mare", "Aas"), "Rovaniemi", TODAY)
    stages.move(store, COORDINATOR, number, "confirmed", TODAY, "agreed")
    stay(store, person(store, "Nejc", "Žagar"), "Tartu", date(2027, 5, 1))
    page = window().page
    next(c for c in page.chips if c.text() == "Away now").click()
    assert list(page.table.records.ids) == [number]


def test_del_removes_and_undo_brings_back(window, store) -> None:
    number = stay(store, person(store, "Mare", "Aas"), "Rovaniemi", TODAY)
    made = window()
    made.page.table.select(number)
    QTest.keyClick(made.page.table, Qt.Key.Key_Delete)
    assert shown(made.page) == []
    made.desk.undo()
    assert [line[0] for line in shown(made.page)] == ["Aas, Mare"]


def test_enter_opens_the_page(window, store) -> None:
    number = stay(store, person(store, "Mare", "Aas"), "Rovaniemi", TODAY)
    made = window()
    made.page.table.select(number)
    QTest.keyClick(made.page.table, Qt.Key.Key_Return)
    assert made.page.header.title.text() == "Mare Aas to Rovaniemi"


def test_an_empty_list_starts_with_planning(window, store) -> None:
    made = window()
    made.page.card.empty.main.click()
    assert dialog(made).title.text() == "Plan a mobility"


def test_an_empty_list_has_every_way_to_the_first_mobility_and_nothing_twice(window, store) -> None:
    page = window().page
    shown = [b.text() for b in page.findChildren(Button) if b.isVisible() and b.text()]
    assert sorted(shown) == ["Bring in a list", "Make a group", "Plan a mobility"]


def test_planning_counts_the_days_while_one_types(window, store) -> None:
    made = window()
    made.page.plan_one()
    form = dialog(made)
    for key, text in (
        ("start", "30.11.2026"), ("end", "4.12.2026"), ("leaves", "29.11.2026"),
        ("back", "5.12.2026"),
    ):  # fmt: skip
        form.form.editor(key).setText(text)
    assert form.days.text() == "5 activity + 2 travel = 7 paid days"


def test_a_month_alone_is_kept_shown_and_sorted(window, store) -> None:
    stay(store, person(store, "Mare", "Aas"), "Sevilla", date(2027, 4, 2))
    mobilities.add(store, COORDINATOR, {"title": "Undated"}, [])
    made = window()
    made.page.plan_one()
    form = dialog(made)
    start = form.form.editor("start")
    start.setText("3.2027")
    assert (start.problem(), start.value()) == ("", "2027-03")
    start.editingFinished.emit()
    assert start.text() == "March 2027"
    assert form.notes.text().startswith("Days are missing: only the month March 2027 is known.")
    form.form.editor("end").setText("2027-02")
    form.save()
    assert form.form.rows["end"].problem.code == "months_turned"
    form.form.editor("end").setText("2027-03")
    form.save()
    made.open_page("mobilities", {})
    assert [line[3] for line in shown(made.page)] == ["Mar 2027 · no days", "2 Apr 2027", "–"]
    number = mobilities.find(store, COORDINATOR)[0]
    values = mobilities.get(store, COORDINATOR, number).subgroups[0].values
    assert [values[k] for k in ("start", "end", "start_month", "end_month")] == [
        None, None, "2027-03", "2027-03"
    ]  # fmt: skip


def test_dates_outside_the_project_are_a_note_and_no_error(window, store) -> None:
    values = {"code": CODE, "start": date(2026, 6, 1), "end": date(2027, 8, 31)}
    projects.add(store, COORDINATOR, values)
    made = window()
    made.page.plan_one()
    form = dialog(made)
    form.form.fill({"start": date(2027, 9, 6), "end": date(2027, 9, 10)})
    assert "31 August 2027" in form.notes.text()
    form.save()
    assert len(mobilities.find(store, COORDINATOR)) == 1


def test_an_error_stands_at_its_field(window, store) -> None:
    made = window()
    made.page.plan_one()
    form = dialog(made)
    form.form.fill({"start": date(2026, 12, 4), "end": date(2026, 12, 1)})
    form.save()
    assert form.form.rows["end"].problem is not None
    assert mobilities.find(store, COORDINATOR) == []


def test_a_new_person_and_a_new_host_are_added_while_planning(window, store) -> None:
    made = window()
    made.page.plan_one()
    form = dialog(made)
    who, host = form.form.editor("person_id"), form.form.editor("host_id")
    QTest.keyClicks(who, "Maarja Tamm")
    assert who.offered() == ["Add Maarja Tamm"]
    who.take(0)
    QTest.keyClicks(host, "Ljudska univerza")
    host.take(0)
    form.save()
    (number,) = mobilities.find(store, COORDINATOR)
    assert mobilities.get(store, COORDINATOR, number).name == "Tamm, Maarja"
    assert mobilities.get(store, COORDINATOR, number).host == "Ljudska univerza"


def test_two_stays_at_one_time_are_worth_a_look(window, store):
    who = person(store, "Mare", "Aas")
    stay(store, who, "Rovaniemi", date(2027, 2, 3))
    made = window()
    made.page.plan_one()
    form = dialog(made)
    form.form.fill({"start": date(2027, 2, 1), "end": date(2027, 2, 5), "person_id": who})
    assert form.notes.text() == "At the same time: Rovaniemi, 3 Feb 2027."
    form.form.fill({"end": date(2027, 2, 2)})
    assert form.notes.text() == ""


def test_the_host_brings_its_place(window, store) -> None:
    values = {"name": "Kolpa", "kind": "partner", "city": "Črnomelj", "country": "SI"}
    organisations.add(store, COORDINATOR, values)
    made = window()
    made.page.plan_one()
    form = dialog(made)
    host = form.form.editor("host_id")
    QTest.keyClicks(host, "kol")
    host.take(0)
    assert form.form.editor("hosting_city").value() == "Črnomelj"
    assert form.form.editor("hosting_country").value() == "SI"


def test_guests_come_to_us_and_their_sender_is_asked(window, store) -> None:
    ours = {"name": "Emajõe kool", "kind": "own", "city": "Tartu", "country": "EE"}
    own = organisations.add(store, COORDINATOR, ours).ids[0]
    theirs = {"name": "Kolpa", "kind": "partner", "city": "Črnomelj", "country": "SI"}
    sender = organisations.add(store, COORDINATOR, theirs).ids[0]
    made = window()
    made.page.plan_one()
    form = dialog(made).form
    assert not form.rows["sending_id"].isVisible()
    form.editor("direction").set_value("incoming")
    assert form.rows["sending_id"].isVisible()
    assert form.editor("host_id").value() == own
    assert form.editor("hosting_city").value() == "Tartu"
    form.editor("direction").set_value("outgoing")  # a slip of the hand
    assert (form.editor("host_id").value(), form.editor("hosting_city").value()) == (None, "")
    form.editor("direction").set_value("incoming")
    QTest.keyClicks(form.editor("sending_id"), "kol")
    form.editor("sending_id").take(0)
    assert form.editor("sending_country").value() == "SI"
    dialog(made).save()
    (number,) = mobilities.find(store, COORDINATOR)
    found = mobilities.get(store, COORDINATOR, number)
    assert (found.sender, found.sending_city, found.host) == ("Kolpa", "Črnomelj", "Emajõe kool")
    assert found.record.values["sending_id"] == sender


def test_a_group_of_ten_with_dates_by_keyboard(window, store) -> None:
    """The list came in just now: title, two dates, all of them, one lead, done."""
    for number in range(9):
        person(store, f"Mari {number}", "Kask")
    leader = person(store, "Liis", "Õunapuu", "accompanying")
    made = window()
    made.page.make_group()
    form = dialog(made)
    form.form.editor("title").setText("Käsitöö")
    QTest.keyClicks(form.form.editor("start"), "20.4.2027")
    QTest.keyClicks(form.form.editor("end"), "24.4.2027")
    people_list = form.form.editor("members")
    people_list.all_button.click()
    assert people_list.said.text() == "10 chosen"
    assert form.form.editor("lead").value() == leader
    form.save_button.click()
    (number,) = mobilities.find(store, COORDINATOR)
    detail = mobilities.get(store, COORDINATOR, number)
    parts = [m.values["part"] for m in detail.subgroups[0].members]
    assert sorted(parts) == ["lead", *["learner"] * 9]
    assert detail.subgroups[0].values["end"] == date(2027, 4, 24)
    assert made.page.header.title.text() == "Group “Käsitöö”"
    history.undo(store, COORDINATOR)
    assert mobilities.find(store, COORDINATOR) == []


def test_the_list_that_came_in_last_is_chosen_at_once(window, store):
    person(store, "Mare", "Aas")
    rows = [("Anu", "Lepik"), ("Helgi", "Uibo")]
    with store.write(Label("list_imported", {"n": 2}), COORDINATOR) as s:
        s.add_all([Person(first_name=f, last_name=n, created_at=NOW) for f, n in rows])
        s.done()
    made = window()
    made.page.make_group()
    chooser = dialog(made).form.editor("members")
    assert chooser.last_button.text() == "Choose the last list (2)"
    chooser.last_button.click()
    assert sorted(row.last_name for row in chooser.chosen()) == ["Lepik", "Uibo"]


def test_choosing_people_with_the_keys(window, store) -> None:
    first, second = person(store, "Mare", "Aas"), person(store, "Anu", "Žagar")
    made = window()
    made.page.make_group()
    chooser = dialog(made).form.editor("members")
    QTest.keyClicks(chooser.search, "zagar")
    QTest.keyClick(chooser.search, Qt.Key.Key_Return)
    assert chooser.value() == (second,)
    assert chooser.search.text() == ""
    chooser.list.setCurrentIndex(chooser.model.index(1))
    QTest.keyClick(chooser.list, Qt.Key.Key_Space)
    assert chooser.value() == (second, first)
    QTest.keyClick(chooser.list, Qt.Key.Key_Space)
    assert chooser.value() == (second,)


def test_a_list_can_be_brought_in_from_here(window, store) -> None:
    opened = []
    made = window()
    made.open_page("mobilities", {})
    made.desk.open = lambda key, **_where: opened.append(key)
    (bring,) = [b for b in made.page.findChildren(Button) if b.text() == "Import"]
    QTest.mouseClick(bring, Qt.MouseButton.LeftButton)
    assert opened == ["import"]


def test_a_trainer_sees_the_own_and_plans_nothing(window, store) -> None:
    mine, other = person(store, "My", "Self"), person(store, "Other", "One")
    own = stay(store, mine, "Rovaniemi", TODAY)
    stay(store, other, "Tartu", TODAY)
    made = window(TRAINER._replace(person_id=mine))
    page = made.page
    assert list(page.table.records.ids) == [own]
    assert not page.header._buttons
    page.table.select(own)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert list(page.table.records.ids) == [own]


def test_a_director_has_no_list(window) -> None:
    made = window(Actor(1, "x", Role.DIRECTOR))
    assert made.page is None


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_list_fits_the_smallest_window(window, store, scale) -> None:
    from mobdesk.ui import theme

    theme.apply(QApplication.instance(), scale=scale)
    try:
        made = window()
        assert made.minimumSizeHint().width() <= 1280
    finally:
        theme.apply(QApplication.instance(), scale=1.0)
