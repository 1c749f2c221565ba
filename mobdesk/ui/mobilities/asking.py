"""The small forms of one mobility: itself, its preparation, its sums, and all the others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mobdesk import texts
from mobdesk.domain.mobility_rules import Facts
from mobdesk.domain.pricing import FROZEN
from mobdesk.domain.projects import CATEGORIES
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import grants, members, mobilities
from mobdesk.services.mobility_details import MemberDetail
from mobdesk.ui.choices import Choice
from mobdesk.ui.fields import Date, LongText, Money, Text
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.choosing import Known, project_picker, read_with_facts
from mobdesk.ui.mobilities.counting_form import CountingForms
from mobdesk.ui.mobilities.distance_form import DistanceForms
from mobdesk.ui.mobilities.member_forms import MemberForms
from mobdesk.ui.mobilities.paper_forms import PaperForms
from mobdesk.ui.mobilities.plan_dialog import PlanDialog
from mobdesk.ui.mobilities.plan_fields import (
    activity_choice,
    objective_fields,
    sender_fields,
    where_fields,
)
from mobdesk.ui.mobilities.stage_forms import StageForms


class Asking(StageForms, PaperForms, MemberForms, DistanceForms, CountingForms):
    """Opens the forms over the page."""

    def edit(self) -> None:
        """Project, activity, host, place, name."""
        values = self._sheet().values
        hosts = [i for i in (values["host_id"], values["sending_id"]) if i]
        self.desk.read(
            self.page, read_with_facts, self._sheet().id, hosts, (), values["project_id"],
            then=lambda read: self._edit(read.known, read.facts),
        )  # fmt: skip

    def _edit(self, known: Known, facts: Facts) -> None:
        sheet, desk = self._sheet(), self.desk
        declared = (
            Field("title", N_("Name of the group"), required=sheet.group),
            Field("project_id", N_("Project"), lambda: project_picker(known), required=False),
            Field(
                "activity_type",
                N_("Activity"),
                lambda: activity_choice(sheet.project.field if sheet.project else None),
                required=False,
            ),
            Field(
                "direction",
                N_("Direction"),
                lambda: Choice(
                    [(d, texts.word(f"direction.{d}")) for d in ("outgoing", "incoming")]
                ),
            ),
            *sender_fields(desk, known),
            *where_fields(desk, known),
            *objective_fields(known),
            Field("bm_id", N_("Mobility activity ID"), Text, required=False),
            Field("note", N_("Note"), LongText, required=False, wide=True),
        )
        shown = declared if sheet.group else declared[1:]
        number = sheet.id
        PlanDialog(
            desk, self.page, _("Edit the mobility"), shown,
            lambda s, a, values, rev: mobilities.change(s, a, number, rev or 0, values),
            known=known, saved=facts, mobility_id=number,
            context=words.first_name_first(sheet.detail.name),
            record=sheet.detail.record,
            reload=lambda s, a: mobilities.get(s, a, number).record,
            draft=f"mobility {number}",
        ).open()  # fmt: skip

    def prepare(self, member: MemberDetail | None) -> None:
        """Host, tickets, insurance; and of one person identity document and next of kin."""
        number = self._sheet().id
        self.desk.read(
            self.page,
            members.personal,
            number,
            then=lambda personal: self._prepare(member, personal),
        )

    def _prepare(self, member: MemberDetail | None, personal: dict[int, dict[str, Any]]) -> None:
        sheet = self._sheet()
        person_id = member.values["person_id"] if member else None

        def day() -> Date:
            return Date(near=self._near)

        declared = [
            Field("host_confirmed_on", N_("Host agreed on"), day, required=False),
            Field("travel_booked_on", N_("Travel booked on"), day, required=False),
            Field("insurance_from", N_("Insured from"), day, required=False),
            Field("insurance_to", N_("Insured to"), day, required=False),
            Field("insurance_phone", N_("Insurance, 24-hour number"), Text, required=False),
            Field("survey_on", N_("Survey done on"), day, required=False),
        ]
        common = [field.key for field in declared]
        if person_id is not None:
            declared += [
                Field("document_valid_to", N_("Identity document valid to"), day, required=False),
                Field("next_of_kin", N_("Next of kin, with a number"), Text, required=False),
            ]
        values = {k: sheet.values[k] for k in common}
        values |= personal.get(person_id or 0, {})
        before = dict(values)

        def save(store: Any, actor: Any, typed: dict[str, Any], rev: int | None) -> Any:
            mine = {k: typed[k] for k in common}
            own = {k: v for k, v in typed.items() if k not in common and v != before.get(k)}
            people = {person_id: own} if person_id is not None and own else {}
            return members.prepare(store, actor, sheet.id, rev or 0, mine, people)

        def reload(store: Any, actor: Any) -> Loaded:
            found = mobilities.get(store, actor, sheet.id).record
            rest = members.personal(store, actor, sheet.id).get(person_id or 0, {})
            return Loaded(found.rev, {**{k: found.values[k] for k in common}, **rest})

        FormDialog(
            self.desk, self.page, _("Preparation"), declared, save,
            context=words.first_name_first(member.name if member else sheet.detail.name),
            record=Loaded(sheet.detail.record.rev, values), reload=reload,
        ).open()  # fmt: skip

    def explain(self, member: MemberDetail | None) -> None:
        """Open the bill: every cent explained."""
        number = member.id if member is not None else None
        self.desk.open("grant", id=self._sheet().id, member=number)

    def type_sum(self, member_ids: Sequence[int], category: str = "") -> None:
        """One sum with its source, for one person or the same for several."""
        sheet = self._sheet()
        member, today = sheet.member(member_ids[0]), sheet.today
        typed = [g for g in member.grants if g.kind != FROZEN] if member else []
        lines = {g.category: g for g in typed} if len(member_ids) == 1 else {}
        line = lines.get(category)
        first = category or next((c for c in CATEGORIES if c not in lines), CATEGORIES[0])
        declared = (
            Field("category", N_("Category"),
                  lambda: Choice([(c, texts.word(f"category.{c}")) for c in CATEGORIES])),
            Field("amount", N_("Sum"), Money, required=False,
                  help=N_("Empty takes the line away.")),
            Field("source", N_("Where it stands"),
                  lambda: Text(N_("Grant agreement, article 3")), required=False, wide=True),
        )  # fmt: skip
        n = len(member_ids)
        context = ngettext("The same sum for {n} person", "The same sum for {n} persons", n)
        FormDialog(
            self.desk, self.page, _("Type a sum"), declared,
            lambda s, a, v, _rev: grants.set_grants(
                s, a, member_ids, v["category"], v["amount"], v["source"], today=today
            ),
            context=context if n > 1 else words.first_name_first(self._name(member_ids[0])),
            defaults={
                "category": first,
                "amount": line.amount if line else None,
                "source": line.source if line else None,
            },
        ).open()  # fmt: skip
