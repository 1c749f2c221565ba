"""Random rate sheets and scenarios, as values of JSON: gaps, edges and odd numbers on purpose."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from mobdesk.domain.activities import activities
from mobdesk.domain.rate_sheets import FORMAT, PAYABLE
from mobdesk.domain.scenarios import PARTICIPANTS, TRAVEL

EDGES = (0, 10, 100, 500, 2000)
COUNTRIES = ("FI", "DE", "EE", "US")
TYPES = tuple(activities())

decimals = st.builds(
    lambda whole, part: f"{whole}.{part}" if part else str(whole),
    st.integers(0, 3000),
    st.sampled_from(["", "5", "05", "33", "125", "005", "999999", "100"]),
)
amounts = st.none() | decimals
shares = st.sampled_from(["0", "0.5", "0.70", "0.80", "0.333333", "1"])
daily = st.fixed_dictionaries({"first": decimals, "later": amounts})
groups = st.sampled_from([
    {"1": ["FI"], "2": ["DE"], "3": ["EE"]}, {"1": ["FI", "DE", "EE"]}, {"2": ["DE"]}, {},
])  # fmt: skip


@st.composite
def sheets(draw: st.DrawFn) -> dict[str, Any]:
    named = draw(groups)
    rates = st.dictionaries(st.sampled_from(sorted(named)), daily) if named else st.just({})
    edges = sorted({0, *draw(st.lists(st.integers(1, 3000), max_size=4)), *EDGES[:draw(
        st.integers(0, 5))]})  # fmt: skip
    return {
        "format": FORMAT, "agency": "EE01", "call_year": 2024,
        "field": draw(st.sampled_from(["ADU", "SCH", "VET"])), "actions": ["KA122"],
        "travel": draw(st.none() | st.just([
            {"from_km": km, "standard": draw(amounts), "green": draw(amounts)} for km in edges
        ])),
        "travel_days": {"standard": draw(st.sampled_from([2, 0, None])),
                        "green": draw(st.sampled_from([6, 4, None]))},
        "full_rate_days": draw(st.sampled_from([14, 14, 3, 0, None])),
        "full_rate_days_include_travel": draw(st.sampled_from([False, True, None])),
        "country_groups": named,
        "individual_support": draw(st.dictionaries(
            st.sampled_from(["staff", "learner", "expert"]), rates)),
        "organisational_support": draw(entries()),
        "inclusion_organisation": draw(amounts),
        "course_fee": draw(st.none() | st.fixed_dictionaries(
            {"per_day": amounts, "max_days": st.sampled_from([10, 0, 3, None])})),
        "preparatory_visit": draw(st.none() | st.fixed_dictionaries(
            {"amount": amounts, "max_people": st.sampled_from([3, 1, None])})),
        "linguistic_support": draw(amounts),
        "expensive_travel": draw(st.none() | st.fixed_dictionaries(
            {"threshold": shares, "covers": shares})),
        "pays": draw(st.dictionaries(
            st.sampled_from(["invited-expert", "hosted-teacher", "job-shadowing"]),
            st.lists(st.sampled_from(PAYABLE), unique=True))),
    }  # fmt: skip


@st.composite
def entries(draw: st.DrawFn) -> list[dict[str, Any]] | None:
    """Organisational support: an entry of its own, one for all, or none."""
    names = draw(st.sampled_from([[], ["*"], ["job-shadowing", "courses-and-training"],
                                  ["group-mobility", "*"]]))  # fmt: skip
    ends = sorted(draw(st.sets(st.integers(1, 130), min_size=1, max_size=3)))
    last = draw(st.booleans())
    found = [
        {
            "activity_types": [name],
            "tiers": [
                {"up_to": None if last and end == ends[-1] else end, "amount": draw(amounts)}
                for end in ends
            ],
        }
        for name in names
    ]
    return found or draw(st.sampled_from([None, []]))


@st.composite
def cases(draw: st.DrawFn) -> dict[str, Any]:
    days = draw(st.integers(0, 40))
    km = st.one_of(
        st.none(),
        st.builds(lambda e, d: str(max(0, e + d)), st.sampled_from(EDGES), st.integers(-6, 6)),
        st.builds(lambda k, d: f"{k}.{d}", st.integers(0, 3100), st.integers(0, 99)),
    )
    return {
        "activity_type": draw(st.sampled_from(TYPES)),
        "participant_type": draw(st.sampled_from(PARTICIPANTS)),
        "receiving_country": draw(st.sampled_from((*COUNTRIES, None))),
        "distance_km": draw(km),
        "travel": draw(st.sampled_from(TRAVEL)),
        "activity_days": days,
        "travel_days": draw(st.integers(0, 7)),
        "interruption_days": draw(st.integers(0, days) | st.just(0)),
        "course_days": draw(st.sampled_from([0, 1, 5, 12])),
        "fewer_opportunities": draw(st.booleans()),
        "zero_grant": draw(st.sampled_from([False, False, False, True])),
        "linguistic_support": draw(st.booleans()),
        "visit_people": draw(st.integers(0, 4)),
        "real_fare": draw(amounts),
        "inclusion_real_costs": draw(amounts),
        "organisational_support_requested": draw(st.booleans()),
        "participant_number_in_type": draw(st.integers(1, 140)),
        "email": draw(st.sampled_from([None, "a@example.org", "A@example.org", "b@example.org"])),
    }
