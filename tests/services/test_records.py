"""Records are found, added, changed and removed; refusals change nothing."""

from __future__ import annotations

from datetime import date

import pytest

from mobdesk import texts
from mobdesk.domain.roles import Actor, Role
from mobdesk.errors import Invalid, NotAllowed, Refused, Stale
from mobdesk.models.store import Store
from mobdesk.services import (
    accreditations,
    grants,
    history,
    members,
    mobilities,
    organisations,
    people,
    projects,
)
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.services.records import Query
from tests.stores import COORDINATOR, TRAINER

TODAY = date(2026, 11, 22)
CODE = "2024-1-EE01-KA122-ADU-000214921"


def add_person(store: Store, first: str, last: str, **values) -> int:
    given = {"first_name": first, "last_name": last, "role": "staff", **values}
    return people.add(store, COORDINATOR, given, today=TODAY).ids[0]


def stay(store: Store, person_id: int | None, start: date, **values) -> int:
    member = {"person_id": person_id, "part": "staff"} if person_id else {"places": 3}
    plan = SubgroupPlan({"start": start, "end": start}, [MemberPlan(member)])
    return mobilities.add(store, COORDINATOR, values, [plan]).ids[0]


def test_people_are_found_without_accents_and_case(store: Store) -> None:
    wanted = add_person(store, "Ülle", "Järvekülg")
    add_person(store, "Nejc", "Žagar")
    assert people.find(store, COORDINATOR, Query("jarve ULLE")) == [wanted]
    assert [r.name for r in people.rows(store, COORDINATOR, people.find(store, COORDINATOR))] == [
        "Järvekülg, Ülle",
        "Žagar, Nejc",
    ]


def test_a_typed_percent_sign_is_a_character(store: Store) -> None:
    add_person(store, "A", "B")
    assert people.find(store, COORDINATOR, Query("%")) == []


def test_a_person_without_any_name_is_refused(store: Store) -> None:
    with pytest.raises(Invalid) as refused:
        people.add(store, COORDINATOR, {"first_name": " ", "last_name": ""}, today=TODAY)
    assert refused.value.problems
    assert people.find(store, COORDINATOR) == []


def test_a_stale_form_is_refused(store: Store) -> None:
    i = add_person(store, "A", "B")
    people.change(store, COORDINATOR, i, 1, {"email": "a@example.org"}, today=TODAY)
    with pytest.raises(Stale):
        people.change(store, COORDINATOR, i, 1, {"email": "b@example.org"}, today=TODAY)
    assert people.get(store, COORDINATOR, i).values["email"] == "a@example.org"


def test_a_person_on_a_mobility_cannot_be_deleted(store: Store) -> None:
    i = add_person(store, "A", "B")
    stay(store, i, TODAY)
    with pytest.raises(Refused, match="person_on_mobility"):
        people.remove(store, COORDINATOR, [i])
    assert people.find(store, COORDINATOR) == [i]


def test_delete_and_undo_and_redo_through_the_service(store: Store) -> None:
    i = add_person(store, "A", "B")
    people.remove(store, COORDINATOR, [i])
    assert history.steps(store, COORDINATOR).undo.code == "person_removed"
    done = history.undo(store, COORDINATOR)
    assert done.tables == {"people"}
    assert people.find(store, COORDINATOR) == [i]
    history.redo(store, COORDINATOR)
    assert people.find(store, COORDINATOR) == []
    with pytest.raises(Refused, match="nothing_to_redo"):
        history.redo(store, COORDINATOR)


def test_history_shows_old_and_new_values(store: Store) -> None:
    i = add_person(store, "A", "B", email="a@example.org")
    people.change(store, COORDINATOR, i, 1, {"email": "b@example.org"}, today=TODAY)
    newest = history.find(store, COORDINATOR)[0]
    assert history.rows(store, COORDINATOR, [newest])[0].values == {"name": "A B"}
    (change,) = history.fields(store, COORDINATOR, newest)
    assert change[2:5] == ("email", "a@example.org", "b@example.org")


def test_organisation_with_contacts_comes_back_whole(store: Store) -> None:
    i = organisations.add(
        store,
        COORDINATOR,
        {"name": "Kolpa", "kind": "partner"},
        [{"name": "Nejc"}, {"name": "Špela"}],
    ).ids[0]
    organisations.remove(store, COORDINATOR, [i])
    history.undo(store, COORDINATOR)
    assert [c.name for c in organisations.contacts(store, COORDINATOR, i)] == ["Nejc", "Špela"]


def test_a_project_code_is_tidied_explained_and_unique(store: Store) -> None:
    i = projects.add(store, COORDINATOR, {"code": CODE.replace("-", "–").lower()}).ids[0]
    row = projects.rows(store, COORDINATOR, [i])[0]
    assert (row.code, row.action, row.field, row.call_year) == (CODE, "KA122", "ADU", 2024)
    with pytest.raises(Invalid) as refused:
        projects.add(store, COORDINATOR, {"code": CODE})
    assert refused.value.problems[0].code == "project_already_there"
    with pytest.raises(Invalid):
        projects.add(store, COORDINATOR, {"code": "KA122-ADU-FF686F4A"})


def test_what_still_needs_a_record_is_named_and_counted(store: Store) -> None:
    project = projects.add(store, COORDINATOR, {"code": CODE}, {"travel": 100}).ids[0]
    for _n in range(2):
        mobilities.add(store, COORDINATOR, {"project_id": project}, [])
    with pytest.raises(Refused, match="still_used_by") as refused:
        projects.remove(store, COORDINATOR, [project])
    assert texts.error(refused.value).what == "Still needed by 2 mobilities."
    mobilities.remove(store, COORDINATOR, mobilities.find(store, COORDINATOR))
    projects.remove(store, COORDINATOR, [project])


def test_a_step_leaves_out_what_is_not_known() -> None:
    said = {"name": "Karu, Bo", "place": None, "day": None}
    assert texts.label("mobility_planned", said) == "Mobility planned: Karu, Bo"
    assert texts.label("stage_changed", {**said, "stage": "abroad"}) == "Karu, Bo: now Abroad"
    assert texts.label("mobility_planned", {"name": "", "place": "Tartu"}) == (
        "Mobility planned: Tartu"
    )


def test_awards_are_set_changed_and_taken_away(store: Store) -> None:
    i = projects.add(
        store, COORDINATOR, {"code": CODE}, {"travel": 1_000_00, "course_fees": 5_00}
    ).ids[0]
    rev = projects.get(store, COORDINATOR, i).rev
    projects.change(store, COORDINATOR, i, rev, {}, {"travel": 2_000_50, "course_fees": None})
    assert projects.awards(store, COORDINATOR, i) == [("travel", 2_000_50, "EUR")]
    with pytest.raises(Invalid):
        projects.change(store, COORDINATOR, i, rev, {}, {"travel": -1})


def test_accreditation_round_trip(store: Store) -> None:
    code = "2021-1-FR01-KA120-VET-000016557"
    i = accreditations.add(store, COORDINATOR, {"code": code, "field": "VET"}).ids[0]
    assert accreditations.rows(store, COORDINATOR, [i])[0].code == code
    accreditations.remove(store, COORDINATOR, [i])
    assert accreditations.find(store, COORDINATOR) == []


def test_mobility_list_shows_names_dates_and_follows_a_renaming(store: Store) -> None:
    person = add_person(store, "Maarja", "Tamm")
    i = stay(store, person, date(2026, 11, 27), hosting_city="Črnomelj")
    row = mobilities.rows(store, COORDINATOR, [i])[0]
    assert (row.name, row.start, row.places) == ("Tamm, Maarja", date(2026, 11, 27), 1)
    people.change(store, COORDINATOR, person, 1, {"last_name": "Sõber"}, today=TODAY)
    assert mobilities.find(store, COORDINATOR, Query("sober crnomelj")) == [i]
    assert mobilities.find(store, COORDINATOR, Query("tamm")) == []
    history.undo(store, COORDINATOR)
    assert mobilities.rows(store, COORDINATOR, [i])[0].name == "Tamm, Maarja"


def test_a_single_name_stands_alone_in_the_list(store: Store) -> None:
    i = stay(store, add_person(store, "", "Tamm"), TODAY)
    assert mobilities.rows(store, COORDINATOR, [i])[0].name == "Tamm"


def test_undo_of_deleting_a_mobility_brings_everything_back(store: Store) -> None:
    i = stay(store, add_person(store, "A", "B"), TODAY)
    member = mobilities.get(store, COORDINATOR, i).subgroups[0].members[0]
    grants.set_grants(store, COORDINATOR, [member.id], "travel", 275_00, "typed")
    before = mobilities.get(store, COORDINATOR, i)
    mobilities.remove(store, COORDINATOR, [i])
    history.undo(store, COORDINATOR)
    after = mobilities.get(store, COORDINATOR, i)
    assert after.subgroups[0].members[0].grants == before.subgroups[0].members[0].grants
    assert (after.name, mobilities.rows(store, COORDINATOR, [i])[0].places) == ("B, A", 1)


def test_a_group_of_unnamed_places_gets_people(store: Store) -> None:
    i = stay(store, None, TODAY, kind="group", title="Digioskused")
    group = mobilities.get(store, COORDINATOR, i).subgroups[0]
    who = [add_person(store, "A", name) for name in ("Tamm", "Kask")]
    plans = [MemberPlan({"person_id": p, "part": "learner"}) for p in who]
    members.add(store, COORDINATOR, group.id, plans)
    assert mobilities.rows(store, COORDINATOR, [i])[0].places == 5
    with pytest.raises(Invalid):
        members.add(store, COORDINATOR, group.id, plans[:1])


def test_a_trainer_sees_only_own_mobilities(store: Store) -> None:
    mine, other = add_person(store, "My", "Self"), add_person(store, "Other", "One")
    own, foreign = stay(store, mine, TODAY), stay(store, other, TODAY)
    trainer = TRAINER._replace(person_id=mine)
    assert mobilities.find(store, trainer) == [own]
    assert mobilities.rows(store, trainer, [own, foreign])[0].id == own
    with pytest.raises(NotAllowed):
        mobilities.get(store, trainer, foreign)
    with pytest.raises(NotAllowed):
        mobilities.remove(store, trainer, [own])
    assert mobilities.find(store, Actor(9, "x", Role.TRAINER)) == []
