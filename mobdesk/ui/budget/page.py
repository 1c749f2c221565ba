"""The budget of one project: figures, board, what was awarded and what may be moved."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.domain import awards as rules
from mobdesk.domain.project_codes import parse_code
from mobdesk.domain.roles import Access, Actor, Area
from mobdesk.i18n import _
from mobdesk.services import awards, budgets
from mobdesk.services.awards import Record
from mobdesk.services.budgets import Overview, ProjectChoice
from mobdesk.ui import theme
from mobdesk.ui.budget import cards, forms, words
from mobdesk.ui.choices import Choice, project_words
from mobdesk.ui.columns import Columns
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner
from mobdesk.ui.parts.empty import EmptyState
from mobdesk.ui.parts.labels import label
from mobdesk.ui.recorded import RecordsCard

_TWO_COLUMNS = 120  # characters of the page


class Seen(NamedTuple):
    """Everything on the page."""

    projects: list[ProjectChoice]
    overview: Overview | None


class BudgetPage(Page):
    """Opened with ``id``: a project; else the one that runs today."""

    tables = frozenset({
        "projects", "awards", "award_versions", "budget_transfers", "flexibility_rules",
        "mobilities", "subgroups", "members", "grant_lines", "payees", "people", "papers",
        "attachments", "real_costs", "rate_sheets", "organisations",
    })  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Budget"))
        self.seen: Seen | None = None
        self._wanted: int | None = None
        self._filling = False
        self._may_write = desk.may(Area.MOBILITIES, Access.WRITE)
        self.project = Choice(())
        self.project.setAccessibleName(_("Project"))
        self.project.changed.connect(self._another_project)
        self.send_button = Button(_("Files to send"), "second", "mail")
        self.send_button.clicked.connect(self._to_files)
        if desk.may(Area.EXPORT):
            self.header.add_action(self.send_button)
        self.what_if_button = Button(_("Try a what-if"), "main", "bulb")
        self.what_if_button.clicked.connect(self._try_what_if)
        self.header.add_action(self.what_if_button)
        self.what_if_button.setVisible(self._may_write)
        self.figures = cards.Figures()
        self.verdict = Banner("wait", "")
        self.verdict.pressed.connect(self._press_verdict)
        self.board = cards.BoardCard()
        self.board.rate_asked.connect(lambda: desk.open("rates"))
        self.expected = cards.ExpectedCard()
        self.awarded = RecordsCard(_("What was awarded"), self._may_write)
        self.movable = RecordsCard(_("What may be moved"), self._may_write)
        self.agreement_button = self.awarded.add_button(
            _("Record the award"), "plus", lambda: self._ask_version(rules.AWARD)
        )
        self.amendment_button = self.awarded.add_button(
            _("Record an amendment"), "plus", lambda: self._ask_version(rules.AMENDMENT)
        )
        self.transfer_button = self.awarded.add_button(
            _("Move money"), "arrow-right", lambda: self._ask_transfer()
        )
        self.rule_button = self.movable.add_button(_("State a rule"), "plus", self._ask_rule)
        for card in (self.awarded, self.movable):
            card.change_asked.connect(self._change)
            card.delete_asked.connect(self._delete)
        self.all = self._lay_out()
        self.body.addWidget(self.all)
        self.empty = EmptyState(
            _("No project yet"), _("A budget belongs to a project. Add the first one."),
            _("Add a project") if self._may_write else "", main_icon="plus",
        )  # fmt: skip
        self.empty.main_pressed.connect(lambda: desk.open("projects", new=True))
        self.empty.hide()
        self.body.addWidget(self.empty)
        self.body.addStretch(1)

    def _lay_out(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        theme.space(column, 0, 2)
        top = QHBoxLayout()
        theme.space(top, 0, 1.25)
        name = label(_("Project"))
        name.setBuddy(self.project)
        top.addWidget(name)
        top.addWidget(self.project)
        top.addStretch(1)
        column.addLayout(top)
        for part in (self.figures, self.verdict, self.board):
            column.addWidget(part)
        self.columns = Columns()
        column.addWidget(self.columns)
        self.columns.set_cards([self.expected, self.movable], [self.awarded])
        return holder

    # what the window calls
    def go(self, **where: Any) -> None:
        if "id" in where:
            self._wanted = where["id"]
            self.mark_stale()

    def entry(self) -> QWidget | None:
        """The choice of the project: everything below depends on it."""
        return self.project if self.all.isVisible() else self.first_stop()

    def refresh(self) -> None:
        wanted = self._wanted or self.project.value()
        today = self.desk.today()

        def look(store: Any, actor: Actor) -> Seen:
            found = budgets.choices(store, actor, also=wanted)
            runs = [one for one in found if one.runs_on(today)]
            chosen = wanted if any(one.id == wanted for one in found) else None
            number = chosen or next((one.id for one in [*runs, *found]), None)
            return Seen(found, budgets.overview(store, actor, number) if number else None)

        self.desk.read(self, look, then=self._show, key="budget")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def theme_changed(self) -> None:
        """Fewer characters stand beside each other."""
        self._arrange()

    def _arrange(self) -> None:
        characters = self.width() / theme.current().c
        self.columns.set_one(characters < _TWO_COLUMNS)
        self.figures.arrange(characters)

    # showing
    def _show(self, seen: Seen) -> None:
        self.seen = seen
        overview = seen.overview
        self.empty.setVisible(overview is None)
        self.all.setVisible(overview is not None)
        self.header.set_bare(overview is None)
        self.body.setStretch(self.body.count() - 1, int(overview is not None))
        if overview is None:
            self.header.set_line("")
            return
        self._wanted = None
        self._filling = True  # blocking signals is no way: new options let them through again
        named = [(one.id, project_words(one.code, one.title)) for one in seen.projects]
        self.project.set_options(named)
        self.project.set_value(overview.project_id)
        self._filling = False
        self.header.set_line(words.line_of(overview))
        self.figures.show_board(overview)
        self._show_verdict(overview)
        self.board.show_board(overview, may_type=self._may_write)
        self.expected.show_board(overview)
        self.awarded.show_items(
            cards.awarded_items(overview),
            _("Nothing is recorded yet. The sums stand in your grant agreement."),
        )
        self.movable.show_items(
            cards.rule_items(overview), _("You have not stated what may be moved.")
        )
        there = overview.awards.award.in_force is not None
        self.agreement_button.setVisible(self._may_write and overview.awards.award.first is None)
        self.amendment_button.setVisible(self._may_write and there)
        self.transfer_button.setVisible(self._may_write and there)

    def _show_verdict(self, overview: Overview) -> None:
        over = words.over(overview)
        if overview.awards.award.in_force is None:
            self.verdict.set(
                "plain", _("No award is recorded yet."),
                _("So nothing can be free or over. What was awarded stands in your agreement."),
                _("Record the award") if self._may_write else "",
            )  # fmt: skip
        elif over is not None:
            sentence, reason, ways = over
            button = _("Show how") if ways and self._may_write else ""
            self.verdict.set("wait", sentence, reason, button, "bulb" if ways else "")
        self.verdict.setVisible(over is not None or overview.awards.award.in_force is None)

    def _press_verdict(self) -> None:
        overview = self._overview()
        if overview is None:
            return
        if overview.awards.award.in_force is None:
            self._ask_version(rules.AWARD)
            return
        rows = [row for row in overview.board.categories if row.over]
        worst = max(rows, key=lambda row: row.over)
        way = overview.ways(worst.name)[0]
        said = words.over(overview)
        proposed = {
            "from_category": way.from_category, "to_category": worst.name, "amount": way.amount,
            "why": said[0] if said else None,
        }  # fmt: skip
        self._ask_transfer(proposed, words.way_words(overview.ways(worst.name)))

    # acting
    def _overview(self) -> Overview | None:
        return self.seen.overview if self.seen else None

    def _another_project(self) -> None:
        if not self._filling:
            self.hide_banner()
            self.mark_stale()

    def _try_what_if(self) -> None:
        overview = self._overview()
        if overview is not None:
            self.desk.open("what_if", id=overview.project_id)

    def _to_files(self) -> None:
        overview = self._overview()
        if overview is not None:
            self.desk.open("packages", id=overview.project_id)

    def _ask_version(self, kind: str, record: Record | None = None) -> None:
        overview = self._overview()
        if overview is None:
            return
        lines = record.lines if record else ()
        if record is None and kind == rules.AMENDMENT:
            lines = overview.awards.award.lines_now()
        field = parse_code(overview.code).field
        forms.version_form(self.desk, self, overview.project_id, kind, lines, record, field=field)

    def _ask_transfer(self, proposed: dict[str, Any] | None = None, context: str = "") -> None:
        overview = self._overview()
        if overview is not None:
            forms.transfer_form(
                self.desk, self, overview.project_id, proposed=proposed, context=context
            )

    def _ask_rule(self) -> None:
        overview = self._overview()
        if overview is not None:
            forms.rule_form(self.desk, self, overview.project_id)

    def _change(self, kind: str, record: Record) -> None:
        overview = self._overview()
        if overview is None:
            return
        project = overview.project_id
        if kind == "version":
            self._ask_version(record.values["kind"], record)
        elif kind == "transfer":
            forms.transfer_form(self.desk, self, project, record)
        else:
            forms.rule_form(self.desk, self, project, record)

    def _delete(self, kind: str, record: int) -> None:
        self.desk.write(self, awards.take_away, kind, record)
