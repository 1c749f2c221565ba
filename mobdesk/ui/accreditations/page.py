"""One accreditation: its code explained, its time, the projects under it, files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from mobdesk import texts
from mobdesk.domain import accreditations as rules
from mobdesk.domain.done import Done
from mobdesk.domain.project_codes import parse_code
from mobdesk.domain.roles import Actor, Area
from mobdesk.i18n import _
from mobdesk.services import accreditations, organisations, plans, projects
from mobdesk.services.plans import Plan
from mobdesk.services.projects import ProjectRow
from mobdesk.services.records import Detail
from mobdesk.ui import rows, shown, stays
from mobdesk.ui.accreditations.form import edit_accreditation
from mobdesk.ui.desk import Desk
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Paragraph
from mobdesk.ui.plan_cards import TABLES, PlanCards
from mobdesk.ui.project_code import CodeExplained
from mobdesk.ui.record_pages import RecordPage, fill


class Overview(NamedTuple):
    """Everything on the page."""

    record: Detail
    organisation: str
    projects: list[ProjectRow]
    plan: Plan


class AccreditationPage(RecordPage):
    """Opened with ``id``."""

    list_key = "accreditations"
    area = Area.MOBILITIES
    tables = frozenset({"accreditations", "projects"}) | TABLES

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Accreditation"), _("Accreditations"), "accreditations")
        self.code = Card(_("The code"))
        self.explained = CodeExplained("code_is_accreditation")
        self.code.add(self.explained)
        self.about = Card(_("About"))
        self.facts = rows.Facts()
        self.note = Paragraph("")
        self.about.add(self.facts)
        self.about.add(self.note)
        self.under = Card(_("Projects under it"), 0)
        self.about.finish()
        self.plan = PlanCards(desk, self, project=False)
        self.lay_out(
            [self.about, self.plan.objectives],
            [self.under, self.plan.targets, self.plan.more],
            above=self.code,
        )

    def overview(self, store: Any, actor: Actor, record: int) -> Overview:
        detail = accreditations.get(store, actor, record)
        number = detail.values["organisation_id"]
        name = ""
        if number and self.desk.may(Area.CONTACTS):
            found = organisations.rows(store, actor, [number])
            name = found[0].name if found else ""
        plan = plans.plan(store, actor, plans.of_accreditation(record))
        return Overview(detail, name, projects.under(store, actor, record), plan)

    def edit(self, overview: Overview) -> None:
        edit_accreditation(self.desk, self, overview.record)

    def remove_service(self) -> Callable[..., Done]:
        return accreditations.remove

    def fill(self, overview: Overview) -> None:
        values = overview.record.values
        self.header.set_title(values["code"])
        self.setAccessibleName(values["code"])
        now = rules.valid_on(values["valid_from"], values["valid_to"], self.desk.today())
        self.header.set_badge(*((_("Valid"), "ok", "check") if now else (_("Not valid today"),)))
        self.explained.explain(values["code"])
        self.facts.set([
            (_word("field"), stays.field_name(values["field"], values["code"])),
            (_word("organisation_id"), overview.organisation),
            (_word("valid_from"), shown.long_date(values["valid_from"])),
            (_word("valid_to"), shown.long_date(values["valid_to"])),
        ])  # fmt: skip
        self.note.setText(values["note"] or "")
        self.note.setVisible(bool(values["note"]))
        self.under.set_count(len(overview.projects))
        block = rows.Block(0.5)
        for one in overview.projects:
            press = lambda number=one.id: self.desk.open("project", id=number)  # noqa: E731
            name = one.title or one.code
            second = one.code if one.title else ""
            block.body.addWidget(rows.LinkRow("projects", name, second, press))
        if not overview.projects:
            block.body.addWidget(Paragraph(_("No project yet."), "body", "soft"))
        fill(self.under, block)
        field = values["field"] or parse_code(values["code"]).field
        self.plan.show_plan(plans.of_accreditation(overview.record.id), overview.plan, field)


def _word(name: str) -> str:
    return texts.word(f"field.accreditation.{name}")
