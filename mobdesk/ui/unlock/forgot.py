"""The passphrase is lost: a coordinator helps, or the workspace sheet opens the way back in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal

from mobdesk.errors import MobdeskError, Refused
from mobdesk.i18n import _
from mobdesk.ui import errors, theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.door import DoorPage, Labelled, broad
from mobdesk.ui.fields import LongText, Text
from mobdesk.ui.jobs import Runner
from mobdesk.ui.new_words import NewWords
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import Paragraph

if TYPE_CHECKING:
    from mobdesk.services.workspaces import Workspace

#: Codes that belong to the field of the sheet's code.
_OF_THE_CODE = frozenset({"code_length", "code_letter", "code_mistyped", "sheet_of_other_keys"})


class ForgotPage(DoorPage):
    """Asks for the code of the sheet, the account and new words; ``opened`` with the workspace."""

    opened = Signal(object)
    back_asked = Signal()

    def __init__(self, folder: Path, jobs: Runner, *, policy: Any = None) -> None:
        super().__init__(
            _("There is a way back."),
            _("The workspace sheet opens the workspace.\nPrivate notes need their own code."),
            _("A new passphrase"),
            _(
                "A coordinator can give you a one-time passphrase: ask first. "
                "With the workspace sheet you can do it here."
            ),
        )
        self._folder, self._jobs, self._policy = folder, jobs, policy
        self._working = False
        names = self._nicknames()
        self.who: Labelled = Labelled(
            _("Who are you?"), Choice([(n, n) for n in names]) if names else Text("coordinator")
        )
        self.code = Labelled(
            _("The code of the workspace sheet"), LongText("", 3),
            _("14 groups of four. Spaces and small letters do not matter."),
        )  # fmt: skip
        self.code.editor.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText)
        theme.set_font(self.code.editor, "mono")
        self.words = NewWords()
        notes = _(
            "Private notes stay locked with the old passphrase or with their private code. "
            "Bank accounts and needs stay closed until another coordinator gives you access. "
            "If there is no other coordinator, they cannot be opened again."
        )
        self.button = broad(Button(_("Open with the new passphrase"), "main"))
        self.button.clicked.connect(lambda: self.open())
        for part in (self.who, self.code, self.words, Paragraph(notes, "caption", "soft")):
            self.column.addWidget(part)
        self.column.addWidget(self.button)
        back = Button(_("Back"), "link", "chevron-left")
        back.clicked.connect(lambda: self.back_asked.emit())
        self.column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self.words.changed.connect(self._set_possible)
        self.setFocusProxy(self.code.editor)
        self._set_possible()

    def open(self) -> None:
        """Try the code off the window's thread."""
        passphrase = self.words.value()
        if self._working or not passphrase:
            return
        self.hush()
        self.code.show_error("")
        self._working = True
        self._set_possible()
        folder, policy = self._folder, self._policy
        code = str(self.code.editor.value())
        nickname = str(self.who.editor.value() or "coordinator")

        def work(_progress: object) -> Workspace:
            from mobdesk.services import signing_in

            return signing_in.open_with_sheet(folder, code, nickname, passphrase, policy=policy)

        self._jobs.run(self, work, self._done, self._failed, lane="write", cancellable=False)

    def _done(self, workspace: Workspace) -> None:
        self._working = False
        self.words.clear()
        self.opened.emit(workspace)

    def _failed(self, err: BaseException) -> None:
        self._working = False
        self._set_possible()
        said = errors.worded(err)
        if said is None or not isinstance(err, MobdeskError):
            raise err
        if err.code in _OF_THE_CODE:
            self.code.show_error(f"{said.what} {said.advice}".strip())
            self.code.editor.setFocus()
        else:
            self.say("stop", said.what, said.advice, _("Close"))

    def _set_possible(self) -> None:
        self.button.setText(_("Opening …") if self._working else _("Open with the new passphrase"))
        self.button.set_possible(
            self.words.ready and not self._working, _("First tick both boxes.")
        )

    def _nicknames(self) -> list[str]:
        from mobdesk.services import signing_in

        try:
            return signing_in.nicknames(self._folder)
        except Refused:
            return []  # the key file is lost: the sheet makes a new one for the typed nickname
