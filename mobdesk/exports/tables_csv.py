"""Tables for machines: CSV in UTF-8 without byte order mark, comma, CRLF, codes as headers.

Stages, roles and kinds are codes, dates are ISO, money has a point and two decimals, what is not
known is empty. Text that a spreadsheet would run gets an apostrophe in front; the read-me of the
package says so.
"""

from __future__ import annotations

import csv
import io
from datetime import date

from mobdesk import i18n
from mobdesk.domain.neutral import neutral
from mobdesk.exports.report import Report
from mobdesk.exports.tables import tables
from mobdesk.exports.tables_parts import Table, Value
from mobdesk.exports.wording import Words


class _Codes(Words):
    """Machines read codes: the same in every language."""

    def name(self, group: str, value: str) -> str:
        return value

    def __call__(self, code: str, /, **values: object) -> str:
        return code


def make_csv(report: Report, catalogue: i18n.Catalogue = i18n.ENGLISH) -> dict[str, bytes]:
    """Return file name → bytes, one per table."""
    words = _Codes(catalogue)
    return {f"tables/{table.name}.csv": _one(table) for table in tables(report, words)}


def _one(table: Table) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([field.code for field in table.fields])
    for row in table.rows():
        writer.writerow([_plain(value) for value in row])
    return out.getvalue().encode("utf-8", "replace")


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
