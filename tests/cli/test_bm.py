"""``bm fill`` and ``bm diff`` as scripts use them: real files, exit codes, JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from mobdesk.models.mobilities import Mobility
from tests.bm_templates import columns, csv, xlsx
from tests.cli.test_packages import private, run
from tests.services.offices import (
    CODE,
    PHRASE,
    Office,
    add_person,
    add_project,
    add_stay,
    empty_office,
    office,
)

__all__ = ["empty_office", "office", "run"]


@pytest.fixture
def bm(run, office: Office, tmp_path: Path):
    """Run ``bm`` on a workspace with one confirmed mobility."""
    project = add_project(office, title="Jõgi")
    ulle = add_person(office, "Ülle", "Žagar", email="ylle@example.org")
    add_stay(
        office, [ulle], date(2026, 3, 2), project_id=project, note="has asthma",
        activity_type="job-shadowing", hosting_country="GR",
    )  # fmt: skip
    with office.store.quietly() as s:
        s.execute(update(Mobility).values(stage="confirmed"))
    office.close()
    secret = private(tmp_path / "phrase", PHRASE)

    def command(action: str, file: Path, *how: object):
        return run(
            "bm", action, file, "--workspace", office.folder, "--project", CODE,
            "--passphrase-file", secret, *how,
        )  # fmt: skip

    return command


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_template_is_filled_and_compared(bm, tmp_path: Path, kind: str) -> None:
    template = tmp_path / f"bm.{kind}"
    template.write_bytes(csv(columns(), []) if kind == "csv" else xlsx(columns(), []))
    code, out, err = bm("fill", template, "--json")
    assert code == 0, err
    told = json.loads(out)
    assert told.keys() == {"columns", "understood", "rows"}
    assert told["columns"]["Start date"] == "start_date"
    assert told["columns"]["Reserved 7"] is None
    assert told["understood"] == [26, 29]
    (row,) = told["rows"]
    assert row.keys() == {"row", "mobility", "action", "empty", "problems"}
    assert (row["row"], row["action"]) == (3, "added")
    assert "26 of 29 columns understood." in err
    assert "Participant ID: empty in 1 of 1 rows, not known here." in err
    filled = tmp_path / f"bm-filled.{kind}"
    code, out, _ = bm("diff", filled, "--json")
    told = json.loads(out)
    assert code == 0
    assert {name: told[name] for name in ("missing", "extra", "changed", "status")} == {
        "missing": [], "extra": [], "changed": [], "status": [],
    }  # fmt: skip
    code, out, _ = bm("diff", template)
    assert (code, out.startswith("not in BM: ")) == (0, True)


def test_refusals_have_their_exit_codes(bm, tmp_path: Path) -> None:
    template = tmp_path / "bm.csv"
    template.write_bytes(csv([*columns(), "Overall Comments"], []))
    out = tmp_path / "filled.csv"
    code, said, err = bm(
        "fill", template, "--out", out, "--free-text", "Overall Comments", "--json"
    )
    assert (code, json.loads(said)["error"]["code"]) == (3, "bm_sensitive")
    assert "asthma" not in err + said
    assert not out.exists()
    assert bm("fill", template, "--out", out, "--free-text", "None")[0] == 3
    assert bm("fill", template, "--out", out)[0] == 0
    assert bm("fill", template, "--out", out)[0] == 3  # never over another file
    unknown = tmp_path / "x.csv"
    unknown.write_text("a;b\n1;2\n", encoding="utf-8")
    code, said, _ = bm("diff", unknown, "--json")
    assert (code, json.loads(said)["error"]["code"]) == (3, "no_known_columns")
    assert bm("diff", tmp_path / "none.csv")[0] == 3
