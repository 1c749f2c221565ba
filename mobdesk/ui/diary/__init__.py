"""The diary: the first of the private pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mobdesk.i18n import N_
from mobdesk.ui.pages import Page, PageSpec

if TYPE_CHECKING:
    from mobdesk.ui.desk import Desk


def _page(desk: Desk) -> Page:
    from mobdesk.ui.diary.page import DiaryPage

    return DiaryPage(desk)


SPECS: tuple[PageSpec, ...] = (PageSpec("diary", N_("Diary"), "diary", "private", _page),)
