"""Lists of money on paper: pocket money to sign, and a payment order for the bank.

Both come from memory; the payment order is the only paper with bank data, and is never frozen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from mobdesk import i18n
from mobdesk.exports.pdf_parts import FRAME, HAIRLINE, PAGE_HEIGHT, PAGE_WIDTH, SOFT, Pen
from mobdesk.exports.wording import Words

_MARGIN = 48.0
_WIDTH = PAGE_WIDTH - 2 * _MARGIN
#: A hand needs 11 mm.
_HAND_ROW = 33.0
_ROW = 36.0
_HEAD = 20.0
_TOP, _FIRST, _FOOT = 118.0, 158.0, 782.0


class Signer(NamedTuple):
    """Who gets pocket money; ``cents`` in euro."""

    name: str
    mobility: str
    cents: int


@dataclass(frozen=True, slots=True)
class PocketList:
    """The list to sign."""

    organisation: str
    project_code: str
    signers: tuple[Signer, ...]
    made_on: date
    demo: bool = False


class OrderLine(NamedTuple):
    """One payment; ``account`` as it was typed, empty where none is kept."""

    name: str
    account: str
    cents: int
    reference: str
    pay_by: date | None = None


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """What the bank is asked to pay."""

    organisation: str
    project_code: str
    lines: tuple[OrderLine, ...]
    made_on: date
    demo: bool = False

    @property
    def total(self) -> int:
        """All payments together, in cents."""
        return sum(line.cents for line in self.lines)


class _Column(NamedTuple):
    title: str
    width: float
    right: bool = False


class _Paper(NamedTuple):
    """What both papers have: head, columns, rows of words, the last line."""

    title: str
    organisation: str
    code: str
    note: str
    columns: tuple[_Column, ...]
    rows: Sequence[tuple[str, ...]]
    row_height: float
    total: int
    made_on: date
    demo: bool
    sign: bool


def make_pocket_list(listed: PocketList, catalogue: i18n.Catalogue = i18n.ENGLISH) -> bytes:
    """Return the PDF: one row with a place for day and signature for each person."""
    words = Words(catalogue)
    columns = (
        _Column("pocket.number", 26), _Column("pocket.name", 166), _Column("pocket.mobility", 100),
        _Column("pocket.sum", 54, right=True), _Column("pocket.day", 52),
        _Column("pocket.signature", _WIDTH - 398),
    )  # fmt: skip
    rows = [
        (str(n), one.name, one.mobility, words.exact(one.cents), "", "")
        for n, one in enumerate(listed.signers, 1)
    ]
    paper = _Paper(
        words("pocket.title"), listed.organisation, listed.project_code, words("pocket.each"),
        columns, rows, _HAND_ROW, sum(one.cents for one in listed.signers), listed.made_on,
        listed.demo, sign=True,
    )  # fmt: skip
    return _drawn(paper, words)


def make_payment_order(order: PaymentOrder, catalogue: i18n.Catalogue = i18n.ENGLISH) -> bytes:
    """Return the PDF: name, account, sum, reference and day of each payment."""
    words = Words(catalogue)
    columns = (
        _Column("order.name", 112), _Column("order.iban", 122),
        _Column("order.sum", 56, right=True),
        _Column("order.reference", _WIDTH - 354), _Column("order.day", 64),
    )  # fmt: skip
    rows = [
        (
            one.name, _grouped(one.account) or words("order.none"), words.exact(one.cents),
            one.reference, words.day(one.pay_by) if one.pay_by else "",
        )
        for one in order.lines
    ]  # fmt: skip
    paper = _Paper(
        words("order.title"), order.organisation, order.project_code, words("order.secret"),
        columns, rows, _ROW, order.total, order.made_on, order.demo, sign=False,
    )  # fmt: skip
    return _drawn(paper, words)


def _grouped(account: str) -> str:
    """An IBAN in groups of four, as banks print it; anything else as it was typed."""
    bare = "".join(account.split())
    if len(bare) < 15 or not bare.isalnum() or not bare[:2].isalpha():
        return account
    return " ".join(bare[n : n + 4] for n in range(0, len(bare), 4))


def _drawn(paper: _Paper, words: Words) -> bytes:
    made = datetime(paper.made_on.year, paper.made_on.month, paper.made_on.day, tzinfo=UTC)
    title = f"DEMO · {paper.title}" if paper.demo else paper.title
    pen = Pen(title, paper.organisation, words.catalogue.language, made)
    room = int((_FOOT - 60 - _FIRST - _HEAD) // paper.row_height)
    rows = list(paper.rows)
    pages = [rows[n : n + room] for n in range(0, len(rows), room)] or [[]]
    for number, part in enumerate(pages, 1):
        _head(pen, paper, words)
        y = _table(pen, paper, words, part)
        if number == len(pages):
            _closing(pen, paper, words, y)
        _foot(pen, paper, words, number, len(pages))
        pen.canvas.showPage()
    return pen.finish()


def _y(from_top: float) -> float:
    return PAGE_HEIGHT - from_top


def _head(pen: Pen, paper: _Paper, words: Words) -> None:
    right = _MARGIN + _WIDTH
    code = pen.clean(paper.code)
    room = _WIDTH - pen.width(code, 10) - 20
    name = pen.short(paper.organisation, room, 11.5, strong=True)
    pen.text(_MARGIN, _y(56), name, 11.5, strong=True)
    pen.text(right, _y(56), code, 10, color=SOFT, right=True)
    if paper.demo:
        pen.text(right, _y(70), words("demo"), 9, strong=True, right=True)
    pen.text(_MARGIN, _y(_TOP - 18), paper.title, 25, strong=True)
    pen.rules([_y(_TOP)], _MARGIN, right, FRAME, 0.9)
    lines = pen.wrap(paper.note, _WIDTH, 10.5)
    pen.lines(_MARGIN, _y(_TOP + 17), lines, 10.5, 13, color=SOFT)


def _table(pen: Pen, paper: _Paper, words: Words, rows: Sequence[tuple[str, ...]]) -> float:
    """Head and rows; returns how far from the top the table ends."""
    right = _MARGIN + _WIDTH
    lefts = [_MARGIN]
    for column in paper.columns[:-1]:
        lefts.append(lefts[-1] + column.width)
    for left, column in zip(lefts, paper.columns, strict=True):
        x = left + column.width - 6 if column.right else left + 4
        title = pen.short(words(column.title), column.width - 6, 9, strong=True)
        pen.text(x, _y(_FIRST + 13), title, 9, strong=True, color=SOFT, right=column.right)
    y = _FIRST + _HEAD
    pen.rules([_y(_FIRST), _y(y)], _MARGIN, right, FRAME, 0.9)
    for row in rows:
        for left, column, text in zip(lefts, paper.columns, row, strict=True):
            _cell(pen, left, y + paper.row_height / 2, column, text, paper.row_height)
        y += paper.row_height
        pen.rules([_y(y)], _MARGIN, right, HAIRLINE)
    if paper.sign:
        pen.upright([lefts[-2], lefts[-1]], _y(_FIRST), _y(y))
    pen.rules([_y(y)], _MARGIN, right, FRAME, 0.9)
    return y


def _cell(pen: Pen, left: float, middle: float, column: _Column, text: str, high: float) -> None:
    """Words in the middle of their row, smaller where they must be."""
    width = column.width - 8
    for size in (10.0, 9.0, 8.5, 7.5, 6.5):
        lines = pen.wrap(text, width, size)
        if len(lines) * size * 1.15 <= high - 4:
            break
    leading = size * 1.15
    base = middle - leading * (len(lines) - 1) / 2 + size * 0.34
    if column.right:
        pen.text(left + column.width - 6, _y(base), text, size, right=True)
    else:
        pen.lines(left + 4, _y(base), lines, size, leading)


def _closing(pen: Pen, paper: _Paper, words: Words, y: float) -> None:
    total = f"{words('pocket.total')}: {words.exact(paper.total)} €"
    pen.text(_MARGIN + 4, _y(y + 20), total, 10.5, strong=True)
    if paper.sign:
        line = y + 44
        label = words("pocket.paid_by")
        pen.text(_MARGIN + _WIDTH / 2, _y(line), label, 9.5, color=SOFT)
        start = _MARGIN + _WIDTH / 2 + pen.width(label, 9.5) + 8
        pen.rules([_y(line + 2)], start, _MARGIN + _WIDTH, FRAME, 0.8)


def _foot(pen: Pen, paper: _Paper, words: Words, page: int, pages: int) -> None:
    right = _MARGIN + _WIDTH
    pen.rules([_y(_FOOT)], _MARGIN, right, HAIRLINE)
    made = words("pocket.made", day=words.long_day(paper.made_on))
    pen.text(_MARGIN, _y(_FOOT + 13), made, 9, color=SOFT)
    said = words("page", page=page, pages=pages)
    pen.text(right, _y(_FOOT + 13), said, 9, color=SOFT, right=True)
    if pen.unprintable:
        letters = " ".join(f"U+{ord(c):04X}" for c in sorted(pen.unprintable))
        pen.text(_MARGIN, _y(_FOOT - 5), words("list.letters", letters=letters), 9)
