"""The sidebar: pages by subject, who is signed in, the lock. Wide: words; else a rail."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from mobdesk.i18n import _
from mobdesk.ui import icons, theme
from mobdesk.ui.pages import Mode, PageSpec
from mobdesk.ui.parts.arcs import Mark
from mobdesk.ui.parts.base import Pressable, painter_for
from mobdesk.ui.parts.buttons import IconButton
from mobdesk.ui.parts.cards import Hairline
from mobdesk.ui.parts.labels import Elided
from mobdesk.ui.sidebar_parts import GROUPS, Item, RailItem, Title, Who


class Sidebar(QWidget):
    """Lists the pages of ``specs``. ``folded`` are the groups that the user folded or opened."""

    chosen = Signal(str)
    lock_asked = Signal()
    who_asked = Signal(QPoint)
    fold_changed = Signal(object)

    def __init__(
        self,
        specs: Sequence[PageSpec],
        organisation: str,
        name: str,
        role: str,
        folded: dict[str, bool] | None = None,
    ) -> None:
        super().__init__()
        self.setAccessibleName(_("Pages"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._specs = [spec for spec in specs if spec.listed]
        self._by_group = {
            key: mine
            for key in GROUPS
            if (mine := [spec for spec in self._specs if spec.group == key])
        }
        self._user: dict[str, bool] = dict(folded or {})
        self._auto: set[str] = set()
        self.mode = Mode.WIDE
        self.current = ""
        self.items: dict[str, Item] = {}
        self.titles: dict[str, Title] = {}
        self.rail: dict[str, RailItem] = {}
        self._wide = self._make_wide(organisation, name, role)
        self._rail = self._make_rail()
        inside = QWidget()
        both = QHBoxLayout(inside)
        theme.space(both, 0, 0)
        both.addWidget(self._wide)
        both.addWidget(self._rail)
        self._rail.hide()
        # On a low screen with large text the list scrolls; it never makes the window higher.
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.addWidget(scroll)
        for stop in self.findChildren(Pressable):
            stop.installEventFilter(self)
        self.theme_changed()

    def set_current(self, key: str) -> None:
        """Mark the open page; its group opens."""
        self.current = key
        for each, item in self.items.items():
            item.setChecked(each == key)
        group = self._group_of(key)
        for each, rail in self.rail.items():
            rail.setChecked(each in (key, group))
        self._fold()

    def set_count(self, key: str, count: int) -> None:
        """The number beside a page."""
        if key in self.items:
            self.items[key].set_count(count)

    def set_mode(self, mode: Mode) -> None:
        """Words, or the rail with or without them."""
        self.mode = mode
        self._wide.setVisible(mode is Mode.WIDE)
        self._rail.setVisible(mode is not Mode.WIDE)
        for item in self.rail.values():
            item.set_bare(mode is Mode.NARROW)
        self.theme_changed()

    def theme_changed(self) -> None:
        """The width in characters, or as wide as the widest word of the rail."""
        look = theme.current()
        if self.mode is Mode.WIDE:
            self.setFixedWidth(look.chars(32))
        else:
            widest = max((item.sizeHint().width() for item in self.rail.values()), default=0)
            self.setFixedWidth(widest + look.px(2))
        self._fold()

    def focus(self) -> None:
        """Put the focus on the open page's item."""
        where = self.items if self.mode is Mode.WIDE else self.rail
        group = self._group_of(self.current)
        for key in (self.current, group, *where):
            if key in where and where[key].isVisible():
                where[key].setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down walk through the sidebar, around its ends; a button alone would leave it."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        stops = [w for w in self.findChildren(Pressable) if w.isVisible()]
        if step is None or watched not in stops:
            return super().eventFilter(watched, event)
        at = next(n for n, each in enumerate(stops) if each is watched) + step
        stops[at % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        painter.fillRect(self.rect(), look.color("side"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), look.color("line"))
        painter.end()

    # building
    def _make_wide(self, organisation: str, name: str, role: str) -> QWidget:
        wide = QWidget()
        column = QVBoxLayout(wide)
        theme.space(column, (1.25, 2, 1.25, 1.25), 0.25)
        head = QHBoxLayout()
        theme.space(head, (0.5, 0, 0.5, 1.5), 1.25)
        head.addWidget(Mark())
        names = QVBoxLayout()
        theme.space(names, 0, 0)
        names.addWidget(Elided(_("Mobdesk"), "strong"))
        names.addWidget(Elided(organisation, "caption", "soft"))
        head.addLayout(names, 1)
        column.addLayout(head)
        for key, specs in self._by_group.items():
            group = GROUPS[key]
            if group.foot:
                column.addStretch(1)
            if group.title:
                title = Title(key, group)
                title.clicked.connect(lambda _on=False, key=key: self._toggle(key))
                self.titles[key] = title
                column.addSpacing(theme.current().px(0.5))
                column.addWidget(title)
            for spec in specs:
                item = Item(spec.key, _(spec.title), spec.icon, group.private)
                item.clicked.connect(lambda _on=False, key=spec.key: self.chosen.emit(key))
                self.items[spec.key] = item
                column.addWidget(item)
        if "foot" not in self._by_group:
            column.addStretch(1)
        column.addWidget(Hairline())
        foot = QHBoxLayout()
        theme.space(foot, (0, 0.75, 0, 0), 0.5)
        self.who = Who(name, role)
        self.who.clicked.connect(lambda: self.who_asked.emit(self.who.mapToGlobal(QPoint(0, 0))))
        foot.addWidget(self.who, 1)
        self.lock = IconButton("lock", _("Lock (Ctrl+L)"))
        self.lock.clicked.connect(lambda: self.lock_asked.emit())
        foot.addWidget(self.lock)
        column.addLayout(foot)
        return wide

    def _make_rail(self) -> QWidget:
        rail = QWidget()
        column = QVBoxLayout(rail)
        theme.space(column, (0.75, 1.75, 0.75, 1.25), 0.5)
        column.addWidget(Mark(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(theme.current().px(0.5))
        for key, specs in self._by_group.items():
            group = GROUPS[key]
            if group.foot:
                column.addStretch(1)
            if not group.title:
                for spec in specs:
                    item = self._rail_item(spec.key, _(spec.title), spec.icon)
                    item.clicked.connect(lambda _on=False, key=spec.key: self.chosen.emit(key))
                    column.addWidget(item)
            else:
                item = self._rail_item(
                    key, _(group.short or group.title), group.icon, group.private
                )
                item.clicked.connect(lambda _on=False, key=key: self._open_group(key))
                column.addWidget(item)
        if "foot" not in self._by_group:
            column.addStretch(1)
        lock = RailItem("lock", _("Lock"), "lock")
        lock.clicked.connect(lambda: self.lock_asked.emit())
        self.rail["lock"] = lock
        column.addWidget(lock)
        return rail

    def _rail_item(self, key: str, title: str, icon: str, private: bool = False) -> RailItem:
        self.rail[key] = item = RailItem(key, title, icon, private)
        return item

    # folding
    def _group_of(self, key: str) -> str:
        return next((s.group for s in self._specs if s.key == key), "")

    def _toggle(self, key: str) -> None:
        self._user[key] = not self.titles[key].folded
        self._auto.discard(key)
        self.fold_changed.emit(dict(self._user))
        self._fold()

    def _fold(self) -> None:
        """The user's wish first; then the last groups fold until everything fits."""
        if self.mode is not Mode.WIDE or not self.titles:
            return
        own = self._group_of(self.current)
        folded = {key for key, on in self._user.items() if on and key != own}
        height = self._height_of(folded)
        for key in reversed(self.titles):
            if height <= self.height() or self.height() < 100:
                break
            if key not in folded and key != own and self._user.get(key) is not False:
                folded.add(key)
                height = self._height_of(folded)
        for key, title in self.titles.items():
            title.set_folded(key in folded)
            for spec in self._by_group[key]:
                self.items[spec.key].setVisible(key not in folded)

    def _height_of(self, folded: set[str]) -> int:
        look = theme.current()
        item = look.body_height + look.px(1.4) + look.px(0.25)
        title = round(look.metrics("caption_strong").height()) + look.px(1.75)
        count = sum(len(s) for key, s in self._by_group.items() if key not in folded)
        titles = len(self.titles)
        return item * count + title * titles + look.body_height * 4 + look.px(11)

    def _open_group(self, key: str) -> None:
        """A click on a group of the rail: its only page, or the list of its pages."""
        specs = self._by_group[key]
        if len(specs) == 1:
            self.chosen.emit(specs[0].key)
            return
        menu = self.group_menu(key)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        item = self.rail[key]
        menu.popup(item.mapToGlobal(QPoint(item.width() + theme.current().px(0.5), 0)))

    def group_menu(self, key: str) -> QMenu:
        """The pages of a group."""
        menu = QMenu(self)
        for spec in self._by_group[key]:
            action = menu.addAction(icons.icon(spec.icon), _(spec.title))
            action.triggered.connect(lambda _on=False, key=spec.key: self.chosen.emit(key))
        return menu
