"""A form with a foot: what follows from the values typed, in one line, and what to look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mobdesk.ui import theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.dialogs import INSET
from mobdesk.ui.form_dialog import FormDialog, Save
from mobdesk.ui.forms import Field
from mobdesk.ui.parts.labels import Paragraph, strong

_NO_END = 16_777_215  # the largest height that Qt knows


class FootedDialog(FormDialog):
    """Below the fields stands a line (``say``) and notes; both keep their room."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        declared: Sequence[Field],
        save: Save,
        **more: Any,
    ) -> None:
        self._page = parent
        super().__init__(desk, parent, title, declared, save, **more)
        self.days = strong("")
        self.notes = Paragraph("", "caption", "wait_text")
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        theme.space(foot, (INSET, 0), 0.5)
        foot.addWidget(self.days)
        foot.addWidget(self.notes)
        foot.addStretch(1)
        self.body.addWidget(self._foot)

    def say(self, line: str, asked: str, notes: Sequence[str]) -> None:
        """Show ``line``, or softly what is still ``asked`` for; below it the notes."""
        self.days.setText(line or asked)
        self.days.set_role("text" if line else "soft")
        theme.set_font(self.days, "strong" if line else "caption")
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))

    def showEvent(self, event: QShowEvent) -> None:
        """The lines below the form keep their room, so that nothing jumps while one types."""
        look = theme.current()
        high = look.body_height + 2 * look.metrics("caption").height() + look.px(1)
        self._foot.setFixedHeight(round(high))
        super().showEvent(event)
        inside = self.form.sizeHint().height() + look.px(2)
        spare = self.most_height() - self.minimumSizeHint().height()
        room = max(look.px(20), self._scroll.minimumHeight() + spare)
        if inside > room:  # it scrolls anyway: lines that come below take their room from it
            self._foot.setMinimumHeight(0)
            self._foot.setMaximumHeight(_NO_END)
            room += round(high) - self._foot.minimumSizeHint().height()
        self._scroll.setMinimumHeight(min(inside, room))
        self.adjustSize()
        if inside > room:
            self._scroll.setMinimumHeight(look.px(20))
        window = self._page.window()
        self.move(window.mapToGlobal(window.rect().center()) - self.rect().center())

    def most_height(self) -> int:
        """The height that fits the window."""
        return self._page.window().height() - theme.current().px(2)
