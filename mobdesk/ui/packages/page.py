"""Files to send: choose, look once more, save; the mail is sent by a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from mobdesk import texts
from mobdesk.domain.mails import MAIL_LIMIT
from mobdesk.domain.progress import Progress
from mobdesk.errors import Cancelled
from mobdesk.i18n import _, ngettext
from mobdesk.services import packages, reports, verifying
from mobdesk.services.packages import Result, SentRow
from mobdesk.services.reports import MailWords
from mobdesk.ui.desk import Desk
from mobdesk.ui.packages.before import ask_when_sent
from mobdesk.ui.packages.checking import CheckDialog, verdict_words
from mobdesk.ui.packages.making import MakingPage


class PackagesPage(MakingPage):
    """Saves what is shown, keeps the frozen copy, and says what is left to do by hand."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._demo = bool(desk.workspace and desk.workspace.demo)
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        self._place = QStandardPaths.writableLocation(documents)
        self._connect()

    def _connect(self) -> None:
        desk = self.desk
        self.check.clicked.connect(lambda: CheckDialog(desk, self).open())
        self.save.clicked.connect(self.ask_folder)
        self.empty.main_pressed.connect(lambda: desk.open("projects", new=True))
        self.project.changed.connect(self._another_project)
        self.kind.changed.connect(self._another_project)
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
