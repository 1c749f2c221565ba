"""The members of a group by subgroup; each row is one key stop with a menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from mobdesk import texts
from mobdesk.domain.mobilities import ACCOMPANY, Part
from mobdesk.i18n import _
from mobdesk.services.mobility_details import MemberDetail, SubgroupDetail
from mobdesk.ui import delegates, icons, stays, theme
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.asking import Asking
from mobdesk.ui.mobilities.cards import link, member_count, more
from mobdesk.ui.mobilities.facts import Sheet
from mobdesk.ui.parts.base import Pressable, advance, painter_for, rounded
from mobdesk.ui.parts.base import words as draw
from mobdesk.ui.parts.cards import Banner, Card
from mobdesk.ui.parts.labels import Elided, caption
from mobdesk.ui.parts.stages import glyph_size, paint_readiness, paint_stage

_LONGEST = ("participant_list", "document_valid", "learning_agreement")


class MemberRow(Pressable):
    """Name, part, four marks and what comes next; chosen: on the soft accent ground."""

    def __init__(
        self, member: MemberDetail, marks: delegates.Marks | None, *, chosen: bool
    ) -> None:
        name = member.name or words.places_without_name(member.values["places"])
        super().__init__(name)
        self.member, self._marks, self._chosen = member, marks, chosen
        self.setObjectName(f"member {member.id}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._part = texts.word(f"part.{member.values['part']}")
        said = texts.word(f"end.{member.ended}") if member.ended else stays.spoken(marks)
        self.setAccessibleName(f"{name}, {self._part}, {said}")

    def sizeHint(self) -> QSize:
        return QSize(theme.current().chars(40), theme.current().control_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().chars(30), theme.current().control_height)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        rect = QRectF(self.rect())
        if self._chosen or self.hovered:
            role = "accent_soft" if self._chosen else "neutral_soft"
            rounded(painter, rect, look.radius, look.color(role))
        painter.fillRect(QRectF(0, rect.bottom() - 1, rect.width(), 1), look.color("line"))
        x, wide = look.px(0.5), rect.width()
        ready = self._ready_width(look)
        part = max(advance(texts.word(f"part.{p}"), "body") for p in Part) + look.px(2)
        roomy = wide - ready - part > look.chars(18)
        room = wide - ready - (part if roomy else 0) - x - look.u
        font = "strong" if self.member.name else "body"
        name = look.metrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room))
        self.setToolTip("" if name == self.text() else self.text())
        soft = look.color("soft")
        color = look.color("text") if self.member.name and not self.member.ended else soft
        draw(painter, rect.adjusted(x, 0, 0, 0), name, font, color)
        if roomy:
            at = rect.adjusted(wide - ready - part, 0, 0, 0)
            draw(painter, at, self._part, "body", soft)
        self._paint_ready(painter, rect.adjusted(wide - ready, 0, 0, 0))
        painter.end()

    def _ready_width(self, look: theme.Theme) -> float:
        longest = max(advance(texts.word(f"next.{code}"), "body") for code in _LONGEST)
        return 4 * (glyph_size(look) + look.u * 0.375) + longest + look.px(1.5)

    def _paint_ready(self, painter: object, rect: QRectF) -> None:
        look, side = theme.current(), glyph_size(theme.current())
        y = rect.y() + round((rect.height() - side) / 2)
        x = rect.x()
        if self.member.ended:
            paint_stage(painter, QRectF(x, y, side, side), self.member.ended)  # type: ignore[arg-type]
            word = texts.word(f"end.{self.member.ended}")
            rest = rect.adjusted(side + look.u, 0, 0, 0)
            draw(painter, rest, word, "body", look.color("soft"))  # type: ignore[arg-type]
            return
        if self._marks is None:
            return
        for state in self._marks.states:
            paint_readiness(painter, QRectF(round(x), y, side, side), state)  # type: ignore[arg-type]
            x += side + look.u * 0.375
        tone = self._marks.tone
        role = "soft" if tone == "plain" else look.tone(tone).text
        rest = QRectF(x + look.u * 0.625, rect.y(), rect.right() - x, rect.height())
        draw(painter, rest, self._marks.next, "body", look.color(role))  # type: ignore[arg-type]


class SubgroupHead(QWidget):
    """The sunk row above the members: title, dates, who goes along, what can be done."""

    def __init__(self, words_left: str, words_right: str, menu: QWidget | None) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        theme.space(line, (0.5, 0.25), 1.25)
        line.addWidget(Elided(words_left, "strong"), 1)
        line.addWidget(caption(words_right))
        if menu is not None:
            line.addWidget(menu)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        look = theme.current()
        rounded(painter, QRectF(self.rect()), look.radius, look.color("sunk"))
        painter.end()


class MembersCard(Card):
    """All members; pressing one opens its menu, ``choose`` shows only its papers and money."""

    def __init__(
        self,
        sheet: Sheet,
        ask: Asking,
        who: MemberDetail | None,
        choose: Callable[[int | None], object],
        *,
        writes: bool,
    ) -> None:
        super().__init__(_("Members"))
        self._sheet, self._ask, self._choose, self._writes = sheet, ask, choose, writes
        self.rows: list[MemberRow] = []
        self.header.insertWidget(1, member_count(sheet))
        if writes:
            if sheet.counting:
                named = _("What counts for the grant")
                self.header.addWidget(link(named, "counting", lambda: ask.counting()))
            self.header.addWidget(link(_("Add"), "add members", ask.add_members))
        theme.space(self.body, 0, 0)
        several = len(sheet.detail.subgroups) > 1
        for number, group in enumerate(sheet.detail.subgroups):
            if several or group.values["title"]:
                self.add(self._head(group, number))
            for member in group.members:
                self.add(self._row(member, chosen=who is not None and who.id == member.id))
        if not sheet.members:
            self.add(Banner("plain", _("Nobody is on it yet."),
                            _("Add people, or places without names.")))  # fmt: skip

    def _head(self, group: SubgroupDetail, number: int) -> QWidget:
        dates = words.dates(group.values["start"], group.values["end"], self._sheet.today)
        along = [m for m in group.members if m.values["part"] in ACCOMPANY and m.name]
        names = ", ".join(words.first_name_first(m.name) for m in along[:1])
        right = _("with {name}").format(name=names) if names else ""
        button = None
        if self._writes:
            button = more(
                f"more group {group.id}",
                _("More about {subgroup}").format(subgroup=words.subgroup_name(group, number)),
                partial(self._fill_group, group),
            )
        title = f"{words.subgroup_name(group, number)}, {dates}"
        return SubgroupHead(title, right, button)

    def _row(self, member: MemberDetail, *, chosen: bool) -> MemberRow:
        view = self._sheet.views.get(member.id)
        started = self._sheet.detail.stage not in ("idea", "applied")
        marks = None
        if view is not None and member.name:
            glyphs = [m.glyph for m in view.readiness.marks]
            marks = words.cell_marks(glyphs, view.readiness.next, started)
        row = MemberRow(member, marks, chosen=chosen)
        row.clicked.connect(lambda: self.menu_of(row).popup(row.mapToGlobal(
            QPoint(theme.current().px(2), row.height())
        )))  # fmt: skip
        self.rows.append(row)
        return row

    def menu_of(self, row: MemberRow) -> QMenu:
        """What can be done with a member; what ends something stands last."""
        member, ask = row.member, self._ask
        menu = QMenu(row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if member.name:
            menu.addAction(
                icons.icon("documents"), _("Papers, preparation and sums"),
                partial(self._choose, member.id),
            )  # fmt: skip
        if not self._writes:
            return menu
        if not member.name:
            menu.addAction(icons.icon("person"), _("Give a name"), partial(ask.name_place, member))
        if not member.ended:
            menu.addAction(
                icons.icon("budget"), _("What counts for the grant"),
                partial(ask.counting, member),
            )  # fmt: skip
        self._add_parts(menu, member)
        self._add_groups(menu, member)
        menu.addSeparator()
        if member.ended:
            menu.addAction(
                icons.icon("undo"), _("Take the end back"), partial(ask.take_end_back, member.id)
            )
        else:
            menu.addAction(icons.icon("slash"), _("End for this person"), partial(ask.end, member))
        menu.addAction(icons.icon("trash"), _("Take out"), partial(ask.take_out, member))
        return menu

    def _add_parts(self, menu: QMenu, member: MemberDetail) -> None:
        parts = menu.addMenu(icons.icon("people"), _("Goes as"))
        offered = (Part.LEARNER, Part.ACCOMPANYING, Part.LEAD)
        for part in offered if member.name else offered[:2]:
            action = parts.addAction(
                texts.word(f"part.{part}"), partial(self._ask.set_part, member, part.value)
            )
            action.setEnabled(member.values["part"] != part)

    def _add_groups(self, menu: QMenu, member: MemberDetail) -> None:
        groups = menu.addMenu(icons.icon("group"), _("Travels with"))
        for number, group in enumerate(self._sheet.detail.subgroups):
            action = groups.addAction(
                words.subgroup_name(group, number), partial(self._ask.move, member, group)
            )
            action.setEnabled(member not in group.members)
        groups.addAction(
            _("New subgroup with other dates"), partial(self._ask.other_dates, [member.id])
        )

    def _fill_group(self, group: SubgroupDetail, menu: QMenu) -> None:
        ask = self._ask
        menu.addAction(icons.icon("calendar"), _("Change dates"), partial(ask.change_dates, group))
        menu.addAction(icons.icon("globe"), _("Distance, one way"), partial(ask.distance, group))
        menu.addAction(icons.icon("check"), _("Real dates"), partial(ask.real_dates, group))
        menu.addAction(icons.icon("plus"), _("Add people"), partial(ask.add_members, group))
        if not group.members:
            menu.addSeparator()
            menu.addAction(icons.icon("trash"), _("Delete"), partial(ask.remove_subgroup, group))
