"""A one-time passphrase is shown once, to be told to the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from mobdesk.i18n import _
from mobdesk.ui import clipboard
from mobdesk.ui.dialogs import Dialog
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import Paragraph

if TYPE_CHECKING:
    from mobdesk.services.accounts import NewAccount


class OneTimeDialog(Dialog):
    """Closing it is the end of the words: they are kept nowhere."""

    def __init__(self, parent: QWidget, made: NewAccount) -> None:
        super().__init__(parent, _("Tell {name} these words").format(name=made.nickname))
        self.words = Paragraph(made.passphrase, "figure", "accent_text", most=60)
        self.words.setAccessibleName(_("One-time passphrase"))
        self.body.addWidget(self.words)
        self.body.addWidget(
            Paragraph(_(
                "They are shown only now. At the first sign-in they are replaced by an own "
                "passphrase. Tell them in person or by phone, not in a mail with the file."
            ))
        )  # fmt: skip
        copy = Button(_("Copy"), "second", "copy")
        copy.clicked.connect(lambda: clipboard.copy(made.passphrase, private=True))
        done = Button(_("I have told them"), "main")
        done.clicked.connect(self.accept)
        self.footer.addStretch(1)
        self.footer.addWidget(copy)
        self.footer.addWidget(done)
        self.set_width(76)
        done.setFocus()
