"""Editors of a distance: a town with coordinates, and kilometres; and how both are worded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from mobdesk import i18n
from mobdesk.domain import cities
from mobdesk.domain.cities import City
from mobdesk.domain.distances import Formula, NearEdge, parse_km, reach
from mobdesk.i18n import N_, _
from mobdesk.ui import shown, stays
from mobdesk.ui.fields import Line
from mobdesk.ui.jobs import Runner
from mobdesk.ui.parts.labels import Label
from mobdesk.ui.pickers import Found, Picker


class TownPicker(Picker):
    """Finds a town by any usual spelling; ``country`` (ISO) stands first. The value: a ``City``."""

    def __init__(self, jobs: Runner, country: str | None = None) -> None:
        self._country = country
        said = N_("Type the name of a town")
        super().__init__(self._towns, town_name, jobs=jobs, placeholder=said)

    def set_value(self, value: City | None) -> None:
        """A long name shows its beginning."""
        super().set_value(value)
        self.setCursorPosition(0)

    def _towns(self, text: str) -> Sequence[Found]:
        here = cities.find(text, self._country, 10) if self._country else []
        others = cities.find(text, None, 20)
        return [_offered(city) for city in dict.fromkeys((*here, *others))]

    def _settle(self) -> None:
        """On leaving: the one town that the typed name means is taken."""
        super()._settle()
        if self._value is None and self.text().strip():
            city = cities.only(self.text(), self._country) or cities.only(self.text(), None)
            if city is not None:
                self.set_value(city)
                self.changed.emit()


class Kilometres(Line):
    """Kilometres with two decimals at most; ``1 365,28`` and ``1365.28`` are the same."""

    def __init__(self) -> None:
        super().__init__()
        self.add_right(Label(_("km"), role="soft"))

    def value(self) -> Decimal | None:
        return parse_km(self.text())

    def set_value(self, value: Decimal | str | None) -> None:
        self.setText("" if value is None else str(value))

    def problem(self) -> str:
        return "not_a_distance" if self.text().strip() and self.value() is None else ""

    def shown(self, value: Any) -> str:
        return shown.NOTHING if value is None else kilometres(value)


def _offered(city: City) -> Found:
    people = _("{n} people").format(n=shown.number(city.people)) if city.people else ""
    return Found(city, town_name(city), people)


def town_name(city: City) -> str:
    """``Tartu, Estonia``."""
    return f"{city.name}, {stays.country(city.country)}"


def kilometres(km: Decimal | str) -> str:
    """``1,638.56 km``; as exact as it is known."""
    from babel.numbers import format_decimal

    language = i18n.current().language.split("-")[0]
    return _("{km} km").format(km=format_decimal(Decimal(km), "#,##0.##", language))


def band_name(lower: int | None, edges: Sequence[int]) -> str:
    """``500 to 1,999 km``, ``8,000 km or more``."""
    if lower is None:
        return shown.NOTHING
    first, last = reach(lower, edges)
    if last is None:
        return _("{first} km or more").format(first=shown.number(first))
    both = {"first": shown.number(first), "last": shown.number(last)}
    return _("{first} to {last} km").format(**both)


def edge_notes(near: NearEdge, edges: Sequence[int], *, typed: bool) -> list[str]:
    """What to say near the edge of a band: the formulas, and that the agency's tool decides."""
    edge = shown.number(near.edge)
    if typed:
        return [_("This is within 5 km of {edge} km. Check the figure again.").format(edge=edge)]
    figures = [
        _("{formula}: {km}").format(formula=formula_name(formula), km=kilometres(km.quantize(_TWO)))
        for formula, km in near.km.items()
    ]
    said = [
        _("Another band starts at {edge} km. Type the figure of the official calculator.").format(
            edge=edge
        )
        if near.agree
        else _(
            "The formulas disagree about the band at {edge} km. "
            "Type the figure of the official calculator."
        ).format(edge=edge)
    ]
    line = "; ".join(figures)
    return [*said, f"{line[:1].upper()}{line[1:]}."]


_TWO = Decimal("0.01")


def formula_name(formula: Formula) -> str:
    """How a distance was computed, in words."""
    return {
        Formula.SPHERE: _("sphere of 6,371 km"),
        Formula.ELLIPSOID: _("ellipsoid WGS 84"),
        Formula.EQUATOR: _("sphere of 6,378 km"),
    }[formula]
