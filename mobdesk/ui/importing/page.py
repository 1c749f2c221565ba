"""The wizard: a file is read, its table and columns are settled, every row is tried, then taken.

Nothing is written before the last button. All reading and checking is done away from the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from mobdesk import texts
from mobdesk.domain.progress import Progress
from mobdesk.errors import Cancelled, Problem
from mobdesk.i18n import _, ngettext
from mobdesk.services import importing, projects
from mobdesk.services.importing import Choices, Imported, Trial
from mobdesk.ui import layouts, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.importing import findings
from mobdesk.ui.importing.check_step import CheckStep
from mobdesk.ui.importing.columns_step import ColumnsStep
from mobdesk.ui.importing.ends import DoneStep, FileStep
from mobdesk.ui.importing.findings import Asked, Findings
from mobdesk.ui.importing.steps import Steps
from mobdesk.ui.importing.table_step import TableStep
from mobdesk.ui.jobs import Job, Lane
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.chips import CheckBox
from mobdesk.ui.parts.labels import Paragraph

FILE, TABLE, COLUMNS, CHECK, DONE = range(5)


class ImportPage(Page):
    """One list at a time; further dropped files wait for their turn."""

    tables = frozenset({"projects"})
    scrolls = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Import a list"))
        self.step = FILE
        self.asked: Asked | None = None
        self.found: Findings | None = None
        self._unseen: set[int] = set()
        self._waiting: list[Path] = []
        self._job: Job | None = None
        self._holds = True  # the work under way leaves nothing to be changed
        self._once_more = False  # an answer came while the last one was tried
        self._changed = False  # answers are others than those the list was checked with
        self.cancel = Button(_("Cancel"), "link")
        self.cancel.clicked.connect(self._leave)
        self.back = Button(_("Back"))
        self.back.clicked.connect(self._go_back)
        self.main = Button(_("Choose a file"), "main")
        self.main.clicked.connect(self._go_on)
        for button in (self.cancel, self.back, self.main):
            self.header.add_action(button)
        self.steps = Steps((_("File"), _("Table"), _("Columns"), _("Check")))
        self.body.addWidget(self.steps)
        self._make_steps()
        self.foot = Paragraph(_("Nothing is saved yet."), "caption", "soft")
        self.remember = CheckBox(_("Remember this for files with the same header"))
        self.remember.setChecked(True)
        foot = QHBoxLayout()
        theme.space(foot, 0, 1)
        foot.addWidget(self.remember)
        foot.addStretch(1)
        foot.addWidget(self.foot)
        self.body.addLayout(foot)
        self._show_step(FILE)

    # ---- what the window calls

    def go(self, **where: Any) -> None:
        """``files``: read these lists, one after the other."""
        if files := [Path(file) for file in where.get("files", ())]:
            self._take_files(files)

    def showEvent(self, event: QShowEvent) -> None:
        """Who comes again wants the next list, not the news of the last one."""
        if self.step == DONE and not self._waiting and not event.spontaneous():
            self._show_step(FILE)
        super().showEvent(event)

    def mode_changed(self) -> None:
        wide = self.mode is Mode.WIDE
        self.columns.set_wide(wide)
        self.check.set_wide(wide)
        self._show_foot()

    def refresh(self) -> None:
        self.desk.read(self, _live_codes, then=self.columns.show_projects)

    # ---- the steps

    def _make_steps(self) -> None:
        self.stack = QStackedWidget()
        self.file_step = FileStep()
        self.file_step.drop.dropped.connect(self._take_files)
        self.file_step.drop.clicked.connect(self._choose)
        self.table_step = TableStep()
        self.table_step.changed.connect(self._table_changed)
        self.columns = ColumnsStep()
        self.columns.changed.connect(self._answers_changed)
        self.check = CheckStep(
            self.desk.settings, lambda err: self.desk.show_error(self, err)
        )  # fmt: skip
        self.check.duplicates_chosen.connect(self._duplicates_changed)
        self.check.row_chosen.connect(self._row_answered)
        self.done = DoneStep()
        self.done.to_people.clicked.connect(lambda: self.desk.open("people"))
        self.done.to_mobilities.clicked.connect(lambda: self.desk.open("mobilities"))
        self._parts = (
            self.file_step, _scrolled(self.table_step), _scrolled(self.columns), self.check,
            self.done,
        )  # fmt: skip
        for part in self._parts:
            self.stack.addWidget(part)
        self.body.addWidget(self.stack, 1)

    def _fill(self, step: int) -> None:
        """Show what was found when its step is looked at, not before."""
        if step not in self._unseen or self.asked is None or self.found is None:
            return
        self._unseen.discard(step)
        part = self._parts[step]
        if isinstance(part, QScrollArea):
            part.verticalScrollBar().setValue(0)  # where the last list was left
        if step == TABLE:
            self.table_step.show_file(self.found.file, self.asked.choices)
        elif step == COLUMNS:
            self.columns.show_findings(self.asked.path.name, self.found, self.asked)
        elif self.found.trial is not None:
            self.check.show_findings(self.found)

    def _show_step(self, step: int) -> None:
        self._fill(step)
        self.step = step
        with layouts.held(self):
            self.stack.setCurrentIndex(step)
            self.steps.setVisible(step != DONE)
            self.steps.show_step(min(step, CHECK))
            self._show_foot()
            self.cancel.setVisible(step not in (FILE, DONE))
            self.back.setVisible(step in (TABLE, COLUMNS, CHECK))
            self._say_main()

    def _show_foot(self) -> None:
        """Beside the rows of a narrow window there is no room for it."""
        room = self.step != CHECK or self.mode is not Mode.NARROW
        self.foot.setVisible(room and self.step != DONE)
        self.remember.setVisible(room and self.step in (COLUMNS, CHECK))

    def _say_main(self) -> None:
        rows = 0 if self.found is None else self.found.file.listed
        words = {
            FILE: _("Choose a file"),
            TABLE: _("Go on to the columns"),
            COLUMNS: ngettext("Check {n} row", "Check {n} rows", rows),
            DONE: _("Import another list"),
        }
        if self._waiting and self.step == DONE:
            words[DONE] = _("Import the next list")
        trial = self.found.trial if self.found is not None else None
        n = trial.counts.new + trial.counts.merged if trial is not None else 0
        words[CHECK] = ngettext("Bring in {n} row", "Bring in {n} rows", n)
        if self.step == COLUMNS and not rows:
            words[COLUMNS] = _("Check the rows")
        self.main.setText(words[self.step])
        busy = self._job is not None
        why = _("The list is being read") if busy else _("No row would be brought in")
        self.main.set_possible(not busy and not (self.step == CHECK and n == 0), why)
        self.back.set_possible(not busy, why)
        for number, part in enumerate(self._parts):
            # Only what is seen: a change reaches every widget of hundreds.
            part.setEnabled(not (busy and self._holds) or number != self.step)

    def _go_on(self) -> None:
        if self.step in (FILE, DONE):
            self._next_file()
        elif self.step == TABLE:
            self._show_step(COLUMNS)
            self.columns.focus_first()
        elif self.step == COLUMNS:
            self._check()
        else:
            self._take()

    def _go_back(self) -> None:
        self.hide_banner()
        self._show_step(self.step - 1)

    def _leave(self) -> None:
        """Cancel: the list is put away; work under way stops and keeps nothing."""
        if self._job is not None:
            self._job.cancel()
        self.hide_banner()
        self.found = self.asked = None
        self._waiting = []
        self._show_step(FILE)

    # ---- files

    def _next_file(self) -> None:
        if self._waiting:
            self._read_new(self._waiting.pop(0))
        else:
            self._choose()

    def _choose(self) -> None:
        kinds = _("Lists (*.xlsx *.xlsm *.xls *.ods *.csv *.tsv *.txt);;All files (*)")
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Choose a list"), "", kinds)
        if chosen:
            self._take_files([Path(chosen)])

    def _take_files(self, files: Sequence[Path]) -> None:
        self._waiting = [*self._waiting, *files] if self._job is not None else list(files)
        if self._job is None:
            self._next_file()

    def _read_new(self, path: Path) -> None:
        self.found = None
        self._show_step(FILE)
        self._read(Asked(path), COLUMNS)

    # ---- work

    def _read(self, asked: Asked, step: int) -> None:
        """Read the list with these answers, then show ``step``."""
        self.hide_banner()
        store, actor, today = self.desk.store, self.desk.actor, self.desk.today()
        self._start(
            lambda progress: findings.look(store, actor, asked, today, progress),
            lambda found: self._show_findings(asked, found, step),
            "job.import_check",
            "files",
        )

    def _start(self, work: Any, then: Any, label: str, lane: Lane, *, holds: bool = True) -> None:
        self._holds = holds

        def ended(answer: Any) -> None:
            self._job = None
            then(answer)

        def failed(err: BaseException) -> None:
            self._job = None
            self._tried_only()
            self._say_main()
            if self.step == FILE:  # the button gave the focus away while it could not be pressed
                self.main.setFocus(Qt.FocusReason.TabFocusReason)
            if isinstance(err, Cancelled):
                self.desk.say(_("Stopped. Nothing was brought in."))
            else:
                self.desk.show_error(self, err)

        waiting = object()
        self._job = waiting  # type: ignore[assignment]  # a job that runs at once ends before run
        self._say_main()  # before the work: meanwhile every widget that changes would wait for it
        job = self.desk.long(self, work, then=ended, fail=failed, label=label, lane=lane)
        if self._job is waiting:
            self._job = job

    def _show_findings(self, asked: Asked, found: Findings, step: int) -> None:
        self.asked, self.found, self._changed = asked, found, False
        file = found.file
        if step == CHECK and found.trial is None:
            step = COLUMNS
        self._unseen = {TABLE, COLUMNS, CHECK}
        self._show_step(step)
        if file.refusal is not None:
            words = texts.error(Problem("", file.refusal))
            self.show_banner("wait", words.what, words.advice)
        elif not file.rows:
            self.show_banner("wait", _("This list has headers and no rows."))
        if step == COLUMNS:
            self.columns.focus_first()
        elif step == CHECK:
            self.check.focus_first()

    def _table_changed(self, choices: Choices) -> None:
        if self.asked is None or self.found is None or self._job is not None:
            return
        asked = self.asked._replace(choices=choices)
        if choices.sheet != self.found.file.source.sheet:
            asked = asked._replace(by_row={})  # the rows of another sheet are others
        self._read(asked, TABLE)

    def _answers_changed(self) -> None:
        self._changed = True

    def _check(self) -> None:
        if self.asked is None or self.found is None:
            return
        if self.columns.dates_missing:
            self.columns.focus_first()
            self.show_banner(
                "wait", _("Say whether the day or the month comes first."),
                _("Some dates of this list can be read in two ways."),
            )  # fmt: skip
        elif self._changed or self.found.trial is None:
            self._read(self.columns.asked(self.asked), CHECK)
        else:
            self._show_step(CHECK)
            self.check.focus_first()

    def _duplicates_changed(self, how: Any) -> None:
        if self.asked is not None:
            self._try(self.asked._replace(duplicates=how))

    def _row_answered(self, row: int, how: Any) -> None:
        if self.asked is not None:
            self._try(self.asked.with_answer(row, how))

    def _try(self, asked: Asked) -> None:
        """Try other answers; the next one may come before this one is tried."""
        self.asked = asked
        self._once_more = self._job is not None
        if self.found is None or self._once_more:
            return
        found, store, actor = self.found, self.desk.store, self.desk.actor
        today = self.desk.today()

        def work(progress: Progress) -> Trial:
            return findings.try_out(store, actor, found, asked, today, progress)

        self._start(
            work, lambda trial: self._show_trial(trial, asked), "job.import_check", "files",
            holds=False,
        )  # fmt: skip

    def _show_trial(self, trial: Trial, asked: Asked) -> None:
        if self.found is None or self.asked is None:
            return
        if self._once_more:
            self._try(self.asked)
            return
        self.found = self.found.with_trial(trial, asked)
        self.check.show_findings(self.found)
        self._say_main()

    def _tried_only(self) -> None:
        """Answers that could not be tried do not stand."""
        self._once_more = False
        if self.found is not None and self.found.asked is not None and self.step == CHECK:
            self.asked = self.found.asked
            self.check.show_findings(self.found)

    def _take(self) -> None:
        if self.asked is None or self.found is None:
            return
        asked, found = self.asked, self.found
        store, actor, today = self.desk.store, self.desk.actor, self.desk.today()
        remember = self.remember.isChecked()
        now = datetime.now(UTC)

        def work(progress: Progress) -> Imported:
            return importing.take(
                store, actor, found.file, found.kind, today=today, duplicates=asked.duplicates,
                by_row=asked.by_row, project=asked.project, remember=remember, backup_at=now,
                progress=progress,
            )  # fmt: skip

        self.foot.hide()
        self._start(work, self._taken, "job.import_take", "write")

    def _taken(self, imported: Imported) -> None:
        people_only = self.found is not None and self.found.kind == "people"
        self.found = self.asked = None
        self.done.show_counts(imported.counts, people_only=people_only)
        self._show_step(DONE)
        self.done.to_people.setFocus(Qt.FocusReason.TabFocusReason)
        self.desk.finished(imported.done)


def _live_codes(store: Any, actor: Any) -> list[str]:
    """Codes of the projects that one works with; the archive may hold thousands."""
    rows = projects.rows(store, actor, projects.find(store, actor))
    return [row.code for row in rows]


def _scrolled(widget: QWidget) -> QWidget:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    widget.setObjectName("page")
    area.setWidget(widget)
    return area
