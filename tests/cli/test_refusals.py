"""What a command refuses: exit code 3 (or 2), a sentence, and nothing made or changed."""

# ruff: noqa: F401, F811 (fixtures of the neighbour)

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mobdesk.services import workspaces
from tests.cli.test_commands import run, workspace
from tests.services.test_workspaces import FAST, PHRASE


def test_a_sheet_that_cannot_be_written_stops_before_anything_is_made(
    run,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "Kool.mobdesk"
    nowhere = tmp_path / "nowhere" / "s.pdf"
    code, _, err = run("new", folder, "--organisation", "Kool", "--sheet", nowhere)
    assert (code, folder.exists()) == (3, False)
    assert "s.pdf" in err


def test_a_sheet_never_overwrites_a_file(run, workspace: Path, tmp_path: Path) -> None:
    there = b"%PDF of somebody"
    (tmp_path / "s.pdf").write_bytes(there)
    assert run("sheet", workspace, "--sheet", tmp_path / "s.pdf")[0] == 2
    assert (tmp_path / "s.pdf").read_bytes() == there
    assert run("sheet", workspace, "--sheet", tmp_path / "nowhere" / "s.pdf")[0] == 3


def test_a_file_in_the_place_of_a_workspace(run, workspace: Path, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine")
    new = ("--organisation", "Kool", "--sheet", tmp_path / "other.pdf")
    assert run("new", file, *new)[0] == 3
    assert run("backup", workspace, tmp_path / "a.backup")[0] == 0
    assert run("restore", tmp_path / "a.backup", file)[0] == 3
    code, out, _ = run("check", file, "--json")
    assert (code, json.loads(out)["error"]["code"]) == (3, "not_a_workspace")
    assert file.read_text() == "mine"


def test_a_workspace_needs_a_named_organisation(run, tmp_path: Path) -> None:
    folder = tmp_path / "Kool.mobdesk"
    assert run("new", folder, "--organisation", "  ", "--sheet", tmp_path / "s.pdf")[0] == 3
    assert not folder.exists()
    assert not (tmp_path / "s.pdf").exists()


def test_a_backup_into_a_missing_folder_names_that_folder(
    run,
    workspace: Path,
    tmp_path: Path,
) -> None:
    code, _, err = run("backup", workspace, tmp_path / "stick" / "a.backup")
    assert code == 3
    assert "stick" in err
    assert "workspace folder" not in err


@pytest.mark.parametrize("separator", ["xx", '"', "\n"])
def test_what_cannot_separate_columns(
    run,
    workspace: Path,
    tmp_path: Path,
    separator: str,
) -> None:
    source = tmp_path / "list.csv"
    source.write_text("Eesnimi;Perekonnanimi\nÕnne;Ülle\n", "utf-8")
    to = ("--workspace", workspace, "--separator", separator, "--json")
    code, out, _ = run("import", "people", source, *to)
    assert (code, json.loads(out)["error"]["code"]) == (3, "separator_unknown")


def test_writing_is_refused_while_another_program_has_it_open(
    run,
    workspace: Path,
    tmp_path: Path,
) -> None:
    source = tmp_path / "list.csv"
    source.write_text("Eesnimi;Perekonnanimi\nÕnne;Ülle\n", "utf-8")
    held = workspaces.open_(workspace, "coordinator", PHRASE, policy=FAST)
    try:
        code, out, _ = run("import", "people", source, "--workspace", workspace, "--json")
        refused = json.loads(out)["error"]
        assert (code, refused["code"]) == (3, "in_use")
        assert "+00:00" not in refused["message"]
        assert run("undo", workspace)[0] == 3
        assert run("check", workspace)[0] == 0
        assert run("backup", workspace, tmp_path / "a.backup")[0] == 0
    finally:
        held.close()


@pytest.mark.parametrize("how", ["emptied", "deleted"])
def test_a_lost_database_is_told_as_damage_and_brought_back(
    run, workspace: Path, tmp_path: Path, how: str
) -> None:
    assert run("backup", workspace, tmp_path / "a.backup")[0] == 0
    (database,) = workspace.glob("workspace-*.db")
    if how == "emptied":
        database.write_bytes(b"")
    else:
        database.unlink()
    code, out, _ = run("check", workspace, "--json")
    assert (code, json.loads(out)["error"]["code"]) == (3, "database_damaged")
    assert run("restore", tmp_path / "a.backup", workspace)[0] == 0
    assert run("check", workspace)[0] == 0


def test_a_workspace_that_takes_no_new_file_is_not_backed_up(
    run, workspace: Path, tmp_path: Path
) -> None:
    (workspace / "backups").rmdir()
    (workspace / "backups").write_bytes(b"")
    assert run("backup", workspace, tmp_path / "a.backup")[0] == 3
    assert not (tmp_path / "a.backup").exists()


def test_a_folder_that_a_service_copies_is_made_with_a_warning(run, tmp_path: Path) -> None:
    to = ("--organisation", "Kool", "--sheet", tmp_path / "s.pdf")
    code, _, err = run("new", tmp_path / "Dropbox" / "Kool.mobdesk", *to)
    assert code == 0
    assert "Dropbox copies this place" in err


def files_in(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def test_nothing_is_written_into_a_workspace(run, workspace: Path, tmp_path: Path) -> None:
    copy = tmp_path / "a.mobdesk-backup"
    assert run("backup", workspace, copy)[0] == 0
    before = files_in(workspace)
    kool = ("--organisation", "Kool")
    for words in (
        ("sheet", workspace, "--sheet", workspace / "s.pdf"),
        ("backup", workspace, workspace / "x.mobdesk-backup"),
        ("backup", workspace, workspace / "backups" / "x.mobdesk-backup"),
        ("new", workspace / "inner", *kool, "--sheet", tmp_path / "n.pdf"),
        ("new", tmp_path / "Other.mobdesk", *kool, "--sheet", workspace / "n.pdf"),
        ("restore", copy, workspace / "inner"),
    ):
        code, _, err = run(*words)
        assert (code, "inside a workspace" in err) == (3, True), words
    itself = tmp_path / "Own.mobdesk"
    assert run("new", itself, *kool, "--sheet", itself / "s.pdf")[0] == 3
    assert files_in(workspace) == before
    assert not (tmp_path / "n.pdf").exists()
    assert not itself.exists()
    assert not (tmp_path / "Other.mobdesk").exists()


def test_files_in_a_folder_that_a_service_copies_are_made_with_a_warning(
    run, workspace: Path, tmp_path: Path
) -> None:
    cloud = tmp_path / "OneDrive - Kool"
    cloud.mkdir()
    new = ("new", tmp_path / "B.mobdesk", "--organisation", "Kool", "--sheet", cloud / "b.pdf")
    for words in (
        new,
        ("sheet", workspace, "--sheet", cloud / "s.pdf"),
        ("backup", workspace, cloud / "a.mobdesk-backup"),
        ("restore", cloud / "a.mobdesk-backup", cloud / "C.mobdesk"),
    ):
        code, _, err = run(*words)
        assert (code, "OneDrive - Kool copies this place" in err) == (0, True), words
    assert "copies this place" not in run("sheet", workspace, "--sheet", tmp_path / "t.pdf")[2]
