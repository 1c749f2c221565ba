"""Erasing somebody who was paid: sums stay without a name, texts and the bank account go."""

from __future__ import annotations

import io

import openpyxl

from mobdesk.domain.awards import Line
from mobdesk.models.payments import Instalment, RealCost
from mobdesk.services import accountant, awards, costs, erasure, payments, payments_due, protected
from tests.services.money import add_project, add_stay, grant
from tests.services.offices import NOW, TODAY, Office, add_person, empty_office, office

__all__ = ["empty_office", "office"]


def test_sums_stay_and_what_names_the_person_goes(office: Office) -> None:
    store, actor = office.store, office.actor
    project = add_project(store, actor)
    mari = add_person(office, "Mari", "Kivimägi")
    (member,) = add_stay(store, actor, project, [mari])
    grant(store, actor, [member], 1000_00)
    protected.set_bank_account(store, actor, mari, "EE382200221020145685")
    first, balance = payments.find(store, actor, TODAY, project_id=project)
    payments.change(store, actor, balance.key, {"note": "Ask Mari Kivimägi first"}, TODAY)
    payments.pay(store, actor, [first.key], {"paid_on": TODAY, "proof": "Mari Kivimägi, 7"}, TODAY)
    cost = {
        "what": "Ticket of Mari Kivimägi", "category": "travel", "amount": 50_00,
        "member_id": member, "supplier": "Mari Kivimägi",
    }  # fmt: skip
    costs.add(store, actor, project, cost, TODAY)
    names = {"approved_by": "Mari Kivimägi", "letter": "To Mari Kivimägi", "why": "Mari Kivimägi"}
    moved = {"from_category": "travel", "to_category": "course_fees", "amount": 1_00}
    awards.add_transfer(store, actor, project, {**moved, **names})
    version = {"kind": "amendment", **names}
    awards.add_version(store, actor, project, version, [Line("travel", 1_00)])
    before = accountant.workbook(store, actor, project, TODAY)
    assert "Kivimägi" in text_of(before)

    erasure.erase(store, actor, [mari], now=NOW)

    with store.read() as s:
        kept = s.query(Instalment).order_by(Instalment.id).all()
        assert [one.paid_amount for one in kept if one.paid_on] == [800_00]
        spent = s.query(RealCost).one()
        assert (spent.amount, spent.member_id) == (50_00, member)
        said = [one.note or "" for one in kept] + [one.proof or "" for one in kept]
        assert "Kivimägi" not in " ".join([*said, spent.what, spent.supplier or ""])
    recorded = awards.of_project(store, actor, project)
    for record in (*recorded.transfers, *recorded.versions):
        assert "Kivimägi" not in str(record.values)
    (row,) = payments.find(store, actor, TODAY, project_id=project)
    assert (row.name, row.amount, row.open) == ("", 800_00, False)
    assert payments_due.due(store, actor, TODAY) == []
    after = accountant.workbook(store, actor, project, TODAY)
    assert "Kivimägi" not in text_of(after)
    assert "EE38" not in text_of(before) + text_of(after)


def text_of(book: bytes) -> str:
    found = openpyxl.load_workbook(io.BytesIO(book))
    return " ".join(str(c.value) for sheet in found for row in sheet for c in row if c.value)
