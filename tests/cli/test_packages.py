"""``package`` and ``verify`` as scripts use them: real files, exit codes, JSON."""

from __future__ import annotations

import json
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest

from mobdesk import cli
from mobdesk.models import sealing
from tests.models.key_support import FAST
from tests.services.offices import (
    CODE,
    PHRASE,
    Office,
    add_person,
    add_project,
    add_stay,
    attach,
    empty_office,
    office,
)

__all__ = ["empty_office", "office"]

Answer = tuple[int, str, str]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    for module in ("keyring", "locks", "keys", "recovery"):
        monkeypatch.setattr(f"mobdesk.models.{module}.POLICY", FAST, raising=False)
    monkeypatch.setattr(sealing, "POLICY", FAST)

    def command(*words: object) -> Answer:
        code = cli.main([str(word) for word in words])
        out, err = capsys.readouterr()
        return code, out, err

    return command


def private(path: Path, text: str) -> Path:
    path.write_text(text + "\n")
    path.chmod(0o600)
    return path


@pytest.fixture
def package(run, office: Office, tmp_path: Path):
    """Run ``package our-copy`` on a workspace with one person and a sensitive file."""
    project = add_project(office, title="Jõgi")
    ulle = add_person(office, "Ülle", "Žagar")
    stay = add_stay(
        office, [ulle], date(2026, 3, 2), project_id=project, note="by train\nhas asthma"
    )
    attach(office, "mobilities", stay, "leping.pdf", b"%PDF-1.4 agreement" * 9)
    attach(office, "mobilities", stay, "arst.pdf", b"%PDF-1.4 doctor", sensitivity="sensitive")
    attach(office, "mobilities", stay, "setup.exe", b"MZ")
    office.close()
    secret = private(tmp_path / "phrase", PHRASE)

    def command(*how: object, project: str = CODE) -> Answer:
        return run(
            "package", "our-copy", "--workspace", office.folder, "--project", project,
            "--out", tmp_path / "out", "--passphrase-file", secret, *how,
        )  # fmt: skip

    return command


def test_an_unprotected_zip_is_made_and_verified(run, package, tmp_path: Path) -> None:
    code, out, err = package("--unprotected")
    made = Path(out.strip())
    assert code == 0
    assert made.suffix == ".zip"
    assert made.parent == tmp_path / "out"
    assert "asthma" not in err
    assert "health" in err
    assert "stay here: 1" in err
    assert "Programs never go along, they could harm who opens them: 1." in err
    with zipfile.ZipFile(made) as opened:
        assert not any(name.endswith("exe") for name in opened.namelist())
    code, out, err = run("verify", made)
    assert (code, out.startswith("Good: ")) == (0, True)
    assert "It does not show who sent them." in err


def test_a_folder_keeps_flagged_lines_only_when_asked(run, package, tmp_path: Path) -> None:
    for words in ((), ("--flagged", "keep")):
        code, out, _err = package("--unprotected", "--as", "folder", *words)
        table = (Path(out.strip()) / "tables" / "mobilities.csv").read_text("utf-8-sig")
        assert code == 0
        assert ("asthma" in table) is bool(words)


def test_json_names_the_files_and_what_is_missing(package) -> None:
    code, out, _err = package("--unprotected", "--papers", "none", "--json")
    document = json.loads(out)
    assert code == 0
    assert document["form"] == "zip"
    assert not any(f["name"].startswith("papers/") for f in document["files"])
    assert document["left_out_lines"] == 1
    assert len(document["manifest_sha256"]) == 64


def test_an_unknown_project_is_answered_with_the_known_codes(package, tmp_path: Path) -> None:
    code, out, err = package("--unprotected", "--json", project="2023-1-SI01-KA121-ADU-000000001")
    error = json.loads(out)["error"]
    assert code == 3
    assert error["code"] == "project_unknown"
    assert CODE in error["message"]
    assert CODE in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("given", ["0", "1e3", "-2", "101", "ten"])
def test_a_silly_largest_mail_is_refused(package, tmp_path: Path, given: str) -> None:
    code, _out, err = package("--unprotected", f"--mail-limit={given}")
    assert code == 3
    assert f"The largest mail cannot be “{given}”." in err
    assert not (tmp_path / "out").exists()


def test_the_largest_mail_can_be_chosen(package) -> None:
    code, out, _err = package("--unprotected", "--mail-limit", "2,5", "--json")
    assert code == 0
    assert json.loads(out)["notes"] == []


def test_one_of_the_two_ways_is_needed(package) -> None:
    with pytest.raises(SystemExit) as left:
        package()
    assert left.value.code == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such mode")
def test_the_passphrase_of_the_files_must_be_private(run, package, tmp_path: Path) -> None:
    loose = tmp_path / "loose"
    loose.write_text("lõuna kurg\n")
    loose.chmod(0o644)
    code, _out, err = package("--protect-passphrase-file", loose)
    assert code == 3
    assert "loose" in err
    assert not (tmp_path / "out").exists()


def test_a_protected_zip_and_its_passphrase(run, package, tmp_path: Path) -> None:
    key = private(tmp_path / "key", "lõuna kurg")
    made = Path(package("--protect-passphrase-file", key)[1].strip())
    code, out, _err = run("verify", made, "--json")
    problem = json.loads(out)["problems"][0]
    assert code == 3
    assert (problem["file"], problem["code"]) == (made.name, "package_passphrase_needed")
    wrong = private(tmp_path / "wrong", "põhja kurg")
    code, out, _err = run("verify", made, "--json", "--protect-passphrase-file", wrong)
    assert json.loads(out)["problems"][0]["code"] == "package_passphrase_wrong"
    code, out, _err = run("verify", made, "--json", "--protect-passphrase-file", key)
    assert code == 0
    assert set(json.loads(out)) == {"ok", "parts", "problems", "manifest_sha256"}


def test_verify_names_the_changed_file_and_exits_3(run, package) -> None:
    made = Path(package("--unprotected", "--as", "folder")[1].strip())
    table = made / "tables" / "people.csv"
    table.write_bytes(table.read_bytes() + b"x")
    code, out, err = run("verify", made, "--json")
    document = json.loads(out)
    assert (code, document["ok"]) == (3, False)
    assert [p["file"] for p in document["problems"]] == ["tables/people.csv"]
    assert document["problems"][0]["code"] == "file_changed"
    assert "tables/people.csv: " in err


def test_verify_of_something_else_is_refused_in_words(run, tmp_path: Path) -> None:
    code, _out, err = run("verify", tmp_path / "nothing.zip")
    assert code == 3
    assert err.startswith("nothing.zip is not there.")
    (tmp_path / "x.txt").write_text("x")
    assert json.loads(run("verify", tmp_path / "x.txt", "--json")[1])["ok"] is False


def test_files_to_send_stay_out_of_a_workspace(package, office: Office, tmp_path: Path) -> None:
    out = office.folder / "send"
    code, text, err = package("--unprotected", "--json", "--out", out)
    assert (code, json.loads(text)["error"]["code"]) == (3, "inside_workspace")
    assert "Choose a place outside" in err
    assert not out.exists()
    code, _, err = package("--unprotected", "--out", tmp_path / "Dropbox")
    assert (code, "Dropbox copies this place" in err) == (0, True)
