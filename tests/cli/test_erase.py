"""``erase``: nobody goes who was not named whole."""

# ruff: noqa: F401, F811 (fixtures of the neighbour)

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import run, workspace

PEOPLE = (
    "Eesnimi;Perekonnanimi;E-post;Isikukood\n"
    "Õnne;Ülle;onne@example.org;48001010001\n"
    "Mari;Mets;;\n"
    "Mari;Mets;;\n"
)


@pytest.fixture
def people(run, workspace: Path, tmp_path: Path) -> Path:
    source = tmp_path / "list.csv"
    source.write_text(PEOPLE, "utf-8")
    words = ("--workspace", workspace, "--duplicates", "keep")
    assert run("import", "people", source, *words)[0] == 0
    return workspace


def left(run, folder: Path) -> int:
    return int(json.loads(run("check", folder, "--json")[1])["people"])


@pytest.mark.parametrize("words", ["", "  ", "\t"])
def test_no_words_name_nobody(run, people: Path, words: str) -> None:
    assert run("erase", people, words, "--yes")[0] == 2
    assert left(run, people) == 3


@pytest.mark.parametrize("part", ["Ü", "Ulle", "onne", "onne@", "4800101", "Mets Mari", "99"])
def test_a_part_or_a_name_of_several_erases_nobody(run, people: Path, part: str) -> None:
    assert run("erase", people, part, "--yes")[0] == 3
    assert left(run, people) == 3


def test_the_refusal_lists_the_numbers(run, people: Path) -> None:
    code, _, err = run("erase", people, "mari mets", "--yes")
    assert code == 3
    assert "2  Mets, Mari" in err
    assert "3  Mets, Mari" in err
    assert "Ülle" not in err
    assert "1  Ülle, Õnne" in run("erase", people, "Ulle", "--yes")[2]


@pytest.mark.parametrize(
    "whole",
    ["1", "onne ulle", "Ülle, Õnne", "ÜLLE ÕNNE", "Onne@Example.org", "48001010001"],
)
def test_who_is_named_whole_is_erased(run, people: Path, whole: str) -> None:
    code, _, err = run("erase", people, whole, "--yes")
    assert (code, "Erased: 1 person, number 1." in err) == (0, True)
    assert "Ülle" not in err
    assert left(run, people) == 2
