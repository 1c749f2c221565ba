"""Accreditations, reached from the projects: the list, one accreditation, the form."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec

_WHO = frozenset({Role.COORDINATOR, Role.DIRECTOR})


def _list(desk: Desk) -> Page:
    from mobdesk.ui.accreditations.list_page import AccreditationsPage

    return AccreditationsPage(desk)


def _one(desk: Desk) -> Page:
    from mobdesk.ui.accreditations.page import AccreditationPage

    return AccreditationPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec(
        "accreditations", N_("Accreditations"), "accreditation", "plan", _list, _WHO,
        listed=False, under="projects",
    ),
    PageSpec(
        "accreditation", N_("Accreditation"), "accreditation", "plan", _one, _WHO,
        listed=False, under="projects",
    ),
)  # fmt: skip

__all__ = ["SPECS"]
