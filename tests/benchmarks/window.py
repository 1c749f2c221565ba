"""Start, opening, search, sort and memory of the real window, offscreen, beside bare Qt and SQL."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from time import perf_counter

from tests.benchmarks import raw
from tests.benchmarks.measure import Line, absolute, paired

_BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget, QLabel, QLineEdit, QPushButton, QVBoxLayout
class W(QWidget):
    def paintEvent(self, e):
        super().paintEvent(e)
        import os; QTimer.singleShot(0, lambda: os._exit(0))
app = QApplication(sys.argv[:1])
w = W(); l = QVBoxLayout(w)
for part in (QLabel("Mobdesk"), QLineEdit(), QPushButton("Open")): l.addWidget(part)
w.resize(1280, 800); w.show()
app.exec()
"""
# Both end when the children of the window are painted too. The window itself begins then what
# waits beside it (``first_painted``), which is no part of the first painting.
_OURS = """
import os, sys
from pathlib import Path
from mobdesk import app as program
from mobdesk.settings import SettingsFile
from mobdesk.ui import theme
app = theme.application(sys.argv[0])
theme.apply(app)
p = program.Program(app, SettingsFile(None), catch=False)
p.window.first_painted.disconnect()
p.window.first_painted.connect(lambda: os._exit(0))
p.start(Path(sys.argv[1]))
app.exec()
"""


def _run(code: str, *arguments: str) -> float:
    """Processor milliseconds of a process, compiled code kept as in an installed program.

    Not by the clock: other work on the machine would count, and not the same on both sides.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        env={**_ENV, "PYTHONPYCACHEPREFIX": _compiled().name},
        capture_output=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


@cache
def _compiled() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


_ENV = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
_ENV.pop("PYTHONDONTWRITEBYTECODE", None)


def start_line(workspace: Path) -> Line:
    """From the process to the painted unlock screen."""
    return paired(
        "unlock screen painted (processor time)",
        lambda: _run(_OURS, str(workspace)),
        lambda: _run(_BARE),
        "≤ 1.5 × bare window",
        1.5,
    )


def window_lines(workspace: Path, people: int, key: bytes, database: Path) -> list[Line]:
    """Opening, search, sort and memory in a process of their own; the raw SQL beside them."""
    import json

    from mobdesk.services.demo import PASSPHRASE

    out = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.session", str(workspace), PASSPHRASE],
        check=True,
        env={**_ENV, "PYTHONPYCACHEPREFIX": _compiled().name},
        capture_output=True,
        text=True,
    )
    seen = json.loads(out.stdout)
    connection = raw.database(database, key)
    like = (
        "SELECT id FROM people WHERE NOT restricted AND search_key LIKE '%' || ? || '%' "
        "ORDER BY sort_key, id"
    )
    bare_search = [_sql(connection, like, word) for word in seen["words"] for _ in range(3)]
    order = "SELECT id FROM people WHERE NOT restricted ORDER BY sort_key DESC, id"
    bare_sort = [_sql(connection, order) for _ in range(9)]
    connection.close()
    big = people > 10_000
    name = f"{people:,} people"
    none = float("inf")
    return [
        absolute(
            f"open after the passphrase, {name}", [seen["open"]], [],
            "reported" if big else "≤ 500 ms beyond the key", most_median=none if big else 500,
        ),
        absolute(
            f"  the same, processor time, {name}", [seen["open_cpu"]], [], "", most_median=none,
        )._replace(kept=None),
        absolute(
            f"search, key to painted rows, {name}", _wall(seen["search"]), bare_search,
            "reported" if big else "≤ 10 ms, worst 25", most_median=none if big else 10,
            most_worst=none if big else 25,
        ),
        absolute(
            f"  the same, processor time, {name}", _cpu(seen["search"]), [], "", most_median=none,
        )._replace(kept=None),
        absolute(
            f"sort, click to painted rows, {name}", _wall(seen["sort"]), bare_sort,
            "≤ 60 ms (reported)" if big else "≤ 20 ms", most_median=60 if big else 20,
        ),
        absolute(
            f"filter, click to painted rows, {name}", _wall(seen["filter"]), [],
            "≤ 60 ms (reported)" if big else "≤ 20 ms", most_median=60 if big else 20,
        ),
        Line(
            f"memory 10 s after opening, {name}", seen["pss"], seen["bare_pss"],
            seen["pss"] / seen["bare_pss"], f"peak {seen['peak']:.0f}",
            f"≤ {250 if big else 180} MB", seen["pss"] <= (250 if big else 180), "MB",
        ),
    ]  # fmt: skip


def _wall(taken: list[list[float]]) -> list[float]:
    return [by_clock for by_clock, _cpu in taken]


def _cpu(taken: list[list[float]]) -> list[float]:
    return [cpu for _by_clock, cpu in taken]


def _sql(connection, statement: str, *values: object) -> float:
    start = perf_counter()
    raw.select_ids(connection, statement, *values)
    return (perf_counter() - start) * 1000
