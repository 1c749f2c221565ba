"""How the files are saved, and the words of the mail."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from mobdesk import texts
from mobdesk.i18n import _
from mobdesk.services import reports
from mobdesk.services.reports import MailWords
from mobdesk.ui import clipboard, theme
from mobdesk.ui.door import Labelled
from mobdesk.ui.fields import Text
from mobdesk.ui.packages.cards import size_words
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.chips import Segments
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.parts.marks import IconLabel
from mobdesk.ui.parts.progress import ProgressLine


class How(Card):
    """Folder, ZIP or protected ZIP; the passphrase; how much of one mail it takes."""

    changed = Signal()

    def __init__(self) -> None:
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
        self.finish()
        self._chosen_by_hand = False
        self._names_people = True
        self.forms.chosen.connect(self._by_hand)
        self.passphrase.changed.connect(self.changed)
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

    def show_size(self, size: int, limit: int) -> None:
        """How much of one mail this takes; 0 says nothing."""
        self._mail.setVisible(size > 0)
        self._bar.setVisible(size > 0)
        mails = max(1, -(-size // limit))
        whole = _("One mail: {size} of {most}") if mails == 1 else _("{n} mails: {size}")
        self._mail.setText(whole.format(size=size_words(size), most=size_words(limit), n=mails))
        self._bar.set_progress(min(size, limit), limit)

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
        self.editor: Text = self.recipient.editor  # type: ignore[assignment]
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
