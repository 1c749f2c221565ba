"""Which column goes to which field, with samples and what was noticed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mobdesk import texts
from mobdesk.i18n import _, ngettext
from mobdesk.services.importing import ORDERS, Choices
from mobdesk.ui import theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.importing.findings import Asked, Findings, Note, field_options, worded
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.chips import CheckBox
from mobdesk.ui.parts.labels import Elided, Label, Paragraph
from mobdesk.ui.parts.marks import Badge, IconLabel, IconTile

_AT_ONCE = 2
_MOST = 60
"""Columns shown to be matched; of wider tables those that were understood come first."""
_SIGNS = {"left_out": ("close", "soft"), "unclear": ("warning", "wait_text"),
          "look": ("warning", "wait_text"), "good": ("check", "ok_text"),
          "chosen": ("pen", "accent_text")}  # fmt: skip


class _Row:
    """The widgets of one column."""

    def __init__(self, header: str, samples: Sequence[str], options: list[tuple[str, str]]) -> None:
        self.header = header
        self.name = Elided(header, "strong")
        self.samples = Elided(" · ".join(samples), "body", "soft")
        self.arrow = IconLabel("arrow-right")
        self.field = Choice(options, _("Leave out"))
        self.field.setAccessibleName(_("{column} goes to").format(column=header))
        self.sign = IconLabel("check", "ok_text")
        self.says = Elided("", "caption", "soft")

    def note(self, note: Note) -> None:
        """Say what was noticed."""
        icon, role = _SIGNS[note.kind]
        self.sign.set(icon, role)
        self.says.setText(_note_words(note))


def _note_words(note: Note) -> str:
    if note.kind == "look":
        return ngettext("{n} row: {what}", "{n} rows: {what}", note.rows).replace(
            "{what}", note.example
        )
    return {
        "left_out": _("kept out of the import"),
        "unclear": _("day or month first?"),
        "good": _("sure"),
        "chosen": _("chosen by you"),
    }[note.kind]


class ColumnsStep(QWidget):
    """``changed``: an answer is another one than the list was checked with."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_Row] = []
        self._filling = False
        self._found: Findings | None = None
        self._grid: QGridLayout | None = None
        self._wants_focus = False
        self._open: list[Any] = []  # columns whose widgets are still to be made
        self._unshown = False  # the columns are not on screen yet
        self._as_read = True  # no answer was changed since the list was read
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._show_some)
        self._in_view = QTimer(self, singleShot=True, interval=0)  # once it has its place
        self._in_view.timeout.connect(self._scroll_to_focus)
        self._choices = Choices()
        column = QVBoxLayout(self)
        theme.space(column, 0, 2)
        column.addWidget(self._make_file_card())
        column.addWidget(self._make_answers())
        column.addWidget(self._make_dates_card())
        self._card = Card()
        self._holder: QWidget | None = None
        column.addWidget(self._card)
        self._preview = Card(_("How the first rows will be read"))
        self._preview_grid: QWidget | None = None
        column.addWidget(self._preview)
        column.addStretch(1)

    # ---- the answers

    def asked(self, before: Asked) -> Asked:
        """The answers as they are set now."""
        columns = dict(self._choices.columns)
        columns.update({row.header: row.field.value() for row in self._rows})
        choices = replace(
            self._choices,
            kind="people" if self.people_only.isChecked() else "mobilities",
            dates=self.dates.value() or self._choices.dates,
            columns=columns,
        )
        return before._replace(choices=choices, project=self.project.value())

    @property
    def dates_missing(self) -> bool:
        """The order of day and month is asked and not answered."""
        return not self._dates_card.isHidden() and self.dates.value() is None

    # ---- what is shown

    def show_projects(self, codes: Sequence[str]) -> None:
        """Offer these projects."""
        self._filling = True
        self.project.set_options([(code, code) for code in codes])
        self._filling = False

    def show_findings(self, name: str, found: Findings, asked: Asked) -> None:
        """Show what was understood of a list."""
        file = found.file
        self._choices = file.choices(found.kind, asked.choices.dates)
        self._say_file(name, found)
        self._filling = True
        self.people_only.setChecked(found.kind == "people")
        self.project.set_value(asked.project)
        self._dates_card.setVisible(bool(file.ambiguous))
        self._dates_words.setText(
            _("It is not clear which comes first in: {columns}.").format(
                columns=", ".join(file.ambiguous)
            )
        )
        self.dates.set_value(asked.choices.dates)
        self._filling = False
        self._show_columns(found)

    def set_wide(self, wide: bool) -> None:
        """The answers stand beside each other, or one below the other."""
        across = QBoxLayout.Direction.LeftToRight
        self._answers.setDirection(across if wide else QBoxLayout.Direction.TopToBottom)

    def focus_first(self) -> None:
        """Put the focus where an answer is needed, else into the first column."""
        self._wants_focus = self._unshown
        first: QWidget | None = self._rows[0].field if self._rows and not self._unshown else None
        if self.dates_missing:
            first = self.dates
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)
            self._in_view.start()

    def _scroll_to_focus(self) -> None:
        area: Any = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        there = self.focusWidget()
        if area is not None and there is not None:
            area.ensureWidgetVisible(there)

    def _make_file_card(self) -> Card:
        card = Card(padding=(2.0, 1.5))
        row = QHBoxLayout()
        theme.space(row, 0, 1.5)
        words = QVBoxLayout()
        theme.space(words, 0, 0.25)
        self.name = Elided("", "strong")
        self.about = Paragraph("", "caption", "soft")
        words.addWidget(self.name)
        words.addWidget(self.about)
        self.understood = Badge("", "ok", "check")
        row.addWidget(IconTile("table", "ok"))
        row.addLayout(words, 1)
        row.addWidget(self.understood)
        card.add(row)
        return card

    def _make_dates_card(self) -> Card:
        self._dates_card = Card(_("Day first or month first?"))
        self._dates_words = Paragraph("", "body")
        self._dates_card.add(self._dates_words)
        row = QHBoxLayout()
        theme.space(row, 0, 1)
        options = [(order, texts.word(f"import_dates.{order}")) for order in ORDERS]
        self.dates = Choice(options, _("Choose the order"))
        self.dates.setAccessibleName(_("Order of day and month"))
        self.dates.changed.connect(self._on_changed)
        row.addWidget(self.dates)
        row.addStretch(1)
        self._dates_card.add(row)
        self._dates_card.hide()
        return self._dates_card

    def _make_answers(self) -> Card:
        card = Card(padding=(2.0, 1.0))
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(row, 0, 1.25)
        self._answers = row
        self.people_only = CheckBox(_("These are people only, without their mobilities"))
        self.people_only.toggled.connect(self._on_changed)
        row.addWidget(self.people_only)
        row.addStretch(1)
        line = QHBoxLayout()
        theme.space(line, 0, 1.25)
        label = Label(_("Project"), "label")
        self.project = Choice((), _("The code in each row"))
        self.project.setAccessibleName(_("Project of all rows"))
        label.setBuddy(self.project)
        self.project.changed.connect(self._on_changed)
        line.addWidget(label)
        line.addWidget(self.project)
        line.addStretch(1)
        row.addLayout(line)
        card.add(row)
        return card

    def _say_file(self, name: str, found: Findings) -> None:
        file, source = found.file, found.file.source
        rows = ngettext("{n} row", "{n} rows", file.listed)
        where = _("header in row {n}").format(n=source.header_row)
        sheet = _("Sheet “{name}”").format(name=source.sheet) if source.sheet else ""
        about = ", ".join(part for part in (sheet, where, rows) if part)
        about = about[:1].upper() + about[1:]
        self.name.setText(name)
        self.about.setText(_("{about}. Your file is only read, never changed.").format(about=about))
        good, every = found.understood, len(found.file.columns)
        words = _("{good} of {all} columns understood").format(good=good, all=every)
        self.understood.set(words, "ok" if good else "wait", "check" if good else "warning")

    def _show_columns(self, found: Findings) -> None:
        file = found.file
        if self._holder is not None:
            self._card.body.removeWidget(self._holder)
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = QWidget()
        grid = QGridLayout(self._holder)
        theme.space(grid, 0, 0.75)
        heads = (_("Column in your file"), _("Looks like"), "", _("Goes to"), "", "")
        for number, words in enumerate(heads):
            grid.addWidget(Label(words, "caption_strong", "soft"), 0, number)
        shown = sorted(file.columns, key=lambda c: c.field is None)[:_MOST]
        kept = {column.place for column in shown}
        self._rows = []
        self._grid, self._found = grid, found
        self._open = [column for column in file.columns if column.place in kept]
        self._card.hide()  # until all its rows are there
        self._preview.hide()
        self._unshown, self._wants_focus, self._as_read = True, False, True
        for number, stretch in ((0, 3), (1, 5), (5, 4)):
            grid.setColumnStretch(number, stretch)
        if len(shown) < len(file.columns):
            more = ngettext(
                "{n} more column is left out.",
                "{n} more columns are left out.",
                len(file.columns) - len(shown),
            )
            grid.addWidget(Label(more, "caption", "soft"), len(shown) + 1, 0, 1, 6)
        self._card.add(self._holder)
        self._holder.show()  # at once: the focus goes into it
        self._more.start()

    def _show_some(self) -> None:
        """A little at a time, the columns, then the first rows: the window answers meanwhile."""
        found = self._found
        if found is None:
            return
        if self._open:
            some, self._open = self._open[:_AT_ONCE], self._open[_AT_ONCE:]
            for column in some:
                self._add_row(found, column)
            self._more.start()
        elif self._unshown:
            self._unshown = False
            self._card.show()
            if self._wants_focus:
                self.focus_first()
            self._more.start()
        elif self._as_read:
            self._show_first_rows(found)

    def _add_row(self, found: Findings, column: Any) -> None:
        assert self._grid is not None
        row = _Row(column.header, found.file.preview.samples[column.place], field_options())
        row.field.set_value(column.field)
        row.note(found.notes[column.header])
        row.field.changed.connect(lambda: self._chosen(row))
        self._rows.append(row)
        parts = (row.name, row.samples, row.arrow, row.field, row.sign, row.says)
        for number, part in enumerate(parts):
            self._grid.addWidget(part, len(self._rows), number)
            part.ensurePolished()  # now, not all of them at once when they are shown

    def _chosen(self, row: _Row) -> None:
        """A field goes to one column only: the other one gives it up."""
        if self._filling:
            return
        field = row.field.value()
        for other in self._rows:
            if other is not row and field is not None and other.field.value() == field:
                self._filling = True
                other.field.set_value(None)
                self._filling = False
                other.note(Note("left_out"))
        row.note(Note("left_out" if field is None else "chosen"))
        self._on_changed()

    def _on_changed(self) -> None:
        if self._filling:
            return
        self._as_read = False
        self._preview.hide()
        self.changed.emit()

    def _show_first_rows(self, found: Findings) -> None:
        if self._preview_grid is not None:
            self._preview.body.removeWidget(self._preview_grid)
            self._preview_grid.hide()
            self._preview_grid.deleteLater()
        self._preview_grid = QWidget()
        grid = QGridLayout(self._preview_grid)
        theme.space(grid, 0, 1)
        rows = found.file.rows[:2]
        names = [n for n, v in zip(found.file.fields, zip(*(r.values for r in rows), strict=True),
                                   strict=False) if any(v)][:7]  # fmt: skip
        self._preview.setVisible(bool(names))
        heads = [_("Row"), *(texts.word(f"import_field.{name}") for name in names)]
        for number, words in enumerate(heads):
            grid.addWidget(Label(words, "caption_strong", "soft"), 0, number)
        for line, row in enumerate(rows, start=1):
            values = found.file.values_of(row)
            grid.addWidget(Label(str(row.row), "caption", "soft"), line, 0)
            for number, name in enumerate(names, start=1):
                grid.addWidget(Elided(worded(name, values[name] or "–"), "caption"), line, number)
                grid.setColumnStretch(number, 1)
        self._preview.add(self._preview_grid)
