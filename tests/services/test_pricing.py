"""Grants of members as they are read from the store, by a shipped sheet (PL01, 2021, SCH)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mobdesk.models.grants import GrantLine, Payee
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.payments import RealCost
from mobdesk.models.store import Label, Store
from mobdesk.services import mobilities, people, pricing, projects
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from tests.stores import COORDINATOR

TODAY = date(2026, 11, 22)
CODE = "2021-1-PL01-KA122-SCH-000012345"
DATES = {
    "start": date(2022, 3, 8), "end": date(2022, 3, 12),
    "leaves": date(2022, 3, 7), "back": date(2022, 3, 13), "distance_km": "800",
}  # fmt: skip


@pytest.fixture
def project(store: Store) -> int:
    return projects.add(store, COORDINATOR, {"code": CODE}).ids[0]


def person(store: Store, name: str, email: str | None = None) -> int:
    values = {"first_name": "Mari", "last_name": name, "role": "staff", "email": email}
    return people.add(store, COORDINATOR, values, today=TODAY).ids[0]


def plan(
    store: Store,
    project: int | None,
    members: list[dict[str, Any]],
    dates: dict[str, Any] = DATES,
    **values: Any,
) -> int:
    given = {
        "project_id": project, "activity_type": "job-shadowing", "hosting_country": "DE", **values,
    }  # fmt: skip
    plans = [MemberPlan(m) for m in members]
    return mobilities.add(store, COORDINATOR, given, [SubgroupPlan(dates, plans)]).ids[0]


def priced(store: Store, mobility: int) -> list[pricing.Priced]:
    with store.read() as s:
        return list(pricing.price_mobilities(s, [mobility]).values())


def set_member(store: Store, mobility: int, **values: Any) -> None:
    with store.write(Label("member_changed"), COORDINATOR) as s:
        for member in s.query(Member).filter_by(mobility_id=mobility):
            for name, value in values.items():
                setattr(member, name, value)


def only(store: Store, mobility: int) -> pricing.Priced:
    found = priced(store, mobility)
    assert len(found) == 1
    return found[0]


def test_travel_and_days_by_the_sheet(store: Store, project: int) -> None:
    stay = plan(store, project, [{"person_id": person(store, "Tamm"), "part": "staff"}])
    found = only(store, stay)
    assert [(x.category, x.amount, x.rate, x.quantity) for x in found.lines] == [
        ("travel", 27_500, "275", "1"),
        ("individual_support", 7 * 10_400, "104", "7"),
    ]
    assert (found.known, found.missing, found.confirmed) == (27_500 + 72_800, (), False)
    assert found.sheet_sha256


def test_a_project_without_a_sheet_says_so(store: Store) -> None:
    stay = plan(store, None, [{"person_id": person(store, "Tamm"), "part": "staff"}])
    found = only(store, stay)
    assert {line.code for line in found.lines} == {"no_sheet"}
    assert found.lines[1].quantity == "7"  # the days keep their place
    with store.write(Label("grant_typed"), COORDINATOR) as s:
        s.add(GrantLine(member_id=found.member_id, category="travel", amount=30_000))
    assert (only(store, stay).known, only(store, stay).missing) == (30_000, ())


def test_places_without_names_multiply(store: Store, project: int) -> None:
    stay = plan(
        store, project, [{"places": 3, "part": "learner"}, {"part": "lead"}],
        kind="group", activity_type="group-mobility",
    )  # fmt: skip
    three, lead = priced(store, stay)
    assert three.lines[0].amount == 3 * 27_500
    assert lead.lines[0].amount == 27_500
    assert three.lines[1].rate == "58" or three.lines[1].amount  # learner rates
    assert lead.lines[1].rate == "104"  # accompanying persons get the rate of staff


def test_who_ended_before_the_journey_costs_nothing(store: Store, project: int) -> None:
    stay = plan(store, project, [{"person_id": person(store, "Tamm"), "part": "staff"}])
    set_member(store, stay, ended="cancelled")
    assert (only(store, stay).lines, only(store, stay).known) == ((), 0)
    set_member(store, stay, ended="returned_early", actual_start=date(2022, 3, 8),
               actual_end=date(2022, 3, 9))  # fmt: skip
    assert only(store, stay).lines[1].quantity == "4"


def test_course_days_are_shared_by_e_mail_over_the_project(store: Store, project: int) -> None:
    who = person(store, "Tamm", "Mari@Example.org ")
    late = plan(
        store, project, [{"person_id": who, "part": "staff"}],
        {"start": date(2022, 9, 1), "end": date(2022, 9, 8)}, activity_type="courses-and-training",
    )  # fmt: skip
    early = plan(
        store, project, [{"person_id": who, "part": "staff"}],
        {"start": date(2022, 3, 1), "end": date(2022, 3, 8)}, activity_type="courses-and-training",
    )  # fmt: skip
    for stay in (late, early):
        set_member(store, stay, course_days=8)

    def days(stay: int) -> list[str | None]:
        return [x.quantity for x in only(store, stay).lines if x.category == "course_fees"]

    assert (days(early), days(late)) == (["8"], ["2"])  # ten in all, the first journey first
    with store.read() as s:
        both = pricing.price(s, [Mobility.project_id == project])
    assert sorted(x.quantity or "" for p in both.values() for x in p.lines
                  if x.category == "course_fees") == ["2", "8"]  # fmt: skip


def test_a_missing_distance_leaves_the_rest(store: Store, project: int) -> None:
    dates = {**DATES, "distance_km": None}
    stay = plan(store, project, [{"person_id": person(store, "Tamm"), "part": "staff"}], dates)
    found = only(store, stay)
    assert (found.missing, found.known) == (("distance_missing",), 72_800)


def test_more_days_away_than_are_funded_are_cut_with_a_word(store: Store, project: int) -> None:
    dates = {**DATES, "leaves": date(2022, 3, 5)}
    stay = plan(store, project, [{"person_id": person(store, "Tamm"), "part": "staff"}], dates)
    found = only(store, stay)
    assert found.lines[1].quantity == "7"
    assert "travel_days_cut" in {w.code for w in found.warnings}
    set_member(store, stay, travel_days=1)
    assert only(store, stay).lines[1].quantity == "6"


def test_real_costs_and_payees_are_read(store: Store, project: int) -> None:
    who = person(store, "Tamm")
    stay = plan(store, project, [{"person_id": who, "part": "staff", "fewer_opportunities": True}])
    member = only(store, stay).member_id
    with store.write(Label("member_changed"), COORDINATOR) as s:
        for category, amount, percent in (
            ("inclusion_participant", 12_345, None), ("exceptional_costs", 10_000, "80"),
        ):  # fmt: skip
            s.add(RealCost(project_id=project, member_id=member, category=category, what="x",
                           amount=amount, covered_percent=percent))  # fmt: skip
        s.add(Payee(member_id=member, category="travel", payee="provider"))
    found = {line.category: line for line in only(store, stay).lines}
    assert found["inclusion_participant"].amount == 12_345
    assert found["exceptional_costs"].amount == 8_000
    assert found["travel"].payee == "provider"
    assert "inclusion_organisation" in found


def test_a_visit_is_priced_by_heads(store: Store, project: int) -> None:
    heads = [{"person_id": person(store, n), "part": "staff"} for n in ("Tamm", "Kask")]
    stay = plan(store, project, heads, kind="group", activity_type="preparatory-visit")
    found = priced(store, stay)
    assert [len(p.lines) for p in found] == [1, 1]
    assert found[0].lines[0].category == "preparatory_visit"
