"""How the bill words its lines: what is counted, times what, from which page."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from mobdesk import texts
from mobdesk.domain.money import from_number
from mobdesk.domain.pricing import FROZEN, IMPORTED, TYPED, PricedLine
from mobdesk.domain.projects import OF_THE_PROJECT
from mobdesk.i18n import _, ngettext
from mobdesk.services.bills import Bill, BillGroup, BillMember
from mobdesk.ui import shown, stays

#: What is typed on the page of the mobility, and what on the rate sheet.
ON_THE_MOBILITY = ("distance_missing", "days_missing", "activity_missing", "accompanying_with_flag",
                   "inclusion_without_flag", "travel_days_over_maximum",
                   "too_many_visitors")  # fmt: skip
_GREEN = ("travel_green", "travel_falls_back")


def who(member: BillMember) -> str:
    """A name, or how many places have none."""
    if member.name:
        return shown.first_name_first(member.name)
    n = member.case.places
    return ngettext("{n} place without a name", "{n} places without a name", n).format(n=n)


def called(bill: Bill) -> str:
    """``Group “Käsitöö”``, or the name of the one who goes."""
    if bill.kind == "group" and bill.title:
        return _("Group “{name}”").format(name=bill.title)
    members = bill.members
    return who(members[0]) if len(members) == 1 else shown.first_name_first(bill.name)


def heading(bill: Bill, member: BillMember | None) -> str:
    """``Liis Õunapuu to Turku, course, 5 + 2 days``."""
    name = who(member) if member else called(bill)
    if bill.city and bill.direction == "outgoing":
        name = _("{name} to {place}").format(name=name, place=bill.city)
    elif bill.start_city and bill.direction == "incoming":
        name = _("{name} from {place}").format(name=name, place=bill.start_city)
    days = _days_of(member)
    parts = (name, stays.activity(bill.activity_type).lower(), days)
    return ", ".join(part for part in parts if part)


def _days_of(member: BillMember | None) -> str:
    line = next((x for x in member.lines if "activity_days" in x.inputs), None) if member else None
    if line is None or line.inputs["activity_days"] is None:
        return ""
    return _("{activity} + {travel} days").format(
        activity=line.inputs["activity_days"], travel=line.inputs["travel_days"]
    )


def line_below(bill: Bill, member: BillMember | None) -> str:
    """Dates and project."""
    first, last = dates_of(bill, member)
    dates = shown.long_date(first) if first == last else ""
    if first and last and first != last:
        dates = f"{shown.long_date(first)} – {shown.long_date(last)}"
    code = bill.project.replace("-", "\u2011") if bill.project else ""
    return " · ".join(part for part in (dates if first else "", code) if part)


def dates_of(bill: Bill, member: BillMember | None) -> tuple[date | None, date | None]:
    """First and last day of the activity of one, or of all."""
    if member is not None:
        return member.case.dates.first, member.case.dates.last
    each = [m.case.dates for m in bill.members]
    firsts, lasts = [d.first for d in each if d.first], [d.last for d in each if d.last]
    return min(firsts, default=None), max(lasts, default=None)


def name(line: PricedLine) -> str:
    """``Travel, green``."""
    word = texts.word(f"category.{line.category}")
    if line.rule in _GREEN:
        return _("{category}, green").format(category=word)
    return word


def missing(line: PricedLine) -> str:
    """Why a line has no sum, in two or three words."""
    return stays.known(f"line_missing.{line.code}", _("Not known"))


def product(line: PricedLine, places: int) -> str:
    """``7 × 104.00 €``, of several places ``3 × 7 × 104.00 €``; without a rate ``7 ×``."""
    rate = euros(line.rate)
    times = [str(places)] if places > 1 and line.rule not in ("visit", "org_share") else []
    times += [_quantity(line)] if line.quantity else []
    return " × ".join([*times, rate]) if rate else " × ".join(times) + (" ×" if times else "")


def _quantity(line: PricedLine) -> str:
    """``7 days``; other quantities are plain numbers."""
    text = line.quantity or ""
    if line.category != "individual_support" or not text.isdecimal():
        return text
    return ngettext("{n} day", "{n} days", int(text)).format(n=text)


def euros(text: Any) -> str:
    """``104.00 €`` from the text of a sheet; more decimals than two stay."""
    try:
        value = Decimal(str(text))
    except InvalidOperation:
        return ""
    cents = from_number(value)
    if cents is None or Decimal(cents) != value * 100:
        return f"{value:f} €"
    return shown.money(cents)


def how(line: PricedLine, bill: Bill, group: BillGroup | None, places: int) -> str:
    """The multiplication in full; with its result where another sum stands in its place."""
    values = line.inputs
    said = product(line, places)
    if line.by_hand and line.computed is not None:
        if not said.endswith("€"):
            return _("By the rates: {sum}").format(sum=shown.money(line.computed))
        said = f"{said} = {shown.money(line.computed)}"
    if line.category == "travel":
        return _travel(line, bill, group, said)
    if line.category == "individual_support" and "activity_days" in values:
        return _daily(line, bill, said)
    if line.category == "course_fees" and "course_days" in values:
        if values.get("max_days") is None:
            return _("Course days: {product}").format(product=said)
        return _("Course days: {product}, up to {most} days per person").format(
            product=said, most=values["max_days"]
        )
    if line.rule == "org_share":
        return _share(line, said)
    worded = {
        "inclusion_unit": _("Once for each participant with fewer opportunities: {product}"),
        "inclusion_real": _("Costs that were written down, paid in full"),
        "real_costs": _("What is covered of the costs that were written down"),
        "linguistic": _("Once for each participant: {product}"),
        "visit": _("Visitors: {product}"),
        "zero_grant": _("A participant without a grant"),
    }.get(line.rule or "", "")
    if line.rule == "expensive_travel":
        worded = _("{part} of a fare of {fare}").format(
            part=_percent(line.rate), fare=euros(values.get("real_fare"))
        )
    return worded.format(product=said) if worded else (said if line.rate else "")


def _percent(share: str | None) -> str:
    try:
        return f"{(Decimal(share or '') * 100).normalize():f} %"
    except InvalidOperation:
        return ""


def _travel(line: PricedLine, bill: Bill, group: BillGroup | None, said: str) -> str:
    values = line.inputs
    km = values.get("distance_km")
    start = (group.values["distance_from"] if group else None) or bill.start_city
    end = (group.values["distance_to"] if group else None) or bill.city
    way = _("{start} to {end}").format(start=start, end=end) if start and end else ""
    if km is None:
        return way
    parts = [way, _("{km} km").format(km=_km(km))]
    if (low := values.get("from_km")) is not None:
        parts.append(_("band {band} km").format(band=_band(bill, int(low))))
    text = ", ".join(part for part in parts if part)
    if line.rule == "travel_replaced":
        fare, unit = euros(values.get("real_fare")), euros(values.get("unit_grant"))
        return _("{way}: {unit} is too little for a fare of {fare}").format(
            way=text, unit=unit, fare=fare
        )
    if line.rule == "zero_grant":
        return text
    return _("{way}: there and back {product}").format(way=text, product=said)


def _km(value: Any) -> str:
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    whole = exact == exact.to_integral_value()
    return f"{int(exact):,}" if whole else f"{exact:,f}"


def _band(bill: Bill, low: int) -> str:
    """``100–499``, of the last band ``8,000 and more``."""
    edges = [band.from_km for band in bill.sheet.sheet.travel] if bill.sheet.sheet else []
    following = [edge for edge in edges if edge > low]
    if low not in edges or not following:
        return _("{low} and more").format(low=f"{low:,}")
    return f"{low:,}–{following[0] - 1:,}"


def _daily(line: PricedLine, bill: Bill, said: str) -> str:
    values = line.inputs
    activity, travel = values.get("activity_days"), values.get("travel_days") or 0
    part = texts.word(f"part.{values.get('rates_of') or 'staff'}").lower()
    place = ", ".join(p for p in (stays.country(values.get("country")), part) if p)
    if activity is None:
        return place
    paid = int(activity) - int(values.get("interruption_days") or 0)
    days = ngettext("{n} activity day", "{n} activity days", paid).format(n=paid)
    if travel:
        more = ngettext("{n} travel day", "{n} travel days", int(travel)).format(n=travel)
        days = f"{days} + {more}"
    whole = paid + int(travel)
    if line.quantity is not None and str(whole) != line.quantity:
        first = line.rule != "daily_later"
        form = (
            _("{place}: {product} at the first rate, of {days}")
            if first
            else _("{place}: {product} at the later rate, of {days}")
        )
        return form.format(place=place, product=said, days=days)
    if travel:
        return _("{place}: {days} = {product}").format(place=place, days=days, product=said)
    return _("{place}: {days}, {product}").format(place=place, days=days, product=said)


def _share(line: PricedLine, said: str) -> str:
    first, last = line.inputs.get("first"), line.inputs.get("last")
    place = _("number {n}").format(n=first)
    if first != last:
        place = _("numbers {first} to {last}").format(first=first, last=last)
    if line.rate is None:
        return _("{place} of this activity in the project").format(place=place)
    return _("{product}, {place} of this activity in the project").format(product=said, place=place)


def source(line: PricedLine, bill: Bill, today: date) -> str:
    """Where the sum stands."""
    sheet = bill.sheet.sheet
    name_of_sheet = (
        _("Rates {agency} {year}").format(agency=sheet.agency, year=sheet.call_year)
        if sheet
        else ""
    )
    if line.category == OF_THE_PROJECT and line.rule == "org_share":
        return " · ".join(p for p in (name_of_sheet, _("a share of the project’s one sum")) if p)
    if line.kind == FROZEN:
        agreed = _("As in the agreement of {day}").format(day=shown.long_date(line.dated))
        said = agreed if line.dated else _("As in the agreement")
        return " · ".join(part for part in (said, line.source) if part)
    if line.kind == IMPORTED:
        return line.source or _("From a list")
    if line.amount is None and line.code not in ON_THE_MOBILITY:
        return _("Not on the sheet yet") if sheet else _("No rate sheet for this project yet")
    return " · ".join(part for part in (name_of_sheet, line.source) if part)


def site(text: str) -> str:
    """``Rates PL01 2021 · example.org``: an address as short as it can be said."""
    return re.sub(r"https?://(?:www\.)?([^/\s]+)\S*", r"\1", text)


def by_hand(line: PricedLine, today: date) -> str:
    """``320.00 € since 12 November, Kersti: the fourth day is free of charge``."""
    since = shown.money(line.amount)
    if line.kind == TYPED and line.dated:
        since = _("{sum} since {day}").format(sum=since, day=shown.short_date(line.dated, today))
    who_typed = ", ".join(part for part in (since, line.typed_by) if part)
    if not line.reason:
        return who_typed
    return _("{who}: {reason}").format(who=who_typed, reason=line.reason)


def kind_of(kind: str, n: int) -> str:
    """``8 learners``: so many of one kind."""
    forms = {
        "learner": ngettext("{n} learner", "{n} learners", n),
        "staff": ngettext("{n} staff member", "{n} staff members", n),
        "expert": ngettext("{n} expert", "{n} experts", n),
        "accompanying": ngettext("{n} accompanying person", "{n} accompanying persons", n),
        "unnamed": ngettext("{n} place without a name", "{n} places without a name", n),
    }
    return forms[kind].format(n=n)


def subgroup(group: BillGroup, at: int) -> str:
    """``Subgroup A, weaving``, or its number."""
    return group.title or _("Subgroup {n}").format(n=at)


def signed(cents: int) -> str:
    """``+ 80.00 €``, ``− 74.00 €``."""
    return f"{'−' if cents < 0 else '+'} {shown.money(abs(cents))}"
