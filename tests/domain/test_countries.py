from __future__ import annotations

import pytest

from mobdesk.domain.countries import CODES, LANGUAGES, country_name, find_country


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EL", "GR"), ("uk", "GB"), ("GR", "GR"), ("XK", "XK"), ("EST", "EE"),
        ("Slovenija", "SI"), ("Словения", "SI"), ("Ισπανία", "ES"), ("Çekya", "CZ"),
        ("ES - Spain", "ES"), ("Greece (EL)", "GR"), ("Turkish", "TR"),
    ],
)  # fmt: skip
def test_codes_and_names(text, code):
    assert find_country(text) == code


@pytest.mark.parametrize("text", ["", "ZZ", "Atlantis", "-", "12"])
def test_what_is_no_country(text):
    assert find_country(text) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_neighbour_is_known_in_every_language(language):
    for code in ("EE", "LV", "LT", "FI", "SI", "IT", "ES", "DE", "PL", "GR", "GB", "TR"):
        assert find_country(country_name(code, language), [language]) == code


def test_the_edge_writes_greece_its_own_way():
    assert "EL" not in CODES
