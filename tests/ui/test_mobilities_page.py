"""The page of one mobility and of a group, against a real store."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from mobdesk.domain.roles import Actor, Role
from mobdesk.services import (
    documents,
    history,
    members,
    mobilities,
    organisations,
    people,
    projects,
    stages,
)
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.settings import SettingsFile
from mobdesk.ui import theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.history import words as history_words
from mobdesk.ui.mobilities.cards import MoneyCard, PreparationCard
from mobdesk.ui.mobilities.members_card import MembersCard
from mobdesk.ui.mobilities.page import MobilityPage
from mobdesk.ui.mobilities.papers_card import VerdictCard
from mobdesk.ui.mobilities.signing_list import ListCard
from mobdesk.ui.pages import Mode
from mobdesk.ui.parts.cards import Banner
from mobdesk.ui.parts.labels import Label, Paragraph
from tests.services.test_workspaces import make
from tests.stores import COORDINATOR, TRAINER

TODAY = date(2026, 11, 23)
LEAVES = date(2026, 11, 27)


def person(store, first: str, last: str, role: str = "staff") -> int:
    values = {"first_name": first, "last_name": last, "role": role}
    return people.add(store, COORDINATOR, values, today=TODAY).ids[0]


@pytest.fixture
def one(store) -> int:
    return plan_one(store)


def plan_one(store) -> int:
    """Maarja leaves in four days; nothing is filed yet."""
    plan = SubgroupPlan(
        {
            "start": LEAVES + timedelta(days=1),
            "end": LEAVES + timedelta(days=5),
            "leaves": LEAVES,
            "back": LEAVES + timedelta(days=6),
        },
        [MemberPlan({"person_id": person(store, "Maarja", "Tamm"), "part": "staff"})],
    )
    values = {
        "activity_type": "job-shadowing",
        "hosting_city": "Črnomelj",
        "host_confirmed_on": date(2026, 9, 1),
    }
    number = mobilities.add(store, COORDINATOR, values, [plan]).ids[0]
    stages.move(store, COORDINATOR, number, "confirmed", TODAY, "agreed")
    return number


@pytest.fixture
def group(store) -> int:
    """Three learners, one who goes along, two places without a name."""
    plans = [
        MemberPlan({"person_id": person(store, "Mare", name, "learner"), "part": "learner"})
        for name in ("Aas", "Kask", "Lepik")
    ]
    along = person(store, "Liis", "Õunapuu", "accompanying")
    plans.append(MemberPlan({"person_id": along, "part": "accompanying"}))
    plans.append(MemberPlan({"places": 2, "part": "learner"}))
    dates = {"start": date(2027, 4, 20), "end": date(2027, 4, 24)}
    values = {"kind": "group", "title": "Käsitöö", "hosting_city": "Ljubljana"}
    number = mobilities.add(store, COORDINATOR, values, [SubgroupPlan(dates, plans)]).ids[0]
    stages.move(store, COORDINATOR, number, "confirmed", TODAY, "agreed")
    return number


@pytest.fixture
def show(qtbot, jobs, store, tmp_path):
    def make(number: int, actor: Actor = COORDINATOR, today: date = TODAY) -> MobilityPage:
        desk = Desk(store, actor, jobs, SettingsFile(tmp_path / "s.json"), today=lambda: today)
        return open_page(qtbot, desk, number)

    return make


def open_page(qtbot, desk: Desk, number: int) -> MobilityPage:
    page = MobilityPage(desk)
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.go(id=number)
    page.show()
    return page


def card(page: MobilityPage, kind: type) -> QWidget:
    found = [c for c in page.columns.cards() if isinstance(c, kind)]
    assert len(found) == 1
    return found[0]


def said(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(Label)]


def facts(page: MobilityPage) -> list[str]:
    return [line.text() for line in page.findChildren(Paragraph)]


def dialog(page: MobilityPage) -> FormDialog:
    found = [d for d in page.findChildren(FormDialog) if d.isVisible()]
    assert len(found) == 1
    return found[0]


def button(page: MobilityPage, name: str):
    found = page.findChild(QWidget, name)
    assert found is not None, name
    return found


def detail(store, number: int):
    return mobilities.get(store, COORDINATOR, number)


def member(store, number: int):
    return detail(store, number).subgroups[0].members[0]


def test_the_header_says_who_where_and_when(show, one) -> None:
    page = show(one)
    assert page.header.title.text() == "Maarja Tamm to Črnomelj"
    assert page.header.line.text() == "Job shadowing · 28 November – 2 December 2026"
    assert page.stage.line.accessibleName() == "Confirmed"
    assert page.next_button.text() == "Next: abroad"


def test_the_verdict_names_the_one_thing_and_opens_its_form(show, one, store) -> None:
    page = show(one)
    banner = card(page, VerdictCard).findChildren(Banner)[0]
    assert banner.accessibleName().startswith("Not yet: 7 things are missing Tickets")
    banner.button.click()
    form = dialog(page)
    assert form.title.text() == "Preparation"
    form.form.fill({"travel_booked_on": TODAY, "next_of_kin": "Jaan, +372 555 0130"})
    form.save()
    assert detail(store, one).record.values["travel_booked_on"] == TODAY
    banner = card(page, VerdictCard).findChildren(Banner)[0]
    assert banner.accessibleName().startswith("Not yet: 5 things are missing")


def test_filing_a_paper_keeps_the_focus_and_can_be_undone(show, one, store, qtbot) -> None:
    page = show(one)
    button(page, "file learning_agreement").setFocus()
    button(page, "file learning_agreement").click()
    form = dialog(page)
    assert form.form.values()["signed"] is True
    form.form.fill({"place": "Binder 3"})
    form.save()
    rows = members.board(store, COORDINATOR, one, TODAY).papers[member(store, one).id]
    assert {r.kind: r.step for r in rows}["learning_agreement"] == ""
    assert "signed 23 Nov · Binder 3" in said(card(page, VerdictCard))
    qtbot.waitUntil(lambda: page.focusWidget() is button(page, "more learning_agreement"))
    page.desk.undo()
    assert page.findChild(QWidget, "file learning_agreement") is not None


def test_a_scan_files_the_paper(qtbot, jobs, tmp_path) -> None:
    scan = tmp_path / "agreement.pdf"
    scan.write_bytes(b"%PDF-1.4 signed")
    workspace = make(tmp_path / "Kool.mobdesk")  # files are sealed with the keys of a workspace
    number = plan_one(workspace.store)
    desk = Desk(workspace.store, workspace.actor, jobs, SettingsFile(), today=lambda: TODAY)
    page = open_page(qtbot, desk, number)
    page.ask.take_scan("learning_agreement", member(workspace.store, number).id, [scan])
    assert "signed 23 Nov · scan" in said(card(page, VerdictCard))
    assert len(page.attachments.rows) == 1
    workspace.close()


def test_a_paper_is_not_needed_with_a_reason_and_opened_again(show, one, store) -> None:
    page = show(one)
    who = member(store, one).id
    page.ask.not_needed("insurance_proof", who)
    form = dialog(page)
    form.save()
    assert form.form.rows["reason"].problem is not None
    form.form.fill({"reason": "insured by the host"})
    form.save()
    assert "not needed: insured by the host" in said(card(page, VerdictCard))
    page.ask.open_again("insurance_proof", who)
    assert "not needed: insured by the host" not in said(card(page, VerdictCard))


def test_a_step_that_lacks_something_asks_why_and_goes_on(show, one, store) -> None:
    page = show(one)
    page.stage.line.step_pressed.emit("abroad")
    form = dialog(page)
    assert form.context.text().startswith("Still open: Tickets, Insurance dates")
    form.form.fill({"reason": "papers follow by post"})
    form.save()
    assert detail(store, one).stage == "abroad"
    assert page.stage.line.accessibleName() == "Abroad"


def test_what_is_missing_before_leaving_is_named(show, store, one) -> None:
    page = show(one)
    page.ask.go_to("abroad")
    asked = dialog(page)
    assert asked.context.text() == (
        "Still open: Tickets, Insurance dates, Identity document, Grant agreement, "
        "Proof of insurance, Next of kin, 1 more thing."
    )
    QApplication.processEvents()
    assert asked.context.height() >= asked.context.heightForWidth(asked.context.width())


def test_back_asks_why_and_forward_with_everything_goes_at_once(show, store, one) -> None:
    page = show(one)
    page.stage.line.step_pressed.emit("applied")
    dialog(page).form.fill({"reason": "typed too early"})
    dialog(page).save()
    assert detail(store, one).stage == "applied"
    mobilities.change(store, COORDINATOR, one, detail(store, one).record.rev, {"bm_id": "1"})
    page.mark_stale()
    page.next_button.click()
    dialog(page).form.fill({"reason": "without a call"})
    dialog(page).save()
    page.next_button.click()
    assert detail(store, one).stage == "confirmed"


def test_on_the_day_the_stage_is_proposed_and_never_changed(show, store, one) -> None:
    page = show(one, today=LEAVES)
    banner = button(page, "proposed").parent()
    assert banner.accessibleName() == "This is the day of leaving. Is the stage now “Abroad”?"
    assert detail(store, one).stage == "confirmed"


def test_coming_back_asks_for_the_real_dates_first(show, store, one) -> None:
    stages.move(store, COORDINATOR, one, "abroad", LEAVES, "gone")
    page = show(one, today=LEAVES + timedelta(days=8))
    button(page, "proposed").click()
    form = dialog(page)
    assert form.form.values()["actual_start"] == LEAVES + timedelta(days=1)
    form.save()
    assert detail(store, one).stage == "returned"
    assert member(store, one).values["actual_end"] == LEAVES + timedelta(days=5)


def test_actual_dates_in_the_future_are_refused_at_the_field(show, store, one) -> None:
    stages.move(store, COORDINATOR, one, "abroad", TODAY, "gone")
    page = show(one)
    assert page.header.badge.text == ""  # days before leaving nobody is abroad
    page.ask.real_dates()
    form = dialog(page)
    form.save()
    problem = form.form.rows["actual_end"].problem
    assert problem is not None
    assert problem.code == "actual_in_future"
    assert member(store, one).values["actual_end"] is None


def test_an_end_asks_and_says_why(show, store, one) -> None:
    page = show(one)
    page.ask.end()
    form = dialog(page)
    form.save()
    assert form.form.rows["force_majeure"].problem is not None
    form.form.fill({
        "ended": "cancelled", "ended_by": "the host", "force_majeure": True,
        "ended_reason": "Flood", "money_kept": 12_050,
    })  # fmt: skip
    form.save()
    assert page.header.badge.text == "Cancelled"
    assert page.stage.line.accessibleName() == "Cancelled"
    banner = page._proposal.itemAt(0).widget()
    assert banner.accessibleName() == (
        "Cancelled Flood. Decided by: the host. 23 November 2026. Force majeure. "
        "Money kept: 120.50 €."
    )
    last = history.rows(store, COORDINATOR, history.find(store, COORDINATOR)[:1])[0]
    told = [history_words.changed(c) for c in history.fields(store, COORDINATOR, last.id)]
    assert ("Money kept", "120.50 €") in [(c.name, c.after) for c in told if c]
    banner.button.click()
    assert member(store, one).ended is None


def test_sums_with_their_source(show, store, one) -> None:
    page = show(one)
    money = card(page, MoneyCard)
    assert money.findChildren(Banner)[0].accessibleName().startswith("Rate missing")
    page.ask.type_sum([member(store, one).id])
    form = dialog(page)
    form.form.fill({"category": "travel", "amount": 417_00, "source": "Agreement, article 3"})
    form.save()
    assert "417.00 €" in said(card(page, MoneyCard))
    page.ask.type_sum([member(store, one).id], "travel")
    dialog(page).form.editor("amount").setText("")
    dialog(page).save()
    assert member(store, one).grants == ()


def test_dates_change_and_errors_stand_at_the_field(show, store, one) -> None:
    page = show(one)
    page.dates_button.click()
    form = dialog(page)
    form.form.fill({"back": LEAVES})
    form.save()
    assert form.form.rows["back"].problem is not None
    form.form.fill({"end": date(2026, 12, 9), "back": date(2026, 12, 10)})
    assert form.days.text() == "12 activity + 2 travel = 14 paid days"
    form.save()
    assert "28 November – 9 December 2026" in page.header.line.text()


def test_what_a_list_brought_is_shown_and_stays_when_nothing_is_touched(show, store, one) -> None:
    code = "2019-1-EE01-KA104-000012345"
    archive = projects.add(store, COORDINATOR, {"code": code, "archived": True}).ids[0]
    rev = detail(store, one).record.rev
    brought = {"activity_type": "Working visit", "project_id": archive}
    mobilities.change(store, COORDINATOR, one, rev, brought)
    before = detail(store, one).record.values
    page = show(one)
    page.ask.edit()
    form = dialog(page).form
    assert form.editor("activity_type").currentText() == "Working visit (as in the list)"
    assert form.editor("project_id").text() == code
    assert not form.dirty
    form.editor("note").set_value("seen")
    dialog(page).save()
    assert detail(store, one).record.values == {**before, "note": "seen"}


def test_an_activity_that_another_project_does_not_have_is_kept_by_its_name(show, store, one):
    code = "2025-1-EE01-KA122-VET-000012345"
    adult = projects.add(store, COORDINATOR, {"code": code.replace("VET", "ADU")}).ids[0]
    rev = detail(store, one).record.rev
    values = {"activity_type": "hosted-teacher", "project_id": adult}
    mobilities.change(store, COORDINATOR, one, rev, values)
    projects.add(store, COORDINATOR, {"code": code})
    page = show(one)
    page.ask.edit()
    editor = dialog(page).form.editor("activity_type")
    editor.set_options([("job-shadowing", "Job shadowing")], keep=True)
    assert (editor.value(), editor.currentText()) == (
        "hosted-teacher", "Hosted teacher in training"
    )  # fmt: skip


def test_of_a_guest_the_page_says_who_sends(show, store, one) -> None:
    sender = organisations.add(
        store, COORDINATOR,
        {"name": "Ljudska univerza", "kind": "partner", "city": "Celje", "country": "SI"},
    ).ids[0]  # fmt: skip
    rev = detail(store, one).record.rev
    guest = {"direction": "incoming", "sending_id": sender, "hosting_city": "Tartu"}
    mobilities.change(store, COORDINATOR, one, rev, guest)
    page = show(one)
    assert page.header.title.text() == "Maarja Tamm from Celje"
    assert page.header.line.text().startswith("Coming to us · Job shadowing")
    assert "Coming to us from Ljudska univerza, Celje, Slovenia" in facts(page)


def test_the_country_of_departure_is_shown_where_it_is_known(show, store, one) -> None:
    rev = detail(store, one).record.rev
    mobilities.change(store, COORDINATOR, one, rev, {"sending_country": "LV"})
    assert "Leaves from Latvia" in facts(show(one))


def test_edit_opens_with_the_sender_and_changes_nothing_by_itself(show, store, one) -> None:
    page = show(one)
    page.ask.edit()
    form = dialog(page).form
    assert form.rows["sending_id"].isVisible()
    assert not form.dirty


def test_a_month_becomes_days_and_days_a_month(show, store) -> None:
    plan = SubgroupPlan({"start_month": "2027-03"}, [MemberPlan({"places": 2})])
    number = mobilities.add(store, COORDINATOR, {"activity_type": "job-shadowing"}, [plan]).ids[0]
    page = show(number)
    assert page.header.line.text() == "Job shadowing · March 2027 · days missing"
    page.ask.change_dates()
    form = dialog(page).form
    assert form.editor("start").text() == "March 2027"
    assert not form.dirty
    form.fill({"start": date(2027, 3, 1), "end": date(2027, 3, 5)})
    dialog(page).save()
    values = detail(store, number).subgroups[0].values
    assert (values["start"], values["start_month"]) == (date(2027, 3, 1), None)
    page.ask.change_dates()
    dialog(page).form.fill({"start": "2027-04", "end": None})
    dialog(page).save()
    values = detail(store, number).subgroups[0].values
    assert (values["start"], values["end"], values["start_month"]) == (None, None, "2027-04")


def test_somebody_else_changed_it_meanwhile(show, store, one) -> None:
    page = show(one)
    page.edit_button.click()
    form = dialog(page)
    mobilities.change(store, COORDINATOR, one, detail(store, one).record.rev, {"note": "theirs"})
    form.form.fill({"hosting_city": "Metlika"})
    form.save()
    assert form.isVisible()
    form.save()
    values = detail(store, one).record.values
    assert (values["hosting_city"], values["note"]) == ("Metlika", "theirs")


def test_a_trainer_files_papers_and_changes_nothing_else(show, store, one) -> None:
    who = member(store, one).values["person_id"]
    page = show(one, TRAINER._replace(person_id=who))
    assert not page.header._buttons
    assert not any(isinstance(c, MoneyCard) for c in page.columns.cards())
    page.stage.line.step_pressed.emit("abroad")
    assert not page.findChildren(FormDialog)
    button(page, "file learning_agreement").click()
    dialog(page).save()
    assert (member(store, one).id, "learning_agreement") in documents.known(store, COORDINATOR, one)


def test_who_is_not_on_it_sees_a_sentence(show, store, one) -> None:
    page = show(one, TRAINER)
    assert page.banner is not None
    assert page.columns.cards() == [page.attachments]


def test_an_accompanying_person_reads_the_group_and_files_nothing(show, store, group) -> None:
    along = detail(store, group).subgroups[0].members[3].values["person_id"]
    page = show(group, Actor(2, "liis", Role.ACCOMPANYING, along))
    assert page.header.title.text() == "Group “Käsitöö” to Ljubljana"
    assert page.findChild(QWidget, "file insurance_proof") is None
    assert not any(isinstance(c, ListCard) for c in page.columns.cards())


def test_a_group_shows_its_members_and_what_it_lacks(show, group) -> None:
    page = show(group)
    members = card(page, MembersCard)
    assert [row.text() for row in members.rows] == [
        "Aas, Mare", "Kask, Mare", "Lepik, Mare", "Õunapuu, Liis", "2 places, no name",
    ]  # fmt: skip
    warning = card(page, ListCard).findChildren(Banner)[0]
    assert warning.accessibleName().startswith("The group has no lead accompanying person.")
    assert "5 participants, 1 accompanying person" in page.header.line.text()


def menu(page: MobilityPage, place: int) -> dict:
    members = card(page, MembersCard)
    made = members.menu_of(members.rows[place])
    actions = {a.text(): a for a in made.actions()}
    for sub in [a.menu() for a in made.actions() if a.menu()]:
        actions |= {a.text(): a for a in sub.actions()}
    return {"menu": made, **actions}


def test_the_lead_is_chosen_in_the_menu_of_the_member(show, store, group) -> None:
    page = show(group)
    menu(page, 3)["Lead accompanying"].trigger()
    parts = [m.values["part"] for m in detail(store, group).subgroups[0].members]
    assert parts.count("lead") == 1
    warning = card(page, ListCard).findChildren(Banner)[0]
    assert warning.accessibleName().startswith("2 places have no name yet.")


def test_a_place_gets_a_name(show, store, group) -> None:
    person(store, "Endel", "Uibo", "learner")
    page = show(group)
    menu(page, 4)["Give a name"].trigger()
    who = dialog(page).form.editor("person_id")
    QTest.keyClicks(who, "uibo")
    who.take(0)
    dialog(page).save()
    assert "Uibo, Endel" in [row.text() for row in card(page, MembersCard).rows]


def test_people_are_added_and_who_is_there_is_not_offered(show, store, group) -> None:
    new = person(store, "Endel", "Uibo", "learner")
    page = show(group)
    button(page, "add members").click()
    chooser = dialog(page).form.editor("members")
    assert [row.id for row in chooser.model.rows] == [new]
    chooser.all_button.click()
    dialog(page).form.fill({"places": 3})
    dialog(page).save()
    assert mobilities.rows(store, COORDINATOR, [group])[0].places == 10


def test_dates_of_a_group_are_typed_once_for_all(show, store, group) -> None:
    page = show(group)
    page.dates_button.click()
    form = dialog(page)
    assert form.context.text() == "The dates hold for 6 persons."
    form.form.fill({"start": date(2027, 5, 4), "end": date(2027, 5, 8)})
    form.save()
    views = members.board(store, COORDINATOR, group, TODAY).views.values()
    assert {v.dates.start for v in views} == {date(2027, 5, 4)}


def test_a_member_with_other_dates_gets_a_subgroup(show, store, group) -> None:
    page = show(group)
    menu(page, 0)["New subgroup with other dates"].trigger()
    form = dialog(page)
    form.form.fill({"title": "Later", "start": date(2027, 4, 21)})
    form.save()
    later = detail(store, group).subgroups[1]
    assert [m.name for m in later.members] == ["Aas, Mare"]
    assert later.values["end"] == date(2027, 4, 24)


def test_a_new_subgroup_asks_who_goes_over_to_it(show, store, group) -> None:
    page = show(group)
    page.ask.other_dates([])
    form = dialog(page)
    going = [m.id for m in detail(store, group).subgroups[0].members]
    form.form.fill({"title": "Later", "start": date(2027, 4, 21), "members": going[1:3]})
    form.save()
    first, later = detail(store, group).subgroups
    assert [m.id for m in later.members] == going[1:3]
    assert [m.id for m in first.members] == [going[0], *going[3:]]


def test_one_paper_for_everybody_who_lacks_it(show, store, group) -> None:
    page = show(group)
    button(page, "file insurance_proof").click()
    assert dialog(page).context.text() == "For 4 persons"
    dialog(page).form.fill({"place": "Binder 1"})
    dialog(page).save()
    assert "4 of 4" in said(card(page, VerdictCard))
    history.undo(store, COORDINATOR)
    assert documents.known(store, COORDINATOR, group) == {}


def test_one_member_alone_and_the_whole_group_again(show, store, group) -> None:
    page = show(group)
    menu(page, 0)["Papers, preparation and sums"].trigger()
    assert page.who == detail(store, group).subgroups[0].members[0].id
    button(page, "file insurance_proof").click()
    assert dialog(page).context.text() == "Mare Aas"
    dialog(page).reject()
    button(page, "whole group").click()
    assert page.who is None


def test_the_focus_goes_to_what_is_shown_of_one_member_and_back(show, store, group) -> None:
    page = show(group)
    first = detail(store, group).subgroups[0].members[0].id
    menu(page, 0)["Papers, preparation and sums"].trigger()
    QApplication.processEvents()
    here = page.focusWidget()
    assert here.objectName() == "whole group"
    assert not here.visibleRegion().isEmpty()
    here.click()
    QApplication.processEvents()
    assert page.focusWidget().objectName() == f"member {first}"
    assert not page.focusWidget().visibleRegion().isEmpty()


def test_a_learner_of_a_group_gets_instalments_when_the_centre_does_not_pay(
    show, store, group
) -> None:
    page = show(group)
    menu(page, 0)["What counts for the grant"].trigger()
    form = dialog(page)
    form.form.fill({"paid_by_centre": False})
    form.save()
    member = detail(store, group).subgroups[0].members[0]
    assert member.values["paid_by_centre"] is False


def test_of_one_who_ended_the_reason_and_the_money_are_told(show, store, group) -> None:
    gone = member(store, group).id
    said_of_it = {"ended_reason": "ill", "ended_by": "herself", "force_majeure": False}
    stages.end(store, COORDINATOR, gone, "withdrawn", {**said_of_it, "money_kept": 0})
    page = show(group)
    page.choose(gone)
    told = [banner.accessibleName() for banner in page.findChildren(Banner)]
    assert "Withdrawn ill. Decided by: herself. Money kept: 0.00 €." in told


def test_the_list_to_sign_is_saved_where_one_says(show, group, tmp_path) -> None:
    page = show(group)
    path = tmp_path / "list.pdf"
    page.signing.save_at([str(path)])
    assert path.read_bytes().startswith(b"%PDF")
    page.signing.save_at([str(tmp_path / "missing" / "list.pdf")])
    assert page.banner is not None


def test_the_list_opens_from_a_private_folder(show, group, monkeypatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("mobdesk.ui.mobilities.signing_list.show_outside", opened.append)
    page = show(group)
    button(page, "open list").click()
    assert opened[0].stat().st_mode & 0o077 == 0
    page.desk.opened.close()
    assert not opened[0].exists()


def test_delete_goes_back_to_the_list(show, store, one) -> None:
    page = show(one)
    actions = {a.text(): a for a in page.menu().actions()}
    actions["Delete"].trigger()
    assert mobilities.find(store, COORDINATOR) == []
    history.undo(store, COORDINATOR)
    assert mobilities.find(store, COORDINATOR) == [one]


def test_the_line_is_walked_with_arrows_and_pressed_with_enter(show, one) -> None:
    page = show(one)
    steps = page.stage.line._buttons
    steps[3].setFocus()
    QTest.keyClick(steps[3], Qt.Key.Key_Right)
    QTest.keyClick(steps[4], Qt.Key.Key_Return)
    assert dialog(page).title.text() == "Go on to “Abroad”?"


@pytest.mark.parametrize("mode", list(Mode))
def test_no_width_needs_more_than_the_window(show, group, mode) -> None:
    page = show(group)
    page.set_mode(mode)
    room = {Mode.WIDE: 1000, Mode.MIDDLE: 900, Mode.NARROW: 560}[mode]
    assert page.scroller.widget().minimumSizeHint().width() <= room
    assert page.minimumSizeHint().height() < 800


def test_twice_the_text_size_still_fits(show, group) -> None:
    theme.apply(QApplication.instance(), scale=2.0)
    try:
        page = show(group)
        page.set_mode(Mode.NARROW)
        assert page.scroller.widget().minimumSizeHint().width() <= 1180
    finally:
        theme.apply(QApplication.instance(), scale=1.0)


def test_preparation_of_a_group_counts_people(show, group) -> None:
    page = show(group)
    assert "0 of 4" in said(card(page, PreparationCard))


def test_the_agreement_asks_on_which_day_the_later_one_signed(show, store, one) -> None:
    page = show(one)
    number = member(store, one).id
    page.ask.file_paper("learning_agreement", [number])
    assert "signed_on" not in dialog(page).form.rows  # only the grant counts from that day
    dialog(page).close()
    page.ask.file_paper("grant_agreement", [number])
    form = dialog(page)
    row = form.form.rows["signed_on"]
    assert form.form.editor("signed_on").value() == TODAY
    form.form.fill({"signed": False})
    assert not row.isVisible()
    form.form.fill({"signed": True, "place": "Binder 3", "signed_on": TODAY + timedelta(days=1)})
    assert row.isVisible()
    form.save()
    assert row.problem.code == "signed_in_future"
    form.form.fill({"signed_on": None})
    form.save()
    assert row.problem.code == "needed"
    form.form.fill({"signed_on": date(2026, 11, 12)})
    form.save()
    assert member(store, one).values["agreement_signed_on"] == date(2026, 11, 12)
    page.mark_stale()
    assert "signed 12 Nov · Binder 3" in said(card(page, VerdictCard))
    page.ask.file_paper("grant_agreement", [number])
    form = dialog(page)
    assert form.form.editor("signed_on").value() == date(2026, 11, 12)
    form.form.fill({"signed_on": None, "signed": False})  # a hidden field stops nobody
    form.save()
    assert member(store, one).values["agreement_signed_on"] is None


def test_one_day_of_signature_for_several(show, store, group) -> None:
    page = show(group)
    ids = [m.id for m in page.sheet.members if m.name][:3]
    page.ask.file_paper("grant_agreement", ids)
    form = dialog(page)
    form.form.fill({"place": "Binder 3", "signed_on": date(2026, 11, 2)})
    form.save()
    days = [m.values["agreement_signed_on"] for m in detail(store, group).subgroups[0].members]
    assert days == [date(2026, 11, 2)] * 3 + [None] * 2
    history.undo(store, COORDINATOR)
    days = [m.values["agreement_signed_on"] for m in detail(store, group).subgroups[0].members]
    assert days == [None] * 5
