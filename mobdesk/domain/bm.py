"""The Beneficiary Module's files: what our fields are called there, which rows are whose, checks.

BM's own list of columns is not established. A header is recognised by its words alone, from the
labels in ``resources/bm/fields.json``; what is not recognised stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final, Generic, NamedTuple, TypeVar

from mobdesk.domain import activities, checks, shipped
from mobdesk.domain.fold import fold
from mobdesk.domain.mobilities import MOST_COURSE_DAYS, MOST_TRAVEL_DAYS
from mobdesk.errors import Problem

Values = Mapping[str, Any]
"""Values by field: texts, dates, booleans, whole numbers, sums in cents; unknown ones absent."""

KEPT_AWAY: Final = ("force_majeure", "force_majeure_text")
"""Never written: BM blanks the explanation in what it exports, and an import could wipe it."""
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_LEAST_NAMED = 2


class Field(NamedTuple):
    """One value that a BM file can hold.

    ``kind``: text, code, date, yes_no, country, whole, money, email, oid, band, status, report or
    free. ``fill``: ``ours`` is written; ``bm`` is computed by BM and compared only; ``never``.
    ``aliases`` are its headers, the likeliest first; ``most`` characters fit.
    """

    id: str
    kind: str
    fill: str
    aliases: tuple[str, ...]
    most: int | None = None


@cache
def fields() -> dict[str, Field]:
    """All fields by id."""
    found = (
        Field(e["id"], e["kind"], e["fill"], tuple(e["aliases"]), e.get("most"))
        for e in shipped.table("bm/fields.json")["fields"]
    )
    return {field.id: field for field in found}


def normalised(header: str) -> str:
    """A header in small letters without accents and punctuation."""
    return " ".join(re.findall(r"[^\W_]+", fold(header)))


@cache
def _known() -> dict[str, tuple[int, str]]:
    known: dict[str, tuple[int, str]] = {}
    for field in fields().values():
        for place, alias in enumerate(field.aliases):
            known.setdefault(normalised(alias), (place, field.id))
    return known


def _meant(header: str) -> tuple[int, str] | None:
    """The field of one header and how likely it is (0 = likeliest); brackets may be left out."""
    found = _known().get(normalised(header))
    return found or _known().get(normalised(_IN_BRACKETS.sub(" ", header)))


def recognise(headers: Sequence[str]) -> list[str | None]:
    """The field of each header. A field that several columns could be is the likeliest one."""
    meant = [_meant(header) for header in headers]
    best: dict[str, tuple[int, int]] = {}
    for column, found in enumerate(meant):
        if found is not None:
            best[found[1]] = min(best.get(found[1], (found[0], column)), (found[0], column))
    mine = {column: field for field, (_, column) in best.items()}
    return [mine.get(column) for column in range(len(headers))]


def is_header(texts: Sequence[str]) -> bool:
    """Whether a row can be the row of headers: two known columns, or one of a narrow file."""
    known = sum(field is not None for field in recognise(texts))
    filled = sum(bool(text.strip()) for text in texts)
    return known >= min(_LEAST_NAMED, filled) > 0


_HINT = re.compile(
    r"\*|\bdict\b|\bdd\W*mm\W*yyyy\b|\byyyy\W*mm\W*dd\b|\bmandatory\b|\brequired\b|\boptional\b"
    r"|\byes\s*/\s*no\b|\by\s*/\s*n\b|\btrue\s*/\s*false\b|\bmax(?:imum)?\b|\bdecimals?\b",
    re.IGNORECASE,
)


def is_hint(texts: Sequence[str]) -> bool:
    """Whether the row below the headers explains columns: marks, forms of dates, or nothing."""
    filled = [text for text in texts if text.strip()]
    return not filled or any(_HINT.search(text) for text in filled)


def is_required(header: str, hint: str) -> bool:
    """Whether the file itself marks a column as mandatory: a star or the word."""
    words = f"{header} {hint}".casefold()
    return "*" in words or "mandatory" in words or "required" in words


# ---- which row is whose -------------------------------------------------------------------------


K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Match(Generic[K]):
    """``rows``: ours -> row of the file; ``unclear``: ours -> rows that could be meant."""

    rows: dict[K, int]
    unclear: dict[K, tuple[int, ...]]


def _person(values: Values) -> str:
    return fold(f"{values.get('first_name') or ''} {values.get('last_name') or ''}")


_TIERS: tuple[Callable[[Values], tuple[Any, ...]], ...] = (
    lambda v: (fold(v.get("mobility_id") or ""),),
    lambda v: (fold(v.get("participant_id") or ""), v.get("start_date")),
    lambda v: (fold(v.get("email") or ""), v.get("start_date")),
    lambda v: (_person(v), v.get("birth_date")),
    lambda v: (fold(v.get("lead_email") or ""), v.get("start_date")),
)
_WITH_TYPE: Final = (2, 4)
"""Tiers in which the activity type counts as well, as far as its code can be read."""


def match(
    ours: Mapping[K, Values],
    theirs: Mapping[int, Values],
    answers: Mapping[K, int | None] | None = None,
) -> Match[K]:
    """Find the row of each of our mobilities.

    Mobility activity ID, then participant ID and start, e-mail with type and start, name and birth
    date; a group by its lead. What a stronger key found is no longer open to a weaker one. Two
    hits are ``unclear`` unless ``answers`` says which row it is (None: none of them).
    """
    rows = {key: row for key, row in (answers or {}).items() if row is not None and key in ours}
    unclear: dict[K, tuple[int, ...]] = {}
    waiting = [key for key in ours if key not in (answers or {})]
    for place, tier in enumerate(_TIERS):
        taken = set(rows.values())
        by_key: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for row, values in theirs.items():
            if row not in taken and all(key := tier(values)):
                by_key[key].append(row)
        hits = {
            mine: tuple(
                row
                for row in by_key.get(key, ())
                if _may_be(ours[mine], theirs[row], by_type=place in _WITH_TYPE)
            )
            for mine in waiting
            if mine not in unclear and all(key := tier(ours[mine]))
        }
        often = Counter(row for found in hits.values() for row in found)
        for mine, found in hits.items():
            if len(found) == 1 and often[found[0]] == 1:
                rows[mine] = found[0]
            elif found:
                unclear[mine] = found
        waiting = [mine for mine in waiting if mine not in rows]
    return Match(rows, unclear)


def _may_be(mine: Values, row: Values, *, by_type: bool) -> bool:
    """Two different ids, or known types, are two mobilities, whatever else is alike."""
    ids = fold(mine.get("mobility_id") or ""), fold(row.get("mobility_id") or "")
    if all(ids) and ids[0] != ids[1]:
        return False
    types = [activities.recognise(values.get("activity_type")) for values in (mine, row)]
    return not (by_type and all(types) and types[0] != types[1])


# ---- what BM would refuse -----------------------------------------------------------------------


def check_row(
    values: Values, columns: Iterable[str], required: Iterable[str] = (),
    project_start: date | None = None, project_end: date | None = None,
) -> list[Problem]:  # fmt: skip
    """What BM would refuse in one row; only ``columns`` of the file are looked at.

    The rules are those that the Commission's wiki lists for imports (``bm_formats.md`` 1.5).
    """
    columns = set(columns)
    values = {name: value for name, value in values.items() if name in columns}
    found = _email(values, columns)
    told = {problem.field for problem in found}
    missing = (name for name in required if values.get(name) in (None, "") and name not in told)
    found += [Problem(name, "needed") for name in missing]
    found += checks.order(values, "start_date", "end_date")
    start, end = values.get("start_date"), values.get("end_date")
    if start and project_start and start < project_start:
        found.append(Problem("start_date", "before_project", {"first": project_start}))
    if end and project_end and end > project_end:
        found.append(Problem("end_date", "after_project", {"last": project_end}))
    for what, code in (("oid", "bm_same_organisation"), ("country", "bm_same_country")):
        sending, receiving = values.get(f"sending_{what}"), values.get(f"receiving_{what}")
        if sending and sending == receiving:
            found.append(Problem(f"receiving_{what}", code, {"value": sending}))
    return found + _days(values) + _flags(values)


def _email(values: Values, columns: set[str]) -> list[Problem]:
    """The participant's report goes to this address."""
    name = "lead_email" if values.get("lead_name") or "email" not in columns else "email"
    if name not in columns:
        return []
    if not values.get(name):
        return [Problem(name, "bm_email_missing")]
    return checks.email(values, name)


def _days(values: Values) -> list[Problem]:
    found = []
    travel, most = values.get("travel_days"), MOST_TRAVEL_DAYS[bool(values.get("green"))]
    if travel is not None and not 0 <= travel <= most:
        found.append(Problem("travel_days", "bm_travel_days", {"days": travel, "most": most}))
    start, end = values.get("start_date"), values.get("end_date")
    break_days = values.get("interruption_days")
    if break_days and start and end and break_days > (end - start).days + 1:
        found.append(Problem("interruption_days", "bm_interruption", {"days": break_days}))
    return found


def _flags(values: Values) -> list[Problem]:
    found = []
    if values.get("accompanying") and values.get("fewer_opportunities"):
        found.append(Problem("fewer_opportunities", "bm_accompanying_with_flag"))
    for field in fields().values():
        text = values.get(field.id)
        if field.most is not None and isinstance(text, str) and len(text) > field.most:
            found.append(Problem(field.id, "too_long", {"most": field.most}))
    return found


def check_all(rows: Mapping[K, Values]) -> dict[K, list[Problem]]:
    """What only shows in all rows together: an id twice, too many course days for one address."""
    found: dict[K, list[Problem]] = defaultdict(list)
    ids = Counter(fold(v["mobility_id"]) for v in rows.values() if v.get("mobility_id"))
    days: Counter[str] = Counter()
    for values in rows.values():
        days[fold(values.get("email") or "")] += values.get("course_days") or 0
    for key, values in rows.items():
        number, address = values.get("mobility_id"), fold(values.get("email") or "")
        if number and ids[fold(number)] > 1:
            found[key].append(Problem("mobility_id", "bm_id_twice", {"value": number}))
        if address and values.get("course_days") and days[address] > MOST_COURSE_DAYS:
            over = {"days": days[address], "most": MOST_COURSE_DAYS}
            found[key].append(Problem("course_days", "bm_course_days", over))
    return dict(found)
