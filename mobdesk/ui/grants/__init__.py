"""The grant of a mobility as a bill: every cent explained."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec


def _bill(desk: Desk) -> Page:
    from mobdesk.ui.grants.page import BillPage

    return BillPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec(
        "grant", N_("Grant"), "mobilities", "plan", _bill, frozenset({Role.COORDINATOR}),
        listed=False, under="mobilities",
    ),
)  # fmt: skip

__all__ = ["SPECS"]
