"""Rate sheets of agencies, and who confirmed them against which document."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from mobdesk.models.base import Base, Row, Tidy


class RateSheet(Row, Base):
    """One agency, call year and field; ``body`` is the sheet as JSON, whole and canonical."""

    __tablename__ = "rate_sheets"

    agency: Mapped[str] = mapped_column(String(10), index=True)
    call_year: Mapped[int]
    field: Mapped[str] = mapped_column(String(3))
    revision: Mapped[int] = mapped_column(default=1)
    title: Mapped[str | None] = mapped_column(Tidy(200))
    body: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64), index=True)


class RateConfirmation(Row, Base):
    """Somebody compared the sheet with this SHA-256 to a document of the agency."""

    __tablename__ = "rate_confirmations"

    sheet_sha256: Mapped[str] = mapped_column(String(64), index=True)
    confirmed_on: Mapped[date]
    confirmed_by: Mapped[str] = mapped_column(Tidy(80))
    document: Mapped[str] = mapped_column(Tidy(300))
