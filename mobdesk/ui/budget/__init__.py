"""Budget: awarded, signed for, done and free of a project; amendments, transfers, what may move."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec


def _page(desk: Desk) -> Page:
    from mobdesk.ui.budget.page import BudgetPage

    return BudgetPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec(
        "budget", N_("Budget"), "budget", "money", _page,
        frozenset({Role.COORDINATOR, Role.DIRECTOR}),
    ),
)  # fmt: skip

__all__ = ["SPECS"]
