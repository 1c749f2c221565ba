"""The list of people: who, what they do, where they go next, what is ready."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from mobdesk import texts
from mobdesk.domain.done import Done
from mobdesk.domain.people import ROLES, full_name
from mobdesk.domain.roles import Actor, Area
from mobdesk.domain.stages import ENDS, STAGES
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import people
from mobdesk.services import stays as stay_service
from mobdesk.services.records import Query
from mobdesk.services.stays import Overview, PersonLine
from mobdesk.ui import delegates, stays
from mobdesk.ui.choices import Choice
from mobdesk.ui.desk import Desk
from mobdesk.ui.lists import Filter
from mobdesk.ui.pages import Mode
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.empty import EmptyState
from mobdesk.ui.parts.labels import Paragraph
from mobdesk.ui.people import parts
from mobdesk.ui.people.form import add_person, edit_person
from mobdesk.ui.record_lists import RecordList, RecordPane
from mobdesk.ui.tables import Column

_TODAY = "today"
_STAGES = tuple(f"stage.{s}" for s in STAGES) + tuple(f"end.{e}" for e in ENDS)


class Line(NamedTuple):
    """One line as the columns show it."""

    id: int
    of: PersonLine
    stay: str
    marks: delegates.Marks | None


class Lines:
    """People with their next stay: what the list asks of the services, in one go."""

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today
        self.narrow = False

    def find(self, store: Any, actor: Actor, query: Query) -> list[int]:
        return people.find(store, actor, self._of_today(query))

    def get_ready(self, store: Any, actor: Actor, query: Query) -> None:
        people.get_ready(store, actor, self._of_today(query))

    def _of_today(self, query: Query) -> Query:
        """The next stay of a person hangs on the day."""
        return query._replace(filters={**query.filters, "today": self._today()})

    def rows(self, store: Any, actor: Actor, ids: Sequence[int]) -> list[Line]:
        today = self._today()
        narrow = self.narrow
        return [_line(one, today, narrow) for one in stay_service.listed(store, actor, ids, today)]

    def counts(self, store: Any, actor: Actor) -> dict[str, int]:
        return people.counts(store, actor)


def _line(one: PersonLine, today: date, narrow: bool) -> Line:
    stay = one.stay
    if stay is None:
        return Line(one.id, one, "", None)
    where = stays.next_stay(stay.city, stay.country, stay.start, today, narrow=narrow)
    marks = None if stay.ended else stays.cell(one.ready, stay.stage, stay.end)
    return Line(one.id, one, where, marks)


def _stage(line: Line) -> str:
    stay = line.of.stay
    return stays.stage(stay.stage, stay.ended) if stay else ""


def _stage_code(line: Line) -> str | None:
    stay = line.of.stay
    return (stay.ended or stay.stage) if stay else None


class PeoplePage(RecordList):
    """Everybody with a name here; coordinators change them, trainers read the contacts."""

    name = N_("Participants")
    key = "people"
    page_key = "person"
    placeholder = N_("Search name, e-mail")
    tables = frozenset({
        "people", "mobilities", "subgroups", "members", "organisations", "projects", "papers",
        "grant_lines", "needs",
    })  # fmt: skip
    sort = "name"
    first_rows = 30  # each with its marks, so that a key is answered at once
    columns = (
        Column("name", N_("Name"), lambda line: line.of.row.name, "person", width=0),
        Column(
            "role",
            N_("Role"),
            lambda line: texts.word(f"person_role.{line.of.row.role}"),
            "soft",
            words=tuple(f"person_role.{role}" for role in ROLES),
            priority=2,
        ),
        Column("home", N_("From"), lambda line: line.of.home, "soft", width=12, priority=3),
        Column("stay", N_("Stay"), lambda line: line.stay, width=0),
        Column("stage", N_("Stage"), _stage, "stage", _stage_code, words=_STAGES),
        Column(
            "ready",
            N_("Ready?"),
            lambda line: line.marks.next if line.marks else "",
            "marks",
            lambda line: line.marks,
            lambda line: stays.spoken(line.marks),
            words=("next.document_valid", "next.participant_list", "next.learning_agreement"),
            sort=False,
        ),
    )  # fmt: skip
    filters: tuple[Filter, ...] = (
        Filter("role", "staff", N_("Staff"), "staff"),
        Filter("role", "learner", N_("Learners"), "learner"),
        Filter("role", "accompanying", N_("Accompanying"), "accompanying"),
        Filter("missing_on", _TODAY, N_("Something missing"), "missing"),
    )

    def __init__(self, desk: Desk) -> None:
        self._missing: int | None = None
        if not desk.may(Area.MOBILITIES):
            self.filters = tuple(f for f in self.filters if f.name == "role")
        self.lines = Lines(desk.today)
        super().__init__(desk, self.lines)
        self.year = Choice((), _("All years"))
        self.year.setAccessibleName(_("Call year"))
        self.year.changed.connect(self._search_now)
        self.year.hide()
        self.bar.addWidget(self.year)
        if self.may_write:
            bring = Button(_("Import"), "second", "import")
            bring.clicked.connect(self.bring_in)
            add = Button(_("Add a person"), "main", "plus")
            add.clicked.connect(self.add)
            self.header.add_action(bring)
            self.header.add_action(add)

    # what the list asks
    def counted(self, count: int) -> str:
        return ngettext("{n} person", "{n} people", count)

    def make_empty(self) -> EmptyState:
        if not self.may_write:
            return EmptyState(_("No participants yet"), _("The coordinator adds them."))
        empty = EmptyState(
            _("No participants yet"),
            _("Start with the list you already have, or with one name."),
            _("Bring in a list"),
            _("Add a person"),
            _("Or drop a spreadsheet anywhere on this window."),
            main_icon="import",
            second_icon="plus",
        )
        empty.main_pressed.connect(self.bring_in)
        empty.second_pressed.connect(self.add)
        return empty

    def make_filtered(self) -> EmptyState:
        return EmptyState(
            _("Nobody matches"), _("The filters hide them."), _("Clear filters"), drawing=False
        )

    def query(self) -> Query:
        asked = super().query()
        filters = dict(asked.filters)
        if filters.get("missing_on") == _TODAY:
            filters["missing_on"] = self.desk.today()
        if year := self.year.value():
            filters["call_year"] = year
        return asked._replace(filters=filters)

    def clear_filters(self) -> None:
        self.year.set_value(None)
        super().clear_filters()

    def mode_changed(self) -> None:
        super().mode_changed()
        self.lines.narrow = self.mode is Mode.NARROW
        self.mark_stale()

    def refresh(self) -> None:
        super().refresh()
        if self._missing is None and self.desk.may(Area.MOBILITIES):
            self._missing = -1
            today = self.desk.today()
            self.desk.read(
                self, stay_service.missing_people, today, then=self._say_missing, key="missing"
            )
            self.desk.read(self, stay_service.call_years, then=self._offer_years, key="years")

    # the pane
    def overview(self, store: Any, actor: Actor, record: int) -> Overview:
        return stay_service.overview(store, actor, record, self.desk.today())

    def fill(self, pane: RecordPane, overview: Overview) -> None:
        today, values = self.desk.today(), overview.record.values
        name = full_name(values["first_name"], values["last_name"])
        pane.start(name, texts.word(f"person_role.{values['role']}"))
        pane.add(parts.contacts(overview))
        go = parts.open_stay(self.desk)
        if overview.stay is not None:
            behind = stay_service.is_behind(overview.stay, today)
            pane.part(_("Last stay") if behind else _("Next stay"))
            pane.add(parts.stay_row(overview.stay, today, go))
        if overview.papers:
            pane.part(_("Papers"), parts.done_papers(overview.papers))
            pane.add(parts.paper_rows(overview.papers))
        if overview.others:
            pane.part(_("Other stays"))
            for stay in overview.others[:3]:
                pane.add(parts.stay_row(stay, today, go))
        if values["note"]:
            pane.part(_("Note"))
            pane.add(Paragraph(values["note"]))
        pane.rest()
        if overview.needs_until is not None:
            pane.add(parts.needs_banner(overview.needs_until))

    def edit(self, overview: Overview) -> None:
        edit_person(self.desk, self, overview.record)

    def remove_service(self) -> Callable[..., Done]:
        return people.remove

    # actions
    def add(self) -> None:
        """Ask for one person and choose it."""
        add_person(self.desk, self, self.choose)

    def bring_in(self) -> None:
        """Go to the import."""
        self.desk.open("import")

    # inside
    def _say_missing(self, found: frozenset[int]) -> None:
        self._missing = len(found)
        for one, chip in self._pairs():
            if one.tally == "missing":
                chip.set_count(self._missing)

    def _count(self, counts: dict[str, int]) -> None:
        super()._count({**counts, "missing": max(0, self._missing or 0)})

    def _on_changed(self, done: Done) -> None:
        if not self.tables.isdisjoint(done.tables):
            self._missing = None
        super()._on_changed(done)

    def _offer_years(self, years: list[int]) -> None:
        self.year.set_options([(year, _("Call {year}").format(year=year)) for year in years])
        self.year.setVisible(bool(years))
