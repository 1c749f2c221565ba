"""Contact sheets: one page per row of pictures, small enough to look at a room at once."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

_WIDTH, _GAP, _CAPTION = 620, 12, 22


class Picture(NamedTuple):
    """One picture and what it shows."""

    page: str
    form: str
    image: QImage
    flawed: bool


def sheet(pictures: list[Picture], target: Path, columns: int = 4) -> None:
    """Write the pictures of one page as one image, a flawed one with a frame."""
    small = [
        p.image.scaledToWidth(_WIDTH, Qt.TransformationMode.SmoothTransformation) for p in pictures
    ]
    row_height = max(s.height() for s in small) + _CAPTION + _GAP
    rows = -(-len(small) // columns)
    whole = QImage(
        columns * (_WIDTH + _GAP) + _GAP, rows * row_height + _GAP, QImage.Format.Format_RGB32
    )
    whole.fill(QColor("#808080"))
    painter = QPainter(whole)
    painter.setFont(QFont("Source Sans Pro", 11))
    for n, (picture, image) in enumerate(zip(pictures, small, strict=True)):
        x = _GAP + (n % columns) * (_WIDTH + _GAP)
        y = _GAP + (n // columns) * row_height
        painter.drawImage(x, y + _CAPTION, image)
        painter.setPen(QColor("#ffffff"))
        painter.drawText(QRect(x, y, _WIDTH, _CAPTION), 0, f"{picture.page} · {picture.form}")
        if picture.flawed:
            painter.setPen(QColor("#D05800"))
            painter.drawRect(x - 2, y + _CAPTION - 2, image.width() + 3, image.height() + 3)
    painter.end()
    whole.save(str(target))
