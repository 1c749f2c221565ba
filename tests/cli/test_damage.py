"""A flipped byte anywhere in the database: told as damage with its way out, or harmless."""

# ruff: noqa: F401, F811 (fixtures of the neighbour)

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from mobdesk.errors import MobdeskError
from mobdesk.services import workspaces
from tests.cli.test_commands import LIST, run, workspace
from tests.services.test_workspaces import FAST, PHRASE

PAGE = 4096


def flip(workspace: Path, offset: int) -> None:
    (database,) = workspace.glob("workspace-*.db")
    content = bytearray(database.read_bytes())
    content[offset] ^= 1
    database.write_bytes(content)


def opening(workspace: Path) -> str:
    """The code of the refusal; nothing where it opens."""
    try:
        workspaces.open_(workspace, "coordinator", PHRASE, policy=FAST).close()
    except MobdeskError as err:
        return err.code
    return ""


@pytest.fixture
def copied(run, workspace: Path, tmp_path: Path) -> Path:
    source = tmp_path / "list.csv"
    source.write_text(LIST, "utf-8")
    assert run("import", "people", source, "--workspace", workspace)[0] == 0
    copy = tmp_path / "a.mobdesk-backup"
    assert run("backup", workspace, copy)[0] == 0
    return copy


def test_every_command_tells_a_damaged_second_page(
    run, workspace: Path, copied: Path, tmp_path: Path
) -> None:
    flip(workspace, 5000)
    for words in (
        ("check", workspace, "--json"), ("history", workspace, "--json"), ("undo", workspace),
        ("backup", workspace, tmp_path / "b.mobdesk-backup"),
        ("import", "people", tmp_path / "list.csv", "--workspace", workspace, "--json"),
        ("erase", workspace, "1", "--yes"), ("sheet", workspace, "--sheet", tmp_path / "x.pdf"),
        ("account", "list", workspace, "--json"),
    ):  # fmt: skip
        code, out, err = run(*words)
        assert (code, "damaged" in err, "mobdesk restore" in err) == (3, True, True), words
        if "--json" in words:
            assert json.loads(out)["error"]["code"] == "database_damaged"
    assert run("restore", copied, workspace)[0] == 0
    assert json.loads(run("check", workspace, "--json")[1])["people"] == 1


def test_a_flip_in_any_page_is_known_and_mended_by_a_backup(
    run, workspace: Path, copied: Path, tmp_path: Path
) -> None:
    (database,) = workspace.glob("workspace-*.db")
    pages = database.stat().st_size // PAGE
    good = tmp_path / "good"
    shutil.copytree(workspace, good)
    restored = 0
    assert pages > 100
    # Every page is sealed alike; the first ones hold the header and the tables of tables.
    for page in [*range(6), *range(6, pages, 7)]:
        shutil.rmtree(workspace)
        shutil.copytree(good, workspace)
        flip(workspace, page * PAGE + (page * 977 + 5) % PAGE)
        assert opening(workspace) in ("", "database_damaged"), page
        code, out, _ = run("check", workspace, "--json")
        told = json.loads(out)
        codes = [p["code"] for p in told.get("problems", [told.get("error")])]
        assert (code, codes) == (3, ["database_damaged"]), page
        assert run("erase", workspace, "1", "--yes")[0] == 3, page
        if page % 4 == 1 or page < 6:
            assert run("restore", copied, workspace)[0] == 0, page
            assert run("check", workspace)[0] == 0, page
            restored += 1
    assert restored > 6
