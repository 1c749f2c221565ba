"""Backups: make, check, copy to a second place, restore."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec


def _page(desk: Desk) -> Page:
    from mobdesk.ui.backups.page import BackupsPage

    return BackupsPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec("backups", N_("Backups"), "backups", "foot", _page, frozenset({Role.COORDINATOR})),
)
