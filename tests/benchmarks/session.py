"""One process: open a demo workspace in the real window, search, sort, weigh; print JSON."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mobdesk.domain.fold import fold

MOST_WORDS = 8
_FAR = 15_000


class Painted(QObject):
    """Waits, without turning in circles, until a widget has painted what it was told to show."""

    def __init__(self, widget: QObject) -> None:
        super().__init__()
        self._loop = QEventLoop()
        self._told = False
        widget.installEventFilter(self)

    def tell(self, count: int = 1) -> None:
        """What it shows is new from here on; where nothing matches there are no rows to paint."""
        self._told = count > 0
        if not count:
            QTimer.singleShot(0, self._loop.quit)

    def eventFilter(self, _who: QObject, event: QEvent) -> bool:
        if self._told and event.type() == QEvent.Type.Paint:
            self._told = False
            QTimer.singleShot(0, self._loop.quit)  # the painting itself comes after this filter
        return False

    def wait(self) -> None:
        """Until painted. The window sleeps between events as it does for a user."""
        stop = QTimer(singleShot=True, interval=_FAR)
        stop.timeout.connect(lambda: self._loop.exit(1))
        stop.start()
        if self._loop.exec():
            raise TimeoutError


def until(ready: Callable[[], bool]) -> None:
    """Let the window work until ``ready``; never inside what is measured."""
    loop = QEventLoop()
    timer = QTimer(interval=2)
    timer.timeout.connect(lambda: loop.quit() if ready() else None)
    stop = QTimer(singleShot=True, interval=_FAR)
    stop.timeout.connect(lambda: loop.exit(1))
    timer.start()
    stop.start()
    if loop.exec():
        raise TimeoutError


def pss() -> float:
    """Proportional set size of this process in MB."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main(folder: Path, passphrase: str) -> None:
    """``passphrase``: not taken from the module of the demo, which a user's window never loads."""
    from mobdesk import app as program
    from mobdesk.settings import SettingsFile
    from mobdesk.ui import theme

    app = QApplication(sys.argv[:1])
    theme.apply(app)
    bare = pss()
    running = program.Program(app, SettingsFile(None), catch=False)
    running.window.resize(1280, 800)
    running.show_unlock(folder)
    running.window.show()
    # Typing a passphrase takes longer than what is loaded meanwhile.
    until(lambda: running._warm is not None and not running._warm.is_alive())
    from mobdesk.models import keys
    from mobdesk.services import workspaces

    unlocked = keys.open_keys(folder, "coordinator", passphrase)
    running._demo = True  # as if started with --demo
    shown = Painted(running.window)
    start, cpu = perf_counter(), process_time()
    running.opened(workspaces.open_with_keys(folder, unlocked))
    first = running.window.page
    shown.tell()
    first.update()
    shown.wait()
    until(lambda: not running.jobs.busy("read"))
    seen: dict[str, Any] = {"open": (perf_counter() - start) * 1000, "bare_pss": bare}
    seen["open_cpu"] = (process_time() - cpu) * 1000
    running.window.open_page("people", {})
    page = running.window.page
    until(lambda: bool(page.table.records.ids) and page.table.records.row(0) is not None)
    settle(page)
    shown = Painted(page.table.viewport())
    page.answered.connect(shown.tell)
    seen["words"] = _words(page)
    seen["search"] = [taken for word in seen["words"] for taken in _type_word(page, shown, word)]
    page.clear_filters()
    settle(page)
    seen["sort"] = [_sort(page, shown, n % 2 == 1) for n in range(9)]
    seen["filter"] = [_filter(page, shown) for _ in range(8)]
    rest = QEventLoop()
    QTimer.singleShot(10_000, rest.quit)
    rest.exec()
    seen["pss"] = pss()
    seen["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(seen))
    running.window.close()
    running.end()


def _words(page) -> list[str]:
    """The first letters of names that are there, from the whole list."""
    ids = page.table.records.ids
    some = ids[:: max(1, len(ids) // MOST_WORDS)][:MOST_WORDS]
    rows = page.service.rows(page.desk.store, page.desk.actor, some)
    return [fold(line.of.row.last_name or line.of.row.first_name)[:5].strip() for line in rows]


def settle(page) -> None:
    """Until the page is at rest: nothing is read, rows ahead are there, all is painted."""
    until(lambda: not page.desk.jobs.busy("read"))
    until(lambda: not page.table.rows_ahead() and not page.desk.jobs.busy("read"))
    QApplication.processEvents()


def _type_word(page, shown: Painted, word: str) -> list[tuple[float, float]]:
    """Each key of a word in the search field, until the rows it brings are painted."""
    page.search.clear()
    settle(page)
    return [_timed(page, shown, lambda key=key: QTest.keyClick(page.search, key)) for key in word]


def _sort(page, shown: Painted, down: bool) -> tuple[float, float]:
    def click() -> None:
        page.table.set_sort("name", down)
        page.table.sort_asked.emit("name", down)

    return _timed(page, shown, click)


def _filter(page, shown: Painted) -> tuple[float, float]:
    return _timed(page, shown, page.chips[0].click)


def _timed(page, shown: Painted, act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of processor: what it takes on a machine left alone."""
    start, cpu = perf_counter(), process_time()
    act()
    shown.wait()
    taken = (perf_counter() - start) * 1000, (process_time() - cpu) * 1000
    settle(page)
    return taken


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
