"""Ways out on the command line: the second copy of the keys, the sheet, a lock left behind."""

# ruff: noqa: F401, F811 (fixtures of the neighbour)

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mobdesk.services import workspaces
from tests.cli.test_commands import run, workspace
from tests.services.test_workspaces import FAST, PHRASE

NEW = "window garden silver morning bridge"


def private(path: Path, text: str) -> Path:
    path.write_text(text + "\n")
    path.chmod(0o600)
    return path


def damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-20] ^= 1
    file.write_bytes(content)


def test_the_second_copy_of_the_keys_is_used_when_it_is_asked_for(run, workspace: Path) -> None:
    damage(workspace / "keys.json")
    code, out, err = run("check", workspace, "--json")
    assert (code, json.loads(out)["error"]["code"]) == (3, "keys_damaged")
    assert "--use-second-copy" in err
    assert run("check", workspace, "--use-second-copy")[0] == 0
    assert run("check", workspace)[0] == 0
    assert run("check", workspace, "--use-second-copy")[0] == 0


def left_open(workspace: Path) -> Path:
    """The lock of a program on another computer that ended without letting go."""
    lock = workspace / "workspace.lock"
    left = {"machine": "elsewhere", "since": "2026-05-04T10:00:00.000000Z", "pid": 1}
    lock.write_text(json.dumps(left))
    return lock


@pytest.mark.parametrize("lost", [False, True])
def test_the_sheet_opens_where_the_passphrase_or_all_keys_are_lost(
    run, workspace: Path, tmp_path: Path, lost: bool
) -> None:
    opened = workspaces.open_(workspace, "coordinator", PHRASE, policy=FAST)
    sheet = private(tmp_path / "code", " ".join(workspaces.sheet_code(opened)))
    opened.close()
    if lost:
        damage(workspace / "keys.json")
        damage(workspace / "keys.json.bak")
        err = run("check", workspace, "--use-second-copy")[2]
        assert "--sheet-code-file" in err
    new = private(tmp_path / "new", NEW)
    by = ("passphrase", workspace, "--sheet-code-file", sheet, "--new-passphrase-file", new)
    left_open(workspace)
    assert run(*by)[0] == 3
    assert run(*by, "--take-over")[0] == 0
    assert run("check", workspace)[0] == 3
    assert run("check", workspace, secret_file=new)[0] == 0


def test_a_workspace_that_another_computer_left_open_is_taken_over(run, workspace: Path) -> None:
    lock = left_open(workspace)
    code, _, err = run("erase", workspace, "1", "--yes")
    assert (code, "elsewhere" in err, "--take-over" in err) == (3, True, True)
    assert run("undo", workspace, "--take-over")[0] == 3  # nothing to undo
    assert not lock.exists()


def test_a_lock_that_cannot_be_read_names_nothing_unknown(run, workspace: Path) -> None:
    held = workspaces.open_(workspace, "coordinator", PHRASE, policy=FAST)
    try:
        (workspace / "workspace.lock").write_bytes(b"")
        code, _, err = run("undo", workspace)
        assert (code, "–" in err, "another computer" in err) == (3, False, True)
    finally:
        held.close()


def test_a_bug_is_told_as_json_and_names_nobody(
    run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("Mari Mets")

    monkeypatch.setattr("mobdesk.services.history.find", broken)
    code, out, err = run("history", workspace, "--json")
    assert (code, json.loads(out)["error"]["code"]) == (1, "bug")
    assert "ValueError" in err
    assert "mobdesk.cli.workspaces" in err
    assert "Mari" not in err
    assert str(workspace) not in err
