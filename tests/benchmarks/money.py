"""Money: grants of 500 members, and all totals of a project of 500 after an edit."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time

from mobdesk.domain import grants, scenarios, tallies, tariffs
from mobdesk.domain.rate_sheet_files import parse
from mobdesk.domain.what_if import MoreStays, NewDates, OtherMeans
from mobdesk.models import upgrade
from mobdesk.models.accounts import Account
from mobdesk.models.store import Store
from mobdesk.services import what_if
from tests import large_boards
from tests.benchmarks import raw
from tests.benchmarks.measure import PAIRS, Line, absolute
from tests.stores import COORDINATOR, KEY
from tests.support_rates import SHEET_FILE, scenario

MEMBERS = 500


STAYS = (500, 910)
"""Of 910 journeys half are made in groups of ten: 500 mobilities, 910 members."""


def lines(folder: Path) -> list[Line]:
    return [grants_line(), *(what_if_line(folder, stays) for stays in STAYS)]


def what_if_line(folder: Path, stays: int) -> Line:
    """From an edit of every mobility to all totals and targets, nothing kept from before."""
    path = folder / f"{stays}.db"
    upgrade.create(path, KEY)
    store = Store(path, KEY)
    with store.quietly() as s:
        s.add(Account(id=1, nickname=COORDINATOR.nickname, role=COORDINATOR.role.value))
    scratch = what_if.start(store, COORDINATOR, large_boards.fill(store, stays))
    store.close()
    mobilities = tuple(one.mobility_id for one in scratch.stays if not one.over)
    edits = [
        OtherMeans(mobilities, "train", True, 1, 1),
        NewDates(mobilities, 7),
        MoreStays(2, "job-shadowing", date(2022, 3, 7), 5, country="FI", distance_km="800"),
    ]

    def ours() -> object:
        tariffs.tariff.cache_clear()
        tallies._states.cache_clear()
        return what_if.effect(scratch, edits)

    found = what_if.effect(scratch, edits)
    assert not found.refused
    assert found.after != found.before
    return absolute(
        f"what-if: {len(scratch.stays)} mobilities, {stays} members",
        [_cpu(ours) for _ in range(PAIRS)],
        [_cpu(lambda: raw.grants(stays)) for _ in range(PAIRS)],
        "<= 100 ms",
        most_median=100,
    )


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
