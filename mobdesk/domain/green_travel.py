"""Whether a trip counts as green travel, leg by leg over the whole return trip.

Green are the means that the read sources name: bicycle, bus, train (a tram runs on rails as well),
car-pooling. A ship is not. The rule, more than half of all kilometres, was read on pages of higher
education only.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

GREEN_MEANS: Final = frozenset({"train", "bus", "bike", "car_pooling"})


class Leg(NamedTuple):
    """One part of the trip there or back; ``means`` as in ``mobilities.MEANS``."""

    means: str
    km: int | Decimal | Fraction


def green_share(legs: Iterable[Leg]) -> Fraction | None:
    """The green part of all kilometres, exact; None for a trip without kilometres."""
    green = total = Fraction(0)
    for leg in legs:
        total += Fraction(leg.km)
        green += Fraction(leg.km) if leg.means in GREEN_MEANS else 0
    return green / total if total else None


def is_green(legs: Iterable[Leg]) -> bool:
    """Whether more than half of the kilometres of the whole return trip are green."""
    share = green_share(legs)
    return share is not None and share > Fraction(1, 2)
