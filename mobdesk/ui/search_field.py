"""The search field of a list."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from mobdesk.ui import theme
from mobdesk.ui.fields import Text, leave_undo
from mobdesk.ui.parts.marks import IconLabel


class SearchField(Text):
    """The search field of a page; Down goes to the table, Esc empties it.

    Ctrl+Z is the program's here.
    """

    def __init__(self, placeholder: str, name: str) -> None:
        super().__init__(placeholder)
        self.setAccessibleName(name)
        leave_undo(self)
        self._sign = IconLabel("search")
        self._sign.setParent(self)
        self._sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.theme_changed()
        self.below: QWidget | None = None

    def theme_changed(self) -> None:
        """Width in characters; the sign grows with the text."""
        look = theme.current()
        self.setFixedWidth(look.chars(37))
        size = self._sign.sizeHint()
        y = (look.control_height - size.height()) // 2
        self._sign.setGeometry(look.px(1.25), y, size.width(), size.height())
        self.setTextMargins(size.width() + look.px(1), 0, 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.below is not None:
            self.below.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def place(self) -> None:
        """The sign stands at the left; nothing at the right."""
