"""A new workspace in two steps: the project and the place, then the words on paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from mobdesk import paths
from mobdesk.domain.project_codes import ParsedCode
from mobdesk.errors import Invalid
from mobdesk.i18n import _
from mobdesk.ui import errors, theme
from mobdesk.ui.door import Labelled
from mobdesk.ui.fields import Date, Text
from mobdesk.ui.jobs import Runner
from mobdesk.ui.modes import Mode, mode_of
from mobdesk.ui.new_words import NewWords
from mobdesk.ui.parts.arcs import Mark
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Banner, Card
from mobdesk.ui.parts.entering import Enters
from mobdesk.ui.parts.labels import Paragraph, caption, title
from mobdesk.ui.start.code import CodeCard, MeaningCard
from mobdesk.ui.start.promise import LockPromise

if TYPE_CHECKING:
    from mobdesk.services.workspaces import Workspace


class Plan(NamedTuple):
    """What the first step asked: the folder, the organisation, and the project if there is one."""

    folder: Path
    organisation: str
    project: dict[str, Any] | None


class _Step(Enters, QWidget):
    """A page in the middle of the window: mark, title, step, body, and a row of buttons."""

    def __init__(self, words: str, step: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(words)
        outer = QVBoxLayout(self)
        theme.space(outer, 0, 0)
        self.scroller = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(scroll)
        inside = QWidget()
        inside.setObjectName("page")
        scroll.setWidget(inside)
        across = QHBoxLayout(inside)
        theme.space(across, (3, 3), 0)
        across.addStretch(1)
        self._middle = QWidget()
        across.addWidget(self._middle, 1000)
        across.addStretch(1)
        self.column = QVBoxLayout(self._middle)
        theme.space(self.column, 0, 2)
        self.column.addStretch(1)
        head = QHBoxLayout()
        theme.space(head, 0, 1.5)
        head.addWidget(Mark())
        head.addWidget(title(words))
        head.addStretch(1)
        head.addWidget(caption(step))
        self.column.addLayout(head)
        self.banner = Banner("stop", "")
        self.banner.pressed.connect(self.banner.hide)
        self.banner.hide()
        self.column.addWidget(self.banner)
        self.body = QVBoxLayout()
        theme.space(self.body, 0, 2)
        self.column.addLayout(self.body)
        self.buttons = QHBoxLayout()
        theme.space(self.buttons, (0, 0.5, 0, 0), 2)
        self.column.addLayout(self.buttons)
        self.column.addStretch(1)
        self._most = 142.0

    def theme_changed(self) -> None:
        """The width in characters."""
        self._middle.setMaximumWidth(theme.current().chars(self._most))

    def set_most(self, characters: float) -> None:
        """As wide as this at most."""
        self._most = characters
        self.theme_changed()


class ProjectStep(_Step):
    """Step 1: the code is explained; name, dates, organisation and place are asked."""

    back_asked = Signal()
    done = Signal(object)

    def __init__(self, place: Path | None = None) -> None:
        super().__init__(_("Your project, explained"), _("Step 1 of 2"))
        self.set_most(168)
        self.place = place or paths.documents_folder()
        self.code = CodeCard()
        self.code.changed.connect(self._show_code)
        self.code.none_asked.connect(self._without)
        self.body.addWidget(self.code)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(self._both, 0, 2)
        self.meaning = MeaningCard()
        self._both.addWidget(self.meaning, 1)
        self._both.addWidget(self._make_more(), 1)
        self.body.addLayout(self._both)
        back = Button(_("Back"), "quiet", "chevron-left")
        back.clicked.connect(lambda: self.back_asked.emit())
        self.buttons.addWidget(back)
        self.buttons.addStretch(1)
        self.buttons.addWidget(caption(_("Rates and colleagues can wait until tomorrow.")))
        self.go_on = Button(_("Go on"), "main")
        self.go_on.clicked.connect(lambda: self._finish())
        self.buttons.addWidget(self.go_on)
        self.setFocusProxy(self.code)
        self._say_place()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        narrow = mode_of(self.width()) is Mode.NARROW
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._both.setDirection(down if narrow else right)

    def _make_more(self) -> Card:
        card = Card(_("A few more things"))
        self.organisation = Labelled(_("Your organisation"), Text(_("Riverside Adult School"), 200))
        self.name = Labelled(_("Name you use for it"), Text(_("Learning across borders"), 200),
                             optional=True)  # fmt: skip
        dates = QHBoxLayout()
        theme.space(dates, 0, 2)
        self.start = Labelled(_("Starts"), Date(), optional=True)
        self.end = Labelled(_("Ends"), Date(), optional=True)
        dates.addWidget(self.start)
        dates.addWidget(self.end)
        self.folder = Text()
        pick = IconButton("folder", _("Choose a folder"), small=True)
        pick.clicked.connect(self._pick)
        self.folder.add_right(pick)
        self.folder.setReadOnly(True)
        self.where = Labelled(_("Where the folder goes"), self.folder)
        card.add(self.organisation)
        card.add(self.name)
        card.add(dates)
        card.add(self.where)
        card.finish()
        self.organisation.editor.textChanged.connect(lambda _text: self._say_place())
        return card

    # what is asked
    def plan(self) -> Plan:
        """The answers as they stand."""
        project = None
        if self.code.parsed.code is not None:
            project = {
                "code": self.code.parsed.code,
                "title": _value(self.name) or None,
                "start": _value(self.start),
                "end": _value(self.end),
            }
        return Plan(self._folder(), _value(self.organisation), project)

    def _finish(self) -> None:
        self.banner.hide()
        if self.code.field.value() and self.code.parsed.code is None:
            self.code.field.setFocus()
            return
        if self.code.parsed.accreditation:
            self.code.say("stop", _("This is an accreditation. Paste a project, or leave it out."))
            self.code.field.setFocus()
            return
        if not _value(self.organisation):
            self.organisation.show_error(_("Type the name of your organisation."))
            self.organisation.editor.setFocus()
            return
        self.organisation.show_error("")
        for field in (self.start, self.end):
            wrong = bool(field.editor.problem())
            field.show_error(_("Write it like 4.12.2026.") if wrong else "")
            if wrong:
                field.editor.setFocus()
                return
        start, end = _value(self.start), _value(self.end)
        if start and end and end < start:
            self.end.show_error(_("The last day is before the first day."))
            self.end.editor.setFocus()
            return
        if (self._folder() / "keys.json").exists():
            self.where.show_error(_("There is already a workspace of this name. Choose a folder."))
            return
        self.where.show_error("")
        self.done.emit(self.plan())

    def _without(self) -> None:
        self.code.field.clear()
        self.organisation.editor.setFocus()

    def _show_code(self, parsed: ParsedCode) -> None:
        self.meaning.show_code(parsed)
        for field in (self.name, self.start, self.end):
            field.setVisible(parsed.code is not None)

    # the place
    def _folder(self) -> Path:
        from mobdesk.services import workspaces

        return workspaces.folder_for(self.place, _value(self.organisation))

    def _pick(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Where the folder goes"), str(self.place))
        if chosen:
            self.place = Path(chosen)
            self._say_place()

    def _say_place(self) -> None:
        folder = self._folder()
        self.folder.setText(f"{folder.parent.name} / {folder.name}")
        self.folder.setToolTip(str(folder))
        from mobdesk.services import workspaces

        service = workspaces.synced_by(folder)
        if service:
            words = _("{service} copies this place to the internet. Choose another one.")
            self.where.say(words.format(service=service), "wait_text")
        else:
            self.where.say(_("As far as we can see, nothing copies this place to the internet."))


def _value(field: Labelled) -> Any:
    return field.editor.value()


class WordsStep(_Step):
    """Step 2: the words are shown once; then the workspace is made off the window's thread."""

    back_asked = Signal()
    opened = Signal(object)

    def __init__(self, plan: Plan, jobs: Runner, *, policy: Any = None) -> None:
        super().__init__(_("Your passphrase"), _("Step 2 of 2"))
        self.set_most(90)
        self._plan, self._jobs, self._policy = plan, jobs, policy
        self._working = False
        promise = _(
            "Five words open your workspace. Write them on paper now: they are shown only once."
        )
        self.body.addWidget(Paragraph(promise))
        self.words = NewWords(plan.organisation, "coordinator")
        self.words.changed.connect(self._set_possible)
        self.body.addWidget(self.words)
        self.promise = LockPromise()
        self.body.addWidget(self.promise)
        self.back = Button(_("Back"), "quiet", "chevron-left")
        self.back.clicked.connect(lambda: self.back_asked.emit())
        self.buttons.addWidget(self.back)
        self.buttons.addStretch(1)
        self.make = Button(_("Make the workspace"), "main")
        self.make.clicked.connect(lambda: self.make_workspace())
        self.buttons.addWidget(self.make)
        self.setFocusProxy(self.words.written)
        self._set_possible()

    def make_workspace(self) -> None:
        """Make the workspace with its project."""
        passphrase = self.words.value()
        if self._working or not passphrase:
            return
        self._working = True
        self.banner.hide()
        self._set_possible()
        work = making(self._plan, passphrase, self._policy)
        self._jobs.run(self, work, self._done, self._failed, lane="write", cancellable=False)

    def _done(self, workspace: Workspace) -> None:
        self._working = False
        self.words.clear()
        self.opened.emit(workspace)

    def _failed(self, err: BaseException) -> None:
        self._working = False
        self._set_possible()
        said = errors.worded(err)
        if said is None:
            raise err
        self.banner.set("stop", said.what, said.advice, _("Close"))
        self.banner.show()

    def _set_possible(self) -> None:
        self.make.setText(_("Making …") if self._working else _("Make the workspace"))
        ready = self.words.ready and not self._working
        self.make.set_possible(ready, _("First tick both boxes."))
        self.back.setEnabled(not self._working)


def making(plan: Plan, passphrase: str, policy: Any) -> Callable[[object], Workspace]:
    """The work that makes a workspace, with its first project."""

    def work(_progress: object) -> Workspace:
        from mobdesk.services import projects, workspaces

        made = workspaces.create(plan.folder, plan.organisation, passphrase, policy=policy)
        if plan.project is not None:
            try:
                projects.add(made.store, made.actor, plan.project)
            except Invalid:
                # The workspace is there; the project can be typed on its own page.
                return made
        return made

    return work
