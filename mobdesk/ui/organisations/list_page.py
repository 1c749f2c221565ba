"""The list of organisations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mobdesk import texts
from mobdesk.domain.done import Done
from mobdesk.domain.organisations import KINDS
from mobdesk.domain.roles import Actor
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import organisations
from mobdesk.ui import stays
from mobdesk.ui.desk import Desk
from mobdesk.ui.lists import Filter
from mobdesk.ui.organisations import parts
from mobdesk.ui.organisations.form import add_organisation, edit_organisation
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.empty import EmptyState
from mobdesk.ui.parts.labels import Paragraph
from mobdesk.ui.record_lists import RecordList, RecordPane
from mobdesk.ui.tables import Column


class OrganisationsPage(RecordList):
    """Coordinators change them, trainers read the contacts."""

    name = N_("Organisations")
    key = "organisations"
    page_key = "organisation"
    placeholder = N_("Search name, city, OID")
    tables = frozenset({"organisations", "contacts", "mobilities", "members", "people"})
    sort = "name"
    columns = (
        Column("name", N_("Name"), None, "first", width=0),
        Column(
            "kind",
            N_("Kind"),
            lambda row: texts.word(f"organisation_kind.{row.kind}"),
            "soft",
            words=tuple(f"organisation_kind.{kind}" for kind in KINDS),
            priority=3,
        ),
        Column("city", N_("Where"), lambda row: stays.whole_place(row.city, row.country), width=26),
        Column("roles", N_("Does"), parts.roles, "soft", width=22, priority=3, sort=False),
        Column("oid", N_("OID"), None, "soft", words=("E10356237",), priority=4, sort=False),
    )
    filters = (
        Filter("hosting", True, N_("Hosts"), "hosting"),
        Filter("sending", True, N_("Sends"), "sending"),
        Filter("supporting", True, N_("Supports"), "supporting"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, organisations)
        if self.may_write:
            add = Button(_("Add an organisation"), "main", "plus")
            add.clicked.connect(self.add)
            self.header.add_action(add)

    def counted(self, count: int) -> str:
        return ngettext("{n} organisation", "{n} organisations", count)

    def make_empty(self) -> EmptyState:
        sentence = _("Hosts, partners and senders stand here, with the people you write to.")
        empty = EmptyState(
            _("No organisations yet"), sentence, _("Add an organisation") if self.may_write else ""
        )
        empty.main_pressed.connect(self.add)
        return empty

    def make_filtered(self) -> EmptyState:
        return EmptyState(
            _("No organisation matches"), _("The filters hide them."), _("Clear filters"),
            drawing=False,
        )  # fmt: skip

    def overview(self, store: Any, actor: Actor, record: int) -> parts.Overview:
        return parts.read(self.desk, store, actor, record)

    def fill(self, pane: RecordPane, overview: parts.Overview) -> None:
        values = overview.record.values
        about = (parts.kind(values), parts.roles(values))
        pane.start(values["name"], " · ".join(part for part in about if part), "organisations")
        pane.add(parts.address_rows(values))
        pane.part(_("People you write to"))
        pane.add(parts.contact_rows(overview.contacts[:4]))
        go = lambda number: self.desk.open("mobility", id=number)  # noqa: E731
        today = self.desk.today()
        if overview.shows_stays:
            pane.part(_("Stays there"), str(len(overview.stays)) if overview.stays else "")
            pane.add(parts.stay_rows(overview.stays, today, go, 4))
        if overview.shows_sent:
            pane.part(_("Sent from there"), str(len(overview.sent)) if overview.sent else "")
            pane.add(parts.stay_rows(overview.sent, today, go, 4, sent=True))
        if values["note"]:
            pane.part(_("Note"))
            pane.add(Paragraph(values["note"]))
        pane.rest()

    def edit(self, overview: parts.Overview) -> None:
        edit_organisation(self.desk, self, overview)

    def remove_service(self) -> Callable[..., Done]:
        return organisations.remove

    def add(self) -> None:
        """Ask for one organisation and choose it."""
        add_organisation(self.desk, self, self.choose)
