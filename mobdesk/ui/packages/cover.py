"""The made PDF, page by page, as it will be read."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from mobdesk.i18n import _
from mobdesk.services.reports import Page
from mobdesk.ui import theme
from mobdesk.ui.parts.base import Painted, painter_for
from mobdesk.ui.parts.buttons import IconButton
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Label

_ASPECT = 2**0.5
WIDTH = 40  # characters
_INCHES = 210 / 25.4  # A4


class Paper(Painted):
    """One page on white; nothing yet is a blank sheet."""

    def __init__(self) -> None:
        super().__init__(None, _("The report as it will be read"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._image = QImage()

    def show_image(self, image: QImage) -> None:
        """Show a page; an empty image is a blank sheet."""
        self._image = image
        self.update()

    @property
    def dpi(self) -> float:
        """At so many points per inch a page has the pixels of this sheet."""
        return self.sizeHint().width() * self.devicePixelRatioF() / _INCHES

    def sizeHint(self) -> QSize:
        width = theme.current().chars(WIDTH)
        return QSize(width, round(width * _ASPECT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        rect = QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(rect, theme.current().color("paper"))
        if not self._image.isNull():
            painter.drawImage(rect, self._image)
        painter.setPen(theme.current().color("line"))
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()


class Cover(Card):
    """The pages of the report with a way through them; ``wanted`` asks for one."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__(padding=(2, 2))
        self.setAccessibleName(_("The report as it will be read"))
        self._number = self._pages = 1
        self.paper = Paper()
        self.add(self.paper)
        self.body.setAlignment(self.paper, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        theme.space(row, 0, 0.5)
        self.back = IconButton("chevron-left", _("Page before"), small=True)
        self.on = IconButton("chevron-right", _("Next page"), small=True)
        self.words = Label("", "body", "soft", equal_digits=True)
        self.back.clicked.connect(lambda: self.wanted.emit(self._number - 1))
        self.on.clicked.connect(lambda: self.wanted.emit(self._number + 1))
        row.addStretch(1)
        for part in (self.back, self.words, self.on):
            row.addWidget(part)
        row.addStretch(1)
        self.add(row)
        self.finish()
        self.blank()

    def blank(self) -> None:
        """Nothing is made yet."""
        self.paper.show_image(QImage())
        self.words.setText(_("Making the report …"))
        self.back.setEnabled(False)
        self.on.setEnabled(False)

    def show_page(self, page: Page) -> None:
        """Show a page."""
        form = QImage.Format.Format_RGB32
        image = QImage(page.pixels, page.width, page.height, page.stride, form).copy()
        self._number, self._pages = page.number, page.pages
        self.paper.show_image(image)
        said = _("Page {n} of {pages}").format(n=f"{page.number:,}", pages=f"{page.pages:,}")
        self.words.setText(said)
        self.paper.setAccessibleDescription(said)
        self.back.setEnabled(page.number > 1)
        self.on.setEnabled(page.number < page.pages)
