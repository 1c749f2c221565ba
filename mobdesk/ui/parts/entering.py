"""Where the focus goes into a page, without a focus proxy of Qt."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


class Enters:
    """Mixin, left of the widget class: ``setFocus`` goes to the part that was named.

    With a focus proxy of Qt, Tab leaps from outside to that part: whatever stands before it on the
    page is then reached by no key.
    """

    _entry: QWidget | None = None

    def setFocusProxy(self, entry: QWidget | None) -> None:
        """``setFocus`` goes to ``entry`` from now on."""
        self._entry = entry

    def focusProxy(self) -> QWidget | None:
        """Where ``setFocus`` goes."""
        return self._entry

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Put the focus on the part that was named."""
        if self._entry is not None:
            self._entry.setFocus(reason)
