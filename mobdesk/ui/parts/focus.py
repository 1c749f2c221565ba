"""The focus ring: one overlay that follows the keyboard focus. Nothing shifts.

Shown when the focus came by key, not when it came by pointer. In tables it stands around the
cell, in check boxes around the row. The overlay is no part of the accessibility tree.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QWidget,
)
from shiboken6 import isValid

from mobdesk.ui import theme
from mobdesk.ui.parts.base import painter_for, rounded

_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_MOVES = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.LayoutRequest,
    QEvent.Type.EnabledChange,
)
_STEERING = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
)


class _Overlay(QWidget):
    """The drawn ring. Qt leaves widgets of this object name out of the accessibility tree."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("qt_rubberband")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.radius = 0.0
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        rounded(painter, QRectF(self.rect()), self.radius, None, look.color("accent"), width(look))
        painter.end()


def width(look: theme.Theme) -> float:
    """How thick the ring is."""
    return max(2.0, look.u / 4)


def gap(look: theme.Theme) -> float:
    """How far outside the widget it stands."""
    return 3.0 * look.u / 8


class FocusRing(QObject):
    """Follows the focus through all windows of the application."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._target: QWidget | None = None
        self._overlay: _Overlay | None = None
        self._by_key = True
        self._chain: list[QObject] = []
        self._stands: object = None  # how it is drawn now
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.place)
        app.installEventFilter(self)
        app.focusChanged.connect(self._focus_changed)
        theme.watch().changed.connect(self._later.start)

    @staticmethod
    def install(app: QApplication) -> FocusRing:
        """Give the application its ring, once."""
        known = app.property("focusRing")
        if isinstance(known, FocusRing) and isValid(known):
            return known
        ring = FocusRing(app)
        app.setProperty("focusRing", ring)
        return ring

    def is_shown(self) -> bool:
        """The ring is visible now."""
        return self._overlay is not None and isValid(self._overlay) and self._overlay.isVisible()

    def rect(self) -> QRect:
        """Where it stands, in its window."""
        assert self._overlay is not None
        return self._overlay.geometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _STEERING and not self._by_key:
                self._by_key = True
                self._later.start()
        elif kind == QEvent.Type.MouseButtonPress:
            if isinstance(watched, QWidget):
                self._by_key = False
                self._hide()
        elif kind == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            if event.reason() in _BY_KEY:
                self._by_key = True
                self._later.start()
        elif watched in self._chain and (
            kind in _MOVES
            or (kind == QEvent.Type.Paint and isinstance(self._target, QAbstractItemView))
        ):
            self._later.start()
        return False

    def place(self) -> None:
        """Put the ring around the widget that has the focus, or hide it."""
        target = self._target
        if target is None or not isValid(target) or not self._by_key or not target.isVisible():
            self._hide()
            return
        window = target.window()
        shape = _shape(target)
        if shape is None or window.windowType() == Qt.WindowType.Popup:
            self._hide()
            return
        look = theme.current()
        rect, radius, outside = shape
        space = round(gap(look) + width(look)) if outside else 0
        rect = rect.adjusted(-space, -space, space, space)
        rect.moveTopLeft(target.mapTo(window, rect.topLeft()))
        visible = _visible(target, window, space)
        if not visible.intersects(rect.adjusted(space, space, -space, -space)):
            self._hide()
            return
        overlay = self._in(window)
        cut = visible.intersected(rect)
        stands = (overlay, rect, cut, radius, look)
        if stands == self._stands and overlay.isVisible():
            # Drawing it again would paint what lies below, and a table tells of each painting.
            overlay.raise_()
            return
        self._stands = stands
        overlay.radius = radius + space
        overlay.setGeometry(rect)
        if cut == rect:
            overlay.clearMask()
        else:
            overlay.setMask(cut.translated(-rect.topLeft()))
        overlay.show()
        overlay.raise_()
        overlay.update()

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._target = new
        self._chain = []
        each: QWidget | None = new
        if isinstance(new, QAbstractScrollArea):
            self._chain.append(new.viewport())
        while each is not None:
            self._chain.append(each)
            each = None if each.isWindow() else each.parentWidget()
        if new is None:
            self._hide()
        self._later.start()

    def _in(self, window: QWidget) -> _Overlay:
        overlay = self._overlay
        if overlay is None or not isValid(overlay):
            overlay = self._overlay = _Overlay(window)
        elif overlay.parentWidget() is not window:
            overlay.hide()
            overlay.setParent(window)
        return overlay

    def _hide(self) -> None:
        if self._overlay is not None and isValid(self._overlay):
            self._overlay.hide()


def _shape(target: QWidget) -> tuple[QRect, float, bool] | None:
    """The rectangle in the widget, its corner, and whether the ring stands outside of it."""
    look = theme.current()
    if target.property("noRing"):
        return None
    if isinstance(target, QAbstractItemView):
        index = target.currentIndex()
        if not index.isValid():
            return target.rect(), look.card_radius, False
        cell = target.visualRect(index)
        origin = target.viewport().mapTo(target, QPoint(0, 0))
        return cell.translated(origin), look.radius, False
    own = getattr(target, "ring_shape", None)
    rect = own() if own is not None else target.rect()
    radius = getattr(target, "ring_radius", None)
    return QRect(rect), radius() if radius is not None else look.radius, True


def _visible(target: QWidget, window: QWidget, space: int) -> QRect:
    """What scroll areas let through of the place of ``target``, in the window."""
    visible = window.rect()
    each = target.parentWidget()
    if isinstance(target, QAbstractItemView):
        each = target.viewport()
    while each is not None and each is not window:
        parent = each.parentWidget()
        if isinstance(parent, QAbstractScrollArea) and parent.viewport() is each:
            top_left = each.mapTo(window, QPoint(0, 0))
            own = QRect(top_left, each.size()).adjusted(-space, -space, space, space)
            visible = visible.intersected(own)
        each = parent
    return visible
