"""Files for the Beneficiary Module: one is filled, or a list from there is compared.

Nothing is written into BM or into the file that was chosen.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.domain.progress import Progress
from mobdesk.errors import Cancelled
from mobdesk.i18n import _, ngettext
from mobdesk.services import bm_compare, bm_files, bm_taking, projects
from mobdesk.services.bm_compare import Comparison
from mobdesk.services.bm_files import Choices, Filling, Key
from mobdesk.services.bm_taking import Taken
from mobdesk.services.projects import ProjectRow
from mobdesk.ui import theme
from mobdesk.ui.bm.compare_cards import ChangedCard, ExtraCard, MissingCard
from mobdesk.ui.bm.file_card import COMPARE, FILL, FileCard
from mobdesk.ui.bm.files_cards import ColumnsCard, HitsCard, LinesCard, RowsCard
from mobdesk.ui.choices import project_words
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import Paragraph, label


class _Asked(NamedTuple):
    """What was chosen: the file, the dictionary, the project."""

    path: Path | None = None
    dictionary: Path | None = None
    free_text: frozenset[str] = frozenset()
    rows: tuple[tuple[Key, int | None], ...] = ()


class BmFilesPage(Page):
    """Opened with ``project`` (its id) and ``what``: ``fill`` or ``compare``."""

    tables = frozenset({"projects"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Files for BM"))
        self.header.set_line(
            _("Fill a file from the Beneficiary Module (BM), or compare its list. "
              "Nothing is sent from here.")
        )  # fmt: skip
        self.what = FILL
        self.asked = _Asked()
        self.filling: Filling | None = None
        self.found: Comparison | None = None
        self._busy = False
        self._wanted: int | None = None  # the project to choose once they are read
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        self._place = QStandardPaths.writableLocation(documents)
        self.main = Button("", "main")
        self.main.clicked.connect(self._go_on)
        self.header.add_action(self.main)
        self._lay_out()
        self._say()

    def _lay_out(self) -> None:
        self.file = FileCard()
        self.segments, self.project, self.drop = (
            self.file.segments, self.file.project, self.file.drop,
        )  # fmt: skip
        self.segments.chosen.connect(self.choose)
        self.project.changed.connect(self._another_project)
        self.file.file_chosen.connect(self.take_file)
        self.file.dictionary_chosen.connect(self.take_dictionary)
        which = QHBoxLayout()
        theme.space(which, 0, 1.25)
        named = label(_("Project"))
        named.setBuddy(self.project)
        which.addWidget(named)
        which.addWidget(self.project)
        which.addStretch(1)
        self.body.addLayout(which)
        self.body.addWidget(self.file)
        self.columns, self.rows = ColumnsCard(), RowsCard()
        self.lines, self.hits = LinesCard(), HitsCard()
        self.changed, self.missing, self.extra = ChangedCard(), MissingCard(), ExtraCard()
        self.columns.text_ticked.connect(self._text_ticked)
        self.lines.changed.connect(self._read)
        self.hits.answered.connect(self._answered)
        self.changed.changed.connect(self._say)
        self.same = Paragraph(_("BM's list says the same as our records."), "body")
        self.same.hide()
        self.body.addWidget(self.same)
        both = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        theme.space(self._both, 0, 2)
        for share, cards in (
            (3, (self.hits, self.lines, self.changed, self.rows)),
            (2, (self.missing, self.extra, self.columns)),
        ):
            column = QVBoxLayout()
            theme.space(column, 0, 2)
            self._both.addLayout(column, share)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
        self.body.addWidget(both)
        self.body.addStretch(1)

    # ---- what the window calls

    def refresh(self) -> None:
        self.desk.read(self, _live_projects, self.desk.today(), then=self._show_projects)

    def go(self, **where: Any) -> None:
        """``project``: its id; ``what``: ``fill`` or ``compare``."""
        if where.get("project") is not None:
            self._wanted = where["project"]
            self.project.set_value(self._wanted)
        if where.get("what") in (FILL, COMPARE):
            self.choose(where["what"])

    def mode_changed(self) -> None:
        across = self.mode is Mode.WIDE
        down = QBoxLayout.Direction.TopToBottom
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if across else down)

    def entry(self) -> QWidget | None:
        return self.drop if self.filling is None and self.found is None else self.main

    def _show_projects(self, found: list[tuple[int, str]]) -> None:
        self.project.set_options(found)
        if not found:
            self.file.names.setText(_("Add a project first: the file is filled for one."))
        self.drop.setEnabled(bool(found))
        if self._wanted is not None:
            self.project.set_value(self._wanted)
        if found and self.filling is None and self.found is None and not self._busy:
            self._read()

    # ---- what was chosen

    def choose(self, what: str) -> None:
        """Fill, or compare."""
        self.segments.choose(what)
        if what != self.what:
            self.what = what
            self._read()

    def take_file(self, path: Path) -> None:
        """Read this file from BM."""
        self.asked = _Asked(path, self.asked.dictionary)
        self._place = str(path.parent)
        self.lines.forget()
        self._read()

    def take_dictionary(self, path: Path) -> None:
        """Read BM's codes from this workbook."""
        self.asked = self.asked._replace(dictionary=path)
        self._read()

    def _another_project(self) -> None:
        self._wanted = self.project.value()
        self.asked = self.asked._replace(rows=())
        self.lines.forget()
        self._read()

    def _text_ticked(self, header: str, on: bool) -> None:
        free = self.asked.free_text | {header} if on else self.asked.free_text - {header}
        self.asked = self.asked._replace(free_text=free)
        if not free:
            self.lines.forget()
        self._read()

    def _answered(self, key: Key, row: int | None) -> None:
        self.asked = self.asked._replace(rows=(*self.asked.rows, (key, row)))
        self._read()

    # ---- reading

    def _read(self) -> None:
        """Work out what would be filled, or what differs; away from the window."""
        self.hide_banner()
        path, project = self.asked.path, self.project.value()
        if path is None or project is None:
            self._say()
            return
        desk, asked, what = self.desk, self.asked, self.what
        choices = Choices(
            asked.free_text, frozenset(self.lines.kept), self.lines.left_out, dict(asked.rows)
        )

        def work(progress: Progress) -> Any:
            if what == FILL:
                return bm_files.preview(
                    desk.store, desk.actor, project, path, dictionary=asked.dictionary,
                    choices=choices, progress=progress,
                )  # fmt: skip
            return bm_compare.compare(
                desk.store, desk.actor, project, path, dictionary=asked.dictionary,
                answers=dict(asked.rows), progress=progress,
            )  # fmt: skip

        self._busy = True
        self._say()
        desk.long(self, work, then=self._show, fail=self._failed, label="job.bm_read", lane="files")

    def _failed(self, err: BaseException) -> None:
        self._busy = False
        self._show_nothing()
        if not isinstance(err, Cancelled):
            self.desk.show_error(self, err)

    def _show_nothing(self) -> None:
        self.filling = self.found = None
        for card in (self.columns, self.rows, self.hits, self.changed, self.missing, self.extra):
            card.fill([])
        self.same.hide()
        self._say()

    def _show(self, answer: Filling | Comparison) -> None:
        self._busy = False
        self._show_nothing()
        if isinstance(answer, Filling):
            self._show_filling(answer)
        else:
            self._show_comparison(answer)
        self._say()
        self.filled()

    def _show_filling(self, filling: Filling) -> None:
        self.filling = filling
        self.columns.show_columns(filling, self.asked.free_text)
        self.rows.show_rows(filling)
        names = {row.key: row.name for row in filling.rows if row.key is not None}
        self.hits.show_hits(filling.unclear, names)
        if filling.flagged:
            self.lines.show_lines(filling.flagged)
            self._read()  # lines are left out until they are ticked

    def _show_comparison(self, found: Comparison) -> None:
        self.found = found
        self.lines.forget()
        self.hits.show_hits(found.unclear, found.names)
        self.changed.show_changes(found)
        self.missing.show_missing(found)
        self.extra.show_extra(found)
        open_ = found.changed or found.missing or found.extra or found.unclear
        self.same.setVisible(not open_)
        if found.unread:
            self.show_banner(
                "wait", _("Codes of these columns cannot be read: {columns}.").format(
                    columns=", ".join(found.unread)
                ), _("Add the data dictionary."),
            )  # fmt: skip

    # ---- what can be done now

    def _say(self) -> None:
        self.file.say(self.asked.path, self.asked.dictionary)
        if self.what == FILL:
            self._say_fill()
        else:
            n = len(self.changed.ticked)
            words = ngettext("Take over {n} value", "Take over {n} values", n)
            self.main.setText(words.format(n=n) if n else _("Take over"))
            self.main.set_possible(bool(n) and not self._busy, _("Tick what BM knows better."))

    def _say_fill(self) -> None:
        self.main.setText(_("Save the filled file"))
        filling, why = self.filling, _("Choose the file from BM first.")
        if self._busy:
            why = _("The file is being read.")
        elif filling is not None and filling.unclear:
            why = _("Say first which rows are meant.")
        elif filling is not None and not (filling.cells or filling.left_out):
            why = _("There is nothing to write: the file says what we know.")
        possible = filling is not None and bool(filling.cells or filling.left_out)
        self.main.set_possible(
            possible and not self._busy and not (filling and filling.unclear), why
        )

    def _go_on(self) -> None:
        if self.what == FILL:
            dialog = QFileDialog(self.window(), _("Where the filled file goes"), self._place)
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.fileSelected.connect(lambda name: self.save_into(Path(name)))
            dialog.open()
        else:
            self.take_over()

    def save_into(self, folder: Path) -> None:
        """Write the filled file into ``folder``, under its name with "-filled"."""
        filling = self.filling
        if filling is None:
            return
        self.hide_banner()
        desk = self.desk
        demo = bool(desk.workspace and desk.workspace.demo)
        out = folder / bm_files.filled_name(filling.path, demo=demo)
        self._busy = True
        self._say()
        desk.long(
            self, lambda progress: bm_files.save(desk.store, desk.actor, filling, out),
            then=self._saved, fail=self._not_saved, label="job.bm_save", lane="files",
        )  # fmt: skip

    def _not_saved(self, err: BaseException) -> None:
        self._busy = False
        self._say()
        if not isinstance(err, Cancelled):
            self.desk.show_error(self, err)

    def _saved(self, out: Path) -> None:
        self._busy = False
        self._say()
        by_hand = self.filling.by_hand if self.filling is not None else []
        reason = _("Import it into BM, and look at BM's import log.")
        if by_hand:
            rows = ngettext(
                "{n} row with force majeure was left out: type it by hand.",
                "{n} rows with force majeure were left out: type them by hand.", len(by_hand),
            )  # fmt: skip
            reason = f"{rows.format(n=len(by_hand))} {reason}"
        words = _("The file is saved: {name}").format(name=out.name)
        self.show_banner("wait" if by_hand else "ok", words, reason)

    def take_over(self) -> None:
        """Make the ticked values ours, as one change."""
        desk = self.desk
        chosen = [Taken(*one) for one in self.changed.ticked]
        if chosen:
            desk.write(
                self,
                lambda store, actor: bm_taking.take_over(store, actor, chosen, today=desk.today()),
                then=lambda done: self._read(),
            )


def _live_projects(store: Any, actor: Any, today: date) -> list[tuple[int, str]]:
    """The projects that one works with; those that run today come first."""
    found = projects.rows(store, actor, projects.find(store, actor))
    found.sort(key=lambda row: not _runs_on(row, today))
    return [(row.id, project_words(row.code, row.title)) for row in found]


def _runs_on(row: ProjectRow, day: date) -> bool:
    return row.start is not None and row.end is not None and row.start <= day <= row.end
