"""The form of an accreditation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.domain import accreditations as rules
from mobdesk.domain.done import Done
from mobdesk.domain.project_codes import FIELDS
from mobdesk.errors import Problem
from mobdesk.i18n import _
from mobdesk.services import accreditations
from mobdesk.ui import fields
from mobdesk.ui.choices import Choice
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.forms import Field
from mobdesk.ui.project_code import CodeField
from mobdesk.ui.record_pickers import organisation_picker


def declared(desk: Desk) -> tuple[Field, ...]:
    """The fields; only the code is needed."""

    def check(key: str) -> Callable[[Any, dict[str, Any]], Problem | None]:
        def one(_value: Any, values: dict[str, Any]) -> Problem | None:
            found = rules.validate(values)
            return next((p for p in found if p.field == key and p.code != "needed"), None)

        return one

    def field(key: str, editor: Callable[[], Any], **more: Any) -> Field:
        name = texts.tables().words[f"field.accreditation.{key}"]
        return Field(key, name, editor, required=key == "code", check=check(key), **more)

    which = [(one, texts.label(f"code_field.{one}", {})) for one in FIELDS]
    return (
        field(
            "code",
            lambda: CodeField("2021-1-EE01-KA120-ADU-000012345", "code_is_accreditation"),
            wide=True,
        ),
        field("field", lambda: Choice(which, _("As in the code"))),
        field("organisation_id", lambda: organisation_picker(desk)),
        field("valid_from", lambda: fields.Date(near=desk.today)),
        field("valid_to", lambda: fields.Date(near=desk.today)),
        field("note", fields.LongText, wide=True),
    )


def add_accreditation(
    desk: Desk, parent: QWidget, then: Callable[[Done], object] | None = None
) -> FormDialog:
    """Ask for a new accreditation."""

    def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Done:
        return accreditations.add(store, actor, values)

    dialog = FormDialog(
        desk, parent, _("Add an accreditation"), declared(desk), save,
        context=_("KA120: the right to ask for a project each year"),
        main=_("Add the accreditation"), draft="accreditation",
    )  # fmt: skip
    if then is not None:
        dialog.saved.connect(then)
    dialog.open()
    return dialog


def edit_accreditation(desk: Desk, parent: QWidget, record: Any) -> FormDialog:
    """Change an accreditation."""
    number = record.id

    def save(store: Any, actor: Any, values: dict[str, Any], rev: int | None) -> Done:
        return accreditations.change(store, actor, number, rev or 0, values)

    dialog = FormDialog(
        desk, parent, _("Edit"), declared(desk), save, context=record.values["code"],
        record=record, reload=lambda s, a: accreditations.get(s, a, number),
        draft=f"accreditation {number}",
    )  # fmt: skip
    dialog.open()
    return dialog
