"""The page of a day: the two-minute entry with its prompts, or a free page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain import reflections as rules
from mobdesk.i18n import _
from mobdesk.ui import shown, theme
from mobdesk.ui.parts.base import Pressable, painter_for, rounded, words
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.chips import Segments
from mobdesk.ui.parts.entering import Enters
from mobdesk.ui.parts.labels import Label, caption, label, strong
from mobdesk.ui.parts.marks import IconLabel
from mobdesk.ui.private_fields import PrivateText, wipe

if TYPE_CHECKING:
    from mobdesk.services.reflections import DiaryEntry

_TAB = Qt.FocusPolicy.TabFocus
DAY, FREE = "mobility_day", "reflection"


class _Step(Pressable):
    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.setCheckable(True)
        self.setAccessibleName(f"{number} {texts.word(f'energy.{number}')}")

    def sizeHint(self) -> QSize:
        side = theme.current().body_height + theme.current().px(1)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        on = self.isChecked()
        ground = look.color("mine_soft" if on else "neutral_soft" if self.hovered else "surface")
        frame, width = (look.color("mine"), look.u / 5) if on else (look.color("edge"), 1.0)
        rounded(painter, QRectF(self.rect()), look.radius, ground, frame, width)
        color = look.color("mine_text" if on else "text")
        words(painter, QRectF(self.rect()), self.text(), "caption_strong", color,
              Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
        painter.end()


class Energy(QWidget):
    """1 to 5, or nothing: the chosen one pressed again is none. Digits choose."""

    changed = Signal()

    def __init__(self, value: int | None) -> None:
        super().__init__()
        self.setAccessibleName(texts.word("energy.title"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        theme.space(row, 0, 1)
        row.addWidget(label(texts.word("energy.title")))
        row.addSpacing(theme.current().px(1))
        self.steps = {number: _Step(number) for number in rules.energy_steps()}
        for number, step in self.steps.items():
            row.addWidget(step)
            step.clicked.connect(lambda _on=False, number=number: self._press(number))
        self._word = strong("")
        row.addWidget(self._word)
        row.addStretch(1)
        self.value: int | None = None
        self._show(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = int(event.text()) if event.text() in ("1", "2", "3", "4", "5") else 0
        step = self.steps.get(number)
        if step is None:
            super().keyPressEvent(event)
        else:
            step.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._press(number)

    def _press(self, number: int) -> None:
        self._show(None if self.value == number else number)
        self.changed.emit()

    def _show(self, value: int | None) -> None:
        self.value = value
        for number, step in self.steps.items():
            step.setChecked(number == value)
        self._word.setText(texts.word(f"energy.{value}") if value else "")


class EntryForm(Enters, QWidget):
    """The fields of one entry."""

    changed = Signal()

    def __init__(self, entry: DiaryEntry) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        theme.space(self._column, 0, 1.25)
        self.answers: dict[str, PrivateText] = {}
        self.text: PrivateText | None = None
        self.energy: Energy | None = None
        if entry.kind == FREE:
            self.text = self._field(_("Free page"), "", entry.text, 16)
        else:
            for prompt in rules.prompts(entry.phase):
                note = f"prompt_note.{prompt.word.removeprefix('prompt.')}"
                said = texts.word(note) if note in texts.tables().words else ""
                field = self._field(
                    texts.word(prompt.word), said, entry.answers.get(prompt.key, ""), 3
                )
                self.answers[prompt.key] = field
            self.energy = Energy(entry.energy)
            self.energy.changed.connect(self.changed)
            self._column.addWidget(self.energy)
        self._column.addStretch(1)
        self.setFocusProxy(self._first_empty())

    def taken(self, entry: DiaryEntry) -> DiaryEntry:
        """``entry`` with what stands in the fields now."""
        answers = {**entry.answers, **{k: f.value() for k, f in self.answers.items()}}
        text = self.text.value() if self.text is not None else entry.text
        energy = self.energy.value if self.energy is not None else entry.energy
        return entry._replace(answers=answers, text=text, energy=energy)

    def _field(self, words_: str, note: str, text: str, lines: int) -> PrivateText:
        head = QHBoxLayout()
        theme.space(head, 0, 1)
        over = label(words_)
        head.addWidget(over)
        if note:
            head.addWidget(caption(note))
        head.addStretch(1)
        field = PrivateText(lines=lines)
        field.set_value(text)
        field.setAccessibleName(words_)
        field.setAccessibleDescription(note)
        over.setBuddy(field)
        field.changed.connect(self.changed)
        both = QVBoxLayout()
        theme.space(both, 0, 0.5)
        both.addLayout(head)
        both.addWidget(field)
        self._column.addLayout(both)
        return field

    def _first_empty(self) -> QWidget:
        fields = [*self.answers.values(), *([self.text] if self.text is not None else [])]
        return next((field for field in fields if not field.value().strip()), fields[0])


class EntryCard(Enters, Card):
    """The day, the switch between the two kinds, the fields, and what happens to them."""

    changed = Signal(object)
    kind_chosen = Signal(str)
    remove_asked = Signal()
    done_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.entry: DiaryEntry
        self.form: EntryForm | None = None
        head = QHBoxLayout()
        theme.space(head, 0, 1.5)
        both = QVBoxLayout()
        theme.space(both, 0, 0)
        self.day = Label("", "section")
        self.context = caption("")
        both.addWidget(self.day)
        both.addWidget(self.context)
        head.addLayout(both, 1)
        self.kind = Segments([(DAY, _("Two minutes")), (FREE, _("Free page"))], _("Kind of page"))
        self.kind.chosen.connect(self.kind_chosen)
        head.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignTop)
        self.add(head)
        self._place = QVBoxLayout()
        theme.space(self._place, 0, 0)
        self.add(self._place, 1)
        self.add_line()
        foot = QHBoxLayout()
        theme.space(foot, 0, 1)
        self._sign = IconLabel("lock", "mine_text")
        foot.addWidget(self._sign)
        self.status = Label("", "caption", "mine_text")
        foot.addWidget(self.status)
        foot.addStretch(1)
        self.remove = Button(_("Delete"), "second", "trash")
        self.remove.clicked.connect(lambda: self.remove_asked.emit())
        self.done = Button(_("Done for today"), "main")
        self.done.setToolTip(_("Locks your notes"))
        self.done.clicked.connect(lambda: self.done_asked.emit())
        foot.addWidget(self.remove)
        foot.addWidget(self.done)
        self.add(foot)

    def show_entry(self, entry: DiaryEntry, context: str, today: date) -> None:
        """Show another entry; the fields of the one before are wiped."""
        self._drop_form()
        self.entry = entry
        day = f"{shown.full_weekday(entry.day)}, {shown.long_date(entry.day)}"
        self.day.setText(day)
        self.context.setText(context)
        self.kind.choose(entry.kind if entry.kind in (DAY, FREE) else DAY)
        self.form = EntryForm(entry)
        self.form.changed.connect(self._on_changed)
        self._place.addWidget(self.form)
        self.form.show()  # at once: the focus goes into it
        self.setFocusProxy(self.form)
        self._order_tabs(self.form)
        self.kept(entry)

    def kept(self, entry: DiaryEntry) -> None:
        """This is what is kept now."""
        self.entry = entry
        self.status.set_role("mine_text")
        self.status.setText(_("Kept as you type."))
        self.remove.set_possible(bool(entry.uid), _("There is nothing to delete yet"))

    def say_too_long(self) -> None:
        """Nothing was kept: a field is too long."""
        self.status.set_role("stop_text")
        most = f"{rules.LONGEST:,}"
        self.status.setText(
            _("Too long: at most {most} characters in one field.").format(most=most)
        )

    def forget(self) -> None:
        """Let the entry go."""
        self._drop_form()
        self.entry = self.entry._replace(answers={}, text="", energy=None)
        self.day.setText("")
        self.context.setText("")

    def _order_tabs(self, form: EntryForm) -> None:
        """Tab goes as the eye does: a form that came later stands last otherwise."""
        before: QWidget = self.kind.findChildren(Pressable)[-1]
        inside = [w for w in form.findChildren(QWidget) if w.focusPolicy() & _TAB]
        for stop in (*inside, self.remove, self.done):
            QWidget.setTabOrder(before, stop)
            before = stop

    def _on_changed(self) -> None:
        if self.form is not None:
            self.changed.emit(self.form.taken(self.entry))

    def _drop_form(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            wipe(form)
            self._place.removeWidget(form)
            form.hide()
            form.setParent(None)
            form.deleteLater()
