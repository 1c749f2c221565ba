"""One organisation: where it is, whom one writes to, who stayed there, files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mobdesk import texts
from mobdesk.domain.done import Done
from mobdesk.domain.roles import Actor
from mobdesk.i18n import _
from mobdesk.services import organisations
from mobdesk.ui import rows
from mobdesk.ui.desk import Desk
from mobdesk.ui.organisations import parts
from mobdesk.ui.organisations.form import edit_organisation
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Paragraph
from mobdesk.ui.record_pages import RecordPage, fill


class OrganisationPage(RecordPage):
    """Opened with ``id``."""

    list_key = "organisations"
    tables = frozenset({"organisations", "contacts", "mobilities", "members", "people"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Organisation"), _("Organisations"), "organisations")
        self.about = Card(_("About"))
        self.address = rows.Block()
        self.facts = rows.Facts()
        self.note = Paragraph("")
        for part in (self.address, self.facts, self.note):
            self.about.add(part)
        self.contacts = Card(_("People you write to"), 0)
        self.hosts = Card(_("Stays there"), 0)
        self.sends = Card(_("Sent from there"), 0)
        self.about.finish()
        self.lay_out([self.about, self.contacts], [self.hosts, self.sends])

    def overview(self, store: Any, actor: Actor, record: int) -> parts.Overview:
        return parts.read(self.desk, store, actor, record)

    def edit(self, overview: parts.Overview) -> None:
        edit_organisation(self.desk, self, overview)

    def remove_service(self) -> Callable[..., Done]:
        return organisations.remove

    def fill(self, overview: parts.Overview) -> None:
        values = overview.record.values
        self.header.set_title(values["name"])
        self.setAccessibleName(values["name"])
        self.header.set_badge(parts.kind(values))
        self.header.set_line(parts.roles(values))
        rows.clear(self.address.body)
        self.address.body.addWidget(parts.address_rows(values))
        known = ("oid", "pic")
        self.facts.set(
            [(texts.word(f"field.organisation.{name}"), values[name] or "") for name in known]
        )
        self.note.setText(values["note"] or "")
        self.note.setVisible(bool(values["note"]))
        self.contacts.set_count(len(overview.contacts))
        fill(self.contacts, parts.contact_rows(overview.contacts))
        go = lambda number: self.desk.open("mobility", id=number)  # noqa: E731
        today = self.desk.today()
        self.hosts.setVisible(overview.shows_stays)
        self.hosts.set_count(len(overview.stays))
        fill(self.hosts, parts.stay_rows(overview.stays, today, go, 12))
        self.sends.setVisible(overview.shows_sent)
        self.sends.set_count(len(overview.sent))
        fill(self.sends, parts.stay_rows(overview.sent, today, go, 12, sent=True))
