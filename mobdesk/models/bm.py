"""What was entered into the Beneficiary Module (BM), and outlines of reports typed there."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mobdesk.models.base import Base, Row, Tidy, owned

#: Fields of a group that name its lead.
LEAD_FIELDS = ("lead_name", "lead_email")


class BmTick(Row, Base):
    """A value that was entered into BM, as it was then; the tick is open when ours differs now.

    ``member_id`` is None for a value of the group.
    """

    __tablename__ = "bm_ticks"

    mobility_id: Mapped[int] = owned("mobilities.id")
    member_id: Mapped[int | None] = owned("members.id")
    field: Mapped[str] = mapped_column(String(40))
    value: Mapped[str | None]
    entered_on: Mapped[date]


class BmScreen(Row, Base):
    """The order of the fields on BM's screen, as the user gave it, and since when."""

    __tablename__ = "bm_screens"

    kind: Mapped[str] = mapped_column(String(12), unique=True)
    """``individual`` or ``group``."""
    fields: Mapped[str]
    """Names of fields and headings, a JSON list."""
    dated: Mapped[date | None]


class FewerTally(Row, Base):
    """How many participants of a project had one reason for fewer opportunities.

    Only numbers: a reason never stands with a person.
    """

    __tablename__ = "fewer_tallies"

    project_id: Mapped[int] = owned("projects.id")
    reason: Mapped[str] = mapped_column(Tidy(120))
    number: Mapped[int]

    __table_args__ = (UniqueConstraint("project_id", "reason"),)


class Outline(Row, Base):
    """The questions of a report in BM, pasted once per call."""

    __tablename__ = "outlines"

    title: Mapped[str] = mapped_column(Tidy(200))
    action: Mapped[str | None] = mapped_column(String(10))
    field: Mapped[str | None] = mapped_column(String(3))
    call_year: Mapped[int | None]
    source: Mapped[str | None] = mapped_column(Tidy(300))


class OutlineQuestion(Row, Base):
    """One question with its limit of characters; ``block`` is filled from records."""

    __tablename__ = "outline_questions"

    outline_id: Mapped[int] = owned("outlines.id")
    position: Mapped[int]
    section: Mapped[str | None] = mapped_column(Tidy(200))
    text: Mapped[str]
    most_characters: Mapped[int | None]
    block: Mapped[str | None] = mapped_column(String(40))


class OutlineAnswer(Row, Base):
    """What one project answers to a question."""

    __tablename__ = "outline_answers"

    project_id: Mapped[int] = owned("projects.id")
    question_id: Mapped[int] = owned("outline_questions.id")
    text: Mapped[str]

    __table_args__ = (UniqueConstraint("project_id", "question_id"),)
