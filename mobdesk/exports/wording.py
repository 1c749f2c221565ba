"""The words of one document: catalogue, dates, sums and country names in its language."""

from __future__ import annotations

from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from mobdesk import i18n, texts

NOTHING = "–"
#: Where else the names of a group of values may stand.
_ALSO = {
    "role": ("part", "person_role"),
    "stage": ("end",),
    "phase": ("paper_phase",),
    "asked": ("paper_asked",),
    "field": ("code_field",),
    "action": ("code_action",),
}


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale.parse("en")


def unbroken(text: str) -> str:
    """``text`` that stays on one line as long as the line is wide enough."""
    return text.replace(" ", "\u00a0")


class Words:
    """Everything a document says goes through here; ``NOTHING`` stands for what is not known."""

    def __init__(self, catalogue: i18n.Catalogue = i18n.ENGLISH) -> None:
        self.catalogue = catalogue
        self.locale = _locale(catalogue.language)
        symbols = self.locale.number_symbols.get("latn", {})
        self._group = str(symbols.get("group", ","))
        self._point = str(symbols.get("decimal", "."))
        self._days: dict[date, str] = {}
        self._names: dict[tuple[str, str], str] = {}

    def __call__(self, code: str, /, **values: object) -> str:
        """The words of ``report.<code>``, with ``{values}`` filled in."""
        text = texts.word(f"report.{code}", self.catalogue)
        return text.format(**values) if values else text

    def count(self, code: str, n: int) -> str:
        """``n`` with its noun; the words are ``report.<code>.one`` and ``report.<code>.many``."""
        words = texts.tables().words
        one, many = words[f"report.{code}.one"], words[f"report.{code}.many"]
        return self.catalogue.plural(one, many, n).replace("{n}", self.number(n))

    def name(self, group: str, value: str) -> str:
        """The name of a value (``stage``, ``confirmed``); an unknown value shows itself."""
        found = self._names.get((group, value))
        if found is None:
            found = self._names[group, value] = self._looked_up(group, value)
        return found

    def _looked_up(self, group: str, value: str) -> str:
        if not value:
            return NOTHING
        known = texts.tables()
        # The parts of a project code are explained among the labels.
        words = {**known.labels, **known.words} if group in ("field", "action") else known.words
        for place in (f"report.{group}", group, *_ALSO.get(group, ())):
            if f"{place}.{value}" in words:
                return self.catalogue.text(words[f"{place}.{value}"])
        plain = value.replace("_", " ")
        return plain[:1].upper() + plain[1:]

    def coded(self, group: str, value: str) -> str:
        """A code people know, with its name: ``ADU, Adult education``."""
        name = self.name(group, value)
        return name if name == value else f"{value}, {name}"

    def country(self, code: str) -> str:
        """The country's name."""
        if not code:
            return NOTHING
        return str(self.locale.territories.get(code, code))

    def place(self, city: str, country: str) -> str:
        """City, country; what is known of it."""
        return ", ".join(p for p in (city, self.country(country) if country else "") if p)

    def day(self, day: date | None) -> str:
        """23 Nov 2026, for tables."""
        if day is None:
            return NOTHING
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = format_date(day, self("day_short"), locale=self.locale)
        return found

    def long_day(self, day: date | None) -> str:
        """23 November 2026."""
        return format_date(day, self("day_long"), locale=self.locale) if day else NOTHING

    def month(self, month: str) -> str:
        """November 2026, from ``2026-11``."""
        return format_date(date.fromisoformat(f"{month}-01"), self("month"), locale=self.locale)

    def period(self, first: date | None, last: date | None, *, long: bool = True) -> str:
        """20 – 24 April 2027; what both days share is said once. Breaks after the dash only."""
        say = self.long_day if long else self.day
        if first is None or last is None or first == last:
            return unbroken(say(first or last))
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}\u00a0– {unbroken(say(last))}"
        begin = say(first)
        if first.year == last.year:
            pattern = self("day_long_no_year" if long else "day_short_no_year")
            begin = format_date(first, pattern, locale=self.locale)
        return f"{unbroken(begin)}\u00a0– {unbroken(say(last))}"

    def number(self, n: int) -> str:
        """1,234"""
        return f"{n:,}".replace(",", self._group)

    def amount(self, cents: int | None) -> str:
        """1,234.50 in the document's signs; whole euros without cents."""
        if cents is None:
            return NOTHING
        whole, rest = divmod(abs(cents), 100)
        sign = "−" if cents < 0 else ""
        tail = f"{self._point}{rest:02d}" if rest else ""
        return f"{sign}{self.number(whole)}{tail}"

    def exact(self, cents: int | None) -> str:
        """1,234.00: always two decimals, for columns of sums."""
        if cents is None:
            return NOTHING
        whole, rest = divmod(abs(cents), 100)
        return f"{'−' if cents < 0 else ''}{self.number(whole)}{self._point}{rest:02d}"

    def euro(self, cents: int | None) -> str:
        """1,234 €"""
        return NOTHING if cents is None else f"{self.amount(cents)} €"
