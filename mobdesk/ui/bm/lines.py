"""The rows of the BM sheet: a label, a value that copies itself, a tick.

Each row is one stop: Enter copies, Space ticks, arrows go to the neighbours. Tab comes only to
what is open, so that it leads through the work that is left.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.domain.bm_sheet import OPEN, Line, State
from mobdesk.i18n import _
from mobdesk.services.bm_sheet import Sheet
from mobdesk.ui import clipboard, layouts, rows, theme
from mobdesk.ui.bm import words
from mobdesk.ui.bm.value_button import ValueButton
from mobdesk.ui.parts.base import advance
from mobdesk.ui.parts.cards import Card, Hairline
from mobdesk.ui.parts.chips import CheckBox
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.parts.marks import IconLabel

_LABEL, _VALUE = 4, 7  # shares of the width


class StateBox(CheckBox):
    """The tick; as wide as the longest of its words, so that the column stands."""

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        widest = max(advance(word, "body") for word in words.every_state())
        across = self._box() + theme.current().px(1.25) + round(widest) + 4
        return QSize(max(hint.width(), across), hint.height())


class Was(QWidget):
    """What BM still has, in amber."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        theme.space(row, 0, 0.75)
        row.addWidget(IconLabel("warning", "wait_text"))
        self.words = Paragraph("", "caption", "wait_text")
        row.addWidget(self.words, 1)

    def set(self, said: str) -> None:
        """Show other words, or nothing."""
        self.words.setText(said)
        self.setVisible(bool(said))


class LineRow(QWidget):
    """One value of the sheet. ``ticked`` asks to tick or untick its key."""

    ticked = Signal(str, bool)
    moved = Signal(str, int)

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.line = line
        row = QHBoxLayout(self)
        theme.space(row, (0, 0.375), 1.5)
        self.label = Paragraph(words.field(line.field), "body", "soft")
        row.addWidget(self.label, _LABEL, Qt.AlignmentFlag.AlignVCenter)
        holder = QWidget()
        self._notes = QBoxLayout(QBoxLayout.Direction.LeftToRight, holder)
        theme.space(self._notes, 0, 1.25)
        self.value = ValueButton()
        self._notes.addWidget(self.value)
        # Most rows never need these two: they are made when they are first shown.
        self.copied: Label | None = None
        self.was: Was | None = None
        self._notes.addStretch(1)
        row.addWidget(holder, _VALUE, Qt.AlignmentFlag.AlignVCenter)
        self.box = StateBox("")
        self.box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignVCenter)
        self.box.clicked.connect(lambda: self._toggle())
        self.value.space_pressed.connect(self._toggle)
        self.value.clicked.connect(lambda: self._copy())
        self.value.arrow_pressed.connect(lambda step: self.moved.emit(self.line.key, step))
        self.value.tell(self._say_copied)
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        """Show today's value and tick."""
        if line.value != self.line.value:
            self.value.set_fresh(False)  # what was copied is another one
        self.line = line
        said = words.value(line.field, line.value)
        self.value.say(said)
        self.value.setEnabled(line.state is not State.UNKNOWN)
        was = words.was(line)
        self._say_was(was)
        state = words.state(line)
        self.box.setText(state)
        self.box.setAccessibleName(f"{words.field(line.field)}: {state}")
        self.box.setEnabled(line.state is not State.UNKNOWN)
        self.box.setChecked(line.state is State.ENTERED)
        self.box.update()
        parts = (f"{words.field(line.field)}: {said}", state, was)
        self.value.setAccessibleName(", ".join(part for part in parts if part))
        self.value.setAccessibleDescription(_("Enter copies, Space ticks."))
        self.value.set_stop(line.state in OPEN)

    def set_narrow(self, narrow: bool) -> None:
        """Notes below the value instead of beside it."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._notes.setDirection(down if narrow else across)

    def _toggle(self) -> None:
        line = self.line
        if line.state is not State.UNKNOWN:
            self.box.setChecked(line.state is State.ENTERED)  # until it is written
            self.ticked.emit(line.key, line.state is not State.ENTERED)

    def _copy(self) -> None:
        # Personal values: no history of the clipboard shall keep them.
        clipboard.copy(self.value.said, private=True)
        self.value.set_fresh(True)

    def _say_copied(self, fresh: bool) -> None:
        if self.copied is None and fresh:
            self.copied = Label(_("copied"), "caption_strong", "accent_text")
            self._notes.insertWidget(1, self.copied)
        if self.copied is not None:
            self.copied.setVisible(fresh)

    def _say_was(self, said: str) -> None:
        if self.was is None and said:
            self.was = Was()
            self._notes.insertWidget(self._notes.count() - 1, self.was)
        if self.was is not None:
            self.was.set(said)


class LinesCard(Card):
    """All lines of one record, part by part."""

    ticked = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__(padding=(2.5, 1.5))
        self.setAccessibleName(_("Values for BM"))
        self.rows: dict[str, LineRow] = {}
        self._shape: object = None
        self._narrow = False

    def show_sheet(self, sheet: Sheet) -> None:
        """Show the lines; the rows stay as long as they ask for the same fields."""
        lines = [line for part in sheet.sections for line in part.lines]
        heads = tuple((words.heading(part, sheet), len(part.lines)) for part in sheet.sections)
        shape = (heads, tuple(line.key for line in lines))
        with layouts.held(self):
            if shape != self._shape:
                self._shape = shape
                self._make(sheet)
            else:
                for line in lines:
                    self.rows[line.key].show_line(line)
        if lines and not any(line.state in OPEN for line in lines):
            known = (line for line in lines if line.state is not State.UNKNOWN)
            first = next(known, None)
            if first is not None:  # one stop leads to all others by the arrows
                self.rows[first.key].value.set_stop(True)

    def next_open(self) -> QWidget | None:
        """The first value that BM does not know."""
        return next((r.value for r in self.rows.values() if r.line.state in OPEN), None)

    def set_narrow(self, narrow: bool) -> None:
        """Notes go below their values."""
        self._narrow = narrow
        for row in self.rows.values():
            row.set_narrow(narrow)

    def _make(self, sheet: Sheet) -> None:
        rows.clear(self.body)
        self.rows = {}
        for part in sheet.sections:
            if said := words.heading(part, sheet):
                head = QWidget()
                column = QVBoxLayout(head)
                theme.space(column, (0, 0.75, 0, 0.25), 0)
                column.addWidget(Label(said, "caption_strong", "soft"))
                self.add(head)
            for number, line in enumerate(part.lines):
                if number:
                    self.add(Hairline())
                self._add_row(line)
        theme.space(self.body, 0, 0)
        self.finish()

    def _add_row(self, line: Line) -> None:
        row = LineRow(line)
        row.set_narrow(self._narrow)
        row.ticked.connect(self.ticked)
        row.moved.connect(self._go)
        self.rows[line.key] = row
        self.add(row)

    def _go(self, key: str, step: int) -> None:
        """To the neighbour that has a value."""
        keys = [k for k, row in self.rows.items() if row.line.state is not State.UNKNOWN]
        place = keys.index(key) + step
        if 0 <= place < len(keys):
            self.rows[keys[place]].value.setFocus(Qt.FocusReason.TabFocusReason)


def open_keys(sheet: Sheet) -> Sequence[str]:
    """The keys of what BM does not know yet."""
    return [line.key for part in sheet.sections for line in part.lines if line.state in OPEN]
