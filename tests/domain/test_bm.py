from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobdesk.domain import bm, bm_forms
from mobdesk.domain.bm_cells import Unwritable, write
from mobdesk.domain.bm_forms import REAL, Option, Seen, find_form, read
from tests import bm_templates

DAY = date(2026, 5, 4)
F = bm.fields()


def form(name: str, **seen):
    return find_form(F[name], Seen(**seen))


def test_every_label_of_the_screens_and_of_the_older_layout_is_read_or_known_as_unknown() -> None:
    headers = list(bm_templates.COLUMNS)
    assert None not in bm.recognise(headers)
    assert bm.recognise(bm_templates.UNKNOWN) == [None] * 3


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Mobility activity ID", "mobility_id"),
        ("MOBILITY  ACTIVITY ID *", "mobility_id"),
        ("Start Date (DD-MM-YYYY)", "start_date"),
        ("Travel Days (max. 2)", "travel_days"),
        ("Participant's e-mail", "email"),
        ("Lead accompanying person (e-mail)", "lead_email"),
        ("Lead accompanying person (name)", "lead_name"),
        ("Unique Erasmus+ Mobility ID", "unique_mobility_id"),
        ("Status", "draft"),
        ("", None),
    ],
)
def test_a_header_is_read_by_its_words(header: str, field: str | None) -> None:
    assert bm.recognise([header]) == [field]


def test_two_columns_of_one_field_only_the_likeliest_counts() -> None:
    headers = ["Sending Organisation Country", "Sending Country", "Sending country"]
    assert bm.recognise(headers) == [None, "sending_country", None]


@given(st.permutations(list(bm_templates.COLUMNS)))
def test_the_order_of_columns_means_nothing(headers: list[str]) -> None:
    alone = dict(zip(bm_templates.COLUMNS, bm.recognise(list(bm_templates.COLUMNS)), strict=True))
    assert bm.recognise(headers) == [alone[header] for header in headers]


def test_a_hint_row_explains_and_a_row_of_values_does_not() -> None:
    assert bm.is_hint(["*", "DICT", "", "DD-MM-YYYY"])
    assert bm.is_hint(["", "", ""])
    assert not bm.is_hint(["005041-MOB-00001", "Ana", "4.5.2026"])


# ---- forms of a column --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({"cells": [DAY]}, REAL),
        ({"cells": ["04-05-2026"]}, "%d-%m-%Y"),
        ({"cells": ["04/05/2026"], "hint": "DD-MM-YYYY"}, "%d/%m/%Y"),
        ({"cells": ["05/24/2026"]}, "%m/%d/%Y"),
        ({"cells": ["2026-05-04"]}, "%Y-%m-%d"),
        ({"hint": "* dd.mm.yyyy"}, "%d.%m.%Y"),
        ({"hint": "YYYY-MM-DD"}, "%Y-%m-%d"),
        ({"date_cells": True}, REAL),
        ({"date_cells": True, "hint": "DD/MM/YYYY"}, REAL),
    ],
)
def test_dates_are_written_as_the_file_shows(seen: dict, expected: str) -> None:
    assert form("start_date", **seen).dates == expected


def test_where_a_file_shows_nothing_the_older_form_is_taken_and_said() -> None:
    assert form("start_date") == bm_forms.Form(assumed=True)
    assert form("accompanying").assumed


@pytest.mark.parametrize("pattern", bm_forms.PATTERNS)
@given(day=st.dates(date(1930, 1, 1), date(2099, 12, 31)))
def test_a_date_comes_back_as_it_went(pattern: str, day: date) -> None:
    shown = bm_forms.Form(dates=pattern)
    assert read(F["start_date"], write(F["start_date"], day, shown), shown) == day


@pytest.mark.parametrize(
    ("seen", "yes", "no"),
    [
        ({"cells": ["Yes", "No"]}, "Yes", "No"),
        ({"cells": ["n"]}, "y", "n"),
        ({"options": [Option("TRUE"), Option("FALSE")]}, "TRUE", "FALSE"),
        ({"hint": "Y/N only"}, "Y", "N"),
        ({"cells": [True, False]}, True, False),
    ],
)
def test_yes_and_no_are_written_as_the_file_shows(seen: dict, yes, no) -> None:
    shown = form("green", **seen)
    assert (write(F["green"], True, shown), write(F["green"], False, shown)) == (yes, no)
    assert read(F["green"], yes, shown) is True
    assert read(F["green"], no, shown) is False


@given(st.integers(0, 10_000_000), st.sampled_from([",", "."]))
def test_a_sum_comes_back_as_it_went(cents: int, sign: str) -> None:
    shown = form("inclusion_participant", text_file=True, cells=[f"1{sign}50"])
    text = write(F["inclusion_participant"], cents, shown)
    assert sign in text
    assert read(F["inclusion_participant"], text, shown) == cents


def test_a_sum_in_a_workbook_is_a_number() -> None:
    shown = form("inclusion_participant", cells=[12.5])
    assert write(F["inclusion_participant"], 1250, shown) == Decimal("12.50")
    assert read(F["inclusion_participant"], 12.5, shown) == 1250


@pytest.mark.parametrize(
    ("options", "samples", "text"),
    [
        ((), (), "EL"),
        ((), ("EL", "ES"), "EL"),
        ((), ("Greece",), "Greece"),
        ((), ("Spain",), "Greece"),
        ((Option("EL - Greece"), Option("ES - Spain")), (), "EL - Greece"),
        ((Option("30", "Greece"), Option("34", "Spain")), (), "30"),
        ((Option("GR"),), (), "GR"),
    ],
)
def test_greece_is_written_as_the_file_writes_countries(options, samples, text: str) -> None:
    shown = form("receiving_country", options=options, cells=samples)
    assert write(F["receiving_country"], "GR", shown) == text
    assert read(F["receiving_country"], text, shown) == "GR"


def test_a_code_is_only_one_that_the_file_shows() -> None:
    with pytest.raises(Unwritable, match="bm_code_unknown"):
        write(F["activity_type"], "job-shadowing", form("activity_type"))
    listed = form("activity_type", options=[Option("STA-JS", "Job shadowing"), Option("STA-CT")])
    assert write(F["activity_type"], "job-shadowing", listed) == "STA-JS"
    assert read(F["activity_type"], "STA-JS", listed) == "job-shadowing"
    with pytest.raises(Unwritable, match="bm_code_unknown"):
        write(F["activity_type"], "invited-expert", listed)


def test_an_organisation_id_of_another_form_is_not_ours_to_write() -> None:
    assert write(F["sending_oid"], "E10356237", form("sending_oid")) == "E10356237"
    with pytest.raises(Unwritable, match="bm_own_organisation_id"):
        write(F["sending_oid"], "E10356237", form("sending_oid", cells=["003881-ORG-00001"]))


@pytest.mark.parametrize(
    ("options", "km", "text"),
    [
        ([Option("BAND_20"), Option("BAND_30")], 700, "BAND_30"),
        ([Option("100 - 499 km"), Option("500 - 1999 km")], 499, "100 - 499 km"),
        ([Option("7", "8000 km or more"), Option("6", "4000-7999")], 9000, "7"),
    ],
)
def test_a_distance_is_written_as_its_band(options, km: int, text: str) -> None:
    assert write(F["distance_band"], km, form("distance_band", options=options)) == text


@pytest.mark.parametrize("text", ["=1+1", "+386 1", "-x", "@x", "\tx"])
def test_a_text_that_a_spreadsheet_computes_is_left_out(text: str) -> None:
    with pytest.raises(Unwritable, match="bm_looks_like_formula"):
        write(F["first_name"], text, form("first_name"))


def test_drafts_and_reports_are_read_in_words_and_flags() -> None:
    shown = bm_forms.Form()
    assert [read(F["draft"], t, shown) for t in ("YES", "NO", "Draft", "Complete", "?")] == [
        "draft", "complete", "draft", "complete", None,
    ]  # fmt: skip
    words = ("Not requested", "Prefilling", "Requested", "Submitted", "Undelivered", "NA-Excluded")
    assert [read(F["report_status"], t, shown) for t in words] == [
        "not_invited", "requested", "requested", "submitted", "undelivered", None,
    ]  # fmt: skip


# ---- rows ---------------------------------------------------------------------------------------

ANA = {
    "mobility_id": "005041-MOB-00001", "email": "Ana@Kool.ee", "activity_type": "job-shadowing",
    "start_date": DAY, "first_name": "Ana", "last_name": "Horvat", "birth_date": date(1980, 1, 2),
    "participant_id": "P1",
}  # fmt: skip


def only(*names: str, **more) -> dict:
    return {**{name: ANA[name] for name in names}, **more}


@pytest.mark.parametrize(
    "row",
    [
        only("mobility_id"),
        only("participant_id", "start_date"),
        only("email", "activity_type", "start_date"),
        only("first_name", "last_name", "birth_date"),
        only("first_name", "last_name", "birth_date", first_name="ANA"),
    ],
)
def test_a_row_is_found_by_each_key(row: dict) -> None:
    assert bm.match({"a": ANA}, {7: row}).rows == {"a": 7}


def test_a_stronger_key_wins_and_the_weaker_one_may_take_another_row() -> None:
    later = {**ANA, "mobility_id": None, "start_date": DAY + timedelta(90)}
    rows = {3: only("mobility_id"), 4: only("first_name", "last_name", "birth_date")}
    assert bm.match({"late": later, "a": ANA}, rows).rows == {"a": 3, "late": 4}


def test_another_id_is_another_mobility() -> None:
    row = {**ANA, "mobility_id": "005041-MOB-00009"}
    assert bm.match({"a": ANA}, {3: row}) == bm.Match({}, {})


def test_types_tell_two_rows_apart_and_an_unknown_code_does_not() -> None:
    mine = only("email", "start_date", "activity_type")
    rows = {
        3: {**mine, "activity_type": "courses-and-training"},
        4: {**mine, "activity_type": "STA-JS"},
    }
    assert bm.match({"a": mine}, rows).rows == {"a": 4}


def test_two_hits_are_asked() -> None:
    rows = {
        3: only("email", "activity_type", "start_date"),
        4: only("email", "activity_type", "start_date"),
    }
    found = bm.match({"a": {**ANA, "mobility_id": None, "participant_id": None}}, rows)
    assert found == bm.Match({}, {"a": (3, 4)})
    assert bm.match({"a": ANA}, rows, {"a": 4}).rows == {"a": 4}
    assert bm.match({"a": ANA}, rows, {"a": None}) == bm.Match({}, {})


def test_two_of_ours_that_mean_one_row_are_asked() -> None:
    twice = {
        "a": only("first_name", "last_name", "birth_date"),
        "b": only("first_name", "last_name", "birth_date"),
    }
    assert bm.match(twice, {3: twice["a"]}).unclear == {"a": (3,), "b": (3,)}


@given(st.lists(st.integers(0, 5), max_size=6), st.lists(st.integers(0, 5), max_size=6))
def test_no_row_is_given_twice(mine: list[int], theirs: list[int]) -> None:
    ours = {
        i: only("participant_id", "start_date", participant_id=str(n)) for i, n in enumerate(mine)
    }
    rows = {
        i: only("participant_id", "start_date", participant_id=str(n)) for i, n in enumerate(theirs)
    }
    found = bm.match(ours, rows)
    assert len(set(found.rows.values())) == len(found.rows)
    assert not found.rows.keys() & found.unclear.keys()
    for key, row in found.rows.items():
        assert mine[key] == theirs[row]


# ---- checks -------------------------------------------------------------------------------------


def codes(values: dict, **more) -> list[str]:
    return [p.code for p in bm.check_row(values, F.keys(), **more)]


def test_a_good_row_has_no_problem() -> None:
    assert codes({**ANA, "end_date": DAY, "travel_days": 2}, required=("email",)) == []


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"email": None}, "bm_email_missing"),
        ({"email": "ana@"}, "email_unreadable"),
        ({"end_date": DAY - timedelta(1)}, "dates_turned"),
        ({"sending_oid": "E1", "receiving_oid": "E1"}, "bm_same_organisation"),
        ({"sending_country": "EE", "receiving_country": "EE"}, "bm_same_country"),
        ({"travel_days": 3}, "bm_travel_days"),
        ({"travel_days": 7, "green": True}, "bm_travel_days"),
        ({"interruption_days": 9, "end_date": DAY}, "bm_interruption"),
        ({"accompanying": True, "fewer_opportunities": True}, "bm_accompanying_with_flag"),
        ({"transport_text": "x" * 301}, "too_long"),
    ],
)
def test_what_bm_would_refuse(values: dict, code: str) -> None:
    assert codes({**ANA, **values}) == [code]


def test_dates_outside_the_project_and_empty_required_cells() -> None:
    found = codes(
        {**ANA, "end_date": DAY, "nationality": None}, required=("nationality",),
        project_start=DAY + timedelta(1), project_end=DAY - timedelta(1),
    )  # fmt: skip
    assert found == ["needed", "before_project", "after_project"]


@given(st.integers(-1, 9), st.booleans())
def test_travel_days_up_to_two_or_six(days: int, green: bool) -> None:
    allowed = 0 <= days <= (6 if green else 2)
    assert (codes({**ANA, "travel_days": days, "green": green}) == []) is allowed


def test_only_columns_of_the_file_are_checked() -> None:
    assert bm.check_row({**ANA, "email": None, "travel_days": 9}, ["first_name"]) == []


def test_ids_twice_and_too_many_course_days_for_one_address() -> None:
    found = bm.check_all({1: {**ANA, "course_days": 6}, 2: {**ANA, "course_days": 5}, 3: {}})
    assert {key: [p.code for p in problems] for key, problems in found.items()} == {
        1: ["bm_id_twice", "bm_course_days"],
        2: ["bm_id_twice", "bm_course_days"],
    }


def test_the_shipped_words_are_those_of_the_research(request: pytest.FixtureRequest) -> None:
    """Every alias of the shared map is known; where the shared folder is not there, nothing is."""
    path = Path(request.config.rootpath).parent / "shared" / "domain" / "bm_columns.csv"
    if not path.exists():
        pytest.skip("the shared research is not here")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["template"].startswith("APP_ALIAS")]
    for row in rows:
        for alias in row["codes"].split("|"):
            assert bm.recognise([alias]) != [None], alias
