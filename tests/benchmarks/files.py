"""Import, workbook and PDF beside the bare libraries."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from statistics import median

from mobdesk.domain.roles import Actor, Role
from mobdesk.models import upgrade
from mobdesk.models.accounts import Account
from mobdesk.models.store import Store
from tests.benchmarks import raw
from tests.benchmarks.measure import Line, paired, timed
from tests.exports.samples import sample
from tests.support import SHARED

KEY = bytes(range(32))
ACTOR = Actor(1, "coordinator", Role.COORDINATOR)
STATISTICS = SHARED / "01_erasmus_layouts_constructed" / "eu24_2019layout_50000rows.csv"
_FILLED = (
    "organisations",
    "projects",
    "people",
    "mobilities",
    "subgroups",
    "members",
    "grant_lines",
)


def import_line(folder: Path) -> Line:
    """50,000 rows: the whole import against the standard reader plus executemany."""
    empty = folder / "empty.db"
    upgrade.create(empty, KEY)
    store = Store(empty, KEY)
    with store.quietly() as s:
        s.add(Account(id=1, nickname="coordinator", role="coordinator"))
    store.close()
    tables = _ready_rows(folder, empty)

    def bare() -> float:
        connection = raw.database(_copy(empty, folder / "raw.db"), KEY)
        taken = timed(lambda: raw.import_rows(STATISTICS, connection, tables))
        connection.close()
        return taken

    return paired(
        "import of 50,000 rows",
        lambda: _import(folder, empty),
        bare,
        "≤ 2 × reader + executemany",
        2,
    )


_STEPS = {
    "dry run": "reading and trying 50,000 rows",
    "rows shown": "showing the rows of the dry run",
    "import": "import of 50,000 rows",
    "undo": "Undo of 50,000 rows",
    "redo": "Redo of 50,000 rows",
}


def meanwhile_lines(folder: Path, runs: int = 3) -> list[Line]:
    """The longest gap of the event loop and the longest wait of a search, in the real window.

    Medians of the runs' longest. Processor time is what a machine left alone would need: a gap
    by the clock also holds what other programs took.
    """
    seen = [_meanwhile(folder / f"meanwhile {n}") for n in range(runs)]
    none = float("inf")
    lines = []
    for step, what in _STEPS.items():
        for name, title, most in (("gap", "gap of the loop", 50), ("wait", "search waits", 1_000)):
            times = [one[step][name] for one in seen]
            promised = name == "gap" or step == "import"
            lines.append(Line(
                f"{what}: {title}", median(times), None, None, f"{min(times):.0f}–{max(times):.0f}",
                f"≤ {most:,} ms" if promised else "reported",
                median(times) <= (most if promised else none),
            ))  # fmt: skip
            if name == "gap":
                cpu = [one[step]["gap_cpu"] for one in seen]
                own = median(one[step]["gap_own"] for one in seen)
                lines.append(Line(
                    "  the same, processor time", median(cpu), None, None,
                    f"the window {own:.0f}", "", None,
                ))  # fmt: skip
    return lines


def _meanwhile(folder: Path) -> dict[str, dict[str, float]]:
    folder.mkdir()
    out = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.meanwhile", str(folder), str(STATISTICS)],
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
    )
    found: dict[str, dict[str, float]] = json.loads(out.stdout)
    return found


def _copy(source: Path, target: Path) -> Path:
    shutil.copy(source, target)
    return target


def _import(folder: Path, empty: Path, keep: Path | None = None) -> float:
    from mobdesk.imports.mapping import Choices
    from mobdesk.services import importing

    store = Store(_copy(empty, keep or folder / "ours.db"), KEY)

    def work() -> None:
        file = importing.check(store, ACTOR, STATISTICS, Choices())
        importing.take(store, ACTOR, file, "mobilities", today=date(2026, 11, 22))

    taken = timed(work)
    store.close()
    return taken


def _ready_rows(folder: Path, empty: Path) -> list[tuple[str, list[str], list[tuple[object, ...]]]]:
    """What the import writes, read back once: the raw side inserts the very same rows."""
    filled = folder / "filled.db"
    _import(folder, empty, filled)
    connection = raw.database(filled, KEY)
    tables = []
    for name in _FILLED:
        found = connection.execute(f"SELECT * FROM {name}")
        columns = [column[0] for column in found.description]
        own = "WHERE kind <> 'own'" if name == "organisations" else ""
        tables.append((name, columns, connection.execute(f"SELECT * FROM {name} {own}").fetchall()))
    connection.close()
    return tables


def xlsx_line(folder: Path, rows: int = 5_000) -> Line:
    """A workbook of N people and N mobilities with the same cells."""
    from io import BytesIO

    from openpyxl import load_workbook

    from mobdesk.exports.xlsx import make_xlsx
    from mobdesk.i18n import ENGLISH

    report = sample(rows)
    book = load_workbook(BytesIO(make_xlsx(report, ENGLISH)), read_only=True)
    sheets = [(s.title, [list(r) for r in s.iter_rows(values_only=True)]) for s in book]
    return paired(
        f"XLSX of {rows:,} people and mobilities",
        lambda: timed(lambda: (folder / "ours.xlsx").write_bytes(make_xlsx(report, ENGLISH))),
        lambda: timed(lambda: raw.xlsx(folder / "raw.xlsx", sheets)),
        "≤ 1.2 × openpyxl write-only",
        1.2,
    )


def pdf_line(folder: Path, rows: int = 5_000) -> Line:
    """The table of the participants in the PDF against the fastest reportlab table."""
    from dataclasses import replace

    from mobdesk.exports.pdf import make_pdf
    from mobdesk.i18n import ENGLISH

    report = replace(sample(rows), mobilities=(), missing=(), budget=())
    cells = [
        [p.last_name, p.first_name, p.role, str(p.birth_date), p.nationality, p.city, p.email]
        for p in report.people
    ]
    return paired(
        f"PDF of {rows:,} rows",
        lambda: timed(lambda: (folder / "ours.pdf").write_bytes(make_pdf(report, ENGLISH))),
        lambda: timed(lambda: raw.pdf(folder / "raw.pdf", cells, [70] * 7)),
        "≤ 1.3 × reportlab table",
        1.3,
    )
