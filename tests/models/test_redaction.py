"""Names, mails, phones and codes go out of texts; the rest stays letter for letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobdesk.models.redaction import redactor

MARI = {
    "first_name": "Mari Liis", "last_name": "Järve-Õun", "email": "mari@example.org",
    "phone": "+372 5551 2345", "person_code": "AB-123",
}  # fmt: skip
FIND = redactor([MARI])


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Mari Liis Järve-Õun came", "– came"),
        ("JARVE-OUN, mari; late", "–; late"),
        ("Järve-Õun  Mari Liis", "–"),
        ("Mari Järve-Õunapuu", "Mari Järve-Õunapuu"),
        ("Ask Mari", "Ask Mari"),
        ("to mari@example.org, 55512345", "to –, –"),
        ("call (+372) 5551-2345 now", "call (– now"),
        ("ab-123 / AB-1234", "– / AB-1234"),
        ("Straße ﬁn Žagar", "Straße ﬁn Žagar"),
    ],
)
def test_texts(text: str, clean: str) -> None:
    assert FIND.clean(text) == clean


def test_a_short_code_and_an_empty_person_take_nothing_away() -> None:
    nobody = redactor([{"first_name": "", "last_name": "", "person_code": "1", "phone": "12"}])
    assert not nobody
    assert nobody.clean("1 and 12") == "1 and 12"


def test_json_is_cleaned_deeply() -> None:
    value = {"names": ["Mari Järve-Õun", 3, None], "n": {"x": "AB-123"}}
    assert FIND.clean_json(value) == {"names": ["–", 3, None], "n": {"x": "–"}}


@given(st.text(max_size=30), st.text(max_size=30))
def test_what_is_around_a_name_stays(before: str, after: str) -> None:
    text = f"{before} Mari Järve-Õun {after}"
    if FIND.names(before) or FIND.names(after):
        return
    assert FIND.clean(text) == f"{before} – {after}"
    assert not FIND.names(FIND.clean(text))
