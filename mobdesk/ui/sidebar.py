"""The sidebar: pages by subject, who is signed in, the lock. Wide: words; else a rail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from mobdesk.i18n import N_, _
from mobdesk.ui import icons, theme
from mobdesk.ui.pages import Mode, PageSpec
from mobdesk.ui.parts.arcs import Mark
from mobdesk.ui.parts.base import Pressable, advance, painter_for, rounded, words
from mobdesk.ui.parts.buttons import IconButton
from mobdesk.ui.parts.cards import Hairline
from mobdesk.ui.parts.labels import Elided
from mobdesk.ui.parts.marks import initials


class Group(NamedTuple):
    """A subject of the sidebar; without a title its pages stand alone."""

    title: str
    icon: str = ""
    short: str = ""
    private: bool = False
    foot: bool = False


#: in the order of the sidebar
GROUPS: dict[str, Group] = {
    "today": Group(""),
    "plan": Group(N_("Plan"), "mobilities"),
    "people": Group(N_("People"), "people"),
    "money": Group(N_("Money"), "budget"),
    "papers": Group(N_("Papers"), "documents"),
    "sharing": Group(N_("Sharing"), "share"),
    "private": Group(N_("My private notes"), "diary", N_("Private"), private=True),
    "foot": Group("", foot=True),
}


class Item(Pressable):
    """A page in the sidebar; chosen: a surface tile, a bar, a darker icon, bold."""

    def __init__(self, key: str, title: str, icon: str) -> None:
        super().__init__(title)
        self.key, self._icon = key, icon
        self._count = 0
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name()

    def set_count(self, count: int) -> None:
        """A plain number at the right; 0 shows none."""
        self._count = count
        self._name()
        self.update()

    def nextCheckState(self) -> None:
        """Only the window says which page is open."""

    def sizeHint(self) -> QSize:
        look = theme.current()
        width = advance(self.text(), "strong") + look.icon_size + look.px(6)
        return QSize(round(width), look.body_height + look.px(1.4))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        rect = QRectF(self.rect())
        chosen = self.isChecked()
        if chosen:
            rounded(painter, rect, look.radius, look.color("surface"), look.color("line"))
            bar = QRectF(0, rect.height() * 0.25, 3, rect.height() * 0.5)
            rounded(painter, bar, 1.5, look.color("accent_fill"))
        elif self.hovered:
            rounded(painter, rect, look.radius, look.color("neutral_soft"))
        icon_role = "accent_text" if chosen else "text" if self.hovered else "soft"
        size, x = look.icon_size, look.px(1.5)
        icons.paint(painter, self._icon, look.color(icon_role), x, (rect.height() - size) / 2, size)
        left = x + size + look.px(1.25)
        font = "strong" if chosen else "body"
        place = QRectF(left, 0, rect.width() - left - look.px(1), rect.height())
        words(painter, place, self.text(), font, look.color("text"))
        if self._count:
            right = rect.adjusted(0, 0, -look.px(1.5), 0)
            tone = look.color("text" if chosen else "soft")
            number = f"{self._count:,}"
            words(painter, right, number, "caption_strong", tone, Qt.AlignmentFlag.AlignRight)
        painter.end()

    def _name(self) -> None:
        self.setAccessibleName(f"{self.text()}, {self._count}" if self._count else self.text())


class RailItem(Pressable):
    """A group on the rail: icon with its word below (middle) or alone (narrow)."""

    def __init__(self, key: str, title: str, icon: str) -> None:
        super().__init__(title)
        self.key, self._icon = key, icon
        self.bare = False
        self.setCheckable(True)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bare(self, bare: bool) -> None:
        """Icon alone: the word is its tooltip."""
        self.bare = bare
        self.setToolTip(self.text() if bare else "")
        self.updateGeometry()

    def nextCheckState(self) -> None:
        """Only the window says which page is open."""

    def sizeHint(self) -> QSize:
        look = theme.current()
        if self.bare:
            return QSize(look.icon_size + look.px(2.5), look.icon_size + look.px(2))
        width = max(advance(self.text(), "caption_strong"), look.icon_size) + look.px(2)
        height = look.icon_size + look.metrics("caption").height() + look.px(1.5)
        return QSize(round(width), round(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        rect, chosen = QRectF(self.rect()), self.isChecked()
        if chosen:
            rounded(painter, rect, look.radius, look.color("surface"), look.color("line"))
            bar = QRectF(0, rect.height() * 0.25, 3, rect.height() * 0.5)
            rounded(painter, bar, 1.5, look.color("accent_fill"))
        elif self.hovered:
            rounded(painter, rect, look.radius, look.color("neutral_soft"))
        role = "accent_text" if chosen else "text" if self.hovered else "soft"
        size = look.icon_size
        x = (rect.width() - size) / 2
        y = (rect.height() - size) / 2 if self.bare else look.px(0.6)
        icons.paint(painter, self._icon, look.color(role), x, y, size)
        if not self.bare:
            high = look.metrics("caption").height()
            below = QRectF(0, rect.height() - high - look.px(0.4), rect.width(), high)
            font = "caption_strong" if chosen else "caption"
            tone = look.color("text" if chosen else "soft")
            words(painter, below, self.text(), font, tone, Qt.AlignmentFlag.AlignHCenter)
        painter.end()


class Title(Pressable):
    """The title of a group; pressing it folds or opens the group."""

    def __init__(self, key: str, group: Group) -> None:
        super().__init__(_(group.title))
        self.key, self._group = key, group
        self.folded = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_folded(False)

    def set_folded(self, folded: bool) -> None:
        """Show the chevron of a folded group."""
        self.folded = folded
        state = _("folded") if folded else _("open")
        self.setAccessibleName(f"{self.text()}, {state}")
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        height = look.metrics("caption_strong").height() + look.px(1)
        return QSize(round(advance(self.text(), "caption_strong")) + look.px(5), round(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        rect = QRectF(self.rect())
        tone = look.color("text" if self.hovered else "soft")
        left = rect.adjusted(look.px(1.5), 0, 0, 0)
        words(painter, left, self.text(), "caption_strong", tone)
        size = round(look.icon_size * 0.85)
        y = (rect.height() - size) / 2
        if self._group.private:
            x = left.x() + advance(self.text(), "caption_strong") + look.px(0.75)
            icons.paint(painter, "lock", look.color("mine_text"), x, y, size)
        if self.folded or self.hovered:
            sign = "chevron-right" if self.folded else "chevron-down"
            icons.paint(painter, sign, tone, rect.right() - size - look.px(1), y, size)
        painter.end()


class Who(Pressable):
    """Who is signed in; pressing opens the menu of the account."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__(name)
        self._role = role
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Signed in: {name}, {role}").format(name=name, role=role))

    def sizeHint(self) -> QSize:
        look = theme.current()
        lines = look.body_height + look.metrics("caption").height()
        return QSize(look.chars(16), round(lines) + look.px(1))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        rect = QRectF(self.rect())
        if self.hovered:
            rounded(painter, rect, look.radius, look.color("neutral_soft"))
        left = QRectF(0, 0, look.px(4.5), rect.height())
        center = Qt.AlignmentFlag.AlignHCenter
        words(painter, left, initials(self.text()), "strong", look.color("soft"), center)
        x, high = look.px(4.75), look.body_height
        top = (rect.height() - high - look.metrics("caption").height()) / 2
        first = QRectF(x, top, rect.width() - x, high)
        second = QRectF(x, top + high, rect.width() - x, look.metrics("caption").height())
        words(painter, first, self.text(), "strong", look.color("text"))
        words(painter, second, self._role, "caption", look.color("soft"))
        painter.end()


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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down walk through the sidebar."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        stops = [w for w in self.findChildren(Pressable) if w.isVisible()]
        here = self.focusWidget()
        if step is None or not isinstance(here, Pressable) or here not in stops:
            super().keyPressEvent(event)
            return
        at = stops.index(here) + step
        stops[at % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)

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
                item = Item(spec.key, _(spec.title), spec.icon)
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
                item = self._rail_item(key, _(group.short or group.title), group.icon)
                item.clicked.connect(lambda _on=False, key=key: self._open_group(key))
                column.addWidget(item)
        if "foot" not in self._by_group:
            column.addStretch(1)
        lock = RailItem("lock", _("Lock"), "lock")
        lock.clicked.connect(lambda: self.lock_asked.emit())
        self.rail["lock"] = lock
        column.addWidget(lock)
        return rail

    def _rail_item(self, key: str, title: str, icon: str) -> RailItem:
        self.rail[key] = item = RailItem(key, title, icon)
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
