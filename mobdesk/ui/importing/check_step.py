"""The dry run: every row with what becomes of it and why. Nothing is saved yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.errors import Problem
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services.importing import CheckedRow
from mobdesk.ui import theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.delegates import CellBadge
from mobdesk.ui.importing.findings import Findings, RowView, first_problem, worded_problem
from mobdesk.ui.importing.row_answer import ANSWERS, RowAnswer
from mobdesk.ui.panes import Pane
from mobdesk.ui.parts.chips import Segments
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.table_card import TableCard
from mobdesk.ui.tables import Column, Table

_OUTCOMES = {
    "new": (N_("New"), "ok"),
    "merged": (N_("Merged"), "accent"),
    "skipped": (N_("Skipped"), "plain"),
    "refused": (N_("Left out"), "wait"),
    "kept": (N_("Both kept"), "accent"),
}


def _badge(row: RowView) -> CellBadge:
    """What becomes of the row; a pen where the row was answered by itself."""
    words, tone = _OUTCOMES[row.outcome]
    return CellBadge(_(words), tone, "pen" if row.own else "")


COLUMNS = (
    Column("row", N_("Row"), lambda r: f"{r.row:,}", "soft", sort=False, width=8),
    Column("outcome", N_("Becomes"), lambda r: _(_OUTCOMES[r.outcome][0]), "badge", _badge,
           sort=False, words=tuple(words for words, _tone in _OUTCOMES.values())),
    Column("who", N_("Who"), paint="first", sort=False, width=26),
    Column("when", N_("When and where"), paint="soft", sort=False, width=24, priority=2),
    Column("look", N_("Look at"), sort=False, width=0),
)  # fmt: skip


class CheckStep(QWidget):
    """``duplicates_chosen``: people met before are to be treated otherwise; ``row_chosen(row
    number, answer)``: the person of one row."""

    duplicates_chosen = Signal(str)
    row_chosen = Signal(int, str)

    def __init__(self, settings: Any, on_bug: Any) -> None:
        super().__init__()
        self._found: Findings | None = None
        column = QVBoxLayout(self)
        theme.space(column, 0, 1.5)
        self.counts = Paragraph("", "strong")
        column.addWidget(self.counts)
        bar = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(bar, 0, 1.5)
        self._bar = bar
        self._wide = True
        self.filter: Segments | None = None
        self.duplicates = Choice([(one, texts.word(f"duplicates.{one}")) for one in ANSWERS])
        self.duplicates.setAccessibleName(_("People who are there already"))
        self._duplicates_label = Label(_("People who are there already"), "label")
        self._duplicates_label.setBuddy(self.duplicates)
        self.duplicates.changed.connect(
            lambda: self.duplicates_chosen.emit(self.duplicates.value())
        )
        bar.addStretch(1)
        line = QHBoxLayout()
        theme.space(line, 0, 1)
        line.addWidget(self._duplicates_label)
        line.addWidget(self.duplicates)
        line.addStretch(1)
        bar.addLayout(line)
        column.addLayout(bar)
        both = QHBoxLayout()
        theme.space(both, 0, 2)
        self.table = Table(
            COLUMNS, _("Rows of the list"), fetch=self._fetch, settings=settings,
            key="import_rows", on_bug=on_bug,
        )  # fmt: skip
        self.card = TableCard(self.table, lambda n: ngettext("{n} row", "{n} rows", n))
        both.addWidget(self.card, 1)
        self.pane = Pane()
        self.pane.hide()  # until a row is shown; it would make a narrow window wider
        self._row_name = Label("", "section")
        self.pane.body.addWidget(self._row_name)
        # One for each layout: what moves to another parent loses its font.
        self._in_pane, self._below = RowAnswer(wide=True), RowAnswer(wide=False)
        self.answer = self._in_pane
        for answer in (self._in_pane, self._below):
            answer.hide()
            answer.chosen.connect(self.row_chosen)
        self.pane.body.addWidget(self._in_pane)
        self._pane_part: QWidget | None = None
        both.addWidget(self.pane)
        column.addLayout(both, 1)
        column.addWidget(self._below)
        self._row_later = QTimer(self, singleShot=True, interval=20)  # first the table is painted
        self._row_later.timeout.connect(self._show_row)
        self._in_view = QTimer(self, singleShot=True, interval=0)  # once the rows have their place
        self._in_view.timeout.connect(lambda: self.table.scrollTo(self.table.currentIndex()))
        self.table.current_changed.connect(lambda _place: self._row_later.start())

    def show_findings(self, found: Findings) -> None:
        """Show a trial."""
        other = self._found is None or self._found.file is not found.file
        self._found = found
        self.counts.setText(_counted(found))
        if found.asked is not None:
            self.duplicates.blockSignals(True)
            self.duplicates.set_value(found.asked.duplicates)
            self.duplicates.blockSignals(False)
        self._make_filter(found, keep=not other)
        some = bool(found.duplicates)
        self.duplicates.setVisible(some)
        self._duplicates_label.setVisible(some)
        self._filter_rows(top=other)

    def set_wide(self, wide: bool) -> None:
        """Wide: what is known of a row stands beside the table."""
        self._wide = wide
        if not wide:
            self.pane.hide()  # at once: the window must not grow
        self.answer.hide()
        self.answer = self._in_pane if wide else self._below
        across = QBoxLayout.Direction.LeftToRight
        self._bar.setDirection(across if wide else QBoxLayout.Direction.TopToBottom)
        self._row_later.start()

    def focus_first(self) -> None:
        """The table is what is looked at."""
        self.table.setFocus()
        if self.table.current_id() is None and len(self.table.records.ids):
            self.table.select(self.table.records.ids[0])

    def _make_filter(self, found: Findings, *, keep: bool) -> None:
        """The rows to choose from, counted; ``keep``: those looked at now stay chosen."""
        now = self.filter.current() if keep and self.filter is not None else "all"
        if self.filter is not None:
            self._bar.removeWidget(self.filter)
            self.filter.hide()
            self.filter.deleteLater()
        parts: list[tuple[str, str, Sequence[int]]] = [
            ("all", _("All rows"), range(len(found.file.rows))),
            ("problems", _("To look at"), found.to_look_at),
            ("duplicates", _("Met before"), found.duplicates),
            ("refused", _("Left out"), found.refused),
        ]
        self.filter = Segments(
            [(key, f"{words} {len(rows):,}") for key, words, rows in parts], _("Which rows")
        )
        for key, _words, rows in parts[1:]:
            self.filter.set_possible(key, bool(len(rows)), _("There are none"))
        if {key: len(rows) for key, _words, rows in parts}[now]:
            self.filter.choose(now)
        self.filter.chosen.connect(lambda _key: self._filter_rows(top=True))
        self._bar.insertWidget(0, self.filter)

    def _filter_rows(self, *, top: bool) -> None:
        found = self._found
        if found is None or self.filter is None:
            return
        ids: Sequence[int] = {
            "all": range(len(found.file.rows)),
            "problems": found.to_look_at,
            "duplicates": found.duplicates,
            "refused": found.refused,
        }[self.filter.current()]
        first = found.views(ids[:60])
        self.card.show_ids(ids, first, top=top)
        self._row_later.start()

    def _fetch(self, ids: Sequence[int], then: Any) -> None:
        if self._found is not None:
            then(self._found.views(ids))

    def _show_row(self) -> None:
        place = self.table.current_id()
        if self._pane_part is not None:
            self.pane.body.removeWidget(self._pane_part)
            self._pane_part.hide()
            self._pane_part.deleteLater()
            self._pane_part = None
        found = self._found
        there = found is not None and place is not None and place < len(found.file.rows)
        self.pane.setVisible(self._wide and there)
        if found is None or place is None or not there:
            self.answer.hide()
            return
        row = found.row(place)
        self._row_name.setText(_("Row {n}").format(n=f"{row.row:,}"))
        again = found.again(row.row)
        if again is not None:
            met = _met(row) if self._wide else f"{_met(row)} {first_problem(row)}".strip()
            self.answer.show_row(row.row, again, met)
        self.answer.setVisible(again is not None)
        if not self._wide:
            self._in_view.start()  # the line below takes its room from the rows
        self._pane_part = _row_facts(found, place)
        self.pane.body.addWidget(self._pane_part)


def _met(row: CheckedRow) -> str:
    twice = row.duplicate
    if twice is None or twice.person:
        return _("This person is in the workspace already.")
    return _("This person stands in row {n} too.").format(n=twice.row)


def _row_facts(found: Findings, place: int) -> QWidget:
    """All problems and all values of one row."""
    row = found.row(place)
    part = QWidget()
    column = QVBoxLayout(part)
    theme.space(column, 0, 1)
    for problem in row.problems:
        column.addWidget(Paragraph(worded_problem(problem), "strong"))
        if advice := texts.error(Problem(problem.field, problem.code)).advice:
            column.addWidget(Paragraph(advice, "caption", "soft"))
    if row.duplicate is not None and found.again(row.row) is None:
        column.addWidget(Paragraph(_met(row), "strong"))
    # One text: twenty of them would be laid out for longer than an arrow key may take.
    facts = "\n".join(f"{name}: {value}" for name, value in found.facts(place))
    column.addWidget(Paragraph(facts, "body", "soft"))
    column.addStretch(1)
    return part


def _counted(found: Findings) -> str:
    if found.trial is None:
        return ""
    counts = found.trial.counts
    parts = [ngettext("{n} row is new", "{n} rows are new", counts.new)]
    if not counts.new:
        parts = [_("No row is new")]
    if counts.merged:
        parts.append(ngettext("{n} is merged", "{n} are merged", counts.merged))
    if counts.skipped:
        parts.append(ngettext("{n} is skipped", "{n} are skipped", counts.skipped))
    if counts.refused:
        parts.append(ngettext("{n} is left out", "{n} are left out", counts.refused))
    if found.file.skipped:
        parts.append(
            ngettext(
                "{n} row with totals is no record",
                "{n} rows with totals are no records",
                len(found.file.skipped),
            )
        )
    return ", ".join(parts) + "."
