"""Rows as CSV for a spreadsheet: UTF-8, comma, CRLF; text that would be run gets an apostrophe."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from mobdesk.domain.neutral import neutral, printable


def rows_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """Return the rows, the first being the headers."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([neutral(printable(value)) for value in row])
    return out.getvalue().encode("utf-8")
