"""The edits of a what-if on screen: each a line that opens into its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.what_if import (
    Cancel,
    CourseDays,
    Edit,
    MoreStays,
    NewDates,
    OtherMeans,
    OtherPlaces,
)
from mobdesk.i18n import _, ngettext
from mobdesk.services.what_if_scratch import Scratch
from mobdesk.ui import stays, theme
from mobdesk.ui.budget.stay_list import StayList
from mobdesk.ui.budget.what_if_fields import declared
from mobdesk.ui.forms import Form
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.labels import Paragraph

Values = Mapping[str, Any]
#: Keys of kinds, in the order of their buttons.
KINDS = ("more", "means", "cancel", "dates", "places", "course")


def kind_name(kind: str) -> str:
    """What the button of a kind says."""
    return {
        "more": _("More stays"), "means": _("Train instead of plane"), "cancel": _("Cancel"),
        "dates": _("New dates"), "places": _("Other number of places"),
        "course": _("Course days"),
    }[kind]  # fmt: skip


def icon_of(kind: str) -> str:
    """The sign of a kind."""
    return {
        "more": "plus", "means": "leaf", "cancel": "slash", "dates": "calendar",
        "places": "group", "course": "diary",
    }[kind]  # fmt: skip


class Made(NamedTuple):
    """What the fields of an edit give: the edit, or why there is none yet."""

    edit: Edit | None
    why: str = ""


def defaults(kind: str, scratch: Scratch, today: date) -> dict[str, Any]:
    """What a new edit starts with."""
    if kind == "more":
        soon = max(today + timedelta(days=60), scratch.start or today)
        monday = soon + timedelta(days=-soon.weekday() % 7)
        return {
            "n": 1, "activity_type": "job-shadowing", "part": "staff", "places": 1, "days": 5,
            "first": monday, "before": 1, "after": 1, "stage": "applied", "green": False,
        }  # fmt: skip
    starts: dict[str, dict[str, Any]] = {
        "means": {"means": "train", "green": True},
        "dates": {"shift": 7},
        "course": {"change": 1},
    }
    return starts.get(kind, {})


def make(kind: str, values: Values, scratch: Scratch) -> Made:
    """The edit that the values of a form mean."""
    if kind == "more":
        return _more(values)
    chosen = tuple(values["mobilities"])
    if not chosen:
        return Made(None, _("Choose the mobilities."))
    if kind == "cancel":
        reason, by = values["ended_reason"] or "", values["ended_by"] or ""
        return Made(Cancel(chosen, reason=reason, by=by))
    if kind == "means":
        days = values["before"], values["after"]
        return Made(OtherMeans(chosen, values["means"], values["green"], *days))
    if kind == "dates":
        return Made(NewDates(chosen, values["shift"] or 0, values["days"]))
    if kind == "places":
        if values["places"] is None:
            return Made(None, _("Type how many places."))
        of = {one.mobility_id: one.unnamed for one in scratch.stays}
        members = tuple(member for number in chosen for member in of.get(number, ()))
        return Made(OtherPlaces(members, values["places"]))
    if values["change"] is None:
        return Made(None, _("Type how many days more or less."))
    return Made(CourseDays(chosen, values["change"]))


def _more(values: Values) -> Made:
    if None in (values["n"], values["first"], values["days"], values["places"]):
        return Made(None, _("Type how many, the first day, the days and the places."))
    return Made(
        MoreStays(
            values["n"], values["activity_type"], values["first"], values["days"], values["part"],
            values["places"], values["accompanying"] or 0, values["before"] or 0,
            values["after"] or 0, values["country"], values["distance_km"] or None,
            values["means"], values["green"], values["course_days"] or 0,
            values.get("objective_id"), values["stage"],
        )
    )  # fmt: skip


def summary(kind: str, made: Made) -> str:
    """An edit in one line; of one that is not complete what is still to type."""
    edit = made.edit
    if edit is None:
        return f"{kind_name(kind)} – {made.why}"
    if isinstance(edit, MoreStays):
        said = ngettext("{n} more: {activity}", "{n} more: {activity}", edit.n)
        return said.format(n=edit.n, activity=stays.activity(edit.activity_type))
    if isinstance(edit, OtherPlaces):
        n = edit.places
        return ngettext("{n} place without a name", "{n} places without names", n).format(n=n)
    n = len(edit.mobilities)
    whom = ngettext("{n} mobility", "{n} mobilities", n).format(n=n)
    if isinstance(edit, OtherMeans):
        how = texts.word(f"means.{edit.means}")
        return _("{how} for {whom}").format(how=how, whom=whom)
    if isinstance(edit, Cancel):
        return _("{whom} cancelled").format(whom=whom)
    if isinstance(edit, NewDates):
        return _("{whom}: {change}").format(whom=whom, change=_moved(edit))
    days = ngettext("{n} course day", "{n} course days", abs(edit.change)).format(
        n=f"{edit.change:+d}".replace("-", "−")
    )
    return _("{whom}: {change}").format(whom=whom, change=days)


def _moved(edit: NewDates) -> str:
    n = abs(edit.shift)
    later, earlier = ngettext("{n} day later", "{n} days later", n), ngettext(
        "{n} day earlier", "{n} days earlier", n
    )  # fmt: skip
    said = [(later if edit.shift > 0 else earlier).format(n=n)] if n else []
    if edit.days is not None:
        long = ngettext("{n} day long", "{n} days long", edit.days)
        said.append(long.format(n=edit.days))
    return ", ".join(said) or _("the same dates")


class EditBlock(QWidget):
    """One edit: its line, which opens and closes its fields, and a button that takes it away."""

    changed = Signal()
    opened = Signal()
    removed = Signal()

    def __init__(
        self,
        kind: str,
        values: Values,
        scratch: Callable[[], Scratch],
        today: Callable[[], date],
    ) -> None:
        super().__init__()
        self.kind, self._scratch = kind, scratch
        column = QVBoxLayout(self)
        theme.space(column, 0, 1)
        head = QHBoxLayout()
        theme.space(head, 0, 1)
        column.addLayout(head)
        self.title = Button("", "link", icon_of(kind))
        self.title.clicked.connect(self._toggle)
        head.addWidget(self.title, 0, Qt.AlignmentFlag.AlignLeft)
        head.addStretch(1)
        self.away = IconButton("trash", _("Take away"))
        self.away.clicked.connect(lambda: self.removed.emit())
        head.addWidget(self.away)
        self.wrong = Paragraph("", "caption", "stop_text")
        self.wrong.hide()
        column.addWidget(self.wrong)
        self.form = Form(declared(kind, scratch, today), 2)
        column.addWidget(self.form)
        self.form.load(dict(values))
        self.form.changed.connect(self._on_change)
        self._name()

    def values(self) -> dict[str, Any]:
        """What is typed, to be kept."""
        return self.form.values()

    def made(self) -> Made:
        """The edit, as far as it is typed."""
        return make(self.kind, self.form.values(), self._scratch())

    def set_open(self, on: bool) -> None:
        """Show the fields, or only the line."""
        self.form.setVisible(on)
        self._name()

    @property
    def is_open(self) -> bool:
        """The fields are shown."""
        return not self.form.isHidden()

    def show_problems(self, problems: Sequence[Any]) -> None:
        """Why this edit changes nothing; at its fields where it is about one."""
        known = [one for one in problems if one.field in self.form.rows]
        for key, row in self.form.rows.items():
            row.show_problem(next((one for one in known if one.field == key), None))
        rest = [" ".join(texts.error(one)).strip() for one in problems if one not in known]
        self.wrong.setText(" ".join(rest))
        self.wrong.setVisible(bool(rest))

    def offer_again(self) -> None:
        """The project has other mobilities now."""
        for row in self.form.rows.values():
            if isinstance(row.editor, StayList):
                row.editor.offer_again()
        self._name()

    def _toggle(self) -> None:
        self.set_open(not self.is_open)
        if self.is_open:
            self.opened.emit()

    def _on_change(self) -> None:
        self._name()
        self.changed.emit()

    def _name(self) -> None:
        said = summary(self.kind, self.made())
        self.title.setText(said)
        way = _("Close {what}") if self.is_open else _("Open {what}")
        self.title.setAccessibleName(way.format(what=said))
        self.away.setAccessibleName(_("Take away: {what}").format(what=said))
        self.away.setToolTip(_("Take away"))
