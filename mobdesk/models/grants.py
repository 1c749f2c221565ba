"""Sums of members: typed, imported, or frozen as they stood when the agreement was signed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from mobdesk.models.base import Base, Row, Tidy, owned


class GrantLine(Row, Base):
    """One sum of one member in minor units, with its source.

    ``kind``: ``typed`` (by hand, in place of what is computed), ``imported``, ``frozen`` (a copy
    of the computed line at signature). Lines that are only computed are not stored.
    """

    __tablename__ = "grant_lines"

    member_id: Mapped[int] = owned("members.id")
    category: Mapped[str] = mapped_column(String(40))
    rule: Mapped[str | None] = mapped_column(String(40))
    """The line of the category that is meant; None is the whole category."""
    kind: Mapped[str] = mapped_column(String(12), default="typed")
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    rate: Mapped[str | None] = mapped_column(String(20))
    quantity: Mapped[str | None] = mapped_column(String(20))
    inputs: Mapped[str | None]
    """What the line was computed from, as JSON."""
    source: Mapped[str | None] = mapped_column(Tidy(300))
    """Where the sum stands; of a typed one the reason."""
    typed_by: Mapped[str | None] = mapped_column(Tidy(80))
    dated: Mapped[date | None]
    """The day it was typed or frozen."""
    sheet_sha256: Mapped[str | None] = mapped_column(String(64))


class Payee(Row, Base):
    """Who gets a category of one member's grant, where it is not the usual one.

    ``payee``: ``participant``, ``centre``, ``provider``.
    """

    __tablename__ = "payees"

    member_id: Mapped[int] = owned("members.id")
    category: Mapped[str] = mapped_column(String(40))
    payee: Mapped[str] = mapped_column(String(12))
