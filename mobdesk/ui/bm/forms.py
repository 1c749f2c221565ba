"""Forms of the room: numbers of reasons, and the questions of a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain import outlines as rules
from mobdesk.domain.done import Done
from mobdesk.domain.outlines import Question
from mobdesk.errors import Invalid, Problem
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import bm_tallies, outlines
from mobdesk.services.bm_tallies import Tallies
from mobdesk.services.outlines import Answered
from mobdesk.services.projects import ProjectRow
from mobdesk.ui import fields, shown, theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field
from mobdesk.ui.parts.labels import Paragraph

_PREVIEW = 12
_NEW = 2


def count_reasons(desk: Desk, parent: QWidget, project: ProjectRow, known: Tallies) -> FormDialog:
    """Ask for the number of each reason, as BM names them."""
    number = partial(fields.Number, most=100_000)
    declared = [
        Field(f"n{n}", reason, number, required=False)
        for n, (reason, _) in enumerate(known.numbers)
    ]
    for n in range(_NEW):
        declared.append(Field(f"reason{n}", N_("Another reason"), fields.Text, required=False,
                              help=N_("In the words of BM")))  # fmt: skip
        declared.append(Field(f"new{n}", N_("Number of people"), number, required=False))

    def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Done:
        numbers = {reason: values[f"n{n}"] for n, (reason, _n) in enumerate(known.numbers)}
        for n in range(_NEW):
            if values[f"reason{n}"]:
                numbers[values[f"reason{n}"]] = values[f"new{n}"]
        return bm_tallies.set_tallies(store, actor, project.id, numbers)

    dialog = FormDialog(
        desk, parent, _("Reasons for fewer opportunities"), declared, save, context=project.code,
        defaults={f"n{n}": count for n, (_reason, count) in enumerate(known.numbers)},
    )  # fmt: skip
    dialog.open()
    return dialog


class Pasted(QWidget):
    """A box to paste questions into, and below it what was understood of them."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.box = fields.LongText(
            N_("What did you do? (3000 characters)\nHow many people took part? (500 characters)"), 7
        )
        self.seen = Paragraph("", "caption", "soft")
        column = QVBoxLayout(self)
        theme.space(column, 0, 0.75)
        column.addWidget(self.box)
        column.addWidget(self.seen)
        self.setFocusProxy(self.box)
        self.box.changed.connect(self._look)
        self._look()

    def value(self) -> str:
        return self.box.value()

    def set_value(self, value: str | None) -> None:
        self.box.set_value(value)

    def problem(self) -> str:
        return ""

    def shown(self, value: Any) -> str:
        return str(value or shown.NOTHING)

    def _look(self) -> None:
        self.seen.setText(preview(rules.parse(self.box.toPlainText())))
        self.changed.emit()


def preview(questions: list[Question]) -> str:
    """What was understood, before anything is saved."""
    if not questions:
        return _("One question in each line. A line that begins with # is a heading.")
    without = sum(q.most is None for q in questions)
    said = ngettext("{n} question", "{n} questions", len(questions)).format(n=len(questions))
    if without:
        said += ", " + _("{n} without a limit").format(n=without)
    lines = [said]
    section = None
    for question in questions[:_PREVIEW]:
        if question.section != section:
            section = question.section
            lines.append(f"— {section}" if section else "—")
        limit = f" · {question.most:,}" if question.most else ""
        lines.append(f"{question.text[:90]}{limit}")
    if len(questions) > _PREVIEW:
        lines.append(_("and {n} more").format(n=len(questions) - _PREVIEW))
    return "\n".join(lines)


def as_pasted(answered: Answered) -> str:
    """The questions as text again, to be changed."""
    lines = []
    section = None
    for question in answered.questions:
        if question.section != section:
            section = question.section
            lines.append(f"# {section or ''}".strip())
        limit = f"\t{question.most}" if question.most else ""
        lines.append(f"{question.text}{limit}")
    return "\n".join(lines)


def _fields_of_an_outline(today: date) -> tuple[Field, ...]:
    def field(key: str, editor: Callable[[], Any] = fields.Text, **more: Any) -> Field:
        name = texts.tables().words[f"field.outline.{key}"]
        return Field(key, name, editor, required=key == "title", **more)

    every = [(one, one) for one in ("KA121", "KA122")]
    which = [(one, texts.label(f"code_field.{one}", {})) for one in ("ADU", "SCH", "VET")]
    return (
        field("title", wide=True, help=N_("For example: Final report, KA122, call 2025")),
        field("action", lambda: Choice(every, _("All"))),
        field("field", lambda: Choice(which, _("All"))),
        field("call_year", lambda: fields.Number(least=2021, most=today.year + 1)),
        field("source", help=N_("For example: BM, October 2026")),
        Field("questions", N_("Questions"), Pasted, wide=True),
    )


def _save_questions(values: dict[str, Any]) -> tuple[dict[str, Any], list[Question]]:
    given = {key: value for key, value in values.items() if key != "questions"}
    return given, rules.parse(values["questions"])


def add_outline(
    desk: Desk, parent: QWidget, project: ProjectRow, then: Callable[[Done], object]
) -> FormDialog:
    """Ask for the questions of a report."""

    def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Done:
        return outlines.add(store, actor, *_save_questions(values))

    defaults = {
        "action": project.action, "field": project.field, "call_year": project.call_year,
        "source": "", "title": "", "questions": "",
    }  # fmt: skip
    dialog = FormDialog(
        desk, parent, _("Questions of a report"), _fields_of_an_outline(desk.today()), save,
        context=_("Copied once from your BM screen"), defaults=defaults, draft="outline",
        main=_("Keep the questions"),
    )  # fmt: skip
    dialog.saved.connect(then)
    dialog.open()
    return dialog


def edit_outline(desk: Desk, parent: QWidget, answered: Answered) -> FormDialog:
    """Change the questions; the same words keep their answers."""
    number = answered.record.id

    def save(store: Any, actor: Any, values: dict[str, Any], rev: int | None) -> Done:
        given, questions = _save_questions(values)
        if rev is None:
            raise Invalid([Problem("title", "needed")])
        return outlines.change(store, actor, number, rev, given, questions)

    record = Loaded(
        answered.record.rev, {**answered.record.values, "questions": as_pasted(answered)}
    )
    dialog = FormDialog(
        desk, parent, _("Questions of a report"), _fields_of_an_outline(desk.today()), save,
        context=_("A question with the same words keeps its answers."), record=record,
    )  # fmt: skip
    dialog.open()
    return dialog
