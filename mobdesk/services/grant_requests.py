"""A project's plan as the three tables of a grant request."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from mobdesk.domain import grant_requests as rules
from mobdesk.domain.grant_requests import Request
from mobdesk.domain.roles import Actor, Area
from mobdesk.models.mobilities import Mobility
from mobdesk.models.projects import Project
from mobdesk.models.store import Store
from mobdesk.services import plans, pricing
from mobdesk.services.access import reads
from mobdesk.services.records import load


class RequestOf(NamedTuple):
    """The tables with the project they are of."""

    project_id: int
    code: str
    title: str | None
    request: Request


@reads(Area.STATUS)
def of_project(store: Store, actor: Actor, project_id: int) -> RequestOf:
    """Return the tables of one project. Raises ``Refused("record_missing")``."""
    with store.read() as s:
        project = load(s, Project, project_id)
        planned = plans.plan_in(s, plans.of_project(project_id))
        titles = {one.id: one.title for one in planned.objectives}
        served = select(Mobility.id, Mobility.objective_id).where(
            Mobility.project_id == project_id, Mobility.objective_id.is_not(None)
        )
        cases = pricing.gather(s, [Mobility.project_id == project_id])
        request = rules.request(
            [one.values for one in planned.targets],
            cases.members,
            {m: titles[o] for m, o in s.execute(served) if o in titles},
            titles,
            [one.values for one in planned.planned_costs],
        )
        return RequestOf(project_id, project.code, project.title, request)


@reads(Area.EXPORT)
def as_pdf(store: Store, actor: Actor, project_id: int, made_on: date) -> bytes:
    """The tables on paper, as they are typed into the form."""
    from mobdesk.exports.grant_requests import make_pdf

    found = of_project(store, actor, project_id)
    demo = bool(store.setting("demo", False))
    return make_pdf(found.code, found.title or "", found.request, made_on, demo=demo)
