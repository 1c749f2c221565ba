"""Organisations that send, host or support, with the people one writes to there."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from mobdesk.models.base import Base, Row, Searchable, Tidy, owned


class Organisation(Row, Searchable, Base):
    __tablename__ = "organisations"

    name: Mapped[str] = mapped_column(Tidy(300))
    name_key: Mapped[str] = mapped_column(index=True, default="")
    kind: Mapped[str] = mapped_column(String(30), default="partner")
    oid: Mapped[str | None] = mapped_column(Tidy(20))
    pic: Mapped[str | None] = mapped_column(Tidy(20))
    country: Mapped[str | None] = mapped_column(String(2))
    city: Mapped[str | None] = mapped_column(Tidy(120))
    address: Mapped[str | None] = mapped_column(Tidy(400))
    website: Mapped[str | None] = mapped_column(Tidy(200))
    languages: Mapped[str | None] = mapped_column(Tidy(100))
    sending: Mapped[bool] = mapped_column(default=False)
    hosting: Mapped[bool] = mapped_column(default=False)
    supporting: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]

    __table_args__ = (Index("ix_organisations_search", "search_key"),)

    def search_words(self) -> Iterator[str | None]:
        yield from (self.name, self.city, self.oid, self.pic)


class Contact(Row, Base):
    __tablename__ = "contacts"

    organisation_id: Mapped[int] = owned("organisations.id")
    name: Mapped[str] = mapped_column(Tidy(200))
    role: Mapped[str | None] = mapped_column(Tidy(120))
    email: Mapped[str | None] = mapped_column(Tidy(254))
    phone: Mapped[str | None] = mapped_column(Tidy(60))
