"""The diary: days at the left, the page of a day in the middle, kept as one types."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from mobdesk.i18n import _, ngettext
from mobdesk.ui import dialogs, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.diary.days import DayList, DayRow
from mobdesk.ui.diary.entry import EntryCard
from mobdesk.ui.diary.words import context_of, day_row
from mobdesk.ui.fields import leave_undo
from mobdesk.ui.pages import Mode
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.chips import Chip
from mobdesk.ui.parts.entering import Enters
from mobdesk.ui.parts.labels import Paragraph, caption
from mobdesk.ui.parts.marks import IconLabel
from mobdesk.ui.private import PrivatePage
from mobdesk.ui.private_door import Promises, side_column
from mobdesk.ui.private_fields import PrivateLine

if TYPE_CHECKING:
    from mobdesk.services.reflections import DiaryEntry, OwnStay
    from mobdesk.services.vault import Notes

DAY, FREE = "mobility_day", "reflection"
_DAYS_CHARS, _SIDE_CHARS = 34, 36


class DiaryPage(PrivatePage):
    """The door while the notes are locked, else the diary."""

    tables = frozenset({"mobilities", "members", "subgroups"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Diary"))
        self.stays: list[OwnStay] = []

    def prepare(self, then: Callable[[], None]) -> None:
        from mobdesk.services import reflections

        if self.private.notes is None:
            then()
            return

        def know(stays: list[OwnStay]) -> None:
            self.stays = stays
            if isinstance(self.shown, DiaryView):
                self.shown.know_stays(stays)  # what is being typed stays where it is
            else:
                then()

        self.desk.read(self, reflections.stays, then=know, key="stays")

    def view(self, notes: Notes) -> QWidget:
        return DiaryView(self.desk, self.private.lock, self.private.show_code, notes, self.stays)


class DiaryView(Enters, QWidget):
    """Everything of the open diary; dropped when the notes lock."""

    def __init__(
        self,
        desk: Desk,
        lock: Callable[[], None],
        new_code: Callable[[], None],
        notes: Notes,
        stays: list[OwnStay],
    ) -> None:
        super().__init__()
        from mobdesk.services import reflections

        self._desk, self._notes, self._service = desk, notes, reflections
        self._stays, self._today = stays, desk.today()
        self._lock = lock
        self._grid = QGridLayout(self)
        theme.space(self._grid, 0, 2)
        self.days_card = self._make_days()
        self.card = EntryCard()
        self.card.changed.connect(self._keep)
        self.card.kind_chosen.connect(self._show_kind)
        self.card.remove_asked.connect(self._ask_remove)
        self.card.done_asked.connect(self._done)
        self.side = QWidget()
        column = side_column(Promises(), self._make_acts(new_code))
        column.setContentsMargins(0, 0, 0, 0)
        self.side.setLayout(column)
        self.set_mode(Mode.WIDE)
        self.show_entry(self._service.entry_for(notes, self._today, DAY, stays))
        self.fill_days()
        self.setFocusProxy(self.card)

    # what the page calls
    def set_mode(self, mode: Mode) -> None:
        """Wide: three columns. Middle: the side below. Narrow: writing first."""
        for part in (self.days_card, self.card, self.side):
            self._grid.removeWidget(part)
        for column in range(3):
            self._grid.setColumnStretch(column, 0)
        self._grid.setColumnStretch(0 if mode is Mode.NARROW else 1, 1)
        places = {
            Mode.WIDE: ((0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)),
            Mode.MIDDLE: ((0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 2)),
            Mode.NARROW: ((1, 0, 1, 1), (0, 0, 1, 1), (2, 0, 1, 1)),
        }[mode]
        for part, place in zip((self.days_card, self.card, self.side), places, strict=True):
            self._grid.addWidget(part, *place)
        self._mode = mode
        self.theme_changed()

    def theme_changed(self) -> None:
        """The widths of the outer columns are in characters."""
        look, wide = theme.current(), self._mode is Mode.WIDE
        for part, chars, fixed in (
            (self.days_card, _DAYS_CHARS, self._mode is not Mode.NARROW),
            (self.side, _SIDE_CHARS, wide),
        ):
            part.setMinimumWidth(look.chars(chars) if fixed else 0)
            part.setMaximumWidth(look.chars(chars) if fixed else 16_777_215)
        self.days.setFixedHeight(look.body_height * 16) if not wide else self._free_height()

    def know_stays(self, stays: list[OwnStay]) -> None:
        """Stays were changed: places in the list follow."""
        self._stays = stays
        self.fill_days()

    def forget(self) -> None:
        """Nothing of the notes stays in Python objects either."""
        self.days.show_rows([])
        self.card.forget()
        self._stays = []

    # days
    def fill_days(self) -> None:
        """List the entries that the search and the chip leave, today first."""
        found = self._service.entries(self._notes, self.search.text())
        if self.apart.isChecked():
            found = [entry for entry in found if self._service.kept_apart(entry)]
        searching = bool(self.search.text().strip()) or self.apart.isChecked()
        if not searching and not any(entry.day == self._today for entry in found):
            found.insert(0, self._service.entry_for(self._notes, self._today, DAY, self._stays))
        rows = [self._row(entry) for entry in found]
        self.days.show_rows(rows)
        self._mark_shown()
        kept = [entry for entry in found if entry.uid]
        if searching:
            words = ngettext("{n} entry found", "{n} entries found", len(kept))
        elif kept:
            words = ngettext("{n} entry since {year}", "{n} entries since {year}", len(kept))
        else:
            words = _("Nothing written yet")
        year = kept[-1].day.year if kept else 0
        self.count.setText(words.format(n=len(kept), year=year))

    def show_entry(self, entry: DiaryEntry) -> None:
        """Show an entry on the page in the middle."""
        self.card.show_entry(entry, context_of(entry, self._stays), self._today)

    def _row(self, entry: DiaryEntry) -> DayRow:
        return day_row(entry, self._service.first_line(entry), self._stays, self._today)

    def _mark_shown(self) -> None:
        shown = self.card.entry
        self.days.mark(lambda row: row.entry[:3] == shown[:3] if shown.uid else
                       (row.entry.day, row.entry.kind) == (shown.day, shown.kind))  # fmt: skip

    def _chosen(self, row: DayRow) -> None:
        self.show_entry(row.entry)

    def _show_kind(self, kind: str) -> None:
        day: date = self.card.entry.day
        self.show_entry(self._service.entry_for(self._notes, day, kind, self._stays))
        self._mark_shown()
        self.card.setFocus()

    # writing
    def _keep(self, entry: DiaryEntry) -> None:
        """Kept at every key, in memory; the beat writes it."""
        from mobdesk.errors import Invalid

        try:
            uid = self._service.keep(self._notes, entry)
        except Invalid:
            self.card.say_too_long()
            return
        new = bool(uid) and not entry.uid
        if uid:
            entry = entry._replace(uid=uid)
        self.card.kept(entry)
        if new:
            self.fill_days()
        else:
            self.days.change(self._row(entry))

    def _ask_remove(self) -> None:
        entry = self.card.entry
        dialogs.confirm(
            self,
            _("Delete this entry?"),
            _("Private notes have no Undo. The entry is gone from here at once, and from the "
              "copies as they are replaced."),
            _("Delete"),
            lambda: self._remove(entry),
        )  # fmt: skip

    def _remove(self, entry: DiaryEntry) -> None:
        if entry.uid and self._notes.open:
            self._notes.remove(entry.uid)
            self.show_entry(self._service.entry_for(self._notes, self._today, DAY, self._stays))
            self.fill_days()
            self.card.setFocus()

    def _done(self) -> None:
        self._lock()
        self._desk.say(_("Your notes are locked."))

    def _ask_new_code(self, make: Callable[[], None]) -> None:
        dialogs.confirm(
            self,
            _("Make a new private code?"),
            _("The code on your paper opens nothing any more. The new one is shown next."),
            _("Make a new code"),
            make,
        )

    # parts
    def _make_days(self) -> Card:
        card = Card(padding=(1.5, 1.5))
        self.search = PrivateLine(_("Search in my notes"), 200)
        leave_undo(self.search)
        self.search.setAccessibleName(_("Search in my notes"))
        self.search.changed.connect(self.fill_days)
        self.apart = Chip(_("What I did not expect"))
        self.apart.setToolTip(_("Only days on which you wrote something there"))
        self.apart.toggled.connect(lambda _on: self.fill_days())
        self.days = DayList()
        self.days.chosen.connect(self._chosen)
        self.count = caption("")
        card.add(self.search)
        card.add(self.apart)
        card.add(self.days, 1)
        card.add(self.count)
        return card

    def _free_height(self) -> None:
        self.days.setMinimumHeight(theme.current().body_height * 12)
        self.days.setMaximumHeight(16_777_215)

    def _make_acts(self, new_code: Callable[[], None]) -> Card:
        card = Card(_("Lock and code"))
        row = QHBoxLayout()
        theme.space(row, 0, 1)
        row.addWidget(IconLabel("clock", "mine_text"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Paragraph(_("Written every minute while open, typed or not.")), 1)
        card.add(row)
        code = Button(_("Make a new private code"), "link", "key")
        code.clicked.connect(lambda: self._ask_new_code(new_code))
        card.body.addWidget(code, 0, Qt.AlignmentFlag.AlignLeft)
        card.finish()
        return card
