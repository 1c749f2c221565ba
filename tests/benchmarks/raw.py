"""The raw limit beside each promise: bare libraries, best pragmas, ready values, none of ours."""

from __future__ import annotations

import csv
from pathlib import Path

PRAGMAS = (
    "journal_mode = DELETE",
    "synchronous = EXTRA",
    "temp_store = MEMORY",
    "cache_size = -65536",
)


def database(path: Path, key: bytes):
    """The same SQLCipher file, opened bare."""
    from sqlcipher3 import dbapi2

    raw = dbapi2.connect(str(path), isolation_level=None)
    raw.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for pragma in PRAGMAS:
        raw.execute(f"PRAGMA {pragma}").fetchall()
    return raw


def import_rows(source: Path, raw, tables) -> None:
    """Read the CSV with the standard reader, then executemany of ready rows, same tables."""
    with source.open(encoding="utf-8", newline="") as file:
        for _row in csv.reader(file):
            pass
    raw.execute("BEGIN IMMEDIATE")
    for name, columns, rows in tables:
        names, places = ", ".join(f'"{c}"' for c in columns), ", ".join("?" * len(columns))
        raw.executemany(f"INSERT INTO {name} ({names}) VALUES ({places})", rows)
    raw.execute("COMMIT")


def select_ids(raw, sql: str, *values: object) -> list[int]:
    return [row[0] for row in raw.execute(sql, values)]


def xlsx(target: Path, sheets) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(target)


def pdf(target: Path, rows, widths) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate, Table

    parts = [Table(rows[i : i + 200], colWidths=widths) for i in range(0, len(rows), 200)]
    SimpleDocTemplate(str(target), pagesize=A4).build(parts)


def grants(members: int) -> dict[str, int]:
    """Four rates looked up, multiplied and added up for each member, in ready whole cents."""
    bands = [(10, 23_00), (100, 180_00), (500, 275_00), (2000, 360_00), (3000, 530_00)]
    daily = {("DE", "staff"): 112_00, ("DE", "learner"): 46_00}
    sums = dict.fromkeys(("travel", "individual_support", "course_fees", "inclusion"), 0)
    for n in range(members):
        km, days = 800 + n % 7, 7
        sums["travel"] += next(rate for least, rate in reversed(bands) if km >= least)
        sums["individual_support"] += days * daily["DE", "staff" if n % 4 else "learner"]
        sums["course_fees"] += 80_00 * min(5, 10) if n % 4 == 1 else 0
        sums["inclusion"] += 100_00 if n % 4 == 2 else 0
    return sums
