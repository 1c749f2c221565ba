"""The dialog around a form: save off the window's thread, errors at fields, nothing typed lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedLayout, QWidget

from mobdesk.errors import Invalid, Problem, Stale
from mobdesk.i18n import _
from mobdesk.ui import errors, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.dialogs import INSET, Dialog
from mobdesk.ui.forms import Field, Form
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner
from mobdesk.ui.parts.labels import caption


class Record(Protocol):
    """What ``reload`` brings: today's values and their revision."""

    @property
    def rev(self) -> int: ...
    @property
    def values(self) -> dict[str, Any]: ...


class Loaded(NamedTuple):
    """Values with a revision, where a service returns none of its own."""

    rev: int
    values: dict[str, Any]


Save = Callable[[Any, Any, dict[str, Any], int | None], Any]


class FormDialog(Dialog):
    """Shows ``declared`` fields and saves them.

    ``save(store, actor, values, rev)`` runs in the write lane; ``saved`` is emitted with its
    answer and the dialog closes. ``Invalid`` goes to the fields. On ``Stale`` the record is read
    again with ``reload(store, actor)``: what only the other one changed is taken, what both
    changed shows both values. ``draft`` is the key under which unsaved typing can be kept.
    """

    saved = Signal(object)

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None,
        title: str,
        declared: Sequence[Field],
        save: Save,
        *,
        context: str = "",
        record: Record | None = None,
        defaults: dict[str, Any] | None = None,
        reload: Callable[[Any, Any], Record] | None = None,
        columns: int = 2,
        main: str = "",
        draft: str = "",
        arrange: Callable[[Form], object] | None = None,
    ) -> None:
        super().__init__(parent, title, context)
        self._desk, self._save, self._reload, self._draft = desk, save, reload, draft
        self._rev = record.rev if record else None
        self._saving = self._forced = False
        self.form = Form(declared, columns, arrange=arrange)
        self._base = {**(defaults or {}), **(record.values if record else {})}
        if self._base:
            self.form.load(self._base)
        self.banner = Banner("stop", "")
        self.banner.hide()
        theme.space(self.body, 0, 2)
        self.body.addWidget(self.banner)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder = QWidget()
        inner = QHBoxLayout(holder)
        theme.space(inner, INSET)
        inner.addWidget(self.form)
        self._scroll.setWidget(holder)
        self.body.addWidget(self._scroll, 1)
        self._make_footer(main or _("Save"))
        self.form.changed.connect(self._keep_draft_fresh)
        self.form.problem_shown.connect(self._see)
        for keys in ("Ctrl+S", "Ctrl+Return"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.save)
        self.set_width(108 if columns == 2 else 62)
        self._restore_draft()

    def save(self) -> None:
        """Check what can be said here, then save; Save stays possible after an error."""
        if self._saving or self.form.check():
            return
        self.banner.hide()
        self._saving = True
        values, rev, save = self.form.values(), self._rev, self._save
        self._desk.write(
            self,
            lambda store, actor: save(store, actor, values, rev),
            then=self._on_saved,
            fail=self._on_refused,
        )

    def showEvent(self, event: QShowEvent) -> None:
        parent = self.parentWidget()
        window = parent.window() if parent else None
        inside = self._height_inside() + theme.current().px(2)
        room = (window.height() if window else 800) - theme.current().px(24)
        self._scroll.setMinimumHeight(min(inside, max(room, theme.current().px(20))))
        super().showEvent(event)
        over = self.height() - window.height() + theme.current().px(2) if window else 0
        if window is not None and over > 0:  # large text: the form gives what the rest needs
            self._scroll.setMinimumHeight(self._scroll.minimumHeight() - over)
            self.adjustSize()
            self.move(window.mapToGlobal(window.rect().center()) - self.rect().center())
        self.form.focus()

    def _height_inside(self) -> int:
        """What the form needs at the width it gets: a help that wraps is counted as it wraps."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
        across = self._scroll.width() - 2 * theme.current().px(INSET)
        if not self.form.hasHeightForWidth() or across <= 0:
            return self.form.sizeHint().height()
        return self.form.heightForWidth(across)

    def reject(self) -> None:
        """Esc, Cancel and the close sign: ask before anything typed is lost."""
        if self._saving:
            return
        if self.form.dirty and not self._forced:
            self._ask_to_leave(True)
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.form.dirty and not self._forced and self.isVisible():
            event.ignore()
            self._ask_to_leave(True)
            return
        super().closeEvent(event)

    def keep_typing(self) -> bool:
        """The program locks: keep what is typed as the draft; False where it cannot be kept."""
        if self._saving or self._forced or not self.form.dirty:
            return True
        if self._draft:
            self._desk.drafts[self._draft] = self.form.edited()
        return bool(self._draft)

    def _see(self, row: QWidget) -> None:
        """Bring a field and what is said of it into sight, once its words have their room."""
        edge = theme.current().px(2)
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(row, 0, edge))

    # leaving
    def _make_footer(self, main: str) -> None:
        usual, leaving = QWidget(), QWidget()
        row = QHBoxLayout(usual)
        theme.space(row, 0, 1)
        row.addWidget(caption(_("Esc asks first.")), 1)
        self.cancel_button = Button(_("Cancel"))
        self.save_button = Button(main, "main")
        self.save_button.setDefault(True)
        row.addWidget(self.cancel_button)
        row.addWidget(self.save_button)
        row = QHBoxLayout(leaving)
        theme.space(row, 0, 1)
        row.addWidget(caption(_("Not saved yet."), "wait_text"), 1)
        self.throw_button = Button(_("Throw away"))
        self.draft_button = Button(_("Keep as draft"))
        if not self._draft:
            self.draft_button.hide()
        self.keep_button = Button(_("Keep editing"), "main")
        for button in (self.throw_button, self.draft_button, self.keep_button):
            row.addWidget(button)
        self._feet = QStackedLayout()
        self.footer.addLayout(self._feet, 1)  # first: without a parent its first page would show
        self._feet.addWidget(usual)
        self._feet.addWidget(leaving)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.save)
        self.keep_button.clicked.connect(lambda: self._ask_to_leave(False))
        self.throw_button.clicked.connect(lambda: self._leave(keep=False))
        self.draft_button.clicked.connect(lambda: self._leave(keep=True))

    def _ask_to_leave(self, on: bool) -> None:
        """The question stands in the footer; Esc once more goes back to the form."""
        if on and self._feet.currentIndex() == 1:
            on = False
        self._feet.setCurrentIndex(1 if on else 0)
        if on:
            self.keep_button.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.form.focus()

    def _leave(self, *, keep: bool) -> None:
        if keep:
            self._desk.drafts[self._draft] = self.form.edited()
        else:
            self._desk.drafts.pop(self._draft, None)
        self._forced = True
        self.reject()

    def _restore_draft(self) -> None:
        draft = self._desk.drafts.get(self._draft) if self._draft else None
        if draft:
            self.form.fill(draft)
            self.banner.set(
                "accent", _("Your draft is back."), _("It was not saved yet."), _("Start again")
            )
            self.banner.pressed.connect(self._start_again)
            self.banner.show()

    def _start_again(self) -> None:
        self._desk.drafts.pop(self._draft, None)
        self.form.load(self._base)
        self.banner.hide()
        self.form.focus()

    def _keep_draft_fresh(self) -> None:
        if self._feet.currentIndex() == 1:
            self._ask_to_leave(False)

    # answers
    def _on_saved(self, answer: Any) -> None:
        self._saving, self._forced = False, True
        self._desk.drafts.pop(self._draft, None)
        self.saved.emit(answer)
        self.accept()

    def _on_refused(self, err: BaseException) -> None:
        self._saving = False
        if isinstance(err, Invalid):
            self._say_problems(self.form.show_errors(err.problems))
        elif isinstance(err, Stale) and self._reload is not None:
            self._desk.read(self, self._reload, then=self._merge, fail=self._on_refused)
        elif (words := errors.worded(err)) is not None:
            self._say(words.what, words.advice)
        else:
            self._desk.show_error(self, err)

    def _merge(self, theirs: Record) -> None:
        """Three ways: base, mine, theirs. Both values of what both changed are shown."""
        mine = self.form.edited()
        base = self._base
        both: list[Problem] = []
        with QSignalBlocker(self.form):
            self.form.load(theirs.values)
            self.form.fill(mine)
        for key in mine:
            if theirs.values.get(key) != base.get(key) and theirs.values.get(key) != mine[key]:
                value = theirs.values.get(key)
                shown = self.form.editor(key).shown(value)
                values = {"theirs": shown, "suggestion": value}
                both.append(Problem(key, "changed_meanwhile", values))
        self._rev, self._base = theirs.rev, dict(theirs.values)
        self._say(
            _("Somebody changed this record after you opened it."),
            _("Their changes are here now, yours too. Look at the marked fields, then save again.")
            if both
            else _("Their changes are here now, yours too. Look at them, then save again."),
            "wait",
        )
        self.form.show_errors(both)

    def _say_problems(self, problems: list[Problem]) -> None:
        if problems:
            words = errors.worded(Invalid(problems))
            if words is None:
                self._desk.show_error(self, Invalid(problems))
            else:
                self._say(*words)

    def _say(self, sentence: str, reason: str, tone: str = "stop") -> None:
        self.banner.set(tone, sentence, reason)
        self.banner.show()
