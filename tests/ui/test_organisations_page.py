"""The list of organisations, the form with contacts, and the page of one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mobdesk.services import history, organisations
from mobdesk.ui.organisations.list_page import OrganisationsPage
from mobdesk.ui.organisations.page import OrganisationPage
from mobdesk.ui.parts.labels import Label
from mobdesk.ui.rows import LinkRow
from tests.stores import COORDINATOR, TRAINER, store, template
from tests.ui.record_window import TODAY, desk, form_of, person, show, stay, texts_of, window

__all__ = ["desk", "store", "template", "window"]


@pytest.fixture
def host(store) -> int:
    values = {
        "name": "Ljudska univerza Kolpa", "kind": "partner", "city": "Črnomelj", "country": "SI",
        "hosting": True, "oid": "E10356237",
    }  # fmt: skip
    contacts = [{"name": "Nejc Žagar", "role": "Head", "email": "nejc@kolpa.example"}]
    return organisations.add(store, COORDINATOR, values, contacts).ids[0]


@pytest.fixture
def page(qtbot, desk, host, store):
    organisations.add(store, COORDINATOR, {"name": "Αχαΐα", "kind": "ngo", "sending": True})
    return show(qtbot, OrganisationsPage(desk))


def test_a_line_says_what_and_where(page) -> None:
    assert texts_of(page, 0) == [
        "Ljudska univerza Kolpa", "Partner", "Črnomelj, Slovenia", "Hosts", "E10356237",
    ]  # fmt: skip
    assert page.card.footer.text() == "2 organisations"


def test_chips_show_who_hosts_and_who_sends(page, host) -> None:
    assert [chip.accessibleName() for chip in page.chips] == ["Hosts 1", "Sends 1", "Supports 0"]
    page.chips[0].click()
    assert list(page.table.records.ids) == [host]


def test_the_pane_names_whom_to_write_to_and_who_stayed(page, host, store, desk) -> None:
    who = person(store, "Maarja", "Tamm")
    stay(store, who, TODAY + timedelta(4), host_id=host)
    page.table.select(host)
    assert [one.name for one in page.seen.contacts] == ["Nejc Žagar"]
    assert [name for _stay, name in page.seen.stays] == ["Tamm, Maarja"]


def test_an_organisation_is_added_with_a_contact_as_one_step(page, store, window) -> None:
    page.add()
    dialog = form_of(page)
    dialog.form.fill({"name": "Umeå folkbildning", "country": "SE", "roles": ("hosting",)})
    contacts = dialog.form.editor("contacts")
    QTest.keyClick(contacts.add_button, Qt.Key.Key_Space)
    contacts.contacts[0].lines["name"].insert("Åsa Öberg")
    dialog.save()
    assert window.said == ["Umeå folkbildning added"]
    number = page.table.current_id()
    assert [c.name for c in organisations.contacts(store, COORDINATOR, number)] == ["Åsa Öberg"]
    history.undo(store, COORDINATOR)
    assert number not in organisations.find(store, COORDINATOR)
    assert organisations.contacts(store, COORDINATOR, number) == []


def test_a_contact_is_changed_and_one_is_taken_away(page, host, store) -> None:
    page.table.select(host)
    page.edit_chosen()
    dialog = form_of(page)
    contacts = dialog.form.editor("contacts")
    contacts._add().lines["name"].setText("Špela")
    dialog.save()
    assert len(organisations.contacts(store, COORDINATOR, host)) == 2
    page.edit_chosen()
    dialog = form_of(page)
    contacts = dialog.form.editor("contacts")
    contacts.contacts[0].away.click()
    dialog.save()
    assert [c.name for c in organisations.contacts(store, COORDINATOR, host)] == ["Špela"]


def test_an_empty_contact_is_left_out_and_one_without_name_is_said(page, store) -> None:
    page.add()
    dialog = form_of(page)
    dialog.form.fill({"name": "A"})
    contacts = dialog.form.editor("contacts")
    contacts._add()
    contacts._add().lines["email"].setText("a@b.example")
    dialog.save()
    assert dialog.form.rows["contacts"].problem.code == "contact_name_needed"
    contacts.contacts[1].lines["name"].setText("B")
    dialog.save()
    assert len(organisations.contacts(store, COORDINATOR, page.table.current_id())) == 1


@pytest.mark.parametrize(
    ("key", "typed", "code"),
    [
        ("oid", "949012345", "oid_is_pic"),
        ("oid", "E1035", "oid_unreadable"),
        ("pic", "E10356237", "pic_is_oid"),
        ("website", "no address", "website_unreadable"),
    ],
)
def test_wrong_numbers_are_said_on_leaving_the_field(page, key, typed, code) -> None:
    page.add()
    dialog = form_of(page)
    dialog.form.fill({key: typed})
    dialog.form._check_left(key)
    assert dialog.form.rows[key].problem.code == code
    dialog._leave(keep=False)


def test_numbers_are_kept_as_they_are_written_officially(page, store) -> None:
    page.add()
    dialog = form_of(page)
    dialog.form.fill({"name": "A", "oid": "e 1035 6237", "pic": "949 012 345"})
    dialog.save()
    values = organisations.get(store, COORDINATOR, page.table.current_id()).values
    assert (values["oid"], values["pic"]) == ("E10356237", "949012345")


def test_a_host_with_stays_cannot_be_deleted(page, host, store) -> None:
    stay(store, person(store, "A", "B"), TODAY, host_id=host)
    page.remove_records([host])
    assert host in organisations.find(store, COORDINATOR)
    assert page.banner is not None


def test_nothing_yet(qtbot, desk) -> None:
    made = show(qtbot, OrganisationsPage(desk))
    assert made.card.empty.title.text() == "No organisations yet"


def test_trainers_read(qtbot, desk, host) -> None:
    desk.actor = TRAINER
    made = show(qtbot, OrganisationsPage(desk))
    made.table.select(host)
    assert made.pane.edit_button.isHidden()
    assert [one.email for one in made.seen.contacts] == ["nejc@kolpa.example"]
    alone = show(qtbot, OrganisationPage(desk))
    alone.go(id=host)
    assert alone.files is None
    assert not alone.header._buttons


def test_who_sends_shows_who_goes_from_there(qtbot, desk, store) -> None:
    values = {"name": "Αχαΐα", "kind": "ngo", "sending": True}
    sender = organisations.add(store, COORDINATOR, values).ids[0]
    who = person(store, "Maarja", "Tamm")
    stay(store, who, TODAY + timedelta(4), sending_id=sender, hosting_country="SI")
    made = show(qtbot, OrganisationPage(desk))
    made.go(id=sender)
    assert (made.hosts.isVisible(), made.sends.isVisible()) == (False, True)
    assert made.sends.count.accessibleName() == "1"
    (row,) = made.sends.findChildren(LinkRow)
    assert row.accessibleName() == "Open Tamm, Maarja"
    assert "Črnomelj, Slovenia" in row.accessibleDescription()
    listed = show(qtbot, OrganisationsPage(desk))
    listed.table.select(sender)
    words = [label.text() for label in listed.pane.findChildren(Label)]
    assert "Sent from there" in words
    assert "Stays there" not in words


def test_an_organisation_without_stays_says_so_for_what_it_does(qtbot, desk, store, host) -> None:
    made = show(qtbot, OrganisationPage(desk))
    made.go(id=host)
    assert (made.hosts.isVisible(), made.sends.isVisible()) == (True, False)
    both = {"name": "Both", "kind": "partner", "hosting": True, "sending": True}
    made.go(id=organisations.add(store, COORDINATOR, both).ids[0])
    assert (made.hosts.isVisible(), made.sends.isVisible()) == (True, True)
    neither = organisations.add(store, COORDINATOR, {"name": "Neither", "kind": "ngo"}).ids[0]
    made.go(id=neither)
    assert (made.hosts.isVisible(), made.sends.isVisible()) == (True, False)


def test_our_own_organisation_sends_where_no_other_is_named(qtbot, desk, store) -> None:
    own = organisations.add(store, COORDINATOR, {"name": "We", "kind": "own"}).ids[0]
    stay(store, person(store, "Maarja", "Tamm"), TODAY)
    stay(store, person(store, "Guest", "Guest"), TODAY, direction="incoming")
    made = show(qtbot, OrganisationPage(desk))
    made.go(id=own)
    assert [name for _stay, name in made.seen.sent] == ["Tamm, Maarja"]


def test_the_page_of_an_organisation(qtbot, desk, host, window) -> None:
    made = show(qtbot, OrganisationPage(desk))
    made.go(id=host)
    assert made.header.title.text() == "Ljudska univerza Kolpa"
    assert made.contacts.count.accessibleName() == "1"
    made.remove()
    assert window.opened == [("organisations", {})]
    desk.undo()
    assert organisations.find(desk.store, COORDINATOR) == [host]
