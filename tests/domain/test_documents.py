"""The checklist of papers: who needs what, by when, and when it is done."""

from __future__ import annotations

from datetime import date

import pytest

from mobdesk import texts
from mobdesk.domain import documents
from mobdesk.domain.documents import PaperFact

OUT, END = date(2027, 3, 1), date(2027, 3, 5)

# The table of the answers, column by column: R required, o optional, - none.
TABLE = {
    "grant_agreement": "RRRooo-",
    "learning_agreement": "RRR--o-",
    "learning_programme": "oooR-RR",
    "insurance_proof": "RRRRRoo",
    "participant_list": "---R--o",
    "certificate": "RRRRRRR",
    "europass_mobility": "RRRo-o-",
    "course_invoice": "-R-----",
    "green_declaration": "RRRRRRo",
    "guardian_consent": "--RR---",
    "receipts": "RRRRRRR",
}
COLUMNS = ("staff", "course", "learner", "group", "accompanying", "expert", "visit")


def test_the_shipped_checklist_is_the_agreed_one() -> None:
    signs = {"required": "R", "optional": "o", "none": "-"}
    shipped = {
        kind: "".join(signs[rule.need[column]] for column in COLUMNS)
        for kind, rule in documents.checklist().items()
    }
    assert shipped == TABLE


@pytest.mark.parametrize(
    ("activity", "part", "kind", "column"),
    [
        ("job-shadowing", "staff", "individual", "staff"),
        ("courses-and-training", "staff", "individual", "course"),
        ("short-term-learner", "learner", "individual", "learner"),
        ("group-mobility", "learner", "group", "group"),
        ("group-mobility", "lead", "group", "accompanying"),
        ("short-term-learner", "accompanying", "individual", "accompanying"),
        ("invited-expert", "expert", "individual", "expert"),
        ("hosted-teacher", "staff", "individual", "expert"),
        ("preparatory-visit", "staff", "individual", "visit"),
        (None, "staff", "individual", "staff"),
    ],
)
def test_each_member_has_one_column(
    activity: str | None, part: str, kind: str, column: str
) -> None:
    assert documents.column_for(activity, part, kind) == column


def test_conditions_bring_papers() -> None:
    plain = {w.kind for w in documents.wanted("learner")}
    assert not plain & {"green_declaration", "guardian_consent", "receipts"}
    more = documents.wanted("learner", green=True, minor=True, real_costs=True)
    assert {w.kind for w in more} - plain == {"green_declaration", "guardian_consent", "receipts"}


@pytest.mark.parametrize(
    ("kind", "day"),
    [
        ("insurance_proof", date(2027, 1, 30)),
        ("learning_agreement", date(2027, 2, 15)),
        ("certificate", END),
    ],
)
def test_a_paper_has_a_day(kind: str, day: date) -> None:
    assert documents.needed_by(documents.checklist()[kind], OUT, END) == day
    assert documents.needed_by(documents.checklist()[kind], None, None) is None


@pytest.mark.parametrize(
    ("fact", "step"),
    [
        (None, "file"),
        (PaperFact("learning_agreement"), "file"),
        (PaperFact("learning_agreement", "filed"), "signature"),
        (PaperFact("learning_agreement", "filed", signed=True), "proof"),
        (PaperFact("learning_agreement", "filed", signed=True, proof=True), ""),
        (PaperFact("insurance_proof", "filed"), ""),
        (PaperFact("learning_agreement", "not_needed"), ""),
    ],
)
def test_a_paper_to_sign_is_done_when_signed_and_kept(fact: PaperFact | None, step: str) -> None:
    assert documents.open_step(fact) == step
    if step:
        assert texts.word(f"paper_step.{step}")


def test_one_filed_paper_may_fulfil_two_rows() -> None:
    both = PaperFact("certificate", "filed", True, True, also=("europass_mobility",))
    assert documents.fulfilled([both]) == {"certificate", "europass_mobility"}
    unsigned = both._replace(signed=False)
    assert documents.fulfilled([unsigned]) == frozenset()
    assert documents.fulfilled([both._replace(state="not_needed")]) == {"certificate"}
    wanted = documents.wanted("staff")
    rows = documents.rows(wanted, [both], OUT, END, date(2027, 6, 1), "returned")
    lent = {row.kind: row.fulfilled_by for row in rows}
    assert lent["europass_mobility"] == "certificate"
    assert lent["grant_agreement"] is None
    two = [both, both._replace(also=())]  # the own one, and another one of the group
    rows = documents.rows(wanted, two, OUT, END, date(2027, 6, 1), "returned")
    assert {row.kind: row.step for row in rows}["europass_mobility"] == ""


def test_one_paper_serves_the_group_but_never_who_has_an_own_one() -> None:
    assert "certificate" in documents.shared_in("group")
    assert "certificate" not in documents.shared_in("accompanying")
    assert "participant_list" in documents.shared_in("accompanying")
    assert "insurance_proof" not in documents.shared_in("group")


def test_what_is_late_is_said_only_of_required_papers() -> None:
    rows = documents.rows(documents.wanted("staff"), [], OUT, END, date(2027, 2, 1), "confirmed")
    late = {row.kind for row in rows if row.overdue}
    assert late == {"grant_agreement", "insurance_proof"}
    assert all(not row.overdue for row in rows if not row.required)


def test_every_value_has_a_word() -> None:
    for rule in documents.checklist().values():
        assert texts.word(f"paper.{rule.kind}")
        assert texts.word(f"next.{rule.kind}")
        assert all(texts.word(f"paper_note.{note}") for note in rule.notes.values())
        assert set(rule.may_also) <= set(documents.checklist())
    assert all(texts.word(f"paper_phase.{phase}") for phase in documents.Phase)
    assert all(texts.word(f"paper_state.{state}") for state in documents.PaperState)
    assert all(texts.word(f"sensitivity.{one}") for one in documents.SENSITIVITIES)
    assert texts.word("paper_rule.unconfirmed")
