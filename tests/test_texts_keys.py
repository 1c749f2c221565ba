"""Every code that the rooms of keys raise has its words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import mobdesk
from mobdesk import texts

ROOM = (
    "models/files models/sealing models/keys_file models/locks models/keyring models/keys "
    "models/rotation models/recovery models/vault_keys "
    "models/vault_box models/protected models/streams domain/sheetcode domain/passphrases"
)


@pytest.mark.parametrize("module", ROOM.split())
def test_codes_are_worded(module: str) -> None:
    source = (Path(mobdesk.__file__).parent / f"{module}.py").read_text("utf-8")
    codes = set(re.findall(r'(?:Refused|NotAllowed|code =)[( ]"([a-z_]+)"', source))
    codes |= set(re.findall(r'Problem\("[a-z]+", "([a-z_]+)"', source))
    assert codes <= texts.tables().errors.keys()


def test_the_four_messages_of_opening_differ() -> None:
    four = ["keys_damaged", "keys_out_of_bounds", "wrong_passphrase", "keys_tampered"]
    assert len({texts.tables().errors[code][0] for code in four}) == 4
