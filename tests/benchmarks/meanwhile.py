"""One process: a large list goes in through the real window, is undone and redone; print JSON.

Meanwhile people are searched all the time, and the event loop is watched: how long it did not
come round, and how much of that time its own thread was at work.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time, thread_time
from typing import Any, NamedTuple

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from mobdesk.models.sealing import Policy

FAST = Policy(floor=8 * 1024, cap=8 * 1024, rounds=1, lanes=1, least=1024)
PHRASE = "lantern copper meadow violin harbour"
_EVERY_MS, _PAUSE_MS, _FAR_MS = 2, 20, 120_000


class Gap(NamedTuple):
    """Milliseconds in which the event loop did not come round.

    ``all_threads``: of processor that the program had meanwhile; what is missing went to others.
    ``own``: of it in the thread of the window, the rest it waited for Python.
    """

    clock: float
    all_threads: float
    own: float


def _clocks() -> tuple[float, float, float]:
    return perf_counter(), process_time(), thread_time()


class Watch(QObject):
    """Gaps of the event loop and waits of a search, in milliseconds, since ``begin``."""

    def __init__(self, desk: Any) -> None:
        super().__init__()
        self._desk = desk
        self.gaps: list[Gap] = []
        self.waits: list[float] = []
        self._searching = False
        self._timer = QTimer(self, interval=_EVERY_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._search)

    def begin(self) -> None:
        """Forget what was seen."""
        self.gaps, self.waits = [], []
        self._last = _clocks()
        self._timer.start()
        if not self._searching:
            self._search()

    def _tick(self) -> None:
        gap = (perf_counter() - self._last[0]) * 1000 - _EVERY_MS
        self.gaps.append(Gap(gap, *(1000 * (now - before) for now, before in zip(
            (process_time(), thread_time()), self._last[1:], strict=True))))  # fmt: skip
        self._last = _clocks()

    def _search(self) -> None:
        from mobdesk.services import mobilities
        from mobdesk.services.records import Query

        self._searching = True
        start = perf_counter()

        def answered(_ids: list[int]) -> None:
            self.waits.append((perf_counter() - start) * 1000)
            self._pause.start()

        self._desk.read(self, mobilities.find, Query("ber"), then=answered)

    def seen(self, start: float) -> dict[str, float]:
        """What was worst since ``begin``."""
        return {
            "seconds": perf_counter() - start,
            "gap": max(gap.clock for gap in self.gaps),
            "gap_cpu": max(min(gap.clock, gap.all_threads) for gap in self.gaps),
            "gap_own": max(gap.own for gap in self.gaps),
            "over": sum(1 for gap in self.gaps if gap.clock > 50),
            "wait": max(self.waits),
            "searches": len(self.waits),
        }


def until(ready: Callable[[], bool]) -> None:
    """Let the window work until ``ready``."""
    loop = QEventLoop()
    look = QTimer(interval=5)
    look.timeout.connect(lambda: loop.quit() if ready() else None)
    stop = QTimer(singleShot=True, interval=_FAR_MS)
    stop.timeout.connect(loop.quit)
    look.start()
    stop.start()
    loop.exec()
    if not ready():
        raise TimeoutError


def main(folder: Path, source: Path) -> None:
    """Read and try the list, bring it in, undo and redo it."""
    from mobdesk import app as program
    from mobdesk.services import workspaces
    from mobdesk.settings import SettingsFile
    from mobdesk.ui import theme

    app = QApplication(sys.argv[:1])
    theme.apply(app)
    place = folder / "Meanwhile.mobdesk"
    running = program.Program(app, SettingsFile(None), catch=False)
    running.window.resize(1280, 800)
    running.window.show()
    program.load_heavy()
    running.opened(workspaces.create(place, "Emajõe koolituskeskus", PHRASE, policy=FAST))
    desk, window = running.window.desk, running.window
    for page in ("people", "mobilities", "today", "import"):
        window.open_page(page, {})
        until(lambda: not running.jobs.busy())
    page = window.page
    watch = Watch(desk)

    def measured(act: Callable[[], object]) -> dict[str, float]:
        until(lambda: not running.jobs.busy("write", "files"))
        watch.begin()
        start = perf_counter()
        act()
        until(lambda: not running.jobs.busy("write", "files"))
        # What the pages read again, and paint, belongs to it.
        rest = QEventLoop()
        QTimer.singleShot(300, rest.quit)
        rest.exec()
        return watch.seen(start)

    seen = {"dry run": measured(lambda: page.go(files=[source]))}
    seen["rows shown"] = measured(page.main.click)
    seen["import"] = measured(page.main.click)
    window.open_page("people", {})
    seen["undo"] = measured(desk.undo)
    seen["redo"] = measured(desk.redo)
    print(json.dumps(seen))
    running.window.close()
    running.end()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
