"""The check-in: scores, own line with gaps, usual range and the gentle flag."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobdesk import texts
from mobdesk.domain import wellbeing
from mobdesk.domain.wellbeing import CheckIn

START = date(2026, 6, 1)
KEYS = tuple(item.key for item in wellbeing.items())


def answers(*values: int | None) -> dict[str, int | None]:
    return dict(zip(KEYS, values, strict=False))


def every_two_weeks(totals: list[float]) -> list[CheckIn]:
    """Check-ins whose totals are multiples of 25/7 near ``totals``."""
    made = []
    for n, total in enumerate(totals):
        points = round(total / 25 * 7)
        values = [points // 7 + (i < points % 7) for i in range(7)]
        made.append(CheckIn(START + timedelta(days=14 * n), answers(*values)))
    return made


def test_the_seven_items_stand_in_their_order_with_words() -> None:
    assert KEYS == ("energy", "load", "support", "say", "meaning", "off", "respect")
    team = {item.key for item in wellbeing.items() if item.team_topic}
    assert team == {"load", "support", "say", "respect"}
    assert all(texts.word(f"checkin.item.{key}") for key in KEYS)
    assert all(texts.word(f"checkin.topic.{key}") for key in wellbeing.topics())
    assert [texts.word(f"checkin.option.{n}") for n in wellbeing.options()] == [
        "not at all",
        "a little",
        "partly",
        "mostly",
        "fully",
    ]
    assert all(texts.word(f"checkin.line.{key}") for key in wellbeing.lines())


@pytest.mark.parametrize(
    ("given_", "total"),
    [
        (answers(0, 0, 0, 0, 0, 0, 0), 0.0),
        (answers(4, 4, 4, 4, 4, 4, 4), 100.0),
        (answers(4, 4, 4, 4, 4, None, None), 100.0),
        (answers(0, 1, 2, 3, 4), 50.0),
        (answers(4, 4, 4, 4, None, None, None), None),
        (answers(4, 4, 4, 4), None),
        ({}, None),
    ],
)
def test_the_total_is_the_mean_of_what_was_answered(
    given_: dict[str, int | None], total: float | None
) -> None:
    assert wellbeing.score(given_) == total


def test_only_the_five_answers_are_taken() -> None:
    assert wellbeing.validate(answers(0, 4, None)) == []
    found = wellbeing.validate({"energy": 5, "mood": 1, "load": True})
    assert [(p.field, p.code) for p in found] == [
        ("energy", "answer_unknown"),
        ("mood", "answer_unknown"),
        ("load", "answer_unknown"),
    ]
    assert texts.error(found[0]).what


def test_several_entries_of_a_day_become_their_mean_and_skipped_is_no_zero() -> None:
    day = [CheckIn(START, answers(0)), CheckIn(START, answers(4)), CheckIn(START, answers(None))]
    assert wellbeing.by_day(day, "energy") == [(START, 50.0)]
    assert wellbeing.by_day([CheckIn(START, answers(None))], "energy") == [(START, None)]


def test_the_usual_range_needs_six_and_looks_at_26() -> None:
    assert wellbeing.usual_range([50] * 5) is None
    assert wellbeing.usual_range([50] * 6) == (42.5, 57.5)
    assert wellbeing.usual_range([0] * 30 + [80] * 26) == (72.5, 87.5)
    assert wellbeing.usual_range([40, 60, 40, 60, 40, 60]) == (35.0, 65.0)
    assert wellbeing.usual_range([0] * 6) == (0.0, 7.5)


USUAL = [70.0] * 6


@pytest.mark.parametrize(
    ("last", "asks"),
    [
        ([50, 50, 50], True),
        ([50, 50], False),
        ([50, 70, 50], False),
        ([70, 50, 50], False),
        ([50, 50, 50, 70], False),
        ([65, 65, 65], False),
    ],
)
def test_three_in_a_row_below_the_own_range_ask_gently(last: list[float], asks: bool) -> None:
    checkins = every_two_weeks(USUAL + last)
    assert wellbeing.harder_than_usual(checkins, checkins[-1].day) is asks


def test_five_before_are_not_enough_to_judge() -> None:
    checkins = every_two_weeks([70.0] * 5 + [30, 30, 30])
    assert not wellbeing.harder_than_usual(checkins, checkins[-1].day)


def test_not_now_is_quiet_for_eight_weeks() -> None:
    checkins = every_two_weeks([*USUAL, 30, 30, 30])
    said = checkins[-1].day
    assert not wellbeing.harder_than_usual(checkins, said + timedelta(days=55), not_now_on=said)
    assert wellbeing.harder_than_usual(checkins, said + timedelta(days=56), not_now_on=said)


def test_a_long_pause_stays_open_in_the_line() -> None:
    checkins = every_two_weeks([50, 60])
    later = CheckIn(checkins[-1].day + timedelta(days=29), answers(3, 3, 3, 3, 3, 3, 3))
    line = wellbeing.own_line([*checkins, later])
    assert [point.value is None for point in line.points] == [False, False, True, False]
    assert [point.day for point in line.points] == sorted(point.day for point in line.points)


@pytest.mark.parametrize(
    ("totals", "sentence"),
    [
        ([], "own_line.empty"),
        ([70, 70], "own_line.few"),
        ([*USUAL, 70], "own_line.within"),
        ([*USUAL, 30], "own_line.below"),
        ([*USUAL, 100], "own_line.above"),
        ([*USUAL, 30, 70], "own_line.back"),
    ],
)
def test_the_line_says_one_sentence(totals: list[float], sentence: str) -> None:
    line = wellbeing.own_line(every_two_weeks(totals))
    assert line.sentence == sentence
    assert texts.label(line.sentence, line.values)
    assert (line.band is None) == (len(totals) < 7)


def test_the_next_one_is_offered_after_two_weeks_and_never_while_paused() -> None:
    assert wellbeing.next_offer(None, START) == START
    assert wellbeing.next_offer(START, START) == START + timedelta(days=14)
    assert wellbeing.next_offer(START, START + timedelta(days=40)) == START + timedelta(days=40)
    assert wellbeing.next_offer(START, START, interval_days=28) == START + timedelta(days=28)
    assert wellbeing.next_offer(START, START, paused=True) is None


some = st.dictionaries(st.sampled_from(KEYS), st.none() | st.integers(0, 4))
many = st.lists(st.builds(CheckIn, st.dates(START, date(2028, 1, 1)), some), max_size=40)


@settings(max_examples=60, deadline=None)
@given(many, st.sampled_from(wellbeing.topics()))
def test_any_answers_give_a_line_between_0_and_100(checkins: list[CheckIn], topic: str) -> None:
    line = wellbeing.own_line(checkins, topic)
    assert all(point.value is None or 0 <= point.value <= 100 for point in line.points)
    days = [point.day for point in line.points]
    assert days == sorted(set(days))
    wellbeing.harder_than_usual(checkins, date(2028, 1, 1))
