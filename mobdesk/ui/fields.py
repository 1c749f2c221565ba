"""Editors of a form: one class per kind of value, each with ``value``, ``set_value``, ``changed``.

``problem`` is the code of what cannot be understood of the typed text, empty when it can;
``shown`` is a value in words. Rules of the field live in ``domain``, not here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from mobdesk.domain.fold import tidy
from mobdesk.domain.typed_dates import parse_date
from mobdesk.i18n import _
from mobdesk.ui import keys, shown, theme
from mobdesk.ui.parts.labels import Label, caption


class Line(QLineEdit):
    """A line of text with room for words or signs at its right end."""

    changed = Signal()

    def __init__(self, placeholder: str = "", most: int = 0) -> None:
        super().__init__()
        self.setPlaceholderText(_(placeholder))
        if most:
            self.setMaxLength(most)
        self.textChanged.connect(self.changed)
        self._right: list[QWidget] = []

    def problem(self) -> str:
        return ""

    def shown(self, value: Any) -> str:
        return shown.NOTHING if value is None else str(value)

    def add_right(self, widget: QWidget) -> None:
        """Put ``widget`` into the field at its right end (``addAction`` icons do not grow)."""
        widget.setParent(self)
        self._right.append(widget)
        self.place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def theme_changed(self) -> None:
        """The text size changed: the signs at the right are larger now."""
        self.place()

    def place(self) -> None:
        """Give the signs their places; a subclass may have another one for them."""
        gap, taken = theme.current().px(1), 0
        for widget in self._right:
            size = widget.sizeHint()
            taken += size.width() + gap
            widget.setGeometry(
                self.width() - taken,
                (self.height() - size.height()) // 2,
                size.width(),
                size.height(),
            )
        self.setTextMargins(0, 0, taken, 0)


class _LeaveUndo(QObject):
    """Undo and Redo pass a field by; the keys are those of the window (``keys.py``)."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        asked = event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        if asked and isinstance(event, QKeyEvent) and keys.of_history(event.keyCombination()):
            event.ignore()  # goes on to the window
            return True
        return super().eventFilter(watched, event)


def leave_undo(line: QLineEdit) -> None:
    """Make Undo and Redo in a search field those of the program: see the rule in ``keys.py``."""
    line.installEventFilter(_LeaveUndo(line))


class Text(Line):
    """One line; the value is tidy text, ``""`` when empty."""

    def value(self) -> str:
        return tidy(self.text())

    def set_value(self, value: str | None) -> None:
        self.setText(value or "")


class LongText(QPlainTextEdit):
    """Several lines; Tab leaves the field."""

    changed = Signal()

    def __init__(self, placeholder: str = "", lines: int = 3) -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setPlaceholderText(_(placeholder))
        self.textChanged.connect(self.changed)
        self.theme_changed()

    def value(self) -> str:
        return self.toPlainText().strip()

    def set_value(self, value: str | None) -> None:
        self.setPlainText(value or "")

    def problem(self) -> str:
        return ""

    def shown(self, value: Any) -> str:
        return str(value or shown.NOTHING)

    def theme_changed(self) -> None:
        """The text size changed: so many lines are higher now."""
        line = theme.current().body_height
        self.setFixedHeight(line * self._lines + theme.current().px(2.5))


class Date(Line):
    """A date, typed in any usual way or chosen in a calendar (Alt+Down); arrows move by a day.

    ``near`` is the day that a date without a year is near to; ``today`` when not given.
    """

    def __init__(self, placeholder: str = "", near: Callable[[], date] = date.today) -> None:
        super().__init__(placeholder)
        from mobdesk.ui.calendar import CalendarButton

        self._near = near
        self._weekday = caption("")
        self.add_right(CalendarButton(self))
        self.add_right(self._weekday)
        self.textChanged.connect(self._say_weekday)
        self.editingFinished.connect(self._write_out)

    def value(self) -> date | None:
        return parse_date(self.text(), self._near())

    def set_value(self, value: date | None) -> None:
        self.setText(self.shown(value) if value else "")

    def problem(self) -> str:
        return "not_a_date" if self.text().strip() and self.value() is None else ""

    def shown(self, value: Any) -> str:
        return shown.long_date(value)

    def near(self) -> date:
        """The day at which the calendar opens."""
        return self.value() or self._near()

    def open_calendar(self) -> None:
        """Show the calendar below the field."""
        from mobdesk.ui.calendar import open_calendar

        open_calendar(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif step:
            self.set_value(self.near() + timedelta(days=step))
        else:
            super().keyPressEvent(event)

    def _say_weekday(self) -> None:
        found = self.value()
        self._weekday.setText(shown.weekday(found) if found else "")
        self.place()

    def _write_out(self) -> None:
        found = self.value()
        if found is not None:
            self.set_value(found)


class Money(Line):
    """A sum in cents; ``1 234,50`` and ``1,234.50`` are the same."""

    def __init__(self, placeholder: str = "", currency: str = "EUR") -> None:
        super().__init__(placeholder)
        self._currency = currency
        self.add_right(Label({"EUR": "€"}.get(currency, currency), role="soft"))
        self.editingFinished.connect(self._write_out)

    def value(self) -> int | None:
        from mobdesk.domain.money import parse_amount

        found = parse_amount(self.text())
        return found.cents if found.currency in ("", self._currency) else None

    def set_value(self, value: int | None) -> None:
        self.setText("" if value is None else shown.money(value).rpartition(" ")[0])

    def problem(self) -> str:
        return "not_a_sum" if self.text().strip() and self.value() is None else ""

    def shown(self, value: Any) -> str:
        return shown.money(value, self._currency)

    def _write_out(self) -> None:
        if (found := self.value()) is not None:
            self.set_value(found)


class Number(Line):
    """A whole number between ``least`` and ``most``; arrows step by one."""

    def __init__(
        self, placeholder: str = "", least: int = 0, most: int = 1_000_000, unit: str = ""
    ) -> None:
        super().__init__(placeholder)
        self._least, self._most = least, most
        if unit:
            self.add_right(Label(_(unit), role="soft"))

    def value(self) -> int | None:
        text = "".join(self.text().split()).replace(",", "").replace("−", "-")
        try:
            found = int(text)
        except ValueError:
            return None
        return found if self._least <= found <= self._most else None

    def set_value(self, value: int | None) -> None:
        self.setText("" if value is None else str(value))

    def problem(self) -> str:
        return "not_a_number" if self.text().strip() and self.value() is None else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        found = self.value()
        next_one = self._least if found is None else found + step
        self.set_value(max(self._least, min(self._most, next_one)))


class FocusLeft(QObject):
    """Calls ``then`` when ``widget`` (or a part of it) loses the focus for another widget."""

    def __init__(self, widget: QWidget, then: Callable[[], None]) -> None:
        super().__init__(widget)
        self._then = then
        (widget.focusProxy() or widget).installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            still_here = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
            if event.reason() not in still_here:
                self._then()
        return super().eventFilter(watched, event)
