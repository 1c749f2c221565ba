"""In the window: a project code is pasted, explained, and becomes a project."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout

from mobdesk.domain.project_codes import ParsedCode
from mobdesk.errors import Invalid, Problem
from mobdesk.i18n import N_, _
from mobdesk.services import projects
from mobdesk.ui import errors, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.fields import Date, Text
from mobdesk.ui.forms import Field, Form
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.start.code import CodeCard, MeaningCard

FIELDS = (
    Field("title", N_("Name you use for it"), lambda: Text("Learning across borders", 200),
          required=False, wide=True),
    Field("start", N_("Starts"), Date, required=False),
    Field("end", N_("Ends"), Date, required=False),
)  # fmt: skip


class CodePage(Page):
    """Another code can be pasted as soon as one is a project."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Your project, explained"))
        self.header.set_crumbs((_("Projects"), lambda: desk.open("projects")))
        self.code = CodeCard(may_skip=False)
        self.code.changed.connect(self._show_code)
        self.body.addWidget(self.code)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(self._both, 0, 2)
        self.meaning = MeaningCard()
        self.more = Card(_("A few more things"))
        self.form = Form(FIELDS)
        self.more.add(self.form)
        self.make = Button(_("Make the project"), "main", "plus")
        self.make.clicked.connect(lambda: self.add())
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.make)
        self.more.add(row)
        self.more.finish()
        self._both.addWidget(self.meaning, 1)
        self._both.addWidget(self.more, 1)
        self.body.addLayout(self._both)
        self.body.addStretch(1)
        self._show_code(self.code.parsed)

    def mode_changed(self) -> None:
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._both.setDirection(down if self.mode is Mode.NARROW else right)

    def focus_search(self) -> bool:
        self.code.field.setFocus()
        return True

    def add(self) -> None:
        """Make the project."""
        code = self.code.parsed.code
        if code is None or self.form.check():
            return
        values = {**self.form.values(), "code": code}
        values["title"] = values["title"] or None
        self.desk.write(self, projects.add, values, then=self._added, fail=self._failed)

    def _added(self, done: Any) -> None:
        self.code.field.clear()
        self.form.load({})
        self.desk.open("project", id=done.ids[0])

    def _failed(self, err: BaseException) -> None:
        if not isinstance(err, Invalid):
            self.desk.show_error(self, err)
            return
        for problem in self.form.show_errors(err.problems):
            self._say(problem)

    def _say(self, problem: Problem) -> None:
        said = errors.worded(Invalid([problem]))
        if said is None:
            self.desk.show_error(self, Invalid([problem]))
        else:
            self.code.say("stop", said.advice)
            self.code.field.setFocus()

    def _show_code(self, parsed: ParsedCode) -> None:
        self.meaning.show_code(parsed)
        good = parsed.code is not None and not parsed.accreditation
        self.make.set_possible(good, _("First paste the code of a project."))
