"""The composition root of the window: what is opened, who is signed in, which pages there are."""

from __future__ import annotations

import importlib
import importlib.util
import linecache
import logging
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from mobdesk import paths, texts
from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Area
from mobdesk.errors import Refused
from mobdesk.i18n import _
from mobdesk.settings import SettingsFile
from mobdesk.ui import errors, theme
from mobdesk.ui.collector import Collector
from mobdesk.ui.jobs import Jobs, Runner
from mobdesk.ui.shell import MainWindow
from mobdesk.ui.unlock.page import UnlockPage

if TYPE_CHECKING:
    from mobdesk.domain.done import Done
    from mobdesk.services.workspaces import Workspace
    from mobdesk.ui.desk import Desk
    from mobdesk.ui.idle import IdleWatch
    from mobdesk.ui.kept_typing import KeptTyping
    from mobdesk.ui.pages import PageSpec
    from mobdesk.ui.single import Single

#: Every room of the window, in the order of the sidebar; each has ``SPECS`` in its package.
ROOMS = (
    "today", "projects", "accreditations", "mobilities", "grants", "people", "organisations",
    "budget", "payments", "rates", "importing", "bm", "packages", "diary", "checkin", "history",
    "backups", "accounts", "settings_page", "keeping", "sheet", "start", "help",
)  # fmt: skip
_MOST_REMEMBERED = 8
_LOOK_AGAIN_MS = 5_000
# Loaded while the passphrase is typed.
_HEAVY = (
    "asyncio", "sqlalchemy.sql.expression", "sqlalchemy.engine", "sqlalchemy.orm",
    "mobdesk.services.workspaces", "mobdesk.services.history", "mobdesk.services.projects",
    "mobdesk.services.stays", "mobdesk.services.help", "mobdesk.ui.keys", "mobdesk.ui.messages",
    "mobdesk.ui.private", "mobdesk.ui.sidebar", "sqlalchemy.dialects.sqlite",
    "cryptography.hazmat.primitives.ciphers.aead", "cryptography.hazmat.primitives.kdf.argon2",
)  # fmt: skip


def main(workspace: str | None = None, *, demo: bool = False) -> int:
    """Open the window and return when it was closed; 0."""
    os.environ.pop("MOBDESK_PASSPHRASE", None)
    app = QApplication.instance() or theme.application(sys.argv[0])
    assert isinstance(app, QApplication)
    app.setApplicationName("Mobdesk")
    settings = SettingsFile(paths.settings_folder() / "settings.json")
    first = _first_folder(workspace, settings, demo=demo)
    from mobdesk.ui import single

    if single.raise_other(first):
        return 0
    now = settings.now
    theme.apply(app, scheme=now.scheme, scale=now.text_percent / 100, system_font=now.system_font)
    program = Program(app, settings)
    program.window.first_painted.connect(_log_to_file)
    program.start(first, demo=demo)
    code = app.exec()
    program.end()
    return int(code)


def demo_folder() -> Path:
    """Where the demo of this user lies."""
    from platformdirs import user_data_path

    return user_data_path("Mobdesk", appauthor=False) / "Demo.mobdesk"


def _first_folder(workspace: str | None, settings: SettingsFile, *, demo: bool) -> Path | None:
    if workspace is not None:
        return Path(workspace).absolute()
    if demo:
        return demo_folder()
    return next((Path(p) for p in settings.now.workspaces if Path(p).is_dir()), None)


def _log_to_file() -> None:
    """Reports of bugs go to a small file of this user; they hold no personal data."""
    from logging.handlers import RotatingFileHandler

    with suppress(OSError):
        folder = paths.log_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "mobdesk.log", maxBytes=256 * 1024, backupCount=1, encoding="utf-8", delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        errors.log.addHandler(handler)


def room(name: str) -> Any:
    """The package of a room, or None while it does not exist."""
    full = f"mobdesk.ui.{name}"
    found = importlib.util.find_spec(full)
    return importlib.import_module(full) if found is not None and found.origin else None


def specs() -> list[PageSpec]:
    """The pages of every room that exists."""
    return [spec for name in ROOMS for spec in getattr(room(name), "SPECS", ())]


def _now() -> datetime:
    return datetime.now().astimezone()


def load_heavy() -> None:
    """Import what the first page after the passphrase needs."""
    from mobdesk.ui import shown

    # PySide looks into the source of every module that is imported, and Python keeps the lines:
    # 20 MB, if they were not thrown away again and again.
    for load, names in ((importlib.import_module, _HEAVY), (room, ROOMS)):
        for name in names:
            load(name)
            linecache.clearcache()
    from mobdesk.services import pricing

    pricing.prepare()
    texts.tables()
    shown.named_day(_now().date())  # reads the names of days and months
    linecache.clearcache()


class Program(QObject):
    """Holds the window, at most one open workspace, and the way between locked and open."""

    def __init__(
        self,
        app: QApplication,
        settings: SettingsFile,
        *,
        make_jobs: Callable[[], Runner] = Jobs,
        policy: Any = None,
        catch: bool = True,
    ) -> None:
        super().__init__(app)
        self.app, self.settings, self._make_jobs, self._policy = app, settings, make_jobs, policy
        self.workspace: Workspace | None = None
        self.folder: Path | None = None
        self.jobs = make_jobs()
        self._failures: dict[Path, int] = {}
        self._demo = False
        self._backed_up_on: date | None = None
        self._last: tuple[Path | None, int, str] = (None, 0, "")  # where it was locked
        self.window = MainWindow(settings=settings)
        self.window.lock_asked.connect(self.lock)
        self.window.closing.connect(self._close_for_today)
        self.window.who_asked.connect(self._show_account_menu)
        self.window.sheets_dropped.connect(self._import_dropped)
        self.window.first_painted.connect(self._attend)
        self._collector = Collector(self, lambda: self.jobs.busy("write", "files"))
        self._attending = False
        self._place: Path | None = None  # the workspace whose window this is
        if catch:
            errors.install(self._show_bug)
        self._warm: threading.Thread | None = None

    @cached_property
    def _single(self) -> Single:
        from mobdesk.ui.single import Single

        made = Single(self)
        made.raise_asked.connect(self._raise)
        return made

    @cached_property
    def _typing(self) -> KeptTyping:
        from mobdesk.ui.kept_typing import KeptTyping

        return KeptTyping()

    @cached_property
    def _idle(self) -> IdleWatch:
        from mobdesk.ui.idle import IdleWatch

        made = IdleWatch(self.app, self.settings.now.idle_minutes)
        made.idle.connect(self._lock_when_quiet)
        return made

    # starting
    def start(self, folder: Path | None, *, demo: bool = False) -> None:
        """Show the window: the demo, the unlock screen of ``folder``, or the first start."""
        if demo:
            self.open_demo(folder)
        elif folder is not None:
            self.show_unlock(folder)
        else:
            self.show_start()
        self.window.show()

    def _attend(self) -> None:
        """Bring in what waits beside the window: the first thing on screen is not kept waiting."""
        if self._attending:
            return
        self._attending = True
        from mobdesk.services.opened import OpenedCopies
        from mobdesk.ui.parts.focus import FocusRing

        FocusRing.install(self.app)
        self._idle.minutes = self.settings.now.idle_minutes
        self._single.listen(self._place)
        OpenedCopies().sweep()  # copies that a killed program left for other programs to show
        self._warm = threading.Thread(target=load_heavy, name="warm-up", daemon=True)
        self._warm.start()

    def _listen(self, place: Path | None) -> None:
        """Be the window of this workspace."""
        self._place = place
        if self._attending:
            self._single.listen(place)

    def end(self) -> None:
        """Give everything back."""
        self._close_workspace()
        self.jobs.shutdown()
        if self._attending:
            self._idle.stop()
            self._single.stop()
        if self._warm is not None:
            self._warm.join()
        self._collector.stop()  # last: no thread is left in which Python could collect

    def show_start(self) -> None:
        """The first start: three ways to begin."""
        from mobdesk.ui.start.page import StartPage

        back = _("Back to the workspace") if self.folder is not None else ""
        page = StartPage(back=back)
        page.demo_asked.connect(lambda: self.open_demo(None))
        page.new_asked.connect(self.show_new)
        page.open_asked.connect(self.choose_workspace)
        page.copy_asked.connect(self.show_from_copy)
        page.back_asked.connect(self._back_to_unlock)
        self._show(page, listen=self.folder is None)

    def show_from_copy(self) -> None:
        """A backup becomes a workspace in a new place."""
        from mobdesk.ui.unlock.from_copy import FromCopyPage

        near = [Path(p) for p in self.settings.now.workspaces]
        page = FromCopyPage(self.jobs, near, policy=self._policy)
        page.back_asked.connect(self.show_start)
        page.restored.connect(self.show_unlock)
        self._show(page)

    def show_new(self) -> None:
        """A new workspace: first the project and the place."""
        from mobdesk.ui.start.new import ProjectStep

        page = ProjectStep()
        page.back_asked.connect(self.show_start)
        page.done.connect(self._show_words)
        self._show(page)

    def _show_words(self, plan: Any) -> None:
        from mobdesk.ui.start.new import WordsStep

        page = WordsStep(plan, self.jobs, policy=self._policy)
        page.back_asked.connect(self.show_new)
        page.opened.connect(self.opened)
        self._show(page)

    def choose_workspace(self) -> None:
        """Ask for the folder of another workspace."""
        from PySide6.QtWidgets import QFileDialog

        start = self.folder.parent if self.folder is not None else paths.documents_folder()
        chosen = QFileDialog.getExistingDirectory(
            self.window, _("Open a workspace: a folder that ends in “.mobdesk”"), str(start)
        )
        if chosen:
            self.show_unlock(Path(chosen))

    def show_unlock(self, folder: Path) -> UnlockPage:
        """The unlock screen of a workspace."""
        self.folder, self._demo = folder, False
        return self._show_unlock(folder)

    def show_demo_unlock(self, folder: Path) -> UnlockPage:
        """The unlock screen of the demo: everybody in it can be looked at."""
        from mobdesk.services.demo import PASSPHRASE

        self._demo = True
        return self._show_unlock(folder, PASSPHRASE)

    def _show_unlock(self, folder: Path, demo: str = "") -> UnlockPage:
        page = UnlockPage(
            folder, self.jobs, self._failures, policy=self._policy, with_help=True,
            size=self.window.size(), demo=demo,
        )  # fmt: skip
        page.opened.connect(self.opened)
        page.other_asked.connect(self.show_start)
        page.sheet_asked.connect(self.show_sheet_door)
        page.help_asked.connect(lambda: self.show_help(folder))
        page.demo_asked.connect(lambda: self.open_demo(folder, page.nickname()))
        self._show(page, listen=False)
        self._listen(folder)
        return page

    def show_sheet_door(self) -> None:
        """The way back in with the workspace sheet."""
        from mobdesk.ui.unlock.forgot import ForgotPage

        assert self.folder is not None
        page = ForgotPage(self.folder, self.jobs, policy=self._policy)
        page.back_asked.connect(self._back_to_unlock)
        page.opened.connect(self.opened)
        self._show(page)

    def show_help(self, folder: Path) -> None:
        """Help and contacts, without signing in."""
        from mobdesk.ui.unlock.helping import HelpWithoutSigningIn

        page = HelpWithoutSigningIn(room("help"), folder)
        back = self.show_demo_unlock if self._demo else self.show_unlock
        page.back_asked.connect(lambda: back(folder))
        self._show(page, listen=False)

    def _back_to_unlock(self) -> None:
        if self.folder is None:
            self.show_start()
        else:
            self.show_unlock(self.folder)

    # the demo
    def open_demo(self, folder: Path | None, nickname: str = "") -> None:
        """Open the demo by itself, as the coordinator or ``nickname``; made where there is none."""
        from mobdesk.ui.start.demo import NICKNAME, DemoPage

        self._demo = True
        place = folder or demo_folder()
        page = DemoPage(place, self.jobs, nickname=nickname or NICKNAME, policy=self._policy)
        page.opened.connect(self.opened)
        page.back_asked.connect(self.show_start)
        self._show(page, listen=False)
        self._listen(place)
        page.begin()

    # open and locked
    def opened(self, workspace: Workspace) -> None:
        """Somebody signed in: a one-time passphrase is replaced first, a demo needs its switch."""
        if workspace.demo and not self._demo:
            folder, nickname = workspace.folder, workspace.actor.nickname
            workspace.close()
            page = self.show_unlock(folder)
            page.choose(nickname)
            page.refuse(Refused("demo_needs_switch"))
            return
        if workspace.must_replace_passphrase:
            self._replace_passphrase(workspace)
            return
        self._enter(workspace)

    def _replace_passphrase(self, workspace: Workspace) -> None:
        from mobdesk.ui.unlock.replace import ReplacePage

        self.workspace = workspace
        page = ReplacePage(workspace, self.jobs)
        page.done.connect(lambda: self._enter(workspace))
        page.back_asked.connect(self.lock)
        self._show(page)

    def _enter(self, workspace: Workspace) -> None:
        from mobdesk.ui.desk import Desk
        from mobdesk.ui.private import private_notes

        self.workspace = workspace
        if not workspace.demo:
            self.folder = workspace.folder
            self._remember(workspace.folder)
        self._attend()
        self._listen(workspace.folder)
        self._idle.minutes = self.settings.now.idle_minutes
        desk = Desk(workspace.store, workspace.actor, self.jobs, self.settings, workspace=workspace)
        desk.hub.changed.connect(lambda _done: self._back_up(desk))
        desk.hub.changed.connect(self._forget_erased)
        *same, page = self._last
        self.window.sign_in(
            desk,
            specs(),
            organisation=workspace.title,
            name=workspace.actor.nickname,
            start=page if same == [workspace.folder, workspace.actor.account_id] else "",
            mark=_("DEMO") if workspace.demo else "",
        )
        private_notes(desk)  # its beat begins with the sign-in, whether or not notes are opened
        if workspace.demo and desk.may(Area.MOBILITIES):
            self.window.say(_("This is the demo. Press Ctrl+L to look at it as the trainer."))
        if kept := self._typing.give_back(desk):
            self.window.say(kept)
        if workspace.was_interrupted:
            self.window.say(texts.word("opened.was_interrupted"))
        if callback := getattr(room("help"), "publish", None):
            callback(desk)

    def _forget_erased(self, done: Done) -> None:
        if done.label == "people_erased":
            self._typing.forget()

    def _back_up(self, desk: Desk) -> None:
        """Make a copy after the first change of the day."""
        today = desk.today()
        if self._backed_up_on == today or desk.workspace.demo:
            return
        self._backed_up_on = today

        def work(progress: Progress) -> object:
            from mobdesk.services import backups

            return backups.automatic(
                desk.store, desk.actor, "first_change", now=_now(), progress=progress
            )

        desk.long(None, work, then=lambda _made: None, lane="files", label="job.backup")

    def _close_for_today(self) -> None:
        """The window closes: a last copy if something changed, then everything is given back."""
        from mobdesk.services import backups

        workspace = self.workspace
        self.window.hide()
        if workspace is not None and not workspace.demo:
            self._call_before_lock()
            self.jobs.shutdown()
            with suppress(Refused):  # a full or absent disk: the next start says so on Today
                backups.automatic(workspace.store, workspace.actor, "close", now=_now())
        self._close_workspace()

    def lock(self) -> None:
        """Close the workspace and show its unlock screen; nothing stays in the window."""
        workspace = self.workspace
        if workspace is None:
            return
        self._last = (workspace.folder, workspace.actor.account_id, self.window.open_key)
        if self.window.desk is not None:
            self._typing.take(self.window, self.window.desk)
        self._close_workspace()
        self.jobs = self._make_jobs()
        if workspace.demo:
            self.show_demo_unlock(workspace.folder)
        else:
            self.show_unlock(workspace.folder)

    def _lock_when_quiet(self) -> None:
        """Nobody is there: lock, but let a long import or copy come to its end first."""
        if isinstance(self.jobs, Jobs) and self.jobs.busy("write", "files"):
            QTimer.singleShot(_LOOK_AGAIN_MS, self, self._lock_when_quiet)
        else:
            self.lock()

    def _close_workspace(self) -> None:
        workspace, self.workspace = self.workspace, None
        if workspace is None:
            return
        self._call_before_lock()
        self.jobs.shutdown()
        self.window.show_locked(QWidget())
        if self.window.desk is not None:
            self.window.desk.end()
        self.window.desk = None
        workspace.close()

    def _call_before_lock(self) -> None:
        desk = self.window.desk
        if desk is not None:
            for each in desk.before_lock:
                each()

    # around
    def _show(self, page: QWidget, *, listen: bool = True) -> None:
        self.window.show_locked(page)
        if listen:
            self._listen(self.folder)

    def _remember(self, folder: Path) -> None:
        before = [p for p in self.settings.now.workspaces if Path(p) != folder]
        self.settings.change(workspaces=[str(folder), *before][:_MOST_REMEMBERED])

    def _raise(self) -> None:
        self.window.setWindowState(
            self.window.windowState() & ~self.window.windowState().WindowMinimized
        )
        self.window.raise_()
        self.window.activateWindow()

    def _import_dropped(self, files: list[Path]) -> None:
        if self.window.desk is not None:
            self.window.open_page("import", {"files": files})

    def _show_account_menu(self, place: QPoint) -> None:
        from mobdesk.ui.accounts.menu import account_menu

        if self.window.desk is not None:
            menu = account_menu(self.window, self.window.desk, self.lock, self._others())
            menu.popup(place - QPoint(0, menu.sizeHint().height()))

    def _others(self) -> dict[str, Callable[[], None]]:
        """Whom else a demo can be looked at as: nickname, and what does it."""
        workspace = self.workspace
        if workspace is None or not workspace.demo:
            return {}
        from mobdesk.services import signing_in

        folder = workspace.folder
        names = [n for n in signing_in.nicknames(folder) if n != workspace.actor.nickname]
        return {name: partial(self.look_as, folder, name) for name in names}

    def look_as(self, folder: Path, nickname: str) -> None:
        """Leave the demo and come back as somebody else."""
        self.lock()
        self.open_demo(folder, nickname)

    def _show_bug(self, err: BaseException) -> None:
        from mobdesk.ui import dialogs

        dialogs.show_bug(self.window, err)
