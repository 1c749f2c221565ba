"""What the program put on the clipboard, so that it can be taken away when it locks."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication

from mobdesk.domain.neutral import neutral

_ours: list[str] = []

# What the systems read to keep something out of clipboard histories.
_PRIVATE = (
    "ExcludeClipboardContentFromMonitorProcessing",
    "x-kde-passwordManagerHint",
    "org.nspasteboard.ConcealedType",
)
_OURS = "application/x-mobdesk-private"


def copy(text: str, *, private: bool = False) -> None:
    """Put ``text`` on the clipboard; ``private`` keeps it out of clipboard histories."""
    if private:
        data = private_data(text)
    else:
        data = QMimeData()
        data.setText(text)
    _ours[:] = [text]
    QGuiApplication.clipboard().setMimeData(data)


def private_data(text: str) -> QMimeData:
    """``text`` for the clipboard, kept out of histories and known as ours when it is locked."""
    data = QMimeData()
    data.setText(text)
    for name in _PRIVATE:
        data.setData(name, b"secret" if "kde" in name else b"1")
    data.setData(_OURS, b"1")
    return data


def forget() -> None:
    """Empty the clipboard if it still holds what ``copy`` put there; so with what is selected."""
    board = QGuiApplication.clipboard()
    held = board.mimeData()
    private = held is not None and held.hasFormat(_OURS)
    if private or (_ours and board.text() == _ours[0]):
        board.clear()
    if board.supportsSelection() and board.ownsSelection():
        board.clear(QClipboard.Mode.Selection)
    _ours.clear()


def cell(text: str) -> str:
    """A text that a spreadsheet takes as a text: never as a formula, in one cell."""
    safe = neutral(text).replace("\r\n", " ")
    return safe.replace("\n", " ").replace("\t", " ").replace("\r", " ")


def tsv(rows: list[list[str]]) -> str:
    """Rows as tab separated text."""
    return "\n".join("\t".join(cell(text) for text in row) for row in rows)
