"""People with their stays, in the words of lists and panes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from mobdesk.domain.marks import Glyph
from mobdesk.domain.roles import Actor, Role
from mobdesk.models.people import Person
from mobdesk.models.store import Store
from mobdesk.services import (
    documents,
    finding,
    history,
    members,
    mobilities,
    people,
    readiness,
    stages,
    stays,
)
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.services.records import Query
from tests.services.test_records import TODAY, add_person, stay
from tests.stores import COORDINATOR, TRAINER

DAY = timedelta(1)


class Line(NamedTuple):
    id: int


ENDING = {"ended_reason": "own wish", "ended_by": "Tamm", "force_majeure": False}


def test_the_next_stay_stands_in_the_list_and_the_rest_in_the_overview(store: Store) -> None:
    who = add_person(store, "Maarja", "Tamm")
    stay(store, who, TODAY - 400 * DAY, hosting_city="Turku")
    coming = stay(store, who, TODAY + 5 * DAY, hosting_city="Črnomelj")
    (line,) = stays.listed(store, COORDINATOR, [who], TODAY)
    assert line.stay is not None
    assert (line.stay.mobility_id, line.stay.city) == (coming, "Črnomelj")
    seen = stays.overview(store, COORDINATOR, who, TODAY)
    assert [one.city for one in seen.others] == ["Turku"]
    assert seen.needs_until is None


def test_a_paper_of_the_whole_group_counts_for_everybody_listed(store: Store) -> None:
    ids = [add_person(store, f"P{n}", "X", role="learner") for n in range(5)]
    plan = SubgroupPlan(
        {"start": TODAY + 5 * DAY, "end": TODAY + 9 * DAY},
        [MemberPlan({"person_id": i, "part": "learner"}) for i in ids],
    )
    values = {"kind": "group", "title": "G", "activity_type": "group-mobility"}
    number = mobilities.add(store, COORDINATOR, values, [plan]).ids[0]
    member = mobilities.get(store, COORDINATOR, number).subgroups[0].members[0].id
    documents.file_paper(
        store, COORDINATOR, member, "learning_programme", on=TODAY, signed=True, place="A 1"
    )
    states = {p.kind: p.step for p in stays.overview(store, COORDINATOR, ids[4], TODAY).papers}
    assert states["learning_programme"] == ""


def test_who_accompanies_needs_an_own_certificate(store: Store) -> None:
    """One certificate serves the learners of a group, never those who accompany them."""
    parts = ("learner", "learner", "lead", "accompanying")
    ids = [add_person(store, f"P{n}", "X") for n in range(4)]
    plan = SubgroupPlan(
        {"start": TODAY - 9 * DAY, "end": TODAY - 5 * DAY},
        [MemberPlan({"person_id": i, "part": p}) for i, p in zip(ids, parts, strict=True)],
    )
    values = {"kind": "group", "title": "G", "activity_type": "group-mobility"}
    number = mobilities.add(store, COORDINATOR, values, [plan]).ids[0]
    stages.move(store, COORDINATOR, number, "returned", TODAY, "test")
    going = [m.id for m in mobilities.get(store, COORDINATOR, number).subgroups[0].members]

    def without() -> list[int]:
        """Who has no certificate: on the mobility, on the page of each person, as missing."""
        rows = members.board(store, COORDINATOR, number, TODAY).papers
        found = [
            at
            for at, member in enumerate(going)
            if any(row.kind == "certificate" and row.step for row in rows[member])
        ]
        pages = (stays.overview(store, COORDINATOR, i, TODAY).papers for i in ids)
        assert found == [
            at
            for at, papers in enumerate(pages)
            if any(row.kind == "certificate" and row.step for row in papers)
        ]
        missing = readiness.missing(store, COORDINATOR, TODAY)
        asked = [row.member_id for row in missing if row.thing.code == "certificate"]
        assert sorted(asked) == [going[at] for at in found]
        return found

    def filed(member: int) -> None:
        documents.file_paper(
            store, COORDINATOR, member, "certificate", on=TODAY, signed=True, place="A 1"
        )

    assert without() == [0, 1, 2, 3]
    filed(going[2])
    assert without() == [0, 1, 3]
    filed(going[0])
    assert without() == [3]
    filed(going[3])
    assert without() == []


def test_a_line_that_was_read_before_follows_every_change(store: Store) -> None:
    who = add_person(store, "Maarja", "Tamm")
    number = stay(store, who, TODAY + 3 * DAY, hosting_city="Turku")

    def seen(today: date = TODAY, actor: Actor = COORDINATOR) -> stays.PersonLine:
        (line,) = stays.listed(store, actor, [who], today)
        return line

    assert seen() is seen()
    people.change(store, COORDINATOR, who, 1, {"last_name": "Aas"}, today=TODAY)
    assert seen().row.last_name == "Aas"
    stages.move(store, COORDINATOR, number, "confirmed", TODAY, "test")
    before = seen()
    assert before.stay is not None
    assert before.stay.stage == "confirmed"
    member = mobilities.get(store, COORDINATOR, number).subgroups[0].members[0].id
    documents.file_paper(
        store, COORDINATOR, member, "learning_agreement", on=TODAY, signed=True, place="A 1"
    )
    assert seen().ready != before.ready
    assert seen(TODAY + 30 * DAY).ready != seen().ready
    assert seen(actor=TRAINER) is not seen()
    history.undo(store, COORDINATOR)
    assert seen().ready == before.ready


def test_more_lines_than_are_kept_are_read_and_forgotten(store: Store) -> None:
    ids = [add_person(store, f"P{n}", "X") for n in range(3)]
    assert [line.id for line in stays.listed(store, COORDINATOR, [*ids, 99], TODAY)] == ids
    with store.read() as s:
        kept = finding.kept_of(store, s, Person)
        many = range(finding._MOST_LINES + 1)
        assert len(kept.lines("x", many, lambda some: [Line(i) for i in some])) == len(many)
        asked: list[int] = []
        kept.lines("x", [1], lambda some: asked.extend(some) or [Line(i) for i in some])
        assert asked == [1]


def test_something_missing_finds_people_and_no_ended_ones(store: Store) -> None:
    near, ended, idea = (add_person(store, n, "X") for n in ("Near", "Ended", "Idea"))
    for who in (near, ended):
        number = stay(store, who, TODAY + 3 * DAY, hosting_city="Turku")
        stages.move(store, COORDINATOR, number, "confirmed", TODAY, "test")
        if who == ended:
            member = mobilities.get(store, COORDINATOR, number).subgroups[0].members[0].id
            stages.end(store, COORDINATOR, member, "withdrawn", ENDING)
    stay(store, idea, TODAY + 3 * DAY)
    assert stays.missing_people(store, COORDINATOR, TODAY) == {near}
    asked = Query("", {"missing_on": TODAY})
    assert people.find(store, COORDINATOR, asked) == [near]
    (line,) = stays.listed(store, COORDINATOR, [near], TODAY)
    assert line.ready is not None
    assert Glyph.LOOK in {mark.glyph for mark in line.ready.marks}


def test_trainers_see_their_own_stays_only(store: Store) -> None:
    mine, other = add_person(store, "A", "Mine"), add_person(store, "B", "Other")
    stay(store, mine, TODAY + DAY)
    stay(store, other, TODAY + DAY)
    trainer = Actor(TRAINER.account_id, "t", Role.TRAINER, person_id=mine)
    lines = stays.listed(store, trainer, [mine, other], TODAY)
    assert [line.stay is not None for line in lines] == [True, False]
    assert stays.overview(store, trainer, other, TODAY).papers == ()


def test_the_same_person_needs_a_second_thing_in_common(store: Store) -> None:
    born = date(1988, 5, 1)
    who = add_person(store, "Maarja", "Tamm", birth_date=born)
    same = {"first_name": "Tamm", "last_name": "maarja", "birth_date": born}
    assert [one.id for one in people.same_as(store, COORDINATOR, same)] == [who]
    assert people.same_as(store, COORDINATOR, same, but=who) == []
    assert people.same_as(store, COORDINATOR, {**same, "birth_date": None}) == []
