"""A form of mobilities that counts the days while one types, and says what to look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain import activities
from mobdesk.domain import mobilities as rules
from mobdesk.domain.mobilities import Direction
from mobdesk.errors import Problem
from mobdesk.i18n import _
from mobdesk.services import mobilities
from mobdesk.services.mobilities import MobilityRow
from mobdesk.services.projects import ProjectRow
from mobdesk.services.records import Query
from mobdesk.ui import shown, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.dialogs import INSET
from mobdesk.ui.form_dialog import FormDialog, Save
from mobdesk.ui.forms import Field
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.choosing import Known
from mobdesk.ui.mobilities.plan_fields import SENDING, activity_options
from mobdesk.ui.parts.labels import Paragraph, strong

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
        dates = words.dates_of(values)
        month = dates.start_month or dates.end_month  # what is known and missing is said below
        asked = "" if month else _("Type both dates: the days are counted here.")
        self.days.setText(line or (asked if "start" in self.form.rows else ""))
        self.days.set_role("text" if line else "soft")
        theme.set_font(self.days, "strong" if line else "caption")
        said = [" ".join(part for part in texts.error(one) if part) for one in self.found()]
        said += self._overlaps(dates)
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
