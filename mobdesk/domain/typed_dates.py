"""Dates as a person types them into a field: day first or ISO, the year may be left out.

Lists from files are read elsewhere: there the order of day and month is found per column.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from mobdesk.domain.fold import fold

_ISO = re.compile(r"^(\d{4})[-./](\d{1,2})[-./](\d{1,2})\.?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[-./ ]+(\d{1,2})(?:[-./ ]+(\d{4}|\d{2}))?\.?$")
_SOLID = re.compile(r"^(\d{2})(\d{2})(\d{4})$")
_WORDS = re.compile(r"^(\d{1,2})[. ]*([^\W\d]{3,})[., ]*(\d{4}|\d{2})?$")
_WEEKDAY = re.compile(r"^[^\W\d]+,? +(?=\d)")
_YEAR_MONTH = re.compile(r"^(\d{4})[-./ ](\d{1,2})\.?$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})[-./ ]+(\d{4})\.?$")
_NAMED_MONTH = re.compile(r"^([^\W\d]{3,})[., ]+(\d{4})$")

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip


def parse_date(text: str, near: date) -> date | None:
    """Return the date that ``text`` means, None when it is not one.

    ``4.12.2026``, ``4/12``, ``2026-12-04``, ``04122026``, ``4 Dec 2026``, ``Fri, 4 December``.
    Without a year the date nearest to ``near`` is meant.
    """
    words = _WEEKDAY.sub("", fold(text))
    if found := _ISO.match(words):
        year, month, day = found.groups()
        return _date(int(year), int(month), int(day))
    if found := _SOLID.match(words) or _DAY_FIRST.match(words):
        day, month, year = found.groups()
        return _with_year(int(day), int(month), year, near)
    if found := _WORDS.match(words):
        day, name, year = found.groups()
        months = [n for n, month in enumerate(MONTHS, 1) if month.startswith(name)]
        if len(months) == 1:
            return _with_year(int(day), months[0], year, near)
    return None


def parse_month(text: str) -> str | None:
    """Return the month (``2027-03``) that ``text`` means, None when it is none or names a day.

    ``March 2027``, ``Mar 2027``, ``3.2027``, ``03/2027``, ``2027-03``.
    """
    words = fold(text)
    if found := _YEAR_MONTH.match(words):
        year, number = int(found[1]), int(found[2])
    elif found := _MONTH_YEAR.match(words):
        year, number = int(found[2]), int(found[1])
    elif found := _NAMED_MONTH.match(words):
        named = [n for n, month in enumerate(MONTHS, 1) if month.startswith(found[1])]
        if len(named) != 1:
            return None
        year, number = int(found[2]), named[0]
    else:
        return None
    first = _date(year, number, 1)
    return f"{first:%Y-%m}" if first else None


def _with_year(day: int, month: int, year: str | None, near: date) -> date | None:
    if year is not None:
        return _date(int(year) if len(year) == 4 else _century(int(year), near), month, day)
    found = (_date(near.year + more, month, day) for more in (0, 1, -1))
    return min((d for d in found if d), key=lambda d: abs(d - near), default=None)


def _century(year: int, near: date) -> int:
    """Two digits mean the year at most 20 years ahead, else the past: 05 is 2005, 62 is 1962."""
    whole = near.year - near.year % 100 + year
    return whole if whole <= near.year + 20 else whole - 100


def _date(year: int, month: int, day: int) -> date | None:
    with suppress(ValueError):
        return date(year, month, day) if year >= 1900 else None
    return None
