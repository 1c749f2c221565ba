"""The window: sidebar, pages built when first opened, messages, shortcuts, lock."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mobdesk import texts
from mobdesk.i18n import _
from mobdesk.settings import SettingsFile
from mobdesk.ui import clipboard, errors, theme
from mobdesk.ui.modes import mode_of
from mobdesk.ui.stops import put_in_order

if TYPE_CHECKING:
    from mobdesk.ui.desk import Desk
    from mobdesk.ui.messages import Messages
    from mobdesk.ui.pages import Page, PageSpec
    from mobdesk.ui.sidebar import Sidebar

_SHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt"})
_MOST_BACK = 30


class MainWindow(QWidget):
    """One per program. Without a desk it shows only what ``show_locked`` gets.

    ``sheets_dropped``: spreadsheets were dropped on the window. ``lock_asked``: the user wants to
    lock; who owns the window locks the workspace and calls ``show_locked``. ``who_asked``: the
    menu of the account at a place on screen. ``closing``: the window is about to close.
    ``first_painted``: the window stands on screen for the first time.
    """

    sheets_dropped = Signal(list)
    lock_asked = Signal()
    who_asked = Signal(QPoint)
    page_opened = Signal(str)
    closing = Signal()
    first_painted = Signal()

    def __init__(
        self,
        desk: Desk | None = None,
        specs: Sequence[PageSpec] = (),
        *,
        organisation: str = "",
        name: str = "",
        settings: SettingsFile | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(_("Mobdesk"))
        self.setAcceptDrops(True)
        self.desk: Desk | None = None
        self.settings = settings or (desk.settings if desk else SettingsFile())
        self.specs: list[PageSpec] = []
        self.sidebar: Sidebar | None = None
        self.pages: dict[str, Page] = {}
        self._back: list[tuple[str, dict[str, Any]]] = []
        self._at: tuple[str, dict[str, Any]] = ("", {})
        self._names = ("", "")
        self._mark_words = ""
        self._with_shortcuts = self._painted = False
        self._lay_out()
        self._restore_geometry()
        if desk is not None:
            self.sign_in(desk, specs, organisation=organisation, name=name)

    @cached_property
    def messages(self) -> Messages:
        """The rows under the page; made with the first page."""
        from mobdesk.ui.messages import Messages

        made = Messages()
        self._right.addWidget(made)
        return made

    # signing in and locking
    def sign_in(
        self,
        desk: Desk,
        specs: Sequence[PageSpec],
        *,
        organisation: str = "",
        name: str = "",
        start: str = "",
        mark: str = "",
    ) -> None:
        """Show the pages that the role of the actor sees, starting with ``start``.

        ``mark`` stands in the window's title on every page (DEMO).
        """
        from mobdesk.ui.pages import allowed
        from mobdesk.ui.sidebar import Sidebar

        if not self._with_shortcuts:
            self._with_shortcuts = True
            self._make_shortcuts()
        self._clear()
        self._drop_locked()
        self._mark_words = mark
        self.desk, desk.window = desk, self
        self._names = (organisation, name)
        self.specs = allowed(specs, desk.actor.role)
        role = texts.word(f"role.{desk.actor.role.value}")
        shown = name or desk.actor.nickname
        folded = self.settings.now.folded
        self.sidebar = Sidebar(self.specs, organisation, shown, role, folded)
        self.sidebar.chosen.connect(lambda key: self.open_page(key, {}))
        self.sidebar.lock_asked.connect(self.lock_asked)
        self.sidebar.who_asked.connect(self.who_asked)
        self.sidebar.fold_changed.connect(lambda folded: self.settings.change(folded=folded))
        self._work.insertWidget(0, self.sidebar)
        self.messages.follow(desk.jobs)
        self._take_mode()
        self._root.setCurrentIndex(0)
        first = start or (self.specs[0].key if self.specs else "")
        if first:
            self.open_page(first, {})

    def show_locked(self, widget: QWidget) -> None:
        """Show ``widget`` alone; everything that was read is taken out of the window first."""
        for dialog in self.findChildren(QDialog):
            dialog.hide()
            dialog.deleteLater()
        if self.desk is not None:
            self.desk.drafts.clear()
        clipboard.forget()
        self._clear()
        self._drop_locked()
        self._root.addWidget(widget)
        self._root.setCurrentWidget(widget)
        self.setWindowTitle(_("Mobdesk"))
        widget.setFocus()

    def unlock(self) -> None:
        """Show the same desk again, at the page where it was locked."""
        if self.desk is None:
            return
        key, _where = self._at
        desk, specs = self.desk, list(self.specs)
        organisation, name = self._names
        mark = self._mark_words
        self.sign_in(desk, specs, organisation=organisation, name=name, start=key, mark=mark)
        self._drop_locked()

    @property
    def locked(self) -> bool:
        """Whether only the locked widget is shown."""
        return self._root.currentIndex() != 0

    # pages
    @property
    def page(self) -> Page | None:
        """The page shown now."""
        return self.pages.get(self._at[0])

    @property
    def open_key(self) -> str:
        """The key of the page shown now, or of the one before locking."""
        return self._at[0]

    def open_page(self, key: str, where: dict[str, Any]) -> None:
        """Show a page, built when first opened; ``where`` goes to its ``go``."""
        spec = next((one for one in self.specs if one.key == key), None)
        if spec is None or self.desk is None or self.locked:
            return
        before = self.page
        if before is not None and self._at[0] != key and not before.may_leave():
            self._mark(self._at[0])
            return
        page = self.pages.get(key)
        if page is None:
            page = self.pages[key] = spec.factory(self.desk)
            page.set_mode(mode_of(self.width()))
            self._stack.addWidget(page)
        if self._at[0] and self._at != (key, where):
            self._back = [*self._back, self._at][-_MOST_BACK:]
        self._at = (key, where)
        if spec.group != "private":  # no report ever tells that somebody opened private notes
            errors.remember(f"open {key}")
        if where:
            page.go(**where)
        self._stack.setCurrentWidget(page)
        self._mark(key)
        parts = (_(spec.title), _("Mobdesk"), self._mark_words)
        self.setWindowTitle(" – ".join(part for part in parts if part))
        if not page.enter() and self.sidebar is not None:
            self.sidebar.focus()
        self.page_opened.emit(key)

    def go_back(self) -> None:
        """Show the page before this one."""
        if self._back:
            key, where = self._back.pop()
            self._at = ("", {})
            self.open_page(key, where)

    def set_count(self, key: str, count: int) -> None:
        """The number beside a page in the sidebar."""
        if self.sidebar is not None:
            self.sidebar.set_count(key, count)

    def say(
        self,
        text: str,
        undo: Callable[[], object] | None = None,
        word: str = "",
        key: str = "Ctrl+Z",
    ) -> None:
        """Say in the quiet bar what was done; ``undo`` takes it back (named ``word``)."""
        if not self.locked:
            self.messages.say(text, undo, word, key)

    def forget(self) -> None:
        """Somebody was erased: keep nothing that was read or said before.

        The page shown now stays, and so do the private pages: they hold the writer's own words.
        """
        if "messages" in vars(self):
            self.messages.quiet.forget()
        private = {spec.key for spec in self.specs if spec.group == "private"}
        for key in self.pages.keys() - private - {self._at[0]}:
            self._drop_page(self.pages.pop(key))
        self._at = (self._at[0], {})
        self._back = [(key, where) for key, where in self._back if not where]
        clipboard.forget()

    # Qt
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_mode()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)  # the children are painted first

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab: rows that were made again since the last one come in their place."""
        if self.page is not None and not self.locked:
            put_in_order(self.page)
        moved = super().focusNextPrevChild(forward)
        if self.page is not None and not self.locked:
            self.page.bring_into_view(self.focusWidget())
        return moved

    def theme_changed(self) -> None:
        """The text size changed: another layout may fit."""
        self._take_mode()

    def closeEvent(self, event: QCloseEvent) -> None:
        if any(not page.may_leave() for page in self.pages.values()):
            event.ignore()
            return
        self.settings.change(geometry=b64encode(bytes(self.saveGeometry().data())).decode())
        self.closing.emit()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from mobdesk.ui.parts.drop import dropped_files

        if self._sheets(dropped_files(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from mobdesk.ui.parts.drop import dropped_files

        if sheets := self._sheets(dropped_files(event.mimeData())):
            event.acceptProposedAction()
            self.sheets_dropped.emit(sheets)

    # inside
    def _lay_out(self) -> None:
        work = QWidget()
        self._work = QHBoxLayout(work)
        theme.space(self._work, 0, 0)
        right = QVBoxLayout()
        theme.space(right, 0, 0)
        self._stack = QStackedWidget()
        right.addWidget(self._stack, 1)
        self._right = right
        self._work.addLayout(right, 1)
        self._root = QStackedLayout(self)
        self._root.addWidget(work)

    def _clear(self) -> None:
        """Take away pages and sidebar, and with them everything that was read."""
        if "messages" in vars(self):
            self.messages.quiet.leave()
        for page in self.pages.values():
            self._drop_page(page)
        self.pages.clear()
        self._back.clear()
        if self.sidebar is not None:
            self.sidebar.setParent(None)
            self.sidebar.deleteLater()
            self.sidebar = None
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _drop_page(self, page: Page) -> None:
        self._stack.removeWidget(page)
        page.setParent(None)
        page.deleteLater()

    def _drop_locked(self) -> None:
        while self._root.count() > 1:
            if (old := self._root.widget(1)) is not None:
                self._root.removeWidget(old)
                old.hide()
                old.deleteLater()

    def _mark(self, key: str) -> None:
        spec = next((one for one in self.specs if one.key == key), None)
        if self.sidebar is not None and spec is not None:
            self.sidebar.set_current(key if spec.listed else spec.under)

    def _take_mode(self) -> None:
        mode = mode_of(self.width())
        if self.sidebar is not None and self.sidebar.mode is not mode:
            self.sidebar.set_mode(mode)
        for page in self.pages.values():
            page.set_mode(mode)

    def _sheets(self, files: Sequence[Path]) -> list[Path]:
        if self.desk is None or self.locked:
            return []
        return [file for file in files if file.suffix.lower() in _SHEETS]

    def _restore_geometry(self) -> None:
        kept = self.settings.now.geometry
        try:
            known = bool(kept) and self.restoreGeometry(QByteArray(b64decode(kept)))
        except ValueError:
            known = False
        if not known:
            look = theme.current()
            self.resize(max(1000, look.chars(181)), max(640, look.px(100)))

    # shortcuts
    def _make_shortcuts(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            "sides": self._other_side,
            "search": self._search,
            "undo": lambda: self._desk.undo(),
            "redo": lambda: self._desk.redo(),
            "refresh": self._refresh,
            "back": self.go_back,
            "larger": lambda: self._scale(25),
            "smaller": lambda: self._scale(-25),
            "lock": self.lock_asked.emit,
            "help": lambda: self.open_page("help", {}),
        }
        from PySide6.QtGui import QKeySequence, QShortcut

        from mobdesk.ui.keys import KEYS

        for key in KEYS:
            for number, keys in enumerate(key.keys):
                act = acts.get(key.code) or partial(self._open_number, number)
                pressed = QShortcut(QKeySequence(keys), self).activated
                pressed.connect(partial(self._press, act))

    def _press(self, act: Callable[[], object]) -> None:
        if not self.locked and self.desk is not None:
            act()

    @property
    def _desk(self) -> Desk:
        """The desk; shortcuts work only while there is one."""
        assert self.desk is not None
        return self.desk

    def _search(self) -> None:
        if self.page is not None:
            self.page.focus_search()

    def _refresh(self) -> None:
        if self.page is not None:
            self.page.mark_stale()

    def _open_number(self, number: int) -> None:
        listed = [spec for spec in self.specs if spec.listed]
        if number < len(listed):
            self.open_page(listed[number].key, {})

    def _other_side(self) -> None:
        if self.sidebar is None or self.page is None:
            return
        if self.sidebar.isAncestorOf(self.focusWidget() or self):
            self.page.enter()
        else:
            self.sidebar.focus()

    def _scale(self, more: int) -> None:
        percent = max(100, min(200, self.settings.now.text_percent + more))
        self.settings.change(text_percent=percent)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, scale=percent / 100)
