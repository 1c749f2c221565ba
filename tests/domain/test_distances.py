"""Distances against the published figures and the shared pairs; bands and their edges."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobdesk.domain import distances
from mobdesk.domain.distances import Formula, Point
from mobdesk.domain.rate_sheet_files import parse
from mobdesk.domain.tariffs import tariff
from tests.support import shared_data
from tests.support_rates import SHEET_FILE

EDGES = (0, 10, 100, 500, 2000, 3000, 4000, 8000)
BANDS = {"<10": 0, "10-99": 10, "100-499": 100, "500-1999": 500, "2000-2999": 2000,
         "3000-3999": 3000, "4000-7999": 4000, "8000+": 8000}  # fmt: skip

MADRID, ROME = Point(40.4165, -3.70256), Point(41.89193, 12.51133)


def _rows(name: str) -> list[dict[str, str]]:
    path: Path = shared_data(f"05_distances/{name}")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_figure_that_the_guide_prints() -> None:
    """To the cent, on the city points that the shared file names."""
    km = distances.by_formulas(MADRID, ROME)
    assert round(km[Formula.SPHERE], 2) == 1365.28
    assert round(km[Formula.ELLIPSOID], 2) == 1368.72
    assert round(km[Formula.EQUATOR], 2) == 1366.81


@pytest.mark.parametrize(
    ("one", "other", "published"),
    [
        (Point(55.9533, -3.1883), Point(59.3293, 18.0686), 1313),
        (Point(37.9838, 23.7275), Point(59.3293, 18.0686), 2408),
        (Point(59.437, 24.7536), Point(59.3293, 18.0686), 379),
        (Point(50.0755, 14.4378), Point(69.6492, 18.9553), 2188),
        (Point(60.6333, 24.8667), Point(43.263, -2.935), 2673),
        (Point(52.52, 13.405), Point(66.5039, 25.7294), 1694),
    ],
)
def test_published_distances_within_what_city_points_differ(
    one: Point, other: Point, published: int
) -> None:
    """Examples A2, A3, A4, A1, A13, A14: the points of a city differ, so 2.5 km are allowed."""
    assert abs(distances.own_km(one, other) - published) <= 2.5


def test_every_shared_pair_by_three_formulas() -> None:
    rows = _rows("computed_pairs_real_institutions.csv")
    disagree = 0
    for row in rows:
        one = Point(float(row["from_lat"]), float(row["from_lon"]))
        other = Point(float(row["to_lat"]), float(row["to_lon"]))
        km = distances.by_formulas(one, other)
        for formula, column in (
            (Formula.SPHERE, "km_haversine_6371"),
            (Formula.ELLIPSOID, "km_wgs84"),
            (Formula.EQUATOR, "km_haversine_6378.137"),
        ):
            # the file has three decimals
            assert abs(km[formula] - float(row[column])) <= 0.0011, (row, formula)
        assert distances.band(km[Formula.SPHERE], EDGES) == BANDS[row["band_haversine_6371"]]
        assert distances.band(km[Formula.ELLIPSOID], EDGES) == BANDS[row["band_wgs84"]]
        found = distances.near_edge(km, EDGES)
        if row["band_agreement"] == "DISAGREE":
            disagree += 1
            assert found is not None, row
    assert disagree > 20


def test_the_formulas_disagree_at_an_edge_and_nothing_is_decided() -> None:
    """Canteleu to Bingen: 499.988 on the sphere, 501.508 on the ellipsoid."""
    km = {Formula.SPHERE: 499.988, Formula.ELLIPSOID: 501.508, Formula.EQUATOR: 500.548}
    found = distances.near_edge(km, EDGES)
    assert found is not None
    assert found.edge == 500
    assert found.bands == {
        Formula.SPHERE: 100, Formula.ELLIPSOID: 500, Formula.EQUATOR: 500
    }  # fmt: skip
    assert found.agree is False


@pytest.mark.parametrize(
    ("km", "edge"),
    [
        ("95.0", 100), ("94.9", None), ("105.0", 100), ("105.01", None), ("500", 500),
        ("495", 500), ("3.0", None), ("5.0", 10), ("0", None), ("8005", 8000), ("9000", None),
    ],
)  # fmt: skip
def test_five_kilometres_are_near_and_five_point_one_are_not(km: str, edge: int | None) -> None:
    found = distances.near_edge({Formula.SPHERE: Decimal(km)}, EDGES)
    assert (found.edge if found else None) == edge


def test_a_formula_alone_on_the_other_side_is_near() -> None:
    """Far on the sphere, but another formula has crossed: 4,000 is 5.5 km away for one only."""
    km = {Formula.SPHERE: 3994.0, Formula.ELLIPSOID: 4001.0, Formula.EQUATOR: 3998.5}
    found = distances.near_edge(km, EDGES)
    assert found is not None
    assert found.edge == 4000
    assert not found.agree


@pytest.mark.parametrize(
    ("km", "lower"),
    [("0", 0), ("9.999", 0), ("10", 10), ("99.99", 10), ("1999.6", 500), ("2000", 2000),
     ("7999.999", 4000), ("8000", 8000), ("20000", 8000)],
)  # fmt: skip
def test_a_band_reaches_to_just_below_the_next(km: str, lower: int) -> None:
    assert distances.band(Decimal(km), EDGES) == lower


def test_below_the_first_edge_there_is_no_band() -> None:
    assert distances.band(Decimal(5), (10, 100)) is None


def test_the_band_is_told_with_its_last_kilometre() -> None:
    assert distances.reach(500, EDGES) == (500, 1999)
    assert distances.reach(8000, EDGES) == (8000, None)


def test_every_published_band_is_one_of_the_usual_edges() -> None:
    for row in _rows("published_band_tariffs_by_period.csv"):
        assert BANDS[row["band"]] in distances.USUAL_EDGES
    for row in _rows("published_examples.csv"):
        if row["km"]:
            assert distances.band(Decimal(row["km"]), distances.USUAL_EDGES) == BANDS[row["band"]]


def test_opposite_points_have_a_distance_by_every_formula() -> None:
    """The series on the ellipsoid does not come to an end there; the way round is still told."""
    km = distances.by_formulas(Point(0.0, 0.0), Point(0.5, 179.7))
    assert 19_900 < km[Formula.ELLIPSOID] < 20_040
    assert 19_900 < km[Formula.SPHERE] < 20_040


def test_one_place_is_no_way() -> None:
    assert set(distances.by_formulas(MADRID, MADRID).values()) == {0.0}


_points = st.builds(
    Point,
    st.floats(-90, 90, allow_nan=False),
    st.floats(-180, 180, allow_nan=False),
)


@given(_points, _points)
def test_there_and_back_are_alike_and_the_formulas_close(one: Point, other: Point) -> None:
    there, back = distances.by_formulas(one, other), distances.by_formulas(other, one)
    for formula, km in there.items():
        assert 0 <= km <= 20_100
        assert abs(km - back[formula]) < 0.001
    # sphere and ellipsoid never differ by more than six in a thousand
    assert (
        abs(there[Formula.SPHERE] - there[Formula.ELLIPSOID])
        <= 0.006 * there[Formula.SPHERE] + 0.01
    )


@pytest.mark.parametrize(
    ("typed", "km"),
    [("1365.28", "1365.28"), ("1 365,28", "1365.28"), ("800", "800"), ("800.0", "800"),
     ("0", "0"), ("1,365.28", "1365.28"), ("1365 km", "1365"),
     ("1.365,28", "1365.28"), ("82.193", "82.193"), ("1.365", None), ("12.365 km", None),
     ("1,365", None), ("abc", None), ("-3", None),
     ("20101", None), ("1e3", None), ("", None), ("NaN", None), ("１２", None)],
)  # fmt: skip
def test_kilometres_as_people_type_them(typed: str, km: str | None) -> None:
    """A sign before three digits could be thousands or a decimal: it is not guessed."""
    assert distances.parse_km(typed) == (None if km is None else Decimal(km))


def test_kilometres_are_kept_as_short_text() -> None:
    assert distances.as_text(1365.2849) == "1365.28"
    assert distances.as_text(Decimal("800.00")) == "800"
    assert distances.as_text(Decimal("1000")) == "1000"
    assert distances.as_text(0.0) == "0"


@given(st.decimals(0, 9000, places=2, allow_nan=False))
def test_the_engine_finds_the_same_edges(km: Decimal) -> None:
    ready = tariff(parse(SHEET_FILE.read_bytes()))
    number, step = ready.band(km)
    lower, near = distances.of_figure(km, [one.from_km for one in ready.steps])
    assert step.from_km == lower
    assert ready.near_edge(km, number) == (near.edge if near else None)
