"""Stages and ends: what each change needs, going on with a reason, proposals."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobdesk import texts
from mobdesk.domain import stages
from mobdesk.domain.stages import End, Stage, StageFacts
from mobdesk.errors import Refused

OUT, HOME = date(2026, 11, 27), date(2026, 12, 3)
ALL = StageFacts(*(True,) * len(StageFacts._fields))


@pytest.mark.parametrize(
    ("current", "target", "needs"),
    [
        ("idea", "applied", ("person_or_places", "activity_type", "project")),
        ("applied", "selected", ("selection",)),
        ("selected", "confirmed", ("host_agreed", "exact_dates")),
        ("confirmed", "abroad", ("ready_to_leave",)),
        ("abroad", "returned", ("actual_dates",)),
        ("returned", "closed", ("ready_to_close",)),
        ("applied", "confirmed", ("selection", "host_agreed", "exact_dates")),
        ("confirmed", "applied", ()),
    ],
)
def test_a_stage_says_what_it_needs(current: str, target: str, needs: tuple[str, ...]) -> None:
    assert stages.missing_for(current, target, StageFacts()) == needs
    assert stages.missing_for(current, target, ALL) == ()
    assert all(texts.word(f"stage_need.{need}") for need in needs)


def test_going_on_without_it_asks_for_a_reason() -> None:
    with pytest.raises(Refused) as refused:
        stages.move("selected", "confirmed", StageFacts(host_agreed=True), " ")
    assert refused.value.code == "stage_needs_reason"
    assert refused.value.values["missing"] == ("exact_dates",)
    change = stages.move("selected", "confirmed", StageFacts(), "the host wrote on paper")
    assert change.missing == ("host_agreed", "exact_dates")
    assert not change.backwards


def test_going_back_asks_for_a_reason_too() -> None:
    with pytest.raises(Refused, match="stage_back_needs_reason"):
        stages.move("confirmed", "applied", ALL)
    assert stages.move("confirmed", "applied", ALL, "wrong click").backwards


def test_nothing_missing_needs_no_reason() -> None:
    assert stages.move("confirmed", "abroad", ALL).missing == ()


@pytest.mark.parametrize(
    ("stage", "today", "proposal"),
    [
        ("confirmed", date(2026, 11, 26), None),
        ("confirmed", OUT, Stage.ABROAD),
        ("confirmed", date(2026, 12, 4), Stage.RETURNED),
        ("abroad", HOME, None),
        ("abroad", date(2026, 12, 4), Stage.RETURNED),
        ("selected", OUT, None),
        ("returned", date(2027, 1, 1), None),
    ],
)
def test_dates_propose_a_stage_and_never_change_it(
    stage: str, today: date, proposal: Stage | None
) -> None:
    assert stages.proposed(stage, OUT, HOME, False, today) is proposal
    assert stages.proposed(stage, OUT, HOME, True, today) is None
    assert stages.proposed(stage, None, None, False, today) is None


@pytest.mark.parametrize(
    ("stage", "ends"),
    [
        ("idea", (End.WITHDRAWN, End.CANCELLED)),
        ("applied", (End.NOT_SELECTED, End.WITHDRAWN, End.CANCELLED)),
        ("confirmed", (End.WITHDRAWN, End.CANCELLED)),
        ("abroad", (End.RETURNED_EARLY,)),
        ("returned", ()),
        ("closed", ()),
    ],
)
def test_each_end_comes_from_its_stages(stage: str, ends: tuple[End, ...]) -> None:
    assert stages.ends_from(stage) == ends


SAID = {"ended_reason": "ill", "ended_by": "Kersti", "force_majeure": False}


def test_an_end_asks_reason_who_decided_and_force_majeure() -> None:
    assert stages.check_end("applied", "withdrawn", SAID) == []
    found = stages.check_end("applied", "withdrawn", {})
    assert [p.field for p in found] == ["ended_reason", "ended_by", "force_majeure"]


def test_an_early_return_needs_its_day() -> None:
    assert [p.field for p in stages.check_end("abroad", "returned_early", SAID)] == ["ended_on"]
    said = {**SAID, "ended_on": date(2026, 12, 1)}
    assert stages.check_end("abroad", "returned_early", said) == []
    assert stages.check_end("abroad", "returned_early", said, date(2026, 12, 1)) == []
    early = stages.check_end("abroad", "returned_early", said, date(2026, 11, 30))
    assert [p.code for p in early] == ["actual_in_future"]


def test_money_that_is_kept_is_not_below_zero() -> None:
    assert stages.check_end("applied", "withdrawn", {**SAID, "money_kept": 0}) == []
    found = stages.check_end("applied", "withdrawn", {**SAID, "money_kept": -1})
    assert [p.field for p in found] == ["money_kept"]


def test_an_end_that_does_not_fit_is_refused() -> None:
    assert [p.code for p in stages.check_end("abroad", "withdrawn", SAID)] == ["end_not_from_here"]
    assert [p.code for p in stages.check_end("abroad", "fled", SAID)] == ["unknown_choice"]


def test_a_group_closes_when_everybody_is_ready_or_ended() -> None:
    assert stages.group_may_close([(True, False), (False, True)])
    assert not stages.group_may_close([(True, False), (False, False)])


def test_every_stage_and_end_has_a_word() -> None:
    assert all(texts.word(f"stage.{stage}") for stage in stages.STAGES)
    assert all(texts.word(f"end.{end}") for end in stages.ENDS)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(stages.STAGES), st.sampled_from(stages.STAGES), st.booleans())
def test_with_a_reason_every_change_is_possible(current: str, target: str, all_: bool) -> None:
    change = stages.move(current, target, ALL if all_ else StageFacts(), "because")
    assert (change.before, change.after) == (current, target)
    assert not (change.backwards and change.missing)
