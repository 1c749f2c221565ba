"""The real program, started as ``main`` starts it, for one walk."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest.mock import patch

from PySide6.QtWidgets import QApplication, QFileDialog

from mobdesk import app as program
from mobdesk.models.sealing import Policy
from mobdesk.settings import SettingsFile
from mobdesk.ui import theme
from tests.walks import story
from tests.walks.hands import Hands, Keyboard, Mouse

FAST = Policy(floor=8 * 1024, cap=8 * 1024, rounds=1, lanes=1, least=1024)
SIZE = (1280, 800)
PARTS: tuple[Callable[[Hands, story.Answers], None], ...] = story.PARTS


def walk(
    name: str,
    folder: Path,
    out: Path | None,
    parts: Sequence[Callable[[Hands, story.Answers], None]],
) -> list[str]:
    """Go the path by ``keyboard`` or ``mouse``; the names of the steps."""
    app = QApplication.instance() or QApplication(["mobdesk"])
    assert isinstance(app, QApplication)
    home = folder / "home"
    (home / "runtime").mkdir(parents=True, mode=0o700)
    where = {key: str(home) for key in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
                                        "XDG_STATE_HOME", "XDG_CACHE_HOME")}  # fmt: skip
    where["XDG_RUNTIME_DIR"] = str(home / "runtime")
    answers = story.Answers(folder)
    with (
        patch.dict(os.environ, where),
        patch.object(QFileDialog, "getExistingDirectory", answers.next_folder),
        patch.object(QFileDialog, "getOpenFileName", answers.file),
    ):
        theme.apply(app)
        one = program.Program(app, SettingsFile(folder / "settings.json"), policy=FAST, catch=False)
        one.start(None)
        one.window.resize(*SIZE)
        kind = {"keyboard": Keyboard, "mouse": Mouse}[name]
        hands = kind(app, one.window, lambda: one.jobs.busy(), out)
        try:
            for part in parts:
                part(hands, answers)
        finally:
            one.end()
            one.window.close()
            one.window.deleteLater()
            one.deleteLater()
            hands.strays.deleteLater()
            app.processEvents()
    return hands.steps
