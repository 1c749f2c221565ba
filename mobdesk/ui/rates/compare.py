"""Two rate sheets side by side: only what differs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.domain.rate_sheet_numbers import Difference, compare
from mobdesk.i18n import _, ngettext
from mobdesk.services import rate_sheets
from mobdesk.services.rate_sheets import SheetRow
from mobdesk.ui import theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page
from mobdesk.ui.parts.cards import Card, Hairline
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.rates import words
from mobdesk.ui.record_pages import fill


class Seen(NamedTuple):
    """What there is to choose from, and what differs between the two chosen."""

    sheets: list[SheetRow]
    differences: list[Difference] | None


class ComparePage(Page):
    """Opened with ``first``, the number of a sheet."""

    tables = frozenset({"rate_sheets"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Two rate sheets"))
        self.header.set_crumbs((_("Rates"), lambda: desk.open("rates")))
        self._wanted: int | None = None
        self._filling = False
        self.first, self.second = Choice([], _("Choose a sheet")), Choice([], _("Choose a sheet"))
        both = QHBoxLayout()
        theme.space(both, 0, 2)
        for name, choice in ((_("First sheet"), self.first), (_("Second sheet"), self.second)):
            cell = QVBoxLayout()
            theme.space(cell, 0, 0.5)
            label = Label(name, "label")
            label.setBuddy(choice)
            choice.setAccessibleName(name)
            choice.changed.connect(self._chosen)
            cell.addWidget(label)
            cell.addWidget(choice)
            both.addLayout(cell, 1)
        self.body.addLayout(both)
        self.card = Card(_("What differs"))
        self.body.addWidget(self.card)
        self.body.addStretch(1)

    def go(self, **where: Any) -> None:
        if "first" in where:
            self._wanted = where["first"]
            self.mark_stale()

    def entry(self) -> QWidget | None:
        """The second sheet: the first is the one that one came from."""
        return self.second

    def refresh(self) -> None:
        first = self._wanted if self._wanted is not None else self.first.value()
        second = self.second.value()
        self.desk.read(
            self, lambda store, actor: _seen(store, actor, first, second),
            then=lambda seen: self._show(seen, first), key="both",
        )  # fmt: skip

    def _chosen(self) -> None:
        if not self._filling:
            self.refresh()

    def _show(self, seen: Seen, first: int | None) -> None:
        options = [
            (one.id, words.title_of(one.agency, one.call_year, one.field, one.revision))
            for one in seen.sheets
        ]
        self._filling = True
        for choice, value in ((self.first, first), (self.second, self.second.value())):
            choice.set_options(options)
            choice.set_value(value)
        self._wanted, self._filling = None, False
        if seen.differences is None:
            fill(self.card, Paragraph(_("Choose two sheets."), "body", "soft"))
            self.card.set_count(0)
            return
        self.card.set_count(len(seen.differences))
        if not seen.differences:
            fill(self.card, Paragraph(_("The two sheets say the same.")))
            return
        names = (self.first.currentText(), self.second.currentText())
        fill(self.card, _Differences(seen.differences, names))


class _Differences(QWidget):
    """What is, then both values; one line each."""

    reads_as_one = True

    def __init__(self, found: Sequence[Difference], names: tuple[str, str]) -> None:
        super().__init__()
        said = ngettext("{n} difference", "{n} differences", len(found)).format(n=len(found))
        self.setAccessibleName(said)
        grid = QGridLayout(self)
        theme.space(grid, 0, 0.75)
        for across, name in enumerate(names, start=1):
            grid.addWidget(Paragraph(name, "caption_strong", "soft"), 0, across)
        for number, one in enumerate(found):
            line = 2 * number + 1
            grid.addWidget(Hairline(), line, 0, 1, 3)
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(Paragraph(words.place(one.path)), line + 1, 0, top)
            for across, value in enumerate((one.before, one.after), start=1):
                text = words.value(one.path, value)
                grid.addWidget(Paragraph(text, most=50), line + 1, across, top)
        for across, share in enumerate((3, 2, 2)):
            grid.setColumnStretch(across, share)


def _seen(store: Any, actor: Any, first: int | None, second: int | None) -> Seen:
    sheets = rate_sheets.rows(store, actor, rate_sheets.find(store, actor))
    there = {one.id for one in sheets}
    if first not in there or second not in there or first is None or second is None:
        return Seen(sheets, None)
    before, after = (rate_sheets.get(store, actor, n).sheet for n in (first, second))
    return Seen(sheets, compare(before, after))
