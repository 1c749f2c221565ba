"""Workspace sheet and private code, made in memory and printed: they never become a file here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from mobdesk import i18n
from mobdesk.exports.pdf_parts import FRAME, INK, PAGE_HEIGHT, PAGE_WIDTH, SOFT, Pen
from mobdesk.exports.wording import Words

_MARGIN = 60.0
_WIDTH = PAGE_WIDTH - 2 * _MARGIN
_PER_ROW = 5
_QR = 150.0


def make_workspace_sheet(
    workspace: str,
    workspace_id: str,
    groups: Sequence[str],
    made_on: date,
    *,
    scan: str = "",
    catalogue: i18n.Catalogue = i18n.ENGLISH,
) -> bytes:
    """The sheet that opens a workspace; ``groups`` are the code as it is typed.

    ``scan`` is what the QR code holds (default: the groups joined).
    """
    facts = (("workspace", workspace), ("id", workspace_id))
    return _sheet("workspace_sheet", facts, groups, made_on, scan, Words(catalogue))


def make_private_sheet(
    nickname: str,
    workspace: str,
    groups: Sequence[str],
    made_on: date,
    *,
    scan: str = "",
    catalogue: i18n.Catalogue = i18n.ENGLISH,
) -> bytes:
    """The sheet with the private code of one person."""
    facts = (("nickname", nickname), ("workspace", workspace))
    return _sheet("private_sheet", facts, groups, made_on, scan, Words(catalogue))


def _sheet(
    kind: str,
    facts: Sequence[tuple[str, str]],
    groups: Sequence[str],
    made_on: date,
    scan: str,
    words: Words,
) -> bytes:
    at = datetime(made_on.year, made_on.month, made_on.day, tzinfo=UTC)
    title = words(f"{kind}.title")
    pen = Pen(title, "Mobdesk", words.catalogue.language, at)
    y = PAGE_HEIGHT - 84
    pen.text(_MARGIN, y, title, 27, strong=True)
    pen.rules([y - 14], _MARGIN, _MARGIN + _WIDTH, FRAME, 0.9)
    y -= 38
    shown = [(words(f"code_sheet.{code}"), value) for code, value in facts]
    shown.append((words("code_sheet.made"), words.long_day(made_on)))
    for label, value in shown:
        lines = pen.wrap(value, _WIDTH - 118, 10.5)
        pen.text(_MARGIN, y, label, 10.5, color=SOFT)
        pen.lines(_MARGIN + 118, y, lines, 10.5, 13)
        y -= 17 + 13 * (len(lines) - 1)
    y = _paragraph(pen, words(f"{kind}.what"), y - 8)
    y = _code(pen, words, groups, y - 14)
    y = _scan(pen, words, scan or "".join(groups), y - 22)
    for part in ("use", "keep", "old"):
        y = _paragraph(pen, words(f"{kind}.{part}"), y - 4)
    pen.canvas.showPage()
    return pen.finish()


def _paragraph(pen: Pen, text: str, y: float) -> float:
    lines = pen.wrap(text, _WIDTH, 10.5)
    pen.lines(_MARGIN, y - 10, lines, 10.5, 14)
    return y - 14 * len(lines) - 6


def _code(pen: Pen, words: Words, groups: Sequence[str], y: float) -> float:
    """The code in rows of groups, each row with its number, large enough to copy by hand."""
    pen.text(_MARGIN, y - 12, words("code_sheet.code"), 12, strong=True)
    y -= 42
    step = (_WIDTH - 40) / _PER_ROW
    for start in range(0, len(groups), _PER_ROW):
        row = groups[start : start + _PER_ROW]
        pen.text(_MARGIN, y, str(start // _PER_ROW + 1), 10, color=SOFT)
        for i, group in enumerate(row):
            pen.text(_MARGIN + 40 + i * step, y, group, 20, strong=True)
        pen.rules([y - 9], _MARGIN, _MARGIN + _WIDTH)
        y -= 34
    return y + 16


def _scan(pen: Pen, words: Words, text: str, y: float) -> float:
    """The QR code as squares: sharp at any size."""
    import segno

    pen.text(_MARGIN, y - 12, words("code_sheet.scan"), 12, strong=True)
    matrix = segno.make(text, error="q", micro=False).matrix
    cell = _QR / len(matrix)
    top = y - 26
    for r, row in enumerate(matrix):
        for c, dark in enumerate(row):
            if dark:
                # A hair larger than its place, so that no white lines show between the squares.
                pen.box(
                    _MARGIN + c * cell, top - (r + 1) * cell, cell + 0.05, cell + 0.05, fill=INK
                )
    return top - _QR - 16
