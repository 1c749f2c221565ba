"""Every shared file gives the outcome that is written down, and the cells of other readers."""

from __future__ import annotations

import csv
import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from mobdesk.errors import Refused
from mobdesk.imports import child
from mobdesk.imports.reading import ReadChoices, book_from_json, read
from mobdesk.imports.table import Book
from tests.imports import independent
from tests.support import shared_data

_TABLE = Path(__file__).with_name("outcomes.csv")
_SEPARATORS = {"tab": "\t"}
child.register("sweep", "tests.imports.probes:sweep")

# openpyxl cannot open these, shows other sheets, hides what lies under a merge, or is too slow.
_BY_HAND = {
    "calamine_empty_s_attribute.xlsx",
    "calamine_issue_174.xlsx",
    "calamine_issue_530.xlsx",
    "calamine_minimal_package.xlsx",
    "calamine_pivots.xlsx",
    "calamine_strict_iso_paths.xlsx",
    "php_HiddenMergeCellsTest.xlsx",
    "php_issue.1482.xlsx",
    "php_namespacepurl.xlsx",
    "php_rootZipFiles.xlsx",
}
# No independent reader of XLS is at hand: the same table saved in another format.
_TWINS = {
    "calamine_any_sheets.xls": "xlsx/calamine_any_sheets.xlsx",
    "calamine_date.xls": "xlsx/calamine_date.xlsx",
    "calamine_date_1904.xls": "xlsx/calamine_date.xlsx",
}


@cache
def _outcomes() -> dict[str, dict[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        return {row["file"]: row for row in csv.DictReader(stream)}


@cache
def _swept() -> dict[str, list[str]]:
    """All files of both folders, read in one child under the usual limits."""
    root = shared_data("03_table_corpus").parent
    names = [
        path.relative_to(root).as_posix()
        for folder in ("03_table_corpus", "04_hostile")
        for path in sorted((root / folder).rglob("*"))
        if path.is_file()
    ]
    result = child.run("sweep", {"root": str(root), "names": names}, seconds=120)
    assert isinstance(result, dict)
    return result


def _read_files(kind: str) -> list[str]:
    return [
        name
        for name, row in _outcomes().items()
        if row["outcome"] == "read" and row["format"] == kind and name.startswith("03")
    ]


def _book(name: str) -> tuple[Path, Book]:
    path = shared_data(name)
    return path, read(path, ReadChoices())


def test_every_file_has_the_outcome_that_is_written_down() -> None:
    found = {name: outcome for name, (outcome, _) in _swept().items()}
    expected = {
        name: [row[key] for key in ("outcome", "format", "encoding", "separator", "sheets")]
        for name, row in _outcomes().items()
    }
    assert found == expected


def test_every_file_is_read_or_refused_within_ten_seconds() -> None:
    slowest = max(seconds for _, seconds in _swept().values())
    assert float(slowest) < 10


@pytest.mark.parametrize("name", _read_files("csv"))
def test_text_tables_equal_pythons_reader(name: str) -> None:
    path, book = _book(name)
    row = _outcomes()[name]
    separator = _SEPARATORS.get(row["separator"], row["separator"])
    rows = independent.csv_rows(path, row["encoding"], separator)
    assert book.sheets[0].rows == [[cell or None for cell in cells] for cells in rows]


@pytest.mark.parametrize("name", [n for n in _read_files("csv") if "/csv_spectrum/" in n])
def test_csv_spectrum_equals_the_neighbouring_json(name: str) -> None:
    path, book = _book(name)
    expected = json.loads(path.with_suffix(".json").read_bytes())
    header, *rows = book.sheets[0].rows
    found = [dict(zip(header, [c or "" for c in row], strict=True)) for row in rows]
    if path.stem == "location_coordinates":  # one object; another phone number than the CSV
        assert found == [expected | {"Contact Phone Number": found[0]["Contact Phone Number"]}]
    elif path.stem == "newlines_crlf":  # the stored file ends its lines with LF after all
        texts = [[str(cell).replace("\r\n", "\n") for cell in row.values()] for row in expected]
        assert [list(row.values()) for row in found] == texts
    else:
        assert found == expected


# The list of 5,000 rows takes other readers seconds; its rows are counted in the table.
@pytest.mark.parametrize("name", [n for n in _read_files("xlsx") if "5000" not in n])
def test_xlsx_cells_equal_another_reader(name: str) -> None:
    path, book = _book(name)
    if path.name in _BY_HAND:
        others = independent.xlsx_text_and_numbers(path)
        mine = [independent.as_stored(independent.cells_of(sheet)) for sheet in book.sheets]
        assert mine == others
    else:
        assert independent.cells_of_book(book) == independent.openpyxl_cells(path)


@pytest.mark.parametrize("name", _read_files("ods"))
def test_ods_cells_equal_another_reader(name: str) -> None:
    path, book = _book(name)
    assert independent.cells_of_book(book) == independent.ods_cells(path)


@pytest.mark.parametrize(("name", "twin"), _TWINS.items())
def test_xls_cells_equal_the_same_table_in_another_format(name: str, twin: str) -> None:
    _, book = _book(f"03_table_corpus/xls/{name}")
    _, other = _book(f"03_table_corpus/{twin}")
    found, expected = independent.cells_of_book(book), independent.cells_of_book(other)
    assert list(found.values()) == list(expected.values())[: len(found)]


def test_xls_cells_equal_what_the_program_that_wrote_them_shows() -> None:
    folder = "03_table_corpus/xls/"
    _, dates = _book(folder + "fric_table-with-ints-floats-dates.xls")
    assert dates.sheets[0].rows == [
        ["Int", "Float", "Date"],
        [2013, 3.3, date(2009, 8, 16)],
        [1997, 5.6, date(2009, 9, 20)],
        [1969, 11.7, date(2012, 8, 23)],
    ]
    _, hidden = _book(folder + "php_visibility.xls")
    assert [(sheet.name, sheet.visible) for sheet in hidden.sheets] == [
        ("Sheet1", True),
        ("Sheet2", False),
        ("Sheet3", True),
        ("Sheet4", False),
    ]


@pytest.mark.parametrize(
    "name", [n for n, r in _outcomes().items() if r["outcome"] == "empty_file"]
)
def test_empty_workbooks_are_empty_for_another_reader_too(name: str) -> None:
    path = shared_data(name)
    if path.suffix == ".xlsx" and path.stat().st_size:
        assert not any(independent.openpyxl_cells(path).values())
    else:
        assert path.suffix in (".xls", ".csv", ".db", ".xlsx")


def test_lists_come_out_in_the_encoding_and_with_the_names_of_the_truth() -> None:
    folder = shared_data("03_table_corpus/constructed_lists")
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    for name, entry in truth.items():
        if not entry["participants"]:
            continue
        book = read(folder / name, ReadChoices())
        assert (book.encoding, book.separator) == (entry.get("encoding"), entry.get("sep")), name
        rows = iter(book.sheets[0].rows)
        for person in entry["participants"]:
            # Each person stands in a row after the row of the one before.
            assert any(
                person["first"].strip() in row and person["last"].strip() in row for row in rows
            ), (name, person["first"])


def test_a_file_that_asks_for_too_much_is_refused_and_the_program_lives() -> None:
    path = shared_data("04_hostile/public/spreadsheets/calamine_OOM_alloc.xls")
    with pytest.raises(Refused) as caught:
        child.run("sweep", {"root": str(path.parent), "names": [path.name] * 9}, memory_mb=16)
    assert caught.value.code in ("over_limit", "reader_died")


def test_books_cross_the_border_unchanged() -> None:
    for name in ("xlsx/calamine_date.xlsx", "xlsx/calamine_errors.xlsx", "ods/php_data.ods"):
        path, book = _book(f"03_table_corpus/{name}")
        arguments = {
            "path": str(path),
            "choices": {"encoding": None, "separator": None, "sheet": None},
        }
        assert book_from_json(child.run("read", arguments)) == book
