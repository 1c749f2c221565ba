"""The BM sheet against a real store: lines, ticks, what BM does not know yet, statuses, order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mobdesk import texts
from mobdesk.domain import bm_sheet as rules
from mobdesk.domain.bm_sheet import State
from mobdesk.domain.marks import Aspect, Glyph
from mobdesk.errors import Invalid, Refused
from mobdesk.models.bm import BmTick
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.store import Label, Store
from mobdesk.services import (
    bm_sheet,
    grants,
    history,
    mobilities,
    organisations,
    people,
    projects,
    stages,
)
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from tests.stores import COORDINATOR

TODAY = date(2026, 11, 22)
START = date(2026, 11, 28)
ADULT, VOCATIONAL = "2025-1-EE01-KA121-ADU-000005151", "2025-1-EE01-KA121-VET-000005152"


def person(store: Store, first: str, last: str, **values) -> int:
    given = {"first_name": first, "last_name": last, "role": "staff", **values}
    return people.add(store, COORDINATOR, given, today=TODAY).ids[0]


def project(store: Store, code: str = ADULT) -> int:
    return projects.add(store, COORDINATOR, {"code": code}).ids[0]


def host(store: Store) -> int:
    values = {"name": "Ljudska univerza Kolpa", "kind": "partner", "oid": "E10999123",
              "country": "SI", "city": "Črnomelj"}  # fmt: skip
    return organisations.add(store, COORDINATOR, values).ids[0]


def confirm(store: Store, mobility: int) -> int:
    stages.move(store, COORDINATOR, mobility, "confirmed", TODAY, "agreed")
    return mobility


@pytest.fixture
def one(store: Store) -> int:
    who = person(store, "Maarja", "Tamm", birth_date=date(1984, 3, 14), email="m.tamm@example.org")
    dates = {
        "start": START, "end": START + timedelta(4), "leaves": START - timedelta(1),
        "back": START + timedelta(5), "distance_km": "1512.4", "travel_means": "plane",
    }  # fmt: skip
    plan = SubgroupPlan(dates, [MemberPlan({"person_id": who, "part": "staff"})])
    values = {"activity_type": "job-shadowing", "project_id": project(store),
              "host_id": host(store)}  # fmt: skip
    number = mobilities.add(store, COORDINATOR, values, [plan]).ids[0]
    return confirm(store, number)


def group(store: Store, code: str = ADULT) -> int:
    lead = person(store, "Priit", "Kask", email="priit@example.org")
    one, two = person(store, "Mare", "Ilves"), person(store, "Ülle", "Rebane")
    first = [
        MemberPlan({"person_id": lead, "part": "lead"}),
        MemberPlan({"person_id": one, "part": "learner", "fewer_opportunities": True}),
        MemberPlan({"places": 3, "part": "learner"}),
    ]
    plans = [
        SubgroupPlan({"start": START, "end": START + timedelta(4)}, first),
        SubgroupPlan(
            {"start": START + timedelta(7), "end": START + timedelta(11)},
            [MemberPlan({"person_id": two, "part": "learner"})],
        ),
    ]
    values = {"kind": "group", "title": "Käsitöö", "project_id": project(store, code),
              "activity_type": "group-mobility", "hosting_country": "SI"}  # fmt: skip
    return confirm(store, mobilities.add(store, COORDINATOR, values, plans).ids[0])


def sheet(store: Store, mobility: int, member: int | None = None) -> bm_sheet.Sheet:
    return bm_sheet.get(store, COORDINATOR, mobility, member)


def lines(found: bm_sheet.Sheet) -> dict[str, rules.Line]:
    return {line.key: line for part in found.sections for line in part.lines}


def tick(store: Store, found: bm_sheet.Sheet, *keys: str):
    record = found.record
    return bm_sheet.tick(
        store, COORDINATOR, record.mobility_id, record.member_id, keys or tuple(lines(found)), TODAY
    )


def test_the_sheet_has_our_values(store: Store, one: int) -> None:
    found = sheet(store, one)
    values = {key: line.value for key, line in lines(found).items() if line.value is not None}
    assert values == {
        "last_name": "Tamm", "first_name": "Maarja", "birth_date": "1984-03-14",
        "email": "m.tamm@example.org", "accompanying": "no", "fewer_opportunities": "no",
        "activity_type": "job-shadowing", "receiving_name": "Ljudska univerza Kolpa",
        "receiving_oid": "E10999123", "receiving_country": "SI", "receiving_city": "Črnomelj",
        "start_date": "2026-11-28", "end_date": "2026-12-02", "travel_days": "2",
        "transport": "plane", "green": "no", "distance_band": "1512.4",
    }  # fmt: skip
    assert (found.project, found.record.kind) == (ADULT, "individual")
    assert found.tally == rules.Tally(entered=0, of=17, again=0, unknown=len(lines(found)) - 17)


def test_a_tick_opens_again_when_the_dates_move_and_undo_closes_it(store: Store, one: int) -> None:
    tick(store, sheet(store, one))
    assert sheet(store, one).tally.open == 0
    assert bm_sheet.not_known(store, COORDINATOR) == []
    with store.write(Label("dates_changed"), COORDINATOR) as s:
        s.get(Subgroup, 1).start = START + timedelta(1)
    start = lines(sheet(store, one))["start_date"]
    assert (start.state, start.value, start.entered) == (State.AGAIN, "2026-11-29", "2026-11-28")
    assert sheet(store, one).tally.again == 1
    history.undo(store, COORDINATOR)
    assert sheet(store, one).tally.again == 0


def test_ticks_are_told_in_the_history_and_taken_back(store: Store, one: int) -> None:
    done = tick(store, sheet(store, one), "last_name", "email")
    assert texts.label(done.label, done.values) == "BM sheet of Tamm, Maarja: 2 values entered"
    member = sheet(store, one).record.member_id
    done = bm_sheet.untick(store, COORDINATOR, one, member, ["email"])
    assert texts.label(done.label, done.values) == "BM sheet of Tamm, Maarja: one tick taken back"
    assert lines(sheet(store, one))["email"].state is State.TO_ENTER
    history.undo(store, COORDINATOR)
    history.undo(store, COORDINATOR)
    assert sheet(store, one).tally.entered == 0


def test_a_value_that_is_gone_is_taken_out_of_bm(store: Store, one: int) -> None:
    tick(store, sheet(store, one), "email")
    who = people.get(store, COORDINATOR, 1)
    people.change(store, COORDINATOR, 1, who.rev, {"email": ""}, today=TODAY)
    assert lines(sheet(store, one))["email"].state is State.AGAIN
    tick(store, sheet(store, one), "email")
    assert lines(sheet(store, one))["email"].state is State.UNKNOWN


def test_only_lines_of_the_sheet_are_ticked(store: Store, one: int) -> None:
    with pytest.raises(Refused, match="bm_line_missing"):
        tick(store, sheet(store, one), "force_majeure_text")
    with pytest.raises(Refused, match="record_missing"):
        bm_sheet.tick(store, COORDINATOR, one, 99, ["email"], TODAY)


def test_a_group_names_only_its_lead_and_counts_the_others(store: Store) -> None:
    found = sheet(store, group(store))
    values = {key: line.value for key, line in lines(found).items() if line.value is not None}
    assert values == {
        "activity_type": "group-mobility", "receiving_country": "SI", "lead_name": "Priit Kask",
        "lead_email": "priit@example.org",
        "1:start_date": "2026-11-28", "1:end_date": "2026-12-02", "1:travel_days": "0",
        "1:participants": "4", "1:accompanying_persons": "1", "1:with_fewer_opportunities": "1",
        "2:start_date": "2026-12-05", "2:end_date": "2026-12-09", "2:travel_days": "0",
        "2:participants": "1", "2:accompanying_persons": "0", "2:with_fewer_opportunities": "0",
    }  # fmt: skip
    assert (found.record.kind, found.record.member_id, len(found.others)) == ("group", None, 1)


def test_members_of_a_vet_group_are_entered_one_by_one(store: Store) -> None:
    number = group(store, VOCATIONAL)
    found = sheet(store, number)
    assert [name.split(" (")[0] for _member, name in found.others] == [
        "Kask, Priit", "Ilves, Mare", "Rebane, Ülle",
    ]  # fmt: skip
    second = found.others[1][0]
    assert lines(sheet(store, number, second))["fewer_opportunities"].value == "yes"
    tick(store, sheet(store, number, second))
    rows = bm_sheet.not_known(store, COORDINATOR)
    assert [row.member_id for row in rows] == [found.others[0][0], found.others[2][0]]


def test_what_bm_does_not_know_is_told_by_project_and_first_day(store: Store, one: int) -> None:
    later = group(store, VOCATIONAL)
    idea = mobilities.add(store, COORDINATOR, {"project_id": 1}, [SubgroupPlan()]).ids[0]
    rows = bm_sheet.not_known(store, COORDINATOR)
    assert {row.mobility_id for row in rows} == {one, later}
    assert idea not in {row.mobility_id for row in rows}
    assert [row.name for row in bm_sheet.not_known(store, COORDINATOR, 1)] == ["Tamm, Maarja"]
    values = {"ended_reason": "flood", "ended_by": "the host", "force_majeure": True}
    stages.end(store, COORDINATOR, sheet(store, one).record.member_id, "cancelled", values)
    assert bm_sheet.not_known(store, COORDINATOR, 1) == []


def test_a_sum_is_compared_with_what_bm_computes(store: Store, one: int) -> None:
    member = sheet(store, one).record.member_id
    grants.set_grants(store, COORDINATOR, [member], "individual_support", 72800, "Annex")
    assert lines(sheet(store, one))["individual_support"].value == "72800"
    assert rules.computed("individual_support")
    assert not rules.computed("participants")


def test_statuses_and_ids_stand_with_the_record(store: Store, one: int) -> None:
    values = {"bm_id": "005151-MOB-00001", "bm_unique_id": "2025-SHORT-0001-KA121-ADU-000005151",
              "bm_participant_id": "P-1", "bm_status": "complete",
              "report_status": "requested"}  # fmt: skip
    member = sheet(store, one).record.member_id
    bm_sheet.set_status(store, COORDINATOR, one, member, values)
    found = sheet(store, one)
    assert found.status == values
    assert lines(found)["mobility_id"].value == "005151-MOB-00001"
    assert lines(found)["participant_id"].value == "P-1"
    with pytest.raises(Invalid):
        bm_sheet.set_status(store, COORDINATOR, one, member, {"bm_status": "done"})
    number = group(store, VOCATIONAL)
    second = sheet(store, number).others[1][0]
    bm_sheet.set_status(store, COORDINATOR, number, second, {"bm_status": "draft", "bm_id": "9"})
    assert sheet(store, number, second).status["bm_status"] == "draft"
    with store.read() as s:
        assert s.get(Mobility, number).bm_status is None
        assert s.get(Member, second).bm_id == "9"


def test_the_user_gives_the_order_of_the_own_screen(store: Store, one: int) -> None:
    assert bm_sheet.screen(store, COORDINATOR, "individual").dated is None
    order = ("#My screen", "start_date", "last_name")
    bm_sheet.set_screen(store, COORDINATOR, "individual", order, TODAY)
    found = sheet(store, one)
    assert (found.screen.fields, found.screen.dated) == (order, TODAY)
    assert list(lines(found)) == ["start_date", "last_name"]
    tick(store, found)
    assert bm_sheet.not_known(store, COORDINATOR) == [], "a hidden field is not asked for"
    with pytest.raises(Invalid):
        bm_sheet.set_screen(store, COORDINATOR, "individual", ("lead_name",), TODAY)


def test_what_bm_does_not_know_of_two_thousand_is_found(store: Store) -> None:
    number = project(store)
    with store.write(Label("demo_made"), COORDINATOR) as s:
        columns = ("project_id", "kind", "stage", "shown_name", "activity_type")
        made = s.insert_many(
            Mobility, columns,
            [(number, "individual", "confirmed", f"Tamm {n}", "job-shadowing")
             for n in range(2000)],
        )  # fmt: skip
        days = ("mobility_id", "start", "end")
        groups = s.insert_many(Subgroup, days, [(m, "2026-12-04", "2026-12-10") for m in made])
        pairs = zip(groups, made, strict=True)
        who = person_rows(s, 2000)
        s.insert_many(
            Member, ("subgroup_id", "mobility_id", "person_id", "part", "places"),
            [(g, m, p, "staff", 1) for (g, m), p in zip(pairs, who, strict=True)],
        )  # fmt: skip
        s.done()
    assert len(bm_sheet.not_known(store, COORDINATOR)) == 2000


def person_rows(s, count: int) -> range:
    from mobdesk.models.people import Person

    return s.insert_many(
        Person, ("first_name", "last_name"), [(f"Nimi{n}", "Tamm") for n in range(count)]
    )


def marks(store: Store, mobility: int, day: date):
    from mobdesk.services import readiness

    return readiness.members(store, COORDINATOR, mobility, day)


def reporting(store: Store, mobility: int, day: date) -> list[str]:
    from mobdesk.services import readiness

    rows = readiness.missing(store, COORDINATOR, day)
    return sorted(
        row.thing.code
        for row in rows
        if row.mobility_id == mobility and row.thing.aspect is Aspect.REPORTING
    )


def test_reporting_is_ready_when_the_survey_is_done_and_bm_is_complete(
    store: Store, one: int
) -> None:
    day = START + timedelta(30)
    member = sheet(store, one).record.member_id
    assert reporting(store, one, START) == []
    assert reporting(store, one, day) == ["bm_complete", "survey_done"]
    values = {"bm_status": "complete", "report_status": "submitted"}
    bm_sheet.set_status(store, COORDINATOR, one, member, values)
    assert reporting(store, one, day) == [], "what was entered by a file needs no ticks"
    assert bm_sheet.not_known(store, COORDINATOR) == []
    assert marks(store, one, day)[member].marks[3].glyph is Glyph.READY
    tick(store, sheet(store, one))
    assert reporting(store, one, day) == []
    with store.write(Label("dates_changed"), COORDINATOR) as s:
        s.get(Subgroup, 1).start = START + timedelta(1)
    assert reporting(store, one, day) == ["bm_complete"], "BM has other dates"


def test_of_a_group_the_lead_answers_for_bm(store: Store) -> None:
    number = group(store)
    day = START + timedelta(60)
    assert reporting(store, number, day) == ["bm_complete", "survey_done"]
    bm_sheet.set_status(store, COORDINATOR, number, None, {"bm_status": "complete"})
    assert reporting(store, number, day) == ["survey_done"]
    alone = group(store, VOCATIONAL)
    found = reporting(store, alone, day)
    assert found.count("bm_complete") == 3, "in VET everybody with a name is entered alone"


def test_what_bm_would_refuse_is_told_before_it_is_typed(store: Store, one: int) -> None:
    assert sheet(store, one).problems == ()
    who = people.get(store, COORDINATOR, 1)
    people.change(store, COORDINATOR, 1, who.rev, {"email": ""}, today=TODAY)
    assert [p.code for p in sheet(store, one).problems] == ["bm_email_missing"]
    number = group(store, ADULT.replace("5151", "5159"))
    assert sheet(store, number).problems == ()
    with store.write(Label("mobility_changed"), COORDINATOR) as s:
        for member in s.query(Member).filter_by(mobility_id=number, part="lead"):
            member.part = "accompanying"
        s.done()
    assert "lead_missing" in [p.code for p in sheet(store, number).problems]


def test_ticks_go_with_their_mobility_and_come_back(store: Store, one: int) -> None:
    tick(store, sheet(store, one))
    mobilities.remove(store, COORDINATOR, [one])
    with store.read() as s:
        assert s.query(BmTick).count() == 0
    history.undo(store, COORDINATOR)
    assert sheet(store, one).tally.open == 0
