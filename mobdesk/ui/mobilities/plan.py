"""Planning a mobility: one person or a group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.domain import activities
from mobdesk.domain import mobilities as rules
from mobdesk.domain.done import Done
from mobdesk.domain.mobilities import Direction, Kind, Part
from mobdesk.domain.mobility_rules import Facts, Going
from mobdesk.i18n import N_, _
from mobdesk.services import mobilities
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.ui.choices import Choice
from mobdesk.ui.day_or_month import part_months
from mobdesk.ui.desk import Desk
from mobdesk.ui.fields import Number
from mobdesk.ui.forms import Field
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.choosing import (
    Known,
    person_picker,
    project_picker,
    read_known,
    usual_part,
)
from mobdesk.ui.mobilities.people_list import PeopleList
from mobdesk.ui.mobilities.plan_dialog import PlanDialog
from mobdesk.ui.mobilities.plan_fields import (
    TRAVEL,
    activity_choice,
    sender_fields,
    travel_fields,
    where_fields,
)

#: values of a form that belong to the mobility
MOBILITY = (
    "project_id", "activity_type", "direction", "host_id", "hosting_city", "hosting_country",
    "title", "sending_id", "sending_city", "sending_country",
)  # fmt: skip


def plan_one(desk: Desk, parent: QWidget, then: Callable[[int], object]) -> None:
    """Ask for one mobility; ``then`` hears its id."""
    desk.read(parent, read_known, then=lambda known: _open_one(desk, parent, known, then))


def make_group(desk: Desk, parent: QWidget, then: Callable[[int], object]) -> None:
    """Ask for a group; ``then`` hears its id."""
    desk.read(parent, read_known, then=lambda known: _open_group(desk, parent, known, then))


def _directions() -> Choice:
    return Choice([(one, texts.word(f"direction.{one}")) for one in rules.DIRECTIONS])


def _parts() -> Choice:
    offered = (Part.STAFF, Part.LEARNER, Part.EXPERT)
    return Choice([(one.value, texts.word(f"part.{one}")) for one in offered])


def _only_project(known: Known) -> dict[str, Any]:
    """With one project there is nothing to choose."""
    return {"project_id": known.projects[0].id} if len(known.projects) == 1 else {}


def _open_one(desk: Desk, parent: QWidget, known: Known, then: Callable[[int], object]) -> None:
    declared = (
        Field("person_id", N_("Who"), lambda: person_picker(desk, known), required=False,
              help=N_("Nobody chosen yet? Leave it empty and say how many places.")),
        Field("places", N_("Places"), lambda: Number(least=1, most=999)),
        Field("project_id", N_("Project"), lambda: project_picker(known), required=False),
        Field("activity_type", N_("Activity"), lambda: activity_choice(None), required=False),
        Field("part", N_("Goes as"), _parts),
        Field("direction", N_("Direction"), _directions),
        *sender_fields(desk, known),
        *where_fields(desk, known),
        *travel_fields(desk.today),
    )  # fmt: skip
    dialog = PlanDialog(
        desk, parent, _("Plan a mobility"), declared, _save_one,
        known=known, context=_("Two dates are enough to start. The rest can wait."),
        defaults={"places": 1, "direction": Direction.OUTGOING.value, **_only_project(known)},
        main=_("Plan it"), draft="mobility", going=_one_goes,
    )  # fmt: skip

    def part_follows() -> None:
        activity = activities.activities().get(dialog.form.editor("activity_type").value() or "")
        if activity and activity.parts and dialog.form.editor("part").value() not in activity.parts:
            dialog.form.editor("part").set_value(activity.parts[0])

    dialog.form.editor("activity_type").changed.connect(part_follows)
    dialog.saved.connect(lambda done: then(done.ids[0]))
    dialog.open()


def _one_goes(values: Mapping[str, Any]) -> list[Going]:
    return [
        Going(
            part=values.get("part") or "",
            person_id=values.get("person_id"),
            places=values.get("places") or 1,
            dates=words.dates_of(dict(values)),
            green=bool(values.get("green_travel")),
        )
    ]


def _group_goes(values: Mapping[str, Any], members: PeopleList) -> list[Going]:
    names = {row.id: row.name for row in members.chosen()}
    dates = words.dates_of(dict(values))
    return [
        Going(
            part=plan.values["part"],
            name=names.get(plan.values.get("person_id") or 0, ""),
            person_id=plan.values.get("person_id"),
            places=plan.values.get("places") or 1,
            dates=dates,
            green=bool(values.get("green_travel")),
        )
        for plan in group_members(values, roles(members))
    ]


def _some(values: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    return {key: values[key] for key in keys if key in values}


def _save_one(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Done:
    member = _some(values, ("person_id", "places", "part"))
    plan = SubgroupPlan(part_months(_some(values, TRAVEL)), [MemberPlan(member)])
    return mobilities.add(
        store, actor, {**_some(values, MOBILITY), "kind": Kind.INDIVIDUAL.value}, [plan]
    )


def _open_group(desk: Desk, parent: QWidget, known: Known, then: Callable[[int], object]) -> None:
    members: list[PeopleList] = []

    def make_list() -> PeopleList:
        members.append(PeopleList(desk))
        return members[0]

    declared = (
        Field("title", N_("Name of the group")),
        Field("project_id", N_("Project"), lambda: project_picker(known), required=False),
        *travel_fields(desk.today)[:2],
        Field("members", N_("Who goes"), make_list, required=False, wide=True,
              help=N_("Space or a click chooses. The newest stand first.")),
        Field("places", N_("Places without a name"), lambda: Number(most=999), required=False),
        Field("lead", N_("Lead"), lambda: Choice((), _("Not chosen yet")), required=False,
              help=N_("One accompanying person. The agency sends the survey there.")),
        Field("direction", N_("Direction"), _directions),
        *sender_fields(desk, known),
        *where_fields(desk, known),
        Field("activity_type", N_("Activity"), lambda: activity_choice(None), required=False),
        *travel_fields(desk.today)[2:],
    )  # fmt: skip
    dialog = PlanDialog(
        desk, parent, _("Make a group"), declared,
        lambda store, actor, values, _rev: _save_group(store, actor, values, roles(members[0])),
        known=known, context=_("Members can follow later. Dates are typed once for all."),
        defaults={
            "activity_type": "group-mobility", "direction": Direction.OUTGOING.value,
            **_only_project(known),
        },
        main=_("Make the group"), draft="group", saved=Facts(kind=Kind.GROUP.value),
        going=lambda values: _group_goes(values, members[0]),
    )  # fmt: skip

    def offer_leads() -> None:
        lead = dialog.form.editor("lead")
        lead.set_options([(row.id, row.name) for row in members[0].chosen()])
        if lead.value() is None:
            going = [r.id for r in members[0].chosen() if usual_part(r) == Part.ACCOMPANYING]
            lead.set_value(going[0] if going else None)

    members[0].changed.connect(offer_leads)
    dialog.saved.connect(lambda done: then(done.ids[0]))
    dialog.open()


def roles(members: PeopleList) -> dict[int, str]:
    """The part of each person chosen, by what somebody usually is."""
    return {row.id: usual_part(row) for row in members.chosen()}


def group_members(values: Mapping[str, Any], parts: Mapping[int, str]) -> list[MemberPlan]:
    """The members of a group form: people with their parts, one lead, and places without names."""
    plans = [
        MemberPlan(
            {
                "person_id": i,
                "part": Part.LEAD.value if i == values.get("lead") else parts.get(i, "learner"),
            }
        )
        for i in values.get("members") or ()
    ]
    if places := values.get("places"):
        plans.append(MemberPlan({"places": places, "part": Part.LEARNER.value}))
    return plans


def _save_group(store: Any, actor: Any, values: dict[str, Any], parts: Mapping[int, str]) -> Done:
    plan = SubgroupPlan(part_months(_some(values, TRAVEL)), group_members(values, parts))
    record = {**_some(values, MOBILITY), "kind": Kind.GROUP.value}
    return mobilities.add(store, actor, record, [plan])
