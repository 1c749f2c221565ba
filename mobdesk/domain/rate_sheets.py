"""Rate sheets: the unit costs of one National Agency, one call year and one field, as data.

Amounts are exact (``Decimal`` of the sheet's own text, in euro); None means "not established" and
is never guessed. Format and rules: the domain notes on rate sheets. Files: ``rate_sheet_files``;
numbers one by one, for comparing and counting: ``rate_sheet_numbers``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from mobdesk.domain.fold import fold
from mobdesk.errors import Refused

FORMAT: Final = "mobdesk-rate-sheet/1"
ACTIONS: Final = ("KA121", "KA122")
#: Participant types with daily rates of their own; accompanying persons get those of staff.
RATED: Final = ("staff", "learner", "expert")
#: What a sheet can say about experts and hosted teachers in ``pays``.
PAYABLE: Final = ("travel", "individual_support", "organisational_support")
#: Stands for every activity type that no other entry names.
ANY: Final = "*"

Amount = Decimal | None


class Source(NamedTuple):
    """Where a part of the sheet was read; ``what`` is in words, "all" means the whole sheet."""

    what: str
    url: str = ""
    read: str = ""
    status: str = ""
    note: str = ""


class Band(NamedTuple):
    """Travel from ``from_km`` one way up to the next band; the amounts cover the round trip."""

    from_km: int
    standard: Amount
    green: Amount


class TravelDays(NamedTuple):
    """The most days of travel that are funded."""

    standard: int | None
    green: int | None


class Group(NamedTuple):
    """Receiving countries (ISO alpha-2) that share daily rates."""

    name: str
    countries: tuple[str, ...]


class Daily(NamedTuple):
    """Individual support per day; neither rate is computed from the other."""

    part: str
    group: str
    first: Amount
    later: Amount


class Tier(NamedTuple):
    """Per participant up to the one numbered ``up_to``; None is open."""

    up_to: int | None
    amount: Amount


class Organisational(NamedTuple):
    """Organisational support of these activity types, or of ``*``."""

    activity_types: tuple[str, ...]
    tiers: tuple[Tier, ...]


class CourseFee(NamedTuple):
    per_day: Amount
    max_days: int | None


class Visit(NamedTuple):
    """A preparatory visit, per visitor."""

    amount: Amount
    max_people: int | None


class Expensive(NamedTuple):
    """Parts of the fare: below ``threshold`` the unit grant gives way to ``covers``."""

    threshold: Decimal
    covers: Decimal


class Pays(NamedTuple):
    """What experts or hosted teachers on this activity type are paid."""

    activity_type: str
    categories: tuple[str, ...]


_NO_DAYS: Final = TravelDays(None, None)
_NO_FEE: Final = CourseFee(None, None)
_NO_VISIT: Final = Visit(None, None)


@dataclass(frozen=True)
class RateSheet:
    """One sheet. An empty tuple, like None, says that this part is not established."""

    agency: str
    call_year: int
    field: str
    actions: tuple[str, ...]
    revision: int = 1
    valid_from: date | None = None
    valid_to: date | None = None
    title: str = ""
    source: tuple[Source, ...] = ()
    travel: tuple[Band, ...] = ()
    travel_days: TravelDays = _NO_DAYS
    full_rate_days: int | None = None
    full_rate_days_include_travel: bool | None = None
    country_groups: tuple[Group, ...] = ()
    individual_support: tuple[Daily, ...] = ()
    organisational_support: tuple[Organisational, ...] = ()
    inclusion_organisation: Amount = None
    course_fee: CourseFee = _NO_FEE
    preparatory_visit: Visit = _NO_VISIT
    linguistic_support: Amount = None
    expensive_travel: Expensive | None = None
    pays: tuple[Pays, ...] = ()
    #: SHA-256 of the text that the sheet was read from; a confirmation and every grant keep it.
    sha256: str = made_by(default="", compare=False)

    def __hash__(self) -> int:
        return hash((self.sha256, self.agency, self.call_year, self.field, self.revision))


def sha256(text: str | bytes) -> str:
    """The SHA-256 of a sheet's text, as ``sha256sum`` prints it for the file."""
    return hashlib.sha256(text.encode("utf-8") if isinstance(text, str) else text).hexdigest()


def to_json(sheet: RateSheet) -> str:
    """The sheet as text: always the same for the same sheet. Not the text it was read from."""
    return json.dumps(to_dict(sheet), ensure_ascii=False, indent=1) + "\n"


def to_dict(sheet: RateSheet) -> dict[str, Any]:
    """The sheet as plain values of JSON, every part named, None where nothing is established."""
    return {
        "format": FORMAT,
        "agency": sheet.agency,
        "call_year": sheet.call_year,
        "field": sheet.field,
        "actions": list(sheet.actions),
        "revision": sheet.revision,
        "valid_from": _iso(sheet.valid_from),
        "valid_to": _iso(sheet.valid_to),
        "title": sheet.title,
        "source": [{k: v for k, v in s._asdict().items() if v} for s in sheet.source],
        "travel": [_plain(band) for band in sheet.travel] or None,
        "travel_days": _plain(sheet.travel_days),
        "full_rate_days": sheet.full_rate_days,
        "full_rate_days_include_travel": sheet.full_rate_days_include_travel,
        "country_groups": {group.name: list(group.countries) for group in sheet.country_groups},
        "individual_support": {
            part: {
                daily.group: {"first": _text(daily.first), "later": _text(daily.later)}
                for daily in sheet.individual_support
                if daily.part == part
            }
            for part in dict.fromkeys(daily.part for daily in sheet.individual_support)
        },
        "organisational_support": [
            {
                "activity_types": list(entry.activity_types),
                "tiers": [_plain(tier) for tier in entry.tiers],
            }
            for entry in sheet.organisational_support
        ],
        "inclusion_organisation": _text(sheet.inclusion_organisation),
        "course_fee": _plain(sheet.course_fee),
        "preparatory_visit": _plain(sheet.preparatory_visit),
        "linguistic_support": _text(sheet.linguistic_support),
        "expensive_travel": _plain(sheet.expensive_travel) if sheet.expensive_travel else None,
        "pays": {entry.activity_type: list(entry.categories) for entry in sheet.pays},
    }


def _plain(record: Any) -> dict[str, Any]:
    return {k: _text(v) if isinstance(v, Decimal) else v for k, v in record._asdict().items()}


def _text(amount: Amount) -> str | None:
    return None if amount is None else f"{amount:f}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def matches(
    sheet: RateSheet,
    agency: str,
    call_year: int,
    field: str,
    action: str | None = None,
    project_start: date | None = None,
) -> bool:
    """Whether the sheet is for a project: agency, call year and field exactly.

    An action or a start that is not known rules nothing out.
    """
    if (sheet.agency, sheet.call_year, sheet.field) != (agency, call_year, field):
        return False
    if action is not None and action not in sheet.actions:
        return False
    if project_start is None:
        return True
    return (sheet.valid_from is None or sheet.valid_from <= project_start) and (
        sheet.valid_to is None or project_start <= sheet.valid_to
    )


def choose(
    sheets: Iterable[RateSheet],
    agency: str,
    call_year: int,
    field: str,
    action: str | None = None,
    project_start: date | None = None,
) -> RateSheet:
    """The sheet of a project: the highest revision of those that match.

    Raises ``Refused("rate_sheet_unknown")`` where none matches; ``rate_sheet_ambiguous`` where two
    of one revision differ, or where what is not known of the project would decide.
    """
    found = [s for s in sheets if matches(s, agency, call_year, field, action, project_start)]
    wanted = {"agency": agency, "call_year": call_year, "field": field}
    if not found:
        raise Refused("rate_sheet_unknown", **wanted)
    newest = max(sheet.revision for sheet in found)
    best = {sheet.sha256: sheet for sheet in found if sheet.revision == newest}
    open_questions = {
        (
            s.actions if action is None else (),
            (s.valid_from, s.valid_to) if project_start is None else (),
        )
        for s in found
    }
    if len(best) > 1 or len(open_questions) > 1:
        raise Refused("rate_sheet_ambiguous", **wanted)
    return next(iter(best.values()))


def source_of(sheet: RateSheet, what: str) -> Source | None:
    """Where the sheet says that ``what`` (a category) was read; else the source of all of it."""
    wanted = _words(what)
    everything = None
    for source in sheet.source:
        named = {_words(part) for part in re.split(r"[,;/]", source.what)}
        if wanted in named:
            return source
        if everything is None and named & {"", "all", "everything", "whole sheet"}:
            everything = source
    return everything


def _words(text: str) -> str:
    return fold(text.replace("_", " "))
