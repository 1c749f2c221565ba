"""Payments of a project: what to pay now, next, paid; from the agency; real costs; pocket money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.domain.payments import Kind
from mobdesk.domain.roles import Actor
from mobdesk.i18n import _, ngettext
from mobdesk.services import agency_payments, costs, payments, pocket_lists, projects
from mobdesk.services.agency_payments import AgencyRow
from mobdesk.services.costs import CostRow, Traveller
from mobdesk.services.payment_rows import InstalmentRow, Payable, rows_of
from mobdesk.services.pocket_lists import PocketRow
from mobdesk.services.records import Detail, Query
from mobdesk.ui import rows, shown, theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.columns import Columns
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.chips import Segments
from mobdesk.ui.parts.empty import EmptyState
from mobdesk.ui.parts.labels import label, section
from mobdesk.ui.payments import cost_form, forms, saving, tables, words
from mobdesk.ui.payments.cards import AgencyCard, PocketCard, SumsCard, TermsCard
from mobdesk.ui.stops import is_stop
from mobdesk.ui.table_card import TableCard
from mobdesk.ui.tables import Table

_MOST_ROWS = 12  # more are scrolled inside the table
_TWO_COLUMNS = 120
_ONE_ROW = 100  # project and views stand beside each other from so many characters on


class Room(NamedTuple):
    """Everything on the page."""

    payables: list[Payable]
    agency: list[AgencyRow]
    costs: list[CostRow]
    travellers: list[Traveller]
    pocket: list[PocketRow]
    terms: Detail
    awarded: int

    @property
    def instalments(self) -> list[InstalmentRow]:
        """All instalments of the project."""
        return rows_of(self.payables)


class PaymentsPage(Page):
    """Opened with ``id``: a project."""

    tables = frozenset({
        "projects", "mobilities", "subgroups", "members", "grant_lines", "payees", "people",
        "instalments", "payment_terms", "agency_instalments", "real_costs", "awards",
        "award_versions", "budget_transfers", "rate_sheets",
    })  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Payments"))
        self.seen: Room | None = None
        self._view = ""
        self._wanted: int | None = None
        self._make_actions()
        self.project = Choice(())
        self.project.setAccessibleName(_("Project"))
        self.project.changed.connect(self._another_project)
        self.views = Segments(
            [("now", _("Pay now")), ("next", _("Next")), ("paid", _("Paid")), ("all", _("All"))],
            _("Which instalments"),
        )
        self.views.chosen.connect(self._choose_view)
        self.table = self._make_table()
        counted = lambda n: ngettext("{n} instalment", "{n} instalments", n)  # noqa: E731
        self.nothing = EmptyState(_("Nothing to pay here"), "", drawing=False)
        self.card = TableCard(self.table, counted, self.nothing, self.nothing)
        self.costs = tables.costs(desk, self)
        counted = lambda n: ngettext("{n} real cost", "{n} real costs", n)  # noqa: E731
        none = EmptyState(
            _("No real costs yet"),
            _("Visa, interpreter, tickets of a group: what an invoice says, in any currency."),
            drawing=False,
        )
        self.cost_card = TableCard(self.costs, counted, none)
        self.agency, self.pocket = AgencyCard(desk), PocketCard()
        self.sums, self.terms = SumsCard(), TermsCard()
        self.all = self._lay_out()
        self.body.addWidget(self.all)
        self.empty = EmptyState(
            _("No project yet"), _("Payments belong to a project. Add the first one."),
            _("Add a project"), main_icon="plus",
        )  # fmt: skip
        self.empty.main_pressed.connect(lambda: desk.open("projects", new=True))
        self.empty.hide()
        self.body.addWidget(self.empty)
        self.body.addStretch(1)
        self._connect()

    # building
    def _make_actions(self) -> None:
        self.pay = Button(_("Write down as paid"), "main", "check")
        self.pay.clicked.connect(lambda: self.pay_chosen())
        self.order = Button(_("Payment order"), "second", "export")
        self.order.clicked.connect(
            lambda: saving.order(self.desk, self, self._project(), self.chosen())
        )
        self.header.add_action(self.order)
        self.header.add_action(self.pay)

    def _make_table(self) -> Table:
        acts = (
            (_("Write down as paid"), "check", self.pay_chosen),
            (_("One more instalment"), "plus", self.add_further),
            (_("Open the mobility"), "mobilities", self.open_stay),
        )
        return tables.instalments(self.desk, self, acts)

    def _lay_out(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        theme.space(column, 0, 2)
        self.top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(self.top, 0, 1.25)
        column.addLayout(self.top)
        which = QHBoxLayout()
        theme.space(which, 0, 1.25)
        name = label(_("Project"))
        name.setBuddy(self.project)
        which.addWidget(name)
        which.addWidget(self.project)
        which.addStretch(1)
        self.top.addLayout(which, 1)
        self.top.addWidget(self.views)
        column.addWidget(self.card)
        self.columns = Columns()
        column.addWidget(self.columns)
        self.columns.set_cards([self.agency, self.terms], [self.sums, self.pocket])
        title = QHBoxLayout()
        theme.space(title, (2.5, 0.5, 2.5, 0), 1.25)
        title.addWidget(section(_("Real costs")))
        title.addStretch(1)
        self.add_cost = Button(_("Add a cost"), "second", "plus")
        title.addWidget(self.add_cost)
        below = rows.Block(1.25)
        below.body.addLayout(title)
        below.body.addWidget(self.cost_card)
        column.addWidget(below)
        return holder

    def _connect(self) -> None:
        self.table.opened.connect(self._open_line)
        self.table.selection_counted.connect(lambda _n: self._say_possible())
        self.costs.opened.connect(self._open_cost)
        self.costs.delete_asked.connect(self._remove_costs)
        self.add_cost.clicked.connect(lambda: self._ask_cost(None))
        self.sums.link_pressed.connect(lambda: self._save_book())
        self.terms.link_pressed.connect(lambda: self._ask_terms())
        self.agency.link_pressed.connect(lambda: self._ask_agency(None))
        self.agency.opened.connect(self._ask_agency)
        self.pocket.stated.connect(self._ask_pocket)
        self.pocket.printed.connect(lambda: saving.pocket_list(self.desk, self, self._project()))

    # what the window calls
    def go(self, **where: Any) -> None:
        if "id" in where:
            self._wanted = where["id"]
            self.mark_stale()

    def entry(self) -> QWidget | None:
        """The instalments, where there are any."""
        return self.table if is_stop(self.table) else self.first_stop()

    def refresh(self) -> None:
        also = self._wanted or self.project.value()

        def look(store: Any, actor: Actor) -> list[projects.ProjectRow]:
            ids = projects.find(store, actor, Query("", {}, "start", descending=True))
            if also is not None and also not in ids:
                ids.append(also)
            return projects.rows(store, actor, ids)

        self.desk.read(self, look, then=self._show_projects, key="projects")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def theme_changed(self) -> None:
        """The text size changed: rows are higher, fewer characters stand beside each other."""
        self._arrange()
        self._hug()

    # reading
    def _project(self) -> int:
        return int(self.project.value() or 0)

    def _show_projects(self, found: list[projects.ProjectRow]) -> None:
        self.empty.setVisible(not found)
        self.all.setVisible(bool(found))
        self.header.set_bare(not found)
        self.body.setStretch(self.body.count() - 1, 0 if not found else 1)
        if not found:
            self.header.set_line("")
            return
        self.project.blockSignals(True)
        self.project.set_options([(one.id, words.name_of(one)) for one in found])
        if self._wanted is not None:
            self.project.set_value(self._wanted)
            self._wanted = None
        self.project.blockSignals(False)
        self._read()

    def _another_project(self) -> None:
        self.hide_banner()
        self._view = ""
        self._read()

    def _read(self) -> None:
        project, today = self._project(), self.desk.today()

        def look(store: Any, actor: Actor) -> Room:
            return Room(
                payments.of_members(store, actor, today, project_id=project),
                agency_payments.of_project(store, actor, project),
                costs.of_project(store, actor, project),
                costs.travellers(store, actor, project),
                pocket_lists.pocket_money(store, actor, project),
                payments.terms(store, actor, project),
                sum(one.amount for one in projects.awards(store, actor, project)),
            )

        self.desk.read(self, look, then=self._show, key="room")

    def _show(self, room: Room) -> None:
        self.seen = room
        if not self._view:
            there = {words.view_of(row, self.desk.today()) for row in room.instalments}
            self._view = next((view for view in words.VIEWS if view in there), "now")
            self.views.choose(self._view)
        self.header.set_line(self._now(room.instalments))
        with self.keeping_focus():
            self.agency.show_rows(room.agency, self.desk.today())
            self.terms.show_terms(room.terms)
            self.pocket.show_rows(room.pocket)
            self.sums.show_sums(room)
        self.cost_card.show_ids([row.id for row in room.costs], room.costs)
        self._show_lines()

    def _now(self, every: Sequence[InstalmentRow]) -> str:
        """What matters now: the sum that has to go out, and from which day."""
        today = self.desk.today()
        now = [row for row in every if words.view_of(row, today) == "now"]
        out = [row for row in now if row.kind is not Kind.RECOVERY]
        late = [row for row in out if row.pay_by is not None and row.pay_by < today]
        if not out:
            days = _("Nothing has to be paid in the next {n} days.")
            return days.format(n=words.SOON.days)
        said = ngettext(
            "{n} instalment to pay now, {sum}.", "{n} instalments to pay now, {sum}.", len(out)
        ).format(sum=shown.money(words.sums(out)))
        if late:
            was = ngettext("{n} of them is late.", "{n} of them are late.", len(late))
            said = f"{said} {was}"
        return said

    def _choose_view(self, view: str) -> None:
        self._view = view
        self._show_lines(top=True)

    def _show_lines(self, *, top: bool = False) -> None:
        if self.seen is None:
            return
        today, view = self.desk.today(), self._view
        found = [row for row in self.seen.instalments if view in ("all", words.view_of(row, today))]
        found.sort(key=lambda row: (row.done_on or row.pay_by or date.max, row.name, row.key))
        if view == "paid":
            found.reverse()
        made = words.lines(found)
        self.nothing.sentence.setText(_NOTHING_IN[view]() if self.seen.instalments else _no_stays())
        self.card.show_ids([line.id for line in made], made, top=top)
        self._hug()
        self._say_possible()

    # acting
    def chosen(self) -> list[InstalmentRow]:
        """The instalments that are selected in the table."""
        ids = set(self.table.selected_ids())
        every = self.seen.instalments if self.seen else []
        return [row for row in every if row.key in ids]

    def pay_chosen(self) -> None:
        """Ask for day and proof of the selected ones; all that are open in one step."""
        open_ones = [row for row in self.chosen() if row.open]
        backs = [row for row in open_ones if row.kind is Kind.RECOVERY]
        if open_ones and not (backs and len(open_ones) > len(backs)):
            forms.pay(self.desk, self, open_ones).saved.connect(
                lambda _done: QTimer.singleShot(0, self, self._back_to_lines)
            )

    def _back_to_lines(self) -> None:
        """Nothing is left to press at the button: the next instalment stands in the table."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)
        self.scroller.verticalScrollBar().setValue(0)

    def add_further(self) -> None:
        """One more instalment for whom the cursor stands on."""
        if (row := self._current()) is not None:
            forms.further(self.desk, self, row)

    def open_stay(self) -> None:
        """The mobility of the row under the cursor."""
        if (row := self._current()) is not None:
            self.desk.open("mobility", id=row.mobility_id)

    def _current(self) -> InstalmentRow | None:
        here = self.table.current_id()
        every = self.seen.instalments if self.seen else []
        return next((row for row in every if row.key == here), None)

    def _say_possible(self) -> None:
        chosen = self.chosen()
        open_ones = [row for row in chosen if row.open]
        back = [row for row in open_ones if row.kind is Kind.RECOVERY]
        why = _("Choose instalments in the table first.")
        if chosen and not open_ones:
            why = _("These are paid already.")
        mixed = bool(back) and len(back) < len(open_ones)
        if mixed:
            why = _("Choose either payments or money that came back.")
        self.pay.set_possible(bool(open_ones) and not mixed, why)
        out = [row for row in open_ones if row.kind is not Kind.RECOVERY and row.amount]
        self.order.set_possible(bool(out), why if not chosen else _("Nothing to pay among them."))

    def _open_line(self, key: int) -> None:
        row = next((r for r in self.seen.instalments if r.key == key), None) if self.seen else None
        if row is not None and row.open:
            forms.change(self.desk, self, row)
        elif row is not None:
            forms.paid_one(self.desk, self, row)

    def _ask_terms(self) -> None:
        if self.seen is not None:
            forms.terms(self.desk, self, self._project(), self.seen.terms)

    def _ask_agency(self, number: int | None) -> None:
        project = self._project()
        if number is None:
            forms.agency(self.desk, self, project)
            return
        show = lambda record: forms.agency(self.desk, self, project, record)  # noqa: E731
        self.desk.read(self, agency_payments.get, number, then=show, key="agency")

    def _ask_pocket(self, members: Sequence[int], now: int | None) -> None:
        forms.pocket(self.desk, self, members, now)

    def _ask_cost(self, record: Detail | None) -> None:
        whom = self.seen.travellers if self.seen else []
        cost_form.ask(self.desk, self, self._project(), whom, record)

    def _open_cost(self, number: int) -> None:
        self.desk.read(self, costs.get, number, then=self._ask_cost, key="cost")

    def _remove_costs(self, ids: Sequence[int]) -> None:
        for number in ids:
            self.desk.write(self, costs.remove, number)

    def _save_book(self) -> None:
        saving.workbook(self.desk, self, self._project())

    # inside
    def _arrange(self) -> None:
        characters = self.width() / theme.current().c
        one = characters < _TWO_COLUMNS
        self.header.set_narrow(one)
        self.columns.set_one(one)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self.top.setDirection(down if characters < _ONE_ROW else across)
        for table in (self.table, self.costs):
            table.show_priorities(2 if one else 99)

    def _hug(self) -> None:
        """As high as their rows; more than some are scrolled inside."""
        look = theme.current()
        for card, table in ((self.card, self.table), (self.cost_card, self.costs)):
            count = min(max(len(table.records.ids), 4), _MOST_ROWS)
            card.setFixedHeight(count * look.control_height + look.px(12))


def _no_stays() -> str:
    return _("As soon as somebody is selected and has a grant, instalments stand here.")


_NOTHING_IN = {
    "now": lambda: _("What has to be paid in the next {n} days stands here.").format(
        n=words.SOON.days
    ),
    "next": lambda: _("What is paid later, or waits for something, stands here."),
    "paid": lambda: _("Nothing is written down as paid yet."),
    "all": _no_stays,
}
