"""Reading, on small files made here: what comes out, and each refusal by its code."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mobdesk import texts
from mobdesk.errors import Refused
from mobdesk.imports import encodings, limits
from mobdesk.imports.delimited import read_text
from mobdesk.imports.reading import ReadChoices, book_from_json, book_to_json, read, read_apart
from mobdesk.imports.table import Book, Merge, Sheet

_MORNING = datetime.fromisoformat("2001-05-06T07:30")


def _text(data: bytes, encoding: str | None = None, separator: str | None = None) -> Book:
    return read_text(data, encoding, separator, lambda *_: None)


def _refusal(path: Path, choices: ReadChoices | None = None) -> Refused:
    with pytest.raises(Refused) as caught:
        read(path, choices)
    assert texts.error(caught.value).advice
    return caught.value


# ---- text -----------------------------------------------------------------------------------

_LINES = {
    "cp1250": "Ime;Priimek\nŽan;Kovačič\nŠpela;Šuštaršič\nŁukasz;Źdźbło\n",
    "iso8859-2": "Ime;Priimek\nŽan;Kovačič\nŠpela;Šuštaršič\n",
    "cp1251": "Име;Фамилия\nИван;Петров\nМария;Георгиева\n",
    "cp1253": "Όνομα;Επώνυμο\nΓιώργος;Παπαδόπουλος\n",
    "cp1254": "Ad;Soyad\nİbrahim;Yıldız\nGülşah;Çağlar\n",
    "cp1257": "Eesnimi;Perekonnanimi\nTõnu;Mägi\nTiiu;Šmigun-Vähi\n",
    "cp1252": "Prénom;Nom\nFrançois;Lefèvre\nZoë;Bérubé\n",
    "mac_roman": "Prénom;Nom\nFrançois;Lefèvre\nJosé;Muñoz\n",
    "cp852": "Ime;Priimek\nŽan;Kovačič\nŠpela;Šuštaršič\n",
    "cp1255": "שם;עיר\nדוד;ירושלים\nשרה;חיפה\nמרים;תל\nיוסף;אילת\n",
    "cp932": "氏名;都市\n田中太郎;東京\n鈴木花子;大阪の町\n",
    "koi8-r": "Имя;Фамилия\nИван;Петров\nМария;Иванова\n",
}


@pytest.mark.parametrize("encoding", _LINES)
def test_the_code_page_is_found_by_its_letters(encoding: str) -> None:
    text = _LINES[encoding]
    book = _text(text.encode(encoding))
    assert book.encoding == encoding
    assert [";".join(map(str, row)) for row in book.sheets[0].rows] == text.split()
    assert [note.code for note in book.notes] == ["guessed_encoding"]


@pytest.mark.parametrize("bom", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_unicode_in_every_order_with_and_without_mark(encoding: str, bom: bool) -> None:
    text = ("\ufeff" if bom else "") + "Ime;Priimek\r\nŽan;Kovačič\r\n"
    book = _text(text.encode(encoding))
    assert (book.encoding, book.notes) == (encoding, ())
    assert book.sheets[0].rows == [["Ime", "Priimek"], ["Žan", "Kovačič"]]


def test_a_chosen_encoding_is_obeyed_or_refused() -> None:
    data = "Ime;x\nŽan;č\n".encode("cp1250")
    assert _text(data, "iso8859-2").encoding == "iso8859-2"
    with pytest.raises(Refused, match="encoding_wrong"):
        _text(data, "utf-8")
    with pytest.raises(Refused, match="encoding_unknown"):
        _text(data, "klingon")
    with pytest.raises(Refused, match="encoding_unknown"):
        _text(data, "base64")


def test_two_lists_pasted_together_keep_all_letters() -> None:
    data = "Ime;Priimek\nŽan;Čeh\n".encode() + "Špela;Šušteršič\n".encode("cp1250")
    book = _text(data)
    assert book.sheets[0].rows[1:] == [["Žan", "Čeh"], ["Špela", "Šušteršič"]]
    assert book.notes[0].code == "mixed_encodings"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    rows = [
        ["Name", "City", "Grant"],
        ["Novak, Ana", "Ljubljana; center", "1.200,50"],
        ["B", "C", "D"],
    ]
    text = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    book = _text(text.encode())
    assert (book.separator, book.sheets[0].rows) == (separator, rows)


def test_a_sep_line_is_obeyed_and_counted() -> None:
    book = _text(b"sep=|\r\nA|B\r\n1|2;3\r\n")
    assert (book.separator, book.sheets[0].rows) == ("|", [["A", "B"], ["1", "2;3"]])
    assert book.sheets[0].numbers == [2, 3]


def test_rows_are_numbered_by_the_line_on_which_they_start() -> None:
    book = _text(b'A;B\n"one\ntwo";x\n\n"three";y\n;\n\n')
    sheet = book.sheets[0]
    assert sheet.rows == [["A", "B"], ["one\ntwo", "x"], [], ["three", "y"]]
    assert sheet.numbers == [1, 2, 4, 5]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(end: str) -> None:
    book = _text(end.join(["A,B", '"x,1",2', "3,4"]).encode())
    assert book.sheets[0].rows == [["A", "B"], ["x,1", "2"], ["3", "4"]]
    assert book.sheets[0].numbers == [1, 2, 3]


def test_an_open_quote_swallows_no_rows() -> None:
    book = _text(b'Name;City\n"Ana;Celje\nBor;Koper\nCene;Piran\n')
    assert [row[1] for row in book.sheets[0].rows] == ["City", "Celje", "Koper", "Piran"]
    assert book.notes[0].code == "open_quote"


def test_quotes_written_with_a_backslash() -> None:
    book = _text(rb"Name,Note" + b"\n" + rb'Ana,"says \"yes, gladly\" today"' + b"\n")
    assert book.sheets[0].rows[1] == ["Ana", 'says "yes, gladly" today']


@hypothesis_settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=8),
            min_size=2,
            max_size=4,
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_what_is_written_quoted_comes_back(rows: list[list[str]], separator: str) -> None:
    quoted = [separator.join('"' + c.replace('"', '""') + '"' for c in row) for row in rows]
    while rows and not any(rows[-1]):
        rows = rows[:-1]
    data = "\r\n".join(quoted).encode("utf-8-sig")
    if rows:
        found = _text(data, "utf-8", separator).sheets[0].rows
        assert [[cell or "" for cell in row] for row in found] == rows


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    refused: list[Refused] = []
    try:
        encodings.decode(data)
        _text(data)
    except Refused as error:
        refused.append(error)
    assert all(texts.error(error).what for error in refused)


# ---- workbooks ------------------------------------------------------------------------------


def _workbook(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "People"
    sheet.append(["First name", "Born", "Grant", "Sum", "Serial"])
    sheet.append(["Ana", date(1990, 2, 1), 1200.5, "=C2*2", 43831])
    sheet.append(["Bor", _MORNING, 7, "#N/A", True])
    sheet["D3"].data_type = "e"
    sheet.append(["00123", None, None])
    sheet.merge_cells("A4:A5")
    sheet["C5"] = "end"
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["E"].hidden = True
    book.create_sheet("Notes").sheet_state = "hidden"
    book["Notes"]["B3"] = "far"
    book.save(path)
    return path


def test_a_workbook_with_all_that_it_can_hold(tmp_path: Path) -> None:
    book = read(_workbook(tmp_path / "list.csv"))  # the extension says nothing
    people, notes = book.sheets
    assert (book.format, book.date1904) == ("xlsx", False)
    assert people.rows[1] == ["Ana", date(1990, 2, 1), 1200.5, None, 43831]
    assert people.rows[2] == ["Bor", _MORNING, 7, None, True]
    assert people.blanks == {(2, 4): "no_cached_value", (3, 4): "excel_error"}
    assert (people.hidden_rows, people.hidden_columns) == ({3}, {5})
    assert people.merged == (Merge(4, 1, 5, 1),)
    assert [row[0] for _, row in people.filled()][3:] == ["00123", "00123"]
    assert (notes.visible, notes.rows, notes.numbers) == (False, [[None, "far"]], [3])


def test_only_the_wanted_sheet_has_rows(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "list.xlsx")
    book = read(path, ReadChoices(sheet="Notes"))
    assert [(sheet.name, len(sheet.rows)) for sheet in book.sheets] == [("People", 0), ("Notes", 1)]
    assert _refusal(path, ReadChoices(sheet="Nowhere")).code == "sheet_unknown"


def test_a_book_crosses_the_border_of_the_child_unchanged(tmp_path: Path) -> None:
    path = _workbook(tmp_path / "list.xlsx")
    assert book_from_json(book_to_json(read(path))) == read(path) == read_apart(path)
    assert len(read_apart(path, rows=2).sheets[0].rows) == 2


def test_filled_leaves_the_sheet_itself_as_it_was() -> None:
    sheet = Sheet("x", [["a", None], [None, "b"]], [1, 2], merged=(Merge(1, 1, 2, 1),))
    assert [row for _, row in sheet.filled()] == [["a", None], ["a", "b"]]
    assert sheet.rows == [["a", None], [None, "b"]]


# ---- refusals -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty_file"),
        (b"<html><table></table></html>", "format_not_promised"),
        (b'<?xml version="1.0"?><a/>', "format_not_promised"),
        (b'{"a": [1, 2]}', "format_not_promised"),
        (b"%PDF-1.7 ...", "format_not_promised"),
        (b"SQLite format 3\x00" + b"\x00" * 90, "format_not_promised"),
        (bytes(range(256)) * 20, "not_a_table"),
        (b"PK\x03\x04 and no more", "damaged_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "damaged_file"),
    ],
)
def test_what_is_no_list_has_its_own_code(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(data)
    assert _refusal(path).code == code


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert _refusal(tmp_path / "none.csv").code == "file_unreadable"


def _repacked(tmp_path: Path, **changed: bytes) -> Path:
    source = _workbook(tmp_path / "source.xlsx")
    target = tmp_path / "changed.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(
                name, changed.get(name.rpartition("/")[2].partition(".")[0], old.read(name))
            )
    return target


_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def test_a_document_type_is_unsafe(tmp_path: Path) -> None:
    path = _repacked(tmp_path, sheet1=b'<!DOCTYPE x [<!ENTITY a "b">]>' + _SHEET)
    assert _refusal(path).code == "unsafe_file"


def test_a_cut_sheet_is_damaged(tmp_path: Path) -> None:
    assert _refusal(_repacked(tmp_path, sheet1=_SHEET + b"<row>")).code == "damaged_file"


def test_a_sheet_whose_cells_lie_too_far_apart_is_over_the_limit(tmp_path: Path) -> None:
    far = _SHEET + b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576">'
    path = _repacked(tmp_path, sheet1=far + b"<v>1</v></c></row></sheetData></worksheet>")
    assert _refusal(path).values["limit"] == "cells"


def test_a_part_that_unpacks_too_far_is_over_the_limit(tmp_path: Path) -> None:
    path = _repacked(tmp_path, sheet1=_SHEET + b" " * 12_000_000)
    assert _refusal(path).values["limit"] == "ratio"


def test_too_many_parts_are_over_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        for number in range(limits.ENTRIES + 1):
            package.writestr(f"{number}.xml", b"")
    assert _refusal(path).values["limit"] == "entries"


def test_two_parts_of_one_name_are_unsafe(tmp_path: Path) -> None:
    path = tmp_path / "twice.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", b"")
        package.writestr("XL\\Workbook.xml", b"")
    assert _refusal(path).code == "unsafe_file"
