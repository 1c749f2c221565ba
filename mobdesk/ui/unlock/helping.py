"""Help and contacts without signing in: the help room's own widget, with a way back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.parts.buttons import Button


class HelpWithoutSigningIn(QWidget):
    """``help_room`` has ``unlocked_widget(folder)``: what anybody at this computer may read."""

    back_asked = Signal()

    def __init__(self, help_room: Any, folder: Path | None) -> None:
        super().__init__()
        self.setObjectName("page")
        column = QVBoxLayout(self)
        theme.space(column, (3, 2.5, 3, 3), 1.5)
        row = QHBoxLayout()
        back = Button(_("Back"), "quiet", "chevron-left")
        back.clicked.connect(lambda: self.back_asked.emit())
        row.addWidget(back)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(help_room.unlocked_widget(folder), 1)
        self.setFocusProxy(back)
