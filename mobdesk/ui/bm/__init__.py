"""The Beneficiary Module: what it does not know yet, the sheet of one record, outlines."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec

_WHO = frozenset({Role.COORDINATOR})


def _sheet(desk: Desk) -> Page:
    from mobdesk.ui.bm.sheet_page import BmSheetPage

    return BmSheetPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec(
        "bm_sheet", N_("BM sheet"), "screen", "plan", _sheet, _WHO, listed=False,
        under="mobilities",
    ),
)  # fmt: skip

__all__ = ["SPECS"]
