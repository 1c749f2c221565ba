"""Own line icons: SVG on a 24 grid, drawn in any colour at the pixels of the screen, and cached."""

from __future__ import annotations

import atexit
import re
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from mobdesk.paths import resource

_STROKE = re.compile(r'stroke-width="1\.75"')


@cache
def names() -> tuple[str, ...]:
    """The names of all icons."""
    return tuple(sorted(file.stem for file in resource("icons").glob("*.svg")))


@cache
def _source(name: str) -> str:
    return (resource("icons") / f"{name}.svg").read_text(encoding="utf-8")


def svg(name: str, color: str, size: float = 24.0) -> str:
    """The drawing in ``color``; small ones get a thicker line."""
    width = 1.75 if size >= 14 else min(2.6, 1.75 + (14 - size) * 0.12 + 0.35)
    text = _source(name).replace("currentColor", color)
    return _STROKE.sub(f'stroke-width="{width:.2f}"', text)


@cache
def _renderer(name: str, color: str, thin: int) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(svg(name, color, float(thin)).encode()))


@cache
def _pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _renderer(name, color, min(size, 14)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def pixmap(name: str, color: QColor | str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon as a pixmap of ``size`` logical pixels for a screen of this pixel ratio."""
    return _pixmap(name, QColor(color).name(), size, ratio)


def paint(painter: QPainter, name: str, color: QColor | str, x: float, y: float, size: int) -> None:
    """Draw the icon with its upper left corner at x, y (set on whole pixels)."""
    ratio = painter.device().devicePixelRatioF() if painter.device() else 1.0
    painter.drawPixmap(round(x), round(y), pixmap(name, color, size, ratio))


class _Engine(QIconEngine):
    """An icon that takes its colour from the theme each time it is drawn."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        size = min(rect.width(), rect.height())
        x = rect.x() + (rect.width() - size) / 2
        y = rect.y() + (rect.height() - size) / 2
        paint(painter, self._name, self._color(mode), x, y, size)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        least = min(size.width(), size.height())
        return pixmap(self._name, self._color(mode), max(1, round(least / scale)), scale)

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role)

    def _color(self, mode: QIcon.Mode) -> QColor:
        from mobdesk.ui import theme

        role = "quiet" if mode == QIcon.Mode.Disabled else self._role
        return theme.current().color(role)


def icon(name: str, role: str = "text") -> QIcon:
    """A QIcon (for menus) in the colour of a role; follows light and dark."""
    _source(name)
    return QIcon(_Engine(name, role))


@cache
def _folder() -> Path:
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="mobdesk-icons-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def file(name: str, color: str) -> Path:
    """The icon in ``color`` as a file, for the style sheet, which takes nothing else."""
    target = _folder() / f"{name}-{color.removeprefix('#')}.svg"
    if not target.exists():
        target.write_text(svg(name, color), encoding="utf-8")
    return target


def forget() -> None:
    """Empty the caches (after a change of the theme)."""
    _pixmap.cache_clear()
    _renderer.cache_clear()
