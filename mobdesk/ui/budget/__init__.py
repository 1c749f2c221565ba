"""Budget: awarded, signed for, done and free of a project; amendments, transfers, what may move."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec


def _page(desk: Desk) -> Page:
    from mobdesk.ui.budget.page import BudgetPage

    return BudgetPage(desk)


def _what_if(desk: Desk) -> Page:
    from mobdesk.ui.budget.what_if_page import WhatIfPage

    return WhatIfPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec(
        "budget", N_("Budget"), "budget", "money", _page,
        frozenset({Role.COORDINATOR, Role.DIRECTOR}),
    ),
    PageSpec(
        "what_if", N_("Try a what-if"), "bulb", "money", _what_if, frozenset({Role.COORDINATOR}),
        listed=False, under="budget",
    ),
)  # fmt: skip

__all__ = ["SPECS"]
