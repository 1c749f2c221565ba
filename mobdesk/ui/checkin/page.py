"""How am I?: off until the centre switched it on; then questions at the left, own line at right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.roles import Access, Area
from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.checkin.line import LineCard
from mobdesk.ui.checkin.questions import QuestionCard
from mobdesk.ui.checkin.switching import NotYetCard, SwitchCard, SwitchedOnCard
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Mode
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner
from mobdesk.ui.parts.entering import Enters
from mobdesk.ui.private import PrivatePage

if TYPE_CHECKING:
    from mobdesk.services.reflections import OwnStay
    from mobdesk.services.vault import Notes
    from mobdesk.services.wellbeing import SwitchedOn


class CheckInPage(PrivatePage):
    """Not switched on: says so, with the diary beside it; a coordinator can switch it on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("How am I?"))
        self.switched: SwitchedOn | None = None
        self.stays: list[OwnStay] = []
        self.read_only_wanted = False  # earlier check-ins, while it is switched off

    def prepare(self, then: Callable[[], None]) -> None:
        from mobdesk.services import reflections, wellbeing

        def know_stays(stays: list[OwnStay]) -> None:
            self.stays = stays
            if not isinstance(self.shown, CheckInView):
                then()

        def know(switched: SwitchedOn | None) -> None:
            if switched != self.switched and self.shown is not None:
                self.forget_shown()
            self.switched = switched
            self.desk.read(self, reflections.stays, then=know_stays, key="stays")

        self.desk.read(self, wellbeing.switched_on, then=know, key="switched")

    def closed_view(self) -> QWidget:
        if self.switched is None and not self.read_only_wanted:
            return self._off()
        return super().closed_view()

    def view(self, notes: Notes) -> QWidget:
        return CheckInView(self, notes)

    def _off(self) -> QWidget:
        holder = _Row()
        not_yet = NotYetCard()
        not_yet.diary.clicked.connect(lambda: self.desk.open("diary"))
        not_yet.earlier.clicked.connect(lambda: self._show_earlier())
        holder.row.addWidget(not_yet, 1, Qt.AlignmentFlag.AlignTop)
        if self.may_switch:
            holder.row.addWidget(self._switch_card(), 1, Qt.AlignmentFlag.AlignTop)
        else:
            holder.row.addStretch(1)
        holder.setFocusProxy(not_yet.diary)
        return holder

    @property
    def may_switch(self) -> bool:
        """Whether the one signed in can switch it on and off for everybody."""
        return self.desk.may(Area.ACCOUNTS, Access.WRITE)

    def _switch_card(self) -> SwitchCard:
        card = SwitchCard(self.desk)
        card.switched.connect(self.read_again)
        return card

    def read_again(self) -> None:
        """Switched on or off: show what follows."""
        self.forget_shown()
        self.mark_stale()

    def _show_earlier(self) -> None:
        self.read_only_wanted = True
        self.show_now()


class _Row(Enters, QWidget):
    """Cards side by side, or one above the other."""

    def __init__(self) -> None:
        super().__init__()
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        theme.space(self.row, 0, 2)

    def set_mode(self, mode: Mode) -> None:
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self.row.setDirection(down if mode is Mode.NARROW else right)


class CheckInView(Enters, QWidget):
    """The open page; dropped when the notes lock."""

    def __init__(self, page: CheckInPage, notes: Notes) -> None:
        super().__init__()
        from mobdesk.services import wellbeing

        self._page, self._notes, self._service = page, notes, wellbeing
        self._today = page.desk.today()
        column = QVBoxLayout(self)
        theme.space(column, 0, 2)
        self.flag = self._make_flag()
        column.addWidget(self.flag)
        self.row = _Row()
        column.addWidget(self.row, 1)
        self.line = LineCard(notes, page.stays, self._today)
        self.line.pause_pressed.connect(self._turn_pause)
        left = QVBoxLayout()
        theme.space(left, 0, 2)
        self.questions: QuestionCard | None = None
        if page.switched is not None:
            self.questions = QuestionCard(notes, self._today)
            self.questions.kept.connect(self._kept)
            self.questions.go_on_pressed.connect(self._turn_pause)
            left.addWidget(self.questions, 1)
            self.setFocusProxy(self.questions)
            if page.may_switch:
                on = SwitchedOnCard(page.desk, page.switched)
                on.switched.connect(page.read_again)
                left.addWidget(on)
        else:
            not_yet = NotYetCard(with_earlier=False)
            not_yet.diary.clicked.connect(lambda: page.desk.open("diary"))
            left.addWidget(not_yet)
            if page.may_switch:
                left.addWidget(page._switch_card())
            left.addStretch(1)
            self.setFocusProxy(not_yet.diary)
        self.row.row.addLayout(left, 2)
        self.row.row.addWidget(self.line, 3)
        self._say()

    def set_mode(self, mode: Mode) -> None:
        """Two columns, or one."""
        self.row.set_mode(mode)

    def forget(self) -> None:
        """Let everything go."""
        self.line.forget()
        if self.questions is not None:
            self.questions.forget()

    # inside
    def _make_flag(self) -> Banner:
        flag = Banner("mine", texts.word("checkin.flag"), "", _("See contacts"), "leaf")
        flag.pressed.connect(lambda: self._page.desk.open("help"))
        self.not_now = Button(texts.word("checkin.not_now"), "quiet")
        self.not_now.clicked.connect(lambda: self._not_now())
        row = flag.layout()
        assert row is not None
        row.addWidget(self.not_now)
        return flag

    def _say(self) -> None:
        self.flag.setVisible(self._service.harder_than_usual(self._notes, self._today))
        paused = self._service.choices(self._notes).paused
        self.line.show_paused(paused)
        if paused:
            words = _("Paused for as long as you like.")
        else:
            words = _("Under one minute. Skip anything. Next time in two weeks, or when you like.")
        self._page.header.set_line(words)

    def _kept(self) -> None:
        self.line.fill()
        self._say()

    def _not_now(self) -> None:
        made = self._service.choices(self._notes)._replace(not_now_on=self._today)
        self._service.choose(self._notes, made)
        self.flag.hide()
        self.setFocus()

    def _turn_pause(self) -> None:
        made = self._service.choices(self._notes)
        self._service.choose(self._notes, made._replace(paused=not made.paused))
        if self.questions is not None:
            self.questions.begin()
        self._say()
