"""Project codes: real ones pass untouched, mistakes are tidied and named, or explained."""

from __future__ import annotations

import csv
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobdesk import texts
from mobdesk.domain.projects import ParsedCode, parse_code
from tests.support import shared_data

GOOD = "2023-1-EE01-KA121-ADU-000134567"


def rows(name: str) -> list[dict[str, str]]:
    with shared_data(f"02_project_codes/{name}").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes_of(parsed: ParsedCode) -> list[str]:
    return [problem.code for problem in parsed.problems]


def test_a_code_is_explained_part_by_part() -> None:
    parsed = parse_code("2024-1-EL01-KA122-ADU-000214921")
    assert parsed.sure
    assert not parsed.corrections
    assert (parsed.year, parsed.round, parsed.agency) == (2024, 1, "EL01")
    assert (parsed.action, parsed.field, parsed.number) == ("KA122", "ADU", "000214921")
    assert parsed.country == "GR"
    told = [texts.label(part.meaning, part.values) for part in parsed.parts]
    assert told[0] == "The call of 2024"
    assert told[3:5] == ["Short-term mobility project", "Adult education"]
    assert [part.text for part in parsed.parts] == [
        "2024",
        "1",
        "EL01",
        "KA122",
        "ADU",
        parsed.number,
    ]


def test_a_code_of_2014_to_2020_has_no_field_and_six_digits() -> None:
    parsed = parse_code("2017-1-DE02-KA104-003881")
    assert parsed.sure
    assert parsed.field is None


@pytest.mark.parametrize(
    ("text", "correction"),
    [
        ("2023–1–EE01–KA121–ADU–000134567", "dashes"),
        ("2023 1 EE01 KA121 ADU 000134567", "dashes"),
        ("20231EE01KA121ADU000134567", "dashes"),
        ("2023-1EE01-KA121-ADU-000134567", "dashes"),
        (f"  {GOOD} ", "spaces"),
        (f"{GOOD}\u200b", "invisible"),
        (GOOD.lower(), "case"),
        ("2023-1-EE01-КА121-ADU-000134567", "lookalikes"),
        ("2023-1-EEO1-KA121-ADU-000134567", "letter_for_digit"),
        ("2023-1-EE01-KA121-ADU-0001\n34567", "line_break"),
        (f"Project {GOOD}, phase two", "words_around"),
        (f'"{GOOD}"', "quotes"),
        (f"={GOOD}", "quotes"),
        (f"{GOOD}.0", "spreadsheet_rest"),
        (f"{GOOD}_FR", "report_suffix"),
        (f"{GOOD}-FR-01", "report_suffix"),
        (f"{GOOD}_AR-01", "report_suffix"),
        (f"{GOOD}/2", "part_suffix"),
    ],
)
def test_a_slip_of_writing_is_tidied_and_named(text: str, correction: str) -> None:
    parsed = parse_code(text)
    assert parsed.code == GOOD
    assert correction in parsed.corrections
    assert not parsed.problems


@pytest.mark.parametrize(
    ("text", "problem", "suggestion"),
    [
        ("2023-1-EE1-KA121-ADU-000134567", "code_agency_incomplete", GOOD),
        ("2025-1-DE-KA153-YOU-000297955", "code_agency_incomplete", None),
        ("2023-1-GR01-KA121-ADU-000134567", "code_country_greece", GOOD.replace("EE", "EL")),
        ("2019-1-GB01-KA104-034567", "code_country_uk", "2019-1-UK01-KA104-034567"),
        ("2023-1-XX01-KA121-ADU-000134567", "code_country_unknown", None),
        ("2023-1-EE01-KA12-ADU-000134567", "code_action_unreadable", None),
        ("2023-1-EE01-KA121-000134567", "code_field_missing", None),
        ("2023-EE01-KA121-ADU-000134567", "code_round_missing", None),
        ("1-EE01-KA121-ADU-000134567", "code_year_missing", None),
        ("2020-1-CERTIFICADO-ES01-KA120-VET-095056", "code_part_unexpected", None),
        (f"{GOOD}X7", "code_part_unexpected", None),
        (f"{GOOD} and 2024-1-EE01-KA121-ADU-000200000", "code_several", None),
        ("2023-1-EE01-KA121-ADU-123", "code_number_unreadable", None),
        ("KA122-ADU-FF686F4A", "code_is_form_id", None),
        ("our form KA122-ADU-FF686F4A", "code_is_form_id", None),
        ("2024-KA122ADU-14", "code_is_agreement_number", None),
        ("E10356237", "code_is_oid", None),
        ("999888777", "code_is_nine_digits", None),
        ("28505-IC-1-2007-1-AT-ERASMUS-EUC-1", "code_is_llp", None),
        ("2013-1-FR1-ERA02-50121", "code_is_llp", None),
        ("552144-CREA-1-2014-1-AT-CULT-COOP1", "code_is_other_programme", None),
        ("01.02.2023", "code_is_date", None),
        ("765431000-UDA-121AK-10EE-1-3202", "code_unreadable", None),
        ("", "code_empty", None),
        (" \u200b ", "code_empty", None),
    ],
)
def test_what_would_be_a_guess_gives_no_code(
    text: str, problem: str, suggestion: str | None
) -> None:
    parsed = parse_code(text)
    assert parsed.code is None
    assert codes_of(parsed) == [problem]
    assert parsed.suggestion == suggestion
    assert parse_code(suggestion).sure if suggestion else True


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("2024-1-ES01-KA121-ADU-00020559", "code_number_length"),
        ("2023-1-EE01-KA121-ADU-0001345671", "code_number_length"),
        ("2023-1-EE01-KA121-YOU-000134567", "code_field_does_not_fit"),
        ("2034-1-EE01-KA121-ADU-000134567", "code_year_outside"),
        ("2013-1-EE01-KA121-ADU-000134567", "code_year_outside"),
        ("2023-1-EE01-KA999-ADU-000134567", "code_action_unknown"),
        ("2023-1-UK01-KA122-ADU-000134567", "code_uk_after_2020"),
        ("2025-1-TR01-KA210-SCH-000000000", "code_number_placeholder"),
    ],
)
def test_an_odd_code_is_kept_as_written_and_flagged(text: str, problem: str) -> None:
    parsed = parse_code(text)
    assert parsed.code == text
    assert codes_of(parsed) == [problem]
    assert not parsed.sure


def test_an_agency_never_seen_is_only_noted() -> None:
    parsed = parse_code("2024-1-KR01-KA122-ADU-000214921")
    assert parsed.sure
    assert [note.code for note in parsed.notes] == ["code_agency_not_seen"]
    assert [part.unconfirmed for part in parsed.parts if part.name == "agency"] == [True]


def test_an_accreditation_is_told_from_a_project() -> None:
    parsed = parse_code("2021-1-FR01-KA120-VET-000016557")
    assert parsed.accreditation
    assert [note.code for note in parsed.notes] == ["code_is_accreditation"]


def test_every_well_formed_real_code_passes_untouched() -> None:
    good = [r["code"] for r in rows("real_codes_2014_onwards.csv") if r["class"] == "wellformed"]
    good += [r["code"] for r in rows("constructed_codes_all_NAs.csv")]
    assert len(good) > 1500
    for code in good:
        parsed = parse_code(code)
        assert (parsed.code, parsed.problems, parsed.corrections) == (code, (), ())


def test_every_other_real_code_is_explained_or_corrected() -> None:
    for row in rows("real_codes_2014_onwards.csv"):
        parsed = parse_code(row["code"])
        if row["class"] == "other-programme":
            assert parsed.code is None
            assert parsed.problems
        elif row["class"] in ("published-malformed", "bip-suffix"):
            assert parsed.problems or parsed.corrections


def test_every_code_of_the_programme_before_is_named_as_such() -> None:
    for row in rows("real_codes_legacy_LLP_2007-2013.csv"):
        assert codes_of(parse_code(row["code"])) == ["code_is_llp"]


def test_no_malformed_code_is_silently_another_project() -> None:
    for row in rows("constructed_malformed_codes.csv"):
        parsed = parse_code(row["code"])
        assert parsed.problems or parsed.corrections
        assert parsed.code in (None, GOOD) or parsed.problems


def test_every_seen_agency_is_in_the_list_of_agencies() -> None:
    for row in rows("national_agency_codes.csv"):
        parsed = parse_code(f"2020-1-{row['na_code']}-KA104-012345")
        assert parsed.sure
        if row["corroborated_in_real_codes_here"] == "yes":
            assert not parsed.notes


def test_every_problem_and_correction_has_words() -> None:
    for name in ("constructed_malformed_codes.csv", "real_codes_2014_onwards.csv"):
        for row in rows(name):
            parsed = parse_code(row["code"])
            for problem in parsed.problems + parsed.notes:
                assert "–" not in texts.error(problem).what.replace(row["code"], "").split()
            for correction in parsed.corrections:
                assert texts.word(f"code_correction.{correction}")
            for part in parsed.parts:
                assert texts.label(part.meaning, part.values)
                assert texts.word(f"code_part_name.{part.name}")


canonical = st.builds(
    "{}-{}-{}{:02d}-{}-{}-{:09d}".format,
    st.integers(2021, 2027),
    st.integers(1, 9),
    st.sampled_from(["EE", "EL", "DE", "SI", "TR"]),
    st.integers(1, 99),
    st.sampled_from(["KA120", "KA121", "KA122"]),
    st.sampled_from(["ADU", "SCH", "VET"]),
    st.integers(1, 999_999_999),
)


@settings(max_examples=60, deadline=None)
@given(canonical, st.sampled_from(["-", "–", " ", "_", "/", "", " - "]), st.booleans())
def test_a_code_survives_any_way_of_writing_it(code: str, separator: str, small: bool) -> None:
    written = code.replace("-", separator)
    parsed = parse_code(written.lower() if small else written)
    assert parsed.code == code
    assert parse_code(code).sure


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60) | st.text(string.ascii_uppercase + string.digits + "- ", max_size=45))
def test_any_text_is_answered(text: str) -> None:
    parsed = parse_code(text)
    assert parsed.text == text
    assert parsed.code is not None or parsed.problems
    if parsed.code is not None:
        again = parse_code(parsed.code)
        assert again.code == parsed.code
        assert not again.corrections
