"""Pages of a PDF as pictures, in memory: for the screen and for the printer."""

from __future__ import annotations

from typing import NamedTuple

POINTS_PER_INCH = 72


class Picture(NamedTuple):
    """One page: 4 bytes per pixel (blue, green, red, unused), row after row."""

    width: int
    height: int
    stride: int
    pixels: bytes


def page_pictures(pdf: bytes, dpi: float) -> list[Picture]:
    """Draw every page of ``pdf`` at ``dpi``; nothing is written to a disk."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_picture(document[number], dpi) for number in range(len(document))]
    finally:
        document.close()


def _picture(page: object, dpi: float) -> Picture:
    bitmap = page.render(scale=dpi / POINTS_PER_INCH, prefer_bgrx=True)  # type: ignore[attr-defined]
    return Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
