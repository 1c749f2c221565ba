"""Pages go to the printer as they are in memory."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter

from mobdesk.exports.pictures import Picture
from mobdesk.ui import printing


def test_each_picture_is_a_page_of_its_own(qapp, tmp_path: Path) -> None:
    printer = QPrinter()
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    page = Picture(2, 3, 8, bytes(24))
    printing.print_pages(printer, [page, page])
    found = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    assert len(found) == 2
    found.close()


def test_a_picture_keeps_its_pixels() -> None:
    image = printing.image_of(Picture(1, 2, 4, b"\x01\x02\x03\x00\x04\x05\x06\x00"))
    assert [image.pixelColor(0, row).getRgb()[:3] for row in (0, 1)] == [(3, 2, 1), (6, 5, 4)]
