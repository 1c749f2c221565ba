"""The first start: three ways to begin, nothing else."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.door import DoorPage
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Hairline
from mobdesk.ui.parts.labels import Paragraph
from mobdesk.ui.parts.marks import IconLabel
from mobdesk.ui.parts.tiles import ChoiceTile


class StartPage(DoorPage):
    """Says which way was chosen; who owns the window goes it."""

    demo_asked = Signal()
    new_asked = Signal()
    open_asked = Signal()
    copy_asked = Signal()
    back_asked = Signal()

    def __init__(self, *, with_demo: bool = True, back: str = "") -> None:
        super().__init__(
            _("Welcome."),
            _("Plan stays abroad, count every cent,\nfind every paper. For one small team."),
            _("How would you like to begin?"),
            _("Nothing here can go wrong: you can do all three, one after another."),
        )
        self.demo = ChoiceTile(
            "eye", _("Look at the demo"), _("A year with 40 invented people. Ten minutes")
        )
        self.demo.clicked.connect(lambda: self.demo_asked.emit())
        self.new = ChoiceTile(
            "projects",
            _("Start with a project code"),
            _("Yours is explained, then your list comes in"),
            usual=True,
        )
        self.new.clicked.connect(lambda: self.new_asked.emit())
        self.open = ChoiceTile(
            "folder", _("Open a workspace"), _("From this laptop or a USB stick")
        )
        self.open.clicked.connect(lambda: self.open_asked.emit())
        for tile in (self.demo, self.new, self.open):
            self.column.addWidget(tile)
        self.copy = Button(_("I have only a copy"), "link")
        self.copy.clicked.connect(lambda: self.copy_asked.emit())
        self.column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        if not with_demo:
            self.demo.hide()
        promise = QHBoxLayout()
        theme.space(promise, (0, 1, 0, 0), 1)
        promise.addWidget(IconLabel("lock"))
        words = _("No account, no internet. Everything stays in one folder that you choose.")
        promise.addWidget(Paragraph(words, "caption", "soft"), 1)
        self.column.addLayout(promise)
        if back:
            self.foot.addWidget(Hairline())
            link = Button(back, "link", "chevron-left")
            link.clicked.connect(lambda: self.back_asked.emit())
            row = QHBoxLayout()
            row.addWidget(link)
            row.addStretch(1)
            self.foot.addLayout(row)
        self.setFocusProxy(self.new)
