"""Taking a person's name, mail, phone and codes out of free text.

Matching ignores accents and case as searching does; the rest of the text stays letter for letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from mobdesk.domain.fold import fold, tidy

GAP = "–"
_LEAST_CODE = 5  # a shorter code would take innocent words out
_LEAST_DIGITS = 6


class Redactor:
    """Finds the given people in texts and in JSON values."""

    def __init__(self) -> None:
        self._patterns: set[str] = set()
        self._hints: set[str] = set()
        self._compiled: re.Pattern[str] | None = None

    def add_name(self, first: str, last: str) -> None:
        """Look for a full name in either order, with all or the first of the first names."""
        first, last = fold(first), fold(last)
        if not (first and last):
            self._add(first or last)
            return
        for given in {first, first.split()[0]}:
            self._add(f"{given} {last}", f"{last} {given}", f"{last}, {given}")

    def add_code(self, code: str | None) -> None:
        """Look for a mail address or a code."""
        if code and len(tidy(code)) >= _LEAST_CODE:
            self._add(fold(code))

    def add_phone(self, phone: str | None) -> None:
        """Look for the digits of a phone, however grouped, with or without the country's code."""
        digits = re.sub(r"\D", "", phone or "")
        codes = range(4) if (phone or "").lstrip().startswith("+") else (0,)
        for left_out in codes:
            rest = digits[left_out:]
            if len(rest) >= _LEAST_DIGITS:
                self._patterns.add(r"\+?" + r"[\s().\-/]*".join(rest))
                self._hints.add(rest[-1])
        self._compiled = None

    def _add(self, *phrases: str) -> None:
        for phrase in phrases:
            if phrase:
                self._patterns.add(r"\s+".join(map(re.escape, phrase.split())))
                self._hints.add(phrase.split()[0].rstrip(","))
        self._compiled = None

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def _pattern(self) -> re.Pattern[str]:
        if self._compiled is None:
            longest_first = sorted(self._patterns, key=len, reverse=True)
            self._compiled = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")
        return self._compiled

    def names(self, text: str) -> bool:
        """Whether the text names one of the people."""
        if not self._patterns:
            return False
        plain = fold(text)
        return any(h in plain for h in self._hints) and bool(self._pattern().search(plain))

    def clean(self, text: str) -> str:
        """Return ``text`` with every place that names them replaced by a dash."""
        if not self.names(text):
            return text
        plain, where = _with_places(text)
        parts, last = [], 0
        for match in self._pattern().finditer(plain):
            parts += [text[last : where[match.start()]], GAP]
            last = where[match.end()]
        return "".join((*parts, text[last:]))

    def clean_json(self, value: Any) -> Any:
        """Return a JSON value with all its texts cleaned."""
        if isinstance(value, str):
            return self.clean(value)
        if isinstance(value, dict):
            return {self.clean(k): self.clean_json(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.clean_json(v) for v in value]
        return value


def _with_places(text: str) -> tuple[str, list[int]]:
    """The folded letters of a text, and where each stood; one place more for the end."""
    letters: list[str] = []
    where: list[int] = []
    for place, letter in enumerate(text):
        for plain in _folded(letter):
            letters.append(plain)
            where.append(place)
    return "".join(letters), [*where, len(text)]


@lru_cache(maxsize=2048)
def _folded(letter: str) -> str:
    return " " if letter.isspace() else fold(letter)


def redactor(people: Iterable[dict[str, Any]]) -> Redactor:
    """A redactor for people as their rows or history images tell them."""
    made = Redactor()
    for person in people:
        made.add_name(person.get("first_name") or "", person.get("last_name") or "")
        made.add_code(person.get("email"))
        made.add_code(person.get("person_code"))
        made.add_phone(person.get("phone"))
    return made
