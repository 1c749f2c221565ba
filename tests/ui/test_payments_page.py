"""Payments in the window: what to pay, one step for several, forms, cards, keyboard."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from mobdesk.services import agency_payments, costs, mobilities, payments, pocket_lists, protected
from mobdesk.settings import SettingsFile
from mobdesk.ui import dialogs
from mobdesk.ui.desk import Desk
from mobdesk.ui.mobilities.page import MobilityPage
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner
from mobdesk.ui.payments.order import OrderDialog
from mobdesk.ui.payments.page import PaymentsPage
from mobdesk.ui.rows import LinkRow
from tests.services.money import add_person, add_project, add_stay, grant
from tests.stores import COORDINATOR, store, template
from tests.ui.record_window import TODAY, desk, form_of, show, window
from tests.ui.workspaces import folder, made_once, opened

__all__ = ["desk", "folder", "made_once", "opened", "store", "template", "window"]


def words_of(page, number: int) -> list[str]:
    record = page.table.records.row(number)
    return [column.text_of(record) for column in page.table.columns]


def button_of(dialog, words: str) -> Button:
    return next(b for b in dialog.findChildren(Button) if b.text() == words)


@pytest.fixture
def project(store) -> int:
    number = add_project(store, COORDINATOR)
    for first in ("Mari", "Jüri", "Aino"):
        person = add_person(store, COORDINATOR, first, "Tamm")
        (member,) = add_stay(store, COORDINATOR, number, [person])
        if first != "Aino":
            grant(store, COORDINATOR, [member], 1145_00)
    return number


@pytest.fixture
def page(qtbot, desk, project):
    return show(qtbot, PaymentsPage(desk))


def test_what_to_pay_now_stands_first(page) -> None:
    assert page.views.current() == "now"
    assert [words_of(page, n)[0] for n in range(2)] == ["Tamm, Jüri", "Tamm, Mari"]
    assert words_of(page, 0)[2:] == ["First instalment, 80 %", "916.00 €", "30 Nov", "planned"]
    assert page.header.line.text() == "2 instalments to pay now, 1,832.00 €."
    page.views.chosen.emit("next")
    assert len(page.table.records.ids) == 4
    assert words_of(page, 0)[3:5] == ["–", "30 Nov"]
    assert words_of(page, 3)[3:5] == ["229.00 €", "after the survey"]


def test_several_are_written_down_as_paid_in_one_step(page, store, project, window) -> None:
    assert not page.pay.isEnabled()
    page.table.selectAll()
    assert page.pay.isEnabled()
    page.pay.click()
    dialog = form_of(page)
    assert dialog.context.text() == "2 instalments, 1,832.00 € in all"
    dialog.form.fill({"proof": "Bank 14"})
    dialog.save()
    assert window.said[-1] == "2 instalments paid"
    found = payments.find(store, COORDINATOR, TODAY, project_id=project)
    assert [r.proof for r in found if r.done_on] == ["Bank 14", "Bank 14"]
    assert page.table.records.ids == []
    page.views.chosen.emit("paid")
    assert words_of(page, 0)[-1] == "paid"


def test_one_has_its_sum_in_the_form(page, store, project) -> None:
    page.table.selectRow(0)
    page.pay_chosen()
    dialog = form_of(page)
    dialog.form.fill({"paid_amount": 900_00, "paid_on": date(2027, 1, 1)})
    dialog.save()
    assert dialog.form.rows["paid_on"].problem.code == "payment_ahead"
    dialog.form.fill({"paid_on": TODAY})
    dialog.save()
    found = payments.find(store, COORDINATOR, TODAY, project_id=project)
    assert [r.amount for r in found if r.done_on] == [900_00]


def test_return_on_a_row_changes_what_is_planned(qtbot, page, store, project) -> None:
    page.table.setFocus()
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    dialog = form_of(page)
    dialog.form.fill({"percent": "70"})
    dialog.save()
    assert words_of(page, 0)[2:4] == ["First instalment, 70 %", "801.50 €"]


def test_a_payment_is_taken_back_from_its_row(page, store, project) -> None:
    page.table.selectRow(0)
    page.pay_chosen()
    form_of(page).save()
    page.views.chosen.emit("paid")
    page.table.opened.emit(page.table.records.ids[0])
    (dialog,) = [d for d in page.findChildren(dialogs.Dialog) if d.isVisible()]
    assert "916.00 € on 23 November 2026" in dialog.accessibleDescription()
    button_of(dialog, "Take the payment back").click()
    assert all(r.open for r in payments.find(store, COORDINATOR, TODAY, project_id=project))


def test_terms_are_stated_and_followed(page, store, project) -> None:
    page.terms.link_pressed.emit()
    dialog = form_of(page)
    dialog.form.fill({"first_percent": "150"})
    dialog.save()
    assert dialog.form.rows["first_percent"].problem.code == "percent_wrong"
    dialog.form.fill({"first_percent": "70", "source": "Annex V"})
    dialog.save()
    assert words_of(page, 0)[3] == "801.50 €"
    page.terms.link_pressed.emit()
    dialog = form_of(page)
    dialog.form.fill({"first_percent": "60"})
    dialog.save()
    (banner,) = page.terms.findChildren(Banner)
    assert "70 to 100 %" in banner.accessibleName()


def test_the_agency_card_and_its_form(page, store, project) -> None:
    page.agency.link_pressed.emit()
    dialog = form_of(page)
    dialog.form.fill({"title": "First", "percent": "40"})
    dialog.save()
    (row,) = agency_payments.of_project(store, COORDINATOR, project)
    assert row.expected == 4000_00
    page.agency.opened.emit(row.id)
    dialog = form_of(page)
    dialog.form.fill({"received_on": TODAY, "received_amount": 4000_00})
    dialog.save()
    assert agency_payments.of_project(store, COORDINATOR, project)[0].received_on == TODAY
    page.agency.opened.emit(row.id)
    button_of(form_of(page), "Take this instalment away").click()
    assert agency_payments.of_project(store, COORDINATOR, project) == []


def test_a_cost_in_another_currency(page, store, project) -> None:
    page.add_cost.click()
    dialog = form_of(page)
    dialog.form.fill({"what": "Visa", "category": "exceptional_costs", "amount": 115_00,
                      "currency": "sek"})  # fmt: skip
    dialog.save()
    assert dialog.form.rows["rate"].problem.code == "rate_needed"
    dialog.form.fill({"rate": "11,5", "rate_on": TODAY})
    dialog.save()
    (row,) = costs.of_project(store, COORDINATOR, project)
    assert (row.euros, row.currency) == (10_00, "SEK")
    page.costs.opened.emit(row.id)
    dialog = form_of(page)
    assert dialog.form.editor("amount").value() == 115_00
    dialog.form.fill({"currency": "ISK", "amount": 15000_00})
    dialog.save()
    (row,) = costs.of_project(store, COORDINATOR, project)
    assert row.amount == 15000
    page.costs.delete_asked.emit((row.id,))
    assert costs.of_project(store, COORDINATOR, project) == []


def test_pocket_money_of_a_group(page, store, project) -> None:
    who = [add_person(store, COORDINATOR, f"Õpilane {n}", "Kask") for n in range(3)]
    group = add_stay(store, COORDINATOR, project, who, part="learner", title="Käsitöö")
    page.refresh()
    page.pocket.stated.emit(group, None)
    dialog = form_of(page)
    dialog.form.fill({"amount": 50_00})
    dialog.save()
    found = pocket_lists.pocket_money(store, COORDINATOR, project)
    assert [r.amount for r in found] == [50_00] * 3


def test_the_focus_stays_on_the_row_whose_sum_was_typed(page, store, project) -> None:
    who = [add_person(store, COORDINATOR, f"Õpilane {n}", "Kask") for n in range(3)]
    add_stay(store, COORDINATOR, project, who, part="learner", title="Käsitöö")
    page.refresh()
    rows = page.pocket.findChildren(LinkRow)
    assert rows
    row = rows[-1]
    row.setFocus()
    row.click()
    form_of(page).form.fill({"amount": 50_00})
    form_of(page).save()
    page.refresh()
    QApplication.processEvents()
    here = page.focusWidget()
    assert isinstance(here, LinkRow)
    assert here is not row


def test_without_a_project_there_is_a_way_to_the_first(qtbot, desk, window) -> None:
    page = show(qtbot, PaymentsPage(desk))
    assert page.empty.isVisible()
    assert not page.all.isVisible()
    page.empty.main_pressed.emit()
    assert window.opened[-1] == ("projects", {"new": True})


def test_two_hundred_rows_stay_quick(qtbot, desk, store, project) -> None:
    for n in range(100):
        person = add_person(store, COORDINATOR, f"Nimi {n}", "Väga-Pikk-Perekonnanimi")
        (member,) = add_stay(store, COORDINATOR, project, [person])
        grant(store, COORDINATOR, [member], 1000_00)
    page = show(qtbot, PaymentsPage(desk))
    page.views.chosen.emit("all")
    assert len(page.table.records.ids) == 206
    QApplication.processEvents()


@pytest.fixture
def room(qtbot, desk_of_keys):
    """The page at a workspace with keys: two to be paid, one of them with a bank account."""
    office = desk_of_keys.workspace
    number = add_project(office.store, office.actor)
    for first, account in (("Mari", "EE382200221020145685"), ("Jüri", "")):
        person = add_person(office.store, office.actor, first, "Tamm")
        if account:
            protected.set_bank_account(office.store, office.actor, person, account)
        (member,) = add_stay(office.store, office.actor, number, [person])
        grant(office.store, office.actor, [member], 1000_00)
    return show(qtbot, PaymentsPage(desk_of_keys))


@pytest.fixture
def desk_of_keys(opened, jobs, tmp_path, window):
    settings = SettingsFile(tmp_path / "settings.json")
    made = Desk(
        opened.store, opened.actor, jobs, settings, workspace=opened, today=lambda: TODAY
    )  # fmt: skip
    made.window = window
    return made


def test_a_payment_order_asks_why_and_is_saved_only_protected(room, tmp_path) -> None:
    assert not room.order.isEnabled()
    room.table.selectAll()
    room.order.click()
    form = form_of(room)
    form.save()
    assert form.form.rows["why"].problem.code == "needed"
    form.form.fill({"why": "First instalments"})
    form.save()
    (dialog,) = room.findChildren(OrderDialog)
    shown = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"EE382200221020145685", "Tamm, Mari", "800.00 €"} <= shown
    path = tmp_path / "order.zip"
    dialog.passphrase.set_value("1")
    dialog.save_at(path)
    assert dialog.problem.isVisible()
    assert not path.exists()
    dialog.passphrase.set_value("lantern copper meadow violin harbour")
    dialog.save_at(path)
    assert path.exists()
    log = protected.access_log(room.desk.store, room.desk.actor)
    assert [entry.why for entry in log] == ["First instalments"] * 2


def test_the_menu_of_a_mobility_leads_here(qtbot, desk, store, project, window) -> None:
    mobility = mobilities.find(store, COORDINATOR)[0]
    page = show(qtbot, MobilityPage(desk))
    page.go(id=mobility)
    action = next(a for a in page.menu().actions() if a.text() == "Payments of the project")
    action.trigger()
    assert window.opened[-1] == ("payments", {"id": project})
