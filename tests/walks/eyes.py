"""What a person sees: words and where they stand. Only looks; nothing here moves the program."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from mobdesk.ui.parts.focus import FocusRing


class Seen(NamedTuple):
    """Words on the screen: the widget that shows them and their place in it."""

    words: str
    widget: QWidget
    rect: QRect
    name: bool = False  # what a screen reader says; not always painted


class Eyes:
    """Looks at one application: its window, the dialog in front of it, an open menu."""

    def __init__(self, app: QApplication, window: QWidget) -> None:
        self.app, self.window = app, window

    def front(self) -> QWidget:
        """What takes keys and clicks now: a menu or list, a dialog, or the window."""
        return self.app.activePopupWidget() or self.app.activeModalWidget() or self.window

    def everything(self) -> Iterator[Seen]:
        """All words in front that somebody could point at, names of inputs included."""
        front = self.front()
        for widget in (front, *front.findChildren(QWidget)):
            if widget.isVisible() and widget.window() is front:
                yield from _words(widget)

    def seen(self) -> Iterator[Seen]:
        """The words of ``everything`` that are on screen, not scrolled away or covered."""
        return (one for one in self.everything() if self.point(one) is not None)

    def find(self, words: str) -> Seen | None:
        """The words, written or as a name, exactly or before a number; on screen or not."""
        found = [one for one in self.everything() if matches(one.words, words)]
        # A thing to press goes before words that only stand there.
        found.sort(key=lambda one: (not _pressable(one.widget), self.point(one) is None))
        return found[0] if found else None

    def point(self, one: Seen) -> QPoint | None:
        """A point of the words in the front window where a click would reach them."""
        front = self.front()
        shown = one.widget.visibleRegion().intersected(one.rect)
        if shown.isEmpty():
            return None
        rect = shown.boundingRect()
        left = QPoint(rect.left() + min(12, rect.width() // 2), rect.center().y())
        places = [rect.center(), left]
        for place in places:
            at = one.widget.mapTo(front, place)
            hit = front.childAt(at) or front
            if hit is one.widget or one.widget.isAncestorOf(hit) or hit.isAncestorOf(one.widget):
                return at
        return None

    def on_screen(self) -> str:
        """Everything that can be read now, for the message of a failure."""
        return " | ".join(dict.fromkeys(one.words.replace("\n", " ") for one in self.seen()))

    def says(self, words: str) -> bool:
        """Whether ``words`` stand somewhere on screen."""
        return any(words in one.words for one in self.seen())

    def read(self, name: str) -> str:
        """What the text of this name says."""
        for one in self.seen():
            if one.widget.accessibleName() == name and isinstance(one.widget, QLabel):
                return one.widget.text()
        raise AssertionError(f"{name!r} is not on screen: {self.on_screen()}")

    def focus(self) -> tuple[QWidget | None, str]:
        """The widget that has the focus, and why it cannot be seen ("" when it can)."""
        popup = self.app.activePopupWidget()
        if popup is not None:
            return popup, ""  # a menu or a list paints the row it stands on
        widget = self.app.focusWidget()
        if widget is None:
            return None, "no widget has the focus"
        at = f"{type(widget).__name__} {names(widget)}"
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            return widget, f"the focus is on something that is not on screen: {at}"
        ring = self.app.property("focusRing")
        if not isinstance(ring, FocusRing) or not ring.is_shown():
            return widget, f"no ring around the focus: {at}"
        around = QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())
        if not ring.rect().intersects(around):
            return widget, f"the ring is elsewhere: {at}"
        return widget, ""

    def picture(self) -> QImage:
        """The window with the dialogs and menus in front of it."""
        image = self.window.grab().toImage()
        painter = QPainter(image)
        origin = self.window.mapToGlobal(QPoint(0, 0))
        for other in self.app.topLevelWidgets():
            if other is self.window or not other.isVisible():
                continue
            if isinstance(other, QDialog | QMenu) or other is self.app.activePopupWidget():
                place = QRect(other.mapToGlobal(QPoint(0, 0)) - origin, other.size())
                painter.drawPixmap(place.topLeft(), other.grab())
                painter.setPen(QColor("#888888"))
                painter.drawRect(place)
        painter.end()
        return image

    def save(self, path: Path) -> None:
        """Write ``picture`` as PNG."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.picture().save(str(path))


def matches(found: str, wanted: str) -> bool:
    """``People`` is ``People``, ``People, 10`` and ``People 10``, not ``People and places``."""
    found = found.replace("&", "")
    if found == wanted:
        return True
    rest = found.removeprefix(wanted) if found.startswith(wanted) else ""
    return rest == ", optional" or rest.strip(" ,():").replace(",", "").isdigit()


def names(widget: QWidget) -> list[str]:
    """Everything that names a widget."""
    return [one.words for one in _words(widget)][:4]


def _pressable(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton | QLineEdit | QComboBox | QPlainTextEdit) or (
        isinstance(widget.parent(), QAbstractItemView)
    )


def _words(widget: QWidget) -> Iterator[Seen]:
    if isinstance(widget, QMenu):
        for action in widget.actions():
            if action.isEnabled() and action.text():
                yield Seen(action.text(), widget, widget.actionGeometry(action))
        return
    if isinstance(widget, QAbstractItemView):
        yield from _cells(widget)
    said = [widget.accessibleName()]
    written = ""
    if isinstance(widget, QAbstractButton | QLabel):
        written = widget.text()
    elif isinstance(widget, QComboBox):
        written = widget.currentText()
    elif isinstance(widget, QLineEdit):
        written = widget.displayText()
        said.append(widget.placeholderText())
    elif isinstance(widget, QPlainTextEdit):
        written = widget.toPlainText()
        said.append(widget.placeholderText())
    if written:
        yield Seen(written, widget, widget.rect())
    for name in said:
        if name and name != written:
            yield Seen(name, widget, widget.rect(), name=True)


def _cells(view: QAbstractItemView) -> Iterator[Seen]:
    model, viewport = view.model(), view.viewport()
    if model is None:
        return
    for row in range(min(model.rowCount(view.rootIndex()), 200)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
        for column in range(columns):
            index = model.index(row, column, view.rootIndex())
            rect = view.visualRect(index)
            if rect.isEmpty() or not viewport.rect().intersects(rect):
                continue
            if words := index.data():
                yield Seen(str(words), viewport, rect)


class Strays(QObject):
    """Parts of a page that show for a moment as windows of their own."""

    def __init__(self, app: QApplication, window: QWidget) -> None:
        super().__init__(app)
        self._window = window
        self.found: list[str] = []
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            kind = watched.windowType()
            mine = watched is self._window or isinstance(watched, QDialog | QMenu)
            if not mine and kind == Qt.WindowType.Window:
                stack = "".join(traceback.format_stack(limit=5)[:-1])
                self.found.append(f"{type(watched).__name__} {names(watched)}\n{stack}")
        return False
