"""The answers of one project to BM's questions: counted as one types, copied one by one."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain import outlines as rules
from mobdesk.i18n import _, ngettext
from mobdesk.services import outlines
from mobdesk.services.outlines import Answered, Asked
from mobdesk.ui import clipboard, rows, theme
from mobdesk.ui.bm.block_words import sentence
from mobdesk.ui.bm.forms import edit_outline
from mobdesk.ui.choices import Choice
from mobdesk.ui.desk import Desk
from mobdesk.ui.fields import FocusLeft, LongText
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Label, Paragraph, section
from mobdesk.ui.parts.progress import ProgressLine

_LINES = 4
_MOST_WORDS = 32  # of a question beside the page, where it is named again


class QuestionCard(Card):
    """One question, its answer with a live count, and what records say about it."""

    left = Signal(int, str)
    block_chosen = Signal(int, object)
    copied = Signal()

    def __init__(self, question: Asked, *, writes: bool = True) -> None:
        super().__init__()
        self.question = question
        self.setAccessibleName(question.text)
        if question.section:
            self.add(Label(question.section, "caption_strong", "soft"))
        self.add(Paragraph(question.text, "strong"))
        self.answer = LongText("", _LINES)
        self.answer.setAccessibleName(question.text)
        self.answer.set_value(question.answer)
        self.answer.changed.connect(self._count)
        FocusLeft(self.answer, self.keep)
        self.add(self.answer)
        self.facts = Paragraph("", "caption", "soft")
        self.add(self.facts)
        self._make_foot()
        self._count()
        self.finish()

    def _make_foot(self) -> None:
        row = QHBoxLayout()
        theme.space(row, 0, 1.5)
        self.length = Label("", "caption", "soft", equal_digits=True)
        row.addWidget(self.length)
        row.addStretch(1)
        blocks = [(code, texts.word(f"outline_block.{code}")) for code in rules.BLOCKS]
        self.block = Choice(blocks, _("No facts from your records"))
        self.block.setAccessibleName(_("Facts from your records"))
        self.block.set_value(self.question.block)
        self.block.changed.connect(
            lambda: self.block_chosen.emit(self.question.id, self.block.value())
        )
        row.addWidget(self.block)
        self.use = Button(_("Put in"), "quiet")
        self.use.clicked.connect(lambda: self._put_in())
        row.addWidget(self.use)
        self.copy = Button(_("Copy"), "quiet", "copy")
        self.copy.clicked.connect(lambda: self._copy())
        row.addWidget(self.copy)
        self.body.addLayout(row)

    def show_question(self, question: Asked, said: str) -> None:
        """Show what is kept; what is being typed stays."""
        before, self.question = self.question, question
        if self.typed == before.answer.strip() != question.answer.strip():
            self.answer.set_value(question.answer)
        self.block.blockSignals(True)
        self.block.set_value(question.block)
        self.block.blockSignals(False)
        self.facts.setText(said)
        self.facts.setVisible(bool(said))
        self.use.setVisible(bool(question.block))
        self.use.set_possible(bool(said), _("Your records say nothing about this yet."))
        self._count()

    @property
    def typed(self) -> str:
        """The answer as it stands in the field."""
        return self.answer.toPlainText().strip()

    def keep(self) -> None:
        """Keep the answer if it was changed."""
        if self.typed != self.question.answer.strip():
            self.left.emit(self.question.id, self.typed)

    def _count(self) -> None:
        most, n = self.question.most, rules.count(self.typed)
        over = most is not None and n > most
        if most is None:
            said = ngettext("{n} character", "{n} characters", n).format(n=f"{n:,}")
        elif over:
            said = _("{n} of {most} characters, {over} too many").format(
                n=f"{n:,}", most=f"{most:,}", over=f"{n - most:,}"
            )
        else:
            said = _("{n} of {most} characters").format(n=f"{n:,}", most=f"{most:,}")
        self.length.setText(said)
        self.length.set_role("wait_text" if over else "soft")
        self.copy.set_possible(bool(self.typed), _("There is no answer yet."))

    def _put_in(self) -> None:
        if said := self.facts.text():
            before = self.typed
            self.answer.set_value(f"{before}\n{said}" if before else said)
            self.keep()

    def _copy(self) -> None:
        clipboard.copy(self.typed)
        self.copied.emit()


class OutlinePage(Page):
    """Opened with ``id`` of the outline and ``project``."""

    tables = frozenset({
        "outlines", "outline_questions", "outline_answers", "mobilities", "members",
        "subgroups", "projects", "objectives",
    })  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Outline of a report"))
        self.outline: int | None = None
        self.project: int | None = None
        self.seen: Answered | None = None
        self.cards: dict[int, QuestionCard] = {}
        self._shape: object = None
        for words, icon, act in (
            (_("Delete"), "trash", self.remove), (_("Change the questions"), "pen", self.edit),
        ):  # fmt: skip
            button = Button(words, "second", icon)
            button.clicked.connect(lambda _on=False, act=act: act())
            self.header.add_action(button)
        self.progress = Card()
        self.progress.setAccessibleName(_("How far it is"))
        self.words = section("")
        self.bar = ProgressLine(_("Answered"))
        self.progress.add(self.words)
        self.progress.add(self.bar)
        self.progress.add(
            Paragraph(
                _("Every character counts here, spaces and ends of lines too. How BM counts is "
                  "not confirmed."),
                "caption", "soft",
            )
        )  # fmt: skip
        self.progress.finish()
        self.unfilled = Card(_("Not answered yet"), 0)
        self._lay_out()

    def _lay_out(self) -> None:
        both = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        theme.space(self._both, 0, 2)
        left, right = QWidget(), QWidget()
        self.questions = QVBoxLayout(left)
        theme.space(self.questions, 0, 2)
        self._both.addWidget(left, 2, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(right)
        theme.space(column, 0, 2)
        column.addWidget(self.progress)
        column.addWidget(self.unfilled)
        column.addStretch(1)
        self._both.addWidget(right, 1)
        self.body.addWidget(both)
        self.body.addStretch(1)

    # what the window asks
    def entry(self) -> QWidget | None:
        """The first question without an answer."""
        here = self.focusWidget()
        if any(card.isAncestorOf(here) for card in self.cards.values() if here is not None):
            return here
        empty = (card.answer for card in self.cards.values() if not card.typed)
        every = (card.answer for card in self.cards.values())
        return next(empty, None) or next(every, None) or self.header.outermost_action()

    def go(self, **where: Any) -> None:
        wanted = (where.get("id"), where.get("project"))
        if wanted != (self.outline, self.project):
            self._keep_all()
            self.outline, self.project = wanted
            self.scroller.verticalScrollBar().setValue(0)
            self.mark_stale()

    def may_leave(self) -> bool:
        self._keep_all()
        return True

    def refresh(self) -> None:
        if self.outline is not None and self.project is not None:
            self.desk.read(
                self, outlines.get, self.outline, self.project,
                then=self._show, fail=self._gone, key="outline",
            )  # fmt: skip

    def mode_changed(self) -> None:
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._both.setDirection(down if self.mode is Mode.NARROW else across)

    # showing
    def _show(self, seen: Answered) -> None:
        self.seen = seen
        title = seen.record.values["title"]
        self.header.set_title(title)
        self.setAccessibleName(title)
        self.header.set_line(seen.project)
        shape = (seen.record.id, seen.project_id, [q[:4] for q in seen.questions])
        if shape != self._shape:
            self._shape = shape
            crumb = (_("Beneficiary Module"), partial(self.desk.open, "bm", project=self.project))
            self.header.set_crumbs(crumb, here=title)
            self._make_cards(seen)
        for question in seen.questions:
            said = sentence(question.block, seen.facts) if question.block else ""
            self.cards[question.id].show_question(question, said)
        self._show_progress(seen)

    def _make_cards(self, seen: Answered) -> None:
        rows.clear(self.questions)
        self.cards = {}
        for question in seen.questions:
            card = QuestionCard(question)
            card.left.connect(self._keep)
            card.block_chosen.connect(self._choose_block)
            card.copied.connect(lambda: self.desk.say(_("The answer is copied.")))
            self.cards[question.id] = card
            self.questions.addWidget(card)

    def _show_progress(self, seen: Answered) -> None:
        of, empty = len(seen.questions), seen.unfilled
        self.words.setText(_("{n} of {of} answered").format(n=of - len(empty), of=of))
        self.bar.set_progress(of - len(empty), of)
        self.unfilled.set_count(len(empty))
        rows.clear(self.unfilled.body)
        for question in empty:
            press = partial(self._see, question.id)
            self.unfilled.add(rows.LinkRow("circle", _short(question.text), "", press))
        over = sum(1 for question in seen.questions if question.over)
        if over:
            said = ngettext("{n} answer is too long.", "{n} answers are too long.", over)
            self.unfilled.add(Paragraph(said.format(n=over), "caption", "wait_text"))
        if not empty:
            self.unfilled.add(Paragraph(_("Every question has an answer."), "body", "soft"))
        self.unfilled.finish()

    def _see(self, number: int) -> None:
        self.cards[number].answer.setFocus(Qt.FocusReason.TabFocusReason)
        self.scroller.ensureWidgetVisible(self.cards[number])

    def _gone(self, err: BaseException) -> None:
        if getattr(err, "code", "") == "record_missing":
            self.outline = None
            if self.isVisible():
                self.desk.open("bm")
        else:
            self.desk.show_error(self, err)

    # doing
    def _keep_all(self) -> None:
        for card in self.cards.values():
            card.keep()

    def _keep(self, question: int, text: str) -> None:
        if self.seen is not None:
            self.desk.write(self, outlines.answer, self.seen.project_id, question, text, quiet=True)

    def _choose_block(self, question: int, block: str | None) -> None:
        self.desk.write(self, outlines.set_block, question, block, quiet=True)

    def edit(self) -> None:
        """Change the questions."""
        if self.seen is not None:
            edit_outline(self.desk, self, self.seen)

    def remove(self) -> None:
        """Delete the outline with all answers; Undo brings it back."""
        if self.outline is not None:
            back = lambda _done: self.desk.open("bm", project=self.project)  # noqa: E731
            self.desk.write(self, outlines.remove, [self.outline], then=back)


def _short(text: str) -> str:
    """The beginning of a question."""
    return text if len(text) <= _MOST_WORDS else f"{text[:_MOST_WORDS].rstrip()}…"
