"""The numbers of a sheet as they are read: tables with labels, a ring where one is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.rate_sheets import Amount, RateSheet
from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.parts.cards import Card, Hairline
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.parts.marks import Badge
from mobdesk.ui.rates import words

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MISSING = "rate_missing"
"""Stands for a number that the sheet does not have."""


class Table(QWidget):
    """Lines of words; the first is the name of the line, the others stand at the right."""

    reads_as_one = True

    def __init__(self, name: str, columns: Sequence[str] = ()) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._grid = QGridLayout(self)
        theme.space(self._grid, 0, 0.75)
        self._grid.setColumnStretch(0, 1)
        self._line = 0
        self._columns = max(1, len(columns) - 1)
        self.theme_changed()
        if columns:
            for across, title in enumerate(columns):
                heading = Label(title, "caption_strong", "soft")
                self._grid.addWidget(heading, 0, across, _RIGHT if across else Qt.AlignmentFlag(0))
            self._line = 1

    def theme_changed(self) -> None:
        """Room between the columns of numbers grows with the text."""
        for across in range(1, self._columns + 1):
            self._grid.setColumnMinimumWidth(across, theme.current().chars(13))

    def add(self, name: str, *values: str, below: str = "") -> None:
        """Add a line; ``MISSING`` among the values is drawn as a badge."""
        if self._line:
            self._grid.addWidget(Hairline(), self._line, 0, 1, max(2, len(values) + 1))
            self._line += 1
        self._grid.addWidget(Paragraph(name), self._line, 0)
        for across, value in enumerate(values, start=1):
            self._grid.addWidget(_cell(value), self._line, across, _RIGHT)
        self._line += 1
        if below:
            said = Paragraph(below, "caption", "soft", most=60)
            self._grid.addWidget(said, self._line, 0, 1, max(2, len(values) + 1))
            self._line += 1


def _cell(value: str) -> QWidget:
    if value == MISSING:
        return Badge(texts.word("glyph.rate_missing"), "plain", "rate-missing")
    return Label(value, "body", equal_digits=True)


def _amount(value: Amount, path: str) -> str:
    return MISSING if value is None else words.value(path, f"{value:f}")


def _days(value: int | None) -> str:
    return MISSING if value is None else words.days(str(value))


def travel(sheet: RateSheet) -> Table:
    """Bands with both amounts, and the most travel days."""
    table = Table(_("Travel"), (_("One way"), _("Standard"), _("Green")))
    following = [*(band.from_km for band in sheet.travel[1:]), None]
    for band, end in zip(sheet.travel, following, strict=False):
        green = _("as standard") if band.green is None else _amount(band.green, "travel.x")
        standard = _amount(band.standard, "travel.x")
        table.add(words.band(band.from_km, end), standard, MISSING if band == (
            band.from_km, None, None) else green)  # fmt: skip
    if not sheet.travel:
        table.add(_("All distances"), MISSING, MISSING)
    days = sheet.travel_days
    table.add(_("Most travel days"), _days(days.standard), _days(days.green))
    return table


def support(sheet: RateSheet) -> list[Table]:
    """One table for each kind of participants: groups of countries, first and later days."""
    found = []
    countries = {group.name: " ".join(group.countries) for group in sheet.country_groups}
    full = sheet.full_rate_days
    heads = (
        (_("first days"), _("later days"))
        if full is None
        else (_("to day {n}").format(n=full), _("from day {n}").format(n=full + 1))
    )
    for part in dict.fromkeys(("staff", "learner", *(d.part for d in sheet.individual_support))):
        name = texts.word(f"rate_part.{part}")
        table = Table(name, (name, *heads))
        mine = [daily for daily in sheet.individual_support if daily.part == part]
        for daily in mine:
            table.add(
                _("Group {name}").format(name=daily.group),
                _amount(daily.first, "individual_support"),
                _amount(daily.later, "individual_support"),
                below=countries.get(daily.group, "") if part == "staff" else "",
            )
        if not mine:
            table.add(_("All countries"), MISSING, MISSING)
        found.append(table)
    rest = Table(_("Days"))
    rest.add(words.place("full_rate_days"), _days(full))
    include = sheet.full_rate_days_include_travel
    says = MISSING if include is None else _("yes") if include else _("no")
    rest.add(words.place("full_rate_days_include_travel"), says)
    return [*found, rest]


def organisational(sheet: RateSheet) -> Table:
    """Per kind of activity, in steps of participants."""
    table = Table(_("Organisational support"))
    for entry in sheet.organisational_support:
        alone = len(entry.tiers) == 1
        for n, tier in enumerate(entry.tiers):
            name = words.activities(entry.activity_types) if not n else ""
            which = words.tier(tier.up_to, alone)
            table.add(
                ": ".join(part for part in (name, which) if part),
                _amount(tier.amount, "organisational_support"),
            )
    if not sheet.organisational_support:
        table.add(_("All activities"), MISSING)
    return table


def other(sheet: RateSheet) -> Table:
    """Everything that is one number."""
    table = Table(_("Other amounts"))
    expensive = sheet.expensive_travel
    lines: tuple[tuple[str, Amount], ...] = (
        ("inclusion_organisation", sheet.inclusion_organisation),
        ("course_fee.per_day", sheet.course_fee.per_day),
        ("preparatory_visit.amount", sheet.preparatory_visit.amount),
        ("linguistic_support", sheet.linguistic_support),
        ("expensive_travel.threshold", expensive.threshold if expensive else None),
        ("expensive_travel.covers", expensive.covers if expensive else None),
    )
    for path, value in lines:
        table.add(words.place(path), _amount(value, path))
        if path == "course_fee.per_day":
            table.add(words.place("course_fee.max_days"), _days(sheet.course_fee.max_days))
        if path == "preparatory_visit.amount":
            people = sheet.preparatory_visit.max_people
            table.add(
                words.place("preparatory_visit.max_people"),
                MISSING if people is None else str(people),
            )
    for entry in sheet.pays:
        paid = ", ".join(texts.word(f"category.{name}") for name in entry.categories)
        table.add(words.place(f"pays.{entry.activity_type}"), below=paid)
    return table


def card(title: str, *tables: QWidget) -> Card:
    """A card with tables below each other."""
    made = Card(title)
    for table in tables:
        made.add(table)
    made.finish()
    return made


def beside(*parts: QWidget) -> QHBoxLayout:
    """Widgets beside each other, the rest stays free."""
    row = QHBoxLayout()
    theme.space(row, 0, 1)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row
