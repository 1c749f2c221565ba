"""The forms of plans: objectives, targets, planned costs, members of a consortium."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.domain import activities
from mobdesk.domain import plans as rules
from mobdesk.domain.projects import REAL_COSTS
from mobdesk.i18n import N_, _
from mobdesk.services import plans
from mobdesk.services.plans import ObjectiveRow, Owner, Record
from mobdesk.ui import fields, stays
from mobdesk.ui.choices import Choice
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field
from mobdesk.ui.record_pickers import organisation_picker

_TITLES = {
    "objective": N_("Objective"), "target": N_("Target"),
    "planned_cost": N_("Planned cost"), "consortium_member": N_("Member of the consortium"),
}  # fmt: skip
_RECORDS = {"consortium_member": "accreditation_member"}


def objective_words(one: ObjectiveRow) -> str:
    """``1 · Title``, as in choices."""
    return f"{one.number} · {one.title}"


def ask(
    desk: Desk,
    parent: QWidget,
    what: str,
    owner: Owner,
    objectives: Sequence[ObjectiveRow] = (),
    record: Record | None = None,
    *,
    field: str | None = None,
) -> FormDialog:
    """Add one of a kind, or change ``record``; ``field`` narrows the activities."""
    declared = _declared(desk, what, owner, objectives, field)

    def save(store: Any, actor: Any, values: dict[str, Any], rev: int | None) -> Any:
        if record is None:
            return plans.add(store, actor, what, owner, values)
        return plans.change(store, actor, what, record.id, rev or 0, values)

    start: dict[str, Any] = {}
    if what == "objective":
        start = {"number": len(objectives) + 1}
    elif what == "planned_cost":
        start = {"percent": "100"}
    dialog = FormDialog(
        desk, parent, _(_TITLES[what]), declared, save,
        context=_CONTEXTS[what](),
        record=Loaded(record.rev, record.values) if record else None,
        defaults=None if record else start,
        main=_("Save") if record else _("Add it"),
        draft=f"{what} {owner.column} {owner.id} {record.id if record else ''}",
    )  # fmt: skip
    dialog.open()
    return dialog


_CONTEXTS: dict[str, Callable[[], str]] = {
    "objective": lambda: _("As it stands in your Erasmus Plan or application."),
    "target": lambda: _("So many people for one activity. The rest can wait."),
    "planned_cost": lambda: _("A row of the third table of a grant request."),
    "consortium_member": lambda: _("An organisation whose people go under this accreditation."),
}


def _declared(
    desk: Desk, what: str, owner: Owner, objectives: Sequence[ObjectiveRow], field: str | None
) -> tuple[Field, ...]:
    def word(key: str) -> str:
        return texts.tables().words[f"field.{_RECORDS.get(what, what)}.{key}"]

    def number(key: str, **more: Any) -> Field:
        return Field(key, word(key), lambda: fields.Number(most=100_000), required=False, **more)

    date = partial(fields.Date, near=desk.today)
    if what == "objective":
        return (
            Field("number", word("number"), lambda: fields.Number(least=1, most=99)),
            Field("title", word("title"), fields.Text, wide=True),
            Field("measure", word("measure"), fields.LongText, required=False, wide=True),
        )
    if what == "consortium_member":
        return (
            Field("organisation_id", word("organisation_id"), lambda: organisation_picker(desk),
                  wide=True),
            Field("since", word("since"), date, required=False),
            Field("until", word("until"), date, required=False),
        )  # fmt: skip
    if what == "planned_cost":
        kinds = [(one, texts.word(f"category.{one}")) for one in REAL_COSTS]
        return (
            Field("category", word("category"), lambda: Choice(kinds, "")),
            number("participants"),
            Field("amount", word("amount"), fields.Money),
            Field("percent", word("percent"), fields.Text),
            Field("why", word("why"), fields.LongText, required=False, wide=True),
        )
    codes = [(code, stays.activity(code)) for code in activities.for_field(field)]
    serves = [(one.id, objective_words(one)) for one in objectives]
    by_year = owner.column == "accreditation_id"
    year = Field("year", word("year"), lambda: fields.Number(least=2014, most=2100))
    return (
        Field("activity_type", word("activity_type"), lambda: Choice(codes, "")),
        Field("participants", word("participants"), lambda: fields.Number(most=100_000)),
        *((year,) if by_year else ()),
        Field("objective_id", word("objective_id"), lambda: Choice(serves, ""), required=False),
        number("days", help=N_("Without travel days")),
        *(number(key) for key in rules.COUNTS[1:]),
    )
