"""What payments are saved as or printed: the accountant's workbook, lists, orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from mobdesk.i18n import _
from mobdesk.services import accountant, pocket_lists
from mobdesk.services.payment_rows import InstalmentRow
from mobdesk.ui.desk import Desk
from mobdesk.ui.opened import opened_copies, show_outside


def ask_place(page: QWidget, title: str, name: str, then: Callable[[Path], object]) -> None:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(page.window(), title, folder)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: then(Path(names[0])))
    dialog.open()


def workbook(desk: Desk, page: QWidget, project: int) -> None:
    """Ask where the accountant's workbook is kept."""

    def save(path: Path) -> None:
        desk.read(
            page, accountant.save, project, desk.today(), path,
            then=lambda _none: desk.say(_("The workbook is saved.")),
        )  # fmt: skip

    ask_place(page, _("Save the accountant's workbook"), _("Payments") + ".xlsx", save)


def pocket_list(desk: Desk, page: QWidget, project: int) -> None:
    """Show the list to sign in the program of the system, from a private folder."""
    opened, name, day = opened_copies(desk), _("Pocket money") + ".pdf", desk.today()

    def make(store: Any, actor: Any) -> Path:
        return opened.put(name, pocket_lists.pocket_list(store, actor, project, day))

    desk.read(page, make, then=show_outside)


def order(desk: Desk, page: QWidget, project: int, rows: Sequence[InstalmentRow]) -> None:
    """Ask why the bank accounts are opened, then show the payment order."""
    from mobdesk.ui.payments.order import ask_reason

    ask_reason(desk, page, project, rows)
