"""The list of accreditations."""

from __future__ import annotations

from collections.abc import Callable

from mobdesk.domain.done import Done
from mobdesk.domain.roles import Area
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import accreditations
from mobdesk.services.accreditations import AccreditationRow
from mobdesk.ui import shown, stays
from mobdesk.ui.accreditations.form import add_accreditation
from mobdesk.ui.desk import Desk
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.empty import EmptyState
from mobdesk.ui.record_lists import RecordList
from mobdesk.ui.tables import Column


def _field(row: AccreditationRow) -> str:
    """The field by its name, as typed or as in the code."""
    return stays.field_name(row.field, row.code)


class AccreditationsPage(RecordList):
    """Few of them: no chips, no pane."""

    name = N_("Accreditations")
    key = "accreditations"
    page_key = "accreditation"
    area = Area.MOBILITIES
    placeholder = N_("Search code")
    tables = frozenset({"accreditations", "organisations"})
    sort = "code"
    columns = (
        Column("code", N_("Code"), None, "first", words=("2000-0-MM00-KA000-ADU-000000000",)),
        Column("field", N_("Field"), _field, width=0, priority=2),
        Column("valid_from", N_("Valid from"), lambda row: shown.long_date(row.valid_from),
               words=("30 September 2026",)),
        Column("valid_to", N_("Valid to"), lambda row: shown.long_date(row.valid_to),
               words=("30 September 2026",)),
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, accreditations)
        self.header.set_crumbs((_("Projects"), lambda: desk.open("projects")))
        if self.may_write:
            add = Button(_("Add an accreditation"), "main", "plus")
            add.clicked.connect(self.add)
            self.header.add_action(add)

    def counted(self, count: int) -> str:
        return ngettext("{n} accreditation", "{n} accreditations", count)

    def make_empty(self) -> EmptyState:
        empty = EmptyState(
            _("No accreditations yet"),
            _("Projects of KA121 run under an accreditation, KA120. Projects of KA122 need none."),
            _("Add an accreditation") if self.may_write else "",
        )
        empty.main_pressed.connect(self.add)
        return empty

    def make_filtered(self) -> EmptyState:
        return EmptyState(
            _("No accreditation matches"), _("The search hides them."), _("Clear filters"),
            drawing=False,
        )  # fmt: skip

    def make_pane(self) -> None:  # type: ignore[override]
        return None

    def remove_service(self) -> Callable[..., Done]:
        return accreditations.remove

    def add(self) -> None:
        """Ask for an accreditation and open it."""
        open_it = lambda done: self.desk.open("accreditation", id=done.ids[0])  # noqa: E731
        add_accreditation(self.desk, self, open_it)
