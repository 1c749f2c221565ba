"""An editor for sums that are awarded for one activity type only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain import activities
from mobdesk.domain.awards import Line
from mobdesk.domain.projects import CATEGORIES
from mobdesk.i18n import N_, _
from mobdesk.ui import fields, shown, stays, theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.entering import Enters
from mobdesk.ui.parts.labels import caption
from mobdesk.ui.record_fields import bring_into_view


class _Row(QWidget):
    """Category, activity type, sum; participants and days where the award names them."""

    def __init__(self, number: int, field: str | None) -> None:
        super().__init__()
        grid = QGridLayout(self)
        theme.space(grid, 0, 0.75)
        self.category = Choice([(one, texts.word(f"category.{one}")) for one in CATEGORIES], "")
        codes = activities.for_field(field)
        self.activity = Choice([(one, stays.activity(one)) for one in codes], "")
        self.amount = fields.Money()
        self.participants = fields.Number(most=100_000)
        self.days = fields.Number(most=1_000_000)
        editors = (
            ("category", self.category), ("activity_type", self.activity),
            ("amount", self.amount), ("participants", self.participants), ("days", self.days),
        )  # fmt: skip
        for at, (key, editor) in enumerate(editors):
            words = texts.word(f"field.award.{key}")
            editor.setAccessibleName(_("Sum {n}: {field}").format(n=number, field=words))
            cell = QVBoxLayout()
            theme.space(cell, 0, 0.25)
            cell.addWidget(caption(words))
            cell.addWidget(editor)
            first = at < 2
            grid.addLayout(cell, int(not first), at * 3 if first else (at - 2) * 2, 1,
                           3 if first else 2)  # fmt: skip
        self.away = IconButton("close", _("Take sum {n} away").format(n=number))
        grid.addWidget(self.away, 1, 6, Qt.AlignmentFlag.AlignBottom)

    @property
    def empty(self) -> bool:
        """Nothing was chosen or typed."""
        return not (self.category.value() or self.activity.value() or self.amount.text())

    @property
    def whole(self) -> bool:
        """Category, activity and sum are there and can be understood."""
        known = self.category.value() and self.activity.value()
        return bool(known) and self.amount.value() is not None

    def line(self) -> Line:
        """What is typed; only of a whole row."""
        return Line(
            self.category.value(), self.amount.value() or 0, self.activity.value(),
            self.participants.value(), self.days.value(),
        )  # fmt: skip

    def set_line(self, line: Line) -> None:
        """Show a line."""
        self.category.set_value(line.category)
        self.activity.set_value(line.activity_type)
        self.amount.set_value(line.amount)
        self.participants.set_value(line.participants)
        self.days.set_value(line.days)


class LinesByActivity(Enters, QWidget):
    """The value is a tuple of lines with an activity type; empty rows are left out."""

    changed = Signal()

    def __init__(self, field: str | None = None) -> None:
        super().__init__()
        self._field = field
        column = QVBoxLayout(self)
        theme.space(column, 0, 1.5)
        self._list = QVBoxLayout()
        column.addLayout(self._list)
        theme.space(self._list, 0, 1.5)
        self.add_button = Button(_("Add a sum for one activity"), "quiet", "plus")
        self.add_button.clicked.connect(lambda: self._add_and_go())
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.rows: list[_Row] = []
        self.setFocusProxy(self.add_button)

    def value(self) -> tuple[Line, ...]:
        return tuple(row.line() for row in self.rows if row.whole)

    def set_value(self, value: Sequence[Line] | None) -> None:
        while self.rows:
            self._drop(self.rows[-1])
        for line in value or ():
            self._add().set_line(line)
        self.changed.emit()

    def problem(self) -> str:
        return "award_line_open" if any(not (r.empty or r.whole) for r in self.rows) else ""

    def shown(self, value: Sequence[Line]) -> str:
        return shown.money(sum(line.amount for line in value or ()))

    def _add(self) -> _Row:
        made = _Row(len(self.rows) + 1, self._field)
        for editor in (made.category, made.activity, made.amount, made.participants, made.days):
            editor.changed.connect(self.changed)
        made.away.clicked.connect(lambda: self._take_away(made))
        self.rows.append(made)
        self._list.addWidget(made)
        return made

    def _add_and_go(self) -> None:
        made = self._add()
        made.show()
        made.category.setFocus(Qt.FocusReason.TabFocusReason)
        bring_into_view(made)
        self.changed.emit()

    def _take_away(self, row: _Row) -> None:
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._drop(row)
        self.changed.emit()

    def _drop(self, row: _Row) -> None:
        self.rows.remove(row)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()


HELP = N_("Part of the sums above, where your agreement names them.")
