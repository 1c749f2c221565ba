"""Fields of private pages: no learning keyboards, no clipboard history, wiped when locked."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from mobdesk.ui import clipboard
from mobdesk.ui.fields import LongText, Text

_HINTS = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText


class PrivateText(LongText):
    """Several lines. What is copied or dragged out of it stays out of clipboard histories."""

    def __init__(self, placeholder: str = "", lines: int = 3) -> None:
        super().__init__(placeholder, lines)
        self.setInputMethodHints(_HINTS | Qt.InputMethodHint.ImhMultiLine)

    def value(self) -> str:
        """What was typed, with its spaces: it is kept at every key."""
        return self.toPlainText()

    def createMimeDataFromSelection(self) -> QMimeData:
        return clipboard.private_data(self.textCursor().selection().toPlainText())


class PrivateLine(Text):
    """One line. It copies by key only: the menu of a line cannot keep out of histories."""

    def __init__(self, placeholder: str = "", most: int = 0) -> None:
        super().__init__(placeholder, most)
        self.setInputMethodHints(_HINTS)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        cut = event.matches(QKeySequence.StandardKey.Cut)
        if cut or event.matches(QKeySequence.StandardKey.Copy):
            if self.hasSelectedText():
                clipboard.copy(self.selectedText(), private=True)
                if cut:
                    self.insert("")
            return
        super().keyPressEvent(event)


def wipe(widget: QWidget) -> None:
    """Take every text, and the way back to it, out of the fields of ``widget``, unheard."""
    for text in widget.findChildren(QPlainTextEdit):
        text.blockSignals(True)
        text.setPlainText("")  # with it the steps of Undo go
        text.document().clearUndoRedoStacks()
    for line in widget.findChildren(QLineEdit):
        line.blockSignals(True)
        line.setText("")  # clear() would leave a step of Undo
