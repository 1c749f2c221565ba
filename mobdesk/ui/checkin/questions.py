"""The check-in: one question at a time, painted answers, everything can be skipped."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain import wellbeing as rules
from mobdesk.i18n import _
from mobdesk.ui import shown, theme
from mobdesk.ui.door import Labelled
from mobdesk.ui.parts.base import Painted, painter_for, rounded
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Paragraph, caption
from mobdesk.ui.parts.marks import IconLabel
from mobdesk.ui.parts.tiles import Answers
from mobdesk.ui.private_fields import PrivateLine, wipe

if TYPE_CHECKING:
    from mobdesk.services.vault import Notes

_MOST_LINE = 300


class Steps(Painted):
    """How far one is: a small bar per question."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self._total, self._done = total, 0

    def set(self, done: int) -> None:
        """So many questions were shown."""
        self._done = done
        self.setAccessibleName(_("{n} of {total}").format(n=done, total=self._total))
        self.update()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(2) * self._total, look.px(1))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        wide, high = look.px(1.5), look.u * 0.5
        top = (self.height() - high) / 2
        for number in range(self._total):
            bar = QRectF(number * look.px(2), top, wide, high)
            if number < self._done:
                rounded(painter, bar, high / 2, look.color("mine"))
            else:
                rounded(painter, bar, high / 2, None, look.color("mine"), max(1.0, look.u / 8))
        painter.end()


class QuestionCard(Card):
    """``kept``: a check-in was kept. ``go_on_pressed``: the pause should end."""

    kept = Signal()
    go_on_pressed = Signal()

    def __init__(self, notes: Notes, today: date) -> None:
        super().__init__()
        from mobdesk.services import wellbeing

        self._notes, self._today, self._service = notes, today, wellbeing
        self._items = rules.items()
        self._last = len(self._items)  # the step of the two lines
        self.step = 0
        self.answers: dict[str, int | None] = {}
        self.lines: dict[str, str] = {}
        self._place = QVBoxLayout()
        theme.space(self._place, 0, 0)
        self.add(self._place, 1)
        self._shown: QWidget | None = None
        self.add_line()
        row = QHBoxLayout()
        theme.space(row, 0, 1.25)
        row.addWidget(IconLabel("lock", "mine_text"))
        promise = _("Locked with your passphrase. Nobody at the centre can read it, the "
                    "coordinator included.")  # fmt: skip
        row.addWidget(Paragraph(promise, "caption", "mine_text"), 1)
        self.add(row)
        self.begin()

    def begin(self) -> None:
        """Show what this moment asks for: a check-in under way, the next one, or a pause."""
        under_way = self._service.draft(self._notes)
        offered = self._service.next_offer(self._notes, self._today)
        if self._service.choices(self._notes).paused:
            self._show(self._rest(_("Paused"), _("Nothing is asked until you go on."),
                                  _("Go on"), self.go_on_pressed.emit))  # fmt: skip
        elif under_way is not None:
            self.step = min(under_way.step, self._last)
            self.answers, self.lines = under_way.answers, under_way.lines
            self._show_step()
        elif offered is not None and offered > self._today:
            said = _("Next time from {day}, or when you like.")
            words = said.format(day=shown.long_date(offered))
            self._show(self._rest(_("Kept"), words, _("Check in now"), self.start))
        else:
            self.start()

    def start(self) -> None:
        """Begin with the first question."""
        self.step, self.answers, self.lines = 0, {}, {}
        self._show_step()

    def forget(self) -> None:
        """Let the answers go."""
        self.answers, self.lines = {}, {}

    # steps
    def go(self, step: int) -> None:
        """Show another step; what was answered so far stays in the notes."""
        self._take_lines()
        self.step = max(0, min(step, self._last))
        self._keep_draft()
        self._show_step()

    def finish_now(self) -> None:
        """Keep the check-in."""
        self._take_lines()
        answered = any(value is not None for value in self.answers.values())
        if answered or any(self.lines.values()):
            self._service.keep(self._notes, self._today, self.answers, self.lines)
        self._service.keep_draft(self._notes, None)
        self.start() if not answered else self.begin()
        self.kept.emit()

    def _keep_draft(self) -> None:
        from mobdesk.services.wellbeing import Draft

        if self._notes.open:
            under_way = Draft(self.step, dict(self.answers), dict(self.lines))
            self._service.keep_draft(self._notes, under_way)

    def _show_step(self) -> None:
        self._show(self._question() if self.step < self._last else self._end())

    def _show(self, widget: QWidget) -> None:
        old, self._shown = self._shown, widget
        had_focus = old is not None and old.isAncestorOf(self.window().focusWidget() or self)
        if old is not None:
            wipe(old)
            self._place.removeWidget(old)
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._place.addWidget(widget)
        widget.show()  # at once: the focus goes into it
        self.setFocusProxy(widget.focusProxy() or widget)
        if had_focus:
            self.setFocus()

    def _question(self) -> QWidget:
        item = self._items[self.step]
        page, column = _page()
        head = QHBoxLayout()
        steps = Steps(self._last)
        steps.set(self.step + 1)
        head.addWidget(steps)
        head.addStretch(1)
        head.addWidget(caption(_("{n} of {total}").format(n=self.step + 1, total=self._last)))
        column.addLayout(head)
        question = texts.word(f"checkin.item.{item.key}")
        column.addWidget(Paragraph(question, "section"))
        column.addWidget(Paragraph(texts.word("checkin.intro"), "caption", "soft"))
        options = [texts.word(f"checkin.option.{n}") for n in rules.options()]
        tiles = Answers(options, question)
        given = self.answers.get(item.key)
        tiles.choose(None if given is None else given + 1)
        column.addWidget(tiles)
        following = Button(_("Next"), "main")
        following.clicked.connect(lambda: self.go(self.step + 1))
        skip = Button(_("Skip"), "quiet")
        skip.clicked.connect(lambda: self._skip(item.key))
        following.set_possible(given is not None, _("Choose an answer, or skip"))

        def chosen(number: int) -> None:
            self.answers[item.key] = number - 1
            following.set_possible(True)
            self._keep_draft()

        tiles.chosen.connect(chosen)
        column.addLayout(self._foot(skip, following))
        column.addStretch(1)
        page.setFocusProxy(tiles.button(given + 1 if given is not None else 1))
        return page

    def _end(self) -> QWidget:
        page, column = _page()
        column.addWidget(Paragraph(_("Two lines, only for you"), "section"))
        column.addWidget(Paragraph(_("Leave them empty if you like."), "caption", "soft"))
        self._fields: dict[str, PrivateLine] = {}
        for key in rules.lines():
            field = PrivateLine(_("A few words"), _MOST_LINE)
            field.set_value(self.lines.get(key, ""))
            field.changed.connect(self._line_typed)
            self._fields[key] = field
            column.addWidget(Labelled(texts.word(f"checkin.line.{key}"), field, optional=True))
        done = Button(_("Keep"), "main", "check")
        done.clicked.connect(lambda: self.finish_now())
        for field in self._fields.values():
            field.returnPressed.connect(lambda: self.finish_now())
        column.addLayout(self._foot(None, done))
        column.addStretch(1)
        page.setFocusProxy(next(iter(self._fields.values())))
        return page

    def _rest(self, title: str, sentence: str, button: str, press: object) -> QWidget:
        page, column = _page()
        column.addWidget(Paragraph(title, "section"))
        column.addWidget(Paragraph(sentence))
        again = Button(button, "second")
        again.clicked.connect(lambda: press())  # type: ignore[operator]
        row = QHBoxLayout()
        row.addWidget(again)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        page.setFocusProxy(again)
        return page

    def _foot(self, skip: Button | None, main: Button) -> QHBoxLayout:
        row = QHBoxLayout()
        theme.space(row, (0, 0.75, 0, 0), 1)
        back = Button(_("Back"), "quiet", "chevron-left")
        back.clicked.connect(lambda: self.go(self.step - 1))
        if not self.step:
            back.hide()
        row.addWidget(back)
        row.addStretch(1)
        if skip is not None:
            row.addWidget(skip)
        row.addWidget(main)
        return row

    def _skip(self, key: str) -> None:
        self.answers[key] = None
        self.go(self.step + 1)

    def _line_typed(self) -> None:
        self._take_lines()
        self._keep_draft()

    def _take_lines(self) -> None:
        if self.step == self._last and hasattr(self, "_fields"):
            self.lines = {key: field.value() for key, field in self._fields.items()}


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    theme.space(column, 0, 1.25)
    return page, column
