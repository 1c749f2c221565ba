"""Readiness: the four marks, the next missing thing, and the speed of ten thousand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobdesk import texts
from mobdesk.domain import marks as mark_rules
from mobdesk.domain import readiness
from mobdesk.domain.documents import (
    Asked,
    PaperFact,
    PaperState,
    checklist,
    fulfilled,
    rows,
    wanted,
)
from mobdesk.domain.marks import Glyph
from mobdesk.domain.readiness import Facts, assess
from mobdesk.domain.stages import STAGES

OUT, LAST, HOME = date(2027, 3, 1), date(2027, 3, 5), date(2027, 3, 6)
EARLY = date(2027, 1, 4)
BEFORE = frozenset({"grant_agreement", "learning_agreement", "insurance_proof"})
AFTER = frozenset({"certificate", "europass_mobility"})
READY = Facts(
    stage="confirmed",
    out=OUT,
    last=LAST,
    home=HOME,
    host_confirmed=True,
    travel_booked=True,
    insurance_from=OUT,
    insurance_to=HOME,
    document_valid_to=HOME,
    next_of_kin=True,
    fulfilled=BEFORE,
    agreement_signed=True,
    grant_known=True,
)


def glyphs(facts: Facts, today: date = EARLY) -> str:
    """The four marks as letters: r ready, w on the way, l look, n not yet, m rate missing."""
    letters = {"ready": "r", "on_the_way": "w", "look": "l", "not_yet": "n", "none": "-"}
    marks = assess(facts, today).marks
    return "".join(letters.get(mark.glyph.value, "m") for mark in marks)


@pytest.mark.parametrize(
    ("stage", "marks"),
    [
        ("idea", "nnnn"),
        ("applied", "nnnn"),
        ("selected", "rnnn"),
        ("confirmed", "rrrn"),
        ("closed", "rrrr"),
    ],
)
def test_marks_wake_with_the_stage(stage: str, marks: str) -> None:
    assert glyphs(READY._replace(stage=stage)) == marks


def test_ready_to_leave_needs_the_first_three() -> None:
    assert assess(READY, EARLY).ready_to_leave
    assert not assess(READY, EARLY).ready_to_close
    assert assess(READY, EARLY).next is None


@pytest.mark.parametrize(
    ("change", "item"),
    [
        ({"named": False}, "person_named"),
        ({"host_confirmed": False}, "host_confirmed"),
        ({"travel_booked": False}, "travel_booked"),
        ({"insurance_from": None}, "insurance_covers"),
        ({"insurance_from": OUT + timedelta(days=1)}, "insurance_covers"),
        ({"insurance_to": LAST}, "insurance_covers"),
        ({"document_valid_to": LAST}, "document_valid"),
        ({"document_valid_to": None}, "document_valid"),
        ({"next_of_kin": False}, "next_of_kin"),
    ],
)
def test_each_item_of_preparation_is_missed(change: dict[str, object], item: str) -> None:
    found = assess(READY._replace(**change), EARLY)
    assert found.marks[0].glyph in (Glyph.ON_THE_WAY, Glyph.LOOK)
    assert found.next is not None
    assert found.next.code == item
    assert texts.word(f"item.{item}")
    assert texts.word(f"next.{item}")


def test_what_is_set_aside_with_a_reason_is_not_missed() -> None:
    facts = READY._replace(next_of_kin=False, not_needed=frozenset({"next_of_kin"}))
    assert glyphs(facts) == "rrrn"


@pytest.mark.parametrize("kind", sorted(BEFORE - {"grant_agreement"}))
def test_a_missing_paper_is_on_the_way_until_its_day(kind: str) -> None:
    facts = READY._replace(fulfilled=BEFORE - {kind})
    rule = checklist()[kind]
    due = OUT + timedelta(days=rule.due_days)
    assert glyphs(facts, due - timedelta(days=1))[1] in "wl"
    assert glyphs(facts, due + timedelta(days=1))[1] == "l"
    found = assess(facts, EARLY)
    assert found.next is not None
    assert (found.next.code, found.next.due, found.next.overdue) == (kind, due, False)


def test_from_14_days_before_leaving_everything_open_asks_for_a_look() -> None:
    facts = READY._replace(next_of_kin=False)
    assert glyphs(facts, OUT - timedelta(days=15))[0] == "w"
    assert glyphs(facts, OUT - timedelta(days=14))[0] == "l"


def test_the_next_thing_is_the_earliest_due_then_table_order() -> None:
    facts = READY._replace(travel_booked=False, next_of_kin=False, fulfilled=frozenset())
    found = assess(facts, EARLY)
    assert found.next is not None
    assert found.next.code == "travel_booked"
    codes = [thing.code for thing in readiness.missing_things(facts, EARLY)]
    assert codes == [
        "travel_booked",
        "grant_agreement",
        "insurance_proof",
        "next_of_kin",
        "learning_agreement",
    ]


def test_a_missing_rate_shows_its_ring_and_blocks_nothing() -> None:
    facts = READY._replace(grant_known=False)
    assert glyphs(facts) == "rrmn"
    assert assess(facts, EARLY).ready_to_leave


def test_an_unsigned_agreement_is_open_money_unless_the_paper_is_filed() -> None:
    facts = READY._replace(agreement_signed=False, fulfilled=BEFORE - {"grant_agreement"})
    assert glyphs(facts) == "rwwn"
    assert glyphs(READY._replace(agreement_signed=False)) == "rrrn"
    learner_of_group = facts._replace(column="group", fulfilled=frozenset({"learning_programme"}))
    assert glyphs(learner_of_group)[2] == "r"


def test_an_instalment_asks_from_its_day_on_and_paid_in_part_is_ready() -> None:
    due = READY._replace(pay_by=EARLY, settled=False)
    assert glyphs(due, EARLY - timedelta(days=1)) == "rrrn"
    assert glyphs(due, EARLY) == "rrwn"
    assert glyphs(due, EARLY + timedelta(days=1))[2] == "l"
    found = assess(due, EARLY).next
    assert found is not None
    assert (found.code, found.due) == ("instalment_paid", EARLY)
    assert glyphs(due._replace(not_needed=frozenset({"instalment_paid"}))) == "rrrn"
    assert glyphs(READY._replace(settled=False)) == "rrrn"


def test_after_the_return_the_balance_is_asked_for() -> None:
    back = READY._replace(stage="returned", fulfilled=BEFORE | AFTER, settled=False)
    assert glyphs(back, HOME)[2] == "w"
    assert "balance_settled" in {t.code for t in readiness.missing_things(back, HOME)}
    assert glyphs(back._replace(settled=True), HOME)[2] == "r"
    assert glyphs(back._replace(grant_known=False), HOME)[2] == "m"
    late = back._replace(pay_by=HOME)
    assert glyphs(late, HOME + timedelta(days=1))[2] == "l"


def test_after_leaving_the_papers_for_afterwards_are_asked() -> None:
    away = READY._replace(stage="abroad")
    assert glyphs(away, OUT) == "rwrn"
    assert glyphs(away._replace(fulfilled=BEFORE | AFTER), OUT) == "rrrn"
    assert glyphs(away, LAST + timedelta(days=1))[1] == "l"


def test_reporting_starts_on_the_last_day() -> None:
    assert assess(READY, EARLY).marks[3].since == LAST
    back = READY._replace(stage="returned", fulfilled=BEFORE | AFTER)
    assert glyphs(back, LAST) == "rrrw"
    assert glyphs(back, LAST + timedelta(days=31)) == "rrrl"
    done = back._replace(survey_done=True)
    assert assess(done, HOME).ready_to_close
    assert assess(back._replace(survey_wanted=False), HOME).ready_to_close


def test_after_return_preparation_is_over() -> None:
    bare = Facts(stage="returned", out=OUT, last=LAST, home=HOME)
    assert assess(bare, HOME).marks[0].glyph is Glyph.READY


@pytest.mark.parametrize("end", ["not_selected", "withdrawn", "cancelled"])
def test_an_ended_stay_has_no_marks(end: str) -> None:
    assert glyphs(READY._replace(ended=end)) == "----"
    assert readiness.missing_things(READY._replace(ended=end), EARLY) == []


def test_an_early_return_still_needs_its_papers() -> None:
    early = READY._replace(stage="abroad", ended="returned_early")
    assert glyphs(early, HOME) == "rlrw"


def test_places_without_names_are_never_papered() -> None:
    found = assess(READY._replace(named=False, fulfilled=frozenset()), EARLY)
    assert found.marks[1].glyph is Glyph.NOT_YET
    assert found.next is not None
    assert found.next.code == "person_named"


def test_a_group_shows_its_worst_member_and_counts_the_ready() -> None:
    ready, late = assess(READY, EARLY), assess(READY._replace(next_of_kin=False), OUT)
    gone = assess(READY._replace(ended="withdrawn"), EARLY)
    marks = mark_rules.group([ready, ready, late, gone])
    assert marks[0] == (Glyph.LOOK, 2, 3)
    assert marks[2] == (Glyph.READY, 3, 3)
    nothing = mark_rules.group([gone])
    assert [mark.glyph for mark in nothing] == [Glyph.NONE] * 4
    missing = mark_rules.group_next([ready, late])
    assert missing is not None
    assert missing.code in ("next_of_kin", "certificate")


@pytest.mark.parametrize(
    ("kind", "part", "activity", "asked"),
    [
        ("individual", "staff", "job-shadowing", True),
        ("individual", "accompanying", "short-term-learner", False),
        ("group", "learner", "group-mobility", False),
        ("group", "lead", "group-mobility", True),
        ("individual", "staff", "preparatory-visit", False),
    ],
)
def test_who_is_asked_for_the_survey(kind: str, part: str, activity: str, asked: bool) -> None:
    assert readiness.survey_wanted(kind, part, activity) is asked


def test_every_mark_has_words() -> None:
    assert all(texts.word(f"aspect.{aspect}") for aspect in mark_rules.ASPECTS)
    assert all(texts.word(f"glyph.{glyph}") for glyph in Glyph)


days = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
everything = st.builds(
    Facts,
    stage=st.sampled_from(STAGES),
    ended=st.sampled_from([None, "withdrawn", "returned_early"]),
    named=st.booleans(),
    column=st.sampled_from(["staff", "course", "learner", "group", "accompanying", "visit"]),
    out=days,
    last=days,
    home=days,
    host_confirmed=st.booleans(),
    insurance_from=days,
    insurance_to=days,
    document_valid_to=days,
    green=st.booleans(),
    fulfilled=st.frozensets(st.sampled_from(sorted(checklist()))),
    grant_known=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(everything, st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_marks_and_missing_things_tell_the_same(facts: Facts, today: date) -> None:
    found = assess(facts, today)
    things = readiness.missing_things(facts, today)
    assert (found.next is None) == (not things)
    if things:
        assert found.next == things[0]
    for aspect, mark in zip(mark_rules.ASPECTS, found.marks, strict=True):
        open_ = [thing for thing in things if thing.aspect is aspect]
        assert mark.missing == len(open_)
        assert (mark.glyph in (Glyph.ON_THE_WAY, Glyph.LOOK)) == bool(open_)


def test_all_papers_of_a_column_make_the_mark_ready() -> None:
    for column in ("staff", "course", "learner", "group", "accompanying", "expert", "visit"):
        kinds = frozenset(paper.kind for paper in wanted(column))
        facts = READY._replace(stage="returned", column=column, fulfilled=kinds)
        assert assess(facts, HOME).marks[1].glyph is Glyph.READY


filed = st.lists(
    st.builds(
        PaperFact,
        kind=st.sampled_from(sorted(checklist())),
        state=st.sampled_from(PaperState),
        signed=st.booleans(),
        proof=st.booleans(),
        also=st.sampled_from([(), ("europass_mobility",), ("certificate", "receipts")]),
    ),
    max_size=8,
)


@settings(max_examples=300, deadline=None)
@given(everything, filed, st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_page_mark_and_report_agree_on_every_paper(
    facts: Facts, papers: list[PaperFact], today: date
) -> None:
    """The rows of a page, what is missing now, and what a report counts: one truth."""
    facts = facts._replace(named=True, fulfilled=fulfilled(papers))
    column = wanted(facts.column, green=facts.green, minor=facts.minor, real_costs=facts.real_costs)
    shown = rows(column, papers, facts.out, facts.last, today, facts.stage, facts.ended)
    of_page = [
        (row.kind, row.due, row.overdue, row.asked)
        for row in shown
        if row.required and row.step and row.asked is not Asked.NEVER
    ]
    of_report = readiness.open_papers(facts, today)
    assert [tuple(paper) for paper in of_report] == of_page
    now = {paper.kind for paper in of_report if paper.asked is Asked.NOW}
    things = readiness.missing_things(facts, today)
    assert {t.code for t in things if t.aspect is mark_rules.Aspect.PAPERS} == now
    assert assess(facts, today).marks[1].missing == len(now)


@pytest.mark.parametrize(
    ("stage", "ended", "day", "before", "after"),
    [
        ("idea", None, EARLY, "later", "later"),
        ("applied", None, EARLY, "later", "later"),
        ("selected", None, HOME, "later", "later"),
        ("confirmed", None, EARLY, "now", "later"),
        ("confirmed", None, OUT, "now", "now"),
        ("abroad", None, EARLY, "now", "now"),
        ("returned", None, HOME, "now", "now"),
        ("closed", None, HOME, "closed", "closed"),
        ("confirmed", "returned_early", EARLY, "now", "now"),
        ("closed", "returned_early", HOME, "closed", "closed"),
    ],
)
def test_each_stage_asks_for_its_papers(
    stage: str, ended: str | None, day: date, before: str, after: str
) -> None:
    facts = READY._replace(stage=stage, ended=ended, fulfilled=frozenset())
    found = {paper.kind: paper.asked for paper in readiness.open_papers(facts, day)}
    assert found == {**dict.fromkeys(BEFORE, before), **dict.fromkeys(AFTER, after)}
    assert all(texts.word(f"paper_asked.{when}") for when in found.values())


@pytest.mark.parametrize("ended", ["not_selected", "withdrawn", "cancelled"])
@pytest.mark.parametrize("stage", STAGES)
def test_nothing_is_asked_of_who_did_not_go(stage: str, ended: str) -> None:
    assert readiness.open_papers(READY._replace(stage=stage, ended=ended), OUT) == []
