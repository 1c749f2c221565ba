"""A list is brought in: file, table, columns, check."""

from __future__ import annotations

from mobdesk.domain.roles import Role
from mobdesk.i18n import N_
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page, PageSpec


def _page(desk: Desk) -> Page:
    if desk.workspace is not None and desk.workspace.demo:
        from mobdesk.ui.importing.in_demo import NoListsInDemo

        return NoListsInDemo(desk)
    from mobdesk.ui.importing.page import ImportPage

    return ImportPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec(
        "import", N_("Import a list"), "import", "people", _page, frozenset({Role.COORDINATOR}),
        listed=False, under="people",
    ),
)  # fmt: skip
