"""Pocket money to sign and the payment order: real PDF text, the log, the protected file."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypdfium2
import pytest
import pyzipper

from mobdesk.domain.roles import Actor, Role
from mobdesk.errors import Invalid, NotAllowed, Refused
from mobdesk.services import payment_orders, payments, pocket_lists, protected
from mobdesk.services.payment_orders import Order
from tests.services.money import add_project, add_stay, grant
from tests.services.offices import NOW, PHRASE, TODAY, Office, add_person, empty_office, office

__all__ = ["empty_office", "office"]

IBAN = "EE382200221020145685"


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


@pytest.fixture
def project(office: Office) -> int:
    return add_project(office.store, office.actor)


def pocket(office: Office, project: int, count: int) -> bytes:
    who = [add_person(office, f"Õpilane {n:03}", "Käsper-Żółkiewska") for n in range(count)]
    store, actor = office.store, office.actor
    group = add_stay(store, actor, project, who, part="learner", title="Käsitöö")
    pocket_lists.set_pocket_money(store, actor, group, 50_00)
    return pocket_lists.pocket_list(store, actor, project, TODAY)


def test_the_list_has_a_row_for_each_and_the_sum(office: Office, project: int) -> None:
    found = text_of(pocket(office, project, 3))
    assert found.count("Käsper-Żółkiewska, Õpilane") == 3
    assert "In all: 150.00 €" in found
    for words in ("Signature", "Paid out by", "Käsitöö", "page 1 of 1"):
        assert words.lower() in found.lower()


def test_a_long_list_goes_on_with_its_head_repeated(office: Office, project: int) -> None:
    found = text_of(pocket(office, project, 40))
    assert found.count("Signature") == 3
    assert found.count("In all:") == 1
    assert found.count("50.00") == 40


def test_without_a_sum_there_is_no_list(office: Office, project: int) -> None:
    with pytest.raises(Refused) as refused:
        pocket_lists.pocket_list(office.store, office.actor, project, TODAY)
    assert refused.value.code == "nobody_with_pocket_money"


@pytest.fixture
def keys(office: Office, project: int) -> list[int]:
    """Two people to be paid; one has a bank account."""
    store, actor = office.store, office.actor
    for first, account in (("Mari", IBAN), ("Jüri", "")):
        person = add_person(office, first, "Tamm")
        if account:
            protected.set_bank_account(store, actor, person, account)
        (member,) = add_stay(store, actor, project, [person])
        grant(store, actor, [member], 1000_00)
    rows = payments.find(store, actor, TODAY, project_id=project)
    return [row.key for row in rows if row.kind == "first"]


def make(office: Office, project: int, keys: list[int], why: str = "November") -> Order:
    return payment_orders.make(
        office.store, office.actor, keys, project, why=why, today=TODAY, now=NOW
    )


def test_the_order_names_account_sum_and_reference(
    office: Office, project: int, keys: list[int]
) -> None:
    order = make(office, project, keys)
    assert order.without == ("Tamm, Jüri",)
    assert order.paper.total == 1600_00
    found = text_of(payment_orders.pdf(office.store, office.actor, order))
    for words in ("Tamm, Mari", "EE38 2200 2210 2014 5685", "800.00", "First instalment",
                  "no account kept", "In all: 1,600.00 €"):  # fmt: skip
        assert words in found.replace("\r\n", " ").replace("\n", " ")
    pages = payment_orders.pictures(office.store, office.actor, order, 72)
    assert len(pages) == 1


def test_each_person_gets_an_entry_with_the_reason(
    office: Office, project: int, keys: list[int]
) -> None:
    with pytest.raises(Invalid):
        make(office, project, keys, why=" ")
    assert protected.access_log(office.store, office.actor) == []
    make(office, project, keys)
    log = protected.access_log(office.store, office.actor)
    assert {(e.action, e.why) for e in log} == {("payment_order_made", "November")}
    assert {e.person for e in log} == {"Mari Tamm", "Jüri Tamm"}


def test_only_the_coordinator_makes_one(office: Office, project: int, keys: list[int]) -> None:
    for role in set(Role) - {Role.COORDINATOR}:
        with pytest.raises(NotAllowed):
            payment_orders.make(
                office.store, Actor(9, "somebody", role), keys, project, why="x", today=TODAY,
                now=NOW,
            )  # fmt: skip


def test_as_a_file_it_is_only_protected(
    office: Office, project: int, keys: list[int], tmp_path: Path
) -> None:
    order, path = make(office, project, keys), tmp_path / "order.zip"
    with pytest.raises(Invalid):
        payment_orders.save_protected(office.store, office.actor, order, "1234", path)
    assert not path.exists()
    payment_orders.save_protected(office.store, office.actor, order, PHRASE, path)
    assert IBAN.encode() not in path.read_bytes()
    with pyzipper.AESZipFile(path) as outer:
        assert outer.namelist() == ["content.zip"]
        inner = outer.read("content.zip", pwd=PHRASE.encode())
    with zipfile.ZipFile(io.BytesIO(inner)) as archive:
        assert archive.namelist() == ["order.pdf", "order.csv"]
        table = archive.read("order.csv").decode("utf-8-sig")
    assert f'"Tamm, Mari",{IBAN},800.00,EUR' in table
    other = [p for p in office.folder.rglob("*") if p.is_file() and p != path]
    assert all(IBAN.encode() not in p.read_bytes() for p in other)


def test_what_is_paid_already_is_not_ordered(office: Office, project: int, keys: list[int]) -> None:
    payments.pay(office.store, office.actor, keys, {"paid_on": TODAY}, TODAY)
    for some, code in ((keys, "instalments_changed"), ([], "nothing_to_pay")):
        with pytest.raises(Refused) as refused:
            make(office, project, some)
        assert refused.value.code == code
