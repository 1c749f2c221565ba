"""The tables of money in the report: plan, grants, payments, real costs, changes, answers."""

from __future__ import annotations

from collections.abc import Sequence

from mobdesk.exports.report import BudgetLine, Report
from mobdesk.exports.report_money import ReceivedRow
from mobdesk.exports.tables_parts import Table, Value, money, named, table
from mobdesk.exports.wording import Words


def budget(report: Report, words: Words) -> Table:
    """What was awarded first, holds now, is signed for, done, free, and expected at the end."""

    more = any(b.expected_cents is not None or b.first_cents is not None for b in report.budget)

    def cells(b: BudgetLine) -> tuple[Value, ...]:
        sums = (b.awarded_cents, b.signed_cents, b.done_cents, b.free_cents)
        known = (*sums, b.first_award, b.expected_cents) if more else sums
        return (words.name("category", b.category), *map(money, known))

    fields = "category:30 awarded:14 signed:14 done:14 free:14"
    return table(
        "budget", f"{fields} awarded_first:14 expected:14" if more else fields, report.budget, cells
    )


def plan(report: Report, words: Words) -> Table:
    """Plan against actual, by objective or year and activity type."""
    return table(
        "plan",
        "objective:40 year:8 activity:26 planned:10 actual:10 done_mobilities:10 planned_days:10 "
        "actual_days:10",
        report.plan,
        lambda p: (
            p.objective or None, p.year, named(words, "activity", p.activity_type), p.planned,
            p.actual, p.done, p.planned_days, p.actual_days,
        ),
    )  # fmt: skip


def grants(report: Report, words: Words) -> Table:
    """Every line of every grant, with its rate and where it comes from."""
    return table(
        "grants",
        "mobility:12 person:30 category:26 rule:20 quantity:10 rate:10 amount:14 grant_kind:14 "
        "reason:40 source:40 agreement:12",
        report.grants,
        lambda g: (
            g.number, g.person or None, words.name("category", g.category),
            named(words, "grant_rule", g.rule), g.quantity or None, g.rate or None, money(g.cents),
            words.name("grant_kind", g.kind), g.reason or None, g.source or None, g.agreement_on,
        ),
    )  # fmt: skip


def payments(report: Report, words: Words) -> Table:
    """Instalments to participants, and what has to come back."""
    return table(
        "payments",
        "mobility:12 person:30 instalment:20 due:12 amount:14 paid_on:12 paid:14 "
        "payment_state:14 proof:24",
        report.payments,
        lambda p: (
            p.number, p.person or None, words.name("instalment", p.what), p.due, money(p.cents),
            p.paid_on, money(p.paid_cents), words.name("payment_state", p.state), p.proof or None,
        ),
    )  # fmt: skip


def received(report: Report, words: Words) -> Table:
    """Money from the agency."""
    return received_table(report.received)


def received_table(rows: Sequence[ReceivedRow]) -> Table:
    """Instalments of the agency, as the accountant's workbook has them too."""
    return table(
        "received",
        "instalment:26 amount:14 requested:12 due:12 received_on:12 received:14 proof:24",
        rows,
        lambda r: (
            r.title, money(r.cents), r.requested_on, r.due, r.received_on, money(r.received_cents),
            r.proof or None,
        ),
    )  # fmt: skip


def costs(report: Report, words: Words) -> Table:
    """Real costs; the rate is foreign units for one euro."""
    return table(
        "costs",
        "day:12 mobility:12 person:30 category:26 what:30 supplier:24 amount:14 currency:8 "
        "rate:10 rate_on:12 euro:14 covered:10 estimate:10 proof:24",
        report.costs,
        lambda c: (
            c.dated, c.number or None, c.person or None, words.name("category", c.category),
            c.what, c.supplier or None, money(c.minor), c.currency, c.rate or None, c.rate_on,
            money(c.cents), c.covered_percent or None, words("yes") if c.is_estimate else None,
            c.proof or None,
        ),
    )  # fmt: skip


def changes(report: Report, words: Words) -> Table:
    """Amendments and transfers: asked, approved by whom, with which letter."""
    return table(
        "changes",
        "change:14 from_category:26 to_category:26 amount:14 asked_on:12 approved:12 "
        "approved_by:24 letter:24 why:40",
        report.changes,
        lambda c: (
            words.name("change_kind", c.kind), named(words, "category", c.from_category),
            named(words, "category", c.to_category), money(c.cents), c.asked_on, c.approved_on,
            c.approved_by or None, c.letter or None, c.why or None,
        ),
    )  # fmt: skip


def answers(report: Report, words: Words) -> Table:
    """What is typed into the report in BM."""
    return table(
        "answers",
        "section:24 question:50 answer:80 characters:10 most:10",
        report.answers,
        lambda a: (a.section or None, a.question, a.text or None, len(a.text), a.most_characters),
    )
