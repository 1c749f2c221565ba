"""Nothing there yet: the drawing, what the smallest start is, and its button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mobdesk.ui import theme
from mobdesk.ui.parts.arcs import Arcs
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.parts.marks import IconLabel


class EmptyState(QWidget):
    """An empty page, or with ``drawing`` off what a filter left over: nothing."""

    main_pressed = Signal()
    second_pressed = Signal()

    def __init__(
        self,
        title: str,
        sentence: str,
        main: str = "",
        second: str = "",
        drop_hint: str = "",
        *,
        main_icon: str = "plus",
        second_icon: str = "import",
        drawing: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)
        self.drawing = drawing
        middle = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout(self)
        theme.space(column, 2, 1.5)
        column.addStretch(1)
        if drawing:
            column.addWidget(Arcs(), 0, middle)
            gap = QVBoxLayout()
            theme.space(gap, (0, 1.5, 0, 0))
            column.addLayout(gap)
        self.title = Label(title, "title" if drawing else "section")
        column.addWidget(self.title, 0, middle)
        self.sentence = Paragraph(sentence, "body", "soft")
        self.sentence.setAlignment(middle)
        column.addWidget(self.sentence, 0, middle)
        self._buttons = buttons = QHBoxLayout()
        theme.space(buttons, (0, 1, 0, 1), 1.5)
        buttons.addStretch(1)
        self.main = Button(main, "main" if drawing else "second", main_icon if drawing else "")
        self.main.clicked.connect(lambda: self.main_pressed.emit())
        self.second = Button(second, "second", second_icon)
        self.second.clicked.connect(lambda: self.second_pressed.emit())
        for button, text in ((self.main, main), (self.second, second)):
            if text:
                buttons.addWidget(button)
            else:
                button.setParent(self)
                button.hide()
        buttons.addStretch(1)
        column.addLayout(buttons)
        if drop_hint:
            row = QHBoxLayout()
            theme.space(row, (0, 1, 0, 0), 1)
            row.addStretch(1)
            row.addWidget(IconLabel("import"))
            row.addWidget(Label(drop_hint, "caption", "soft"))
            row.addStretch(1)
            column.addLayout(row)
        column.addStretch(1)

    def add_way(self, button: Button) -> None:
        """One more button after the others."""
        self._buttons.insertWidget(self._buttons.count() - 1, button)

    def say(self, title: str, sentence: str) -> None:
        """Use other words (how many are hidden by which filters)."""
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.setAccessibleName(title)
