"""The plan of a project as the three tables of a grant request: to read, copy and print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.domain.grant_requests import STAYS, ActivityRow, CostRow, ExpenseRow
from mobdesk.i18n import _
from mobdesk.services import grant_requests
from mobdesk.services.grant_requests import RequestOf
from mobdesk.ui import clipboard, rows, shown, stays, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.opened import opened_copies, show_outside
from mobdesk.ui.pages import Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card, Hairline
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.plan_cards import TABLES
from mobdesk.ui.record_pages import fill

_TWO_COLUMNS, _FOUR_COLUMNS = 60, 115  # characters
Facts = list[tuple[str, str]]


class GrantRequestPage(Page):
    """Opened with ``id`` of a project."""

    tables = TABLES | {"projects"}

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Grant request"))
        self.record: int | None = None
        self.seen: RequestOf | None = None
        self.header.set_line(
            _("The three tables of the KA121 form, as this project is planned. Compare the names "
              "of the columns with the form of your year.")
        )  # fmt: skip
        self.copy_button = Button(_("Copy as tables"), "second", "copy", self)
        self.copy_button.clicked.connect(lambda: self.copy())
        self.print_button = Button(_("Print"), "main", "printer", self)
        self.print_button.clicked.connect(lambda: self.print_())
        self.header.add_action(self.copy_button)
        self.header.add_action(self.print_button)
        self.cards = [Card(_word(name)) for name in ("activities", "expenses", "costs")]
        for card in self.cards:
            self.body.addWidget(card)
        self.body.addStretch(1)

    def entry(self) -> QWidget | None:
        """Print: the tables are there to be taken along."""
        return self.header.outermost_action() or self.first_stop()

    def go(self, **where: Any) -> None:
        if where.get("id") != self.record:
            self.record = where.get("id")
            self.mark_stale()

    def refresh(self) -> None:
        if self.record is not None:
            self.desk.read(
                self, grant_requests.of_project, self.record, then=self._show,
                fail=lambda err: self.desk.show_error(self, err), key="request",
            )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def theme_changed(self) -> None:
        """As many characters need more room."""
        self._arrange()

    # showing
    def _show(self, found: RequestOf) -> None:
        self.seen = found
        self.header.set_crumbs(
            (_("Projects"), lambda: self.desk.open("projects")),
            (found.title or found.code, lambda: self.desk.open("project", id=found.project_id)),
        )
        request = found.request
        nothing = _("No activity is planned yet: neither a target nor a stay.")
        self._fill(0, [_of_activity(row) for row in request.activities], nothing)
        nothing = _("None.")
        self._fill(1, [_of_expenses(row) for row in request.expenses], nothing)
        nothing = _("None. Write them down on the page of the project.")
        self._fill(2, [_of_cost(row) for row in request.costs], nothing)
        self._arrange()

    def _fill(self, at: int, told: list[tuple[str, str, Facts]], nothing: str) -> None:
        whole = rows.Block(1.25)
        if not told:
            whole.body.addWidget(Paragraph(nothing, "body", "soft"))
        for n, (name, second, facts) in enumerate(told):
            if n:
                whole.body.addWidget(Hairline())
            whole.body.addWidget(Label(name, "strong"))
            whole.body.addWidget(rows.Facts(facts))
            if second:
                whole.body.addWidget(Paragraph(second, "caption", "soft"))
        fill(self.cards[at], whole)

    def _arrange(self) -> None:
        characters = self.width() / theme.current().c
        columns = 4 if characters >= _FOUR_COLUMNS else 2 if characters >= _TWO_COLUMNS else 1
        for facts in self.findChildren(rows.Facts):
            facts.set_columns(columns)

    # taking along
    def copy(self) -> None:
        """Put the three tables on the clipboard, one below the other."""
        if self.seen is None:
            return
        request = self.seen.request
        lines: list[list[str]] = []
        for title, told in (
            ("activities", [_of_activity(row) for row in request.activities]),
            ("expenses", [_of_expenses(row) for row in request.expenses]),
            ("costs", [_of_cost(row) for row in request.costs]),
        ):
            if told:
                head = [label for label, _value in told[0][2]]
                lines += [[_word(title)], ["", *head]]
                lines += [
                    [name, *(value for _label, value in facts), *second.splitlines()]
                    for name, second, facts in told
                ]
                lines.append([])
        clipboard.copy(clipboard.tsv(lines[:-1]))
        self.desk.say(_("Copied as tables."))

    def print_(self) -> None:
        """Show the tables in the program of the system, from a private folder."""
        if self.seen is None:
            return
        number, now = self.seen.project_id, self.desk.today()
        opened, name = opened_copies(self.desk), _("Grant request") + ".pdf"

        def make(store: Any, actor: Any) -> Path:
            path: Path = opened.put(name, grant_requests.as_pdf(store, actor, number, now))
            return path

        self.desk.read(self, make, then=show_outside)


def _of_activity(row: ActivityRow) -> tuple[str, str, Facts]:
    facts = [
        (_column("participants"), shown.number(row.participants)),
        (_column("days"), shown.number(row.days)),
        (_column("average"), row.average or "–"),
        (_column("fewer_opportunities"), shown.number(row.fewer_opportunities)),
        (_column("blended"), shown.number(row.blended)),
        (_column("green"), shown.number(row.green)),
    ]
    second = []
    if row.objectives:
        second.append(_("Serves: {objectives}").format(objectives=" · ".join(row.objectives)))
    if row.source == STAYS:
        second.append(_("Counted from the planned stays: this activity has no target."))
    return _activity(row.activity), "\n".join(second), facts


def _of_expenses(row: ExpenseRow) -> tuple[str, str, Facts]:
    names = ("accompanying", "accompanying_days", "travel_days", "visitors")
    facts = [(_column(name), shown.number(n)) for name, n in zip(names, row[1:], strict=True)]
    return _activity(row.activity), "", facts


def _of_cost(row: CostRow) -> tuple[str, str, Facts]:
    facts = [
        (_column("needing"), shown.number(row.participants)),
        (_column("why"), row.why or "–"),
        (_column("amount"), shown.money(row.amount)),
        (_column("percent"), f"{row.percent} %"),
        (_column("eligible"), shown.money(row.eligible)),
    ]
    return texts.word(f"category.{row.category}"), "", facts


def _activity(code: str) -> str:
    return stays.activity(code) if code else _("Activity not known yet")


def _word(name: str) -> str:
    return texts.word(f"report.request.{name}")


def _column(name: str) -> str:
    return texts.word(f"report.request.col.{name}")
