"""One project: its code explained, dates, money, mobilities, files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtWidgets import QHBoxLayout

from mobdesk import texts
from mobdesk.domain import projects as rules
from mobdesk.domain.charts import Bar, BarChart
from mobdesk.domain.done import Done
from mobdesk.domain.project_codes import parse_code
from mobdesk.domain.roles import Access, Actor, Area
from mobdesk.domain.stages import ENDS, STAGES
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import accreditations, mobilities, plans, projects
from mobdesk.services.mobilities import MobilityRow
from mobdesk.services.plans import Plan
from mobdesk.services.projects import Sums
from mobdesk.services.records import Detail, Query
from mobdesk.ui import rows, shown, stays, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.parts.barchart import BarChartView
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.empty import EmptyState
from mobdesk.ui.parts.labels import Paragraph, section
from mobdesk.ui.parts.marks import Badge
from mobdesk.ui.plan_cards import TABLES, PlanCards
from mobdesk.ui.project_code import CodeExplained
from mobdesk.ui.projects.copying import ask_copy
from mobdesk.ui.projects.form import edit_project
from mobdesk.ui.record_pages import RecordPage, fill
from mobdesk.ui.table_card import TableCard
from mobdesk.ui.tables import Column, Table

_FIRST_ROWS = 60
_MOST_ROWS = 12  # more are scrolled inside the table
_STAGES = tuple(f"stage.{s}" for s in STAGES) + tuple(f"end.{e}" for e in ENDS)


class Overview(NamedTuple):
    """Everything on the page."""

    record: Detail
    accreditation: str
    awarded: dict[str, int]
    sums: list[Sums]
    ids: list[int]
    first: list[MobilityRow]
    plan: Plan


def _who(row: MobilityRow) -> str:
    places = _("{n} places without a name")
    return row.name or places.format(n=row.places)


class ProjectPage(RecordPage):
    """Opened with ``id``."""

    list_key = "projects"
    area = Area.MOBILITIES
    tables = frozenset({
        "projects", "awards", "mobilities", "subgroups", "members", "grant_lines", "people",
        "accreditations", "papers", "award_versions", "budget_transfers",
    }) | TABLES  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Project"), _("Projects"), "projects")
        if desk.may(Area.EXPORT, Access.WRITE):
            send = Button(_("Files to send"), "main", "mail")
            send.clicked.connect(lambda: desk.open("packages", id=self.record))
            self.header.add_action(send)
        self.code = Card(_("The code"))
        self.explained = CodeExplained()
        self.code.add(self.explained)
        self.about = Card(_("About"))
        self.facts = rows.Facts()
        self.note = Paragraph("")
        self.about.add(self.facts)
        self.about.add(self.note)
        self.money = Card(_("Money"), link=_("Open the budget"))
        self.money.link_pressed.connect(lambda: desk.open("budget", id=self.record))
        self.table = Table(
            self._columns_of_stays(), _("Mobilities of this project"), fetch=self._fetch,
            settings=desk.settings, key="project mobilities",
            on_bug=lambda err: desk.show_error(self, err),
        )  # fmt: skip
        self.table.set_sort("start")
        self.table.opened.connect(lambda number: desk.open("mobility", id=number))
        self.table.sort_asked.connect(lambda _key, _down: self.mark_stale())
        counted = lambda n: ngettext("{n} mobility", "{n} mobilities", n)  # noqa: E731
        empty = EmptyState(
            _("No mobilities yet"), _("Plan the first one, or bring in a list."),
            _("Mobilities"), main_icon="mobilities", drawing=False,
        )  # fmt: skip
        empty.main_pressed.connect(lambda: desk.open("mobilities"))
        self.stays = TableCard(self.table, counted, empty)
        self.below = rows.Block(1.25)
        title = QHBoxLayout()
        theme.space(title, (2.5, 0.5, 0, 0), 1.25)
        self.below.body.addLayout(title)
        self.tally = Badge("")
        title.addWidget(section(_("Mobilities of this project")))
        title.addWidget(self.tally)
        title.addStretch(1)
        self.below.body.addWidget(self.stays)
        self.about.finish()
        self.plan = PlanCards(desk, self, project=True)
        self.plan.targets.add_button(_("Plan of the next call"), "copy", self._copy)
        if desk.may(Area.EXPORT, Access.WRITE):
            self.plan.more.add_button(_("Grant request"), "table", self._request)
        self.lay_out(
            [self.about, self.plan.objectives],
            [self.money, self.plan.targets, self.plan.more],
            above=self.code,
            below=self.below,
        )
        self.below.setVisible(desk.may(Area.OWN_MOBILITIES))
        self._hug(0)

    def theme_changed(self) -> None:
        """The table is so many rows high."""
        super().theme_changed()
        self._hug(len(self.table.records.ids))

    # hooks
    def overview(self, store: Any, actor: Actor, record: int) -> Overview:
        detail = projects.get(store, actor, record)
        under = detail.values["accreditation_id"]
        found = accreditations.rows(store, actor, [under]) if under else []
        ids: list[int] = []
        if self.desk.may(Area.OWN_MOBILITIES):
            order = (self.table.sort_key, self.table.sort_down)
            ids = mobilities.find(store, actor, Query("", {"project_id": record}, *order))
        return Overview(
            detail,
            found[0].code if found else "",
            {row.category: row.amount for row in projects.awards(store, actor, record)},
            projects.budget(store, actor, record),
            ids,
            mobilities.rows(store, actor, ids[:_FIRST_ROWS]) if ids else [],
            plans.plan(store, actor, plans.of_project(record)),
        )

    def edit(self, overview: Overview) -> None:
        edit_project(self.desk, self, overview.record, overview.awarded)

    def remove_service(self) -> Callable[..., Done]:
        return projects.remove

    def called(self) -> str:
        return self.seen.record.values["code"] if self.seen else ""

    def fill(self, overview: Overview) -> None:
        values = overview.record.values
        self.header.set_title(values["title"] or values["code"])
        self.setAccessibleName(values["title"] or values["code"])
        self.header.set_badge(_("In the archive") if values["archived"] else "")
        self.header.set_line(self._now(values))
        self.explained.explain(values["code"])
        self.facts.set(self._facts(overview))
        self.note.setText(values["note"] or "")
        self.note.setVisible(bool(values["note"]))
        self._show_money(overview.sums)
        field = parse_code(values["code"]).field
        self.plan.show_plan(plans.of_project(overview.record.id), overview.plan, field)
        self.tally.set(f"{len(overview.ids):,}")
        self.stays.show_ids(overview.ids, overview.first)
        self._hug(len(overview.ids))

    # inside
    def _copy(self) -> None:
        if self.record is not None:
            ask_copy(self.desk, self, self.record)

    def _request(self) -> None:
        self.desk.open("grant_request", id=self.record)

    def _now(self, values: dict[str, Any]) -> str:
        """What matters now: when it ends, when the report is due."""
        today = self.desk.today()
        last = rules.last_day(values["end"], values["extended_end"])
        if last is None:
            return _("The last day is not known yet.")
        if last >= today:
            return _("Runs until {day}.").format(day=shown.long_date(last))
        due = rules.report_due(last, values["report_due"])
        if due is not None and due >= today:
            return _("Over. The report is due on {day}.").format(day=shown.long_date(due))
        return _("Over since {day}.").format(day=shown.long_date(last))

    def _facts(self, overview: Overview) -> list[rows.Fact]:
        values = overview.record.values
        last = rules.last_day(values["end"], values["extended_end"])
        due = shown.long_date(rules.report_due(last, values["report_due"]))
        if values["report_due"] is None and last is not None:
            due = _("{day}, 60 days after the end").format(day=due)
        keep = values["keep_years"]
        facts = [
            (_word("code"), values["code"]),
            (_word("agreement_number"), values["agreement_number"] or ""),
            (_word("start"), shown.long_date(values["start"])),
            (_word("end"), shown.long_date(values["end"])),
            (_word("report_due"), due),
            (_word("accreditation_id"), overview.accreditation),
            (_word("final_payment_on"), shown.long_date(values["final_payment_on"])),
            (_word("keep_years"), shown.number(keep)),
        ]
        if values["extended_end"]:
            facts.insert(4, (_word("extended_end"), shown.long_date(values["extended_end"])))
        return facts

    def _show_money(self, sums: Sequence[Sums]) -> None:
        if not sums:
            words = _("No sums yet. What was awarded stands in your grant agreement.")
            fill(self.money, Paragraph(words, "body", "soft"))
            return
        if all(one.awarded is None for one in sums):
            words = _(
                "No award is recorded. {signed} is signed for; {done} of that is done."
            ).format(
                signed=shown.money(sum(one.signed for one in sums)),
                done=shown.money(sum(one.done for one in sums)),
            )
            fill(self.money, Paragraph(words))
            return
        chart = money_chart(sums)
        whole = rows.Block(1.5)
        whole.body.addWidget(Paragraph(chart.sentence))
        whole.body.addWidget(BarChartView(chart, legend=True))
        fill(self.money, whole)

    def _columns_of_stays(self) -> tuple[Column, ...]:
        today = self.desk.today
        return (
            Column("name", N_("Who"), _who, "person", width=0),
            Column("place", N_("Where"), lambda r: stays.place(r.hosting_city, r.hosting_country),
                   width=18),
            Column("activity_type", N_("Activity"), lambda r: stays.activity(r.activity_type),
                   "soft", width=31, priority=3),
            Column("start", N_("Dates"), lambda r: stays.dates(r.start, r.end, today(), r.month),
                   words=("30 Nov – 30 Dec 2026",), priority=2),
            Column("stage", N_("Stage"), lambda r: stays.stage(r.stage, r.ended), "stage",
                   lambda r: r.ended or r.stage, words=_STAGES),
        )  # fmt: skip

    def _fetch(self, ids: Sequence[int], then: Callable[[Any], object]) -> None:
        self.desk.read(self, mobilities.rows, list(ids), then=then)

    def _hug(self, count: int) -> None:
        """As high as its rows; more than some are scrolled inside."""
        look = theme.current()
        shown_rows = min(max(count, 4), _MOST_ROWS)
        self.stays.setFixedHeight(shown_rows * look.control_height + look.px(12))


def money_chart(sums: Sequence[Sums]) -> BarChart:
    """Awarded, signed for and done of a project, as bars with all sums in words."""
    bars = tuple(
        Bar(
            name=stays.known(f"category.{one.category}", one.category),
            note="",
            awarded=one.awarded or 0,
            signed=one.signed,
            done=one.done,
            words=_("{sum} signed for").format(sum=shown.money(one.signed)),
            result=_result((one.awarded or 0) - one.signed),
            of=_("of {sum}").format(sum=shown.money(one.awarded or 0)),
        )
        for one in sums
    )
    awarded, signed = sum(one.awarded or 0 for one in sums), sum(one.signed for one in sums)
    says = _("Of {awarded} awarded, {signed} is signed for; {done} of that is done.")
    return BarChart(
        title=_("Money"),
        sentence=says.format(
            awarded=shown.money(awarded),
            signed=shown.money(signed),
            done=shown.money(sum(one.done for one in sums)),
        ),
        bars=bars,
        done_word=_("done"),
        signed_word=_("signed for"),
        free_word=_("free"),
        over_word=_("over"),
    )


def _result(free: int) -> str:
    if free < 0:
        return _("{sum} over").format(sum=shown.money(-free))
    return _("{sum} free").format(sum=shown.money(free))


def _word(name: str) -> str:
    return texts.word(f"field.project.{name}")
