"""Help: emergency number, contacts, how to do things, keys. Readable without signing in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mobdesk.i18n import N_, _
from mobdesk.ui.pages import Page, PageSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from mobdesk.domain.done import Done
    from mobdesk.ui.desk import Desk


def _page(desk: Desk) -> Page:
    from mobdesk.ui.help.page import HelpPage

    return HelpPage(desk)


SPECS: tuple[PageSpec, ...] = (PageSpec("help", N_("Help"), "help", "foot", _page),)


def unlocked_widget(folder: Path | None) -> QWidget:
    """What anybody at this computer may read; ``folder``: of the workspace, if one is known."""
    from mobdesk.ui.help.view import without_signing_in

    return without_signing_in(folder)


def publish(desk: Desk) -> None:
    """At sign-in: bring the public contacts to what the database says, and keep them so.

    A file that somebody changed outside the program is overwritten, and that is said.
    """
    from mobdesk.services import help as service

    def say(changed_outside: bool) -> None:
        if changed_outside:
            desk.say(_("The public contacts were changed outside Mobdesk. They are right again."))

    def follow(done: Done) -> None:
        if "help_contacts" in done.tables:
            desk.write(None, service.publish, label="")

    desk.write(None, service.publish, then=say, label="")
    desk.hub.changed.connect(follow)
