"""Accounts, passphrases, removal and the sheet, on a real folder."""

from __future__ import annotations

import pickle
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mobdesk.errors import NotAllowed, Refused
from mobdesk.models import files, keys, keys_file, sealing
from mobdesk.models.keyring import OpenKeys, edit, find_slot, new_slot, signed
from mobdesk.models.keys_file import MIRROR, NAME, parse, to_bytes
from tests.models.key_support import FAST


def sign_in(folder: Path, nickname: str, passphrase: str) -> OpenKeys:
    return keys.open_keys(folder, nickname, passphrase, kdf=FAST)


def on_disk(folder: Path) -> keys_file.KeyFile:
    return parse((folder / NAME).read_bytes())


@pytest.fixture
def mari(tmp_path: Path) -> OpenKeys:
    return keys.create_keys(tmp_path / "place", "Mari", "alpha beta", kdf=FAST)


@pytest.fixture
def jaan(mari: OpenKeys) -> OpenKeys:
    """A trainer who has replaced the one-time passphrase."""
    keys.add_slot(mari, "Jaan", "for once", coordinator=False)
    opened = sign_in(mari.folder, "Jaan", "for once")
    keys.change_passphrase(opened, "for once", "gamma")
    return sign_in(mari.folder, "Jaan", "gamma")


def refused(code: str, action: Callable[..., object], *args: object, **named: object) -> Refused:
    with pytest.raises(Refused) as caught:
        action(*args, **named)
    assert caught.value.code == code
    return caught.value


# Making and opening


def test_the_same_keys_come_back(mari: OpenKeys) -> None:
    again = sign_in(mari.folder, "  mari ", "alpha   beta ")
    assert (again.file_key, again.office_key) == (mari.file_key, mari.office_key)
    assert (again.workspace_id, again.key_id) == (mari.workspace_id, mari.key_id)
    assert again.database == f"workspace-{mari.key_id}.db"
    assert again.nickname == "Mari"
    assert again.coordinator
    assert not again.one_time
    assert len(again.file_key) == 32
    assert again.file_key != again.office_key


def test_a_passphrase_is_the_same_in_either_unicode_form(tmp_path: Path) -> None:
    keys.create_keys(tmp_path, "Mari", "so\u0303na", kdf=FAST)
    sign_in(tmp_path, "Mari", "sõna")
    refused("wrong_passphrase", sign_in, tmp_path, "Mari", "Sõna")


def test_no_key_is_on_the_disk_or_in_a_repr(mari: OpenKeys) -> None:
    vault, code = keys.create_vault(mari, "alpha beta")
    content = (mari.folder / NAME).read_text() + (mari.folder / MIRROR).read_text()
    assert mari.office_key
    rotation = keys.rotate(mari)
    sheet = keys.open_with_sheet(mari.folder, keys.sheet(mari))
    shown = f"{mari!r} {mari} {vault!r} {rotation!r} {sheet!r}"
    for secret in (mari.file_key, mari.office_key, mari.private_key, vault.secret):
        assert secret.hex() not in content
        assert repr(secret)[2:-1] not in shown
        assert secret.hex() not in shown
    assert "Mari" not in shown
    for key in (mari, vault):
        with pytest.raises(TypeError):
            pickle.dumps(key)
    assert code.replace(" ", "") not in content


def test_key_files_are_private(mari: OpenKeys) -> None:
    for path in (mari.folder / NAME, mari.folder / MIRROR):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(mari.folder.stat().st_mode) == 0o700
    assert sorted(p.name for p in mari.folder.iterdir()) == [NAME, MIRROR]


@pytest.mark.parametrize("left", [NAME, MIRROR])
def test_a_workspace_is_never_written_over(mari: OpenKeys, left: str) -> None:
    for name in {NAME, MIRROR} - {left}:
        (mari.folder / name).unlink()
    before = (mari.folder / left).read_bytes()
    refused("workspace_exists", keys.create_keys, mari.folder, "New", "x", kdf=FAST)
    assert (mari.folder / left).read_bytes() == before


def test_an_unknown_account(mari: OpenKeys) -> None:
    refused("account_unknown", sign_in, mari.folder, "Nobody", "alpha beta")


def test_real_parameters_keep_the_promise(tmp_path: Path) -> None:
    opened = keys.create_keys(tmp_path, "Mari", "alpha beta")
    kdf = on_disk(tmp_path).slots[0].private.kdf
    assert 64 * 1024 <= kdf.memory <= 256 * 1024
    assert (kdf.rounds, kdf.lanes) == (3, 4)
    assert keys.open_keys(tmp_path, "Mari", "alpha beta").file_key == opened.file_key


def test_two_workspaces_share_nothing(tmp_path: Path) -> None:
    one = keys.create_keys(tmp_path / "a", "Mari", "same", kdf=FAST)
    two = keys.create_keys(tmp_path / "b", "Mari", "same", kdf=FAST)
    for name in ("workspace_id", "key_id", "file_key", "office_key", "slot_id", "private_key"):
        assert getattr(one, name) != getattr(two, name)


# Accounts


def test_a_trainer_gets_the_file_key_and_no_office_key(mari: OpenKeys, jaan: OpenKeys) -> None:
    assert jaan.file_key == mari.file_key
    assert jaan.office_key is None
    assert on_disk(mari.folder).slot(jaan.slot_id).office is None


def test_a_second_coordinator_gets_both(mari: OpenKeys) -> None:
    keys.add_slot(mari, "Kai", "x", coordinator=True)
    assert sign_in(mari.folder, "Kai", "x").office_key == mari.office_key


def test_slots_are_listed_without_signing_in(mari: OpenKeys) -> None:
    keys.add_slot(mari, "ave", "x", coordinator=False)
    assert [(s.nickname, s.kind, s.needs_replacing) for s in keys.list_slots(mari.folder)] == [
        ("ave", "account", True),
        ("Mari", "coordinator", False),
    ]


def test_only_coordinators_change_accounts(mari: OpenKeys, jaan: OpenKeys) -> None:
    before = (mari.folder / NAME).read_bytes()
    for action, args in (
        (keys.add_slot, ("New", "x", False)),
        (keys.reset_passphrase, (mari.slot_id, "x")),
        (keys.remove_slot, (mari.slot_id,)),
        (keys.rotate, ()),
        (keys.rename_slot, (mari.slot_id, "Other")),
        (keys.give_office_key, (jaan.slot_id,)),
    ):
        with pytest.raises(NotAllowed):
            action(jaan, *args)  # type: ignore[operator]
    assert (mari.folder / NAME).read_bytes() == before


def test_nicknames(mari: OpenKeys) -> None:
    refused("nickname_taken", keys.add_slot, mari, "MÄRI", "x", False)
    refused("nickname_needed", keys.add_slot, mari, "  ", "x", False)
    refused("nickname_too_long", keys.add_slot, mari, "x" * 41, "x", False)
    other = keys.add_slot(mari, "Jaan", "x", False)
    refused("nickname_taken", keys.rename_slot, mari, other, "mari")
    keys.rename_slot(mari, other, "JAAN")
    keys.rename_slot(mari, mari.slot_id, "Mari-Liis")
    assert mari.nickname == "Mari-Liis"
    sign_in(mari.folder, "Mari-Liis", "alpha beta")


def test_a_one_time_passphrase_is_marked_until_replaced(mari: OpenKeys) -> None:
    keys.add_slot(mari, "Jaan", "for once", coordinator=False)
    opened = sign_in(mari.folder, "Jaan", "for once")
    assert opened.one_time
    refused("passphrase_same", keys.change_passphrase, opened, "for once", " for  once")
    keys.change_passphrase(opened, "for once", "own")
    assert not opened.one_time
    assert not sign_in(mari.folder, "Jaan", "own").one_time
    refused("wrong_passphrase", sign_in, mari.folder, "Jaan", "for once")


def test_a_wrong_old_passphrase_changes_nothing(mari: OpenKeys) -> None:
    before = (mari.folder / NAME).read_bytes()
    refused("wrong_passphrase", keys.change_passphrase, mari, "no", "new")
    refused("wrong_passphrase", keys.check_passphrase, mari, "no")
    keys.check_passphrase(mari, "alpha beta")
    assert (mari.folder / NAME).read_bytes() == before


def test_every_change_is_a_new_generation_in_both_copies(mari: OpenKeys) -> None:
    seen = [on_disk(mari.folder).generation]
    keys.add_slot(mari, "Jaan", "x", False)
    seen.append(on_disk(mari.folder).generation)
    keys.change_passphrase(mari, "alpha beta", "new")
    seen.append(on_disk(mari.folder).generation)
    assert seen == [1, 2, 3]
    assert mari.generation == 3
    assert (mari.folder / NAME).read_bytes() == (mari.folder / MIRROR).read_bytes()


def test_an_older_key_file_put_back_is_noticed(mari: OpenKeys) -> None:
    old = (mari.folder / NAME).read_bytes()
    keys.add_slot(mari, "Jaan", "x", False)
    (mari.folder / NAME).write_bytes(old)
    refused("keys_changed", keys.change_passphrase, mari, "alpha beta", "new")


def test_a_slot_smuggled_in_after_signing_in_is_not_signed_by_the_next_change(
    mari: OpenKeys,
) -> None:
    file = on_disk(mari.folder)
    slot, _private = new_slot(file, "Evil", "x", FAST, coordinator=True, one_time=False)
    forged = to_bytes(replace(file, slots=(*file.slots, slot)))
    (mari.folder / NAME).write_bytes(forged)
    for action, args in (
        (keys.change_passphrase, ("alpha beta", "new")),
        (keys.rotate, ()),
        (keys.create_vault, ("alpha beta",)),
        (keys.add_slot, ("Jaan", "x", False)),
    ):
        refused("keys_tampered", action, mari, *args)
    assert (mari.folder / NAME).read_bytes() == forged


def test_parameters_out_of_bounds_put_in_after_signing_in_are_refused(mari: OpenKeys) -> None:
    file = on_disk(mari.folder)
    private = replace(file.slots[0].private, kdf=sealing.Kdf(2**31, 1, 1))
    wide = file.with_slot(replace(file.slots[0], private=private))
    (mari.folder / NAME).write_bytes(to_bytes(wide))
    refused("keys_out_of_bounds", keys.check_passphrase, mari, "alpha beta")


def test_new_locks_use_the_policy_of_today(mari: OpenKeys) -> None:
    mari.policy = replace(FAST, floor=40, cap=40, most=40)
    keys.change_passphrase(mari, "alpha beta", "new")
    assert on_disk(mari.folder).slots[0].private.kdf.memory == 40


def test_salts_and_nonces_are_never_used_twice(mari: OpenKeys) -> None:
    keys.create_vault(mari, "alpha beta")
    one = on_disk(mari.folder).slots[0]
    keys.change_passphrase(mari, "alpha beta", "x")
    keys.change_passphrase(mari, "x", "alpha beta")
    two = on_disk(mari.folder).slots[0]
    assert one.vault
    assert two.vault
    salts = {w.salt for s in (one, two) for w in (s.private, s.vault.passphrase) if s.vault}
    assert len(salts) == 4
    assert one.private.sealed[:12] != two.private.sealed[:12]
    assert one.public == two.public


# A new passphrase from the coordinator


def test_a_reset_gives_a_one_time_passphrase(mari: OpenKeys, jaan: OpenKeys) -> None:
    keys.reset_passphrase(mari, jaan.slot_id, "again")
    refused("wrong_passphrase", sign_in, mari.folder, "Jaan", "gamma")
    opened = sign_in(mari.folder, "Jaan", "again")
    assert opened.one_time
    assert opened.slot_id == jaan.slot_id
    assert opened.file_key == mari.file_key
    assert opened.office_key is None
    # The session that was open is over: its pair is no longer the account's.
    refused("keys_changed", keys.change_passphrase, jaan, "gamma", "x")


def test_nobody_resets_the_own_account(mari: OpenKeys) -> None:
    refused("own_account", keys.reset_passphrase, mari, mari.slot_id, "x")


def test_a_reset_coordinator_keeps_the_office_key(mari: OpenKeys) -> None:
    kai = keys.add_slot(mari, "Kai", "x", coordinator=True)
    keys.reset_passphrase(mari, kai, "y")
    assert sign_in(mari.folder, "Kai", "y").office_key == mari.office_key


# New keys


def test_a_removed_account_opens_nothing_of_today(mari: OpenKeys, jaan: OpenKeys) -> None:
    old_file = (mari.folder / NAME).read_bytes()
    rotation = keys.remove_slot(mari, jaan.slot_id)
    assert (mari.folder / NAME).read_bytes() == old_file
    new = keys.commit(rotation)
    refused("account_unknown", sign_in, mari.folder, "Jaan", "gamma")
    today = on_disk(mari.folder)
    assert today.generation == parse(old_file).generation + 1
    assert keys.removed_slots(new) == {jaan.slot_id}
    again = sign_in(mari.folder, "Mari", "alpha beta")
    assert (again.file_key, again.office_key) == (new.file_key, new.office_key)
    assert new.file_key != jaan.file_key
    assert new.office_key != mari.office_key
    assert new.database != mari.database
    assert new.workspace_id == mari.workspace_id
    # The leaver's own old copy still opens, with keys that open nothing of today.
    (mari.folder / NAME).write_bytes(old_file)
    assert sign_in(mari.folder, "Jaan", "gamma").file_key == jaan.file_key != new.file_key


def test_the_others_keep_passphrase_and_vault(mari: OpenKeys, jaan: OpenKeys) -> None:
    vault, code = keys.create_vault(jaan, "gamma")
    other = keys.add_slot(mari, "Other", "x", False)
    new = keys.commit(keys.remove_slot(mari, other))
    opened = sign_in(mari.folder, "Jaan", "gamma")
    assert opened.file_key == new.file_key
    assert opened.office_key is None
    assert keys.open_vault(opened, "gamma").secret == vault.secret
    assert keys.open_vault_with_code(opened, code).secret == vault.secret


def test_old_keys_change_nothing_after_a_rotation(mari: OpenKeys) -> None:
    keys.commit(keys.rotate(mari))
    after = (mari.folder / NAME).read_bytes()
    refused("keys_changed", keys.add_slot, mari, "Late", "x", False)
    refused("keys_changed", keys.rotate, mari)
    assert (mari.folder / NAME).read_bytes() == after


def test_a_rotation_prepared_before_another_change_is_not_committed(mari: OpenKeys) -> None:
    rotation = keys.rotate(mari)
    keys.add_slot(mari, "Between", "x", False)
    refused("keys_changed", keys.commit, rotation)
    sign_in(mari.folder, "Between", "x")


def test_removal_is_refused_for_oneself_and_for_nobody(mari: OpenKeys) -> None:
    refused("own_account", keys.remove_slot, mari, mari.slot_id)
    refused("account_unknown", keys.remove_slot, mari, "0" * 32)


def test_the_office_key_goes_only_to_accounts_that_had_it_from_a_holder(
    mari: OpenKeys, jaan: OpenKeys
) -> None:
    """A trainer knows the file key: a forged coordinator must not get the next office key."""
    kai = keys.add_slot(mari, "Kai", "x", coordinator=True)
    file = on_disk(mari.folder)
    _slot, mine = new_slot(file, "Kai", "evil", FAST, coordinator=True, one_time=False)
    public = sealing.public_of(mine)

    def smuggle(now: keys_file.KeyFile) -> keys_file.KeyFile:
        return now.with_slot(replace(now.slot(kai), public=public))

    edit(jaan, smuggle)
    mari = sign_in(mari.folder, "Mari", "alpha beta")
    content = parse(keys.rotate(mari).content)
    assert content.slot(kai).office is None
    assert content.slot(mari.slot_id).office is not None
    # Nor does a trainer by calling the own account a coordinator's.
    edit(jaan, lambda now: now.with_slot(replace(now.slot(jaan.slot_id), coordinator=True)))
    assert parse(keys.rotate(mari).content).slot(jaan.slot_id).office is None


def test_a_trainer_cannot_swap_the_key_of_a_coordinator_in_silence(
    mari: OpenKeys, jaan: OpenKeys
) -> None:
    own = parse((mari.folder / NAME).read_bytes()).slot(mari.slot_id)
    spoiled = replace(own, office_proof=bytes(32))
    edit(jaan, lambda now: now.with_slot(spoiled))
    refused("keys_tampered", sign_in, mari.folder, "Mari", "alpha beta")


def test_who_is_no_coordinator_any_more_gets_no_new_office_key(mari: OpenKeys) -> None:
    kai = keys.add_slot(mari, "Kai", "x", coordinator=True)
    edit(mari, lambda now: now.with_slot(replace(now.slot(kai), coordinator=False)))
    assert parse(keys.rotate(mari).content).slot(kai).office is None


class Stop(Exception):
    """The program is killed here."""


class Killed(files.Ops):
    """A disk on which the n-th call is the last thing that happens."""

    def __init__(self, calls: int, after: bool) -> None:
        self.left, self.after = calls, after

    def _step(self, do: Callable[[], object]) -> None:
        self.left -= 1
        if self.left < 0 or (self.left == 0 and not self.after):
            raise Stop
        do()
        if self.left == 0:
            raise Stop

    def write(self, handle, data):
        self._step(lambda: super(Killed, self).write(handle, data))

    def fsync(self, descriptor):
        self._step(lambda: super(Killed, self).fsync(descriptor))

    def replace(self, source, target):
        self._step(lambda: super(Killed, self).replace(source, target))

    def unlink(self, path):
        raise Stop  # a killed program tidies nothing up


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("calls", range(1, 9))
def test_killed_at_any_step_the_old_or_the_new_keys_open(
    mari: OpenKeys, jaan: OpenKeys, calls: int, after: bool
) -> None:
    rotation = keys.remove_slot(mari, jaan.slot_id)
    with files.using(Killed(calls, after)), pytest.raises(Stop):
        keys.commit(rotation)
    opened = sign_in(mari.folder, "Mari", "alpha beta")
    committed = calls > 3 or (calls == 3 and after)  # write, fsync, replace: the commit point
    assert opened.file_key == (rotation.new.file_key if committed else mari.file_key)
    assert (mari.folder / NAME).read_bytes() == (mari.folder / MIRROR).read_bytes()
    files.sweep(mari.folder)
    assert sorted(p.name for p in mari.folder.iterdir()) == [NAME, MIRROR]


# The sheet


def test_the_sheet_opens_the_file_key(mari: OpenKeys) -> None:
    code = keys.sheet(mari)
    assert len(code.replace(" ", "")) == 56
    sheet = keys.open_with_sheet(mari.folder, code.lower().replace(" ", ""))
    assert (sheet.file_key, sheet.database) == (mari.file_key, mari.database)


def test_a_sheet_of_older_keys_says_so(mari: OpenKeys) -> None:
    code = keys.sheet(mari)
    keys.commit(keys.rotate(mari))
    refused("sheet_of_other_keys", keys.open_with_sheet, mari.folder, code)
    refused("sheet_of_other_keys", keys.reset_with_sheet, mari.folder, code, "Mari", "x", kdf=FAST)


def test_a_sheet_checks_the_mac(mari: OpenKeys) -> None:
    file = replace(on_disk(mari.folder), generation=7)
    (mari.folder / NAME).write_bytes(to_bytes(file))
    refused("keys_tampered", keys.open_with_sheet, mari.folder, keys.sheet(mari))


def test_an_account_is_reset_with_the_sheet(mari: OpenKeys, jaan: OpenKeys) -> None:
    vault, code = keys.create_vault(jaan, "gamma")
    opened = keys.reset_with_sheet(mari.folder, keys.sheet(mari), "Jaan", "new", kdf=FAST)
    assert opened.file_key == mari.file_key
    assert not opened.one_time
    refused("vault_asks_old", keys.open_vault, opened, "new")
    assert keys.open_vault_with_code(opened, code).secret == vault.secret
    refused("wrong_passphrase", sign_in, mari.folder, "Jaan", "gamma")


def test_a_coordinator_after_the_sheet_gets_the_office_key_back(mari: OpenKeys) -> None:
    kai = keys.add_slot(mari, "Kai", "x", coordinator=True)
    opened = keys.reset_with_sheet(mari.folder, keys.sheet(mari), "Kai", "new", kdf=FAST)
    assert opened.coordinator
    assert opened.office_key is None
    refused("office_key_missing", keys.rotate, opened)
    refused("office_key_missing", keys.add_slot, opened, "More", "x", True)
    refused("office_key_missing", keys.give_office_key, opened, kai)
    keys.give_office_key(mari, kai)
    assert sign_in(mari.folder, "Kai", "new").office_key == mari.office_key
    with pytest.raises(NotAllowed):
        keys.give_office_key(mari, keys.add_slot(mari, "Jaan", "x", False))


def test_a_lost_office_key_can_be_made_anew_knowingly(mari: OpenKeys) -> None:
    opened = keys.reset_with_sheet(mari.folder, keys.sheet(mari), "Mari", "new", kdf=FAST)
    new = keys.commit(keys.rotate(opened, without_protected=True))
    assert new.office_key not in (None, mari.office_key)
    assert sign_in(mari.folder, "Mari", "new").office_key == new.office_key


@pytest.mark.parametrize("left", [None, b"nothing of it"])
def test_without_any_key_file_the_sheet_is_enough(mari: OpenKeys, left: bytes | None) -> None:
    code = keys.sheet(mari)
    args = (mari.folder, code, mari.workspace_id, "Mari", "new")
    refused("workspace_exists", keys.recreate_keys, *args, kdf=FAST)
    for name in (NAME, MIRROR):
        (mari.folder / name).unlink()
        if left is not None:
            (mari.folder / name).write_bytes(left)
    assert keys.open_with_sheet(mari.folder, code).database == mari.database
    opened = keys.recreate_keys(*args, kdf=FAST)
    assert opened.file_key == mari.file_key
    assert opened.workspace_id == mari.workspace_id
    assert opened.office_key != mari.office_key
    assert sign_in(mari.folder, "Mari", "new").file_key == mari.file_key


# Backups


def test_a_backup_opens_in_a_new_place_without_removed_accounts(
    mari: OpenKeys, jaan: OpenKeys, tmp_path: Path
) -> None:
    content = (mari.folder / NAME).read_bytes()
    living = keys.commit(keys.remove_slot(mari, jaan.slot_id))
    place = tmp_path / "new laptop"
    opened = keys.open_content(content, place, "Mari", "alpha beta", kdf=FAST)
    assert opened.file_key == mari.file_key
    assert not place.exists()
    keys.install(opened, content, keys.removed_slots(living))
    refused("account_unknown", sign_in, place, "Jaan", "gamma")
    again = sign_in(place, "Mari", "alpha beta")
    assert keys.removed_slots(again) == {jaan.slot_id}
    keys.add_slot(opened, "Jaan", "x", False)
    refused("workspace_exists", keys.install, opened, content)


def test_a_backup_is_not_restored_by_a_removed_account(
    mari: OpenKeys, jaan: OpenKeys, tmp_path: Path
) -> None:
    content = (mari.folder / NAME).read_bytes()
    opened = keys.open_content(content, tmp_path / "new", "Jaan", "gamma", kdf=FAST)
    refused("own_account", keys.install, opened, content, {jaan.slot_id})
    assert not (tmp_path / "new").exists()


def test_a_changed_key_file_in_a_backup_is_refused(mari: OpenKeys, tmp_path: Path) -> None:
    content = (mari.folder / NAME).read_bytes()
    refused("keys_damaged", keys.open_content, content[:-1], tmp_path, "Mari", "x", kdf=FAST)
    opened = keys.open_content(content, tmp_path / "new", "Mari", "alpha beta", kdf=FAST)
    other = to_bytes(signed(replace(parse(content), generation=3), bytes(32)))
    refused("keys_tampered", keys.install, opened, other)


def test_find_slot_ignores_accents_and_case(mari: OpenKeys) -> None:
    assert find_slot(on_disk(mari.folder), "MÀRI").slot_id == mari.slot_id
