"""Laws of grants of many members: order, places, course days, nothing below zero."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mobdesk.domain import rate_sheet_files
from mobdesk.domain.computed_grants import Course, SheetUsed, compute
from mobdesk.domain.mobilities import Dates
from mobdesk.domain.pricing import Case
from tests.support_rates import sheet_values

SHEET = rate_sheet_files.parse(sheet_values())
SHEETS = {1: SheetUsed(SHEET)}
MOST = SHEET.course_fee.max_days or 0


@st.composite
def cases(draw: st.DrawFn) -> list[Case]:
    found = []
    for number in range(draw(st.integers(1, 8))):
        start = date(2022, 1, 1) + timedelta(draw(st.integers(0, 200)))
        end = start + timedelta(draw(st.integers(0, 30)))
        dates = Dates(start, end, start - timedelta(draw(st.integers(0, 3))), end)
        found.append(
            Case(
                number, number, 1, stage="selected",
                part=draw(st.sampled_from(("staff", "learner", "lead"))),
                places=draw(st.integers(1, 4)),
                activity_type=draw(st.sampled_from(("courses-and-training", "job-shadowing"))),
                country=draw(st.sampled_from(("DE", "FI", "US", None))),
                distance_km=draw(st.sampled_from((None, "9", "99.5", "800", "2500"))),
                green=draw(st.booleans()),
                dates=draw(st.sampled_from((dates, Dates()))),
                course_days=draw(st.integers(0, 12)),
                zero_grant=draw(st.integers(0, 5)) == 0,
                ended=draw(st.sampled_from((None, None, "cancelled", "returned_early"))),
                email=draw(st.sampled_from(("a@x", "b@x", None))),
            )
        )  # fmt: skip
    return found


@settings(max_examples=120, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_in_which_they_are_read_changes_nothing(members, random) -> None:
    before = compute(members, SHEETS)
    shuffled = list(members)
    random.shuffle(shuffled)
    assert compute(shuffled, SHEETS) == before


@settings(max_examples=120, deadline=None)
@given(cases())
def test_nothing_is_below_zero_and_course_days_keep_their_maximum(members) -> None:
    paid: dict[str, int] = defaultdict(int)
    by_id = {case.member_id: case for case in members}
    for number, one in compute(members, SHEETS).items():
        case = by_id[number]
        for line in one.lines:
            assert line.amount is None or line.amount >= 0
            assert (line.amount is None) == (line.code is not None)
            if line.category == "course_fees" and case.email and not case.zero_grant:
                paid[case.email] += int(line.quantity or 0)
    assert all(days <= MOST for days in paid.values())


@settings(max_examples=60, deadline=None)
@given(cases())
def test_places_cost_what_as_many_members_cost(members) -> None:
    alone = [case._replace(email=None) for case in members]
    single = compute([case._replace(places=1) for case in alone], SHEETS)
    for number, one in compute(alone, SHEETS).items():
        places = alone[number].places
        expected = [x.amount and x.amount * places for x in single[number].lines]
        assert [x.amount for x in one.lines] == expected


@settings(max_examples=60, deadline=None)
@given(cases())
def test_one_alone_costs_what_it_costs_among_all(members) -> None:
    whole = compute(members, SHEETS)
    for case in members:
        others = [
            Course(1, o.email, o.dates.first, o.member_id, o.course_days)
            for o in members
            if o is not case and o.email and o.course_days and not o.gone and not o.zero_grant
            and o.activity_type == "courses-and-training"
        ]  # fmt: skip
        assert compute([case], SHEETS, others).get(case.member_id) == whole.get(case.member_id)
