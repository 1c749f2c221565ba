"""Text tables: CSV, TSV and their relatives, in any common encoding."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator

from mobdesk.errors import Problem, Refused
from mobdesk.imports import encodings
from mobdesk.imports.kinds import refuse_markup
from mobdesk.imports.limits import CELLS
from mobdesk.imports.table import Book, Cell, Sheet

SEPARATORS = (";", ",", "\t", "|")
_NO_SEPARATORS = '"\r\n\x00'
_SAMPLE_RECORDS = 300
_SAMPLE_CHARACTERS = 300_000
_END = "\x00end\x00"
_SEP_LINE = re.compile(r'"?sep=(.)"?[ \t]*(\r\n|\r|\n|$)', re.IGNORECASE)
_STEP_ROWS = 5_000

Step = Callable[[int, int, str], None]


def read_text(data: bytes, encoding: str | None, separator: str | None, step: Step) -> Book:
    """The one table of a text file. ``encoding`` and ``separator`` are guessed when ``None``."""
    if separator and (len(separator) != 1 or separator in _NO_SEPARATORS):
        raise Refused("separator_unknown", separator=separator)
    decoded = encodings.decode(data, encoding)
    notes = list(decoded.notes)
    text = decoded.text
    refuse_markup(text)
    if "\x00" in text:
        text = text.replace("\x00", "")
        notes.append(Problem("", "nul_removed"))
    _refuse_binary(text)
    first_line = 1
    said = _SEP_LINE.match(text)
    if said is not None:
        separator = separator or said.group(1)
        text = text[said.end() :]
        first_line = 2
    separator = separator or guess_separator(text)
    rows, numbers, balanced = _table(text, separator, first_line, step)
    if not balanced:
        notes.append(Problem("", "open_quote"))
    while rows and not any(rows[-1]):
        rows.pop()
        numbers.pop()
    if not rows:
        raise Refused("empty_file")
    sheet = Sheet(name="", rows=rows, numbers=numbers)
    return Book("csv", (sheet,), decoded.encoding, separator, notes=tuple(notes))


def _refuse_binary(text: str) -> None:
    """A text has next to no control characters; a program or a picture is full of them."""
    sample = text[:_SAMPLE_CHARACTERS]
    odd = sum(1 for c in sample if (c < " " and c not in "\t\r\n\f\x0b") or c == "�")
    if odd > 5 + len(sample) // 50:
        raise Refused("not_a_table")


def _table(
    text: str, separator: str, first_line: int, step: Step
) -> tuple[list[list[Cell]], list[int], bool]:
    """Rows, the line on which each starts, and whether every quote that opens also closes."""
    backslash = _escapes_with_backslash(text, separator)
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    cells = 0
    for quoted in (True, False):
        rows, numbers, cells = [], [], 0
        records = _records(text, separator, quoted=quoted, backslash=backslash)
        for line, record in records:
            if line < 0:
                return rows, numbers, quoted
            cells += len(record)
            if cells > CELLS:
                raise Refused("over_limit", limit="cells", allowed=CELLS)
            rows.append([cell if cell != "" else None for cell in record])
            numbers.append(line + first_line - 1)
            if len(rows) % _STEP_ROWS == 0:
                step(len(rows), 0, "reading")
    return rows, numbers, False


def _records(
    text: str, separator: str, *, quoted: bool = True, backslash: bool = False
) -> Iterator[tuple[int, list[str]]]:
    """Line on which the record starts, and its fields; at a proper end ``(-1, [])``.

    A mark is read after the text: when it does not come out alone, a quote was left open.
    """
    csv.field_size_limit(32 * 1024 * 1024)
    reader = csv.reader(
        _with_end(text),
        delimiter=separator,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        escapechar="\\" if backslash and quoted else None,
        doublequote=not backslash,
    )
    line = 1
    try:
        for record in reader:
            if record == [_END]:
                yield -1, []
                return
            yield line, record
            line = reader.line_num + 1
    except csv.Error as error:
        raise Refused("not_a_table") from error


def _with_end(text: str) -> Iterator[str]:
    """Lines with their ends, however they end (CRLF, LF, CR), then the mark."""
    last = "\n"
    for last in io.StringIO(text, newline=""):
        if last.endswith(("\n", "\r")):
            yield last
        else:
            yield last + "\n"
    yield _END


def _escapes_with_backslash(text: str, separator: str) -> bool:
    r"""Whether quotes inside quoted fields are written ``\"`` (and not ``""``)."""
    sample = text[:_SAMPLE_CHARACTERS]
    if '\\"' not in sample or _well_quoted(sample, separator, backslash=False):
        return False
    return _well_quoted(sample, separator, backslash=True)


def _well_quoted(sample: str, separator: str, *, backslash: bool) -> bool:
    """Whether nothing stands between a closing quote and the next separator."""
    escape = "\\" if backslash else None
    reader = csv.reader(
        io.StringIO(sample, newline=""),
        delimiter=separator,
        escapechar=escape,
        doublequote=not backslash,
        strict=True,
    )
    try:
        for _ in reader:
            pass
    except csv.Error as error:
        return len(sample) == _SAMPLE_CHARACTERS and "end of data" in str(error)
    return True


def _shape(sample: str, separator: str, *, backslash: bool) -> tuple[float, int]:
    """How table-like a sample is: share of records as wide as most, and that width."""
    widths: Counter[int] = Counter()
    closed = False
    try:
        for line, record in _records(sample, separator, backslash=backslash):
            if line < 0:
                closed = True
                break
            if any(record):
                widths[len(record)] += 1
            if widths.total() >= _SAMPLE_RECORDS:
                closed = True
                break
    except Refused:
        return 0.0, 0
    if not widths:
        return 0.0, 0
    width, often = max(widths.items(), key=lambda item: (item[1], item[0]))
    share = often / widths.total()
    return (share if closed else share / 2), width


def guess_separator(text: str) -> str:
    """The separator that gives the most even table of more than one column; ``,`` for none."""
    sample = text[:_SAMPLE_CHARACTERS]
    best, best_score = ",", 0.0
    bare = re.sub(r'"[^"]*"', "", sample)
    outside = [separator for separator in SEPARATORS if separator in bare]
    for separator in outside or SEPARATORS:
        share, width = _shape(sample, separator, backslash=False)
        score = share * (1 + min(width, 20) / 40) if width > 1 else 0.0
        if score > best_score + 1e-9:
            best, best_score = separator, score
    if best_score == 0.0:
        first = next((line for line in sample.splitlines() if line.strip()), "")
        best = max(SEPARATORS, key=first.count) if any(map(first.count, SEPARATORS)) else ","
    return best
