"""Files and free text of a report: what may go along, and lines that a person has to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain import free_text
from mobdesk.domain.documents import PaperState
from mobdesk.domain.people import display_name
from mobdesk.domain.programs import is_program
from mobdesk.exports import report as out
from mobdesk.models.documents import Attachment, Paper, PaperOriginal
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.people import Person


class Flagged(NamedTuple):
    """A line that may tell of health, belief or union membership; a person decides.

    ``field`` is ``note``, ``title``, ``on_paper`` or a table of money; ``number`` the mobility's,
    empty for the project.
    """

    mobility_id: int | None
    number: str
    field: str
    line: str
    hints: tuple[free_text.Hint, ...]


class Supporting(NamedTuple):
    """A file that can go along; only those with the mark *normal* may. ``name``: as it is sent."""

    id: int
    mobility_id: int | None
    number: str
    paper: str
    title: str
    name: str
    size: int
    sha256: str
    storage: str
    sensitivity: str

    @property
    def may_leave(self) -> bool:
        """Sensitive and protected files stay here."""
        return self.sensitivity == "normal"

    @property
    def is_program(self) -> bool:
        """A computer would run it: it goes along only where a person ticks it."""
        return is_program(self.title)


def mobility_number(tail: str, mobility_id: int) -> str:
    """What files and lists call a mobility: never a person's name, the same in every report."""
    return f"{tail}-MOB-{mobility_id:05d}"


def supporting_files(s: Session, project_id: int, tail: str) -> tuple[Supporting, ...]:
    """Files of the project and of its mobilities, with the names that they get."""
    of_project = (Attachment.record_table == "projects") & (Attachment.record_id == project_id)
    here = select(Mobility.id).where(Mobility.project_id == project_id)
    of_mobility = (Attachment.record_table == "mobilities") & Attachment.record_id.in_(here)
    wanted = (
        select(
            Attachment.id, Attachment.record_table, Attachment.record_id, Paper.kind,
            Attachment.title, Attachment.size, Attachment.sha256, Attachment.storage,
            Attachment.sensitivity,
        )
        .outerjoin(Paper, Paper.id == Attachment.paper_id)
        .where(of_project | of_mobility)
        .order_by(Attachment.record_table.desc(), Attachment.record_id, Attachment.id)
    )  # fmt: skip
    counts: dict[tuple[str, str], int] = defaultdict(int)
    found = []
    for i, table, record, kind, title, size, digest, storage, mark in s.execute(wanted):
        mobility = record if table == "mobilities" else None
        number = mobility_number(tail, record) if mobility else tail
        paper = kind or "document"
        counts[number, paper] += 1
        ending = title.rpartition(".")[2] if "." in title else ""
        name = out.paper_name(number, paper, counts[number, paper], ending)
        found.append(
            Supporting(i, mobility, number, kind or "", title, name, size, digest, storage, mark)
        )
    return tuple(found)


class OnPaper(NamedTuple):
    """Papers in binders that may be named, and how many stay unnamed because of their mark."""

    rows: tuple[out.OnPaper, ...]
    flagged: tuple[Flagged, ...]
    staying: int


def papers_on_paper(s: Session, project_id: int, tail: str) -> OnPaper:
    """Paper originals of the project and of its mobilities, and filed papers with a place."""
    here = select(Mobility.id).where(Mobility.project_id == project_id)
    of_project = (PaperOriginal.record_table == "projects") & (
        PaperOriginal.record_id == project_id
    )
    of_mobility = (PaperOriginal.record_table == "mobilities") & PaperOriginal.record_id.in_(here)
    wanted = select(
        PaperOriginal.record_table, PaperOriginal.record_id, PaperOriginal.title,
        PaperOriginal.place, PaperOriginal.dated, PaperOriginal.sensitivity,
    ).where(of_project | of_mobility)  # fmt: skip
    found: list[tuple[int | None, out.OnPaper]] = []
    staying = 0
    for table, record, title, place, dated, mark in s.execute(wanted):
        if mark != "normal":
            staying += 1
            continue
        mobility = record if table == "mobilities" else None
        number = mobility_number(tail, record) if mobility else tail
        found.append((mobility, out.OnPaper(number, "", title, "", place, dated)))
    found += _filed_on_paper(s, project_id, tail)
    flagged = (_flagged_paper(mobility, row) for mobility, row in found)
    return OnPaper(tuple(row for _m, row in found), tuple(f for f in flagged if f), staying)


def _filed_on_paper(s: Session, project_id: int, tail: str) -> list[tuple[int, out.OnPaper]]:
    wanted = (
        select(Mobility.id, Paper.kind, Person.first_name, Person.last_name, Paper.place)
        .join(Member, Member.id == Paper.member_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(
            Mobility.project_id == project_id,
            Paper.state == PaperState.FILED.value,
            Paper.place.is_not(None),
        )
    )
    return [
        (
            mobility,
            out.OnPaper(
                mobility_number(tail, mobility), kind, "", display_name(first or "", last or ""),
                place or "",
            ),
        )
        for mobility, kind, first, last, place in s.execute(wanted)
    ]  # fmt: skip


def _flagged_paper(mobility: int | None, row: out.OnPaper) -> Flagged | None:
    line = line_of(row)
    hints = free_text.hints(line)
    return Flagged(mobility, row.number, "on_paper", line, hints) if hints else None


def line_of(row: out.OnPaper) -> str:
    """The free text of a paper in a binder, as one line to look at."""
    return ", ".join(part for part in (row.title, row.place) if part)


def flagged_lines(
    title: str, rows: Iterable[out.MobilityRow], numbers: dict[str, int]
) -> tuple[Flagged, ...]:
    found = [
        Flagged(None, "", "title", line, hints)
        for line in title.splitlines()
        if (hints := free_text.hints(line))
    ]
    for row in rows:
        for field, text in (("title", row.title), ("note", row.note)):
            found += [
                Flagged(numbers[row.number], row.number, field, line, hints)
                for line in (text.splitlines() if text else ())
                if (hints := free_text.hints(line))
            ]
    return tuple(found)
