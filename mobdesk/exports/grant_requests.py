"""The three tables of a grant request on paper, as they are typed into the agency's form."""

from __future__ import annotations

from datetime import UTC, date, datetime

from mobdesk import i18n
from mobdesk.domain.grant_requests import STAYS, ActivityRow, CostRow, ExpenseRow, Request
from mobdesk.exports.flow import MARGIN, WIDTH, Flow
from mobdesk.exports.pdf_parts import AMBER, SOFT, Column, Pen
from mobdesk.exports.wording import NOTHING, Words


def make_pdf(
    code: str,
    title: str,
    request: Request,
    made_on: date,
    *,
    demo: bool = False,
    catalogue: i18n.Catalogue = i18n.ENGLISH,
) -> bytes:
    """Return the PDF: list of activities, additional expenses, single costs."""
    words = Words(catalogue)
    at = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
    pen = Pen(words("request.title"), code, catalogue.language, at)
    flow = Flow(pen)
    flow.section(words("request.title"))
    flow.facts([(words("fact.code"), code), *([(words("fact.title"), title)] if title else [])])
    flow.paragraph(words("request.says"), soft=True)
    _activities(flow, request, words)
    _expenses(flow, request, words)
    _costs(flow, request, words)
    flow.draw(lambda page, pages: _foot(pen, code, words, page, pages, demo=demo))
    return pen.finish()


def _activities(flow: Flow, request: Request, words: Words) -> None:
    flow.heading(words("request.activities"))
    numbers = ("participants", "days", "average", "fewer_opportunities", "blended", "green")
    columns = (
        Column(words("col.activity"), 96, strong=True),
        *(Column(words(f"request.col.{name}"), 50, right=True) for name in numbers),
        Column(words("request.col.objectives"), WIDTH - 96 - 6 * 50),
    )

    def cells(row: ActivityRow) -> tuple[str, ...]:
        source = words("request.from_stays") if row.source == STAYS else ""
        served = " · ".join(part for part in (*row.objectives, source) if part)
        counts = (row.fewer_opportunities, row.blended, row.green)
        return (
            words.name("activity", row.activity), words.number(row.participants),
            _count(row.days, words), row.average or NOTHING,
            *(_count(n, words) for n in counts), served or NOTHING,
        )  # fmt: skip

    flow.table(columns, map(cells, request.activities))


def _expenses(flow: Flow, request: Request, words: Words) -> None:
    if not request.expenses:
        return
    flow.heading(words("request.expenses"))
    numbers = ("accompanying", "accompanying_days", "travel_days", "visitors")
    columns = (
        Column(words("col.activity"), WIDTH - 4 * 82, strong=True),
        *(Column(words(f"request.col.{name}"), 82, right=True) for name in numbers),
    )

    def cells(row: ExpenseRow) -> tuple[str, ...]:
        return (words.name("activity", row.activity), *(_count(n, words) for n in row[1:]))

    flow.table(columns, map(cells, request.expenses))


def _costs(flow: Flow, request: Request, words: Words) -> None:
    if not request.costs:
        return
    flow.heading(words("request.costs"))
    columns = (
        Column(words("request.col.category"), 96, strong=True),
        Column(words("request.col.needing"), 58, right=True),
        Column(words("request.col.why"), WIDTH - 96 - 58 - 66 - 42 - 66),
        Column(words("request.col.amount"), 66, right=True),
        Column(words("request.col.percent"), 42, right=True),
        Column(words("request.col.eligible"), 66, right=True),
    )

    def cells(row: CostRow) -> tuple[str, ...]:
        return (
            words.name("category", row.category), _count(row.participants, words),
            row.why or NOTHING, words.exact(row.amount), f"{row.percent} %",
            words.exact(row.eligible),
        )  # fmt: skip

    flow.table(columns, map(cells, request.costs))


def _count(n: int | None, words: Words) -> str:
    return NOTHING if n is None else words.number(n)


def _foot(pen: Pen, code: str, words: Words, page: int, pages: int, *, demo: bool) -> None:
    if demo:
        pen.text(MARGIN, 841.89 - 36, words("demo"), 9, strong=True, color=AMBER)
    pen.text(MARGIN, 43, code, 9, color=SOFT)
    number = words("page", page=page, pages=pages)
    pen.text(MARGIN + WIDTH, 43, number, 9, color=SOFT, right=True)
