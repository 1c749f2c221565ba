"""How long things are kept, and what is due."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobdesk import texts
from mobdesk.domain import retention
from mobdesk.domain.retention import Keeping, Stay

PAID = date(2026, 3, 31)
END = date(2031, 3, 31)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 22), 1, date(2026, 12, 22)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_month(
    day: date, months: int, result: date
) -> None:
    assert retention.add_months(day, months) == result


def test_the_proof_duty_starts_with_the_final_payment() -> None:
    usual = retention.proof_duty(PAID, None)
    assert (usual.end, usual.years, usual.unconfirmed) == (END, 5, True)
    typed = retention.proof_duty(PAID, 7)
    assert (typed.end, typed.unconfirmed) == (date(2033, 3, 31), False)
    assert retention.proof_duty(None, 5).end is None


@pytest.mark.parametrize(
    ("award", "years"), [(None, 5), (60_000_00, 3), (60_000_01, 5), (25_000_00, 3)]
)
def test_the_shorter_usual_time_is_for_small_grants(award: int | None, years: int) -> None:
    assert retention.proof_duty(PAID, None, award).years == years


def test_a_person_stays_as_long_as_the_longest_proof_duty() -> None:
    stays = [Stay(PAID, END), Stay(PAID, date(2029, 1, 1))]
    assert retention.person_keep_until(stays) == END
    assert retention.person_keep_until([*stays, Stay(None, None)]) is None
    assert retention.person_keep_until([*stays, Stay(None, END, running=True)]) is None
    assert retention.person_keep_until([], date(2026, 1, 31)) == date(2028, 1, 31)
    assert retention.person_keep_until([]) is None


@pytest.mark.parametrize(
    ("today", "hold", "state"),
    [
        (END, False, Keeping.RESTRICTED),
        (date(2031, 4, 1), False, Keeping.DUE),
        (date(2031, 4, 1), True, Keeping.RESTRICTED),
    ],
)
def test_the_last_day_is_still_kept_and_an_audit_holds(
    today: date, hold: bool, state: Keeping
) -> None:
    assert retention.keeping(END, [Stay(PAID, END)], today, hold) is state


def test_somebody_with_a_planned_stay_is_in_use() -> None:
    stays = [Stay(PAID, END), Stay(None, None, running=True)]
    assert retention.keeping(END, stays, date(2040, 1, 1)) is Keeping.IN_USE
    assert retention.keeping(None, [Stay(PAID, None)], PAID) is Keeping.UNKNOWN
    assert retention.keeping(None, [], PAID) is Keeping.IN_USE


def test_applicants_needs_and_private_entries_have_their_days() -> None:
    assert retention.applicant_erase_on(date(2026, 5, 31)) == date(2026, 11, 30)
    assert retention.need_erase_on(date(2026, 12, 3)) == date(2026, 12, 17)
    assert retention.need_erase_on(date(2026, 12, 3), date(2026, 11, 1)) == date(2026, 11, 15)
    assert retention.need_erase_on(None) is None
    assert retention.private_erase_on(date(2024, 11, 22)) == date(2026, 11, 22)


def test_every_state_has_a_word() -> None:
    assert all(texts.word(f"keeping.{state}") for state in Keeping)


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 240))
def test_adding_months_never_skips_one(day: date, months: int) -> None:
    later = retention.add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and later.day >= 28)
