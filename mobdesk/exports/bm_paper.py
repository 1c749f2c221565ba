"""The BM sheet of one record on paper, for who types it in at another computer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from mobdesk import i18n
from mobdesk.exports.flow import MARGIN, WIDTH, Flow
from mobdesk.exports.pdf_parts import HAIRLINE, SOFT, Column, Pen
from mobdesk.exports.wording import Words

_FOOT = 50.0
_SHARES = (0.36, 0.44, 0.2)


class PaperSheet(NamedTuple):
    """What is printed, already worded: parts with (field, value, state) in BM's order."""

    title: str
    project: str
    heads: tuple[str, str, str]
    parts: Sequence[tuple[str, Sequence[tuple[str, str, str]]]]
    made_on: date
    demo: bool = False


def make_paper(sheet: PaperSheet, catalogue: i18n.Catalogue = i18n.ENGLISH) -> bytes:
    """Return the PDF."""
    words = Words(catalogue)
    made = datetime(sheet.made_on.year, sheet.made_on.month, sheet.made_on.day, tzinfo=UTC)
    title = f"DEMO · {sheet.title}" if sheet.demo else sheet.title
    pen = Pen(title, "", catalogue.language, made)
    flow = Flow(pen)
    flow.section(title)
    flow.paragraph(sheet.project, soft=True)
    columns = [
        Column(head, WIDTH * share) for head, share in zip(sheet.heads, _SHARES, strict=True)
    ]
    for heading, lines in sheet.parts:
        if heading:
            flow.heading(heading)
        flow.table(columns, lines)

    def foot(number: int, of: int) -> None:
        pen.rules([_FOOT], MARGIN, MARGIN + WIDTH, HAIRLINE)
        pen.text(MARGIN, _FOOT - 13, words.long_day(sheet.made_on), 9, color=SOFT)
        page = words("page", page=number, pages=of)
        pen.text(MARGIN + WIDTH, _FOOT - 13, page, 9, color=SOFT, right=True)

    flow.draw(foot)
    return pen.finish()
