"""What the board asks of members beside their grants: read once, then counted without reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain import budget, costs, documents
from mobdesk.domain.activities import recognise
from mobdesk.domain.budget import Standing
from mobdesk.domain.pricing import Priced
from mobdesk.domain.project_support import ProjectSupport, has_own_sum
from mobdesk.domain.projects import OF_THE_PROJECT
from mobdesk.domain.tallies import Cost, Place, Sum
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.payments import RealCost
from mobdesk.services.member_facts import fulfilled_papers
from mobdesk.services.records import among, as_json

#: Nobody established whether somebody counts: the sum is not known.
_NOT_ESTABLISHED = Sum(OF_THE_PROJECT, None)


class Known(NamedTuple):
    """One member (or several places) beside the grant; ``kept`` cents under force majeure."""

    member_id: int
    mobility_id: int
    standing: Standing
    activity: str
    part: str
    places: int
    requested: bool
    kept: int
    costs: tuple[Cost, ...] = ()


class BoardFacts(NamedTuple):
    """``shared``: what was paid for all of a mobility together."""

    members: tuple[Known, ...]
    shared: Mapping[int, tuple[Cost, ...]]


def board_facts(s: Session, ids: Sequence[int]) -> BoardFacts:
    """Read what the board asks of the members of these mobilities."""
    rows = [_Row._make(row) for row in s.connection().execute(_MEMBERS, as_json(ids)).all()]
    fulfilled = fulfilled_papers(s, ids, rows)
    recorded = costs_of(s, None, ids)
    members = []
    for row in rows:
        mine = tuple(recorded.get(row.id, ()))
        code = recognise(row.activity_type) or row.activity_type or ""
        standing = Standing(
            row.stage, row.ended, _agreement_wanted(row.activity_type, row.part, row.kind),
            row.signed, row.host_confirmed,
            fulfilled[row.id], any(cost.category == "course_fees" for cost in mine),
        )  # fmt: skip
        kept = (row.kept or 0) if row.majeure else 0
        members.append(Known(
            row.id, row.mobility_id, standing, code, row.part, row.places,
            row.requested, kept, mine,
        ))  # fmt: skip
    shared = {-key: tuple(found) for key, found in recorded.items() if key and key < 0}
    return BoardFacts(tuple(members), shared)


class _Row(NamedTuple):
    """A row whose fields are read faster than those of the library."""

    id: int
    mobility_id: int
    part: str
    places: int
    ended: str | None
    signed: bool
    requested: bool
    majeure: bool | None
    kept: int | None
    stage: str
    kind: str
    activity_type: str | None
    host_confirmed: bool


_MEMBERS = (
    select(
        Member.id, Member.mobility_id, Member.part, Member.places, Member.ended,
        Member.agreement_signed_on.is_not(None), Member.organisational_support_requested,
        Member.force_majeure, Member.money_kept, Mobility.stage, Mobility.kind,
        Mobility.activity_type, Mobility.host_confirmed_on.is_not(None),
    )
    .join(Mobility, Mobility.id == Member.mobility_id)
    .where(among(Mobility.id))
    .order_by(Member.id)
)  # fmt: skip


@lru_cache(maxsize=256)
def _agreement_wanted(activity: str | None, part: str, kind: str) -> bool:
    return budget.agreement_wanted(documents.column_for(activity, part, kind))


def places_of(
    facts: BoardFacts,
    priced: Mapping[int, Priced],
    support: ProjectSupport,
    ids: Iterable[int] = (),
) -> dict[int, list[Place]]:
    """The members as the board counts them, by mobility; nothing is read.

    ``ids``: mobilities that may have no members.
    """
    found: dict[int, list[Place]] = {mobility: [] for mobility in ids}
    for one in facts.members:
        lines = _lines(priced.get(one.member_id))
        heads = 0
        if one.requested and not has_own_sum(line.category for line in lines):
            counts = support.counts(one.activity, one.part)
            heads = one.places if counts else 0
            lines = (*lines, _NOT_ESTABLISHED) if counts is None else lines
        place = Place(one.standing, one.activity, lines, one.costs, one.places, heads, one.kept)
        found.setdefault(one.mobility_id, []).append(place)
    for mobility, shared in facts.shared.items():
        if places := found.get(mobility):
            places.append(_of_the_group(places, shared))
    return found


def costs_of(
    s: Session, project_id: int | None, ids: Iterable[int] | None
) -> dict[int | None, list[Cost]]:
    """Real costs by member; those of a whole mobility under minus its id, of the project, None."""
    columns = select(
        RealCost.member_id, RealCost.mobility_id, RealCost.category, RealCost.amount,
        RealCost.currency, RealCost.rate, RealCost.covered_percent, RealCost.estimate,
        RealCost.paid_on, RealCost.proof,
    )  # fmt: skip
    if ids is None:
        none = (RealCost.member_id.is_(None), RealCost.mobility_id.is_(None))
        wanted = columns.where(RealCost.project_id == project_id, *none)
        rows = s.connection().execute(wanted)
    else:
        here = among(RealCost.mobility_id)
        rows = s.connection().execute(columns.where(here), as_json(ids))
    found: dict[int | None, list[Cost]] = defaultdict(list)
    for member, mobility, category, amount, currency, rate, percent, estimate, paid, proof in rows:
        cents = costs.covered(costs.Cost(amount, currency, rate, percent))
        proved = not estimate and paid is not None and bool(proof)
        key = member if member is not None else -mobility if mobility is not None else None
        found[key].append(Cost(category, cents, proved))
    return found


def _lines(priced: Priced | None) -> tuple[Sum, ...]:
    if priced is None:
        return ()
    return tuple(
        Sum(line.category, line.amount, line.rule == "expensive_travel") for line in priced.counting
    )


def _of_the_group(places: Sequence[Place], shared: tuple[Cost, ...]) -> Place:
    """What was paid for all together: it counts as long as anybody goes."""
    goes = next((one for one in places if one.standing.ended not in budget.NOT_GONE), places[0])
    return Place(goes.standing, goes.activity, costs=shared, places=0)
