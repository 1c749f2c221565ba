"""Workbook and CSV read back by other readers: facts, types, nothing that runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest

from mobdesk.domain.neutral import neutral
from mobdesk.exports.tables_csv import make_csv
from mobdesk.exports.xlsx import make_xlsx
from tests.exports.samples import sample

HOSTILE = (
    '=HYPERLINK("http://x.example","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
    "＝1", "=cmd|' /C calc'!A0",
)  # fmt: skip


def book_of(data: bytes):
    return openpyxl.load_workbook(io.BytesIO(data))


def test_sheets_headers_and_first_rows() -> None:
    report = sample(14)
    book = book_of(make_xlsx(report))
    assert book.sheetnames == [
        "Overview", "Participants", "Mobilities", "Budget", "Missing papers",
    ]  # fmt: skip
    people = book["Participants"]
    assert people.freeze_panes == "B2"
    assert people.auto_filter.ref == "A1:M15"
    assert people.column_dimensions["A"].width > 15
    first = report.people[0]
    row = [cell.value for cell in people[2]]
    assert row[:2] == [first.last_name, first.first_name]
    assert row[3] == datetime.combine(first.birth_date, datetime.min.time())
    assert people["D2"].number_format == "yyyy-mm-dd"


def test_sums_are_numbers_to_the_cent() -> None:
    sheet = book_of(make_xlsx(sample(3)))["Budget"]
    rows = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows(min_row=2)}
    assert rows["Travel"] == [14_200, 14_000.5, 13_450, 199.5]
    assert rows["Course fees"][-1] == -320
    assert sheet["B2"].number_format == "#,##0.00"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_run(text: str) -> None:
    report = sample(1)
    person = replace(report.people[0], last_name=text, first_name=text, email=text)
    report = replace(report, people=(person,), project=replace(report.project, title=text))
    data = make_xlsx(report)
    sheet = book_of(data)["Participants"]
    for cell in (sheet["A2"], sheet["B2"]):
        assert cell.data_type == "s"
        assert cell.value.strip() == text.strip()
        assert cell.style.startswith("Normal")
        assert cell._style.quotePrefix == 1
    for table in make_csv(report).values():
        for row in csv.reader(io.StringIO(table.decode(), newline="")):
            assert not any(cell.startswith(("=", "+", "@", "\t", "\r", "\n")) for cell in row)
    assert neutral(text) == f"'{text}"


def test_numbers_below_zero_stay_numbers_in_csv() -> None:
    rows = list(csv.DictReader(io.StringIO(make_csv(sample(2))["tables/budget.csv"].decode())))
    assert {row["category"]: row["free"] for row in rows}["course_fees"] == "-320.00"


def test_csv_is_utf8_with_codes_as_headers() -> None:
    tables = make_csv(sample(14))
    assert set(tables) == {
        f"tables/{name}.csv" for name in ("people", "mobilities", "budget", "missing")
    }
    text = tables["tables/mobilities.csv"].decode("utf-8")
    assert not text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 14
    assert rows[0]["start"] == "2024-09-03"
    assert {row["stage"] for row in rows} <= {
        "idea", "applied", "selected", "confirmed", "abroad", "returned", "closed",
    }  # fmt: skip
    assert any(row["start_month"] and not row["start"] for row in rows)


def test_control_characters_and_very_long_text_do_not_break_the_workbook() -> None:
    report = sample(1)
    mobility = replace(report.mobilities[0], note="a\x00b\x1f" + "x" * 40_000, host="\ufffe")
    sheet = book_of(make_xlsx(replace(report, mobilities=(mobility,))))["Mobilities"]
    note = sheet.cell(2, sheet.max_column).value
    assert note.startswith("a�b�xxx")
    assert len(note) == 32_767
    assert note.endswith("…")


def test_no_temporary_file_is_written(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "absent"))
    assert make_xlsx(sample(2))


def test_demo_is_said_in_the_overview() -> None:
    sheet = book_of(make_xlsx(sample(1, demo=True)))["Overview"]
    assert "DEMO" in str(sheet["B2"].value)
