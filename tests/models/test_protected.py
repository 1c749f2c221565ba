"""Protected columns: for coordinators, in their own place, telling nothing by length."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mobdesk.errors import Refused
from mobdesk.models import keys
from mobdesk.models.keyring import OpenKeys
from mobdesk.models.protected import protect, reveal
from tests.models.key_support import FAST


@pytest.fixture
def mari(tmp_path: Path) -> OpenKeys:
    return keys.create_keys(tmp_path, "Mari", "x", kdf=FAST)


@pytest.mark.parametrize("text", ["", "EE38 2200 2210 2014 5685", "pähklid " * 100, "x" * 60])
def test_a_text_comes_back(mari: OpenKeys, text: str) -> None:
    sealed = protect(mari, "needs", "r1", text)
    assert reveal(mari, "needs", "r1", sealed) == text
    assert text.encode() not in sealed or not text
    assert (len(sealed) - 28) % 64 == 0


def test_account_numbers_of_all_countries_have_one_length(mari: OpenKeys) -> None:
    assert len({len(protect(mari, "iban", "r", "X" * n)) for n in range(35)}) == 1


def test_equal_texts_look_different(mari: OpenKeys) -> None:
    assert protect(mari, "iban", "r", "same") != protect(mari, "iban", "r", "same")


def test_a_trainer_opens_and_writes_nothing_protected(mari: OpenKeys) -> None:
    keys.add_slot(mari, "Jaan", "y", coordinator=False)
    jaan = keys.open_keys(mari.folder, "Jaan", "y", kdf=FAST)
    sealed = protect(mari, "needs", "r", "secret")
    for action, text in ((protect, "mine"), (reveal, sealed)):
        with pytest.raises(Refused, match="protected_closed"):
            action(jaan, "needs", "r", text)  # type: ignore[arg-type]
    # The file key, which he has, is not the key of protected columns.
    jaan.office_key = jaan.file_key
    with pytest.raises(Refused, match="protected_damaged"):
        reveal(jaan, "needs", "r", sealed)


def test_a_text_opens_only_in_its_place(mari: OpenKeys) -> None:
    sealed = protect(mari, "needs", "r1", "secret")
    elsewhere = replace(mari, workspace_id="0" * 32)
    for who, purpose, record in (
        (mari, "iban", "r1"),
        (mari, "needs", "r2"),
        (elsewhere, "needs", "r1"),
    ):
        with pytest.raises(Refused, match="protected_damaged"):
            reveal(who, purpose, record, sealed)
    with pytest.raises(Refused, match="protected_damaged"):
        reveal(mari, "needs", "r1", sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(Refused, match="protected_damaged"):
        reveal(mari, "needs", "r1", b"")
