"""The diary: prompts by phase, entries of two minutes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mobdesk import texts
from mobdesk.domain import reflections
from mobdesk.domain.reflections import DiaryPhase

OUT, HOME = date(2026, 10, 25), date(2026, 10, 31)


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (OUT - timedelta(days=61), DiaryPhase.HOME),
        (OUT - timedelta(days=1), DiaryPhase.BEFORE),
        (OUT, DiaryPhase.DURING),
        (HOME, DiaryPhase.DURING),
        (HOME + timedelta(days=1), DiaryPhase.AFTER),
        (HOME + timedelta(days=14), DiaryPhase.AFTER),
        (HOME + timedelta(days=15), DiaryPhase.HOME),
    ],
)
def test_the_phase_picks_the_prompts(day: date, phase: DiaryPhase) -> None:
    assert reflections.phase_on(day, OUT, HOME) is phase
    assert reflections.phase_on(day, None, None) is DiaryPhase.HOME


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (OUT - timedelta(days=61), DiaryPhase.HOME),
        (OUT - timedelta(days=60), DiaryPhase.BEFORE),
        (OUT - timedelta(days=1), DiaryPhase.BEFORE),
        (OUT, DiaryPhase.DURING),
        (HOME + timedelta(days=1), DiaryPhase.HOME),
        (HOME + timedelta(days=14), DiaryPhase.HOME),
    ],
)
def test_a_stay_that_is_only_planned_looks_ahead_and_never_back(
    day: date, phase: DiaryPhase
) -> None:
    assert reflections.phase_on(day, OUT, HOME, firm=False) is phase


def test_every_phase_has_prompts_with_words() -> None:
    for phase in reflections.PHASES:
        found = reflections.prompts(phase)
        assert found
        assert all(texts.word(prompt.word).strip() for prompt in found)
        assert texts.word(f"diary_phase.{phase}")
    home = reflections.prompts("home")
    assert [p.key for p in home] == ["tried", "noticed", "unexpected", "next_time"]
    assert [p.key for p in home if p.kept_apart] == ["unexpected"]
    assert all(texts.word(f"prompt_note.{p.word.removeprefix('prompt.')}") for p in home[2:3])


def test_energy_is_one_to_five_with_words() -> None:
    assert [texts.word(f"energy.{n}") for n in reflections.energy_steps()][3] == "good"
    assert reflections.validate({"day": OUT, "energy": 5}) == []
    for wrong in (0, 6, True):
        found = reflections.validate({"day": OUT, "energy": wrong})
        assert [p.code for p in found] == ["energy_one_to_five"]


def test_an_entry_needs_a_day_and_a_human_length() -> None:
    found = reflections.validate({"answers": {"tried": "x" * 20_001}})
    assert [(p.field, p.code) for p in found] == [("day", "needed"), ("tried", "too_long")]


def test_an_empty_entry_is_not_kept() -> None:
    assert reflections.is_empty({"answers": {"tried": " "}, "text": None})
    assert not reflections.is_empty({"energy": 3})
    assert not reflections.is_empty({"text": "Wool, clay and a lot of quiet"})


def test_the_list_of_days_shows_the_first_line() -> None:
    entry = {"answers": {"tried": "", "noticed": "They arrive\nearlier."}, "text": "later"}
    assert reflections.first_line(entry) == "They arrive earlier."
    assert reflections.first_line({"text": "one two three"}, most=8) == "one two …"
    assert reflections.first_line({}) == ""


def test_the_look_back_comes_after_eight_weeks() -> None:
    assert reflections.look_back_on(date(2026, 10, 30)) == date(2026, 12, 25)
