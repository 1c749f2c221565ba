"""The window is opened, filled with every page and locked again and again: nothing is left."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLayoutItem

from mobdesk.app import Program
from mobdesk.services import demo, workspaces
from mobdesk.ui import theme
from mobdesk.ui.parts.flow import Flow
from tests.ui.workspaces import FAST, PHRASE

Start = Callable[..., Program]
ROUNDS = 3


def settle() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def kept_items() -> list[QLayoutItem]:
    """Items of layouts that PySide keeps although Qt made them and deletes them untold."""
    known = shiboken6.getAllValidWrappers()
    flows = [one for one in gc.get_objects() if isinstance(one, Flow)]
    ours = {id(item) for flow in flows for item in flow._items}
    return [
        one
        for one in known
        if isinstance(one, QLayoutItem)
        and not shiboken6.createdByPython(one)
        and id(one) not in ours
    ]


def open_all(one: Program) -> None:
    for spec in one.window.specs:
        one.window.open_page(spec.key, {})
        settle()


def enter(one: Program, folder: Path, phrase: str) -> None:
    one.opened(workspaces.open_(folder, "coordinator", phrase, policy=FAST))


def test_every_page_and_lock_again_and_again(start: Start, folder: Path) -> None:
    one = start(folder)
    before = len(kept_items())
    counts = []
    for _round in range(ROUNDS):
        enter(one, folder, PHRASE)
        open_all(one)
        assert len(kept_items()) == before  # see layouts.py: each of them may end the program
        one.lock()
        settle()
        gc.collect()
        counts.append(len(QApplication.allWidgets()))
    assert one.window.locked
    assert counts[-1] <= counts[0]


def test_the_demo_is_locked_with_all_pages_at_another_text_size(
    start: Start, demo_folder: Path, qapp: QApplication
) -> None:
    one = start(demo_folder, demo=True)
    open_all(one)
    try:
        for scale, scheme in ((2.0, "dark"), (1.0, "light")):
            theme.apply(qapp, scale=scale, scheme=scheme)
            settle()
    finally:
        theme.apply(qapp, scale=1.0, scheme="light")
    one.lock()
    settle()
    one.show_unlock(demo_folder)
    one._demo = True
    enter(one, demo_folder, demo.PASSPHRASE)
    open_all(one)
    one.window.close()
    assert one.workspace is None


def test_pages_shown_and_taken_away_at_once(start: Start, folder: Path) -> None:
    one = start(folder)
    for key in ("people", "mobilities", "projects", "history", "import", "packages"):
        enter(one, folder, PHRASE)
        one.window.open_page(key, {})
        one.lock()
    settle()
    assert one.window.locked
    assert one.window.pages == {}


def test_after_locking_nobody_holds_the_desk_any_more(start: Start, folder: Path) -> None:
    """What was read must not stay in memory because something still listens."""
    one = start(folder)
    enter(one, folder, PHRASE)
    open_all(one)
    desk = weakref.ref(one.window.desk)
    one.jobs.ran.clear()  # these tests keep what was asked, the program does not
    one.lock()
    settle()
    gc.collect()
    assert desk() is None
