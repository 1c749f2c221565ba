"""Payments: to participants, from the agency, real costs, pocket money."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec


def _page(desk: Desk) -> Page:
    from mobdesk.ui.payments.page import PaymentsPage

    return PaymentsPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec("payments", N_("Payments"), "payments", "money", _page, frozenset({Role.COORDINATOR})),
)

__all__ = ["SPECS"]
