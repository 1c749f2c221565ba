"""A demo says that it takes no lists before somebody looks for one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from mobdesk.app import Program
from mobdesk.ui.importing.in_demo import NoListsInDemo
from mobdesk.ui.parts.buttons import Button


def test_the_import_page_of_a_demo_says_so_at_once(
    start: Callable[..., Program], demo_folder: Path, tmp_path: Path
) -> None:
    window = start(demo_folder, demo=True).window
    window.open_page("import", {})
    QApplication.processEvents()
    page = window.page
    assert isinstance(page, NoListsInDemo)
    assert page.says.isVisible()
    assert "takes no files and no lists" in page.says.accessibleName()
    assert "Choose a file" not in [button.text() for button in page.findChildren(Button)]
    window.sheets_dropped.emit([tmp_path / "list.csv"])
    assert window.page is page
    page.says.button.click()
    assert window.open_key == "people"
