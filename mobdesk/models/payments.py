"""Instalments to participants and from the agency, their terms, recoveries and real costs."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from mobdesk.models.base import Base, Row, Tidy, owned


class PaymentTerms(Row, Base):
    """What the agreement of one project says about paying participants."""

    __tablename__ = "payment_terms"

    project_id: Mapped[int] = owned("projects.id", unique=True)
    first_percent: Mapped[str] = mapped_column(String(12), default="80")
    pay_by_days: Mapped[int] = mapped_column(default=30)
    """Days after the signature; the start of the mobility if that is earlier."""
    balance_days: Mapped[int] = mapped_column(default=45)
    """Days after the participant's survey."""
    source: Mapped[str | None] = mapped_column(Tidy(300))


class Instalment(Row, Base):
    """Money to one participant: ``first``, ``further``, ``balance``, or ``recovery`` from them.

    ``amount`` in cents; of a recovery what has to come back. A planned one without ``amount``
    follows the percentage.
    """

    __tablename__ = "instalments"

    member_id: Mapped[int] = owned("members.id")
    kind: Mapped[str] = mapped_column(String(12))
    percent: Mapped[str | None] = mapped_column(String(12))
    amount: Mapped[int | None]
    due_on: Mapped[date | None]
    paid_on: Mapped[date | None]
    paid_amount: Mapped[int | None]
    proof: Mapped[str | None] = mapped_column(Tidy(200))
    recovered_on: Mapped[date | None]
    note: Mapped[str | None]


class AgencyInstalment(Row, Base):
    """Money from the agency for one project: a percentage of the award in force, or a sum."""

    __tablename__ = "agency_instalments"

    project_id: Mapped[int] = owned("projects.id")
    title: Mapped[str | None] = mapped_column(Tidy(120))
    percent: Mapped[str | None] = mapped_column(String(12))
    amount: Mapped[int | None]
    requested_on: Mapped[date | None]
    due_on: Mapped[date | None]
    received_on: Mapped[date | None]
    received_amount: Mapped[int | None]
    proof: Mapped[str | None] = mapped_column(Tidy(200))
    note: Mapped[str | None]


class RealCost(Row, Base):
    """What something really cost: for a traveller, a group, or the project.

    ``amount`` in minor units of ``currency``; ``rate`` is decimal text, foreign units for 1 EUR.
    """

    __tablename__ = "real_costs"

    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    mobility_id: Mapped[int | None] = mapped_column(ForeignKey("mobilities.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    category: Mapped[str] = mapped_column(String(40))
    """The budget category that covers it."""
    what: Mapped[str] = mapped_column(Tidy(200))
    supplier: Mapped[str | None] = mapped_column(Tidy(200))
    dated: Mapped[date | None]
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    rate: Mapped[str | None] = mapped_column(String(20))
    rate_on: Mapped[date | None]
    covered_percent: Mapped[str | None] = mapped_column(String(12))
    estimate: Mapped[bool] = mapped_column(default=False)
    paid_on: Mapped[date | None]
    proof: Mapped[str | None] = mapped_column(Tidy(200))
    account_code: Mapped[str | None] = mapped_column(Tidy(40))
