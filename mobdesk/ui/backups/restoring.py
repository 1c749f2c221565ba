"""Before a copy comes back: what is in it, what is kept, and a passphrase of its time if needed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mobdesk.domain.progress import Progress
from mobdesk.errors import Refused
from mobdesk.i18n import _
from mobdesk.services import backups as service
from mobdesk.ui import errors
from mobdesk.ui.desk import Desk
from mobdesk.ui.dialogs import Dialog
from mobdesk.ui.door import Labelled, Secret
from mobdesk.ui.fields import Text
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner
from mobdesk.ui.parts.chips import CheckBox
from mobdesk.ui.parts.labels import Paragraph, strong

if TYPE_CHECKING:
    from mobdesk.services.backups import BackupRow

_NEEDS_OLD = frozenset({"backup_of_other_keys", "wrong_passphrase", "account_unknown"})


class RestoreDialog(Dialog):
    """``restored`` carries what the service told."""

    restored = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget, row: BackupRow, when: str, holds: str) -> None:
        super().__init__(parent, _("Restore this copy?"), when)
        self._desk, self._row = desk, row
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.body.addWidget(self.banner)
        self.body.addWidget(strong(holds))
        facts = (
            _("Everything in the workspace becomes as it was then."),
            _("Today's state is kept as a copy first, so you can come back."),
            _("Accounts and passphrases stay as they are today. Who was erased stays erased."),
        )
        self.body.addWidget(Paragraph("\n".join(facts)))
        self.notes = CheckBox(_("Take everybody’s private notes of that time as well"))
        self.body.addWidget(self.notes)
        self.who = Labelled(_("Nickname of that time"), Text("", 60))
        self.old = Labelled(_("Passphrase of that time"), Secret(_("Passphrase of that time")))
        for field in (self.who, self.old):
            field.hide()
            self.body.addWidget(field)
        self.footer.addStretch(1)
        self.bring = Button(_("Restore the copy"))
        self.bring.clicked.connect(lambda: self.restore())
        cancel = Button(_("Cancel"), "main")
        cancel.clicked.connect(self.reject)
        self.footer.addWidget(self.bring)
        self.footer.addWidget(cancel)
        cancel.setDefault(True)
        cancel.setFocus()
        self.set_width(76)

    def restore(self) -> None:
        """Bring the copy back off the window's thread."""
        self.bring.setEnabled(False)
        self.banner.hide()
        desk, path, notes = self._desk, self._row.path, self.notes.isChecked()
        nickname, passphrase = _value(self.who), _value(self.old)

        def work(progress: Progress) -> Any:
            return service.restore(
                desk.store, desk.actor, path, now=datetime.now().astimezone(), nickname=nickname,
                passphrase=passphrase, with_notes=notes, progress=progress,
            )  # fmt: skip

        desk.long(self, work, then=self._done, fail=self._failed, label="job.restore")

    def _done(self, told: Any) -> None:
        self.accept()
        self.restored.emit(told)

    def _failed(self, err: BaseException) -> None:
        self.bring.setEnabled(True)
        said = errors.worded(err)
        if said is None:
            self._desk.show_error(self, err)
            return
        self.banner.set("stop", said.what, said.advice)
        self.banner.show()
        if isinstance(err, Refused) and err.code in _NEEDS_OLD:
            self.who.show()
            self.old.show()
            self.who.editor.setFocus()
        self.adjustSize()


def _value(field: Labelled) -> str:
    return str(field.editor.value())
