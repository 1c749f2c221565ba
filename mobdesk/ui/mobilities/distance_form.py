"""The distance of a subgroup: two towns, our figure, the band, and the official figure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from mobdesk.domain import cities, distances
from mobdesk.domain.cities import City
from mobdesk.domain.distances import Proposal
from mobdesk.errors import Problem
from mobdesk.i18n import N_, _
from mobdesk.services import distances as service
from mobdesk.services import mobilities
from mobdesk.services.distances import Basis, Town
from mobdesk.services.mobility_details import SubgroupDetail
from mobdesk.ui.fields import Text
from mobdesk.ui.form_dialog import Loaded
from mobdesk.ui.forms import Field
from mobdesk.ui.mobilities import distance_fields as words
from mobdesk.ui.mobilities.distance_fields import Kilometres, TownPicker
from mobdesk.ui.mobilities.footed import FootedDialog
from mobdesk.ui.mobilities.page_forms import PageForms
from mobdesk.ui.record_fields import Tick


class DistanceDialog(FootedDialog):
    """Proposes a band while one types; the official figure wins and is marked."""

    def __init__(self, basis: Basis, *given: Any, **more: Any) -> None:
        self._basis = basis
        super().__init__(*given, **more)
        self.form.changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        values, basis = self.form.values(), self._basis
        proposal, typed = proposed(values, basis), values["distance_km"]
        self.form.rows["distance_reason"].setVisible(
            bool(values["distance_reason"])
            or service.needs_reason(_kept(values, basis), *basis[:2])
        )
        line, notes = "", []
        if proposal is not None:
            line = _("We compute {km}.").format(km=words.kilometres(proposal.km))
        if typed is not None:
            lower, edge = distances.of_figure(typed, basis.edges)
            notes = words.edge_notes(edge, basis.edges, typed=True) if edge else []
            line += " " + _("The official figure counts: band {band}.").format(
                band=words.band_name(lower, basis.edges)
            )
        elif proposal is not None and proposal.counts is not None:
            line += " " + _("Proposed band: {band}.").format(
                band=words.band_name(proposal.lower, basis.edges)
            )
        if typed is None and proposal is not None and proposal.edge is not None:
            notes = words.edge_notes(proposal.edge, basis.edges, typed=False)
        if line and not basis.sheet:
            notes = [*notes, _("No rate sheet of the project: these are the usual bands.")]
        self.say(line.strip(), _("Choose both towns, or type the official figure."), notes)


def proposed(values: dict[str, Any], basis: Basis) -> Proposal | None:
    """Our figure between the two towns chosen; None while one is missing."""
    start, end = values["distance_from"], values["distance_to"]
    if not isinstance(start, City) or not isinstance(end, City):
        return None
    return distances.propose(start.point, end.point, basis.edges)


def _kept(values: dict[str, Any], basis: Basis) -> dict[str, Any]:
    """What is saved of the form: what was typed is official, else our figure, if it is clear."""
    proposal, official = proposed(values, basis), values["distance_km"]
    counts = official if official is not None else proposal.counts if proposal else None
    start, end = values["distance_from"], values["distance_to"]
    return {
        "distance_km": _text(counts),
        "distance_official": True if official is not None else None,
        "distance_own_km": _text(proposal.km if proposal else None),
        "distance_from": start.written if start else None,
        "distance_to": end.written if end else None,
        "distance_reason": values["distance_reason"] or None,
    }


def _text(km: Decimal | None) -> str | None:
    return None if km is None else distances.as_text(km)


def shown_values(values: dict[str, Any], basis: Basis) -> dict[str, Any]:
    """The values of a subgroup for the form; the towns of the organisations stand in.

    A figure that is not ours (a list brought it) stands where the official one does.
    """
    brought = values["distance_official"] or values["distance_km"] != values["distance_own_km"]
    return {
        "distance_from": _place(values["distance_from"], basis.start),
        "distance_to": _place(values["distance_to"], basis.end),
        "distance_km": values["distance_km"] if brought else None,
        "distance_reason": values["distance_reason"],
    }


def _place(kept: str | None, town: Town) -> City | None:
    if kept:
        return cities.written(kept)
    return cities.only(town.city, town.country) if town.city else None


class DistanceForms(PageForms):
    """Asks for the distance of those who travel together."""

    def distance(self, group: SubgroupDetail | None = None) -> None:
        """From town to town, for one subgroup."""
        chosen = group or self._sheet().detail.subgroups[0]
        self.desk.read(
            self.page, service.basis, self._sheet().id,
            then=lambda basis: self._distance(basis, chosen),
        )  # fmt: skip

    def _distance(self, basis: Basis, group: SubgroupDetail) -> None:
        number, sheet_id, jobs = group.id, self._sheet().id, self.desk.jobs

        def unclear(key: str, town: Town) -> str:
            known = _place(None, town)
            said = _("In the data: {town}").format(town=town.city)
            return said if town.city and known is None and not group.values[key] else ""

        declared: tuple[Field, ...] = (
            Field("distance_from", N_("From"), lambda: TownPicker(jobs, basis.start.country),
                  required=False, help=unclear("distance_from", basis.start)),
            Field("distance_to", N_("To"), lambda: TownPicker(jobs, basis.end.country),
                  required=False, help=unclear("distance_to", basis.end)),
            Field("distance_km", N_("Official figure, one way"), Kilometres, required=False,
                  help=N_("From the calculator of the Commission. It wins over ours."),
                  check=_possible),
            Field("distance_reason", N_("Why this place"), Text, required=False, wide=True,
                  help=N_("It is not the town of the organisation, so a reason is needed.")),
        )  # fmt: skip
        groups = self._sheet().detail.subgroups
        alike = len({tuple(g.values[key] for key in service.FIELDS) for g in groups}) == 1
        if len(groups) > 1:
            named = _("For all subgroups")
            declared += (Field("for_all", N_("Subgroups"), lambda: Tick(named), required=False),)

        def reload(store: Any, actor: Any) -> Loaded:
            found = mobilities.get(store, actor, sheet_id).subgroups
            again = next(g for g in found if g.id == number)
            return Loaded(again.rev, {**shown_values(again.values, basis), "for_all": alike})

        def save(store: Any, actor: Any, values: dict[str, Any], rev: int | None) -> Any:
            kept, for_all = _kept(values, basis), bool(values.get("for_all"))
            return service.set_distance(store, actor, number, rev or 0, kept, for_all=for_all)

        DistanceDialog(
            basis, self.desk, self.page, _("Distance, one way"), declared, save,
            context=group.values["title"] or "",
            record=Loaded(group.rev, {**shown_values(group.values, basis), "for_all": alike}),
            reload=reload,
        ).open()  # fmt: skip


def _possible(_value: Any, values: dict[str, Any]) -> Problem | None:
    """Two towns or a figure: nothing else can be saved."""
    if values["distance_km"] is None and (values["distance_from"] is None) != (
        values["distance_to"] is None
    ):
        return Problem("distance_km", "distance_half")
    return None
