"""Mobilities: a group or one person, its subgroups with dates and its members.

An individual mobility is a group of one: one subgroup, one member.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mobdesk.domain.mobilities import NO_DAY
from mobdesk.models.base import Base, Row, Tidy, owned


class Mobility(Row, Base):
    __tablename__ = "mobilities"

    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="individual")
    direction: Mapped[str] = mapped_column(String(8), default="outgoing")
    title: Mapped[str | None] = mapped_column(Tidy(200))
    activity_type: Mapped[str | None] = mapped_column(Tidy(80))
    stage: Mapped[str] = mapped_column(String(12), default="idea", index=True)
    stage_reason: Mapped[str | None]
    sending_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    sending_city: Mapped[str | None] = mapped_column(Tidy(120))
    sending_country: Mapped[str | None] = mapped_column(String(2))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    host_confirmed_on: Mapped[date | None]
    hosting_city: Mapped[str | None] = mapped_column(Tidy(120))
    hosting_country: Mapped[str | None] = mapped_column(String(2))
    language: Mapped[str | None] = mapped_column(Tidy(40))
    bm_id: Mapped[str | None] = mapped_column(Tidy(80))
    bm_unique_id: Mapped[str | None] = mapped_column(Tidy(80))
    """The "Unique Erasmus+ Mobility ID" that BM gives: stored, never made here."""
    bm_status: Mapped[str | None] = mapped_column(String(10))
    """``draft`` or ``complete``, as the last BM list said."""
    report_status: Mapped[str | None] = mapped_column(String(12))
    """The participant's report: ``not_invited``, ``requested``, ``submitted``, ``undelivered``."""
    objective_id: Mapped[int | None] = mapped_column(ForeignKey("objectives.id"), index=True)
    project_code_text: Mapped[str | None] = mapped_column(Tidy(80))
    """The code as a foreign file wrote it, where it is not the code of the project."""
    insurance_from: Mapped[date | None]
    insurance_to: Mapped[date | None]
    insurance_phone: Mapped[str | None] = mapped_column(Tidy(60))
    travel_booked_on: Mapped[date | None]
    survey_on: Mapped[date | None]
    note: Mapped[str | None]

    # Summaries of subgroups and members for lists; ``summaries`` keeps them with every write.
    shown_name: Mapped[str] = mapped_column(default="")
    shown_key: Mapped[str] = mapped_column(default="", index=True)
    first_day: Mapped[date | None] = mapped_column(index=True)
    last_day: Mapped[date | None]
    day_key: Mapped[str] = mapped_column(String(10), default=NO_DAY, index=True)
    """The first day, or the month where only that is known: what the list is sorted by."""
    places: Mapped[int] = mapped_column(default=0)
    search_key: Mapped[str] = mapped_column(default="")

    __table_args__ = (Index("ix_mobilities_search", "search_key"),)


class Subgroup(Row, Base):
    """Those of a mobility who travel together. ``month`` stands where only a month is known."""

    __tablename__ = "subgroups"

    mobility_id: Mapped[int] = owned("mobilities.id")
    title: Mapped[str | None] = mapped_column(Tidy(120))
    start: Mapped[date | None] = mapped_column(index=True)
    end: Mapped[date | None]
    leaves: Mapped[date | None]
    back: Mapped[date | None]
    start_month: Mapped[str | None] = mapped_column(String(7))
    end_month: Mapped[str | None] = mapped_column(String(7))
    travel_means: Mapped[str | None] = mapped_column(Tidy(40))
    green_travel: Mapped[bool | None]
    distance_km: Mapped[str | None] = mapped_column(String(12))
    """One way in kilometres, decimal text: the figure that counts."""
    distance_official: Mapped[bool | None]
    """The figure was read in the official calculator."""
    distance_own_km: Mapped[str | None] = mapped_column(String(12))
    """What the program computed between the two towns."""
    distance_from: Mapped[str | None] = mapped_column(Tidy(120))
    distance_to: Mapped[str | None] = mapped_column(Tidy(120))
    distance_reason: Mapped[str | None]
    """Why another place than the town of the organisation counts."""


class Member(Row, Base):
    """A person on a mobility, or ``places`` without names."""

    __tablename__ = "members"

    subgroup_id: Mapped[int] = owned("subgroups.id")
    mobility_id: Mapped[int] = owned("mobilities.id")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    part: Mapped[str] = mapped_column(String(14), default="learner")
    places: Mapped[int] = mapped_column(default=1)
    age: Mapped[int | None]
    gender: Mapped[str | None] = mapped_column(String(1))
    fewer_opportunities: Mapped[bool | None]
    ended: Mapped[str | None] = mapped_column(String(16))
    ended_on: Mapped[date | None]
    ended_reason: Mapped[str | None]
    ended_by: Mapped[str | None] = mapped_column(Tidy(120))
    force_majeure: Mapped[bool | None]
    money_kept: Mapped[int | None]
    """What stays paid after an end, in cents."""
    actual_start: Mapped[date | None]
    actual_end: Mapped[date | None]
    agreement_signed_on: Mapped[date | None]
    """The later of the two signatures."""

    # What counts for the grant beside the dates.
    virtual_days: Mapped[int | None]
    interruption_days: Mapped[int | None]
    travel_days: Mapped[int | None]
    """Funded travel days where they differ from the dates, with the reason."""
    travel_days_reason: Mapped[str | None]
    course_days: Mapped[int | None]
    zero_grant: Mapped[bool] = mapped_column(default=False)
    linguistic_support: Mapped[bool] = mapped_column(default=False)
    organisational_support_requested: Mapped[bool] = mapped_column(default=True)
    real_fare: Mapped[int | None]
    """What the journey really cost, in cents: an expensive one changes category."""
    difference_choice: Mapped[str | None] = mapped_column(String(10))
    """Of a frozen grant that today's data do not give: ``keep`` or ``at_return``."""
    difference_of: Mapped[int | None]
    """Today's sum in cents when that was chosen: another one asks again."""

    paid_by_centre: Mapped[bool | None]
    """The centre pays tickets and beds itself; None takes what is usual for the group."""
    pocket_money: Mapped[int | None]
    """In cents, from the centre's hand, against a signature."""

    bm_id: Mapped[str | None] = mapped_column(Tidy(80))
    """Where BM keeps each member of a group as a mobility of its own."""
    bm_participant_id: Mapped[str | None] = mapped_column(Tidy(80))
    bm_status: Mapped[str | None] = mapped_column(String(10))
    report_status: Mapped[str | None] = mapped_column(String(12))


SUMMARIES = (
    "shown_name", "shown_key", "first_day", "last_day", "day_key", "places", "search_key",
)  # fmt: skip
"""Columns of ``Mobility`` that follow from other records: never in the history."""
