"""Text: one line, elided, or a paragraph. Font and colour by role, so both follow the theme."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from mobdesk.ui import theme
from mobdesk.ui.parts.base import painter_for, wraps

#: Line to line in a paragraph, in parts of the font size.
LINE_HEIGHT = 1.3
_WIDTHS = 32  # of which a paragraph knows its height


class _RoleLabel(QLabel):
    """Plain text that keeps the colour of its role."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            theme.keep_text_role(self)

    def set_role(self, role: str) -> None:
        """Another colour, by role."""
        theme.set_text_role(self, role)


class Label(_RoleLabel):
    """One line of plain text that keeps its height."""

    def __init__(
        self,
        text: str,
        font: str = "body",
        role: str = "text",
        *,
        equal_digits: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        theme.set_font(self, font, equal_digits=equal_digits)
        theme.set_text_role(self, role)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Steady(Label):
    """A count that changes at every key of a search: it keeps the room of the longest one.

    Of a label whose size is fixed Qt lays out nothing again; of another one the whole page.
    """

    def __init__(self, text: str, font: str = "body", role: str = "text") -> None:
        super().__init__(text, font, role)
        self.theme_changed()

    def setText(self, text: str) -> None:
        super().setText(text)
        self.keep_room()

    def keep_room(self) -> None:
        """Grow to the text shown now where it is longer than those before."""
        # The hint of QLabel: a fixed size does not hold it back.
        hint = self.sizeHint()
        if hint.width() > self.minimumWidth() or hint.height() != self.minimumHeight():
            self.setFixedSize(max(hint.width(), self.minimumWidth()), hint.height())

    def theme_changed(self) -> None:
        """Another text size: begin anew."""
        self.setFixedSize(self.sizeHint())


def caption(text: str, role: str = "soft") -> Label:
    """A second line, a help text, a header."""
    return Label(text, "caption", role)


def body(text: str, role: str = "text") -> Label:
    """Running text on one line."""
    return Label(text, "body", role)


def label(text: str) -> Label:
    """The words above a field."""
    return Label(text, "label")


def strong(text: str, role: str = "text") -> Label:
    """The first line of a row."""
    return Label(text, "strong", role)


def section(text: str) -> Label:
    """The title of a card."""
    return Label(text, "section")


def title(text: str) -> Label:
    """The title of a page."""
    return Label(text, "title")


def figure(text: str) -> Label:
    """A large sum, with digits of equal width."""
    return Label(text, "figure", equal_digits=True)


class Elided(Label):
    """One line that may end in dots; never for sums, dates, verdicts or errors.

    Takes the room that is there; the whole text is its name, and its tooltip when cut.
    """

    def __init__(
        self, text: str, font: str = "body", role: str = "text", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, font, role, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setAccessibleName(text)
        self._tell()

    def is_cut(self) -> bool:
        """Not all of the text is visible."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.width()

    def minimumSizeHint(self) -> QSize:
        least = min(self.sizeHint().width(), theme.current().chars(8))
        return QSize(least, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().windowText().color())
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        painter.drawText(
            QRectF(self.rect()), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown
        )
        painter.end()

    def _tell(self) -> None:
        whole = self.text() if self.is_cut() else ""
        if whole != self.toolTip():  # each change is an event that the whole program hears
            self.setToolTip(whole)


class Paragraph(_RoleLabel):
    """Text of one or more lines at 130 % line height, exactly as high as it needs.

    A single line keeps the height of its font.

    Its smallest height is the one at its real width: QLabel reports it at its smallest width,
    which makes windows higher than the screen.
    """

    def __init__(
        self,
        text: str,
        font: str = "body",
        role: str = "text",
        *,
        most: float = 75,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._measured: object = None  # what the heights are true of
        self._heights: dict[int, int] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self._most = most
        theme.set_font(self, font)
        theme.set_text_role(self, role)
        wraps(self)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Kept by width: while a page is laid out each paragraph is asked dozens of times."""
        measured = (self.text(), self.font(), self.logicalDpiY())
        if measured != self._measured or len(self._heights) >= _WIDTHS:
            self._measured, self._heights = measured, {}
        height = self._heights.get(width)
        if height is None:
            _layout, height = self._laid(max(1, width))
            self._heights[width] = height
        return height

    def sizeHint(self) -> QSize:
        most = theme.current().chars(self._most)
        line = max(
            (self.fontMetrics().horizontalAdvance(each) for each in self.text().split("\n")),
            default=0,
        )
        width = min(most, line + 2)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        least = min(hint.width(), theme.current().chars(18))
        known = self.testAttribute(Qt.WidgetAttribute.WA_WState_Created) or self.isVisible()
        width = self.width() if known and self.width() >= least else hint.width()
        return QSize(least, self.heightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        layout, height = self._laid(self.width())
        painter = painter_for(self)
        painter.setPen(self.palette().windowText().color())
        top = 0.0
        if self.alignment() & Qt.AlignmentFlag.AlignVCenter:
            top = max(0.0, (self.height() - height) / 2)
        layout.draw(painter, QPointF(0, top))
        painter.end()

    def _laid(self, width: int) -> tuple[QTextLayout, int]:
        option = QTextOption(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout = QTextLayout(self.text().replace("\n", "\u2028"), self.font())
        layout.setTextOption(option)
        em = self.font().pointSizeF() * self.logicalDpiY() / 72
        step = max(math.ceil(em * LINE_HEIGHT), self.fontMetrics().height())
        first = round((step - self.fontMetrics().height()) / 2)
        layout.beginLayout()
        lines = 0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, first + lines * step))
            lines += 1
        if lines == 1:
            layout.lineAt(0).setPosition(QPointF(0, 0))
        layout.endLayout()
        one = math.ceil(self.fontMetrics().height())
        return layout, lines * step if lines > 1 else one
