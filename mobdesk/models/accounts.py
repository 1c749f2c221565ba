"""Who may sign in. Keys live in ``keys.json``; this table knows the role and the person."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from mobdesk.models.base import Base, Row, Tidy


class Account(Row, Base):
    __tablename__ = "accounts"

    nickname: Mapped[str] = mapped_column(Tidy(60), unique=True)
    role: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    active: Mapped[bool] = mapped_column(default=True)
