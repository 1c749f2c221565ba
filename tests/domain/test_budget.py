"""What counts as signed for and as done, by category (answers, section 6)."""

from __future__ import annotations

import pytest

from mobdesk.domain.budget import NOT_GONE, Counted, Standing, counted
from mobdesk.domain.projects import CATEGORIES

PLANNED = Standing("confirmed", None, True, False, False, frozenset())
ALL = frozenset({"grant_agreement", "certificate", "course_invoice", "receipts"})
NOTHING, SIGNED, DONE = Counted(False, False), Counted(True, False), Counted(True, True)


def standing(**values: object) -> Standing:
    return PLANNED._replace(**values)


@pytest.mark.parametrize("category", [*CATEGORIES, "total"])
@pytest.mark.parametrize("ended", NOT_GONE)
def test_who_ended_before_the_journey_counts_nowhere(category: str, ended: str) -> None:
    gone = standing(stage="returned", ended=ended, agreement_signed=True, fulfilled=ALL)
    assert counted(category, gone) == NOTHING


@pytest.mark.parametrize(
    "category", ["travel", "individual_support", "linguistic_support", "total"]
)
def test_participant_sums_are_signed_with_the_agreement_and_done_with_the_proof(
    category: str,
) -> None:
    assert counted(category, PLANNED) == NOTHING
    assert counted(category, standing(agreement_signed=True)) == SIGNED
    back = standing(stage="returned", agreement_signed=True)
    assert counted(category, back) == SIGNED
    assert counted(category, back._replace(fulfilled=frozenset({"certificate"}))) == DONE


def test_where_no_agreement_is_planned_the_programme_signs() -> None:
    programme = frozenset({"learning_programme"})
    assert counted("travel", standing(agreement_wanted=False, fulfilled=programme)) == SIGNED
    assert counted("travel", standing(fulfilled=programme)) == NOTHING


def test_who_came_back_early_is_done() -> None:
    early = standing(stage="abroad", ended="returned_early", fulfilled=ALL)
    assert counted("individual_support", early) == DONE


def test_a_course_fee_needs_its_invoice() -> None:
    back = standing(stage="closed", agreement_signed=True)
    assert counted("course_fees", back._replace(fulfilled=frozenset({"certificate"}))) == SIGNED
    both = frozenset({"certificate", "course_invoice"})
    assert counted("course_fees", back._replace(fulfilled=both)) == DONE


def test_real_costs_count_from_their_estimate_until_the_receipt() -> None:
    assert counted("exceptional_costs", PLANNED) == SIGNED
    assert counted("exceptional_costs", standing(fulfilled=frozenset({"receipts"}))) == DONE


def test_a_preparatory_visit_is_signed_when_the_host_confirmed() -> None:
    assert counted("preparatory_visit", PLANNED) == NOTHING
    assert counted("preparatory_visit", standing(host_confirmed=True)) == SIGNED


def test_done_is_always_signed_for() -> None:
    for category in (*CATEGORIES, "total"):
        found = counted(category, standing(stage="returned", fulfilled=ALL))
        assert found.signed or not found.done
