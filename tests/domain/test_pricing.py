"""Lines of a grant: what is kept takes the place of what is computed."""

from __future__ import annotations

from mobdesk.domain import pricing
from mobdesk.domain.pricing import Case, PricedLine, Stored

CASE = Case(1, 1, 1)
TRAVEL = PricedLine("travel", "standard", "computed", 27_500, rate="275", quantity="1")
FIRST = PricedLine("individual_support", "first", "computed", 72_800, rate="104", quantity="7")
LATER = PricedLine("individual_support", "later", "computed", None, "rate_missing", quantity="3")


def merged(*stored: Stored, computed=(TRAVEL, FIRST, LATER), case=CASE, payees=None):
    return pricing.merge(case, computed, stored, payees or {})


def test_computed_lines_add_up_and_a_missing_rate_keeps_its_place() -> None:
    found = merged()
    assert (found.known, found.missing, found.complete) == (100_300, ("rate_missing",), False)
    assert found.lines == (TRAVEL, FIRST, LATER)


def test_a_typed_line_replaces_its_category_and_keeps_what_was_computed() -> None:
    found = merged(Stored("travel", None, "typed", 30_000, source="taxi", typed_by="Kersti"))
    line = found.lines[0]
    assert (line.amount, line.computed, line.reason, line.by_hand) == (30_000, 27_500, "taxi", True)
    assert len(found.lines) == 3


def test_a_typed_line_of_one_rule_leaves_the_others_of_its_category() -> None:
    found = merged(Stored("individual_support", "later", "typed", 9_000))
    assert [line.amount for line in found.lines] == [27_500, 72_800, 9_000]
    assert found.complete
    assert found.known == 109_300
    whole = merged(Stored("individual_support", None, "typed", 80_000))
    assert [line.amount for line in whole.lines] == [27_500, 80_000]
    assert whole.lines[1].computed is None  # a part of it has no rate


def test_a_total_of_a_list_stands_for_everything_computed() -> None:
    found = merged(Stored("total", None, "imported", 100_000, source="list"))
    assert [(line.category, line.amount) for line in found.lines] == [("total", 100_000)]
    assert found.lines[0].source == "list"


def test_another_currency_is_a_sum_not_known() -> None:
    found = merged(Stored("travel", None, "typed", 99_900, "PLN"))
    assert found.lines[0] == TRAVEL


def test_who_did_not_go_gets_nothing() -> None:
    found = merged(Stored("travel", None, "typed", 100), case=CASE._replace(ended="cancelled"))
    assert (found.lines, found.known, found.missing) == ((), 0, ())


def test_frozen_lines_are_the_agreement_and_today_is_beside_it() -> None:
    frozen = (
        Stored("travel", "standard", "frozen", 41_700),
        Stored("individual_support", "first", "frozen", 72_800),
    )
    same = merged(*frozen, computed=(TRAVEL._replace(amount=41_700), FIRST))
    assert (same.known, same.difference, same.frozen) == (114_500, None, True)
    other = merged(*frozen, computed=(TRAVEL._replace(amount=31_300), FIRST))
    assert (other.known, other.difference) == (114_500, -10_400)
    assert other.lines[0].computed == 31_300
    assert [line.amount for line in other.today] == [31_300, 72_800]


def test_typing_after_the_signature_is_a_difference_too() -> None:
    frozen = Stored("travel", "standard", "frozen", 27_500)
    found = merged(frozen, Stored("travel", None, "typed", 30_000, source="x"), computed=(TRAVEL,))
    assert (found.known, found.difference) == (27_500, 2_500)


def test_no_difference_is_claimed_while_a_rate_is_missing() -> None:
    found = merged(Stored("travel", "standard", "frozen", 41_700))
    assert found.difference is None
    assert found.complete


def test_what_was_changed_by_hand_before_signing_is_still_told() -> None:
    inputs = '{"km": "800", "by_hand": {"reason": "taxi", "typed_by": "Kersti"}}'
    line = merged(Stored("travel", None, "frozen", 30_000, inputs=inputs)).lines[0]
    assert (line.reason, line.typed_by, line.by_hand) == ("taxi", "Kersti", True)
    assert line.inputs == {"km": "800"}


def test_payees_are_preset_by_category_and_changeable() -> None:
    lines = [
        TRAVEL._replace(category=c)
        for c in ("travel", "inclusion_organisation", "course_fees", "exceptional_costs")
    ]
    usual = {line.category: line.payee for line in merged(computed=lines).lines}
    assert usual == {
        "travel": "participant", "inclusion_organisation": "centre", "course_fees": "provider",
        "exceptional_costs": "provider",
    }  # fmt: skip
    learner = CASE._replace(kind="group", part="learner")
    assert merged(computed=lines, case=learner).lines[0].payee == "centre"
    stated = merged(computed=lines, case=learner._replace(paid_by_centre=False))
    assert stated.lines[0].payee == "participant"
    assert merged(payees={"travel": "provider"}).lines[0].payee == "provider"


def test_a_difference_is_asked_until_it_is_answered_and_again_when_it_changes() -> None:
    frozen = Stored("travel", None, "frozen", 30_000)
    kept = CASE._replace(difference_choice="keep", difference_of=27_500)
    assert merged(frozen, computed=(TRAVEL,)).asks
    found = merged(frozen, computed=(TRAVEL,), case=kept)
    assert (found.choice, found.asks, found.known) == ("keep", False, 30_000)
    assert merged(frozen, computed=(TRAVEL._replace(amount=1),), case=kept).asks
    later = CASE._replace(difference_choice="at_return", difference_of=27_500)
    assert not merged(frozen, computed=(TRAVEL,), case=later).asks
    assert merged(frozen, computed=(TRAVEL,), case=later._replace(stage="returned")).asks


def test_organisational_support_is_never_part_of_the_agreement() -> None:
    found = merged(
        Stored("travel", None, "frozen", 27_500),
        Stored("organisational_support", None, "typed", 35_000),
        computed=(TRAVEL,),
    )
    assert (found.known, found.difference) == (62_500, None)


def test_the_agreement_counts_until_the_return_and_then_the_days_that_were() -> None:
    frozen = Stored("travel", None, "frozen", 30_000)
    back = CASE._replace(stage="returned")

    def counts(case: Case, *computed: PricedLine) -> tuple[list[int | None], int | None]:
        found = merged(frozen, computed=computed or (TRAVEL,), case=case)
        return [line.amount for line in found.counting], found.to_participant

    assert counts(CASE) == ([30_000], 30_000)
    assert counts(back) == ([27_500], 27_500)
    kept = back._replace(difference_choice="keep", difference_of=27_500)
    assert counts(kept) == ([30_000], 30_000)
    assert counts(kept, TRAVEL._replace(amount=20_000)) == ([20_000], 20_000)
    assert counts(back, TRAVEL, LATER) == ([30_000], 30_000)  # a part of today is not known


def test_who_gets_a_line_counts_for_the_days_that_were_as_well() -> None:
    back = CASE._replace(stage="returned")
    frozen = (Stored("travel", None, "frozen", 30_000), Stored("course_fees", None, "frozen", 8))
    found = merged(*frozen, computed=(TRAVEL, FIRST), case=back, payees={"travel": "centre"})
    assert [line.payee for line in found.counting] == ["centre", "participant"]
    assert found.to_participant == 72_800
