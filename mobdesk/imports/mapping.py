"""From a read book to a table: which sheet, which header row, which column is which field."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from mobdesk.domain.countries import find_country
from mobdesk.domain.fold import fold, tidy
from mobdesk.errors import Refused
from mobdesk.imports import headers
from mobdesk.imports.headers import BARE_NAME, FIELDS, FULL_NAME, HOSTING_PLACE, NOUNS, Meaning
from mobdesk.imports.table import Book, Cell, Sheet

KINDS = ("people", "organisations", "mobilities")
ORDERS = ("dmy", "mdy", "ymd")
_LOOKED_AT = 40
"""Title rows and notes above a table: the header is looked for in this many rows."""
_SURE = 4
_SAMPLES = 200
_NAMELESS = re.compile(r"^\([A-Z]{1,3}\)")
_REACH = 3
_DETAILS = frozenset({
    "grant", "age", "gender", "nationality", "role", "phone", "fewer_opportunities", "language",
    "green_travel", "participants", "activity_type", "note",
})  # fmt: skip
"""Fields that describe a record and make none: a list of sums and counts is no list of stays."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose or a remembered mapping says; ``None`` means: find out.

    ``columns`` maps header texts to fields; ``None`` leaves a column out. Headers that it does
    not name are recognised by their words.
    """

    kind: str = "mobilities"
    sheet: str | None = None
    header_row: int | None = None
    encoding: str | None = None
    separator: str | None = None
    dates: str | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)

    @classmethod
    def from_json(cls, value: Any, kind: str = "mobilities") -> Choices:
        """Read a mapping file; raises ``Refused`` ``no_mapping``, or ``bad_mapping``.

        ``bad_mapping`` names the part that is wrong.
        """
        if not isinstance(value, dict):
            raise Refused("no_mapping")
        known: dict[str, Callable[[Any], bool]] = {
            "sheet": lambda v: isinstance(v, str),
            "header_row": lambda v: isinstance(v, int) and not isinstance(v, bool) and v > 0,
            "encoding": lambda v: isinstance(v, str),
            "separator": lambda v: isinstance(v, str) and len(v) == 1,
            "dates": lambda v: v in ORDERS,
            "columns": _are_columns,
        }
        for name, part in value.items():
            if name not in known or not (part is None or known[name](part)):
                raise Refused("bad_mapping", part=name)
        chosen = {name: part for name, part in value.items() if part is not None}
        return cls(kind=kind, **chosen)

    def to_json(self) -> dict[str, Any]:
        """The mapping file of these choices."""
        return {
            "sheet": self.sheet,
            "header_row": self.header_row,
            "encoding": self.encoding,
            "separator": self.separator,
            "dates": self.dates,
            "columns": dict(self.columns),
        }


def _are_columns(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(header, str) and (name is None or name in (*FIELDS, FULL_NAME))
        for header, name in value.items()
    )


class Column(NamedTuple):
    """One column: ``place`` from 0; ``field`` is None when nothing is taken from it."""

    place: int
    header: str
    field: str | None


class HeaderCandidate(NamedTuple):
    """A row that may hold the headers, with how many of its words are known."""

    row: int
    known: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The part of a book that is imported."""

    sheet: Sheet
    header_position: int
    """Index into ``sheet.rows``; the data begins after it."""
    columns: tuple[Column, ...]
    languages: tuple[str, ...]
    """Languages of the header words, most frequent first."""
    other_sheets: tuple[str, ...]
    candidates: tuple[HeaderCandidate, ...]

    @property
    def header_row(self) -> int:
        """The row number of the headers, as a person counts."""
        return self.sheet.numbers[self.header_position]

    @property
    def refusal(self) -> str | None:
        """Why no row can be a record: no column is known, or none says who, where or when."""
        fields = {column.field for column in self.columns} - {None}
        if not fields:
            return "no_known_columns"
        return "no_telling_columns" if fields <= _DETAILS else None


def header_set(texts: Iterable[str]) -> str:
    """The key under which a mapping is remembered: the header words, whatever their order."""
    words = "\n".join(sorted(headers.normal(text) for text in texts))
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def find_table(book: Book, choices: Choices) -> Table:
    """Choose sheet, header row and columns.

    Raises ``Refused``: ``sheet_unknown``, ``header_row_unknown``, ``empty_sheet``.
    """
    sheet = _choose_sheet(book, choices)
    if not any(cell not in (None, "") for row in sheet.rows for cell in row):
        raise Refused("empty_sheet", sheet=sheet.name)
    candidates = _candidates(sheet)
    position = _header_position(sheet, candidates, choices.header_row)
    texts, above = _header_texts(sheet, position)
    samples = _samples(sheet, position, len(texts))
    fields, languages = assign(texts, above, samples, choices)
    return Table(
        sheet=sheet,
        header_position=position,
        columns=tuple(Column(i, text, fields[i]) for i, text in enumerate(texts)),
        languages=languages,
        other_sheets=tuple(other.name for other in book.sheets if other is not sheet),
        candidates=tuple(candidates[:5]),
    )


def _choose_sheet(book: Book, choices: Choices) -> Sheet:
    if choices.sheet is not None:
        chosen = book.sheet(choices.sheet)
        if chosen is None:
            raise Refused("sheet_unknown", sheet=choices.sheet)
        return chosen
    visible = [sheet for sheet in book.sheets if sheet.visible] or list(book.sheets)
    if not visible:
        raise Refused("empty_sheet", sheet="")
    # Equal scores: a sheet with cells before an empty one, then the first.
    return max(visible, key=lambda sheet: (_known_words(sheet), bool(sheet.rows)))


def _known_words(sheet: Sheet) -> int:
    candidates = _candidates(sheet)
    if not candidates:
        return 0
    row = sheet.numbers[_header_position(sheet, candidates, None)]
    return next((candidate.known for candidate in candidates if candidate.row == row), 0)


def _candidates(sheet: Sheet) -> list[HeaderCandidate]:
    """Rows near the top by the number of different fields that their words name."""
    found = []
    for number, row in islice(sheet.filled(), _LOOKED_AT):
        texts = tuple(_text(cell) for cell in row)
        names = {
            meaning[0].field
            for text in dict.fromkeys(texts)
            if len(text) > 2 and (meaning := headers.meanings(text))
        }
        if any(texts):
            found.append(HeaderCandidate(number, len(names), texts))
        if len(names) >= _SURE and len(names) * 2 > sum(map(bool, texts)):
            break  # the headers: what is below are values
    return sorted(found, key=lambda candidate: -candidate.known)


def _header_position(
    sheet: Sheet, candidates: Sequence[HeaderCandidate], chosen: int | None
) -> int:
    if chosen is not None:
        if chosen not in sheet.numbers:
            raise Refused("header_row_unknown", row=chosen)
        return sheet.numbers.index(chosen)
    likely = _likely_position(sheet)
    if candidates and candidates[0].known:
        best = candidates[0]
        one_column = max(map(len, sheet.rows[:_LOOKED_AT])) == 1
        if best.known > 1 or one_column:
            return sheet.numbers.index(best.row)
    # One known word may as well be a value.
    return likely


def _width(row: Sequence[Cell]) -> int:
    return sum(1 for cell in row if _text(cell))


def _likely_position(sheet: Sheet) -> int:
    """The first row that is about as wide as the rows below it; above stand titles."""
    rows = sheet.rows[:_LOOKED_AT]
    widths = [_width(row) for row in rows]
    for position, width in enumerate(widths):
        below = sorted(filter(None, widths[position + 1 :]))
        usual = below[len(below) // 2] if below else 1
        blank_below = position + 1 < len(widths) and widths[position + 1] == 0
        if width >= usual or (width * 5 >= usual * 2 and not blank_below):
            return position
    return next((position for position, width in enumerate(widths) if width), 0)


def _header_texts(sheet: Sheet, position: int) -> tuple[list[str], list[str]]:
    """The headers, each once, and what stands above each of them."""
    near = list(islice(sheet.filled(), position + 1))
    texts = [_text(cell) for cell in near[position][1]]
    width = max(len(texts), min(sheet.width, 500))
    texts += [""] * (width - len(texts))
    above = [_text(cell) for cell in near[position - 1][1]] if position else []
    above += [""] * (width - len(above))
    if len(set(filter(None, above))) < 2:
        above = [""] * width  # a title over the whole table
    used = _used_width(sheet, position, texts)
    return _unique(texts[:used]), above[:used]


def _used_width(sheet: Sheet, position: int, texts: Sequence[str]) -> int:
    """Columns without header and without data at the right edge are none."""
    used = max((i + 1 for i, text in enumerate(texts) if text), default=0)
    for row in sheet.rows[position + 1 :]:
        if len(row) > used:
            used = max((i + 1 for i, c in enumerate(row) if c not in (None, "")), default=used)
    return max(used, 1)


def _unique(texts: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    found = []
    for index, text in enumerate(texts):
        name = text or f"({_letters(index)})"
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def _letters(index: int) -> str:
    """The name of a column as a spreadsheet shows it: A, B … AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _text(cell: Cell) -> str:
    return "" if cell is None else tidy(cell if isinstance(cell, str) else str(cell))


def _samples(sheet: Sheet, position: int, width: int) -> list[list[Cell]]:
    rows = sheet.rows[position + 1 : position + 1 + _SAMPLES]
    return [
        [row[i] for row in rows if i < len(row) and row[i] not in (None, "")] for i in range(width)
    ]


# ---- which column is which field ----------------------------------------------------------------


def assign(
    texts: Sequence[str],
    above: Sequence[str],
    samples: Sequence[Sequence[Cell]],
    choices: Choices,
) -> tuple[list[str | None], tuple[str, ...]]:
    """The field of each column, each field at most once, and the languages of the headers."""
    chosen = {headers.normal(text): name for text, name in choices.columns.items()}
    # "Ab", "Do" or "С" are headers only among others; the name "(AB)" of an empty one is none.
    found = [() if _NAMELESS.match(text) else headers.meanings(text) for text in texts]
    sure = sum(1 for text, m in zip(texts, found, strict=True) if m and len(text) > 2) > 1
    languages = _languages(found)
    fields: list[str | None] = [None] * len(texts)
    taken: set[str] = set()
    open_columns: list[tuple[bool, int, str]] = []
    for index, text in enumerate(texts):
        if headers.normal(text) in chosen:
            fields[index] = chosen[headers.normal(text)]
            taken.update(filter(None, [fields[index]]))
        elif found[index] and (len(text) > 2 or sure):
            best = _best(found[index], languages)
            name = _by_content(best.field, samples[index])
            if name:
                open_columns.append((not best.exact, index, name))
    for _, index, name in sorted(open_columns):
        if name in FIELDS and name not in taken:
            fields[index] = name
            taken.add(name)
    waiting = {i: name for _, i, name in sorted(open_columns) if name not in FIELDS}
    _place_nouns(fields, taken, waiting, above, choices.kind)
    _place_destination(fields, taken, waiting, samples, languages)
    _place_names(fields, taken, waiting, choices.kind)
    return fields, languages


def _languages(found: Sequence[Sequence[Meaning]]) -> tuple[str, ...]:
    votes: Counter[str] = Counter()
    for meanings in found:
        for language in {code for meaning in meanings for code in meaning.languages}:
            votes[language] += 1
    return tuple(language for language, _ in votes.most_common())


def _best(meanings: Sequence[Meaning], languages: Sequence[str]) -> Meaning:
    """Of several meanings the one in the language that most of the other headers speak."""
    return min(meanings, key=lambda m: min(languages.index(code) for code in m.languages))


def _by_content(name: str, sample: Sequence[Cell]) -> str | None:
    """Words with two senses: the cells below decide."""
    texts = [cell for cell in sample if isinstance(cell, str)]
    if name == "participants" and texts and not any(c.isdigit() for t in texts for c in t):
        return FULL_NAME
    if name in ("start", "end") and len(texts) == len(sample) > 0:
        return name if any(c.isdigit() for text in texts for c in text) else None
    if name == HOSTING_PLACE and sample and not texts:
        return "end"
    return name


def _place_nouns(
    fields: list[str | None],
    taken: set[str],
    waiting: Mapping[int, str],
    above: Sequence[str],
    kind: str,
) -> None:
    """A bare "city" belongs to the side named above it, or beside it."""
    for index, noun in waiting.items():
        if noun not in NOUNS:
            continue
        side = headers.side_of(above[index]) if above[index] else None
        sides = [side] if side else _sides_near(fields, index)
        if kind == "organisations" and not sides:
            sides = ["hosting"]
        elif noun == "organisation" and not sides:
            sides = ["sending"]
        for name in (f"{side}_{noun}" for side in sides):
            if name not in taken:
                fields[index] = name
                taken.add(name)
                break


def _sides_near(fields: Sequence[str | None], index: int) -> list[str]:
    """Sides of the columns left and right, the nearest first, left before right."""
    near: list[str] = []
    for step in range(1, _REACH + 1):
        for other in (index - step, index + step):
            if 0 <= other < len(fields):
                side, _, noun = (fields[other] or "").partition("_")
                if side in ("sending", "hosting") and noun in NOUNS and side not in near:
                    near.append(side)
    return near


def _place_destination(
    fields: list[str | None],
    taken: set[str],
    waiting: Mapping[int, str],
    samples: Sequence[Sequence[Cell]],
    languages: Sequence[str],
) -> None:
    for index, name in waiting.items():
        if name != HOSTING_PLACE:
            continue
        texts = list(dict.fromkeys(str(cell) for cell in samples[index]))[:20]
        countries = sum(1 for text in texts if find_country(text, languages))
        names = ["hosting_country", "hosting_city"]
        if countries * 2 <= len(texts):
            names = ["hosting_city"]
        for place in names:
            if place not in taken:
                fields[index] = place
                taken.add(place)
                break


def _place_names(
    fields: list[str | None], taken: set[str], waiting: Mapping[int, str], kind: str
) -> None:
    """A column "Name" is the whole name, unless a column beside it holds the other half."""
    for index, name in waiting.items():
        if name not in (FULL_NAME, BARE_NAME):
            continue
        halves = {"first_name", "last_name"} & taken
        place: str | None = None
        if name == BARE_NAME and kind == "organisations":
            place = "hosting_organisation"
        elif name == BARE_NAME and len(halves) == 1:
            place = ({"first_name", "last_name"} - halves).pop()
        elif not halves:
            place = FULL_NAME
        if place and place not in taken:
            fields[index] = place
            taken.add(place)


def is_header_row(row: Sequence[Cell], columns: Sequence[Column]) -> bool:
    """The header once more, as programs repeat it on every page."""
    words = [(column, row[column.place]) for column in columns if column.place < len(row)]
    same = sum(1 for column, cell in words if cell is not None and _text(cell) == column.header)
    filled = sum(1 for _, cell in words if cell not in (None, ""))
    return same >= 2 and same * 5 >= filled * 4


def folded(cell: Cell) -> str:
    """The text of a cell as words are compared."""
    return fold(cell) if isinstance(cell, str) else ""
