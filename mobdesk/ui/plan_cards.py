"""Cards of a plan: its objectives, and what was aimed at beside what came of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from mobdesk.domain.plans import Compared, Key
from mobdesk.domain.roles import Access, Area
from mobdesk.i18n import _, ngettext
from mobdesk.services import plans
from mobdesk.services.plans import Owner, Plan, Record
from mobdesk.ui import plan_forms, shown, stays
from mobdesk.ui.desk import Desk
from mobdesk.ui.recorded import Item, RecordsCard

#: What the cards show; pages add it to their tables.
TABLES = frozenset({
    "objectives", "targets", "planned_costs", "accreditation_members", "organisations",
    "mobilities", "subgroups", "members",
})  # fmt: skip


class PlanCards:
    """Makes the cards of one page and fills them; ``owner`` tells whose plan the page shows."""

    def __init__(self, desk: Desk, page: QWidget, *, project: bool) -> None:
        self._desk, self._page, self._project = desk, page, project
        may = desk.may(Area.MOBILITIES, Access.WRITE)
        self._owner: Owner | None = None
        self._plan: Plan | None = None
        self.field: str | None = None
        self.objectives = RecordsCard(_("Objectives"), may)
        self.targets = RecordsCard(
            _("Targets and what came of them") if project else _("Estimates for each year"), may
        )
        self.more = RecordsCard(
            _("Costs of a grant request") if project else _("Members of the consortium"), may
        )
        self._add(self.objectives, _("Add an objective"), "objective")
        self._add(self.targets, _("Add a target") if project else _("Add an estimate"), "target")
        third = "planned_cost" if project else "consortium_member"
        self._add(self.more, _("Add a cost") if project else _("Add a member"), third)
        for card in (self.objectives, self.targets, self.more):
            card.change_asked.connect(self._change)
            card.delete_asked.connect(self._delete)

    def show_plan(self, owner: Owner, plan: Plan, field: str | None) -> None:
        """Show a plan; ``field`` narrows the activities that can be chosen."""
        self._owner, self._plan, self.field = owner, plan, field
        self.objectives.show_items(_objectives(plan), _("No objective is written down yet."))
        nothing = _("No target yet. So many people for each activity is enough.")
        self.targets.show_items(_targets(plan), nothing)
        if self._project:
            nothing = _("None. They are the third table of a grant request.")
            self.more.show_items([_cost(one) for one in plan.planned_costs], nothing)
        else:
            nothing = _("None. You are alone under this accreditation.")
            self.more.show_items([_member(one) for one in plan.members], nothing)

    def _add(self, card: RecordsCard, words: str, what: str) -> None:
        card.add_button(words, "plus", lambda: self._ask(what))

    def _ask(self, what: str, record: Record | None = None) -> None:
        if self._owner is not None and self._plan is not None:
            plan_forms.ask(
                self._desk, self._page, what, self._owner, self._plan.objectives, record,
                field=self.field,
            )  # fmt: skip

    def _change(self, what: str, record: Record) -> None:
        self._ask(what, record)

    def _delete(self, what: str, record: int) -> None:
        self._desk.write(self._page, plans.remove, what, record)


def _objectives(plan: Plan) -> list[Item]:
    """The own ones can be changed; those of the accreditation are only named."""
    own = {one.id: one for one in plan.own_objectives}
    found = []
    for one in plan.objectives:
        record = own.get(one.id)
        second = [_served(plan, one.id), record.values["measure"] if record else ""]
        if record is None:
            second.append(_("of the accreditation"))
        words = " · ".join(part for part in second if part)
        found.append(Item("objective", record, plan_forms.objective_words(one), words))
    return found


def _served(plan: Plan, objective: int) -> str:
    """``12 participants, 8 of them back``."""
    one = plan.served.get(objective)
    if one is None or not one.going:
        return _("no mobility names it yet")
    said = _people(one.going)
    return said + (
        ", " + _("{n} of them back").format(n=shown.number(one.back)) if one.back else ""
    )


def _targets(plan: Plan) -> list[Item]:
    """Every target with what came of it; then what has no target."""
    by_key = {one.key: one for one in plan.compared}
    titles = {one.id: plan_forms.objective_words(one) for one in plan.objectives}
    found, told = [], set()
    for record in plan.targets:
        values = record.values
        key = Key(values["objective_id"], values["year"], values["activity_type"])
        told.add(key)
        title = _("{activity}: {n}").format(activity=_named(key), n=_people(values["participants"]))
        second = [_came(by_key[key]), titles.get(key.objective_id or 0, ""), _days(values["days"])]
        found.append(Item("target", record, title, " · ".join(part for part in second if part)))
    for one in plan.compared:
        if one.key not in told and one.going:
            second = [_came(one), titles.get(one.key.objective_id or 0, ""), _("no target")]
            words = " · ".join(part for part in second if part)
            found.append(Item("target", None, _named(one.key), words))
    return found


def _named(key: Key) -> str:
    activity = stays.activity(key.activity) if key.activity else _("Activity not known yet")
    return f"{key.year} · {activity}" if key.year else activity


def _people(n: int) -> str:
    return ngettext("{n} participant", "{n} participants", n).format(n=shown.number(n))


def _days(n: int | None) -> str:
    return "" if n is None else ngettext("{n} day", "{n} days", n).format(n=shown.number(n))


def _came(one: Compared) -> str:
    """``3 planned, 1 of them back, 2 still to plan``."""
    said = _("{n} planned").format(n=shown.number(one.going))
    if one.back:
        said += ", " + _("{n} of them back").format(n=shown.number(one.back))
    if one.missing:
        said += ", " + _("{n} still to plan").format(n=shown.number(one.missing))
    return said


def _cost(record: Record) -> Item:
    values: dict[str, Any] = record.values
    title = _("{category}: {sum}").format(
        category=stays.known(f"category.{values['category']}", values["category"]),
        sum=shown.money(values["amount"]),
    )
    second = [_("{percent} % of it").format(percent=values["percent"])]
    if values["participants"]:
        second.append(_people(values["participants"]))
    if values["why"]:
        second.append(values["why"])
    return Item("planned_cost", record, title, " · ".join(second))


def _member(record: Record) -> Item:
    since, until = record.values["since"], record.values["until"]
    said = [
        words.format(day=shown.long_date(day))
        for words, day in ((_("since {day}"), since), (_("until {day}"), until))
        if day
    ]
    return Item("consortium_member", record, record.name, ", ".join(said))
