"""The menu of the one who is signed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from mobdesk.domain.roles import Access, Area
from mobdesk.i18n import _
from mobdesk.ui import icons
from mobdesk.ui.desk import Desk


def account_menu(
    parent: QWidget,
    desk: Desk,
    lock: Callable[[], object],
    others: Mapping[str, Callable[[], object]] | None = None,
) -> QMenu:
    """Settings, passphrase, accounts and sheet; locking stands last.

    ``others``: whom else a demo can be looked at as, by nickname.
    """
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    rows = [(_("Settings"), "settings", "settings"), (_("My passphrase"), "key", "passphrase")]
    if desk.may(Area.ACCOUNTS, Access.WRITE):
        rows += [(_("Accounts"), "people", "accounts"), (_("Workspace sheet"), "printer", "sheet")]
    for words, icon, key in rows:
        menu.addAction(icons.icon(icon), words, partial(desk.open, key))
    menu.addSeparator()
    for nickname, look in (others or {}).items():
        words = _("Look as the {nickname}").format(nickname=nickname)
        menu.addAction(icons.icon("eye"), words, look)
    menu.addAction(icons.icon("lock"), _("Lock"), lock)
    return menu
