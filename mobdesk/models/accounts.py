"""Who may sign in. Keys live in ``keys.json``; this table knows the role and the person."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from mobdesk.models.base import Base, Row, Tidy


class Account(Row, Base):
    __tablename__ = "accounts"
    journal: ClassVar[bool] = False  # an account cannot be undone without its keys

    slot_id: Mapped[str | None] = mapped_column(String(32), unique=True)
    """The account's place in the key file; None once it was removed."""
    nickname: Mapped[str] = mapped_column(Tidy(60))
    role: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)
