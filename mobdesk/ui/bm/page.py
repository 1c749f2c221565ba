"""The Beneficiary Module: of one project, what it does not know yet, reports, reasons, outlines."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.roles import Actor
from mobdesk.i18n import _, ngettext
from mobdesk.services import bm_sheet, bm_tallies, outlines, projects
from mobdesk.services.bm_sheet import OpenRow
from mobdesk.services.bm_tallies import Tallies
from mobdesk.services.outlines import OutlineRow
from mobdesk.services.projects import ProjectRow
from mobdesk.ui import rows, theme
from mobdesk.ui.bm.forms import add_outline, count_reasons
from mobdesk.ui.bm.side import NotKnownCard
from mobdesk.ui.choices import Choice, project_words
from mobdesk.ui.columns import Columns
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.empty import EmptyState
from mobdesk.ui.parts.labels import Paragraph, label
from mobdesk.ui.parts.progress import Share, ShareBar
from mobdesk.ui.record_pages import fill

_MOST = 60
_KINDS = {"submitted": "ok", "requested": "accent", "not_invited": "tint"}


class _Seen(NamedTuple):
    projects: list[ProjectRow]
    project: ProjectRow | None
    open: list[OpenRow]
    reports: dict[str, int]
    tallies: Tallies
    outlines: list[OutlineRow]


class BmPage(Page):
    """``go(project=…)`` says which one; otherwise the first that has something open."""

    tables = frozenset({
        "mobilities", "subgroups", "members", "people", "organisations", "projects",
        "grant_lines", "bm_ticks", "bm_screens", "fewer_tallies", "outlines",
        "outline_questions", "outline_answers", "rate_sheets",
    })  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Beneficiary Module"))
        self.project: int | None = None
        self.seen: _Seen | None = None
        self._filling = False
        self.header.set_line(
            _("What the Beneficiary Module (BM) does not know yet. Nothing is sent from here.")
        )
        self.next = Button(_("Open the next sheet"), "main", "chevron-right")
        self.next.clicked.connect(lambda: self._open_next())
        self.header.add_action(self.next)
        self.empty = EmptyState(
            _("No project yet"), _("The Beneficiary Module is asked project by project."),
            _("Add a project"),
        )  # fmt: skip
        self.empty.main_pressed.connect(lambda: desk.open("projects", new=True))
        self.empty.hide()
        self.body.addWidget(self.empty, 1)
        self.choice = Choice([])
        self.choice.changed.connect(self._another)
        self.choice.setAccessibleName(_("Project"))
        self.open = NotKnownCard(_MOST)
        self.open.chosen.connect(lambda i, m: desk.open("bm_sheet", id=i, member=m))
        self.reports = Card(_("Participant reports"), 0)
        self.reasons = Card(_("Fewer opportunities"), link=_("Count reasons"))
        self.reasons.link_pressed.connect(self.count_reasons)
        self.outlines = Card(_("Outlines of reports"), 0, _("Paste questions"))
        self.outlines.link_pressed.connect(self.paste)
        self._lay_out()

    def _lay_out(self) -> None:
        self.content = QWidget()
        column = QVBoxLayout(self.content)
        theme.space(column, 0, 2)
        top = QHBoxLayout()
        theme.space(top, 0, 1.25)
        name = label(_("Project"))
        name.setBuddy(self.choice)
        top.addWidget(name)
        top.addWidget(self.choice)
        top.addStretch(1)
        column.addLayout(top)
        self.columns = Columns()
        self.columns.set_cards([self.open], [self.reports, self.reasons, self.outlines])
        column.addWidget(self.columns)
        self.body.addWidget(self.content)
        self.body.addStretch(1)

    # what the window asks
    def entry(self) -> QWidget | None:
        """The next sheet, or the project that is asked about."""
        return self.header.main_action() or (self.choice if self.choice.isVisible() else None)

    def go(self, **where: Any) -> None:
        if where.get("project") not in (None, self.project):
            self.project = where["project"]
            self.mark_stale()

    def mode_changed(self) -> None:
        self.columns.set_one(self.mode is Mode.NARROW)

    def refresh(self) -> None:
        wanted = self.project

        def look(store: Any, actor: Actor) -> _Seen:
            found = projects.rows(store, actor, projects.find(store, actor))
            if wanted is not None and wanted not in [one.id for one in found]:
                found += projects.rows(store, actor, [wanted])  # an archived one that was opened
            project = _chosen(store, actor, found, wanted)
            if project is None:
                return _Seen(found, None, [], {}, Tallies(0, ()), [])
            return _Seen(
                found, project, bm_sheet.not_known(store, actor, project.id),
                bm_tallies.reports(store, actor, project.id),
                bm_tallies.tallies(store, actor, project.id),
                outlines.of_project(store, actor, project.id),
            )  # fmt: skip

        self.desk.read(self, look, then=self._show, key="all")

    # showing
    def _show(self, seen: _Seen) -> None:
        self.seen = seen
        project = seen.project
        self.empty.setVisible(project is None)
        self.content.setVisible(project is not None)
        self.header.set_bare(project is None)
        if project is None:
            return
        self.project = project.id
        self._filling = True
        named = [(one.id, project_words(one.code, one.title)) for one in seen.projects]
        self.choice.set_options(named)
        self.choice.set_value(project.id)
        self._filling = False
        self.open.show_rows(seen.open)
        self.next.set_possible(bool(seen.open), _("BM knows everything that is confirmed."))
        self._show_reports(seen.reports)
        self._show_reasons(seen.tallies)
        self._show_outlines(seen.outlines)

    def _show_reports(self, counted: dict[str, int]) -> None:
        self.reports.set_count(sum(counted.values()))
        block = rows.Block(1)
        if counted:
            shares = [Share(n, _status(code), _KINDS.get(code, "empty"))
                      for code, n in counted.items()]  # fmt: skip
            block.body.addWidget(ShareBar(shares))
        if counted.get("undelivered"):
            said = _("Undelivered: the e-mail address in BM is wrong. Correct it here and in BM.")
            block.body.addWidget(Paragraph(said, "caption", "wait_text"))
        block.body.addWidget(
            Paragraph(_("BM sends the link only when a record is complete."), "caption", "soft")
        )
        fill(self.reports, block)

    def _show_reasons(self, found: Tallies) -> None:
        block = rows.Block(1)
        people = ngettext(
            "{n} participant is marked.", "{n} participants are marked.", found.flagged
        ).format(n=found.flagged)
        block.body.addWidget(Paragraph(people))
        if found.numbers:
            block.body.addWidget(rows.Facts([(r, f"{n:,}") for r, n in found.numbers]))
        told, flagged = found.told, found.flagged
        if found.numbers and told < flagged:
            said = _("The reasons add up to {told}, less than the {n} people who are marked.")
            block.body.addWidget(
                Paragraph(said.format(told=told, n=flagged), "caption", "wait_text")
            )
        block.body.addWidget(
            Paragraph(
                _("BM wants only numbers for the whole project. No reason is kept with a "
                  "person."),
                "caption", "soft",
            )
        )  # fmt: skip
        fill(self.reasons, block)
        if self.reasons.link is not None:
            self.reasons.link.set_possible(
                bool(flagged or told), _("Nobody is marked with fewer opportunities.")
            )

    def _show_outlines(self, found: list[OutlineRow]) -> None:
        self.outlines.set_count(len(found))
        block = rows.Block(0.5)
        for one in found:
            press = lambda number=one.id: self._open_outline(number)  # noqa: E731
            said = _("{n} of {of} answered").format(n=one.answered, of=one.questions)
            block.body.addWidget(rows.LinkRow("list", one.title, said, press))
        if not found:
            said = _("Copy the questions of a report from BM once. Answers are counted as you "
                     "type, and facts come from your records.")  # fmt: skip
            block.body.addWidget(Paragraph(said, "body", "soft"))
        fill(self.outlines, block)

    # doing
    def _another(self) -> None:
        if not self._filling:
            self.project = self.choice.value()
            self.mark_stale()

    def _open_next(self) -> None:
        if self.seen is not None and self.seen.open:
            row = self.seen.open[0]
            self.desk.open("bm_sheet", id=row.mobility_id, member=row.member_id)

    def _open_outline(self, number: int) -> None:
        self.desk.open("bm_outline", id=number, project=self.project)

    def count_reasons(self) -> None:
        """Ask for the number of each reason."""
        if self.seen is not None and self.seen.project is not None:
            count_reasons(self.desk, self, self.seen.project, self.seen.tallies)

    def paste(self) -> None:
        """Ask for the questions of a report, then open its answers."""
        if self.seen is not None and self.seen.project is not None:
            then = lambda done: self._open_outline(done.ids[0])  # noqa: E731
            add_outline(self.desk, self, self.seen.project, then)


def _chosen(
    store: Any, actor: Actor, found: list[ProjectRow], wanted: int | None
) -> ProjectRow | None:
    """The project asked for; else the first with something open; else the first."""
    if wanted is not None:
        return next((one for one in found if one.id == wanted), None)
    for one in found:
        if one.mobilities and bm_sheet.not_known(store, actor, one.id):
            return one
    return found[0] if found else None


def _status(code: str) -> str:
    return texts.word(f"report_status.{code}").lower() if code else _("not known")
