"""The dates of one mobility: planned, real, and of a subgroup of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mobdesk.domain import mobilities as rules
from mobdesk.domain.mobility_rules import Facts, Going
from mobdesk.errors import Problem
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import distances, members, mobilities, subgroups
from mobdesk.services.mobility_details import SubgroupDetail
from mobdesk.services.mobility_plans import SubgroupPlan
from mobdesk.ui.day_or_month import join_months, part_months
from mobdesk.ui.fields import Date
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.choosing import Known, read_with_facts
from mobdesk.ui.mobilities.counting_form import member_ticks
from mobdesk.ui.mobilities.page_forms import PageForms
from mobdesk.ui.mobilities.plan_dialog import PlanDialog
from mobdesk.ui.mobilities.plan_fields import TRAVEL, travel_fields
from mobdesk.ui.mobilities.shift_form import ShiftDialog, offer


class DatesForms(PageForms):
    """Asks when they travel, and when it really was."""

    def change_dates(self, group: SubgroupDetail | None = None) -> None:
        """The dates of a subgroup: typed once, they hold for all its members."""
        groups = self._sheet().detail.subgroups
        chosen = group or groups[0]
        self.desk.read(
            self.page,
            read_with_facts,
            self._sheet().id,
            then=lambda read: self._dates(read.known, read.facts, chosen),
        )

    def _dates(self, known: Known, facts: Facts, group: SubgroupDetail) -> None:
        sheet, number = self._sheet(), group.id
        place = [one.id for one in sheet.detail.subgroups].index(number)
        several = len(sheet.detail.subgroups) > 1
        title = (Field("title", N_("Name of the subgroup"), required=False, wide=True),)
        n = sum(m.values["places"] for m in group.members if m.ended is None)
        spread = ngettext("The dates hold for {n} person.", "The dates hold for {n} persons.", n)

        def reload(store: Any, actor: Any) -> Loaded:
            found = mobilities.get(store, actor, sheet.id).subgroups
            again = next(g for g in found if g.id == number)
            return Loaded(again.rev, join_months(again.values))

        dialog = PlanDialog(
            self.desk, self.page, _("Change dates"),
            ((*title,) if several or sheet.group else ()) + travel_fields(self._near),
            lambda s, a, values, rev: subgroups.change(
                s, a, number, rev or 0, part_months(values)
            ),
            known=known, project=sheet.project, mobility_id=sheet.id, saved=facts,
            going=lambda values: _moved(facts, values, lambda one: one.subgroup_id == number),
            context=f"{words.subgroup_name(group, place)}. {spread}" if several else spread,
            record=Loaded(group.rev, join_months(group.values)), reload=reload,
            main=_("Move the dates"),
        )  # fmt: skip
        if any(any(words.dates_of(one.values)) for one in sheet.detail.subgroups):
            offer(dialog, several, lambda: self._shift(known, facts))
        dialog.open()

    def _shift(self, known: Known, facts: Facts) -> None:
        ShiftDialog(self.desk, self.page, self._sheet(), known, facts).open()

    def real_dates(
        self, group: SubgroupDetail | None = None, then: Callable[[], object] | None = None
    ) -> None:
        """When the activity really was; the planned dates stand there to be taken."""
        found = self._sheet().detail.subgroups
        chosen = group or found[0]
        typed = [m.values for m in chosen.members if m.ended is None]
        first = typed[0] if typed else {}
        defaults = {
            "actual_start": first.get("actual_start") or chosen.values["start"],
            "actual_end": first.get("actual_end") or chosen.values["end"],
        }
        declared = (
            Field(
                "actual_start",
                N_("Actual first day"),
                lambda: Date(near=self._near),
                check=self._actual("actual_start"),
            ),
            Field(
                "actual_end",
                N_("Actual last day"),
                lambda: Date(near=self._near),
                check=self._actual("actual_end"),
            ),
        )
        dialog = FormDialog(
            self.desk, self.page, _("Real dates"), declared,
            lambda s, a, v, _rev: members.set_actual_dates(
                s, a, chosen.id, v["actual_start"], v["actual_end"], today=self.desk.today()
            ),
            context=_("The planned dates are kept beside them."), defaults=defaults,
        )  # fmt: skip
        if then is not None:
            dialog.saved.connect(lambda _done: then())
        dialog.open()

    def _actual(self, key: str) -> Callable[[Any, dict[str, Any]], Problem | None]:
        """The rule of an actual date, for its field."""

        def check(_value: Any, values: dict[str, Any]) -> Problem | None:
            found = rules.validate_actual(values, self.desk.today())
            return next((problem for problem in found if problem.field == key), None)

        return check

    def other_dates(self, member_ids: Sequence[int]) -> None:
        """A new subgroup with other dates; the members go over to it."""
        sheet = self._sheet()
        group = sheet.subgroup_of(member_ids[0]) if member_ids else sheet.detail.subgroups[0]
        values = {k: join_months(group.values)[k] for k in TRAVEL} if group else {}
        way = {k: group.values[k] for k in distances.FIELDS} if group else {}
        self.desk.read(
            self.page, read_with_facts, sheet.id,
            then=lambda read: self._other(read.known, read.facts, member_ids, values, way),
        )  # fmt: skip

    def _other(
        self,
        known: Known,
        facts: Facts,
        member_ids: Sequence[int],
        values: dict[str, Any],
        way: dict[str, Any],
    ) -> None:
        sheet = self._sheet()
        title = Field("title", N_("Name of the subgroup"), wide=True)
        going = [m for m in sheet.members if m.ended is None or m.id in member_ids]
        who = Field(
            "members", N_("Who goes over to it"), lambda: member_ticks(going), required=False,
            wide=True, help=N_("Space or a click chooses."),
        )  # fmt: skip

        def moved(v: dict[str, Any]) -> Sequence[int]:
            return v.get("members", member_ids)

        PlanDialog(
            self.desk, self.page, _("Subgroup with other dates"),
            (title, *travel_fields(self._near), *((who,) if len(going) > 1 else ())),
            lambda s, a, v, _rev: subgroups.add(
                s, a, sheet.id,
                SubgroupPlan({**way, **part_months({k: v[k] for k in v if k != "members"})}),
                moved(v),
            ),
            known=known, project=sheet.project, mobility_id=sheet.id, saved=facts,
            defaults={**values, "members": member_ids},
            going=lambda v: _moved(facts, v, lambda one: one.member_id in moved(v)),
            main=_("Add the subgroup"),
        ).open()  # fmt: skip


def _moved(facts: Facts, values: dict[str, Any], of: Callable[[Going], bool]) -> list[Going]:
    """Who goes, with the dates typed for some; what was real stays real."""
    typed, green = words.dates_of(values), bool(values.get("green_travel"))
    return [
        one._replace(
            green=green,
            dates=typed._replace(
                actual_start=one.dates.actual_start, actual_end=one.dates.actual_end
            ),
        )
        if of(one)
        else one
        for one in facts.going
    ]
