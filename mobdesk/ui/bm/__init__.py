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


def _page(desk: Desk) -> Page:
    from mobdesk.ui.bm.page import BmPage

    return BmPage(desk)


def _outline(desk: Desk) -> Page:
    from mobdesk.ui.bm.outline_page import OutlinePage

    return OutlinePage(desk)


def _files(desk: Desk) -> Page:
    from mobdesk.ui.bm.files_page import BmFilesPage

    return BmFilesPage(desk)


SPECS: tuple[PageSpec, ...] = (
    PageSpec("bm", N_("Beneficiary Module"), "screen", "papers", _page, _WHO),
    PageSpec(
        "bm_outline", N_("Outline of a report"), "list", "papers", _outline, _WHO, listed=False,
        under="bm",
    ),
    PageSpec(
        "bm_sheet", N_("BM sheet"), "screen", "plan", _sheet, _WHO, listed=False,
        under="mobilities",
    ),
    PageSpec("bm_files", N_("Files for BM"), "table", "papers", _files, _WHO),
)  # fmt: skip

__all__ = ["SPECS"]
