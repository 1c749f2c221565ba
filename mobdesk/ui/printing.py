"""Papers that are printed from memory: no file is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtWidgets import QDialog, QWidget

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from mobdesk.services.sheet import Picture

PAPER_DPI: Final = 300


def ask_printer(parent: QWidget, then: Callable[[QPrinter], object]) -> None:
    """Ask for the printer; on OK call ``then`` with it, for whole pages of A4."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setDocName("Mobdesk")
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(lambda: then(printer))
    QDialog.open(dialog)  # its own form wants a slot by name


def print_pages(printer: QPrinter, pages: Iterable[Picture]) -> None:
    """Print pictures of pages, each on a page of its own."""
    painter = QPainter(printer)
    for number, page in enumerate(pages):
        if number:
            printer.newPage()
        painter.drawImage(QRectF(painter.viewport()), image_of(page))
    painter.end()


def image_of(picture: Picture) -> QImage:
    """A picture of a page as Qt draws it."""
    form = QImage.Format.Format_RGB32
    return QImage(picture.pixels, picture.width, picture.height, picture.stride, form).copy()
