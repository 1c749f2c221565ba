"""A workspace is made, opened, locked; every refusal leaves the disk as it was."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mobdesk.domain.roles import Role
from mobdesk.errors import MobdeskError, Refused
from mobdesk.models.lock import NAME, Lock
from mobdesk.models.sealing import Policy
from mobdesk.services import backups, history, organisations, signing_in, workspaces

FAST = Policy(floor=8 * 1024, cap=8 * 1024, rounds=1, lanes=1, least=1024)
PHRASE = "lantern copper meadow violin harbour"


def make(folder: Path, **given) -> workspaces.Workspace:
    return workspaces.create(folder, "Emajõe koolituskeskus", PHRASE, policy=FAST, **given)


def content(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make(tmp_path_factory.mktemp("made") / "Kool õ.mobdesk")
    made.close()
    return made.folder


@pytest.fixture
def folder(made_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_once, tmp_path / made_once.name))


def test_a_new_workspace_opens_with_its_organisation(tmp_path: Path) -> None:
    made = make(tmp_path / "A.mobdesk")
    assert made.title == "A"
    assert made.actor.role is Role.COORDINATOR
    assert organisations.own(made.store, made.actor).name == "Emajõe koolituskeskus"
    made.close()
    assert not (made.folder / NAME).exists()


def test_only_encrypted_content_is_on_the_disk(folder: Path) -> None:
    for data in content(folder).values():
        assert "Emajõe".encode() not in data
        assert b"SQLite format 3" not in data


def test_a_wrong_passphrase_changes_nothing(folder: Path) -> None:
    before = content(folder)
    with pytest.raises(Refused, match="wrong_passphrase"):
        workspaces.open_(folder, "coordinator", "wrong", policy=FAST)
    assert content(folder) == before


def test_a_weak_passphrase_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(MobdeskError):
        workspaces.create(tmp_path / "W.mobdesk", "X", "password", policy=FAST)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(Refused, match="folder_not_empty"):
        make(tmp_path)
    assert content(tmp_path) == {"letter.txt": b"x"}


def test_a_second_workspace_in_the_same_place_is_refused(folder: Path) -> None:
    before = content(folder)
    with pytest.raises(Refused, match="workspace_exists"):
        make(folder)
    assert content(folder) == before


def test_a_second_opener_is_told_where_and_since_when(folder: Path) -> None:
    first = workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    with pytest.raises(Refused, match="in_use") as refused:
        workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    assert refused.value.values.keys() == {"machine", "since"}
    reader = workspaces.open_(folder, "coordinator", PHRASE, read_only=True, policy=FAST)
    assert organisations.own(reader.store, reader.actor) is not None
    reader.close()
    first.close()
    workspaces.open_(folder, "coordinator", PHRASE, policy=FAST).close()


def test_the_lock_names_no_person(folder: Path) -> None:
    lock = Lock(folder)
    lock.take()
    assert json.loads((folder / NAME).read_bytes()).keys() == {"machine", "since", "pid"}
    lock.release()


def test_a_lock_left_by_another_machine_asks_first(folder: Path) -> None:
    left = {"machine": "other-laptop", "since": "2026-11-20T10:00:00Z", "pid": 1}
    (folder / NAME).write_text(json.dumps(left))
    with pytest.raises(Refused, match="workspace_left_open"):
        workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    workspaces.open_(folder, "coordinator", PHRASE, take_over=True, policy=FAST).close()


def test_what_is_no_workspace_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="folder_gone"):
        workspaces.open_(tmp_path / "none", "a", "b", policy=FAST)
    with pytest.raises(Refused, match="not_a_workspace"):
        workspaces.open_(tmp_path, "a", "b", policy=FAST)
    file = tmp_path / "notes.txt"
    file.write_text("mine")
    with pytest.raises(Refused, match="not_a_workspace"):
        workspaces.open_(file, "a", "b", policy=FAST)
    with pytest.raises(Refused, match="not_a_workspace"):
        signing_in.nicknames(file)


def test_leftovers_of_a_killed_program_go_after_a_good_opening(folder: Path) -> None:
    old = folder / "workspace-0123456789abcdef.db"
    old.write_bytes(b"old keys")
    opened = workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    assert opened.was_interrupted
    opened.close()
    assert not old.exists()
    opened = workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    assert not opened.was_interrupted
    opened.close()


@pytest.mark.parametrize(
    ("place", "synced"),
    [("OneDrive - Kool", True), ("Dropbox", True), ("My Drive", True), ("Documents", False)],
)
def test_a_folder_copied_to_the_internet_is_recognised(
    tmp_path: Path, place: str, synced: bool
) -> None:
    assert (workspaces.synced_by(tmp_path / place / "A.mobdesk") == place) is synced


def test_a_name_becomes_a_folder_that_every_disk_takes(tmp_path: Path) -> None:
    assert workspaces.folder_for(tmp_path, "Kool: õ/ä?").name == "Kool- õ-ä-.mobdesk"
    assert workspaces.folder_for(tmp_path, "..").name == "Mobdesk.mobdesk"


def test_a_folder_that_went_while_open_is_told_by_whatever_comes_next(tmp_path: Path) -> None:
    folder = tmp_path / "A.mobdesk"
    opened = workspaces.create(folder, "Kool", PHRASE, policy=FAST)
    organisations.own(opened.store, opened.actor)
    shutil.rmtree(folder)
    for deed in (
        lambda: organisations.add(opened.store, opened.actor, {"name": "Kool"}),
        lambda: history.undo(opened.store, opened.actor),
        lambda: backups.make_file(
            opened.store, opened.actor, tmp_path / "b", now=datetime.now(UTC)
        ),
    ):
        with pytest.raises(Refused, match="folder_gone"):
            deed()
    opened.close()
    assert not folder.exists()
