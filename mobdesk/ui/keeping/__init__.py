"""How long data are kept, who is due, and erasing people."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec


def _page(desk: Desk) -> Page:
    from mobdesk.ui.keeping.page import KeepingPage

    return KeepingPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec(
        "keeping", N_("Keep and erase"), "trash", "foot", _page, frozenset({Role.COORDINATOR}),
        listed=False, under="settings",
    ),
)  # fmt: skip

__all__ = ["SPECS"]
