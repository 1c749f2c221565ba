"""The calendar of a date field."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout

from mobdesk.i18n import _
from mobdesk.ui import icons, theme

if TYPE_CHECKING:
    from mobdesk.ui.fields import Date


class CalendarButton(QToolButton):
    """Inside the field; the keyboard has Alt+Down instead, so Tab passes it by."""

    def __init__(self, field: Date) -> None:
        super().__init__(field)
        self.setIcon(icons.icon("calendar", "soft"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoRaise(True)
        self.setStyleSheet("QToolButton { border: 0; background: transparent; padding: 0; }")
        self.setAccessibleName(_("Choose in a calendar"))
        self.setToolTip(_("Choose in a calendar (Alt+Down)"))
        self.clicked.connect(field.open_calendar)

    def sizeHint(self) -> QSize:
        size = theme.current().icon_size
        self.setIconSize(QSize(size, size))
        return QSize(size, size)


class Calendar(QFrame):
    """One month; Enter or a click takes the day, Esc leaves everything as it was."""

    def __init__(self, field: Date) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._field = field
        self.month = QCalendarWidget()
        self.month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        self.month.setAccessibleName(_("Calendar"))
        near = field.near()
        self.month.setSelectedDate(QDate(near.year, near.month, near.day))
        self.month.clicked.connect(self._take)
        self.month.activated.connect(self._take)
        box = QVBoxLayout(self)
        theme.space(box, 0.5)
        box.addWidget(self.month)
        self.setFocusProxy(self.month)
        self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _dress(self) -> None:
        """Weekends soft instead of red, the signs of the other icons, room as elsewhere."""
        look = theme.current()
        self.setStyleSheet(f"Calendar {{ border: 1px solid {look.hex('edge')}; }}")
        soft = QTextCharFormat()
        soft.setForeground(look.color("soft"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.month.setWeekdayTextFormat(day, soft)
        self.month.setHeaderTextFormat(soft)
        for name, icon, words in (
            ("qt_calendar_prevmonth", "chevron-left", _("Month before")),
            ("qt_calendar_nextmonth", "chevron-right", _("Month after")),
        ):
            button = self.month.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(icons.icon(icon))
                button.setIconSize(QSize(look.icon_size, look.icon_size))
                button.setToolTip(words)
                button.setAccessibleName(words)
        self.month.setMinimumSize(look.chars(44), look.px(32))

    def _take(self, day: QDate) -> None:
        self._field.set_value(date(day.year(), day.month(), day.day()))
        self.close()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)


def open_calendar(field: Date) -> Calendar:
    """Show the calendar below ``field``."""
    calendar = Calendar(field)
    calendar.move(field.mapToGlobal(QPoint(0, field.height() + theme.current().px(0.5))))
    calendar.show()
    calendar.month.setFocus(Qt.FocusReason.PopupFocusReason)
    return calendar
