"""Puts the rows of the form where an agency's table has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout

from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.forms import Form
from mobdesk.ui.parts.cards import Hairline
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.rates import words

_OTHER = (
    "inclusion_organisation", "course_fee.per_day", "course_fee.max_days",
    "preparatory_visit.amount", "preparatory_visit.max_people", "linguistic_support",
    "expensive_travel.threshold", "expensive_travel.covers",
)  # fmt: skip
#: Field, line, first column, columns.
_HEAD = (
    ("agency", 0, 0, 1), ("call_year", 0, 1, 1), ("field", 0, 2, 1), ("actions", 0, 3, 1),
    ("title", 1, 0, 2), ("valid_from", 1, 2, 1), ("valid_to", 1, 3, 1),
    ("document", 2, 0, 2), ("url", 2, 2, 2),
)  # fmt: skip
_NARROW_HEAD = (
    ("agency", 0, 0, 1), ("call_year", 0, 1, 1), ("field", 1, 0, 1), ("actions", 1, 1, 1),
    ("title", 2, 0, 2), ("valid_from", 3, 0, 1), ("valid_to", 3, 1, 1),
    ("document", 4, 0, 2), ("url", 5, 0, 2),
)  # fmt: skip
_TOP = Qt.AlignmentFlag.AlignTop


def arrange(form: Form, content: Mapping[str, Any], *, narrow: bool = False) -> None:
    """Lay the rows out: what the sheet is for, then the parts of the table from top to bottom."""
    column = QVBoxLayout(form)
    theme.space(column, 0, 2)
    _head(form, column, _NARROW_HEAD if narrow else _HEAD)
    _travel(form, _part(column, _("Travel"), _("Per participant, there and back.")), content)
    support = _part(
        column, _("Individual support"),
        _("Per day. Type both rates as they stand there: agencies round in different ways."),
    )  # fmt: skip
    _support(form, support, content)
    organisational = _part(
        column, _("Organisational support"), _("Per participant, accompanying persons not counted.")
    )
    _organisational(form, organisational, content)
    _other(form, _part(column, _("Other amounts"), ""))
    column.addStretch(1)


def _part(column: QVBoxLayout, title: str, line: str) -> QGridLayout:
    """Begin a part of the table."""
    column.addWidget(Hairline())
    head = QVBoxLayout()
    theme.space(head, 0, 0)
    head.addWidget(Label(title, "section"))
    if line:
        head.addWidget(Paragraph(line, "caption", "soft"))
    column.addLayout(head)
    grid = QGridLayout()
    theme.space(grid, 0, 1)
    column.addLayout(grid)
    return grid


def _head(form: Form, column: QVBoxLayout, places: Sequence[tuple[str, int, int, int]]) -> None:
    grid = QGridLayout()
    theme.space(grid, 0, 2)
    for key, line, across, span in places:
        grid.addWidget(form.rows[key], line, across, 1, span, _TOP)
    for across in range(max(across + span for _key, _line, across, span in places)):
        grid.setColumnStretch(across, 1)
    column.addLayout(grid)
    note = _(
        "What is suggested beside an empty field was not read in a table of your agency. "
        "Take it only when your document says the same: press it, or Alt+Down in the field."
    )
    column.addWidget(Paragraph(note, "caption", "soft", most=85))


def _travel(form: Form, grid: QGridLayout, content: Mapping[str, Any]) -> None:
    _heads(grid, "", _("Standard"), _("Green"))
    bands = [band["from_km"] for band in content["travel"]]
    for n, start in enumerate(bands):
        following = bands[n + 1] if n + 1 < len(bands) else None
        keys = (f"travel[{n}].standard", f"travel[{n}].green")
        _line(form, grid, words.band(start, following), *keys)
    _line(form, grid, _("Most travel days"), "travel_days.standard", "travel_days.green")
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(2, 1)


def _support(form: Form, grid: QGridLayout, content: Mapping[str, Any]) -> None:
    for key in ("full_rate_days", "full_rate_days_include_travel"):
        _line(form, grid, words.place(key), key, span=2)
    for name in content["country_groups"]:
        group = _("Group {name}").format(name=name)
        _line(form, grid, group, f"country_groups.{name}", span=4)
        _heads(
            grid, "", _("Staff, first days"), _("Staff, later days"), _("Learners, first days"),
            _("Learners, later days"),
        )  # fmt: skip
        keys = (
            f"individual_support.{part}.{name}.{which}"
            for part in ("staff", "learner")
            for which in ("first", "later")
        )
        _line(form, grid, "", *keys)
    for across in range(1, 5):
        grid.setColumnStretch(across, 1)


def _organisational(form: Form, grid: QGridLayout, content: Mapping[str, Any]) -> None:
    for n, entry in enumerate(content["organisational_support"]):
        named = words.activities(entry["activity_types"])
        for number, tier in enumerate(entry["tiers"]):
            line = grid.rowCount()
            if not number:
                grid.addWidget(_said(named), line, 0, len(entry["tiers"]), 1, _TOP)
            which = words.tier(tier["up_to"], len(entry["tiers"]) == 1)
            grid.addWidget(_said(which, "body", "soft"), line, 1, _TOP)
            key = f"organisational_support[{n}].tiers[{number}].amount"
            grid.addWidget(form.rows[key], line, 2, _TOP)
    grid.setColumnStretch(2, 1)


def _other(form: Form, grid: QGridLayout) -> None:
    for key in _OTHER:
        _line(form, grid, words.place(key), key)
    grid.setColumnStretch(1, 1)


def _heads(grid: QGridLayout, *titles: str) -> None:
    line = grid.rowCount()
    for across, title in enumerate(titles):
        if title:
            grid.addWidget(Label(title, "caption_strong", "soft"), line, across)


def _line(form: Form, grid: QGridLayout, name: str, *keys: str, span: int = 1) -> None:
    """One line of the table: its name, then its fields."""
    line = grid.rowCount()
    if name:
        grid.addWidget(_said(name), line, 0, _TOP)
    for across, key in enumerate(keys, start=1):
        grid.addWidget(form.rows[key], line, across, 1, span, _TOP)


def _said(text: str, font: str = "label", role: str = "text") -> Paragraph:
    """Words on the line of a field."""
    said = Paragraph(text, font, role, most=50)
    said.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    said.setMinimumHeight(theme.current().control_height)
    return said
