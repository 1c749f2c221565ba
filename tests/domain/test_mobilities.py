"""Dates, days, groups and activities of mobilities."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobdesk import texts
from mobdesk.domain import activities, mobilities
from mobdesk.domain.mobilities import Dates, GroupMember

MON, FRI = date(2026, 11, 30), date(2026, 12, 4)
TRIP = Dates(start=MON, end=FRI, leaves=date(2026, 11, 29), back=date(2026, 12, 5))


def test_five_activity_days_and_two_travel_days_are_seven_paid_days() -> None:
    days = mobilities.days(TRIP)
    assert days == (5, 2, 0)
    assert days.paid == 7
    told = texts.label("days.paid", {**days._asdict(), "paid": days.paid})
    assert told == "5 activity + 2 travel = 7 paid days"


def test_without_travel_dates_the_activity_dates_stand() -> None:
    plain = Dates(start=MON, end=FRI)
    assert (plain.out, plain.home) == (MON, FRI)
    assert mobilities.days(plain) == (5, 0, 0)


def test_travel_days_over_the_maximum_are_cut_and_counted() -> None:
    long = TRIP._replace(leaves=date(2026, 11, 27))
    assert mobilities.days(long, most_travel=2) == (5, 2, 2)


def test_virtual_days_are_not_activity_days() -> None:
    assert mobilities.activity_days(MON, FRI, virtual=2) == 3


def test_a_month_is_not_a_date() -> None:
    month = Dates(start_month="2026-11", end_month="2026-12")
    assert mobilities.days(month) is None
    assert not month.exact
    found = mobilities.date_warnings(month, None, None)
    assert [p.code for p in found] == ["days_missing_month"]
    assert "2026-11" in texts.error(found[0]).what


def test_actual_dates_count_and_take_the_travel_days_along() -> None:
    actual = TRIP._replace(actual_start=MON, actual_end=date(2026, 12, 2))
    assert mobilities.days(actual) == (3, 2, 0)
    assert (actual.out, actual.home) == (date(2026, 11, 29), date(2026, 12, 3))
    assert (actual.start, actual.end) == (MON, FRI)


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"start": FRI, "end": MON}, "end", "dates_turned"),
        ({"start": MON, "leaves": FRI}, "leaves", "leaves_after_start"),
        ({"end": FRI, "back": MON}, "back", "back_before_end"),
        ({"leaves": FRI, "back": MON}, "back", "back_before_leaving"),
        ({"actual_start": FRI, "actual_end": MON}, "actual_end", "dates_turned"),
        ({"start_month": "2026-13"}, "start_month", "month_unreadable"),
        ({"distance_km": "-1"}, "distance_km", "distance_impossible"),
        ({"distance_km": "20100.1"}, "distance_km", "distance_impossible"),
    ],
)
def test_dates_in_the_wrong_order_are_named(
    values: dict[str, object], field: str, code: str
) -> None:
    found = mobilities.validate_dates(values)
    assert [(p.field, p.code) for p in found] == [(field, code)]
    assert texts.error(found[0]).what


def test_actual_dates_do_not_lie_in_the_future() -> None:
    said = {"actual_start": MON, "actual_end": FRI}
    assert mobilities.validate_actual(said, FRI) == []
    found = mobilities.validate_actual(said, MON)
    assert [(p.field, p.code) for p in found] == [("actual_end", "actual_in_future")]


def test_a_stay_outside_the_project_is_a_warning() -> None:
    found = mobilities.date_warnings(TRIP, date(2026, 12, 1), date(2026, 12, 1))
    assert [p.code for p in found] == ["before_project", "after_project"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"part": "boss"}, "unknown_choice"),
        ({"places": 0}, "places_impossible"),
        ({"person_id": 7, "places": 2}, "person_is_one_place"),
        ({"age": 200}, "age_impossible"),
    ],
)
def test_a_member_is_a_person_or_a_number_of_places(values: dict[str, object], code: str) -> None:
    assert [p.code for p in mobilities.validate_member(values)] == [code]
    assert mobilities.validate_member({"part": "learner", "places": 8}) == []


def test_a_mobility_names_its_countries_in_iso() -> None:
    found = mobilities.validate({"hosting_country": "EL", "kind": "trip"})
    assert [(p.field, p.code) for p in found] == [
        ("kind", "unknown_choice"),
        ("hosting_country", "country_letters"),
    ]


GROUP = [
    GroupMember("learner", 1, sending_country="EE"),
    GroupMember("learner", None, places=7, sending_country="EE"),
    GroupMember("lead", 9),
    GroupMember("accompanying", 10),
    GroupMember("learner", 11, ended=True),
]


def test_a_group_counts_places_and_not_those_who_ended() -> None:
    assert mobilities.head_count(GROUP) == (8, 2)
    found = mobilities.group_warnings(GROUP, "ADU")
    assert [p.code for p in found] == ["places_without_name"]


@pytest.mark.parametrize(
    ("members", "field", "code"),
    [
        ([GroupMember("learner", 1), GroupMember("learner", 2)], "ADU", "lead_missing"),
        ([*GROUP, GroupMember("lead", 12)], "ADU", "lead_twice"),
        ([GroupMember("learner", 1), GroupMember("lead", 2)], "SCH", "group_too_small"),
        (
            [*GROUP, GroupMember("learner", 3, sending_country="FI")],
            "ADU",
            "group_of_two_countries",
        ),
        (GROUP, "VET", "no_groups_in_vet"),
    ],
)
def test_rules_of_a_group(members: list[GroupMember], field: str, code: str) -> None:
    found = mobilities.group_warnings(members, field, at_bm=True)
    assert [p.code for p in found] == [code]
    assert texts.error(found[0]).what


@pytest.mark.parametrize(
    ("stage", "today", "away"),
    [
        ("confirmed", date(2026, 11, 28), False),
        ("confirmed", date(2026, 11, 29), True),
        ("abroad", date(2026, 9, 1), False),
        ("abroad", date(2026, 11, 28), False),
        ("abroad", date(2026, 12, 5), True),
        ("abroad", date(2026, 12, 6), False),
        ("selected", date(2026, 12, 1), False),
        ("returned", date(2026, 12, 1), False),
    ],
)
def test_abroad_now_is_from_leaving_to_coming_back(stage: str, today: date, away: bool) -> None:
    assert mobilities.is_abroad(stage, False, TRIP, today) is away
    assert not mobilities.is_abroad(stage, True, TRIP, today)


def test_activity_types_are_recognised_in_foreign_words() -> None:
    assert activities.recognise("Job Shadowing") == "job-shadowing"
    assert activities.recognise("  Courses and training ") == "courses-and-training"
    assert activities.recognise("ErasmusPro") == "long-term-learner"
    assert activities.recognise("Traineeship") is None
    assert activities.recognise(None) is None


@pytest.mark.parametrize("code", activities.activities())
def test_an_activity_is_recognised_by_the_word_that_the_program_shows(code: str) -> None:
    assert activities.recognise(texts.word(f"activity.{code}")) == code
    assert activities.recognise(texts.word(f"activity.{code}").upper()) == code


def test_an_unusual_length_only_warns() -> None:
    found = activities.warnings("job-shadowing", "ADU", "staff", 61)
    assert [p.code for p in found] == ["duration_unusual"]
    assert activities.warnings("job-shadowing", "ADU", "staff", 60) == []
    unsure = activities.warnings("long-term-learner", "ADU", "learner", 20)
    assert [p.code for p in unsure] == ["duration_unusual_unconfirmed"]
    assert "not confirmed" in texts.error(unsure[0]).advice
    assert activities.warnings("preparatory-visit", "ADU", "staff", 1) == []


def test_an_activity_of_another_field_or_participant_only_warns() -> None:
    assert [p.code for p in activities.warnings("skills-competition", "ADU", "learner", 5)] == [
        "activity_not_in_field"
    ]
    assert [p.code for p in activities.warnings("job-shadowing", "ADU", "learner", 5)] == [
        "pair_unusual"
    ]
    assert "skills-competition" not in activities.for_field("ADU")


def test_every_value_has_a_word() -> None:
    groups = {
        "kind": mobilities.KINDS,
        "direction": mobilities.DIRECTIONS,
        "part": mobilities.PARTS,
        "means": mobilities.MEANS,
        "activity": tuple(activities.activities()),
    }
    for group, values in groups.items():
        assert all(texts.word(f"{group}.{value}") for value in values)


near = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@settings(max_examples=80, deadline=None)
@given(near, st.integers(0, 400), st.integers(0, 6), st.integers(0, 6), st.integers(0, 8))
def test_days_add_up_in_every_trip(
    start: date, length: int, out: int, home: int, most: int
) -> None:
    end = start + timedelta(days=length)
    dates = Dates(start, end, start - timedelta(days=out), end + timedelta(days=home))
    days = mobilities.days(dates, most)
    assert days is not None
    assert days.activity == length + 1
    assert days.travel + days.over == out + home
    assert days.travel <= most
    assert mobilities.validate_dates(dates._asdict()) == []
