"""Every rule of the mobility itself: what is found, how bad it is, and where it was read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mobdesk import texts
from mobdesk.domain import mobility_rules as rules
from mobdesk.domain.activities import activities
from mobdesk.domain.mobilities import Dates
from mobdesk.domain.mobility_rules import Facts, Going, Level, Limits, Stay

MON = date(2027, 3, 1)
SHEET = Limits("EE01, call 2026, ADU", 2, 6, 10, frozenset({"DE", "FI"}))


def days(n: int, out: int = 1, home: int = 1) -> Dates:
    """``n`` days of activity from Monday on, with days of travel around them."""
    end = MON + timedelta(n - 1)
    return Dates(MON, end, MON - timedelta(out), end + timedelta(home))


def one(member: Going | None = None, **values: Any) -> Facts:
    usual: dict[str, Any] = {
        "field": "ADU", "activity_type": "job-shadowing", "sending_country": "EE",
        "hosting_country": "DE", "going": (member or Going("staff", dates=days(5)),),
    }  # fmt: skip
    return Facts(**{**usual, **values})


def codes(facts: Facts) -> list[str]:
    return [found.code for found in rules.check(facts)]


def only(facts: Facts) -> rules.Finding:
    found = rules.check(facts)
    assert len(found) == 1, found
    told = texts.error(found[0].problem)
    assert told.what
    assert "–" not in told.what
    return found[0]


def test_an_ordinary_week_has_nothing_to_look_at() -> None:
    assert rules.check(one()) == []
    assert rules.check(one(limits=SHEET)) == []
    assert rules.check(Facts()) == []


@pytest.mark.parametrize(
    ("field", "activity", "part", "n", "code"),
    [
        ("ADU", "job-shadowing", "staff", 1, "duration_unusual"),
        ("ADU", "job-shadowing", "staff", 61, "duration_unusual"),
        ("SCH", "job-shadowing", "staff", 61, "duration_unusual_unconfirmed"),
        ("VET", "short-term-learner", "learner", 9, "duration_unusual"),
        ("SCH", "short-term-learner", "learner", 30, "duration_unusual"),
        ("VET", "skills-competition", "learner", 11, "duration_unusual"),
        ("ADU", "skills-competition", "learner", 5, "activity_not_in_field"),
        ("VET", "long-term-learner", "learner", 89, "duration_unusual"),
        ("ADU", "job-shadowing", "learner", 5, "pair_unusual"),
    ],
)
def test_the_length_by_activity_and_field_warns_with_its_source(
    field: str, activity: str, part: str, n: int, code: str
) -> None:
    found = only(one(Going(part, dates=days(n)), field=field, activity_type=activity))
    assert found.code == code
    assert found.level is Level.WARNING
    assert found.unconfirmed == code.endswith("_unconfirmed")
    if code == "duration_unusual":
        assert found.source.startswith("https://")


def test_every_length_that_was_read_names_where() -> None:
    for activity in activities().values():
        for limits in activity.lengths.values():
            assert bool(limits.source) != limits.unconfirmed


def test_virtual_days_do_not_count_towards_the_length() -> None:
    assert codes(one(Going("staff", dates=days(3), virtual_days=2))) == ["duration_unusual"]


def test_pupils_with_fewer_opportunities_may_stay_shorter() -> None:
    going = Going("learner", dates=days(5), fewer_opportunities=True)
    school: dict[str, Any] = {"field": "SCH", "activity_type": "short-term-learner"}
    assert codes(one(going, **school)) == ["duration_short_with_reason"]
    assert codes(one(going._replace(dates=days(1)), **school)) == ["duration_unusual"]
    assert codes(one(going, **{**school, "field": "VET"})) == ["duration_unusual"]


def test_a_group_needs_two_learners() -> None:
    pair = (Going("learner", "Aas", 1, dates=days(5)), Going("lead", "Uibo", 2, dates=days(5)))
    group = one(going=pair, kind="group", activity_type="group-mobility")
    assert only(group).code == "group_too_small"
    assert only(group).source.startswith("https://")
    many = (pair[0]._replace(person_id=None, places=2), pair[1])
    assert rules.check(group._replace(going=many)) == []


def test_travel_days_by_the_dates_are_cut_at_two_or_six() -> None:
    long = Going("staff", dates=days(5, out=2, home=2))
    found = only(one(long, field="VET"))
    assert (found.code, found.level, found.values) == (
        "travel_days_cut", Level.WARNING, {"n": 4, "most": 2}
    )  # fmt: skip
    assert not found.unconfirmed
    assert only(one(long)).unconfirmed  # for adult education nobody printed it
    assert codes(one(long._replace(green=True))) == []
    assert codes(one(Going("staff", dates=days(5, 4, 3), green=True))) == ["travel_days_cut"]


def test_typed_travel_days_over_the_sheet_are_refused() -> None:
    typed = Going("staff", dates=days(5), travel_days=3, travel_days_reason="No flight on Sunday")
    found = only(one(typed, limits=SHEET))
    assert (found.code, found.level, found.source) == (
        "travel_days_over", Level.ERROR, "EE01, call 2026, ADU"
    )  # fmt: skip
    assert rules.errors([found])[0].field == "travel_days"
    assert only(one(typed)).level is Level.WARNING  # without a sheet nothing is refused
    assert codes(one(typed._replace(green=True), limits=SHEET)) == []


def test_travel_days_that_differ_from_the_dates_need_a_reason() -> None:
    typed = Going("staff", dates=days(5), travel_days=1)
    found = only(one(typed))
    assert (found.code, found.level) == ("travel_days_need_reason", Level.ERROR)
    assert codes(one(typed._replace(travel_days_reason="By car with a colleague"))) == []
    assert codes(one(typed._replace(travel_days=2))) == []
    cut = Going("staff", dates=days(5, 3, 3), travel_days=2)  # what is left after the cut
    assert codes(one(cut)) == []


def test_course_days() -> None:
    course: dict[str, Any] = {"activity_type": "courses-and-training"}
    going = Going("staff", dates=days(12), course_days=11)
    found = only(one(going, **course))
    assert (found.code, found.values) == (
        "course_days_cut", {"n": 11, "most": 10, "elsewhere": 0}
    )  # fmt: skip
    assert codes(one(going._replace(course_days=10), **course)) == []
    shared = only(one(going._replace(course_days=5, course_days_elsewhere=6), **course))
    assert (shared.code, shared.values["elsewhere"]) == ("course_days_shared", 6)
    assert codes(one(Going("staff", dates=days(3), course_days=4), **course)) == [
        "course_days_too_many"
    ]
    assert codes(one(Going("staff", dates=days(5), course_days=4))) == ["course_days_elsewhere"]
    eight = one(going._replace(course_days=9), limits=SHEET._replace(course_days=8), **course)
    assert only(eight).source == SHEET.source


def test_one_person_is_in_one_place() -> None:
    other = Stay("Riga", date(2027, 3, 6), date(2027, 3, 9))
    touching = Going("staff", dates=days(5), elsewhere=(other,))  # home again on the 6th
    found = only(one(touching))
    assert (found.code, found.values["place"]) == ("stay_overlaps", "Riga")
    apart = other._replace(first=date(2027, 3, 7))
    assert codes(one(touching._replace(elsewhere=(apart,)))) == []
    assert codes(one(touching._replace(dates=Dates(start_month="2027-03")))) == []


def test_outside_the_project_is_said_once_for_a_group() -> None:
    dates: dict[str, Any] = {
        "project_first": MON + timedelta(1),
        "project_last": MON + timedelta(3),
    }
    assert codes(one(**dates)) == ["before_project", "after_project"]
    two = tuple(Going("learner", name, dates=days(5)) for name in ("Aas", "Kask"))
    group = one(going=two, kind="group", activity_type="group-mobility", **dates)
    assert codes(group) == ["before_project", "after_project"]


def test_places() -> None:
    home = only(one(hosting_country="EE"))
    assert (home.code, home.unconfirmed) == ("sending_is_receiving", True)
    found = only(one(hosting_country="JP", limits=SHEET))
    assert (found.code, found.source) == ("country_not_in_sheet", SHEET.source)
    assert codes(one(hosting_country="JP")) == []
    guest = one(
        Going("expert", dates=days(5)), hosting_country="EE", sending_country="JP",
        direction="incoming", activity_type="invited-expert", limits=SHEET,
    )  # fmt: skip
    assert codes(guest) == []


def test_an_accompanying_person_has_no_flag() -> None:
    pair = (
        Going("lead", "Uibo, Endel", 1, dates=days(5), fewer_opportunities=True),
        Going("learner", "Aas, Mare", 2, places=2, dates=days(5), fewer_opportunities=True),
    )
    group = one(going=pair, kind="group", activity_type="group-mobility")
    found = only(group)
    assert (found.code, found.level) == ("flag_of_accompanying", Level.ERROR)
    assert found.who == ("Uibo, Endel",)
    assert rules.errors([found])[0].code == "flag_of_accompanying"


def test_interruptions_stay_inside_the_activity() -> None:
    going = Going("staff", dates=days(5), interruption_days=6)
    found = only(one(going))
    assert (found.code, found.level) == ("interruption_over_activity", Level.ERROR)
    assert codes(one(going._replace(interruption_days=5))) == []
    blended = going._replace(interruption_days=4, virtual_days=2)
    assert codes(one(blended)) == ["interruption_over_activity"]


def test_errors_stand_before_warnings() -> None:
    going = Going("staff", dates=days(5), travel_days=0, course_days=2)
    levels = [found.level for found in rules.check(one(going, hosting_country="EE"))]
    assert levels == [Level.ERROR, Level.WARNING, Level.WARNING]


def test_what_is_the_same_for_all_names_nobody_and_else_those_it_is_about() -> None:
    short = [Going("learner", name, dates=days(5), course_days=1) for name in ("Aas", "Kask")]
    other = Going("learner", "Mets", dates=days(5))
    group: dict[str, Any] = {"kind": "group", "activity_type": "group-mobility"}
    assert [one.who for one in rules.check(one(going=tuple(short), **group))] == [()]
    assert [one.who for one in rules.check(one(going=(*short, other), **group))] == [
        ("Aas", "Kask")
    ]
