"""An installation proves itself, and a broken piece is named without hiding the others."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from mobdesk import __main__, cli, selftest
from mobdesk.imports import child


def test_every_piece_works_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert __main__.main(["self-test", "--json"]) == cli.DONE
    said = json.loads(capsys.readouterr().out)
    assert said["ok"]
    assert [check["name"] for check in said["checks"]] == list(selftest.PIECES)
    assert not list(tmp_path.iterdir())


def test_a_broken_piece_is_named_and_the_rest_still_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone(_folder: Path) -> str:
        raise ImportError("no such library")

    pieces = {"crypto": gone, "resources": selftest.PIECES["resources"]}
    monkeypatch.setattr(selftest, "PIECES", pieces)
    assert __main__.main(["self-test"]) == cli.BUG
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("BROKEN")
    assert "no such library" in first
    assert second.startswith("works")


def test_a_window_that_dies_is_broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def dies(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, -6, "", "could not load the platform plugin\n")

    monkeypatch.setattr(selftest.subprocess, "run", dies)
    with pytest.raises(selftest.Broken, match="platform plugin"):
        selftest.PIECES["window"](tmp_path)


@pytest.mark.parametrize(
    ("line", "window"),
    [
        ([], True),
        (["School.mobdesk"], True),
        (["--demo"], True),
        (["self-test"], False),
        (["--help"], False),
        (["--version"], False),
    ],
)
def test_a_command_line_opens_the_window_or_runs_a_command(line: list[str], window: bool) -> None:
    assert cli.opens_window(line) is window


@pytest.mark.parametrize(
    "line", [["--bogus"], ["a.mobdesk", "b.mobdesk"], ["self-test", "--bogus"]]
)
def test_a_wrong_command_line_ends_with_2(
    line: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        __main__.main(line)
    assert end.value.code == cli.WRONG_USE
    assert "usage: mobdesk" in capsys.readouterr().err


def test_a_frozen_program_starts_its_reader_by_the_same_word() -> None:
    assert child.FLAG == __main__.READ_APART
