"""Who opens a vault: its owner by passphrase or private code, and nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from mobdesk.domain import sheetcode
from mobdesk.errors import Refused
from mobdesk.models import files, keys, sealing
from mobdesk.models.keyring import OpenKeys, edit
from mobdesk.models.keys_file import MIRROR, NAME, parse
from mobdesk.models.sealing import Context
from tests.models.key_support import FAST


def sign_in(folder: Path, nickname: str, passphrase: str) -> OpenKeys:
    return keys.open_keys(folder, nickname, passphrase, kdf=FAST)


@pytest.fixture
def mari(tmp_path: Path) -> OpenKeys:
    return keys.create_keys(tmp_path, "Mari", "coordinates", kdf=FAST)


@pytest.fixture
def jaan(mari: OpenKeys) -> OpenKeys:
    keys.add_slot(mari, "Jaan", "own words", coordinator=False, one_time=False)
    return sign_in(mari.folder, "Jaan", "own words")


def test_a_vault_opens_with_passphrase_and_with_code(jaan: OpenKeys) -> None:
    assert keys.vault_state(jaan) == "none"
    vault, code = keys.create_vault(jaan, "own words")
    assert keys.vault_state(jaan) == "ready"
    assert len(code.replace(" ", "")) == 32
    again = sign_in(jaan.folder, "Jaan", "own words")
    for opened in (
        keys.open_vault(again, " own  words"),
        keys.open_vault_with_code(again, code.lower()),
    ):
        assert (opened.secret, opened.key_id) == (vault.secret, vault.key_id)
        assert (opened.person, opened.workspace_id) == (jaan.slot_id, jaan.workspace_id)


def test_wrong_passphrase_and_wrong_code(jaan: OpenKeys, mari: OpenKeys) -> None:
    keys.create_vault(jaan, "own words")
    _vault, other_code = keys.create_vault(mari, "coordinates")
    for action, given, code in (
        (keys.open_vault, "other words", "wrong_passphrase"),
        (keys.open_vault, "coordinates", "wrong_passphrase"),
        (keys.open_vault_with_code, other_code, "wrong_private_code"),
        (keys.open_vault_with_code, other_code[:-1], "code_length"),
    ):
        with pytest.raises(Refused, match=code):
            action(jaan, given)


def test_a_vault_is_made_once_and_by_the_owner(jaan: OpenKeys) -> None:
    with pytest.raises(Refused, match="vault_missing"):
        keys.open_vault(jaan, "own words")
    with pytest.raises(Refused, match="wrong_passphrase"):
        keys.create_vault(jaan, "something else")
    keys.create_vault(jaan, "own words")
    with pytest.raises(Refused, match="vault_exists"):
        keys.create_vault(jaan, "own words")


def test_a_one_time_passphrase_never_locks_a_vault(mari: OpenKeys) -> None:
    keys.add_slot(mari, "Ave", "for once", coordinator=False)
    ave = sign_in(mari.folder, "Ave", "for once")
    with pytest.raises(Refused, match="passphrase_must_be_replaced"):
        keys.create_vault(ave, "for once")
    keys.change_passphrase(ave, "for once", "own")
    keys.create_vault(ave, "own")


def test_the_passphrase_of_account_and_vault_changes_in_one_replace(jaan: OpenKeys) -> None:
    vault, code = keys.create_vault(jaan, "own words")

    class Counting(files.Ops):
        replaced: list[str] = []

        def replace(self, source: Path, target: Path) -> None:
            self.replaced.append(target.name)
            super().replace(source, target)

    with files.using(Counting()):
        keys.change_passphrase(jaan, "own words", "newer words")
    assert Counting.replaced == [NAME, MIRROR]
    again = sign_in(jaan.folder, "Jaan", "newer words")
    assert keys.open_vault(again, "newer words").secret == vault.secret
    assert keys.open_vault_with_code(again, code).secret == vault.secret
    with pytest.raises(Refused, match="wrong_passphrase"):
        keys.open_vault(again, "own words")


def test_the_coordinators_passphrase_never_reaches_a_vault(mari: OpenKeys, jaan: OpenKeys) -> None:
    vault, code = keys.create_vault(jaan, "own words")
    before = parse((mari.folder / NAME).read_bytes()).slot(jaan.slot_id).vault
    keys.reset_passphrase(mari, jaan.slot_id, "for once")
    after = parse((mari.folder / NAME).read_bytes()).slot(jaan.slot_id).vault
    assert before
    assert after
    assert (after.passphrase, after.code) == (before.passphrase, before.code)
    guest = sign_in(mari.folder, "Jaan", "for once")
    assert keys.vault_state(guest) == "asks_old"
    with pytest.raises(Refused, match="vault_asks_old"):
        keys.open_vault(guest, "for once")
    # Not even with the code in hand does the vault take the one-time passphrase.
    with pytest.raises(Refused, match="passphrase_must_be_replaced"):
        keys.rewrap_vault(guest, "for once", code=code)
    keys.change_passphrase(guest, "for once", "third")
    assert keys.vault_state(guest) == "asks_old"
    with pytest.raises(Refused, match="vault_asks_old"):
        keys.open_vault(guest, "third")
    with pytest.raises(Refused, match="wrong_passphrase"):
        keys.rewrap_vault(guest, "third", old_passphrase="for once")
    with pytest.raises(Refused, match="wrong_passphrase"):
        keys.rewrap_vault(guest, "third")
    with pytest.raises(Refused, match="wrong_passphrase"):
        keys.rewrap_vault(guest, "fourth", old_passphrase="own words")
    assert keys.rewrap_vault(guest, "third", old_passphrase="own words").secret == vault.secret
    assert keys.vault_state(guest) == "ready"
    assert keys.open_vault(guest, "third").secret == vault.secret
    with pytest.raises(Refused, match="wrong_passphrase"):
        keys.open_vault(guest, "own words")


def test_the_private_code_alone_is_enough_after_a_reset(mari: OpenKeys, jaan: OpenKeys) -> None:
    vault, code = keys.create_vault(jaan, "own words")
    keys.reset_passphrase(mari, jaan.slot_id, "for once")
    guest = sign_in(mari.folder, "Jaan", "for once")
    keys.change_passphrase(guest, "for once", "third")
    assert keys.rewrap_vault(guest, "third", code=code).secret == vault.secret
    assert keys.open_vault(guest, "third").secret == vault.secret
    # The code stays good; a later change takes the vault along again.
    keys.change_passphrase(guest, "third", "fourth")
    assert keys.open_vault(guest, "fourth").secret == vault.secret
    assert keys.open_vault_with_code(guest, code).secret == vault.secret


def test_two_resets_still_ask_for_the_passphrase_before_both(
    mari: OpenKeys, jaan: OpenKeys
) -> None:
    vault, _code = keys.create_vault(jaan, "own words")
    for again in ("one", "two"):
        keys.reset_passphrase(mari, jaan.slot_id, again)
    guest = sign_in(mari.folder, "Jaan", "two")
    keys.change_passphrase(guest, "two", "third")
    assert keys.open_vault(guest, "own words").secret == vault.secret


def test_a_new_private_code_makes_the_old_one_void(jaan: OpenKeys, mari: OpenKeys) -> None:
    vault, old = keys.create_vault(jaan, "own words")
    new = keys.new_private_code(jaan, vault)
    with pytest.raises(Refused, match="wrong_private_code"):
        keys.open_vault_with_code(jaan, old)
    assert keys.open_vault_with_code(jaan, new).secret == vault.secret
    other, _ = keys.create_vault(mari, "coordinates")
    with pytest.raises(Refused, match="keys_tampered"):
        keys.new_private_code(jaan, other)


def test_the_lock_of_one_vault_does_not_fit_another(jaan: OpenKeys, mari: OpenKeys) -> None:
    """Somebody with the file key moves a lock that he can open into another account."""
    keys.create_vault(mari, "coordinates")
    _vault, code = keys.create_vault(jaan, "own words")

    def move(file):
        from dataclasses import replace

        theirs = file.slot(jaan.slot_id).vault
        return file.with_slot(replace(file.slot(mari.slot_id), vault=theirs))

    edit(mari, move)
    with pytest.raises(Refused, match="keys_tampered"):
        keys.open_vault(mari, "own words")
    with pytest.raises(Refused, match="keys_tampered"):
        keys.open_vault_with_code(mari, code)


def test_what_stands_in_the_file_does_not_open_the_code_lock(jaan: OpenKeys) -> None:
    vault, code = keys.create_vault(jaan, "own words")
    stored = parse((jaan.folder / NAME).read_bytes()).slot(jaan.slot_id).vault
    assert stored
    root = sealing.derive(
        sheetcode.read(sheetcode.PRIVATE, code), "private code", salt=stored.code.salt
    )
    words = Context(jaan.workspace_id, jaan.slot_id, vault.key_id, "vault key by code")
    opened = sealing.unseal(sealing.derive(root, "wrap"), words, stored.code.sealed)
    assert opened == vault.secret
    assert stored.code.commitment == sealing.derive(root, "commitment")
    for key in (stored.code.commitment, sealing.derive(stored.code.commitment, "wrap")):
        with pytest.raises(sealing.Broken):
            sealing.unseal(key, words, stored.code.sealed)
