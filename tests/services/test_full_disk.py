"""A disk without room is one known error, wherever it shows."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from mobdesk.errors import Refused
from mobdesk.models import copies, database, files, lock, room, upgrade
from mobdesk.services import accounts, backups, workspaces
from tests.models.key_support import FAST
from tests.services.offices import (
    NOW,
    PHRASE,
    Office,
    add_person,
    attach,
    empty_office,
    names,
    office,
)

__all__ = ["empty_office", "office"]


def test_a_copy_that_finds_no_room_is_a_known_error(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = database.connect

    def small(path: Path, key: bytes, **given: bool) -> database.Raw:
        raw = opened(path, key, **given)
        raw.execute("PRAGMA max_page_count = 20")  # SQLite's own way to have no room
        return raw

    monkeypatch.setattr(database, "connect", small)
    key = office.store.keys.file_key
    with pytest.raises(Refused, match="disk_full"):
        copies.copy_database(office.store.path, key, tmp_path / "copy", key)


def test_an_upgrade_that_finds_no_room_leaves_the_file_as_it_was(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.close()
    before = office.store.path.read_bytes()

    def full(*_: object) -> None:
        raise database.driver.OperationalError("database or disk is full")

    monkeypatch.setattr(upgrade, "_migrate_copy", full)
    with pytest.raises(Refused, match="disk_full"):
        upgrade.upgrade(office.store.path, office.store.keys.file_key)
    assert office.store.path.read_bytes() == before
    assert not list(office.folder.glob("*.upgrading*"))


def test_a_lock_that_finds_no_room_says_so_and_is_let_go(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.close()

    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    with monkeypatch.context() as patch, pytest.raises(Refused, match="disk_full"):
        patch.setattr(lock, "_tell", full)
        workspaces.open_(office.folder, "coordinator", PHRASE, policy=FAST)
    assert not (office.folder / lock.NAME).exists()
    workspaces.open_(office.folder, "coordinator", PHRASE, policy=FAST).close()


def test_new_keys_stand_even_where_there_is_no_room_for_backups_under_them(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(office, "people", add_person(office, "Mari", "Tamm"), "paper.pdf", b"%PDF-1.4")
    kept = backups.make(office.store, office.actor, now=NOW)
    before, asked = office.store.keys.key_id, room.need_space

    def none_for_backups(folder: Path, size: int) -> None:
        if folder.name == "backups":
            raise Refused("disk_full", needed=size, free=0)
        asked(folder, size)

    with monkeypatch.context() as patch:
        patch.setattr(room, "need_space", none_for_backups)
        told = accounts.new_keys(office.store, office.actor, now=NOW)
    assert office.store.keys.key_id != before
    assert told.backups_not_changed == (kept.name,)
    # Its attachments stand under the new keys only; the backup is whole all the same.
    assert backups.verify(office.store, office.actor, kept.path).good
    restored = backups.restore(office.store, office.actor, kept.path, now=NOW)
    assert restored.missing_attachments == 0
    assert names(office) == ["Tamm, Mari"]
    assert not list(office.folder.rglob(f"*{files.TEMPORARY}"))
