"""A rate sheet leaves as a file, or comes in as one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog

from mobdesk.domain.done import Done
from mobdesk.domain.rate_sheets import RateSheet
from mobdesk.i18n import _
from mobdesk.services import rate_sheet_edits
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page

Kind = Literal["json", "csv"]


def file_name(sheet: RateSheet, kind: Kind) -> str:
    """``EE01-2026-ADU-1.json``: the same name that shipped sheets have."""
    return f"{sheet.agency}-{sheet.call_year}-{sheet.field}-{sheet.revision}.{kind}"


def ask_where(desk: Desk, page: Page, sheet_id: int, sheet: RateSheet, kind: Kind) -> QFileDialog:
    """Ask where the file is kept, then write it."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(page.window(), _("Save the rate sheet"), folder)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(kind)
    dialog.selectFile(file_name(sheet, kind))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: save_at(desk, page, sheet_id, kind, Path(names[0])))
    dialog.open()
    return dialog


def save_at(desk: Desk, page: Page, sheet_id: int, kind: Kind, path: Path) -> None:
    """Write the sheet to the chosen place, all of it or nothing."""
    desk.read(
        page, rate_sheet_edits.save_as, sheet_id, kind, path,
        then=lambda _none: desk.say(_("The rate sheet is saved.")),
    )  # fmt: skip


def choose_file(desk: Desk, page: Page) -> QFileDialog:
    """Ask for the file of a sheet, then bring it in."""
    dialog = QFileDialog(page.window(), _("Choose a rate sheet"), "", _("Rate sheets (*.json)"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: bring_in(desk, page, Path(names[0])))
    dialog.open()
    return dialog


def bring_in(
    desk: Desk, page: Page, path: Path, then: Callable[[Done], object] | None = None
) -> None:
    """Bring the sheet in and open it: its page names the mobilities it concerns."""
    page.hide_banner()
    desk.write(
        page, rate_sheet_edits.bring_in, path,
        then=then or (lambda done: desk.open("rate_sheet", id=done.ids[0], new=True)),
    )  # fmt: skip
