"""Papers that a mobility needs; files on any record, and papers that stay in a binder."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mobdesk.models.base import Base, Row, Tidy, owned


class Paper(Row, Base):
    """One paper of one member: filed, or said not to be needed here, with a reason.

    What is wanted comes from the checklist; a row exists once something is known.
    """

    __tablename__ = "papers"

    member_id: Mapped[int] = owned("members.id")
    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12), default="wanted")
    filed_on: Mapped[date | None]
    signed: Mapped[bool] = mapped_column(default=False)
    place: Mapped[str | None] = mapped_column(Tidy(200))
    """Where the paper original is: binder and place."""
    reason: Mapped[str | None]

    __table_args__ = (UniqueConstraint("member_id", "kind"),)


class Attachment(Row, Base):
    """A file on any record; its bytes stand encrypted in ``attachments/<storage>``."""

    __tablename__ = "attachments"

    record_table: Mapped[str] = mapped_column(String(30))
    record_id: Mapped[int]
    paper_id: Mapped[int | None] = owned("papers.id")
    title: Mapped[str] = mapped_column(Tidy(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    storage: Mapped[str] = mapped_column(String(32), index=True)
    sensitivity: Mapped[str] = mapped_column(String(12), default="normal")

    __table_args__ = (Index("ix_attachments_record", "record_table", "record_id"),)


class PaperOriginal(Row, Base):
    """A paper of any record that stays on paper: what it is, and in which binder and place.

    A paper of the checklist keeps its place in its own row, ``Paper.place``.
    """

    __tablename__ = "paper_originals"

    record_table: Mapped[str] = mapped_column(String(30))
    record_id: Mapped[int]
    title: Mapped[str] = mapped_column(Tidy(200))
    place: Mapped[str] = mapped_column(Tidy(200))
    dated: Mapped[date | None]
    """The date that is written on the paper."""
    sensitivity: Mapped[str] = mapped_column(String(12), default="normal")

    __table_args__ = (Index("ix_paper_originals_record", "record_table", "record_id"),)
