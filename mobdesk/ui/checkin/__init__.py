"""How am I?: the check-in of the writer alone, once the centre switched it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mobdesk.i18n import N_
from mobdesk.ui.pages import Page, PageSpec

if TYPE_CHECKING:
    from mobdesk.ui.desk import Desk


def _page(desk: Desk) -> Page:
    from mobdesk.ui.checkin.page import CheckInPage

    return CheckInPage(desk)


SPECS: tuple[PageSpec, ...] = (PageSpec("checkin", N_("How am I?"), "leaf", "private", _page),)
