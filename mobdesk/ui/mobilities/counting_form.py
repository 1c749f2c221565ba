"""What counts for the grant of members beside the dates: one form for one or several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain import mobilities as rules
from mobdesk.domain import mobility_rules
from mobdesk.domain.mobility_rules import Facts, Going
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import members
from mobdesk.services import mobility_rules as service
from mobdesk.services.mobility_details import COUNTING, MemberDetail
from mobdesk.ui import shown, theme
from mobdesk.ui.check_list import CheckList, CheckRows
from mobdesk.ui.choices import YesNo
from mobdesk.ui.fields import Money, Number, Text
from mobdesk.ui.forms import Field
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.footed import FootedDialog
from mobdesk.ui.mobilities.page_forms import PageForms
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import caption

_MOST_ROWS = 4


class MemberTicks(QWidget):
    """Which members are meant; the value is their ids. ``rows`` have ``id`` and ``name``."""

    changed = Signal()

    def __init__(self, rows: Sequence[Any], parts: dict[int, str]) -> None:
        super().__init__()
        self.model = CheckRows(lambda row: parts.get(row.id, ""))
        self.model.show(rows)
        self.list = CheckList(_("Members"))
        self.list.setModel(self.model)
        self.said = caption("")
        self.all_button = Button(_("Choose all"), "link")
        self.none_button = Button(_("Choose none"), "link")
        box = QVBoxLayout(self)
        theme.space(box, 0, 0.75)
        box.addWidget(self.list)
        foot = QHBoxLayout()
        theme.space(foot, 0, 1)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.none_button)
        foot.addWidget(self.all_button)
        box.addLayout(foot)
        self.setFocusProxy(self.list)
        self.list.toggled.connect(self._toggle)
        self.all_button.clicked.connect(lambda: self.set_value([row.id for row in rows]))
        self.none_button.clicked.connect(lambda: self.set_value(()))
        self.theme_changed()
        if rows:
            self.list.setCurrentIndex(self.model.index(0))

    def theme_changed(self) -> None:
        """Room for four rows, or for fewer where there are fewer."""
        look = theme.current()
        rows = min(_MOST_ROWS, len(self.model.rows))
        self.list.setFixedHeight(rows * (look.body_height + look.px(1.25)) + look.px(0.5))

    def value(self) -> tuple[int, ...]:
        return tuple(row.id for row in self.model.rows if row.id in self.model.chosen)

    def set_value(self, value: Sequence[int] | None) -> None:
        wanted = set(value or ())
        self.model.chosen = {row.id: row for row in self.model.rows if row.id in wanted}
        self.list.viewport().update()
        self._tell()

    def problem(self) -> str:
        return ""

    def shown(self, value: Any) -> str:
        return ngettext("{n} chosen", "{n} chosen", len(value or ())).format(n=len(value or ()))

    def _toggle(self, place: int) -> None:
        self.model.toggle(place)
        self._tell()

    def _tell(self) -> None:
        self.said.setText(self.shown(self.value()))
        self.changed.emit()


class CountingDialog(FootedDialog):
    """Counts the paid days while one types: ``5 activity + 2 travel = 7 paid days``."""

    def __init__(self, facts: Facts, before: dict[str, Any], *given: Any, **more: Any) -> None:
        self._facts, self._before = facts, before
        super().__init__(*given, **more)
        self.form.changed.connect(self._look)
        self._look()

    def chosen(self) -> tuple[int, ...]:
        """The members meant now."""
        if "members" in self.form.rows:
            return tuple(self.form.editor("members").value())
        return tuple(one.member_id for one in self._facts.going)

    def _look(self) -> None:
        values, ids = changed_values(self._before, self.form.values()), self.chosen()
        facts = self._facts._replace(
            going=tuple(
                _typed(one, values) if one.member_id in ids else one for one in self._facts.going
            )
        )
        lines = {self._days(one, facts) for one in facts.going if one.member_id in ids}
        line = "; ".join(sorted(line for line in lines if line))
        found = [words.finding(one, self._desk.today()) for one in mobility_rules.check(facts)]
        self.say(line, _("Days are counted when both dates are known."), found)

    def _days(self, one: Going, facts: Facts) -> str:
        limit = mobility_rules.most_travel_days(facts.field, facts.limits, green=one.green)
        days = rules.days(one.dates, limit.values["most"], one.virtual_days)
        if days is None:
            return ""
        travel = days.travel if one.travel_days is None else one.travel_days
        activity = max(0, days.activity - one.interruption_days)
        return texts.label(
            "days.paid", {"activity": activity, "travel": travel, "paid": activity + travel}
        )


def changed_values(before: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """What was typed: the values that are not as they stood before."""
    typed = {key: None if values[key] == "" else values[key] for key in COUNTING}
    return {key: value for key, value in typed.items() if value != before[key]}


def _typed(one: Going, changed: dict[str, Any]) -> Going:
    """A member with what was typed; a day that was taken back is none."""
    empty: dict[str, Any] = {"virtual_days": 0, "interruption_days": 0, "travel_days_reason": ""}
    known: dict[str, Any] = {
        key: empty[key] if value is None and key in empty else value
        for key, value in changed.items()
        if key in Going._fields and not (key == "fewer_opportunities" and value is None)
    }
    return one._replace(**known)


class CountingForms(PageForms):
    """Asks what counts for the grant."""

    def counting(self, member: MemberDetail | None = None) -> None:
        """For one member, or for those who are chosen: all stand chosen first."""
        self.desk.read(
            self.page, service.facts, self._sheet().id,
            then=lambda facts: self._counting(facts, member),
        )  # fmt: skip

    def _counting(self, facts: Facts, member: MemberDetail | None) -> None:
        sheet = self._sheet()
        going = [m for m in sheet.counting if member is None or m.id == member.id]
        several = len(going) > 1
        before = _alike(going)
        if member is not None:  # the others stay out of what is said
            mine = tuple(one for one in facts.going if one.member_id == member.id)
            facts = facts._replace(going=mine)

        def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Any:
            ids = values["members"] if several else [going[0].id]
            return members.set_counting(store, actor, ids, changed_values(before, values))

        who = (
            Field("members", N_("For whom"), lambda: member_ticks(going), wide=True,
                  help=N_("Space or a click chooses. What you change is set for all of them.")),
        )  # fmt: skip
        name = words.first_name_first(going[0].name if not several else sheet.detail.name)
        CountingDialog(
            facts, before, self.desk, self.page, _("What counts for the grant"),
            (*(who if several else ()), *_fields(before)), save,
            context=name, main=_("Save"),
            defaults={**before, "members": [m.id for m in going]},
        ).open()  # fmt: skip


def member_ticks(going: Sequence[MemberDetail]) -> MemberTicks:
    """Ticks for ``going``; a place without a name is called so."""
    rows = [
        m if m.name else m._replace(name=words.places_without_name(m.values["places"]))
        for m in going
    ]
    return MemberTicks(rows, {m.id: texts.word(f"part.{m.values['part']}") for m in going})


def _alike(going: Sequence[MemberDetail]) -> dict[str, Any]:
    """What all of them have alike; what differs stands empty and stays unless it is typed."""
    found: dict[str, Any] = {}
    for key in COUNTING:
        each = {m.values[key] for m in going}
        found[key] = each.pop() if len(each) == 1 else None
    return found


def _fields(before: dict[str, Any]) -> tuple[Field, ...]:
    def days() -> Number:
        return Number(most=rules.MOST_DAYS)

    def unknown() -> YesNo:
        return YesNo(shown.NOTHING)

    def mark(key: str) -> Callable[[], YesNo]:
        """Yes or no; where members differ, nothing is chosen and each keeps its own."""
        return unknown if before[key] is None else YesNo

    return (
        Field("travel_days", N_("Travel days that count"), days, required=False,
              help=N_("Empty: as the dates give them.")),
        Field("travel_days_reason", N_("Why these travel days"), Text, required=False),
        Field("course_days", N_("Course days"), days, required=False,
              help=N_("Days with a course fee.")),
        Field("interruption_days", N_("Days of interruption"), days, required=False,
              help=N_("They are not paid.")),
        Field("virtual_days", N_("Virtual days"), days, required=False,
              help=N_("Part of a blended activity, at home.")),
        Field("fewer_opportunities", N_("Fewer opportunities"), unknown, required=False,
              help=N_("Empty: as it stands in the data of the person.")),
        Field("real_fare", N_("Real fare"), Money, required=False,
              help=N_("For expensive travel, there and back.")),
        Field("paid_by_centre", N_("The centre pays tickets and beds"), unknown, required=False,
              help=N_("Empty: yes for learners of a group. No: the person gets instalments.")),
        Field("linguistic_support", N_("Language support"), mark("linguistic_support"),
              required=False),
        Field("zero_grant", N_("Goes without a grant"), mark("zero_grant"), required=False),
        Field("organisational_support_requested", N_("Organisational support is asked for"),
              mark("organisational_support_requested"), required=False),
    )  # fmt: skip
