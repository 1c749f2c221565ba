"""What a rule can see of a page: clipped words, overlaps, weak contrast, inputs without a name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from mobdesk.ui import layouts
from mobdesk.ui.parts.labels import Elided

LEAST_CONTRAST = 4.5
ROOM = (1280, 800)
"""The window that every page must fit into."""
_SLACK = 1  # pixels that rounding may take


class Flaw(NamedTuple):
    """One thing wrong on one picture."""

    kind: str
    where: str
    text: str


def flaws(window: QWidget, image: QImage) -> list[Flaw]:
    """Everything wrong with what is visible in ``window``, painted as ``image``."""
    shown = [
        w for w in window.findChildren(QWidget) if w.isVisible() and not w.visibleRegion().isEmpty()
    ]
    found: list[Flaw] = []
    if window.width() > ROOM[0] or window.height() > ROOM[1]:
        size = f"{window.width()} × {window.height()}"
        found.append(Flaw("does not fit the screen", _where(window), size))
    for widget in shown:
        found += _clipped(widget)
        found += _unnamed(widget)
        found += _faint(widget, window, image)
        found += _overlaps(widget)
    return list(dict.fromkeys(found))


def _where(widget: QWidget) -> str:
    names = []
    at: QWidget | None = widget
    while at is not None and len(names) < 3:
        names.append(type(at).__name__)
        at = at.parentWidget()
    return " < ".join(names)


def _clipped(widget: QWidget) -> Iterator[Flaw]:
    if isinstance(widget, Elided):
        if (
            widget.toolTip()
            or widget.fontMetrics().horizontalAdvance(widget.text()) <= widget.width()
        ):
            return
        yield Flaw("elided without tooltip", _where(widget), widget.text())
    elif isinstance(widget, QLabel) and widget.text() and widget.pixmap().isNull():
        room = widget.contentsRect()
        if widget.wordWrap() or widget.hasHeightForWidth() or "<" in widget.text():
            needs = widget.heightForWidth(widget.width())
            if needs > widget.height() + _SLACK:
                yield Flaw("clipped", _where(widget), widget.text())
        elif widget.fontMetrics().horizontalAdvance(widget.text()) > room.width() + _SLACK:
            yield Flaw("clipped", _where(widget), widget.text())
    elif isinstance(widget, QAbstractButton) and widget.text():
        hint = widget.sizeHint()
        if hint.width() > widget.width() + _SLACK or hint.height() > widget.height() + _SLACK:
            yield Flaw("clipped", _where(widget), widget.text())
    elif isinstance(widget, QComboBox):
        room = widget.width() - widget.height()  # the arrow stands in a square
        if widget.fontMetrics().horizontalAdvance(widget.currentText()) > room:
            yield Flaw("clipped", _where(widget), widget.currentText())


def _unnamed(widget: QWidget) -> Iterator[Flaw]:
    inputs = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox)
    named = widget.accessibleName() or (
        widget.focusProxy() and widget.focusProxy().accessibleName()
    )
    if isinstance(widget, inputs) and not named and not _inside_combo(widget):
        yield Flaw("input without a name", _where(widget), "")
    if isinstance(widget, QAbstractButton) and not widget.text() and not named:
        yield Flaw("button without a name", _where(widget), widget.toolTip())


def _inside_combo(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), QComboBox)


def _faint(widget: QWidget, window: QWidget, image: QImage) -> Iterator[Flaw]:
    if not isinstance(widget, QLabel) or not widget.text() or not widget.isEnabled():
        return
    words = widget.palette().color(QPalette.ColorRole.WindowText)
    corner = widget.mapTo(window, QPoint(0, 0))
    ratio = image.devicePixelRatio()
    spot = QPoint(round(corner.x() * ratio), round(corner.y() * ratio))
    if not image.rect().contains(spot) or words.alpha() == 0:
        return
    ground = image.pixelColor(spot)
    seen = contrast(words, ground)
    if seen < LEAST_CONTRAST:
        yield Flaw(f"contrast {seen:.1f}", _where(widget), widget.text())


def contrast(one: QColor, other: QColor) -> float:
    """The contrast of two colours as WCAG counts it."""
    a, b = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def _luminance(color: QColor) -> float:
    parts = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _overlaps(widget: QWidget) -> Iterator[Flaw]:
    layout = widget.layout()
    if layout is None or isinstance(widget, QAbstractScrollArea):
        return
    placed = [each for each in layouts.widgets(layout) if each.isVisible()]
    boxes = [(w, w.geometry()) for w in placed if w.parentWidget() is widget]
    for n, (one, here) in enumerate(boxes):
        for other, there in boxes[n + 1 :]:
            if _cover(here, there):
                yield Flaw(
                    "overlap", _where(widget), f"{type(one).__name__}, {type(other).__name__}"
                )


def _cover(one: QRect, other: QRect) -> bool:
    both = one.intersected(other)
    return both.width() > _SLACK and both.height() > _SLACK
