"""Rate sheets: the list, one sheet, the form of an agency's table, two sheets compared."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec

_WHO = frozenset({Role.COORDINATOR, Role.DIRECTOR})


def _list(desk: Desk) -> Page:
    from mobdesk.ui.rates.list_page import RatesPage

    return RatesPage(desk)


def _one(desk: Desk) -> Page:
    from mobdesk.ui.rates.page import RatePage

    return RatePage(desk)


def _compare(desk: Desk) -> Page:
    from mobdesk.ui.rates.compare import ComparePage

    return ComparePage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec("rates", N_("Rates"), "rates", "money", _list, _WHO),
    PageSpec(
        "rate_sheet", N_("Rate sheet"), "rates", "money", _one, _WHO, listed=False, under="rates"
    ),
    PageSpec(
        "rate_compare", N_("Two rate sheets"), "rates", "money", _compare, _WHO,
        listed=False, under="rates",
    ),
)  # fmt: skip

__all__ = ["SPECS"]
