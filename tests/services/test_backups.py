"""Backups are made, found, thinned, copied, damaged and restored, as a person relies on them."""

from __future__ import annotations

import errno
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from mobdesk.errors import NotAllowed, Refused
from mobdesk.models import backups as rooms
from mobdesk.models import files
from mobdesk.models.workspace import Vault
from mobdesk.services import (
    accounts,
    attachments,
    backup_places,
    backups,
    people,
    vault,
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
)
from tests.stores import TRAINER

__all__ = ["empty_office", "office"]

DAY = timedelta(days=1)


def make(office: Office, days: float = 0, reason: str = "by_hand") -> backups.BackupRow:
    return backups.make(office.store, office.actor, now=NOW + DAY * days, reason=reason)


def due(office: Office, reason: str, days: float = 0) -> backups.Automatic:
    return backups.automatic(office.store, office.actor, reason, now=NOW + DAY * days)


def rows(office: Office) -> list[backups.BackupRow]:
    return backups.rows(office.store, office.actor)


def test_a_backup_tells_when_why_and_what_is_inside(office: Office) -> None:
    add_person(office, "Mari", "Tamm")
    made = make(office)
    (row,) = rows(office)
    assert row == made
    assert (row.made_at, row.reason, row.people, row.good) == (NOW, "by_hand", 1, True)
    assert backups.verify(office.store, office.actor, row.path).good
    assert b"Tamm" not in row.path.read_bytes()
    assert b"SQLite format" not in row.path.read_bytes()


def test_a_trainer_sees_and_makes_none_by_hand_but_the_automatic_one_is_made(
    office: Office,
) -> None:
    with pytest.raises(NotAllowed):
        backups.rows(office.store, TRAINER)
    with pytest.raises(NotAllowed):
        backups.make(office.store, TRAINER, now=NOW)
    assert backups.automatic(office.store, TRAINER, "first_change", now=NOW).made is not None


def test_one_backup_a_day_and_one_at_closing_after_a_change(office: Office) -> None:
    assert due(office, "first_change").made is not None
    assert due(office, "first_change").made is None
    assert due(office, "close").made is None
    add_person(office, "Mari", "Tamm")
    assert due(office, "close").made is not None
    assert due(office, "close").made is None
    assert due(office, "first_change", days=1).made is not None
    assert due(office, "before_import", days=1).made is not None
    new = "window planet sugar candle orbit"
    accounts.change_passphrase(office.store, office.actor, PHRASE, new)
    made = due(office, "close", days=1).made
    assert made is not None
    there = office.folder.parent / "new.mobdesk"
    backups.restore_new(made.path, there, "coordinator", new, policy=FAST)


def test_closing_without_a_change_pushes_no_older_copy_out(office: Office) -> None:
    """The container of who signs in changes every time: each closing makes a copy."""
    first = make(office)
    add_person(office, "Mari", "Tamm")
    for hour in range(1, 7):
        vault.renew(office.store, office.actor)
        assert due(office, "close", days=hour / 24).made is not None
    found = rows(office)
    assert len(found) == 3
    assert found[-1].name == first.name
    assert found[0].made_at == NOW + DAY * 6 / 24
    assert found[1].reason == "close"


def test_restore_brings_records_back_and_keeps_a_backup_of_before(office: Office) -> None:
    first = add_person(office, "Mari", "Tamm")
    made = make(office)
    people.remove(office.store, office.actor, [first])
    add_person(office, "Uus", "Inimene")
    done = backups.restore(office.store, office.actor, made.path, now=NOW + DAY)
    assert names(office) == ["Tamm, Mari"]
    assert (done.people, done.missing_attachments) == (1, 0)
    assert done.before is not None
    backups.restore(office.store, office.actor, done.before, now=NOW + DAY * 2)
    assert names(office) == ["Inimene, Uus"]


def test_after_a_restore_work_goes_on_and_is_there_at_the_next_opening(office: Office) -> None:
    made = make(office)
    backups.restore(office.store, office.actor, made.path, now=NOW)
    add_person(office, "Uus", "Inimene")
    office.close()
    again = workspaces.open_(office.folder, "coordinator", PHRASE, policy=FAST)
    assert names(again) == ["Inimene, Uus"]
    again.close()


def test_restore_brings_back_files_of_removed_records(office: Office) -> None:
    person = add_person(office, "Mari", "Tamm")
    attach(office, "people", person, "scan.pdf", b"%PDF scan")
    made = make(office)
    stored = next((office.folder / "attachments").iterdir())
    stored.unlink()
    done = backups.restore(office.store, office.actor, made.path, now=NOW)
    assert done.missing_attachments == 1
    row = backups.verify(office.store, office.actor, made.path)
    assert row.problem == "backup_attachments_missing"


@pytest.mark.parametrize("part", ["mark", "head", "facts", "stream", "end"])
def test_a_flipped_byte_in_a_backup_is_told_and_nothing_is_restored(
    office: Office, part: str
) -> None:
    add_person(office, "Mari", "Tamm")
    made = make(office)
    data = bytearray(made.path.read_bytes())
    head = 12 + int.from_bytes(data[8:12], "big")
    place = {"mark": 3, "head": 40, "facts": head + 20, "stream": len(data) // 2, "end": -1}[part]
    data[place] ^= 1
    made.path.write_bytes(data)
    assert not backups.verify(office.store, office.actor, made.path).good
    with pytest.raises(Refused):
        backups.restore(office.store, office.actor, made.path, now=NOW)
    assert names(office) == ["Tamm, Mari"]


def test_a_damaged_database_is_told_by_the_next_backup_and_the_last_good_one_stays(
    office: Office,
) -> None:
    for n in range(40):
        add_person(office, f"Nimi{n}", "Tamm")
    good = make(office)
    size = office.store.path.stat().st_size
    for place in (size // 3, size // 2 + 77, size - 5):
        with office.store.path.open("r+b") as file:
            file.seek(place)
            was = file.read(1)[0]
            file.seek(place)
            file.write(bytes([was ^ 1]))
        with pytest.raises(Refused, match="database_damaged"):
            due(office, "first_change", days=1)
        assert [r.name for r in rows(office) if r.good] == [good.name]
        with office.store.path.open("r+b") as file:
            file.seek(place)
            file.write(bytes([was]))
    assert due(office, "first_change", days=1).made is not None


def test_a_restore_wants_three_times_the_room_and_changes_nothing_without(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_person(office, "Mari", "Tamm")
    made = make(office)
    size = office.store.path.stat().st_size
    usage = shutil.disk_usage(office.folder)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=3 * size - 1))
    with pytest.raises(Refused, match="disk_full"):
        backups.restore(office.store, office.actor, made.path, now=NOW)
    assert [r.name for r in rows(office)] == [made.name]
    assert names(office) == ["Tamm, Mari"]


def test_a_file_that_is_damaged_while_open_is_restored_in_place(office: Office) -> None:
    for n in range(60):
        add_person(office, f"Nimi{n}", "Tamm")
    good = make(office)
    add_person(office, "Uus", "Inimene")
    data = bytearray(office.store.path.read_bytes())
    for place in range(8192 + 500, len(data), 8192):
        data[place] ^= 1
    office.store.path.write_bytes(data)
    done = backups.restore(office.store, office.actor, good.path, now=NOW)
    assert done.before is not None
    assert done.before.name.startswith("damaged-")
    assert done.before.read_bytes() == data
    assert len(names(office)) == 60
    assert make(office, 1).good


def test_a_damaged_workspace_is_restored_without_opening_it(office: Office) -> None:
    add_person(office, "Mari", "Tamm")
    good = make(office)
    office.close()
    data = bytearray(office.store.path.read_bytes())
    data[20:4000] = bytes(3980)
    office.store.path.write_bytes(data)
    with pytest.raises(Refused, match="database_damaged"):
        workspaces.open_(office.folder, "coordinator", PHRASE, policy=FAST)
    done = backups.restore_damaged(
        office.folder, good.path, "coordinator", PHRASE, now=NOW, policy=FAST
    )
    assert done.before is not None
    assert done.before.read_bytes() == data
    again = workspaces.open_(office.folder, "coordinator", PHRASE, policy=FAST)
    assert names(again) == ["Tamm, Mari"]
    again.close()


def test_a_new_laptop_with_one_file_and_a_passphrase_opens_everything(
    office: Office, tmp_path: Path
) -> None:
    person = add_person(office, "Mari", "Tamm")
    file = attach(office, "people", person, "scan.pdf", b"%PDF" + b"x" * 200_000)
    secret = attach(office, "people", person, "id.pdf", b"%PDF id", sensitivity="protected")
    stick = tmp_path / "stick"
    stick.mkdir()
    made = backups.make_file(office.store, office.actor, stick / "all.mobdesk-backup", now=NOW)
    office.close()
    there = tmp_path / "New laptop.mobdesk"
    assert backups.inspect(made.path).nicknames == ("coordinator",)
    done = backups.restore_new(made.path, there, "coordinator", PHRASE, policy=FAST)
    assert (done.people, done.missing_attachments) == (1, 0)
    new = workspaces.open_(there, "coordinator", PHRASE, policy=FAST)
    assert names(new) == ["Tamm, Mari"]
    assert len(attachments.content(new.store, new.actor, file)[1]) == 200_004
    assert attachments.content(new.store, new.actor, secret)[1] == b"%PDF id"
    new.close()


def test_a_wrong_passphrase_or_a_taken_folder_leaves_nothing(
    office: Office, tmp_path: Path
) -> None:
    made = make(office)
    with pytest.raises(Refused, match="wrong_passphrase"):
        backups.restore_new(made.path, tmp_path / "N", "coordinator", "no", policy=FAST)
    assert not (tmp_path / "N").exists()
    with pytest.raises(Refused, match="workspace_exists"):
        backups.restore_new(made.path, office.folder, "coordinator", PHRASE, policy=FAST)
    other = tmp_path / "letter.txt"
    other.write_text("x")
    with pytest.raises(Refused, match="not_a_backup"):
        backups.restore_new(other, tmp_path / "N", "coordinator", PHRASE, policy=FAST)


def test_a_second_place_gets_copies_and_files_once(office: Office, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    person = add_person(office, "Mari", "Tamm")
    attach(office, "people", person, "scan.pdf", b"%PDF scan")
    assert backups.safety(office.store, office.actor, now=NOW).outside_days is None
    first = backups.set_second_place(office.store, office.actor, stick, now=NOW)
    assert first is not None
    add_person(office, "Uus", "Inimene")
    assert due(office, "close", days=1).copied_to == first.place
    copies = [r for r in rows(office) if not r.here]
    assert len(copies) == 2
    assert all(backups.verify(office.store, office.actor, r.path).good for r in copies)
    assert len(list((first.place / "attachments").iterdir())) == 1
    told = backups.safety(office.store, office.actor, now=NOW + DAY * 5)
    assert (told.outside_days, told.second_reachable, told.copies) == (4, True, 2)
    stick.rename(tmp_path / "away")
    add_person(office, "Veel", "Inimene")
    gone = due(office, "close", days=6)
    assert gone.made is not None
    assert gone.problem == "folder_gone"
    assert len(backups.away(office.store, office.actor)) == 2
    there = tmp_path / "new.mobdesk"
    container = next((tmp_path / "away").rglob("*.mobdesk-backup"))
    done = backups.restore_new(container, there, "coordinator", PHRASE, policy=FAST)
    assert done.missing_attachments == 0


def test_a_file_on_this_disk_is_no_copy_outside_this_laptop(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backups.make_file(office.store, office.actor, tmp_path / "a.mobdesk-backup", now=NOW)
    assert backups.safety(office.store, office.actor, now=NOW).outside_days is None
    stick = tmp_path / "stick"
    stick.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(backup_places, "on_same_disk", lambda path, folder: stick not in path.parents)
        backups.make_file(office.store, office.actor, stick / "b.mobdesk-backup", now=NOW)
    stick.rename(tmp_path / "away")
    assert backups.safety(office.store, office.actor, now=NOW + DAY).outside_days == 1


def test_a_workspace_in_a_synced_folder_is_told(office: Office, tmp_path: Path) -> None:
    office.close()
    there = tmp_path / "Dropbox" / "Kool.mobdesk"
    shutil.copytree(office.folder, there)
    opened = workspaces.open_(there, "coordinator", PHRASE, policy=FAST)
    try:
        assert backups.safety(opened.store, opened.actor, now=NOW).synced == "Dropbox"
    finally:
        opened.close()


def test_a_copy_that_was_destroyed_is_forgotten(office: Office, tmp_path: Path) -> None:
    made = backups.make_file(office.store, office.actor, tmp_path / "a.mobdesk-backup", now=NOW)
    with pytest.raises(Refused, match="already_there"):
        backups.make_file(office.store, office.actor, made.path, now=NOW)
    made.path.unlink()
    (copy,) = backups.away(office.store, office.actor)
    backups.forget_place(office.store, office.actor, Path(copy.place))
    assert backups.away(office.store, office.actor) == []


def test_a_place_inside_the_workspace_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="backup_place_inside"):
        backups.set_second_place(office.store, office.actor, office.folder / "backups", now=NOW)
    assert backups.place_rows(office.store, office.actor) == []


class _ReadOnly(files.Ops):
    """A stick whose switch is on."""

    def __init__(self, stick: Path) -> None:
        self.stick = stick

    def open_new(self, path: Path) -> int:
        if self.stick in path.parents:
            raise OSError(errno.EROFS, "read-only")
        return super().open_new(path)


def test_a_read_only_stick_is_told_as_the_stick_and_nothing_is_made(
    office: Office, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with files.using(_ReadOnly(stick)):
        for refused in (
            lambda: backups.copy_to(office.store, office.actor, stick, now=NOW),
            lambda: backups.set_second_place(office.store, office.actor, stick, now=NOW),
            lambda: backups.make_file(office.store, office.actor, stick / "a.backup", now=NOW),
        ):
            with pytest.raises(Refused, match="backup_place_read_only"):
                refused()
    assert rows(office) == []
    backups.set_second_place(office.store, office.actor, stick, now=NOW)
    with files.using(_ReadOnly(stick)):
        assert due(office, "before_import").problem == "backup_place_read_only"


def test_a_file_on_a_stick_loses_needs_and_containers_in_time(
    office: Office, tmp_path: Path
) -> None:
    from mobdesk.services import protected
    from mobdesk.services.backup_upkeep import bring_up_to_date

    person = add_person(office, "Mari", "Tamm")
    protected.add_need(
        office.store, office.actor, person, "nuts", erase_on=TODAY + DAY * 999, now=NOW
    )
    copy = tmp_path / "a.mobdesk-backup"
    backups.make_file(office.store, office.actor, copy, now=NOW)

    def holds() -> tuple[bool, bool]:
        facts = rooms.look(copy, [office.store.keys]).opened[1]
        return facts.counts["needs"] > 0, bool(facts.vaults)

    bring_up_to_date(office.store, NOW + DAY * 200)
    assert holds() == (True, True), "there is no other copy yet"
    due(office, "before_import", days=6)
    assert holds() == (True, True)
    due(office, "before_import", days=8)
    assert holds() == (False, True)
    due(office, "before_import", days=91)
    assert holds() == (False, False)
    assert backups.verify(office.store, office.actor, copy).good
    done = backups.restore(office.store, office.actor, copy, now=NOW + DAY * 92)
    assert done.people == 1
    assert [n.text for n in protected.needs(
        office.store, office.actor, person, why="menu", now=NOW
    )] == ["nuts"], "those of today stay"  # fmt: skip


def test_a_year_of_backups_is_thinned_and_longer_ones_hold_no_needs(office: Office) -> None:
    from mobdesk.services import protected

    person = add_person(office, "Mari", "Tamm")
    protected.add_need(
        office.store, office.actor, person, "nuts", erase_on=TODAY + DAY * 999, now=NOW
    )
    with office.store.quietly() as s:
        s.merge(Vault(slot_id=office.store.keys.slot_id, container=b"c" * 100))
    for day in range(0, 400, 25):
        make(office, day)
    due(office, "before_import", days=400)
    found = rooms.containers(rooms.local_place(office.folder), [office.store.keys])
    with_needs = [f for f in found if f.facts and f.facts.counts["needs"]]
    with_vault = [f for f in found if f.facts and f.facts.vaults]
    assert 14 <= len(found) <= 7 + 8 + 12
    assert len(with_needs) == 7
    assert len(with_vault) == 4  # not older than 90 days
    assert all(backups.verify(office.store, office.actor, f.path).good for f in found)


def test_the_diary_is_in_the_newest_good_backup_after_200_days_without_sign_in(
    office: Office,
) -> None:
    slot = office.store.keys.slot_id
    with office.store.quietly() as s:
        s.merge(Vault(slot_id=slot, container=b"diary" * 100))
    make(office, 0)
    with office.store.quietly() as s:
        s.delete(s.get(Vault, slot))
    newest = rooms.containers(rooms.local_place(office.folder), [office.store.keys])[0]
    from mobdesk.services.backup_upkeep import thin_place

    thin_place(office.store, rooms.local_place(office.folder), NOW + DAY * 200)
    backups.restore(office.store, office.actor, newest.path, now=NOW + DAY * 200)
    with office.store.read() as s:
        kept = s.get(Vault, slot)
        assert kept is not None
        assert kept.container == b"diary" * 100


def test_a_restore_keeps_todays_private_notes_unless_asked(office: Office) -> None:
    slot = office.store.keys.slot_id

    def notes() -> bytes:
        with office.store.read() as s:
            kept = s.get(Vault, slot)
            assert kept is not None
            return kept.container

    def write(text: bytes) -> None:
        with office.store.quietly() as s:
            s.merge(Vault(slot_id=slot, container=text))

    write(b"old")
    made = make(office)
    write(b"new")
    backups.restore(office.store, office.actor, made.path, now=NOW)
    assert notes() == b"new"
    backups.restore(office.store, office.actor, made.path, now=NOW, with_notes=True)
    assert notes() == b"old"


def test_notes_under_a_key_that_is_gone_never_replace_new_ones(office: Office) -> None:
    made = make(office)
    vault.start_again(office.store, office.actor, PHRASE)
    backups.restore(office.store, office.actor, made.path, now=NOW, with_notes=True)
    assert vault.unlock(office.store, office.actor, PHRASE).open


def test_the_backup_before_an_upgrade_is_made_without_a_store(office: Office) -> None:
    office.close()
    keys = office.store.keys
    backups.before_upgrade(office.store.path, keys, now=NOW)
    (found,) = rooms.containers(rooms.local_place(office.folder), [keys])
    assert found.good
    assert found.opened[1].reason == "before_upgrade"


def test_a_copy_made_by_hand_goes_to_the_second_place_too(office: Office, tmp_path: Path) -> None:
    alone = backups.make(office.store, office.actor, now=NOW)
    assert (alone.copied_to, alone.not_copied) == (None, None)
    stick = tmp_path / "stick"
    stick.mkdir()
    second = backups.set_second_place(office.store, office.actor, stick, now=NOW + DAY)
    assert second is not None
    made = backups.make(office.store, office.actor, now=NOW + 2 * DAY)
    assert (made.copied_to, made.not_copied) == (second.place, None)
    there = [r for r in rows(office) if not r.here and r.name == made.name]
    assert [backups.verify(office.store, office.actor, r.path).good for r in there] == [True]
    stick.rename(tmp_path / "away")
    lone = backups.make(office.store, office.actor, now=NOW + 3 * DAY)
    assert (lone.here, lone.copied_to, lone.not_copied) == (True, None, "folder_gone")
