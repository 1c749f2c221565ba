"""A form with a foot: what follows from the values typed, in one line, and what to look at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mobdesk.i18n import ngettext
from mobdesk.ui import theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.dialogs import INSET, SIDE
from mobdesk.ui.form_dialog import FormDialog, Save
from mobdesk.ui.forms import Field
from mobdesk.ui.parts.labels import Paragraph, strong

#: More than these is no help while one types.
_MOST_NOTES = 4


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
        self._fitted: tuple[int, ...] = ()
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
        """Show ``line``, or softly what is still ``asked`` for; below it the first notes."""
        self.days.setText(line or asked)
        self.days.set_role("text" if line else "soft")
        theme.set_font(self.days, "strong" if line else "caption")
        said = list(notes[:_MOST_NOTES])
        if (more := len(notes) - len(said)) > 0:
            said.append(ngettext("And {n} more.", "And {n} more.", more).format(n=more))
        self.notes.setText("\n".join(said))
        self.notes.setVisible(bool(said))
        if self.isVisible():
            self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """The lines below the form have their room when it opens."""
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give the foot what its lines need, never less than before: nothing jumps back.

        The form gets the rest of the window; where that is too little, it scrolls.
        """
        look = theme.current()
        wide = self.width() - look.px(2 * (SIDE + INSET))
        lines = max(2 * look.metrics("caption").height(), self.notes.heightForWidth(wide))
        needed = round(look.body_height + (lines if self.notes.text() else 0) + look.px(1))
        usual = round(look.body_height + 2 * look.metrics("caption").height() + look.px(1))
        self._foot.setFixedHeight(max(self._foot.minimumHeight(), usual, needed))
        inside = self.form.sizeHint().height() + look.px(2)
        if self._fitted == (self._foot.minimumHeight(), inside, self.most_height()):
            return  # nothing moves while one types
        self._fitted = (self._foot.minimumHeight(), inside, self.most_height())
        if (column := self.layout()) is not None:
            column.activate()  # the foot as it is now counts
        spare = self.most_height() - self.minimumSizeHint().height()
        room = self._scroll.minimumHeight() + spare
        self._scroll.setMinimumHeight(max(look.px(12), min(inside, room)))
        self.adjustSize()
        window = self._page.window()
        self.move(window.mapToGlobal(window.rect().center()) - self.rect().center())

    def most_height(self) -> int:
        """The height that fits the window."""
        return self._page.window().height() - theme.current().px(2)
