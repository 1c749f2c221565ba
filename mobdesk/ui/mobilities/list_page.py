"""The list of all mobilities: who, where, when, how far, and the one thing that comes next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from mobdesk.domain.roles import Access, Actor, Area
from mobdesk.domain.stages import ENDS, STAGES
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import mobilities, readiness
from mobdesk.services.mobilities import MobilityRow
from mobdesk.services.records import Query
from mobdesk.ui import delegates, stays, theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.desk import Desk
from mobdesk.ui.lists import Filter, ListPage
from mobdesk.ui.mobilities import plan, words
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.empty import EmptyState
from mobdesk.ui.table_model import RIGHT
from mobdesk.ui.tables import Column

_TODAY = "today"


class Line(NamedTuple):
    """One line as the columns show it."""

    id: int
    row: MobilityRow
    dates: str
    marks: delegates.Marks | None


class _Lines:
    """Rows with their marks: what the list asks of the services, in one go."""

    def __init__(self, today: Callable[[], date]) -> None:
        self._today = today

    def find(self, store: Any, actor: Actor, query: Query) -> list[int]:
        return mobilities.find(store, actor, query)

    def get_ready(self, store: Any, actor: Actor, query: Query) -> None:
        mobilities.get_ready(store, actor, query)

    def rows(self, store: Any, actor: Actor, ids: Sequence[int]) -> list[Line]:
        today = self._today()
        marks = readiness.marks(store, actor, ids, today)
        return [
            Line(
                row.id,
                row,
                words.dates(row.start, row.end, today, row.month),
                None if row.ended else words.row_marks(marks.get(row.id), row.stage),
            )
            for row in mobilities.rows(store, actor, ids)
        ]

    def counts(self, store: Any, actor: Actor) -> dict[str, int]:
        return mobilities.counts(store, actor, self._today())


_STAGE_WORDS = tuple(f"stage.{s}" for s in STAGES) + tuple(f"end.{e}" for e in ENDS)


class MobilitiesPage(ListPage):
    """Everybody sees what the role may see: all, or the own mobilities."""

    name = N_("Mobilities")
    key = "mobilities"
    placeholder = N_("Search name, place, host, project")
    tables = frozenset({
        "mobilities", "subgroups", "members", "people", "organisations", "projects", "papers",
        "grant_lines", "attachments",
    })  # fmt: skip
    sort = "start"
    columns = (
        Column("name", N_("Who"), lambda line: words.who(line.row), "person", width=0),
        Column(
            "place",
            N_("Where"),
            lambda line: stays.whole_place(line.row.hosting_city, line.row.hosting_country),
            width=20,
            priority=2,
        ),
        Column(
            "activity_type",
            N_("Activity"),
            lambda line: words.activity(line.row.activity_type),
            "soft",
            width=31,
            priority=3,
        ),
        Column(
            "start",
            N_("Dates"),
            lambda line: line.dates,
            words=(N_("30 Nov – 3 Dec 2026"), N_("Nov 2026 · no days")),
        ),
        Column(
            "places",
            N_("Places"),
            lambda line: str(line.row.places),
            "soft",
            align=RIGHT,
            words=(N_("Places"),),
            priority=3,
        ),
        Column(
            "stage",
            N_("Stage"),
            lambda line: stays.stage(line.row.stage, line.row.ended),
            "stage",
            lambda line: line.row.ended or line.row.stage,
            words=_STAGE_WORDS,
        ),
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
    )
    filters = (
        Filter("stage", "confirmed", N_("Confirmed"), "confirmed"),
        Filter("stage", "abroad", N_("Abroad"), "abroad"),
        Filter("stage", "returned", N_("Returned"), "returned"),
        Filter("kind", "group", N_("Groups"), "group"),
        Filter("direction", "incoming", N_("Coming to us"), "incoming"),
        Filter("away_on", _TODAY, N_("Away now"), "away"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _Lines(desk.today))
        self.year = Choice((), _("All years"))
        self.year.setAccessibleName(_("Call year"))
        self.year.changed.connect(self._search_now)
        self.year.setMinimumWidth(theme.current().chars(16))
        self.bar.addWidget(self.year)
        if desk.may(Area.IMPORT, Access.WRITE):
            self.header.add_action(self._bring(_("Import")))
        if desk.may(Area.MOBILITIES, Access.WRITE):
            group = Button(_("Make a group"), "second", "group")
            group.clicked.connect(self.make_group)
            one = Button(_("Plan a mobility"), "main", "plus")
            one.clicked.connect(self.plan_one)
            self.header.add_action(group)
            self.header.add_action(one)

    # what the list asks
    def counted(self, count: int) -> str:
        return ngettext("{n} mobility", "{n} mobilities", count)

    def make_empty(self) -> EmptyState:
        may = self.desk.may(Area.MOBILITIES, Access.WRITE)
        brings = self.desk.may(Area.IMPORT, Access.WRITE)
        empty = EmptyState(
            _("No mobilities yet"),
            _("Start with one stay: who, where, and two dates. The rest can wait.")
            if may
            else _("You are on no mobility yet. The coordinator plans them."),
            _("Plan a mobility") if may else "",
            _("Make a group") if may else "",
            _("Or drop a spreadsheet anywhere on this window.") if brings else "",
            second_icon="group",
        )
        if brings:
            empty.add_way(self._bring(_("Bring in a list")))
        empty.main_pressed.connect(self.plan_one)
        empty.second_pressed.connect(self.make_group)
        return empty

    def make_filtered(self) -> EmptyState:
        return EmptyState(
            _("No mobility matches"), _("The filters hide them."), _("Clear filters"), drawing=False
        )

    def query(self) -> Query:
        asked = super().query()
        filters = dict(asked.filters)
        if filters.get("away_on") == _TODAY:
            filters["away_on"] = self.desk.today()
        if year := self.year.value():
            filters["call_year"] = year
        return asked._replace(filters=filters)

    def clear_filters(self) -> None:
        self.year.set_value(None)
        super().clear_filters()

    def refresh(self) -> None:
        super().refresh()
        if not self._only_search:  # the records are the same
            self.desk.read(self, mobilities.call_years, then=self._offer_years, key="years")

    def go(self, **where: Any) -> None:
        """As every list; ``new`` plans a mobility at once (``"group"``: a group)."""
        super().go(**where)
        if new := where.get("new"):
            self.make_group() if new == "group" else self.plan_one()

    def open_record(self, record: int) -> None:
        self.desk.open("mobility", id=record)

    def remove_records(self, ids: Sequence[int]) -> None:
        if self.desk.may(Area.DELETE, Access.WRITE):
            self.desk.write(self, mobilities.remove, ids)

    # actions
    def plan_one(self) -> None:
        """Ask for one mobility and open it."""
        plan.plan_one(self.desk, self, self.open_record)

    def make_group(self) -> None:
        """Ask for a group and open it."""
        plan.make_group(self.desk, self, self.open_record)

    def _bring(self, words: str) -> Button:
        bring = Button(words, "second", "import")
        bring.clicked.connect(lambda: self.desk.open("import"))
        return bring

    def _offer_years(self, years: list[int]) -> None:
        self.year.set_options([(year, _("Call {year}").format(year=year)) for year in years])
        self.year.setVisible(bool(years))
