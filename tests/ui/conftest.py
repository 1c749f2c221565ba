"""Guards of the window's tests: no dialog waits for a person, nothing is left behind."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QInputDialog, QMessageBox

from mobdesk.ui.jobs import InlineJobs
from tests.ui.workspaces import demo_folder, demo_once, desk, folder, made_once, opened, start

__all__ = ["demo_folder", "demo_once", "desk", "folder", "made_once", "opened", "start"]

_STATICS = {
    QMessageBox: ("question", "information", "warning", "critical", "about"),
    QFileDialog: ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"),
    QInputDialog: ("getText", "getItem", "getInt", "getMultiLineText"),
}


def _nobody_answers(*_args: object, **_kwargs: object) -> int:
    pytest.fail("a dialog waits for an answer that the test did not give")


@pytest.fixture(autouse=True)
def _no_dialog_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test says what to answer with the ``answer`` fixture, or patches one of these itself."""
    monkeypatch.setattr(QDialog, "exec", _nobody_answers)
    for kind, names in _STATICS.items():
        for name in names:
            monkeypatch.setattr(kind, name, _nobody_answers)


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[QDialog], object]], None]:
    """``answer(lambda dialog: dialog.reject())``: what a person does in the next dialogs."""

    def say(act: Callable[[QDialog], object]) -> None:
        def opened(dialog: QDialog) -> int:
            dialog.show()
            act(dialog)
            assert not dialog.isVisible(), "the dialog is still open after the answer"
            return dialog.result()

        monkeypatch.setattr(QDialog, "exec", opened)

    return say


@pytest.fixture
def jobs() -> InlineJobs:
    """A job runner that has done everything when ``run`` returns."""
    return InlineJobs()


def _running(app: QApplication) -> set[int]:
    """Timers that repeat and live as long as the application."""
    timers = app.findChildren(QTimer)
    return {id(timer) for timer in timers if timer.isActive() and not timer.isSingleShot()}


@pytest.fixture(autouse=True)
def _nothing_left_behind(qapp: QApplication) -> Iterator[None]:
    threads = set(threading.enumerate())
    timers = _running(qapp)
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [w for w in qapp.topLevelWidgets() if w.isVisible()]
    for widget in left:
        widget.close()
        widget.deleteLater()
    cursor = qapp.overrideCursor()
    while qapp.overrideCursor() is not None:
        qapp.restoreOverrideCursor()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gc.isenabled(), "the collector of the window was not stopped"
    started = [t.name for t in set(threading.enumerate()) - threads if t.is_alive()]
    assert not started, f"threads left running: {started}"
    assert cursor is None, "the busy cursor is still on"
    assert not _running(qapp) - timers, "timers of the application left running"
    assert not left, f"windows left open: {left}"
