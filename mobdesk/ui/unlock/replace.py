"""Somebody else chose the passphrase: it is replaced before anything else is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from mobdesk.errors import MobdeskError
from mobdesk.i18n import _
from mobdesk.ui import errors
from mobdesk.ui.door import DoorPage, Labelled, Secret, broad
from mobdesk.ui.jobs import Runner
from mobdesk.ui.new_words import NewWords
from mobdesk.ui.parts.buttons import Button

if TYPE_CHECKING:
    from mobdesk.services.workspaces import Workspace


class ReplacePage(DoorPage):
    """Asks for the one-time passphrase once more and for new words; ``done`` afterwards."""

    done = Signal()
    back_asked = Signal()

    def __init__(self, workspace: Workspace, jobs: Runner) -> None:
        super().__init__(
            _("Welcome."),
            _("From now on, nobody but you\nknows your passphrase."),
            _("Your own passphrase"),
            _("Somebody else made the one-time passphrase. It works only until you replace it."),
        )
        self._workspace, self._jobs, self._working = workspace, jobs, False
        self.old = Labelled(_("One-time passphrase"), Secret(_("One-time passphrase")))
        self.words = NewWords(workspace.actor.nickname)
        self.button = broad(Button(_("Use the new passphrase"), "main"))
        self.button.clicked.connect(lambda: self.replace())
        back = Button(_("Back"), "link", "chevron-left")
        back.clicked.connect(lambda: self.back_asked.emit())
        for part in (self.old, self.words, self.button):
            self.column.addWidget(part)
        self.column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self.words.changed.connect(self._set_possible)
        self.setFocusProxy(self.old.editor)
        self._set_possible()

    def replace(self) -> None:
        """Change the passphrase off the window's thread."""
        new = self.words.value()
        if self._working or not new:
            return
        self._working = True
        self._set_possible()
        workspace, old = self._workspace, str(self.old.editor.value())

        def work(_progress: object) -> None:
            from mobdesk.services import signing_in

            signing_in.replace_passphrase(workspace, old, new)

        self._jobs.run(self, work, self._done, self._failed, lane="write", cancellable=False)

    def _done(self, _answer: None) -> None:
        self.words.clear()
        self.done.emit()

    def _failed(self, err: BaseException) -> None:
        self._working = False
        self._set_possible()
        said = errors.worded(err)
        if said is None or not isinstance(err, MobdeskError):
            raise err
        if err.code == "wrong_passphrase":
            self.old.show_error(f"{said.what} {said.advice}")
            self.old.editor.setFocus()
        else:
            self.say("stop", said.what, said.advice, _("Close"))

    def _set_possible(self) -> None:
        ready = self.words.ready and not self._working
        self.button.set_possible(ready, _("First tick both boxes."))
