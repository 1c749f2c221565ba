"""One page of a PDF as a picture, however long the document is."""

from __future__ import annotations

from typing import NamedTuple

_POINTS_PER_INCH = 72


class PagePicture(NamedTuple):
    """4 bytes per pixel (blue, green, red, unused), row after row."""

    width: int
    height: int
    stride: int
    pixels: bytes


def page_of(pdf: bytes, number: int, dpi: float) -> tuple[int, PagePicture]:
    """Return how many pages ``pdf`` has, and page ``number`` (from 1, kept within) at ``dpi``.

    The renderer must not run twice at the same time.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = len(document)
        page = document[min(max(number, 1), pages) - 1]
        bitmap = page.render(scale=dpi / _POINTS_PER_INCH, prefer_bgrx=True)
        drawn = PagePicture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        return pages, drawn
    finally:
        document.close()
