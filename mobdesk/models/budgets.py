"""What was awarded and moved, what may be moved, what is aimed at."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from mobdesk.models.base import Base, Row, Tidy, owned


class AwardVersion(Row, Base):
    """The grant agreement (``award``) or one ``amendment`` of it; its lines are ``Award`` rows."""

    __tablename__ = "award_versions"

    project_id: Mapped[int] = owned("projects.id")
    kind: Mapped[str] = mapped_column(String(12), default="award")
    asked_on: Mapped[date | None]
    holds_from: Mapped[date | None]
    """The day from which it holds; None: it was asked for only."""
    approved_by: Mapped[str | None] = mapped_column(Tidy(120))
    letter: Mapped[str | None] = mapped_column(Tidy(200))
    why: Mapped[str | None]


class Transfer(Row, Base):
    """Money moved from one budget category to another."""

    __tablename__ = "budget_transfers"

    project_id: Mapped[int] = owned("projects.id")
    from_category: Mapped[str] = mapped_column(String(40))
    to_category: Mapped[str] = mapped_column(String(40))
    amount: Mapped[int]
    asked_on: Mapped[date | None]
    approved_on: Mapped[date | None]
    approved_by: Mapped[str | None] = mapped_column(Tidy(120))
    letter: Mapped[str | None] = mapped_column(Tidy(200))
    why: Mapped[str | None]


class Flexibility(Row, Base):
    """What the agreement lets the centre move, as the user states it; none is shipped."""

    __tablename__ = "flexibility_rules"

    project_id: Mapped[int] = owned("projects.id")
    from_category: Mapped[str] = mapped_column(String(40))
    to_category: Mapped[str | None] = mapped_column(String(40))
    percent: Mapped[str] = mapped_column(String(12))
    of: Mapped[str] = mapped_column(String(12))
    """``from_line``, ``to_line`` or ``total``."""
    approval: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str | None] = mapped_column(Tidy(300))


class Objective(Row, Base):
    """An objective of the Erasmus Plan of an accreditation, or a KA122 project's own."""

    __tablename__ = "objectives"

    accreditation_id: Mapped[int | None] = owned("accreditations.id")
    project_id: Mapped[int | None] = owned("projects.id")
    number: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(Tidy(300))
    measure: Mapped[str | None]
    """How it is seen that the objective was reached."""


class Target(Row, Base):
    """So many mobilities of one activity type: estimated for a year of an accreditation, or
    planned in a project."""

    __tablename__ = "targets"

    accreditation_id: Mapped[int | None] = owned("accreditations.id")
    project_id: Mapped[int | None] = owned("projects.id")
    objective_id: Mapped[int | None] = mapped_column(ForeignKey("objectives.id"), index=True)
    year: Mapped[int | None]
    activity_type: Mapped[str] = mapped_column(Tidy(80))
    participants: Mapped[int] = mapped_column(default=0)
    days: Mapped[int | None]
    """Activity days of all participants together, travel excluded."""
    fewer_opportunities: Mapped[int | None]
    blended: Mapped[int | None]
    green: Mapped[int | None]
    accompanying: Mapped[int | None]
    accompanying_days: Mapped[int | None]
    travel_days: Mapped[int | None]
    visitors: Mapped[int | None]
    """Persons on preparatory visits."""


class PlannedCost(Row, Base):
    """A row of "exceptional costs and inclusion support" of a plan for the agency."""

    __tablename__ = "planned_costs"

    project_id: Mapped[int] = owned("projects.id")
    category: Mapped[str] = mapped_column(String(40))
    participants: Mapped[int | None]
    why: Mapped[str | None]
    amount: Mapped[int]
    percent: Mapped[str] = mapped_column(String(12), default="100")


class AccreditationMember(Row, Base):
    """An organisation of the consortium of an accreditation."""

    __tablename__ = "accreditation_members"

    accreditation_id: Mapped[int] = owned("accreditations.id")
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    since: Mapped[date | None]
    until: Mapped[date | None]
