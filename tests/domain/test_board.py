"""The board of the budget: what counts where, counted twice in different ways."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobdesk.domain.awards import Award, Line, Version
from mobdesk.domain.board import Board, Row, board
from mobdesk.domain.budget import NOT_GONE, Standing
from mobdesk.domain.projects import CATEGORIES, REAL_COSTS
from mobdesk.domain.stages import ENDS, STAGES
from mobdesk.domain.tallies import Cost, Place, Sum, Tally, tally

NO_PAPERS: frozenset[str] = frozenset()
AWARD = Award((Version(1, "award", None, (Line("travel", 1_000_00), Line("course_fees", 5_00))),))


def standing(stage: str = "confirmed", **more: object) -> Standing:
    facts = {
        "stage": stage, "ended": None, "agreement_wanted": True, "agreement_signed": False,
        "host_confirmed": False, "fulfilled": NO_PAPERS, **more,
    }  # fmt: skip
    return Standing(**facts)  # type: ignore[arg-type]


SIGNED = standing(agreement_signed=True)
BACK = standing("returned", agreement_signed=True, fulfilled=frozenset({"certificate"}))


def steps(activity: str, people: int) -> int | None:
    """100.00 for each of the first two, then 50.00."""
    if activity == "unknown":
        return None
    return min(people, 2) * 100_00 + max(0, people - 2) * 50_00


def of(*mobilities: list[Place], award: Award = AWARD, costs: tuple[Cost, ...] = ()) -> Board:
    whole = Tally()
    for places in mobilities:
        whole.add(tally(places))
    return board(whole, award, steps, costs)


def row(found: Board, name: str) -> Row:
    return next(one for one in found.categories if one.name == name)


def test_each_sum_stands_in_one_place() -> None:
    lines = (Sum("travel", 100_00),)
    places = [
        [Place(BACK, "jobs", lines)], [Place(SIGNED, "jobs", lines)],
        [Place(standing(), "jobs", lines)], [Place(standing("applied"), "jobs", lines)],
        [Place(standing("idea"), "jobs", lines)],
        [Place(standing(ended="withdrawn"), "jobs", lines)],
    ]  # fmt: skip
    travel = row(of(*places), "travel")
    assert (travel.done, travel.signed, travel.planned, travel.ideas) == (
        100_00, 200_00, 200_00, 100_00,
    )  # fmt: skip
    assert (travel.free, travel.expected, travel.left) == (800_00, 400_00, 600_00)


def test_free_may_be_negative_and_only_an_awarded_row_is_over() -> None:
    found = of([Place(SIGNED, "jobs", (Sum("course_fees", 8_00), Sum("total", 70_00)))])
    assert (row(found, "course_fees").free, row(found, "course_fees").over) == (-3_00, 3_00)
    assert (row(found, "total").free, row(found, "total").over) == (None, 0)


def test_a_missing_rate_is_counted_once_for_a_mobility() -> None:
    lines = (Sum("travel", None), Sum("individual_support", None))
    found = of([Place(SIGNED, "jobs", lines)] * 3, [Place(standing("idea"), "jobs", lines)])
    assert (found.missing, row(found, "travel").missing) == (1, 4)


def test_organisational_support_changes_the_project_sum() -> None:
    head = {"activity": "jobs", "heads": 1}
    found = of(
        [Place(BACK, **head)], [Place(SIGNED, **head)], [Place(standing(), **head)],
        [Place(standing("idea"), **head)], [Place(SIGNED, "jobs")],
    )  # fmt: skip
    support = row(found, "organisational_support")
    assert (support.done, support.signed, support.planned, support.ideas) == (
        100_00, 200_00, 50_00, 50_00,
    )  # fmt: skip
    none = row(of([Place(SIGNED, "unknown", heads=1)]), "organisational_support")
    assert (none.signed, none.missing) == (0, 1)


def test_recorded_costs_count_in_place_of_lines_of_real_costs() -> None:
    costs = (Cost("inclusion_participant", 40_00, False), Cost("inclusion_participant", 5_00, True))
    lines = (Sum("inclusion_participant", 99_00), Sum("exceptional_costs", 7_00, True))
    found = of([Place(standing(), "jobs", lines, costs)])
    real = row(found, "inclusion_participant")
    assert (real.signed, real.done) == (45_00, 5_00)
    assert row(found, "exceptional_costs").signed == 7_00


def test_costs_of_other_categories_stand_beside_the_unit_grant() -> None:
    found = of([Place(SIGNED, "jobs", (Sum("travel", 1_00),), (Cost("travel", 300_00, True),))])
    assert row(found, "travel").signed == 1_00


def test_people_are_counted_once_whatever_the_number_of_their_lines() -> None:
    lines = (Sum("travel", 1_00), Sum("individual_support", 2_00))
    found = of([Place(SIGNED, "jobs", lines, places=3), Place(standing(), "jobs", lines)])
    assert [one.people for one in found.activities] == [3]
    assert (found.total.people, found.agreements, row(found, "travel").people) == (3, 3, 3)


def test_a_booked_course_is_signed_for() -> None:
    booked = standing("selected", booked=True)
    found = of([Place(booked, "courses", (Sum("course_fees", 4_00), Sum("travel", 1_00)))])
    assert (row(found, "course_fees").signed, row(found, "travel").planned) == (4_00, 1_00)


def test_cost_is_kept_under_force_majeure_only() -> None:
    gone = standing(ended="cancelled", agreement_signed=True)
    costs = (Cost("travel", 200_00, True),)
    found = of([Place(gone, "jobs", (Sum("travel", 400_00),), costs, kept=250_00)])
    assert (row(found, "travel").done, row(found, "kept").signed) == (200_00, 50_00)
    assert of([Place(gone, "jobs", (Sum("travel", 400_00),), costs)]).total.signed == 0


def test_costs_of_the_project_itself_count_too() -> None:
    found = of(costs=(Cost("exceptional_costs", 9_00, True), Cost("travel", 1_00, True)))
    assert (found.total.done, found.total.signed) == (9_00, 9_00)


def test_the_three_columns_of_the_award() -> None:
    amended = Version(2, "amendment", None)._replace(lines=(Line("travel", 1_100_00, "jobs"),))
    import datetime

    held = amended._replace(holds_from=datetime.date(2026, 12, 1))
    award = Award((*AWARD.versions, held))
    travel = row(of(award=award), "travel")
    assert (travel.award, travel.amendment, travel.now) == (1_000_00, 1_100_00, 1_100_00)
    assert [(one.name, one.now) for one in of(award=award).activities] == [("jobs", 1_100_00)]
    assert row(of(), "travel").amendment is None
    nothing = of([Place(SIGNED, "jobs", (Sum("travel", 5),))], award=Award())
    assert (nothing.total.now, nothing.total.free, row(nothing, "travel").free) == (None,) * 3


# --- the slow oracle: another structure, fractions, one pass for each question -------------------

lines_ = st.builds(
    Sum, st.sampled_from(CATEGORIES), st.none() | st.integers(0, 10**6), st.booleans()
)
costs_ = st.builds(
    Cost, st.sampled_from(CATEGORIES), st.none() | st.integers(1, 10**6), st.booleans()
)
papers = st.frozensets(
    st.sampled_from(
        ["certificate", "course_invoice", "learning_programme", "receipts", "grant_agreement"]
    )
)
standings = st.builds(
    Standing, st.sampled_from(STAGES), st.none() | st.sampled_from(ENDS), st.booleans(),
    st.booleans(), st.booleans(), papers, st.booleans(),
)  # fmt: skip
places_ = st.builds(
    Place, standings, st.sampled_from(["jobs", "courses", "unknown"]),
    st.lists(lines_, max_size=4).map(tuple), st.lists(costs_, max_size=2).map(tuple),
    st.integers(1, 4), st.integers(0, 3), st.just(0),
)  # fmt: skip
mobilities_ = st.lists(st.lists(places_, max_size=4), max_size=8)


def slow_state(category: str, who: Standing) -> str:
    """The table of the rules, read row by row."""
    back = who.stage in ("returned", "closed") or who.ended == "returned_early"
    signed = who.agreement_signed or "grant_agreement" in who.fulfilled
    if not who.agreement_wanted:
        signed = signed or "learning_programme" in who.fulfilled
    done = back and "certificate" in who.fulfilled
    if category in ("inclusion_participant", "exceptional_costs"):
        signed, done = True, "receipts" in who.fulfilled
    elif category == "preparatory_visit":
        signed = who.host_confirmed
    elif category == "course_fees":
        signed, done = signed or who.booked, done and "course_invoice" in who.fulfilled
    elif category == "organisational_support":
        done = back and signed
    if done:
        return "done"
    return "agreed" if signed else "ideas" if who.stage == "idea" else "planned"


def slow(mobilities: list[list[Place]]) -> dict[tuple[str, str], Fraction]:
    """Every sum by category and state."""
    found: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    everybody = [p for places in mobilities for p in places if p.standing.ended not in NOT_GONE]
    for category in CATEGORIES:
        for who in everybody:
            recorded = [c for c in who.costs if c.category == category and category in REAL_COSTS]
            for cost in recorded:
                state = "done" if cost.proved else "agreed"
                found[category, state] += Fraction(cost.cents or 0)
            for line in who.lines:
                if line.category == category and (line.expensive or not recorded):
                    found[category, slow_state(category, who.standing)] += Fraction(line.cents or 0)
    for activity in ("jobs", "courses"):
        heads = [
            slow_state("organisational_support", who.standing)
            for who in everybody if who.activity == activity for _one in range(who.heads)
        ]  # fmt: skip
        heads.sort(key=("done", "agreed", "planned", "ideas").index)
        for n, state in enumerate(heads):
            found["organisational_support", state] += Fraction(100_00 if n < 2 else 50_00)
    return found


@given(mobilities_)
def test_the_board_equals_the_slow_oracle(mobilities: list[list[Place]]) -> None:
    expected = slow(mobilities)
    found = of(*mobilities)
    for category in CATEGORIES:
        have = next((one for one in found.categories if one.name == category), None)
        sums = (have.done, have.signed, have.planned, have.ideas) if have else (0, 0, 0, 0)
        done, agreed, planned, ideas = (
            expected[category, state] for state in ("done", "agreed", "planned", "ideas")
        )
        assert sums == (done, done + agreed, planned, ideas)
    assert found.total.signed == sum(one.signed for one in found.activities)
    assert found.total.signed == sum(one.signed for one in found.categories)


@given(mobilities_, st.lists(places_, max_size=4), st.integers(0, 7))
def test_taking_a_tally_away_and_adding_another_is_counting_anew(
    mobilities: list[list[Place]], other: list[Place], which: int
) -> None:
    whole = Tally()
    for places in mobilities:
        whole.add(tally(places))
    if which < len(mobilities):
        whole.add(tally(mobilities[which]), -1)
        whole.add(tally(other))
        mobilities = [*mobilities[:which], other, *mobilities[which + 1 :]]
    assert board(whole, AWARD, steps) == of(*mobilities)


@pytest.mark.parametrize("end", NOT_GONE)
def test_who_ended_before_the_journey_counts_in_neither(end: str) -> None:
    who = standing(ended=end, agreement_signed=True, host_confirmed=True)
    lines = tuple(Sum(category, 5_00) for category in CATEGORIES)
    assert of([Place(who, "jobs", lines, heads=1)]).total[4:8] == (0, 0, 0, 0)
