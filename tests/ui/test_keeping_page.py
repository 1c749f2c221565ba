"""Keep and erase, and what is kept apart about a person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from mobdesk.services import mobilities, people, projects, protected
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.ui.keeping.page import KeepingPage, ProtocolDialog
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.people.page import PersonPage

CODE = "2024-1-EE01-KA122-ADU-000214921"


def texts_of(widget) -> str:
    QApplication.processEvents()  # new rows are shown with the next event
    shown = [*widget.findChildren(Label), *widget.findChildren(Paragraph)]
    return "\n".join(part.text() for part in shown if part.isVisibleTo(widget))


def press(widget, words: str) -> None:
    found = [b for b in widget.findChildren(Button) if words in (b.text(), b.accessibleName())]
    assert found, f"no button {words!r}"
    found[0].click()


@pytest.fixture
def old_person(desk) -> int:
    """Somebody whose day has passed."""
    values = {
        "first_name": "Planted", "last_name": "Person", "role": "staff",
        "keep_until": desk.today() - timedelta(days=1),
    }  # fmt: skip
    return people.add(desk.store, desk.actor, values, today=desk.today()).ids[0]


def test_a_person_whose_day_has_passed_is_listed_and_erased(qtbot, desk, old_person) -> None:
    page = KeepingPage(desk)
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    assert page.ticks[old_person].isChecked()
    press(page, "Erase the ticked people")
    press(page.window(), "Erase for good")
    assert people.find(desk.store, desk.actor) == []
    (dialog,) = page.findChildren(ProtocolDialog)
    assert "Planted" not in texts_of(dialog)
    dialog.accept()
    assert page.ticks == {}


def test_cancel_erases_nobody(qtbot, desk, old_person) -> None:
    page = KeepingPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.go(id=old_person)
    press(page.window(), "Cancel")
    assert people.find(desk.store, desk.actor) == [old_person]


def test_opening_what_is_kept_apart_asks_why_and_is_logged(qtbot, desk, old_person) -> None:
    protected.set_bank_account(desk.store, desk.actor, old_person, "EE382200221020145685")
    page = PersonPage(desk)
    qtbot.addWidget(page)
    page.go(id=old_person)
    page.show()
    assert "EE38" not in texts_of(page)
    press(page, "Open: Bank account")
    form = _dialog(page)
    form.save()
    assert form.form.editor("why").isVisible()  # without a reason it stays
    form.form.editor("why").setText("to pay")
    form.save()
    shown = _dialog(page)
    assert shown.form.editor("bank_account").text() == "EE382200221020145685"
    log = protected.access_log(desk.store, desk.actor, old_person)
    assert [(row.action, row.why) for row in log] == [("bank_account_opened", "to pay")]
    shown.reject()


def _dialog(page):
    from mobdesk.ui.form_dialog import FormDialog

    return [d for d in page.findChildren(FormDialog) if d.isVisible()][-1]


def test_a_need_is_written_shown_and_destroyed(qtbot, desk, old_person) -> None:
    page = PersonPage(desk)
    qtbot.addWidget(page)
    page.go(id=old_person)
    page.show()
    press(page, "Add a need")
    form = _dialog(page)
    form.form.editor("text").setPlainText("Plantedneed")
    form.form.editor("erase_on").setText("24.12.2030")
    form.save()
    press(page, "Open: Needs")
    why = _dialog(page)
    why.form.editor("why").setText("the host asks")
    why.save()
    assert "Plantedneed" in texts_of(page)
    press(page, "Close again")
    assert "Plantedneed" not in texts_of(page)
    held = protected.held(desk.store, desk.actor, old_person)
    assert held.needs == 1
    assert date(2030, 12, 24) > desk.today()


def test_who_is_kept_for_checks_only_is_hidden_and_opened_with_a_reason(qtbot, desk) -> None:
    person = _paid_stay(desk)
    page = KeepingPage(desk)
    qtbot.addWidget(page)
    page.resize(1000, 1200)
    page.show()
    assert page.checks.ticks[person].isChecked()
    press(page, "Hide the ticked people from lists")
    assert people.find(desk.store, desk.actor) == []
    assert page.checks.ticks == {}
    press(page, "Open for a check: Person, Planted")
    form = _dialog(page)
    form.save()
    assert people.find(desk.store, desk.actor) == [], "not without a reason"
    form.form.editor("why").setText("audit of the project")
    form.save()
    assert people.find(desk.store, desk.actor) == [person]
    assert "audit of the project" in texts_of(page.log)


def _paid_stay(desk) -> int:
    s, a = desk.store, desk.actor
    values = {"first_name": "Planted", "last_name": "Person", "role": "staff"}
    person = people.add(s, a, values, today=desk.today()).ids[0]
    last_year = desk.today() - timedelta(days=365)
    project = projects.add(
        s, a, {"code": CODE, "final_payment_on": last_year, "keep_years": 5}
    ).ids[0]
    plan = SubgroupPlan(
        {"start": last_year, "end": last_year + timedelta(days=4)},
        [MemberPlan({"person_id": person, "part": "staff"})],
    )
    mobilities.add(s, a, {"kind": "individual", "project_id": project}, [plan])
    return person
