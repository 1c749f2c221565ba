"""The same person twice: normalised name together with birth date or e-mail."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from mobdesk.domain.fold import fold


class Earlier(NamedTuple):
    """The position of the row met first, and whether the stay is the same too."""

    position: int
    same_stay: bool


def identity_keys(
    first_name: str | None, last_name: str | None, birth_date: str | None, email: str | None
) -> tuple[str, ...]:
    """The keys under which a person is found again: none without a name and one of the two.

    First and last name may be swapped; accents, case and spaces do not matter.
    """
    if not (first_name or last_name) or not (birth_date or email):
        return ()
    name = " ".join(sorted([*_words(first_name or ""), *_words(last_name or "")]))
    keys = []
    if birth_date and len(birth_date) == 10:
        keys.append(f"{name}|{birth_date}")
    if email:
        keys.append(f"{name}|{email.strip().casefold()}")
    return tuple(keys)


@lru_cache(maxsize=50_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(text.replace("-", " ")).split())


def find_in_file(
    people: Iterable[tuple[str | None, str | None, str | None, str | None]],
    stays: Iterable[tuple[str | None, ...]],
) -> dict[int, Earlier]:
    """Rows whose person stands further up, with the first such row.

    ``people``: first name, last name, birth date and e-mail of each row; ``stays``: what makes
    its mobility (start, project, host).
    """
    met: dict[str, int] = {}
    places: dict[int, set[tuple[str | None, ...]]] = {}
    found: dict[int, Earlier] = {}
    for index, (person, stay) in enumerate(zip(people, stays, strict=True)):
        keys = identity_keys(*person)
        first = next((met[key] for key in keys if key in met), None)
        for key in keys:
            met.setdefault(key, index if first is None else first)
        if first is None:
            if keys:
                places[index] = {stay}
            continue
        found[index] = Earlier(first, stay in places[first])
        places[first].add(stay)
    return found
