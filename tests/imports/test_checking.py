from __future__ import annotations

from datetime import date

import pytest

from mobdesk import texts
from mobdesk.errors import Problem, Refused
from mobdesk.imports.checking import check_book, check_file
from mobdesk.imports.duplicates import identity_keys
from mobdesk.imports.mapping import Choices
from mobdesk.imports.table import Merge
from mobdesk.imports.transfer import Receiver
from tests.imports.books import book, check, codes, column


def test_a_list_as_it_comes():
    file = check(
        ["Nr", "Eesnimi", "Perenimi", "Sünniaeg", "Sugu", "Sihtriik", "Algus", "Lõpp", "Toetus"],
        [1, " Mari ", "Kask", "4.3.1990", "N", "Itaalia", date(2024, 3, 1), date(2024, 3, 9),
         "1 234,50 €"],
        [2, "Jüri", "Tamm", "5.3.1990", "M", "EL", date(2024, 3, 1), date(2024, 2, 9), 99.9],
    )  # fmt: skip
    assert file.values_of(file.rows[0]) == {
        "first_name": "Mari", "last_name": "Kask", "birth_date": "1990-03-04", "gender": "F",
        "hosting_country": "IT", "start": "2024-03-01", "end": "2024-03-09", "grant": "1234.50",
    }  # fmt: skip
    assert file.rows[0].problems == ()
    assert file.values_of(file.rows[1])["hosting_country"] == "GR"
    assert codes(file.rows[1]) == ["end_before_start"]
    assert not file.rows[1].refused


def test_an_ambiguous_column_is_asked_about():
    rows = (["Name", "Start"], ["A B", "03/04/2024"], ["C D", "05/06/2024"])
    file = check(*rows)
    assert file.ambiguous == ("Start",)
    assert column(file, "start") == [None, None]
    assert all(codes(row, "start") == ["ambiguous_date"] for row in file.rows)
    answered = check(*rows, dates="mdy")
    assert column(answered, "start") == ["2024-03-04", "2024-05-06"]
    assert answered.ambiguous == ()


def test_unknown_markers_are_empty_and_lost_letters_stay():
    file = check(
        ["Last name", "Nationality", "Receiving city", "Sending city", "Note"],
        ["Null", "-", "? Unknown ?", "??? - ? Unknown ?", "who?"],
        ["Novak", "???", "V?RU", "KOR?", "l?st"],
    )
    assert column(file, "nationality") == [None, None]
    assert column(file, "hosting_city") == [None, "V?RU"]
    assert column(file, "last_name") == ["Null", "Novak"]
    assert {p.field for p in file.rows[1].problems if p.code == "lost_character"} == {
        "sending_city",
        "hosting_city",
        "note",
    }
    assert "lost_character" not in codes(file.rows[0])


def test_numbers_that_were_text_and_dates_that_were_numbers():
    file = check(
        ["Name", "Phone", "ID code", "Grant", "Participants"],
        ["A B", 3728849918.0, 12345678901, date(2024, 5, 12), 1],
        ["C D", "+372 5", "00123456789", "12,50", date(2024, 1, 2)],
        ["E F", None, 1234567890, "3546,13 €", None],
    )
    assert column(file, "phone") == ["3728849918", "+372 5", None]
    assert column(file, "person_code") == ["12345678901", "00123456789", "1234567890"]
    assert column(file, "grant") == [None, "12.50", "3546.13"]
    assert codes(file.rows[0], "grant") == ["number_became_date"]
    assert codes(file.rows[0], "phone") == ["phone_from_number"]
    assert codes(file.rows[1], "participants") == ["number_became_date"]
    assert codes(file.rows[2], "person_code") == ["leading_zero_maybe_lost"]


@pytest.mark.parametrize(
    ("headers", "letters", "genders"),
    [
        (["Name", "Gender"], ["F", "M", "X"], ["F", "M", "X"]),
        (["Vardas ir pavardė", "Lytis"], ["M", "V"], ["F", "M"]),
        (["Nombre completo", "Sexo"], ["M", "H"], ["F", "M"]),
        (["Név", "Nem"], ["N", "F"], ["F", "M"]),
        (["ФИО", "Пол"], ["ж", "М"], ["F", "M"]),
        (["Ad soyad", "Cinsiyet"], ["K", "E"], ["F", "M"]),
        (["Imię i nazwisko", "Płeć"], ["kobieta", "mężczyzna"], ["F", "M"]),
        (["Nombre completo", "Sexo"], ["M"], [None]),
        (["Name", "Gender"], ["Undefined", "robot"], [None, None]),
    ],
)
def test_gender_in_many_languages(headers, letters, genders):
    file = check(headers, *[[f"A{i} B", letter] for i, letter in enumerate(letters)])
    assert column(file, "gender") == genders


def test_yes_and_no():
    words = ["ja", "нет", "Igen", "x", True, False, 1, 0, "taip", "maybe", ""]
    file = check(["Name", "Fewer opportunities"], *[[f"A{i} B", w] for i, w in enumerate(words)])
    assert column(file, "fewer_opportunities") == [
        "yes", "no", "yes", "yes", "yes", "no", "yes", "no", "yes", None, None,
    ]  # fmt: skip
    assert codes(file.rows[9], "fewer_opportunities") == ["unknown_yes_no"]


def test_project_codes_are_explained_not_swallowed():
    file = check(
        ["Name", "Project"],
        ["A B", "2024–1–EE01–KA122-ADU-000214921"],
        ["C D", "E10356237"],
    )
    assert column(file, "project_code") == ["2024-1-EE01-KA122-ADU-000214921", None]
    assert codes(file.rows[1], "project_code") == ["code_is_oid"]


def test_whole_names_are_split_and_said_so():
    file = check(["Name", "E-mail"], ["Kask, Mari", "-"], ["NOVAK Ana", "-"], ["Ana M. Novak", "-"])
    assert column(file, "first_name") == ["Mari", "Ana", "Ana M."]
    assert column(file, "last_name") == ["Kask", "NOVAK", "Novak"]
    assert codes(file.rows[0], "last_name") == ["name_split"]
    assert codes(file.rows[2], "last_name") == ["name_split_unsure"]
    hungarian = check(["Név", "E-mail cím"], ["Kovács Anna", "-"])
    assert column(hungarian, "last_name") == ["Kovács"]
    polish = check(["Nazwisko i imię", "Telefon"], ["Kowal Anna", "-"])
    assert column(polish, "last_name") == ["Kowal"]


def test_months_groups_and_rows_without_names_are_kept():
    file = check(
        ["Mobility Start Month", "Receiving City", "Participants", "Participant Age"],
        ["2019-04", "Roma", "24", "-1"],
    )
    assert file.values_of(file.rows[0]) == {
        "start": "2019-04", "hosting_city": "Roma", "participants": "24", "age": None,
    }  # fmt: skip
    assert codes(file.rows[0]) == ["month_only", "bad_number"]
    assert file.counts() == (1, 0, 0, 0)


def test_totals_are_known_by_place_and_content():
    head = ["First name", "Last name", "Grant"]
    data = (["Total", "Novak", 100], ["Ana", "Total", 200.5])
    pair = check(["Name", "Grant"], ["A B", 1], ["C D", 2.5], ["Kokku", 3.5])
    assert pair.skipped == ((4, "totals_row"),)
    for last in (
        ["Skupaj", None, 300.5],
        [None, None, 300.5],
        ["Σύνολο:", None, 1],
        [None, "Iš viso", 2],
    ):
        file = check(head, *data, last)
        assert [row.row for row in file.rows] == [2, 3]
        assert file.skipped == ((4, "totals_row"),)
    kept = check(head, *data, ["Mari", None, 300])
    assert len(kept.rows) == 3


def test_headers_repeated_on_each_page_are_skipped():
    file = check(
        ["First name", "Last name"], ["A", "B"], ["First name", "Last name"], [], ["C", "D"]
    )
    assert [row.row for row in file.rows] == [2, 5]
    assert file.skipped == ((3, "repeated_header"),)


def test_hidden_rows_merged_cells_and_formulas_are_flagged():
    file = check_book(
        book(
            ["First name", "Last name", "Project", "Grant"],
            ["A", "B", "2024-1-EE01-KA122-ADU-000214921", None],
            ["C", "D", None, 5],
            merged=(Merge(2, 3, 3, 3),),
            hidden_rows=frozenset({3}),
            blanks={(2, 4): "no_cached_value"},
        )
    )
    assert column(file, "project_code") == ["2024-1-EE01-KA122-ADU-000214921"] * 2
    assert codes(file.rows[0]) == ["no_cached_value"]
    assert codes(file.rows[1]) == ["hidden_row", "merged_value"]


def test_only_rows_without_anything_to_make_are_refused():
    file = check(["First name", "E-mail"], ["A", "x"], [None, "a@b.it"], ["-", "?"], kind="people")
    assert [row.refused for row in file.rows] == [False, True, True]
    assert [codes(row)[-1] for row in file.rows[1:]] == ["no_name", "nothing_usable"]
    assert file.counts() == (1, 0, 0, 2)
    places = check(["Name", "City"], ["IES X", "Roma"], [None, "Bari"], kind="organisations")
    assert column(places, "hosting_organisation") == ["IES X", None]
    assert [row.refused for row in places.rows] == [False, True]


def test_the_same_person_twice():
    file = check(
        ["First name", "Last name", "Date of birth", "E-mail", "Start"],
        ["Ana", "Černe", "1.2.1990", None, "1.3.2024"],
        ["CERNE", "Ana", "01.02.1990", "a@b.si", "1.3.2024"],
        ["Ana", "Cerne", None, "A@B.si", "1.4.2024"],
        ["Ana", "Cerne", None, None, "1.3.2024"],
        ["Ana", "Cerne", "2.2.1990", None, "1.3.2024"],
    )
    found = [row.duplicate for row in file.rows]
    assert found[1] == (2, None, True)
    assert found[2] == (2, None, False)
    assert [found[0], found[3], found[4]] == [None, None, None]
    assert file.counts("skip") == (3, 0, 2, 0)
    assert file.counts("merge") == (3, 2, 0, 0)
    assert file.counts("keep") == (5, 0, 0, 0)


def test_people_of_the_workspace_are_found_again():
    known = dict.fromkeys(identity_keys("Ana", "Černe", "1990-02-01", None), "uid-1")
    file = check(["First name", "Last name", "Birth date"], ["ana", "cerne", "1.2.1990"])
    twice = file.with_known(known)
    assert twice.rows[0].duplicate == (None, "uid-1", False)
    assert twice.as_json()["rows"][0]["duplicate_of"] == {"person": "uid-1"}
    assert identity_keys("Ana", "Černe", None, None) == ()
    assert identity_keys(None, None, "1990-02-01", "a@b.si") == ()


def test_the_document_of_the_command_line():
    file = check(["Name", "Start", "x"], ["A B", "2019-04", 1], ["C D", None, 2])
    document = file.as_json()
    assert document["source"] == {
        "format": "xlsx", "encoding": None, "separator": None, "sheet": "List", "header_row": 1,
        "other_sheets": [],
    }  # fmt: skip
    assert document["columns"] == {"Name": "full_name", "Start": "start", "x": None}
    row = document["rows"][0]
    assert row["row"] == 2
    assert row["values"] == {"first_name": "A", "last_name": "B", "start": "2019-04"}
    assert row["duplicate_of"] is None
    assert {"field": "start", "column": "Start", "code": "month_only",
            "message": "Only the month is known."} in row["problems"]  # fmt: skip
    assert document["counts"] == {"new": 2, "merged": 0, "skipped": 0, "refused": 0}


def test_the_child_gives_the_same_as_the_program(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("Eesnimi;Perenimi;Algus\nMari;Kask;1.3.2024\nJüri;Tamm;\n", encoding="utf-8")
    file = check_file(path, Choices(kind="people"))
    assert file.source[:4] == ("csv", "utf-8", ";", None)
    assert [row.values for row in file.rows] == [
        ("Mari", "Kask", "2024-03-01"),
        ("Jüri", "Tamm", None),
    ]
    assert file.preview.samples[0] == ("Mari", "Jüri")
    assert file.preview.lines[0][1] == ("Eesnimi", "Perenimi", "Algus")
    assert file.languages[0] == "et"


@pytest.mark.parametrize(
    "message",
    [None, [], ["rows", []], ["values", 0, ["a"]], ["nonsense", 1], ["file", {}], ["result"]],
)
def test_a_child_that_was_taken_over_is_refused(message):
    with pytest.raises(Refused) as refused:
        Receiver().take(message)
    assert refused.value.code == "reader_died"


def test_every_problem_has_words():
    words = texts.tables()
    for code in (
        "nothing_usable",
        "lost_character",
        "excel_error",
        "no_cached_value",
        "merged_value",
    ):
        assert texts.error(Problem("", code)).what
    for field in ("first_name", "hosting_city", "full_name"):
        assert words.words[f"import_field.{field}"]
