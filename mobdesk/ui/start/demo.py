"""The demo is made where there is none, and opens by itself."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from mobdesk.errors import Refused
from mobdesk.i18n import _
from mobdesk.ui import errors
from mobdesk.ui.door import DoorPage
from mobdesk.ui.jobs import Runner
from mobdesk.ui.parts.buttons import Button

if TYPE_CHECKING:
    from mobdesk.services.workspaces import Workspace

PEOPLE, SEED = 40, 1
NICKNAME = "coordinator"


class DemoPage(DoorPage):
    """Says that the demo is being made; ``opened`` carries the open workspace."""

    opened = Signal(object)
    back_asked = Signal()

    def __init__(
        self, folder: Path, jobs: Runner, *, nickname: str = NICKNAME, policy: Any = None
    ) -> None:
        super().__init__(
            _("Welcome."),
            _("A year with invented people.\nNothing here can go wrong."),
            _("The demo is being made"),
            _("This takes a few seconds the first time. It stays on this computer."),
        )
        self._folder, self._jobs, self._policy = folder, jobs, policy
        self._nickname = nickname
        self.back = Button(_("Back"), "second", "chevron-left")
        self.back.clicked.connect(lambda: self.back_asked.emit())
        self.back.hide()
        self.column.addWidget(self.back)

    def begin(self) -> None:
        """Make the demo if needed, and open it."""
        folder, policy, nickname = self._folder, self._policy, self._nickname

        def work(_progress: object) -> Workspace:
            return open_or_make(folder, policy, nickname)

        self._jobs.run(self, work, self.opened.emit, self._failed, lane="write", cancellable=False)

    def _failed(self, err: BaseException) -> None:
        said = errors.worded(err)
        if said is None:
            raise err
        self.title.setText(_("The demo did not open"))
        self.line.hide()
        self.say("stop", said.what, said.advice, _("Close"))
        self.back.show()
        self.back.setFocus()


def open_or_make(folder: Path, policy: Any, nickname: str = NICKNAME) -> Workspace:
    """The open demo in ``folder``; a new one is open for its coordinator.

    Raises ``not_a_demo`` for a workspace with real work.
    """
    from mobdesk.services import demo, workspaces

    if not (folder / "keys.json").exists():
        return demo.create(folder, PEOPLE, SEED, datetime.now().astimezone().date(), policy=policy)
    try:
        opened = workspaces.open_(folder, nickname, demo.PASSPHRASE, policy=policy)
    except Refused as err:
        if err.code in ("wrong_passphrase", "account_unknown"):
            raise Refused("not_a_demo") from err
        raise
    if not opened.demo:
        opened.close()
        raise Refused("not_a_demo")
    return opened
