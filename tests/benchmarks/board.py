"""The budget board of 2,000 mobilities: from click to painted, from a change to new totals."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time

from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from mobdesk.models import upgrade
from mobdesk.models.accounts import Account
from mobdesk.models.mobilities import Subgroup
from mobdesk.models.store import Store
from mobdesk.services import budgets, subgroups
from mobdesk.settings import SettingsFile
from mobdesk.ui import theme
from mobdesk.ui.budget.page import BudgetPage
from mobdesk.ui.desk import Desk
from mobdesk.ui.jobs import InlineJobs
from tests import large_boards
from tests.benchmarks.measure import Line
from tests.stores import COORDINATOR, KEY

MOBILITIES = 2_000
_OPENINGS, _CHANGES = 7, 15
_MOST_PAGE, _MOST_CHANGE = 300.0, 50.0


def board_lines(folder: Path) -> list[Line]:
    """Processor milliseconds of both, as the window runs: its own collection of garbage."""
    path = folder / "board.db"
    upgrade.create(path, KEY)
    store = Store(path, KEY)
    with store.quietly() as s:
        s.add(Account(id=1, nickname=COORDINATOR.nickname, role=COORDINATOR.role.value))
    project = large_boards.fill(store, MOBILITIES)
    application = QApplication.instance() or theme.application("bench")
    assert isinstance(application, QApplication)
    theme.apply(application)
    gc.disable()
    try:
        opened = [_open(application, store) for _ in range(_OPENINGS + 1)][1:]
        changed = _changes(store, project)
    finally:
        gc.enable()
        store.close()
    return [
        _line("budget of 2,000 mobilities, click to painted", opened, "≤ 300 ms", _MOST_PAGE),
        _line("a changed mobility to new totals", changed, "≤ 50 ms", _MOST_CHANGE),
    ]


def _open(application: QApplication, store: Store) -> float:
    """Nothing is kept from before; the last thing that is painted are the bars."""
    store.kept.clear()
    gc.collect()
    desk = Desk(
        store, COORDINATOR, InlineJobs(), SettingsFile(None), today=lambda: date(2022, 3, 1)
    )
    start = process_time()
    page = BudgetPage(desk)
    painted: list[int] = []
    paint = page.board.bars.paintEvent
    page.board.bars.paintEvent = lambda event: (paint(event), painted.append(1))  # type: ignore[method-assign,assignment,func-returns-value]
    page.resize(1055, 800)
    page.show()
    application.processEvents()
    taken = (process_time() - start) * 1000
    assert painted, "the bars were not painted"
    page.close()
    page.deleteLater()
    application.processEvents()
    return taken


def _changes(store: Store, project: int) -> list[float]:
    with store.read() as s:
        ids = s.scalars(select(Subgroup.id).order_by(Subgroup.id)).all()
    budgets.overview(store, COORDINATOR, project)
    taken = []
    for n in range(_CHANGES):
        number = ids[n * len(ids) // _CHANGES]
        with store.read() as s:
            rev = s.scalars(select(Subgroup.rev).where(Subgroup.id == number)).one()
        values = {"distance_km": str(700 + n)}
        subgroups.change(store, COORDINATOR, number, rev, values)
        start = process_time()
        budgets.overview(store, COORDINATOR, project)
        taken.append((process_time() - start) * 1000)
    return taken


def _line(what: str, taken: list[float], promise: str, most: float) -> Line:
    spread = f"{min(taken):.0f}–{max(taken):.0f}"
    middle = median(taken)
    return Line(what, middle, None, None, spread, promise, middle <= most)
