"""Rate sheets: read strictly, written canonically, chosen, compared, counted."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from mobdesk import texts
from mobdesk.domain import rate_sheet_numbers, rate_sheets, strict_json
from mobdesk.domain.rate_sheet_files import parse
from mobdesk.domain.rate_sheets import RateSheet, choose, matches, source_of, to_json
from mobdesk.errors import Invalid, Refused
from tests.support_rates import SHEET_FILE, sheet_values


@pytest.fixture
def sheet() -> RateSheet:
    return parse(SHEET_FILE.read_bytes())


def problems(**changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        parse({**sheet_values(), **changes})
    assert all(texts.error(problem).what for problem in caught.value.problems)
    return [(problem.field, problem.code) for problem in caught.value.problems]


def test_a_sheet_is_read_as_it_stands(sheet: RateSheet) -> None:
    assert (sheet.agency, sheet.call_year, sheet.field) == ("PL01", 2021, "SCH")
    assert [band.from_km for band in sheet.travel] == [0, 10, 100, 500, 2000, 3000, 4000, 8000]
    assert sheet.travel[1].standard == Decimal(23)
    assert sheet.travel[1].green is None
    assert sheet.linguistic_support is None
    assert sheet.country_groups[1].countries[4] == "GR"


def test_the_hash_is_that_of_the_file(sheet: RateSheet) -> None:
    assert sheet.sha256 == hashlib.sha256(SHEET_FILE.read_bytes()).hexdigest()
    assert rate_sheets.sha256("õ") == hashlib.sha256("õ".encode()).hexdigest()


def test_written_and_read_again_it_is_the_same(sheet: RateSheet) -> None:
    again = parse(to_json(sheet))
    assert again == sheet
    assert to_json(again) == to_json(sheet)
    assert parse(json.loads(to_json(sheet))).sha256 == again.sha256


def test_a_sheet_without_numbers_is_a_sheet() -> None:
    bare = {"format": rate_sheets.FORMAT, "agency": "EE01", "call_year": 2027, "field": "ADU"}
    empty = parse({**bare, "actions": ["KA122"]})
    assert parse(to_json(empty)) == empty
    assert rate_sheet_numbers.numbers(empty)[0] == 0


def test_decimals_stay_as_they_are_written() -> None:
    values = sheet_values()
    values["individual_support"]["staff"]["2"] = {"first": "171.90", "later": "120.33"}
    assert '"171.90"' in to_json(parse(values))


@pytest.mark.parametrize(
    ("changes", "place", "code"),
    [
        ({"colour": "red"}, "colour", "sheet_field_unknown"),
        ({"agency": "Poland"}, "agency", "sheet_not_agency"),
        ({"agency": None}, "agency", "needed"),
        ({"call_year": "2021"}, "call_year", "sheet_not_whole"),
        ({"call_year": True}, "call_year", "sheet_not_whole"),
        ({"field": "HED"}, "field", "unknown_choice"),
        ({"field": ["SCH"]}, "field", "unknown_choice"),
        ({"actions": ["KA131"]}, "actions[0]", "unknown_choice"),
        ({"actions": []}, "actions", "needed"),
        ({"revision": 0}, "revision", "sheet_not_whole"),
        ({"valid_from": "1.1.2021"}, "valid_from", "sheet_not_day"),
        ({"valid_from": "2022-01-01", "valid_to": "2021-01-01"}, "valid_to", "dates_turned"),
        ({"title": 5}, "title", "sheet_not_text"),
        ({"title": "a" * 3000}, "title", "too_long"),
        ({"source": {}}, "source", "sheet_not_list"),
        ({"source": [{"page": "4"}]}, "source[0].page", "sheet_field_unknown"),
        ({"travel": [5]}, "travel[0]", "sheet_not_record"),
        ({"travel": [{"from_km": 10}]}, "travel[0].from_km", "band_not_from_zero"),
        ({"travel": [{"standard": "5"}]}, "travel[0].from_km", "needed"),
        ({"travel": [{"from_km": 0}] * 2}, "travel[1].from_km", "bands_not_ascending"),
        ({"travel": [{"from_km": 0, "green": "-5"}]}, "travel[0].green", "amount_negative"),
        ({"travel_days": {"standard": 1.5}}, "travel_days.standard", "sheet_not_whole"),
        ({"full_rate_days_include_travel": "no"}, "full_rate_days_include_travel", "not_yes_or_no"),
        ({"country_groups": {"1": ["XX"]}}, "country_groups.1[0]", "country_letters"),
        ({"inclusion_organisation": 100}, "inclusion_organisation", "sheet_not_amount"),
        ({"inclusion_organisation": 100.0}, "inclusion_organisation", "sheet_not_amount"),
        ({"inclusion_organisation": "1,5"}, "inclusion_organisation", "sheet_not_amount"),
        ({"inclusion_organisation": "NaN"}, "inclusion_organisation", "sheet_not_amount"),
        ({"inclusion_organisation": "1e3"}, "inclusion_organisation", "sheet_not_amount"),
        ({"inclusion_organisation": "007"}, "inclusion_organisation", "sheet_not_amount"),
        ({"inclusion_organisation": "٣"}, "inclusion_organisation", "sheet_not_amount"),
        ({"course_fee": {"max_days": "10"}}, "course_fee.max_days", "sheet_not_whole"),
        ({"course_fee": "70"}, "course_fee", "sheet_not_record"),
        ({"expensive_travel": {}}, "expensive_travel.threshold", "needed"),
        (
            {"expensive_travel": {"threshold": "70", "covers": "0.8"}},
            "expensive_travel.threshold",
            "sheet_not_share",
        ),
        ({"pays": {"teaching": ["travel"]}}, "pays.teaching", "sheet_field_unknown"),
        ({"pays": {"invited-expert": ["fees"]}}, "pays.invited-expert[0]", "unknown_choice"),
    ],
)
def test_what_is_wrong_is_named_at_its_place(
    changes: dict[str, Any], place: str, code: str
) -> None:
    assert (place, code) in problems(**changes)


def test_groups_do_not_overlap_also_in_two_spellings() -> None:
    found = problems(country_groups={"1": ["EL"], "2": ["GR", "DE"], "3": ["CZ"]})
    assert ("country_groups.2[0]", "country_twice") in found


def test_daily_rates_need_their_group_and_the_first_rate() -> None:
    support = {"staff": {"9": {"first": "5"}, "1": {"later": "4"}}, "accompanying": {}}
    assert problems(individual_support=support) == [
        ("individual_support.accompanying", "sheet_field_unknown"),
        ("individual_support.staff.9", "group_unknown"),
        ("individual_support.staff.1.first", "later_without_first"),
    ]


def test_steps_of_organisational_support_go_up_and_only_the_last_is_open() -> None:
    def found(*tiers: tuple[int | None, str], types: tuple[str, ...] = ("*",)) -> list[str]:
        steps = [{"up_to": up_to, "amount": amount} for up_to, amount in tiers]
        entry = {"activity_types": list(types), "tiers": steps}
        return [code for _, code in problems(organisational_support=[entry])]

    assert found((None, "5"), (9, "4")) == ["tier_open_not_last"]
    assert found((9, "5"), (9, "4")) == ["tiers_not_ascending"]
    assert found((9, "5"), types=("*", "*")) == ["activity_twice"]
    assert found() == ["needed"]


def test_another_format_is_no_sheet() -> None:
    for content in ("[]", "5", '"a"', "{}", '{"format": "mobdesk-rate-sheet/2"}'):
        with pytest.raises(Invalid) as caught:
            parse(content)
        assert [problem.code for problem in caught.value.problems] == ["sheet_format"]


@pytest.mark.parametrize(
    "content",
    ["", "{", "{}}", '{"a": NaN}', '{"a": Infinity}', '{"a": 1, "a": 2}', "[" * 100_000,
     '{"a": ' + "9" * 5000 + "}", '{"a": 1e999}', '"\\ud800"', b"\xff\xfe{\x00}\x00"],
)  # fmt: skip
def test_what_is_not_json_is_refused(content: str | bytes) -> None:
    with pytest.raises(Refused) as caught:
        strict_json.read(content)
    assert caught.value.code in ("json_unreadable", "json_unclear")
    assert "–" not in texts.error(caught.value).what


def test_a_huge_file_is_not_read_and_a_mark_at_its_start_is_fine() -> None:
    with pytest.raises(Refused) as caught:
        strict_json.read(b" " * (strict_json.MOST_BYTES + 1))
    assert caught.value.code == "json_too_large"
    assert strict_json.read(b'\xef\xbb\xbf{"a": 1.5}') == {"a": Decimal("1.5")}


def test_a_sheet_fits_agency_year_and_field_exactly(sheet: RateSheet) -> None:
    assert matches(sheet, "PL01", 2021, "SCH")
    assert matches(sheet, "PL01", 2021, "SCH", "KA122", date(2022, 1, 1))
    assert not matches(sheet, "PL01", 2022, "SCH")
    assert not matches(sheet, "PL01", 2021, "ADU")
    assert not matches(replace(sheet, actions=("KA121",)), "PL01", 2021, "SCH", "KA122")
    later = replace(sheet, valid_from=date(2021, 9, 1), valid_to=date(2022, 9, 1))
    days = (date(2021, 8, 31), date(2021, 9, 1), date(2022, 9, 1), date(2022, 9, 2))
    assert [matches(later, "PL01", 2021, "SCH", None, d) for d in days] == [
        False,
        True,
        True,
        False,
    ]


def test_the_highest_revision_is_chosen(sheet: RateSheet) -> None:
    newer = replace(sheet, revision=2, sha256="b")
    assert choose([sheet, newer, sheet], "PL01", 2021, "SCH") is newer
    assert choose([newer, sheet], "PL01", 2021, "SCH") is newer


def test_no_sheet_and_two_sheets_are_refused(sheet: RateSheet) -> None:
    with pytest.raises(Refused, match="rate_sheet_unknown"):
        choose([sheet], "EE01", 2021, "SCH")
    with pytest.raises(Refused, match="rate_sheet_ambiguous"):
        choose([sheet, replace(sheet, sha256="b")], "PL01", 2021, "SCH")


def test_where_the_start_or_the_action_would_decide_nothing_is_guessed(sheet: RateSheet) -> None:
    autumn = replace(sheet, valid_from=date(2021, 9, 1), revision=2, sha256="b")
    short = replace(sheet, actions=("KA122",), revision=2, sha256="c")
    for other in (autumn, short):
        with pytest.raises(Refused, match="rate_sheet_ambiguous"):
            choose([sheet, other], "PL01", 2021, "SCH")
    assert choose([sheet, autumn], "PL01", 2021, "SCH", None, date(2021, 1, 1)) is sheet
    assert choose([sheet, autumn], "PL01", 2021, "SCH", None, date(2021, 9, 1)) is autumn
    assert choose([sheet, short], "PL01", 2021, "SCH", "KA121") is sheet


def test_the_source_of_a_line_is_found_by_its_words(sheet: RateSheet) -> None:
    found = source_of(sheet, "individual_support")
    assert found is not None
    assert "loczluchow" in found.url
    travel = source_of(sheet, "travel")
    assert travel is not None
    assert "aktivungdom" in travel.url
    assert source_of(sheet, "linguistic_support") is None
    whole = replace(sheet, source=(*sheet.source, rate_sheets.Source("all", "u")))
    assert source_of(whole, "linguistic_support") == rate_sheets.Source("all", "u")


def test_numbers_are_counted(sheet: RateSheet) -> None:
    assert rate_sheet_numbers.numbers(sheet) == (36, 38)
    missing = [n.path for n in rate_sheet_numbers.each(sheet) if n.value is None]
    assert missing == [
        "travel.10.green", "travel.4000.green", "travel.8000.green", "preparatory_visit.amount",
        "linguistic_support",
    ]  # fmt: skip


def test_two_sheets_are_compared(sheet: RateSheet) -> None:
    values = sheet_values()
    values["revision"] = 2
    values["inclusion_organisation"] = "125.00"
    values["travel"][1]["green"] = "56"
    values["travel"][2]["standard"] = "180.0"
    values["country_groups"]["1"].remove("SE")
    values["source"].append({"what": "all", "url": "u"})
    found = {d.path: (d.before, d.after) for d in rate_sheet_numbers.compare(sheet, parse(values))}
    assert found == {
        "revision": ("1", "2"),
        "inclusion_organisation": ("100", "125.00"),
        "travel.10.green": (None, "56"),
        "country_groups.1": ("DK FI IE IS LI LU NO SE", "DK FI IE IS LI LU NO"),
        "source.all": (None, "u"),
    }
    assert rate_sheet_numbers.compare(sheet, sheet) == []


def test_rows_for_a_table(sheet: RateSheet) -> None:
    rows = rate_sheet_numbers.to_csv_rows(sheet)
    assert {len(row) for row in rows} == {6}
    assert ("linguistic_support", "linguistic_support", "", "", "", "") in rows
    found = next(row for row in rows if row[1] == "individual_support.staff.1.later")
    assert found[2] == "82"
    assert "loczluchow" in found[3]


PAIRS = {"staff": ["117/82", "104/73", "91/64"], "learner": ["64/45", "56/39", "48/34"]}


def test_a9_pairs_are_stored_as_given(sheet: RateSheet) -> None:
    found = {
        part: [f"{d.first}/{d.later}" for d in sheet.individual_support if d.part == part]
        for part in PAIRS
    }
    assert found == PAIRS


@pytest.mark.parametrize(
    ("first", "later"),
    [("171.90", "120.33"), ("152.10", "106.47"), ("153", "107.1"), ("136", "95.2"),
     ("119", "83.3"), ("190", "133"), ("170", "119"), ("148", "103")],
)  # fmt: skip
def test_a10_to_a12_pairs_are_stored_as_given(first: str, later: str) -> None:
    values = sheet_values()
    values["individual_support"] = {"staff": {"1": {"first": first, "later": later}}}
    stored = json.loads(to_json(parse(values)))["individual_support"]["staff"]["1"]
    assert stored == {"first": first, "later": later}
