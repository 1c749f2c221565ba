"""The quiet bar: what was just done, with Undo. It never takes the focus."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from mobdesk.i18n import _
from mobdesk.ui import icons, theme
from mobdesk.ui.parts.base import Pressable, advance, painter_for, rounded, words
from mobdesk.ui.parts.labels import Label
from mobdesk.ui.parts.marks import IconLabel

STAYS_MS = 8000


class _BarButton(Pressable):
    """Undo, or close, on the reversed ground."""

    def __init__(self, text: str, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._icon = icon
        self.setAccessibleName(text)
        # The pointer presses without taking the focus away from the page.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        look = theme.current()
        height = look.body_height + look.u
        width = look.icon_size + look.u if self._icon else round(advance(self.text(), "strong"))
        return QSize(width + (0 if self._icon else look.u), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        if self._icon:
            size = look.icon_size
            x, y = (self.width() - size) / 2, (self.height() - size) / 2
            icons.paint(painter, self._icon, look.color("bar_text"), x, y, size)
        else:
            rect, color = QRectF(self.rect()), look.color("bar_action")
            words(painter, rect, self.text(), "strong", color, Qt.AlignmentFlag.AlignHCenter)
        if self.hovered:
            painter.fillRect(
                QRectF(look.u / 2, self.height() - look.u / 2, self.width() - look.u, 1),
                look.color("bar_text"),
            )
        painter.end()


class QuietBar(QWidget):
    """A row under the page. Stays 8 s, and as long as pointer or focus is in it."""

    undo_pressed = Signal()
    gone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        theme.space(row, (2.25, 0.75), 2.25)
        self._icon = IconLabel("check", "bar_text")
        self._words = Label("", "body", "bar_text")
        self._undo = _BarButton(_("Undo"))
        self._key = Label("", "caption", "bar_soft")
        self._close = _BarButton(_("Close"), "close")
        self._close.setToolTip(_("Close"))
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self._icon, self._words),
            (self._undo, self._key, self._close),
        )
        for group in groups:
            together = QHBoxLayout()
            theme.space(together, gap=1)
            for part in group:
                together.addWidget(part)
            row.addLayout(together)
        self._undo.clicked.connect(self._undone)
        self._close.clicked.connect(self.leave)
        self._stays = STAYS_MS
        self._undo_work: Callable[[], object] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._time_is_over)
        self.hide()

    def show_message(
        self,
        text: str,
        undo: Callable[[], object] | None = None,
        key: str = "Ctrl+Z",
        undo_word: str = "",
        icon: str = "check",
        stays_ms: int = STAYS_MS,
    ) -> None:
        """Say what was done; ``undo`` is called by its Undo. Screen readers hear it politely."""
        self._undo_work = undo
        self._icon.set(icon, "bar_text")
        self._words.setText(text)
        self._undo.setText(undo_word or _("Undo"))
        self._undo.setAccessibleName(self._undo.text())
        self._undo.setVisible(undo is not None)
        self._key.setText(key)
        self._key.setVisible(undo is not None and bool(key))
        self.setAccessibleName(text)
        self.show()
        self.adjustSize()
        self._stays = stays_ms
        self._timer.start(stays_ms)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def text(self) -> str:
        """What the bar says."""
        return self._words.text()

    def leave(self) -> None:
        """Hide the bar; Ctrl+Z still works."""
        self._timer.stop()
        self.hide()
        self.gone.emit()

    def forget(self) -> None:
        """Hide the bar and keep nothing of what it said, nor the way to take it back."""
        self._undo_work = None
        self._words.setText("")
        self.setAccessibleName("")
        self.leave()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self.isVisible():
            self._timer.start(self._stays)
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        rounded(painter, QRectF(self.rect()), look.radius + 1, look.color("bar"))
        painter.end()

    def _time_is_over(self) -> None:
        if self._undo.hasFocus() or self._close.hasFocus():
            self._timer.start(self._stays)
            return
        self.leave()

    def _undone(self) -> None:
        work = self._undo_work
        self.leave()
        self.undo_pressed.emit()
        if work is not None:
            work()
