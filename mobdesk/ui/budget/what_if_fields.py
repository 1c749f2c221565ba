"""The fields of each kind of edit of a what-if, and the mobilities it can be about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from mobdesk import texts
from mobdesk.domain import activities
from mobdesk.domain import what_if as rules
from mobdesk.domain.activities import COURSE
from mobdesk.domain.mobilities import MEANS, MOST_DAYS
from mobdesk.i18n import N_, _
from mobdesk.services.what_if_scratch import Choosable, Scratch
from mobdesk.ui import fields, stays
from mobdesk.ui.budget.stay_list import StayList, listed
from mobdesk.ui.choices import Choice
from mobdesk.ui.forms import Field
from mobdesk.ui.pickers import Country
from mobdesk.ui.record_fields import Tick


def choosable(kind: str, scratch: Scratch) -> list[Choosable]:
    """The mobilities that an edit of this kind can be about."""
    every = [one for one in scratch.stays if not one.over and not one.ended]
    if kind == "cancel":
        return [one for one in every if one.stage != "abroad"]
    if kind == "places":
        return [one for one in every if one.unnamed]
    if kind == "course":
        return [one for one in every if one.activity == COURSE]
    return every


def declared(
    kind: str, scratch: Callable[[], Scratch], today: Callable[[], date]
) -> tuple[Field, ...]:
    """The fields of one kind."""
    if kind == "more":
        return _more_fields(scratch(), today)
    offered = lambda: [listed(one, today()) for one in choosable(kind, scratch())]  # noqa: E731
    chosen = Field("mobilities", N_("Mobilities"), lambda: StayList(offered), wide=True)
    return (chosen, *_OTHERS[kind]())


def _number(least: int, most: int) -> Callable[[], fields.Number]:
    return lambda: fields.Number(least=least, most=most)


def _means() -> Choice:
    return Choice([(one, texts.word(f"means.{one}")) for one in MEANS], "")


def _travel_days(help_: str = "") -> tuple[Field, ...]:
    return (
        Field("before", N_("Travel days before"), _number(0, 30), required=False, help=help_),
        Field("after", N_("Travel days after"), _number(0, 30), required=False),
    )


def _green() -> Field:
    return Field("green", "", lambda: Tick(_("Green travel")), required=False, bare=True)


def _means_fields() -> tuple[Field, ...]:
    return (
        Field("means", N_("They go by"), _means), _green(),
        *_travel_days(N_("Empty: as many as now")),
    )  # fmt: skip


def _cancel_fields() -> tuple[Field, ...]:
    help_ = N_("Asked when you keep it as the plan")
    return (
        Field("ended_reason", N_("Why"), fields.Text, required=False, help=help_),
        Field("ended_by", N_("Who decided"), fields.Text, required=False),
    )


def _dates_fields() -> tuple[Field, ...]:
    most = rules.MOST_SHIFT
    return (
        Field("shift", N_("Days later"), _number(-most, most), help=N_("−7 is a week earlier")),
        Field("days", N_("Days of activity"), _number(1, MOST_DAYS), required=False,
              help=N_("Empty: as many as now")),
    )  # fmt: skip


def _places_fields() -> tuple[Field, ...]:
    return (Field("places", N_("Places without names"), _number(1, rules.MOST_PLACES)),)


def _course_fields() -> tuple[Field, ...]:
    return (
        Field("change", N_("Course days more"), _number(-MOST_DAYS, MOST_DAYS),
              help=N_("−1 is one day less")),
    )  # fmt: skip


_OTHERS: Mapping[str, Callable[[], tuple[Field, ...]]] = {
    "means": _means_fields, "cancel": _cancel_fields, "dates": _dates_fields,
    "places": _places_fields, "course": _course_fields,
}  # fmt: skip


def _more_fields(scratch: Scratch, today: Callable[[], date]) -> tuple[Field, ...]:
    types = [(one, stays.activity(one)) for one in activities.for_field(scratch.met.base.field)]
    parts = [(one, texts.word(f"part.{one}")) for one in ("staff", "learner", "expert")]
    stages = [(one, texts.word(f"stage.{one}")) for one in ("applied", "idea")]
    aims = list(scratch.objective_names.items())
    objective = (
        Field("objective_id", N_("Objective it serves"), lambda: Choice(aims, ""),
              required=False, wide=True),
    )  # fmt: skip
    return (
        Field("n", N_("How many"), _number(1, rules.MOST_STAYS)),
        Field("activity_type", N_("Activity"), lambda: Choice(types)),
        Field("first", N_("First day"), lambda: fields.Date(near=today)),
        Field("days", N_("Days of activity"), _number(1, MOST_DAYS)),
        Field("part", N_("Who goes"), lambda: Choice(parts)),
        Field("places", N_("Places each"), _number(1, rules.MOST_PLACES)),
        Field("country", N_("Country"), Country, required=False),
        Field("distance_km", N_("Distance in km"), fields.Text, required=False),
        *_travel_days(),
        Field("means", N_("They go by"), _means, required=False),
        _green(),
        Field("accompanying", N_("Accompanying persons"), _number(0, 500), required=False),
        Field("course_days", N_("Paid course days"), _number(0, MOST_DAYS), required=False),
        Field("stage", N_("Stage"), lambda: Choice(stages), help=N_("Ideas are not expected")),
        *(objective if aims else ()),
    )  # fmt: skip
