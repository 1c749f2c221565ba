"""A place for files: drop them, or press it to choose them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QRectF, QSize, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from mobdesk.i18n import ngettext
from mobdesk.ui import icons, theme
from mobdesk.ui.parts.base import Pressable, advance, painter_for, rounded, words


def dropped_files(data: QMimeData) -> list[Path]:
    """The local files of a drag; links to the net are left out."""
    urls = data.urls() if data.hasUrls() else []
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


def _attach(count: int) -> str:
    return ngettext("Let go to attach {n} file", "Let go to attach {n} files", count)


class DropZone(Pressable):
    """Dashed and sunk; blue while files are over it. ``clicked`` asks for a file dialog."""

    dropped = Signal(list)

    def __init__(
        self,
        text: str,
        over: Callable[[int], str] = _attach,
        icon: str = "import",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self._say_over = over
        self._over = 0
        self.setAccessibleName(text)
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def hover_files(self, count: int) -> None:
        """Show that ``count`` files are over the zone (0: no longer); for a card as target."""
        self._over = count
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        width = advance(self.text(), "body") + look.icon_size + look.px(7)
        return QSize(round(width), look.body_height + look.px(6))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        count = len(dropped_files(event.mimeData()))
        if count:
            self.hover_files(count)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hover_files(0)

    def dropEvent(self, event: QDropEvent) -> None:
        files = dropped_files(event.mimeData())
        self.hover_files(0)
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        rect = QRectF(self.rect())
        if self._over:
            frame = look.color("accent")
            rounded(painter, rect, look.radius, look.color("accent_soft"), frame, look.u / 4)
            text, font, role = self._say_over(self._over), "strong", "accent_text"
        else:
            painter.setBrush(look.color("neutral_soft" if self.hovered else "sunk"))
            pen = QPen(look.color("edge"), 1.4)
            pen.setDashPattern([4.0, 3.0])
            painter.setPen(pen)
            inner = rect.adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(inner, look.radius, look.radius)
            text, font, role = self.text(), "body", "soft"
        size = look.icon_size
        content = size + look.px(1.25) + advance(text, font)
        x = (rect.width() - content) / 2
        icons.paint(painter, self._icon, look.color(role), x, (rect.height() - size) / 2, size)
        rest = rect.adjusted(x + size + look.px(1.25), 0, 0, 0)
        words(painter, rest, text, font, look.color(role))
        painter.end()
