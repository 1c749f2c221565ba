"""Garbage is collected on the main thread only.

Python collects in whatever thread happens to allocate: in a worker this would destroy widgets that
died in a cycle, which Qt forbids outside the main thread. So the automatic collector is off while
the window lives, and a timer does its work.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

YOUNG_EVERY_MS = 1000
ALL_EVERY = 60  # of the young ones


class Collector(QObject):
    """Make one beside the window; ``stop`` gives collecting back to Python.

    ``busy``: long work is under way. The hundred thousands of rows that it holds are no garbage,
    and looking through them would hold the window up.
    """

    def __init__(
        self, parent: QObject | None = None, busy: Callable[[], bool] = lambda: False
    ) -> None:
        super().__init__(parent)
        self._turns, self._busy = 0, busy
        self._was_on = gc.isenabled()
        self._timer = QTimer(self)
        self._timer.setInterval(YOUNG_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        gc.disable()
        self._timer.start()

    def collect(self) -> None:
        """Collect the young objects, and everything once a minute; nothing during long work."""
        if self._busy():
            return
        self._turns += 1
        gc.collect(2 if self._turns % ALL_EVERY == 0 else 1)

    def stop(self) -> None:
        """Let Python collect again."""
        self._timer.stop()
        if self._was_on:
            gc.enable()
