"""The workspace sheet: shown, printed from memory, and partly typed again."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec


def _page(desk: Desk) -> Page:
    from mobdesk.ui.sheet.page import SheetPage

    return SheetPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec(
        "sheet", N_("Workspace sheet"), "key", "foot", _page, frozenset({Role.COORDINATOR}),
        listed=False, under="backups",
    ),
)  # fmt: skip
