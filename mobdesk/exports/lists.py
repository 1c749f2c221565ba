"""The list of participants to sign: black on white, up to 16 people on a page (looks, 8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import NamedTuple

from mobdesk import i18n
from mobdesk.exports.pdf_parts import FRAME, HAIRLINE, INK, PAGE_HEIGHT, PAGE_WIDTH, SOFT, Pen
from mobdesk.exports.report import Organisation
from mobdesk.exports.wording import Words

_MARGIN = 48.0
_WIDTH = PAGE_WIDTH - 2 * _MARGIN
#: A hand needs 11 mm.
ROW = 33.0
_COLUMNS = (28.0, 142.0, 92.0, 54.0, 91.5, _WIDTH - 407.5)
_LABEL = 95.0


class Signer(NamedTuple):
    """One line of the list. ``role`` is a code (``learner``); ``subgroup`` a title or empty."""

    name: str
    role: str = ""
    place: str = ""
    subgroup: str = ""


@dataclass(frozen=True, slots=True)
class ParticipantList:
    """What the list says; signers in the order in which they are numbered.

    ``activity``, ``host`` and ``signed_by`` are finished words or empty; ``list_id`` names this
    printing.
    """

    organisation: Organisation
    project_code: str
    activity: str
    host: str
    signers: tuple[Signer, ...]
    made_on: date
    list_id: str = ""
    start: date | None = None
    end: date | None = None
    leaves: date | None = None
    back: date | None = None
    activity_days: int | None = None
    signed_by: str = ""
    demo: bool = False


class _Sizes(NamedTuple):
    """Where things stand, in points from the top; compact keeps 12 to 16 people on one page."""

    head: float
    title: float
    title_size: float
    rule: float
    fact: float
    table_head: float
    note: float
    hand: float
    foot: float


_ROOMY = _Sizes(56, 118, 25, 136, 16, 24, 22, 54, 782)
_COMPACT = _Sizes(36, 74, 18, 84, 14, 20, 13, 34, 798)


def make_list(listed: ParticipantList, catalogue: i18n.Catalogue = i18n.ENGLISH) -> bytes:
    """Return the PDF."""
    words = Words(catalogue)
    made = datetime(listed.made_on.year, listed.made_on.month, listed.made_on.day, tzinfo=UTC)
    title = words("list.title")
    pen = Pen(
        f"DEMO · {title}" if listed.demo else title,
        listed.organisation.name, catalogue.language, made,
    )  # fmt: skip
    facts = list(_facts(listed, words))
    for sizes in (_ROOMY, _COMPACT):
        pages = _pages(pen, sizes, facts, len(listed.signers))
        if len(pages) == 1:
            break
    else:
        sizes = _ROOMY
        pages = _pages(pen, sizes, facts, len(listed.signers))
    for number, (first, last) in enumerate(pages, 1):
        y = _head(pen, listed, words, sizes, facts)
        y = _rows(pen, listed, words, sizes, y, (first, last))
        if number == len(pages):
            _signatures(pen, listed, words, sizes, y)
        _foot(pen, listed, words, sizes, (number, len(pages)))
        pen.canvas.showPage()
    return pen.finish()


def _facts(listed: ParticipantList, words: Words) -> Iterator[tuple[str, str]]:
    if listed.activity:
        yield words("list.activity"), listed.activity
    if listed.host:
        yield words("list.host"), listed.host
    if listed.start or listed.end:
        period = words.period(listed.start, listed.end)
        if listed.activity_days:
            days = words.count("list.days", listed.activity_days)
            period = words("list.dates", period=period, days=days)
        yield words("list.activity_dates"), period
    if listed.leaves or listed.back:
        yield words("list.travel_dates"), _travel(listed, words)


def _travel(listed: ParticipantList, words: Words) -> str:
    if listed.leaves is None or listed.back is None or listed.leaves == listed.back:
        return words.long_day(listed.leaves or listed.back)
    last = words.long_day(listed.back)
    same = (listed.leaves.year, listed.leaves.month) == (listed.back.year, listed.back.month)
    first = str(listed.leaves.day) if same else words.long_day(listed.leaves)
    return words("list.travel", first=first, last=last)


def _fact_lines(pen: Pen, facts: Sequence[tuple[str, str]]) -> int:
    return sum(len(pen.wrap(value, _WIDTH - _LABEL, 10.5)) for _label, value in facts)


def _pages(
    pen: Pen, sizes: _Sizes, facts: Sequence[tuple[str, str]], n: int
) -> list[tuple[int, int]]:
    """First and last row of each page; the last one keeps room for the signatures."""
    top = sizes.rule + 12 + _fact_lines(pen, facts) * sizes.fact + sizes.table_head
    whole = int((sizes.foot - 10 - top) // ROW)
    closing = sizes.note + sizes.hand + 46
    last = int((sizes.foot - 4 - top - closing) // ROW)
    pages = []
    first = 0
    while n - first > last:
        take = min(whole, n - first - 1) if n - first > 1 else 1
        pages.append((first, first + max(1, take)))
        first = pages[-1][1]
    pages.append((first, n))
    return pages


def _y(from_top: float) -> float:
    return PAGE_HEIGHT - from_top


def _head(
    pen: Pen,
    listed: ParticipantList,
    words: Words,
    sizes: _Sizes,
    facts: Sequence[tuple[str, str]],
) -> float:
    """Organisation, code, title and facts; returns how far from the top the table begins."""
    organisation = listed.organisation
    right = _MARGIN + _WIDTH
    code = pen.clean(listed.project_code)
    room = _WIDTH - pen.width(code, 10) - 20
    _mark(pen, _MARGIN, _y(sizes.head + 10))
    pen.text(
        _MARGIN + 30, _y(sizes.head - 1),
        pen.short(organisation.name, room - 30, 11.5, strong=True), 11.5, strong=True,
    )  # fmt: skip
    place = words.place(organisation.city, organisation.country)
    oid = f"OID {organisation.oid}" if organisation.oid else ""
    line = " · ".join(part for part in (place, oid) if part)
    pen.text(_MARGIN + 30, _y(sizes.head + 11), line, 9.5, color=SOFT)
    pen.text(right, _y(sizes.head), code, 10, color=SOFT, right=True)
    if listed.demo:
        pen.text(right, _y(sizes.head + 13), words("demo"), 9, strong=True, right=True)
    pen.text(_MARGIN, _y(sizes.title), words("list.title"), sizes.title_size, strong=True)
    pen.rules([_y(sizes.rule)], _MARGIN, right, FRAME, 0.9)
    y = sizes.rule + sizes.fact + 1
    for label, value in facts:
        pen.text(_MARGIN, _y(y), label, 10.5, color=SOFT)
        lines = pen.wrap(value, _WIDTH - _LABEL, 10.5)
        pen.lines(_MARGIN + _LABEL, _y(y), lines, 10.5, sizes.fact)
        y += sizes.fact * len(lines)
    return sizes.rule + 12 + _fact_lines(pen, facts) * sizes.fact


def _mark(pen: Pen, x: float, y: float) -> None:
    """The program's arc as a line drawing: nothing on this paper is filled."""
    canvas = pen.canvas
    canvas.saveState()
    canvas.setLineWidth(1.2)
    canvas.setStrokeColor(INK)
    canvas.roundRect(x, y, 22, 22, 5, stroke=1, fill=0)
    canvas.setLineWidth(1.8)
    canvas.bezier(x + 5, y + 6.5, x + 8, y + 19, x + 14, y + 19, x + 17, y + 6.5)
    canvas.restoreState()


def _rows(
    pen: Pen,
    listed: ParticipantList,
    words: Words,
    sizes: _Sizes,
    top: float,
    rows: tuple[int, int],
) -> float:
    """Table head and rows; returns how far from the top the table ends."""
    right = _MARGIN + _WIDTH
    lefts = [_MARGIN]
    for width in _COLUMNS[:-1]:
        lefts.append(lefts[-1] + width)
    titles = ("col.number", "col.person", "col.role", "list.from", "list.first_day",
              "list.last_day")  # fmt: skip
    base = top + sizes.table_head / 2 + 3
    for left, title, width in zip(lefts, titles, _COLUMNS, strict=True):
        size = 9.0
        while pen.width(words(title), size, strong=True) > width - 6 and size > 6:
            size -= 0.5
        pen.text(left + 4, _y(base), words(title), size, strong=True, color=SOFT)
    y = top + sizes.table_head
    pen.rules([_y(top), _y(y)], _MARGIN, right, FRAME, 0.9)
    first, last = rows
    for n in range(first, last):
        signer = listed.signers[n]
        middle = y + ROW / 2
        pen.text(lefts[0] + 4, _y(middle + 3.5), str(n + 1), 10, color=SOFT)
        _fitted(pen, lefts[1] + 4, middle, signer.name, _COLUMNS[1] - 8, strong=True)
        _fitted(pen, lefts[2] + 4, middle, words.name("role", signer.role), _COLUMNS[2] - 8)
        _fitted(pen, lefts[3] + 4, middle, signer.place, _COLUMNS[3] - 6)
        y += ROW
    lines = [_y(top + sizes.table_head + ROW * (i + 1)) for i in range(last - first - 1)]
    pen.rules(lines, _MARGIN, right)
    pen.upright([lefts[4], lefts[5]], _y(top), _y(y))
    pen.rules([_y(y)], _MARGIN, right, FRAME, 0.9)
    return y


def _fitted(
    pen: Pen, x: float, middle: float, text: str, width: float, *, strong: bool = False
) -> None:
    """Text in the middle of its row, on as many lines as it needs, smaller where it must be."""
    for size in (10.5, 9.5, 8.5, 7.5, 6.5):
        lines = pen.wrap(text, width, size, strong=strong)
        if len(lines) * size * 1.12 <= ROW - 3 and (size < 9 or not _torn(text, lines)):
            break
    leading = size * 1.12
    base = middle - leading * (len(lines) - 1) / 2 + size * 0.34
    pen.lines(x, _y(base), lines, size, leading, strong=strong)


def _torn(text: str, lines: Sequence[str]) -> bool:
    """A word had to be broken inside, not after a hyphen."""
    joined = "".join(line if line.endswith("-") else f"{line} " for line in lines)
    return joined.split() != text.split()


def numbers(listed: ParticipantList, words: Words) -> str:
    """``Subgroup A: numbers 1–4 and 9.`` for each subgroup."""
    groups: dict[str, list[int]] = {}
    for n, signer in enumerate(listed.signers, 1):
        if signer.subgroup:
            groups.setdefault(signer.subgroup, []).append(n)
    if len(groups) < 2:
        return ""
    return " ".join(
        words("list.subgroup", title=title, numbers=_ranges(found, words))
        for title, found in groups.items()
    )


def _ranges(found: Sequence[int], words: Words) -> str:
    runs = []
    for _key, group in groupby(enumerate(found), lambda pair: pair[1] - pair[0]):
        run = [n for _i, n in group]
        runs.append(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}")
    if len(runs) == 1:
        return runs[0]
    return words("and", first=", ".join(runs[:-1]), last=runs[-1])


def _signatures(pen: Pen, listed: ParticipantList, words: Words, sizes: _Sizes, top: float) -> None:
    note = " ".join(p for p in (words("list.confirms"), numbers(listed, words)) if p)
    size = 9.5
    while len(pen.wrap(note, _WIDTH, size)) > (2 if sizes is _ROOMY else 1) and size > 7:
        size -= 0.5
    lines = pen.wrap(note, _WIDTH, size)
    pen.lines(_MARGIN, _y(top + sizes.note - 1), lines, size, 11, color=SOFT)
    extra = 11.0 * (len(lines) - 1)
    y = top + sizes.note + extra + (24 if sizes is _ROOMY and _room(sizes, top) else 14)
    half = (_WIDTH - 24) / 2
    for x, title, name in (
        (_MARGIN, words("list.sender"), listed.signed_by or words("list.function")),
        (_MARGIN + half + 24, words("list.receiver"), words("list.function")),
    ):
        pen.text(x, _y(y), title, 9.5, strong=True)
        line = y + sizes.hand - 4
        pen.rules([_y(line)], x, x + half, FRAME, 0.8)
        pen.text(x, _y(line + 11), pen.short(name, half, 9.5), 9.5, color=SOFT)
        place = words("list.place_date")
        pen.text(x, _y(line + 26), place, 9.5, color=SOFT)
        start = x + pen.width(place, 9.5) + 8
        pen.rules([_y(line + 28)], start, x + half, FRAME, 0.8)


def _room(sizes: _Sizes, top: float) -> bool:
    return sizes.foot - top > sizes.note + 24 + sizes.hand + 46


def _foot(
    pen: Pen,
    listed: ParticipantList,
    words: Words,
    sizes: _Sizes,
    page: tuple[int, int],
) -> None:
    right = _MARGIN + _WIDTH
    pen.rules([_y(sizes.foot)], _MARGIN, right, HAIRLINE)
    made = words(
        "list.made" if listed.list_id else "list.made_bare",
        cofunded=words("cofunded"),
        day=words.long_day(listed.made_on),
        id=listed.list_id,
    )
    y = _y(sizes.foot + 13)
    if pen.unprintable:
        letters = " ".join(f"U+{ord(c):04X}" for c in sorted(pen.unprintable))
        pen.text(_MARGIN, _y(sizes.foot - 5), words("list.letters", letters=letters), 9)
    pen.text(_MARGIN, y, made, 9, color=SOFT)
    pen.text(right, y, words("page", page=page[0], pages=page[1]), 9, color=SOFT, right=True)
