"""The distance of one way, from town to town: what it starts from, and setting it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain import cities
from mobdesk.domain import mobilities as rules
from mobdesk.domain.distances import USUAL_EDGES, parse_km
from mobdesk.domain.done import Done
from mobdesk.domain.mobilities import Direction
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Problem
from mobdesk.models.mobilities import Mobility, Subgroup
from mobdesk.models.organisations import Organisation
from mobdesk.models.store import Label, Store
from mobdesk.services import rate_sheets
from mobdesk.services.access import reads, writes
from mobdesk.services.mobilities import done_with, may_touch
from mobdesk.services.records import load, refuse_if, set_values

FIELDS = (
    "distance_km", "distance_official", "distance_own_km", "distance_from", "distance_to",
    "distance_reason",
)  # fmt: skip


class Town(NamedTuple):
    """The town of an organisation, as it was typed."""

    city: str | None
    country: str | None


class Basis(NamedTuple):
    """Where the way starts and ends unless somebody says why not, and the bands that count.

    ``sheet`` names the rate sheet of the bands; empty: the usual ones, to be checked.
    """

    start: Town
    end: Town
    edges: tuple[int, ...] = USUAL_EDGES
    sheet: str = ""


@reads(Area.OWN_MOBILITIES)
def basis(store: Store, actor: Actor, mobility_id: int) -> Basis:
    """Return towns and bands of one mobility. Raises ``NotAllowed``, ``Refused``."""
    with store.read() as s:
        may_touch(s, actor, mobility_id)
        record = load(s, Mobility, mobility_id)
        start, end = _towns(s, record)
        return Basis(start, end, *_bands(s, record.project_id))


@writes(Area.MOBILITIES)
def set_distance(
    store: Store,
    actor: Actor,
    subgroup_id: int,
    rev: int,
    values: Mapping[str, Any],
    *,
    for_all: bool = False,
) -> Done:
    """Set ``FIELDS`` of one subgroup, or of all of its mobility. Raises ``Invalid``, ``Stale``.

    A place other than the town of the organisation needs a reason (funding rules, section 1).
    """
    with store.write(Label("distance_set"), actor) as s:
        group = load(s, Subgroup, subgroup_id, rev)
        record = load(s, Mobility, group.mobility_id)
        after = {**{name: getattr(group, name) for name in FIELDS}, **values}
        refuse_if(_problems(after, *_towns(s, record)))
        others = select(Subgroup).filter_by(mobility_id=record.id) if for_all else None
        for each in s.scalars(others) if others is not None else (group,):
            set_values(each, values, FIELDS)
        return done_with(s, record)


def needs_reason(values: Mapping[str, Any], start: Town, end: Town) -> bool:
    """A place of the distance is not the town of the sending or the hosting organisation."""
    pairs = ((values.get("distance_from"), start), (values.get("distance_to"), end))
    return any(_elsewhere(text, town) for text, town in pairs)


def _elsewhere(text: str | None, town: Town) -> bool:
    place = cities.written(text)
    if place is None or not town.city:
        return False
    return not cities.same(place, town.city)


def _problems(values: Mapping[str, Any], start: Town, end: Town) -> list[Problem]:
    found = rules.validate_dates(values)
    own = values.get("distance_own_km")
    if own and parse_km(own) is None:
        found.append(Problem("distance_own_km", "distance_impossible", {"value": own}))
    if values.get("distance_official") and not values.get("distance_km"):
        found.append(Problem("distance_km", "needed"))
    if needs_reason(values, start, end) and not (values.get("distance_reason") or "").strip():
        found.append(Problem("distance_reason", "distance_reason_needed"))
    return found


def _towns(s: Session, record: Mobility) -> tuple[Town, Town]:
    """Sending and hosting town: as typed, else of the organisation; our own stands in."""
    outgoing = record.direction == Direction.OUTGOING
    sender = _town(s, record.sending_id, own=outgoing)
    host = _town(s, record.host_id, own=not outgoing)
    return (
        _typed(record.sending_city, record.sending_country, sender),
        _typed(record.hosting_city, record.hosting_country, host),
    )


def _typed(city: str | None, country: str | None, instead: Town) -> Town:
    return Town(city, country or instead.country) if city else Town(instead.city, instead.country)


def _town(s: Session, organisation_id: int | None, *, own: bool) -> Town:
    wanted = select(Organisation.city, Organisation.country)
    if organisation_id is not None:
        wanted = wanted.where(Organisation.id == organisation_id)
    elif own:
        wanted = wanted.where(Organisation.kind == "own")
    else:
        return Town(None, None)
    found = s.execute(wanted.limit(1)).first()
    return Town(found.city, found.country) if found else Town(None, None)


def _bands(s: Session, project_id: int | None) -> tuple[tuple[int, ...], str]:
    sheet = rate_sheets.sheet_for(s, project_id).sheet if project_id else None
    if sheet is None or not sheet.travel:
        return USUAL_EDGES, ""
    name = sheet.title or f"{sheet.agency} {sheet.call_year} {sheet.field}"
    return tuple(band.from_km for band in sheet.travel), name
