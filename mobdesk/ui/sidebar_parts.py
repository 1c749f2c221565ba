"""The parts of the sidebar: pages, groups of the rail, titles that fold, who is signed in."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from mobdesk.i18n import N_, _
from mobdesk.ui import icons, theme
from mobdesk.ui.parts.base import Pressable, advance, painter_for, rounded, words
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


def _bar(private: bool) -> str:
    return "mine" if private else "accent_fill"


def _icon_role(chosen: bool, hovered: bool, private: bool) -> str:
    if chosen:
        return "mine_text" if private else "accent_text"
    return "text" if hovered else "soft"


class Item(Pressable):
    """A page in the sidebar; chosen: a surface tile, a bar, a darker icon, bold."""

    def __init__(self, key: str, title: str, icon: str, private: bool = False) -> None:
        super().__init__(title)
        self.key, self._icon, self._private = key, icon, private
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
            rounded(painter, bar, 1.5, look.color(_bar(self._private)))
        elif self.hovered:
            rounded(painter, rect, look.radius, look.color("neutral_soft"))
        icon_role = _icon_role(chosen, self.hovered, self._private)
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

    def __init__(self, key: str, title: str, icon: str, private: bool = False) -> None:
        super().__init__(title)
        self.key, self._icon, self._private = key, icon, private
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
            rounded(painter, bar, 1.5, look.color(_bar(self._private)))
        elif self.hovered:
            rounded(painter, rect, look.radius, look.color("neutral_soft"))
        role = _icon_role(chosen, self.hovered, self._private)
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
