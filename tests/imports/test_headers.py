from __future__ import annotations

import pytest

from mobdesk.domain.countries import LANGUAGES
from mobdesk.imports.headers import FIELDS, meanings, words
from tests.imports.books import check


def fields_of(text):
    return {meaning.field for meaning in meanings(text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_words_for_each_field(language):
    own = {m.field for found in words().phrases.values() for m in found if language in m.languages}
    missing = set(FIELDS) - own
    # Built from parts: "sending city" is a side and a noun.
    assert missing <= {"sending_organisation", "first_name"}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Participant's date of birth", "birth_date"),
        ("DATE OF BIRTH *", "birth_date"),
        ("Grant (EUR)", "grant"),
        ("Ime / First name", "first_name"),
        ("SendingCountry", "sending_country"),
        ("Receiving Organisation Full Legal Name (National Language)", "hosting_organisation"),
        ("Country of the receiving organisation", "hosting_country"),
        ("Vastuvõttev organisatsioon", "hosting_organisation"),
        ("Организация-партнёр", "hosting_organisation"),
        ("Страна принимающей организации", "hosting_country"),
        ("Établissement d’envoi", "sending_organisation"),
        ("Priimančioji šalis", "hosting_country"),
        ("Küldő iskola", "sending_organisation"),
        ("Ciudad de acogida", "hosting_city"),
        ("Aufnehmende Einrichtung", "hosting_organisation"),
        ("Ev sahibi şehir", "hosting_city"),
        ("Vähemmän mahdollisuuksia", "fewer_opportunities"),
    ],
)
def test_words_and_what_they_are_built_from(text, field):
    assert fields_of(text) == {field}


@pytest.mark.parametrize(
    "text",
    ["Sending Organisation Erasmus Code", "Sending organisation e-mail", "Project name",
     "Special Needs", "Academic Year", "Field of Education", "x" * 500, ""],
)  # fmt: skip
def test_words_that_mean_no_field(text):
    assert fields_of(text) == set()


def test_a_word_of_two_languages_follows_the_other_headers():
    polish = check(["Imię", "Nazwisko", "Kraj przyjmujący", "Kraj"], ["A", "B", "IT", "PL"])
    assert polish.columns[3].field in (None, "sending_country")
    slovene = check(["Ime", "Priimek", "Pošiljajoča organizacija", "Kraj"], ["A", "B", "C", "D"])
    assert slovene.columns[3].field == "sending_city"
