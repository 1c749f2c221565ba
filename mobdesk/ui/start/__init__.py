"""The first start, and a project made from its code: pasted and explained."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec


def _page(desk: Desk) -> Page:
    from mobdesk.ui.start.code_page import CodePage

    return CodePage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec(
        "code", N_("Your project, explained"), "projects", "plan", _page,
        frozenset({Role.COORDINATOR}), listed=False, under="projects",
    ),
)  # fmt: skip
