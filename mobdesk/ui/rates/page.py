"""One rate sheet: its numbers, where they come from, who confirmed them, what they concern."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.domain.done import Done
from mobdesk.domain.rate_sheet_numbers import numbers
from mobdesk.domain.rate_sheets import Source
from mobdesk.domain.roles import Access, Actor, Area
from mobdesk.i18n import _, ngettext
from mobdesk.services import rate_sheet_edits, rate_sheets
from mobdesk.services.rate_sheets import Affected, Confirmation, SheetDetail
from mobdesk.ui import rows, shown, theme
from mobdesk.ui.columns import Columns
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner, Card
from mobdesk.ui.parts.labels import Paragraph
from mobdesk.ui.rates import saving, shown_table, words
from mobdesk.ui.rates.confirming import confirm_sheet
from mobdesk.ui.rates.form import edit_sheet

_TWO_COLUMNS = 120  # characters of the page


class Overview(NamedTuple):
    """Everything on the page."""

    detail: SheetDetail
    affected: list[Affected]


class RatePage(Page):
    """Opened with ``id``; ``new``: it just came in; ``place``: the number that is to be typed."""

    tables = frozenset({"rate_sheets", "rate_confirmations", "projects", "mobilities"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Rate sheet"))
        self.record: int | None = None
        self.seen: Overview | None = None
        self._new = False
        self._place = ""
        self.header.set_crumbs((_("Rates"), lambda: desk.open("rates")))
        self.delete = self._button(_("Delete"), "trash", self.remove, Area.DELETE)
        self.other = self._button(_("Compare"), "merge", self.compare, Area.STATUS)
        self.copy = self._button(_("Duplicate to change"), "copy", self.duplicate, Area.MOBILITIES)
        self.pen = self._button(_("Edit"), "pen", self.edit, Area.MOBILITIES)
        self.columns = Columns()
        self.sources = Card(_("Sources"))
        self.facts = rows.Facts()
        self.sources.add(self.facts)
        self.body.addWidget(self.columns)
        self.body.addWidget(self.sources)
        self.body.addStretch(1)

    # what the window calls
    def go(self, **where: Any) -> None:
        self._new, self._place = bool(where.get("new")), where.get("place") or ""
        if "id" in where:
            self.record = where["id"]
            self.hide_banner()
            self.scroller.verticalScrollBar().setValue(0)
            self.mark_stale()

    def refresh(self) -> None:
        record = self.record
        if record is not None:
            self.desk.read(
                self, lambda store, actor: _overview(store, actor, record),
                then=self._show, fail=self._gone, key="record",
            )  # fmt: skip

    def entry(self) -> QWidget | None:
        """Edit, or what stands in its place."""
        return self.header.outermost_action() or self.first_stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.theme_changed()

    def theme_changed(self) -> None:
        """Two columns as long as each keeps its rows readable."""
        one = self.width() / theme.current().c < _TWO_COLUMNS
        self.header.set_narrow(one)
        self.columns.set_one(one)
        self.facts.set_columns(1 if one else 2)

    # actions
    def edit(self) -> None:
        """Change a sheet of the workspace; one that is read only becomes a copy first."""
        if self.seen is None:
            return
        if self.seen.detail.shipped:
            self.duplicate()
        else:
            edit_sheet(self.desk, self, self.seen.detail, place=self._place)
            self._place = ""

    def duplicate(self) -> None:
        """Make a copy and open it."""
        if self.record is not None:
            self.desk.write(self, rate_sheet_edits.duplicate, self.record, then=self._open)

    def remove(self) -> None:
        """Delete the sheet and go back to the list; Undo brings it back."""
        if self.record is not None:
            self.desk.write(self, rate_sheet_edits.remove, [self.record], then=self._removed)

    def compare(self) -> None:
        """Look at it beside another one."""
        if self.record is not None:
            self.desk.open("rate_compare", first=self.record)

    def confirm(self) -> None:
        """Say against which document it was compared."""
        if self.seen is not None:
            confirm_sheet(self.desk, self, self.seen.detail)

    # inside
    def _button(self, name: str, icon: str, act: Any, area: Area) -> Button | None:
        wanted = Access.READ if area is Area.STATUS else Access.WRITE
        if not self.desk.may(area, wanted):
            return None
        button = Button(name, "second", icon)
        button.clicked.connect(lambda: act())
        self.header.add_action(button)
        return button

    def _show(self, overview: Overview) -> None:
        self.seen = overview
        sheet, confirmed = overview.detail.sheet, overview.detail.confirmations
        title = words.title_of(sheet.agency, sheet.call_year, sheet.field, sheet.revision)
        self.header.set_title(title)
        self.setAccessibleName(title)
        badge = (_("Confirmed"), "ok", "check") if confirmed else (_("Not confirmed"), "wait", "")
        self.header.set_badge(*badge)
        self.header.set_line(sheet.title)
        for button in (self.delete, self.pen):
            if button is not None:
                button.setVisible(not overview.detail.shipped)
        if self.copy is not None:
            self.copy.setText(
                _("Duplicate to change") if overview.detail.shipped else _("Duplicate")
            )
        left = [
            self._origin(overview),
            self._used(overview.affected),
            shown_table.card(_("Travel"), shown_table.travel(sheet)),
            shown_table.card(_("Organisational support"), shown_table.organisational(sheet)),
        ]
        right = [
            shown_table.card(_("Individual support per day"), *shown_table.support(sheet)),
            shown_table.card(_("Other amounts"), shown_table.other(sheet)),
        ]
        self.columns.set_cards(left, right)
        self.facts.set([_source(one) for one in sheet.source])
        self.sources.setVisible(bool(sheet.source))
        if self._new:
            self._new = False
            self._tell_affected(overview.affected)
        if self._place and self.desk.may(Area.MOBILITIES, Access.WRITE):
            self.edit()

    def _origin(self, overview: Overview) -> Card:
        """Where the numbers come from and who confirmed them."""
        sheet, confirmations = overview.detail.sheet, overview.detail.confirmations
        card = Card(_("Where the rates come from"))
        known, places = numbers(sheet)
        card.add(_verdict(confirmations, known, places))
        for each in confirmations[1:]:
            card.add(Paragraph(_against(each), "caption", "soft"))
        if overview.detail.shipped:
            card.add(Paragraph(_("This sheet came with the program. It is only read.")))
        card.add(shown_table.beside(*self._ways(overview.detail)))
        card.finish()
        return card

    def _ways(self, detail: SheetDetail) -> list[QWidget]:
        """What can be done with the sheet as it is."""
        found: list[QWidget] = []
        if self.desk.may(Area.MOBILITIES, Access.WRITE):
            again = _("Confirm again") if detail.confirmations else _("Confirm the rates")
            confirm = Button(again, "second", "check")
            confirm.clicked.connect(lambda: self.confirm())
            found.append(confirm)
            if detail.confirmations:
                last = detail.confirmations[0].id
                take_back = Button(_("Take back"), "quiet")
                take_back.setAccessibleName(_("Take the confirmation back"))
                take_back.clicked.connect(
                    lambda: self.desk.write(self, rate_sheet_edits.take_back, last)
                )
                found.append(take_back)
        if self.desk.may(Area.EXPORT, Access.WRITE):
            for name, kind in ((_("Save as JSON"), "json"), (_("Save as CSV"), "csv")):
                save = Button(name, "quiet", "save" if kind == "json" else "")
                save.clicked.connect(
                    lambda _on=False, kind=kind: saving.ask_where(
                        self.desk, self, detail.id, detail.sheet, kind
                    )
                )
                found.append(save)
        return found

    def _used(self, affected: Sequence[Affected]) -> Card:
        card = Card(_("Projects of this call"), len(affected))
        block = rows.Block(0.5)
        for one in affected:
            press = lambda number=one.project_id: self.desk.open("project", id=number)  # noqa: E731
            count = texts.counted("mobilities", one.mobilities)
            second = f"{one.code}, {count}" if one.title else count
            block.body.addWidget(rows.LinkRow("projects", one.title or one.code, second, press))
        if not affected:
            block.body.addWidget(Paragraph(_("No project of this call yet."), "body", "soft"))
        card.add(block)
        card.finish()
        return card

    def _tell_affected(self, affected: Sequence[Affected]) -> None:
        n = sum(one.mobilities for one in affected)
        if not n:
            return
        count = ngettext("{n} mobility", "{n} mobilities", n).format(n=n)
        self.show_banner(
            "accent", _("This sheet concerns {count}.").format(count=count),
            _("What was signed or paid stays as it is; a difference is shown there. "
              "The projects are listed below."),
        )  # fmt: skip

    def _open(self, done: Done) -> None:
        self.desk.open("rate_sheet", id=done.ids[0])

    def _removed(self, _done: Done) -> None:
        if self.record is not None:
            self.record = None
            self.desk.open("rates")

    def _gone(self, err: BaseException) -> None:
        """Deleted meanwhile: back to the list."""
        if getattr(err, "code", "") == "record_missing":
            self.record = None
            if self.isVisible():
                self.desk.open("rates")
        else:
            self.desk.show_error(self, err)


def _overview(store: Any, actor: Actor, record: int) -> Overview:
    detail = rate_sheets.get(store, actor, record)
    x = detail.sheet
    return Overview(detail, rate_sheets.affected(store, actor, x.agency, x.call_year, x.field))


def _verdict(confirmations: Sequence[Confirmation], known: int, places: int) -> QWidget:
    count = _("{numbers} are on the sheet.").format(numbers=words.numbers_known(known, places))
    if confirmations:
        return Banner("ok", _against(confirmations[0]), count)
    why = _("Compare it with the annex of your agency, then confirm it.")
    return Banner("wait", _("Nobody has confirmed these numbers yet."), f"{count} {why}")


def _against(one: Confirmation) -> str:
    return _("Confirmed by {name} on {day} against: {document}").format(
        name=one.confirmed_by, day=shown.long_date(one.confirmed_on), document=one.document
    )


def _source(one: Source) -> tuple[str, str]:
    """Which part, and where it was read."""
    part = _("All numbers") if one.what == "all" else one.what.capitalize()
    return part, "\n".join(words.source(one))
