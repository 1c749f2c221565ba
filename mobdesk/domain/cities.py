"""Towns with coordinates, offline: found by typing any usual spelling of their name.

The table (GeoNames, CC BY 4.0, see ``resources/cities/README.md``) is ordered by inhabitants.
It is read for each search, in a few milliseconds, and not kept: no memory is held for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from mobdesk.domain import shipped
from mobdesk.domain.countries import iso_code
from mobdesk.domain.distances import Point
from mobdesk.domain.fold import fold

ATTRIBUTION: Final = "GeoNames, geonames.org, CC BY 4.0"
_TABLE: Final = "cities/cities.tsv"
_WORDS = re.compile(r"\w+")
#: What an address adds to the name of a town: ``CEDEX 05``, ``Praha 6``, ``(Madrid)``, ``, NL``.
_ADDED = re.compile(r"\s*(?:[(/,;].*|\bc[eé]dex\b.*|\s-\s.*|\d[\d ]*)$", re.IGNORECASE)
_POSTCODE = re.compile(r"^(?:[A-Z]{1,3}-)?\d[\d ]*\s+", re.IGNORECASE)
#: Parts of a country that the table lists under a code of their own.
_FAR_PARTS: Final = {"FR": ("GP", "MQ", "RE", "GF", "YT"), "FI": ("AX",), "NO": ("SJ",)}
#: A town this many times larger than all of the same name is the one that is meant.
_MUCH_LARGER: Final = 10


class City(NamedTuple):
    """One town; ``country`` is ISO alpha-2."""

    name: str
    country: str
    lat: float
    lon: float
    people: int

    @property
    def point(self) -> Point:
        """Where it lies."""
        return Point(self.lat, self.lon)

    @property
    def written(self) -> str:
        """As it is kept with a distance: ``Tartu, EE``."""
        return f"{self.name}, {self.country}"


def key(text: str) -> str:
    """How names are compared: folded, signs between words are spaces."""
    return " ".join(_WORDS.findall(fold(text)))


def find(text: str, country: str | None = None, most: int = 20) -> list[City]:
    """Towns whose name, or a word of it, begins with ``text``; exact names first, then by size.

    ``country`` leaves only its towns. Where nothing is found, the name is tried without what
    addresses add to it (``CEDEX 05``), then with less of its end.
    """
    table, lands = shipped.content(_TABLE), _lands(country)
    typed = _readings(text)
    for one in dict.fromkeys((*typed, *_shortened(typed))):
        found = _matching(table, one, lands, most)
        if found:
            return found
    return []


def only(text: str, country: str | None) -> City | None:
    """The one town that a name means, or None: not known, or two that could be meant.

    The exact name counts; a town ten times larger than all others of the name is meant.
    """
    table, lands = shipped.content(_TABLE), _lands(country)
    for typed in _readings(text):
        exact = list(_hits(table, b"|%s|" % typed.encode(), lands, 20))
        if exact:
            first, *others = exact
            clear = all(first.people >= _MUCH_LARGER * other.people for other in others)
            return first if clear else None
    return None


def written(text: str | None) -> City | None:
    """The town kept as ``Tartu, EE``; the largest where two of a country have one name."""
    name, _comma, country = (text or "").rpartition(", ")
    if not name:
        return None
    found = list(_hits(shipped.content(_TABLE), b"|%s|" % key(name).encode(), _lands(country), 20))
    return next((city for city in found if city.name == name), None)


def same(city: City, text: str | None) -> bool:
    """``city`` is the town that ``text`` (of an address) names."""
    return bool(text) and any(
        other.name == city.name and other.country == city.country
        for reading in _readings(text or "")
        for other in _hits(shipped.content(_TABLE), b"|%s|" % reading.encode(), (city.country,), 20)
    )


def _lands(country: str | None) -> tuple[str, ...]:
    code = iso_code(country) if country else None
    return (code, *_FAR_PARTS.get(code, ())) if code else ()


def _readings(text: str) -> list[str]:
    """Keys of what may be meant, the best first: as typed, then without what addresses add."""
    bare = text.strip()
    readings = [bare]
    while (shorter := _ADDED.sub("", bare).strip()) not in ("", bare):
        bare = shorter
        readings.append(bare)
    readings.append(_POSTCODE.sub("", bare))
    return [one for one in dict.fromkeys(key(text) for text in readings) if one]


def _shortened(typed: list[str]) -> list[str]:
    """Less of the end: one or two letters (another case of the name), then word by word."""
    last = typed[-1] if typed else ""
    words = last.split()
    shorter = [last[:-cut] for cut in (1, 2) if len(last) - cut > 5]
    return shorter + [" ".join(words[:n]) for n in range(len(words) - 1, 0, -1)]


def _matching(table: bytes, typed: str, lands: tuple[str, ...], most: int) -> list[City]:
    typed_bytes = typed.encode()
    found: dict[City, None] = {}
    for form in (b"|%s|", b"|%s", b" %s"):
        for city in _hits(table, form % typed_bytes, lands, most):
            found.setdefault(city)
            if len(found) == most:
                return list(found)
    return list(found)


def _hits(table: bytes, wanted: bytes, lands: tuple[str, ...], most: int) -> Iterator[City]:
    """The first ``most`` lines with ``wanted`` among their keys, in the order of the table."""
    at, left = 0, most
    while left and (hit := table.find(wanted, at)) >= 0:
        start = table.rfind(b"\n", 0, hit) + 1
        at = table.find(b"\n", hit)
        name, land, lat, lon, people, _keys = table[start:at].decode().split("\t")
        if hit < table.find(b"\t|", start) or (lands and land not in lands):
            continue  # the match stood in the name as written, or it is another country
        left -= 1
        yield City(name, land, float(lat), float(lon), int(people))
