"""From a planned mobility to a closed one: marks, papers, stages, Today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mobdesk import texts
from mobdesk.domain.marks import Aspect, Glyph, Missing
from mobdesk.errors import Invalid, NotAllowed, Refused
from mobdesk.models.store import Store
from mobdesk.services import documents, history, members, mobilities, readiness, stages, today
from mobdesk.services.readiness import MissingRow
from tests.services.test_records import TODAY, add_person, stay
from tests.stores import COORDINATOR, TRAINER

LEAVES = TODAY + timedelta(days=60)


@pytest.fixture
def mobility(store: Store) -> int:
    person = add_person(store, "Maarja", "Tamm")
    return stay(
        store,
        person,
        LEAVES,
        activity_type="job-shadowing",
        hosting_city="Črnomelj",
        host_confirmed_on=TODAY,
    )


def member(store: Store, mobility: int):
    return mobilities.get(store, COORDINATOR, mobility).subgroups[0].members[0]


def move(store: Store, mobility: int, stage: str, reason: str = "agreed") -> None:
    stages.move(store, COORDINATOR, mobility, stage, TODAY, reason)


def glyphs(store: Store, mobility: int) -> list[Glyph]:
    marks = readiness.marks(store, COORDINATOR, [mobility], TODAY)[mobility].marks
    return [mark.glyph for mark in marks]


def test_a_stage_says_what_it_needs_and_goes_on_with_a_reason(store: Store, mobility: int) -> None:
    with pytest.raises(Refused) as refused:
        stages.move(store, COORDINATOR, mobility, "selected", TODAY)
    assert "project" in refused.value.values["missing"]
    move(store, mobility, "selected", "without a call")
    detail = mobilities.get(store, COORDINATOR, mobility)
    assert (detail.stage, detail.stage_reason) == ("selected", "without a call")
    assert texts.label(*_newest(store)) == "Tamm, Maarja, Črnomelj: now Selected"
    history.undo(store, COORDINATOR)
    assert mobilities.get(store, COORDINATOR, mobility).stage == "idea"


def _newest(store: Store):
    row = history.rows(store, COORDINATOR, history.find(store, COORDINATOR)[:1])[0]
    return row.code, row.values


def test_filing_papers_moves_the_mark(store: Store, mobility: int) -> None:
    move(store, mobility, "confirmed")
    who = member(store, mobility).id
    open_rows = [
        r.kind for r in members.board(store, COORDINATOR, mobility, TODAY).papers[who] if r.step
    ]
    assert "learning_agreement" in open_rows
    for kind in ("grant_agreement", "learning_agreement", "insurance_proof"):
        documents.file_paper(store, COORDINATOR, who, kind, on=TODAY, signed=True, place="Binder 3")
    assert glyphs(store, mobility)[1] is Glyph.READY
    documents.want_again(store, COORDINATOR, who, "insurance_proof")
    assert glyphs(store, mobility)[1] is Glyph.ON_THE_WAY


def test_a_paper_that_needs_signatures_is_not_done_without_them(
    store: Store, mobility: int
) -> None:
    move(store, mobility, "confirmed")
    who = member(store, mobility).id
    documents.file_paper(store, COORDINATOR, who, "learning_agreement", on=TODAY, place="Binder")
    row = {r.kind: r for r in members.board(store, COORDINATOR, mobility, TODAY).papers[who]}
    assert row["learning_agreement"].step == "signature"


def test_not_needed_asks_a_reason(store: Store, mobility: int) -> None:
    who = member(store, mobility).id
    with pytest.raises(Invalid):
        documents.set_aside(store, COORDINATOR, who, "insurance_proof", " ")
    documents.set_aside(store, COORDINATOR, who, "insurance_proof", "insured by the host")
    row = {r.kind: r for r in members.board(store, COORDINATOR, mobility, TODAY).papers[who]}
    assert row["insurance_proof"].step == ""


def test_a_trainer_files_only_for_own_mobilities(store: Store, mobility: int) -> None:
    who = member(store, mobility)
    with pytest.raises(NotAllowed):
        documents.file_paper(store, TRAINER, who.id, "certificate", on=TODAY)
    own = TRAINER._replace(person_id=who.values["person_id"])
    documents.file_paper(store, own, who.id, "certificate", on=TODAY, signed=True, place="Binder")


def test_an_end_asks_who_why_and_force_majeure(store: Store, mobility: int) -> None:
    who = member(store, mobility).id
    with pytest.raises(Invalid) as refused:
        stages.end(store, COORDINATOR, who, "cancelled", {})
    assert {p.field for p in refused.value.problems} == {
        "ended_reason",
        "ended_by",
        "force_majeure",
    }
    values = {"ended_reason": "flood", "ended_by": "the host", "force_majeure": True}
    stages.end(store, COORDINATOR, who, "cancelled", values)
    assert mobilities.rows(store, COORDINATOR, [mobility])[0].ended == "cancelled"
    stages.reopen(store, COORDINATOR, who)
    assert mobilities.rows(store, COORDINATOR, [mobility])[0].ended is None


def test_today_tells_who_leaves_and_what_is_missing(store: Store, mobility: int) -> None:
    move(store, mobility, "confirmed")
    seen = today.view(store, COORDINATOR, TODAY)
    assert [(t.mobility.name, t.day, t.returning) for t in seen.trips] == [
        ("Tamm, Maarja", LEAVES, False)
    ]
    assert seen.missing_count >= len(seen.missing) > 0
    assert seen.missing[0].name == "Tamm, Maarja"
    later = today.view(store, COORDINATOR, date(2027, 1, 21))
    assert later.year.confirmed == 1


def test_abroad_is_proposed_on_the_day_and_never_by_itself(store: Store, mobility: int) -> None:
    move(store, mobility, "confirmed")
    before = members.board(store, COORDINATOR, mobility, LEAVES - timedelta(days=1)).steps
    assert not any(step.proposed for step in before)
    steps = members.board(store, COORDINATOR, mobility, LEAVES).steps
    assert [step.stage for step in steps if step.proposed] == ["abroad"]
    assert mobilities.get(store, COORDINATOR, mobility).stage == "confirmed"


def test_today_puts_what_is_urgent_first_and_what_is_old_last() -> None:
    def row(number: int, due: date, *, back: bool = False) -> MissingRow:
        thing = Missing(Aspect.PAPERS, "insurance_proof", due, due < TODAY)
        return MissingRow(number, number, f"P{number}", f"M{number}", None, thing, back)

    year = timedelta(days=365)
    rows = [
        row(1, TODAY - 3 * year, back=True),
        row(2, TODAY - 2 * year, back=True),
        row(3, TODAY - timedelta(days=20), back=True),
        row(4, TODAY + timedelta(days=2)),
        row(4, TODAY + timedelta(days=5)),
    ]
    groups = [group for _rank, group in today._missing(rows, TODAY)]
    assert [group.mobility_id for group in groups] == [4, 3, 2, 1]
    assert len(groups[0].things) == 2
    assert groups[0].name == "P4"
