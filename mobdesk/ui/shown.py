"""Dates, sums and numbers as the window writes them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from mobdesk import i18n
from mobdesk.i18n import _

NOTHING = "–"


def _format(day: date, pattern: str) -> str:
    return _worded(day, pattern, i18n.current().language.split("-")[0])


@lru_cache(maxsize=2048)  # a page of a list words the same few days at every key of a search
def _worded(day: date, pattern: str, language: str) -> str:
    from babel.dates import format_date

    return format_date(day, pattern, language)


def short_date(day: date | None, today: date | None = None) -> str:
    """``27 Nov``; with the year when it is not the year of ``today``. For lists."""
    if day is None:
        return NOTHING
    return _format(day, "d MMM" if today is None or day.year == today.year else "d MMM y")


def long_date(day: date | None) -> str:
    """``27 November 2026``. For headers, fields and documents."""
    return NOTHING if day is None else _format(day, "d MMMM y")


def named_day(day: date) -> str:
    """``Sunday, 22 November``. For the day that is now."""
    return _format(day, "EEEE, d MMMM")


def month_year(day: date) -> str:
    """``Nov 2026``. For what lasts for months."""
    return _format(day, "MMM y")


def short_month(month: str) -> str:
    """``Mar 2027`` from ``2027-03``."""
    return month_year(date.fromisoformat(f"{month}-01"))


def long_month(month: str) -> str:
    """``March 2027`` from ``2027-03``."""
    return _format(date.fromisoformat(f"{month}-01"), "LLLL y")


def weekday(day: date) -> str:
    """``Fri``."""
    return _format(day, "ccc")


def full_weekday(day: date) -> str:
    """``Friday``."""
    return _format(day, "cccc")


def month(day: date) -> str:
    """``Nov``, for an axis."""
    return _format(day, "LLL")


def span(start: date | None, end: date | None) -> str:
    """``27 Nov – 3 Dec``, ``3–9 May``."""
    if start is None or end is None or start == end:
        return short_date(start or end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{short_date(end)}"
    return f"{short_date(start)} – {short_date(end)}"


def near_date(day: date | None, today: date) -> str:
    """``today``, ``tomorrow``, ``Thu 26``, ``15 Dec``: how soon it is."""
    if day is None:
        return NOTHING
    away = (day - today).days
    if away == 0:
        return _("today")
    if away == 1:
        return _("tomorrow")
    if away == -1:
        return _("yesterday")
    return f"{weekday(day)} {day.day}" if 1 < away < 7 else short_date(day, today)


def money(cents: int | None, currency: str = "EUR") -> str:
    """``1,145.00 €``."""
    if cents is None:
        return NOTHING
    sign = "−" if cents < 0 else ""
    unit = {"EUR": "€"}.get(currency, currency)
    return f"{sign}{abs(cents) // 100:,}.{abs(cents) % 100:02d} {unit}"


def first_name_first(name: str) -> str:
    """``Tamm, Maarja`` as people say it; a title with two commas stays."""
    last, comma, first = name.partition(", ")
    return f"{first} {last}" if comma and ", " not in first else name


def number(value: int | None) -> str:
    """``18,240``."""
    return NOTHING if value is None else f"{value:,}"
