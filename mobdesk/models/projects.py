"""Projects with their parsed code, dates and the sums that were awarded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from mobdesk.models.base import Base, Row, Searchable, Tidy, owned


class Project(Row, Searchable, Base):
    __tablename__ = "projects"

    code: Mapped[str] = mapped_column(Tidy(60), unique=True)
    title: Mapped[str | None] = mapped_column(Tidy(300))
    agreement_number: Mapped[str | None] = mapped_column(Tidy(60))
    accreditation_id: Mapped[int | None] = mapped_column(
        ForeignKey("accreditations.id"), index=True
    )
    action: Mapped[str | None] = mapped_column(String(10))
    field: Mapped[str | None] = mapped_column(String(3))
    call_year: Mapped[int | None] = mapped_column(index=True)
    start: Mapped[date | None]
    end: Mapped[date | None]
    extended_end: Mapped[date | None]
    report_due: Mapped[date | None]
    final_payment_on: Mapped[date | None]
    keep_years: Mapped[int | None]
    archived: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]

    def search_words(self) -> Iterator[str | None]:
        yield from (self.code, self.title, self.agreement_number)


class Award(Row, Base):
    """The sum awarded to one project in one category, in minor units: a line of one version."""

    __tablename__ = "awards"

    project_id: Mapped[int] = owned("projects.id")
    category: Mapped[str] = mapped_column(String(40))
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    version_id: Mapped[int] = owned("award_versions.id")
    activity_type: Mapped[str | None] = mapped_column(Tidy(80))
    """None: all activity types."""
    participants: Mapped[int | None]
    days: Mapped[int | None]
