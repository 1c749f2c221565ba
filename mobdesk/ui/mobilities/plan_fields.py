"""Fields that several forms of mobilities have: dates and travel, activity, host, sender."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from mobdesk import texts
from mobdesk.domain import activities
from mobdesk.domain import mobilities as rules
from mobdesk.i18n import N_
from mobdesk.ui.choices import Choice, YesNo
from mobdesk.ui.day_or_month import DayOrMonth
from mobdesk.ui.desk import Desk
from mobdesk.ui.fields import Date, Text
from mobdesk.ui.forms import Field
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.choosing import Known, host_picker, sender_picker
from mobdesk.ui.pickers import Country

#: values of a form that belong to the sender and to the subgroup
SENDING = ("sending_id", "sending_city", "sending_country")
TRAVEL = ("start", "end", "leaves", "back", "travel_means", "green_travel")


def means() -> Choice:
    """How they travel."""
    return Choice([(one, texts.word(f"means.{one}")) for one in rules.MEANS], "")


def travel_fields(near: Callable[[], date], *, needed: bool = False) -> tuple[Field, ...]:
    """Dates and travel, as in every form that has them."""

    def day() -> Date:
        return Date(near=near)

    def planned() -> DayOrMonth:
        return DayOrMonth(near=near)

    leaving, month = N_("If it is not the first day"), N_("Or the month only: March 2027")
    return (
        Field("start", N_("First day of the activity"), planned, required=needed, help=month),
        Field("end", N_("Last day of the activity"), planned, required=needed),
        Field("leaves", N_("Leaves home"), day, required=False, help=leaving),
        Field("back", N_("Back home"), day, required=False, help=N_("If it is not the last day")),
        Field("travel_means", N_("Travels by"), means, required=False),
        Field("green_travel", N_("Green travel"), lambda: YesNo(N_("Not known")), required=False),
    )


def activity_choice(field: str | None) -> Choice:
    """The activities of a project's field; all where it is not known."""
    return Choice(activity_options(field), "", words.activity_brought)


def activity_options(field: str | None) -> list[tuple[str, str]]:
    """Codes and words of the activities of a field."""
    return [(code, words.activity(code)) for code in activities.for_field(field)]


def objective_fields(known: Known) -> tuple[Field, ...]:
    """Which objective it serves, where the project has any."""
    options = [(one.id, f"{one.number} · {one.title}") for one in known.objectives]
    if not options:
        return ()
    name = texts.tables().words["field.mobility.objective_id"]
    return (Field("objective_id", name, lambda: Choice(options, ""), required=False, wide=True),)


def where_fields(desk: Desk, known: Known) -> tuple[Field, ...]:
    """Host, city and country."""
    return (
        Field(
            "host_id",
            N_("Host"),
            lambda: host_picker(desk, known),
            required=False,
            wide=True,
            help=N_("Nobody found yet? Type city and country."),
        ),
        Field("hosting_city", N_("City"), Text, required=False),
        Field("hosting_country", N_("Country"), Country, required=False),
    )


def sender_fields(desk: Desk, known: Known) -> tuple[Field, ...]:
    """Who sends, and from where they leave."""
    return (
        Field(
            "sending_id",
            N_("Sending organisation"),
            lambda: sender_picker(desk, known),
            required=False,
            wide=True,
        ),
        Field("sending_city", N_("City of departure"), Text, required=False),
        Field("sending_country", N_("Country of departure"), Country, required=False),
    )
