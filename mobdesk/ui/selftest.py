"""The window's part of the self-test, run in a process of its own without a screen."""

from __future__ import annotations

import sys

from PySide6.QtCore import qVersion
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from mobdesk.i18n import _
from mobdesk.ui import icons, theme


def prove_window() -> int:
    """Paint a text and an icon in the program's theme; 0 when both can be seen."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    theme.apply(app)
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.addWidget(QLabel(_("Workspace")))
    picture = QLabel()
    picture.setPixmap(icons.pixmap("lock", "#000000", 48))
    layout.addWidget(picture)
    window.show()
    app.processEvents()
    family = app.font().family()
    seen = [_colours(child) > 1 for child in window.findChildren(QLabel)]
    window.close()
    if not all(seen):
        sys.stderr.write("a text or an icon was not painted\n")
        return 1
    sys.stdout.write(f"Qt {qVersion()}, {family}\n")
    return 0


def _colours(widget: QWidget) -> int:
    image = widget.grab().toImage()
    return len(
        {
            QColor(image.pixel(x, y)).rgb()
            for x in range(image.width())
            for y in range(image.height())
        }
    )
