"""How the files are saved, and the words of the mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain import mails
from mobdesk.errors import Refused
from mobdesk.i18n import N_, _
from mobdesk.services import reports
from mobdesk.services.reports import MailWords
from mobdesk.ui import clipboard, theme
from mobdesk.ui.door import Labelled
from mobdesk.ui.fields import Number, Text
from mobdesk.ui.packages.cards import size_words
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.chips import Segments
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.parts.marks import IconLabel
from mobdesk.ui.parts.progress import ProgressLine

if TYPE_CHECKING:
    from mobdesk.services.packages import Post


class How(Card):
    """Folder, ZIP or protected ZIP; the passphrase; how large a mail may be, and what it takes.

    ``limit_changed``: another largest mail, in megabytes.
    """

    changed = Signal()
    limit_changed = Signal(int)

    def __init__(self, limit_mb: int = mails.USUAL_MB) -> None:
        super().__init__(_("How"))
        names = [(form, texts.word(f"package_form.{form}")) for form in reports.FORMS]
        self.forms = Segments(names, _("How to save"))
        self.header.addStretch(1)
        self.header.addWidget(self.forms)
        self._secret = QWidget()
        row = QHBoxLayout(self._secret)
        theme.space(row, 0, 1.25)
        self.passphrase = Text("")
        self.passphrase.setAccessibleName(_("Passphrase of the files"))
        self.passphrase.set_value(reports.new_passphrase())
        theme.set_font(self.passphrase, "mono")
        self.copy = Button(_("Copy"), "second", "copy")
        self.copy.clicked.connect(lambda: clipboard.copy(self.passphrase.value(), private=True))
        name = Label(_("Passphrase"), "label")
        name.setBuddy(self.passphrase)
        row.addWidget(name)
        row.addWidget(self.passphrase, 1)
        row.addWidget(self.copy)
        self.add(self._secret)
        line = QHBoxLayout()
        theme.space(line, 0, 1)
        self._icon = IconLabel("lock")
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self.words = Paragraph("", "body", "soft")
        line.addWidget(self.words, 1)
        self._mail = Label("", "caption", "soft", equal_digits=True)
        line.addWidget(self._mail)
        self.add(line)
        self._bar = ProgressLine(_("Share of one mail"))
        self.add(self._bar)
        self.limit = Number(least=mails.LEAST_MB, most=mails.MOST_MB, unit=N_("MB"))
        self.limit.set_value(limit_mb)
        self.largest = Labelled(
            _("Largest mail"), self.limit, _("What is larger goes in parts, one mail each.")
        )
        if (column := self.largest.layout()) is not None:  # a number needs no whole line
            column.setAlignment(self.limit, Qt.AlignmentFlag.AlignLeft)
        self.add(self.largest)
        self.finish()
        self._chosen_by_hand = False
        self._names_people = True
        self.forms.chosen.connect(self._by_hand)
        self.passphrase.changed.connect(self.changed)
        self.limit.changed.connect(self._another_limit)
        self._say()

    @property
    def form(self) -> str:
        """The chosen one of ``reports.FORMS``."""
        return self.forms.current()

    def propose(self, form: str, *, names_people: bool) -> None:
        """Choose the usual form, unless one was chosen by hand."""
        self._names_people = names_people
        if not self._chosen_by_hand:
            self.forms.choose(form)
        self._say()

    @property
    def mail_limit(self) -> int | None:
        """The largest mail in bytes; None while what is typed is none."""
        value = self.limit.value()
        return None if value is None else value * mails.MEGABYTE

    def check_limit(self) -> bool:
        """Whether the largest mail is one; says at the field when not."""
        try:
            mails.parse_limit(self.limit.text())
        except Refused as err:
            self.largest.show_error(" ".join(texts.error(err)))
            return False
        self.largest.show_error("")
        return self.limit.value() is not None

    def show_size(self, post: Post | None) -> None:
        """What the mails take; None says nothing."""
        limit = self.mail_limit
        told = post is not None and limit is not None
        self._mail.setVisible(told)
        self._bar.setVisible(told)
        if post is None or limit is None:
            return
        if post.over:
            words = _("Larger than {most}: {size}")
        elif post.mails == 1:
            words = _("One mail: {size} of {most}")
        else:
            words = _("{n} mails: {size}")
        most = size_words(limit)
        self._mail.setText(words.format(size=size_words(post.size), most=most, n=post.mails))
        self._bar.set_progress(min(post.size, limit), limit)

    def _another_limit(self) -> None:
        if self.check_limit() and (value := self.limit.value()) is not None:
            self.limit_changed.emit(value)
        else:
            self.show_size(None)

    def _by_hand(self, _form: str) -> None:
        self._chosen_by_hand = True
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        protected = self.form == reports.PROTECTED
        self._secret.setVisible(protected)
        self._icon.set("lock" if protected else "info", "soft")
        if protected:
            why = _("On by default, because people are named. ") if self._names_people else ""
            self.words.setText(why + _("Tell the passphrase by telephone. It is kept nowhere."))
        elif self._names_people:
            self.words.setText(_("People are named in it. Everybody who gets it can read it."))
        else:
            self.words.setText(_("Everybody who gets it can read it."))


class MailCard(Card):
    """Recipient, the draft, and its three parts for a mail program that takes no draft."""

    asked = Signal(str)  # address, subject or text: which part to copy
    recipient_changed = Signal()

    def __init__(self) -> None:
        super().__init__(_("Mail"), link=_("Open draft"))
        self.recipient = Labelled(_("To"), Text("", 254), optional=True)
        self.editor: Text = self.recipient.editor
        self.editor.setPlaceholderText(_("name@agency.example"))
        self.editor.editingFinished.connect(self.recipient_changed)
        self.add(self.recipient)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(self._row, 0, 1)
        self.buttons: dict[str, Button] = {}
        for key, words in (
            ("address", _("Address")), ("subject", _("Subject")), ("text", _("Text")),
        ):  # fmt: skip
            button = Button(words, "second", "copy")
            button.setAccessibleName(_("Copy: {what}").format(what=words))
            button.clicked.connect(lambda _on=False, key=key: self.asked.emit(key))
            self.buttons[key] = button
            self._row.addWidget(button)
        self._row.addStretch(1)
        self.add(self._row)
        self.add(Paragraph(_("No mail program here? Copy the three parts."), "body", "soft"))
        self.finish()
        self.let_open(False)

    def let_open(self, possible: bool) -> None:
        """The draft is there once the files are saved."""
        if self.link is not None:
            self.link.set_possible(possible, _("Save the files first."))

    def for_demo(self) -> None:
        """A demo has no recipient."""
        self.recipient.setEnabled(False)
        self.recipient.say(_("Nothing is sent from a demo."))
        self.buttons["address"].set_possible(False, _("Nothing is sent from a demo."))

    def copied(self, key: str, words: MailWords) -> None:
        """Put one part on the clipboard, and say so on its button for a moment."""
        clipboard.copy(getattr(words, key))
        for name, button in self.buttons.items():
            button.set_icon("check" if name == key else "copy")
