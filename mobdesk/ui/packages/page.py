"""Files to send: choose, look once more, save; the mail is sent by a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from mobdesk import texts
from mobdesk.domain.done import Done
from mobdesk.domain.mails import MAIL_LIMIT
from mobdesk.domain.progress import Progress
from mobdesk.errors import Cancelled
from mobdesk.i18n import _, ngettext
from mobdesk.services import packages, projects, reports, verifying
from mobdesk.services.packages import Result, SentRow
from mobdesk.services.records import Query
from mobdesk.services.reports import MailWords, Preview
from mobdesk.ui.desk import Desk
from mobdesk.ui.jobs import Job
from mobdesk.ui.packages.before import ask_when_sent
from mobdesk.ui.packages.checking import CheckDialog, verdict_words
from mobdesk.ui.packages.parts import PackageParts
from mobdesk.ui.stops import is_stop

MOST_TITLE = 30  # characters of a title in the list of projects


def _newest_first(store: Any, actor: Any, also: int | None) -> list[projects.ProjectRow]:
    """The projects; ``also`` is one that was asked for, perhaps in the archive."""
    found = projects.find(store, actor, Query(sort="code", descending=True))
    if also is not None and also not in found:
        found = [*found, also]
    return projects.rows(store, actor, found)


def _project_words(row: projects.ProjectRow) -> str:
    """Code and title; a long title is cut here, because a combo box cuts without dots."""
    title = row.title or ""
    short = title if len(title) <= MOST_TITLE else title[: MOST_TITLE - 1].rstrip() + "…"
    return " · ".join(part for part in (row.code, short) if part)


class PackagesPage(PackageParts):
    """Everything is read and made before Save: what is shown is what will be written."""

    tables = frozenset({
        "projects", "awards", "mobilities", "subgroups", "members", "people", "organisations",
        "grant_lines", "papers", "attachments", "paper_originals",
    })  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._demo = bool(desk.workspace and desk.workspace.demo)
        self._preview: Preview | None = None
        self._made: dict[str, bytes] = {}
        self._result: Result | None = None
        self._making: Job | None = None
        self._turn = 0
        self._wanted: int | None = None
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        self._place = QStandardPaths.writableLocation(documents)
        self._connect()

    def _connect(self) -> None:
        desk = self.desk
        self.check.clicked.connect(lambda: CheckDialog(desk, self).open())
        self.save.clicked.connect(self.ask_folder)
        self.empty.main_pressed.connect(lambda: desk.open("projects", new=True))
        self.project.changed.connect(self._another_project)
        self.papers.changed.connect(self._say_sizes)
        self.lines.changed.connect(self._make)
        self.missing.turned.connect(self._order_tabs)
        self.papers.redrawn.connect(self._order_tabs)
        self.missing.opened.connect(lambda i: self.desk.open("mobility", id=i))
        self.cover.wanted.connect(self._ask_page)
        self.how.changed.connect(self._count_mails)
        self.how.limit_changed.connect(self._another_limit)
        self.mail.asked.connect(self._copy)
        self.mail.recipient_changed.connect(self._recipient_changed)
        self.mail.link_pressed.connect(self._open_draft)
        self.saved.pressed.connect(self._show_folder)
        self.before.marked.connect(lambda row: ask_when_sent(self.desk, self, row))
        self.before.asked.connect(self._save_again)
        self.desk.hub.changed.connect(self._something_changed)
        if self._demo:
            self.mail.for_demo()

    # what is read
    def entry(self) -> QWidget | None:
        """First what for: the project. Saving comes last."""
        return self.project if is_stop(self.project) else self.first_stop()

    def go(self, **where: Any) -> None:
        if "id" in where:
            known = self.project.findData(where["id"]) >= 0
            if known:
                self.project.set_value(where["id"])
            else:
                self._wanted = where["id"]

    def refresh(self) -> None:
        also = self._wanted or self.project.value()
        self.desk.read(self, _newest_first, also, then=self._show_projects, key="projects")

    def _show_projects(self, rows: list[projects.ProjectRow]) -> None:
        self.empty.setVisible(not rows)
        self.all.setVisible(bool(rows))
        self.save.setVisible(bool(rows))
        look = _("Look once more. Nothing is sent: the files are saved and a frozen copy is kept.")
        self.header.set_line(look if rows else "")
        # The empty page has the whole room for itself, as every other one.
        self.body.setStretch(self.body.count() - 1, 1 if rows else 0)
        if not rows:
            return
        options = [(row.id, _project_words(row)) for row in rows]
        self.project.set_options(options)
        if self._wanted is not None:
            self.project.blockSignals(True)
            self.project.set_value(self._wanted)
            self.project.blockSignals(False)
            self._wanted = None
        self._load()

    def _another_project(self) -> None:
        self._forget_result()
        self.hide_banner()
        self._load()

    def _load(self) -> None:
        project = self.project.value()
        if project is None:
            return
        self._turn += 1
        self.save.set_possible(False, _("The report is not made yet."))
        today = self.desk.today()
        self.desk.read(
            self, reports.preview, project, today, then=self._show_preview, key="preview"
        )
        self._read_sent()

    def _read_sent(self) -> None:
        self.desk.read(self, packages.sent, self.project.value(), then=self._show_sent, key="sent")

    def _show_sent(self, rows: list[SentRow]) -> None:
        self.before.show_rows(rows)
        self._order_tabs()

    def _something_changed(self, done: Done) -> None:
        """What was made is listed apart: saving must not make the report once more."""
        if "sent_packages" in done.tables and self.project.value() is not None:
            self._read_sent()

    def _show_preview(self, preview: Preview) -> None:
        self._preview, self._made = preview, {}
        self.papers.show_papers(preview.supporting)
        self.lines.show_lines(preview.flagged)
        self.missing.show_missing(preview)
        self.left_out.show_left_out(preview)
        self._order_tabs()
        self._propose()
        self._make()

    def _propose(self) -> None:
        """The usual way to save: as the last time for this recipient, else by what is in it."""
        preview = self._preview
        if preview is None:
            return
        names = preview.names_people
        self.desk.read(
            self,
            packages.usual_form,
            self.mail.editor.value(),
            names_people=names,
            then=lambda form: self.how.propose(form, names_people=names),
            key="form",
        )

    # what is made
    def _frozen(self) -> reports.Frozen:
        assert self._preview is not None
        chosen = [file.id for file in self.papers.chosen()]
        return reports.narrowed(self._preview, chosen, self.lines.kept())

    def _make(self) -> None:
        """Make PDF, workbook and tables, so that sizes and pages are the real ones."""
        if self._preview is None:
            return
        if self._making is not None:
            self._making.cancel()
        self._turn += 1
        turn, frozen, desk = self._turn, self._frozen(), self.desk
        self._made = {}
        self._forget_result()
        self.save.set_possible(False, _("The report is not made yet."))
        self.cover.blank()
        self._say_sizes()

        def work(progress: Progress) -> dict[str, bytes]:
            return reports.made_files(desk.store, desk.actor, frozen, progress)

        def made(files: dict[str, bytes]) -> None:
            if turn == self._turn:
                self._made = files
                self.save.set_possible(True)
                self._say_sizes()
                self._ask_page(1)

        def failed(err: BaseException) -> None:
            if turn == self._turn and not isinstance(err, Cancelled):
                desk.show_error(self, err)
            elif turn == self._turn:
                self.show_banner(
                    "plain", _("The report was not made."), _("Nothing was changed."),
                    _("Make it"), self._make_again,
                )  # fmt: skip

        self._making = desk.long(
            self, work, then=made, fail=failed, lane="files", label="job.package_report"
        )

    def _make_again(self) -> None:
        self.hide_banner()
        self._make()

    def _say_sizes(self) -> None:
        if self._preview is None:
            return
        chosen = self.papers.chosen()
        self.in_it.show_files(self._preview, self._made or None, chosen)
        self._count_mails()

    def _count_mails(self) -> None:
        """What the mails will take, as they will be written."""
        self._forget_result()
        limit = self.how.mail_limit
        if self._preview is None or not self._made or limit is None:
            self.how.show_size(None)
            return
        self.desk.read(
            self, packages.post, self._frozen(), self._made, self.how.form, limit,
            self.mail.editor.value(), then=self.how.show_size, key="mails",
        )  # fmt: skip

    def _another_limit(self, megabytes: int) -> None:
        self.desk.settings.change(mail_limit_mb=megabytes)
        self._count_mails()

    def _ask_page(self, number: int) -> None:
        pdf = next((data for name, data in self._made.items() if name.endswith(".pdf")), None)
        if pdf is not None:
            dpi = self.cover.paper.dpi
            self.desk.read(
                self, reports.page_picture, pdf, number, dpi, then=self.cover.show_page, key="page"
            )

    # saving
    def ask_folder(self) -> None:
        """Ask where the files go, then save them there."""
        if self._check_fields():
            self._choose_folder(self.save_into)

    def _check_fields(self) -> bool:
        address = self.mail.editor.value()
        wrong = bool(address) and not reports.is_address(address)
        said = texts.error(reports.address_problem(address)) if wrong else None
        self.mail.recipient.show_error(f"{said.what} {said.advice}" if said else "")
        if wrong:
            self.mail.editor.setFocus()
            return False
        if not self.how.check_limit():
            self.how.limit.setFocus()
            return False
        if self.how.form == reports.PROTECTED and not self.how.passphrase.value():
            self.how.passphrase.setFocus()
            self.show_banner(
                "stop", _("The passphrase is empty."), _("Type one, or choose ZIP or folder.")
            )
            return False
        return True

    def _choose_folder(self, then: Any) -> None:
        dialog = QFileDialog(self.window(), _("Where the files go"), self._place)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: then(Path(name)))
        dialog.open()

    def save_into(self, folder: Path) -> None:
        """Write the files into ``folder`` and keep the frozen copy."""
        if self._preview is None or not self._made:
            return
        self.hide_banner()
        self._place = str(folder)
        desk, frozen, made, form = self.desk, self._frozen(), self._made, self.how.form
        passphrase = self.how.passphrase.value() if form == reports.PROTECTED else ""
        recipient = "" if self._demo else self.mail.editor.value()
        limit = self.how.mail_limit or MAIL_LIMIT

        def work(progress: Progress) -> Result:
            return packages.make(
                desk.store, desk.actor, frozen, form, folder, passphrase=passphrase,
                recipient=recipient, made=made, mail_limit=limit, progress=progress,
            )  # fmt: skip

        self.save.set_possible(False, _("The files are being saved."))
        desk.long(self, work, then=self._saved, fail=self._not_saved, label="job.package_files")

    def _not_saved(self, err: BaseException) -> None:
        self.save.set_possible(True)
        if not isinstance(err, Cancelled):
            self.desk.show_error(self, err)
        else:
            self.desk.say(_("Nothing was saved."))

    def _saved(self, result: Result) -> None:
        """Say where the files are, then check them as the receiver would."""
        self._result = result
        self.save.set_possible(True)
        self.mail.let_open(bool(result.made.drafts))
        self._say_saved("ok", _("The files are saved."))
        self.desk.finished(result.done)
        passphrase = self.how.passphrase.value()

        def checked(found: Any) -> None:
            if self._result is result:
                tone, sentence, _reason = verdict_words(found)
                words = _("The files are saved and checked.") if found.ok else sentence
                self._say_saved(tone, words)

        self.desk.long(
            self,
            lambda progress: verifying.check(result.made.paths[0], passphrase, progress),
            then=checked,
            lane="files",
        )

    def _say_saved(self, tone: str, sentence: str) -> None:
        result = self._result
        if result is None:
            return
        made = result.made
        said = [f"{made.paths[0].parent}: {made.name}"]
        if len(made.paths) > 1:
            parts = ngettext("{n} part", "{n} parts", len(made.paths)).format(n=len(made.paths))
            said.append(parts)
        said += [texts.word(f"package_note.{note}") for note in made.notes]
        self.saved.set(tone, sentence, " · ".join(said), _("Show folder"))
        self.saved.show()
        self.scroller.ensureWidgetVisible(self.saved)

    def _forget_result(self) -> None:
        """What is shown now is no longer what was saved."""
        if self._result is not None:
            self._result = None
            self.saved.hide()
            self.mail.let_open(False)

    def _save_again(self, row: SentRow) -> None:
        def into(folder: Path) -> None:
            desk, form = self.desk, row.shape
            passphrase = self.how.passphrase.value() if form == reports.PROTECTED else ""
            desk.long(
                self,
                lambda progress: packages.make_again(
                    desk.store, desk.actor, row.id, form, folder, passphrase=passphrase,
                    progress=progress,
                ),
                then=lambda made: desk.say(
                    _("Saved again: {name}").format(name=made.paths[0].name)
                ),
                label="job.package_files",
            )  # fmt: skip

        self._choose_folder(into)

    # after saving
    def _show_folder(self) -> None:
        if self._result is not None:
            folder = self._result.made.paths[0].parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _open_draft(self) -> None:
        if self._result is not None:
            for draft in self._result.made.drafts:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(draft)))

    def _recipient_changed(self) -> None:
        self.mail.recipient.show_error("")
        self._propose()

    def _copy(self, key: str) -> None:
        if self._preview is None or not self._check_fields():
            return
        self.desk.read(
            self,
            reports.mail,
            self._frozen(),
            self.how.form,
            self.mail.editor.value(),
            then=lambda words: self._copied(key, words),
        )

    def _copied(self, key: str, words: MailWords) -> None:
        self.mail.copied(key, words)
        self.desk.say(_("Copied."))
