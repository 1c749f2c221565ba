"""``make bench``: the promises of the design, each beside its raw limit, in one run.

Figures are of this machine; the ratios travel.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from mobdesk.services import demo
from tests.benchmarks import board, files, money, window
from tests.benchmarks.measure import Line, show

SIZES = (10_000, 100_000)
_PARTS = ("start", "window", "import", "meanwhile", "xlsx", "pdf", "what_if", "board")


def main(only: list[str]) -> int:
    """Run all, or the named ones: start, window, import, meanwhile, xlsx, pdf, what_if, board."""
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        wanted = set(only) or set(_PARTS)
        if wanted & {"start", "window"}:
            for people in SIZES if "window" in wanted else SIZES[:1]:
                lines += _window(folder, people, wanted)
        if wanted & {"import", "meanwhile"}:
            if files.STATISTICS.is_file():
                lines += [files.import_line(folder)] if "import" in wanted else []
                lines += files.meanwhile_lines(folder) if "meanwhile" in wanted else []
            else:
                print("import: the shared list of 50,000 rows is not here", file=sys.stderr)
        lines += [files.xlsx_line(folder)] if "xlsx" in wanted else []
        lines += [files.pdf_line(folder)] if "pdf" in wanted else []
        lines += money.lines(folder) if "what_if" in wanted else []
        lines += board.board_lines(folder) if "board" in wanted else []
    print(show(lines))
    missed = [line.what for line in lines if line.kept is False]
    print(
        f"\n{len(lines)} measured, {len(missed)} missed"
        + (f": {', '.join(missed)}" if missed else "")
    )
    return 0


def _window(folder: Path, people: int, wanted: set[str]) -> list[Line]:
    place = folder / f"Demo {people}.mobdesk"
    opened = demo.create(place, people, 7, date(2026, 11, 22))
    key, database = opened.store.keys.file_key, opened.store.path
    opened.close()
    lines = []
    if "start" in wanted and people == SIZES[0]:
        lines.append(window.start_line(place))
    if "window" in wanted:
        lines += window.window_lines(place, people, key, database)
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
