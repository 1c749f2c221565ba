"""Projects: the list, one project with its code, money and mobilities, the form."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec

_WHO = frozenset({Role.COORDINATOR, Role.DIRECTOR})


def _list(desk: Desk) -> Page:
    from mobdesk.ui.projects.list_page import ProjectsPage

    return ProjectsPage(desk)


def _one(desk: Desk) -> Page:
    from mobdesk.ui.projects.page import ProjectPage

    return ProjectPage(desk)


def _request(desk: Desk) -> Page:
    from mobdesk.ui.projects.request_page import GrantRequestPage

    return GrantRequestPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec("projects", N_("Projects"), "projects", "plan", _list, _WHO),
    PageSpec(
        "project", N_("Project"), "projects", "plan", _one, _WHO, listed=False, under="projects"
    ),
    PageSpec(
        "grant_request", N_("Grant request"), "projects", "plan", _request,
        frozenset({Role.COORDINATOR}), listed=False, under="projects",
    ),
)  # fmt: skip

__all__ = ["SPECS"]
