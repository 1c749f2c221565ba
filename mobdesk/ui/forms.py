"""Forms are declared: a tuple of ``Field`` makes labels, names, help and places for errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.errors import Problem
from mobdesk.i18n import _
from mobdesk.ui import fields, theme
from mobdesk.ui.fields import FocusLeft, Line
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import Paragraph, caption, label
from mobdesk.ui.parts.marks import IconLabel

Check = Callable[[Any, dict[str, Any]], Problem | None]


@dataclass(frozen=True)
class Field:
    """One value of a record; ``label`` and ``help`` are marked texts, translated when shown.

    ``editor`` makes the editor. ``check`` is a rule of ``domain``, asked on leaving the field
    with the value and all values of the form. ``wide`` takes the whole row of two columns.
    A ``bare`` one shows no label: the table around it says what it is.
    """

    key: str
    label: str
    editor: Callable[[], Any] = fields.Text
    required: bool = True
    help: str = ""
    wide: bool = False
    check: Check | None = None
    bare: bool = False


class Row(QWidget):
    """Label, editor, help and the place of the error, for one field."""

    left = Signal(str)

    def __init__(self, field: Field, editor: QWidget) -> None:
        super().__init__()
        self.field = field
        self.editor: Any = editor  # each kind has a value and signals of its own
        self.problem: Problem | None = None
        self.label = label(_(field.label))
        self.label.setBuddy(editor)
        if field.bare:
            self.label.hide()  # only hiding: whatever is shown without a parent is a window
        head = QHBoxLayout()
        theme.space(head, 0, 1)
        head.addWidget(self.label)
        if not field.required and not field.bare:
            head.addWidget(caption(_("optional")))
        head.addStretch(1)
        self.help = Paragraph(_(field.help), "caption", "soft")
        if not field.help:
            self.help.hide()
        self.error = Paragraph("", "caption", "stop_text")
        self.take = Button("", "link")
        self._error_row = self._make_error_row()
        box = QVBoxLayout(self)
        theme.space(box, 0, 0.5)
        if field.bare:
            self.label.setParent(self)
        else:
            box.addLayout(head)
        box.addWidget(editor)
        box.addWidget(self.help)
        box.addWidget(self._error_row)
        box.addStretch(1)
        self.setFocusProxy(editor)
        FocusLeft(editor, lambda: self.left.emit(field.key))
        self._name()

    def show_problem(self, problem: Problem | None) -> None:
        """Show ``problem`` under the field (None: it is gone); other texts stay as they are."""
        self.problem = problem
        words = texts.error(problem) if problem else None
        self.error.setText(" ".join(words).strip() if words else "")
        suggestion = problem.values.get("suggestion") if problem else None
        self.take.setVisible(suggestion is not None)
        if suggestion is not None:
            named = self.editor.shown(suggestion)
            self.take.setText(_("Use {value}").format(value=named))
        self._error_row.setVisible(problem is not None)
        _set_flag(self.editor, "wrong", problem is not None)
        self._name()

    def _make_error_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        theme.space(line, 0, 0.75)
        words = QVBoxLayout()
        theme.space(words, 0, 0.25)
        words.addWidget(self.error)
        words.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        line.addWidget(IconLabel("warning", "stop_text"), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        row.setVisible(False)
        return row

    def _name(self) -> None:
        """What a screen reader says of the editor: label, then help and error."""
        name = _(self.field.label)
        if not self.field.required:
            name = _("{label}, optional").format(label=name)
        target = self.editor.focusProxy() or self.editor
        target.setAccessibleName(name)
        said = [self.error.text(), _(self.field.help)]
        target.setAccessibleDescription(" ".join(part for part in said if part))


class Form(QWidget):
    """Shows and reads the values of ``declared`` fields in one or two columns."""

    changed = Signal()
    problem_shown = Signal(QWidget)
    """The row of a problem that is shown now: a dialog scrolls to it."""

    def __init__(
        self,
        declared: Sequence[Field],
        columns: int = 1,
        parent: QWidget | None = None,
        *,
        arrange: Callable[[Form], object] | None = None,
    ) -> None:
        """``arrange`` puts the rows into a layout of its own, in the order of the fields."""
        super().__init__(parent)
        self.fields = tuple(declared)
        self._columns = columns
        self._loaded: dict[str, Any] = {}
        self.rows: dict[str, Row] = {}
        for field in self.fields:
            self.rows[field.key] = row = Row(field, field.editor())
            row.left.connect(self._check_left)
            row.editor.changed.connect(self._on_change)
            row.take.clicked.connect(lambda _on=False, key=field.key: self._take(key))
        if arrange is None:
            self._lay_out()
        else:
            arrange(self)
        self._loaded = self.values()

    def editor(self, key: str) -> Any:
        """The editor of a field."""
        return self.rows[key].editor

    def load(self, values: dict[str, Any]) -> None:
        """Show ``values`` (missing keys are emptied); the form is not dirty then."""
        self._loaded = {}
        for key, row in self.rows.items():
            row.editor.set_value(values.get(key))
            row.show_problem(None)
        self._loaded = self.values()
        self._on_change()

    def fill(self, values: dict[str, Any]) -> None:
        """Put ``values`` in as if typed: the form is dirty where they differ."""
        for key, value in values.items():
            if key in self.rows:
                self.rows[key].editor.set_value(value)

    def values(self) -> dict[str, Any]:
        """What is typed, understood."""
        return {key: row.editor.value() for key, row in self.rows.items()}

    @property
    def dirty(self) -> bool:
        """Whether something was typed that is not saved."""
        return bool(self.edited())

    def edited(self) -> dict[str, Any]:
        """The values that differ from the loaded ones."""
        if not self._loaded:
            return {}
        return {
            key: value
            for key, value in self.values().items()
            if value != self._loaded[key] or self._unread(key)
        }

    def saved(self) -> None:
        """Take what is typed as saved."""
        self._loaded = self.values()
        self._on_change()

    def check(self) -> list[Problem]:
        """Show and return what can be said without saving: unread and needed fields."""
        found = [problem for key in self.rows if (problem := self._problem(key))]
        self.show_errors(found)
        return found

    def show_errors(self, problems: Iterable[Problem]) -> list[Problem]:
        """Show each problem at its field, the first one focused; return those without a field."""
        by_key: dict[str, Problem] = {}
        homeless: list[Problem] = []
        for problem in problems:
            if problem.field in self.rows:
                by_key.setdefault(problem.field, problem)
            else:
                homeless.append(problem)
        for key, row in self.rows.items():
            row.show_problem(by_key.get(key))
        first = next((key for key in self.rows if key in by_key), None)
        if first is not None:
            self.focus(first)
            self.problem_shown.emit(self.rows[first])
        return homeless

    def focus(self, key: str = "") -> None:
        """Put the focus into a field (the first one)."""
        row = self.rows[key] if key else next(iter(self.rows.values()))
        row.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        theme.space(grid, 0, 2)
        at, column = 0, 0
        for row in self.rows.values():
            span = self._columns if row.field.wide else 1
            if column + span > self._columns:
                at, column = at + 1, 0
            grid.addWidget(row, at, column, 1, span)
            column += span
        for column in range(self._columns):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(at + 1, 1)

    def _unread(self, key: str) -> str:
        return self.rows[key].editor.problem()

    def _problem(self, key: str) -> Problem | None:
        row = self.rows[key]
        if code := self._unread(key):
            return Problem(key, code)
        value = row.editor.value()
        if row.field.required and value in (None, "", ()):
            return Problem(key, "needed")
        return row.field.check(value, self.values()) if row.field.check else None

    def _check_left(self, key: str) -> None:
        """On leaving a field: its rule speaks; that it is still empty is said on Save only."""
        problem = self._problem(key)
        if problem is None or problem.code != "needed":
            self.rows[key].show_problem(problem)
            if problem is not None:
                self.problem_shown.emit(self.rows[key])

    def _on_change(self) -> None:
        if not self._loaded:
            return
        edited = self.edited()
        for key, row in self.rows.items():
            _set_flag(row.editor, "edited", key in edited)
        self.changed.emit()

    def _take(self, key: str) -> None:
        row = self.rows[key]
        if row.problem is not None:
            row.editor.set_value(row.problem.values["suggestion"])
            row.show_problem(None)
            self.focus(key)


def _set_flag(widget: QWidget, name: str, on: bool) -> None:
    """Set a property that the style sheet reads; a style sheet looks again only when asked."""
    field = widget.focusProxy()
    for one in (widget, field) if isinstance(field, Line) else (widget,):
        if bool(one.property(name)) != on:
            one.setProperty(name, on)
            one.style().unpolish(one)
            one.style().polish(one)
            one.update()
