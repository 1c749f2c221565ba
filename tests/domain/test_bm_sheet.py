"""The sheet for BM: states of lines, order of fields, bands, tallies."""

from __future__ import annotations

from datetime import date

import pytest

from mobdesk.domain import bm, bm_sheet
from mobdesk.domain.bm_sheet import State, Tally

VALUES = {
    "last_name": "Tamm",
    "start_date": date(2026, 12, 4),
    "green": True,
    "individual_support": 72800,
}


def states(order, values, ticks, subgroups=None) -> dict[str, State]:
    parts = bm_sheet.sections(order, values, ticks, subgroups)
    return {line.key: line.state for part in parts for line in part.lines}


def test_a_tick_opens_again_when_our_value_changes() -> None:
    order = ("last_name", "start_date", "end_date", "green")
    ticks = {"last_name": "Tamm", "start_date": "2026-11-27", "end_date": "2026-12-03"}
    assert states(order, VALUES, ticks) == {
        "last_name": State.ENTERED,
        "start_date": State.AGAIN,
        "end_date": State.AGAIN,  # BM still has a value that we do not have any more
        "green": State.TO_ENTER,
    }
    assert states(order, VALUES, {})["end_date"] is State.UNKNOWN


def test_values_are_kept_so_that_another_way_of_writing_changes_nothing() -> None:
    kept = [bm_sheet.raw(v) for v in (date(2026, 12, 4), True, False, 72800, "", None, 0)]
    assert kept == ["2026-12-04", "yes", "no", "72800", None, None, "0"]


def test_another_distance_in_the_same_band_is_not_entered_again() -> None:
    assert bm_sheet.band("499.9") == (100, 499)
    assert bm_sheet.band("500") == (500, 1999)
    assert bm_sheet.band("25000") is None
    assert states(("distance_band",), {"distance_band": "610"}, {"distance_band": "720.5"}) == {
        "distance_band": State.ENTERED
    }
    assert states(("distance_band",), {"distance_band": "610"}, {"distance_band": "480"}) == {
        "distance_band": State.AGAIN
    }


def test_headings_part_the_lines_and_an_empty_part_is_left_out() -> None:
    parts = bm_sheet.sections(("#participant", "#Own words", "green", "last_name"), VALUES, {})
    assert [(p.heading, [line.field for line in p.lines]) for p in parts] == [
        ("#Own words", ["green", "last_name"])
    ]


def test_each_subgroup_has_its_own_dates() -> None:
    groups = {7: {"start_date": date(2026, 12, 4)}, 9: {"start_date": date(2026, 12, 11)}}
    order = ("#group", "last_name", "start_date", "#budget", "individual_support")
    parts = bm_sheet.sections(order, VALUES, {"7:start_date": "2026-12-04"}, groups)
    assert [(p.heading, p.subgroup) for p in parts] == [
        ("#group", None), ("#subgroup", 7), ("#subgroup", 9), ("#budget", None),
    ]  # fmt: skip
    assert [line.state for p in parts[1:3] for line in p.lines] == [State.ENTERED, State.TO_ENTER]
    assert bm_sheet.tally(parts) == Tally(entered=1, of=4, again=0, unknown=0)


@pytest.mark.parametrize("kind", bm_sheet.KINDS)
def test_the_suggested_orders_name_known_fields_once(kind: str) -> None:
    order = bm_sheet.shipped_order(kind)
    assert bm_sheet.check_order(kind, order) == []
    assert all(bm_sheet.kind_of(name) for name in order if not name.startswith("#"))


def test_an_order_is_checked() -> None:
    codes = lambda names: [p.code for p in bm_sheet.check_order("individual", names)]  # noqa: E731
    assert codes(["#Only words"]) == ["needed"]
    assert codes(["email", "email"]) == ["bm_field_twice"]
    assert codes(["lead_name"]) == ["unknown_choice"], "a field of groups"


def test_force_majeure_is_on_no_sheet() -> None:
    for kind in bm_sheet.KINDS:
        assert not set(bm.KEPT_AWAY) & set(bm_sheet.shipped_order(kind))


def test_who_is_entered() -> None:
    assert bm_sheet.enters("confirmed", None)
    assert bm_sheet.enters("abroad", "returned_early")
    assert not bm_sheet.enters("selected", None)
    assert not bm_sheet.enters("confirmed", "cancelled")
    assert bm_sheet.one_by_one("group", "VET")
    assert not bm_sheet.one_by_one("group", "ADU")


def test_reasons_are_numbers_and_need_somebody_with_the_flag() -> None:
    assert bm_sheet.check_tally({"Disability": 2, "Refugee": None}, 2) == []
    assert [p.code for p in bm_sheet.check_tally({"Disability": 1}, 0)] == ["bm_nobody_flagged"]
    assert [p.code for p in bm_sheet.check_tally({"Disability": -1}, 3)] == ["bm_number_negative"]
