"""How places and values of a rate sheet are called, in every room that shows them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from mobdesk import texts
from mobdesk.i18n import _, ngettext
from mobdesk.ui import shown, stays


def field_name(field: str) -> str:
    """``Adult education``."""
    return stays.field_name(field, "")


def activities(types: Sequence[str]) -> str:
    """``Job shadowing, Teaching assignment``; the star stands for all others."""
    return ", ".join(_("All activities") if t == "*" else stays.activity(t) for t in types)


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
        return _("{amount} €").format(amount=_grouped(text))
    if path == "field":
        return field_name(text)
    return {"yes": _("yes"), "no": _("no")}.get(text, text)


def _grouped(text: str) -> str:
    """``1,500``: whole euros in threes, as every other sum."""
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.isdigit() else text


def days(text: str) -> str:
    """``14 days``."""
    return ngettext("{n} day", "{n} days", int(text)).format(n=text)


def _percent(text: str) -> str:
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
