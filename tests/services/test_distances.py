"""Distances of subgroups: from town to town, by the bands of the sheet, with a reason elsewhere."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mobdesk.domain import cities, distances
from mobdesk.domain.distances import USUAL_EDGES
from mobdesk.errors import Invalid, Stale
from mobdesk.models.rate_sheets import RateSheet
from mobdesk.models.store import Store
from mobdesk.services import distances as service
from mobdesk.services import history, mobilities, organisations, projects
from mobdesk.services.distances import Town
from mobdesk.services.mobility_details import SubgroupDetail
from tests.services.test_mobility_rules import CODE, SHEET
from tests.stores import COORDINATOR


@pytest.fixture
def mobility(store: Store) -> int:
    own = {"name": "Oma", "kind": "own", "city": "Tartu", "country": "EE"}
    organisations.add(store, COORDINATOR, own)
    host = {"name": "Kolpa", "kind": "partner", "city": "LJUBLJANA", "country": "SI"}
    number = organisations.add(store, COORDINATOR, host).ids[0]
    project = projects.add(store, COORDINATOR, {"code": CODE}).ids[0]
    values = {"project_id": project, "host_id": number}
    return mobilities.add(store, COORDINATOR, values, []).ids[0]


def group(store: Store, mobility: int) -> SubgroupDetail:
    return mobilities.get(store, COORDINATOR, mobility).subgroups[0]


def test_the_way_starts_and_ends_in_the_towns_of_the_organisations(
    store: Store, mobility: int
) -> None:
    found = service.basis(store, COORDINATOR, mobility)
    assert found == (Town("Tartu", "EE"), Town("LJUBLJANA", "SI"), USUAL_EDGES, "")
    rev = mobilities.get(store, COORDINATOR, mobility).record.rev
    typed = {"sending_city": "Võru", "hosting_city": "Piran", "hosting_country": "SI"}
    mobilities.change(store, COORDINATOR, mobility, rev, typed)
    found = service.basis(store, COORDINATOR, mobility)
    assert (found.start, found.end) == (Town("Võru", "EE"), Town("Piran", "SI"))


def test_guests_come_to_our_own_town(store: Store, mobility: int) -> None:
    rev = mobilities.get(store, COORDINATOR, mobility).record.rev
    values = {"direction": "incoming", "host_id": None, "sending_city": "Riga"}
    mobilities.change(store, COORDINATOR, mobility, rev, values)
    found = service.basis(store, COORDINATOR, mobility)
    assert (found.start.city, found.end) == ("Riga", Town("Tartu", "EE"))


def test_the_bands_are_those_of_the_sheet(store: Store, mobility: int) -> None:
    with store.quietly() as s:
        s.add(RateSheet(agency="EE01", call_year=2026, field="ADU", revision=9, body=SHEET,
                        sha256="0" * 64))  # fmt: skip
    found = service.basis(store, COORDINATOR, mobility)
    assert (found.edges, found.sheet) == ((0,), "Estonia, a test")


def test_a_figure_is_set_marked_and_undone(store: Store, mobility: int) -> None:
    was = group(store, mobility)
    values = {
        "distance_km": "1638.56", "distance_official": True, "distance_own_km": "1528.03",
        "distance_from": "Tartu, EE", "distance_to": "Ljubljana, SI",
    }  # fmt: skip
    service.set_distance(store, COORDINATOR, was.id, was.rev, values)
    now = group(store, mobility)
    assert {key: now.values[key] for key in values} == values
    with pytest.raises(Stale):
        service.set_distance(store, COORDINATOR, was.id, was.rev, values)
    history.undo(store, COORDINATOR)
    assert group(store, mobility).values["distance_km"] is None


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"distance_from": "Tallinn, EE"}, "distance_reason", "distance_reason_needed"),
        ({"distance_to": "Piran, SI", "distance_reason": "  "}, "distance_reason",
         "distance_reason_needed"),
        ({"distance_km": "30000"}, "distance_km", "distance_impossible"),
        ({"distance_km": "12,5"}, "distance_km", "distance_impossible"),
        ({"distance_own_km": "-1"}, "distance_own_km", "distance_impossible"),
        ({"distance_official": True}, "distance_km", "needed"),
    ],
)  # fmt: skip
def test_what_is_refused(
    store: Store, mobility: int, values: dict[str, object], field: str, code: str
) -> None:
    was = group(store, mobility)
    with pytest.raises(Invalid) as refused:
        service.set_distance(store, COORDINATOR, was.id, was.rev, values)
    assert [(p.field, p.code) for p in refused.value.problems] == [(field, code)]


def test_another_place_counts_with_a_reason(store: Store, mobility: int) -> None:
    was = group(store, mobility)
    values = {"distance_from": "Tallinn, EE", "distance_reason": "They live there"}
    service.set_distance(store, COORDINATOR, was.id, was.rev, values)
    assert group(store, mobility).values["distance_reason"] == "They live there"
    # once the town of the organisation is not known, nothing can be compared
    assert not service.needs_reason(values, Town(None, "EE"), Town(None, None))
    assert not service.needs_reason({"distance_to": "Vienna, AT"}, Town("", ""), Town("Wien", "AT"))


def test_a_proposal_decides_nothing_where_the_formulas_differ() -> None:
    tartu, ljubljana = cities.only("Tartu", "EE"), cities.only("Ljubljana", "SI")
    assert tartu is not None
    assert ljubljana is not None
    clear = distances.propose(tartu.point, ljubljana.point, USUAL_EDGES)
    assert clear.counts == clear.km
    assert (clear.lower, clear.edge) == (500, None)
    at_edge = distances.propose(distances.Point(0, 0), distances.Point(0, 4.4966), USUAL_EDGES)
    assert at_edge.edge is not None
    assert not at_edge.edge.agree
    assert at_edge.counts is None
    assert at_edge.lower is None


def test_a_typed_figure_has_its_band_and_edge() -> None:
    assert distances.of_figure(Decimal("1638.56"), USUAL_EDGES) == (500, None)
    lower, edge = distances.of_figure(Decimal("499.5"), USUAL_EDGES)
    assert lower == 100
    assert edge is not None
    assert edge.edge == 500
