"""The form of an organisation with its contacts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.domain import organisations as rules
from mobdesk.domain.done import Done
from mobdesk.errors import Problem
from mobdesk.i18n import N_, _
from mobdesk.services import organisations
from mobdesk.ui import fields
from mobdesk.ui.choices import Choice
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field
from mobdesk.ui.organisations.parts import Overview, read
from mobdesk.ui.pickers import Country
from mobdesk.ui.record_fields import Contacts, Ticks


def declared() -> tuple[Field, ...]:
    """The fields; only the name and the kind are needed."""

    def check(key: str) -> Callable[[Any, dict[str, Any]], Problem | None]:
        def one(value: Any, _values: dict[str, Any]) -> Problem | None:
            found = rules.validate({"name": "x", key: value})
            return next((p for p in found if p.field == key), None)

        return one

    def field(key: str, editor: Callable[[], Any], **more: Any) -> Field:
        name = texts.tables().words[f"field.organisation.{key}"]
        needed = key in ("name", "kind")
        return Field(key, name, editor, required=needed, check=check(key), **more)

    kinds = [(kind, texts.word(f"organisation_kind.{kind}")) for kind in rules.KINDS]
    roles = [(role, texts.word(f"organisation_role.{role}")) for role in rules.ROLES]
    return (
        field("name", fields.Text, wide=True),
        field("kind", lambda: Choice(kinds)),
        Field("roles", N_("What it does for mobilities"), lambda: Ticks(roles), required=False),
        field("country", Country),
        field("city", fields.Text),
        field("address", fields.Text, wide=True),
        field("oid", lambda: fields.Text("E10356237"), help=N_("The letter E and eight digits")),
        field("pic", lambda: fields.Text("949012345"), help=N_("Nine digits")),
        field("website", lambda: fields.Text("www.centre.eu")),
        field("languages", lambda: fields.Text(N_("Slovenian, English"))),
        Field("contacts", N_("People you write to"), Contacts, required=False, wide=True),
        field("note", fields.LongText, wide=True),
    )


def form_values(overview: Overview) -> dict[str, Any]:
    """The values of a record as the form has them."""
    values = dict(overview.record.values)
    roles = tuple(role for role in rules.ROLES if values.pop(role))
    people = [
        {"id": c.id, "name": c.name, "role": c.role, "email": c.email, "phone": c.phone}
        for c in overview.contacts
    ]
    filled = [{key: value or "" if key != "id" else value for key, value in one.items()}
              for one in people]  # fmt: skip
    return {**values, "roles": roles, "contacts": filled}


def _record_values(values: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Back from the form: values of the record, and its contacts."""
    rest = {key: value for key, value in values.items() if key not in ("roles", "contacts")}
    return {**rest, **{role: role in values["roles"] for role in rules.ROLES}}, values["contacts"]


def add_organisation(
    desk: Desk, parent: QWidget, then: Callable[[Done], object] | None = None
) -> FormDialog:
    """Ask for a new organisation."""

    def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Done:
        return organisations.add(store, actor, *_record_values(values))

    dialog = FormDialog(
        desk, parent, _("Add an organisation"), declared(), save,
        context=_("A name is enough. The rest can wait."),
        defaults={"kind": "partner", "roles": ("hosting",)},
        main=_("Add the organisation"), draft="organisation",
    )  # fmt: skip
    if then is not None:
        dialog.saved.connect(then)
    dialog.open()
    return dialog


def edit_organisation(desk: Desk, parent: QWidget, overview: Overview) -> FormDialog:
    """Change an organisation and its contacts as one step."""
    number = overview.record.id

    def save(store: Any, actor: Any, values: dict[str, Any], rev: int | None) -> Done:
        mine, people = _record_values(values)
        return organisations.change(store, actor, number, rev or 0, mine, people)

    def reload(store: Any, actor: Any) -> Loaded:
        now = read(desk, store, actor, number)
        return Loaded(now.record.rev, form_values(now))

    dialog = FormDialog(
        desk, parent, _("Edit"), declared(), save, context=overview.record.values["name"],
        record=Loaded(overview.record.rev, form_values(overview)), reload=reload,
        draft=f"organisation {number}",
    )  # fmt: skip
    dialog.open()
    return dialog
