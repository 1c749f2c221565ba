"""Dates of a column: real dates, serial numbers and text, never guessed.

A text with dots is day first: no language writes month first with dots. Between day first and
month first with other signs the whole column decides; where it does not, nothing is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal, NamedTuple

from mobdesk.domain.countries import LANGUAGES
from mobdesk.domain.fold import fold
from mobdesk.imports.table import Cell

Order = Literal["dmy", "mdy", "ymd"]

_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
# Smaller numbers are ages, years or counts: 5000 is 8 September 1913, 73415 the end of 2100.
_FIRST_SERIAL, _LAST_SERIAL = 5000, 73415
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_PIVOT = 40
"""A year written with two digits is 2000-2039, else 1940-1999; it is always flagged."""

_CLOCK = re.compile(
    r"[T ,]+\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?\s*(Z|[AaPp]\.?[Mm]\.?|[+-]\d\d:?\d\d)?$"
)
_YEAR_FIRST = re.compile(r"^(\d{4})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})\.?$")
_SOLID = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_NUMBERS = re.compile(r"^(\d{1,2})\s*([-./\s])\s*(\d{1,2})\s*[-./\s]\s*(\d{4}|\d{2}|'\d{2})\.?$")
_MONTH = re.compile(r"^(\d{4})\s*[-./]\s*(\d{1,2})$|^(\d{1,2})\s*[-./]\s*(\d{4})$")
_SERIAL = re.compile(r"^\d{5}([.,]\d+)?$")
_YEAR = re.compile(r"^(19|20)\d\d\.?$")
_TRAILING = re.compile(r"[\s.,]*\b(g|r|a|m|d|года|год|г)\.?$")


class Shape(NamedTuple):
    """A text taken apart: ``kind`` says what ``a``, ``b`` and ``year`` mean."""

    kind: Literal["date", "numbers", "month", "serial", "year", "none"]
    year: int = 0
    a: int = 0
    b: int = 0
    dotted: bool = False
    short_year: bool = False


class ReadDate(NamedTuple):
    """``value`` is ISO, a month ``YYYY-MM`` or None; ``codes`` are problems."""

    value: str | None
    codes: tuple[str, ...] = ()


def shape_of(text: str) -> Shape:
    """Take a text apart; knows month names of the 17 languages."""
    plain = _CLOCK.sub("", text.strip())
    if found := _YEAR_FIRST.match(plain) or _SOLID.match(plain):
        year, month, day = map(int, found.groups())
        return Shape("date", year, month, day)
    if found := _NUMBERS.match(plain):
        a, sign, b, year_text = found.groups()
        short = len(year_text) < 4
        year = _long_year(int(year_text.strip("'"))) if short else int(year_text)
        return Shape("numbers", year, int(a), int(b), sign == ".", short)
    if found := _MONTH.match(plain):
        year, month = int(found[1] or found[4]), int(found[2] or found[3])
        return Shape("month", year, month)
    if _SERIAL.match(plain):
        return Shape("serial", int(plain[:5]))
    if _YEAR.match(plain):
        return Shape("year", int(plain[:4]))
    return _worded(plain)


def _long_year(short: int) -> int:
    return short + (2000 if short < _PIVOT else 1900)


def _worded(text: str) -> Shape:
    """``4 March 2024``, ``March 4, 2024``, ``02-JUN-14``, ``marec 2024``."""
    words = [w for w in re.split(r"[\s.,\-/]+", fold(text)) if w]
    names = [w for w in words if not w.isdigit()]
    numbers = [w for w in words if w.isdigit()]
    months = {month for w in names if (month := _month_names().get(w))}
    if len(months) != 1 or not 1 <= len(numbers) <= 2:
        return Shape("none")
    if any(w not in _month_names() for w in names) and not _small_words(names):
        return Shape("none")
    month = months.pop()
    years = [w for w in numbers if len(w) == 4]
    if len(numbers) == 1:
        return Shape("month", int(years[0]), month) if years else Shape("none")
    short = not years
    year_text = years[0] if years else numbers[-1]
    rest = list(numbers)
    rest.reverse()
    rest.remove(year_text)
    year = _long_year(int(year_text)) if short else int(year_text)
    return Shape("date", year, month, int(rest[0]), short_year=short)


def _small_words(names: list[str]) -> bool:
    return all(w in _month_names() or len(w) <= 4 for w in names)


@cache
def _month_names() -> dict[str, int]:
    from babel import Locale

    found: dict[str, int] = {}
    clashing: set[str] = set()
    for language in LANGUAGES:
        months = Locale.parse(language).months
        for use in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months.get(use, {}).get(width, {}).items():
                    word = fold(name).strip(".")
                    if word.isdigit() or len(word) < 3:
                        continue
                    if found.setdefault(word, number) != number:
                        clashing.add(word)
    return {word: number for word, number in found.items() if word not in clashing}


class DateColumn:
    """Reads the cells of one column, once its order of day and month is known."""

    def __init__(self, cells: Iterable[Cell], order: Order | None, date1904: bool) -> None:
        self._shapes = {c: shape_of(c) for c in cells if isinstance(c, str) and c.strip()}
        self._order = order
        self._epoch = _EPOCH_1904 if date1904 else _EPOCH_1900
        unsure = [s for s in self._shapes.values() if s.kind == "numbers" and not s.dotted]
        day_first = any(12 < s.a <= 31 for s in unsure)
        month_first = any(12 < s.b <= 31 for s in unsure)
        self._seen: Order | None = None
        if day_first != month_first:
            self._seen = "dmy" if day_first else "mdy"
        elif unsure and all(s.a == s.b for s in unsure):
            self._seen = "dmy"  # 03/03/2024 is one day either way

    @property
    def ambiguous(self) -> bool:
        """Some text of this column can be read in two ways."""
        return any(self.read(cell).codes == ("ambiguous_date",) for cell in self._shapes)

    def read(self, cell: Cell) -> ReadDate:
        """The date of one cell of this column."""
        if isinstance(cell, datetime):
            return _checked(cell.year, cell.month, cell.day)
        if isinstance(cell, date):
            return _checked(cell.year, cell.month, cell.day)
        if isinstance(cell, (int, float)):
            return self._serial(cell)
        if not isinstance(cell, str):
            return ReadDate(None, ("bad_date",) if cell is not None else ())
        shape = self._shapes.get(cell)
        return self._shaped(shape) if shape else ReadDate(None)

    def _serial(self, number: float) -> ReadDate:
        if number == int(number) and _FIRST_YEAR <= number <= _LAST_YEAR:
            return ReadDate(None, ("year_only",))
        if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
            return ReadDate(None, ("bad_date",))
        day = self._epoch + timedelta(days=int(number))
        return _checked(day.year, day.month, day.day)

    def _shaped(self, shape: Shape) -> ReadDate:
        if shape.kind == "date":
            return _checked(shape.year, shape.a, shape.b, short=shape.short_year)
        if shape.kind == "numbers":
            return self._ordered(shape)
        if shape.kind == "month":
            if 1 <= shape.a <= 12 and _FIRST_YEAR <= shape.year <= _LAST_YEAR:
                return ReadDate(f"{shape.year:04d}-{shape.a:02d}", ("month_only",))
            return ReadDate(None, ("bad_date",))
        if shape.kind == "serial":
            read = self._serial(shape.year)
            return ReadDate(read.value, (*read.codes, "date_from_number"))
        return ReadDate(None, ("year_only" if shape.kind == "year" else "bad_date",))

    def _ordered(self, shape: Shape) -> ReadDate:
        order: Order | None = None if self._order == "ymd" else self._order
        if self._order == "ymd" and shape.short_year:
            return _checked(_long_year(shape.a), shape.b, shape.year % 100, short=True)
        if order is None and shape.dotted:
            order = "dmy"
        if order is None:
            order = self._seen
        if order is None and (shape.a > 12 or shape.b > 12):
            order = "dmy" if shape.a > 12 else "mdy"
        if order is None:
            return ReadDate(None, ("ambiguous_date",))
        day, month = (shape.a, shape.b) if order == "dmy" else (shape.b, shape.a)
        return _checked(shape.year, month, day, short=shape.short_year)


def _checked(year: int, month: int, day: int, short: bool = False) -> ReadDate:
    try:
        found = date(year, month, day)
    except ValueError:
        return ReadDate(None, ("bad_date",))
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return ReadDate(None, ("bad_date",))
    return ReadDate(found.isoformat(), ("two_digit_year",) if short else ())
