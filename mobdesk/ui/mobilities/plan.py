"""Planning a mobility: one person or a group, with a line that counts the days while one types."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain import activities
from mobdesk.domain import mobilities as rules
from mobdesk.domain.done import Done
from mobdesk.domain.mobilities import Direction, Kind, Part
from mobdesk.errors import Problem
from mobdesk.i18n import N_, _
from mobdesk.services import mobilities
from mobdesk.services.mobilities import MobilityRow
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.services.projects import ProjectRow
from mobdesk.services.records import Query
from mobdesk.ui import shown, theme
from mobdesk.ui.choices import Choice, YesNo
from mobdesk.ui.day_or_month import DayOrMonth, part_months
from mobdesk.ui.desk import Desk
from mobdesk.ui.dialogs import INSET
from mobdesk.ui.fields import Date, Number, Text
from mobdesk.ui.form_dialog import FormDialog, Save
from mobdesk.ui.forms import Field
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.choosing import (
    Known,
    host_picker,
    person_picker,
    project_picker,
    read_known,
    sender_picker,
    usual_part,
)
from mobdesk.ui.mobilities.people_list import PeopleList
from mobdesk.ui.parts.labels import Paragraph, strong
from mobdesk.ui.pickers import Country

#: values of a form that belong to the mobility and to its subgroup
MOBILITY = (
    "project_id", "activity_type", "direction", "host_id", "hosting_city", "hosting_country",
    "title", "sending_id", "sending_city", "sending_country",
)  # fmt: skip
SENDING = ("sending_id", "sending_city", "sending_country")
TRAVEL = ("start", "end", "leaves", "back", "travel_means", "green_travel")


def means() -> Choice:
    """How they travel."""
    return Choice([(one, texts.word(f"means.{one}")) for one in rules.MEANS], "")


def travel_fields(near: Callable[[], date], *, needed: bool = False) -> tuple[Field, ...]:
    """Dates and travel, as in every form that has them."""

    def day() -> Date:
        return Date(near=near)

    def planned() -> DayOrMonth:
        return DayOrMonth(near=near)

    leaving, month = N_("If it is not the first day"), N_("Or the month only: March 2027")
    return (
        Field("start", N_("First day of the activity"), planned, required=needed, help=month),
        Field("end", N_("Last day of the activity"), planned, required=needed),
        Field("leaves", N_("Leaves home"), day, required=False, help=leaving),
        Field("back", N_("Back home"), day, required=False, help=N_("If it is not the last day")),
        Field("travel_means", N_("Travels by"), means, required=False),
        Field("green_travel", N_("Green travel"), lambda: YesNo(N_("Not known")), required=False),
    )


def activity_choice(field: str | None) -> Choice:
    """The activities of a project's field; all where it is not known."""
    return Choice(activity_options(field), "", words.activity_brought)


def activity_options(field: str | None) -> list[tuple[str, str]]:
    """Codes and words of the activities of a field."""
    return [(code, words.activity(code)) for code in activities.for_field(field)]


_NO_END = 16_777_215  # the largest height that Qt knows


class PlanDialog(FormDialog):
    """A form of mobilities: below the fields it counts the days and says what to look at."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        declared: Sequence[Field],
        save: Save,
        *,
        known: Known,
        part: str = "",
        project: ProjectRow | None = None,
        **more: Any,
    ) -> None:
        self._known, self._part, self._own_project = known, part, project
        self._page = parent
        self._stays: list[MobilityRow] = []  # other stays of the person chosen
        super().__init__(desk, parent, title, declared, save, **more)
        self.days = strong("")
        self.notes = Paragraph("", "caption", "wait_text")
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        theme.space(foot, (INSET, 0), 0.5)
        foot.addWidget(self.days)
        foot.addWidget(self.notes)
        foot.addStretch(1)
        self.body.addWidget(self._foot)
        self.form.changed.connect(self._look)
        if "project_id" in self.form.rows:
            self.form.editor("project_id").changed.connect(self._project_chosen)
        if "host_id" in self.form.rows:
            self.form.editor("host_id").changed.connect(self._host_chosen)
        if "sending_id" in self.form.rows:
            self.form.editor("sending_id").changed.connect(self._sender_chosen)
            self.form.editor("direction").changed.connect(self._direction_chosen)
            self._show_sender()
        if "person_id" in self.form.rows:
            self.form.editor("person_id").changed.connect(self._person_chosen)
        self._project_chosen()
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """The lines below the form keep their room, so that nothing jumps while one types."""
        look = theme.current()
        high = look.body_height + 2 * look.metrics("caption").height() + look.px(1)
        self._foot.setFixedHeight(round(high))
        super().showEvent(event)
        inside = self.form.sizeHint().height() + look.px(2)
        spare = self.most_height() - self.minimumSizeHint().height()
        room = max(look.px(20), self._scroll.minimumHeight() + spare)
        if inside > room:  # it scrolls anyway: lines that come below take their room from it
            self._foot.setMinimumHeight(0)
            self._foot.setMaximumHeight(_NO_END)
            room += round(high) - self._foot.minimumSizeHint().height()
        self._scroll.setMinimumHeight(min(inside, room))
        self.adjustSize()
        if inside > room:
            self._scroll.setMinimumHeight(look.px(20))
        window = self._page.window()
        self.move(window.mapToGlobal(window.rect().center()) - self.rect().center())

    def most_height(self) -> int:
        """The height that fits the window."""
        return self._page.window().height() - theme.current().px(2)

    def project(self) -> ProjectRow | None:
        """The project chosen now."""
        if "project_id" not in self.form.rows:
            return self._own_project
        return self._known.project(self.form.editor("project_id").value())

    def found(self) -> list[Problem]:
        """What to look at in the values typed so far; nothing of it stops saving."""
        values, project = self.form.values(), self.project()
        dates = words.dates_of(values)
        last = self._known.lasts.get(project.id) if project else None
        found = rules.date_warnings(dates, project.start if project else None, last)
        days = rules.days(dates)
        part = values.get("part") or self._part
        found += activities.warnings(
            values.get("activity_type"),
            project.field if project else None,
            part,
            days.activity if days else None,
        )
        return [_worded(one) for one in found if one.code != "days_missing"]

    # inside
    def _look(self) -> None:
        values = self.form.values()
        line = words.days_line(values)
        asked = _("Type both dates: the days are counted here.")
        self.days.setText(line or (asked if "start" in self.form.rows else ""))
        self.days.set_role("text" if line else "soft")
        theme.set_font(self.days, "strong" if line else "caption")
        said = [" ".join(part for part in texts.error(one) if part) for one in self.found()]
        said += self._overlaps(words.dates_of(values))
        self.notes.setText("\n".join(said))
        self.notes.setVisible(bool(said))

    def _person_chosen(self) -> None:
        """Ask for the other stays of the person: two at the same time are worth a look."""
        person_id = self.form.editor("person_id").value()
        self._stays = []
        if person_id is None:
            self._look()
            return

        def stays(store: Any, actor: Any) -> list[MobilityRow]:
            ids = mobilities.find(store, actor, Query(filters={"person_id": person_id}))
            return mobilities.rows(store, actor, ids)

        def heard(found: list[MobilityRow]) -> None:
            self._stays = [row for row in found if row.ended is None]
            self._look()

        self._desk.read(self, stays, then=heard, key="stays")

    def _overlaps(self, dates: rules.Dates) -> list[str]:
        first, last = dates.out, dates.home
        if first is None or last is None:
            return []
        return [
            _("At the same time: {place}, {dates}.").format(
                place=row.hosting_city or words.activity(row.activity_type),
                dates=words.dates(row.start, row.end, self._desk.today()),
            )
            for row in self._stays
            if row.start and row.end and row.start <= last and row.end >= first
        ]

    def _project_chosen(self) -> None:
        if "activity_type" in self.form.rows:
            project = self.project()
            options = activity_options(project.field if project else None)
            self.form.editor("activity_type").set_options(options, keep=True)

    def _host_chosen(self) -> None:
        self._take_place("host_id", "hosting")

    def _sender_chosen(self) -> None:
        self._take_place("sending_id", "sending")

    def _take_place(self, chosen: str, side: str) -> None:
        """The place of an organisation stands in for one not typed yet."""
        found = self._known.hosts.get(self.form.editor(chosen).value())
        if found is None:
            return
        for key, value in ((f"{side}_city", found.city), (f"{side}_country", found.country)):
            if value and key in self.form.rows and not self.form.editor(key).value():
                self.form.editor(key).set_value(value)

    def _show_sender(self) -> None:
        """Who sends is asked of guests; of others the own organisation is meant."""
        asked = self._incoming() or self._rev is not None
        for key in SENDING:
            self.form.rows[key].setVisible(asked)

    def _incoming(self) -> bool:
        return bool(self.form.editor("direction").value() == Direction.INCOMING)

    def _direction_chosen(self) -> None:
        """Guests come to the own organisation; who goes out does not."""
        self._show_sender()
        own, host = self._known.own, self.form.editor("host_id")
        if own is None:
            return
        if self._incoming() and host.value() is None:
            host.set_value(own.id)
        elif not self._incoming() and host.value() == own.id:
            host.set_value(None)
            for key, value in (("hosting_city", own.city), ("hosting_country", own.country)):
                if self.form.editor(key).value() == value:
                    self.form.editor(key).set_value(None)


def _worded(problem: Problem) -> Problem:
    """Dates in a sentence as the window writes them."""
    values = {
        key: shown.long_date(value)
        if isinstance(value, date)
        else shown.long_month(value)
        if key == "month" and value
        else value
        for key, value in problem.values.items()
    }
    return Problem(problem.field, problem.code, values)


def where_fields(desk: Desk, known: Known) -> tuple[Field, ...]:
    """Host, city and country."""
    return (
        Field(
            "host_id",
            N_("Host"),
            lambda: host_picker(desk, known),
            required=False,
            wide=True,
            help=N_("Nobody found yet? Type city and country."),
        ),
        Field("hosting_city", N_("City"), Text, required=False),
        Field("hosting_country", N_("Country"), Country, required=False),
    )


def sender_fields(desk: Desk, known: Known) -> tuple[Field, ...]:
    """Who sends, and from where they leave."""
    return (
        Field(
            "sending_id",
            N_("Sending organisation"),
            lambda: sender_picker(desk, known),
            required=False,
            wide=True,
        ),
        Field("sending_city", N_("City of departure"), Text, required=False),
        Field("sending_country", N_("Country of departure"), Country, required=False),
    )


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
        main=_("Plan it"), draft="mobility",
    )  # fmt: skip

    def part_follows() -> None:
        activity = activities.activities().get(dialog.form.editor("activity_type").value() or "")
        if activity and activity.parts and dialog.form.editor("part").value() not in activity.parts:
            dialog.form.editor("part").set_value(activity.parts[0])

    dialog.form.editor("activity_type").changed.connect(part_follows)
    dialog.saved.connect(lambda done: then(done.ids[0]))
    dialog.open()


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
        main=_("Make the group"), draft="group",
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
