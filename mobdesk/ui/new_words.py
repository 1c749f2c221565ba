"""Five generated words, shown once: for a new workspace and wherever a passphrase is replaced."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.errors import MobdeskError
from mobdesk.i18n import _
from mobdesk.ui import errors, theme
from mobdesk.ui.door import Labelled, Secret
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.chips import CheckBox
from mobdesk.ui.parts.labels import Paragraph, caption


class NewWords(QWidget):
    """Generated words or an own phrase, and two boxes. ``changed`` when ``ready`` may differ."""

    changed = Signal()

    def __init__(self, *personal: str) -> None:
        super().__init__()
        self._personal, self._own = personal, False
        self._words = ""
        column = QVBoxLayout(self)
        theme.space(column, 0, 1.5)
        card = Card()
        card.add(caption(_("Your passphrase")))
        self.shown = Paragraph("", "figure", "accent_text", most=46)
        self.shown.setAccessibleName(_("Your passphrase"))
        card.add(self.shown)
        self.again = Button(_("Other words"), "link", "redo")
        self.again.clicked.connect(self.new_words)
        turn = Button(_("Choose my own instead"), "link")
        turn.clicked.connect(lambda: self.set_own(True))
        links = QHBoxLayout()
        theme.space(links, 0, 2.5)
        links.addWidget(self.again)
        links.addWidget(turn)
        links.addStretch(1)
        card.add(links)
        self.card = card
        column.addWidget(card)
        self.own = QWidget()
        own = QVBoxLayout(self.own)
        theme.space(own, 0, 1.5)
        self.first = Labelled(
            _("Your own passphrase"), Secret(_("Your own passphrase")),
            _("Five or six words that do not belong together. No names, no years."),
        )  # fmt: skip
        self.second = Labelled(_("Once more"), Secret(_("Your own passphrase, once more")))
        back = Button(_("Use the five words"), "link")
        back.clicked.connect(lambda: self.set_own(False))
        own.addWidget(self.first)
        own.addWidget(self.second)
        own.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self.own.hide()
        column.addWidget(self.own)
        self.written = CheckBox(_("I have written it on paper."))
        self.known = CheckBox(_("I know that nobody can look it up for me."))
        for box in (self.written, self.known):
            column.addWidget(box)
            box.toggled.connect(lambda _on: self.changed.emit())
        for field in (self.first, self.second):
            field.editor.textChanged.connect(lambda _text: self._typed())
        self.new_words()

    @property
    def ready(self) -> bool:
        """Both boxes are ticked and there is a passphrase."""
        typed = bool(self.first.editor.value()) if self._own else True
        return typed and self.written.isChecked() and self.known.isChecked()

    def value(self) -> str:
        """The passphrase, or nothing where the own one is not good enough (said at the field)."""
        if not self._own:
            return self._words
        from mobdesk.services import signing_in

        first: str = self.first.editor.value()
        second: str = self.second.editor.value()
        try:
            signing_in.check_passphrase(first, *self._personal)
        except MobdeskError as err:
            said = errors.worded(err)
            self.first.show_error(said.advice if said else "")
            self.first.editor.setFocus()
            return ""
        if first != second:
            self.second.show_error(_("The two are not the same."))
            self.second.editor.setFocus()
            return ""
        return first

    def set_own(self, own: bool) -> None:
        """Type an own phrase, or take the generated words."""
        self._own = own
        self.card.setVisible(not own)
        self.own.setVisible(own)
        (self.first.editor if own else self.again).setFocus()
        self._untick()

    def new_words(self) -> None:
        """Show five other words."""
        from mobdesk.services import signing_in

        self._words = signing_in.new_passphrase()
        self.shown.setText(self._words)
        self._untick()

    def clear(self) -> None:
        """Take the words off the screen."""
        self._words = ""
        self.shown.setText("")
        for field in (self.first, self.second):
            field.editor.clear()

    def _typed(self) -> None:
        self.first.show_error("")
        self.second.show_error("")
        self.changed.emit()

    def _untick(self) -> None:
        for box in (self.written, self.known):
            box.setChecked(False)
        self.changed.emit()
