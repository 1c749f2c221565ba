"""Participants and colleagues, and what is kept apart about them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mobdesk.models.base import Base, Row, Searchable, Tidy


class Person(Row, Searchable, Base):
    __tablename__ = "people"

    first_name: Mapped[str] = mapped_column(Tidy(120))
    last_name: Mapped[str] = mapped_column(Tidy(120))
    sort_key: Mapped[str] = mapped_column(index=True, default="")
    role: Mapped[str] = mapped_column(String(20), default="staff")
    birth_date: Mapped[date | None]
    gender: Mapped[str | None] = mapped_column(String(1))
    nationality: Mapped[str | None] = mapped_column(String(2))
    email: Mapped[str | None] = mapped_column(Tidy(254))
    phone: Mapped[str | None] = mapped_column(Tidy(60))
    person_code: Mapped[str | None] = mapped_column(Tidy(40))
    languages: Mapped[str | None] = mapped_column(Tidy(100))
    fewer_opportunities: Mapped[bool | None]
    next_of_kin: Mapped[str | None] = mapped_column(Tidy(300))
    document_valid_to: Mapped[date | None]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    keep_until: Mapped[date | None]
    restricted: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]
    bank_account: Mapped[bytes | None]
    """Sealed with the office key; never in an export, a list or a search."""

    __table_args__ = (Index("ix_people_search", "search_key"),)

    def search_words(self) -> Iterator[str | None]:
        yield from (self.first_name, self.last_name, self.first_name, self.email)


class Need(Row, Base):
    """Health, diet or access needs of one person, sealed with the office key.

    In no history and in no weekly or monthly backup; erased on its date.
    """

    __tablename__ = "needs"
    journal: ClassVar[bool] = False

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    sealed: Mapped[bytes]
    erase_on: Mapped[date]


class AccessEntry(Base):
    """Who opened whose protected data, when and why."""

    __tablename__ = "access_entries"
    journal: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(String(27))
    account_id: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(index=True)
    action: Mapped[str] = mapped_column(String(40))
    why: Mapped[str | None]
