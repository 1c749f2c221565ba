"""The pages before anybody is signed in: the night panel at the left, one column at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.fields import Text
from mobdesk.ui.modes import Mode, mode_of
from mobdesk.ui.parts.arcs import NightPanel
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Banner
from mobdesk.ui.parts.entering import Enters
from mobdesk.ui.parts.labels import Label, Paragraph, caption
from mobdesk.ui.parts.marks import IconLabel


class DoorPage(Enters, QWidget):
    """Subclasses fill ``column`` and, at the lower end, ``foot``; both keep one width.

    ``size``: of the window it will stand in, so that it is laid out once.
    """

    def __init__(
        self, headline: str, sentence: str, title: str, line: str = "", *, size: QSize | None = None
    ) -> None:
        super().__init__()
        if size is not None:
            self.resize(size)
        self.setObjectName("page")
        self.setAccessibleName(title)
        row = QHBoxLayout(self)
        theme.space(row, 0, 0)
        self.panel = NightPanel(headline, sentence)
        row.addWidget(self.panel, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row.addWidget(self._scroll)
        inside = QWidget()
        inside.setObjectName("page")
        self._outer = QVBoxLayout(inside)
        self._outer.addStretch(1)
        self.column = QVBoxLayout()
        theme.space(self.column, 0, 2)
        words = QVBoxLayout()
        theme.space(words, 0, 0.75)
        self.title = Paragraph(title, "title")
        self.line = Paragraph(line, "body", "soft")
        words.addWidget(self.title)
        words.addWidget(self.line)
        self.head = words
        self.column.addLayout(words)
        if not line:
            self.line.hide()
        self.banner = Banner("stop", "")
        self.banner.hide()
        self._press: Callable[[], object] | None = None
        self.banner.pressed.connect(self._banner_pressed)
        self.column.addWidget(self.banner)
        self._outer.addLayout(self.column)
        self._outer.addStretch(1)
        self.foot = QVBoxLayout()
        theme.space(self.foot, 0, 2)
        self._outer.addLayout(self.foot)
        self._scroll.setWidget(inside)
        self.theme_changed()

    def say(
        self,
        tone: str,
        sentence: str,
        reason: str = "",
        button: str = "",
        press: Callable[[], object] | None = None,
    ) -> None:
        """Say what happened above the fields, with one way out."""
        self._press = press
        self.banner.set(tone, sentence, reason, button)
        self.banner.setVisible(bool(sentence))

    def hush(self) -> None:
        """Take the banner away."""
        self._press = None
        self.banner.hide()

    def theme_changed(self) -> None:
        """The width in characters; the panel goes when too little is left for it."""
        look = theme.current()
        least = look.chars(62)
        width = min(look.chars(79), max(least, round(self.width() * 0.61)))
        rest = self.width() - width
        self.panel.setVisible(rest > look.chars(32))
        self.panel.show_words(rest > look.chars(55))
        if self.panel.isHidden():
            self._scroll.setMinimumWidth(0)
            self._scroll.setMaximumWidth(16_777_215)
        else:
            self._scroll.setFixedWidth(width)
        narrow = mode_of(self.width()) is Mode.NARROW
        theme.space(self._outer, (4, 3, 4, 2.5) if narrow else (7, 4, 7, 3.5), 2)
        self.width_changed(narrow)

    def width_changed(self, narrow: bool) -> None:
        """Take the layout of a narrow or a wide window."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.theme_changed()

    def _banner_pressed(self) -> None:
        if self._press is not None:
            self._press()
        else:
            self.hush()


class Secret(Text):
    """A passphrase: hidden until shown, pasted if one likes, kept from learning keyboards."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        hints = Qt.InputMethodHint
        self.setInputMethodHints(
            hints.ImhHiddenText
            | hints.ImhSensitiveData
            | hints.ImhNoPredictiveText
            | hints.ImhNoAutoUppercase
        )
        self.caps = caption(_("Caps Lock is on"), "wait_text")
        self.caps_row = QWidget()
        row = QHBoxLayout(self.caps_row)
        theme.space(row, 0, 0.75)
        row.addWidget(IconLabel("warning", "wait_text"))
        row.addWidget(self.caps, 1)
        self.caps_row.hide()
        self._eye = IconButton("eye", _("Show the passphrase"), small=True)
        self._eye.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._eye.clicked.connect(self._turn)
        self.add_right(self._eye)

    def value(self) -> str:
        return self.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        if len(letter) == 1 and letter.isalpha() and letter.lower() != letter.upper():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_row.setVisible(letter.isupper() != shift)
        super().keyPressEvent(event)

    def _turn(self) -> None:
        hidden = self.echoMode() == QLineEdit.EchoMode.Password
        self.setEchoMode(QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password)
        self._eye.set_icon("eye-off" if hidden else "eye")
        self._eye.set_name(_("Hide the passphrase") if hidden else _("Show the passphrase"))
        self.setFocus()


class Labelled(Enters, QWidget):
    """A label over an editor, help below it, and the place of its error."""

    def __init__(
        self, words: str, editor: QWidget, help_: str = "", *, optional: bool = False
    ) -> None:
        super().__init__()
        self.editor: Any = editor  # each kind has a value and signals of its own
        column = QVBoxLayout(self)
        theme.space(column, 0, 0.5)
        head = QHBoxLayout()
        theme.space(head, 0, 1)
        self.label = Label(words, "label")
        self.label.setBuddy(editor)
        head.addWidget(self.label)
        if optional:
            head.addWidget(caption(_("optional")))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(editor)
        if isinstance(editor, Secret):
            column.addWidget(editor.caps_row)
        self.help = Paragraph(help_, "caption", "soft")
        column.addWidget(self.help)
        self.help.setVisible(bool(help_))
        self._error_row = QWidget()
        row = QHBoxLayout(self._error_row)
        theme.space(row, 0, 0.75)
        row.addWidget(IconLabel("warning", "stop_text"), 0, Qt.AlignmentFlag.AlignTop)
        self.error = Paragraph("", "caption", "stop_text")
        row.addWidget(self.error, 1)
        self._error_row.hide()
        column.addWidget(self._error_row)
        self.setFocusProxy(editor)
        if not editor.accessibleName():
            editor.setAccessibleName(words)

    def show_error(self, words: str) -> None:
        """Say what is wrong with the field; "" takes it away."""
        self.error.setText(words)
        self._error_row.setVisible(bool(words))
        self.editor.setAccessibleDescription(words)
        if bool(self.editor.property("wrong")) != bool(words):
            self.editor.setProperty("wrong", bool(words))
            theme.repolish(self.editor)

    def say(self, help_: str, role: str = "soft") -> None:
        """Other words below the field."""
        self.help.setText(help_)
        self.help.set_role(role)
        self.help.setVisible(bool(help_))


def broad(button: Button) -> Button:
    """A button as wide as its column."""
    button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return button
