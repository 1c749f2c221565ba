"""Files to send: look once more, save, send by hand; and check files that came in."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec


def _page(desk: Desk) -> Page:
    from mobdesk.ui.packages.page import PackagesPage

    return PackagesPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec(
        "packages", N_("Files to send"), "mail", "papers", _page, frozenset({Role.COORDINATOR})
    ),
)

__all__ = ["SPECS"]
