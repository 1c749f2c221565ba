"""Accounts: who may sign in, with which role; the own passphrase."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec


def _accounts(desk: Desk) -> Page:
    from mobdesk.ui.accounts.page import AccountsPage

    return AccountsPage(desk)


def _passphrase(desk: Desk) -> Page:
    from mobdesk.ui.accounts.passphrase import PassphrasePage

    return PassphrasePage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec(
        "accounts", N_("Accounts"), "people", "foot", _accounts, frozenset({Role.COORDINATOR}),
        listed=False, under="settings",
    ),
    PageSpec(
        "passphrase", N_("My passphrase"), "key", "foot", _passphrase, listed=False,
        under="settings",
    ),
)  # fmt: skip
