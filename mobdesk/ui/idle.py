"""Tells when nobody touched keyboard or pointer for a while, or the computer slept."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic, time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

LOOK_EVERY_S = 10

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(QObject):
    """Emits ``idle`` once after ``minutes`` without a touch, and when the clock jumped (sleep)."""

    idle = Signal()

    def __init__(
        self,
        app: QApplication,
        minutes: float,
        *,
        clock: Callable[[], float] = monotonic,
        wall: Callable[[], float] = time,
    ) -> None:
        super().__init__(app)
        self.minutes = minutes
        self._clock, self._wall = clock, wall
        self._touched, self._seen = clock(), wall()
        self._told = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_S * 1000)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touched, self._told = self._clock(), False
        return False

    def look(self) -> None:
        """Tell if it is time; called by a timer."""
        now, seen = self._wall(), self._seen
        self._seen = now
        slept = now - seen > 6 * LOOK_EVERY_S
        if (slept or self._clock() - self._touched >= self.minutes * 60) and not self._told:
            self._told = True
            self.idle.emit()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
