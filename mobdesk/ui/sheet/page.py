"""The workspace sheet on screen and on paper. It is made in memory; no file is written."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.errors import Refused
from mobdesk.i18n import _
from mobdesk.services import sheet as service
from mobdesk.services.sheet import SheetState
from mobdesk.ui import errors, printing, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.door import Labelled
from mobdesk.ui.fields import Text
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.base import Painted, painter_for
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Paragraph

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from mobdesk.services.sheet import Picture

SCREEN_DPI = 144
GROUPS, ASKED = 14, 2
SHAPE = 2**0.5  # A4


class Paper(Painted):
    """A page as it will come out of the printer."""

    def __init__(self) -> None:
        super().__init__(None, _("The workspace sheet as it will be printed"))
        self._image = QImage()

    def show_image(self, image: QImage) -> None:
        """Show a page, or nothing (an empty image)."""
        self._image = image
        self.update()

    def sizeHint(self) -> QSize:
        width = theme.current().chars(62)
        return QSize(width, round(width * SHAPE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        rect = QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        width = min(rect.width(), rect.height() / SHAPE)
        rect = QRectF(0, 0, width, width * SHAPE)  # a page keeps its shape
        painter.fillRect(rect, theme.current().color("paper"))
        if not self._image.isNull():
            painter.drawImage(rect, self._image)
        painter.setPen(theme.current().color("line"))
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()


class SheetPage(Page):
    """Print, then type two groups again: that proves the paper."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Workspace sheet"))
        self.header.set_line(_("This paper opens the workspace when a passphrase is lost."))
        self.print_button = Button(_("Print the sheet"), "main", "printer")
        self.print_button.clicked.connect(lambda: self.print_sheet())
        self.header.add_action(self.print_button)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(self._both, 0, 2)
        self.paper = Paper()
        self._both.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        theme.space(right, 0, 2)
        right.addWidget(self._make_why())
        right.addWidget(self._make_proof())
        right.addStretch(1)
        self._both.addLayout(right, 1)
        self.body.addLayout(self._both)
        self.body.addStretch(1)

    def refresh(self) -> None:
        desk = self.desk
        desk.read(self, service.picture, desk.today(), SCREEN_DPI, then=self._show, key="paper")
        desk.read(self, service.state, then=self._say_state, key="state")

    def mode_changed(self) -> None:
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._both.setDirection(right if self.mode is Mode.WIDE else down)

    def print_sheet(self) -> None:
        """Ask for the printer, then print from memory."""
        printing.ask_printer(self, self._print_on)

    def _print_on(self, printer: QPrinter) -> None:
        today = self.desk.today()

        def draw(picture: Picture) -> None:
            printing.print_pages(printer, [picture])
            self.desk.write(self, service.set_printed, then=lambda _none: self._printed())

        self.desk.read(self, service.picture, today, printing.PAPER_DPI, then=draw)

    def _printed(self) -> None:
        self.desk.say(_("Sent to the printer. Keep the paper where only you find it."))
        self.refresh()
        self.first.setFocus()

    def _show(self, picture: Picture) -> None:
        self.paper.show_image(printing.image_of(picture))

    def _say_state(self, state: SheetState) -> None:
        if state.proved:
            self.header.set_badge(_("Checked"), "ok", "check")
        elif state.printed:
            self.header.set_badge(_("Printed, not checked yet"), "wait", "warning")
        else:
            self.header.set_badge(_("Not printed yet"), "wait", "warning")

    # the two cards
    def _make_why(self) -> Card:
        card = Card(_("How to keep it"))
        for text in (
            _("Whoever has this paper and the folder can read the workspace."),
            _("Keep it away from the laptop, for example with the contracts."),
            _("Nothing is saved: the sheet is made in memory and goes to the printer."),
            _("After new keys the old paper is void. Mobdesk asks for a new one."),
        ):
            card.add(Paragraph(text))
        card.finish()
        return card

    def _make_proof(self) -> Card:
        card = Card(_("Check the paper"))
        numbers = sorted(secrets.SystemRandom().sample(range(1, GROUPS + 1), ASKED))
        self.first, self.second = (
            Labelled(_("Group {n}").format(n=number), Text("", 8)) for number in numbers
        )
        self._numbers = numbers
        card.add(Paragraph(_("Type these two groups from the paper. Count from the first one.")))
        row = QHBoxLayout()
        theme.space(row, 0, 2)
        for field in (self.first, self.second):
            row.addWidget(field)
            field.editor.returnPressed.connect(lambda: self.prove())
        row.addStretch(1)
        card.add(row)
        button = Button(_("Check the paper"), "second", "check")
        button.clicked.connect(lambda: self.prove())
        card.add(_left(button))
        card.finish()
        return card

    def prove(self) -> None:
        """Compare what was typed with today's sheet."""
        fields = (self.first, self.second)
        typed = {
            number: str(field.editor.value())
            for number, field in zip(self._numbers, fields, strict=True)
        }
        for field in fields:
            field.show_error("")
        self.desk.write(
            self, service.prove, typed, then=lambda _none: self._proved(), fail=self._wrong
        )

    def _proved(self) -> None:
        for field in (self.first, self.second):
            field.editor.clear()
        self.desk.say(_("The paper is right."))
        self.refresh()

    def _wrong(self, err: BaseException) -> None:
        said = errors.worded(err)
        if not isinstance(err, Refused) or err.code != "sheet_group_wrong" or said is None:
            self.desk.show_error(self, err)
            return
        field = self.first if err.values["group"] == self._numbers[0] else self.second
        field.show_error(f"{said.what} {said.advice}")
        field.editor.setFocus()


def _left(widget: QWidget) -> Any:
    row = QHBoxLayout()
    row.addWidget(widget)
    row.addStretch(1)
    return row
