"""History: who changed what, the value before, and Undo where it works."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec


def _page(desk: Desk) -> Page:
    from mobdesk.ui.history.page import HistoryPage

    return HistoryPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec("history", N_("History"), "history", "foot", _page, frozenset({Role.COORDINATOR})),
)
