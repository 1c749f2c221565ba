"""People: validation at the field, shown names, keys of duplicates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobdesk import texts
from mobdesk.domain import people

TODAY = date(2026, 11, 22)
GOOD = {
    "first_name": "Maarja",
    "last_name": "Tamm",
    "role": "staff",
    "birth_date": date(1984, 2, 29),
    "gender": "F",
    "nationality": "EE",
    "email": "maarja.tamm@emajoe.example",
    "phone": "+372 5550 1429",
    "languages": "Estonian, English",
}


def problems(**changes: object) -> list[tuple[str, str]]:
    found = people.validate({**GOOD, **changes}, TODAY)
    for problem in found:
        assert texts.error(problem).what
    return [(problem.field, problem.code) for problem in found]


def test_a_whole_person_and_a_bare_name_are_fine() -> None:
    assert problems() == []
    assert people.validate({"first_name": "", "last_name": "Sukarno"}, TODAY) == []


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("birth_date", date(2026, 11, 23), "birth_date_future"),
        ("birth_date", date(1826, 1, 1), "birth_date_implausible"),
        ("role", "teacher", "unknown_choice"),
        ("gender", "f", "unknown_choice"),
        ("nationality", "EL", "country_letters"),
        ("nationality", "XX", "country_letters"),
        ("nationality", "Estonia", "country_letters"),
        ("email", "maarja.tamm", "email_unreadable"),
        ("email", "a@@b.ee", "email_unreadable"),
        ("email", "a b@c.ee", "email_unreadable"),
        ("phone", "call me", "phone_unreadable"),
        ("phone", "12", "phone_unreadable"),
        ("languages", "English, 4", "language_unreadable"),
        ("first_name", "123", "name_without_letters"),
        ("last_name", "x" * 121, "too_long"),
    ],
)
def test_a_wrong_value_is_named_at_its_field(field: str, value: object, code: str) -> None:
    assert problems(**{field: value}) == [(field, code)]


def test_a_person_without_any_name_is_refused() -> None:
    assert problems(first_name=" ", last_name=None) == [("last_name", "name_needed")]


@pytest.mark.parametrize("address", ["õnne@näide.ee", "x+y@sub.centre.museum", "a_b@c-d.eu"])
def test_addresses_of_other_alphabets_pass(address: str) -> None:
    assert problems(email=address) == []


@pytest.mark.parametrize(
    "number", ["5550 1429", "(0)4 / 55501429 ext. 3", "55501429; 55501430", "+1-202-555-0143"]
)
def test_phones_keep_the_way_they_are_written(number: str) -> None:
    assert problems(phone=number) == []


def test_names_are_shown_last_name_first() -> None:
    assert people.display_name("Maarja", "Tamm") == "Tamm, Maarja"
    assert people.display_name("", "Sukarno") == "Sukarno"
    assert people.full_name("Maarja", "Tamm") == "Maarja Tamm"


def test_the_same_person_is_found_in_any_spelling() -> None:
    born = date(1984, 2, 1)
    first = set(people.duplicate_keys("Špela", "KOVAČIČ", born, "Spela@lu.si "))
    assert first & set(people.duplicate_keys("Spela", "Kovacic", born, None))
    assert first & set(people.duplicate_keys("kovačič", "špela", None, "spela@LU.si"))
    assert not first & set(people.duplicate_keys("Špela", "Kovačič", date(1985, 2, 1), None))
    assert people.duplicate_keys("Špela", "Kovačič", None, None) == ()


def test_a_birthday_on_29_february_counts_from_1_march() -> None:
    born = date(2008, 2, 29)
    assert people.is_minor(born, date(2026, 2, 28))
    assert not people.is_minor(born, date(2026, 3, 1))
    assert people.is_minor(None, TODAY, age=17)
    assert not people.is_minor(None, TODAY)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=60))
def test_any_text_is_answered(first: str, last: str, email: str) -> None:
    values = {"first_name": first, "last_name": last, "email": email, "phone": email}
    assert isinstance(people.validate(values, TODAY), list)
    assert people.name_key(first, last) == people.name_key(last, first)
