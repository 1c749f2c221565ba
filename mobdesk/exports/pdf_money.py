"""The sections of the report about money: budget, plan, grants, payments, costs, changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from mobdesk.exports.flow import WIDTH, Flow
from mobdesk.exports.pdf_parts import Column
from mobdesk.exports.report import BudgetLine, Report, figures, known_sum
from mobdesk.exports.report_money import ChangeRow, CostRow, GrantRow, PaymentRow, PlanRow, Rates
from mobdesk.exports.wording import NOTHING, Words

_SUM = 62.0


def draw_budget(flow: Flow, report: Report, words: Words) -> None:
    """Awarded, signed for, done, free; with what is expected, and the first award if it changed."""
    flow.section(words("section.budget"))
    if not report.budget:
        flow.paragraph(words("empty.budget"))
        return
    sums = figures(report)
    if sums.rates_missing:
        flow.paragraph(words.count("gap.rates", sums.rates_missing))
    shown = _budget_columns(report.budget)
    columns = (
        Column(words("col.category"), WIDTH - len(shown) * _SUM, strong=True),
        *(Column(words(f"col.{code}"), _SUM, right=True) for code, _sum in shown),
    )
    rows = [
        (words.name("category", line.category), *(words.exact(of(line)) for _code, of in shown))
        for line in report.budget
    ]
    totals = (known_sum(map(of, report.budget)) for _code, of in shown)
    rows.append((words("total"), *map(words.exact, totals)))
    flow.table(columns, rows, last_strong=True)
    if any(line.expected_cents is not None for line in report.budget):
        flow.paragraph(words("budget.expected_says"), soft=True)


_Sum = Callable[[BudgetLine], int | None]


def _budget_columns(lines: tuple[BudgetLine, ...]) -> list[tuple[str, _Sum]]:
    columns: list[tuple[str, _Sum]] = [
        ("awarded", lambda b: b.awarded_cents), ("signed", lambda b: b.signed_cents),
        ("done", lambda b: b.done_cents), ("free", lambda b: b.free_cents),
    ]  # fmt: skip
    if any(b.first_award != b.awarded_cents for b in lines):
        columns.insert(0, ("awarded_first", lambda b: b.first_award))
    if any(b.expected_cents is not None for b in lines):
        columns.append(("expected", lambda b: b.expected_cents))
    return columns


def draw_plan(flow: Flow, report: Report, words: Words) -> None:
    """Plan against actual; nothing where nothing was aimed at."""
    if not report.plan:
        return
    flow.section(words("section.plan"))
    columns = (
        Column(words("col.objective"), 150, strong=True),
        Column(words("col.activity"), WIDTH - 150 - 4 * 56),
        *(
            Column(words(f"col.{code}"), 56, right=True)
            for code in ("planned", "actual", "done_mobilities", "actual_days")
        ),
    )

    def cells(row: PlanRow) -> tuple[str, ...]:
        planned = NOTHING if row.planned is None else words.number(row.planned)
        aim = " · ".join(str(part) for part in (row.year, row.objective) if part)
        counts = (row.actual, row.done, row.actual_days)
        activity = words.name("activity", row.activity_type)
        return (aim or NOTHING, activity, planned, *map(words.number, counts))

    flow.table(columns, map(cells, report.plan))


def draw_grants(flow: Flow, report: Report, words: Words) -> None:
    """Every line of every grant."""
    if not report.grants:
        return
    flow.section(words("section.grants"))
    flow.paragraph(rates_words(report.rates, words))
    flow.paragraph(words("grants.says"), soft=True)
    columns = (
        Column(words("col.mobility"), 62),
        Column(words("col.who"), 104, strong=True),
        Column(words("col.category"), 92),
        Column(words("col.how"), WIDTH - 258 - _SUM),
        Column(words("col.amount"), _SUM, right=True),
    )

    rows = [
        ("", "", *_grant_cells(row, words))
        if again
        else (*_told(row, words), *_grant_cells(row, words))
        for row, again in _with_who_came_before(report.grants)
    ]
    total = sum(row.cents or 0 for row in report.grants)
    rows.append((words("total"), "", "", "", words.exact(total)))
    flow.table(columns, rows, last_strong=True)


def rates_words(rates: Rates | None, words: Words) -> str:
    """By which sheet, and who compared it with a document of the agency."""
    if rates is None:
        return words("rates.none")
    sheet = f"{rates.agency} {rates.call_year}, {rates.title}"
    if rates.confirmed_on is None:
        return words("rates.unconfirmed", sheet=sheet)
    return words(
        "rates.confirmed", sheet=sheet, who=rates.confirmed_by,
        day=words.long_day(rates.confirmed_on), document=rates.document,
    )  # fmt: skip


def _with_who_came_before(rows: Sequence[GrantRow]) -> Iterator[tuple[GrantRow, bool]]:
    """Each row, and whether the row above is of the same member."""
    before = None
    for row in rows:
        who = (row.number, row.person)
        yield row, who == before
        before = who


def _told(row: GrantRow, words: Words) -> tuple[str, str]:
    if not row.number:
        return "", words("whole_project")
    return row.number, row.person or words("no_name")


def _grant_cells(row: GrantRow, words: Words) -> tuple[str, str, str]:
    """Category, how it is counted, amount."""
    product = " × ".join(part for part in (row.quantity, row.rate) if part)
    if not row.number:
        product = f"{words.name('activity', row.rule)}: {words('people_counted', n=row.quantity)}"
    kind = words.name("grant_kind", row.kind) if row.kind != "computed" else ""
    how = " · ".join(part for part in (product, kind, row.reason) if part)
    amount = words("rate_missing") if row.cents is None else words.exact(row.cents)
    return words.name("category", row.category), how or NOTHING, amount


def draw_payments(flow: Flow, report: Report, words: Words) -> None:
    """Instalments to participants with what is due, paid and open."""
    if not report.payments:
        return
    flow.section(words("section.payments"))
    columns = (
        Column(words("col.mobility"), 62),
        Column(words("col.who"), WIDTH - 62 - 76 - 2 * 64 - 2 * _SUM, strong=True),
        Column(words("col.instalment"), 76),
        Column(words("col.due"), 64),
        Column(words("col.amount"), _SUM, right=True),
        Column(words("col.paid_on"), 64),
        Column(words("col.paid"), _SUM, right=True),
    )

    def cells(row: PaymentRow) -> tuple[str, ...]:
        return (
            row.number, row.person or words("no_name"), words.name("instalment", row.what),
            words.day(row.due), words.exact(row.cents), words.day(row.paid_on),
            words.exact(row.paid_cents),
        )  # fmt: skip

    flow.table(columns, map(cells, report.payments))


def draw_received(flow: Flow, report: Report, words: Words) -> None:
    """Money from the agency."""
    if not report.received:
        return
    flow.section(words("section.received"))
    columns = (
        Column(words("col.instalment"), WIDTH - 2 * 74 - 2 * 76, strong=True),
        Column(words("col.requested"), 74),
        Column(words("col.amount"), 76, right=True),
        Column(words("col.received_on"), 74),
        Column(words("col.received"), 76, right=True),
    )
    flow.table(
        columns,
        (
            (r.title or NOTHING, words.day(r.requested_on), words.exact(r.cents),
             words.day(r.received_on), words.exact(r.received_cents))
            for r in report.received
        ),
    )  # fmt: skip


def draw_costs(flow: Flow, report: Report, words: Words) -> None:
    """Real costs, in their currency and in euro."""
    if not report.costs:
        return
    flow.section(words("section.costs"))
    columns = (
        Column(words("col.day"), 60),
        Column(words("col.what"), 118, strong=True),
        Column(words("col.category"), 92),
        Column(words("col.who"), WIDTH - 270 - 76 - _SUM),
        Column(words("col.amount"), 76, right=True),
        Column(words("col.euro"), _SUM, right=True),
    )

    def cells(row: CostRow) -> tuple[str, ...]:
        own = f"{words.exact(row.minor)} {row.currency}" if row.currency != "EUR" else NOTHING
        what = ", ".join(part for part in (row.what, row.supplier) if part)
        who = row.person or row.number or words("whole_project")
        category = words.name("category", row.category)
        return words.day(row.dated), what, category, who, own, words.exact(row.cents)

    flow.table(columns, map(cells, report.costs))


def draw_changes(flow: Flow, report: Report, words: Words) -> None:
    """Amendments and transfers."""
    if not report.changes:
        return
    flow.section(words("section.changes"))
    columns = (
        Column(words("col.change"), 66, strong=True),
        Column(words("col.from_category"), 90),
        Column(words("col.to_category"), 90),
        Column(words("col.amount"), _SUM, right=True),
        Column(words("col.asked_on"), 58),
        Column(words("col.why"), WIDTH - 366),
    )

    def cells(row: ChangeRow) -> tuple[str, ...]:
        if row.approved_on is None:
            said = words("change_open")
        else:
            by = row.approved_by or NOTHING
            said = words("change_approved", day=words.day(row.approved_on), by=by)
        why = " · ".join(part for part in (said, row.letter, row.why) if part)
        return (
            words.name("change_kind", row.kind), words.name("category", row.from_category),
            words.name("category", row.to_category), words.exact(row.cents),
            words.day(row.asked_on), why,
        )  # fmt: skip

    flow.table(columns, map(cells, report.changes))


def draw_answers(flow: Flow, report: Report, words: Words) -> None:
    """What is typed into the report in BM, question by question."""
    if not report.answers:
        return
    flow.section(words("section.answers"))
    section = ""
    for row in report.answers:
        if row.section and row.section != section:
            section = row.section
            flow.heading(section)
        flow.paragraph(row.question, soft=True)
        flow.paragraph(row.text or words("not_answered"))


def draw_letter(flow: Flow, report: Report, words: Words) -> None:
    """A letter that asks the agency for changes: what, why, and who signs."""
    flow.section(words("section.letter"))
    project = report.project
    flow.facts(
        (label, value)
        for label, value in (
            (words("fact.code"), project.code),
            (words("fact.agreement"), project.agreement_number),
            (words("fact.title"), project.title),
            (words("fact.organisation"), report.organisation.name),
        )
        if value
    )
    asked = [row for row in report.changes if row.approved_on is None]
    flow.space(8)
    flow.paragraph(words("letter.hello"))
    flow.paragraph(words.count("letter.asks", len(asked)))
    for row in asked:
        flow.paragraph(f"• {_asked(row, words)}")
    flow.paragraph(words("letter.rest"))
    flow.space(26)
    flow.facts(((words("letter.place"), ""), (words("letter.name"), "")))
    flow.space(18)
    flow.facts(((words("letter.signature"), ""),))


def _asked(row: ChangeRow, words: Words) -> str:
    values = {
        "amount": words.euro(row.cents),
        "from_category": words.name("category", row.from_category),
        "to_category": words.name("category", row.to_category),
    }
    said = words(f"letter.{row.kind}", **values)
    return f"{said} {words('letter.why', why=row.why)}" if row.why else said
