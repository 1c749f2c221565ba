"""What ``--help`` says: each command in one sentence, each option with words; wrong values plainly.

Argparse words nothing by itself that a reader would not know: no name of a Python function.
"""

# ruff: noqa: F401, F811 (fixtures of the neighbour)

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import pytest

from mobdesk import cli
from tests.cli.test_commands import run, workspace


def commands(
    parser: argparse.ArgumentParser, name: str = "mobdesk"
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    yield name, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, inner in action.choices.items():
                yield from commands(inner, f"{name} {word}")


ALL = list(commands(cli._parser()))


@pytest.mark.parametrize(("name", "parser"), ALL, ids=[name for name, _ in ALL])
def test_every_command_and_option_has_words(name: str, parser: argparse.ArgumentParser) -> None:
    assert (parser.description or "").endswith("."), name
    for action in parser._actions:
        assert action.help or isinstance(action, argparse._SubParsersAction), (name, action.dest)


def test_what_people_look_for_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    assert "organisations" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        cli.main(["import", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "MOBDESK_PASSPHRASE" in told
    assert "default: the only account, else the first coordinator" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("history", "W", "--most", "abc"), "“abc” is not a whole number"),
        (("history", "W", "--most", "-1"), "“-1” is below 0"),
        (("demo", "W", "--people", "many"), "“many” is not a whole number"),
        (("import", "people", "F", "--workspace", "W", "--header-row", "x"), "whole number"),
        (("import", "people", "F", "--workspace", "W", "--header-row", "0"), "“0” is below 1"),
        (("attach", "W", "people:1", "F", "--dated", "4.5.2026"), "“4.5.2026” is not a date"),
    ],
)
def test_a_value_that_cannot_be_is_told_in_words(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(words)
    err = capsys.readouterr().err
    assert (stopped.value.code, said in err) == (2, True), err
    assert "invalid" not in err


def test_a_passphrase_file_that_is_a_folder(run, workspace: Path, tmp_path: Path) -> None:
    code, _, err = run("check", workspace, secret_file=tmp_path)
    assert (code, "is not there" in err, "cannot be read" in err) == (3, False, True)
    assert "is not there" in run("check", workspace, secret_file=tmp_path / "none")[2]


def test_a_one_time_passphrase_needs_a_terminal(run, workspace: Path) -> None:
    code, _, err = run("account", "add", workspace, "Jaan")
    assert (code, "--sheet" in err) == (2, False)


def test_a_place_that_takes_no_file_is_named_itself(run, workspace: Path) -> None:
    place = Path("/proc")
    if not place.is_dir():
        pytest.skip("only where there is such a place")
    code, _, err = run("backup", workspace, place / "x.mobdesk-backup")
    assert (code, ".part" in err, "“proc”" in err) == (3, False, True)
