"""Frozen copies of the files that were sent."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from mobdesk.models.base import Base, Instant, Row, Tidy


class SentPackage(Row, Base):
    __tablename__ = "sent_packages"

    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(Tidy(120))
    made_at: Mapped[datetime] = mapped_column(Instant)
    shape: Mapped[str] = mapped_column(String(12))
    manifest_sha256: Mapped[str] = mapped_column(String(64))
    frozen_storage: Mapped[str] = mapped_column(String(32))
    """The frozen report and chosen attachments, encrypted in ``attachments/``."""
    size: Mapped[int]
    sent_on: Mapped[date | None]
    recipient: Mapped[str | None] = mapped_column(Tidy(254))
