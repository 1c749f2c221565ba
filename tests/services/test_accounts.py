"""Accounts come and go; who was removed opens nothing of today, wherever it stands."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from mobdesk.domain.roles import Role
from mobdesk.errors import NotAllowed, Refused
from mobdesk.models import backups as rooms
from mobdesk.models import database, keys, rekeying
from mobdesk.models.store import Store
from mobdesk.models.workspace import Vault
from mobdesk.services import (
    accounts,
    attachments,
    backups,
    history,
    protected,
    signing_in,
    workspaces,
)
from tests.models.key_support import FAST
from tests.services.offices import (
    NOW,
    PHRASE,
    TODAY,
    Office,
    add_person,
    attach,
    empty_office,
    names,
    office,
    reopened,
)
from tests.stores import TRAINER

__all__ = ["empty_office", "office", "reopened"]


def add(office: Office, nickname: str = "Jaan", role: Role = Role.TRAINER) -> accounts.NewAccount:
    return accounts.add(office.store, office.actor, nickname, role)


def remove(office: Office, account_id: int) -> accounts.NewKeys:
    return accounts.remove(office.store, office.actor, account_id, now=NOW)


def test_a_new_account_signs_in_once_and_chooses_its_own_passphrase(
    office: Office, reopened
) -> None:
    jaan = add(office)
    theirs = reopened("jaan", jaan.passphrase)
    assert theirs.must_replace_passphrase
    assert theirs.actor.role is Role.TRAINER
    new = "window planet sugar candle orbit"
    accounts.change_passphrase(theirs.store, theirs.actor, jaan.passphrase, new)
    theirs.close()
    with pytest.raises(Refused, match="wrong_passphrase"):
        workspaces.open_(office.folder, "Jaan", jaan.passphrase, policy=FAST)
    again = workspaces.open_(office.folder, "Jaan", new, policy=FAST)
    assert not again.must_replace_passphrase
    again.close()


def test_accounts_are_listed_with_their_person(office: Office) -> None:
    person = add_person(office, "Jaan", "Kask")
    made = accounts.add(office.store, office.actor, "Jaan", Role.TRAINER, person)
    row = next(r for r in accounts.rows(office.store, office.actor) if r.id == made.id)
    assert (row.nickname, row.person, row.one_time, row.own) == ("Jaan", "Jaan Kask", True, False)
    accounts.change(office.store, office.actor, row.id, row.rev, role=Role.DIRECTOR, person_id=None)
    row = next(r for r in accounts.rows(office.store, office.actor) if r.id == made.id)
    assert (row.role, row.person) == (Role.DIRECTOR, "")
    accounts.rename(office.store, office.actor, row.id, row.rev, "Jüri")
    assert "Jüri" in signing_in.nicknames(office.folder)


def test_refusals_change_nothing(office: Office) -> None:
    jaan = add(office)
    before = (office.folder / "keys.json").read_bytes()
    with pytest.raises(Refused, match="nickname_taken"):
        add(office, "JAAN")
    with pytest.raises(Refused, match="own_account"):
        remove(office, office.actor.account_id)
    with pytest.raises(Refused, match="coordinator_changes_by_new_account"):
        accounts.change(
            office.store, office.actor, jaan.id, 1, role=Role.COORDINATOR, person_id=None
        )
    with pytest.raises(NotAllowed):
        accounts.remove(office.store, TRAINER, jaan.id, now=NOW)
    assert (office.folder / "keys.json").read_bytes() == before


def test_who_was_removed_opens_nothing_of_today(office: Office, tmp_path: Path) -> None:
    jaan = add(office)
    person = add_person(office, "Mari", "Tamm")
    file = attach(office, "people", person, "scan.pdf", b"%PDF scan")
    backups.make(office.store, office.actor, now=NOW)
    shutil.copy(office.folder / "keys.json", tmp_path / "old.json")
    old = keys.open_keys(office.folder, "Jaan", jaan.passphrase, kdf=FAST)
    done = remove(office, jaan.id)
    assert (done.removed, done.backups_not_changed, done.away) == (("Jaan",), (), ())
    # The office goes on at once, with everything.
    assert names(office) == ["Tamm, Mari"]
    assert attachments.content(office.store, office.actor, file)[1] == b"%PDF scan"
    add_person(office, "Uus", "Inimene")
    # The leaver's key file, passphrase and keys.
    with pytest.raises(Refused, match="account_unknown"):
        keys.open_keys(office.folder, "Jaan", jaan.passphrase, kdf=FAST)
    with pytest.raises(Refused, match="database_damaged"):
        database.connect(office.store.path, old.file_key)
    (container,) = rooms.containers(rooms.local_place(office.folder), [office.store.keys])
    assert container.good
    with pytest.raises(Refused, match="backup_of_other_keys"):
        rooms.verify(container.path, old, tmp_path)
    assert "Jaan" not in backups.inspect(container.path).nicknames
    for stored in (office.folder / "attachments").iterdir():
        assert stored.name.endswith(office.store.keys.key_id)
        with pytest.raises(Refused, match="attachment_damaged"):
            theirs = (stored.rename(stored.with_suffix(f".{old.key_id}")), old)[1]
            from mobdesk.models.attachments import read

            read(theirs, stored.name.partition(".")[0])
    assert len(list(office.folder.glob("workspace-*.db"))) == 1


def test_after_new_keys_the_workspace_opens_again_and_tells_it_in_the_history(
    office: Office, reopened
) -> None:
    jaan = add(office)
    remove(office, jaan.id)
    accounts.new_keys(office.store, office.actor, now=NOW)
    again = reopened()
    codes = [
        row.code
        for row in history.rows(again.store, again.actor, history.find(again.store, again.actor))
    ]
    assert codes[:3] == ["keys_renewed", "account_removed", "account_added"]
    row = next(r for r in accounts.rows(again.store, again.actor) if r.nickname == "Jaan")
    assert not row.active


def test_protected_data_are_there_after_new_keys_and_their_undo_too(office: Office) -> None:
    person = add_person(office, "Mari", "Tamm")
    s, a = office.store, office.actor
    protected.set_bank_account(s, a, person, "EE38 2200 2210 2014 5685")
    protected.set_bank_account(s, a, person, "EE00")
    protected.add_need(s, a, person, "pähklid", erase_on=TODAY, now=NOW)
    file = attach(office, "people", person, "id.pdf", b"%PDF id", sensitivity="protected")
    accounts.new_keys(s, a, now=NOW)
    assert protected.bank_account(s, a, person, why="payment", now=NOW) == "EE00"
    assert protected.needs(s, a, person, why="menu", now=NOW)[0].text == "pähklid"
    assert attachments.content(s, a, file)[1] == b"%PDF id"
    history.undo(s, a)  # the file
    history.undo(s, a)
    assert (
        protected.bank_account(s, a, person, why="payment", now=NOW) == "EE38 2200 2210 2014 5685"
    )


def test_backups_of_before_are_restored_after_new_keys_without_who_was_removed(
    office: Office, tmp_path: Path
) -> None:
    jaan = add(office)
    person = add_person(office, "Mari", "Tamm")
    protected.set_bank_account(office.store, office.actor, person, "EE38")
    with office.store.quietly() as s:
        slot = next(x.slot_id for x in keys.list_slots(office.folder) if x.nickname == "Jaan")
        s.merge(Vault(slot_id=slot, container=b"jaan"))
    made = backups.make(office.store, office.actor, now=NOW)
    remove(office, jaan.id)
    backups.restore(office.store, office.actor, made.path, now=NOW + timedelta(days=1))
    assert not next(
        r for r in accounts.rows(office.store, office.actor) if r.nickname == "Jaan"
    ).active
    assert protected.bank_account(office.store, office.actor, person, why="x", now=NOW) == "EE38"
    there = tmp_path / "new.mobdesk"
    backups.restore_new(made.path, there, "coordinator", PHRASE, policy=FAST)
    assert signing_in.nicknames(there) == ["coordinator"]
    new = workspaces.open_(there, "coordinator", PHRASE, policy=FAST)
    with new.store.read() as s:
        assert s.get(Vault, slot) is None
    new.close()


def test_a_stick_that_was_away_is_listed_and_renewed_when_it_comes_back(
    office: Office, tmp_path: Path
) -> None:
    stick, away = tmp_path / "stick", tmp_path / "away"
    stick.mkdir()
    jaan = add(office)
    person = add_person(office, "Mari", "Tamm")
    attach(office, "people", person, "scan.pdf", b"%PDF scan")
    copied = backups.set_second_place(office.store, office.actor, stick, now=NOW)
    assert copied is not None
    stick.rename(away)
    done = remove(office, jaan.id)
    assert [(c.place, c.made_at) for c in done.away] == [(str(copied.place), NOW)]
    away.rename(stick)
    backups.automatic(office.store, office.actor, "before_import", now=NOW)
    found = rooms.containers(rooms.other_place(copied.place), [office.store.keys])
    assert len(found) == 2
    assert all(f.good for f in found)
    assert all(
        p.name.endswith(office.store.keys.key_id) for p in (copied.place / "attachments").iterdir()
    )
    assert office.store.setting(rekeying.RETIRED, None) == {}


def test_an_old_copy_on_a_new_laptop_does_not_bring_back_who_was_removed(
    office: Office, tmp_path: Path
) -> None:
    jaan = add(office)
    made = backups.make(office.store, office.actor, now=NOW)
    copy = tmp_path / "copy.mobdesk-backup"
    shutil.copy(made.path, copy)
    remove(office, jaan.id)
    there = tmp_path / "new.mobdesk"
    with pytest.raises(Refused, match="own_account"):
        backups.restore_new(copy, there, "Jaan", jaan.passphrase, near=[office.folder], policy=FAST)
    backups.restore_new(copy, there, "coordinator", PHRASE, near=[office.folder], policy=FAST)
    assert signing_in.nicknames(there) == ["coordinator"]


def test_an_account_that_was_half_made_is_made_whole(office: Office, reopened) -> None:
    keys.add_slot(office.store.keys, "Jaan", "never told", coordinator=False)
    jaan = add(office)
    assert len(keys.list_slots(office.folder)) == 2
    theirs = reopened("Jaan", jaan.passphrase)
    assert theirs.actor.account_id == jaan.id


class _Killed(BaseException):
    """Ends the program between two steps: nothing may tidy up behind it."""


STEPS = ("renew_attachments", "new_database", "commit", "switch", "sweep_old", "bring_up_to_date")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_ended_at_any_step_either_the_old_or_the_new_state_opens(
    office: Office, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    jaan = add(office)
    person = add_person(office, "Mari", "Tamm")
    protected.set_bank_account(office.store, office.actor, person, "EE38")
    file = attach(office, "people", person, "scan.pdf", b"%PDF scan")
    made = backups.make(office.store, office.actor, now=NOW)
    owner = {
        "renew_attachments": rekeying, "new_database": rekeying, "commit": keys, "switch": Store,
        "sweep_old": accounts, "bring_up_to_date": accounts.upkeep,
    }[step]  # fmt: skip
    real = getattr(owner, step)

    def killed(*args: object, **given: object) -> object:
        if when == "after":
            real(*args, **given)
        raise _Killed

    monkeypatch.setattr(owner, step, killed)
    monkeypatch.setattr(accounts, "take_back", lambda _new: None)
    with pytest.raises(_Killed):
        remove(office, jaan.id)
    monkeypatch.undo()
    office.close()
    again = workspaces.open_(office.folder, "coordinator", PHRASE, policy=FAST)
    assert names(again) == ["Tamm, Mari"]
    assert attachments.content(again.store, again.actor, file)[1] == b"%PDF scan"
    assert protected.bank_account(again.store, again.actor, person, why="x", now=NOW) == "EE38"
    committed = "Jaan" not in signing_in.nicknames(again.folder)
    assert committed == (
        STEPS.index(step) > STEPS.index("commit") or (step == "commit" and when == "after")
    )
    assert len(list(again.folder.glob("workspace-*.db"))) == 1
    assert len(list((again.folder / "attachments").iterdir())) == 1
    backups.automatic(again.store, again.actor, "before_import", now=NOW)
    row = backups.verify(again.store, again.actor, made.path)
    assert row.good
    backups.restore(again.store, again.actor, made.path, now=NOW)
    assert names(again) == ["Tamm, Mari"]
    again.close()
