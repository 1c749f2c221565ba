"""Members, papers of many, ends of a whole group and the list to sign."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pypdfium2 import PdfDocument

from mobdesk.errors import Invalid, NotAllowed, Refused
from mobdesk.models.store import Store
from mobdesk.services import (
    documents,
    history,
    lists,
    members,
    mobilities,
    people,
    stages,
    subgroups,
)
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.services.records import Query
from tests.services.test_records import TODAY, add_person, stay
from tests.stores import COORDINATOR, TRAINER


@pytest.fixture
def group(store: Store) -> int:
    """Two people and three places without names."""
    who = [add_person(store, "Mare", name) for name in ("Aas", "Kask")]
    plans = [MemberPlan({"person_id": p, "part": "learner"}) for p in who]
    plans.append(MemberPlan({"places": 3, "part": "learner"}))
    dates = {"start": date(2027, 4, 20), "end": date(2027, 4, 24)}
    values = {"kind": "group", "title": "Käsitöö", "hosting_city": "Ljubljana"}
    done = mobilities.add(store, COORDINATOR, values, [SubgroupPlan(dates, plans)])
    return done.ids[0]


def everybody(store: Store, group: int):
    detail = mobilities.get(store, COORDINATOR, group)
    return [m for g in detail.subgroups for m in g.members]


def parts(store: Store, group: int) -> list[str]:
    return [m.values["part"] for m in everybody(store, group)]


def test_a_person_stands_in_a_plan_once(store: Store) -> None:
    who = add_person(store, "Mare", "Aas")
    twice = [MemberPlan({"person_id": who}), MemberPlan({"person_id": who})]
    with pytest.raises(Invalid):
        mobilities.add(store, COORDINATOR, {"kind": "group"}, [SubgroupPlan({}, twice)])


def test_a_place_gets_a_name_and_the_others_stay(store: Store, group: int) -> None:
    who = add_person(store, "Endel", "Uibo")
    unnamed = everybody(store, group)[-1]
    members.name_place(store, COORDINATOR, unnamed.id, who)
    assert [(m.name, m.values["places"]) for m in everybody(store, group)] == [
        ("Aas, Mare", 1),
        ("Kask, Mare", 1),
        ("", 2),
        ("Uibo, Endel", 1),
    ]
    with pytest.raises(Invalid):
        members.name_place(store, COORDINATOR, unnamed.id, who)
    history.undo(store, COORDINATOR)
    assert [m.values["places"] for m in everybody(store, group)] == [1, 1, 3]


def test_the_last_place_becomes_the_person(store: Store) -> None:
    i = stay(store, None, TODAY, kind="group", title="x")
    place = everybody(store, i)[0]
    members.change(store, COORDINATOR, place.id, place.rev, {"places": 1})
    who = add_person(store, "Endel", "Uibo")
    members.name_place(store, COORDINATOR, place.id, who)
    assert [m.name for m in everybody(store, i)] == ["Uibo, Endel"]
    with pytest.raises(Refused, match="place_has_name"):
        members.name_place(store, COORDINATOR, place.id, who)


def test_there_is_one_lead(store: Store, group: int) -> None:
    first, second, _places = everybody(store, group)
    members.make_lead(store, COORDINATOR, first.id)
    members.make_lead(store, COORDINATOR, second.id)
    assert parts(store, group) == ["accompanying", "lead", "learner"]


def test_real_dates_spread_over_a_subgroup_but_not_to_who_ended(store: Store, group: int) -> None:
    gone, _stayed, _places = everybody(store, group)
    reason = {"ended_reason": "ill", "ended_by": "herself", "force_majeure": False}
    stages.end(store, COORDINATOR, gone.id, "withdrawn", reason)
    subgroup = mobilities.get(store, COORDINATOR, group).subgroups[0]
    day = date(2027, 4, 20)
    last, after = day + timedelta(days=3), {"today": date(2027, 5, 1)}
    with pytest.raises(Invalid):
        members.set_actual_dates(
            store, COORDINATOR, subgroup.id, day, day - timedelta(days=1), **after
        )
    with pytest.raises(Invalid):
        members.set_actual_dates(store, COORDINATOR, subgroup.id, day, last, today=day)
    members.set_actual_dates(store, COORDINATOR, subgroup.id, day, last, **after)
    ends = [m.values["actual_end"] for m in everybody(store, group)]
    assert ends == [None, date(2027, 4, 23), date(2027, 4, 23)]


def test_an_end_for_the_whole_group(store: Store, group: int) -> None:
    values = {"ended_reason": "flood", "ended_by": "the host", "force_majeure": True}
    with pytest.raises(Invalid):
        stages.end_all(store, COORDINATOR, group, "cancelled", {})
    stages.end_all(store, COORDINATOR, group, "cancelled", values)
    assert mobilities.rows(store, COORDINATOR, [group])[0].ended == "cancelled"
    history.undo(store, COORDINATOR)
    assert mobilities.rows(store, COORDINATOR, [group])[0].ended is None


def test_a_subgroup_with_other_dates_takes_members_along(store: Store, group: int) -> None:
    first = everybody(store, group)[0]
    later = SubgroupPlan({"title": "B", "start": date(2027, 5, 3), "end": date(2027, 5, 7)})
    subgroups.add(store, COORDINATOR, group, later, [first.id])
    one, two = mobilities.get(store, COORDINATOR, group).subgroups
    assert [m.name for m in two.members] == ["Aas, Mare"]
    with pytest.raises(Refused, match="subgroup_in_use"):
        subgroups.remove(store, COORDINATOR, two.id)
    subgroups.move_members(store, COORDINATOR, [first.id], one.id)
    subgroups.remove(store, COORDINATOR, two.id)
    with pytest.raises(Refused, match="subgroup_last"):
        subgroups.remove(store, COORDINATOR, one.id)


def test_preparation_of_mobility_and_people_is_one_step(store: Store, group: int) -> None:
    detail = mobilities.get(store, COORDINATOR, group)
    who = detail.subgroups[0].members[0].values["person_id"]
    values = {"host_confirmed_on": TODAY, "insurance_phone": "+372 600 1234"}
    valid = date(2030, 1, 1)
    members.prepare(
        store, COORDINATOR, group, detail.record.rev, values, {who: {"document_valid_to": valid}}
    )
    assert members.personal(store, COORDINATOR, group)[who]["document_valid_to"] == valid
    history.undo(store, COORDINATOR)
    assert members.personal(store, COORDINATOR, group)[who]["document_valid_to"] is None
    stranger = add_person(store, "X", "Y")
    rev = mobilities.get(store, COORDINATOR, group).record.rev
    with pytest.raises(Refused):
        members.prepare(store, COORDINATOR, group, rev, {}, {stranger: {"next_of_kin": "Z"}})


def test_one_paper_is_filed_for_many_at_once(store: Store, group: int) -> None:
    ids = [m.id for m in everybody(store, group) if m.name]
    documents.file_papers(
        store, COORDINATOR, ids, "insurance_proof", on=TODAY, signed=True, place="Binder 2"
    )
    known = documents.known(store, COORDINATOR, group)
    assert {who for who, kind in known if kind == "insurance_proof"} == set(ids)
    assert known[ids[0], "insurance_proof"].place == "Binder 2"
    with pytest.raises(Refused, match="nobody_chosen"):
        documents.file_papers(store, COORDINATOR, [], "insurance_proof", on=TODAY)


def test_views_name_all_open_things(store: Store) -> None:
    i = stay(store, add_person(store, "Maarja", "Tamm"), TODAY + timedelta(days=60))
    stages.move(store, COORDINATOR, i, "confirmed", TODAY, "agreed")
    (view,) = members.board(store, COORDINATOR, i, TODAY).views.values()
    codes = [thing.code for thing in view.things]
    assert "host_confirmed" in codes
    assert "learning_agreement" in codes
    assert view.things[0].due == min(t.due for t in view.things if t.due)


def test_away_counts_travel_days_and_leaves_out_who_ended(store: Store) -> None:
    person = add_person(store, "Maarja", "Tamm")
    plan = SubgroupPlan(
        {
            "start": TODAY + timedelta(days=1),
            "end": TODAY + timedelta(days=3),
            "leaves": TODAY,
            "back": TODAY + timedelta(days=4),
        },
        [MemberPlan({"person_id": person, "part": "staff"})],
    )
    i = mobilities.add(store, COORDINATOR, {}, [plan]).ids[0]
    stages.move(store, COORDINATOR, i, "confirmed", TODAY, "agreed")
    away = Query(filters={"away_on": TODAY})
    assert mobilities.find(store, COORDINATOR, away) == [i]
    counts = mobilities.counts(store, COORDINATOR, TODAY)
    assert (counts["away"], counts["all"], counts["group"]) == (1, 1, 0)
    stages.move(store, COORDINATOR, i, "abroad", TODAY, "gone")
    early = TODAY - timedelta(days=30)  # the stage was set long before the journey
    assert mobilities.find(store, COORDINATOR, Query(filters={"away_on": early})) == []
    stages.move(store, COORDINATOR, i, "confirmed", TODAY, "a slip")
    who = everybody(store, i)[0].id
    reason = {"ended_reason": "ill", "ended_by": "herself", "force_majeure": False}
    stages.end(store, COORDINATOR, who, "withdrawn", reason)
    assert mobilities.find(store, COORDINATOR, away) == []


def test_the_list_to_sign_names_everybody_with_a_name(store: Store, group: int) -> None:
    pdf = lists.participant_list(store, COORDINATOR, group, TODAY)
    assert pdf.startswith(b"%PDF")
    places = stay(store, None, TODAY, kind="group", title="x")
    with pytest.raises(Refused, match="list_without_names"):
        lists.participant_list(store, COORDINATOR, places, TODAY)
    with pytest.raises(NotAllowed):
        lists.participant_list(store, TRAINER, group, TODAY)


def test_the_list_to_sign_is_in_order_with_its_group_and_without_dashes(store: Store) -> None:
    plans = [
        MemberPlan({"person_id": add_person(store, "Mari", last), "part": "learner"})
        for last in ("Zimmer", "Õun", "Aas")
    ]
    values = {"kind": "group", "title": "Käsitöö", "activity_type": "group-mobility"}
    number = mobilities.add(store, COORDINATOR, values, [SubgroupPlan({}, plans)]).ids[0]
    pdf = lists.participant_list(store, COORDINATOR, number, TODAY)
    text = PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert "Group mobility of learners, “Käsitöö”" in text
    assert text.index("Aas") < text.index("Õun") < text.index("Zimmer")
    assert "–" not in text


def test_a_renamed_person_is_listed_by_the_new_name(store: Store, group: int) -> None:
    who = everybody(store, group)[0].values["person_id"]
    people.change(store, COORDINATOR, who, 1, {"last_name": "Sõber"}, today=TODAY)
    assert everybody(store, group)[0].name == "Sõber, Mare"
