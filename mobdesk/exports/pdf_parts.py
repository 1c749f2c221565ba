"""What every paper is made of: the font, a pen, wrapped text, tables for thousands of rows.

Positions are points from the lower left corner, as in PDF. Text goes to the page as one operator
stream per page and font: reportlab embeds the font, but does not lay out the cells.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89

# Colours of the paper (looks, section 8).
INK = "#22262A"
SOFT = "#5B5C59"
BLUE = "#0B4B70"
FILL = "#00659F"
TINT = "#B9D7E8"
FRAME = "#877F72"
HAIRLINE = "#D9D2C5"
AMBER = "#8A5A00"

#: Stands for a letter that the font does not have; the last page names those letters.
UNPRINTABLE = "¤"
_REPLACED = {"\u2011": "-", "\u00a0": " ", "\u202f": " ", "\u2212": "−"}


class Face:
    """One weight of Source Sans: registered once, measured by a table of widths."""

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        self.font = TTFont(name, path)
        pdfmetrics.registerFont(self.font)
        widths = self.font.face.charWidths
        self.widths = {chr(code): widths[code] / 1000 for code in self.font.face.charToGlyph}
        for control in [c for c in self.widths if unicodedata.category(c) in ("Cc", "Cf")]:
            del self.widths[control]

    def width(self, text: str, size: float) -> float:
        """The width of cleaned ``text`` in points."""
        return float(sum(map(self.widths.__getitem__, text)) * size)


@cache
def faces() -> tuple[Face, Face]:
    """Regular and Semibold."""
    from font_source_sans_pro import font_files_ttf

    return (
        Face("MobdeskSans", font_files_ttf["SourceSansPro"]),
        Face("MobdeskSans-Semibold", font_files_ttf["SourceSansProSemibold"]),
    )


class Column(NamedTuple):
    """One column of a table; ``width`` in points."""

    title: str
    width: float
    right: bool = False
    strong: bool = False


class Cell(NamedTuple):
    """A piece of text at its place."""

    x: float
    y: float
    text: str


class Pen:
    """One document: the canvas, and text measured, cleaned and wrapped without Paragraphs."""

    def __init__(self, title: str, author: str, language: str, at: datetime) -> None:
        self.regular, self.strong = faces()
        self._target = BytesIO()
        self.canvas = Canvas(
            self._target, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), pageCompression=1, invariant=1,
            initialFontName=self.regular.name,  # else every page names Helvetica, not embedded
        )  # fmt: skip
        self.canvas.setTitle(title)
        self.canvas.setAuthor(author)
        self.canvas.setSubject(title)
        self.canvas.setCreator("Mobdesk")
        self.canvas.setProducer("Mobdesk")
        self.canvas.setCatalogEntry("Lang", language)
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        self._stamp(at)
        self.unprintable: dict[str, None] = {}
        self._split: dict[tuple[str, str], list[tuple[str, str]]] = {}

    def _stamp(self, at: datetime) -> None:
        """The dates inside the file are those of the data, not of the clock."""
        stamp = self.canvas._doc._timeStamp
        moment = at.astimezone(UTC)
        stamp.t = moment.timestamp()
        stamp.lt = moment.utctimetuple()
        stamp.YMDhms = tuple(stamp.lt)[:6]
        stamp.dhh = stamp.dmm = 0
        stamp.tzname = "UTC"
        # The file's identifier grows from the contents and this moment only.
        self.canvas._doc.signature = hashlib.md5(moment.isoformat().encode(), usedforsecurity=False)

    def finish(self) -> bytes:
        """Close the document and return its bytes."""
        self.canvas.save()
        return self._target.getvalue()

    # --- text -----------------------------------------------------------------------------------

    def clean(self, text: str) -> str:
        """``text`` with only letters that the font has; others are noted and shown as ``¤``."""
        known = self.regular.widths
        out = []
        for c in unicodedata.normalize("NFC", text):
            if c in known:
                out.append(c)
            elif c in _REPLACED or c.isspace():
                out.append(_REPLACED.get(c, " "))
            elif unicodedata.category(c) not in ("Cc", "Cf", "Mn", "Cs", "Co"):
                self.unprintable[c] = None
                out.append(UNPRINTABLE)
        return "".join(out)

    def width(self, text: str, size: float, *, strong: bool = False) -> float:
        """The width of ``text`` in points."""
        face = self.strong if strong else self.regular
        try:
            return face.width(text, size)
        except KeyError:
            return face.width(self.clean(text), size)

    def wrap(
        self, text: str, width: float, size: float, *, strong: bool = False
    ) -> tuple[str, ...]:
        """Break ``text`` into lines no wider than ``width``; too long words break inside."""
        face = self.strong if strong else self.regular
        try:
            if face.width(text, size) <= width:
                return (text,)
        except KeyError:
            text = self.clean(text)
        lines: list[str] = []
        line = ""
        for word in text.split(" "):
            if not word:
                continue
            longer = f"{line} {word}" if line else word
            if face.width(longer, size) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            line = word
            while face.width(line, size) > width:
                n = self._fits(face, line, width, size)
                lines.append(line[:n])
                line = line[n:]
        return (*lines, line) if line or not lines else tuple(lines)

    def short(self, text: str, width: float, size: float, *, strong: bool = False) -> str:
        """``text``, or its beginning with ``…``; only where the whole text stands elsewhere."""
        text = self.clean(text)
        if self.width(text, size, strong=strong) <= width:
            return text
        while text and self.width(f"{text}…", size, strong=strong) > width:
            text = text[:-1]
        return f"{text.rstrip()}…"

    @staticmethod
    def _fits(face: Face, word: str, width: float, size: float) -> int:
        """How many letters of ``word`` fit; after ``@ . - _ /`` where there is one to break at."""
        total, n = 0.0, 0
        for c in word:
            total += face.widths[c] * size
            if total > width:
                break
            n += 1
        n = max(1, n)
        for i in range(n, n // 3, -1):
            if word[i - 1] in "@.-_/":
                return i
        # No line of a lonely comma.
        return n - 1 if n > 1 and len(word) - n == 1 and not word[-1].isalnum() else n

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = 10.5,
        *,
        strong: bool = False,
        color: str = INK,
        right: bool = False,
    ) -> None:
        """One line; ``right`` ends it at ``x``."""
        text = self.clean(text)
        if right:
            x -= self.width(text, size, strong=strong)
        self.cells([Cell(x, y, text)], size, strong=strong, color=color)

    def lines(
        self,
        x: float,
        y: float,
        lines: Iterable[str],
        size: float,
        leading: float,
        *,
        strong: bool = False,
        color: str = INK,
    ) -> None:
        """Lines under each other; ``y`` is the first base line."""
        cells = [Cell(x, y - i * leading, line) for i, line in enumerate(lines)]
        self.cells(cells, size, strong=strong, color=color)

    def cells(
        self, cells: Iterable[Cell], size: float, *, strong: bool = False, color: str = INK
    ) -> None:
        """Write many cleaned texts in one font: one text object, no layout."""
        face = self.strong if strong else self.regular
        out = [f"BT {_rgb(color)} rg"]
        current = ""
        split = self._split
        name = face.name
        for x, y, text in cells:
            pieces = split.get((name, text))
            if pieces is None:
                pieces = split[name, text] = self._pieces(face, text)
            out.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
            for font, code in pieces:
                if font != current:
                    out.append(f"{font} {size} Tf")
                    current = font
                out.append(f"<{code}> Tj")
        out.append("ET")
        self.canvas.addLiteral("\n".join(out))

    def _pieces(self, face: Face, text: str) -> list[tuple[str, str]]:
        """The text as (name of the embedded subset, codes in hexadecimal)."""
        doc = self.canvas._doc
        return [
            (face.font.getSubsetInternalName(subset, doc), bytes(codes).hex())
            for subset, codes in face.font.splitString(text, doc)
        ]

    # --- lines and areas ------------------------------------------------------------------------

    def rules(
        self, ys: Iterable[float], x0: float, x1: float, color: str = HAIRLINE, width: float = 0.6
    ) -> None:
        """Horizontal lines."""
        path = " ".join(f"{x0:.2f} {y:.2f} m {x1:.2f} {y:.2f} l" for y in ys)
        if path:
            self.canvas.addLiteral(f"{_rgb(color)} RG {width} w 0 J {path} S")

    def upright(
        self, xs: Iterable[float], y0: float, y1: float, color: str = HAIRLINE, width: float = 0.6
    ) -> None:
        """Vertical lines."""
        path = " ".join(f"{x:.2f} {y0:.2f} m {x:.2f} {y1:.2f} l" for x in xs)
        if path:
            self.canvas.addLiteral(f"{_rgb(color)} RG {width} w 0 J {path} S")

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: str = "", line: str = ""
    ) -> None:
        """A rectangle, filled, framed or both."""
        if fill:
            self.canvas.addLiteral(f"{_rgb(fill)} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")
        if line:
            self.canvas.addLiteral(
                f"{_rgb(line)} RG 0.6 w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S"
            )


@cache
def _rgb(color: str) -> str:
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return " ".join(f"{part:.3f}" for part in parts)


# --- tables -------------------------------------------------------------------------------------

TABLE_SIZE = 8.5
TABLE_LEADING = 10.6
_PAD = 7.0
TABLE_GAP = 7.0
HEAD_HEIGHT = 20.0

Lines = tuple[str, ...]


class LaidRow(NamedTuple):
    """One row, wrapped: the lines of each cell and the height of the row."""

    height: float
    cells: list[Lines]


def lay_rows(pen: Pen, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> list[LaidRow]:
    """Wrap every cell to the width of its column. What does not fit goes to a next line."""
    laid = []
    wrap = pen.wrap
    specs: list[tuple[float, bool, dict[str, Lines]]] = [
        (c.width - TABLE_GAP, c.strong, {}) for c in columns
    ]
    for row in rows:
        cells: list[Lines] = []
        most = 1
        for text, (width, strong, known) in zip(row, specs, strict=True):
            lines = known.get(text)
            if lines is None:
                lines = known[text] = wrap(text, width, TABLE_SIZE, strong=strong)
            if len(lines) > most:
                most = len(lines)
            cells.append(lines)
        laid.append(LaidRow(most * TABLE_LEADING + _PAD, cells))
    return laid


def draw_table(
    pen: Pen,
    columns: Sequence[Column],
    rows: Sequence[LaidRow],
    x: float,
    top: float,
    *,
    last_strong: bool = False,
) -> float:
    """Draw the head and ``rows`` below ``top``; return the y under the last row."""
    width = sum(column.width for column in columns)
    _draw_head(pen, columns, x, top)
    y = top - HEAD_HEIGHT
    rules = []
    fonts: tuple[list[Cell], list[Cell]] = ([], [])
    places = []
    at = x
    for column in columns:
        places.append((at, at + column.width - TABLE_GAP, column.right, column.strong))
        at += column.width
    measure = pen.width
    for n, row in enumerate(rows):
        base = y - TABLE_LEADING + 1.0 - _PAD / 2 + 1.5
        total = last_strong and n == len(rows) - 1
        for lines, (left, end, right, strong) in zip(row.cells, places, strict=True):
            target = fonts[strong or total]
            for i, line in enumerate(lines):
                if not line:
                    continue
                start = end - measure(line, TABLE_SIZE, strong=strong or total) if right else left
                target.append(Cell(start, base - i * TABLE_LEADING, line))
        y -= row.height
        rules.append(y)
    pen.cells(fonts[0], TABLE_SIZE)
    pen.cells(fonts[1], TABLE_SIZE, strong=True)
    pen.rules(rules, x, x + width)
    return y


def _draw_head(pen: Pen, columns: Sequence[Column], x: float, top: float) -> None:
    at = x
    cells = []
    for column in columns:
        start = at
        if column.right:
            start += column.width - TABLE_GAP - pen.width(column.title, TABLE_SIZE, strong=True)
        cells.append(Cell(start, top - 13, pen.clean(column.title)))
        at += column.width
    pen.cells(cells, TABLE_SIZE, strong=True, color=SOFT)
    pen.rules([top - HEAD_HEIGHT], x, at, FRAME, 0.8)


Draw = Callable[[Pen], None]
