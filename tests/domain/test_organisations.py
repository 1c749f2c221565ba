"""Organisations, contacts, accreditations."""

from __future__ import annotations

from datetime import date

import pytest

from mobdesk import texts
from mobdesk.domain import accreditations, organisations


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", " ", "needed"),
        ("kind", "school", "unknown_choice"),
        ("oid", "E1035623", "oid_unreadable"),
        ("oid", "999888777", "oid_is_pic"),
        ("pic", "12345678", "pic_unreadable"),
        ("pic", "E10356237", "pic_is_oid"),
        ("country", "UK", "country_letters"),
        ("website", "our site", "website_unreadable"),
    ],
)
def test_a_wrong_value_is_named_at_its_field(field: str, value: str, code: str) -> None:
    found = organisations.validate({"name": "Emajõe koolituskeskus", field: value})
    assert [(p.field, p.code) for p in found] == [(field, code)]
    assert texts.error(found[0]).what


def test_oid_and_pic_may_be_typed_with_spaces() -> None:
    values = {"name": "LU Kolpa", "oid": "e 10356237", "pic": "999 888 777", "country": "SI"}
    assert organisations.validate(values) == []
    assert organisations.tidy_oid("e 10356237") == "E10356237"


def test_a_contact_needs_a_name_and_a_real_address() -> None:
    assert organisations.validate_contact({"name": "Nejc Žagar", "email": "nejc@kolpa.si"}) == []
    found = organisations.validate_contact({"name": "", "email": "nejc"})
    assert [p.code for p in found] == ["needed", "email_unreadable"]


def test_an_accreditation_has_a_ka120_code_and_an_order_of_dates() -> None:
    good = {"code": "2021-1-FR01-KA120-VET-000016557"}
    assert accreditations.validate(good) == []
    wrong = {"code": "2024-1-EE01-KA122-ADU-000214921"}
    assert [p.code for p in accreditations.validate(wrong)] == ["not_an_accreditation"]
    turned = {**good, "valid_from": date(2027, 1, 1), "valid_to": date(2021, 1, 1)}
    assert [p.code for p in accreditations.validate(turned)] == ["dates_turned"]


def test_an_accreditation_without_an_end_holds() -> None:
    assert accreditations.valid_on(date(2021, 3, 1), None, date(2026, 1, 1))
    assert accreditations.valid_on(date(2021, 3, 1), date(2026, 1, 1), date(2026, 1, 1))
    assert not accreditations.valid_on(date(2021, 3, 1), date(2025, 12, 31), date(2026, 1, 1))
