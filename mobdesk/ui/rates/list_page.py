"""The list of rate sheets: those that came with the program and those of the workspace."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QDragEnterEvent, QDropEvent

from mobdesk.domain.done import Done
from mobdesk.domain.roles import Access, Area
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import rate_sheet_edits, rate_sheets
from mobdesk.services.rate_sheets import SheetRow
from mobdesk.ui.desk import Desk
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.drop import dropped_files
from mobdesk.ui.parts.empty import EmptyState
from mobdesk.ui.rates import saving, words
from mobdesk.ui.rates.form import add_sheet
from mobdesk.ui.record_lists import RecordList
from mobdesk.ui.table_model import RIGHT
from mobdesk.ui.tables import Column


def _title(row: SheetRow) -> str:
    return row.title or (_("Came with the program") if row.shipped else "")


class RatesPage(RecordList):
    """A sheet needs more room than a pane: Enter opens it."""

    name = N_("Rates")
    key = "rates"
    page_key = "rate_sheet"
    area = Area.MOBILITIES
    placeholder = N_("Search agency, year")
    tables = frozenset({"rate_sheets", "rate_confirmations"})
    sort = "agency"
    columns = (
        Column("agency", N_("Agency"), None, "first", width=12),
        Column("call_year", N_("Call"), None, width=7),
        Column("field", N_("Field"), lambda row: words.field_name(row.field),
               words=("Vocational education and training",)),
        Column("title", N_("Title"), _title, "soft", width=0, sort=False, priority=3),
        Column("revision", N_("Revision"), None, "soft", width=10, align=RIGHT, priority=3),
        Column("known", N_("Numbers"), lambda row: words.numbers_known(row.known, row.places),
               words=("38 of 38 numbers",), priority=3),
        Column("confirmed", N_("Confirmed"), lambda row: words.confirmed(row.confirmation),
               width=28, priority=2),
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, rate_sheets)
        self.header.set_line(
            _("What your agency pays: one sheet for each call and field. Projects find theirs.")
        )
        if desk.may(Area.IMPORT, Access.WRITE):
            bring = Button(_("Bring in a sheet"), "second", "import")
            bring.clicked.connect(lambda: saving.choose_file(desk, self))
            self.header.add_action(bring)
            self.setAcceptDrops(True)
        if self.may_write:
            add = Button(_("Type a sheet"), "main", "plus")
            add.clicked.connect(lambda: self.add())
            self.header.add_action(add)

    def counted(self, count: int) -> str:
        return ngettext("{n} rate sheet", "{n} rate sheets", count)

    def make_empty(self) -> EmptyState:
        empty = EmptyState(
            _("No rate sheets yet"),
            _("Copy the table of your agency. It takes ten minutes."),
            _("Type a sheet") if self.may_write else "",
        )
        empty.main_pressed.connect(self.add)
        return empty

    def make_filtered(self) -> EmptyState:
        return EmptyState(
            _("No rate sheet matches"), _("The search hides them."), _("Clear filters"),
            drawing=False,
        )  # fmt: skip

    def make_pane(self) -> None:  # type: ignore[override]
        return None

    def remove_service(self) -> Callable[..., Done]:
        return rate_sheet_edits.remove

    def go(self, **where: object) -> None:
        """``add``: agency, call year and field of a project that has no sheet yet."""
        super().go(**{key: value for key, value in where.items() if key != "add"})
        known = where.get("add")
        if isinstance(known, dict):
            self.add(**known)

    def add(self, **known: object) -> None:
        """Ask for a sheet and open it."""
        open_it = lambda done: self.desk.open("rate_sheet", id=done.ids[0])  # noqa: E731
        add_sheet(self.desk, self, open_it, **known)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One sheet; any other file is for the window."""
        files = dropped_files(event.mimeData())
        if len(files) == 1 and files[0].suffix.lower() == ".json":
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        saving.bring_in(self.desk, self, dropped_files(event.mimeData())[0])
