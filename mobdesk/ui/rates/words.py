"""How places and values of a rate sheet are called."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from mobdesk import texts
from mobdesk.domain.rate_sheets import Source
from mobdesk.domain.rate_suggestions import Suggestion
from mobdesk.i18n import _, ngettext
from mobdesk.ui import shown, stays

#: How a source was read, where a sheet says so in our words; others stand as they are.
_STATUSES = frozenset({
    "typed", "read", "invented", "read for another action", "read for another call",
})  # fmt: skip


def field_name(field: str) -> str:
    """``Adult education``."""
    return stays.field_name(field, "")


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


def activities(types: Sequence[str]) -> str:
    """``Job shadowing, Teaching assignment``; the star stands for all others."""
    return ", ".join(_("All activities") if t == "*" else stays.activity(t) for t in types)


def tier(up_to: int | None, alone: bool) -> str:
    """Which participants an amount is for."""
    if alone:
        return _("each participant")
    if up_to is None:
        return _("each one after that")
    return ngettext("the first participant", "the first {n} participants", up_to).format(n=up_to)


def value(path: str, text: str | None) -> str:
    """A value as a person reads it: amounts with their unit, parts as per cent."""
    if text is None:
        return shown.NOTHING
    end = path.rpartition(".")[2]
    if path.startswith("expensive_travel"):
        return f"{_percent(text)} %"
    if end in ("standard", "green") and path.startswith("travel_days"):
        return days(text)
    if path == "full_rate_days" or end == "max_days":
        return days(text)
    amounts = ("travel.", "individual_support", "organisational_support", "course_fee.per_day")
    if path.startswith(amounts) or end in (
        "inclusion_organisation", "linguistic_support", "amount",
    ):  # fmt: skip
        return _("{amount} €").format(amount=text)
    if path == "field":
        return field_name(text)
    return {"yes": _("yes"), "no": _("no")}.get(text, text)


def days(text: str) -> str:
    """``14 days``."""
    return ngettext("{n} day", "{n} days", int(text)).format(n=text)


def _percent(text: str) -> str:
    from decimal import Decimal

    found = Decimal(text) * 100
    return f"{found.normalize():f}"


def place(path: str) -> str:
    """The name of a place by its path in ``rate_sheet_numbers``: for lists and screen readers."""
    first, _dot, rest = path.partition(".")
    known = texts.tables().words
    if f"rate_place.{path}" in known:
        return texts.word(f"rate_place.{path}")
    if f"field.rate_sheet.{path}" in known:
        return texts.word(f"field.rate_sheet.{path}")
    end = rest.rpartition(".")[2]
    if first == "travel":
        km = f"{int(rest.partition('.')[0]):,}"
        kind = _("standard") if end == "standard" else _("green")
        return _("Travel from {km} km, {kind}").format(km=km, kind=kind)
    if first == "individual_support":
        part, group, which = rest.split(".", 2)
        days_ = _("first days") if which == "first" else _("later days")
        name = texts.word(f"rate_part.{part}")
        return _("{part}, group {group}, {days}").format(part=name, group=group, days=days_)
    if first == "organisational_support":
        types, _dot, up_to = rest.rpartition(".")
        which = _("up to {n}").format(n=up_to) if up_to.isdigit() else _("more")
        name = activities(types.split("+"))
        return _("Organisational support, {activities}, {which}").format(
            activities=name, which=which
        )
    if first == "country_groups":
        return _("Countries of group {group}").format(group=rest)
    if first == "pays":
        return _("Paid for: {activity}").format(activity=stays.activity(rest))
    return _("Source of: {part}").format(part=rest) if first == "source" else path


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
    if one.value:
        return status
    return _("{low} to {high}, {status}").format(low=one.low, high=one.high, status=status)


def suggestion_tip(one: Suggestion) -> str:
    """All that is known of a suggestion."""
    said = one.value or f"{one.low} – {one.high}"
    parts = (said, texts.word(f"suggestion.{one.status}"), one.note, one.source)
    return ". ".join(part.rstrip(".") for part in parts if part)
