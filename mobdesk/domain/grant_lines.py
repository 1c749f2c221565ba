"""Lines of a grant and what they add up to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from mobdesk.domain.tariffs import Rate, cents
from mobdesk.errors import Problem


class Line(NamedTuple):
    """One line of a grant. ``amount``: cents, None where ``code`` says why it is refused.

    ``rate`` as the sheet writes it; ``rule`` is worded by ``grant_rule.<rule>`` with ``inputs``.
    """

    category: str
    rule: str
    inputs: dict[str, Any]
    rate: Decimal | None
    quantity: Decimal | int
    amount: int | None
    source: str
    code: str | None = None


class Grant(NamedTuple):
    """All lines of one mobility, and what to look at. ``course_days`` are those that are paid."""

    lines: tuple[Line, ...]
    warnings: tuple[Problem, ...]
    course_days: int = 0

    @property
    def refused(self) -> tuple[Line, ...]:
        """The lines without an amount."""
        return tuple(line for line in self.lines if line.amount is None)

    @property
    def known(self) -> int:
        """The sum of what is known, in cents."""
        return sum(line.amount for line in self.lines if line.amount is not None)

    @property
    def total(self) -> int | None:
        """The sum of the rounded lines in cents; None while a line is refused."""
        return None if any(line.amount is None for line in self.lines) else self.known


def line(
    category: str, rule: str, inputs: dict[str, Any], rate: Rate | None, quantity: int, source: str
) -> Line:
    """Rate × quantity, or a line that waits for its rate."""
    if rate is None:
        return Line(category, rule, inputs, None, quantity, None, source, "rate_missing")
    amount = cents(rate.millionths * quantity)
    return Line(category, rule, inputs, rate.text, quantity, amount, source)
