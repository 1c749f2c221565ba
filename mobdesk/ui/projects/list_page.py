"""The list of projects; those in the archive only when asked for."""

from __future__ import annotations

from collections.abc import Callable

from mobdesk.domain.done import Done
from mobdesk.domain.roles import Area
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import projects
from mobdesk.ui import shown
from mobdesk.ui.desk import Desk
from mobdesk.ui.lists import Filter
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.empty import EmptyState
from mobdesk.ui.projects.form import add_project
from mobdesk.ui.record_lists import RecordList
from mobdesk.ui.table_model import RIGHT
from mobdesk.ui.tables import Column


def _time(row: projects.ProjectRow) -> str:
    """``Jun 2026 – Aug 2027``: projects last for months, the days stand on their page."""
    if row.start is None and row.end is None:
        return ""
    return " – ".join(shown.month_year(day) for day in (row.start, row.end) if day)


class ProjectsPage(RecordList):
    """Enter opens a project: it needs more room than a pane."""

    name = N_("Projects")
    key = "projects"
    page_key = "project"
    area = Area.MOBILITIES
    placeholder = N_("Search code, name")
    tables = frozenset({"projects", "awards", "mobilities"})
    sort = "code"
    columns = (
        Column("code", N_("Code"), None, "first", words=("2000-0-MM00-KA000-ADU-000000000",)),
        Column("title", N_("Name"), None, width=0),
        Column("call_year", N_("Call"), None, "soft", width=7, priority=3),
        Column("mobilities", N_("Mobilities"), lambda row: shown.number(row.mobilities),
               "sum", align=RIGHT, width=11, priority=2),
        Column("awarded", N_("Awarded"), lambda row: shown.money(row.awarded),
               "sum", align=RIGHT, words=("1,234,567.00 €",)),
        Column("start", N_("Time"), _time, "soft", words=("Sept 2026 – Sept 2027",), priority=2),
    )  # fmt: skip
    filters = (Filter("archived", True, N_("With the archive"), "archived"),)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, projects)
        self.header.add_action(self._accreditations())
        if self.may_write:
            add = Button(_("Add a project"), "main", "plus")
            add.clicked.connect(self.add)
            self.header.add_action(add)

    def counted(self, count: int) -> str:
        return ngettext("{n} project", "{n} projects", count)

    def make_empty(self) -> EmptyState:
        empty = EmptyState(
            _("No projects yet"),
            _("Paste the code of your project. It stands on page 1 of the grant agreement."),
            _("Add a project") if self.may_write else "",
        )
        empty.main_pressed.connect(self.add)
        empty.add_way(self._accreditations())
        return empty

    def make_filtered(self) -> EmptyState:
        return EmptyState(
            _("No project matches"), _("The filters hide them."), _("Clear filters"), drawing=False
        )

    def make_pane(self) -> None:  # type: ignore[override]
        return None

    def remove_service(self) -> Callable[..., Done]:
        return projects.remove

    def _accreditations(self) -> Button:
        button = Button(_("Accreditations"), "second", "accreditation")
        button.clicked.connect(lambda: self.desk.open("accreditations"))
        return button

    def add(self) -> None:
        """Ask for a project and open it."""
        add_project(self.desk, self, lambda done: self.desk.open("project", id=done.ids[0]))
