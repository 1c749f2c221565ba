"""Nothing of a page shows for a moment as a window of its own."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mobdesk.app import ROOMS, Program
from tests.ui.test_entering import some_record
from tests.walks.eyes import Strays

Start = Callable[..., Program]


def test_every_page_and_locking_show_no_other_window(
    start: Start, demo_folder: Path, qapp: QApplication
) -> None:
    demo = start(demo_folder, demo=True)
    strays = Strays(qapp, demo.window)
    try:
        for room in ROOMS:
            for spec in import_module(f"mobdesk.ui.{room}").SPECS:
                demo.window.open_page(spec.key, some_record(demo, spec))
                qapp.processEvents()
        demo.lock()
        qapp.processEvents()
        assert strays.found == []
    finally:
        qapp.removeEventFilter(strays)
        strays.deleteLater()
