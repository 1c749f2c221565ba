"""Copies of files that are open in another program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from mobdesk.ui.desk import Desk


def opened_copies(desk: Desk) -> Any:
    """The opened copies of this sign-in; they go when the window locks or closes."""
    if desk.opened is None:
        from mobdesk.services.opened import OpenedCopies

        desk.opened = OpenedCopies()
        desk.before_lock.append(desk.opened.close)
    return desk.opened


def show_outside(path: Path) -> None:
    """Let the system show a file in its own program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
