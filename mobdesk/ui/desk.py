"""What a page works with: the workspace, who is at the keyboard, jobs, settings, the window.

Pages call services through ``read`` and ``write``: store and actor go in front of the arguments,
the work runs in its lane, errors come back to the page, and a ``Done`` is told to everybody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any, Protocol

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.domain.done import Done
from mobdesk.domain.fold import fold
from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Access, Actor, Area, access
from mobdesk.errors import Cancelled
from mobdesk.i18n import _
from mobdesk.settings import SettingsFile
from mobdesk.ui import dialogs, errors
from mobdesk.ui.hub import Hub
from mobdesk.ui.jobs import Fail, Job, Lane, Runner, Then

#: A part of a name shorter than this stands in too many texts about others.
_LEAST_OF_A_NAME = 3


class Window(Protocol):
    """What the desk asks of the window."""

    def open_page(self, key: str, where: dict[str, Any]) -> None: ...
    def go_back(self) -> None: ...
    def forget(self) -> None: ...
    def say(
        self,
        text: str,
        undo: Callable[[], object] | None = None,
        word: str = "",
        key: str = "Ctrl+Z",
    ) -> None: ...


class Desk:
    """One per signed-in user. ``today`` is the clock of the pages."""

    def __init__(
        self,
        store: Any,
        actor: Actor,
        jobs: Runner,
        settings: SettingsFile,
        *,
        hub: Hub | None = None,
        today: Callable[[], date] = date.today,
        workspace: Any = None,
    ) -> None:
        self.store, self.actor, self.jobs, self.settings = store, actor, jobs, settings
        self.hub = hub or Hub()
        self.today = today
        self.workspace = workspace  # the open one: services.workspaces.Workspace
        self.before_lock: list[Callable[[], object]] = []  # called while the store is still open
        self.drafts: dict[str, dict[str, Any]] = {}  # forms closed unsaved; memory only
        self.window: Any = None
        self.opened: Any = None  # copies that other programs show, once a file was opened
        jobs.on_error = lambda job, err: self.show_error(job.parent, err)

    def end(self) -> None:
        """Signed out: let go of everybody who listens, so that nothing read stays in memory.

        A lambda that hears the hub and knows the desk keeps both alive: Python cannot see this.
        """
        self.hub.deleteLater()  # and with it the beat of the private notes
        self.hub = Hub()
        self.before_lock.clear()
        self.drafts.clear()

    def may(self, area: Area, wanted: Access = Access.READ) -> bool:
        """Whether the role of the actor has this access; services check again."""
        has = access(self.actor.role, area)
        return has is Access.WRITE or (has is Access.READ and wanted is Access.READ)

    def read(
        self,
        page: QObject | None,
        service: Callable[..., Any],
        *args: Any,
        then: Then,
        fail: Fail | None = None,
        key: str = "",
        label: str = "",
        **more: Any,
    ) -> Job:
        """Ask ``service(store, actor, *args)`` in the read lane.

        With a ``key`` the newest read of this page and key wins and stops the older one.
        """

        def after(answer: Any) -> None:
            then(answer)
            if page is not None and hasattr(page, "filled") and shiboken6.isValid(page):
                page.filled()

        return self.jobs.run(
            page,
            lambda _progress: service(self.store, self.actor, *args, **more),
            after,
            fail,
            label,
            key=key,
            interrupt=self.store.interrupt_reads if key and self.store is not None else None,
        )

    def write(
        self,
        page: QObject | None,
        service: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        fail: Fail | None = None,
        label: str = "job.saving",
        quiet: bool = False,
        **more: Any,
    ) -> Job:
        """Let ``service(store, actor, *args)`` write.

        A ``Done`` is told to the hub and, unless ``quiet``, said in the quiet bar with Undo;
        ``then`` hears it afterwards.
        """

        def after(done: Any) -> None:
            if isinstance(done, Done):
                self.finished(done, quiet=quiet)
            if then is not None and (page is None or shiboken6.isValid(page)):
                then(done)

        return self.jobs.run(
            None,  # a write is told to everybody even when its page is gone meanwhile
            lambda _progress: service(self.store, self.actor, *args, **more),
            after,
            self._fail(page, fail),
            label,
            lane="write",
            cancellable=False,
        )

    def long(
        self,
        page: QObject | None,
        work: Callable[[Progress], Any],
        *,
        then: Then,
        fail: Fail | None = None,
        lane: Lane = "write",
        label: str = "",
    ) -> Job:
        """Do long work with progress and Cancel; a ``Done`` it answers is told to everybody."""

        def after(answer: Any) -> None:
            if isinstance(answer, Done):
                self.finished(answer)
            then(answer)

        return self.jobs.run(page, work, after, fail, label, lane=lane)

    def finished(self, done: Done, *, quiet: bool = False) -> None:
        """Tell the pages of a change and say it in the quiet bar."""
        errors.remember(done.label)
        self.hub.tell(done)
        if not quiet:
            self.notify(done)

    def notify(self, done: Done) -> None:
        """Say in the quiet bar what was done, with Undo where it can be undone."""
        undo = None if done.change_id is None else (lambda: self.undo(done.change_id))
        if self.window is not None:
            self.window.say(texts.label(done.label, done.values), undo)

    def say(self, text: str) -> None:
        """Say something in the quiet bar; ``text`` already translated."""
        if self.window is not None:
            self.window.say(text)

    def undo(self, change_id: int | None = None) -> None:
        """Take back the newest step (which must be ``change_id`` where given)."""
        from mobdesk.services import history

        self.write(
            self._page(), history.undo, change_id, then=self._undone, label="job.undo", quiet=True
        )

    def redo(self) -> None:
        """Bring back what was undone last."""
        from mobdesk.services import history

        self.write(self._page(), history.redo, label="job.redo")

    def _undone(self, done: Done) -> None:
        """After Undo the quiet bar offers the way back."""
        if self.window is not None:
            words = texts.label(done.label, done.values)
            self.window.say(words, self.redo, _("Do it again"), "Ctrl+Shift+Z")

    def open(self, key: str, **where: Any) -> None:
        """Go to a page; ``where`` says what it should show (for example ``id=3``)."""
        if self.window is not None:
            self.window.open_page(key, where)

    def back(self) -> None:
        """Go back to the page before this one."""
        if self.window is not None:
            self.window.go_back()

    def forget(self, names: Sequence[str], drafts: Collection[str]) -> None:
        """Somebody was erased: neither window, drafts, clipboard nor copies keep what names them.

        ``names`` of those erased; ``drafts``: the keys of forms about them. A draft about another
        record goes too when it holds one of their names.
        """
        words = {word for name in names for word in _words(name) if len(word) >= _LEAST_OF_A_NAME}
        for key, typed in list(self.drafts.items()):
            if key in drafts or not words.isdisjoint(_words(str(list(typed.values())))):
                del self.drafts[key]
        if self.opened is not None:
            self.opened.drop()
        if self.window is not None:
            self.window.forget()

    def show_error(self, asker: QObject | None, err: BaseException) -> None:
        """Show a known error in the page where it happened, anything else as a bug."""
        from mobdesk.ui.pages import Page

        if isinstance(err, Cancelled):
            return
        words = errors.worded(err)
        page = _page_of(asker) or self._page()
        if words is not None and isinstance(page, Page):
            page.show_banner("stop", words.what, words.advice)
        elif words is not None:
            self.say(f"{words.what} {words.advice}".strip())
        else:
            errors.log.error("bug\n%s", errors.report(err))
            dialogs.show_bug(asker if isinstance(asker, QWidget) else self.window, err)

    def _page(self) -> QObject | None:
        return getattr(self.window, "page", None)

    def _fail(self, page: QObject | None, fail: Fail | None) -> Fail:
        def failed(err: BaseException) -> None:
            alive = page is not None and shiboken6.isValid(page)
            if fail is not None and (page is None or alive):
                fail(err)
            else:
                self.show_error(page if alive else None, err)

        return failed


def _words(text: str) -> set[str]:
    """The words of a text as they are compared: without accents and case."""
    return set(re.findall(r"\w+", fold(text)))


def _page_of(asker: QObject | None) -> QObject | None:
    from mobdesk.ui.pages import Page

    while asker is not None and not isinstance(asker, Page):
        asker = asker.parent()
    return asker
