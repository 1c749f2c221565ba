"""Where a mobility goes and when: host, place, dates, travel and the distance of one way."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mobdesk.i18n import _
from mobdesk.services.mobility_details import SubgroupDetail
from mobdesk.ui import shown, stays, theme
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.asking import Asking
from mobdesk.ui.mobilities.cards import link
from mobdesk.ui.mobilities.distance_fields import kilometres
from mobdesk.ui.mobilities.facts import Sheet
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Paragraph, strong
from mobdesk.ui.parts.marks import IconLabel


class WhoCard(Card):
    """Who, where and when; of a group one block for each subgroup's dates."""

    def __init__(self, sheet: Sheet, ask: Asking, *, writes: bool) -> None:
        super().__init__(_("Where and when"))
        self._ask, self._writes = ask, writes
        if writes:
            self.header.addWidget(link(_("Edit"), "edit card", ask.edit))
        values, detail = sheet.values, sheet.detail
        place = stays.whole_place(values["hosting_city"], values["hosting_country"])
        home = stays.whole_place(detail.sending_city, detail.sending_country)
        if detail.incoming:
            sender = ", ".join(part for part in (detail.sender, home) if part)
            said = _("Coming to us from {sender}").format(sender=sender)
            self._fact("globe", said if sender else _("Not known yet who sends"), not sender)
        elif home:
            self._fact("mobilities", _("Leaves from {place}").format(place=home))
        self._fact("organisations", detail.host or _("No host yet"), detail.host is None)
        self._fact("place", place or _("No place yet"), not place)
        differ = len({_travel(group) for group in detail.subgroups}) > 1
        for number, group in enumerate(detail.subgroups if differ else detail.subgroups[:1]):
            if differ:
                self.add(strong(words.subgroup_name(group, number)))
            self._subgroup(group, sheet)
        if phone := values["insurance_phone"]:
            self._fact("phone", _("In an emergency: {phone}").format(phone=phone))
        if values["note"]:
            self.add(Paragraph(values["note"], "body", "soft"))

    def _subgroup(self, group: SubgroupDetail, sheet: Sheet) -> None:
        values = group.values
        month = values["start_month"] or values["end_month"]
        activity = words.long_dates(values["start"], values["end"])
        if values["start"] is None and month:
            activity = words.days_missing(shown.long_month(month))
        self._fact("calendar", activity, values["start"] is None)
        if values["leaves"] or values["back"]:
            away = words.dates(values["leaves"], values["back"], sheet.today)
            self._fact("mobilities", _("Away {dates}").format(dates=away))
        means = values["travel_means"]
        green = _("green travel") if values["green_travel"] else ""
        known = stays.known(f"means.{means}", means) if means else ""
        if known or green:
            both = ", ".join(part for part in (known, green) if part)
            self._fact("leaf" if green else "bus", both)
        self._distance(group)
        most = sheet.most_travel_days(green=bool(values["green_travel"]))
        if line := words.days_line(values, most):
            self._fact("budget", line)
        real = next((m.values for m in group.members if m.values["actual_start"]), None)
        if real:
            days = words.long_dates(real["actual_start"], real["actual_end"])
            self._fact("check", _("Real dates: {dates}").format(dates=days))

    def _distance(self, group: SubgroupDetail) -> None:
        """Kilometres of one way; a link opens the form."""
        km, official = group.values["distance_km"], group.values["distance_official"]
        text = _("Distance not known yet")
        if km:
            text = _("{km} one way, official figure") if official else _("{km} one way, computed")
            text = text.format(km=kilometres(km))
        press = partial(self._ask.distance, group)
        named = _("Change") if km else _("Type it in")
        button = link(named, f"distance {group.id}", press) if self._writes else None
        if button is not None:
            button.setAccessibleName(_("Distance, one way"))
        self._fact("globe", text, not km, button)

    def _fact(
        self, icon: str, text: str, soft: bool = False, button: QWidget | None = None
    ) -> None:
        holder = QWidget()
        line = QHBoxLayout(holder)
        theme.space(line, 0, 1.25)
        middle = Qt.AlignmentFlag.AlignVCenter
        line.addWidget(IconLabel(icon), 0, middle if button else Qt.AlignmentFlag.AlignTop)
        line.addWidget(Paragraph(text, "body", "soft" if soft else "text"), 1)
        if button is not None:
            line.addWidget(button, 0, middle)
        self.add(holder)


def _travel(group: SubgroupDetail) -> tuple[Any, ...]:
    """Dates and travel of a subgroup; those that are alike are shown once."""
    real = next((m.values for m in group.members if m.values["actual_start"]), {})
    own = (value for field, value in group.values.items() if field != "title")
    return (*own, real.get("actual_start"), real.get("actual_end"))
