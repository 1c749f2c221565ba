"""Mobilities: the list, planning one or a group, the page of one mobility."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec

_WHO = frozenset({Role.COORDINATOR, Role.TRAINER, Role.ACCOMPANYING})


def _list(desk: Desk) -> Page:
    from mobdesk.ui.mobilities.list_page import MobilitiesPage

    return MobilitiesPage(desk)


def _one(desk: Desk) -> Page:
    from mobdesk.ui.mobilities.page import MobilityPage

    return MobilityPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec("mobilities", N_("Mobilities"), "mobilities", "plan", _list, _WHO),
    PageSpec(
        "mobility", N_("Mobility"), "mobilities", "plan", _one, _WHO, listed=False,
        under="mobilities",
    ),
)  # fmt: skip

__all__ = ["SPECS"]
