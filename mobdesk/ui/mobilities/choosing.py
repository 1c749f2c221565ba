"""Choosing a project, an organisation or one person; what forms know before they open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from mobdesk.domain import people as people_rules
from mobdesk.domain import projects as project_rules
from mobdesk.domain.done import Done
from mobdesk.domain.fold import fold, tidy, typed_words
from mobdesk.domain.mobilities import Part
from mobdesk.domain.mobility_rules import Facts
from mobdesk.domain.roles import Actor
from mobdesk.i18n import N_
from mobdesk.services import mobility_rules, organisations, people, plans, projects
from mobdesk.services.organisations import OrganisationRow
from mobdesk.services.people import PersonRow
from mobdesk.services.plans import ObjectiveRow
from mobdesk.services.projects import ProjectRow
from mobdesk.services.records import Query
from mobdesk.ui import shown, stays
from mobdesk.ui.desk import Desk
from mobdesk.ui.pickers import Found, Picker

_OFFERED = 50


class Known(NamedTuple):
    """What a form of mobilities needs before it opens."""

    projects: tuple[ProjectRow, ...]
    lasts: dict[int, date | None]
    hosts: dict[int, OrganisationRow]
    people: dict[int, PersonRow]
    own: OrganisationRow | None = None
    objectives: tuple[ObjectiveRow, ...] = ()

    def project(self, project_id: int | None) -> ProjectRow | None:
        """A project by its id."""
        return next((p for p in self.projects if p.id == project_id), None)


class KnownFacts(NamedTuple):
    """What a form of a saved mobility needs before it opens."""

    known: Known
    facts: Facts


def read_known(
    store: Any,
    actor: Actor,
    host_ids: Sequence[int] = (),
    person_ids: Sequence[int] = (),
    project_id: int | None = None,
) -> Known:
    """Read projects, and the organisations and people whose names a form shows at once.

    ``project_id`` is offered too, even if it is one of the archive.
    """
    ids = projects.find(store, actor, Query(sort="call_year"))
    if project_id is not None and project_id not in ids:
        ids = [project_id, *ids]
    running = projects.rows(store, actor, ids)
    hosts = organisations.rows(store, actor, host_ids)
    own = organisations.own(store, actor)
    if own is not None:
        hosts = [*hosts, own]
    who = people.rows(store, actor, person_ids)
    lasts = {p.id: _last_day(projects.get(store, actor, p.id).values) for p in running}
    served = plans.objectives(store, actor, project_id) if project_id is not None else ()
    return Known(
        tuple(reversed(running)), lasts, {h.id: h for h in hosts}, {p.id: p for p in who}, own,
        served,
    )  # fmt: skip


def read_with_facts(store: Any, actor: Actor, mobility_id: int, *known: Any) -> KnownFacts:
    """As ``read_known`` (``known`` are its values), with what the rules ask of a mobility."""
    return KnownFacts(
        read_known(store, actor, *known), mobility_rules.facts(store, actor, mobility_id)
    )


def _last_day(values: dict[str, Any]) -> date | None:
    return project_rules.last_day(values["end"], values["extended_end"])


def project_picker(known: Known) -> Picker:
    """Finds a project by code or title; there are few, so all are known."""

    def look(text: str) -> list[Found]:
        wanted = typed_words(text)
        return [
            Found(p.id, p.code, p.title or "")
            for p in known.projects
            if all(word in fold(f"{p.code} {p.title or ''}") for word in wanted)
        ]

    def name(project_id: int) -> str:
        project = known.project(project_id)
        return project.code if project else shown.NOTHING

    return Picker(look, name, placeholder=N_("Code or title"))


def host_picker(desk: Desk, known: Known) -> Picker:
    """Finds who hosts; a new name can be added at once."""
    return _organisation_picker(desk, known, N_("Add “{text}” as a host"), hosts=True)


def sender_picker(desk: Desk, known: Known) -> Picker:
    """Finds who sends; a new name can be added at once."""
    return _organisation_picker(desk, known, N_("Add “{text}” as a sender"), hosts=False)


def _organisation_picker(desk: Desk, known: Known, add_words: str, *, hosts: bool) -> Picker:

    def look(text: str) -> list[Found]:
        query = Query(text)
        ids = organisations.find(desk.store, desk.actor, query)[:_OFFERED]
        rows = organisations.rows(desk.store, desk.actor, ids)
        known.hosts.update({row.id: row for row in rows})
        return [Found(r.id, r.name, stays.whole_place(r.city, r.country)) for r in rows]

    def name(number: int) -> str:
        return known.hosts[number].name if number in known.hosts else shown.NOTHING

    picker = Picker(look, name, jobs=desk.jobs, placeholder=N_("Name or city"), add=add_words)

    def add(text: str) -> None:
        def added(done: Done) -> None:
            number = done.ids[0]
            known.hosts[number] = OrganisationRow(
                number, "", text, "partner", None, None, None, not hosts, hosts, False
            )
            picker.set_value(number)
            picker.changed.emit()

        values = {"name": text, "kind": "partner", "hosting" if hosts else "sending": True}
        desk.write(picker, organisations.add, values, then=added)

    picker.add_asked.connect(add)
    return picker


def person_picker(desk: Desk, known: Known) -> Picker:
    """Finds one person; a new name can be added at once."""

    def look(text: str) -> list[Found]:
        ids = people.find(desk.store, desk.actor, Query(text))[:_OFFERED]
        rows = people.rows(desk.store, desk.actor, ids)
        known.people.update({row.id: row for row in rows})
        return [Found(row.id, row.name, second_line(row)) for row in rows]

    def name(number: int) -> str:
        return known.people[number].name if number in known.people else shown.NOTHING

    picker = Picker(look, name, jobs=desk.jobs, placeholder=N_("Type a name"), add=N_("Add {text}"))

    def add(text: str) -> None:
        values = {**split_name(text), "role": people_rules.PersonRole.LEARNER.value}

        def added(done: Done) -> None:
            number = done.ids[0]
            known.people[number] = PersonRow(
                number, "", values["first_name"], values["last_name"], values["role"],
                None, None, None, None,
            )  # fmt: skip
            picker.set_value(number)
            picker.changed.emit()

        desk.write(picker, people.add, values, then=added, today=desk.today())

    picker.add_asked.connect(add)
    return picker


def split_name(text: str) -> dict[str, str]:
    """``Maarja Tamm`` or ``Tamm, Maarja`` as first and last name; the last word is the last."""
    last, comma, first = tidy(text).partition(",")
    if not comma:
        first, _space, last = tidy(text).rpartition(" ")
    return {"first_name": first.strip(), "last_name": last.strip()}


def second_line(row: PersonRow) -> str:
    """What tells two people of the same name apart."""
    born = shown.long_date(row.birth_date) if row.birth_date else ""
    return born or row.email or ""


def usual_part(row: PersonRow) -> str:
    """What somebody usually is in a group: learners learn, everybody else goes along."""
    learner = row.role == people_rules.PersonRole.LEARNER
    return Part.LEARNER.value if learner else Part.ACCOMPANYING.value
