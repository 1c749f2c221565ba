"""The import page of a demo: it says at once that no list comes in, before a file is looked for."""

from __future__ import annotations

from mobdesk import texts
from mobdesk.errors import Problem
from mobdesk.i18n import _
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page
from mobdesk.ui.parts.cards import Banner


class NoListsInDemo(Page):
    """Files dropped on the window lead here too, and are not read."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Import a list"))
        said = texts.error(Problem("", "demo_takes_no_files"))
        self.says = Banner("accent", said.what, said.advice, _("Participants"))
        self.says.pressed.connect(lambda: desk.open("people"))
        self.body.addWidget(self.says)
        self.body.addStretch(1)
