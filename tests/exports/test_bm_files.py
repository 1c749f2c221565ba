# ruff: noqa: E501 - bytes of sheets, on long lines
"""BM files filled: what is not a listed cell stays byte for byte. Constructed files only."""

from __future__ import annotations

import itertools
import re
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobdesk.errors import Refused
from mobdesk.exports import bm_csv, bm_xlsx, bm_zip
from mobdesk.imports import bm_template
from tests import bm_templates
from tests.bm_templates import ORDERS, columns, csv, xlsx

PART = "xl/worksheets/sheet2.xml"
DAY = date(2026, 5, 4)
ROWS: list[dict] = [
    {"Mobility activity ID": "005041-MOB-00001", "Participant's first name": "Ana", "Start date": DAY,
     "Internal remark of the agency": "  two  spaces ", "Travel days": 2,
     "Inclusion support for participants": 12.5, "Accompanying Person": "NO"},
    {"Mobility activity ID": "005041-MOB-00002", "Participant's first name": "Bor", "Start date": DAY,
     "Force majeure": "YES"},
]  # fmt: skip
CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as package:
        assert package.testzip() is None
        return {entry.filename: package.read(entry) for entry in package.infolist()}


def raw(data: bytes) -> dict[str, bytes]:
    """Every entry as it lies in the file: header, name, extra field, packed bytes."""
    with ZipFile(BytesIO(data)) as package:
        places = sorted((e.header_offset, e.filename) for e in package.infolist())
        ends = [*(place for place, _ in places[1:]), package.start_dir]
    return {name: data[first:last] for (first, name), last in zip(places, ends, strict=True)}


def skeleton(sheet: bytes, listed: set[str]) -> bytes:
    """The sheet with a sign where the listed cells stand."""

    def sign(found: re.Match[bytes]) -> bytes:
        place = (found[1] + found[2]).decode()
        return f"[{place}]".encode() if place in listed else found[0]

    return CELL.sub(sign, without_range(sheet))


def only_these_changed(before: bytes, after: bytes, listed: set[str]) -> None:
    old, new = raw(before), raw(after)
    assert list(old) == list(new)
    assert {name for name in old if old[name] != new[name]} <= {PART}
    assert skeleton(parts(before)[PART], listed) == skeleton(parts(after)[PART], listed)


def without_range(sheet: bytes) -> bytes:
    """A sheet without the range that it says it uses: that grows with new rows."""
    return re.sub(rb'<dimension ref="[^"]*"/>', b"", sheet)


def place(headers: list[str], name: str, row: int) -> str:
    return f"{bm_templates.letters(headers.index(name) + 1)}{row}"


@pytest.mark.parametrize(
    ("order", "hints", "unknown"), [*itertools.product(ORDERS, (True, False), (True, False))]
)
def test_only_listed_cells_of_a_workbook_change(
    tmp_path: Path, order: str, hints: bool, unknown: bool
) -> None:
    headers = columns(order, unknown=unknown)
    before = xlsx(headers, ROWS, hints=hints)
    row = 3 if hints else 2
    at = {name: headers.index(name) + 1 for name in headers}
    edits = {
        row: {
            at["Participant's last name"]: ("s", "Öö & <b> „x“"),
            at["Travel days"]: ("n", "1"),
            at["End date"]: ("n", "46147"),
        }
    }
    after = bm_xlsx.edited(before, PART, edits)
    names = ("Participant's last name", "Travel days", "End date")
    only_these_changed(before, after, {place(headers, name, row) for name in names})
    path = tmp_path / "list.xlsx"
    path.write_bytes(after)
    read = bm_template.read_template(path)
    cells = dict(zip(read.headers, read.rows[row], strict=False))
    assert cells["Participant's last name"] == "Öö & <b> „x“"
    assert cells["Travel days"] == 1
    assert str(cells["End date"]).startswith("2026-05-05")
    assert cells["Participant's first name"] == "Ana"


def test_nothing_to_write_gives_the_same_sheet() -> None:
    before = xlsx(columns(), ROWS)
    assert parts(bm_xlsx.edited(before, PART, {})) == parts(before)


@pytest.mark.parametrize("stored", [True, False])
def test_a_new_row_stands_below_with_the_styles_of_the_last(tmp_path: Path, stored: bool) -> None:
    headers = columns()
    before = xlsx(headers, ROWS, stored=stored)
    column = headers.index("Start date") + 1
    after = bm_xlsx.edited(before, PART, {5: {column: ("n", "46150"), 1: ("s", "x")}}, like=4)
    path = tmp_path / "list.xlsx"
    path.write_bytes(after)
    read = bm_template.read_template(path)
    assert read.next_row == 6
    assert str(read.rows[5][column - 1]).startswith("2026-05-08")  # a date by its style
    old, new = parts(before)[PART], parts(after)[PART]
    added = re.search(rb'<row r="5".*?</row>', new, re.DOTALL)
    assert added is not None
    wide = bm_templates.letters(len(headers)).encode()
    assert new.replace(added[0], b"").replace(b'"A1:%s5"' % wide, b'"A1:%s4"' % wide, 1) == old


def test_prepared_rows_are_used_and_keep_their_format(tmp_path: Path) -> None:
    headers = columns("mixed")
    before = xlsx(headers, [], prepared=3)
    column = headers.index("Start date") + 1
    after = bm_xlsx.edited(before, PART, {3: {column: ("n", "46150")}, 4: {column: ("n", "46151")}})
    only_these_changed(before, after, {place(headers, "Start date", row) for row in (3, 4)})
    path = tmp_path / "list.xlsx"
    path.write_bytes(after)
    read = bm_template.read_template(path)
    assert [str(cells[column - 1])[:10] for cells in read.rows.values()] == [
        "2026-05-08",
        "2026-05-09",
    ]


def test_a_new_cell_takes_the_format_of_its_column(tmp_path: Path) -> None:
    headers = columns()
    before = xlsx(headers, [])
    number = headers.index("Start date") + 1
    formatted = parts(before)[PART].replace(
        b"</cols>", b'<col min="%d" max="%d" style="2"/></cols>' % (number, number)
    )
    before = bm_zip.with_part(before, PART, formatted)
    path = tmp_path / "list.xlsx"
    path.write_bytes(before)
    assert bm_template.read_template(path).date_cells == {number}
    # a new row, and a new cell in a row that is there already
    after = bm_xlsx.edited(before, PART, {2: {number: ("n", "46150")}, 3: {number: ("n", "46151")}})
    styles = re.findall(rb'<c r="[A-Z]+[23]" s="(\d+)"><v>4615[01]</v>', parts(after)[PART])
    assert styles[-1] == b"2"
    path.write_bytes(after)
    read = bm_template.read_template(path)
    assert str(read.rows[3][number - 1]).startswith("2026-05-09")


def test_dates_in_the_hints_alone_format_no_column(tmp_path: Path) -> None:
    headers = columns()
    before = xlsx(headers, [])
    sheet = parts(before)[PART]
    place_ = place(headers, "Start date", 2).encode()
    hinted = sheet.replace(b'<c r="%s" s="1"' % place_, b'<c r="%s" s="2"' % place_)
    assert hinted != sheet
    path = tmp_path / "list.xlsx"
    path.write_bytes(bm_zip.with_part(before, PART, hinted))
    assert bm_template.read_template(path).date_cells == frozenset()


def test_a_row_that_is_left_out_is_emptied_and_keeps_its_format() -> None:
    headers = columns()
    before = xlsx(headers, ROWS)
    after = bm_xlsx.edited(before, PART, {}, frozenset({4}))
    listed = {f"{bm_templates.letters(c)}4" for c in range(1, len(headers) + 1)}
    only_these_changed(before, after, listed)
    assert b"Bor" not in parts(after)[PART]
    assert not re.search(rb'<c r="[A-Z]+4"[^>/]*>', parts(after)[PART])


@pytest.mark.parametrize(
    ("sheet", "edits", "expected"),
    [
        (b"<sheetData/>", {2: {1: ("n", "5")}}, b'<sheetData><row r="2"><c r="A2"><v>5</v></c></row></sheetData>'),
        (b'<sheetData><row r="2"/></sheetData>', {2: {2: ("b", "1")}}, b'<sheetData><row r="2"><c r="B2" t="b"><v>1</v></c></row></sheetData>'),
        (b'<sheetData><row r="2"><c r="C2"/></row></sheetData>', {2: {1: ("n", "5"), 4: ("n", "6")}}, b'<sheetData><row r="2"><c r="A2"><v>5</v></c><c r="C2"/><c r="D2"><v>6</v></c></row></sheetData>'),
        (b"<sheetData><row><c/><c><v>1</v></c></row></sheetData>", {1: {2: ("n", "5")}}, b'<sheetData><row><c/><c r="B1"><v>5</v></c></row></sheetData>'),
        (b'<x:sheetData><x:row r="9"></x:row></x:sheetData>', {3: {1: ("s", " a")}}, b'<x:sheetData><x:row r="3"><x:c r="A3" t="inlineStr"><x:is><x:t xml:space="preserve"> a</x:t></x:is></x:c></x:row><x:row r="9"></x:row></x:sheetData>'),
        (b"<sheetData><row r='2' a='>'><c r='A2' s='7' t='s'><v>0</v></c></row></sheetData>", {2: {1: ("n", "5")}}, b"<sheetData><row r='2' a='>'><c r=\"A2\" s=\"7\"><v>5</v></c></row></sheetData>"),
    ],
)  # fmt: skip
def test_sheets_as_other_programs_write_them(sheet: bytes, edits: dict, expected: bytes) -> None:
    assert (
        bm_xlsx.edited_sheet(b'<w xmlns:x="u">' + sheet + b"</w>", edits)
        == b'<w xmlns:x="u">' + expected + b"</w>"
    )


@given(
    st.dictionaries(
        st.integers(1, 6),
        st.dictionaries(st.integers(1, 5), st.text(max_size=4), max_size=4),
        max_size=4,
    )
)
def test_any_cells_of_a_sheet(edits: dict[int, dict[int, str]]) -> None:
    sheet = b'<s><sheetData><row r="2"><c r="B2"><v>1</v></c></row><row r="4"/></sheetData></s>'
    made = bm_xlsx.edited_sheet(
        sheet, {r: dict.fromkeys(cells, ("n", "7")) for r, cells in edits.items()}
    )
    rows = [int(n) for n in re.findall(rb'<row r="(\d+)"', made)]
    assert rows == sorted({2, 4, *edits})
    found = {(int(r), c.decode()) for c, r in re.findall(rb'<c r="([A-Z])(\d)"><v>7', made)}
    assert found == {(r, bm_templates.letters(c)) for r, cells in edits.items() for c in cells}


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (b"<!DOCTYPE s><s><sheetData/></s>", "unsafe_file"),
        (b"<s><sheetData></s>", "damaged_file"),
        (b"<s/>", "damaged_file"),
        ("<s><sheetData/></s>".encode("utf-16"), "bm_cannot_edit"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?><s><sheetData/></s>', "bm_cannot_edit"),
    ],
)
def test_sheets_that_are_refused(sheet: bytes, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        bm_xlsx.edited_sheet(sheet, {})
    assert refusal.value.code == code


@pytest.mark.parametrize("spoil", [lambda d: d[:-3000], lambda d: b"junk" + d, lambda d: b"PK"])
def test_packages_that_are_refused(spoil) -> None:
    with pytest.raises(Refused):
        bm_xlsx.edited(spoil(xlsx(columns(), ROWS)), PART, {})
    with pytest.raises(Refused):
        bm_zip.with_part(xlsx(columns(), ROWS), "xl/none.xml", b"")


# ---- CSV ----------------------------------------------------------------------------------------

TEXTS = [
    {"Mobility activity ID": "005041-MOB-00001", "Participant's first name": "Ana", "Start date": "04-05-2026",
     "Internal remark of the agency": 'says "hi"; goes\non'},
    {"Mobility activity ID": "005041-MOB-00002", "Participant's first name": " Bor ", "Force majeure": "YES"},
]  # fmt: skip
FORMS = [
    {"separator": s, "bom": b, "end": e, "quote": q, "final": f}
    for s, b, e, q, f in itertools.product(
        (";", ","), (True, False), ("\r\n", "\n"), ("all", "needed", "mixed"), (True, False)
    )
]


@pytest.mark.parametrize("form", FORMS, ids=lambda f: "".join(str(v)[:1] for v in f.values()))
@pytest.mark.parametrize("order", ORDERS)
def test_only_listed_cells_of_a_text_change(order: str, form: dict) -> None:
    headers = columns(order)
    before = csv(headers, TEXTS, **form)
    column = headers.index("Participant's last name") + 1
    after = bm_csv.edited(before, "utf-8", form["separator"], {3: {column: "MARK"}})
    assert after.count(b"MARK") == 1
    quoted = b'"MARK"' in after
    old = b'""' if quoted else b""
    assert after.replace(b'"MARK"' if quoted else b"MARK", old, 1) == before
    assert bm_csv.edited(before, "utf-8", form["separator"], {}) == before


@pytest.mark.parametrize("form", FORMS, ids=lambda f: "".join(str(v)[:1] for v in f.values()))
def test_a_new_row_of_a_text_stands_at_the_end(tmp_path: Path, form: dict) -> None:
    headers = columns()
    before = csv(headers, TEXTS, **form)
    column = headers.index("Participant's first name") + 1
    after = bm_csv.edited(
        before, "utf-8", form["separator"], {}, [{column: "Eva; X"}], width=len(headers)
    )
    assert after.startswith(before)
    end = form["end"].encode()
    assert after.endswith(end) is form["final"]
    path = tmp_path / "list.csv"
    path.write_bytes(after)
    read = bm_template.read_template(path)
    assert [cells[column - 1] for cells in read.rows.values()] == ["Ana", " Bor ", "Eva; X"]
    if form["quote"] == "all":
        added = after[len(before) :].strip(b"\r\n")
        assert added.count(b'"') == 2 * len(headers)


def test_a_row_that_is_left_out_of_a_text_is_gone() -> None:
    headers = columns()
    line = 6  # the first row fills two lines
    after = bm_csv.edited(csv(headers, TEXTS), "utf-8", ";", {}, left_out=frozenset({5}))
    assert after == csv(headers, TEXTS[:1])
    assert bm_csv.edited(csv(headers, TEXTS), "utf-8", ";", {}, left_out=frozenset({line})) == csv(
        headers, TEXTS
    )


def test_letters_that_the_encoding_lacks_are_refused() -> None:
    before = csv(["A", "B"], [], hints=False, bom=False, encoding="cp1252")
    with pytest.raises(Refused) as refusal:
        bm_csv.edited(before, "cp1252", ";", {1: {1: "Č"}})
    assert refusal.value.code == "bm_letters"


cells_ = st.text(st.sampled_from('ab;"\n\r é'), max_size=5)


@given(
    st.lists(st.lists(cells_, min_size=2, max_size=2), min_size=1, max_size=4),
    st.integers(0, 3),
    st.integers(1, 2),
    cells_,
)
def test_any_text_keeps_its_other_cells(
    rows: list[list[str]], row: int, column: int, value: str
) -> None:
    import csv as reader
    import io

    def table(data: bytes) -> list[list[str]]:
        return list(reader.reader(io.StringIO(data.decode(), newline=""), delimiter=";"))

    before = "".join(
        ";".join('"' + c.replace('"', '""') + '"' for c in cells) + "\r\n" for cells in rows
    ).encode()
    lines, line = [], 1
    for cells in rows:
        lines.append(line)
        line += 1 + sum(len(re.findall(r"\r\n|\r|\n", c)) for c in cells)
    row = min(row, len(rows) - 1)
    after = bm_csv.edited(before, "utf-8", ";", {lines[row]: {column: value}})
    expected = [list(cells) for cells in rows]
    expected[row][column - 1] = value
    assert table(after) == expected


# ---- reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize("hints", [True, False])
@pytest.mark.parametrize("order", ORDERS)
def test_a_workbook_tells_its_lists_and_dates(tmp_path: Path, order: str, hints: bool) -> None:
    headers = columns(order)
    path = tmp_path / "list.xlsx"
    path.write_bytes(xlsx(headers, ROWS, hints=hints, prepared=2, formula="Reserved 7"))
    read = bm_template.read_apart(path)
    assert (read.sheet, read.part, read.header_row) == ("Mobilities", PART, 1)
    assert read.hint_row == (2 if hints else None)
    first = 3 if hints else 2
    assert list(read.rows) == [first, first + 1]
    assert read.next_row == first + 2
    lists = {read.headers[c - 1]: entries for c, entries in read.lists.items()}
    assert lists == {
        "Accompanying Person": ("YES", "NO"),
        "Main means of transport": bm_templates.TRANSPORT,
        "Activity type": bm_templates.ACTIVITIES,
    }
    assert {read.headers[c - 1] for c in read.date_cells} == {
        "Start date",
        "End date",
        "Participant's date of birth",
    }
    assert {c for _, c in read.formulas} == {headers.index("Reserved 7") + 1}


@pytest.mark.parametrize("final", [True, False])
def test_a_text_with_a_blank_row_for_hints(tmp_path: Path, final: bool) -> None:
    headers = columns(unknown=False)
    blank = ";" * (len(headers) - 1)
    data = csv(headers, TEXTS, hints=False, final=final).decode().split("\r\n", 1)
    path = tmp_path / "list.csv"
    path.write_text(f"{data[0]}\r\n{blank}\r\n{data[1]}", encoding="utf-8", newline="")
    read = bm_template.read_apart(path)
    assert (read.format, read.hint_row, len(read.rows)) == ("csv", 2, 2)


def test_files_without_a_known_column_and_of_other_formats(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(Refused, match="no_known_columns"):
        bm_template.read_apart(path)
    path.write_bytes(b"%PDF-1.4 x")
    with pytest.raises(Refused, match="format_not_promised"):
        bm_template.read_apart(path)


@given(
    st.lists(
        st.sampled_from(["a", ";", '"', '""', "\n", "\r\n", "\r", " ", '";"', "é"]), max_size=30
    )
)
def test_rows_stand_on_the_lines_on_which_the_reader_saw_them(parts_: list[str]) -> None:
    """Or the file is refused: a cell is never written into another row."""
    from mobdesk.imports.delimited import read_text

    text = "x;y\r\n" + "".join(parts_)
    try:
        seen = read_text(text.encode(), "utf-8", ";", lambda *_: None).sheets[0]
        places = bm_csv.records_of(text, ";", 0, 1)
    except Refused:
        return
    found = {
        record.line: [bm_csv.plain(text[f.first : f.last]) for f in record.fields]
        for record in places
    }
    for number, row in zip(seen.numbers, seen.rows, strict=True):
        assert [cell or "" for cell in row] == found[number][: len(row)] or not any(found[number])
