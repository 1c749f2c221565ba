"""A new laptop and a stick: a backup becomes a workspace in a new place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from mobdesk import paths, texts
from mobdesk.errors import MobdeskError, Problem
from mobdesk.i18n import _, ngettext
from mobdesk.ui import errors, shown, theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.door import DoorPage, Labelled, Secret, broad
from mobdesk.ui.fields import Text
from mobdesk.ui.jobs import Runner
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import Elided

if TYPE_CHECKING:
    from mobdesk.services.restoring import Inside, Restored

#: Codes that belong to the field of the passphrase.
_OF_THE_PASSPHRASE = frozenset({"wrong_passphrase"})


class FromCopyPage(DoorPage):
    """Asks for the copy, who opens it, and a place; ``restored`` carries the new folder.

    ``near``: workspaces of this computer, which know who was erased since.
    """

    restored = Signal(object)
    back_asked = Signal()

    def __init__(
        self, jobs: Runner, near: Sequence[Path] = (), *, place: Path | None = None,
        policy: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(
            _("Back to work."),
            _("One copy and one passphrase\nbring everything back."),
            _("From a copy"),
            _("Connect the stick or disk with your copies, and choose the newest one."),
        )
        self._jobs, self._near, self._policy = jobs, tuple(near), policy
        self.place = place or paths.documents_folder()
        self.copy: Path | None = None
        self._working = False
        row = QHBoxLayout()
        theme.space(row, 0, 1.5)
        self.choose = Button(_("Choose a copy"), "second", "folder")
        self.choose.clicked.connect(lambda: self._ask_copy())
        self.chosen = Elided(_("A file that ends in “.mobdesk-backup”"), "caption", "soft")
        row.addWidget(self.choose)
        row.addWidget(self.chosen, 1)
        self.column.addLayout(row)
        self.who = Labelled(_("Who are you?"), Choice([]))
        self.passphrase = Labelled(
            _("Passphrase of that time"), Secret(_("Passphrase of that time"))
        )
        self.name = Labelled(_("Name of the new workspace"), Text("", 100))
        for field in (self.who, self.passphrase, self.name):
            self.column.addWidget(field)
        self.place_button = Button(_("Another place"), "link")
        self.place_button.clicked.connect(lambda: self._ask_place())
        self.column.addWidget(self.place_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button = broad(Button(_("Bring it back here"), "main"))
        self.button.clicked.connect(lambda: self.bring())
        self.passphrase.editor.returnPressed.connect(lambda: self.bring())
        self.column.addWidget(self.button)
        back = Button(_("Back"), "link", "chevron-left")
        back.clicked.connect(lambda: self.back_asked.emit())
        self.column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.choose)
        self._say_place()
        self._set_possible()

    def take(self, path: Path) -> None:
        """Look who may open a copy; what is wrong with it is said at once."""
        from mobdesk.services import restoring

        self.hush()
        self.copy = None
        try:
            inside: Inside = restoring.inspect(path)
        except MobdeskError as err:
            self._refuse(err)
        else:
            self.copy = path
            self.chosen.setText(path.name)
            self.who.editor.set_options([(n, n) for n in inside.nicknames])
            self.passphrase.editor.setFocus()
        self._set_possible()

    def bring(self) -> None:
        """Make the workspace off the window's thread."""
        path, passphrase = self.copy, str(_value(self.passphrase))
        if self._working or path is None:
            return
        for field in (self.passphrase, self.name):
            field.show_error("" if _value(field) else _("This is needed."))
        if not passphrase or not _value(self.name):
            return
        from mobdesk.services import workspaces

        self.hush()
        self._working = True
        self._set_possible()
        folder = workspaces.folder_for(self.place, str(_value(self.name)))
        who, near, policy = str(_value(self.who)), self._near, self._policy

        def work(progress: Any) -> Restored:
            from mobdesk.services import restoring_closed

            return restoring_closed.restore_new(
                path, folder, who, passphrase, near=near, policy=policy, progress=progress
            )

        self._jobs.run(
            self, work, lambda done: self._done(folder, done), self._failed, "job.restore",
            lane="write", cancellable=False,
        )  # fmt: skip

    # inside
    def _done(self, folder: Path, done: Restored) -> None:
        self._working = False
        self.passphrase.editor.clear()
        self.copy = None
        self._set_possible()
        day = shown.long_date(done.made_at.astimezone().date())
        people = ngettext("{n} person", "{n} people", done.people)
        sentence = _("The copy of {day} is back: {people}.").format(day=day, people=people)
        tone, reason = "ok", ""
        if done.missing_attachments:
            tone, reason = "wait", ngettext(
                "{n} file was not in the copy.", "{n} files were not in the copy.",
                done.missing_attachments,
            )  # fmt: skip
        if done.unsure_since is not None:
            tone, reason = "wait", f"{reason} {unsure(done)}".strip()
        self.say(tone, sentence, reason, _("Open"), lambda: self.restored.emit(folder))

    def _failed(self, err: BaseException) -> None:
        self._working = False
        self._set_possible()
        self._refuse(err)

    def _refuse(self, err: BaseException) -> None:
        said = errors.worded(err)
        if said is None or not isinstance(err, MobdeskError):
            raise err
        words = f"{said.what} {said.advice}".strip()
        if err.code in _OF_THE_PASSPHRASE:
            self.passphrase.show_error(words)
            self.passphrase.editor.setFocus()
        else:
            self.say("stop", said.what, said.advice, _("Close"))

    def _ask_copy(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a copy"), "", _("Backups (*.mobdesk-backup)")
        )
        if chosen:
            self.take(Path(chosen))

    def _ask_place(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Another place"), str(self.place))
        if chosen:
            self.place = Path(chosen)
            self._say_place()

    def _say_place(self) -> None:
        self.name.say(_("It is made in {place}.").format(place=self.place))

    def _set_possible(self) -> None:
        words = _("Bringing a copy back …") if self._working else _("Bring it back here")
        self.button.setText(words)
        ready = self.copy is not None and not self._working
        self.button.set_possible(ready, _("First choose a copy."))
        self.choose.setEnabled(not self._working)
        for field in (self.who, self.passphrase, self.name):
            field.setEnabled(ready)


def unsure(done: Restored) -> str:
    """Who may be back without anybody's will, and what to do; "" where that is known."""
    if done.unsure_since is None:
        return ""
    day = shown.long_date(done.unsure_since.astimezone().date())
    return " ".join(texts.error(Problem("", "restored_unsure", {"day": day})))


def _value(field: Labelled) -> Any:
    return field.editor.value()
