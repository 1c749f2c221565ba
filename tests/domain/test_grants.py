"""The engine of grants: every code, band edges, rounding, lists, and a slow second opinion."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobdesk import texts
from mobdesk.domain import grants, scenarios, tariffs
from mobdesk.domain.grants import Grant, Line, grant, organisational_support
from mobdesk.domain.green_travel import Leg, green_share, is_green
from mobdesk.domain.projects import CATEGORIES
from mobdesk.domain.rate_sheet_files import parse
from mobdesk.domain.rate_sheets import RateSheet
from mobdesk.domain.scenarios import Scenario
from mobdesk.errors import Problem
from tests.grant_oracle import opinion
from tests.grant_strategies import cases, sheets
from tests.support_rates import SHEET_FILE, scenario, sheet_values

SHEET = parse(SHEET_FILE.read_bytes())
TEACHER = scenario(receiving_country="DE", distance_km="800", activity_days=5, travel_days=2)
COURSE = {**TEACHER, "activity_type": "courses-and-training", "course_days": 5}


def price(changed_sheet: dict[str, Any] | None = None, **changes: Any) -> Grant:
    """The teacher's grant, with some fields and parts of the sheet changed."""
    sheet = SHEET if changed_sheet is None else parse({**sheet_values(), **changed_sheet})
    return grant(scenarios.read({**TEACHER, **changes}), sheet)


def refusals(found: Grant) -> list[tuple[str, str | None]]:
    assert found.total is None or not found.refused
    for line in found.refused:
        assert "–" not in texts.error(Problem("", line.code or "", line.inputs)).what
    return [(line.category, line.code) for line in found.refused]


def warned(found: Grant) -> list[str]:
    for problem in found.warnings:
        assert "–" not in texts.error(problem).what
    return [problem.code for problem in found.warnings]


def amount(found: Grant, category: str) -> int:
    return sum(line.amount or 0 for line in found.lines if line.category == category)


# One test for each code of a refusal.


@pytest.mark.parametrize(
    ("changed_sheet", "changes", "category"),
    [
        ({"travel": None}, {}, "travel"),
        ({"travel": [{"from_km": 0, "green": "5"}]}, {}, "travel"),
        ({"travel": [{"from_km": 0}]}, {"travel": "green"}, "travel"),
        ({"individual_support": {}}, {}, "individual_support"),
        ({"full_rate_days": None}, {}, "individual_support"),
        ({"travel_days": None}, {}, "individual_support"),
        ({"organisational_support": [{"activity_types": ["*"], "tiers": [{"up_to": 9}]}]}, {},
         "organisational_support"),
        ({"inclusion_organisation": None}, {"fewer_opportunities": True}, "inclusion_organisation"),
        ({"course_fee": None}, COURSE, "course_fees"),
        ({"course_fee": {"per_day": "70"}}, COURSE, "course_fees"),
        ({"course_fee": {"max_days": 10}}, COURSE, "course_fees"),
        ({}, {"linguistic_support": True}, "linguistic_support"),
        ({}, {"activity_type": "preparatory-visit", "visit_people": 2}, "preparatory_visit"),
    ],
)  # fmt: skip
def test_rate_missing(
    changed_sheet: dict[str, Any], changes: dict[str, Any], category: str
) -> None:
    found = price(changed_sheet, **changes)
    assert refusals(found) == [(category, "rate_missing")]
    assert found.total is None


def test_a_gap_in_the_sheet_matters_only_where_it_is_needed() -> None:
    nothing = {"linguistic_support": None, "course_fee": None, "inclusion_organisation": None,
               "preparatory_visit": None, "expensive_travel": None,
               "full_rate_days_include_travel": None}  # fmt: skip
    assert price(nothing).total == 135_300
    support = {"staff": {"2": {"first": "104", "later": None}}}
    assert price({"individual_support": support}).total == 135_300
    long = price({"individual_support": support}, activity_days=20)
    assert refusals(long) == [("individual_support", "rate_missing")]
    assert long.known == 16 * 10_400 + 27_500 + 35_000


def test_where_it_is_open_if_travel_days_use_up_the_full_rate() -> None:
    unknown = {"full_rate_days_include_travel": None}
    assert price(unknown, activity_days=12).total is not None
    assert refusals(price(unknown, activity_days=13)) == [("individual_support", "rate_missing")]
    assert price(unknown, activity_days=20, travel_days=0).total is not None


def test_distance_missing() -> None:
    found = price(distance_km=None)
    assert refusals(found) == [("travel", "distance_missing")]
    assert found.known == 107_800


@pytest.mark.parametrize("country", ["US", "XX", None])
def test_country_outside_groups(country: str | None) -> None:
    found = grant(scenarios.read({**TEACHER, "receiving_country": country}), SHEET)
    assert [line.code for line in found.refused] == ["country_outside_groups"]


def test_greece_and_the_united_kingdom_in_both_spellings() -> None:
    assert price(receiving_country="EL").total == price(receiving_country="gr").total == 135_300


def test_no_organisational_entry() -> None:
    own = [{"activity_types": ["group-mobility"], "tiers": [{"up_to": None, "amount": "100"}]}]
    for entries in (own, [], None):
        found = price({"organisational_support": entries})
        assert refusals(found) == [("organisational_support", "no_organisational_entry")]
    assert not refusals(price({"organisational_support": own}, participant_type="accompanying"))


def test_the_entry_that_names_the_activity_wins() -> None:
    entries = [
        {"activity_types": ["*"], "tiers": [{"up_to": None, "amount": "350"}]},
        {"activity_types": ["job-shadowing"], "tiers": [{"up_to": None, "amount": "100"}]},
    ]
    for order in (entries, entries[::-1]):
        assert amount(price({"organisational_support": order}), "organisational_support") == 10_000


@pytest.mark.parametrize(
    ("travel", "days", "fine"),
    [("standard", 2, True), ("standard", 3, False), ("green", 6, True), ("green", 7, False),
     ("other-sustainable", 6, True), ("other-sustainable", 7, False)],
)  # fmt: skip
def test_travel_days_over_maximum(travel: str, days: int, fine: bool) -> None:
    found = price(travel=travel, travel_days=days, activity_days=30)
    expected = [] if fine else [("individual_support", "travel_days_over_maximum")]
    assert refusals(found) == expected


def test_the_maximum_of_travel_days_follows_the_means_where_green_falls_back() -> None:
    found = price(travel="green", travel_days=6, distance_km="50")
    assert not found.refused
    assert "green_falls_back" in warned(found)


def test_too_many_visitors() -> None:
    visit = {"preparatory_visit": {"amount": "680", "max_people": 3}}
    kind = {"activity_type": "preparatory-visit", "activity_days": 2}
    three = price(visit, **kind, visit_people=3)
    assert (three.total, len(three.lines)) == (204_000, 1)
    four = price(visit, **kind, visit_people=4)
    assert refusals(four) == [("preparatory_visit", "too_many_visitors")]


def test_inclusion_without_flag() -> None:
    found = price(inclusion_real_costs="80")
    assert refusals(found) == [("inclusion_participant", "inclusion_without_flag")]
    assert not price(inclusion_real_costs="0").refused


def test_accompanying_with_flag() -> None:
    both = {"participant_type": "accompanying", "fewer_opportunities": True}
    code = "accompanying_with_flag"
    assert refusals(price(**both)) == [("inclusion_organisation", code)]
    assert ("inclusion_participant", code) in refusals(price(**both, inclusion_real_costs="80"))


def test_inclusion_zero_grant_unclear() -> None:
    found = price(zero_grant=True, fewer_opportunities=True)
    assert refusals(found) == [("inclusion_organisation", "inclusion_zero_grant_unclear")]


@pytest.mark.parametrize("kind", ["invited-expert", "hosted-teacher"])
def test_not_established_for_type(kind: str) -> None:
    found = price(activity_type=kind, participant_type="expert", activity_days=10)
    named = ["travel", "individual_support", "organisational_support"]
    assert refusals(found) == [(category, "not_established_for_type") for category in named]
    without = price(activity_type=kind, organisational_support_requested=False)
    assert [category for category, _ in refusals(without)] == named[:2]


def test_the_sheet_can_say_what_experts_are_paid() -> None:
    rates = {**sheet_values()["individual_support"], "expert": {"2": {"first": "90"}}}
    said = {"pays": {"invited-expert": ["travel", "individual_support"]}}
    expert = {"activity_type": "invited-expert", "participant_type": "expert"}
    found = price({**said, "individual_support": rates}, **expert)
    assert [(line.category, line.amount) for line in found.lines] == [
        ("travel", 27_500), ("individual_support", 63_000),
    ]  # fmt: skip
    assert refusals(price(said, **expert)) == [("individual_support", "rate_missing")]


# One test for each code of a warning.


@pytest.mark.parametrize(
    ("km", "edge"),
    [("494.9", None), ("495", 500), ("500", 500), ("505", 500), ("505.01", None), ("9", 10),
     ("4.9", None), ("5", 10), ("0", None), ("15", 10), ("8005", 8000), ("1999.6", 2000)],
)  # fmt: skip
def test_near_band_edge(km: str, edge: int | None) -> None:
    found = price(distance_km=km)
    edges = [p.values["edge"] for p in found.warnings if p.code == "near_band_edge"]
    assert edges == ([] if edge is None else [edge])


@pytest.mark.parametrize(
    ("km", "euro"),
    [("0", 0), ("9.999", 0), ("10", 23), ("99.99", 23), ("100", 180), ("499", 180), ("500", 275),
     ("1999.6", 275), ("2000", 360), ("2999", 360), ("3000", 530), ("4000", 820), ("7999", 820),
     ("8000", 1500), ("19999", 1500)],
)  # fmt: skip
def test_the_band_starts_at_its_edge(km: str, euro: int) -> None:
    assert amount(price(distance_km=km), "travel") == euro * 100


def test_green_falls_back() -> None:
    found = price(travel="other-sustainable", distance_km="50")
    assert amount(found, "travel") == 2_300
    assert "green_falls_back" in warned(found)
    assert found.lines[0].rule == "travel_falls_back"


def test_fare_without_rule() -> None:
    found = price({"expensive_travel": None}, real_fare="900")
    assert (amount(found, "travel"), warned(found)) == (27_500, ["fare_without_rule"])


def test_course_days_capped() -> None:
    found = price(**{**COURSE, "course_days": 12, "activity_days": 12})
    assert (amount(found, "course_fees"), warned(found)) == (70_000, ["course_days_capped"])
    spent = grant(scenarios.read(COURSE), SHEET, course_days_used=10)
    assert (amount(spent, "course_fees"), spent.course_days) == (0, 0)
    assert not spent.refused


def test_course_days_ignored() -> None:
    found = price(course_days=5)
    assert (amount(found, "course_fees"), warned(found)) == (0, ["course_days_ignored"])


def test_course_days_over_activity() -> None:
    assert warned(price(**{**COURSE, "course_days": 6})) == ["course_days_over_activity"]


def test_duration_unusual() -> None:
    assert warned(price(activity_days=61)) == ["duration_unusual"]
    assert warned(price(activity_days=1)) == ["duration_unusual"]
    assert warned(price(activity_days=60)) == []


def test_pair_unusual() -> None:
    assert warned(price(participant_type="learner")) == ["pair_unusual"]
    assert warned(price(participant_type="accompanying")) == []


def test_inclusion_organisation_without_costs() -> None:
    found = price(fewer_opportunities=True)
    assert amount(found, "inclusion_organisation") == 10_000
    assert warned(found) == ["inclusion_organisation_without_costs"]
    paid = price(fewer_opportunities=True, inclusion_real_costs="80.55")
    assert (amount(paid, "inclusion_participant"), warned(paid)) == (8_055, [])


# Rules that are easy to get wrong.


def test_an_interruption_is_not_paid_and_comes_off_first() -> None:
    found = price(activity_days=20, interruption_days=4)
    rates = {line.rule: line.quantity for line in found.lines}
    assert (rates["daily_first"], rates["daily_later"]) == (16, 2)
    plan = Scenario("job-shadowing", "staff", "DE", activity_days=2, interruption_days=5)
    assert not any(line.category == "individual_support" for line in grant(plan, SHEET).lines)


def test_travel_days_can_use_up_the_full_rate() -> None:
    found = price({"full_rate_days_include_travel": True}, activity_days=20)
    rates = {line.rule: line.quantity for line in found.lines}
    assert (rates["daily_first"], rates["daily_later"]) == (14, 8)


def test_expensive_travel_also_where_the_band_pays_nothing() -> None:
    found = price(distance_km="5", real_fare="10")
    assert (amount(found, "travel"), amount(found, "exceptional_costs")) == (0, 800)
    assert not price(distance_km="5", real_fare="0").refused


def test_a_participant_without_a_grant_brings_organisational_support_only() -> None:
    found = price(zero_grant=True, distance_km=None, receiving_country="US", real_fare="900")
    assert (found.total, amount(found, "organisational_support")) == (35_000, 35_000)


def test_each_line_is_rounded_once_half_up() -> None:
    support = {"staff": {"2": {"first": "0.125", "later": None}}}
    assert amount(price({"individual_support": support}), "individual_support") == 88
    assert amount(price(real_fare="999.99"), "exceptional_costs") == 79_999
    fare = {"expensive_travel": {"threshold": "1", "covers": "0.333333"}}
    assert amount(price(fare, real_fare="1500.015"), "exceptional_costs") == 50_000
    half = {"expensive_travel": {"threshold": "1", "covers": "0.5"}}
    assert amount(price(half, real_fare="300.01"), "exceptional_costs") == 15_001


def test_every_rule_has_its_sentence() -> None:
    found = price(fewer_opportunities=True, inclusion_real_costs="5", linguistic_support=True)
    for line in found.lines:
        assert "–" not in texts.label(f"grant_rule.{line.rule}", line.inputs)


def test_a_plan_keeps_a_line_without_amount_and_adds_up_the_rest() -> None:
    plan = Scenario("job-shadowing", "staff", "DE", Decimal(800), activity_days=None)
    found = grant(plan, SHEET)
    gap = found.refused[0]
    assert (gap.category, gap.code, gap.amount) == ("individual_support", "days_missing", None)
    assert (found.total, found.known) == (None, 62_500)
    waiting = price({"individual_support": {}}).refused[0]
    assert (waiting.quantity, waiting.inputs["group"]) == (7, "2")


# Lists and projects.


def test_b7_the_one_sum_of_a_project() -> None:
    lines = organisational_support(SHEET, "group-mobility", 120)
    assert [(line.quantity, line.amount) for line in lines] == [(100, 3_500_000), (20, 400_000)]
    assert organisational_support(SHEET, "group-mobility", 0) == ()
    assert [line.quantity for line in organisational_support(SHEET, "x", 100)] == [100]


def test_the_one_sum_keeps_what_is_missing() -> None:
    entry = {"activity_types": ["*"], "tiers": [{"up_to": 10, "amount": "5"}]}
    short = parse({**sheet_values(), "organisational_support": [entry]})
    lines = organisational_support(short, "group-mobility", 12)
    assert [(line.quantity, line.amount, line.code) for line in lines] == [
        (10, 5_000, None), (2, None, "rate_missing"),
    ]  # fmt: skip
    none = parse({**sheet_values(), "organisational_support": None})
    (line,) = organisational_support(none, "group-mobility", 12)
    assert line.code == "no_organisational_entry"


@given(st.integers(1, 300))
def test_the_shares_of_people_are_the_sum_of_the_project(people: int) -> None:
    shares = [price(participant_number_in_type=n).lines[-1].amount for n in range(1, people + 1)]
    lines = organisational_support(SHEET, "job-shadowing", people)
    assert sum(filter(None, shares)) == sum(line.amount or 0 for line in lines)


def test_the_order_of_a_list_does_not_change_organisational_support() -> None:
    people = [{**TEACHER, "participant_number_in_type": n} for n in range(95, 106)]

    def support(order: list[dict[str, Any]]) -> int:
        found = grants.grants((scenarios.read(one), SHEET) for one in order)
        return sum(amount(one, "organisational_support") for one in found)

    assert support(people) == support(people[::-1]) == 6 * 35_000 + 5 * 20_000


def test_days_of_a_refused_or_unpaid_course_use_up_nothing() -> None:
    course = scenarios.read({**COURSE, "course_days": 8, "email": "a@example.org"})
    unpaid = course._replace(zero_grant=True)
    shadow = course._replace(activity_type="job-shadowing")
    found = grants.grants((one, SHEET) for one in (unpaid, shadow, course, course))
    assert [one.course_days for one in found] == [0, 0, 8, 2]


# The second opinion, and laws.


@settings(max_examples=120)
@given(sheets(), cases())
def test_the_engine_agrees_with_the_slow_opinion(
    values: dict[str, Any], case: dict[str, Any]
) -> None:
    found = grant(scenarios.read(case), parse(values))
    mine = {
        (line.category, line.amount if line.code is None else line.code) for line in found.lines
    }
    theirs = opinion(case, values)
    assert mine == set(theirs)
    paid = Counter(dict.fromkeys(CATEGORIES, 0))
    for line in found.lines:
        paid[line.category] += line.amount or 0
    for (category, cents), times in theirs.items():
        paid[category] -= cents * times if isinstance(cents, int) else 0
    assert not any(paid.values())


@settings(max_examples=60)
@given(sheets(), st.lists(cases(), max_size=6))
def test_laws_of_every_grant(values: dict[str, Any], several: list[dict[str, Any]]) -> None:
    sheet = parse(values)
    pairs = [(scenarios.read(case), sheet) for case in several]
    found = grants.grants(pairs)
    spent: Counter[str] = Counter()
    for (case, _), one in zip(pairs, found, strict=True):
        sound(one)
        if case.email:
            spent[case.email] += one.course_days
    most = sheet.course_fee.max_days
    assert all(days <= (most or 0) for days in spent.values())


def sound(found: Grant) -> None:
    """What holds for every grant: signs, sums, words, and one reason for each gap."""
    for line in found.lines:
        assert line.category in CATEGORIES
        assert (line.amount is None) == (line.code is not None)
        assert line.amount is None or line.amount >= 0
        assert line.amount is None or is_product(line)
        assert texts.label(f"grant_rule.{line.rule}", line.inputs)
    assert found.known == sum(line.amount or 0 for line in found.lines)
    assert (found.total is None) == bool(found.refused)
    refusals(found)
    warned(found)


def is_product(line: Line) -> bool:
    """Rate × quantity, rounded half up."""
    exact = Fraction(line.rate or 0) * Fraction(line.quantity) * 100
    return line.amount == (exact + Fraction(1, 2)).__floor__()


@settings(max_examples=80)
@given(sheets(), cases(), st.integers(0, 9), st.integers(1, 9))
def test_a_longer_journey_is_never_paid_less(
    values: dict[str, Any], case: dict[str, Any], days: int, more: int
) -> None:
    sheet = parse(values)
    short = scenarios.read({**case, "activity_days": days, "interruption_days": 0})
    long = short._replace(activity_days=days + more)
    one, two = (grant(each, sheet) for each in (short, long))
    if two.total is not None and one.total is not None:
        assert amount(two, "individual_support") >= amount(one, "individual_support")


# Green travel, leg by leg (examples A6 and A7).

OUT = [Leg("train", 98), Leg("train", 2), Leg("ship", 80), Leg("train", 1455)]
BACK = [Leg("plane", 1537), Leg("train", 100)]


def test_a6_more_than_half_of_the_whole_trip_is_green() -> None:
    share = green_share([*OUT, *BACK])
    assert share == Fraction(1655, 3272)
    assert f"{float(share) * 100:.1f}" == "50.6"
    assert is_green([*OUT, *BACK])


def test_a7_the_last_part_by_car_alone_is_not() -> None:
    legs = [*OUT, Leg("plane", 1537), Leg("car", 100)]
    share = green_share(legs)
    assert share == Fraction(1555, 3272)
    assert f"{float(share) * 100:.1f}" == "47.5"
    assert not is_green(legs)


def test_exactly_half_is_not_more_and_no_trip_is_not_green() -> None:
    assert not is_green([Leg("train", Decimal("0.1")), Leg("plane", Decimal("0.1"))])
    assert green_share([]) is None
    assert not is_green([])


def test_a_sheet_is_made_ready_once() -> None:
    assert tariffs.tariff(SHEET) is tariffs.tariff(SHEET)
    other: RateSheet = parse({**sheet_values(), "title": "another"})
    assert tariffs.tariff(other) is not tariffs.tariff(SHEET)
