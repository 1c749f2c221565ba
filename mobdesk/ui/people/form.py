"""The form of a person: add, change, and a word when the person may be there already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.domain import people as rules
from mobdesk.domain.done import Done
from mobdesk.errors import Invalid, Problem
from mobdesk.i18n import N_, _
from mobdesk.services import people
from mobdesk.ui import fields
from mobdesk.ui.choices import Choice, YesNo
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.forms import Field
from mobdesk.ui.pickers import Country
from mobdesk.ui.record_pickers import organisation_picker

#: What the form shows; everything else of a person is kept as it is.
SHOWN = (
    "first_name", "last_name", "role", "organisation_id", "email", "phone", "birth_date",
    "nationality", "gender", "languages", "document_valid_to", "next_of_kin",
    "fewer_opportunities", "person_code", "note",
)  # fmt: skip


def declared(desk: Desk) -> tuple[Field, ...]:
    """The fields; one of the two names is enough, nothing else is needed."""

    def check(key: str) -> Callable[[Any, dict[str, Any]], Problem | None]:
        def one(_value: Any, values: dict[str, Any]) -> Problem | None:
            found = rules.validate(values, desk.today())
            mine = [p for p in found if p.field == key and p.code != "name_needed"]
            return mine[0] if mine else None

        return one

    def field(key: str, editor: Callable[[], Any], **more: Any) -> Field:
        name = texts.tables().words[f"field.person.{key}"]
        return Field(key, name, editor, required=key == "role", check=check(key), **more)

    roles = [(role, texts.word(f"person_role.{role}")) for role in rules.ROLES]
    genders = [(gender, texts.word(f"gender.{gender}")) for gender in rules.GENDERS]
    return (
        field("first_name", fields.Text, help=N_("One of the two names is enough.")),
        field("last_name", fields.Text),
        field("role", lambda: Choice(roles)),
        field("organisation_id", lambda: organisation_picker(desk)),
        field("email", lambda: fields.Text("name@centre.eu")),
        field("phone", lambda: fields.Text("+372 5550 1429")),
        field("birth_date", lambda: fields.Date("1 May 1988", desk.today)),
        field("nationality", Country),
        field("gender", lambda: Choice(genders, _("Not said"))),
        field("languages", lambda: fields.Text(N_("Estonian, English"))),
        field("document_valid_to", lambda: fields.Date(near=desk.today)),
        field("next_of_kin", lambda: fields.Text(N_("Name and phone"))),
        field("fewer_opportunities", lambda: YesNo(_("Not said"))),
        field("person_code", fields.Text),
        field("note", fields.LongText, wide=True, help=N_("Needs and health do not belong here.")),
    )


def add_person(
    desk: Desk, parent: QWidget, then: Callable[[Done], object] | None = None
) -> FormDialog:
    """Ask for a new person. Somebody with the same name and date or e-mail is named once."""
    asked: list[frozenset[str]] = []

    def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Done:
        found = people.same_as(store, actor, values)
        keys = frozenset(f"{one.id} {_who(values)}" for one in found)
        if found and keys not in asked:
            asked.append(keys)
            names = ", ".join(one.name for one in found[:3])
            raise Invalid([Problem("last_name", "person_maybe_same", {"names": names})])
        return people.add(store, actor, values, today=desk.today())

    dialog = FormDialog(
        desk, parent, _("Add a person"), declared(desk), save,
        context=_("A name is enough. The rest can wait."), defaults={"role": "staff"},
        main=_("Add the person"), draft="person",
    )  # fmt: skip
    return _open(dialog, then)


def edit_person(desk: Desk, parent: QWidget, record: Any) -> FormDialog:
    """Change a person; ``record`` is the ``Detail`` that was read."""
    number = record.id

    def save(store: Any, actor: Any, values: dict[str, Any], rev: int | None) -> Done:
        return people.change(store, actor, number, rev or 0, values, today=desk.today())

    name = rules.full_name(record.values["first_name"], record.values["last_name"])
    dialog = FormDialog(
        desk, parent, _("Edit"), declared(desk), save, context=name, record=record,
        reload=lambda store, actor: people.get(store, actor, number), draft=f"person {number}",
    )  # fmt: skip
    return _open(dialog, None)


def _who(values: dict[str, Any]) -> str:
    """What makes two people the same: asked again when it changed."""
    wanted = ("first_name", "last_name", "birth_date", "email")
    return "|".join(str(values.get(name) or "") for name in wanted)


def _open(dialog: FormDialog, then: Callable[[Done], object] | None) -> FormDialog:
    if then is not None:
        dialog.saved.connect(then)
    dialog.open()
    return dialog
