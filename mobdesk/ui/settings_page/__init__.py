"""Settings of this user on this computer, and what this program is."""

from __future__ import annotations

from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec


def _page(desk: Desk) -> Page:
    from mobdesk.ui.settings_page.page import SettingsPage

    return SettingsPage(desk)


SPECS: tuple[PageSpec, ...] = (PageSpec("settings", N_("Settings"), "settings", "foot", _page),)
