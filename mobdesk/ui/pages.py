"""Pages of the window: a header, a body, one place for a known error.

A page says which ``tables`` it shows: it reads again when they change, at once when it is
visible, otherwise when it is shown next. It is declared to the window by a ``PageSpec``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mobdesk.domain.roles import Role
from mobdesk.i18n import _
from mobdesk.services.done import Done
from mobdesk.ui import theme
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner
from mobdesk.ui.parts.flow import Flow
from mobdesk.ui.parts.labels import Elided, Label, Paragraph
from mobdesk.ui.parts.marks import Badge

if TYPE_CHECKING:
    from mobdesk.ui.desk import Desk

EVERYBODY = frozenset(Role)


class Mode(StrEnum):
    """The layout, by the width of the window in characters."""

    WIDE = "wide"
    MIDDLE = "middle"
    NARROW = "narrow"


def mode_of(width: int) -> Mode:
    """The layout of a window of ``width`` pixels."""
    characters = width / theme.current().c
    if characters >= 165:
        return Mode.WIDE
    return Mode.MIDDLE if characters >= 110 else Mode.NARROW


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


class Header(QWidget):
    """Breadcrumb, title with count or badge, one line, actions at the right, main one last."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        theme.space(self._rows, 0, 1.5)
        words = QVBoxLayout()
        theme.space(words, 0, 0.5)
        self._crumbs = QHBoxLayout()
        theme.space(self._crumbs, 0, 0.75)
        words.addLayout(self._crumbs)
        line = Flow()  # count and badge go below a long name before it is cut
        theme.space(line, 0, 1.5)
        self.title = Elided(title, "title")  # a record may have a long name
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.count = Label("", "lead", "soft")
        self.count.hide()
        self.badge = Badge("")
        self.badge.hide()
        for part in (self.title, self.count, self.badge):
            line.addWidget(part)
        words.addLayout(line)
        self.line = Paragraph("", "body", "soft", most=120)  # facts in a row, not reading text
        self.line.hide()
        words.addWidget(self.line)
        self._rows.addLayout(words, 1)
        self._actions = QHBoxLayout()
        theme.space(self._actions, 0, 1)
        holder = QWidget()
        holder.setLayout(self._actions)
        self._holder = holder
        holder.hide()
        self._rows.addWidget(holder, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons: list[QWidget] = []
        self._narrow = False

    def set_title(self, title: str) -> None:
        """Show another title."""
        self.title.setText(title)

    def set_count(self, count: int | None) -> None:
        """The number beside the title; None takes it away."""
        self.count.setVisible(count is not None)
        self.count.setText("" if count is None else f"{count:,}")

    def set_badge(self, text: str, tone: str = "plain", icon: str = "") -> None:
        """A badge beside the title; "" takes it away."""
        self.badge.setVisible(bool(text))
        self.badge.set(text, tone, icon)

    def set_line(self, text: str) -> None:
        """The line that says what matters now."""
        self.line.setVisible(bool(text))
        self.line.setText(text)

    def set_crumbs(self, *crumbs: tuple[str, Callable[[], object]]) -> None:
        """Where this page belongs: words and what pressing them opens; the title ends the way."""
        while (item := self._crumbs.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for number, (words, go) in enumerate(crumbs):
            if number:
                self._crumbs.addWidget(Label("›", "body", "soft"))
            link = Button(words, "link")
            link.clicked.connect(lambda _on=False, go=go: go())
            self._crumbs.addWidget(link)
        if crumbs:
            self._crumbs.addStretch(1)

    def add_action(self, button: QWidget, *, seldom: bool = False) -> None:
        """Add a button at the right; the main one comes last, a ``seldom`` one stands first."""
        self._buttons.insert(0 if seldom else len(self._buttons), button)
        self._order()

    def set_narrow(self, narrow: bool) -> None:
        """Narrow: actions under the title, the main one first."""
        if narrow != self._narrow:
            self._narrow = narrow
            down = QBoxLayout.Direction.TopToBottom
            self._rows.setDirection(down if narrow else QBoxLayout.Direction.LeftToRight)
            self._order()

    def _order(self) -> None:
        while self._actions.takeAt(0) is not None:
            continue
        for button in reversed(self._buttons) if self._narrow else self._buttons:
            self._actions.addWidget(button)
        if self._narrow:
            self._actions.addStretch(1)
        self._holder.setVisible(bool(self._buttons))


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

    def may_leave(self) -> bool:
        """False keeps the page open (something typed is not kept yet)."""
        return True

    # what the window calls
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
