"""One process: open a demo workspace in the real window, search, sort, weigh; print JSON."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

WORDS = ("tamm", "maar", "kuus", "person12", "zag", "ou", "lep", "saar")
_FAR = 60_000


class Painted(QObject):
    """Tells when a widget has painted what it shows now."""

    def __init__(self, widget: QObject) -> None:
        super().__init__()
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _who: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.count += 1
        return False


def until(ready: Callable[[], bool]) -> None:
    """Let the window work until ``ready``; no fixed waiting."""
    loop = QEventLoop()
    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: loop.quit() if ready() else None)
    stop = QTimer(singleShot=True, interval=_FAR)
    stop.timeout.connect(loop.quit)
    timer.start()
    stop.start()
    loop.exec()
    if not ready():
        raise TimeoutError


def pss() -> float:
    """Proportional set size of this process in MB."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main(folder: Path) -> None:
    from mobdesk import app as program
    from mobdesk.services import demo, workspaces
    from mobdesk.settings import SettingsFile
    from mobdesk.ui import theme

    app = QApplication(sys.argv[:1])
    theme.apply(app)
    bare = pss()
    running = program.Program(app, SettingsFile(None), catch=False)
    running.window.resize(1280, 800)
    running.window.show()
    program.load_heavy()
    opened = workspaces.open_(folder, "coordinator", demo.PASSPHRASE)
    start = perf_counter()
    running.take_over(opened)
    running.window.open_page("people", {})
    page = running.window.page
    until(lambda: bool(page.table.records.ids) and page.table.records.row(0) is not None)
    app.processEvents()
    seen = {"open": (perf_counter() - start) * 1000, "words": WORDS, "bare_pss": bare}
    shown = Painted(page.table.viewport())
    seen["search"] = [_type(page, shown, letter) for letter in _letters()]
    page.clear_filters()
    settle(page)
    seen["sort"] = [_sort(page, shown, n % 2 == 1) for n in range(9)]
    rest = QEventLoop()
    QTimer.singleShot(10_000, rest.quit)
    rest.exec()
    seen["pss"] = pss()
    seen["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(seen))
    running.window.close()
    running.end()


def _letters() -> list[str]:
    return [letter for word in WORDS for letter in ("\b", *word)]


def settle(page) -> None:
    until(lambda: not page.desk.jobs.busy("read"))


def _type(page, shown: Painted, letter: str) -> float:
    """One key in the search field, until the rows it brings are painted."""
    if letter == "\b":
        page.search.clear()
        settle(page)
        letter = "a"
    answers: list[object] = []
    page.answered.connect(answers.append)
    before = shown.count
    start = perf_counter()
    QTest.keyClick(page.search, letter)
    until(lambda: bool(answers) and shown.count > before)
    taken = (perf_counter() - start) * 1000
    page.answered.disconnect(answers.append)
    settle(page)
    return taken


def _sort(page, shown: Painted, down: bool) -> float:
    answers: list[object] = []
    page.answered.connect(answers.append)
    before = shown.count
    start = perf_counter()
    page.table.set_sort("name", down)
    page.table.sort_asked.emit("name", down)
    until(lambda: bool(answers) and shown.count > before)
    taken = (perf_counter() - start) * 1000
    page.answered.disconnect(answers.append)
    settle(page)
    return taken


if __name__ == "__main__":
    main(Path(sys.argv[1]))
