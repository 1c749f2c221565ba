"""Today: who leaves and returns, what is missing and due, where the year stands, is it safe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.roles import Access, Area, overlooks
from mobdesk.errors import Problem
from mobdesk.i18n import _, ngettext
from mobdesk.services import backups, people, projects, sheet
from mobdesk.services import today as service
from mobdesk.services.records import Query
from mobdesk.services.today import TodayView
from mobdesk.ui import shown, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner, Card, Hairline
from mobdesk.ui.parts.labels import Paragraph, caption
from mobdesk.ui.parts.progress import Share, ShareBar
from mobdesk.ui.today import words
from mobdesk.ui.today.rows import Sign, TodayRow


class Facts(NamedTuple):
    """What the first steps ask: what is there already."""

    projects: int
    people: int
    sheet: bool
    copies: int


class TodayPage(Page):
    """Reads again when mobilities, papers or projects change."""

    tables = frozenset({
        "mobilities", "subgroups", "members", "papers", "grant_lines", "people", "projects",
        "organisations", "attachments",
    })  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Today"))
        self._names = desk.may(Area.OWN_MOBILITIES)
        self._coordinator = desk.may(Area.MOBILITIES, Access.WRITE)
        if self._coordinator:
            plan = Button(_("Plan a mobility"), "main", "plus")
            plan.clicked.connect(lambda: desk.open("mobilities", new=True))
            self.header.add_action(plan)
        self.sheet = Banner(
            "wait",
            _("The workspace sheet is not printed yet."),
            _("Without it, a lost passphrase means lost data."),
            _("Print the sheet"),
            "key",
        )
        self.sheet.pressed.connect(lambda: desk.open("sheet"))
        self.sheet.hide()
        self.body.addWidget(self.sheet)
        self.synced = Banner("wait", "")
        self.synced.hide()
        self.body.addWidget(self.synced)
        self.first = Card(_("Your first half hour"))
        self.first.hide()
        self.body.addWidget(self.first)
        self.trips = Card(_("Leaving and coming back"), link=_("All mobilities"))
        self.trips.link_pressed.connect(lambda: desk.open("mobilities"))
        self.missing = Card(_("What is missing"))
        self.urgent = caption(_("most urgent first"))
        self.urgent.hide()
        self.missing.header.addWidget(self.urgent)
        self.open = Card(_("What is open"))
        to_projects = _("Projects") if overlooks(desk.actor.role) else ""
        self.due = Card(_("Dates of your projects"), link=to_projects)
        self.due.link_pressed.connect(lambda: desk.open("projects"))
        self.year = Card(" ")
        self.bar = ShareBar()
        self.year.add(self.bar)
        self.safety = Card(padding=(2, 2))
        for card in (self.open,) if self._names else (self.trips, self.missing):
            card.hide()  # never setVisible: shown before it stands in the page it were a window
        self._place_cards()
        self.body.addStretch(1)
        self._say_title(0)

    def refresh(self) -> None:
        today = self.desk.today()
        self.desk.read(self, service.view, today, then=self._show, key="view")
        self.desk.read(self, _facts, then=self._show_facts, key="facts")
        if self.desk.may(Area.STATUS):
            self.desk.read(self, backups.safety, now=_now(), then=self._show_safety, key="safety")

    def mode_changed(self) -> None:
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        narrow = self.mode is Mode.NARROW
        self._both.setDirection(down if narrow else right)
        # Narrow: what to do comes first.
        self._left.removeWidget(self.missing)
        self._left.insertWidget(0 if narrow else 1, self.missing)

    # what is shown
    def _show(self, view: TodayView) -> None:
        today = self.desk.today()
        overdue = view.overdue_count
        self._say_title(overdue)
        if self.desk.window is not None and hasattr(self.desk.window, "set_count"):
            self.desk.window.set_count("today", overdue)
        self._show_due(view, today)
        self._show_year(view)
        if not self._names:
            self._show_open(view)
            return
        trips: list[QWidget] = [
            TodayRow(
                trip.mobility.name, words.trip_line(trip), day=trip.day, sign=words.trip_sign(trip)
            )
            for trip in view.trips
        ]
        opens = [partial(self._open, trip.mobility.id) for trip in view.trips]
        nobody = _("Nobody leaves or comes back in the next six months.")
        _fill(self.trips, trips, opens, nobody, lines=True)
        missing: list[QWidget] = []
        for group in view.missing:
            first, second = words.missing_words(group, today)
            icon = words.aspect_icon(group.things[0])
            missing.append(TodayRow(first, second, icon=icon, link=_("Open")))
        opens = [partial(self._open, group.mobility_id) for group in view.missing]
        _fill(self.missing, missing, opens, _("Nothing is missing now."))
        self.urgent.setVisible(view.missing_count > len(view.missing))
        if view.missing_count:
            self.missing.set_count(view.missing_count)
        if self.missing.count is not None:
            self.missing.count.setVisible(bool(view.missing_count))

    def _show_open(self, view: TodayView) -> None:
        """For a role that sees nobody's mobility: how much is open, thing by thing."""
        rows: list[QWidget] = []
        for thing in view.open:
            first, second = words.open_words(thing)
            tone = "wait" if thing.overdue else "plain"
            rows.append(
                TodayRow(first, second, icon=words.aspect_icon(thing), tone=tone, still=True)
            )
        _fill(self.open, rows, [_nowhere] * len(rows), _("Nothing is missing now."))

    def _show_due(self, view: TodayView, today: date) -> None:
        names = {
            "project_ends": _("{code} ends"), "report_due": _("Report of {code}"),
            "pay_by": _("Pay participants of {code}"),
        }  # fmt: skip
        rows: list[QWidget] = [
            TodayRow(
                names[due.code].format(code=due.project),
                icon="calendar",
                tone="plain",
                note=shown.near_date(due.day, today),
            )
            for due in view.due
        ]
        pages = {"pay_by": "payments"} if self.desk.may(Area.MOBILITIES) else {}
        opens = [
            partial(self.desk.open, pages.get(due.code, "project"), id=due.project_id)
            for due in view.due
        ]
        _fill(self.due, rows, opens, "")
        self.due.setVisible(bool(rows))

    def _show_year(self, view: TodayView) -> None:
        year = view.year
        total = year.back + year.abroad + year.confirmed + year.open
        heading = ngettext("{n} mobility in {year}", "{n} mobilities in {year}", total)
        if self.year.title is not None:
            self.year.title.setText(heading.format(year=year.year))
        self.bar.set([
            Share(year.back, _("back"), "ok"),
            Share(year.abroad, _("abroad"), "accent"),
            Share(year.confirmed, _("confirmed"), "tint"),
            Share(year.open, _("open"), "empty"),
        ])  # fmt: skip
        self.year.setVisible(bool(total))

    def _show_facts(self, facts: Facts) -> None:
        demo = bool(self.desk.workspace and self.desk.workspace.demo)
        self.sheet.setVisible(self._coordinator and not facts.sheet and not demo)
        begun = bool(facts.projects and facts.people)
        self.first.setVisible(self._coordinator and not begun)
        steps = (
            (_("Paste your project code and see it explained"), bool(facts.projects), "projects",
             partial(self.desk.open, "code")),
            (_("Bring in last year's list"), bool(facts.people), "import",
             partial(self.desk.open, "import")),
            (_("Make one group with dates"), False, "group",
             partial(self.desk.open, "mobilities", new="group")),
            (_("Print the workspace sheet"), facts.sheet, "key",
             partial(self.desk.open, "sheet")),
            (_("Copy the workspace to a USB stick"), facts.copies > 0, "usb",
             partial(self.desk.open, "backups")),
        )  # fmt: skip
        rows: list[QWidget] = []
        opens: list[Callable[[], object]] = []
        for text, done, icon, act in steps:
            sign = Sign(_("Done"), "ok", "check") if done else None
            rows.append(
                TodayRow(text, icon=icon, tone="plain" if done else "accent", sign=sign,
                         link="" if done else _("Begin"))
            )  # fmt: skip
            opens.append(act)
        _fill(self.first, rows, opens, "")

    def _show_safety(self, safety: backups.Safety) -> None:
        may = self.desk.may(Area.BACKUPS, Access.WRITE)
        if safety.synced is not None and may:  # who can move the folder is told
            said = texts.error(Problem("", "folder_synced", {"service": safety.synced}))
            self.synced.set("wait", said.what, said.advice)
        self.synced.setVisible(safety.synced is not None and may)
        good, sentence, reason = words.safety_words(safety, _now(), may)
        row = TodayRow(
            sentence,
            reason,
            icon="backups" if good else "usb",
            tone="ok" if good else "wait",
            link="" if good or not may else _("Make one"),
            still=not may,
        )
        _fill(self.safety, [row], [partial(self.desk.open, "backups")], "")

    # inside
    def _say_title(self, overdue: int) -> None:
        self.header.set_title(words.greeting(_now(), self.desk.actor.nickname))
        self.header.set_line(words.line_of(self.desk.today(), overdue, self._names))

    def _open(self, mobility: int) -> None:
        self.desk.open("mobility", id=mobility)

    def _place_cards(self) -> None:
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(self._both, 0, 2)
        columns = ((self.trips, self.missing, self.open), (self.due, self.year, self.safety))
        for cards, share in zip(columns, (13, 8), strict=True):
            column = QVBoxLayout()
            theme.space(column, 0, 2)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)  # cards hug what they hold: an empty one would say nothing
            self._both.addLayout(column, share)
            if cards[0] is self.trips:
                self._left = column
        self.body.addLayout(self._both)


def _facts(store: Any, actor: Any) -> Facts:
    """What is there already; counts only what the role may see."""
    from mobdesk.domain.roles import access

    contacts = access(actor.role, Area.CONTACTS) is not Access.NONE
    return Facts(
        projects=len(projects.find(store, actor, Query(filters={"archived": True}))),
        people=len(people.find(store, actor)) if contacts else 0,
        sheet=sheet.state(store, actor).printed,
        copies=backups.safety(store, actor, now=_now()).outside_days is not None,
    )


def _nowhere() -> None:
    """A still row opens nothing."""


def _now() -> datetime:
    return datetime.now().astimezone()


def _fill(
    card: Card,
    rows: Sequence[QWidget],
    opens: Sequence[Callable[[], object]],
    nothing: str,
    *,
    lines: bool = False,
) -> None:
    """Show other rows in a card; the focus stays at its place in the list."""
    focused = next((i for i, w in enumerate(card.findChildren(TodayRow)) if w.hasFocus()), None)
    while (item := card.body.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
    for number, (row, act) in enumerate(zip(rows, opens, strict=True)):
        if number and lines:
            card.body.addWidget(Hairline())
        row.clicked.connect(lambda _on=False, act=act: act())  # type: ignore[attr-defined]
        card.body.addWidget(row)
    if not rows and nothing:
        card.body.addWidget(Paragraph(nothing, "body", "soft"))
    if focused is not None and rows:
        rows[min(focused, len(rows) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
