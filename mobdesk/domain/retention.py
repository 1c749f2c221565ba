"""How long things are kept. Every named record has a day on which it goes.

The length of the proof duty stands in the centre's own agreement; the lengths here are usual ones,
read in some countries only, so every date that rests on them is marked ``unconfirmed``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

USUAL_YEARS: Final = 5
SMALL_GRANT_YEARS: Final = 3
#: Up to this sum (in cents) the shorter time is usual.
SMALL_GRANT: Final = 60_000_00
#: Applicants who were not selected go six months after the decision.
APPLICANT_MONTHS: Final = 6
#: Needs go two weeks after the stay, or after it was cancelled.
NEED_DAYS: Final = 14
#: Private entries stay two years, or as long as the writer sets.
PRIVATE_MONTHS: Final = 24
#: People without any stay go after this time without use.
UNUSED_MONTHS: Final = 24

#: So long a deleted record can be brought back by Undo; then its history goes as well.
HISTORY_DAYS: Final = 30


class Keeping(StrEnum):
    """What happens to a person's data on a day."""

    IN_USE = "in_use"
    RESTRICTED = "restricted"
    DUE = "due"
    UNKNOWN = "unknown"


class ProofDuty(NamedTuple):
    """Until when a project's proofs are kept; ``end`` is None until the final payment is known.

    ``unconfirmed``: the years are the usual ones, not those typed from the agreement.
    """

    end: date | None
    years: int
    unconfirmed: bool


def add_months(day: date, months: int) -> date:
    """``day`` some months later; the last day of a shorter month where needed."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = first_of_next - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def usual_years(award_cents: int | None) -> int:
    """The usual length for an award; the longer one while the award is not known."""
    return SMALL_GRANT_YEARS if award_cents and award_cents <= SMALL_GRANT else USUAL_YEARS


def proof_duty(
    final_payment_on: date | None, keep_years: int | None, award_cents: int | None = None
) -> ProofDuty:
    """The proof duty of a project, counted from its final payment."""
    years = keep_years if keep_years is not None else usual_years(award_cents)
    end = add_months(final_payment_on, years * 12) if final_payment_on is not None else None
    return ProofDuty(end, years, unconfirmed=keep_years is None)


class Stay(NamedTuple):
    """One mobility of a person: when it was over, and the proof duty of its project."""

    over_on: date | None
    proof_end: date | None
    running: bool = False


def person_keep_until(stays: Iterable[Stay], last_used: date | None = None) -> date | None:
    """The day until which a person is kept: the latest proof duty of all stays.

    None while a stay is planned or running, or while a project's final payment is not known.
    Without any stay: two years after the record was last used.
    """
    found = list(stays)
    if not found:
        return add_months(last_used, UNUSED_MONTHS) if last_used is not None else None
    if any(stay.running or stay.proof_end is None for stay in found):
        return None
    return max(stay.proof_end for stay in found if stay.proof_end is not None)


def keeping(
    keep_until: date | None, stays: Iterable[Stay], today: date, hold: bool = False
) -> Keeping:
    """What a person's data are today. ``hold``: an audit runs, nothing goes.

    Restricted: no stay is planned or running any more, only the proof duty keeps the data.
    """
    found = list(stays)
    if any(stay.running for stay in found):
        return Keeping.IN_USE
    if keep_until is None:
        return Keeping.UNKNOWN if found else Keeping.IN_USE
    if today > keep_until and not hold:
        return Keeping.DUE
    return Keeping.RESTRICTED if found else Keeping.IN_USE


def applicant_erase_on(decided_on: date) -> date:
    """When somebody who was not selected is erased."""
    return add_months(decided_on, APPLICANT_MONTHS)


def need_erase_on(back: date | None, cancelled_on: date | None = None) -> date | None:
    """When needs are destroyed: two weeks after coming back, or after the stay was cancelled."""
    days = [day for day in (back, cancelled_on) if day is not None]
    return min(days) + timedelta(days=NEED_DAYS) if days else None


def private_erase_on(written_on: date, months: int = PRIVATE_MONTHS) -> date:
    """When a private entry goes; the writer is told before."""
    return add_months(written_on, months)
