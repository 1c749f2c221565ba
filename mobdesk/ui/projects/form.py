"""The form of a project: the code explained, dates, what was awarded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.domain import projects as rules
from mobdesk.domain.done import Done
from mobdesk.errors import Problem
from mobdesk.i18n import N_, _
from mobdesk.services import projects
from mobdesk.ui import fields
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field
from mobdesk.ui.project_code import CodeField
from mobdesk.ui.record_fields import Sums, Tick
from mobdesk.ui.record_pickers import accreditation_picker


def declared(desk: Desk) -> tuple[Field, ...]:
    """The fields; only the code is needed."""

    def check(key: str) -> Callable[[Any, dict[str, Any]], Problem | None]:
        def one(_value: Any, values: dict[str, Any]) -> Problem | None:
            found = rules.validate(values)
            return next((p for p in found if p.field == key and p.code != "needed"), None)

        return one

    def field(key: str, editor: Callable[[], Any], **more: Any) -> Field:
        name = texts.tables().words[f"field.project.{key}"]
        return Field(key, name, editor, required=key == "code", check=check(key), **more)

    day = lambda: fields.Date(near=desk.today)  # noqa: E731
    categories = [(one, texts.word(f"category.{one}")) for one in rules.CATEGORIES]
    return (
        field("code", CodeField, wide=True),
        field("title", lambda: fields.Text(N_("Learning across borders")), wide=True),
        field("start", day),
        field("end", day),
        field("extended_end", day, help=N_("Only when the agency gave more time")),
        field("report_due", day, help=N_("Empty: 60 days after the end")),
        field("accreditation_id", lambda: accreditation_picker(desk)),
        field("agreement_number", fields.Text),
        Field("awards", N_("Awarded"), lambda: Sums(categories), required=False, wide=True,
              help=N_("As in your grant agreement. Leave empty what it does not name.")),
        field("final_payment_on", day),
        field("keep_years", lambda: fields.Number(least=1, most=30, unit=N_("years")),
              help=N_("The number stands in your agreement.")),
        field("archived", lambda: Tick(_("Keep this project out of the list"))),
        field("note", fields.LongText, wide=True),
    )  # fmt: skip


def form_values(record: Any, awarded: dict[str, int]) -> dict[str, Any]:
    """The values of a project as the form has them."""
    return {**record.values, "awards": awarded}


def _record_values(values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, int | None]]:
    rest = {key: value for key, value in values.items() if key != "awards"}
    typed = values["awards"]
    return rest, {category: typed.get(category) for category in rules.CATEGORIES}


def add_project(
    desk: Desk, parent: QWidget, then: Callable[[Done], object] | None = None
) -> FormDialog:
    """Ask for a new project."""

    def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Done:
        return projects.add(store, actor, *_record_values(values))

    dialog = FormDialog(
        desk, parent, _("Add a project"), declared(desk), save,
        context=_("The code is enough. The rest can wait."), defaults={"archived": False},
        main=_("Add the project"), draft="project",
    )  # fmt: skip
    if then is not None:
        dialog.saved.connect(then)
    dialog.open()
    return dialog


def edit_project(desk: Desk, parent: QWidget, record: Any, awarded: dict[str, int]) -> FormDialog:
    """Change a project and what was awarded as one step."""
    number = record.id

    def save(store: Any, actor: Any, values: dict[str, Any], rev: int | None) -> Done:
        mine, amounts = _record_values(values)
        return projects.change(store, actor, number, rev or 0, mine, amounts)

    def reload(store: Any, actor: Any) -> Loaded:
        now = projects.get(store, actor, number)
        sums = {row.category: row.amount for row in projects.awards(store, actor, number)}
        return Loaded(now.rev, form_values(now, sums))

    dialog = FormDialog(
        desk, parent, _("Edit"), declared(desk), save, context=record.values["code"],
        record=Loaded(record.rev, form_values(record, awarded)), reload=reload,
        draft=f"project {number}",
    )  # fmt: skip
    dialog.open()
    return dialog
