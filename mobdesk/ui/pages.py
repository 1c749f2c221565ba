"""Pages of the window: a header, a body, one place for a known error.

A page says which ``tables`` it shows: it reads again when they change, at once when it is
visible, otherwise when it is shown next. It is declared to the window by a ``PageSpec``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mobdesk.domain.done import Done
from mobdesk.domain.roles import Role
from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.modes import Mode as Mode
from mobdesk.ui.modes import mode_of as mode_of  # rooms take them from here
from mobdesk.ui.page_header import Header
from mobdesk.ui.parts.cards import Banner
from mobdesk.ui.stops import in_order, is_stop, name_of

if TYPE_CHECKING:
    from mobdesk.ui.desk import Desk

EVERYBODY = frozenset(Role)


@dataclass(frozen=True)
class PageSpec:
    """A page of the window. ``title`` is a marked text, ``group`` a key of ``sidebar.GROUPS``.

    ``factory`` makes the page from the desk when it is first opened. ``listed`` pages stand in
    the sidebar; others (a record of a list) are opened from pages and mark ``under`` there.
    """

    key: str
    title: str
    icon: str
    group: str
    factory: Callable[[Desk], Page]
    roles: frozenset[Role] = field(default=EVERYBODY)
    listed: bool = True
    under: str = ""


class Page(QWidget):
    """Subclasses fill ``body`` in their constructor and read in ``refresh``.

    ``tables``: the database tables shown. ``scrolls``: the page scrolls as a whole (a page of one
    table does not: the table scrolls its rows).
    """

    tables: frozenset[str] = frozenset()
    scrolls = True

    def __init__(self, desk: Desk, title: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName("page")
        self.mode = Mode.WIDE
        self._stale = True
        self._entering = False
        self._entered: QWidget | None = None  # where the focus was put before all was read
        self.header = Header(title)
        self.setAccessibleName(title)
        self._banner: Banner | None = None
        outer = QVBoxLayout(self)
        theme.space(outer, 0, 0)
        inside = QWidget() if self.scrolls else self
        self._column = QVBoxLayout(inside) if self.scrolls else QVBoxLayout()
        if self.scrolls:
            inside.setObjectName("page")
            self.scroller = QScrollArea()
            self.scroller.setWidgetResizable(True)
            self.scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.scroller.setWidget(inside)
            outer.addWidget(self.scroller)
        else:
            outer.addLayout(self._column, 1)
        theme.space(self._column, (3, 2.5, 3, 3), 2)
        self._column.addWidget(self.header)
        self.body = QVBoxLayout()
        theme.space(self.body, 0, 2)
        self._column.addLayout(self.body, 1)
        desk.hub.changed.connect(self._on_changed)

    # what subclasses write
    def refresh(self) -> None:
        """Read what the page shows; called when shown and stale, or when its tables changed."""

    def go(self, **where: Any) -> None:
        """Show what ``where`` says, for example ``id=3``."""

    def mode_changed(self) -> None:
        """The layout is ``self.mode`` now."""

    def focus_search(self) -> bool:
        """Put the focus into the search field; False when there is none."""
        return False

    def entry(self) -> QWidget | None:
        """Where the person goes on who opened the page, when it has no field to search in.

        The main action; without one the first stop of the body. A page of fields names its first.
        """
        return self.header.main_action() or self.first_stop()

    def may_leave(self) -> bool:
        """False keeps the page open (something typed is not kept yet)."""
        return True

    # what the window calls
    def enter(self) -> bool:
        """Put the focus where the person goes on, and again until what was read is shown."""
        self._entering = True
        self._entered = None
        if self.focus_search():
            return True
        self._entered = self.entry()
        if self._entered is not None:
            self._entered.setFocus()
            self.bring_into_view(self._entered)
        return self._entered is not None

    def bring_into_view(self, widget: QWidget | None) -> None:
        """Scroll to ``widget``: Qt does so only if the focus was inside the scrolled part."""
        if self.scrolls and widget is not None and self.scroller.isAncestorOf(widget):
            self.scroller.ensureWidgetVisible(widget)

    @contextmanager
    def keeping_focus(self) -> Iterator[None]:
        """Rows are made again inside: the focus goes to the one of the same name."""
        here = self.focusWidget()
        name = name_of(here) if here is not None else ""
        yield
        if name and here is not None and not here.isVisibleTo(self):
            QTimer.singleShot(0, self, lambda: self._focus_named(name))

    def _focus_named(self, name: str) -> None:
        again = next((stop for stop in in_order(self) if name_of(stop) == name), None)
        if again is not None:
            again.setFocus(Qt.FocusReason.TabFocusReason)
            self.bring_into_view(again)

    def filled(self) -> None:
        """More was read and is shown: the focus goes on, unless the person moved it meanwhile."""
        if not self._entering or not self.isVisible():
            return
        here = self.desk.window.focusWidget() if self.desk.window is not None else None
        self._entering = here is None or here is self._entered or not is_stop(here)
        if self._entering:
            self.enter()

    def first_stop(self) -> QWidget | None:
        """Where one goes on below the header; a link beside the title of a card is no beginning."""
        each = [stop for stop in in_order(self) if not self.header.isAncestorOf(stop)]
        return next(
            (stop for stop in each if getattr(stop, "kind", "") != "link"), (*each, None)[0]
        )

    def set_mode(self, mode: Mode) -> None:
        """Take the layout of this window width."""
        if mode is self.mode:
            return
        self.mode = mode
        side = {Mode.WIDE: 3.0, Mode.MIDDLE: 2.5, Mode.NARROW: 2.0}[mode]
        theme.space(self._column, (side, 2.5 if side > 2 else 2, side, side), 2)
        self.header.set_narrow(mode is Mode.NARROW)
        self.mode_changed()

    def show_banner(
        self,
        tone: str,
        sentence: str,
        reason: str = "",
        button: str = "",
        press: Callable[[], object] | None = None,
    ) -> Banner:
        """Show a banner under the header (a known error: tone ``stop``) until ``hide_banner``."""
        self.hide_banner()
        self._banner = banner = Banner(tone, sentence, reason, button or _("Close"))
        banner.pressed.connect(press or self.hide_banner)
        self._column.insertWidget(1, banner)
        return banner

    def hide_banner(self) -> None:
        """Take the banner away."""
        if self._banner is not None:
            self._column.removeWidget(self._banner)
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None

    @property
    def banner(self) -> Banner | None:
        """The banner shown now."""
        return self._banner

    def mark_stale(self) -> None:
        """Read again: now when visible, else when shown next."""
        self._stale = True
        if self.isVisible():
            self._renew()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._renew()

    def _renew(self) -> None:
        self._stale = False
        self.refresh()

    def _on_changed(self, done: Done) -> None:
        if not self.tables.isdisjoint(done.tables):
            self.hide_banner()
            self.mark_stale()


def allowed(specs: Sequence[PageSpec], role: Role) -> list[PageSpec]:
    """The pages that a role sees."""
    return [spec for spec in specs if role in spec.roles]
