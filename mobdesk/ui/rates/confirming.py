"""Say that a sheet was compared with a document of the agency."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.domain.done import Done
from mobdesk.i18n import N_, _
from mobdesk.services import rate_sheet_edits
from mobdesk.services.rate_sheets import SheetDetail
from mobdesk.ui import fields
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.forms import Field
from mobdesk.ui.rates import words


def confirm_sheet(desk: Desk, parent: QWidget, detail: SheetDetail) -> FormDialog:
    """Ask against which document, and when."""

    def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Done:
        return rate_sheet_edits.confirm(
            store, actor, detail.id, detail.sheet.sha256, values["document"],
            values["confirmed_on"], desk.today(),
        )  # fmt: skip

    sheet = detail.sheet

    def name(key: str) -> str:
        return texts.tables().words[f"field.rate_confirmation.{key}"]

    declared = (
        Field("document", name("document"), fields.Text, wide=True,
              help=N_("You compared every number with it. For example: Annex 3, page 2.")),
        Field("confirmed_on", name("confirmed_on"), lambda: fields.Date(near=desk.today)),
    )  # fmt: skip
    dialog = FormDialog(
        desk, parent, _("Confirm the rates"), declared, save, columns=1,
        context=words.title_of(sheet.agency, sheet.call_year, sheet.field, sheet.revision),
        defaults={"confirmed_on": desk.today()}, main=_("Confirm"),
        draft=f"rate confirmation {detail.id}",
    )  # fmt: skip
    dialog.open()
    return dialog
