"""The grant of one mobility as lines, to the cent. Rules: the domain notes on rate sheets.

One code path answers and plans. A line that the sheet does not establish keeps its place, its days
and its inputs, with a code instead of an amount: an answer is then refused as a whole (``total``
is None), a plan adds up the rest (``known``). Each line is rounded once, half up to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable

from mobdesk.domain.grant_lines import Grant, Line, line
from mobdesk.domain.grant_rules import Pricing
from mobdesk.domain.rate_sheets import RateSheet
from mobdesk.domain.scenarios import Scenario
from mobdesk.domain.tariffs import tariff

__all__ = ["Grant", "Line", "grant", "grants", "organisational_support"]


def grant(scenario: Scenario, sheet: RateSheet, *, course_days_used: int = 0) -> Grant:
    """Compute all lines of ``scenario`` by ``sheet``.

    ``course_days_used``: course days that the same person was already paid in this project.
    """
    return Pricing(scenario, tariff(sheet), course_days_used).grant()


def grants(pairs: Iterable[tuple[Scenario, RateSheet]]) -> list[Grant]:
    """Compute a list in its order: one e-mail shares one maximum of course days per sheet."""
    used: dict[tuple[str, RateSheet], int] = {}
    found = []
    for scenario, sheet in pairs:
        key = (scenario.email.strip().casefold(), sheet) if scenario.email else None
        before = used.get(key, 0) if key else 0
        one = grant(scenario, sheet, course_days_used=before)
        if key:
            used[key] = before + one.course_days
        found.append(one)
    return found


def organisational_support(
    sheet: RateSheet, activity_type: str, participants: int
) -> tuple[Line, ...]:
    """The project's one sum of an activity type, by the steps it takes from.

    ``participants`` are those that count: no accompanying persons, no "not requested" ones.
    """
    ready = tariff(sheet)
    steps = ready.tiers(activity_type)
    category = "organisational_support"
    source = ready.sources[category]
    inputs = {"activity_type": activity_type, "participants": participants}
    if participants <= 0:
        return ()
    if steps is None:
        code = "no_organisational_entry"
        return (Line(category, "org_step", inputs, None, participants, None, source, code),)
    lines, done = [], 0
    for up_to, rate in [*steps, (None, None)]:
        here = (participants if up_to is None else min(participants, up_to)) - done
        if here <= 0:
            break
        within = {**inputs, "first": done + 1, "last": done + here}
        done += here
        lines.append(line(category, "org_step", within, rate, here, source))
    return tuple(lines)
