"""Codes on paper: what a person types comes back as the secret, or is told to be wrong."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobdesk.domain import sheetcode
from mobdesk.domain.sheetcode import PRIVATE, SHEET, Kind
from mobdesk.errors import Refused

KINDS = [SHEET, PRIVATE]
SECRETS = {SHEET: bytes(range(32)), PRIVATE: bytes(range(16))}
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def refused(kind: Kind, typed: str) -> Refused:
    with pytest.raises(Refused) as caught:
        sheetcode.read(kind, typed)
    return caught.value


@given(st.binary(min_size=32, max_size=32))
def test_every_secret_comes_back(secret: bytes) -> None:
    assert sheetcode.read(SHEET, sheetcode.write(SHEET, secret)) == secret
    assert sheetcode.read(PRIVATE, sheetcode.write(PRIVATE, secret[:16])) == secret[:16]


def test_the_sheet_is_52_characters_of_the_key_and_a_group_that_checks() -> None:
    code = sheetcode.write(SHEET, SECRETS[SHEET])
    groups = code.split(" ")
    assert [len(g) for g in groups] == [4] * 14
    assert "".join(groups[:13]) == base64.b32encode(SECRETS[SHEET]).decode().rstrip("=")
    assert sheetcode.groups(code) == groups
    assert len(sheetcode.write(PRIVATE, SECRETS[PRIVATE]).split(" ")) == 8


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda c: c.replace(" ", ""),
        lambda c: c.replace(" ", " - "),
        lambda c: f"\n {c}\t",
        lambda c: c.replace("O", "0").replace("I", "1").replace("B", "8"),
        lambda c: c.replace(" ", "\u00a0"),
    ],
)
def test_spaces_case_and_look_alikes_do_not_matter(kind: Kind, change) -> None:
    secret = base64.b32decode("OIBOIBOI" * 7)[: kind.size]
    code = sheetcode.write(kind, secret)
    assert set("OIB") <= set(code)
    assert sheetcode.read(kind, change(code)) == secret


@pytest.mark.parametrize("kind", KINDS)
def test_any_other_character_at_any_place_is_noticed(kind: Kind) -> None:
    code = sheetcode.write(kind, SECRETS[kind]).replace(" ", "")
    for place, right in enumerate(code):
        for other in ALPHABET.replace(right, ""):
            typed = code[:place] + other + code[place + 1 :]
            # 20 bits of check: about one change in a million could pass by chance, none here does.
            assert refused(kind, typed).code == "code_mistyped"


@pytest.mark.parametrize("kind", KINDS)
def test_exchanged_groups_are_noticed(kind: Kind) -> None:
    groups = sheetcode.write(kind, SECRETS[kind]).split(" ")
    for i in range(len(groups) - 1):
        changed = [*groups]
        changed[i], changed[i + 1] = changed[i + 1], changed[i]
        if changed != groups:
            assert refused(kind, " ".join(changed)).code == "code_mistyped"


def test_a_missing_or_extra_character_is_told_by_number() -> None:
    code = sheetcode.write(SHEET, SECRETS[SHEET])
    assert refused(SHEET, code[:-1]).values == {"expected": 56, "found": 55}
    assert refused(SHEET, code + "A").values == {"expected": 56, "found": 57}
    assert refused(SHEET, "").values == {"expected": 56, "found": 0}


def test_a_foreign_character_is_told_with_its_group() -> None:
    code = sheetcode.write(SHEET, SECRETS[SHEET])
    wrong = refused(SHEET, code[:6] + "9" + code[7:])
    assert (wrong.code, wrong.values) == ("code_letter", {"letter": "9", "group": 2})
    assert refused(SHEET, "õ").code == "code_letter"


def test_one_kind_is_not_the_other() -> None:
    assert refused(PRIVATE, sheetcode.write(SHEET, SECRETS[SHEET])).code == "code_length"


def test_spare_bits_are_zero() -> None:
    """Two codes for one secret would let a mistyped last character pass."""
    code = sheetcode.write(SHEET, bytes(32)).replace(" ", "")
    body = code[:51] + "B"
    forged = body + sheetcode._check(SHEET, body)
    assert refused(SHEET, forged).code == "code_mistyped"


def test_a_secret_of_another_size_is_a_bug() -> None:
    with pytest.raises(ValueError):
        sheetcode.write(SHEET, bytes(16))
