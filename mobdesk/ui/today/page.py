from __future__ import annotations
from mobdesk.i18n import _
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page


class TodayPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Today"))
