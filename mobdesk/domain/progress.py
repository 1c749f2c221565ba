"""How far a long work is, and the wish to stop it. Knows nothing of windows."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from mobdesk.errors import Cancelled


class Progress:
    """Passed to long work, which calls ``step``; that raises ``Cancelled`` once asked to stop."""

    def __init__(self, listener: Callable[[int, int, str], None] | None = None) -> None:
        self._listener = listener
        self._cancelled = Event()

    def step(self, done: int, total: int, word: str = "") -> None:
        """Report ``done`` of ``total`` (0 = unknown); ``word`` is a code of what is done now."""
        self.check()
        if self._listener is not None:
            self._listener(done, total, word)

    def check(self) -> None:
        """Raise ``Cancelled`` if the person asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancelled.set()
