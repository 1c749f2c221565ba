"""What the files to send say of money: plan, grants, payments, real costs, changes, answers.

Sums are cents of euro; who is told by name and by the number of the mobility.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import date
from typing import Any

from mobdesk.domain.projects import CATEGORIES

#: The tables of a report that stand here, as its fields are called.
TABLES = ("plan", "grants", "payments", "received", "costs", "changes", "answers")


@dataclass(frozen=True, slots=True)
class Rates:
    """The sheet that the grants are computed by; ``confirmed_on`` None: nobody compared it."""

    title: str
    agency: str = ""
    call_year: int | None = None
    sha256: str = ""
    confirmed_on: date | None = None
    confirmed_by: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What was aimed at and what came of it: one objective or year, one activity type."""

    objective: str
    activity_type: str
    year: int | None = None
    planned: int | None = None
    actual: int = 0
    done: int = 0
    planned_days: int | None = None
    actual_days: int = 0


@dataclass(frozen=True, slots=True)
class GrantRow:
    """One line of one grant; ``cents`` is None where the rate is missing.

    ``kind``: ``computed``, ``typed``, ``imported`` or ``frozen`` (as the agreement says).
    """

    number: str
    person: str
    category: str
    rule: str = ""
    quantity: str = ""
    rate: str = ""
    cents: int | None = None
    kind: str = "computed"
    reason: str = ""
    source: str = ""
    agreement_on: date | None = None


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One instalment to a participant, or what has to come back (``recovery``)."""

    number: str
    person: str
    what: str
    due: date | None = None
    cents: int | None = None
    paid_on: date | None = None
    paid_cents: int | None = None
    state: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """Money from the agency."""

    title: str
    cents: int | None = None
    requested_on: date | None = None
    due: date | None = None
    received_on: date | None = None
    received_cents: int | None = None
    proof: str = ""


@dataclass(frozen=True, slots=True)
class CostRow:
    """A real cost; ``minor`` are minor units of ``currency``, ``rate`` foreign units for 1 EUR."""

    number: str
    person: str
    category: str
    what: str
    minor: int
    currency: str = "EUR"
    rate: str = ""
    rate_on: date | None = None
    cents: int | None = None
    dated: date | None = None
    supplier: str = ""
    covered_percent: str = ""
    is_estimate: bool = False
    proof: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An amendment or a transfer between categories; without ``approved_on`` it is asked for."""

    kind: str
    from_category: str = ""
    to_category: str = ""
    cents: int | None = None
    asked_on: date | None = None
    approved_on: date | None = None
    approved_by: str = ""
    letter: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question of the report in BM and what the project answers."""

    section: str
    question: str
    text: str
    most_characters: int | None = None


def in_a_row(row: Any) -> tuple[str, ...]:
    """The place of a row: by who and when, then by all that it says; answers keep their order."""
    if isinstance(row, AnswerRow):
        return ()
    first = tuple(_sortable(getattr(row, name)) for name in _FIRST.get(type(row), ()))
    return (*first, *map(_sortable, astuple(row)))


def _sortable(value: Any) -> str:
    """Text in the order of rows: categories as rate sheets list them, an open day last."""
    if isinstance(value, str) and value in CATEGORIES:
        return f"{CATEGORIES.index(value):03d}"
    if value in _INSTALMENTS:
        return str(_INSTALMENTS.index(value))
    return "~" if value is None else str(value)


_INSTALMENTS = ("first", "further", "balance", "recovery")
_FIRST: dict[type, tuple[str, ...]] = {
    PaymentRow: ("number", "person", "due"),
    ReceivedRow: ("received_on", "due"),
    CostRow: ("dated",),
    ChangeRow: ("asked_on",),
}
