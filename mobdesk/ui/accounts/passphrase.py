"""The own passphrase is changed, for the account and the private notes in one step."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from mobdesk.errors import MobdeskError
from mobdesk.i18n import _
from mobdesk.services import accounts as service
from mobdesk.ui import errors
from mobdesk.ui.desk import Desk
from mobdesk.ui.door import Labelled, Secret
from mobdesk.ui.new_words import NewWords
from mobdesk.ui.pages import Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card


class PassphrasePage(Page):
    """Today's passphrase once, then new words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("My passphrase"))
        self.header.set_line(_("It opens the workspace and your private notes."))
        self.header.set_crumbs((_("Settings"), lambda: desk.open("settings")))
        card = Card()
        self.old = Labelled(_("Your passphrase now"), Secret(_("Your passphrase now")))
        self.words = NewWords(desk.actor.nickname)
        self.words.changed.connect(self._set_possible)
        self.button = Button(_("Use the new passphrase"), "main")
        self.button.clicked.connect(lambda: self.change())
        card.add(self.old)
        card.add(self.words)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        card.add(row)
        card.finish()
        self.body.addWidget(card)
        self.body.addStretch(1)
        self._set_possible()

    def focus_search(self) -> bool:
        self.old.editor.setFocus()
        return True

    def change(self) -> None:
        """Change it off the window's thread."""
        new = self.words.value()
        if not new:
            return
        old = str(self.old.editor.value())
        self.old.show_error("")
        self.button.setEnabled(False)
        self.desk.write(
            self, service.change_passphrase, old, new, then=lambda _none: self._done(),
            fail=self._failed,
        )  # fmt: skip

    def _done(self) -> None:
        self.old.editor.clear()
        self.words.set_own(False)
        self.words.new_words()
        self.desk.say(_("Your passphrase is changed."))
        self.desk.open("settings")

    def _failed(self, err: BaseException) -> None:
        self._set_possible()
        said = errors.worded(err)
        if isinstance(err, MobdeskError) and err.code == "wrong_passphrase" and said:
            self.old.show_error(f"{said.what} {said.advice}")
            self.old.editor.setFocus()
        else:
            self.desk.show_error(self, err)

    def _set_possible(self) -> None:
        self.button.set_possible(self.words.ready, _("First tick both boxes."))
