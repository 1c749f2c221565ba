"""A form of mobilities that counts the days while one types, and says what to look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from mobdesk.domain import mobilities as rules
from mobdesk.domain import mobility_rules
from mobdesk.domain.mobilities import Direction
from mobdesk.domain.mobility_rules import Facts, Finding, Going
from mobdesk.i18n import _
from mobdesk.services import mobility_rules as service
from mobdesk.services.projects import ProjectRow
from mobdesk.services.rule_facts import Around
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import Save
from mobdesk.ui.forms import Field
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.choosing import Known
from mobdesk.ui.mobilities.footed import FootedDialog
from mobdesk.ui.mobilities.plan_fields import SENDING, activity_options

#: Of the values typed, who goes: what of them the rules ask about.
WhoGoes = Callable[[dict[str, Any]], Sequence[Going]]


class PlanDialog(FootedDialog):
    """A form of mobilities: below the fields it counts the days and says what to look at.

    ``saved`` are the facts of a mobility that is there already; ``going`` says who goes, by the
    values typed (those who are saved, where it is left out).
    """

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        title: str,
        declared: Sequence[Field],
        save: Save,
        *,
        known: Known,
        project: ProjectRow | None = None,
        saved: Facts = Facts(),
        going: WhoGoes | None = None,
        mobility_id: int | None = None,
        **more: Any,
    ) -> None:
        self._known, self._own_project = known, project
        self._facts, self._going, self._mobility_id = saved, going, mobility_id
        self._met = Around(Facts(), {}, {})
        self._asked: tuple[Any, ...] = ()
        super().__init__(desk, parent, title, declared, save, **more)
        self.form.changed.connect(self._look)
        if "project_id" in self.form.rows:
            self.form.editor("project_id").changed.connect(self._project_chosen)
        if "host_id" in self.form.rows:
            self.form.editor("host_id").changed.connect(self._host_chosen)
        if "sending_id" in self.form.rows:
            self.form.editor("sending_id").changed.connect(self._sender_chosen)
            self.form.editor("direction").changed.connect(self._direction_chosen)
            self._show_sender()
        self._project_chosen()
        self._look()

    def project(self) -> ProjectRow | None:
        """The project chosen now."""
        if "project_id" not in self.form.rows:
            return self._own_project
        return self._known.project(self.form.editor("project_id").value())

    def facts(self) -> Facts:
        """The mobility as it would be with the values typed so far."""
        values, met = self.form.values(), self._met.facts
        project, facts = self.project(), self._facts
        if project is not None:
            facts = facts._replace(
                field=project.field,
                project_first=project.start,
                project_last=self._known.lasts.get(project.id),
                limits=met.limits,
            )
        for key in ("activity_type", "direction"):
            if key in values:
                facts = facts._replace(**{key: values[key]})
        if "hosting_country" in values:
            facts = facts._replace(
                hosting_country=values["hosting_country"] or self._country(values.get("host_id"))
            )
        if "sending_country" in values:
            ours = met.sending_country if facts.direction == Direction.OUTGOING else None
            sender = self._country(values.get("sending_id"))
            facts = facts._replace(sending_country=values["sending_country"] or sender or ours)
        going = self._going(values) if self._going else facts.going
        return facts._replace(going=tuple(self._met.of(one) for one in going))

    def found(self) -> list[Finding]:
        """What to look at in the values typed so far; only an error stops saving."""
        return mobility_rules.check(self.facts())

    # inside
    def _look(self) -> None:
        self._ask_around()
        values = self.form.values()
        dates = words.dates_of(values)
        month = dates.start_month or dates.end_month  # what is known and missing is said below
        asked = "" if month else _("Type both dates: the days are counted here.")
        facts = self.facts()
        said = [words.problem(one) for one in self._months(dates)]
        said += [words.finding(one, self._desk.today()) for one in mobility_rules.check(facts)]
        green = bool(values.get("green_travel"))
        most = mobility_rules.most_travel_days(facts.field, facts.limits, green=green)
        line = words.days_line(values, most.values["most"])
        self.say(line, asked if "start" in self.form.rows else "", said)

    def _months(self, dates: rules.Dates) -> list[Any]:
        known = rules.date_warnings(dates, None, None)
        return [one for one in known if one.code == "days_missing_month"]

    def _ask_around(self) -> None:
        """Ask for what the mobility meets: the sheet of its project, other stays of its people."""
        project = self.project()
        going = self._going(self.form.values()) if self._going else self._facts.going
        people = sorted(one.person_id for one in going if one.person_id is not None)
        asked = (project.id if project else None, people, self._mobility_id)
        if asked == self._asked:
            return
        self._asked = asked

        def heard(met: Around) -> None:
            self._met = met
            self._look()

        self._desk.read(self, service.around, *asked, then=heard, key="around")

    def _country(self, organisation_id: int | None) -> str | None:
        found = self._known.hosts.get(organisation_id) if organisation_id else None
        return found.country if found else None

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
