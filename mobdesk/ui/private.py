"""My private notes in the window: open or locked, the beat, and what every private page shares.

While a person is signed in, the container is written every 60 seconds, notes open or locked, typed
or not, and once more when the notes are locked and at sign-out: that it changed tells only that its
person was there. Locked means: the notes are sealed, forgotten, and every widget that showed them
is wiped and dropped; so it is by the writer, after four minutes without a touch, on sleep, with the
workspace, and when the window closes. What remains: somebody who copies the file every few seconds
sees a writing off the beat when notes are locked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from mobdesk.i18n import _
from mobdesk.ui import clipboard, errors
from mobdesk.ui.desk import Desk
from mobdesk.ui.idle import IdleWatch
from mobdesk.ui.pages import Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.private_fields import wipe

if TYPE_CHECKING:
    from mobdesk.services.vault import Notes


class PrivateNotes(QObject):
    """One per desk, from sign-in to sign-out: the open notes, or none.

    Pages hear ``opened`` and ``locked``.
    """

    opened = Signal()
    locked = Signal()
    code_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.hub)
        from mobdesk.services import vault

        self._desk, self._vault = desk, vault
        self.notes: Notes | None = None
        self.failures = 0
        self.code_later = False  # the private code was not wanted on paper now
        self._beat = QTimer(self, interval=vault.BEAT * 1000)
        self._beat.timeout.connect(self.beat)
        self._beating = False
        self._idle: IdleWatch | None = None
        desk.before_lock.append(self.sign_out)
        self._beat.start()

    def take(self, notes: Notes) -> None:
        """The notes were opened."""
        self.notes, self.failures = notes, 0
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self._idle = IdleWatch(app, self._vault.IDLE_MINUTES)
            self._idle.idle.connect(self.lock)
        self.opened.emit()

    def beat(self) -> None:
        """Write the container, whether or not anything was typed, open or locked."""
        if not self._beat.isActive() or self._beating:
            return  # a long import holds the lane: the beats do not queue up behind it
        self._beating = True
        if self.notes is not None:
            self._desk.write(
                None, self._vault.write, self.notes, then=self._beaten, fail=self._not_beaten,
                label="",
            )  # fmt: skip
        else:
            self._renew()

    def sign_out(self) -> None:
        """The last writing of this sign-in: with open notes their lock, else a new cover."""
        if not self._beat.isActive():
            return
        if self.notes is not None:
            self.lock()
        else:
            self._renew()
        self._beat.stop()

    def lock(self) -> None:
        """Seal and forget the notes, wipe the pages, write what was sealed."""
        notes, self.notes = self.notes, None
        if notes is None:
            return
        if self._idle is not None:
            self._idle.stop()
            self._idle.deleteLater()
            self._idle = None
        container = notes.sealed()
        notes.forget()
        clipboard.forget()
        self.locked.emit()
        if container is not None:
            self._write(container)

    def show_code(self) -> None:
        """Make a new private code and show it; the one on paper is void."""
        notes = self.notes
        if notes is None:
            return

        def made(_none: object) -> None:
            self.code_later = False
            self.code_changed.emit()

        self._desk.write(None, self._vault.new_code, notes, then=made, label="job.notes")

    def _renew(self) -> None:
        def failed(err: BaseException) -> None:
            self._beating = False
            if errors.worded(err) is None:
                self._desk.show_error(None, err)
            # A full or absent disk is told to who saves something; the next beat tries again.

        self._desk.write(None, self._vault.renew, then=self._beaten, fail=failed, label="")

    def _beaten(self, _none: object) -> None:
        self._beating = False

    def _not_beaten(self, err: BaseException) -> None:
        self._beating = False
        self._desk.show_error(None, err)

    def _write(self, container: bytes) -> None:
        self._desk.write(
            None,
            self._vault.write_sealed,
            container,
            fail=lambda err: self._not_written(err, container),
            label="",
        )

    def _not_written(self, err: BaseException, container: bytes) -> None:
        """Say it and offer the way back: the sealed container is kept until it is written."""
        page = getattr(self._desk.window, "page", None)
        said = errors.worded(err)
        if said is None or not isinstance(page, Page):
            self._desk.show_error(page, err)
            return

        def again() -> None:
            page.hide_banner()
            self._write(container)

        page.show_banner("stop", said.what, said.advice, _("Try again"), again)


def private_notes(desk: Desk) -> PrivateNotes:
    """The private notes of this desk."""
    found = desk.hub.findChild(PrivateNotes)
    return found if isinstance(found, PrivateNotes) else PrivateNotes(desk)


class PrivatePage(Page):
    """Shows ``closed_view`` while the notes are locked, the private code once, then ``view``.

    A view is built when the notes open and dropped when they lock: nothing of it stays.
    """

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(desk, title)
        self.private = private_notes(desk)
        self.header.set_badge(_("Only you can read this"), "mine", "lock")
        self.help_button = Button(_("Help and contacts"), "second", "help")
        self.help_button.clicked.connect(lambda: desk.open("help"))
        self.header.add_action(self.help_button)
        self.shown: QWidget | None = None
        self.private.opened.connect(self.mark_stale)
        self.private.code_changed.connect(self._code_changed)
        self.private.locked.connect(self._on_locked)

    # what subclasses write
    def closed_view(self) -> QWidget:
        """What is shown while the notes are locked."""
        from mobdesk.ui.private_door import PrivateDoor

        return PrivateDoor(self.desk, self.private)

    def view(self, notes: Notes) -> QWidget:
        """What is shown while the notes are open."""
        raise NotImplementedError

    def prepare(self, then: Callable[[], None]) -> None:
        """Read what the views need besides the notes, then call ``then``."""
        then()

    # Page
    def refresh(self) -> None:
        self.prepare(self.show_now)

    def show_now(self) -> None:
        """Show the view of this moment."""
        from mobdesk.ui.private_door import PrivateDoor

        notes = self.private.notes
        if notes is None and isinstance(self.shown, PrivateDoor):
            return  # a passphrase may be under way
        if notes is None:
            self.swap(self.closed_view())
        elif not self.private.code_later and self._code_waits(notes):
            from mobdesk.ui.private_code import CodeView

            self.swap(CodeView(self.desk, self.private, notes))
        else:
            self.swap(self.view(notes))
        self.set_view_mode()
        if self.isVisible() and not self.header.isAncestorOf(self.focusWidget() or self):
            self.focus_search()

    def swap(self, widget: QWidget) -> None:
        """Show ``widget`` in the place of the view before, which is wiped."""
        old, self.shown = self.shown, widget
        if old is not None:
            drop(old)
            self.body.removeWidget(old)
        self.body.addWidget(widget, 1)
        widget.show()  # at once: the focus goes into it

    def mode_changed(self) -> None:
        self.set_view_mode()

    def set_view_mode(self) -> None:
        """Tell the view the layout."""
        set_mode = getattr(self.shown, "set_mode", None)
        if set_mode is not None:
            set_mode(self.mode)

    def focus_search(self) -> bool:
        if self.shown is None or self.shown.focusProxy() is None:
            return False
        self.shown.setFocus()
        return True

    def _code_waits(self, notes: Notes) -> bool:
        from mobdesk.services import vault

        return bool(vault.code_to_show(notes))

    def _code_changed(self) -> None:
        """A code was made or is on paper: no other page goes on showing what was before."""
        if self.isVisible():
            self.show_now()
        else:
            self.forget_shown()
            self.mark_stale()

    def forget_shown(self) -> None:
        """Drop the view; ``show_now`` builds another one."""
        if self.shown is not None:
            drop(self.shown)
            self.body.removeWidget(self.shown)
            self.shown = None

    def _on_locked(self) -> None:
        self.forget_shown()
        self.mark_stale()


def drop(widget: Any) -> None:
    """Wipe a view and let it go; safe from within one of its own buttons."""
    wipe(widget)
    forget = getattr(widget, "forget", None)
    if forget is not None:
        forget()
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()
