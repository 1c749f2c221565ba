"""Start, opening, search, sort and memory of the real window, offscreen, beside bare Qt and SQL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from tests.benchmarks import raw
from tests.benchmarks.measure import Line, absolute, paired

_BARE = """
import sys
from PySide6.QtWidgets import QApplication, QWidget, QLabel, QLineEdit, QPushButton, QVBoxLayout
class W(QWidget):
    def paintEvent(self, e):
        super().paintEvent(e)
        app.exit()
app = QApplication(sys.argv[:1])
w = W(); l = QVBoxLayout(w)
for part in (QLabel("Mobdesk"), QLineEdit(), QPushButton("Open")): l.addWidget(part)
w.resize(1280, 800); w.show()
app.exec()
"""
_OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from mobdesk import app as program
from mobdesk.settings import SettingsFile
from mobdesk.ui import theme
from mobdesk.ui.unlock.page import UnlockPage
class Watch(QObject):
    def eventFilter(self, who, event):
        if isinstance(who, UnlockPage) and event.type() == QEvent.Type.Paint:
            import os; os._exit(0)
        return False
app = QApplication(sys.argv[:1])
theme.apply(app)
watch = Watch(); app.installEventFilter(watch)
p = program.Program(app, SettingsFile(None), catch=False)
p.start(Path(sys.argv[1]))
app.exec()
"""


def _run(code: str, *arguments: str) -> float:
    start = perf_counter()
    subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
    )
    return (perf_counter() - start) * 1000


def start_line(workspace: Path) -> Line:
    """From the process to the painted unlock screen."""
    return paired(
        "unlock screen painted",
        lambda: _run(_OURS, str(workspace)),
        lambda: _run(_BARE),
        "≤ 1.5 × bare window",
        1.5,
    )


def window_lines(workspace: Path, people: int, key: bytes, database: Path) -> list[Line]:
    """Opening, search, sort and memory in a process of their own; the raw SQL beside them."""
    import json

    out = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.session", str(workspace)],
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
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
            f"search, key to painted rows, {name}", seen["search"], bare_search,
            "reported" if big else "≤ 10 ms, worst 25", most_median=none if big else 10,
            most_worst=none if big else 25,
        ),
        absolute(
            f"sort, click to painted rows, {name}", seen["sort"], bare_sort,
            "≤ 60 ms (reported)" if big else "≤ 20 ms", most_median=60 if big else 20,
        ),
        Line(
            f"memory 10 s after opening, {name}", seen["pss"], seen["bare_pss"],
            seen["pss"] / seen["bare_pss"], f"peak {seen['peak']:.0f}",
            f"≤ {250 if big else 180} MB", seen["pss"] <= (250 if big else 180), "MB",
        ),
    ]  # fmt: skip


def _sql(connection, statement: str, *values: object) -> float:
    start = perf_counter()
    raw.select_ids(connection, statement, *values)
    return (perf_counter() - start) * 1000
