"""The invented names of the demo: people, centres, projects and groups."""

from __future__ import annotations

import json
from random import Random
from typing import Any, NamedTuple

from mobdesk.domain.fold import fold
from mobdesk.paths import resource

HOME = "EE"


class Names(NamedTuple):
    """The program's own lists. A centre is its name, country and city."""

    people: dict[str, Any]
    neighbours: list[str]
    own: list[str]
    member: list[str]
    hosts: list[list[str]]
    titles: dict[str, list[str]]
    groups: list[str]

    def of(self, random: Random, country: str, gender: str) -> tuple[str, str]:
        """First and last name as they are usual in ``country`` for ``gender`` (F, M or X)."""
        found = self.people[country]
        form = gender if gender in found else random.choice("FM")
        last = found["last"]  # a list, or one for each form where they differ
        fitting = last if isinstance(last, list) else last[form]
        return random.choice(found[form]), random.choice(fitting)

    def languages(self, country: str) -> str:
        """What somebody from ``country`` speaks."""
        return str(self.people[country]["languages"])


def names() -> Names:
    """Read the shipped lists."""
    raw = json.loads(resource("demo/names.json").read_text("utf-8"))
    return Names(*(raw[name] for name in Names._fields))


def address(first: str, last: str, number: int, place: str) -> str:
    """An e-mail address that reaches nobody (``.example``), the same for the same person."""
    plain = "".join(c if c.isascii() and c.isalpha() else "." for c in fold(f"{first}.{last}"))
    words = ".".join(word for word in plain.split(".") if word)
    return f"{words or 'person'}{number}@{place}.example"
