"""The sheet for typing one record into BM: copy, type, tick, go on with the next."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain import bm_sheet as rules
from mobdesk.domain.roles import Actor
from mobdesk.i18n import _
from mobdesk.services import bm_sheet
from mobdesk.services.bm_sheet import OpenRow, Sheet
from mobdesk.ui import shown, theme
from mobdesk.ui.bm import words
from mobdesk.ui.bm.lines import LinesCard, open_keys
from mobdesk.ui.bm.order_dialog import OrderDialog
from mobdesk.ui.bm.side import (
    NotKnownCard,
    OrderCard,
    OthersCard,
    ProblemsCard,
    ProgressCard,
    StatusCard,
)
from mobdesk.ui.choices import Choice
from mobdesk.ui.desk import Desk
from mobdesk.ui.fields import Text
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.forms import Field
from mobdesk.ui.opened import opened_copies, show_outside
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.buttons import Button

_NARROW = 84  # characters of the page: below, notes stand under their values


class _Seen(NamedTuple):
    sheet: Sheet
    open: list[OpenRow]


class BmSheetPage(Page):
    """Opened with ``id`` of a mobility, and ``member`` where members are entered one by one."""

    tables = frozenset({
        "mobilities", "subgroups", "members", "people", "organisations", "projects",
        "grant_lines", "bm_ticks", "bm_screens", "rate_sheets",
    })  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("BM sheet"))
        self.mobility: int | None = None
        self.member: int | None = None
        self.seen: _Seen | None = None
        self._crumbs: tuple[int, str] | None = None  # those that are shown
        self.header.set_line(
            _("Click a value to copy it, type it in BM, tick it. Tab goes to the next one that "
              "is open.")
        )  # fmt: skip
        self.print = Button(_("Print"), "second", "printer")
        self.print.clicked.connect(lambda: self.show_paper())
        self.header.add_action(self.print)
        self.next = Button(_("Next mobility"), "main", "chevron-right")
        self.next.clicked.connect(lambda: self.go_on())
        self.header.add_action(self.next)
        self.lines = LinesCard()
        self.lines.ticked.connect(self._tick)
        self.progress, self.status, self.others = ProgressCard(), StatusCard(), OthersCard()
        self.problems = ProblemsCard()
        self.open = NotKnownCard(link=_("All"))
        self.order = OrderCard()
        self.order.change.clicked.connect(lambda: self.change_order())
        self.progress.all_pressed.connect(self.tick_all)
        self.status.link_pressed.connect(self.change_status)
        self.open.chosen.connect(lambda i, m: self.desk.open("bm_sheet", id=i, member=m))
        self.open.link_pressed.connect(self._all_open)
        self.others.chosen.connect(lambda i, m: self.desk.open("bm_sheet", id=i, member=m))
        self._lay_out()

    def _lay_out(self) -> None:
        """The lines, and beside them (below, where it is narrow) what is said about them."""
        both = QWidget()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, both)
        theme.space(self._both, 0, 2)
        self._both.addWidget(self.lines, 2, Qt.AlignmentFlag.AlignTop)
        beside = QWidget()
        column = QVBoxLayout(beside)
        theme.space(column, 0, 2)
        for card in (
            self.progress, self.problems, self.status, self.others, self.open, self.order,
        ):  # fmt: skip
            column.addWidget(card)
        column.addStretch(1)
        self._both.addWidget(beside, 1)
        self.body.addWidget(both)
        self.body.addStretch(1)

    # what the window asks
    def entry(self) -> QWidget | None:
        """The value where the person is, else the first that is open, else what comes next."""
        here = self.focusWidget()
        if here is not None and self.lines.isAncestorOf(here) and here.hasFocus():
            return here
        return self.lines.next_open() or self.header.main_action() or self.first_stop()

    def go(self, **where: Any) -> None:
        wanted = (where.get("id"), where.get("member"))
        if wanted != (self.mobility, self.member):
            self.mobility, self.member = wanted
            self.scroller.verticalScrollBar().setValue(0)
            self.mark_stale()

    def refresh(self) -> None:
        number, member = self.mobility, self.member
        if number is None:
            return

        def look(store: Any, actor: Actor) -> _Seen:
            sheet = bm_sheet.get(store, actor, number, member)
            return _Seen(sheet, bm_sheet.not_known(store, actor, sheet.record.project_id))

        self.desk.read(self, look, then=self._show, fail=self._gone, key="sheet")

    def mode_changed(self) -> None:
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._both.setDirection(down if self.mode is Mode.NARROW else across)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def theme_changed(self) -> None:
        """The text size changed: as many characters need more room."""
        self._arrange()

    def _arrange(self) -> None:
        self.lines.set_narrow(self.width() / theme.current().c < _NARROW)

    # showing
    def _show(self, seen: _Seen) -> None:
        self.seen = seen
        sheet = seen.sheet
        self.member = sheet.record.member_id
        title = _("BM sheet: {name}").format(name=shown.first_name_first(sheet.record.name))
        self.header.set_title(title)
        self.setAccessibleName(title)
        self._show_crumbs(sheet.record.mobility_id, shown.first_name_first(sheet.record.name))
        self._say_status(sheet)
        self.lines.show_sheet(sheet)
        for card in (self.progress, self.problems, self.status, self.others, self.order):
            card.show_sheet(sheet)
        self.open.show_rows(seen.open)
        self.next.set_possible(self._following() is not None, _("BM knows all the others."))

    def _show_crumbs(self, number: int, name: str) -> None:
        if self._crumbs != (number, name):  # a tick shall not make them again under a focus
            self._crumbs = (number, name)
            self.header.set_crumbs(
                (_("Mobilities"), lambda: self.desk.open("mobilities")),
                (name, lambda: self.desk.open("mobility", id=number)),
                here=_("BM sheet"),
            )

    def _say_status(self, sheet: Sheet) -> None:
        code = sheet.status["bm_status"]
        if code is None:
            self.header.set_badge("")
            return
        done = code == "complete"
        self.header.set_badge(
            texts.word(f"bm_status.{code}"), "ok" if done else "plain", "check" if done else ""
        )

    def _gone(self, err: BaseException) -> None:
        self.desk.show_error(self, err)

    # doing
    def go_on(self) -> None:
        """Open the next record that BM does not know wholly."""
        following = self._following()
        if following is not None:
            self.desk.open("bm_sheet", id=following.mobility_id, member=following.member_id)

    def _following(self) -> OpenRow | None:
        """The next one after this in the list, then from its beginning."""
        if self.seen is None:
            return None
        here = (self.mobility, self.member)
        keys = [(row.mobility_id, row.member_id) for row in self.seen.open]
        place = keys.index(here) + 1 if here in keys else 0
        others = [*self.seen.open[place:], *self.seen.open[:place]]
        return next((r for r in others if (r.mobility_id, r.member_id) != here), None)

    def _tick(self, key: str, on: bool) -> None:
        if on:
            self._write(bm_sheet.tick, [key], self.desk.today(), quiet=True)
        else:
            self._write(bm_sheet.untick, [key], quiet=True)

    def tick_all(self) -> None:
        """Note that everything shown was entered."""
        if self.seen is not None:
            self._write(bm_sheet.tick, open_keys(self.seen.sheet), self.desk.today())

    def _write(self, service: Any, *given: Any, quiet: bool = False) -> None:
        self.desk.write(self, service, self.mobility, self.member, *given, quiet=quiet)

    def _all_open(self) -> None:
        if self.seen is not None:
            self.desk.open("bm", project=self.seen.sheet.record.project_id)

    def show_paper(self) -> None:
        """Show the sheet as a PDF in the program of the system, from a private folder."""
        if self.seen is None:
            return
        sheet, day = self.seen.sheet, self.desk.today()
        opened, name = opened_copies(self.desk), _("BM sheet") + ".pdf"
        heads = (_("Field"), _("Value"), _("In BM"))
        title = _("BM sheet: {name}").format(name=shown.first_name_first(sheet.record.name))
        parts = words.on_paper(sheet)

        def make(store: Any, actor: Any) -> Path:
            made = bm_sheet.on_paper(store, actor, title, sheet.project or "", heads, parts, day)
            return opened.put(name, made)

        self.desk.read(self, make, then=show_outside)

    def change_order(self) -> None:
        """Ask for the order of the own BM screen."""
        if self.seen is not None:
            OrderDialog(self.desk, self, self.seen.sheet.screen).open()

    def change_status(self) -> None:
        """Ask for what BM says of this record."""
        if self.seen is None:
            return
        sheet = self.seen.sheet
        number, member = sheet.record.mobility_id, sheet.record.member_id

        def save(store: Any, actor: Any, values: dict[str, Any], _rev: int | None) -> Any:
            return bm_sheet.set_status(store, actor, number, member, values)

        dialog = FormDialog(
            self.desk, self, _("What BM says"), status_fields(member is not None), save,
            context=shown.first_name_first(sheet.record.name), defaults=sheet.status,
        )  # fmt: skip
        dialog.open()


def status_fields(of_person: bool) -> tuple[Field, ...]:
    """The form of BM's own facts."""

    def field(name: str, editor: Any, note: str = "") -> Field:
        words = texts.tables().words[f"field.bm.{name}"]
        return Field(name, words, editor, required=False, help=note)

    def choice(group: str, codes: tuple[str, ...]) -> Any:
        options = [(code, texts.word(f"{group}.{code}")) for code in codes]
        return lambda: Choice(options, _("Not known yet"))

    found = [
        field("bm_status", choice("bm_status", rules.STATUSES)),
        field("report_status", choice("report_status", rules.REPORTS)),
        field("bm_id", Text),
        field("bm_unique_id", Text),
    ]
    if of_person:
        found.append(field("bm_participant_id", Text))
    return tuple(found)
