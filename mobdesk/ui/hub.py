"""Where pages hear that something changed; pages know the hub and never each other."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from mobdesk.domain.done import Done


class Hub(QObject):
    """One per window. ``changed`` carries a ``Done``."""

    changed = Signal(object)

    def tell(self, done: Done) -> None:
        """Say that ``done.tables`` changed."""
        self.changed.emit(done)
