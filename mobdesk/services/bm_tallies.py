"""Fewer-opportunities reasons of a project as numbers, and its participant reports by status.

A reason never stands with a person: BM wants only how many people of the project have each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain import bm_sheet as rules
from mobdesk.domain.done import Done
from mobdesk.domain.mobilities import ACCOMPANY
from mobdesk.domain.roles import Actor, Area
from mobdesk.models.bm import FewerTally
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store
from mobdesk.services.access import reads, writes
from mobdesk.services.bm_values import records
from mobdesk.services.records import load, refuse_if


class Tallies(NamedTuple):
    """``flagged`` people carry the flag; ``numbers`` are told by reason, as typed."""

    flagged: int
    numbers: tuple[tuple[str, int], ...]

    @property
    def told(self) -> int:
        """The sum of all numbers; somebody may have several reasons."""
        return sum(number for _reason, number in self.numbers)


@reads(Area.MOBILITIES)
def tallies(store: Store, actor: Actor, project_id: int) -> Tallies:
    """Return how many participants of a project carry the flag, and the typed numbers."""
    with store.read() as s:
        wanted = select(FewerTally.reason, FewerTally.number).filter_by(project_id=project_id)
        found = s.execute(wanted.order_by(FewerTally.id)).all()
        return Tallies(_flagged(s, project_id), tuple((r, n) for r, n in found))


def _flagged(s: Session, project_id: int) -> int:
    rows = s.execute(
        select(
            Mobility.stage, Member.ended, Member.places, Member.fewer_opportunities,
            Person.fewer_opportunities,
        )
        .join(Mobility, Mobility.id == Member.mobility_id)
        .outerjoin(Person, Person.id == Member.person_id)
        .where(Mobility.project_id == project_id, Member.part.not_in(ACCOMPANY))
    )  # fmt: skip
    return sum(
        places
        for stage, ended, places, here, always in rows
        if rules.enters(stage, ended) and (always if here is None else here)
    )


@writes(Area.MOBILITIES)
def set_tallies(
    store: Store, actor: Actor, project_id: int, numbers: Mapping[str, int | None]
) -> Done:
    """Keep the numbers of a project by reason; reasons without a number go.

    Raises ``Invalid``: ``bm_nobody_flagged`` where nobody carries the flag.
    """
    with store.write(Label("bm_tallies_set"), actor) as s:
        refuse_if(rules.check_tally(numbers, _flagged(s, project_id)))
        s.label_values["code"] = load(s, Project, project_id).code
        have = {t.reason: t for t in s.scalars(select(FewerTally).filter_by(project_id=project_id))}
        for reason, number in numbers.items():
            if number is None:
                continue
            record = have.pop(reason, None)
            if record is None:
                s.add(FewerTally(project_id=project_id, reason=reason, number=number))
            else:
                record.number = number
        for gone in have.values():
            s.delete(gone)
        return s.done(project_id)


@reads(Area.MOBILITIES)
def reports(store: Store, actor: Actor, project_id: int) -> dict[str, int]:
    """Return how many participant reports of a project have each status; "" is not known."""
    wanted = select(Mobility.id).where(
        Mobility.project_id == project_id, Mobility.stage.in_(rules.IN_BM)
    )
    with store.read() as s:
        found = records(s, s.scalars(wanted.order_by(Mobility.id)).all())
    counted = Counter(
        record.report_status or ""
        for record in found
        if record.wanted and not record.values.get("accompanying")
    )
    codes: Sequence[str] = (*rules.REPORTS, "")
    return {code: counted[code] for code in codes if counted[code]}
