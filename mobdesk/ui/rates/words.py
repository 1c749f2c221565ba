"""How places and values of a rate sheet are called."""

from __future__ import annotations

from datetime import date
from typing import Any

from mobdesk import texts
from mobdesk.domain.rate_sheets import Source
from mobdesk.domain.rate_suggestions import Suggestion
from mobdesk.i18n import _, ngettext
from mobdesk.ui import shown
from mobdesk.ui.rate_words import activities, days, field_name, place, value

#: How a source was read, where a sheet says so in our words; others stand as they are.
_STATUSES = frozenset({
    "typed", "read", "invented", "read for another action", "read for another call",
})  # fmt: skip


def title_of(agency: str, call_year: int, field: str, revision: int) -> str:
    """``EE01, call 2026, Adult education``, with the revision where it is not the first."""
    words = _("{agency}, call {year}, {field}").format(
        agency=agency, year=call_year, field=field_name(field)
    )
    return words if revision == 1 else _("{sheet}, revision {n}").format(sheet=words, n=revision)


def numbers_known(known: int, places: int) -> str:
    """``21 of 22 numbers``."""
    return _("{known} of {n} numbers").format(known=known, n=places)


def confirmed(confirmation: Any) -> str:
    """Who compared the sheet and when, in one line."""
    if confirmation is None:
        return _("not confirmed")
    return _("{name}, {day}").format(
        name=confirmation.confirmed_by, day=shown.short_date(confirmation.confirmed_on)
    )


def band(start: int, following: int | None) -> str:
    """``10 – 99 km``; the last band is open."""
    if following is None:
        return _("{first} km and more").format(first=f"{start:,}")
    return _("{first} – {last} km").format(first=f"{start:,}", last=f"{following - 1:,}")


def tier(up_to: int | None, alone: bool) -> str:
    """Which participants an amount is for."""
    if alone:
        return _("each participant")
    if up_to is None:
        return _("each one after that")
    return ngettext("the first participant", "the first {n} participants", up_to).format(n=up_to)


def source(one: Source) -> list[str]:
    """Where a part was read: how and when, what is to be said of it, the address."""
    try:
        day = shown.long_date(date.fromisoformat(one.read))
    except ValueError:
        day = one.read
    how = {
        "typed": _("Typed on {day} from: {document}"), "read": _("Read on {day}"),
        "invented": _("Invented"), "read for another action": _("Read for another action, {day}"),
        "read for another call": _("Read for another call, {day}"),
    }.get(one.status, one.status)  # fmt: skip
    note = "" if one.status == "typed" else one.note
    said = how.format(day=day, document=one.note) if one.status in _STATUSES else how
    return [part for part in (said, note, one.url) if part]


def suggestion(one: Suggestion) -> str:
    """How sure a suggestion is, and for a range the range."""
    status = texts.word(f"suggestion.{one.status}")
    if one.disputed:
        status = _("{status}, sources disagree").format(status=status)
    if one.value:
        return status
    return _("{low} to {high}, {status}").format(low=one.low, high=one.high, status=status)


def suggestion_tip(one: Suggestion) -> str:
    """All that is known of a suggestion."""
    said = one.value or f"{one.low} – {one.high}"
    parts = (said, texts.word(f"suggestion.{one.status}"), one.note, one.source)
    return ". ".join(part.rstrip(".") for part in parts if part)


__all__ = [
    "activities", "band", "confirmed", "days", "field_name", "numbers_known", "place", "source",
    "suggestion", "suggestion_tip", "tier", "title_of", "value",
]  # fmt: skip
