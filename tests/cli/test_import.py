"""``import`` as scripts use it: every file is read or refused with a code, nothing half-done."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import run, workspace
from tests.support import shared_data

__all__ = ["run", "workspace"]

LIST = (
    "First name;Last name;Date of birth;Start date;Receiving city\n"
    "Maarja;Tamm;1984-03-14;2026-05-04;Črnomelj\n"
    "Maarja;Tamm;1984-03-14;2026-09-01;Sevilla\n"
    "Maarja;Tamm;1984-03-14;2026-05-04;Črnomelj\n"
)
LISTS = "03_table_corpus/constructed_lists"
SAMPLE = {
    f"{LISTS}/et_cp1257_semicolon.csv": (0, ""),
    f"{LISTS}/et_utf16le_bom_tab.txt": (0, ""),
    f"{LISTS}/is_macroman_cr.csv": (0, ""),
    f"{LISTS}/xlsx_1904.xlsx": (0, ""),
    f"{LISTS}/xlsx_merged_headers_and_project_cells.xlsx": (0, ""),
    f"{LISTS}/xlsx_formulas_without_cached_values.xlsx": (0, ""),
    f"{LISTS}/xlsx_header_only.xlsx": (0, ""),
    f"{LISTS}/xlsx_empty.xlsx": (3, "empty_file"),
    "INDEX.csv": (3, "no_known_columns"),
    "README.md": (3, None),
}


@pytest.mark.parametrize(("name", "expected"), SAMPLE.items())
def test_every_file_is_read_or_refused_with_a_sentence(
    run, workspace: Path, name: str, expected: tuple[int, str | None]
) -> None:
    path = shared_data(name)
    code, out, err = run(
        "import", "mobilities", path, "--workspace", workspace, "--dry-run", "--json"
    )
    document = json.loads(out)
    assert "Traceback" not in err
    wanted, error = expected
    assert code == wanted
    if code == 0:
        assert "error" not in document
        assert sum(document["counts"].values()) == len(document["rows"])
    else:
        assert document["error"]["message"]
        assert error is None or document["error"]["code"] == error


HOSTILE = (
    "csv/injection_all.csv", "csv/nul_bytes.csv", "csv/utf7.csv", "sqlite/good.db",
    "xlsx/billion_laughs_sheet.xlsx", "xlsx/xxe_file.xlsx", "xlsx/many_entries_20000.xlsx",
    "xlsx/truncated_zip.xlsx", "zip/slip_variants.zip", "zip/nested_bomb.zip",
)  # fmt: skip


def test_hostile_files_change_nothing(run, workspace: Path) -> None:
    for name in HOSTILE:
        path = shared_data(f"04_hostile/constructed/{name}")
        code, out, err = run("import", "mobilities", path, "--workspace", workspace, "--dry-run",
                             "--json")  # fmt: skip
        assert code in (0, 3), name
        assert ("error" in json.loads(out)) == (code == 3), name
        assert "Traceback" not in err, name
    assert json.loads(run("check", workspace, "--json")[1])["people"] == 0


def test_a_dry_run_counts_what_the_import_does(run, workspace: Path, tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text(LIST, "utf-8")
    words = ("import", "mobilities", source, "--workspace", workspace, "--json")
    counted = json.loads(run(*words, "--dry-run")[1])["counts"]
    assert json.loads(run("check", workspace, "--json")[1])["people"] == 0
    done = json.loads(run(*words)[1])["counts"]
    assert counted == done == {"new": 2, "merged": 0, "skipped": 1, "refused": 0}
    found = json.loads(run("check", workspace, "--json")[1])
    assert (found["people"], found["mobilities"]) == (1, 2)
    again = json.loads(run(*words)[1])
    assert again["counts"] == {"new": 0, "merged": 0, "skipped": 3, "refused": 0}
    assert all("person" in row["duplicate_of"] for row in again["rows"])


def test_merging_says_which_values_differ(run, workspace: Path, tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    head = "First name;Last name;E-mail;Phone\nMaarja;Tamm;m@x.example;"
    source.write_text(f"{head}+372 555\n", "utf-8")
    words = ("import", "people", source, "--workspace", workspace, "--json", "--duplicates")
    assert run(*words, "merge")[0] == 0
    source.write_text(f"{head}+372 999\n", "utf-8")
    told = {
        "field": "phone", "column": "Phone", "code": "differs_from_record",
        "message": "The list says +372 999, the workspace says +372 555.",
    }  # fmt: skip
    for more in (["merge", "--dry-run"], ["merge"]):
        document = json.loads(run(*words, *more)[1])
        assert document["counts"]["merged"] == 1
        assert document["rows"][0]["problems"] == [told]
    assert json.loads(run(*words, "skip")[1])["rows"][0]["problems"] == []


def test_a_backup_is_made_before_anything_comes_in(run, workspace: Path, tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text(LIST, "utf-8")
    assert run("import", "people", source, "--workspace", workspace)[0] == 0
    assert [path.name for path in (workspace / "backups").rglob("*before*import*")]


def test_an_unknown_project_is_refused(run, workspace: Path, tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text(LIST, "utf-8")
    code = "2024-1-EE01-KA122-ADU-000214921"
    for more in ([], ["--dry-run"]):
        answer, out, _err = run(
            "import", "mobilities", source, "--workspace", workspace, "--project", code, "--json",
            *more,
        )  # fmt: skip
        assert answer == 3
        assert json.loads(out)["error"]["code"] == "no_projects"
    assert json.loads(run("check", workspace, "--json")[1])["people"] == 0


def test_unclear_dates_need_an_answer(run, workspace: Path, tmp_path: Path) -> None:
    source = tmp_path / "list.csv"
    source.write_text("First name;Last name;Date of birth\nMari;Aas;03/04/1990\n", "utf-8")
    words = ("import", "people", source, "--workspace", workspace, "--json")
    code, out, _err = run(*words)
    document = json.loads(out)
    assert (code, document["error"]["code"]) == (3, "dates_unclear")
    assert document["rows"][0]["values"]["birth_date"] is None
    assert [p["code"] for p in document["rows"][0]["problems"]] == ["ambiguous_date"]
    code, out, _err = run(*words, "--dates", "mdy")
    assert (code, json.loads(out)["rows"][0]["values"]["birth_date"]) == (0, "1990-03-04")
