"""The constructed lists against what they were written from; what is lost is flagged."""

from __future__ import annotations

import json
import re

import pytest

from mobdesk.errors import Refused
from mobdesk.imports.checking import check_file
from tests.support import SHARED, shared_data

LISTS = "03_table_corpus/constructed_lists"
KEYS = {
    "first": "first_name", "last": "last_name", "born": "birth_date", "gender": "gender",
    "nat": "nationality", "idcode": "person_code", "phone": "phone", "project": "project_code",
    "send_org": "sending_organisation", "send_city": "sending_city",
    "recv_country": "hosting_country", "recv_city": "hosting_city", "start": "start", "end": "end",
    "grant": "grant", "fewer": "fewer_opportunities",
}  # fmt: skip
NUMBERS = "xlsx_ids_as_numbers.xlsx"
MERGED = "xlsx_merged_headers_and_project_cells.xlsx"
LOST = {MERGED: 45, NUMBERS: 7 + 60}


def _names():
    path = SHARED / LISTS / "truth.json"
    if not path.exists():
        return ["truth.json"]
    truth = json.loads(path.read_text(encoding="utf-8"))
    return [name for name, entry in truth.items() if entry.get("n")]


def _wanted(key, value):
    return f"{value:.2f}" if key == "grant" else " ".join(value.split())


def _lost(name, field, wanted, found, codes):
    """Is this difference one of those that the file itself made, and flagged?"""
    if "lost_character" in codes:
        return bool(re.fullmatch(re.escape(found).replace(r"\?", "."), wanted))
    if name == MERGED and field == "project_code":
        return codes == ["merged_value"]
    if name == NUMBERS and field == "person_code":
        return wanted == found.rjust(len(wanted), "0") and codes == ["leading_zero_maybe_lost"]
    digits = re.sub(r"\D", "", wanted)
    return name == NUMBERS and field == "phone" and found == digits and bool(codes)


@pytest.mark.parametrize("name", _names())
def test_every_field_that_the_file_still_holds(name):
    truth = json.loads(shared_data(f"{LISTS}/truth.json").read_text(encoding="utf-8"))[name]
    file = check_file(shared_data(f"{LISTS}/{name}"))
    assert len(file.rows) == truth["n"]
    assert file.counts() == (truth["n"], 0, 0, 0)
    right, lost, wrong = 0, 0, []
    for row, person in zip(file.rows, truth["participants"], strict=True):
        values = file.values_of(row)
        for key, field in KEYS.items():
            wanted = _wanted(key, person[key])
            codes = [p.code for p in row.problems if p.field == field]
            if values[field] == wanted:
                right += 1
            elif _lost(name, field, wanted, values[field], codes):
                lost += 1
            else:
                wrong.append((row.row, field))
    print(f"{name}: {right} of {truth['n'] * len(KEYS)} fields, {lost} lost in the file")  # noqa: T201
    assert wrong == []
    assert lost <= LOST.get(name, truth.get("replaced_characters_in_file", 0))


def test_formulas_without_values_are_flagged_and_the_totals_skipped():
    file = check_file(shared_data(f"{LISTS}/xlsx_formulas_without_cached_values.xlsx"))
    assert [entry.code for entry in file.skipped] == ["totals_row"]
    assert all([p.code for p in row.problems] == ["no_cached_value"] * 2 for row in file.rows)


def test_five_thousand_rows_none_refused():
    file = check_file(shared_data(f"{LISTS}/xlsx_5000_rows.xlsx"))
    assert file.counts() == (5000, 0, 0, 0)
    assert not any(row.problems for row in file.rows)


def test_header_only_and_empty():
    assert check_file(shared_data(f"{LISTS}/xlsx_header_only.xlsx")).counts() == (0, 0, 0, 0)
    with pytest.raises(Refused) as refused:
        check_file(shared_data(f"{LISTS}/xlsx_empty.xlsx"))
    assert refused.value.code == "empty_file"


def test_published_statistics_become_mobilities_without_people():
    path = "01_erasmus_layouts_constructed/eu24_2014layout_semicolon_utf8bom.csv"
    file = check_file(shared_data(path))
    assert file.counts() == (4000, 0, 0, 0)
    assert sum(1 for column in file.columns if column.field) == 16
    rows = [file.values_of(row) for row in file.rows]
    assert all(re.fullmatch(r"\d{4}-\d\d", row["start"]) for row in rows)
    assert {row["sending_country"] for row in rows} & {"EL", "UK"} == set()
    assert any(int(row["participants"]) > 1 for row in rows)
