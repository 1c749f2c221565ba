"""What the program put on the clipboard, so that it can be taken away when it locks."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

_ours: list[str] = []

# What the systems read to keep something out of clipboard histories.
_PRIVATE = (
    "ExcludeClipboardContentFromMonitorProcessing",
    "x-kde-passwordManagerHint",
    "org.nspasteboard.ConcealedType",
)


def copy(text: str, *, private: bool = False) -> None:
    """Put ``text`` on the clipboard; ``private`` keeps it out of clipboard histories."""
    data = QMimeData()
    data.setText(text)
    if private:
        for name in _PRIVATE:
            data.setData(name, b"secret" if "kde" in name else b"1")
    _ours[:] = [text]
    QGuiApplication.clipboard().setMimeData(data)


def forget() -> None:
    """Empty the clipboard if it still holds what ``copy`` put there."""
    board = QGuiApplication.clipboard()
    if _ours and board.text() == _ours[0]:
        board.clear()
    _ours.clear()


def cell(text: str) -> str:
    """A text that a spreadsheet takes as a text: never as a formula, in one cell."""
    flat = text.replace("\r\n", " ").replace("\n", " ")
    safe = f"'{flat}" if flat[:1] in tuple("=+-@\t\r") else flat
    return safe.replace("\t", " ").replace("\r", " ")


def tsv(rows: list[list[str]]) -> str:
    """Rows as tab separated text."""
    return "\n".join("\t".join(cell(text) for text in row) for row in rows)
