"""After a restore: what the workspace holds then, and who may be back without anybody's will."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mobdesk.errors import Refused
from mobdesk.models import backups as rooms
from mobdesk.services import accounts, backups, erasure, people, workspaces
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

DAY = timedelta(days=1)


@pytest.fixture
def usb_copy(office: Office, tmp_path: Path) -> Path:
    """A copy on a stick from before one of two people was erased; it was away then."""
    add_person(office, "Mari", "Tamm")
    gone = add_person(office, "Jüri", "Kask")
    stick = tmp_path / "stick"
    stick.mkdir()
    copy = stick / "all.mobdesk-backup"
    backups.make_file(office.store, office.actor, copy, now=NOW)
    hidden = tmp_path / "in the drawer"
    stick.rename(hidden)
    erasure.erase(office.store, office.actor, [gone], now=NOW + DAY)
    return hidden / copy.name


def new_place(copy: Path, folder: Path, near: tuple[Path, ...] = ()) -> backups.Restored:
    return backups.restore_new(copy, folder, "coordinator", PHRASE, near=near, policy=FAST)


def people_in(folder: Path) -> list[str]:
    opened = workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    try:
        return names(opened)
    finally:
        opened.close()


def test_the_told_people_are_those_who_are_there_after_the_erasure(
    office: Office, usb_copy: Path
) -> None:
    done = backups.restore(office.store, office.actor, usb_copy, now=NOW + DAY)
    assert names(office) == ["Tamm, Mari"]
    assert done.people == 1
    assert done.unsure_since is None


def test_a_new_place_far_from_everything_says_until_when_it_knows(
    usb_copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    there = tmp_path_factory.mktemp("new laptop") / "New.mobdesk"
    done = new_place(usb_copy, there)
    assert done.people == 2
    assert done.unsure_since == NOW


@pytest.mark.parametrize("how", ["named", "beside the copy", "beside the new place"])
def test_a_living_workspace_within_reach_tells_who_was_erased(
    office: Office, usb_copy: Path, tmp_path_factory: pytest.TempPathFactory, how: str
) -> None:
    far = tmp_path_factory.mktemp("new laptop")
    there, near = far / "New.mobdesk", ()
    if how == "named":
        near = (office.folder,)
    elif how == "beside the copy":
        shutil.copytree(office.folder, usb_copy.parent / "Kool.mobdesk")
    else:
        shutil.copytree(office.folder, far / "Kool.mobdesk")
    done = new_place(usb_copy, there, near)
    assert done.people == 1
    assert done.unsure_since is None
    assert people_in(there) == ["Tamm, Mari"]


def test_it_tells_so_after_new_keys_as_well(
    office: Office, usb_copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The same passphrase opens today's keys: the copy has those of its time."""
    accounts.new_keys(office.store, office.actor, now=NOW + DAY)
    there = tmp_path_factory.mktemp("new laptop") / "New.mobdesk"
    done = new_place(usb_copy, there, (office.folder,))
    assert done.unsure_since is None
    assert people_in(there) == ["Tamm, Mari"]


def test_a_workspace_that_is_older_than_the_copy_tells_nothing(
    office: Office, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    old = tmp_path / "Old.mobdesk"
    shutil.copytree(office.folder, old)
    add_person(office, "Mari", "Tamm")
    copy = tmp_path_factory.mktemp("stick") / "all.mobdesk-backup"
    made_at = datetime.now(UTC)  # as the steps of the history
    backups.make_file(office.store, office.actor, copy, now=made_at)
    there = tmp_path_factory.mktemp("new laptop") / "New.mobdesk"
    assert new_place(copy, there, (old,)).unsure_since == made_at


def test_a_newer_copy_beside_it_tells_up_to_its_own_day(
    office: Office, usb_copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    later = usb_copy.with_name("later.mobdesk-backup")
    backups.make_file(office.store, office.actor, later, now=NOW + 2 * DAY)
    done = new_place(usb_copy, tmp_path_factory.mktemp("new laptop") / "New.mobdesk")
    assert done.people == 1
    assert done.unsure_since == NOW + 2 * DAY


def test_another_workspace_is_no_ledger_of_this_one(
    office: Office, usb_copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    far = tmp_path_factory.mktemp("new laptop")
    workspaces.create(far / "Other.mobdesk", "Other", PHRASE, policy=FAST).close()
    done = new_place(usb_copy, far / "New.mobdesk")
    assert done.unsure_since == NOW
    with pytest.raises(Refused, match="near_of_other_workspace"):
        new_place(usb_copy, far / "New2.mobdesk", (office.folder, far / "Other.mobdesk"))
    assert not (far / "New2.mobdesk").exists()


def test_over_a_damaged_database_the_newest_copy_says_until_when(office: Office) -> None:
    add_person(office, "Mari", "Tamm")
    good = backups.make(office.store, office.actor, now=NOW)
    office.close()
    office.store.path.write_bytes(b"\0" * 8192)
    done = backups.restore_damaged(
        office.folder, good.path, "coordinator", PHRASE, now=NOW + DAY, policy=FAST
    )
    assert (done.people, done.unsure_since) == (1, NOW)


def test_the_restored_copy_is_named_when_somebody_is_erased_later(
    usb_copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    there = tmp_path_factory.mktemp("new laptop") / "New.mobdesk"
    new_place(usb_copy, there)
    usb_copy.rename(usb_copy.with_name("in my pocket"))
    opened = workspaces.open_(there, "coordinator", PHRASE, policy=FAST)
    try:
        person = people.find(opened.store, opened.actor)[0]
        told = erasure.erase(opened.store, opened.actor, [person], now=NOW + DAY)
        assert str(usb_copy) in [copy.place for copy in told.copies_away]
    finally:
        opened.close()


def test_within_reach_it_is_cleaned_instead(office: Office, usb_copy: Path) -> None:
    backups.restore(office.store, office.actor, usb_copy, now=NOW + DAY)
    person = people.find(office.store, office.actor)[0]
    told = erasure.erase(office.store, office.actor, [person], now=NOW + DAY)
    assert str(usb_copy) not in [copy.place for copy in told.copies_away]
    facts = rooms.look(usb_copy, [office.store.keys]).opened[1]
    assert facts.counts["people"] == 0


@pytest.mark.parametrize("new", [False, True])
def test_files_of_who_was_erased_do_not_come_back_either(
    office: Office, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, new: bool
) -> None:
    gone, stays = (add_person(office, "Jüri", name) for name in ("Kask", "Tamm"))
    attach(office, "people", gone, "scan.pdf", b"%PDF erased")
    attach(office, "people", stays, "scan.pdf", b"%PDF kept")
    stick = tmp_path / "stick"
    stick.mkdir()
    copy = stick / "all.mobdesk-backup"
    backups.make_file(office.store, office.actor, copy, now=NOW)
    copy = stick.rename(tmp_path / "drawer") / copy.name
    erasure.erase(office.store, office.actor, [gone], now=NOW + DAY)
    assert len(list((office.folder / "attachments").iterdir())) == 1
    folder = office.folder
    if new:
        folder = tmp_path_factory.mktemp("new laptop") / "New.mobdesk"
        done = new_place(copy, folder, (office.folder,))
    else:
        done = backups.restore(office.store, office.actor, copy, now=NOW + DAY)
    assert done.missing_attachments == 0
    assert len(list((folder / "attachments").iterdir())) == 1
