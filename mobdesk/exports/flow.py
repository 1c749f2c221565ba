"""Pages filled from top to bottom: laid out first, then drawn, so that all know the last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from mobdesk.exports.pdf_parts import (
    FRAME,
    HAIRLINE,
    HEAD_HEIGHT,
    INK,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SOFT,
    Column,
    LaidRow,
    Pen,
    draw_table,
    lay_rows,
)

MARGIN = 60.0
WIDTH = PAGE_WIDTH - 2 * MARGIN
_TOP = PAGE_HEIGHT - 62
_BOTTOM = 74.0
BODY, LEADING = 10.5, 13.5

Draw = Callable[[], None]


class Flow:
    """Collects what is drawn on each page; ``pages`` are lists of drawings."""

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self.pages: list[list[Draw]] = []
        self.sections: list[tuple[str, int]] = []
        self._y = 0.0

    def cover(self, draw: Draw) -> None:
        """The first page, drawn as a whole."""
        self.pages.append([draw])

    def section(self, title: str) -> None:
        """Start a section on a new page."""
        self.pages.append([])
        self.sections.append((title, len(self.pages)))
        self._y = _TOP
        self._add(lambda: self._draw_title(title, first=True))
        self._y -= 26

    def _continue(self) -> None:
        title = self.sections[-1][0]
        self.pages.append([])
        self._y = _TOP
        self._add(lambda: self._draw_title(title, first=False))
        self._y -= 26

    def _draw_title(self, title: str, *, first: bool) -> None:
        pen = self.pen
        if first:
            pen.text(MARGIN, _TOP, title, 15, strong=True)
            pen.rules([_TOP - 9], MARGIN, MARGIN + WIDTH, FRAME, 0.8)
        else:
            pen.text(MARGIN, _TOP, title, BODY, strong=True, color=SOFT)
            pen.rules([_TOP - 7], MARGIN, MARGIN + WIDTH, HAIRLINE)

    def _add(self, draw: Draw) -> None:
        self.pages[-1].append(draw)

    def need(self, height: float) -> None:
        """Go to a new page unless ``height`` points are left."""
        if self._y - height < _BOTTOM:
            self._continue()

    @property
    def left(self) -> float:
        """The points that are left on this page."""
        return self._y - _BOTTOM

    def next_page(self) -> None:
        """Go on at the top of a new page."""
        self._continue()

    def space(self, height: float) -> None:
        """Leave room."""
        self._y -= height

    def heading(self, text: str, *, keep: float = 40) -> None:
        """A heading that stays with the ``keep`` points after it."""
        self.need(34 + keep)
        if self._y < _TOP - 40:
            self._y -= 10
        y = self._y - 14
        self._add(lambda: self.pen.text(MARGIN, y, text, 12, strong=True))
        self._y -= 22

    def paragraph(self, text: str, *, soft: bool = False) -> None:
        """Wrapped text of any length."""
        size, leading = (9.5, 12.5) if soft else (BODY, LEADING)
        for line in self.pen.wrap(text, WIDTH, size):
            self.need(leading)
            self._line(line, size, leading, SOFT if soft else INK)
        self._y -= 4

    def _line(self, line: str, size: float, leading: float, color: str) -> None:
        y = self._y - size
        self._add(lambda: self.pen.text(MARGIN, y, line, size, color=color))
        self._y -= leading

    def facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Label and value, one below the other."""
        shown = list(facts)
        label_width = max([110.0, *(self.pen.width(label, BODY) for label, _value in shown)]) + 8
        for label, value in shown:
            lines = self.pen.wrap(value, WIDTH - label_width, BODY)
            for i, line in enumerate(lines):
                self.need(16)
                self._fact(label if i == 0 else "", line, label_width)
        self._y -= 4

    def _fact(self, label: str, line: str, label_width: float) -> None:
        y = self._y - 11
        if label:
            self._add(lambda: self.pen.text(MARGIN, y, label, BODY, color=SOFT))
        self._add(lambda: self.pen.text(MARGIN + label_width, y, line, BODY))
        self._y -= 16

    def block(self, height: float, draw: Callable[[float], object]) -> None:
        """Something of known height that is not torn apart; ``draw`` gets its top."""
        self.need(height)
        top = self._y
        self._add(lambda: (draw(top), None)[1])
        self._y -= height

    def table(
        self, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, last_strong: bool = False
    ) -> None:
        """A table in pieces of one page, its head repeated."""
        laid = lay_rows(self.pen, columns, rows)
        self.need(HEAD_HEIGHT + (laid[0].height if laid else 0))
        start = 0
        while start < len(laid):
            left = self._y - HEAD_HEIGHT - _BOTTOM
            end = start
            while end < len(laid) and laid[end].height <= left:
                left -= laid[end].height
                end += 1
            if end == start:
                laid[start : start + 1] = self._torn(laid[start], left)
                continue
            self._piece(columns, laid[start:end], last_strong=last_strong and end == len(laid))
            start = end
            if start < len(laid):
                self._continue()
        self._y -= 8

    @staticmethod
    def _torn(row: LaidRow, left: float) -> list[LaidRow]:
        """A row taller than a page, as two rows."""
        from mobdesk.exports.pdf_parts import TABLE_LEADING

        lines = max(1, int((left - 8) / TABLE_LEADING))
        first = [cell[:lines] or ("",) for cell in row.cells]
        rest = [cell[lines:] or ("",) for cell in row.cells]
        taken = lines * TABLE_LEADING
        return [LaidRow(taken + 7, first), LaidRow(row.height - taken, rest)]

    def _piece(self, columns: Sequence[Column], rows: list[LaidRow], *, last_strong: bool) -> None:
        top = self._y
        self._add(
            lambda: (
                draw_table(self.pen, columns, rows, MARGIN, top, last_strong=last_strong),
                None,
            )[1]
        )
        self._y -= HEAD_HEIGHT + sum(row.height for row in rows)

    def draw(self, foot: Callable[[int, int], None]) -> None:
        """Draw all pages; ``foot`` gets page and number of pages. Sections become bookmarks."""
        canvas = self.pen.canvas
        starts = {page: title for title, page in self.sections}
        for number, page in enumerate(self.pages, 1):
            if number in starts:
                key = f"section-{number}"
                canvas.bookmarkPage(key)
                canvas.addOutlineEntry(starts[number], key, 0)
            for draw in page:
                draw()
            foot(number, len(self.pages))
            canvas.showPage()
