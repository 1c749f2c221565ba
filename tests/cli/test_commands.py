"""The command line as scripts use it: real processes of thought, real files, real exit codes."""

from __future__ import annotations

import json
import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from mobdesk import cli
from mobdesk.domain.roles import Role
from mobdesk.models import sealing
from mobdesk.services import accounts, workspaces
from tests.services.test_workspaces import FAST, PHRASE

LIST = "Eesnimi;Perekonnanimi;Sünniaeg;E-post\nÕnne;Ülle;01.02.1980;onne@example.org\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run a command with the passphrase from a private file; returns exit code, out, err."""
    for module in ("keyring", "locks", "keys", "recovery"):
        monkeypatch.setattr(f"mobdesk.models.{module}.POLICY", FAST, raising=False)
    monkeypatch.setattr(sealing, "POLICY", FAST)
    secret = tmp_path / "phrase"
    secret.write_text(PHRASE + "\n")
    secret.chmod(0o600)

    def command(*words: object, secret_file: Path = secret) -> tuple[int, str, str]:
        code = cli.main([*map(str, words), "--passphrase-file", str(secret_file)])
        out, err = capsys.readouterr()
        return code, out, err

    return command


@pytest.fixture
def fresh(run, tmp_path: Path) -> Path:
    """A workspace made by the command itself."""
    folder = tmp_path / "Kool õ.mobdesk"
    assert run("new", folder, "--organisation", "Kool", "--sheet", tmp_path / "s.pdf")[0] == 0
    return folder


@pytest.fixture
def workspace(made_by_new: Path, tmp_path: Path) -> Path:
    """A workspace of one coordinator, closed."""
    return Path(shutil.copytree(made_by_new, tmp_path / made_by_new.name))


def test_new_writes_the_sheet_for_its_owner_alone(fresh: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "s.pdf"
    assert sheet.read_bytes().startswith(b"%PDF")
    assert os.name == "nt" or sheet.stat().st_mode & 0o077 == 0


def test_a_passphrase_file_that_others_read_is_refused(
    run, workspace: Path, tmp_path: Path
) -> None:
    loose = tmp_path / "loose"
    loose.write_text(PHRASE)
    loose.chmod(0o644)
    if os.name == "nt":
        pytest.skip("Windows has no such mode")
    assert run("check", workspace, secret_file=loose)[0] == 3


def test_import_history_undo_backup_restore_check(run, workspace: Path, tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text(LIST, "utf-8")
    code, out, _ = run("import", "people", source, "--workspace", workspace, "--json")
    document = json.loads(out)
    assert code == 0
    assert document["rows"][0]["values"]["birth_date"] == "1980-02-01"
    assert document["counts"]["new"] == 1
    code, out, _ = run("history", workspace, "--json")
    assert json.loads(out)[0]["label"] == "Rows imported from a list: 1"
    assert run("backup", workspace, tmp_path / "a.backup")[0] == 0
    assert run("undo", workspace)[0] == 0
    assert json.loads(run("check", workspace, "--json")[1])["people"] == 0
    assert run("restore", tmp_path / "a.backup", tmp_path / "New.mobdesk")[0] == 0
    assert json.loads(run("check", tmp_path / "New.mobdesk", "--json")[1])["people"] == 1
    assert run("restore", tmp_path / "a.backup", workspace)[0] == 0
    assert json.loads(run("check", workspace, "--json")[1])["people"] == 1


def test_a_copy_in_a_new_place_says_who_may_be_back(run, workspace: Path, tmp_path: Path) -> None:
    far = tmp_path / "new laptop"
    far.mkdir()
    copy = far / "a.backup"
    assert run("backup", workspace, copy)[0] == 0
    code, _out, err = run("restore", copy, far / "New.mobdesk")
    assert code == 0
    assert f"erased or removed after {datetime.now().astimezone().date()} may be in it again" in err
    assert "--near" in err
    code, _out, err = run("restore", copy, far / "New2.mobdesk", "--near", workspace)
    assert (code, "may be in it again" in err) == (0, False)
    assert run("restore", copy, far / "New3.mobdesk", "--near", tmp_path / "none")[0] == 3
    assert run("restore", copy, workspace, "--near", workspace)[0] == 2


def test_a_refused_import_changes_nothing_and_says_why(
    run, workspace: Path, tmp_path: Path
) -> None:
    source = tmp_path / "list.csv"
    source.write_text("Fruit;Colour\nApple;Red\n")
    code, out, err = run("import", "people", source, "--workspace", workspace, "--json")
    assert code == 3
    assert json.loads(out)["error"]["code"] == "no_known_columns"
    assert err.strip()
    assert json.loads(run("check", workspace, "--json")[1])["people"] == 0


def test_erase_asks_for_yes(run, workspace: Path) -> None:
    assert run("erase", workspace, "1")[0] == 2
    assert run("erase", workspace, "999", "--yes")[0] == 3


def test_a_damaged_page_is_found(run, workspace: Path) -> None:
    (database,) = workspace.glob("workspace-*.db")
    content = bytearray(database.read_bytes())
    content[len(content) // 2] ^= 1
    database.write_bytes(content)
    assert run("check", workspace)[0] == 3


def test_a_damaged_database_is_replaced_by_a_backup(run, workspace: Path, tmp_path: Path) -> None:
    assert run("backup", workspace, tmp_path / "a.backup")[0] == 0
    (database,) = workspace.glob("workspace-*.db")
    database.write_bytes(os.urandom(8192))
    assert run("check", workspace)[0] == 3
    assert run("restore", tmp_path / "a.backup", workspace)[0] == 0
    assert run("check", workspace)[0] == 0
    assert list((workspace / "backups").glob("damaged-*"))


def test_accounts_are_listed_and_the_passphrase_is_changed(
    run, workspace: Path, tmp_path: Path
) -> None:
    code, out, _ = run("account", "list", workspace, "--json")
    assert (code, json.loads(out)[0]["nickname"]) == (0, "coordinator")
    new = tmp_path / "new"
    new.write_text("window garden silver morning bridge")
    new.chmod(0o600)
    assert run("passphrase", workspace, "--new-passphrase-file", new)[0] == 0
    assert run("check", workspace)[0] == 3
    assert run("check", workspace, secret_file=new)[0] == 0


def test_a_one_time_passphrase_opens_nothing_but_its_own_replacing(
    run, workspace: Path, tmp_path: Path
) -> None:
    opened = workspaces.open_(workspace, "coordinator", PHRASE)
    made = accounts.add(opened.store, opened.actor, "Jaan", Role.COORDINATOR)
    opened.close()
    given, own = tmp_path / "given", tmp_path / "own"
    for file, words in ((given, made.passphrase), (own, "window garden silver morning bridge")):
        file.write_text(words)
        file.chmod(0o600)
    jaan = ("--account", "Jaan")
    assert run("backup", workspace, tmp_path / "a.backup")[0] == 0
    for command in (
        ("check", workspace), ("undo", workspace), ("sheet", workspace, "--sheet", tmp_path / "x"),
        ("restore", tmp_path / "a.backup", workspace),
    ):  # fmt: skip
        code, _out, err = run(*command, *jaan, secret_file=given)
        assert (code, "Choose your own passphrase first" in err) == (3, True)
    change = ("passphrase", workspace, "--new-passphrase-file", own)
    assert run(*change, *jaan, secret_file=given)[0] == 0
    assert run("check", workspace, *jaan, secret_file=own)[0] == 0


def test_a_paper_original_is_noted_and_told_in_the_history(run, workspace: Path) -> None:
    paper = ("--paper", "Volikiri õ", "--place", "Binder 3, shelf 2")
    code, _, err = run("attach", workspace, "organisations:1", *paper, "--dated", "2026-05-04")
    assert (code, err.strip()) == (0, "Noted.")
    out = run("history", workspace, "--json")[1]
    assert json.loads(out)[0]["label"] == "Paper original noted: Volikiri õ"
    assert run("attach", workspace, "organisations:99", *paper)[0] == 3
    assert run("attach", workspace, "organisations:1", *paper, "--mark", "protected")[0] == 3
    assert run("undo", workspace)[0] == 0


@pytest.mark.parametrize(
    "words", [(), ("--paper", "Volikiri"), ("s.pdf", "--paper", "Volikiri", "--place", "Kapp 2")]
)
def test_a_file_or_a_paper_with_its_place(run, workspace: Path, words: tuple[str, ...]) -> None:
    code, _, err = run("attach", workspace, "organisations:1", *words)
    assert code == 2
    assert "Name one file" in err


def test_a_wrong_use_is_exit_2(run, workspace: Path, tmp_path: Path) -> None:
    assert run("attach", workspace, "nonsense", tmp_path / "s.pdf")[0] == 2
    with pytest.raises(SystemExit) as stopped:
        run("history", workspace, "--most", "-1")
    assert stopped.value.code == 2
    with pytest.raises(SystemExit) as stopped:
        cli.main(["import"])
    assert stopped.value.code == 2


def test_a_program_that_was_cut_off_says_so_once(run, workspace: Path) -> None:
    (workspace / "backups" / ".copy-0.part").write_bytes(b"half")
    assert "was cut off" in run("undo", workspace)[2]
    assert "was cut off" not in run("undo", workspace)[2]
