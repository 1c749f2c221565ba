"""The forms of the budget: the agreement and its amendments, transfers, what may be moved."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.domain import awards as rules
from mobdesk.domain.projects import CATEGORIES
from mobdesk.errors import Invalid, Problem
from mobdesk.i18n import N_, _
from mobdesk.services import awards
from mobdesk.services.awards import Record
from mobdesk.ui import fields
from mobdesk.ui.budget.lines import HELP, LinesByActivity
from mobdesk.ui.choices import Choice
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field
from mobdesk.ui.record_fields import Sums, Tick


def _options() -> list[tuple[str, str]]:
    return [(one, texts.word(f"category.{one}")) for one in CATEGORIES]


def _word(record: str, key: str) -> str:
    return texts.tables().words[f"field.{record}.{key}"]


def _approval(desk: Desk, record: str, day: str) -> tuple[Field, ...]:
    """Asked on, agreed on, by whom, which letter, why."""
    date = partial(fields.Date, near=desk.today)
    empty = N_("Empty: not agreed yet")
    return (
        Field("asked_on", _word(record, "asked_on"), date, required=False),
        Field(day, _word(record, day), date, required=False, help=empty),
        Field("approved_by", _word(record, "approved_by"), fields.Text, required=False),
        Field("letter", _word(record, "letter"),
              lambda: fields.Text(N_("Number or date of the letter")), required=False),
        Field("why", _word(record, "why"), fields.LongText, required=False, wide=True),
    )  # fmt: skip


def version_form(
    desk: Desk,
    parent: QWidget,
    project: int,
    kind: str,
    lines: tuple[rules.Line, ...],
    record: Record | None = None,
    *,
    field: str | None = None,
) -> FormDialog:
    """Record the agreement or an amendment, or change one; ``lines`` are what it starts with.

    ``field`` of the project narrows the activities.
    """
    declared = (
        *_approval(desk, "award_version", "holds_from")[:4],
        Field("lines", _word("award_version", "lines"), lambda: Sums(_options()), wide=True,
              help=N_("All sums as they hold from that day, not the differences.")),
        Field("by_activity", N_("For one activity type"), lambda: LinesByActivity(field),
              required=False, wide=True, help=HELP),
        *_approval(desk, "award_version", "holds_from")[4:],
    )  # fmt: skip
    start = {
        "lines": rules.Version(0, kind, None, lines).sums(),
        "by_activity": tuple(line for line in lines if line.activity_type),
    }

    def save(store: Any, actor: Any, values: dict[str, Any], rev: int | None) -> Any:
        typed, by_activity = values.pop("lines"), values.pop("by_activity")
        sums = {one: typed.get(one) for one in CATEGORIES}
        whole = [line for line in lines if not line.activity_type]
        try:
            if any(line.category not in typed for line in by_activity):
                raise ValueError
            wanted = rules.lines_with([*whole, *by_activity], sums)
        except ValueError as err:
            raise Invalid([Problem("lines", "awarded_by_activity")]) from err
        if record is None:
            return awards.add_version(store, actor, project, {**values, "kind": kind}, wanted)
        return awards.change_version(store, actor, record.id, rev or 0, values, wanted)

    amendment = kind == rules.AMENDMENT
    title = _("Amendment") if amendment else _("Grant agreement")
    dialog = FormDialog(
        desk, parent, title, declared, save,
        context=_("Its sums count once the day is typed from which it holds.") if amendment
        else _("What was awarded, as it stands in the agreement."),
        record=Loaded(record.rev, {**record.values, **start}) if record else None,
        defaults=None if record else start,
        main=_("Save") if record else _("Record it"),
        draft=f"{kind} {project} {record.id if record else ''}",
    )  # fmt: skip
    dialog.open()
    return dialog


def transfer_form(
    desk: Desk,
    parent: QWidget,
    project: int,
    record: Record | None = None,
    *,
    proposed: Mapping[str, Any] | None = None,
    context: str = "",
) -> FormDialog:
    """Record money moved between two categories; ``proposed`` fills what is known already."""
    declared = (
        Field("from_category", _word("budget_transfer", "from_category"),
              lambda: Choice(_options(), "")),
        Field("to_category", _word("budget_transfer", "to_category"),
              lambda: Choice(_options(), "")),
        Field("amount", _word("budget_transfer", "amount"), fields.Money),
        *_approval(desk, "budget_transfer", "approved_on"),
    )  # fmt: skip

    def save(store: Any, actor: Any, values: dict[str, Any], rev: int | None) -> Any:
        if record is None:
            return awards.add_transfer(store, actor, project, values)
        return awards.change_transfer(store, actor, record.id, rev or 0, values)

    dialog = FormDialog(
        desk, parent, _("Move money"), declared, save,
        context=context or _("It counts once the day is typed on which it was approved."),
        record=Loaded(record.rev, record.values) if record else None,
        defaults=None if record else dict(proposed or {}),
        main=_("Save") if record else _("Record it"),
        draft=f"transfer {project} {record.id if record else ''}",
    )  # fmt: skip
    dialog.open()
    return dialog


def rule_form(
    desk: Desk, parent: QWidget, project: int, record: Record | None = None
) -> FormDialog:
    """State what the agreement lets the centre move, or change what was stated."""
    bases = [(one, texts.word(f"flexibility_rule_of.{one}")) for one in rules.BASES]
    declared = (
        Field("from_category", _word("flexibility_rule", "from_category"),
              lambda: Choice(_options(), "")),
        Field("to_category", _word("flexibility_rule", "to_category"),
              lambda: Choice(_options(), _("Any category")), required=False),
        Field("percent", _word("flexibility_rule", "percent"), fields.Text),
        Field("of", _word("flexibility_rule", "of"), lambda: Choice(bases)),
        Field("approval", "", lambda: Tick(_("The agency must agree first")), required=False,
              bare=True),
        Field("source", _word("flexibility_rule", "source"),
              lambda: fields.Text(N_("Article of your grant agreement")), required=False,
              wide=True),
    )  # fmt: skip

    def save(store: Any, actor: Any, values: dict[str, Any], rev: int | None) -> Any:
        if record is None:
            return awards.add_rule(store, actor, project, values)
        return awards.change_rule(store, actor, record.id, rev or 0, values)

    dialog = FormDialog(
        desk, parent, _("What may be moved"), declared, save,
        context=_("As your grant agreement says it. The program knows no rule by itself."),
        record=Loaded(record.rev, record.values) if record else None,
        defaults=None if record else {"of": "from_line", "approval": False},
        main=_("Save") if record else _("State it"),
        draft=f"rule {project} {record.id if record else ''}",
    )  # fmt: skip
    dialog.open()
    return dialog
