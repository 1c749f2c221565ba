"""One of a few: the editor of a form whose value is chosen from a short list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate

from mobdesk.i18n import _
from mobdesk.ui import shown

Option = tuple[Any, str]

_MOST_TITLE = 36  # characters of a title beside the code of its project


def as_in_the_list(value: Any) -> str:
    """The words of a value that no choice offers: a text of a foreign list is said to be one."""
    return _("{text} (as in the list)").format(text=value) if isinstance(value, str) else str(value)


def project_words(code: str, title: str | None) -> str:
    """``First steps · 2026-1-…`` in every choice of a project.

    A long title is cut here, because a combo box cuts without dots.
    """
    said = title or ""
    short = said if len(said) <= _MOST_TITLE else f"{said[: _MOST_TITLE - 1].rstrip()}…"
    return " · ".join(part for part in (short, code) if part)


class Choice(QComboBox):
    """One of a few; ``options`` are (value, words), words already translated.

    A value that is not offered is kept as one more entry: a form shows it and loses nothing.
    """

    changed = Signal()

    def __init__(
        self,
        options: Sequence[Option],
        empty: str | None = None,
        other: Callable[[Any], str] = as_in_the_list,
    ) -> None:
        """``empty``: words of "nothing chosen", None where something is always chosen.

        ``other`` words a value that is not offered.
        """
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # The list of a combo box reads the rules of the style sheet only with this delegate.
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._empty, self._other = empty, other
        self.set_options(options)
        self.currentIndexChanged.connect(self.changed)

    def set_options(self, options: Sequence[Option], *, keep: bool = False) -> None:
        """Offer other options; what is chosen stays if it is still offered, with ``keep`` always.

        ``keep`` is for a value of a record. A choice of another list starts with its first.
        """
        kept = self.value()
        self.blockSignals(True)
        self.clear()
        if self._empty is not None:
            self.addItem(self._empty or shown.NOTHING, None)
        for value, words in options:
            self.addItem(words, value)
        self.blockSignals(False)
        self.set_value(kept if keep or self._row(kept) is not None else None)

    def value(self) -> Any:
        return self.currentData()

    def set_value(self, value: Any) -> None:
        """Choose ``value``; None is "nothing chosen", or the first where there is no such entry."""
        if value is not None and self._row(value) is None:
            self.addItem(self._other(value), value)
        self.setCurrentIndex(self._row(value) or 0)

    def problem(self) -> str:
        return ""

    def shown(self, value: Any) -> str:
        row = self._row(value)
        if row is not None:
            return self.itemText(row)
        return shown.NOTHING if value is None else self._other(value)

    def _row(self, value: Any) -> int | None:
        rows = (row for row in range(self.count()) if self.itemData(row) == value)
        return next(rows, None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel over a closed list scrolls the page: it never changes a value unseen."""
        event.ignore()


class YesNo(Choice):
    """Yes, no, or (where ``unknown`` has words) not known."""

    def __init__(self, unknown: str | None = None) -> None:
        super().__init__(
            ((True, _("Yes")), (False, _("No"))), None if unknown is None else _(unknown)
        )
