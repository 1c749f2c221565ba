"""The bill of one person and of a group, against a real store and a shipped sheet."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from mobdesk.services import (
    grants,
    members,
    mobilities,
    projects,
    rate_sheet_edits,
    rate_sheets,
    stages,
)
from mobdesk.ui.grants import copies
from mobdesk.ui.grants.group_card import MemberRow
from mobdesk.ui.grants.page import BillPage
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.parts.marks import Badge
from tests.services import test_pricing
from tests.services.test_organisational_support import selected
from tests.services.test_pricing import DATES, person, plan
from tests.stores import COORDINATOR
from tests.ui import record_window
from tests.ui.record_window import TODAY, form_of, show

project, desk, window = test_pricing.project, record_window.desk, record_window.window


def said(page: QWidget) -> list[str]:
    return [
        w.text() if not isinstance(w, Badge) else w.text
        for kind in (Label, Paragraph, Badge)
        for w in page.findChildren(kind)
    ]


def opened(qtbot, desk, number: int, member: int | None = None) -> BillPage:
    page = show(qtbot, BillPage(desk))
    page.go(id=number, member=member)
    qtbot.waitUntil(lambda: page.bill is not None and page.bill.mobility_id == number)
    return page


def press(page: QWidget, name: str) -> None:
    found = page.findChild(QWidget, name)
    assert found is not None, name
    found.click()


@pytest.fixture
def stay(store, project) -> int:
    who = [{"person_id": person(store, "Tamm"), "part": "staff"}]
    return selected(store, project, who, DATES, hosting_city="Turku")


def test_it_reads_like_a_bill(qtbot, desk, stay: int) -> None:
    page = opened(qtbot, desk, stay)
    words = said(page)
    assert "Mari Tamm to Turku, job shadowing, 5 + 2 days" in words
    assert any("800 km, band 500–1,999 km: there and back 1 × 275.00 €" in w for w in words)
    assert "Germany, staff: 5 activity days + 2 travel days = 7 days × 104.00 €" in words
    assert "1 × 350.00 €, number 1 of this activity in the project" in words
    assert {"Total", "1,353.00 €"} <= set(words)
    assert not page.rate_button.isVisible()


def test_the_paper_says_whether_somebody_confirmed_the_rates(qtbot, desk, store, stay) -> None:
    def rates() -> str:
        page = opened(qtbot, desk, stay)
        _title, facts, _rows = copies.paper(page.bill, page.member(), TODAY)
        return dict(facts)["Rates"]

    assert rates() == "PL01 2021, school education. Nobody has confirmed it yet."
    (number,) = [
        n for n in rate_sheets.find(store, COORDINATOR)
        if rate_sheets.get(store, COORDINATOR, n).sheet.call_year == 2021
    ]  # fmt: skip
    sha = rate_sheets.get(store, COORDINATOR, number).sheet.sha256
    rate_sheet_edits.confirm(store, COORDINATOR, number, sha, "Annex 3", TODAY, TODAY)
    assert rates().endswith("Confirmed by coordinator on 23 November 2026 against: Annex 3")


def test_the_paper_of_who_did_not_go_says_so(qtbot, desk, store, stay) -> None:
    said_of_it = {"ended_reason": "ill", "ended_by": "Mari", "force_majeure": False}
    (member,) = [m.member_id for m in opened(qtbot, desk, stay).bill.members]
    stages.end(store, COORDINATOR, member, "cancelled", {**said_of_it, "money_kept": 0})
    page = opened(qtbot, desk, stay)
    _title, _facts, rows = copies.paper(page.bill, page.member(), TODAY)
    assert rows == [
        ("", "Ended before the journey: nothing is paid.", ""),
        ("Total", "", "0.00 €"),
    ]


def test_a_missing_distance_keeps_its_line_and_says_where_to_go(
    qtbot, desk, window, store, project
) -> None:
    who = [{"person_id": person(store, "Tamm"), "part": "staff"}]
    number = plan(store, project, who, {**DATES, "distance_km": None})
    page = opened(qtbot, desk, number)
    assert {"distance missing", "Sum of what is known"} <= set(said(page))
    press(page, "complete 1")
    assert window.opened[-1] == ("mobility", {"id": number})


def test_a_missing_rate_opens_the_rates(qtbot, desk, window, store) -> None:
    number = plan(store, None, [{"person_id": person(store, "Tamm"), "part": "staff"}], DATES)
    page = opened(qtbot, desk, number)
    assert page.rate_button.isVisible()
    assert "no rate sheet yet" in said(page)
    page.rate_button.click()
    assert window.opened[-1][0] == "rates"


def test_a_project_without_a_sheet_asks_for_one_that_fits(qtbot, desk, window, store) -> None:
    code = "2027-1-EE01-KA122-ADU-000012345"
    other = projects.add(store, COORDINATOR, {"code": code}).ids[0]
    number = plan(store, other, [{"part": "staff"}], DATES)
    page = opened(qtbot, desk, number)
    page.rate_button.click()
    fitting = {"agency": "EE01", "call_year": 2027, "field": "ADU"}
    assert window.opened[-1] == ("rates", {"add": fitting})


def test_a_line_is_changed_by_hand_and_back(qtbot, desk, stay: int) -> None:
    page = opened(qtbot, desk, stay)
    press(page, "change 2")
    form = form_of(page)
    form.form.editor("amount").set_value(60_000)
    form.form.editor("reason").setText("two days at home")
    form.save()
    qtbot.waitUntil(lambda: "changed by hand" in said(page))
    assert any("7 days × 104.00 € = 728.00 €" in w for w in said(page))
    assert any("coordinator: two days at home" in w for w in said(page))
    press(page, "back 2")
    qtbot.waitUntil(lambda: "changed by hand" not in said(page))


def test_a_reason_is_asked(qtbot, desk, stay: int) -> None:
    page = opened(qtbot, desk, stay)
    press(page, "change 1")
    form = form_of(page)
    form.form.editor("amount").set_value(1)
    form.save()
    assert form.isVisible()


def test_a_difference_is_answered(qtbot, desk, store, stay: int) -> None:
    member = mobilities.get(store, COORDINATOR, stay).subgroups[0].members[0]
    members.change(store, COORDINATOR, member.id, member.rev, {"agreement_signed_on": TODAY})
    grants.override(store, COORDINATOR, [member.id], "travel", None, 10_000, "x", today=TODAY)
    page = opened(qtbot, desk, stay)
    sentence = "The agreement says 1,003.00 €, today’s data 828.00 €."
    assert sentence in said(page)
    press(page, "keep")
    qtbot.waitUntil(lambda: "Kept as the agreement says." in said(page))
    press(page, "amend")
    form = form_of(page)
    form.save()
    qtbot.waitUntil(lambda: sentence not in said(page))
    assert "1,178.00 €" in said(page)  # with the share of the project's sum


@pytest.fixture
def group(store, project) -> int:
    long = "Papadopoulou-Χριστοδουλοπούλου Järvekülg-Õunapuu"
    members_ = [{"person_id": person(store, long), "part": "learner"}]
    members_ += [{"person_id": person(store, f"Aas{n}"), "part": "learner"} for n in range(10)]
    members_ += [
        {"places": 2, "part": "learner"},
        {"person_id": person(store, "Ü"), "part": "lead"},
    ]
    return plan(store, project, members_, kind="group", activity_type="group-mobility",
                title="Käsitöö", hosting_city="Ljubljana")  # fmt: skip


def test_a_group_shows_kinds_and_opens_the_bill_of_one(qtbot, desk, window, group: int) -> None:
    page = opened(qtbot, desk, group)
    rows = page.findChildren(MemberRow)
    assert len(rows) == 13
    assert any(w.startswith("11 learners × ") for w in said(page))
    assert "2 places without a name" in said(page)
    rows[1].click()
    key, where = window.opened[-1]
    assert (key, where["id"]) == ("grant", group)
    page.go(**where)
    qtbot.waitUntil(lambda: not page.findChildren(MemberRow))
    assert any("Aas0" in w for w in said(page))


def test_it_is_copied_as_a_table(qtbot, desk, window, stay: int) -> None:
    page = opened(qtbot, desk, stay)
    page.copy_button.click()
    lines = QApplication.clipboard().text().split("\n")
    assert len(lines) == 4
    assert "275.00" in lines[1].split("\t")
    assert window.said


def test_keys_reach_every_button(qtbot, desk, stay: int) -> None:
    page = opened(qtbot, desk, stay)
    for button in page.findChildren(Button):
        if button.isVisible():
            assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
            assert button.text() or button.accessibleName()


def test_a_guest_comes_from_somewhere_and_a_visit_has_one_line(qtbot, desk, store, project) -> None:
    guest = plan(store, project, [{"person_id": person(store, "Kolpa"), "part": "expert"}], DATES,
                 direction="incoming", activity_type="invited-expert", sending_city="Celje",
                 hosting_country="PL")  # fmt: skip
    page = opened(qtbot, desk, guest)
    assert any(w.startswith("Mari Kolpa from Celje, ") for w in said(page))
    assert "the sheet does not say" in said(page)  # nothing is guessed for experts
    visit = plan(store, project, [{"person_id": person(store, "Ü"), "part": "staff"}], DATES,
                 activity_type="preparatory-visit")  # fmt: skip
    page = opened(qtbot, desk, visit)
    assert len([w for w in said(page) if w == "Preparatory visits"]) == 1


def test_dates_may_be_unknown(qtbot, desk, store, project) -> None:
    number = plan(store, project, [{"part": "staff"}], {"distance_km": "10.5"})
    page = opened(qtbot, desk, number)
    assert "days missing" in said(page)
    assert date(2026, 11, 23) == TODAY
