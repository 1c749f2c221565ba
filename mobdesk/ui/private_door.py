"""The way into the private notes: passphrase, private code, and what to do when both are lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.domain.passphrases import wait_after
from mobdesk.errors import MobdeskError
from mobdesk.i18n import _
from mobdesk.ui import dialogs, errors, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.door import Labelled, Secret, broad
from mobdesk.ui.pages import Mode
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.entering import Enters
from mobdesk.ui.parts.labels import Paragraph
from mobdesk.ui.parts.marks import IconLabel
from mobdesk.ui.private_fields import PrivateLine

if TYPE_CHECKING:
    from mobdesk.ui.private import PrivateNotes

_CODE_ERRORS = ("wrong_private_code", "code_length", "code_letter", "code_mistyped")


def promises() -> list[tuple[str, str]]:
    """What the lock holds and what it does not, as icon and sentence."""
    return [
        (
            "lock",
            _("Your private notes are locked with your passphrase. Nobody at the centre can read "
              "them, the coordinator included."),
        ),
        (
            "key",
            _("Forget both your passphrase and your private code and they are gone for good."),
        ),
        (
            "laptop",
            _("The lock holds against people who read or copy the files. It does not hold against "
              "someone who controls this computer or changes the program."),
        ),
        (
            "pen",
            _("Write no learner\u2019s full name here. You answer for your own text."),
        ),
    ]  # fmt: skip


class Promises(Card):
    """What the writer is promised, and what is asked of the writer."""

    def __init__(self) -> None:
        super().__init__(_("About these notes"))
        for icon, words in promises():
            row = QHBoxLayout()
            theme.space(row, 0, 1.25)
            row.addWidget(IconLabel(icon, "mine_text"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Paragraph(words), 1)
            self.add(row)
        self.finish()


class PrivateDoor(Enters, QWidget):
    """Opens the notes. ``asks_old``: somebody else set the passphrase of the account since."""

    def __init__(self, desk: Desk, private: PrivateNotes) -> None:
        super().__init__()
        self._desk, self._private = desk, private
        self.asks_old = self.by_code = self._working = False
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        theme.space(self._row, 0, 2)
        self._row.addWidget(self._make_card(), 3, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(Promises(), 2, Qt.AlignmentFlag.AlignTop)
        self._wait = QTimer(self, interval=1000)
        self._wait.timeout.connect(self._count_down)
        self._seconds = 0
        self._arrange()
        from mobdesk.services import vault

        self._vault = vault
        desk.read(self, vault.state, then=self._know_state)
        self._start_waiting()

    def set_mode(self, mode: Mode) -> None:
        """Two cards side by side, or one above the other."""
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if mode is Mode.NARROW else right)

    def open_notes(self) -> None:
        """Try what was typed, off the window's thread."""
        if self._working or self._seconds:
            return
        for field in (self.today, self.old, self.code):
            field.show_error("")
        passphrase = self._passphrase.value()
        old, code = self._old.value(), self._code.value()
        for field, typed in ((self.today, passphrase), (self.old, old), (self.code, code)):
            if not field.isHidden() and not typed:
                field.show_error(_("This is needed."))
                field.setFocus()
                return
        self._set_working(True)
        do: Callable[..., Any]
        more: dict[str, Any] = {}
        if not self.asks_old and self.by_code:
            do, given = self._vault.unlock_with_code, (code,)
        elif not self.asks_old:
            do, given = self._vault.unlock, (passphrase,)
        else:
            do, given = self._vault.relock, (passphrase,)
            more = {"code": code} if self.by_code else {"old_passphrase": old}
        self._desk.write(
            self, do, *given, then=self._opened, fail=self._failed, label="job.notes", **more
        )

    # inside
    def _make_card(self) -> Card:
        card = Card(_("Your notes are locked"))
        self._line = Paragraph("", "body", "soft")
        card.add(self._line)
        self._passphrase, self._old = Secret(_("Passphrase")), Secret(_("Old passphrase"))
        self._code = PrivateLine("ABCD EFGH IJKL …", 80)
        self.today = Labelled(_("Your passphrase"), self._passphrase)
        self.old = Labelled(
            _("Your old passphrase"), self._old, _("The one that you had before. Only this once.")
        )
        self.code = Labelled(
            _("Your private code"), self._code, _("It stands on the paper that you printed.")
        )
        for field in (self.today, self.old, self.code):
            card.add(field)
            field.editor.returnPressed.connect(lambda: self.open_notes())
        self.button = broad(Button(_("Open my notes"), "main", "unlock"))
        self.button.clicked.connect(lambda: self.open_notes())
        card.add(self.button)
        links = QHBoxLayout()
        theme.space(links, 0, 2)
        self.other_way = Button("", "link")
        self.other_way.clicked.connect(lambda: self._turn())
        self.lost = Button(_("I have neither"), "link")
        self.lost.clicked.connect(lambda: self._say_lost())
        links.addWidget(self.other_way)
        links.addStretch(1)
        links.addWidget(self.lost)
        card.add(links)
        card.finish()
        return card

    def _arrange(self) -> None:
        self.today.setVisible(self.asks_old or not self.by_code)
        self.old.setVisible(self.asks_old and not self.by_code)
        self.code.setVisible(self.by_code)
        self.lost.setVisible(self.asks_old)
        if self.asks_old:
            line = _("Your passphrase was set anew. The notes still have the old lock: "
                     "open it once, then today\u2019s passphrase is enough.")  # fmt: skip
            other = _("Use my old passphrase") if self.by_code else _("Use my private code")
        else:
            line = _("They lock by themselves after four minutes without a touch.")
            other = _("Use my passphrase") if self.by_code else _("Use my private code")
        demo = getattr(self._desk.workspace, "demo", False)
        if demo and not self.asks_old:
            line = _("In the demo the passphrase is \u201cdemo\u201d.")
        self._line.setText(line)
        self.other_way.setText(other)
        self.setFocusProxy(self.code if self.by_code and not self.asks_old else self.today)

    def _know_state(self, state: str) -> None:
        self.asks_old = state == "asks_old"
        self._arrange()

    def _turn(self) -> None:
        self.by_code = not self.by_code
        self._arrange()
        (self.code if self.by_code else self.old if self.asks_old else self.today).setFocus()

    def _set_working(self, working: bool) -> None:
        self._working = working
        self.button.set_possible(not working, _("The notes are being opened"))

    def _opened(self, notes: Any) -> None:
        self._set_working(False)
        self._private.take(notes)

    def _failed(self, err: BaseException) -> None:
        self._set_working(False)
        said = errors.worded(err)
        if said is None or not isinstance(err, MobdeskError):
            self._desk.show_error(self, err)
            return
        field, words = self.today, f"{said.what} {said.advice}".strip()
        if err.code == "vault_asks_old":
            self.asks_old = True
            self._arrange()
            field = self.code if self.by_code else self.old
        elif err.code in _CODE_ERRORS:
            field = self.code
        elif err.code == "wrong_passphrase" and self.asks_old and not self.by_code:
            field, words = self.old, _("One of the two is not right. Type both again.")
        elif err.code != "wrong_passphrase":
            self._desk.show_error(self, err)
            return
        if err.code in ("wrong_passphrase", "wrong_private_code"):
            self._private.failures += 1
            self._start_waiting()
        field.show_error(words)
        field.setFocus()

    def _start_waiting(self) -> None:
        self._seconds = round(wait_after(self._private.failures))
        if self._seconds:
            self._wait.start()
            self._say_wait()

    def _count_down(self) -> None:
        self._seconds -= 1
        if self._seconds <= 0:
            self._wait.stop()
            self._seconds = 0
        self._say_wait()

    def _say_wait(self) -> None:
        words = _("Again in {n} s").format(n=self._seconds)
        self.button.setText(words if self._seconds else _("Open my notes"))
        self.button.set_possible(not self._seconds, words)

    def _say_lost(self) -> None:
        if not self._passphrase.value():
            self.today.show_error(_("Type today\u2019s passphrase first."))
            self.today.setFocus()
            return
        dialogs.confirm(
            self,
            _("Without both, nobody can open these notes"),
            _("Not the coordinator, and not we. You can begin new, empty notes under today\u2019s "
              "passphrase. The old notes are then gone for good: if the paper with your private "
              "code may still turn up, wait."),
            _("Begin new, empty notes"),
            self._start_again,
        )  # fmt: skip

    def _start_again(self) -> None:
        self._set_working(True)
        passphrase = self._passphrase.value()
        self._desk.write(
            self, self._vault.start_again, passphrase,
            then=self._opened, fail=self._failed, label="job.notes",
        )  # fmt: skip


def side_column(*parts: QWidget) -> QVBoxLayout:
    """Cards of a side column; the last one takes the rest."""
    column = QVBoxLayout()
    theme.space(column, 0, 2)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return column
