"""Files and free text of a report: what may go along, and lines that a person has to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain import free_text
from mobdesk.exports import report as out
from mobdesk.models.documents import Attachment, Paper
from mobdesk.models.mobilities import Mobility

_EURO = "EUR"


class Flagged(NamedTuple):
    """A line that may tell of health, belief or union membership; a person decides.

    ``field`` is ``note`` or ``title``; ``number`` the mobility's, empty for the project itself.
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
