"""What stands above the page of one mobility: its name, its title and the line below."""

from __future__ import annotations

from mobdesk import texts
from mobdesk.domain import mobilities as rules
from mobdesk.i18n import _
from mobdesk.ui import shown, stays
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.facts import Sheet


def name(sheet: Sheet) -> str:
    """``Maarja Tamm``, ``Group “Käsitöö”``, or how many places have no name."""
    detail = sheet.detail
    if sheet.group and detail.name:
        return _("Group “{name}”").format(name=detail.name)
    return words.first_name_first(detail.name) or words.places_without_name(
        sum(m.values["places"] for m in sheet.members)
    )


def title(sheet: Sheet) -> str:
    """The name with where they go, of guests with where they come from."""
    detail, called = sheet.detail, name(sheet)
    city = sheet.values["hosting_city"]
    if detail.incoming:
        home = detail.sending_city or detail.sender or stays.country(detail.sending_country)
        return _("{name} from {place}").format(name=called, place=home) if home else called
    if city:
        form = _("{name} to {place}") if detail.name else _("{place}: {name}")
        return form.format(name=called, place=city)
    return called


def line(sheet: Sheet) -> str:
    """Direction of guests, activity, dates, how many they are, and the project."""
    detail, values, dates = sheet.detail, sheet.values, sheet.dates
    heads = words.heads(*rules.head_count(sheet.in_rules())) if sheet.group else ""
    parts = (
        texts.word("direction.incoming") if detail.incoming else "",
        words.activity(values["activity_type"]) if values["activity_type"] else "",
        words.long_dates(dates.start, dates.end) if dates.start else _month(sheet),
        heads,
        _("project {code}").format(code=_whole(detail.project)) if detail.project else "",
    )
    return " · ".join(part for part in parts if part)


def _month(sheet: Sheet) -> str:
    """``March 2027 · days missing``, where some subgroup knows its month."""
    found = [g.values["start_month"] or g.values["end_month"] for g in sheet.detail.subgroups]
    first = min((month for month in found if month), default=None)
    return words.days_missing(shown.long_month(first)) if first else ""


def _whole(code: str) -> str:
    """A project code that no line end tears apart."""
    return code.replace("-", "\u2011")
