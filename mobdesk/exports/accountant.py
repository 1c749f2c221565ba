"""The accountant's workbook of one project: values, no formulas, no bank data.

Every sum of a sheet stands in the window as well; ``Reconciliation`` sets them against each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from mobdesk import i18n
from mobdesk.exports.report_money import ReceivedRow
from mobdesk.exports.tables_money import received_table
from mobdesk.exports.tables_parts import Table, Value, money, named, table
from mobdesk.exports.wording import Words
from mobdesk.exports.xlsx import make_book


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that goes out: an instalment (``kind``), or a real cost (``cost``) that was paid.

    ``minor`` in hundredths of ``currency``, ``cents`` in euro; ``rate``: foreign units for 1 EUR.
    """

    due: date | None
    paid_on: date | None
    number: str
    payee: str
    category: str
    kind: str
    minor: int | None
    currency: str = "EUR"
    rate: str = ""
    cents: int | None = None
    proof: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """One line of a grant; ``cents`` None while the rate is missing."""

    number: str
    person: str
    category: str
    payee: str
    quantity: str
    rate: str
    cents: int | None
    overridden: bool
    reason: str
    agreement_on: date | None


@dataclass(frozen=True, slots=True)
class Cost:
    """A real cost; ``minor`` in hundredths of ``currency``."""

    dated: date | None
    supplier: str
    what: str
    minor: int
    currency: str
    rate: str
    rate_on: date | None
    cents: int | None
    category: str
    covered_cents: int | None
    number: str
    whom: str
    is_estimate: bool
    paid_on: date | None
    proof: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Recovery:
    """Money that has to come back, or came back."""

    number: str
    person: str
    cents: int | None
    due: date | None
    back_on: date | None
    back_cents: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One category of the budget in cents."""

    category: str
    awarded: int | None
    signed: int
    done: int
    free: int | None
    expected: int


@dataclass(frozen=True, slots=True)
class Compared:
    """Two sums that are set against each other; ``what`` is a code, ``category`` or empty."""

    what: str
    first: int
    second: int
    category: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """Everything the workbook says."""

    code: str
    title: str
    program: str
    made_on: date
    payments: tuple[Payment, ...] = ()
    received: tuple[ReceivedRow, ...] = ()
    grants: tuple[Grant, ...] = ()
    costs: tuple[Cost, ...] = ()
    recoveries: tuple[Recovery, ...] = ()
    board: tuple[BoardLine, ...] = ()
    compared: tuple[Compared, ...] = ()
    demo: bool = False


def make_workbook(book: Book, catalogue: i18n.Catalogue = i18n.ENGLISH) -> bytes:
    """Return the workbook's bytes; the same book gives the same bytes."""
    words = Words(catalogue)
    made = (
        _payments, _received, _grants, _costs, _recoveries, _board, _reconciliation,
    )  # fmt: skip
    title = words("accountant.title", name=book.title or book.code)
    tables = [one(book, words) for one in made]
    return make_book(
        f"DEMO · {title}" if book.demo else title, book.program, book.made_on, tables, words
    )


def _number(text: str) -> Value:
    """Decimal text as a number of the sheet: a rate or a quantity, never a sum of money."""
    found: Any = float(Decimal(text)) if text else None
    return int(found) if found is not None and found == int(found) else found


def _payments(book: Book, words: Words) -> Table:
    return table(
        "payments",
        "due:12 paid_on:12 project:34 mobility:12 payee:30 category:26 instalment:20 amount_in:14 "
        "currency:9 rate:10 euro:14 proof:24 account:14",
        book.payments,
        lambda p: (
            p.due, p.paid_on, book.code, p.number or None, p.payee or None,
            named(words, "category", p.category), words.name("instalment_kind", p.kind),
            money(p.minor), p.currency, _number(p.rate), money(p.cents), p.proof or None,
            p.account or None,
        ),
    )  # fmt: skip


def _received(book: Book, words: Words) -> Table:
    return received_table(book.received)


def _grants(book: Book, words: Words) -> Table:
    return table(
        "grants",
        "mobility:12 person:30 category:26 payee:14 quantity:10 rate_each:10 amount:14 "
        "by_hand:10 reason:40 agreement:12",
        book.grants,
        lambda g: (
            g.number, g.person or None, words.name("category", g.category),
            named(words, "payee", g.payee), _number(g.quantity), _number(g.rate), money(g.cents),
            words("yes") if g.overridden else None, g.reason or None, g.agreement_on,
        ),
    )  # fmt: skip


def _costs(book: Book, words: Words) -> Table:
    return table(
        "costs",
        "day:12 supplier:26 what:34 amount_in:14 currency:9 rate:10 rate_on:12 euro:14 "
        "covered_by:26 covered_sum:14 mobility:12 whom:28 estimate:10 paid_on:12 proof:24 "
        "account:14",
        book.costs,
        lambda c: (
            c.dated, c.supplier or None, c.what, money(c.minor), c.currency, _number(c.rate),
            c.rate_on, money(c.cents), words.name("category", c.category), money(c.covered_cents),
            c.number or None, c.whom or None, words("yes") if c.is_estimate else None, c.paid_on,
            c.proof or None, c.account or None,
        ),
    )  # fmt: skip


def _recoveries(book: Book, words: Words) -> Table:
    return table(
        "recoveries",
        "mobility:12 person:30 amount:14 back_by:12 back_on:12 came_back:14 note:40",
        book.recoveries,
        lambda r: (
            r.number, r.person or None, money(r.cents), r.due, r.back_on, money(r.back_cents),
            r.note or None,
        ),
    )  # fmt: skip


def _board(book: Book, words: Words) -> Table:
    return table(
        "board",
        "category:30 awarded:14 signed:14 done:14 free:14 expected:14",
        book.board,
        lambda b: (
            words.name("category", b.category),
            *map(money, (b.awarded, b.signed, b.done, b.free, b.expected)),
        ),
    )


def _reconciliation(book: Book, words: Words) -> Table:
    def cells(one: Compared) -> tuple[Value, ...]:
        said = words(f"compared.{one.what}")
        category = named(words, "category", one.category)
        return said, category, money(one.first), money(one.second), money(one.first - one.second)

    return table(
        "reconciliation", "what:44 category:26 first:14 second:14 difference:14",
        book.compared, cells,
    )  # fmt: skip
