"""Dialogs: for forms and for what cannot be undone. They dim the window and never block code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QPaintEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from mobdesk.i18n import _
from mobdesk.ui import errors, theme
from mobdesk.ui.keys import keys_of
from mobdesk.ui.parts.base import painter_for, rounded
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Hairline
from mobdesk.ui.parts.labels import Label, Paragraph, caption
from mobdesk.ui.parts.marks import IconLabel

# Left and right of the sheet: the body of a form reaches into the inset, for its focus rings.
SIDE, INSET = 2.75, 0.75


class Dimmer(QWidget):
    """A shade over a window while a dialog is open; follows its size."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        painter.fillRect(self.rect(), theme.current().color("dim"))
        painter.end()


class Dialog(QDialog):
    """A sheet over its window: title, context line, ``body``, hairline, ``footer``.

    Shown with ``open()``. Deleted when it closes.
    """

    def __init__(
        self, parent: QWidget | None, title: str, context: str = "", icon: str = ""
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setWindowTitle(_("Mobdesk"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setStyleSheet("#sheet { background: transparent; }")
        self.setAccessibleName(title)
        self._dimmer: Dimmer | None = None
        column = QVBoxLayout(self)
        theme.space(column, (SIDE, 3, SIDE, 2.5), 2)
        head = QHBoxLayout()
        theme.space(head, (INSET, 0), 1.5)
        if icon:
            head.addWidget(IconLabel(icon, "stop_text"))
        words = QVBoxLayout()
        theme.space(words, 0, 0.25)
        self.title = Label(title, "section" if icon else "title")
        words.addWidget(self.title)
        self.context = Label(context, "caption", "soft")
        if not context:
            self.context.hide()
        words.addWidget(self.context)
        head.addLayout(words, 1)
        self.close_button = IconButton("close", _("Close"))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.close_button.clicked.connect(self.reject)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self.body = QVBoxLayout()
        theme.space(self.body, (INSET, 0), 2)
        column.addLayout(self.body, 1)
        line = QHBoxLayout()
        theme.space(line, (INSET, 0))
        line.addWidget(Hairline())
        column.addLayout(line)
        self.footer = QHBoxLayout()
        theme.space(self.footer, (INSET, 0), 1)
        column.addLayout(self.footer)
        for keys in keys_of("lock"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._ask_to_lock)

    def _ask_to_lock(self) -> None:
        """The shortcuts of the window do not reach over a dialog; locking has to."""
        parent = self.parentWidget()
        window = parent.window() if parent is not None else self
        if hasattr(window, "lock_asked"):  # later: locking deletes this dialog
            QTimer.singleShot(0, window, window.lock_asked.emit)

    def set_width(self, characters: float) -> None:
        """The width; first the width, then the height that the words need at it."""
        window = self.parentWidget()
        room = window.window().width() - theme.current().px(4) if window else 10_000
        self.setFixedWidth(min(theme.current().chars(characters), max(room, 300)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        parent = self.parentWidget()
        if parent is None:
            return
        window = parent.window()
        if self._dimmer is None:
            self._dimmer = Dimmer(window)
        self.adjustSize()
        self.move(window.mapToGlobal(window.rect().center()) - self.rect().center())

    def done(self, result: int) -> None:
        if self._dimmer is not None:
            self._dimmer.deleteLater()
            self._dimmer.hide()
            self._dimmer = None
        super().done(result)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        ground, frame = look.color("surface"), look.color("line")
        rounded(painter, QRectF(self.rect()), look.card_radius, ground, frame)
        painter.end()


class Answer(NamedTuple):
    """One button of a question; ``main`` is the safe one and has the focus."""

    key: str
    words: str
    main: bool = False


def ask(
    parent: QWidget | None,
    title: str,
    text: str,
    answers: Sequence[Answer],
    then: Callable[[str], object],
) -> Dialog:
    """Ask a question; ``then`` hears the key of the answer, "" when it was closed with Esc.

    All texts already translated. Buttons stand in the given order, the main one last.
    """
    dialog = Dialog(parent, title)
    words = Paragraph(text)
    dialog.body.addWidget(words)
    dialog.setAccessibleDescription(text)
    dialog.footer.addStretch(1)
    chosen = [""]

    def choose(key: str) -> None:
        chosen[0] = key
        dialog.accept()

    for one in sorted(answers, key=lambda each: each.main):
        button = Button(one.words, "main" if one.main else "second")
        button.setObjectName(one.key)
        button.clicked.connect(lambda _on=False, key=one.key: choose(key))
        dialog.footer.addWidget(button)
        if one.main:
            button.setDefault(True)
            button.setFocus()
    dialog.finished.connect(lambda _result: then(chosen[0]))
    dialog.set_width(62)
    dialog.open()
    return dialog


def confirm(
    parent: QWidget | None, title: str, text: str, do: str, then: Callable[[], object]
) -> Dialog:
    """Ask before what cannot be undone; ``then`` is called when the user goes on.

    Cancel has the focus: the default button never destroys.
    """
    answers = (Answer("do", do), Answer("", _("Cancel"), main=True))
    return ask(parent, title, text, answers, lambda key: then() if key == "do" else None)


def show_bug(parent: QWidget | None, err: BaseException) -> Dialog:
    """Say that the fault is ours, with a report that can be read and copied."""
    dialog = Dialog(
        parent,
        _("This did not work, and the fault is ours"),
        _("Your work is safe: the last change is saved, this one left no trace."),
        "warning",
    )
    report = QPlainTextEdit(errors.report(err))
    report.setReadOnly(True)
    report.setTabChangesFocus(True)
    report.setAccessibleName(_("Report"))
    theme.set_font(report, "mono")
    report.setFixedHeight(theme.current().body_height * 7)
    dialog.body.addWidget(report)
    safe = QHBoxLayout()
    theme.space(safe, 0, 1)
    safe.addWidget(IconLabel("check", "ok_text"))
    safe.addWidget(caption(_("No names and no texts of yours are in this report.")), 1)
    dialog.body.addLayout(safe)
    copy = Button(_("Copy the report"), "second", "copy")
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report.toPlainText()))
    go_on = Button(_("Carry on"), "main")
    go_on.clicked.connect(dialog.accept)
    dialog.footer.addStretch(1)
    dialog.footer.addWidget(copy)
    dialog.footer.addWidget(go_on)
    dialog.set_width(80)
    dialog.open()
    go_on.setFocus()
    return dialog
