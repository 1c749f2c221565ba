"""What belongs to the workspace as a whole."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from mobdesk.models.base import Base, Row, Tidy


class Setting(Base):
    """A fact about the workspace by name, as JSON; not in the history."""

    __tablename__ = "settings"
    journal: ClassVar[bool] = False

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[object] = mapped_column(JSON)


class HelpContact(Row, Base):
    """A local contact on the help page; only public ones are readable without signing in."""

    __tablename__ = "help_contacts"

    name: Mapped[str] = mapped_column(Tidy(200))
    phone: Mapped[str | None] = mapped_column(Tidy(60))
    text: Mapped[str | None]
    checked_on: Mapped[date | None]
    public: Mapped[bool] = mapped_column(default=False)


class ImportMapping(Row, Base):
    """How a set of headers was matched last time."""

    __tablename__ = "import_mappings"

    header_set: Mapped[str] = mapped_column(String(64), unique=True)
    mapping: Mapped[object] = mapped_column(JSON)


class Vault(Base):
    """One padded private container per person; in no history."""

    __tablename__ = "vaults"
    journal: ClassVar[bool] = False

    slot_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    container: Mapped[bytes]


class Erasure(Base):
    """Random names of erased people; applied again after every restore."""

    __tablename__ = "erasures"
    journal: ClassVar[bool] = False

    uid: Mapped[str] = mapped_column(String(32), primary_key=True)
    on: Mapped[date]
