"""The accountant's workbook, read back by another reader; its sums are those of the window."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from mobdesk.models.mobilities import Member
from mobdesk.models.store import Store
from mobdesk.services import accountant, agency_payments, costs, payments
from tests.services.money import (
    CODE,
    SIGNED,
    TODAY,
    add_person,
    add_project,
    add_stay,
    change,
    grant,
)
from tests.stores import COORDINATOR as ME

SHEETS = [
    "Payments", "Received", "Grants", "Real costs", "Recoveries", "Board", "Reconciliation",
]  # fmt: skip


@pytest.fixture
def project(store: Store) -> int:
    """Two people: one paid and then granted less; a cost in kronor; 40 % from the agency."""
    number = add_project(store, ME)
    (mari,) = add_stay(store, ME, number, [add_person(store, ME, "Mari", "=Tamm")])
    (juri,) = add_stay(store, ME, number, [add_person(store, ME, "Jüri", "Kask")])
    grant(store, ME, [mari, juri], 1145_00)
    rows = payments.find(store, ME, TODAY, project_id=number)
    key = next(r.key for r in rows if r.member_id == mari)
    payments.pay(store, ME, [key], {"paid_on": TODAY, "proof": "Bank 7"}, TODAY)
    grant(store, ME, [mari], 900_00)
    costs.add(
        store, ME, number,
        {"what": "Visa", "supplier": "+Embassy", "category": "exceptional_costs",
         "amount": 1150_00, "currency": "SEK", "rate": "11.5", "rate_on": TODAY,
         "covered_percent": "80", "member_id": mari, "dated": TODAY, "account_code": "5512"},
        TODAY,
    )  # fmt: skip
    agency_payments.add(
        store, ME, number,
        {"title": "First", "percent": "40", "received_on": TODAY, "received_amount": 4000_00},
        TODAY,
    )  # fmt: skip
    return number


def sheets(store: Store, project: int) -> dict[str, list[list[Any]]]:
    data = accountant.workbook(store, ME, project, TODAY)
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: [[c.value for c in row] for row in sheet] for sheet in book}


def test_seven_sheets_with_values_and_no_formulas(store: Store, project: int) -> None:
    found = sheets(store, project)
    assert list(found) == SHEETS
    head, first, *rest = found["Payments"]
    assert head == [
        "Due", "Paid on", "Project", "Mobility", "Payee", "Category", "Instalment", "Sum",
        "Currency", "Rate", "In euro", "Proof", "Account code",
    ]  # fmt: skip
    paid_on = datetime.combine(TODAY, datetime.min.time())
    assert first[1:3] == [paid_on, CODE]
    assert first[4:] == [
        "=Tamm, Mari", None, "First instalment", 916, "EUR", None, 916, "Bank 7", None,
    ]  # fmt: skip
    visa = rest[-1]
    assert visa[4:] == [
        "+Embassy", "Exceptional costs", "Real cost", 1150, "SEK", 11.5, 100, None, "5512",
    ]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(accountant.workbook(store, ME, project, TODAY)))
    assert {c.data_type for sheet in book for row in sheet for c in row} <= {"s", "n", "d"}


def test_what_each_sheet_tells(store: Store, project: int) -> None:
    found = sheets(store, project)
    assert found["Received"][1][0] == "First"
    assert [found["Received"][1][n] for n in (1, 5)] == [4000, 4000]
    lines = {row[1]: row for row in found["Grants"][1:]}
    assert lines["Kask, Jüri"][6:] == [
        1145, "Yes", "Test", datetime.combine(SIGNED, datetime.min.time()),
    ]  # fmt: skip
    (recovery,) = found["Recoveries"][1:]
    assert recovery[1:3] == ["=Tamm, Mari", 16]
    (cost,) = found["Real costs"][1:]
    assert [cost[n] for n in (2, 3, 4, 7, 9, 11)] == [
        "Visa", 1150, "SEK", 100, 80, "=Tamm, Mari",
    ]  # fmt: skip
    board = {row[0]: row for row in found["Board"][1:]}
    assert board["Travel"][1] == 2000


def test_control_sums_are_those_of_the_window(store: Store, project: int) -> None:
    found = sheets(store, project)
    by_what = {row[0]: row[2:] for row in found["Reconciliation"][1:]}
    payables = payments.of_members(store, ME, TODAY, project_id=project)
    grants, paid = sum(p.base or 0 for p in payables), sum(p.paid for p in payables)
    assert by_what["Awarded less received"] == [10000, 4000, 6000]
    assert by_what["Grants to participants less what was paid"] == [
        grants / 100, paid / 100, (grants - paid) / 100,
    ]  # fmt: skip
    assert (grants, paid) == (2045_00, 916_00)
    assert by_what["Real costs less grants of the same category"] == [100, 80, 20]
    kinds = {"First instalment", "Balance"}
    rows = [row for row in found["Payments"][1:] if row[6] in kinds and row[1] is not None]
    assert sum(row[10] for row in rows) * 100 == paid


def test_a_cost_of_the_whole_project_is_granted_as_the_board_says(
    store: Store, project: int
) -> None:
    shared = {
        "what": "Interpreter", "category": "inclusion_participant", "amount": 240_00,
        "currency": "EUR", "dated": TODAY,
    }  # fmt: skip
    costs.add(store, ME, project, shared, TODAY)
    compared = accountant.book(store, ME, project, TODAY).compared
    assert {c.category: (c.first, c.second) for c in compared if c.category} == {
        "exceptional_costs": (100_00, 80_00), "inclusion_participant": (240_00, 240_00),
    }  # fmt: skip


def test_what_is_kept_after_an_end_stands_among_the_grants(store: Store, project: int) -> None:
    with store.read() as s:
        juri = s.scalars(select(Member.id).order_by(Member.id.desc())).first()
    assert juri is not None
    change(store, ME, Member, juri, ended="cancelled", money_kept=300_00)
    grants = accountant.book(store, ME, project, TODAY).grants
    assert [(g.cents, g.payee) for g in grants if g.category == "kept"] == [(300_00, "participant")]
    payables = payments.of_members(store, ME, TODAY, project_id=project)
    assert sum(g.cents or 0 for g in grants if g.payee == "participant") == sum(
        one.base or 0 for one in payables
    )
    kept = [row for row in sheets(store, project)["Grants"] if row[6] == 300]
    assert [row[2] for row in kept] == ["Kept after an end"]


def test_it_is_saved_whole_and_the_same_each_time(
    store: Store, project: int, tmp_path: Path
) -> None:
    accountant.save(store, ME, project, TODAY, tmp_path / "book.xlsx")
    first = (tmp_path / "book.xlsx").read_bytes()
    assert first == accountant.workbook(store, ME, project, TODAY)


def test_a_project_without_anything_gives_an_empty_book(store: Store) -> None:
    number = add_project(store, ME)
    found = sheets(store, number)
    assert found["Payments"][1:] == []
    assert [row[2] for row in found["Reconciliation"][1:]] == [10000, 0, 0]
