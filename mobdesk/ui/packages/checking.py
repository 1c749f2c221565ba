"""Check received files: was anything changed since they were made? The answer in words."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.errors import Cancelled, Refused
from mobdesk.i18n import _, ngettext
from mobdesk.services import verifying
from mobdesk.ui import errors, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.dialogs import Dialog
from mobdesk.ui.door import Labelled, Secret
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner
from mobdesk.ui.parts.drop import DropZone
from mobdesk.ui.parts.labels import Elided, Paragraph
from mobdesk.ui.rows import clear

if TYPE_CHECKING:
    Verification = Any

MOST_PROBLEMS = 12


def _over(count: int) -> str:
    return _("Let go to check")


class CheckDialog(Dialog):
    """Drop or choose a folder, a ZIP or one of its parts."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(
            parent, _("Check received files"), _("Nothing is unpacked, nothing is changed.")
        )
        self._desk = desk
        self._path: Path | None = None
        self.zone = DropZone(_("Drop a folder or a ZIP here, or press to choose"), _over)
        self.zone.clicked.connect(self.choose_file)
        self.zone.dropped.connect(lambda paths: self.check(paths[0]))
        self.body.addWidget(self.zone)
        self.secret = Labelled(
            _("Passphrase"), Secret(_("Passphrase of the files")), _("The sender tells it.")
        )
        self.secret.hide()
        self.secret.editor.returnPressed.connect(self._again)
        self.body.addWidget(self.secret)
        self.verdict = Banner("plain", "")
        self.verdict.hide()
        self.body.addWidget(self.verdict)
        self.problems = QVBoxLayout()
        theme.space(self.problems, 0, 0.5)
        self.body.addLayout(self.problems)
        self.folder = Button(_("Choose a folder"), "second", "folder")
        self.folder.clicked.connect(self.choose_folder)
        self.footer.addWidget(self.folder)
        self.footer.addStretch(1)
        self.again = Button(_("Check"), "main")
        self.again.clicked.connect(self._again)
        self.again.hide()
        self.footer.addWidget(self.again)
        close = Button(_("Close"), "second")
        close.clicked.connect(self.reject)
        self.footer.addWidget(close)
        self.set_width(84)

    def choose_file(self) -> None:
        """Ask for a ZIP."""
        dialog = QFileDialog(self, _("Choose the ZIP"))
        dialog.setNameFilter(_("ZIP files (*.zip)"))
        dialog.fileSelected.connect(lambda name: self.check(Path(name)))
        dialog.open()

    def choose_folder(self) -> None:
        """Ask for a folder."""
        dialog = QFileDialog(self, _("Choose the folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.check(Path(name)))
        dialog.open()

    def check(self, path: Path) -> None:
        """Look at ``path`` and say what was found."""
        self._path = path
        passphrase = self.secret.editor.value() if self.secret.isVisible() else ""
        self.verdict.set("plain", _("Checking {name} …").format(name=path.name))
        self.verdict.show()
        clear(self.problems)
        self._desk.long(
            self,
            lambda progress: verifying.check(path, passphrase, progress),
            then=self._show,
            fail=partial(self._fail, path),
            lane="files",
            label="job.verify_files",
        )

    def _again(self) -> None:
        if self._path is not None:
            self.check(self._path)

    def _show(self, found: Verification) -> None:
        self._ask_passphrase(False)
        tone, sentence, reason = verdict_words(found)
        self.verdict.set(tone, sentence, reason)
        for problem in found.problems[:MOST_PROBLEMS]:
            self.problems.addWidget(Elided(problem.file, "strong"))
            self.problems.addWidget(Paragraph(problem.message, "body", "soft"))
        rest = len(found.problems) - MOST_PROBLEMS
        if rest > 0:
            more = ngettext("and {n} more", "and {n} more", rest)
            self.problems.addWidget(Paragraph(more.format(n=rest), "body", "soft"))
        self.adjustSize()

    def _fail(self, path: Path, err: BaseException) -> None:
        if isinstance(err, Cancelled):
            self.verdict.hide()
            return
        known = errors.worded(err)
        if known is None:
            self.verdict.hide()
            self._desk.show_error(self, err)
            return
        asks = isinstance(err, Refused) and err.code in (
            "package_passphrase_needed", "package_passphrase_wrong",
        )  # fmt: skip
        self._ask_passphrase(asks)
        self.verdict.set("wait" if asks else "stop", known.what, known.advice)
        self.adjustSize()

    def _ask_passphrase(self, on: bool) -> None:
        self.secret.setVisible(on)
        self.again.setVisible(on)
        if on:
            self.secret.editor.setFocus()


def verdict_words(found: Verification) -> tuple[str, str, str]:
    """Tone, sentence and reason of a check."""
    notes = " ".join(texts.word(f"verify_note.{note}") for note in found.notes)
    if found.ok:
        files = ngettext("{n} file", "{n} files", found.files).format(n=f"{found.files:,}")
        return "ok", _("Nothing was changed: {files}.").format(files=files), notes
    n = len(found.problems)
    said = ngettext("{n} thing is not as it was made.", "{n} things are not as they were made.", n)
    return "stop", said.format(n=n), _("The files are named below.")
