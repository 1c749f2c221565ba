"""A grant as a bill on paper: facts, numbered lines with their source, and the sum."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from mobdesk import i18n
from mobdesk.exports.flow import MARGIN, WIDTH, Flow
from mobdesk.exports.pdf_parts import HAIRLINE, SOFT, Column, Pen
from mobdesk.exports.wording import Words

_SUM = 92.0
_NUMBER = 22.0
_FOOT = 52.0


def make_bill(
    title: str,
    facts: Sequence[tuple[str, str]],
    rows: Sequence[tuple[str, str, str]],
    organisation: str,
    made_on: date,
    *,
    demo: bool = False,
    catalogue: i18n.Catalogue = i18n.ENGLISH,
) -> bytes:
    """Return the PDF. ``rows``: what is counted, how, and its sum in finished words.

    The last row is the sum of all. A row without a sum and without how begins a part.
    """
    words = Words(catalogue)
    made = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
    shown = f"DEMO · {title}" if demo else title
    pen = Pen(shown, organisation, catalogue.language, made)
    flow = Flow(pen)
    flow.section(shown)
    flow.facts(facts)
    how = WIDTH - _NUMBER - 150 - _SUM
    columns = (
        Column("", _NUMBER),
        Column(words("col.category"), 150, strong=True),
        Column(words("col.how"), how),
        Column(words("col.amount"), _SUM, right=True),
    )
    number = 0
    cells = []
    for what, said, amount in rows[:-1]:
        number = number + 1 if amount else 0
        cells.append((str(number) if amount else "", what, said, amount))
    cells += [("", *row) for row in rows[-1:]]
    flow.table(columns, cells, last_strong=True)
    flow.draw(lambda page, pages: _foot(pen, organisation, words, page, pages))
    return pen.finish()


def _foot(pen: Pen, organisation: str, words: Words, page: int, pages: int) -> None:
    pen.rules([_FOOT], MARGIN, MARGIN + WIDTH, HAIRLINE)
    pen.text(MARGIN, _FOOT - 13, organisation, 9, color=SOFT)
    number = words("page", page=page, pages=pages)
    pen.text(MARGIN + WIDTH, _FOOT - 13, number, 9, color=SOFT, right=True)
