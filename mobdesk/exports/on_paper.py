"""Papers that do not go along, because they are on paper: which binder holds them."""

from __future__ import annotations

from mobdesk.exports.flow import WIDTH, Flow
from mobdesk.exports.pdf_parts import Column
from mobdesk.exports.report import OnPaper, Report
from mobdesk.exports.wording import Words, unbroken


def draw_on_paper(flow: Flow, report: Report, words: Words) -> None:
    """Name them with binder and place; nothing is drawn where there are none."""
    if not report.on_paper:
        return
    flow.heading(words("on_paper"))
    columns = (
        Column(words("col.mobility"), 56),
        Column(words("col.paper"), 215, strong=True),
        Column(words("col.binder"), WIDTH - 271),
    )

    def cells(row: OnPaper) -> tuple[str, ...]:
        return row.number, _paper(row, words), row.place

    flow.table(columns, map(cells, report.on_paper))


def _paper(row: OnPaper, words: Words) -> str:
    """``Learning agreement, Tamm, Maarja``; ``Signed contract, 4 May 2026``."""
    name = words.name("paper", row.paper) if row.paper else row.title
    day = unbroken(words.day(row.dated)) if row.dated else ""
    return ", ".join(part for part in (name, row.person, day) if part)
