"""The distance of one way in kilometres: great circle, other formulas, bands and their edges.

The agency's calculator decides. Its formula is not published: a sphere of 6371 km comes within
2.1 km of six published figures. Near an edge the formulas are told and nothing is decided.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

#: Lower ends of the distance bands of all periods that were read; a rate sheet has its own.
USUAL_EDGES: Final = (0, 10, 100, 500, 2000, 3000, 4000, 8000)
#: So near to an edge another formula, or another point of the town, may give another band.
NEAR_KM: Final = 5
#: No two places are farther apart.
MOST_KM: Final = 20_100

_SPHERE, _EQUATOR, _POLE = 6371.0, 6378.137, 6356.752314245
_FLAT = 1 - _POLE / _EQUATOR
_DIGITS = re.compile(r"\d{1,5}(?:\.\d{1,6})?", re.ASCII)
_THOUSANDS = re.compile(
    r"\d{1,3}(?:[ '’]\d{3})+(?=$|[.,])|\d{1,3}(?:,\d{3})+(?=\.)|\d{1,3}(?:\.\d{3})+(?=,)",
    re.ASCII,
)  # fmt: skip
_UNCLEAR = re.compile(r"\d{1,3},\d{3}|(?:1\d|20|[1-9])\.\d{3}", re.ASCII)


class Point(NamedTuple):
    """A place on Earth, in degrees."""

    lat: float
    lon: float


class Formula(StrEnum):
    """How a distance was computed; ``SPHERE`` is our own figure."""

    SPHERE = "sphere"
    ELLIPSOID = "ellipsoid"
    EQUATOR = "equator"


class NearEdge(NamedTuple):
    """A distance close to the lower end ``edge`` of a band.

    ``km`` and ``bands`` (lower ends) say what each formula gives.
    """

    edge: int
    km: dict[Formula, Decimal]
    bands: dict[Formula, int | None]

    @property
    def agree(self) -> bool:
        """All formulas give the same band."""
        return len(set(self.bands.values())) == 1


def own_km(one: Point, other: Point) -> float:
    """Kilometres on a sphere of 6371 km: our own figure, good enough to propose a band."""
    return _on_sphere(one, other, _SPHERE)


def by_formulas(one: Point, other: Point) -> dict[Formula, float]:
    """Kilometres by every formula that a calculator may use."""
    return {
        Formula.SPHERE: own_km(one, other),
        Formula.ELLIPSOID: _on_ellipsoid(one, other),
        Formula.EQUATOR: _on_sphere(one, other, _EQUATOR),
    }


def band(km: Decimal | float, edges: Sequence[int]) -> int | None:
    """The lower end of the band: ``lower <= km < next lower``; None below the first."""
    return max((edge for edge in edges if edge <= km), default=None)


def reach(lower: int, edges: Sequence[int]) -> tuple[int, int | None]:
    """First and last whole kilometre of a band, as tables print it; the last band is open."""
    after = min((edge for edge in edges if edge > lower), default=None)
    return lower, None if after is None else after - 1


def near_edge(km: Mapping[Formula, Decimal | float], edges: Sequence[int]) -> NearEdge | None:
    """What the formulas say where one of them is within 5.0 km of an edge, or they differ.

    The first edge has nothing below it and is none.
    """
    exact = {formula: Decimal(str(value)) for formula, value in km.items()}
    inner = sorted(edges)[1:]
    gaps = [(abs(value - edge), edge) for value in exact.values() for edge in inner]
    gap, edge = min(gaps, default=(Decimal(MOST_KM), 0))
    bands = {formula: band(value, edges) for formula, value in exact.items()}
    if gap > NEAR_KM and len(set(bands.values())) == 1:
        return None
    return NearEdge(edge, exact, bands)


class Proposal(NamedTuple):
    """What can be said of two places. ``km`` is ours; ``counts`` is what we propose to take.

    ``counts`` is None where the formulas give different bands: that is for the official
    calculator to say. ``lower`` is the band of ``counts``, ``edge`` tells what is near it.
    """

    km: Decimal
    counts: Decimal | None
    lower: int | None
    edge: NearEdge | None


def propose(one: Point, other: Point, edges: Sequence[int]) -> Proposal:
    """Our figure between two places and its band; nothing is decided at an edge."""
    every = by_formulas(one, other)
    own, edge = Decimal(as_text(every[Formula.SPHERE])), near_edge(every, edges)
    counts = own if edge is None or edge.agree else None
    return Proposal(own, counts, None if counts is None else band(counts, edges), edge)


def of_figure(km: Decimal, edges: Sequence[int]) -> tuple[int | None, NearEdge | None]:
    """Band of a figure that somebody typed, and what is near it."""
    return band(km, edges), near_edge({Formula.SPHERE: km}, edges)


def parse_km(text: str) -> Decimal | None:
    """Kilometres as people type them (``1 365,28``, ``800 km``), or None.

    ``1,365`` and ``1.365`` may mean two numbers and are none; nothing below 0 or above 20,100.
    """
    bare = " ".join(text.lower().removesuffix("km").split())
    whole = _THOUSANDS.match(bare)
    if whole:
        bare = re.sub(r"[ '’,.]", "", whole.group()) + bare[whole.end() :]
    elif _UNCLEAR.fullmatch(bare):
        return None
    bare = bare.replace(",", ".")
    if not _DIGITS.fullmatch(bare):
        return None
    km = Decimal(bare)
    return km if km <= MOST_KM else None


def as_text(km: Decimal | float) -> str:
    """Kilometres as they are kept: at most two decimals, no empty ones (``1365.28``, ``800``)."""
    exact = Decimal(str(km)).quantize(Decimal("0.01"))
    return f"{exact:f}".rstrip("0").rstrip(".")


def _on_sphere(one: Point, other: Point, radius: float) -> float:
    lat1, lat2 = math.radians(one.lat), math.radians(other.lat)
    half_lat, half_lon = (lat2 - lat1) / 2, math.radians(other.lon - one.lon) / 2
    part = math.sin(half_lat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_lon) ** 2
    return 2 * radius * math.asin(min(1.0, math.sqrt(part)))


def _on_ellipsoid(one: Point, other: Point) -> float:
    """Vincenty's inverse formula on WGS 84.

    Between points that lie opposite each other it does not come to an end. There the mean
    sphere stands in: at half the way round the difference is below one in two hundred.
    """
    if one == other:
        return 0.0
    far = math.radians(other.lon - one.lon)
    far = math.remainder(far, 2 * math.pi)
    u1 = math.atan((1 - _FLAT) * math.tan(math.radians(one.lat)))
    u2 = math.atan((1 - _FLAT) * math.tan(math.radians(other.lat)))
    sin1, cos1, sin2, cos2 = math.sin(u1), math.cos(u1), math.sin(u2), math.cos(u2)
    lam = far
    for _ in range(200):
        sin_lam, cos_lam = math.sin(lam), math.cos(lam)
        sin_sig = math.hypot(cos2 * sin_lam, cos1 * sin2 - sin1 * cos2 * cos_lam)
        if sin_sig == 0:
            return 0.0
        cos_sig = sin1 * sin2 + cos1 * cos2 * cos_lam
        sig = math.atan2(sin_sig, cos_sig)
        sin_alpha = cos1 * cos2 * sin_lam / sin_sig
        cos2_alpha = 1 - sin_alpha**2
        middle = cos_sig - 2 * sin1 * sin2 / cos2_alpha if cos2_alpha > 1e-12 else 0.0
        c = _FLAT / 16 * cos2_alpha * (4 + _FLAT * (4 - 3 * cos2_alpha))
        turn = middle + c * cos_sig * (2 * middle**2 - 1)
        before = lam
        lam = far + (1 - c) * _FLAT * sin_alpha * (sig + c * sin_sig * turn)
        if abs(lam) > math.pi:
            break
        if abs(lam - before) < 1e-12:
            return _arc(sig, sin_sig, cos_sig, cos2_alpha, middle)
    return _on_sphere(one, other, _SPHERE)


def _arc(sig: float, sin_sig: float, cos_sig: float, cos2_alpha: float, middle: float) -> float:
    """The last step of Vincenty's formula: the angle as kilometres on the ellipsoid."""
    k = cos2_alpha * (_EQUATOR**2 / _POLE**2 - 1)
    a = 1 + k / 16384 * (4096 + k * (-768 + k * (320 - 175 * k)))
    b = k / 1024 * (256 + k * (-128 + k * (74 - 47 * k)))
    square = 2 * middle**2 - 1
    outer = b / 6 * middle * (4 * sin_sig**2 - 3) * (4 * middle**2 - 3)
    return _POLE * a * (sig - b * sin_sig * (middle + b / 4 * (cos_sig * square - outer)))
