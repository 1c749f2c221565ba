"""Numbers that were read somewhere, or only heard of: offered, never taken by themselves.

The shipped table says of each where it comes from. A person compares it with the annex of the
agency and takes it, one by one.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple

from mobdesk.domain.shipped import table

#: How sure a suggestion is, the surest first (``word`` ``suggestion.*``).
STATUSES: Final = (
    "read_elsewhere", "read_other_action", "secondary", "inferred", "unconfirmed",
)  # fmt: skip


class Suggestion(NamedTuple):
    """``value`` is the text of the sheet; of a range it is empty and ``low``, ``high`` stand."""

    value: str
    low: str
    high: str
    status: str
    source: str
    note: str

    @property
    def disputed(self) -> bool:
        """Another source says something else; the note names it."""
        return "Conflict:" in self.note


@cache
def _of(call_year: int, field: str) -> dict[str, Suggestion]:
    rows: list[dict[str, Any]] = table("suggestions/rates.json")["suggestions"]
    found: dict[str, Suggestion] = {}
    for row in sorted(rows, key=lambda row: STATUSES.index(row["status"])):
        first, last = row["calls"]
        if first <= call_year <= last and field in row["fields"]:
            texts = (row.get(k, "") for k in ("value", "low", "high", "status", "source", "note"))
            found.setdefault(row["path"], Suggestion(*texts))
    return found


def suggested(path: str, call_year: int | None, field: str | None) -> Suggestion | None:
    """What was read for a place of a sheet of this call and field; the surest one."""
    if call_year is None or not field:
        return None
    return _of(call_year, field).get(path)
