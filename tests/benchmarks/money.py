"""Money: grants of 500 members, and all totals of a project of 500 after an edit."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from time import process_time

from mobdesk.domain import grants, scenarios, tariffs
from mobdesk.domain.rate_sheet_files import parse
from tests.benchmarks import raw
from tests.benchmarks.measure import PAIRS, Line, absolute
from tests.support_rates import SHEET_FILE, scenario

MEMBERS = 500


def lines(folder: Path) -> list[Line]:
    return [grants_line()]


def grants_line() -> Line:
    """From ready scenarios to all lines of 500 members, the sheet read anew."""
    sheet = parse(SHEET_FILE.read_bytes())
    teacher = scenario(receiving_country="DE", distance_km="800", activity_days=5, travel_days=2)
    course = {"activity_type": "courses-and-training", "course_days": 5, "email": "a@example.org"}
    kinds = [
        teacher,
        {**teacher, **course},
        {**teacher, "participant_type": "learner", "fewer_opportunities": True},
        {**teacher, "travel": "green", "real_fare": "900"},
    ]
    pairs = [(scenarios.read(kinds[n % 4]), sheet) for n in range(MEMBERS)]

    def ours() -> object:
        tariffs.tariff.cache_clear()
        return grants.grants(pairs)

    return absolute(
        f"grants of {MEMBERS} members, to every line",
        [_cpu(ours) for _ in range(PAIRS)],
        [_cpu(lambda: raw.grants(MEMBERS)) for _ in range(PAIRS)],
        "<= 60 ms",
        most_median=60,
    )


def _cpu(work: Callable[[], object]) -> float:
    """Milliseconds of the processor for one run."""
    gc.collect()
    start = process_time()
    work()
    return (process_time() - start) * 1000
