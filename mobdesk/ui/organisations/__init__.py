"""Organisations that send, host or support, with the people one writes to there."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec

_WHO = frozenset({Role.COORDINATOR, Role.TRAINER})


def _list(desk: Desk) -> Page:
    from mobdesk.ui.organisations.list_page import OrganisationsPage

    return OrganisationsPage(desk)


def _one(desk: Desk) -> Page:
    from mobdesk.ui.organisations.page import OrganisationPage

    return OrganisationPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec("organisations", N_("Organisations"), "organisations", "people", _list, _WHO),
    PageSpec(
        "organisation", N_("Organisation"), "organisations", "people", _one, _WHO, listed=False,
        under="organisations",
    ),
)  # fmt: skip

__all__ = ["SPECS"]
