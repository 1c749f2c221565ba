"""The focus ring: on keyboard focus only, around the right thing, out of the way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mobdesk.ui import parts, theme
from mobdesk.ui.parts.focus import FocusRing


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


@pytest.fixture
def ring(qapp: QApplication) -> FocusRing:
    theme.apply(qapp, scheme="light", scale=1.0)
    return FocusRing.install(qapp)


@pytest.fixture
def window(qtbot, ring: FocusRing) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    theme.space(column, 2, 2)
    for part in (parts.Button("First"), parts.Button("Second"), QLineEdit("Tartu")):
        column.addWidget(part)
    window.resize(400, 300)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.setFocus()
    return window


def tab(qtbot, ring: FocusRing, window: QWidget, part: QWidget) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
    qtbot.waitUntil(part.hasFocus)
    qtbot.waitUntil(lambda: ring.is_shown() and _around(ring, part))


def _around(ring: FocusRing, part: QWidget) -> bool:
    return ring.rect().contains(part.geometry()) and ring.rect() != part.geometry()


def test_tab_shows_the_ring_and_moves_it(qtbot, ring: FocusRing, window: QWidget):
    first, second = window.findChildren(parts.Button)
    start = first if not first.hasFocus() else second
    tab(qtbot, ring, window, start)
    space = ring.rect().left() - start.x()
    assert space == -5
    window.layout().setContentsMargins(60, 60, 10, 10)
    qtbot.waitUntil(lambda: start.x() == 60 and _around(ring, start))


def test_the_pointer_hides_it(qtbot, ring: FocusRing, window: QWidget):
    first, second = window.findChildren(parts.Button)
    tab(qtbot, ring, window, second if first.hasFocus() else first)
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert not ring.is_shown()


def test_it_is_no_part_of_the_accessibility_tree(qtbot, ring: FocusRing, window: QWidget):
    first, second = window.findChildren(parts.Button)
    tab(qtbot, ring, window, second if first.hasFocus() else first)
    seen = QAccessible.queryAccessibleInterface(window)
    kinds = {type(seen.child(i).object()).__name__ for i in range(seen.childCount())}
    assert kinds == {"Button", "QLineEdit"}


def test_in_a_list_it_stands_around_the_row(qtbot, ring: FocusRing, window: QWidget):
    view = QListView()
    view.setModel(QStringListModel([f"row {i}" for i in range(50)]))
    window.layout().addWidget(view)
    view.setCurrentIndex(view.model().index(0, 0))
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: ring.is_shown() and ring.rect().height() < 40)
    top = ring.rect().top()
    QTest.keyClick(view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: ring.rect().top() > top)


def test_it_follows_scrolling_and_hides_outside(qtbot, ring: FocusRing):
    area = QScrollArea()
    qtbot.addWidget(area)
    inner = QWidget()
    column = QVBoxLayout(inner)
    button = parts.Button("Top")
    column.addWidget(button)
    column.addSpacing(2000)
    area.setWidget(inner)
    area.resize(200, 200)
    area.show()
    area.activateWindow()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(ring.is_shown)
    top = ring.rect().top()
    area.verticalScrollBar().setValue(10)
    qtbot.waitUntil(lambda: ring.rect().top() == top - 10)
    area.verticalScrollBar().setValue(1000)
    qtbot.waitUntil(lambda: not ring.is_shown())


def test_a_table_at_rest_is_not_painted_again_and_again(qtbot, ring: FocusRing):
    view = QListView()
    qtbot.addWidget(view)
    view.setModel(QStringListModel([f"Row {n}" for n in range(9)]))
    view.resize(300, 200)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(view, Qt.Key.Key_Down)
    qtbot.waitUntil(ring.is_shown)
    paints = Paints(view.viewport())
    for _ in range(20):
        QApplication.processEvents()
    assert paints.count <= 4
