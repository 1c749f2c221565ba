"""What the lock of a new workspace holds against, and what it does not: short, and more below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import Paragraph
from mobdesk.ui.parts.marks import IconLabel
from mobdesk.ui.private_door import promises


class LockPromise(QWidget):
    """The promise of the first start; ``more`` unfolds who is kept out and who is not."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        theme.space(column, 0, 1)
        disk = ("backups", _("Switch on the disk encryption of this computer too."))
        # The fourth promise of the notes is about what to write in them: not yet.
        for icon, words in (*promises()[:3], disk):
            column.addLayout(_line(icon, words))
        self.details = QWidget()
        self.more = Button(_("What the lock holds against"), "link", "chevron-right")
        self.more.clicked.connect(lambda: self._fold(self.details.isHidden()))
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        inside = QVBoxLayout(self.details)
        theme.space(inside, 0, 1)
        for icon, words in _details():
            inside.addLayout(_line(icon, words))
        column.addWidget(self.details)
        self._fold(False)

    def _fold(self, unfold: bool) -> None:
        self.details.setVisible(unfold)
        self.more.set_icon("chevron-down" if unfold else "chevron-right")
        self.more.setAccessibleDescription(_("Shown below") if unfold else _("Not shown"))


def _details() -> tuple[tuple[str, str], ...]:
    """From the table of threats (contract on keys, section 1)."""
    return (
        ("check", _("It holds when a laptop or a stick is lost, and when somebody copies the "
                    "files, even many times.")),
        ("people", _("Roles decide what the program shows. A colleague who may sign in could read "
                     "more with a database tool. Only protected data, such as needs and bank "
                     "accounts, and private notes stay locked then.")),
        ("laptop", _("It does not hold against somebody who watches you type, reads the memory of "
                     "this computer, or puts back an older copy of the whole folder.")),
        ("key", _("Disk encryption is BitLocker on Windows, FileVault on a Mac, LUKS on Linux. It "
                  "covers what the system itself writes to the disk.")),
    )  # fmt: skip


def _line(icon: str, words: str) -> QHBoxLayout:
    row = QHBoxLayout()
    theme.space(row, 0, 1.25)
    row.addWidget(IconLabel(icon), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Paragraph(words, "caption", "soft"), 1)
    return row
