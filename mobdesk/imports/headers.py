"""Header words of 17 languages: which field a column of a foreign list holds.

The words are data (``resources/headers/<language>.json``): whole phrases for each field, and the
parts from which people build the rest (side: *sending*, *hosting*; noun: organisation, city,
country). Compared folded: without accents, case and punctuation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from mobdesk.domain.countries import LANGUAGES
from mobdesk.domain.fold import fold
from mobdesk.paths import resource

FIELDS = (
    "first_name", "last_name", "birth_date", "gender", "nationality", "email", "phone",
    "person_code", "role", "fewer_opportunities", "sending_organisation", "sending_city",
    "sending_country", "hosting_organisation", "hosting_city", "hosting_country", "start", "end",
    "activity_type", "project_code", "grant", "language", "green_travel", "participants", "age",
    "note",
)  # fmt: skip
"""The canonical fields of an import, in the order of the contract."""

FULL_NAME = "full_name"
"""A column with first and last name together; it is read into the two fields."""
BARE_NAME = "name"
HOSTING_PLACE = "hosting_place"
NOUNS = ("organisation", "city", "country")
"""Meanings that need the other columns to be understood: see ``mapping``."""

_CAMEL = re.compile(r"(?<=[a-zà-ž])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^\w]+|_+", re.UNICODE)
_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]?")
_IN_BRACKETS = re.compile(r"[(\[{]([^)\]}]*)[)\]}]")
_LONGEST = 120


def normal(text: str) -> str:
    """Header words as they are compared."""
    split = _CAMEL.sub(" ", text) if not text.isupper() else text
    return " ".join(_NOT_WORD.sub(" ", fold(split)).split())


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header may mean: a field (or a noun that needs its neighbours) and who says so."""

    field: str
    languages: frozenset[str]
    exact: bool = True


@dataclass(frozen=True, slots=True)
class _Language:
    code: str
    sides: Mapping[str, tuple[str, ...]]
    nouns: Mapping[str, tuple[str, ...]]
    filler: frozenset[str]
    naming: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """All words of all languages, ready to compare."""

    phrases: Mapping[str, tuple[Meaning, ...]]
    languages: tuple[_Language, ...]
    totals: frozenset[str]
    unknown: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    gender: Mapping[str, str]
    gender_letters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """language -> letter -> ``F``, ``M`` or ``X``."""
    yes_no_letters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@cache
def words() -> Words:
    """Load the word lists, once."""
    raw = [_load(code) for code in LANGUAGES]
    phrases: dict[str, dict[str, set[str]]] = {}
    for language in raw:
        code = language["language"]
        for name, texts in language["fields"].items():
            for text in texts:
                phrases.setdefault(normal(text), {}).setdefault(name, set()).add(code)
        for noun, texts in language["nouns"].items():
            for text in texts:
                if not text.endswith("*"):
                    phrases.setdefault(normal(text), {}).setdefault(noun, set()).add(code)
    return Words(
        phrases={
            text: tuple(Meaning(name, frozenset(codes)) for name, codes in found.items())
            for text, found in phrases.items()
        },
        languages=tuple(_language(language) for language in raw),
        totals=_folded(raw, "totals"),
        unknown=_folded(raw, "unknown"),
        yes=_folded(raw, "yes"),
        no=_folded(raw, "no"),
        gender={
            fold(text): letter
            for language in raw
            for letter, texts in language["gender"].items()
            for text in texts
            if len(text) > 1
        },
        gender_letters=_letters(raw, "gender_letters"),
        yes_no_letters=_letters(raw, "yes_no_letters"),
    )


def _load(code: str) -> dict[str, Any]:
    text = resource(f"headers/{code}.json").read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]


def _folded(raw: list[dict[str, Any]], key: str) -> frozenset[str]:
    return frozenset(fold(text) for language in raw for text in language[key])


def _letters(raw: list[dict[str, Any]], key: str) -> dict[str, dict[str, str]]:
    return {
        language["language"]: {
            fold(letter): meaning
            for meaning, letters in language[key].items()
            for letter in letters
        }
        for language in raw
    }


def _language(raw: dict[str, Any]) -> _Language:
    def stems(table: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
        return {name: tuple(_stem(text) for text in texts) for name, texts in table.items()}

    return _Language(
        code=raw["language"],
        sides=stems(raw["sides"]),
        nouns=stems(raw["nouns"]),
        filler=frozenset(word for text in raw["filler"] for word in normal(text).split()),
        naming=frozenset(word for text in raw["naming"] for word in normal(text).split()),
    )


def _stem(text: str) -> str:
    return normal(text) + "*" if text.endswith("*") else normal(text)


def side_of(text: str) -> str | None:
    """``sending`` or ``hosting`` if a heading above other columns says so."""
    tokens = normal(text).split()
    found = {
        side
        for language in words().languages
        for side, stems in language.sides.items()
        if any(_covers(stem, tokens) for stem in stems)
    }
    return found.pop() if len(found) == 1 else None


@cache
def meanings(text: str) -> tuple[Meaning, ...]:
    """What a header may mean, best first; empty when no word of it is known."""
    if len(text) > _LONGEST:
        return ()
    for candidate in _candidates(text):
        found = _of_phrase(candidate)
        if found:
            return found
    return ()


def _candidates(text: str) -> list[str]:
    """The header itself, without its brackets, each part of a two-language header."""
    whole = normal(text)
    outside = normal(_BRACKETS.sub(" ", text))
    parts = [normal(part) for part in re.split(r"[/|\n\r;]| - ", text)]
    inside = [normal(part) for part in _IN_BRACKETS.findall(text)]
    bare = [re.sub(r"^\d+ | \d+$", "", part) for part in (whole, outside)]
    found = [whole, outside, *bare, *parts, *inside]
    return [part for part in dict.fromkeys(found) if part]


def _of_phrase(phrase: str) -> tuple[Meaning, ...]:
    exact = words().phrases.get(phrase)
    if exact:
        return exact
    tokens = phrase.split()
    built: dict[str, set[str]] = {}
    for language in words().languages:
        name = _built(tokens, language) or _without_filler(tokens, language)
        if name:
            built.setdefault(name, set()).add(language.code)
    return tuple(Meaning(name, frozenset(codes), exact=False) for name, codes in built.items())


def _without_filler(tokens: list[str], language: _Language) -> str | None:
    """A known phrase with words around it that say nothing: ``Data urodzenia uczestnika``."""
    first, last = 0, len(tokens)
    while first < last and tokens[first] in language.filler:
        first += 1
    while last > first and tokens[last - 1] in language.filler:
        last -= 1
    for start, end in {(first, len(tokens)), (0, last), (first, last)} - {(0, len(tokens))}:
        for meaning in words().phrases.get(" ".join(tokens[start:end]), ()):
            if language.code in meaning.languages and meaning.field not in NOUNS:
                return meaning.field
    return None


def _built(tokens: list[str], language: _Language) -> str | None:
    """A side and a noun of one language and nothing else: ``Kraj gostovanja`` -> hosting_city."""
    for side, stems in language.sides.items():
        for stem in stems:
            covered = _covers(stem, tokens)
            if not covered:
                continue
            rest = [token for index, token in enumerate(tokens) if index not in covered]
            noun = _noun(rest, language)
            if noun:
                return f"{side}_{noun}"
    return None


def _noun(tokens: list[str], language: _Language) -> str | None:
    found: set[str] = set()
    for token in tokens:
        names = {
            name
            for name, stems in language.nouns.items()
            if any(_covers(stem, [token]) for stem in stems)
        }
        if names:
            found |= names
        elif token not in language.filler and token not in language.naming:
            return None
    if len(found) == 1:
        return found.pop()
    # "Country of the sending organisation": the place is meant, not the organisation.
    found.discard("organisation")
    return found.pop() if len(found) == 1 else None


def _covers(stem: str, tokens: list[str]) -> set[int]:
    """The indexes of the tokens that a (possibly many-word) stem covers."""
    wanted = stem.rstrip("*").split()
    for start in range(len(tokens) - len(wanted) + 1):
        window = tokens[start : start + len(wanted)]
        same = window[:-1] == wanted[:-1]
        last = window[-1].startswith(wanted[-1]) if stem.endswith("*") else window == wanted
        if same and last:
            return set(range(start, start + len(wanted)))
    return set()
