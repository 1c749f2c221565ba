"""The rules of a mobility against the store: what is found, and what a service refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mobdesk.errors import Invalid, Refused
from mobdesk.models.mobilities import Member
from mobdesk.models.rate_sheets import RateSheet
from mobdesk.models.store import Store
from mobdesk.services import (
    history,
    members,
    mobilities,
    mobility_rules,
    organisations,
    people,
    projects,
    subgroups,
)
from mobdesk.services.mobility_details import MemberDetail
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from tests.stores import COORDINATOR, TRAINER

TODAY = date(2026, 11, 22)
MON, FRI = date(2027, 3, 1), date(2027, 3, 5)
CODE = "2026-1-EE01-KA121-ADU-000012345"

SHEET = """{"format": "mobdesk-rate-sheet/1", "agency": "EE01", "call_year": 2026, "field": "ADU",
"actions": ["KA121"], "revision": 9, "title": "Estonia, a test",
"travel": [{"from_km": 0, "standard": "0", "green": null}],
"travel_days": {"standard": 2, "green": 6}, "country_groups": {"1": ["DE", "FI"]},
"course_fee": {"per_day": "80", "max_days": 8}}"""


def person(store: Store, first: str, last: str, **values: Any) -> int:
    given = {"first_name": first, "last_name": last, "role": "staff", **values}
    return people.add(store, COORDINATOR, given, today=TODAY).ids[0]


@pytest.fixture
def project(store: Store) -> int:
    organisations.add(store, COORDINATOR, {"name": "Oma", "kind": "own", "country": "EE"})
    values = {"code": CODE, "start": date(2026, 9, 1), "end": date(2027, 11, 30)}
    return projects.add(store, COORDINATOR, values).ids[0]


def plan(store: Store, project: int, who: int | None, **values: Any) -> int:
    given: dict[str, Any] = {
        "project_id": project, "activity_type": "job-shadowing", "hosting_country": "DE",
        "hosting_city": "Bremen", "sending_country": "EE", **values,
    }  # fmt: skip
    member = {"person_id": who, "part": "staff", **given.pop("member", {})}
    dates = {"start": MON, "end": FRI, "leaves": MON, "back": FRI, **given.pop("dates", {})}
    made = mobilities.add(
        store, COORDINATOR, given, [SubgroupPlan(dates, [MemberPlan(member)])]
    )  # fmt: skip
    return made.ids[0]


def codes(store: Store, mobility: int) -> list[str]:
    return [one.code for one in mobility_rules.check(store, COORDINATOR, mobility)]


def the_member(store: Store, mobility: int) -> MemberDetail:
    return mobilities.get(store, COORDINATOR, mobility).subgroups[0].members[0]


def test_an_ordinary_mobility_has_nothing_to_look_at(store: Store, project: int) -> None:
    assert codes(store, plan(store, project, person(store, "Mari", "Tamm"))) == []


def test_what_the_store_knows_is_found(store: Store, project: int) -> None:
    who = person(store, "Mari", "Tamm")
    first = plan(store, project, who)
    second = plan(
        store, project, who, hosting_country="EE", hosting_city="Tartu",
        dates={"start": date(2027, 3, 4), "end": date(2027, 12, 5), "leaves": None, "back": None},
    )  # fmt: skip
    found = codes(store, second)
    assert found == ["sending_is_receiving", "after_project", "duration_unusual", "stay_overlaps"]
    assert codes(store, first) == ["stay_overlaps"]
    stay = mobility_rules.check(store, COORDINATOR, first)[0]
    assert stay.values["place"] == "Tartu"
    assert stay.who == ()


def test_the_sender_or_the_own_organisation_gives_the_country(store: Store, project: int) -> None:
    host = organisations.add(
        store, COORDINATOR, {"name": "Kool", "kind": "partner", "country": "EE", "hosting": True}
    ).ids[0]
    mobility = plan(store, project, None, sending_country=None, hosting_country=None, host_id=host)
    assert codes(store, mobility) == ["sending_is_receiving"]


def test_the_rate_sheet_of_the_project_sets_the_limits(store: Store, project: int) -> None:
    with store.quietly() as s:
        s.add(
            RateSheet(
                agency="EE01", call_year=2026, field="ADU", revision=9, title="Estonia, a test",
                body=SHEET, sha256="0" * 64,
            )
        )  # fmt: skip
    who = person(store, "Mari", "Tamm")
    mobility = plan(store, project, who, hosting_country="PT")
    found = mobility_rules.check(store, COORDINATOR, mobility)
    assert [(one.code, one.source) for one in found] == [
        ("country_not_in_sheet", "Estonia, a test")
    ]
    number = the_member(store, mobility).id
    with pytest.raises(Invalid) as refused:
        members.set_counting(
            store, COORDINATOR, [number], {"travel_days": 3, "travel_days_reason": "Boat"}
        )
    assert [problem.code for problem in refused.value.problems] == ["travel_days_over"]


def test_course_days_of_one_address_are_shared_in_the_project(store: Store, project: int) -> None:
    one = person(store, "Mari", "Tamm", email="mari@example.org")
    other = person(store, "M.", "Tamm", email=" Mari@Example.org ")
    course = {"activity_type": "courses-and-training", "dates": {"start": MON, "end": FRI}}
    later = {"start": date(2027, 5, 3), "end": date(2027, 5, 14), "leaves": None, "back": None}
    plan(store, project, one, **course, member={"course_days": 5})
    second = plan(store, project, other, activity_type="courses-and-training", dates=later,
                  member={"course_days": 6})  # fmt: skip
    found = mobility_rules.check(store, COORDINATOR, second)
    assert [(one.code, one.values["elsewhere"]) for one in found] == [("course_days_shared", 5)]
    met = mobility_rules.around(store, COORDINATOR, project, [other])
    assert met.course_days == {other: 11}


def test_an_accompanying_person_with_the_flag_is_refused(store: Store, project: int) -> None:
    who = person(store, "Endel", "Uibo")
    with pytest.raises(Invalid) as refused:
        plan(store, project, who, kind="group", activity_type="group-mobility",
             member={"part": "lead", "fewer_opportunities": True})  # fmt: skip
    assert [problem.code for problem in refused.value.problems] == ["flag_of_accompanying"]
    mobility = plan(store, project, who, member={"fewer_opportunities": True})
    member = the_member(store, mobility)
    with pytest.raises(Invalid):
        members.change(store, COORDINATOR, member.id, member.rev, {"part": "accompanying"})
    assert the_member(store, mobility).values["part"] == "staff"


def test_what_stood_there_before_blocks_no_other_change(store: Store, project: int) -> None:
    """An import may have brought it; a date can still be mended."""
    mobility = plan(store, project, person(store, "Endel", "Uibo"))
    member = the_member(store, mobility)
    with store.quietly() as s:
        record = s.get(Member, member.id)
        assert record is not None
        record.part, record.fewer_opportunities = "lead", True
    assert codes(store, mobility)[0] == "flag_of_accompanying"
    group = mobilities.get(store, COORDINATOR, mobility).subgroups[0]
    subgroups.change(store, COORDINATOR, group.id, group.rev, {"end": date(2027, 3, 4)})
    with pytest.raises(Invalid):
        members.set_counting(store, COORDINATOR, [member.id], {"travel_days": 5})


def test_several_members_get_the_same_in_one_step(store: Store, project: int) -> None:
    mobility = plan(store, project, person(store, "Mari", "Tamm"))
    group = mobilities.get(store, COORDINATOR, mobility).subgroups[0]
    members.add(store, COORDINATOR, group.id, [MemberPlan({"places": 3, "part": "learner"})])
    ids = [m.id for m in mobilities.get(store, COORDINATOR, mobility).subgroups[0].members]
    values = {"course_days": 4, "zero_grant": True, "real_fare": 38_000, "travel_days": None}
    members.set_counting(store, COORDINATOR, ids, values)
    for member in mobilities.get(store, COORDINATOR, mobility).subgroups[0].members:
        assert {key: member.values[key] for key in values} == values
        assert member.values["organisational_support_requested"] is True
    history.undo(store, COORDINATOR)
    assert the_member(store, mobility).values["course_days"] is None
    with pytest.raises(Refused, match="nobody_chosen"):
        members.set_counting(store, COORDINATOR, [], values)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"course_days": -1}, "course_days"), ({"virtual_days": 401}, "virtual_days"),
        ({"travel_days": True}, "travel_days"), ({"interruption_days": "2"}, "interruption_days"),
        ({"real_fare": -5}, "real_fare"), ({"zero_grant": None}, "zero_grant"),
        ({"travel_days_reason": "x" * 501}, "travel_days_reason"),
    ],
)  # fmt: skip
def test_numbers_that_cannot_be_are_refused(
    store: Store, project: int, values: dict[str, Any], field: str
) -> None:
    mobility = plan(store, project, None)
    with pytest.raises(Invalid) as refused:
        members.set_counting(store, COORDINATOR, [the_member(store, mobility).id], values)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_a_trainer_hears_only_of_the_own_mobilities(store: Store, project: int) -> None:
    mobility = plan(store, project, person(store, "Mari", "Tamm"))
    with pytest.raises(Refused):
        mobility_rules.check(store, TRAINER, mobility)


def test_a_learner_with_the_flag_does_not_become_the_lead(store: Store, project: int) -> None:
    who = person(store, "Mare", "Kask")
    mobility = plan(store, project, who, kind="group",
                    member={"part": "learner", "fewer_opportunities": True})  # fmt: skip
    with pytest.raises(Invalid):
        members.make_lead(store, COORDINATOR, the_member(store, mobility).id)
    assert the_member(store, mobility).values["part"] == "learner"


def test_typed_travel_days_stay_within_the_subgroup_gone_to(store: Store, project: int) -> None:
    with store.quietly() as s:
        s.add(RateSheet(agency="EE01", call_year=2026, field="ADU", revision=9, body=SHEET,
                        sha256="0" * 64))  # fmt: skip
    mobility = plan(store, project, person(store, "Mari", "Tamm"), dates={"green_travel": True})
    number = the_member(store, mobility).id
    values = {"travel_days": 4, "travel_days_reason": "By train"}
    members.set_counting(store, COORDINATOR, [number], values)
    by_plane = SubgroupPlan({"start": MON, "end": FRI, "green_travel": False})
    with pytest.raises(Invalid) as refused:
        subgroups.add(store, COORDINATOR, mobility, by_plane, [number])
    assert [problem.code for problem in refused.value.problems] == ["travel_days_over"]
    subgroups.add(store, COORDINATOR, mobility, by_plane)
    other = mobilities.get(store, COORDINATOR, mobility).subgroups[1]
    with pytest.raises(Invalid):
        subgroups.move_members(store, COORDINATOR, [number], other.id)
