from __future__ import annotations

import pytest

from mobdesk import texts
from mobdesk.errors import Refused
from mobdesk.imports.checking import check_book
from mobdesk.imports.mapping import Choices, header_set
from mobdesk.imports.table import Book, Merge
from tests.imports.books import check, column, sheet


def mapped(file):
    return {c.header: c.field for c in file.columns}


def test_titles_above_and_groups_of_headers():
    file = check(
        ["List of participants"],
        [None, "Sending", None, "Receiving"],
        ["Participant", "Organisation", "City", "Organisation", "City", "Country"],
        ["Ana Novak", "A", "Tartu", "B", "Roma", "Italy"],
        merged=(Merge(1, 1, 1, 6), Merge(2, 2, 2, 3), Merge(2, 4, 2, 6)),
    )
    assert file.source.header_row == 3
    assert mapped(file) == {
        "Participant": "full_name",
        "Organisation": "sending_organisation",
        "City": "sending_city",
        "Organisation (2)": "hosting_organisation",
        "City (2)": "hosting_city",
        "Country": "hosting_country",
    }


def test_a_bare_city_belongs_to_the_side_beside_it():
    file = check(["Gönderen kurum", "Şehir", "Ev sahibi şehir"], ["A", "B", "C"])
    assert [c.field for c in file.columns] == [
        "sending_organisation",
        "sending_city",
        "hosting_city",
    ]


def test_a_word_with_two_senses_follows_its_cells():
    names = check(["Participants", "E-mail"], ["Ana Novak", "a@b.si"])
    assert mapped(names)["Participants"] == "full_name"
    numbers = check(["Participants", "E-mail"], [4, "a@b.si"])
    assert mapped(numbers)["Participants"] == "participants"
    assert check(["Name", "Destination"], ["A B", "Italy"]).columns[1].field == "hosting_country"
    assert check(["Name", "Destination"], ["A B", "Roma"]).columns[1].field == "hosting_city"


def test_name_is_the_half_that_is_missing():
    assert [c.field for c in check(["Name", "Vorname"], ["A", "B"]).columns] == [
        "last_name",
        "first_name",
    ]
    assert [c.field for c in check(["Nome", "Cognome"], ["A", "B"]).columns] == [
        "first_name",
        "last_name",
    ]


def test_the_visible_sheet_with_most_known_words():
    book = Book(
        "xlsx",
        (
            sheet(["Notes"], ["text"], name="About"),
            sheet(["First name", "Last name", "E-mail", "Phone"], ["A", "B", "c@d.ee", "1"],
                  name="Old", visible=False),
            sheet(["First name", "Last name"], ["A", "B"], name="People"),
        ),
    )  # fmt: skip
    file = check_book(book)
    assert file.source.sheet == "People"
    assert file.source.other_sheets == ("About", "Old")
    assert check_book(book, Choices(sheet="Old")).source.sheet == "Old"
    with pytest.raises(Refused) as refused:
        check_book(book, Choices(sheet="Other"))
    assert refused.value.code == "sheet_unknown"


def test_no_known_column_is_refused_and_still_shows_the_headers():
    file = check(["foo", "bar"], [1, 2])
    assert file.refusal == "no_known_columns"
    assert mapped(file) == {"foo": None, "bar": None}
    assert not file.rows


@pytest.mark.parametrize("head", [["Week", "Total"], ["Course", "Participants", "Language"]])
def test_columns_that_only_describe_make_no_records(head):
    file = check(head, ["A", 3, 4], ["B", 5, 6])
    assert file.refusal == "no_telling_columns"
    assert not file.rows
    assert check([*head, "Start date"], ["A", 3, 4, "2026-05-04"]).refusal is None


def test_one_known_word_in_the_data_is_no_header():
    assert check(["A", "B"], [8, 9], [None, "TOTAL"]).source.header_row == 1


def test_header_without_rows():
    file = check(["First name", "Last name"])
    assert not file.rows
    assert file.refusal is None


def test_an_empty_sheet_is_refused():
    with pytest.raises(Refused) as refused:
        check([])
    assert refused.value.code == "empty_sheet"


def test_a_person_may_map_columns_by_hand():
    file = check(
        ["foo", "Name", "Grant"],
        ["ana@b.si", "Ana Novak", "1"],
        columns={"foo": "email", "Grant": None},
    )
    assert mapped(file) == {"foo": "email", "Name": "full_name", "Grant": None}
    assert column(file, "email") == ["ana@b.si"]


def test_what_was_found_can_be_remembered_and_used_again():
    rows = (["title"], ["First name", "Last name", "x"], ["Ana", "Novak", "1"])
    file = check(*rows)
    choices = file.choices("people", dates="dmy")
    again = Choices.from_json(choices.to_json(), "people")
    assert again == choices
    assert check(*rows, header_row=again.header_row, columns=again.columns).columns == file.columns
    assert header_set(["First name", "E-mail"]) == header_set(["e-mail ", "FIRST NAME"])
    assert header_set(["First name"]) != header_set(["Last name"])


@pytest.mark.parametrize(
    "value",
    [{"sheets": "A"}, {"header_row": 0}, {"header_row": "2"}, {"dates": "ydm"},
     {"columns": {"A": "surname"}}, {"separator": ";;"}],
)  # fmt: skip
def test_a_mapping_file_that_cannot_be_meant(value):
    with pytest.raises(Refused) as refused:
        Choices.from_json(value)
    assert refused.value.code == "bad_mapping"


def test_a_file_that_holds_no_mapping_is_told_so_in_words():
    with pytest.raises(Refused) as refused:
        Choices.from_json([])
    assert refused.value.code == "no_mapping"
    assert "{" not in texts.error(refused.value).what


def test_a_header_row_that_is_not_there():
    with pytest.raises(Refused) as refused:
        check(["First name"], ["A"], header_row=9)
    assert refused.value.code == "header_row_unknown"
